//! Columns of blocks: new names, and the references that follow them.

use serde_json::json;

use super::{compiled, input, outline, to_datetime};

#[test]
fn new_columns_are_unique_and_references_follow() {
    let document = compiled(&json!({
        "templates": [input(), to_datetime()],
        "graph": {
            "nodes": [
                {"id": "file", "template": "File Input", "values": {"Key": "parsed"}},
                {"id": "a", "template": "String to Datetime"},
                {"id": "b", "template": "String to Datetime"},
            ],
            "edges": [{"from": "file.key", "to": "a.Date String Source"}, {"from": "a.Converted Datetime", "to": "b.Date String Source"}],
        },
    }));
    assert_eq!(outline(&document)[2..], ["a = file.with_columns", "b = a.with_columns"]);
    let (a, b) = (&document["steps"][2]["kwargs"], &document["steps"][3]["kwargs"]);
    assert_eq!(a["parsed_2"]["kwargs"]["name"], "parsed_2");
    assert_eq!(a["parsed_2"]["on"]["on"]["kwargs"]["name"], "parsed");
    assert_eq!(b["parsed_3"]["on"]["on"]["kwargs"]["name"], "parsed_2");
}

#[test]
fn later_operations_of_a_block_follow_its_column() {
    let template = json!({
        "name": "Late",
        "outputs": [{"name": "late", "type": "column", "path": "operations.1.kwargs.late"}, {"name": "again", "type": "column", "path": "operations.1.kwargs.late"}],
        "operations": [
            {"operation": "scan_csv", "args": ["late.csv"]},
            {"operation": "with_columns", "kwargs": {"late": {"expr": "gt", "on": {"expr": "col", "args": ["late"]}, "args": [1]}, "other": 1}},
            {"operation": "filter", "args": [{"expr": "eq", "on": {"expr": "col", "kwargs": {"name": "late"}}, "args": ["late"]}]},
            {"operation": "with_columns", "kwargs": {"late": {"expr": "over", "on": {"expr": "sum", "args": ["late"]}, "args": ["late", ["late", "x"]]}}},
            {"operation": "select", "args": ["late", ["late", "x"]], "kwargs": {"y": "late", "z": {"expr": "lit", "args": ["late"]}}},
            {"operation": "rename", "args": [{"late": "x"}]},
            {"operation": "join", "args": ["late"], "kwargs": {"on": "late", "suffix": "late"}},
            {"operation": "cast", "args": [{"late": "Int64"}]},
            {"operation": "sort", "kwargs": {"by": ["late"]}},
            {"operation": "filter", "kwargs": {"late": "late"}},
        ],
        "inputs": [
            {"name": "taken", "type": "column", "path": "operations.1.kwargs.late.on.args.0", "default": "late"},
            {"name": "frame", "type": "template", "path": "operations.6.args.0"},
        ],
    });
    let document = compiled(&json!({
        "templates": [template, input()],
        "graph": {"nodes": [{"id": "n", "template": "Late", "values": {"frame": "file"}}, {"id": "file", "template": "File Input"}]},
    }));
    let step = |number: usize| &document["steps"][number + 2];
    assert_eq!(step(1)["kwargs"], json!({"late_2": {"expr": "gt", "on": {"expr": "col", "args": ["late"]}, "args": [1]}, "other": 1}));
    let order: Vec<&String> = step(1)["kwargs"].as_object().expect("an object").keys().collect();
    assert_eq!(order, ["late_2", "other"]);
    assert_eq!(step(2)["args"], json!([{"expr": "eq", "on": {"expr": "col", "kwargs": {"name": "late_2"}}, "args": ["late"]}]));
    assert_eq!(step(3)["kwargs"], json!({"late_2": {"expr": "over", "on": {"expr": "sum", "args": ["late_2"]}, "args": ["late_2", ["late_2", "x"]]}}));
    assert_eq!((&step(4)["args"], &step(4)["kwargs"]), (&json!(["late_2", ["late_2", "x"]]), &json!({"y": "late_2", "z": {"expr": "lit", "args": ["late"]}})));
    assert_eq!(step(5)["args"], json!([{"late_2": "x"}]));
    assert_eq!((&step(6)["args"], &step(6)["kwargs"]), (&json!(["file"]), &json!({"on": "late_2", "suffix": "late"})));
    assert_eq!(step(7)["args"], json!([{"late_2": "Int64"}]));
    assert_eq!(step(8)["kwargs"], json!({"by": ["late_2"]}));
    assert_eq!(step(9)["kwargs"], json!({"late_2": "late"}));
}

#[test]
fn a_column_stands_as_an_expression_where_one_is_wanted() {
    let template = json!({
        "name": "T",
        "inputs": [{"name": "x", "type": "column", "path": "operations.1.kwargs.y.on"}, {"name": "z", "type": "column", "path": "operations.1.kwargs.y.args.0"}],
        "operations": [{"operation": "scan_csv", "args": ["a"]}, {"operation": "select", "kwargs": {"y": {"expr": "add", "on": {"expr": "col", "args": ["?"]}, "args": [{"expr": "col", "args": ["?"]}]}}}],
    });
    let document = compiled(&json!({"templates": [template], "graph": {"nodes": [{"id": "t", "template": "T", "values": {"x": "a", "z": "b"}}]}}));
    let expected = json!({"y": {"expr": "add", "on": {"expr": "col", "kwargs": {"name": "a"}}, "args": [{"expr": "col", "kwargs": {"name": "b"}}]}});
    assert_eq!(document["steps"][1]["kwargs"], expected);
}
