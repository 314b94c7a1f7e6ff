//! Class D: guests whose words are a weapon.

use insta::assert_snapshot;
use sandtable_core::Error;
use serde_json::{Value, json};

use super::harness::{Case, Ran, evil, rows, table};
use super::wat::Wat;

fn says(message: Value, times: u64) -> Case {
    table(json!({"evil": "log", "message": message, "times": times}))
}

fn kept_bytes(ran: &Ran) -> usize {
    ran.said().iter().map(|line| line.len()).sum()
}

#[test]
fn an_error_is_told_as_it_is() {
    let ran = table(json!({"evil": "error", "code": "bad-parameter", "message": "n is 0", "context": ["reading", "line 3"]})).run();
    assert_snapshot!(ran.told(), @"GUEST_ERROR (guest_error): reading: line 3: n is 0 (bad-parameter)");
    assert_snapshot!(rows(evil("refuse")).run().told(), @"GUEST_ERROR (guest_error): it will not (refused)");
    assert_snapshot!(rows(evil("fail")).run().told(), @"GUEST_ERROR (guest_error): a batch that it does not like (failed)");
}

#[test]
fn a_long_error_is_cut() {
    let ran = table(json!({"evil": "error", "code": {"repeat": "c", "times": 10_000}, "message": {"repeat": "m", "times": 10_000_000}})).run();
    let told = ran.told();
    assert!(told.len() < 5000, "{} bytes", told.len());
    assert!(told.starts_with("GUEST_ERROR (guest_error): mmmm"), "{told}");
    let ran = table(json!({"evil": "error", "message": "m", "context": [{"repeat": "c", "times": 1000}], "times": 10_000})).run();
    assert!(ran.told().len() < 16 * 600, "{} bytes", ran.told().len());
    let error = Error::from(ran.outcome.result.unwrap_err());
    assert_eq!(error.details["context"].as_array().map(Vec::len), Some(16));
}

#[test]
fn an_error_of_a_gigabyte_is_not_read() {
    let ran = table(json!({"evil": "error", "message": {"repeat": "m", "times": 64 << 20}})).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit text_bytes of 16777216 reached: 0 in use, 16777217 more asked for");
    for (at, len) in [(0_u32, u32::MAX), (0, 1 << 30), (u32::MAX, 1)] {
        let ran = table(json!({"evil": "error-forged", "at": at, "len": len})).run();
        assert_eq!(ran.told(), "GUEST_TRAP (trap): string pointer/length out of bounds of memory", "{at}, {len}");
    }
}

#[test]
fn an_error_in_no_language_is_a_trap() {
    assert_snapshot!(table(evil("error-not-utf8")).run().told(), @"GUEST_TRAP (trap): invalid utf-8 sequence of 1 bytes from index 0");
}

