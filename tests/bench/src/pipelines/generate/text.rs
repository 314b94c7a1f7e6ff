//! Text that has to be parsed or cleaned.

use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::Result;
use polars::prelude::Column;

use super::texts;
use crate::data::Numbers;

const KINDS: [&str; 8] = ["view", "click", "search", "login", "logout", "purchase", "refund", "message"];
const FIRST: [&str; 8] = ["Ada", "GRACE", "alan", "Edsger", "barbara", "Donald", "Tony", "  frances"];
const LAST: [&str; 8] = ["Lovelace", "HOPPER", "turing", "Dijkstra ", "liskov", "Knuth", "Hoare", "ALLEN  "];
const DOMAINS: [&str; 6] = ["Example.com", "example.ORG", "mail.example.net", "Data.example.io", "example.co.uk", "lab.example.edu"];

/// Events of a year as CSV, in no order of time.
pub(super) fn events(file: File, rows: usize) -> Result<()> {
    let mut numbers = Numbers::new(41);
    let mut out = BufWriter::with_capacity(1 << 20, file);
    writeln!(out, "id,at,kind,user,amount,note")?;
    for id in 0..rows {
        let (a, b, c) = (numbers.next(), numbers.next(), numbers.next());
        let (month, day, hour, minute, second) = (a % 12 + 1, (a >> 8) % 28 + 1, (a >> 16) % 24, (a >> 24) % 60, (a >> 32) % 60);
        let kind = KINDS[(b % 8) as usize];
        write!(out, "{id},2024-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02},{kind},{},", (b >> 8) % 100_000)?;
        // One in ten is empty, one in four quoted.
        if c % 10 > 0 {
            write!(out, "{:.2}", (c >> 8) as f64 % 1e6 / 100.0)?;
        }
        match c % 4 {
            0 => writeln!(out, ",\"{kind}, page {}\"", (c >> 40) % 1000)?,
            _ => writeln!(out, ",page {}", (c >> 40) % 1000)?,
        }
    }
    out.flush()?;
    Ok(())
}

/// People as they typed themselves in.
pub(super) fn people(rows: usize) -> Result<Vec<Column>> {
    let first = |n: u64| FIRST[(n % 8) as usize];
    Ok(vec![
        texts("name", 42, rows, move |n| format!("{}{}{}", first(n), [" ", "  ", "\t"][((n >> 8) % 3) as usize], LAST[((n >> 16) % 8) as usize])),
        // One in twenty has no domain.
        texts("email", 43, rows, move |n| match n % 20 {
            0 => format!(" {}{} ", first(n >> 8).trim(), n % 1000),
            _ => format!(" {}.{}@{} ", first(n >> 8).trim(), n % 100_000, DOMAINS[((n >> 16) % 6) as usize]),
        }),
        texts("phone", 44, rows, |n| match n % 3 {
            0 => format!("+1 ({:03}) {:03}-{:04}", (n >> 8) % 800 + 200, (n >> 20) % 1000, (n >> 32) % 10_000),
            1 => format!("{:03}.{:03}.{:04}", (n >> 8) % 800 + 200, (n >> 20) % 1000, (n >> 32) % 10_000),
            _ => format!("{:03}-{:04}", (n >> 20) % 1000, (n >> 32) % 10_000),
        }),
        texts("price", 45, rows, |n| match n % 50 {
            0 => "n/a".to_owned(),
            _ => format!("${},{:03}.{:02}", (n >> 8) % 9 + 1, (n >> 16) % 1000, (n >> 32) % 100),
        }),
    ])
}
