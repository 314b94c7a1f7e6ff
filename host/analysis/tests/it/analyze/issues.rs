//! What is odd is told, with how many rows it touches.

use std::fmt::Write;

use serde_json::{Value, json};

use super::support::{Analysis, issues};

/// A CSV of one column.
fn column(name: &str, values: impl IntoIterator<Item = impl std::fmt::Display>) -> String {
    let mut text = format!("n,{name}\n");
    for (row, value) in values.into_iter().enumerate() {
        writeln!(text, "{row},{value}").unwrap();
    }
    text
}

fn only(analysis: Analysis, code: &str) -> Value {
    let found = analysis.issues(code);
    assert_eq!(found.len(), 1, "{code}: {found:?}");
    found[0].clone()
}

#[test]
fn numbers_far_off_are_outliers_by_either_method() {
    let text = column("kwh", (0..100).map(|x| if x == 50 { 1000 } else { x % 10 }));
    for method in ["iqr", "zscore"] {
        let issue = only(Analysis::eda().csv(&text).options(json!({"outlier_method": method})), "OUTLIERS");
        assert_eq!((&issue["affected_rows"], &issue["column"], &issue["severity"]), (&json!(1), &json!("kwh"), &json!("warning")));
        assert_eq!(issue["examples"], json!([1000]));
    }
    assert!(Analysis::eda().csv(&text).options(json!({"include_outliers": false})).issues("OUTLIERS").is_empty());
}

#[test]
fn nulls_are_told_from_a_twentieth_and_are_a_warning_from_three_tenths() {
    for (every, severity) in [(25, None), (20, Some("info")), (4, Some("info")), (3, Some("warning"))] {
        let text = column("cost", (0..100).map(|row| if row % every == 0 { String::new() } else { row.to_string() }));
        let found = Analysis::eda().csv(&text).issues("HIGH_NULL_RATIO");
        assert_eq!(found.first().map(|issue| issue["severity"].as_str().unwrap()), severity, "every {every}th");
    }
    let text = column("cost", (0..20).map(|row| if row < 3 { String::new() } else { row.to_string() }));
    let issue = only(Analysis::eda().csv(&text), "HIGH_NULL_RATIO");
    assert_eq!((&issue["detail"], &issue["affected_rows"]), (&json!("cost column has 15% null values"), &json!(3)));
}

#[test]
fn a_column_without_values_is_nothing_else() {
    let data = Analysis::eda().csv(&column("nothing", vec![""; 20])).data();
    assert_eq!(issues(&data, "ALL_NULL")[0]["affected_rows"], 20);
    assert!(issues(&data, "HIGH_NULL_RATIO").is_empty());
    assert!(issues(&data, "CONSTANT").is_empty());
}

#[test]
fn constant_and_nearly_constant_columns() {
    assert_eq!(only(Analysis::eda().csv(&column("one", vec!["x"; 20])), "CONSTANT")["affected_rows"], 20);
    let nearly = column("nearly", (0..200).map(|row| if row == 7 { "y" } else { "x" }));
    let data = Analysis::eda().csv(&nearly).data();
    assert_eq!(issues(&data, "NEAR_CONSTANT")[0]["affected_rows"], 199);
    assert!(issues(&data, "CONSTANT").is_empty());
}

#[test]
fn equal_rows_and_equal_keys() {
    let text = "id,x\n1,a\n2,b\n1,a\n2,c\n1,a\n,\n,\n";
    let data = Analysis::eda().csv(text).options(json!({"key": ["id"]})).data();
    let rows = &issues(&data, "DUPLICATE_ROWS")[0];
    assert_eq!((&rows["affected_rows"], &rows["example_rows"]), (&json!(3), &json!([2, 4, 6])));
    let key = &issues(&data, "DUPLICATE_KEY")[0];
    assert_eq!((&key["affected_rows"], &key["key"], &key["severity"]), (&json!(4), &json!(["id"]), &json!("error")));
    assert_eq!(key["example_rows"], json!([2, 3, 4, 6]));
    assert_eq!(data["metrics"]["duplicate_rows"], 3);
}

