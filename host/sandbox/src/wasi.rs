//! WASI 0.2 as guests see it: clocks, random numbers, a log for standard output, and otherwise an empty world.
//!
//! Python, JavaScript and C want these interfaces to exist; no transform needs what lies behind most of them. So they
//! are written out here, a few lines each, rather than taken from a library that can do everything and must be told
//! not to: there is no file, no socket, no environment, and no asynchronous runtime to be found. What may be listed
//! but not used is defined by [`refuse`] and ends the call by name.
//!
//! Deliberately absent: preopened directories, arguments, environment, terminals, input. Streams never fail and never
//! block; the only thing that waits is a clock, and it waits no longer than the call may last.

mod cli;
mod clocks;
mod io;
mod random;
mod refused;

use wasmtime::component::Linker;

pub(crate) use refused::refuse;

use crate::guest::Guest;

/// What an instance has of WASI. Made with every store, so it holds nothing that costs.
pub(crate) struct Wasi {
    clock: clocks::Clock,
    pollables: io::Pollables,
    random: random::Random,
}

impl Wasi {
    pub(crate) fn new(deterministic: bool) -> Self {
        Self { clock: clocks::Clock::new(deterministic), pollables: io::Pollables::default(), random: random::Random::new(deterministic) }
    }
}

/// Interfaces that work, without version.
pub(crate) const LINKED: [&str; 19] = [
    "wasi:cli/environment",
    "wasi:cli/exit",
    "wasi:cli/stdin",
    "wasi:cli/stdout",
    "wasi:cli/stderr",
    "wasi:cli/terminal-input",
    "wasi:cli/terminal-output",
    "wasi:cli/terminal-stdin",
    "wasi:cli/terminal-stdout",
    "wasi:cli/terminal-stderr",
    "wasi:clocks/monotonic-clock",
    "wasi:clocks/wall-clock",
    "wasi:filesystem/preopens",
    "wasi:io/error",
    "wasi:io/poll",
    "wasi:io/streams",
    "wasi:random/random",
    "wasi:random/insecure",
    "wasi:random/insecure-seed",
];

/// Interfaces that may be listed, and end the call when used.
pub(crate) const LISTED: [&str; 8] = [
    "wasi:filesystem/types",
    "wasi:sockets/network",
    "wasi:sockets/instance-network",
    "wasi:sockets/tcp",
    "wasi:sockets/tcp-create-socket",
    "wasi:sockets/udp",
    "wasi:sockets/udp-create-socket",
    "wasi:sockets/ip-name-lookup",
];

/// The version under which everything is defined; other `0.2.x` find it too.
const VERSION: &str = "0.2.0";

/// Defines what works.
pub(crate) fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    io::link(linker)?;
    cli::link(linker)?;
    clocks::link(linker)?;
    random::link(linker)
}

fn versioned(interface: &str) -> String {
    format!("{interface}@{VERSION}")
}
