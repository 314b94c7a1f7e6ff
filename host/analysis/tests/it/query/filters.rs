//! Which rows a filter takes, over every kind of column.

use polars::prelude::{DataType, Series, TimeUnit, TimeZone, df};
use serde_json::{Value, json};

use crate::support::{Data, column};

/// Six rows: an id and one column of each kind, the last row null.
fn data() -> Data {
    let mut frame = df!(
        "id" => [1, 2, 3, 4, 5, 6],
        "i" => [Some(-1_i64), Some(0), Some(1), Some(2), Some(i64::MAX), None],
        "small" => [Some(1_i64), Some(2), Some(3), Some(4), Some(127), None],
        "u" => [Some(0_u64), Some(1), Some(2), Some(3), Some(u64::MAX), None],
        "f" => [Some(-1.5), Some(0.0), Some(0.5), Some(1e300), Some(f64::NAN), None],
        "b" => [Some(true), Some(false), Some(true), Some(false), Some(true), None],
        "s" => [Some("abc"), Some("a%c"), Some("a_c"), Some("ABC"), Some("multi\nline"), None],
        "day" => [Some(15_705_i32), Some(15_706), Some(15_707), Some(15_708), Some(15_709), None],
        "at" => [Some(0_i64), Some(1_500), Some(86_400_000), Some(1_356_998_400_000), Some(1_364_688_000_000), None],
        "zoned" => [Some(0_i64), Some(1), Some(2), Some(1_356_998_400_000_000), Some(1_364_695_200_000_000), None],
        "clock" => [Some(0_i64), Some(1), Some(3_600_000_000_000), Some(2), Some(3), None],
        "money" => ["1.10", "2.50", "-3.00", "0.00", "10.00", ""],
    )
    .unwrap();
    let berlin = TimeZone::opt_try_new(Some("Europe/Berlin")).unwrap();
    for (name, dtype) in [
        ("small", DataType::Int8),
        ("day", DataType::Date),
        ("at", DataType::Datetime(TimeUnit::Milliseconds, None)),
        ("zoned", DataType::Datetime(TimeUnit::Microseconds, berlin)),
        ("clock", DataType::Time),
        ("money", DataType::Decimal(10, 2)),
    ] {
        let cast: Series = frame.column(name).unwrap().as_materialized_series().cast(&dtype).unwrap();
        frame.with_column(cast.into()).unwrap();
    }
    Data::new().with_parquet("x.parquet", &frame)
}

fn ids(data: &Data, filter: Value) -> Vec<i64> {
    let rows = data.query(json!({"dataset": "x.parquet", "filters": [filter], "select": ["id"], "order": [{"col": "id"}]}));
    column(&rows, "id").iter().map(|id| id.as_i64().unwrap()).collect()
}

fn check(cases: &[(&str, &str, Value, &[i64])]) {
    let data = data();
    for (col, op, val, wanted) in cases {
        let filter = if val.is_null() { json!({"col": col, "op": op}) } else { json!({"col": col, "op": op, "val": val}) };
        assert_eq!(ids(&data, filter), *wanted, "{col} {op} {val}");
    }
}

#[test]
fn numbers_compare_as_numbers() {
    check(&[
        ("i", "=", json!(1), &[3]),
        ("i", "==", json!(1.0), &[3]),
        ("i", "!=", json!(1), &[1, 2, 4, 5]),
        ("i", "<>", json!(1), &[1, 2, 4, 5]),
        ("i", "<", json!(0.5), &[1, 2]),
        ("i", "<=", json!(0), &[1, 2]),
        ("i", ">", json!(1), &[4, 5]),
        ("i", ">=", json!(i64::MAX), &[5]),
        ("i", "in", json!([1, 2.0, 2.5]), &[3, 4]),
        ("i", "not_in", json!([1, 2]), &[1, 2, 5]),
        ("i", "between", json!([0, 2]), &[2, 3, 4]),
        ("small", ">", json!(1000), &[]),
        ("small", "<", json!(1000), &[1, 2, 3, 4, 5]),
        ("small", "in", json!([1000, 127, -5]), &[5]),
        ("u", ">=", json!(u64::MAX), &[5]),
        ("u", ">", json!(-1), &[1, 2, 3, 4, 5]),
        ("u", "=", json!(-1), &[]),
        ("u", "between", json!([-5, 1]), &[1, 2]),
        ("i", "<", json!(u64::MAX), &[1, 2, 3, 4, 5]),
        ("i", "not_in", json!([u64::MAX, 2.5]), &[1, 2, 3, 4, 5]),
        ("u", "in", json!([u64::MAX, 0]), &[1, 5]),
        ("f", "<", json!(0), &[1]),
        ("f", "between", json!([0, 1]), &[2, 3]),
        ("f", "in", json!([0.5, 0]), &[2, 3]),
        ("money", ">", json!(1.1), &[2, 5]),
        ("money", "=", json!("1.1"), &[1]),
        ("money", "in", json!(["2.50", 10]), &[2, 5]),
        ("money", "<", json!("0.005"), &[3, 4]),
    ]);
}

