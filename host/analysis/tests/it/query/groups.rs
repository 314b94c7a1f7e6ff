//! Groups, times and order.

use serde_json::{Value, json};

use crate::support::{Data, column, detail};

const READINGS: &str = "\
at,site,kwh,ok
2025-09-01T00:10:00,a,1,true
2025-09-01T00:20:00,a,2,false
2025-09-01T13:00:00,b,3,true
2025-09-02T00:00:00,a,,true
2025-09-08T01:00:00,b,5,
2025-12-31T23:59:59,b,6,true
";

fn data() -> Data {
    Data::new().with("r.csv", READINGS)
}

#[test]
fn every_function_over_all_rows() {
    let functions = ["sum", "mean", "avg", "min", "max", "count", "count_distinct", "median", "std", "var", "first", "last"];
    let mut aggs: Vec<Value> = functions.iter().map(|function| json!({"col": "kwh", "fn": function})).collect();
    aggs.push(json!({"col": "kwh", "fn": "quantile", "q": 0.25, "as": "quarter"}));
    aggs.push(json!({"fn": "count"}));
    aggs.push(json!({"col": "site", "fn": "max"}));
    aggs.push(json!({"col": "at", "fn": "max"}));
    aggs.push(json!({"col": "ok", "fn": "sum"}));
    let rows = data().query(json!({"dataset": "r.csv", "aggs": aggs}));
    let row = &rows[0];
    let number = |name: &str| row[name].as_f64().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((number("kwh_sum"), number("kwh_mean"), number("kwh_avg"), number("kwh_min"), number("kwh_max")), (17.0, 3.4, 3.4, 1.0, 6.0));
    assert_eq!((number("kwh_count"), number("kwh_count_distinct"), number("count")), (5.0, 5.0, 6.0));
    assert_eq!((number("kwh_median"), number("quarter"), number("kwh_first"), number("kwh_last")), (3.0, 2.0, 1.0, 6.0));
    assert!((number("kwh_var") - 4.3).abs() < 1e-12 && (number("kwh_std") - 4.3_f64.sqrt()).abs() < 1e-12);
    assert_eq!((&row["site_max"], &row["at_max"], &row["ok_sum"]), (&json!("b"), &json!("2025-12-31T23:59:59"), &json!(4)));
}

#[test]
fn sums_beyond_64_bits_are_errors_and_not_other_numbers() {
    let data = Data::new().with("x.csv", format!("g,v\na,{}\na,1\nb,{}\nb,-1\n", i64::MAX, i64::MAX));
    let sum = |group: &str| json!({"dataset": "x.csv", "filters": [{"col": "g", "op": "=", "val": group}], "aggs": [{"col": "v", "fn": "sum"}]});
    assert_eq!(data.query(sum("b")), [json!({"v_sum": i64::MAX - 1})]);
    assert_eq!(data.error(sum("a")).code, sandtable_core::Code::ValidationError);
    let error = data.error(json!({"dataset": "x.csv", "groupby": ["g"], "aggs": [{"col": "v", "fn": "sum"}]}));
    assert!(error.message.contains("i64"), "{error}");
}

#[test]
fn the_contracts_example() {
    let plan = json!({
        "dataset": "r.csv",
        "filters": [{"col": "at", "op": ">=", "val": "2025-09-01T00:00:00Z"}],
        "select": ["at", "site", "kwh"],
        "groupby": ["site", "day"],
        "aggs": [{"col": "kwh", "fn": "sum"}],
        "grain": "1 day",
        "order": [{"col": "day", "dir": "asc"}, {"col": "site"}],
        "limit": 3,
    });
    let done = data().query_as(plan, Default::default(), 100).unwrap();
    assert_eq!(
        done.data["rows"],
        json!([{"site": "a", "day": "2025-09-01", "kwh_sum": 3}, {"site": "b", "day": "2025-09-01", "kwh_sum": 3}, {"site": "a", "day": "2025-09-02", "kwh_sum": 0}])
    );
    assert_eq!(done.steps, ["file_found", "loading_data", "applying_filters", "aggregating", "query_complete"]);
    let types: Vec<&Value> = done.data["schema"]["fields"].as_array().unwrap().iter().map(|field| &field["type"]).collect();
    assert_eq!(types, ["string", "date", "int64"]);
}

