//! Documents that were good once, with something wrong in them: whatever it is, the answer says so, and nothing dies.

use std::fs;

use sandtable_tests::Server;
use serde_json::{Map, Value, json};

/// Documents for each way in.
const DOCUMENTS: usize = 400;

/// SplitMix64: the same documents in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % most.max(1) as u64) as usize
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Those of the other tests, and one that touches most kinds of values.
fn documents() -> Vec<Value> {
    let texts = [include_str!("weeks.json"), include_str!("months.json"), include_str!("visibility.json"), include_str!("fleet.json")];
    let mut all: Vec<Value> = texts.iter().map(|text| serde_json::from_str(text).expect("the document is JSON")).collect();
    let col = |name: &str| json!({"expr": "col", "args": [name]});
    all.push(json!({
        "name": "small", "description": "", "variables": [{"key": "out", "name": "Out", "type": "string"}],
        "steps": [
            {"operation": "LazyFrame", "dataframe": "t", "args": [{"a": [1, 2, null], "b": ["x", "y", "z"], "c": [[1], [], [2, 3]]}]},
            {"operation": "with_columns", "dataframe": "t", "kwargs": {
                "d": {"expr": "str.replace_all", "on": col("b"), "args": ["[x-z]+", "$0"]},
                "e": {"expr": "repeat_by", "on": col("a"), "args": [3]},
                "f": {"expr": "cast", "on": col("a"), "args": ["Float32"]},
                "g": {"expr": "rolling_mean", "on": col("a"), "args": [2]},
                "h": {"expr": "list.eval", "on": col("c"), "args": [{"expr": "sum", "on": {"expr": "element"}}]},
            }},
            {"operation": "explode", "dataframe": "t", "args": ["e"]},
            {"operation": "join", "dataframe": "t", "args": ["t"], "kwargs": {"on": ["a"], "how": "left", "suffix": "_r"}},
            {"operation": "sql", "dataframe": "t", "args": ["select a, count(*) as n from self group by a order by n limit 10"]},
            {"operation": "unpivot", "dataframe": "t", "kwargs": {"index": ["a"], "on": ["n"]}},
            {"operation": "slice", "dataframe": "t", "args": [0, 2]},
        ],
        "outputs": [{"name": "o", "dataframe_id": "t", "destination_variable_key": "out", "format_options": {"compression": "zstd"}}],
    }));
    all
}

/// What stands where something else should.
fn strange(numbers: &mut Numbers) -> Value {
    let deep = (0..60).fold(json!(1), |inner, _| json!([inner]));
    let nested = (0..60).fold(json!({"expr": "col", "args": ["a"]}), |inner, _| json!({"expr": "neg", "on": inner}));
    let values = json!([
        null, true, -1, 0, 2, i64::MAX, i64::MIN, u64::MAX, 1e308, -0.5, "",
        "$", "$out", "$$out", "a", "ünï\u{0}cødé", "^.*$", "*", "(((((a+)+)+)+)+)$", "9999999999d",
        "../../etc/passwd", "x".repeat(5000), [], {}, [[]], {"expr": "col"}, {"expr": "nope", "args": []},
        {"expr": "col", "args": ["a"], "kwargs": {"a": 1}}, {"expr": "lit", "args": [[1, "a"]]}, {"custom_function": "nobody"},
        "Int64", "List(Int64)", {"dtype": "Datetime", "time_unit": "ns", "time_zone": "No/Where"}, "group_by", "collect",
        "with_columns", "pivot", "t", deep, nested,
    ]);
    numbers.one(values.as_array().map_or(&[], Vec::as_slice)).clone()
}

/// Every place in a value, as a path of keys and indices.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| places(item, &format!("{at}/{index}"), all)),
        Value::Object(fields) => fields.iter().for_each(|(key, item)| places(item, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), all)),
        _ => {}
    }
}

fn mutate(document: &mut Value, numbers: &mut Numbers) {
    let mut all = Vec::new();
    places(document, "", &mut all);
    let (place, other) = (numbers.one(&all[1..]).clone(), numbers.one(&all[1..]).clone());
    let moved = document.pointer(&other).cloned().unwrap_or_default();
    let strange = strange(numbers);
    let deed = numbers.below(6);
    let Some(target) = document.pointer_mut(&place) else { return };
    match (deed, target) {
        // Away with it, or once more.
        (0, Value::Array(items)) if !items.is_empty() => drop(items.remove(numbers.below(items.len()))),
        (0, Value::Object(fields)) => *fields = fields.iter().skip(1).map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>(),
        (1, Value::Array(items)) if !items.is_empty() => items.push(items[numbers.below(items.len())].clone()),
        (1, Value::Object(fields)) => drop(fields.insert("surprise".to_owned(), strange)),
        (2, Value::Array(items)) => items.reverse(),
        (3, Value::String(text)) => text.truncate(text.char_indices().nth(numbers.below(4)).map_or(0, |(at, _)| at)),
        (4, target) => *target = moved,
        (_, target) => *target = strange,
    }
}

pub(super) fn crashes(server: &Server) -> String {
    let text = server.get("/metrics").text();
    text.lines().filter(|line| line.starts_with("sandtable_executors_ended_total") && line.contains("crash") && !line.ends_with(" 0")).collect()
}

#[test]
fn mutated_documents_are_answered_and_nothing_dies() {
    let server = super::server();
    fs::write(server.base().join("a"), "a\n1\n").expect("the folder is ours");
    let (mut numbers, documents) = (Numbers(7), documents());
    let (mut fine, mut refused) = (0, 0);
    for turn in 0..DOCUMENTS {
        let mut document = numbers.one(&documents).clone();
        for _ in 0..=numbers.below(3) {
            mutate(&mut document, &mut numbers);
        }
        let door = if turn % 2 == 0 { "check" } else { "run" };
        let variables = if document.get("variables").is_some() { json!({"out": "out.parquet"}) } else { json!({}) };
        let request = json!({"document": document, "variables": variables, "limits": {"timeout_ms": 20_000}, "output": {"limit": 10}});
        let answer = server.post(&format!("/v1/pipelines/{door}"), &request);
        match answer.status.as_u16() {
            200 => fine += 1,
            400 | 404 | 413 | 422 | 504 => {
                refused += 1;
                assert!(!answer.message().is_empty(), "{document}");
            }
            status => panic!("{door} gave {status}: {}\n{document}", answer.text()),
        }
        assert_eq!(crashes(&server), "", "{door} killed an executor: {document}");
    }
    assert!(fine > 10 && refused > DOCUMENTS / 2, "{fine} were fine, {refused} refused: the mutations do too much, or nothing");
    server.assert_serving();
}
