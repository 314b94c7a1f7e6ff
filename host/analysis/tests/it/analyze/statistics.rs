//! The statistics equal those of pandas, scipy and numpy over real tables: `oracle/` made the fixtures.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::support::{Analysis, fixtures, flights};

/// A part of the larger one. pandas sums in another order.
const TOLERANCE: f64 = 1e-9;
/// Kurtosis and skewness are differences of large numbers, correlations of small ones.
const LOOSE: f64 = 1e-7;

fn fixture(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(fixtures().join(format!("{name}.json"))).unwrap()).unwrap()
}

fn analysis(of: &Value, analysis: Analysis) -> Analysis {
    let file = of["file"].as_str().unwrap();
    let path = if of["fetched"] == true { flights(file) } else { fixtures().join("data").join(file) };
    analysis.file(&path)
}

/// Whether numbers are as good as equal, and all else is equal.
fn near(ours: &Value, theirs: &Value, tolerance: f64) -> bool {
    match (ours.as_f64(), theirs.as_f64()) {
        (Some(ours), Some(theirs)) => (ours - theirs).abs() <= tolerance * ours.abs().max(theirs.abs()).max(1e-6),
        _ => ours == theirs,
    }
}

fn same(place: &str, ours: &Value, theirs: &Value, tolerance: f64) {
    assert!(near(ours, theirs, tolerance), "{place}: {ours} here, {theirs} there");
}

/// Everything that the fixture of a table says.
fn check(name: &str) {
    let theirs = fixture(name);
    let pearson = analysis(&theirs, Analysis::profile()).data();
    let metrics = &pearson["metrics"];
    same("rows", &metrics["rows"], &theirs["rows"], 0.0);
    same("duplicate_rows", &metrics["duplicate_rows"], &theirs["duplicate_rows"], 0.0);
    let columns = theirs["columns"].as_object().unwrap();
    assert_eq!(metrics["columns"], columns.len());
    for (column, theirs) in columns {
        check_column(column, &metrics["column_stats"][column], theirs);
    }
    check_pairs(&metrics["correlations"], &theirs["pearson"]);
    let spearman = analysis(&theirs, Analysis::eda()).options(json!({"correlation_method": "spearman", "outlier_method": "zscore"})).data();
    check_pairs(&spearman["metrics"]["correlations"], &theirs["spearman"]);
    for (column, theirs) in columns {
        check_fence(column, &spearman["metrics"]["column_stats"][column], &theirs["outliers"]["zscore"]);
    }
}

fn check_column(column: &str, ours: &Value, theirs: &Value) {
    for key in ["kind", "count", "nulls", "distinct"] {
        same(&format!("{column}.{key}"), &ours[key], &theirs[key], 0.0);
    }
    let exact: &[&str] = match theirs["kind"].as_str().unwrap() {
        "number" => {
            for key in ["mean", "std", "min", "max", "median", "sum"] {
                same(&format!("{column}.{key}"), &ours[key], &theirs[key], TOLERANCE);
            }
            for key in ["skew", "kurtosis"] {
                same(&format!("{column}.{key}"), &ours[key], &theirs[key], LOOSE);
            }
            if let Some(quantiles) = theirs["quantiles"].as_object() {
                assert_eq!(ours["quantiles"].as_object().unwrap().len(), quantiles.len());
                for (key, theirs) in quantiles {
                    same(&format!("{column}.{key}"), &ours["quantiles"][key], theirs, TOLERANCE);
                }
            }
            check_fence(column, ours, &theirs["outliers"]["iqr"]);
            check_histogram(column, &ours["histogram"], &theirs["histogram"]);
            &["zeros", "negatives"]
        }
        "string" => {
            for key in ["min", "max", "mean"] {
                same(&format!("{column}.lengths.{key}"), &ours["lengths"][key], &theirs["lengths"][key], TOLERANCE);
            }
            &["empty", "whitespace"]
        }
        "time" => {
            same(&format!("{column}.span_seconds"), &ours["span_seconds"], &theirs["span_seconds"], TOLERANCE);
            for key in ["min", "max"] {
                // One writes `+00:00`, the other `Z`, or nothing, or no time of day.
                let begin = ours[key].as_str().unwrap().trim_end_matches('Z');
                assert!(theirs[key].as_str().unwrap().starts_with(begin), "{column}.{key}: {} here, {} there", ours[key], theirs[key]);
            }
            if !theirs["step"].is_null() {
                for key in ["seconds", "gaps", "missing"] {
                    same(&format!("{column}.step.{key}"), &ours["step"][key], &theirs["step"][key], TOLERANCE);
                }
                assert_eq!(ours["step"]["regular"], true);
            }
            &["unsorted"]
        }
        other => {
            assert_eq!(other, "boolean");
            &["true"]
        }
    };
    for key in exact {
        same(&format!("{column}.{key}"), &ours[*key], &theirs[*key], 0.0);
    }
    if let Some(top) = theirs["top"].as_array() {
        let ours: Vec<Value> = ours["top"].as_array().unwrap().iter().map(|top| json!([top["value"], top["count"]])).collect();
        assert_eq!(ours.len(), top.len(), "{column}.top");
        for (ours, theirs) in ours.iter().zip(top) {
            same(&format!("{column}.top"), &ours[0], &theirs[0], TOLERANCE);
            same(&format!("{column}.top"), &ours[1], &theirs[1], 0.0);
        }
    }
}

