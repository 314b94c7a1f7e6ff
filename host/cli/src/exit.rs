//! Exit codes: they tell the user's error from a limit from a crash.

use std::io::Write;
use std::process::ExitCode;

use sandtable_core::{Code, Error, text};

/// The guest said no.
const GUEST_ERROR: u8 = 1;
/// Usage, or an input that is not acceptable.
const INPUT: u8 = 2;
/// A limit was reached.
const LIMIT: u8 = 3;
/// The guest's code trapped, or broke the contract.
const TRAP: u8 = 4;
/// A fault of Sandtable itself.
const INTERNAL: u8 = 5;

/// Prints an error to stderr and gives the exit code that goes with it.
pub(crate) fn report(error: &Error) -> ExitCode {
    let mut stderr = std::io::stderr().lock();
    // When stderr is gone, the exit code is all that can be said.
    let _ = writeln!(stderr, "error: {}", text::sanitize_lines(&error.message, 16 * 1024));
    // Of source that is refused the only problem is the message itself.
    let problems = if error.details.get("reason").is_some_and(|reason| reason == "source") { "" } else { "problems" };
    for detail in [problems, "traceback", "backtrace", "context"] {
        for line in error.details.get(detail).and_then(|value| value.as_array()).into_iter().flatten() {
            let line = line.as_str().map_or_else(|| line["message"].as_str().unwrap_or_default().to_owned(), str::to_owned);
            let _ = writeln!(stderr, "  {}", text::sanitize(&line, 1024));
        }
    }
    if let Some(inside) = &error.inside {
        let _ = writeln!(stderr, "  because: {}", text::sanitize(inside, 4096));
    }
    ExitCode::from(code(error))
}

fn code(error: &Error) -> u8 {
    match error.code {
        Code::GuestError if error.details.get("reason").is_some_and(|reason| reason == "bad_output") => TRAP,
        Code::GuestError => GUEST_ERROR,
        Code::ValidationError | Code::IoError | Code::AuthError | Code::NotFound | Code::Conflict => INPUT,
        Code::Timeout | Code::ResourceCap | Code::Cancelled => LIMIT,
        Code::GuestTrap => TRAP,
        Code::Unavailable | Code::Internal => INTERNAL,
    }
}
