//! The transforms by native frames.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{
    Array, AsArray, Float64Array, Int8Builder, Int64Array, LargeListBuilder, LargeStringArray, RecordBatch, TimestampMicrosecondArray, UInt32Array,
};
use arrow::datatypes::{Float64Type, TimestampMicrosecondType};
use serde_json::json;

use super::inputs::table;
use super::{SIZES, Suite};

const HOUR_US: i64 = 3_600_000_000;

/// Amounts are whole numbers, whose sums are the same in any order, and no two of the largest are alike.
fn sales(rows: usize) -> RecordBatch {
    let shop = |row: usize| (!(row + 1).is_multiple_of(11)).then(|| format!("shop {}", row * row % 7));
    let amount = |row: usize| (!(row + 1).is_multiple_of(4)).then(|| (row as f64 * 37.0) % 211.0 + if row % 1000 == 1 { 1000.0 + row as f64 } else { 0.0 });
    table(vec![
        ("shop", Arc::new((0..rows).map(shop).collect::<LargeStringArray>())),
        ("amount", Arc::new((0..rows).map(amount).collect::<Float64Array>())),
        ("at", Arc::new((0..rows as i64).map(|row| Some(row * 5 * HOUR_US / 2 - 40 * HOUR_US)).collect::<TimestampMicrosecondArray>().with_timezone("UTC"))),
    ])
}

fn shops() -> RecordBatch {
    table(vec![
        ("shop", Arc::new(LargeStringArray::from(vec!["shop 0", "shop 1", "shop 2"]))),
        ("city", Arc::new(LargeStringArray::from(vec![Some("Ulm"), None, Some("Aachen")]))),
    ])
}

#[test]
fn frames_of_every_language_are_equal() {
    let suite = Suite::start("frames");
    for rows in SIZES {
        ranks(&suite, &sales(rows));
        notes(&suite, &sales(rows));
    }
    ranks(&suite, &sales(1_000_000));
    let failure = suite.fails(&json!({"transform": "rank", "least": 1.0}), &[("left", &shops()), ("right", &shops())]);
    assert_eq!((failure["code"].as_str(), failure["details"]["guest_code"].as_str()), (Some("GUEST_ERROR"), Some("VALIDATION_ERROR")), "{failure:#}");
}

#[derive(Default)]
struct Group {
    sales: u32,
    total: f64,
    first: Option<i64>,
    hours: BTreeSet<i8>,
    sign: Option<String>,
}

fn ranks(suite: &Suite, left: &RecordBatch) {
    let right = shops();
    let (names, cities) = (right["shop"].as_string::<i64>(), right["city"].as_string::<i64>());
    let city = |shop: &str| names.iter().position(|name| name == Some(shop)).filter(|at| cities.is_valid(*at)).map(|at| cities.value(at).to_owned());
    let mut groups = BTreeMap::<(bool, Option<String>, &str), Group>::new();
    let rows =
        left["shop"].as_string::<i64>().iter().zip(left["amount"].as_primitive::<Float64Type>()).zip(left["at"].as_primitive::<TimestampMicrosecondType>());
    for ((shop, amount), at) in rows {
        let (Some(amount), Some(at)) = (amount.filter(|amount| *amount >= 20.0), at) else { continue };
        let city = shop.and_then(city);
        let group = groups.entry((city.is_none(), city, if amount >= 100.0 { "large" } else { "small" })).or_default();
        group.sales += 1;
        group.total += amount;
        group.first = Some(group.first.map_or(at, |first| first.min(at)));
        group.hours.insert((at.div_euclid(HOUR_US)).rem_euclid(24) as i8);
        group.sign = group.sign.take().max(shop.map(str::to_uppercase));
    }
    let mut hours = LargeListBuilder::new(Int8Builder::new());
    groups.values().for_each(|group| hours.append_value(group.hours.iter().map(|hour| Some(*hour))));
    let expected = table(vec![
        ("city", Arc::new(groups.keys().map(|(_, city, _)| city.as_deref()).collect::<LargeStringArray>())),
        ("kind", Arc::new(groups.keys().map(|(.., kind)| Some(*kind)).collect::<LargeStringArray>())),
        ("sales", Arc::new(groups.values().map(|group| Some(group.sales)).collect::<UInt32Array>())),
        ("total", Arc::new(groups.values().map(|group| Some(group.total)).collect::<Float64Array>())),
        ("first", Arc::new(groups.values().map(|group| group.first).collect::<TimestampMicrosecondArray>().with_timezone("UTC"))),
        ("hours", Arc::new(hours.finish())),
        ("sign", Arc::new(groups.values().map(|group| group.sign.as_deref()).collect::<LargeStringArray>())),
    ]);
    suite.holds(&json!({"transform": "rank", "least": 20.0}), &[("left", left), ("right", &right)], &expected, &[]);
}

fn notes(suite: &Suite, left: &RecordBatch) {
    let shop = left["shop"].as_string::<i64>();
    let mut known: Vec<(Option<&str>, f64)> =
        shop.iter().zip(left["amount"].as_primitive::<Float64Type>()).filter_map(|(shop, amount)| Some((shop, amount?))).collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1));
    let best: Vec<(Option<&str>, i64)> = known.iter().take(2).zip(1..).map(|((shop, _), rank)| (*shop, rank)).collect();
    // Nulls meet nobody in a join; what the guest has itself, it writes as it is.
    let rows: Vec<(Option<&str>, i64)> = best.iter().filter(|(shop, _)| shop.is_some()).chain(&best).copied().collect();
    let expected = table(vec![
        ("shop", Arc::new(rows.iter().map(|(shop, _)| *shop).collect::<LargeStringArray>())),
        ("rank", Arc::new(rows.iter().map(|(_, rank)| Some(*rank)).collect::<Int64Array>())),
    ]);
    let logs = ["info: refused: VALIDATION_ERROR".to_owned(), format!("info: {} shops", best.len())];
    let logs: Vec<&str> = logs.iter().map(String::as_str).collect();
    suite.holds(&json!({"transform": "notes"}), &[("left", left), ("right", &shops())], &expected, &logs);
}