#[test]
fn grains_floor_times_and_name_their_column() {
    let cases = [
        (
            "15 minutes",
            "bucket",
            vec!["2025-09-01T00:00:00", "2025-09-01T00:15:00", "2025-09-01T13:00:00", "2025-09-02T00:00:00", "2025-09-08T01:00:00", "2025-12-31T23:45:00"],
        ),
        ("1 hour", "hour", vec!["2025-09-01T00:00:00", "2025-09-01T13:00:00", "2025-09-02T00:00:00", "2025-09-08T01:00:00", "2025-12-31T23:00:00"]),
        ("day", "day", vec!["2025-09-01", "2025-09-02", "2025-09-08", "2025-12-31"]),
        ("1 week", "week", vec!["2025-09-01", "2025-09-08", "2025-12-29"]),
        ("1 month", "month", vec!["2025-09-01", "2025-12-01"]),
        ("1 quarter", "quarter", vec!["2025-07-01", "2025-10-01"]),
        ("1 year", "year", vec!["2025-01-01"]),
        ("2 Months", "bucket", vec!["2025-09-01", "2025-11-01"]),
        ("1h", "hour", vec!["2025-09-01T00:00:00", "2025-09-01T13:00:00", "2025-09-02T00:00:00", "2025-09-08T01:00:00", "2025-12-31T23:00:00"]),
    ];
    for (grain, name, wanted) in cases {
        let rows = data().query(json!({"dataset": "r.csv", "grain": grain, "aggs": [{"fn": "count"}], "order": [{"col": name}]}));
        assert_eq!(column(&rows, name), wanted, "{grain}");
    }
}

#[test]
fn days_are_counted_in_the_zone_that_is_asked_for() {
    // The clocks of Berlin go forward on 2025-03-30 and back on 2025-10-26.
    let text = "at,v\n2025-03-29T22:30:00Z,1\n2025-03-29T23:30:00Z,2\n2025-03-30T00:30:00Z,3\n2025-03-30T01:30:00Z,4\n2025-03-30T22:30:00Z,5\n2025-10-26T00:30:00Z,6\n2025-10-26T01:30:00Z,7\n";
    let data = Data::new().with("z.csv", text);
    let query = |plan: Value| data.query(plan);
    let sums = |timezone: &str| {
        let rows = query(json!({"dataset": "z.csv", "grain": "1 day", "timezone": timezone, "aggs": [{"col": "v", "fn": "sum"}], "order": [{"col": "day"}]}));
        rows.iter().map(|row| (row["day"].as_str().unwrap().to_owned(), row["v_sum"].as_i64().unwrap())).collect::<Vec<_>>()
    };
    let named = |pairs: &[(&str, i64)]| pairs.iter().map(|(day, sum)| ((*day).to_owned(), *sum)).collect::<Vec<_>>();
    assert_eq!(sums("UTC"), named(&[("2025-03-29", 3), ("2025-03-30", 12), ("2025-10-26", 13)]));
    assert_eq!(sums("Europe/Berlin"), named(&[("2025-03-29", 1), ("2025-03-30", 9), ("2025-03-31", 5), ("2025-10-26", 13)]));
    // The hour that comes twice is two hours.
    let rows = query(
        json!({"dataset": "z.csv", "grain": "1 hour", "timezone": "Europe/Berlin", "filters": [{"col": "v", "op": ">=", "val": 6}], "order": [{"col": "hour"}]}),
    );
    assert_eq!(column(&rows, "hour"), ["2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z"]);
    let rows = query(json!({"dataset": "z.csv", "groupby": ["hour"], "timezone": "Europe/Berlin", "aggs": [{"fn": "count"}], "order": [{"col": "hour"}]}));
    assert_eq!(column(&rows, "hour"), [0, 1, 2, 3, 23]);
}

