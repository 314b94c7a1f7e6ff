//! Documents that are small and want much, or want what no engine can do: each has an answer, and nothing dies of it.

use sandtable_tests::Server;
use serde_json::{Value, json};

fn on(expr: &str, value: &Value, args: Value) -> Value {
    json!({"expr": expr, "on": value, "args": args})
}

fn function(expr: &str, args: Value) -> Value {
    json!({"expr": expr, "args": args})
}

fn select(expr: Value) -> Vec<Value> {
    vec![table(), json!({"operation": "select", "dataframe": "t", "args": [expr]})]
}

/// A step again and again.
fn times(number: usize, step: &Value) -> Vec<Value> {
    std::iter::once(table()).chain(std::iter::repeat_n(step.clone(), number)).collect()
}

fn table() -> Value {
    json!({"operation": "LazyFrame", "dataframe": "t", "args": [{"a": [1, 2, 3], "s": ["x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa!", null], "l": [[1], [2], [3]]}]})
}

/// A value in itself, that deep.
fn nested(deep: usize, value: Value, wrap: impl Fn(Value) -> Value) -> Value {
    (0..deep).fold(value, |value, _| wrap(value))
}

const FINE: &[&str] = &[];
const INVALID: &[&str] = &["VALIDATION_ERROR"];
const CAP: &[&str] = &["RESOURCE_CAP"];
const EITHER: &[&str] = &["RESOURCE_CAP", "VALIDATION_ERROR"];
const ENDED: &[&str] = &["RESOURCE_CAP", "TIMEOUT"];

