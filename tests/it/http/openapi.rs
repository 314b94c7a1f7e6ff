//! The committed description of the API is the server's own.

use std::fs;

use sandtable_tests::{Server, repository};
use serde_json::Value;

fn committed(name: &str) -> Value {
    let path = repository().join("api").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_norway::from_str(&text).unwrap_or_else(|error| panic!("{name} is no YAML: {error}"))
}

/// What differs first, as a path and both values.
fn difference(place: &str, ours: &Value, theirs: &Value) -> Option<String> {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
            keys.into_iter().find_map(|key| difference(&format!("{place}/{key}"), a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null)))
        }
        _ => (ours != theirs).then(|| format!("{place}: the server says {ours}, the file {theirs}; scripts/openapi writes it anew")),
    }
}

#[test]
fn the_committed_description_is_the_servers() {
    let server = Server::start();
    let served = server.get("/openapi.json").json();
    assert_eq!(difference("", &served, &committed("openapi.yaml")), None);
}

#[test]
fn the_internal_part_is_a_part_of_it() {
    let (whole, part) = (committed("openapi.yaml"), committed("openapi.internal.yaml"));
    let of = |document: &Value| document["paths"].as_object().cloned().unwrap_or_default();
    let internal: Vec<String> = of(&whole).into_iter().filter(|(path, _)| path.starts_with("/v1/py/")).map(|(path, _)| path).collect();
    assert_eq!(of(&part).into_iter().map(|(path, _)| path).collect::<Vec<_>>(), internal);
    for (path, item) in of(&part) {
        assert_eq!(difference(&path, &whole["paths"][&path], &item), None);
        for (method, operation) in item.as_object().cloned().unwrap_or_default() {
            assert_eq!(operation["x-internal"], true, "{method} {path}");
            assert_eq!(operation["tags"], serde_json::json!(["internal", "python"]), "{method} {path}");
        }
    }
    for (name, schema) in part["components"]["schemas"].as_object().cloned().unwrap_or_default() {
        assert_eq!(difference(&name, &whole["components"]["schemas"][&name], &schema), None);
    }
}
