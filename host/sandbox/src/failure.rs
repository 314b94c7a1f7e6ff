//! Why a call gave no result: the taxonomy, its stable codes, and how a trap is read.

use std::sync::atomic::Ordering;

use sandtable_core::limits::LimitExceeded;
use sandtable_core::units::MIB;
use sandtable_core::{Code, Error, text};
use serde_json::Value;
use wasmtime::{PoolConcurrencyLimitError, Trap, WasmBacktrace};

use crate::guest::TEXT_BYTES;
use crate::watch::Watch;

/// The most bytes of a guest's message that are passed on.
const MAX_MESSAGE_BYTES: usize = 4096;
/// The most bytes of a function's name in a backtrace.
const MAX_FRAME_BYTES: usize = 200;
/// The most lines of an error's context.
const MAX_CONTEXT: usize = 16;
/// The most lines of a program's traceback, and the most bytes of each.
const MAX_TRACEBACK: usize = 100;
const MAX_TRACEBACK_LINE_BYTES: usize = 1000;
/// What wasmtime says when a guest gives more than the hostcall fuel allows. Its type is private; a test sees to it
/// that the words stay.
const HOSTCALL_FUEL_TEXT: &str = "fuel allocated for hostcalls has been exhausted";
/// What it says when a guest has too many handles, which has no type either.
const HANDLES_TEXT: &str = "store handle limit exceeded";

/// Why a call gave no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Failure {
    /// The fuel that was asked for as a limit is used up.
    #[error("out of fuel: the limit is {limit}")]
    OutOfFuel {
        /// Units of fuel.
        limit: u64,
    },
    /// The wall time is over.
    #[error("the deadline of {limit_ms} ms has passed")]
    Deadline {
        /// Milliseconds.
        limit_ms: u64,
    },
    /// The CPU time is used up.
    #[error("the CPU time of {limit_ms} ms is used up")]
    CpuTime {
        /// Milliseconds.
        limit_ms: u64,
    },
    /// Another limit: memory, rows, bytes, handles, host calls and so on.
    #[error("limit {} of {} reached: {} in use, {} more asked for", .0.name, .0.limit, .0.current, .0.requested)]
    Limit(LimitExceeded),
    /// The guest's code trapped.
    #[error("{message}")]
    Trap {
        /// What happened, such as `wasm trap: integer divide by zero`.
        message: String,
        /// The guest's functions, innermost first.
        backtrace: Vec<String>,
    },
    /// The guest said that it cannot.
    #[error("{}", guest_text(code, message, context))]
    Guest {
        /// A short word of the guest's own.
        code: String,
        /// Its message.
        message: String,
        /// What it was doing, outermost first.
        context: Vec<String>,
    },
    /// A program in source code failed, in its language's words.
    #[error("{message}")]
    Program {
        /// A short word of the language's own: `syntax`, `exception`, `no-transform`, `bad-result` and so on.
        code: String,
        /// Such as `ValueError: boom`.
        message: String,
        /// Where in the program, as the language prints it, line by line.
        traceback: Vec<String>,
    },
    /// What the guest gave is no valid table.
    #[error("bad output: {place}: {message}")]
    BadOutput {
        /// Which batch, which column.
        place: String,
        /// What is wrong there.
        message: String,
    },
    /// The guest called something that is not granted to it.
    #[error("the transform used {capability}, which is not granted")]
    Refused {
        /// The interface and function.
        capability: String,
    },
    /// Somebody asked for the end.
    #[error("cancelled")]
    Cancelled,
    /// A source, a sink or the host itself failed.
    #[error("{0}")]
    Host(Error),
}

impl Failure {
    /// A limit that was reached.
    pub(crate) fn limit(name: &str, limit: u64, current: u64, requested: u64) -> Self {
        Self::Limit(LimitExceeded { name: name.to_owned(), limit, current, requested })
    }

    /// Something wrong with what the guest gave.
    pub(crate) fn bad_output(place: impl Into<String>, message: impl Into<String>) -> Self {
        let clean = |text: String| text::sanitize(&text, MAX_MESSAGE_BYTES);
        Self::BadOutput { place: clean(place.into()), message: clean(message.into()) }
    }

    /// The guest's own error, its text bounded.
    pub(crate) fn guest(code: &str, message: &str, context: &[String]) -> Self {
        Self::Guest {
            code: text::sanitize(code, 64),
            message: text::sanitize_lines(message, MAX_MESSAGE_BYTES),
            context: context.iter().take(MAX_CONTEXT).map(|line| text::sanitize(line, 512)).collect(),
        }
    }

    /// A program's error, its text bounded.
    pub(crate) fn program(code: &str, message: &str, traceback: &[String]) -> Self {
        Self::Program {
            code: text::sanitize(code, 64),
            message: text::sanitize_lines(message, MAX_MESSAGE_BYTES),
            traceback: traceback.iter().take(MAX_TRACEBACK).map(|line| text::sanitize(line, MAX_TRACEBACK_LINE_BYTES)).collect(),
        }
    }

