//! The transforms of whole tables.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, Float64Array, Int32Array, Int64Array, LargeStringArray, RecordBatch, StringArray, UInt64Array};
use arrow::compute::take_record_batch;
use arrow::datatypes::{Decimal128Type, Float64Type, Int32Type, Int64Type};
use serde_json::json;

use super::inputs::{baskets, catalogue, everything, orders, steps, table};
use super::{SIZES, Suite};

/// What stands in the place of an input that a transform does not look at.
fn unused() -> RecordBatch {
    table(vec![("nothing", Arc::new(StringArray::from(vec!["here"])))])
}

#[test]
fn tables_of_every_language_are_equal() {
    let suite = Suite::start("tables");
    for rows in SIZES {
        // What goes through Python value by value, and comes back as a stack of types.
        reverses(&suite, rows.min(3_000));
        totals(&suite, rows);
        looks_up(&suite, rows);
        explodes(&suite, rows);
        runs_on(&suite, rows);
    }
    runs_on(&suite, 1_000_000);
    what_is_not_there_is_told_alike(&suite);
}

fn reverses(suite: &Suite, rows: usize) {
    let left = everything(rows);
    let expected = take_record_batch(&left, &UInt64Array::from_iter_values((0..rows as u64).rev())).expect("all types can be taken from");
    suite.holds(&json!({"transform": "reverse"}), &[("left", &left), ("right", &unused())], &expected, &[]);
}

fn totals(suite: &Suite, rows: usize) {
    let left = orders(rows);
    let (mut places, mut groups) = (HashMap::new(), Vec::<(Option<&str>, i64, i128)>::new());
    for (key, amount) in left["key"].as_string::<i64>().iter().zip(left["amount"].as_primitive::<Decimal128Type>()) {
        let at = *places.entry(key).or_insert_with(|| {
            groups.push((key, 0, 0));
            groups.len() - 1
        });
        groups[at].1 += 1;
        groups[at].2 += amount.unwrap_or_default();
    }
    let total: Decimal128Array = groups.iter().map(|(.., total)| Some(*total)).collect();
    let expected = table(vec![
        ("key", Arc::new(groups.iter().map(|(key, ..)| *key).collect::<LargeStringArray>())),
        ("rows", Arc::new(groups.iter().map(|(_, rows, _)| Some(*rows)).collect::<Int64Array>())),
        ("total", Arc::new(total.with_precision_and_scale(38, 4).expect("they fit"))),
    ]);
    let mut logs = vec![format!("info: {} groups of {rows} rows", groups.len())];
    logs.extend(groups.iter().filter(|(key, ..)| key.is_none()).map(|(_, rows, _)| format!("warn: {rows} rows have no key")));
    let logs: Vec<&str> = logs.iter().map(String::as_str).collect();
    suite.holds(&json!({"transform": "totals"}), &[("left", &left), ("right", &unused())], &expected, &logs);
}

fn looks_up(suite: &Suite, rows: usize) {
    let (left, right) = (orders(rows), catalogue());
    let keys = right["key"].as_string::<i64>();
    let place = |key: &str| keys.iter().position(|known| known == Some(key));
    let found: Vec<Option<usize>> = left["key"].as_string::<i64>().iter().map(|key| place(key?)).collect();
    let (names, prices) = (right["name"].as_string::<i64>(), right["price"].as_primitive::<Decimal128Type>());
    let price: Decimal128Array = found.iter().map(|at| at.filter(|at| prices.is_valid(*at)).map(|at| prices.value(at))).collect();
    let expected = table(vec![
        ("key", left["key"].clone()),
        ("amount", left["amount"].clone()),
        ("name", Arc::new(found.iter().map(|at| at.filter(|at| names.is_valid(*at)).map(|at| names.value(at))).collect::<LargeStringArray>())),
        ("price", Arc::new(price.with_precision_and_scale(10, 2).expect("they fit"))),
    ]);
    suite.holds(&json!({"transform": "lookup"}), &[("left", &left), ("right", &right)], &expected, &[]);
}

