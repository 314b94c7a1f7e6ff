//! Running a guest that means harm, and showing that the host still serves.

use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use sandtable_core::{Error, Limits};
use sandtable_sandbox::{Call, Failure, Outcome, Sandbox, SandboxConfig, TableSource, Transform};
use serde_json::{Value, json};

use super::table::{Kept, Source, numbers};

/// Far above what any of these limits allow, and far below patience.
const CEILING: Duration = Duration::from_secs(60);

/// The sandbox that all of them share.
pub(crate) static SANDBOX: LazyLock<Sandbox> =
    LazyLock::new(|| Sandbox::new(SandboxConfig::default()).expect("the machine holds a sandbox with default settings"));

static TABLE: LazyLock<Transform> = LazyLock::new(|| load("hostile-table"));
static ROWS: LazyLock<Transform> = LazyLock::new(|| load("hostile-rows"));
static GOOD: LazyLock<Transform> = LazyLock::new(|| load("smallest"));

fn load(guest: &str) -> Transform {
    let checked = SANDBOX.check(&sandtable_tests::guest(guest), &Limits::default());
    checked.transform.unwrap_or_else(|| panic!("{guest}: {:?}", checked.report.problems))
}

/// One call that is about to happen.
pub(crate) struct Case {
    transform: Transform,
    pub(crate) call: Call,
    inputs: Vec<(String, Box<dyn TableSource>)>,
}

/// How it ended.
pub(crate) struct Ran {
    pub(crate) outcome: Outcome,
    pub(crate) output: Kept,
}

/// A whole-table guest, asked for a deed.
pub(crate) fn table(params: Value) -> Case {
    Case::new(TABLE.clone(), params)
}

/// A row-by-row guest, asked for a deed.
pub(crate) fn rows(params: Value) -> Case {
    Case::new(ROWS.clone(), params)
}

/// The deed alone: `{"evil": name}`.
pub(crate) fn evil(name: &str) -> Value {
    json!({"evil": name})
}

impl Case {
    /// Any guest, over a hundred numbers.
    pub(crate) fn new(transform: Transform, params: Value) -> Self {
        let mut call = Call::new(params.to_string());
        // What runs for ever is a failure of the limit under test, and shall not be a hanging test.
        call.limits.wall = CEILING;
        Self { transform, call, inputs: vec![("input".to_owned(), Box::new(Source::of(numbers(100))))] }
    }

    pub(crate) fn limits(mut self, change: impl FnOnce(&mut Limits)) -> Self {
        change(&mut self.call.limits);
        self
    }

    pub(crate) fn input(mut self, source: impl TableSource + 'static) -> Self {
        self.inputs = vec![("input".to_owned(), Box::new(source))];
        self
    }

    /// Runs it, and then a guest that means well.
    pub(crate) fn run(self) -> Ran {
        let ran = self.run_alone();
        assert_serving();
        ran
    }

    /// Runs it and nothing else.
    pub(crate) fn run_alone(self) -> Ran {
        let output = Kept::default();
        let begin = Instant::now();
        let outcome = self.transform.run(self.call, self.inputs, Box::new(output.clone()));
        assert!(begin.elapsed() < 2 * CEILING, "it was not stopped");
        Ran { outcome, output }
    }
}

impl Ran {
    /// Its end in one line: the code, the reason, and the message, as a caller sees them.
    pub(crate) fn told(&self) -> String {
        match &self.outcome.result {
            Ok(()) => format!("fine, {} rows", self.output.rows()),
            Err(failure) => told(failure),
        }
    }

    /// What the guest said.
    pub(crate) fn said(&self) -> Vec<&str> {
        self.outcome.logs.iter().map(|line| line.message.as_str()).collect()
    }
}

/// A failure in one line, as a caller sees it.
pub(crate) fn told(failure: &Failure) -> String {
    let error = Error::from(failure.clone());
    let reason = error.details.get("reason").and_then(Value::as_str).unwrap_or("host").to_owned();
    format!("{} ({reason}): {}", error.code, error.message)
}

/// A guest that means well runs on the same sandbox, and its rows are right.
pub(crate) fn assert_serving() {
    let case = Case::new(GOOD.clone(), json!({}));
    let ran = case.run_alone();
    assert_eq!(ran.told(), "fine, 100 rows");
    assert_eq!(ran.output.floats("doubled"), numbers(100).iter().map(|x| 2.0 * x).collect::<Vec<_>>());
}

/// Runs a test once more, alone in a process of its own: for what would end this one, or what is measured of a whole
/// process. Returns whether this is that process; the other one has looked at its end then.
pub(crate) fn alone(test: &str) -> bool {
    const ASKED: &str = "SANDTABLE_TEST_ALONE";
    if std::env::var_os(ASKED).is_some() {
        return true;
    }
    let this = std::env::current_exe().expect("this binary has a path");
    let ended = Command::new(this).args(["--exact", test]).env(ASKED, "1").output().expect("it can be started");
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(said.contains("running 1 test"), "there is no test {test}");
    assert!(ended.status.success(), "{}: {said}{}", ended.status, String::from_utf8_lossy(&ended.stderr));
    false
}
