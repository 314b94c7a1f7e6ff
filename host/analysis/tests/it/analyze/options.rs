//! Options that cannot be followed are refused, with the field and what it must be.

use sandtable_core::Code;
use serde_json::{Value, json};

use super::support::Analysis;

const TABLE: &str = "id,kwh,day,name,flag\n1,2.5,2025-09-01,ann,true\n2,3.5,2025-09-02,bob,false\n";

/// The error of options over a small table.
fn refused(options: Value) -> (String, sandtable_core::Error) {
    let error = Analysis::validation().csv(TABLE).options(options).error();
    assert_eq!(error.code, Code::ValidationError, "{error}");
    assert!(error.details.contains_key("constraint"), "{error}");
    (error.details["field"].as_str().unwrap().to_owned(), error)
}

#[test]
fn numbers_out_of_range() {
    for (options, field) in [
        (json!({"correlation_threshold": 1.5}), "options.correlation_threshold"),
        (json!({"correlation_threshold": -0.1}), "options.correlation_threshold"),
        (json!({"max_columns": 0}), "options.max_columns"),
        (json!({"max_columns": 10_001}), "options.max_columns"),
    ] {
        assert_eq!(refused(options).0, field);
    }
}

#[test]
fn columns_that_are_not_there() {
    let (field, error) = refused(json!({"key": ["id", "kwj"]}));
    assert_eq!(field, "options.key[1]");
    assert_eq!(error.details["did_you_mean"], json!(["kwh"]));
    assert_eq!(error.details["allowed"].as_array().unwrap().len(), 5);
    assert_eq!(refused(json!({"key": ["id", "id"]})).0, "options.key[1]");
    assert_eq!(refused(json!({"rules": [{"col": "kwhh", "rule": "not_null"}]})).0, "options.rules[0].col");
}

#[test]
fn rules_that_make_no_sense() {
    for (rule, part) in [
        (json!({"col": "kwh", "rule": "minimum", "value": 1}), "rule"),
        (json!({"rule": "min", "value": 1}), "col"),
        (json!({"col": "kwh", "rule": "min", "value": "one"}), "value"),
        (json!({"col": "kwh", "rule": "min"}), "value"),
        (json!({"col": "kwh", "rule": "not_null", "value": 1}), "value"),
        (json!({"col": "kwh", "rule": "between", "value": [1]}), "value"),
        (json!({"col": "kwh", "rule": "between", "value": {"low": 1}}), "value"),
        (json!({"col": "kwh", "rule": "in", "value": ["a"]}), "value[0]"),
        (json!({"col": "kwh", "rule": "between", "value": [1, "b"]}), "value[1]"),
        (json!({"col": "kwh", "rule": "in", "value": []}), "value"),
        (json!({"col": "name", "rule": "in", "value": "ann"}), "value"),
        (json!({"col": "name", "rule": "min", "value": 3}), "value"),
        (json!({"col": "name", "rule": "regex", "value": "(["}), "value"),
        (json!({"col": "kwh", "rule": "regex", "value": "a"}), "value"),
        (json!({"col": "day", "rule": "min", "value": "2025-13-01"}), "value"),
        (json!({"col": "day", "rule": "max", "value": 3}), "value"),
        (json!({"col": "kwh", "rule": "type", "value": "number"}), "value"),
        (json!({"col": "kwh", "rule": "references", "value": "other"}), "value"),
        (json!({"col": "kwh", "rule": "references", "value": {"dataset": "other", "col": "x"}}), "value.dataset"),
        (json!({"rule": "expr", "value": 3}), "value"),
    ] {
        let (field, _) = refused(json!({"rules": [{"col": "id", "rule": "unique"}, rule]}));
        assert_eq!(field, format!("options.rules[1].{part}"), "{rule}");
    }
    let (_, error) = refused(json!({"rules": [{"col": "kwh", "rule": "mni", "value": 1}]}));
    assert_eq!(error.details["did_you_mean"][0], "min");
}

#[test]
fn an_expression_of_too_many_comparisons_is_a_cap() {
    let many: Vec<Value> = (0..3000).map(|value| json!({"col": "id", "op": "=", "val": value})).collect();
    let error = Analysis::validation().csv(TABLE).options(json!({"rules": [{"rule": "expr", "value": {"or": many}}]})).error();
    assert_eq!((error.code, &error.details["field"]), (Code::ResourceCap, &json!("options.rules[0].value")), "{error}");
}

#[test]
fn only_the_first_columns_are_looked_at() {
    let data = Analysis::eda().csv(TABLE).options(json!({"max_columns": 2, "key": ["name"]})).data();
    let metrics = &data["metrics"];
    assert_eq!((&metrics["columns"], &metrics["columns_analyzed"]), (&json!(5), &json!(2)));
    assert_eq!(metrics["column_stats"].as_object().unwrap().len(), 2);
    assert_eq!(data["schema"]["fields"].as_array().unwrap().len(), 5);
    assert_eq!(data["sample"][0], json!({"id": 1, "kwh": 2.5}));
}

#[test]
fn a_table_that_does_not_fit_is_a_cap() {
    let text = format!("x\n{}", "0123456789012345678901234567890123456789\n".repeat(10_000));
    let error = Analysis::eda().csv(&text).memory(64 << 10).error();
    assert_eq!(error.code, Code::ResourceCap, "{error}");
    assert_eq!(error.details["limit"], "memory_bytes");
}
