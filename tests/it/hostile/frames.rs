//! Classes F and I, by native frames: handles that were not given, were given back or belong to another call, inputs that
//! are closed, and work that a guest has its host do. Over HTTP, since the frames are an executor's.

use sandtable_tests::{Answer, Server};
use serde_json::{Value, json};

use crate::http::frames::{col, play, play_with, played, push_something, said, server, with};

/// The call ends by a trap, and the next one runs.
fn traps(server: &Server, script: &Value, wanted: &str) {
    let ended = play(server, script);
    assert_eq!((ended.status.as_u16(), ended.code().as_str()), (422, "GUEST_TRAP"), "{script}: {}", ended.text());
    assert!(ended.message().contains(wanted), "{script}: {}", ended.message());
    // The last step did it: the end of the call finds its inputs gone, too, and would say the same.
    let done = said(&ended.json()).iter().filter(|line| line.starts_with("raw: ")).count();
    let raw = script.as_array().into_iter().flatten().filter(|step| step["do"] == "raw").count();
    assert_eq!(done + 1, raw, "{script}: {}", ended.text());
    serves(server);
}

fn serves(server: &Server) {
    assert_eq!(played(server, &push_something())["total_rows"], 2);
}

fn raw(call: &str, handle: u32) -> Value {
    json!({"do": "raw", "call": call, "handle": handle})
}

/// The first input as a frame, by hand: what number it got. The call ends by a trap, since the SDK misses its input.
fn taken(server: &Server) -> u32 {
    let lines = said(&play(server, &json!([raw("from-input", 1)])).json());
    let number = lines[0].strip_prefix("raw: 0 ").unwrap_or_else(|| panic!("{lines:?}"));
    number.parse().expect("a number")
}

#[test]
fn a_forged_frame_is_a_trap() {
    let server = server();
    for call in ["apply", "collect", "drop", "explain", "push", "schema"] {
        for handle in [0, 77, 0x7fff_ffff, u32::MAX] {
            traps(&server, &json!([{"do": "rows", "rows": 1, "to": "n"}, raw(call, handle)]), &format!("unknown handle index {handle}"));
        }
    }
    // As an argument of an operation on a frame that is one.
    let frame = taken(&server);
    let argument = json!([raw("from-input", 1), {"do": "raw", "call": "apply", "handle": frame, "other": 77}]);
    traps(&server, &argument, "unknown handle index 77");
    let output = json!([raw("from-input", 1), {"do": "raw", "call": "push", "handle": frame, "other": 77}]);
    traps(&server, &output, "unknown handle index 77");
    server.assert_serving();
}

#[test]
fn a_handle_of_another_kind_is_no_frame() {
    let server = server();
    // The second input is there, and no frame; nor is the first once it became one.
    for call in ["apply", "collect", "drop", "explain", "push", "schema"] {
        traps(&server, &json!([raw(call, 2)]), "used with the wrong type");
    }
    let frame = taken(&server);
    traps(&server, &json!([raw("from-input", 1), raw("from-input", frame)]), "used with the wrong type");
}

#[test]
fn a_frame_that_was_given_back_is_gone() {
    let server = server();
    let frame = taken(&server);
    for call in ["apply", "collect", "drop", "explain", "push", "schema"] {
        traps(&server, &json!([raw("from-input", 1), raw("drop", frame), raw(call, frame)]), &format!("unknown handle index {frame}"));
    }
}

#[test]
fn an_input_becomes_a_frame_once() {
    let server = server();
    let frame = taken(&server);
    // Given back as a frame, its number stands for nothing.
    traps(&server, &json!([raw("from-input", 1), raw("drop", frame), raw("from-input", 1)]), "unknown handle index 1");
    // One whose rows were taken is refused, and stays closed.
    let spoilt = said(&played(&server, &with(&json!([{"do": "spoil", "name": "left"}]), &push_something())));
    assert!(spoilt[0].contains("rows of this input have been taken already"), "{spoilt:?}");
}

#[test]
fn frames_of_one_call_are_not_those_of_another() {
    let server = server();
    // An executor answers them in turn, and keeps nothing from one to the next.
    for _ in 0..3 {
        let kept = played(&server, &with(&json!([{"do": "handles", "count": 40}]), &push_something()));
        assert_eq!(kept["total_rows"], 2);
        // 1 to 3 are the tables.
        for handle in [4, 12, 33] {
            traps(&server, &json!([raw("schema", handle)]), "unknown handle index");
        }
    }
}

/// Memory fills, and patterns are compiled, before the deadline or after it, as fast as the machine is.
const ENDED: &[&str] = &["RESOURCE_CAP", "TIMEOUT"];

#[test]
fn work_that_a_guest_has_its_host_do_is_bounded() {
    let server = server();
    let on = |expr: &str, on: Value, args: Value| json!({"expr": expr, "on": on, "args": args});
    let number = || json!({"do": "rows", "rows": 1_000, "to": "n"});
    let select = |expr: Value| json!({"do": "apply", "frame": "n", "operation": "select", "args": [expr], "to": "x"});
    let push = |frame: &str| json!({"do": "push", "frame": frame});
    let text = || on("cast", col("n"), json!(["String"]));
    let repeated = on("repeat_by", col("n"), json!([on("mul", col("n"), json!([1_000_000]))]));
    let key = || json!({"do": "apply", "frame": "n", "operation": "with_columns", "args": [on("alias", json!({"expr": "lit", "args": [1]}), json!(["k"]))], "to": "n"});
    let join = json!({"do": "apply", "frame": "n", "operation": "join", "frames": ["n"], "kwargs": {"on": "k"}, "to": "all"});
    let sum = json!({"do": "apply", "frame": "all", "operation": "select", "args": [on("sum", col("n"), json!([]))], "to": "sum"});
    let pivot = json!({"do": "apply", "frame": "n", "operation": "pivot", "args": ["n"], "kwargs": {"index": "k", "values": "n"}, "to": "x"});
    for (what, script, codes) in [
        ("a repeat of 10^12", json!([number(), select(on("repeat_by", col("n"), json!([1_000_000_000_000_u64]))), push("x")]), &["RESOURCE_CAP"][..]),
        ("a repeat that the rows tell", json!([number(), select(repeated), push("x")]), ENDED),
        ("a range of 10^12", json!([number(), select(json!({"expr": "int_range", "args": [0, 1_000_000_000_000_u64]})), push("x")]), &["RESOURCE_CAP"]),
        ("a regex that compiles to gigabytes", json!([number(), select(on("str.contains", text(), json!(["(a{1000}){1000}"]))), push("x")]), &["GUEST_ERROR"]),
        (
            "a regex of a megabyte",
            json!([number(), select(on("str.contains", text(), json!(["a?".repeat(500_000)]))), push("x")]),
            &["GUEST_ERROR", "RESOURCE_CAP", "TIMEOUT"],
        ),
        (
            "a pivot of a million columns",
            json!([{"do": "rows", "rows": 1_000_000, "to": "n"}, key(), pivot, push("x")]),
            &["RESOURCE_CAP", "GUEST_ERROR", "TIMEOUT"],
        ),
        ("a join in which all keys are alike", json!([{"do": "rows", "rows": 1_000_000, "to": "n"}, key(), join, sum, push("sum")]), ENDED),
    ] {
        let ended: Answer = play_with(&server, &script, &json!({"timeout_ms": 5_000, "memory_mb": 256}));
        assert!(codes.contains(&ended.code().as_str()), "{what}: {}", ended.text());
        serves(&server);
    }
    server.assert_serving();
}
