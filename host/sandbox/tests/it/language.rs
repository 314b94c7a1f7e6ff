//! Languages: programs that are described and run.

use std::sync::{Arc, LazyLock};

use sandtable_core::description::Kind;
use sandtable_core::{Code, Error, Limits, Program};
use sandtable_sandbox::{Call, Failure, Outcome, Transform};

use crate::support::{Batches, Collected, accepted, guest, guest_bytes, numbers};

fn language() -> Transform {
    static LANGUAGE: LazyLock<Transform> = LazyLock::new(|| guest("script-language"));
    LANGUAGE.clone()
}

fn call(program: Program) -> Call {
    Call { program: Some(Arc::new(program)), ..Call::new("{}") }
}

fn run(program: Program) -> (Outcome, Collected) {
    let collected = Collected::default();
    let inputs = vec![("a".to_owned(), Batches::of(vec![numbers(0, 100), numbers(100, 50)]))];
    (language().run(call(program), inputs, Box::new(collected.clone())), collected)
}

fn failed(source: &str) -> Failure {
    run(Program::of(source)).0.result.expect_err("it must fail")
}

#[test]
fn a_language_is_checked_as_one() {
    let (report, transform) = accepted(&guest_bytes("script-language"));
    assert_eq!((report.kind, transform.kind()), (Some(Kind::Language), Kind::Language));
    let description = report.description.expect("it describes itself");
    assert_eq!((description.name.as_str(), description.inputs.len(), description.asks_for_frames()), ("script", 0, true));
}

#[test]
fn a_program_is_described_without_being_run() {
    let source = "summary does it\ninput a\ninput b\nparams {\"type\": \"object\"}\nfeature views\ntop log at the top\ntrap";
    let Outcome { result, usage, logs, .. } = language().describe_program(call(Program::of(source)));
    let description = result.expect("it is described");
    let inputs: Vec<&str> = description.inputs.iter().map(|input| input.name.as_str()).collect();
    assert_eq!((description.kind, description.summary.as_str(), inputs), (Kind::Table, "does it", vec!["a", "b"]));
    assert!(description.params.is_some() && description.takes_views());
    assert_eq!(logs.iter().map(|line| line.message.as_str()).collect::<Vec<_>>(), ["at the top"]);
    assert!(usage.fuel > 0 && usage.instances == 1, "{usage:?}");
}

#[test]
fn a_program_runs_over_tables() {
    let (outcome, table) = run(Program::of("input a\nlog-params\ncopy a"));
    outcome.result.expect("it runs");
    assert_eq!(table.table(), numbers(0, 150));
    assert_eq!((outcome.usage.rows_in, outcome.usage.rows_out), (150, 150));
    assert_eq!(outcome.logs[0].message, "{}");
}

#[test]
fn library_and_options_come_along() {
    let program = Program {
        source: "use helper\ncopy a".to_owned(),
        library: [("helper".to_owned(), "log from the library".to_owned())].into(),
        options: [("filename".to_owned(), "mine.txt".to_owned())].into(),
    };
    let (outcome, _) = run(program.clone());
    outcome.result.expect("it runs");
    assert_eq!(outcome.logs[0].message, "from the library");
    let failed = run(Program { source: "use other".to_owned(), ..program.clone() }).0.result.expect_err("there is no such module");
    let Failure::Program { traceback, .. } = failed else { panic!("{failed:?}") };
    assert_eq!(traceback, ["  File \"mine.txt\", line 1", "    use other", "ModuleNotFoundError: no module named other"]);
    let refused = run(Program { options: [("speed".to_owned(), "9".to_owned())].into(), ..program }).0.result.expect_err("there is no such option");
    assert_eq!(refused.to_string(), "there is no option speed; there is filename");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let traceback = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>();
    let program = |code: &str, message: &str, lines: &[&str]| Failure::Program { code: code.into(), message: message.into(), traceback: traceback(lines) };
    let said = "SyntaxError: there is no command fly";
    assert_eq!(failed("log x\n\nfly away"), program("syntax", said, &["  File \"script.txt\", line 3", "    fly away", said]));
    assert_eq!(failed("input a"), program("no-transform", "the program does nothing", &[]));
    let failure = failed("fail exception ValueError: boom");
    assert_eq!(failure.to_string(), "ValueError: boom");
    let error = Error::from(failure);
    assert_eq!(
        (error.code, error.details["reason"].as_str(), error.details["guest_code"].as_str()),
        (Code::GuestError, Some("guest_error"), Some("exception"))
    );
    assert_eq!(error.details["traceback"][0], "  File \"script.txt\", line 1");
}

#[test]
fn limits_hold_for_programs_as_for_tables() {
    let limited = |source: &str, limits: Limits| {
        let ran = language().run(Call { limits: limits.clone(), ..call(Program::of(source)) }, vec![], Box::new(Collected::default())).result;
        let described = language().describe_program(Call { limits, ..call(Program::of(format!("top {source}\nlog x"))) }).result.map(drop);
        assert_eq!(ran.clone().map_err(|failure| failure.reason()), described.map_err(|failure| failure.reason()), "{source}");
        ran.expect_err("a limit is reached")
    };
    let fuel = Limits { fuel: Some(50_000_000), ..Limits::default() };
    assert_eq!(limited("spin", fuel), Failure::OutOfFuel { limit: 50_000_000 });
    let wall = Limits { wall: std::time::Duration::from_millis(50), ..Limits::default() };
    assert_eq!(limited("spin", wall), Failure::Deadline { limit_ms: 50 });
    let memory = limited("allocate", Limits { memory_bytes: 32 << 20, ..Limits::default() });
    assert!(matches!(&memory, Failure::Limit(exceeded) if exceeded.name == "memory_mb"), "{memory:?}");
    assert!(matches!(limited("trap", Limits::default()), Failure::Trap { .. }));
}

#[test]
fn frames_that_were_not_granted_are_refused() {
    assert_eq!(failed("frame a"), Failure::Refused { capability: "frames".to_owned() });
}

#[test]
fn a_program_is_for_languages_and_they_take_nothing_else() {
    let without = language().run(Call::new("{}"), vec![], Box::new(Collected::default())).result;
    let with = guest("smallest").run(call(Program::of("log x")), vec![], Box::new(Collected::default())).result;
    for result in [without, with] {
        let failure = result.expect_err("it cannot run");
        assert!(matches!(&failure, Failure::Host(error) if error.code == Code::Internal), "{failure:?}");
    }
}
