//! WASI 0.2 as guests see it: clocks, random numbers, a log for standard output, and otherwise an empty world.
//!
//! Python, JavaScript and C want these interfaces to exist; no transform needs what lies behind most of them. They are
//! `wasmtime-wasi`'s, linked one by one: its generated traits give each function its type, its context and its table
//! hold what an instance has. A store's [`Guest`] implements the traits, because each call counts as a host call first:
//!
//! - [`counted`], [`random`]: environment, input, terminals, preopened directories, the wall clock, errors and random
//!   numbers do what the library does, over a context that holds nothing of this machine.
//! - [`streams`], [`poll`]: streams and pollables are the library's too, but never its blocking functions, which start a
//!   runtime: no stream here blocks, and a wait is the guest's own thread's, no longer than the call may last.
//! - [`clocks`]: the monotonic clock is ours. What waits for it in the library are timers of that runtime.
//! - [`cli`]: standard output is the call's log, and an exit is a failure.
//! - [`refused`]: files and sockets may be listed, and end the call by name when used.

mod cli;
mod clocks;
mod counted;
mod poll;
mod random;
mod refused;
mod streams;

use wasmtime::component::{HasSelf, Linker, ResourceTable};
use wasmtime_wasi::p2::bindings;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

pub(crate) use refused::refuse;

use crate::guest::Guest;
use crate::watch::Watch;
use clocks::Clock;

/// Entries of the table for each handle: a moment and the pollable that waits for it are two.
const ENTRIES_PER_HANDLE: usize = 2;

/// What an instance has of WASI, made when it first asks: most never do.
#[derive(Default)]
pub(crate) struct Wasi(Option<Box<Context>>);

struct Context {
    ctx: WasiCtx,
    table: ResourceTable,
    clock: Clock,
}

impl Wasi {
    fn context(&mut self, watch: &Watch) -> &mut Context {
        self.0.get_or_insert_with(|| Box::new(Context::new(watch)))
    }
}

impl Context {
    fn new(watch: &Watch) -> Self {
        let clock = Clock::new(watch);
        let mut builder = WasiCtx::builder();
        builder.wall_clock(clock.clone()).max_random_size(random::MAX_BYTES);
        if watch.deterministic {
            random::fix(&mut builder);
        }
        let mut table = ResourceTable::new();
        // One handle more than there may be: the limit on handles is what a guest meets.
        table.set_max_capacity((watch.limits.handles as usize).saturating_add(1).saturating_mul(ENTRIES_PER_HANDLE));
        Self { ctx: builder.build(), table, clock }
    }
}

impl WasiView for Guest {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        let Context { ctx, table, clock: _ } = self.wasi.context(&self.watch);
        WasiCtxView { ctx, table }
    }
}

impl Guest {
    fn table(&mut self) -> &mut ResourceTable {
        &mut self.wasi.context(&self.watch).table
    }

    fn clock(&mut self) -> &Clock {
        &self.wasi.context(&self.watch).clock
    }
}

macro_rules! interfaces {
    ($first:literal: $link:path, $($name:literal: $($module:ident)::+,)*) => {
        /// Interfaces that work, without version.
        pub(crate) const LINKED: [&str; [$first, $($name),*].len()] = [$first, $($name),*];

        /// Defines what works, under the version that the library has; other `0.2.x` find it too.
        pub(crate) fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
            $link(linker)?;
            $($($module)::+::add_to_linker::<Guest, HasSelf<Guest>>(linker, |guest| guest)?;)*
            Ok(())
        }
    };
}

interfaces! {
    "wasi:io/streams": streams::link,
    "wasi:cli/environment": bindings::cli::environment,
    "wasi:cli/exit": bindings::cli::exit,
    "wasi:cli/stdin": bindings::cli::stdin,
    "wasi:cli/stdout": bindings::cli::stdout,
    "wasi:cli/stderr": bindings::cli::stderr,
    "wasi:cli/terminal-input": bindings::cli::terminal_input,
    "wasi:cli/terminal-output": bindings::cli::terminal_output,
    "wasi:cli/terminal-stdin": bindings::cli::terminal_stdin,
    "wasi:cli/terminal-stdout": bindings::cli::terminal_stdout,
    "wasi:cli/terminal-stderr": bindings::cli::terminal_stderr,
    "wasi:clocks/monotonic-clock": bindings::clocks::monotonic_clock,
    "wasi:clocks/wall-clock": bindings::clocks::wall_clock,
    "wasi:filesystem/preopens": bindings::filesystem::preopens,
    "wasi:io/error": bindings::sync::io::error,
    "wasi:io/poll": bindings::sync::io::poll,
    "wasi:random/random": bindings::random::random,
    "wasi:random/insecure": bindings::random::insecure,
    "wasi:random/insecure-seed": bindings::random::insecure_seed,
}

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
