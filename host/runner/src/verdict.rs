//! What a failed run is told as: an exit code, lines on stderr, a word for the answer.

use sandtable_core::{Code, Error, text};
use serde_json::Value;

use crate::request::seconds;

/// A run that ended without a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verdict {
    /// As Python's `subprocess` tells it: 1 for what the code did, the negative number of a signal for what ended it, -1
    /// for the time limit.
    pub(crate) exit_code: i32,
    pub(crate) timeout: bool,
    pub(crate) error: String,
    /// What stderr ends with.
    pub(crate) stderr: Vec<String>,
    /// Whether stderr alone says it in the first generation, whose answer has an `error` only for what is not the code's.
    pub(crate) of_the_code: bool,
}

/// A limit ended it, as `SIGKILL` would have.
const KILLED: i32 = -9;
/// Its CPU time is used up, as `SIGXCPU` says it.
const CPU_TIME: i32 = -24;
/// Its code broke, as `SIGABRT` says it.
const BROKEN: i32 = -6;
/// Somebody asked for its end, as `SIGTERM` would have.
const CANCELLED: i32 = -15;
/// Its time is over, or it never began.
const NOT_RUN: i32 = -1;

impl Verdict {
    /// `limit` is the run's time limit in seconds.
    pub(crate) fn of(error: &Error, limit: f64) -> Self {
        let detail = |name: &str| error.details.get(name).and_then(Value::as_str);
        match (error.code, detail("guest_code"), detail("limit")) {
            // Also when it was only looked at: then it is no program that can be run.
            (Code::GuestError | Code::ValidationError, Some(code), _) => Self::of_guest(code, error),
            (Code::Timeout, _, Some("cpu_ms")) => Self::ended(CPU_TIME, &error.message),
            (Code::Timeout, ..) => Self::timeout(limit),
            (Code::ResourceCap, ..) => Self::ended(KILLED, &error.message),
            (Code::GuestTrap, ..) => Self::ended(BROKEN, &error.message),
            (Code::Cancelled, ..) => Self::cancelled(),
            (Code::IoError, ..) if detail("reason") == Some(sandtable_executor::CRASHED) => Self::ended(KILLED, &error.message),
            (Code::Internal | Code::Unavailable, ..) => Self::ended(NOT_RUN, &error.message),
            (Code::GuestError | Code::ValidationError | Code::IoError | Code::NotFound | Code::AuthError | Code::Conflict, ..) => {
                Self::ended(1, &error.message)
            }
        }
    }

    /// The time limit was reached.
    pub(crate) fn timeout(limit: f64) -> Self {
        let error = format!("Script execution timed out after {} seconds", seconds(limit));
        Self { exit_code: NOT_RUN, timeout: true, stderr: vec![format!("ERROR: {error}")], error, of_the_code: false }
    }

    pub(crate) fn cancelled() -> Self {
        Self::ended(CANCELLED, "Execution was cancelled")
    }

    fn ended(exit_code: i32, error: &str) -> Self {
        Self { exit_code, timeout: false, error: error.to_owned(), stderr: vec![format!("ERROR: {error}")], of_the_code: false }
    }

    /// The code takes tables that were not given: what Python says of a call without them.
    pub(crate) fn missing_tables(names: &[&str]) -> Self {
        let quoted: Vec<String> = names.iter().map(|name| format!("'{}'", text::sanitize(name, text::MAX_QUOTED_CHARS))).collect();
        let list = match quoted.as_slice() {
            [one] => one.clone(),
            [one, two] => format!("{one} and {two}"),
            [front @ .., last] => format!("{}, and {last}", front.join(", ")),
            [] => String::new(),
        };
        let plural = if names.len() == 1 { "" } else { "s" };
        let why = format!("transform() missing {} required positional argument{plural}: {list}", names.len());
        Self::failed(&why, &["Traceback (most recent call last):".to_owned(), format!("TypeError: {why}")])
    }

    /// The code's own failure, in its language's words.
    fn of_guest(code: &str, error: &Error) -> Self {
        let message = error.details.get("guest_message").and_then(Value::as_str).unwrap_or(&error.message);
        // The lines of the traceback; of a transform that was uploaded, what it was doing.
        let context = error.details.get("traceback").or_else(|| error.details.get("context")).and_then(Value::as_array);
        let context: Vec<String> = context.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        match code {
            // The code ends itself, as a process would.
            "exception" if message == "SystemExit" || message.starts_with("SystemExit: ") => Self::left(message),
            // What fails before there is a `transform` has failed as any script does.
            "exception" if is_top_level(&context) => Self { stderr: context, ..Self::said(message) },
            // "ValueError: boom": the type stands in the traceback; only the type when there is no text.
            "exception" => Self::failed(message.split_once(": ").map_or("", |(_, text)| text), &context),
            "syntax" if !context.is_empty() => Self { stderr: context, ..Self::said(message) },
            "no-transform" | "bad-result" => Self::said(message),
            _ => Self { stderr: [vec![format!("ERROR: {message}")], context].concat(), ..Self::said(message) },
        }
    }