    /// Reads what wasmtime says ended a call.
    ///
    /// `hostcall_bytes` is what a guest could hand over at once.
    pub(crate) fn from_trap(error: &wasmtime::Error, watch: &Watch, hostcall_bytes: u64) -> Self {
        let limits = &watch.limits;
        if error.is::<PoolConcurrencyLimitError>() {
            let full = Error::new(Code::Unavailable, "as many transforms are running as this process has room for");
            return Self::Host(full.with_inside(format!("{error:#}")));
        }
        let message = match error.downcast_ref::<Trap>() {
            Some(Trap::OutOfFuel) => return Self::OutOfFuel { limit: limits.fuel.unwrap_or(u64::MAX) },
            Some(trap) => trap.to_string(),
            None => {
                let root = error.root_cause().to_string();
                if root.contains(HOSTCALL_FUEL_TEXT) {
                    return Self::too_much_at_once(watch, hostcall_bytes);
                }
                if root.contains(HANDLES_TEXT) {
                    return Self::limit("handles", u64::from(limits.handles), u64::from(limits.handles), 1);
                }
                root
            }
        };
        let message = text::sanitize(&message, MAX_MESSAGE_BYTES);
        Self::Trap { message, backtrace: error.downcast_ref::<WasmBacktrace>().map(frames).unwrap_or_default() }
    }

    /// Which limit a guest broke that handed over more at once than it could.
    fn too_much_at_once(watch: &Watch, hostcall_bytes: u64) -> Self {
        let asked = hostcall_bytes.saturating_add(1);
        if hostcall_bytes <= TEXT_BYTES as u64 {
            return Self::limit("text_bytes", hostcall_bytes, 0, asked);
        }
        // Where batches cross, it could hand over all of its memory: it gave parts of it twice, which no text can.
        let (limits, written) = (&watch.limits, watch.bytes_out.load(Ordering::Relaxed));
        if written.saturating_add(asked) > limits.output_bytes {
            return Self::limit("output_bytes", limits.output_bytes, written, asked);
        }
        Self::limit("memory_mb", limits.memory_bytes / MIB, 0, asked.div_ceil(MIB))
    }

    /// The word for it in answers: `details.reason`.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::OutOfFuel { .. } => "out_of_fuel",
            Self::Deadline { .. } => "deadline",
            Self::CpuTime { .. } => "cpu_time",
            Self::Limit(_) => "limit",
            Self::Trap { .. } => "trap",
            Self::Guest { .. } | Self::Program { .. } => "guest_error",
            Self::BadOutput { .. } => "bad_output",
            Self::Refused { .. } => "refused_capability",
            Self::Cancelled => "cancelled",
            Self::Host(_) => "host",
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let reason = failure.reason();
        let message = failure.to_string();
        match failure {
            // The host's own errors have their codes already.
            Failure::Host(error) => return error,
            Failure::OutOfFuel { limit } => Error::new(Code::ResourceCap, message).with("limit", "fuel").with("allowed", limit),
            Failure::Deadline { limit_ms } => Error::new(Code::Timeout, message).with("limit", "timeout_ms").with("allowed", limit_ms),
            Failure::CpuTime { limit_ms } => Error::new(Code::Timeout, message).with("limit", "cpu_ms").with("allowed", limit_ms),
            Failure::Limit(exceeded) => exceeded.into(),
            Failure::Trap { message, backtrace } => Error::new(Code::GuestTrap, message).with("backtrace", backtrace),
            Failure::Guest { code, message: own, context } => {
                Error::new(Code::GuestError, message).with("guest_code", code).with("guest_message", own).with("context", context)
            }
            Failure::Program { code, message: own, traceback } => {
                Error::new(Code::GuestError, message).with("guest_code", code).with("guest_message", own).with("traceback", traceback)
            }
            Failure::BadOutput { place, .. } => Error::new(Code::GuestError, message).with("place", place),
            Failure::Refused { capability } => Error::new(Code::GuestTrap, message).with("capability", capability),
            Failure::Cancelled => Error::new(Code::Cancelled, message),
        }
        .with("reason", Value::from(reason))
    }
}

fn guest_text(code: &str, message: &str, context: &[String]) -> String {
    let mut out = String::new();
    for place in context {
        out.push_str(place);
        out.push_str(": ");
    }
    out.push_str(message);
    if !code.is_empty() {
        out.push_str(&format!(" ({code})"));
    }
    out
}

/// The names of a guest's functions. How many there are at most is the engine's setting.
fn frames(backtrace: &WasmBacktrace) -> Vec<String> {
    let name = |frame: &wasmtime::FrameInfo| match frame.func_name() {
        Some(name) => text::sanitize(&demangled(name), MAX_FRAME_BYTES),
        None => format!("function {}", frame.func_index()),
    };
    backtrace.frames().iter().map(name).collect()
}

/// Rust's mangled names as people know them, without the hash. Others stay as they are.
fn demangled(name: &str) -> String {
    // A name is the guest's own text: long ones are cut before anything works on them.
    let name: String = name.chars().take(1000).collect();
    format!("{:#}", rustc_demangle::demangle(&name))
}

#[cfg(test)]
mod tests {
    use sandtable_core::Limits;

    use super::*;
    use crate::Call;

    #[test]
    fn too_much_at_once_is_told_as_a_limit_that_was_set() {
        let told = |output_bytes, tank| {
            let limits = Limits { output_bytes, memory_bytes: 64 * MIB, ..Limits::default() };
            let watch = Watch::new(Call { limits, ..Call::new("{}") });
            watch.bytes_out.store(400, Ordering::Relaxed);
            Failure::too_much_at_once(&watch, tank)
        };
        assert_eq!(told(1000, TEXT_BYTES as u64), Failure::limit("text_bytes", 16 << 20, 0, (16 << 20) + 1));
        assert_eq!(told(1000, 80 << 20), Failure::limit("output_bytes", 1000, 400, (80 << 20) + 1));
        assert_eq!(told(1 << 40, 80 << 20), Failure::limit("memory_mb", 64, 0, 81));
    }
}
