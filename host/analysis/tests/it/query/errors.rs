//! What is wrong with a plan, each with its field and its constraint.

use polars::prelude::{NamedFrom, Series, df};
use sandtable_analysis::request::OutputFormat;
use sandtable_core::Code;
use serde_json::{Value, json};

use crate::support::{Data, detail};

fn data() -> Data {
    Data::new()
        .with("x.csv", "id,at,name,ok\n1,2025-01-01T00:00:00,a,true\n2,2025-01-02T00:00:00,b,false\n")
        .with("two.csv", "a,b\n2025-01-01,2025-01-02\n")
        .with("none.csv", "v\n1\n")
}

#[test]
fn every_part_of_a_plan_names_what_is_wrong_with_it() {
    let data = data();
    let filter = |col: &str, op: &str, val: Value| json!({"dataset": "x.csv", "filters": [{"col": col, "op": op, "val": val}]});
    let cases = [
        (filter("idd", "=", json!(1)), "plan.filters[0].col"),
        (filter("id", "=>", json!(1)), "plan.filters[0].op"),
        (filter("id", "=", json!("1")), "plan.filters[0].val"),
        (filter("id", "=", json!([1])), "plan.filters[0].val"),
        (filter("id", "=", Value::Null), "plan.filters[0].val"),
        (filter("id", "in", json!(1)), "plan.filters[0].val"),
        (filter("id", "in", json!([1, "x"])), "plan.filters[0].val[1]"),
        (filter("id", "between", json!([1])), "plan.filters[0].val"),
        (filter("id", "like", json!("1%")), "plan.filters[0].op"),
        (filter("name", "like", json!(1)), "plan.filters[0].val"),
        (filter("name", "like", json!("a\\b")), "plan.filters[0].val"),
        (filter("name", "regex", json!("(")), "plan.filters[0].val"),
        (filter("name", "=", json!(1)), "plan.filters[0].val"),
        (filter("ok", "=", json!("true")), "plan.filters[0].val"),
        (filter("at", ">", json!("yesterday")), "plan.filters[0].val"),
        (filter("at", ">", json!("2025-02-30")), "plan.filters[0].val"),
        (filter("at", ">", json!(1)), "plan.filters[0].val"),
        (filter("at", "is_null", json!(1)), "plan.filters[0].val"),
        (json!({"dataset": "x.csv", "filters": [{"and": [{"or": [{"not": {"col": "i", "op": "="}}]}]}]}), "plan.filters[0].and[0].or[0].not.col"),
        (json!({"dataset": "x.csv", "select": ["id", "nam"]}), "plan.select[1]"),
        (json!({"dataset": "x.csv", "select": ["id", "id"]}), "plan.select[1]"),
        (json!({"dataset": "x.csv", "groupby": ["id", "dya"]}), "plan.groupby[1]"),
        (json!({"dataset": "x.csv", "groupby": [{"col": "at", "part": "century"}]}), "plan.groupby[0].part"),
        (json!({"dataset": "x.csv", "groupby": [{"col": "name", "part": "day"}]}), "plan.groupby[0].col"),
        (json!({"dataset": "two.csv", "groupby": ["day"]}), "plan.groupby[0]"),
        (json!({"dataset": "two.csv", "groupby": [{"col": "a", "part": "hour"}]}), "plan.groupby[0].part"),
        (json!({"dataset": "x.csv", "aggs": [{"col": "id", "fn": "mode"}]}), "plan.aggs[0].fn"),
        (json!({"dataset": "x.csv", "aggs": [{"col": "idd", "fn": "sum"}]}), "plan.aggs[0].col"),
        (json!({"dataset": "x.csv", "aggs": [{"col": "name", "fn": "sum"}]}), "plan.aggs[0].col"),
        (json!({"dataset": "x.csv", "aggs": [{"fn": "sum"}]}), "plan.aggs[0].col"),
        (json!({"dataset": "x.csv", "aggs": [{"col": "id", "fn": "quantile"}]}), "plan.aggs[0].q"),
        (json!({"dataset": "x.csv", "aggs": [{"col": "id", "fn": "quantile", "q": 2}]}), "plan.aggs[0].q"),
        (json!({"dataset": "x.csv", "aggs": [{"col": "id", "fn": "sum", "q": 0.5}]}), "plan.aggs[0].q"),
        (json!({"dataset": "x.csv", "aggs": [{"col": "id", "fn": "sum"}, {"col": "id", "fn": "sum"}]}), "plan.aggs[1]"),
        (json!({"dataset": "x.csv", "grain": "fortnight"}), "plan.grain"),
        (json!({"dataset": "x.csv", "grain": "0 days"}), "plan.grain"),
        (json!({"dataset": "x.csv", "grain": "99999999999 days"}), "plan.grain"),
        (json!({"dataset": "two.csv", "grain": "1 day"}), "plan.grain"),
        (json!({"dataset": "two.csv", "grain": "1 hour", "time_col": "a"}), "plan.grain"),
        (json!({"dataset": "none.csv", "grain": "1 day"}), "plan.grain"),
        (json!({"dataset": "x.csv", "grain": "1 day", "time_col": "name"}), "plan.time_col"),
        (json!({"dataset": "x.csv", "grain": "1 day", "timezone": "Mars/Base"}), "plan.timezone"),
        (json!({"dataset": "x.csv", "grain": "1 day", "timezone": "UTC"}), "plan.timezone"),
        (json!({"dataset": "x.csv", "timezone": "Mars/Base"}), "plan.timezone"),
        (json!({"dataset": "x.csv", "time_col": "att"}), "plan.time_col"),
        (json!({"dataset": "x.csv", "order": [{"col": "idd"}]}), "plan.order[0].col"),
        (json!({"dataset": "x.csv", "options": {"columns": {"nothing": "int64"}}}), "plan.options.columns.nothing"),
        (json!({"dataset": "x.csv", "options": {"separator": "ä"}}), "plan.options.separator"),
    ];
    for (plan, field) in cases {
        let error = data.error(plan.clone());
        assert_eq!((error.code, detail(&error, "field")), (Code::ValidationError, field), "{plan}: {error}");
        assert!(!detail(&error, "constraint").is_empty(), "{plan}: {error:?}");
        assert!(!error.message.ends_with('.'), "{error}");
    }
}