#[test]
fn parts_of_times_are_groups() {
    let rows = data().query(json!({"dataset": "r.csv", "groupby": ["month", {"col": "at", "part": "weekday", "as": "wd"}], "aggs": [{"fn": "count"}], "order": [{"col": "month"}, {"col": "wd"}]}));
    assert_eq!(rows, [json!({"month": 9, "wd": 1, "count": 4}), json!({"month": 9, "wd": 2, "count": 1}), json!({"month": 12, "wd": 3, "count": 1})]);
    for (part, wanted) in [
        ("year", json!([2025])),
        ("quarter", json!([3, 4])),
        ("week", json!([1, 36, 37])),
        ("day", json!([1, 2, 8, 31])),
        ("hour", json!([0, 1, 13, 23])),
        ("minute", json!([0, 10, 20, 59])),
        ("date", json!(["2025-09-01", "2025-09-02", "2025-09-08", "2025-12-31"])),
    ] {
        let rows = data().query(json!({"dataset": "r.csv", "groupby": [{"col": "at", "part": part}], "order": [{"col": part}]}));
        assert_eq!(json!(column(&rows, part)), wanted, "{part}");
    }
}

#[test]
fn a_column_goes_before_a_part_of_its_name_and_clashes_are_errors() {
    let data = Data::new().with("x.csv", "at,day\n2025-01-05,7\n2025-01-06,7\n");
    assert_eq!(data.query(json!({"dataset": "x.csv", "groupby": ["day"], "aggs": [{"fn": "count"}]})), [json!({"day": 7, "count": 2})]);
    let error = data.error(json!({"dataset": "x.csv", "grain": "1 day", "aggs": [{"fn": "count"}]}));
    assert_eq!((detail(&error, "field"), detail(&error, "given")), ("plan.grain", "day"));
    // Without the column there is no clash.
    let rows = data.query(json!({"dataset": "x.csv", "select": ["at"], "grain": "1 day", "aggs": [{"fn": "count"}], "order": [{"col": "day"}]}));
    assert_eq!(column(&rows, "day"), ["2025-01-05", "2025-01-06"]);
    let error =
        data.error(json!({"dataset": "x.csv", "groupby": ["at"], "aggs": [{"col": "day", "fn": "sum"}, {"col": "at", "fn": "count", "as": "day_sum"}]}));
    assert_eq!(detail(&error, "field"), "plan.aggs[1]");
}

#[test]
fn select_limits_what_groups_may_read() {
    let error = data().error(json!({"dataset": "r.csv", "select": ["site"], "groupby": ["site"], "aggs": [{"col": "kwh", "fn": "sum"}]}));
    assert_eq!(detail(&error, "field"), "plan.aggs[0].col");
    let rows = data().query(
        json!({"dataset": "r.csv", "select": ["site"], "filters": [{"col": "kwh", "op": ">", "val": 2}], "groupby": ["site"], "aggs": [{"fn": "count"}]}),
    );
    assert_eq!(rows, [json!({"site": "b", "count": 3})]);
}

#[test]
fn rows_are_chosen_ordered_and_limited() {
    let rows = data().query(json!({"dataset": "r.csv", "select": ["kwh", "site"], "order": [{"col": "kwh", "dir": "desc"}]}));
    assert_eq!(json!(column(&rows, "kwh")), json!([6, 5, 3, 2, 1, null]), "nulls come last");
    let rows = data().query(json!({"dataset": "r.csv", "select": ["site"], "order": [{"col": "kwh", "dir": "asc"}], "limit": 2}));
    assert_eq!(rows, [json!({"site": "a"}), json!({"site": "a"})], "by a column that is not answered");
    assert_eq!(data().query(json!({"dataset": "r.csv", "limit": 0})).len(), 0);
    let rows = data().query(json!({"dataset": "r.csv", "select": ["kwh"], "grain": "1 month", "limit": 1}));
    assert_eq!(rows, [json!({"kwh": 1, "month": "2025-09-01"})]);
}

#[test]
fn groups_without_functions_are_what_there_is() {
    let rows = data().query(json!({"dataset": "r.csv", "groupby": ["site"], "order": [{"col": "site"}]}));
    assert_eq!(column(&rows, "site"), ["a", "b"]);
}

#[test]
fn no_rows_are_no_error() {
    let none = json!([{"col": "site", "op": "=", "val": "nowhere"}]);
    assert_eq!(data().query(json!({"dataset": "r.csv", "filters": none, "groupby": ["site"], "aggs": [{"fn": "count"}]})), Vec::<Value>::new());
    assert_eq!(
        data().query(json!({"dataset": "r.csv", "filters": none, "aggs": [{"fn": "count"}, {"col": "kwh", "fn": "mean"}]})),
        [json!({"count": 0, "kwh_mean": null})]
    );
}
