//! Python as it ships: what programs do, and how those end that do ill.

use sandtable_tests::{Server, data};
use serde_json::{Value, json};

use super::{once, printed, rows, shared, traceback};

fn python(server: &Server, source: &str, more: &Value) -> sandtable_tests::Answer {
    once(server, "python", source, more)
}

fn orders() -> Value {
    json!({"inputs": {"orders": {"rows": [{"id": 1, "amount": 5.0}, {"id": 2, "amount": 7.5}]}}})
}

#[test]
fn a_python_transform_is_uploaded_and_run() {
    let server = shared();
    let source = "def transform(orders, *, least=6):\n    \"\"\"Keeps what is large.\"\"\"\n    return orders.filter(col(\"amount\") >= least)\n";
    let source = format!("from sandtable_guest.frames import col\n\n{source}");
    let created = server.put_source("/v1/transforms/large-orders/1.0.0", "text/x-python", &source);
    assert_eq!(created.status, 201, "{}", created.text());
    let shown = created.json();
    assert_eq!(
        (&shown["language"], &shown["describe"]["summary"], &shown["describe"]["features"]),
        (&json!("python"), &json!("Keeps what is large."), &json!(["frames"]))
    );
    let mut request = orders();
    assert_eq!(rows(&server.run("large-orders", &request)), json!([{"id": 2, "amount": 7.5}]));
    request["params"] = json!({"least": 1});
    assert_eq!(rows(&server.run("large-orders", &request)).as_array().map(Vec::len), Some(2));
    let text = server.get("/v1/transforms/large-orders/1.0.0/source");
    assert_eq!((text.text(), text.header("content-type")), (source, Some("text/x-python; charset=utf-8")));
}

#[test]
fn flights_are_joined_and_grouped_in_python() {
    let server = shared();
    for name in ["flights.csv", "airlines.csv"] {
        std::fs::copy(data(name), server.base().join(name)).expect("the data is there");
    }
    let source = r#"
import sandtable_guest.frames as pl

def transform(flights, airlines):
    late = flights.filter(pl.col("dep_delay") > 60)
    return late.join(airlines, on="carrier").group_by("name").agg(pl.len().alias("flights")).sort("flights", descending=True).head(3)
"#;
    let inputs = json!({"flights": {"uri": "flights.csv", "options": {"null_values": ["NA"]}}, "airlines": {"uri": "airlines.csv"}});
    let ran = python(&server, source, &json!({"inputs": inputs}));
    assert_eq!(rows(&ran)[0], json!({"name": "ExpressJet Airlines Inc.", "flights": 6861}));
    assert_eq!(ran.json()["usage"]["rows_in"], 0, "no row has entered the guest");
}

#[test]
fn prints_are_log_lines_with_their_stream() {
    let server = shared();
    let source = "import sys\ndef transform():\n    print('one')\n    print('two', file=sys.stderr)\n    sys.stdout.write('three')\n    return [{'a': 1}]\n";
    let ran = python(&server, source, &json!({}));
    assert_eq!(rows(&ran), json!([{"a": 1}]));
    let mut said = printed(&ran.json());
    said.sort();
    let line = |stream: &str, text: &str| (stream.to_owned(), text.to_owned());
    assert_eq!(said, [line("stderr", "two"), line("stdout", "one"), line("stdout", "three")]);
}

#[test]
fn an_exception_is_told_with_the_users_own_lines() {
    let server = shared();
    let source = "from helpers import half\n\ndef transform(orders: list):\n    print('before')\n    return [half(row) for row in orders]\n";
    let library = json!({"helpers": "def half(row):\n    return row['price'] / 2\n"});
    let mut request = orders();
    request["library"] = library;
    let failed = python(&server, source, &request);
    assert_eq!((failed.status.as_u16(), failed.code().as_str(), failed.message().as_str()), (422, "GUEST_ERROR", "KeyError: 'price'"));
    let lines = traceback(&failed);
    assert_eq!(lines[0], "Traceback (most recent call last):");
    for line in ["  File \"script.py\", line 5, in transform", "    return row['price'] / 2", "KeyError: 'price'"] {
        assert!(lines.iter().any(|found| found == line), "{lines:?}");
    }
    assert!(lines.iter().any(|found| found.contains("helpers.py\", line 2, in half")), "{lines:?}");
    assert!(lines.iter().filter(|line| line.starts_with("  File")).all(|line| line.contains("script.py") || line.contains("helpers.py")), "{lines:?}");
    assert_eq!(printed(&failed.json()), [("stdout".to_owned(), "before".to_owned())]);
}

