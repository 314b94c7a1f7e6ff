//! Values, variables and names.

use serde_json::{Value, json};

use super::{compiled, input, outline, to_datetime};

#[test]
fn values_and_expressions_go_where_they_fit() {
    let source = json!({
        "name": "Source",
        "inputs": [
            {"name": "rows", "type": "value", "path": ["operations.0.kwargs.n_rows", "operations.1.args.0"], "default": 5},
            {"name": "names", "type": "value", "path": "operations.0.kwargs.null_values", "default": null},
            {"name": "condition", "type": "expression", "path": "operations.2.kwargs.predicate", "default": true},
        ],
        "outputs": [{"name": "rows", "type": "value", "path": "operations.1.args.0"}, {"name": "condition", "type": "value", "path": "operations.2.kwargs.predicate"}],
        "operations": [{"operation": "scan_csv", "args": ["a.csv"]}, {"operation": "head", "args": [0]}, {"operation": "filter"}],
    });
    let condition = json!({"expr": "is_null", "on": {"expr": "col", "args": ["a"]}});
    let document = compiled(&json!({
        "templates": [source],
        "graph": {
            "nodes": [{"id": "a", "template": "Source", "values": {"condition": condition, "rows": "$rows"}}, {"id": "b", "template": "Source"}],
            "edges": [{"from": "a.rows", "to": "b.rows"}, {"from": "a.condition", "to": "b.condition"}],
            "variables": {"rows": 7},
        },
    }));
    for first in [0, 3] {
        assert_eq!(document["steps"][first]["kwargs"], json!({"n_rows": "$rows", "null_values": null}));
        assert_eq!(document["steps"][first + 1]["args"], json!(["$rows"]));
        assert_eq!(document["steps"][first + 2]["kwargs"], json!({"predicate": condition}));
    }
}

#[test]
fn variables_are_merged_by_meaning() {
    let template = |name: &str, value: Value| json!({"name": name, "operations": [{"operation": "scan_csv", "args": ["$path", "$$path", "$day"]}], "variables": [{"key": "path", "value": value}, {"key": "day", "name": ""}]});
    let node = |id: &str, template: &str| json!({"id": id, "template": template});
    let document = compiled(&json!({
        "templates": [template("A", json!("a.csv")), template("B", json!("b.csv"))],
        "graph": {"nodes": [node("a", "A"), node("b", "B"), node("c", "A"), node("d", "B")]},
    }));
    assert_eq!(document["variables"], json!([{"key": "path", "value": "a.csv"}, {"key": "day", "name": ""}, {"key": "path_2", "value": "b.csv"}]));
    let paths: Vec<&Value> = document["steps"].as_array().expect("a list").iter().map(|step| &step["args"]).collect();
    let (a, b) = (json!(["$path", "$$path", "$day"]), json!(["$path_2", "$$path", "$day"]));
    assert_eq!(paths, [&a, &b, &a, &b]);
}

#[test]
fn ids_and_names_may_have_dots() {
    let mut source = input();
    source["outputs"][1]["name"] = json!("the.key");
    let document = compiled(&json!({
        "templates": [source, to_datetime()],
        "graph": {
            "nodes": [{"id": "a", "template": "File Input"}, {"id": "a.b", "template": "File Input"}, {"id": "c.d", "template": "String to Datetime"}],
            "edges": [{"from": "a.b.the.key", "to": "c.d.Date String Source"}],
        },
    }));
    assert_eq!(outline(&document)[4], "c.d = a.b.with_columns");
}
