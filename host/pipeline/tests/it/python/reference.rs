//! The tests of `polars-as-config` 1.2.1 that read and write Python (`test_polars_to_json.py`, `test_json_to_polars.py`), case by case.

use sandtable_pipeline::python::{self, Known};
use serde_json::{Value, json};

use super::{steps, written};

fn read_with(source: &str, frames: &[&str], functions: &[&str]) -> Value {
    python::parse_with(source, &Known { frames, functions }).expect("the reference takes it")["steps"].take()
}

#[test]
fn single_operation() {
    let source = r#"df = polars.read_csv()"#;
    let expected = json!([{"operation": "read_csv", "args": [], "kwargs": {}, "dataframe_out": "df"}]);
    assert_eq!(read_with(source, &[], &[]), expected);
}

#[test]
fn single_operation_with_constant_args() {
    let source = r#"df = polars.read_csv("data.csv")"#;
    let expected = json!([{"operation": "read_csv", "args": ["data.csv"], "kwargs": {}, "dataframe_out": "df"}]);
    assert_eq!(read_with(source, &[], &[]), expected);
}

#[test]
fn single_operation_with_constant_kwargs() {
    let source = r#"df = polars.read_csv(source="data.csv")"#;
    let expected = json!([{"operation": "read_csv", "args": [], "kwargs": {"source": "data.csv"}, "dataframe_out": "df"}]);
    assert_eq!(read_with(source, &[], &[]), expected);
}

#[test]
fn single_operation_with_constant_args_and_kwargs() {
    let source = r#"df = polars.read_csv("data.csv", has_header=True)"#;
    let expected = json!([{"operation": "read_csv", "args": ["data.csv"], "kwargs": {"has_header": true}, "dataframe_out": "df"}]);
    assert_eq!(read_with(source, &[], &[]), expected);
}

#[test]
fn multiple_operations() {
    let source = r#"df = polars.read_csv("data.csv")
df = df.sum()"#;
    let expected = json!([{"operation": "read_csv", "args": ["data.csv"], "kwargs": {}, "dataframe_out": "df"}, {"operation": "sum", "args": [], "kwargs": {}, "dataframe_out": "df", "dataframe_in": "df"}]);
    assert_eq!(read_with(source, &[], &[]), expected);
}

#[test]
fn multiple_operations_with_multiple_dataframes() {
    let source = r#"df1 = polars.read_csv("data.csv")
df2 = polars.read_csv("data2.csv")
df1 = df1.sum()
df2 = df2.sum()
df2 = df2.join(df1)"#;
    let expected = json!([{"operation": "read_csv", "args": ["data.csv"], "kwargs": {}, "dataframe_out": "df1"}, {"operation": "read_csv", "args": ["data2.csv"], "kwargs": {}, "dataframe_out": "df2"}, {"operation": "sum", "args": [], "kwargs": {}, "dataframe_out": "df1", "dataframe_in": "df1"}, {"operation": "sum", "args": [], "kwargs": {}, "dataframe_out": "df2", "dataframe_in": "df2"}, {"operation": "join", "args": ["df1"], "kwargs": {}, "dataframe_out": "df2", "dataframe_in": "df2"}]);
    assert_eq!(read_with(source, &[], &[]), expected);
}

#[test]
fn single_nested_operation() {
    let source = r#"df = df.select(pl.col('a').add(1).alias('b'))"#;
    let expected = json!([{"operation": "select", "args": [{"expr": "alias", "args": ["b"], "kwargs": {}, "on": {"expr": "add", "args": [1], "kwargs": {}, "on": {"expr": "col", "args": ["a"], "kwargs": {}}}}], "kwargs": {}, "dataframe_out": "df", "dataframe_in": "df"}]);
    assert_eq!(read_with(source, &["df"], &[]), expected);
}

#[test]
fn multiple_nested_operations() {
    let source = r#"df = pl.select(pl.col('a').add(1).alias('b'))
df = df.select(pl.col('b').add(1).alias('c'))"#;
    let expected = json!([{"operation": "select", "args": [{"expr": "alias", "args": ["b"], "kwargs": {}, "on": {"expr": "add", "args": [1], "kwargs": {}, "on": {"expr": "col", "args": ["a"], "kwargs": {}}}}], "kwargs": {}, "dataframe_out": "df"}, {"operation": "select", "args": [{"expr": "alias", "args": ["c"], "kwargs": {}, "on": {"expr": "add", "args": [1], "kwargs": {}, "on": {"expr": "col", "args": ["b"], "kwargs": {}}}}], "kwargs": {}, "dataframe_out": "df", "dataframe_in": "df"}]);
    assert_eq!(read_with(source, &[], &[]), expected);
}

