//! Columns of strings.

use polars::prelude::{InitHashMaps, IntoColumn, PlHashMap, Series, StringChunked};
use polars_arrow::array::Array;
use sandtable_core::Result;
use serde_json::{Map, Value};

use super::lengths::Lengths;
use crate::analyze::cells::put;
use crate::analyze::column::Wanted;
use crate::analyze::engine;

/// Up to so many rows every value is counted.
const EXACT_ROWS: usize = 10_000_000;
/// Beyond, so many different values are; a value that is counted is counted from its first row on.
const MOST_VALUES: usize = 1_000_000;
/// Most frequent values, and those of a profile.
const TOP: [usize; 2] = [5, 10];
/// Characters of a value that are shown.
const SHOWN_CHARS: usize = 200;

/// What there is to say of strings.
#[derive(Debug, Default)]
pub(in crate::analyze) struct Texts {
    pub(in crate::analyze) count: u64,
    pub(in crate::analyze) distinct: u64,
    /// Whether `distinct` is an estimate, and a value may be missing from the most frequent ones.
    pub(in crate::analyze) approximate: bool,
    /// With spaces around, or of nothing else.
    pub(in crate::analyze) whitespace: u64,
    pub(in crate::analyze) top: Vec<(String, u64)>,
    /// How many are numbers, times, truth values, and anything else. Empty ones are none.
    pub(in crate::analyze) kinds: [u64; 4],
    /// All characters' bytes.
    pub(in crate::analyze) bytes: u64,
    /// One of each kind.
    pub(in crate::analyze) kind_examples: [Option<String>; 4],
    pub(in crate::analyze) whitespace_example: Option<String>,
    empty: u64,
    lengths: Lengths,
}

/// What [`Texts::kinds`] are, in order.
pub(in crate::analyze) const KINDS: [&str; 4] = ["number", "time", "boolean", "text"];

impl Texts {
    pub(in crate::analyze) fn new(series: &Series, wanted: Wanted) -> Result<Self> {
        let column = series.str().map_err(engine)?;
        let most = if column.len() <= EXACT_ROWS { usize::MAX } else { MOST_VALUES };
        let mut texts = Self::default();
        let (counts, beyond) = texts.count(column, most);
        texts.distinct = counts.len() as u64;
        if beyond > 0 {
            texts.approximate = true;
            let estimate = series.clone().into_column().approx_n_unique().map_err(engine)?;
            texts.distinct = u64::from(estimate).max(texts.distinct);
        }
        let most = TOP[usize::from(wanted.full)];
        let mut top: Vec<(&str, u64)> = Vec::with_capacity(most + 1);
        // The map's order is random, what is said of it is not.
        for (value, count) in &counts {
            texts.add(value, *count);
            if top.len() == most && top.last().is_some_and(|last| (last.1, *value) > (*count, last.0)) {
                continue;
            }
            let at = top.partition_point(|(other, times)| (*times, *value) > (*count, *other));
            top.insert(at, (value, *count));
            top.truncate(most);
        }
        texts.top = top.into_iter().map(|(value, count)| (value.chars().take(SHOWN_CHARS).collect(), count)).collect();
        Ok(texts)
    }

    /// Counts values; those that find no place are looked at one by one, and how many they were is told.
    fn count<'a>(&mut self, column: &'a StringChunked, most: usize) -> (PlHashMap<&'a str, u64>, u64) {
        let mut counts: PlHashMap<&str, u64> = PlHashMap::new();
        let mut beyond = 0;
        for chunk in column.downcast_iter() {
            self.count += (chunk.len() - chunk.null_count()) as u64;
            for value in chunk.iter().flatten() {
                if let Some(count) = counts.get_mut(value) {
                    *count += 1;
                } else if counts.len() < most {
                    counts.insert(value, 1);
                } else {
                    beyond += 1;
                    self.add(value, 1);
                }
            }
        }
        (counts, beyond)
    }

    fn add(&mut self, value: &str, times: u64) {
        self.bytes += value.len() as u64 * times;
        self.lengths.add(if value.is_ascii() { value.len() } else { value.chars().count() } as u64, times);
        if value.is_empty() {
            self.empty += times;
            return;
        }
        let trimmed = value.trim();
        if trimmed.len() != value.len() {
            self.whitespace += times;
            smallest(&mut self.whitespace_example, value);
        }
        if !trimmed.is_empty() {
            let kind = kind(trimmed);
            self.kinds[kind] += times;
            smallest(&mut self.kind_examples[kind], value);
        }
    }

    pub(in crate::analyze) fn put(&self, out: &mut Map<String, Value>) {
        self.lengths.put(out);
        let top = self.top.iter().map(|(value, count)| (Value::from(value.as_str()), *count));
        put(out, [("empty", self.empty.into()), ("whitespace", self.whitespace.into()), ("top", super::top(top, self.count))]);
    }
}

/// Keeps the smaller one: which comes first is random.
fn smallest(kept: &mut Option<String>, value: &str) {
    if kept.as_deref().is_none_or(|kept| value < kept) {
        *kept = Some(value.chars().take(SHOWN_CHARS).collect());
    }
}

fn kind(text: &str) -> usize {
    let first = text.as_bytes()[0];
    if (first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.')) && text.parse::<f64>().is_ok_and(f64::is_finite) {
        return 0;
    }
    if first.is_ascii_digit() && is_time(text.as_bytes()) {
        return 1;
    }
    if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") {
        return 2;
    }
    3
}

/// Whether it begins as a date of ISO 8601 does.
fn is_time(text: &[u8]) -> bool {
    let digits = |range: std::ops::Range<usize>| text[range].iter().all(u8::is_ascii_digit);
    text.len() >= 10 && digits(0..4) && text[4] == b'-' && digits(5..7) && text[7] == b'-' && digits(8..10) && matches!(text.get(10), None | Some(b'T' | b' '))
}
