//! Rules, one by one.

use serde_json::{Value, json};

use super::support::{Analysis, issues};

const TABLE: &str = "id,kwh,day,name,code,whole\n\
    1,2.5,2025-09-01,ann,12,1.0\n2,-3.5,2025-09-02,bob,13,2.0\n2,,2025-09-03,cid,x4,3.5\n4,9.5,2025-09-04,,15,4.0\n,100.0,2025-09-05,ann,16,5.0\n";

/// Affected rows and the rows of examples of one rule.
fn violated(rule: Value) -> (u64, Vec<u64>) {
    let data = Analysis::validation().csv(TABLE).dataset("people", "who,age\nann,3\nbob,4\nann,5\n").options(json!({"rules": [rule]})).data();
    let report = &data["rules"][0];
    let affected = report["affected_rows"].as_u64().unwrap();
    assert_eq!(report["passed"], affected == 0);
    let found = issues(&data, "RULE_VIOLATION");
    assert_eq!(found.len(), usize::from(affected > 0), "{found:?}");
    assert_eq!(data["issues"].as_array().unwrap().len(), found.len(), "with rules there is nothing but rules");
    if let Some(issue) = found.first() {
        assert_eq!((&issue["affected_rows"], &issue["severity"]), (&report["affected_rows"], &report["severity"]));
        assert_eq!(issue["examples"], report["examples"]);
    }
    (affected, report["examples"].as_array().unwrap().iter().map(|example| example["row"].as_u64().unwrap()).collect())
}

#[test]
fn each_rule_counts_the_rows_where_it_does_not_hold() {
    for (rule, wanted) in [
        (json!({"col": "kwh", "rule": "not_null"}), vec![2]),
        (json!({"col": "day", "rule": "not_null"}), vec![]),
        (json!({"col": "id", "rule": "unique"}), vec![2]),
        (json!({"col": "kwh", "rule": "min", "value": 0}), vec![1]),
        (json!({"col": "kwh", "rule": "max", "value": 9.5}), vec![4]),
        (json!({"col": "kwh", "rule": "between", "value": [0, 50]}), vec![1, 4]),
        (json!({"col": "id", "rule": "min", "value": 1.5}), vec![0]),
        (json!({"col": "id", "rule": "max", "value": 3}), vec![3]),
        (json!({"col": "day", "rule": "min", "value": "2025-09-02"}), vec![0]),
        (json!({"col": "day", "rule": "max", "value": "2025-09-03T12:00:00Z"}), vec![3, 4]),
        (json!({"col": "day", "rule": "between", "value": ["2025-09-02", "2025-09-04"]}), vec![0, 4]),
        (json!({"col": "name", "rule": "in", "value": ["ann", "bob"]}), vec![2]),
        (json!({"col": "id", "rule": "in", "value": [1, 4]}), vec![1, 2]),
        (json!({"col": "kwh", "rule": "in", "value": [2.5, 100]}), vec![1, 3]),
        (json!({"col": "day", "rule": "in", "value": ["2025-09-01"]}), vec![1, 2, 3, 4]),
        (json!({"col": "name", "rule": "regex", "value": "^[a-b]"}), vec![2]),
        (json!({"col": "name", "rule": "max", "value": "bz"}), vec![2]),
        (json!({"col": "code", "rule": "type", "value": "int64"}), vec![2]),
        (json!({"col": "code", "rule": "type", "value": "date"}), vec![0, 1, 2, 3, 4]),
        (json!({"col": "whole", "rule": "type", "value": "int64"}), vec![2]),
        (json!({"col": "whole", "rule": "type", "value": "float64"}), vec![]),
        (json!({"col": "id", "rule": "type", "value": "float64"}), vec![]),
        (json!({"col": "id", "rule": "type", "value": "string"}), vec![0, 1, 2, 3]),
        (json!({"col": "name", "rule": "references", "value": {"dataset": "people", "col": "who"}}), vec![2]),
        (json!({"col": "whole", "rule": "references", "value": {"dataset": "people", "col": "age"}}), vec![0, 1, 2]),
        (json!({"rule": "expr", "value": {"col": "kwh", "op": ">=", "val": 0}}), vec![1]),
    ] {
        assert_eq!(violated(rule.clone()), (wanted.len() as u64, wanted), "{rule}");
    }
}

#[test]
fn a_reference_that_cannot_be_followed_is_refused() {
    for (value, field) in
        [(json!({"dataset": "people", "col": "whom"}), "options.rules[0].value.col"), (json!({"dataset": "people", "col": "age"}), "options.rules[0].value")]
    {
        let rules = json!({"rules": [{"col": "name", "rule": "references", "value": value}]});
        let error = Analysis::validation().csv(TABLE).dataset("people", "who,age\nann,3\n").options(rules).error();
        assert_eq!(error.details["field"], field, "{error}");
    }
}

#[test]
fn at_most_five_rows_are_shown() {
    let text: String = "x\n".to_owned() + &(0..100).map(|x| format!("{x}\n")).collect::<String>();
    let data = Analysis::validation().csv(&text).options(json!({"rules": [{"col": "x", "rule": "max", "value": 49, "severity": "warning"}]})).data();
    let issue = &issues(&data, "RULE_VIOLATION")[0];
    assert_eq!((&issue["affected_rows"], &issue["severity"], &issue["column"]), (&json!(50), &json!("warning"), &json!("x")));
    assert_eq!(issue["examples"].as_array().unwrap().len(), 5);
    assert_eq!(issue["examples"][0], json!({"row": 50, "value": 50}));
}

#[test]
fn a_validation_without_rules_looks_at_the_structure() {
    let text = "x,name\n1, a\n1, a\n1000,b\n".to_owned() + &"2,c\n".repeat(20);
    let (data, steps) = Analysis::validation().csv(&text).run().unwrap();
    assert_eq!(steps, ["loading_data", "basic_stats", "analysis_complete"]);
    assert_eq!(issues(&data, "DUPLICATE_ROWS").len(), 1);
    assert_eq!(issues(&data, "WHITESPACE").len(), 1);
    assert!(issues(&data, "OUTLIERS").is_empty());
    assert!(data.get("rules").is_none());
}

#[test]
fn rules_may_go_with_any_kind() {
    let (data, steps) = Analysis::eda().csv(TABLE).options(json!({"rules": [{"col": "kwh", "rule": "not_null"}]})).run().unwrap();
    assert_eq!(steps, ["loading_data", "basic_stats", "correlation_analysis", "outlier_detection", "rule_check", "analysis_complete"]);
    assert_eq!(issues(&data, "RULE_VIOLATION").len(), 1);
    assert_eq!(data["rules"][0]["affected_rows"], 1);
}
