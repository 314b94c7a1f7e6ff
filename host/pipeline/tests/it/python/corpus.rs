//! The documents and expressions of others: those of the differential tests, and expressions whose meaning Python confirmed.

use std::collections::HashSet;

use sandtable_pipeline::python;
use serde_json::{Map, Value, json};

use super::{expression, read};

/// `oracle/python_source.py` holds the same file to what Python itself makes of the sources.
#[test]
fn expressions_are_read_as_python_means_them() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("expressions.json")).expect("it is JSON");
    assert!(cases.len() > 150);
    for case in &cases {
        let source = case["source"].as_str().expect("a text");
        assert_eq!(expression(source), case["expression"], "{source}");
    }
}

/// Every document of the differential tests, written as Python and read again.
#[test]
fn documents_of_the_differential_tests_survive_as_python() {
    let fixtures = crate::differential::fixtures();
    let mut documents = 0;
    let mut others = 0;
    for entry in std::fs::read_dir(fixtures).expect("the fixtures are there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "jsonl") {
            continue;
        }
        for line in std::fs::read_to_string(&path).expect("a text").lines() {
            let case: Value = serde_json::from_str(line).expect("a line is JSON");
            documents += 1;
            others += usize::from(!survives(&case));
        }
    }
    assert!(documents > 1_000, "only {documents} documents were found");
    assert!(others < documents / 100, "{others} of {documents} are not the same");
}

/// Whether a document is the same again. The others are those that fail anyhow, and those that put a frame into an argument:
/// read again, it is made by steps of its own.
fn survives(case: &Value) -> bool {
    let document = &case["document"];
    let source = match python::print(document) {
        Ok(source) => source,
        Err(error) => {
            assert!(!case["answer"]["error"].is_null(), "{}: {}", case["id"], error.message);
            return false;
        }
    };
    let again = read(&source);
    if again["steps"] == plain(document) {
        return true;
    }
    let (before, after) = (plain(document), &again["steps"]);
    assert!(after.as_array().map(Vec::len) > before.as_array().map(Vec::len), "{}\n{before}\n{after}\n{source}", case["id"]);
    assert_eq!(read(&python::print(&again).expect("it was read"))["steps"], *after, "{}", case["id"]);
    false
}

/// The steps of a document in the words that reading uses.
fn plain(document: &Value) -> Value {
    let steps = document.get("steps").or_else(|| document.get("operations")).and_then(Value::as_array).expect("steps");
    let mut there: HashSet<Option<String>> = HashSet::new();
    let plain = steps.iter().map(|step| {
        let name = |field: &str| step.get(field).or_else(|| step.get("dataframe")).and_then(Value::as_str).map(str::to_owned);
        let (input, output) = (name("dataframe_in"), name("dataframe_out"));
        let shown = |name: &Option<String>| Value::from(name.clone().unwrap_or_else(|| "df".to_owned()));
        let mut plain = json!({"operation": step["operation"], "args": given(step, "args"), "kwargs": given(step, "kwargs"), "dataframe_out": shown(&output)});
        if there.contains(&input) {
            plain["dataframe_in"] = shown(&input);
        }
        there.insert(output);
        plain
    });
    plain.collect()
}

fn given(call: &Value, field: &str) -> Value {
    match call.get(field) {
        Some(Value::Null) | None if field == "args" => json!([]),
        Some(Value::Null) | None => json!({}),
        // The keywords themselves are no expression, even when one of them is called expr.
        Some(Value::Object(fields)) => fields.iter().map(|(key, item)| (key.clone(), filled(item))).collect(),
        Some(value) => filled(value),
    }
}

/// Expressions with all their fields.
fn filled(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(filled).collect(),
        Value::Object(fields) if fields.contains_key("expr") => {
            let mut object = Map::new();
            object.insert("expr".to_owned(), fields["expr"].clone());
            if let Some(on) = fields.get("on").filter(|on| !on.is_null()) {
                object.insert("on".to_owned(), filled(on));
            }
            object.insert("args".to_owned(), given(value, "args"));
            object.insert("kwargs".to_owned(), given(value, "kwargs"));
            Value::Object(object)
        }
        Value::Object(fields) => fields.iter().map(|(key, item)| (key.clone(), filled(item))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
