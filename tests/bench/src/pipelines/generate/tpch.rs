//! As three tables of TPC-H, with the columns that the queries read. At scale 1 there are 6 M lines.

use anyhow::Result;
use polars::prelude::{Column, Float64Chunked, Int32Chunked, Int64Chunked, IntoColumn, NewChunkedArray, StringChunked};

use super::{integers, texts};
use crate::data::Numbers;

const SEGMENTS: [&str; 5] = ["AUTOMOBILE", "BUILDING", "FURNITURE", "HOUSEHOLD", "MACHINERY"];
/// Lines of an order, in the mean.
const LINES: usize = 4;
/// Orders of a customer, in the mean.
const ORDERS: usize = 10;
/// Days since 1970: 1992-01-01, and the days from there to the last order's.
const FIRST_DAY: i32 = 8035;
const DAYS: u64 = 2406;
/// 1995-06-17, the day that decides returns and states.
const TODAY: i32 = 9298;

struct Order {
    customer: i64,
    day: i32,
    lines: usize,
}

/// The same orders, whoever walks them.
fn all_orders(lines: usize) -> impl Iterator<Item = Order> {
    let mut numbers = Numbers::new(31);
    let customers = customers(lines) as u64;
    (0..orders_of(lines)).map(move |_| Order {
        customer: (numbers.next() % customers) as i64 + 1,
        day: FIRST_DAY + (numbers.next() % DAYS) as i32,
        lines: (numbers.next() % (2 * LINES as u64 - 1)) as usize + 1,
    })
}

fn orders_of(lines: usize) -> usize {
    lines / LINES
}

fn customers(lines: usize) -> usize {
    (orders_of(lines) / ORDERS).max(1)
}

pub(super) fn customer(lines: usize) -> Result<Vec<Column>> {
    let rows = customers(lines);
    Ok(vec![
        Int64Chunked::from_vec("c_custkey".into(), (1..=rows as i64).collect()).into_column(),
        texts("c_mktsegment", 32, rows, |n| SEGMENTS[(n % 5) as usize].to_owned()),
    ])
}

pub(super) fn orders(lines: usize) -> Result<Vec<Column>> {
    let rows = orders_of(lines);
    Ok(vec![
        Int64Chunked::from_vec("o_orderkey".into(), (1..=rows as i64).collect()).into_column(),
        Int64Chunked::from_vec("o_custkey".into(), all_orders(lines).map(|order| order.customer).collect()).into_column(),
        days("o_orderdate", all_orders(lines).map(|order| order.day).collect()),
        integers("o_shippriority", 33, rows, |_| 0),
    ])
}

pub(super) fn lineitem(lines: usize) -> Result<Vec<Column>> {
    let mut numbers = Numbers::new(34);
    let (mut keys, mut shipped) = (Vec::with_capacity(lines), Vec::with_capacity(lines));
    let (mut quantities, mut prices, mut discounts, mut taxes) =
        (Vec::with_capacity(lines), Vec::with_capacity(lines), Vec::with_capacity(lines), Vec::with_capacity(lines));
    let (mut flags, mut states) = (Vec::with_capacity(lines), Vec::with_capacity(lines));
    for (key, order) in (1..).zip(all_orders(lines)) {
        for _ in 0..order.lines {
            let day = order.day + (numbers.next() % 121) as i32 + 1;
            let received = day + (numbers.next() % 30) as i32 + 1;
            let quantity = (numbers.next() % 50 + 1) as f64;
            keys.push(key);
            shipped.push(day);
            quantities.push(quantity);
            // A part costs 900 to 2,000, in cents.
            prices.push((quantity * (90_000 + numbers.next() % 110_000) as f64).round() / 100.0);
            discounts.push((numbers.next() % 11) as f64 / 100.0);
            taxes.push((numbers.next() % 9) as f64 / 100.0);
            flags.push(match received <= TODAY {
                true => ["R", "A"][(numbers.next() % 2) as usize],
                false => "N",
            });
            states.push(if day > TODAY { "O" } else { "F" });
        }
    }
    let float = |name: &str, values: Vec<f64>| Float64Chunked::from_vec(name.into(), values).into_column();
    let text = |name: &str, values: Vec<&str>| StringChunked::from_iter_values(name.into(), values.into_iter()).into_column();
    Ok(vec![
        Int64Chunked::from_vec("l_orderkey".into(), keys).into_column(),
        float("l_quantity", quantities),
        float("l_extendedprice", prices),
        float("l_discount", discounts),
        float("l_tax", taxes),
        text("l_returnflag", flags),
        text("l_linestatus", states),
        days("l_shipdate", shipped),
    ])
}

fn days(name: &str, values: Vec<i32>) -> Column {
    Int32Chunked::from_vec(name.into(), values).into_date().into_column()
}