fn explodes(suite: &Suite, rows: usize) {
    let left = baskets(rows);
    let (ids, items) = (left["id"].as_primitive::<Int64Type>(), left["items"].as_list::<i64>());
    let (infos, tags) = (left["info"].as_struct(), left["tags"].as_fixed_size_list());
    let number = |array: &ArrayRef, at: usize| array.is_valid(at).then(|| array.as_primitive::<Int64Type>().value(at));
    let mut out = Vec::new();
    for row in 0..rows {
        let id = ids.is_valid(row).then(|| ids.value(row));
        let x = infos.is_valid(row).then(|| number(&infos["x"], row)).flatten();
        let pair = tags.is_valid(row).then(|| tags.value(row));
        let tag = pair.and_then(|pair| pair.is_valid(0).then(|| pair.as_primitive::<Int32Type>().value(0)));
        let given = items.is_valid(row).then(|| items.value(row)).filter(|items| !items.is_empty());
        for position in 0..given.as_ref().map_or(1, |given| given.len()) {
            let item = given.as_ref().filter(|given| given.is_valid(position)).map(|given| given.as_struct());
            let name = item.and_then(|item| item["name"].is_valid(position).then(|| item["name"].as_string::<i64>().value(position).to_owned()));
            let score = item.and_then(|item| item["score"].is_valid(position).then(|| item["score"].as_primitive::<Float64Type>().value(position)));
            out.push((id, given.as_ref().map(|_| position as i64), name, score, x, tag));
        }
    }
    let expected = table(vec![
        ("id", Arc::new(out.iter().map(|row| row.0).collect::<Int64Array>())),
        ("position", Arc::new(out.iter().map(|row| row.1).collect::<Int64Array>())),
        ("name", Arc::new(out.iter().map(|row| row.2.as_deref()).collect::<LargeStringArray>())),
        ("score", Arc::new(out.iter().map(|row| row.3).collect::<Float64Array>())),
        ("x", Arc::new(out.iter().map(|row| row.4).collect::<Int64Array>())),
        ("tag", Arc::new(out.iter().map(|row| row.5).collect::<Int32Array>())),
    ]);
    suite.holds(&json!({"transform": "explode"}), &[("left", &left), ("right", &unused())], &expected, &[]);
}

fn runs_on(suite: &Suite, rows: usize) {
    let left = steps(rows);
    let (mut sum, mut count) = (0.0, 0);
    let (mut totals, mut seen) = (Vec::new(), Vec::new());
    for x in left["x"].as_primitive::<Float64Type>() {
        sum += x.unwrap_or_default();
        count += i64::from(x.is_some());
        totals.push(sum);
        seen.push(count);
    }
    let expected = table(vec![("n", left["n"].clone()), ("total", Arc::new(Float64Array::from(totals))), ("seen", Arc::new(Int64Array::from(seen)))]);
    suite.holds(&json!({"transform": "running"}), &[("left", &left), ("right", &unused())], &expected, &[]);
}

fn what_is_not_there_is_told_alike(suite: &Suite) {
    let failure = suite.fails(&json!({"transform": "lookup", "strict": true}), &[("left", &orders(7)), ("right", &catalogue())]);
    assert_eq!(failure["code"], "GUEST_ERROR", "{failure:#}");
    assert_eq!(failure["details"]["guest_code"], "unknown-key", "{failure:#}");
    assert_eq!(failure["details"]["context"], json!(["looking up row 5"]), "{failure:#}");
    assert!(failure["message"].as_str().is_some_and(|message| message.contains("there is no key \"key ")), "{failure:#}");
    let missing = suite.fails(&json!({"transform": "lookup"}), &[("left", &orders(7))]);
    assert_eq!(missing["code"], "VALIDATION_ERROR", "{missing:#}");
}