/// What it is, its steps, and the codes that may answer it: none when it is fine.
type Bomb = (&'static str, Vec<Value>, &'static [&'static str]);

fn bombs() -> Vec<Bomb> {
    let (a, s) = (function("col", json!(["a"])), function("col", json!(["s"])));
    let then = function("datetime", json!([2024, 1, 1]));
    let mut all = vec![
        ("a regex that compiles to gigabytes", select(on("str.contains", &s, json!(["(a{1000}){1000}"]))), INVALID),
        ("a regex of many words", select(on("str.count_matches", &s, json!([(0..20_000).map(|n| format!("a{n}.*b")).collect::<Vec<_>>().join("|")]))), INVALID),
        ("a regex that nests", select(on("str.extract_all", &s, json!([format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000))]))), INVALID),
        ("a regex that looks back", select(on("str.contains", &s, json!(["(((((a+)+)+)+)+)$"]))), FINE),
        ("a regex out of data", select(on("str.contains", &s, json!([on("add", &s, json!([function("lit", json!(["(a{1000}){1000}"]))]))]))), INVALID),
        ("a regex for columns", select(function("col", json!(["^(a{1000}){1000}$"]))), INVALID),
        ("an expression in an expression", select(nested(500, a.clone(), |inner| on("neg", &inner, json!([])))), EITHER),
        ("an expression that doubles", select(nested(16, a.clone(), |inner| on("add", &inner, json!([inner])))), CAP),
        ("a list in a list", select(function("lit", json!([nested(500, json!(1), |inner| json!([inner]))]))), EITHER),
        ("a long literal", select(function("lit", json!([vec![1; 200_000]]))), FINE),
        ("a long string", select(function("lit", json!(["x".repeat(900_000)]))), FINE),
        ("many columns", vec![json!({"operation": "DataFrame", "args": [(0..20_000).map(|n| (format!("c{n}"), json!([1]))).collect::<Value>()]})], FINE),
        ("a range of 10^15", select(function("int_range", json!([0, 1_000_000_000_000_000_u64]))), CAP),
        ("a range of microseconds", select(function("datetime_range", json!([function("datetime", json!([1, 1, 1])), then, "1us"]))), CAP),
        ("a pad of 10^12", select(on("str.pad_start", &s, json!([1_000_000_000_000_u64]))), CAP),
        ("a repeat of 10^9", select(on("repeat_by", &a, json!([1_000_000_000]))), CAP),
        ("a repeat out of data", select(on("repeat_by", &a, json!([on("mul", &a, json!([1_000_000_000]))]))), CAP),
        ("a sample of 10^12", select(json!({"expr": "sample", "on": a, "args": [1_000_000_000_000_u64], "kwargs": {"with_replacement": true}})), CAP),
        ("a shape of 10^18", select(on("reshape", &a, json!([[1_000_000_000, 1_000_000_000]]))), INVALID),
        ("a split into 2^40", select(on("str.split_exact", &s, json!(["a", 1_u64 << 40]))), CAP),
        ("a window of 2^62", select(on("rolling_mean", &a, json!([1_u64 << 62]))), FINE),
        ("an offset that no calendar has", select(on("dt.offset_by", &then, json!(["300000y"]))), INVALID),
        ("an offset that no integer has", select(on("dt.offset_by", &then, json!(["9999999999999999999y"]))), INVALID),
        ("a step of nothing", select(on("dt.round", &then, json!(["1ns"]))), INVALID),
        ("a format of nothing", select(on("dt.strftime", &then, json!(["%Q %9999999999d"]))), INVALID),
        (
            "a string that doubles",
            times(40, &json!({"operation": "with_columns", "dataframe": "t", "kwargs": {"s": function("concat_str", json!(["s", "s"]))}})),
            ENDED,
        ),
        (
            "a list that doubles",
            times(40, &json!({"operation": "with_columns", "dataframe": "t", "kwargs": {"l": function("concat_list", json!(["l", "l"]))}})),
            ENDED,
        ),
        ("a frame that doubles", times(40, &json!({"operation": "concat", "dataframe_in": "none", "dataframe_out": "t", "args": [["t", "t"]]})), CAP),
        ("a type that nests", times(300, &json!({"operation": "with_columns", "dataframe": "t", "kwargs": {"a": function("struct", json!(["a"]))}})), CAP),
        (
            "a query that nests",
            vec![table(), json!({"operation": "sql", "dataframe": "t", "args": [format!("select {}1{}", "(".repeat(3_000), ")".repeat(3_000))]})],
            INVALID,
        ),
    ];
    let cross = json!({"operation": "join", "dataframe": "t", "args": ["f"], "kwargs": {"how": "cross", "suffix": "_r"}});
    let flights = json!({"operation": "scan_csv", "dataframe": "f", "args": ["flights.csv"], "kwargs": {"null_values": "NA"}});
    let rows = json!({"operation": "sort", "dataframe": "t", "args": ["tailnum"]});
    all.push(("rows by rows", vec![flights.clone(), json!({"operation": "clone", "dataframe_in": "f", "dataframe_out": "t"}), cross, rows], ENDED));
    let read = json!({"operation": "collect", "dataframe": "f"});
    all.push(("rows as columns", vec![flights.clone(), read.clone(), json!({"operation": "transpose", "dataframe": "f"})], CAP));
    all.push(("values as columns", vec![flights, read, json!({"operation": "to_dummies", "dataframe": "f", "args": [["tailnum", "time_hour"]]})], CAP));
    all
}

#[test]
fn documents_that_want_too_much_are_told_so() {
    let server = super::server();
    for (name, steps, codes) in bombs() {
        for door in ["check", "run"] {
            let request = json!({"document": {"steps": steps}, "limits": {"timeout_ms": 6_000}, "output": {"limit": 1}});
            let answer = server.post(&format!("/v1/pipelines/{door}"), &request);
            let text = answer.text();
            let text = text.get(..400).unwrap_or(&text);
            match answer.status.as_u16() {
                // A check reads no rows: what only they tell is found by the run.
                200 => assert!(door == "check" || codes.is_empty(), "{name}: {door} is fine: {text}"),
                _ => assert!(codes.contains(&answer.code().as_str()), "{name}: {door}: {text}"),
            }
        }
        assert_eq!(super::mutated::crashes(&server), "", "{name} killed an executor");
    }
    server.assert_serving();
}

/// An executor's stack is all that such a text can take.
#[test]
fn a_text_that_nests_ends_an_executor_and_nothing_else() {
    let server = Server::start();
    let text = format!("{}{}", "[".repeat(300_000), "]".repeat(300_000));
    let decoded = on("str.json_decode", &function("lit", json!([text])), json!([function("List", json!(["Int64"]))]));
    let answer = server.post("/v1/pipelines/run", &json!({"document": {"steps": select(decoded)}}));
    assert_ne!((answer.status.as_u16(), answer.code().as_str()), (500, "INTERNAL"), "{}", answer.text());
    server.assert_serving();
}