    fn failed(why: &str, traceback: &[String]) -> Self {
        let error = format!("Transform function failed: {why}");
        Self { stderr: [&[format!("ERROR: {error}")], traceback].concat(), ..Self::said(&error) }
    }

    /// `sys.exit(…)`: with a number, or with a text that is told.
    fn left(message: &str) -> Self {
        let said = message.split_once(": ").map_or("", |(_, text)| text);
        match said.parse() {
            Ok(exit_code) => Self { exit_code, stderr: Vec::new(), ..Self::said(message) },
            Err(_) => Self { stderr: Some(said.to_owned()).filter(|said| !said.is_empty()).into_iter().collect(), ..Self::said(message) },
        }
    }

    fn said(error: &str) -> Self {
        Self { exit_code: 1, timeout: false, error: error.to_owned(), stderr: vec![format!("ERROR: {error}")], of_the_code: true }
    }
}

/// Whether the error that a traceback ends with came about while the module's top level ran: then its outermost frame is
/// that.
fn is_top_level(traceback: &[String]) -> bool {
    let last = traceback.iter().rposition(|line| line.starts_with("Traceback ")).unwrap_or(0);
    traceback[last.min(traceback.len())..].iter().find(|line| line.trim_start().starts_with("File ")).is_some_and(|line| line.ends_with("in <module>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guest(code: &str, message: &str, context: &[&str]) -> Verdict {
        let error = Error::new(Code::GuestError, "m").with("guest_code", code).with("guest_message", message);
        Verdict::of(&error.with("traceback", context.to_vec()), 30.0)
    }

    #[test]
    fn what_the_code_did_is_told_as_the_contract_has_it() {
        let traceback = ["Traceback (most recent call last):", "  File \"script.py\", line 2, in transform", "ValueError: boom: twice"];
        let raised = guest("exception", "ValueError: boom: twice", &traceback);
        assert_eq!((raised.exit_code, raised.of_the_code), (1, true));
        assert_eq!(raised.stderr[0], "ERROR: Transform function failed: boom: twice");
        assert_eq!(raised.stderr[1..], traceback);
        assert_eq!(guest("exception", "KeyboardInterrupt", &[]).stderr, ["ERROR: Transform function failed: "]);
        assert_eq!(
            guest("no-transform", "User script must define a 'transform()' function", &["x"]).stderr,
            ["ERROR: User script must define a 'transform()' function"]
        );
        let result = guest("bad-result", "Transform function must return a pandas DataFrame, got <class 'str'>", &[]);
        assert_eq!(result.stderr, ["ERROR: Transform function must return a pandas DataFrame, got <class 'str'>"]);
        assert_eq!(
            Verdict::missing_tables(&["a", "b"]).stderr,
            [
                "ERROR: Transform function failed: transform() missing 2 required positional arguments: 'a' and 'b'",
                "Traceback (most recent call last):",
                "TypeError: transform() missing 2 required positional arguments: 'a' and 'b'",
            ]
        );
        let imported =
            ["Traceback (most recent call last):", "  File \"script.py\", line 1, in <module>", "    import x", "ModuleNotFoundError: No module named 'x'"];
        let top = guest("exception", "ModuleNotFoundError: No module named 'x'", &imported);
        assert_eq!((top.stderr.as_slice(), top.error.as_str()), (&imported.map(str::to_owned)[..], "ModuleNotFoundError: No module named 'x'"));
        assert_eq!((guest("exception", "SystemExit: 3", &traceback).exit_code, guest("exception", "SystemExit: 3", &traceback).stderr.len()), (3, 0));
        assert_eq!((guest("exception", "SystemExit: bye", &[]).exit_code, guest("exception", "SystemExit", &[]).exit_code), (1, 1));
    }

    #[test]
    fn limits_have_exit_codes_of_their_own() {
        let of = |error: Error| Verdict::of(&error, 0.5);
        let timeout = of(Error::new(Code::Timeout, "m").with("limit", "timeout_ms"));
        assert_eq!((timeout.exit_code, timeout.timeout, timeout.error.as_str()), (-1, true, "Script execution timed out after 0.5 seconds"));
        assert_eq!(of(Error::new(Code::Timeout, "m").with("limit", "cpu_ms")).exit_code, -24);
        let memory = of(Error::new(Code::ResourceCap, "limit memory_mb of 64 reached").with("limit", "memory_mb"));
        assert_eq!((memory.exit_code, memory.error.as_str(), memory.of_the_code), (-9, "limit memory_mb of 64 reached", false));
        assert_eq!(of(Error::new(Code::Cancelled, "m")).exit_code, -15);
    }
}
