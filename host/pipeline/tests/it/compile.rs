//! Template blocks and graphs into documents.

mod columns;
mod frames;
mod refused;
mod values;

use sandtable_core::Error;
use sandtable_pipeline::compile::compile;
use serde_json::{Value, json};

fn compiled(request: &Value) -> Value {
    compile(request).unwrap_or_else(|error| panic!("{}", error.message))
}

fn refused(request: &Value) -> Error {
    match compile(request) {
        Ok(document) => panic!("it was compiled: {document}"),
        Err(error) => error,
    }
}

/// Operations with the frames that they read and set.
fn outline(document: &Value) -> Vec<String> {
    let steps = document["steps"].as_array().expect("a list");
    steps
        .iter()
        .map(|step| {
            format!(
                "{} = {}.{}",
                step["dataframe_out"].as_str().unwrap_or("-"),
                step["dataframe_in"].as_str().unwrap_or("pl"),
                step["operation"].as_str().unwrap_or("-")
            )
        })
        .collect()
}

/// A file that gives a frame and a column.
fn input() -> Value {
    json!({
        "name": "File Input",
        "description": "Reads a CSV file",
        "inputs": [{"name": "Key", "type": "column", "path": "operations.1.args.0", "default": "id"}],
        "outputs": [{"name": "frame", "type": "dataframe"}, {"name": "key", "type": "column", "path": "operations.1.args.0"}],
        "operations": [{"operation": "scan_csv", "kwargs": {"source": "$source"}}, {"operation": "sort", "args": ["?"]}],
        "variables": [{"key": "source", "name": "Source", "description": "A CSV file"}],
    })
}

/// The example that comes with the reference, with the format's own words for types.
fn to_datetime() -> Value {
    json!({
        "name": "String to Datetime",
        "inputs": [
            {"name": "Date String Source", "type": "column", "path": "operations.0.kwargs.converted_datetime_col.on.on.kwargs.name"},
            {"name": "Format", "type": "value", "path": "operations.0.kwargs.converted_datetime_col.on.kwargs.format", "default": "%Y-%m-%d %H:%M:%S"},
        ],
        "outputs": [{"name": "Converted Datetime", "type": "column", "path": "operations.0.kwargs.converted_datetime_col.kwargs.name"}],
        "operations": [{
            "operation": "with_columns",
            "kwargs": {
                "converted_datetime_col": {
                    "expr": "alias",
                    "on": {"expr": "str.to_datetime", "on": {"expr": "col", "kwargs": {"name": "date_string_source"}}, "kwargs": {"format": "%Y-%m-%d %H:%M:%S"}},
                    "kwargs": {"name": "parsed"},
                },
            },
        }],
    })
}

fn join() -> Value {
    json!({
        "name": "Join",
        "inputs": [
            {"name": "left", "type": "template", "path": "operations.0.dataframe_in"},
            {"name": "right", "type": "template", "path": "operations.0.kwargs.other"},
            {"name": "left key", "type": "column", "path": "operations.0.kwargs.left_on"},
            {"name": "right key", "type": "column", "path": "operations.0.kwargs.right_on"},
        ],
        "outputs": [{"name": "joined", "type": "dataframe", "path": "operations.0.dataframe_out"}],
        "operations": [{"operation": "join", "dataframe_in": "left", "dataframe_out": "both", "kwargs": {"other": "right", "left_on": "?", "right_on": "?", "how": "left"}}],
    })
}

#[test]
fn a_chain_of_blocks_becomes_steps_in_order() {
    // Listed against the order in which they run.
    let document = compiled(&json!({
        "templates": [to_datetime(), input()],
        "graph": {
            "name": "Dates",
            "nodes": [
                {"id": "second", "template": "String to Datetime", "values": {"Format": "%d.%m.%Y"}},
                {"id": "first", "template": "File Input", "values": {"Key": "date"}},
            ],
            "edges": [{"from": "first.key", "to": "second.Date String Source"}],
        },
    }));
    assert_eq!(outline(&document), ["first = pl.scan_csv", "first = first.sort", "second = first.with_columns"]);
    assert_eq!((&document["name"], &document["steps"][1]["args"]), (&json!("Dates"), &json!(["date"])));
    // The keyword names the column, so it is called what the output says.
    let expected = json!({
        "parsed": {
            "expr": "alias",
            "on": {"expr": "str.to_datetime", "on": {"expr": "col", "kwargs": {"name": "date"}}, "kwargs": {"format": "%d.%m.%Y"}},
            "kwargs": {"name": "parsed"},
        },
    });
    assert_eq!(document["steps"][2]["kwargs"], expected);
    assert_eq!(document["variables"], json!([{"key": "source", "name": "Source", "description": "A CSV file"}]));
}

#[test]
fn the_references_own_example_compiles_as_it_is() {
    let mut template = to_datetime();
    template["inputs"][0]["type"] = json!("string");
    template["inputs"][1]["type"] = json!("string");
    template["outputs"][0]["type"] = json!("datetime");
    let document = compiled(&json!({
        "templates": [template, input()],
        "graph": {
            "nodes": [{"id": "file", "template": "File Input"}, {"id": "dated", "template": "String to Datetime"}],
            "edges": [{"from": "file.key", "to": "dated.Date String Source"}],
        },
    }));
    assert_eq!(document["steps"][2]["kwargs"]["parsed"]["on"]["on"]["kwargs"]["name"], "id");
}
