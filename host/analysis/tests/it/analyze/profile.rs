//! The shape of an answer.

use serde_json::{Value, json};

use super::support::{Analysis, flights};

const ENERGY: &str = "timestamp,site_id,kwh,cost\n\
    2025-09-01T00:00:00,a,1.5,3.0\n2025-09-01T01:00:00,b,2.5,5.1\n2025-09-01T02:00:00,a,3.5,7.0\n\
    2025-09-01T03:00:00,b,4.5,9.2\n2025-09-01T04:00:00,a,5.5,\n";

#[test]
fn an_answer_has_the_shape_of_the_contract() {
    let (data, steps) = Analysis::eda().csv(ENERGY).run().unwrap();
    assert_eq!(steps, ["loading_data", "basic_stats", "correlation_analysis", "outlier_detection", "analysis_complete"]);
    let mut keys: Vec<&str> = data.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["chart_hints", "issues", "metrics", "sample", "schema"]);
    let metrics = &data["metrics"];
    assert_eq!((&metrics["rows"], &metrics["columns"]), (&json!(5), &json!(4)));
    assert!(metrics["memory_usage_mb"].as_f64().unwrap() > 0.0);
    let strongest = &metrics["correlations"][0];
    assert_eq!((&strongest[0], &strongest[1]), (&json!("timestamp"), &json!("kwh")));
    assert!((strongest[2].as_f64().unwrap() - 1.0).abs() < 1e-12);
    assert_eq!(metrics["correlations"].as_array().unwrap().len(), 3);
    assert_eq!(data["sample"][0], json!({"timestamp": "2025-09-01T00:00:00", "site_id": "a", "kwh": 1.5, "cost": 3.0}));
    assert_eq!(data["schema"]["fields"][3], json!({"name": "cost", "type": "float64", "nullable": true}));
    assert_eq!(data["schema"]["fields"][1], json!({"name": "site_id", "type": "string", "nullable": false}));
    assert_eq!(metrics["column_stats"]["kwh"]["mean"], 3.5);
    assert!(metrics["column_stats"]["kwh"]["histogram"].is_null(), "only a profile has histograms");
}

#[test]
fn steps_that_are_not_wanted_are_not_told() {
    let options = json!({"include_correlations": false, "include_outliers": false});
    let (data, steps) = Analysis::eda().csv(ENERGY).options(options).run().unwrap();
    assert_eq!(steps, ["loading_data", "basic_stats", "analysis_complete"]);
    assert_eq!(data["metrics"]["correlations"], json!([]));
    assert!(data["metrics"]["column_stats"]["kwh"]["outliers"].is_null());
}

#[test]
fn correlations_are_of_the_rows_that_both_columns_have() {
    // Beside `b` there are three rows of `a`, beside `c` only equal ones; `far` varies little beside what it is.
    let text = "a,b,c,far\n1,2,,1e15\n2,4,,1000000000000001\n3,6,,1000000000000002\n7,,1,1000000000000006\n7,,2,1000000000000006\n7,,5,1000000000000006\n";
    let data = Analysis::eda().csv(text).data();
    let pairs = data["metrics"]["correlations"].as_array().unwrap();
    let near = |a: &str, b: &str| {
        let found = pairs.iter().find(|pair| pair[0] == a && pair[1] == b)?;
        Some((found[2].as_f64().unwrap() * 1e9).round() / 1e9)
    };
    assert_eq!((near("a", "b"), near("a", "far"), near("b", "far")), (Some(1.0), Some(1.0), Some(1.0)));
    assert_eq!((near("a", "c"), near("c", "far"), near("b", "c")), (None, None, None));
}

#[test]
fn charts_fit_the_columns() {
    let data = Analysis::eda().csv(ENERGY).data();
    let hints: Vec<String> =
        data["chart_hints"].as_array().unwrap().iter().map(|hint| ["type", "x", "y"].map(|key| hint[key].as_str().unwrap()).join(" ")).collect();
    assert_eq!(
        hints,
        ["line timestamp kwh", "line timestamp cost", "bar site_id sum(kwh)", "scatter kwh cost", "histogram kwh count(*)", "histogram cost count(*)"]
    );
    assert!(data["chart_hints"].as_array().unwrap().iter().all(|hint| !hint["title"].as_str().unwrap().is_empty()));
    let weather = Analysis::eda().file(&flights("weather.csv")).data();
    let lines: Vec<&Value> = weather["chart_hints"].as_array().unwrap().iter().filter(|hint| hint["type"] == "line").map(|hint| &hint["y"]).collect();
    assert_eq!(lines, ["temp", "dewp", "humid"], "parts of the date are nothing to draw over it");
    let weak = Analysis::eda().csv("a,b\n1,5\n2,3\n3,9\n4,1\n5,6\n").options(json!({"correlation_threshold": 0.9})).data();
    assert!(weak["chart_hints"].as_array().unwrap().iter().all(|hint| hint["type"] != "scatter"));
}

#[test]
fn histograms_hold_every_value_once() {
    let data = Analysis::profile().file(&flights("weather.csv")).data();
    let stats = data["metrics"]["column_stats"].as_object().unwrap();
    let mut histograms = 0;
    for (name, column) in stats {
        let Some(bins) = column["histogram"]["bins"].as_array() else { continue };
        histograms += 1;
        let counted: u64 = bins.iter().map(|bin| bin["count"].as_u64().unwrap()).sum();
        assert_eq!(Value::from(counted), column["count"], "{name}");
        assert!(bins.windows(2).all(|pair| pair[0]["to"] == pair[1]["from"]), "{name}");
        let plain = |value: &Value| value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string());
        let ends = [&bins[0]["from"], &bins[bins.len() - 1]["to"]].map(plain);
        assert_eq!(ends, [&column["min"], &column["max"]].map(plain), "{name}");
    }
    assert_eq!(histograms, 14);
}

#[test]
fn tables_without_rows_or_with_one_are_answered() {
    for text in ["a,b\n", "a,b\n1,x\n", "a\n\n"] {
        for analysis in [Analysis::eda(), Analysis::profile(), Analysis::validation()] {
            let data = analysis.csv(text).data();
            assert_eq!(data["metrics"]["correlations"], json!([]), "{text:?}");
            assert_eq!(data["issues"].as_array().unwrap().iter().filter(|issue| issue["code"] == "OUTLIERS").count(), 0);
        }
    }
}

#[test]
fn columns_called_like_patterns_are_columns() {
    let data = Analysis::profile().csv("*,^a.*$,row\n1,2,3\n4,5,6\n1,2,3\n").data();
    assert_eq!(data["metrics"]["column_stats"]["*"]["max"], 4);
    assert_eq!(data["metrics"]["column_stats"]["^a.*$"]["max"], 5);
    assert_eq!(data["metrics"]["duplicate_rows"], 1);
}