#[test]
fn escapes_and_fake_lines_become_visible() {
    let message = "\u{1b}[31mred\u{1b}[0m\0\r\n2026-01-01 ERROR all is lost\u{202e}gnp.exe";
    let ran = table(json!({"evil": "error", "code": message, "message": message, "context": [message]})).run();
    assert_snapshot!(ran.told(), @r"GUEST_ERROR (guest_error): \u{1b}[31mred\u{1b}[0m\u{0}\r\n2026-01-01 ERROR all is lost\u{202e}gnp.exe: \u{1b}[31mred\u{1b}[0m\u{0}
2026-01-01 ERROR all is lost\u{202e}gnp.exe (\u{1b}[31mred\u{1b}[0m\u{0}\r\n2026-01-01 ERROR all is lost)");
    let ran = says(json!(message), 1).run();
    assert_eq!(ran.said().len(), 1, "one call of log is one line: {:?}", ran.said());
    assert_snapshot!(ran.said()[0], @r#"\u{1b}[31mred\u{1b}[0m\u{0}\r\n2026-01-01 ERROR all is lost\u{202e}gnp.exe"#);
}

#[test]
fn log_bytes_are_obeyed() {
    let ran = says(json!("twenty bytes of text"), 50).limits(|limits| limits.log_bytes = 50 * (20 + 16)).run();
    assert_eq!((ran.told().as_str(), ran.said().len(), ran.outcome.logs_dropped), ("fine, 100 rows", 50, 0));
}

#[test]
fn log_bytes_are_violated_and_the_call_goes_on() {
    let ran = says(json!("twenty bytes of text"), 100_000).limits(|limits| limits.log_bytes = 10_000).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
    assert!(kept_bytes(&ran) <= 10_000);
    assert_eq!(ran.said().len() as u64 + ran.outcome.logs_dropped, 100_000 + u64::from(ran.said().last().is_some_and(|line| line.len() < 20)));
}

#[test]
fn empty_lines_are_not_free() {
    let ran = says(json!(""), 1_000_000).limits(|limits| limits.log_bytes = 10_000).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
    assert!(ran.said().len() <= 10_000 / 16, "{} lines", ran.said().len());
    assert!(ran.outcome.logs_dropped >= 999_000, "{}", ran.outcome.logs_dropped);
}

#[test]
fn a_line_of_megabytes_is_cut() {
    let ran = says(json!({"repeat": "\u{1b}", "times": 10 << 20}), 1).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
    assert_eq!(ran.said().len(), 1);
    assert!(kept_bytes(&ran) <= 8192, "{}", kept_bytes(&ran));
    assert_eq!(ran.outcome.logs_dropped, 1);
}

/// What the host would have to read first has a bound of its own.
#[test]
fn a_line_of_more_than_the_host_reads_ends_the_call() {
    let ran = says(json!({"repeat": "x", "times": 64 << 20}), 1).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit text_bytes of 16777216 reached: 0 in use, 16777217 more asked for");
}

#[test]
fn lines_that_are_not_there_are_traps() {
    let forged = |at: u32, len: u32, level: u32| table(json!({"evil": "log-forged", "at": at, "len": len, "level": level})).run().told();
    assert_snapshot!(forged(0, u32::MAX, 2), @"GUEST_TRAP (trap): string pointer/length out of bounds of memory");
    assert_snapshot!(forged(u32::MAX, 1, 2), @"GUEST_TRAP (trap): string pointer/length out of bounds of memory");
    assert_snapshot!(forged(0, 0, 77), @"GUEST_TRAP (trap): unexpected discriminant: 77");
    assert_snapshot!(table(evil("log-not-utf8")).run().told(), @"GUEST_TRAP (trap): invalid utf-8 sequence of 1 bytes from index 0");
}

#[test]
fn names_in_a_backtrace_are_made_fit_for_a_terminal() {
    let name = format!("\\1b[31m{}", "x".repeat(10_000));
    let wat = Wat::rows().put("core", &format!("(func $\"{name}\" (unreachable))")).put("prepare", &format!("(call $\"{name}\")"));
    let ran = Case::new(wat.load(), json!({})).run();
    assert_snapshot!(ran.told(), @"GUEST_TRAP (trap): wasm trap: wasm `unreachable` instruction executed");
    let error = Error::from(ran.outcome.result.unwrap_err());
    let backtrace: Vec<&str> = error.details["backtrace"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert_eq!(backtrace.len(), 2, "{backtrace:?}");
    assert!(backtrace[0].starts_with("\\u{1b}[31mxxx") && backtrace[0].len() <= 200, "{backtrace:?}");
    assert_eq!(backtrace[1], "prepare");
}

#[test]
fn a_backtrace_has_an_end() {
    let wat =
        Wat::rows().put("core", "(func $deep (param i32) (if (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1)))) (else (unreachable))))");
    let ran = Case::new(wat.put("prepare", "(call $deep (i32.const 1000))").load(), json!({})).run();
    let error = Error::from(ran.outcome.result.unwrap_err());
    assert_eq!(error.details["backtrace"].as_array().map(Vec::len), Some(32));
}

fn with_parameters(bytes: u64) -> Ran {
    table(json!({"evil": "none", "more": "x".repeat(1000)})).limits(|limits| limits.params_bytes = bytes).run()
}

#[test]
fn parameter_bytes_are_obeyed() {
    assert_snapshot!(with_parameters(1025).told(), @"fine, 100 rows");
}

#[test]
fn parameter_bytes_are_violated() {
    assert_snapshot!(with_parameters(1024).told(), @"RESOURCE_CAP (limit): limit params_bytes of 1024 reached: 0 in use, 1025 more asked for");
}

#[test]
fn input_bytes_are_obeyed() {
    assert_snapshot!(table(evil("none")).limits(|limits| limits.input_bytes = 800).run().told(), @"fine, 100 rows");
    assert_snapshot!(rows(evil("none")).limits(|limits| limits.input_bytes = 800).run().told(), @"fine, 100 rows");
}

#[test]
fn input_bytes_are_violated() {
    assert_snapshot!(table(evil("none")).limits(|limits| limits.input_bytes = 799).run().told(), @"RESOURCE_CAP (limit): limit input_bytes of 799 reached: 0 in use, 800 more asked for");
    assert_snapshot!(rows(evil("none")).limits(|limits| limits.input_bytes = 799).run().told(), @"RESOURCE_CAP (limit): limit input_bytes of 799 reached: 0 in use, 800 more asked for");
}
