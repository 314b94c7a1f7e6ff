//! Real data: the flights from New York in 2013.

use std::sync::LazyLock;

use serde_json::json;

use crate::support::{Data, flights};

static DATA: LazyLock<Data> = LazyLock::new(|| {
    let mut data = Data::new();
    for name in ["flights.csv", "airlines.csv", "planes.csv", "weather.csv"] {
        data = data.with(name, std::fs::read(flights(name)).unwrap());
    }
    data
});

fn options() -> serde_json::Value {
    json!({"null_values": ["NA"], "try_parse_dates": true})
}

#[test]
fn delays_by_carrier_with_their_names() {
    let rows = DATA.query(json!({
        "dataset": "flights.csv",
        "options": options(),
        "joins": [{"dataset": "airlines.csv", "on": ["carrier"], "how": "left"}],
        "filters": [{"col": "dep_delay", "op": "not_null"}],
        "groupby": ["name"],
        "aggs": [{"col": "dep_delay", "fn": "mean", "as": "delay"}, {"fn": "count"}],
        "order": [{"col": "delay", "dir": "desc"}],
        "limit": 2,
    }));
    // As dplyr and pandas have it.
    assert_eq!((&rows[0]["name"], &rows[0]["count"]), (&json!("Frontier Airlines Inc."), &json!(682)));
    assert!((rows[0]["delay"].as_f64().unwrap() - 20.215_542_521_994_134).abs() < 1e-9);
    assert_eq!(rows[1]["name"], "ExpressJet Airlines Inc.");
}

#[test]
fn flights_by_month_and_by_the_days_of_new_york() {
    let rows = DATA.query(json!({
        "dataset": "flights.csv",
        "options": options(),
        "select": ["time_hour"],
        "grain": "1 month",
        "timezone": "America/New_York",
        "aggs": [{"fn": "count"}],
        "order": [{"col": "month"}],
    }));
    let counts: Vec<i64> = rows.iter().map(|row| row["count"].as_i64().unwrap()).collect();
    assert_eq!(counts, [27_004, 24_951, 28_834, 28_330, 28_796, 28_243, 29_425, 29_327, 27_574, 28_889, 27_268, 28_135]);
    assert_eq!(rows[0]["month"], "2013-01-01");
}

#[test]
fn sums_hold_whatever_way_they_are_asked_for() {
    let by = |groupby: serde_json::Value| {
        let rows = DATA
            .query(json!({"dataset": "flights.csv", "options": options(), "groupby": groupby, "aggs": [{"col": "distance", "fn": "sum"}, {"fn": "count"}]}));
        rows.iter().fold((0, 0), |sum, row| (sum.0 + row["distance_sum"].as_i64().unwrap(), sum.1 + row["count"].as_i64().unwrap()))
    };
    let all = by(json!([]));
    assert_eq!(all, (350_217_607, 336_776));
    assert_eq!(by(json!(["origin", "carrier"])), all);
    assert_eq!(by(json!([{"col": "time_hour", "part": "date"}])), all);
}