#[test]
fn names_of_many_values() {
    let text = column("name", (0..100).map(|row| format!("person {row}")));
    assert_eq!(only(Analysis::eda().csv(&text), "HIGH_CARDINALITY")["distinct"], 100);
}

#[test]
fn lopsided_numbers() {
    let text = column("x", (0..60).map(|x| f64::from(x).mul_add(0.25, 0.0).exp()));
    assert!(only(Analysis::eda().csv(&text), "SKEWED")["skew"].as_f64().unwrap() > 2.0);
}

#[test]
fn a_few_numbers_below_zero() {
    let rare = column("kwh", (0..100).map(|x| if x == 3 { -5 } else { x }));
    assert_eq!(only(Analysis::eda().csv(&rare), "NEGATIVE_VALUES")["affected_rows"], 1);
    let usual = column("delay", (0..100).map(|x| x - 50));
    assert!(Analysis::eda().csv(&usual).issues("NEGATIVE_VALUES").is_empty());
    let amount = column("unit_price", (0..100).map(|x| x - 50));
    assert_eq!(only(Analysis::eda().csv(&amount), "NEGATIVE_VALUES")["affected_rows"], 50);
}

#[test]
fn strings_of_several_kinds() {
    let text = column("amount", (0..40).map(|row| if row % 10 == 0 { "unknown".to_owned() } else { row.to_string() }));
    let issue = only(Analysis::eda().csv(&text), "MIXED_TYPES");
    assert_eq!((&issue["affected_rows"], &issue["kinds"]), (&json!(4), &json!({"number": 36, "text": 4})));
    let codes = column("code", (0..40).map(|row| format!("N{row}")));
    assert!(Analysis::eda().csv(&codes).issues("MIXED_TYPES").is_empty());
}

#[test]
fn strings_with_spaces_around() {
    let issue = only(Analysis::eda().csv("name,n\n\" ann\",1\nbob,2\n\"cid \",3\n"), "WHITESPACE");
    assert_eq!((&issue["affected_rows"], &issue["examples"]), (&json!(2), &json!([" ann"])));
}

#[test]
fn days_that_are_missing_and_days_out_of_order() {
    let days: Vec<String> = (1..=30).filter(|day| ![10, 11, 20].contains(day)).map(|day| format!("2025-09-{day:02}")).collect();
    let issue = only(Analysis::eda().csv(&column("day", &days)), "TIME_GAPS");
    assert_eq!((&issue["affected_rows"], &issue["missing"], &issue["step_seconds"]), (&json!(2), &json!(3), &json!(86_400.0)));
    assert_eq!(issue["examples"][0], json!({"from": "2025-09-09", "to": "2025-09-12"}));
    assert_eq!(issue["detail"], "day has 2 gaps in steps of 1 day, the longest from 2025-09-09 to 2025-09-12");

    let mut shuffled: Vec<String> = (1..=30).map(|day| format!("2025-09-{day:02}")).collect();
    shuffled.swap(4, 20);
    let data = Analysis::eda().csv(&column("day", &shuffled)).data();
    assert!(issues(&data, "TIME_GAPS").is_empty());
    assert_eq!(issues(&data, "TIME_UNSORTED")[0]["affected_rows"], 2);
    let backwards: Vec<String> = (1..=30).rev().map(|day| format!("2025-09-{day:02}")).collect();
    assert!(Analysis::eda().csv(&column("day", &backwards)).issues("TIME_UNSORTED").is_empty());
}

#[test]
fn the_worst_issues_come_first() {
    let data = Analysis::eda().csv("id,name\n1, a\n1,b\n2,b\n").options(json!({"key": ["id"]})).data();
    let severities: Vec<&str> = data["issues"].as_array().unwrap().iter().map(|issue| issue["severity"].as_str().unwrap()).collect();
    assert_eq!(severities, ["error", "warning"]);
}

#[test]
fn a_clean_table_has_no_issues() {
    let text = column("x", (0..50).map(|x| 100 + x % 7));
    assert_eq!(Analysis::eda().csv(&text).data()["issues"], json!([]));
}