fn check_fence(column: &str, ours: &Value, theirs: &Value) {
    if theirs.is_null() {
        return assert!(ours["outliers"].is_null(), "{column}: {}", ours["outliers"]);
    }
    for key in ["lower", "upper"] {
        same(&format!("{column}.outliers.{key}"), &ours["outliers"][key], &theirs[key], TOLERANCE);
    }
    for key in ["below", "above"] {
        same(&format!("{column}.outliers.{key}"), &ours["outliers"][key], &theirs[key], 0.0);
    }
}

fn check_histogram(column: &str, ours: &Value, theirs: &Value) {
    if theirs.is_null() {
        return assert!(ours.is_null() || ours["method"] == "fixed", "{column}: {}", ours["method"]);
    }
    assert_eq!(ours["method"], "freedman_diaconis", "{column}");
    let bins = ours["bins"].as_array().unwrap();
    let (edges, counts) = (theirs["edges"].as_array().unwrap(), theirs["counts"].as_array().unwrap());
    assert_eq!(bins.len(), counts.len(), "{column}");
    for (at, bin) in bins.iter().enumerate() {
        same(&format!("{column}.histogram"), &bin["from"], &edges[at], TOLERANCE);
        same(&format!("{column}.histogram"), &bin["to"], &edges[at + 1], TOLERANCE);
        same(&format!("{column}.histogram at {}", bin["from"]), &bin["count"], &counts[at], 0.0);
    }
}

fn check_pairs(ours: &Value, theirs: &Value) {
    let pair = |triple: &Value| {
        let mut names = [triple[0].as_str().unwrap().to_owned(), triple[1].as_str().unwrap().to_owned()];
        names.sort();
        (names, triple[2].clone())
    };
    let ours: BTreeMap<_, _> = ours.as_array().unwrap().iter().map(pair).collect();
    // What has no correlation is null there and not in the list here.
    let theirs: BTreeMap<_, _> = theirs.as_array().unwrap().iter().map(pair).filter(|(_, r)| !r.is_null()).collect();
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    for (names, r) in &ours {
        let theirs = &theirs[names];
        assert!((r.as_f64().unwrap() - theirs.as_f64().unwrap()).abs() <= LOOSE, "{names:?}: {r} here, {theirs} there");
    }
}

macro_rules! tables {
    ($($name:ident: $file:literal,)*) => {
        $(#[test]
        fn $name() {
            check($file);
        })*

        #[test]
        fn every_fixture_is_checked() {
            let known: Vec<&str> = vec![$($file),*];
            for entry in std::fs::read_dir(fixtures()).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                if let Some(name) = name.strip_suffix(".json") {
                    assert!(known.contains(&name), "{name} has no test");
                }
            }
        }
    };
}

tables! {
    airlines: "airlines",
    airports: "airports",
    anscombe: "anscombe",
    barley: "barley",
    cars: "cars",
    flights_of_2013: "flights",
    iowa_electricity: "iowa-electricity",
    iris: "iris",
    penguins: "penguins",
    planes: "planes",
    seattle_weather: "seattle-weather",
    us_employment: "us-employment",
    weather: "weather",
}