#[test]
fn custom_function_with_custom_functions() {
    let source = r#"df = pl.read_csv(source="tests/test_data/xy.csv")
df = df.with_columns(row_hash=pl.struct(pl.all()).map_elements(function=hash_row))"#;
    let expected = json!([{"operation": "read_csv", "args": [], "kwargs": {"source": "tests/test_data/xy.csv"}, "dataframe_out": "df"}, {"operation": "with_columns", "args": [], "kwargs": {"row_hash": {"expr": "map_elements", "on": {"expr": "struct", "args": [{"expr": "all", "kwargs": {}, "args": []}], "kwargs": {}}, "args": [], "kwargs": {"function": {"custom_function": "hash_row"}}}}, "dataframe_out": "df", "dataframe_in": "df"}]);
    assert_eq!(read_with(source, &[], &["hash_row"]), expected);
}

#[test]
fn custom_function_with_allow_function_discovery() {
    let source = r#"df = pl.read_csv(source="tests/test_data/xy.csv")
df = df.with_columns(row_hash=pl.struct(pl.all()).map_elements(function=hash_row))"#;
    let expected = json!([{"operation": "read_csv", "args": [], "kwargs": {"source": "tests/test_data/xy.csv"}, "dataframe_out": "df"}, {"operation": "with_columns", "args": [], "kwargs": {"row_hash": {"expr": "map_elements", "on": {"expr": "struct", "args": [{"expr": "all", "kwargs": {}, "args": []}], "kwargs": {}}, "args": [], "kwargs": {"function": {"custom_function": "hash_row"}}}}, "dataframe_out": "df", "dataframe_in": "df"}]);
    assert_eq!(read_with(source, &[], &[]), expected);
}

#[test]
fn polars_string_expression() {
    let source = r#"df = df.with_columns(y_contains_o=pl.col('y').str.contains('o'))"#;
    let expected = json!([{"operation": "with_columns", "args": [], "kwargs": {"y_contains_o": {"expr": "str.contains", "args": ["o"], "kwargs": {}, "on": {"expr": "col", "args": ["y"], "kwargs": {}}}}, "dataframe_out": "df", "dataframe_in": "df"}]);
    assert_eq!(read_with(source, &["df"], &[]), expected);
}

#[test]
fn arguments_type_list() {
    let source = r#"df = df.with_columns(y_contains_o=pl.col('y').str.contains(['o', 'a']))"#;
    let expected = json!([{"operation": "with_columns", "args": [], "kwargs": {"y_contains_o": {"expr": "str.contains", "args": [["o", "a"]], "kwargs": {}, "on": {"expr": "col", "args": ["y"], "kwargs": {}}}}, "dataframe_out": "df", "dataframe_in": "df"}]);
    assert_eq!(read_with(source, &["df"], &[]), expected);
}

#[test]
fn arguments_type_dict() {
    let source = r#"df = df.with_columns(y_contains_o=pl.col('y').str.contains({'o': 'a'}))"#;
    let expected = json!([{"operation": "with_columns", "args": [], "kwargs": {"y_contains_o": {"expr": "str.contains", "args": [{"o": "a"}], "kwargs": {}, "on": {"expr": "col", "args": ["y"], "kwargs": {}}}}, "dataframe_out": "df", "dataframe_in": "df"}]);
    assert_eq!(read_with(source, &["df"], &[]), expected);
}

#[test]
fn attribute_as_argument() {
    let source = r#"df = df.select(
        x=pl.col("x").map_elements(pl.col("y"), return_dtype=pl.Utf8)
    )"#;
    let expected = json!([{"operation": "select", "args": [], "kwargs": {"x": {"args": [{"args": ["y"], "kwargs": {}, "expr": "col"}], "kwargs": {"return_dtype": "Utf8"}, "on": {"args": ["x"], "kwargs": {}, "expr": "col"}, "expr": "map_elements"}}, "dataframe_out": "df", "dataframe_in": "df"}]);
    assert_eq!(read_with(source, &["df"], &[]), expected);
}

/// The reference writes `polars.` and single quotes; its source is read here, and ours holds the same steps.
#[test]
fn to_code() {
    let document = json!({"steps": [
        {"operation": "read_csv", "args": ["data.csv"]},
        {
            "operation": "with_columns",
            "args": [{"expr": "alias", "on": {"expr": "add", "args": [{"expr": "col", "args": ["a"]}, 10]}, "args": ["new_column"], "kwargs": {"brrr": "a"}}],
        },
        {"operation": "collect"},
    ]});
    let theirs = "df = polars.read_csv('data.csv')
df = df.with_columns(polars.add(polars.col('a'), 10).alias('new_column', brrr='a'))
df = df.collect()";
    let ours = "import polars as pl

df = pl.read_csv(\"data.csv\")
df = df.with_columns(pl.add(pl.col(\"a\"), 10).alias(\"new_column\", brrr=\"a\"))
df = df.collect()
";
    assert_eq!(written(&document), ours);
    assert_eq!(steps(theirs), steps(ours));
}

#[test]
fn polars_to_json_to_polars() {
    let source = "import polars as pl

df = pl.read_csv(\"data.csv\")
df = df.with_columns(pl.add(pl.col(\"a\"), 10).alias(\"new_column\", brrr=\"a\"))
df = df.collect()
";
    assert_eq!(written(&python::parse(source).expect("it is ours")), source);
}
