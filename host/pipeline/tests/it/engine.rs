//! What Polars itself lacks, and what it answers by a panic: an error about the document, or another way to do it.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use sandtable_core::Code;
use sandtable_pipeline::custom::for_each_batch;
use sandtable_pipeline::{Pipeline, Return};
use serde_json::{Map, Value, json};

use super::support::{Folder, document, error, failing, rows};

/// Steps that end in a plan that streams (what a custom function makes is never known to be small), with a standard
/// deviation of durations, which the streaming engine does not have and the other one has.
fn lacking(more: &[Value]) -> Value {
    let col = |name: &str| json!({"expr": "col", "args": [name]});
    let mut steps = vec![
        json!({"operation": "LazyFrame", "dataframe": "t", "args": [{"a": [1, 3, 3]}]}),
        json!({"operation": "map_batches", "dataframe": "t", "args": [{"custom_function": "double"}]}),
        json!({"operation": "select", "dataframe": "t", "kwargs": {"d": {"expr": "cast", "on": col("a"), "args": [{"expr": "Duration", "args": ["ms"]}]}}}),
        json!({"operation": "select", "dataframe": "t", "args": [{"expr": "cast", "on": {"expr": "std", "on": col("d")}, "args": ["Int64"]}]}),
    ];
    steps.extend_from_slice(more);
    Value::Array(steps)
}

#[test]
fn what_does_not_stream_is_done_in_memory() {
    let folder = Folder::new();
    let env = folder.env();
    assert_eq!(rows(&env, lacking(&[])), json!({"d": [2]}));
    assert_eq!(rows(&env, lacking(&[json!({"operation": "collect", "dataframe": "t"})])), json!({"d": [2]}));

    let ran = document(lacking(&[])).run(&Map::new(), &env, &Return::Default).unwrap();
    let came = Arc::new(Mutex::new(0));
    let count = Arc::clone(&came);
    let receive = move |batch: polars::prelude::DataFrame| {
        *count.lock().unwrap() += batch.height();
        Ok(ControlFlow::Continue(()))
    };
    for_each_batch(ran.returned.as_ref().unwrap().plan(), receive).unwrap();
    assert_eq!(*came.lock().unwrap(), 1, "nothing is left out of a plan that panics on its way");
}

#[test]
fn what_does_not_stream_goes_to_files_all_the_same() {
    let folder = Folder::new();
    let env = folder.env();
    for (sink, file) in [("sink_csv", "s.csv"), ("sink_parquet", "s.parquet"), ("sink_ndjson", "s.ndjson"), ("sink_ipc", "s.arrow")] {
        assert_eq!(rows(&env, lacking(&[json!({"operation": sink, "dataframe": "t", "args": [file]})])), Value::Null, "{sink}");
    }
    assert_eq!(folder.text("s.csv"), "d\n2\n");
    assert_eq!(rows(&env, json!([{"operation": "read_parquet", "args": ["s.parquet"]}])), json!({"d": [2]}));
    let output = |name: &str| json!({"name": name, "dataframe_id": "t", "destination_variable_key": name});
    let two = json!({"steps": lacking(&[]), "variables": {"one": "1.csv", "two": "2.csv"}, "outputs": [output("one"), output("two")]});
    let ran = Pipeline::from_value(&two).unwrap().run(&Map::new(), &env, &Return::Default).unwrap();
    assert_eq!((folder.text("1.csv"), folder.text("2.csv")), ("d\n2\n".to_owned(), "d\n2\n".to_owned()));
    assert_eq!(ran.outputs.iter().map(|output| output.rows).collect::<Vec<_>>(), [Some(1), Some(1)]);
}

#[test]
fn what_polars_does_not_implement_is_an_error_with_its_step() {
    let folder = Folder::new();
    let env = folder.env();
    let bytes = json!({"operation": "DataFrame", "dataframe": "t", "args": [{"x": [null, null]}], "kwargs": {"schema": {"x": "Binary"}}});
    for (operation, file) in [("write_json", "t.json"), ("write_ndjson", "t.ndjson")] {
        let error = error(&env, json!([bytes, {"operation": operation, "dataframe": "t", "args": [file]}]));
        assert_eq!((error.code, &error.details["reason"]), (Code::ValidationError, &json!("not_implemented")), "{}", error.message);
        assert_eq!((&error.details["step"], &error.details["operation"]), (&json!(1), &json!(operation)), "{}", error.message);
        assert!(error.message.contains("cast them first"), "{}", error.message);
        assert!(!folder.names().iter().any(|name| name == file), "{file} is half a file");
    }
    let output = json!({"steps": [bytes], "variables": {"o": "t.ndjson"}, "outputs": [{"name": "o", "dataframe_id": "t", "destination_variable_key": "o"}]});
    let error = failing(&env, &output, json!({}));
    assert_eq!((error.code, &error.details["argument"]), (Code::ValidationError, &json!("outputs")), "{}", error.message);
    let nothing = json!({"operation": "DataFrame", "dataframe": "t", "args": [{"x": [null]}]});
    let error = super::support::error(&env, json!([nothing, {"operation": "write_avro", "dataframe": "t", "args": ["t.avro"]}]));
    assert_eq!((error.code, &error.details["step"]), (Code::ValidationError, &json!(1)), "{}", error.message);
}

#[test]
fn values_that_polars_panics_on_are_an_error() {
    let late = json!({"expr": "dt.offset_by", "on": {"expr": "datetime", "args": [2024, 1, 1]}, "args": ["300000y"]});
    let steps = json!([{"operation": "DataFrame", "args": [{"a": [1]}]}, {"operation": "select", "args": [late]}]);
    let error = error(&Folder::new().env(), steps);
    assert_eq!((error.code, &error.details["reason"]), (Code::ValidationError, &json!("engine_panicked")), "{}", error.message);
}