#[test]
fn an_unknown_name_is_answered_with_the_near_ones() {
    let error = data().error(json!({"dataset": "x.csv", "filters": [{"col": "nmae", "op": "=", "val": "a"}]}));
    assert_eq!(error.message, "there is no column \"nmae\"; did you mean \"name\"?; there are id, at, name, ok");
    assert_eq!(error.details["did_you_mean"], json!(["name"]));
    assert_eq!(error.details["allowed"], json!(["name", "id", "at", "ok"]));
}

#[test]
fn values_of_the_wrong_type_are_told_what_is_wanted() {
    let error = data().error(json!({"dataset": "x.csv", "filters": [{"col": "id", "op": "=", "val": "one"}]}));
    assert_eq!(error.message, "column \"id\" is int64: a number is wanted, not \"one\"");
}

#[test]
fn a_table_that_a_format_cannot_hold_is_refused_by_column() {
    let lists = Series::new("l".into(), [Series::new("".into(), [1_i64, 2])]);
    let frame = df!("a" => [1]).unwrap().hstack(&[lists.into()]).unwrap();
    let data = Data::new().with_parquet("x.parquet", &frame);
    let error = data.query_as(json!({"dataset": "x.parquet"}), OutputFormat::Csv, 10).err().unwrap();
    assert_eq!((error.code, detail(&error, "field"), detail(&error, "column")), (Code::ValidationError, "output", "l"));
}

#[test]
fn more_comparisons_than_the_engine_can_think_about_are_refused() {
    let many: Vec<Value> = (0..2_001).map(|value| json!({"col": "id", "op": "!=", "val": value})).collect();
    let error = data().error(json!({"dataset": "x.csv", "filters": [{"not": {"or": many}}]}));
    assert_eq!((error.code, detail(&error, "limit"), detail(&error, "field")), (Code::ResourceCap, "comparisons", "plan.filters"));
}

#[test]
fn a_late_value_of_another_type_names_its_column() {
    let mut text = String::from("a\n");
    for row in 0..12_000_000 {
        text.push_str(if row == 11_999_999 { "x" } else { "12345" });
        text.push('\n');
    }
    let data = Data::new().with("large.csv", &text);
    let error = data.error(json!({"dataset": "large.csv", "aggs": [{"col": "a", "fn": "sum"}]}));
    assert_eq!(error.code, Code::ValidationError);
    assert!(error.message.contains("'a'") && error.message.contains("infer_rows"), "{error}");
}