#[test]
fn what_is_no_transform_is_refused_at_upload() {
    let server = shared();
    for (source, code, said) in [
        ("x = 1\nx = = 2\n", "syntax", "SyntaxError: invalid syntax"),
        ("x = 1\n", "no-transform", "User script must define a 'transform()' function"),
        ("import nosuch\ndef transform(): pass\n", "exception", "ModuleNotFoundError: No module named 'nosuch'"),
        ("raise ValueError('boom')\n", "exception", "ValueError: boom"),
    ] {
        let answer = server.put_source("/v1/transforms/wrong/1.0.0", "text/x-python", source);
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "VALIDATION_ERROR"), "{}", answer.text());
        assert_eq!(answer.message(), format!("the source is not acceptable: {said}"));
        assert_eq!(answer.json()["error"]["details"]["problems"][0]["code"], code);
    }
    let refused = server.put_source("/v1/transforms/wrong/1.0.0", "text/x-python", "x = 1\nx = = 2\n");
    assert_eq!(traceback(&refused)[..3], ["  File \"script.py\", line 2", "    x = = 2", "        ^"]);
}

#[test]
fn programs_that_do_ill_end_in_the_right_failure_and_the_server_serves_on() {
    let server = shared();
    let body = |lines: &str| format!("import os, sys, time\ndef transform(orders: list):\n    {}\n", lines.replace('\n', "\n    "));
    for (lines, limits, status, code, said) in [
        ("while True: pass", json!({"timeout_ms": 500}), 504, "TIMEOUT", "deadline"),
        ("while True: pass", json!({"cpu_ms": 300}), 504, "TIMEOUT", "CPU time"),
        ("while True: pass", json!({"fuel": 3_000_000_000_u64}), 422, "RESOURCE_CAP", "fuel"),
        ("time.sleep(60)", json!({"timeout_ms": 500}), 504, "TIMEOUT", "deadline"),
        ("x = bytearray(10 ** 9)\nreturn [{'n': len(x)}]", json!({"memory_mb": 256}), 422, "RESOURCE_CAP", "memory_mb"),
        ("x = []\nwhile True: x.append(' ' * 10 ** 6)", json!({"memory_mb": 256}), 422, "RESOURCE_CAP", "memory_mb"),
        ("def down(n): return down(n + 1)\ndown(0)", json!({}), 422, "GUEST_ERROR", "RecursionError"),
        ("class Odd(BaseException): pass\nraise Odd", json!({}), 422, "GUEST_ERROR", "Odd"),
        ("class Odd(Exception):\n    def __str__(self): raise Odd()\nraise Odd()", json!({}), 422, "GUEST_ERROR", "Odd"),
        ("import nosuch", json!({}), 422, "GUEST_ERROR", "ModuleNotFoundError: No module named 'nosuch'"),
        ("sys.exit(3)", json!({}), 422, "GUEST_ERROR", "SystemExit: 3"),
        ("return 'text'", json!({}), 422, "GUEST_ERROR", "the transform returned str"),
        ("x = []\nfor _ in range(200000): x = [x]\nrepr(x)", json!({}), 422, "GUEST_TRAP", "call stack exhausted"),
        ("os.abort()", json!({}), 422, "GUEST_TRAP", "unreachable"),
        ("os._exit(3)", json!({}), 422, "GUEST_TRAP", "exit"),
        ("open('/etc/passwd')", json!({}), 422, "GUEST_ERROR", "PermissionError"),
    ] {
        let mut request = orders();
        request["limits"] = limits;
        let answer = python(&server, &body(lines), &request);
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{lines}: {}", answer.text());
        assert!(answer.message().contains(said), "{lines}: {}", answer.message());
    }
    let flooded = python(&server, &body("for n in range(300000): print('x' * 100)\nreturn [{'n': 1}]"), &orders());
    assert_eq!(rows(&flooded), json!([{"n": 1}]));
    assert!(flooded.json()["logs_dropped"].as_u64().is_some_and(|dropped| dropped > 100_000), "{}", flooded.json()["logs_dropped"]);
    assert_eq!(rows(&python(&server, &body("return orders"), &orders())).as_array().map(Vec::len), Some(2));
    server.assert_serving();
}
