//! Plans by chance, and the same by hand in Rust.

use std::collections::BTreeMap;

use polars::prelude::df;
use serde_json::{Value, json};

use crate::support::Data;

/// A row of the data: numbers that repeat, some missing.
#[derive(Debug, Clone, Copy)]
struct Row {
    key: i64,
    value: Option<i64>,
    flag: bool,
}

/// Marsaglia's xorshift: chance that is the same every time.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

fn rows(chance: &mut Chance, count: usize) -> Vec<Row> {
    let row =
        |chance: &mut Chance| Row { key: chance.next(7) as i64, value: (chance.next(5) > 0).then(|| chance.next(40) as i64 - 20), flag: chance.next(2) == 0 };
    (0..count).map(|_| row(chance)).collect()
}

/// What SQL says of a row: true, false or neither.
type Holds = Box<dyn Fn(&Row) -> Option<bool>>;

/// A condition as a filter, and what SQL says of rows.
fn condition(chance: &mut Chance, depth: u32) -> (Value, Holds) {
    let kind = if depth == 0 { chance.next(5) } else { chance.next(8) };
    match kind {
        5 | 6 => {
            let (one, is_one) = condition(chance, depth - 1);
            let (other, is_other) = condition(chance, depth - 1);
            match kind {
                5 => (
                    json!({"and": [one, other]}),
                    Box::new(move |row| match (is_one(row), is_other(row)) {
                        (Some(false), _) | (_, Some(false)) => Some(false),
                        (Some(true), Some(true)) => Some(true),
                        _ => None,
                    }),
                ),
                _ => (
                    json!({"or": [one, other]}),
                    Box::new(move |row| match (is_one(row), is_other(row)) {
                        (Some(true), _) | (_, Some(true)) => Some(true),
                        (Some(false), Some(false)) => Some(false),
                        _ => None,
                    }),
                ),
            }
        }
        7 => {
            let (one, is_one) = condition(chance, depth - 1);
            (json!({"not": one}), Box::new(move |row| is_one(row).map(|is| !is)))
        }
        0 => {
            let than = chance.next(40) as i64 - 20;
            let (op, holds): (&str, fn(i64, i64) -> bool) = match chance.next(6) {
                0 => ("<", |a, b| a < b),
                1 => ("<=", |a, b| a <= b),
                2 => (">", |a, b| a > b),
                3 => (">=", |a, b| a >= b),
                4 => ("=", |a, b| a == b),
                _ => ("!=", |a, b| a != b),
            };
            (json!({"col": "value", "op": op, "val": than}), Box::new(move |row| row.value.map(|value| holds(value, than))))
        }
        1 => {
            let some: Vec<i64> = (0..chance.next(4)).map(|_| chance.next(40) as i64 - 20).collect();
            (
                json!({"col": "value", "op": "in", "val": some}),
                Box::new(move |row| if some.is_empty() { Some(false) } else { row.value.map(|value| some.contains(&value)) }),
            )
        }
        2 => {
            let (low, high) = (chance.next(40) as i64 - 20, chance.next(40) as i64 - 20);
            (json!({"col": "value", "op": "between", "val": [low, high]}), Box::new(move |row| row.value.map(|value| (low..=high).contains(&value))))
        }
        3 => (json!({"col": "value", "op": "is_null"}), Box::new(|row| Some(row.value.is_none()))),
        _ => (json!({"col": "flag", "op": "=", "val": true}), Box::new(|row| Some(row.flag))),
    }
}

#[test]
fn filters_and_groups_by_chance_are_as_by_hand() {
    let mut chance = Chance(0x2013_0101);
    let rows = rows(&mut chance, 2_000);
    let frame = df!(
        "key" => rows.iter().map(|row| row.key).collect::<Vec<_>>(),
        "value" => rows.iter().map(|row| row.value).collect::<Vec<_>>(),
        "flag" => rows.iter().map(|row| row.flag).collect::<Vec<_>>(),
    )
    .unwrap();
    let mut csv = String::from("key,value,flag\n");
    for row in &rows {
        csv.push_str(&format!("{},{},{}\n", row.key, row.value.map(|value| value.to_string()).unwrap_or_default(), row.flag));
    }
    let data = Data::new().with_parquet("x.parquet", &frame).with("x.csv", &csv);
    for round in 0..150 {
        let (filter, holds) = condition(&mut chance, 3);
        let mut wanted: BTreeMap<i64, (i64, i64, Option<i64>, f64)> = BTreeMap::new();
        for row in rows.iter().filter(|row| holds(row) == Some(true)) {
            let group = wanted.entry(row.key).or_default();
            group.0 += 1;
            group.1 += row.value.unwrap_or(0);
            group.2 = group.2.max(row.value);
            group.3 += row.value.map_or(0.0, |_| 1.0);
        }
        let wanted: Vec<Value> = wanted
            .into_iter()
            .map(|(key, (count, sum, max, known))| json!({"key": key, "count": count, "value_sum": sum, "value_max": max, "value_mean": (known > 0.0).then(|| sum as f64 / known)}))
            .collect();
        let dataset = if round % 2 == 0 { "x.parquet" } else { "x.csv" };
        let found = data.query(json!({
            "dataset": dataset,
            "filters": [filter],
            "groupby": ["key"],
            "aggs": [{"fn": "count"}, {"col": "value", "fn": "sum"}, {"col": "value", "fn": "max"}, {"col": "value", "fn": "mean"}],
            "order": [{"col": "key"}],
        }));
        assert_eq!(json!(found), json!(wanted), "{dataset}: {filter}");
    }
}