#[test]
fn booleans_and_strings_compare_as_they_are() {
    check(&[
        ("b", "=", json!(true), &[1, 3, 5]),
        ("b", "!=", json!(true), &[2, 4]),
        ("b", "in", json!([false]), &[2, 4]),
        ("s", "=", json!("abc"), &[1]),
        ("s", "<", json!("a"), &[4]),
        ("s", "in", json!(["abc", "nothing"]), &[1]),
        ("s", "in", json!([]), &[]),
        ("s", "not_in", json!(["abc"]), &[2, 3, 4, 5]),
        ("s", "not_in", json!([]), &[1, 2, 3, 4, 5, 6]),
    ]);
}

#[test]
fn patterns_are_sqls_and_nothing_else_in_them_is_special() {
    check(&[
        ("s", "like", json!("a%c"), &[1, 2, 3]),
        ("s", "LIKE", json!("a_c"), &[1, 2, 3]),
        ("s", "like", json!("a\\%c"), &[2]),
        ("s", "like", json!("a\\_c"), &[3]),
        ("s", "like", json!("a.c"), &[]),
        ("s", "like", json!("a"), &[]),
        ("s", "like", json!("%"), &[1, 2, 3, 4, 5]),
        ("s", "like", json!("m%line"), &[5]),
        ("s", "not_like", json!("a%"), &[4, 5]),
        ("s", "ilike", json!("abc"), &[1, 4]),
        ("s", "contains", json!("%"), &[2]),
        ("s", "starts_with", json!("a"), &[1, 2, 3]),
        ("s", "ends_with", json!("c"), &[1, 2, 3]),
        ("s", "regex", json!("^[a-b]+c$"), &[1]),
    ]);
}

#[test]
fn times_compare_as_moments() {
    check(&[
        ("day", "=", json!("2013-01-01"), &[2]),
        ("day", ">", json!("2013-01-01T12:00:00"), &[3, 4, 5]),
        ("day", "between", json!(["2013-01-01", "2013-01-03"]), &[2, 3, 4]),
        ("day", "in", json!(["2013-01-02", "2013-01-04"]), &[3, 5]),
        ("at", "=", json!("1970-01-02"), &[3]),
        ("at", "<=", json!("1970-01-01T00:00:01.5"), &[1, 2]),
        ("at", "<", json!("1970-01-01 00:00:01.5001"), &[1, 2]),
        ("at", ">=", json!("1970-01-01 00:00:01.4999"), &[2, 3, 4, 5]),
        ("at", "!=", json!("1970-01-01 00:00:01.5001"), &[1, 2, 3, 4, 5]),
        // A zone in the value, none in the column: the column is taken as UTC.
        ("at", ">=", json!("2013-01-01T01:00:00+01:00"), &[4, 5]),
        ("at", "in", json!(["2013-01-01T00:00:00Z"]), &[4]),
        // A zone in the column, none in the value: the value is of that zone.
        ("zoned", "=", json!("2013-01-01T01:00:00"), &[4]),
        ("zoned", "=", json!("2013-01-01T00:00:00Z"), &[4]),
        ("zoned", "=", json!("2013-03-31T04:00:00+0200"), &[5]),
        ("zoned", "=", json!("2013-03-31T04:00:00"), &[5]),
        ("zoned", "in", json!(["2013-01-01T00:00:00Z"]), &[4]),
        ("clock", ">=", json!("01:00"), &[3]),
        ("clock", "in", json!(["00:00:00", "01:00:00"]), &[1, 3]),
    ]);
}

#[test]
fn nulls_are_found_by_their_own_tests_alone() {
    check(&[
        ("i", "is_null", Value::Null, &[6]),
        ("i", "not_null", Value::Null, &[1, 2, 3, 4, 5]),
        ("f", "is null", Value::Null, &[6]),
        ("f", "IS NOT NULL", Value::Null, &[1, 2, 3, 4, 5]),
    ]);
}

#[test]
fn filters_nest() {
    let data = data();
    let less = |value: i64| json!({"col": "id", "op": "<", "val": value});
    assert_eq!(ids(&data, json!({"or": [{"col": "id", "op": "=", "val": 1}, {"and": [less(4), {"not": less(3)}]}]})), [1, 3]);
    assert_eq!(ids(&data, json!({"and": []})), [1, 2, 3, 4, 5, 6]);
    assert_eq!(ids(&data, json!({"or": []})), Vec::<i64>::new());
    assert_eq!(ids(&data, json!({"not": {"col": "i", "op": "=", "val": 1}})), [1, 2, 4, 5], "a null is neither");
    let many: Vec<Value> = (0..1_900).map(|value| json!({"col": "id", "op": "!=", "val": value % 5})).collect();
    assert_eq!(ids(&data, json!({"and": many})), [5, 6]);
    let many: Vec<i64> = (-50_000..4).collect();
    assert_eq!(ids(&data, json!({"col": "id", "op": "in", "val": many})), [1, 2, 3]);
    let mut deep = less(3);
    for _ in 0..50 {
        deep = json!({"not": {"not": deep}});
    }
    assert_eq!(ids(&data, deep), [1, 2]);
}

#[test]
fn several_filters_all_hold_and_names_are_no_patterns() {
    let data = Data::new().with("x.csv", "*,^a$\n1,2\n3,4\n");
    let rows = data.query(json!({"dataset": "x.csv", "filters": [{"col": "*", "op": ">", "val": 0}, {"col": "^a$", "op": "<", "val": 4}], "select": ["^a$"]}));
    assert_eq!(rows, [json!({"^a$": 2})]);
}
