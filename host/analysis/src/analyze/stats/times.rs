//! Columns of points in time, and of times of day.

use polars::prelude::{DataType, TimeUnit};
use polars_arrow::bitmap::Bitmap;
use sandtable_core::Result;
use serde_json::{Map, Value, json};

use crate::analyze::cells::{self, number, put};
use crate::analyze::column::Wanted;
use crate::analyze::flat::{Key, Native, Unit, seconds, there};
use crate::analyze::runs::Runs;

/// Fewer different times have no step.
const FEWEST: usize = 4;
/// The share of one step among all from which on times are regular.
const REGULAR: f64 = 0.5;
/// A step of so many usual ones is a gap, where times are regular and where they are not.
const GAP: [f64; 2] = [1.5, 20.0];
/// Gaps that are shown.
const EXAMPLES: usize = 5;
/// Bins of a histogram.
const BINS: i128 = 30;
/// Most frequent times of a profile.
const TOP: usize = 10;

/// What there is to say of times.
#[derive(Debug)]
pub(in crate::analyze) struct Times {
    pub(in crate::analyze) count: u64,
    pub(in crate::analyze) step: Option<Step>,
    /// Values that are earlier than the one before, or later where most are earlier.
    pub(in crate::analyze) unsorted: u64,
    unit: &'static str,
    min: Value,
    median: Value,
    max: Value,
    span_seconds: f64,
    full: Option<Full>,
}

/// What only a profile says.
#[derive(Debug)]
struct Full {
    top: Vec<(Value, u64)>,
    /// Edges, one more than counts.
    edges: Vec<Value>,
    counts: Vec<u64>,
}

/// The usual step from a time to the next different one.
#[derive(Debug)]
pub(in crate::analyze) struct Step {
    pub(in crate::analyze) seconds: f64,
    /// Whether at least half of the steps are this one. Otherwise it is their median.
    pub(in crate::analyze) is_regular: bool,
    pub(in crate::analyze) gaps: u64,
    /// The longest gaps: from when to when.
    pub(in crate::analyze) examples: Vec<(Value, Value)>,
    /// How many times would fill the gaps.
    pub(in crate::analyze) missing: u64,
}

impl Times {
    /// Of the sorted times and of the column itself.
    pub(in crate::analyze) fn new<N: Native>(
        dtype: &DataType,
        runs: &Runs<i64>,
        values: &[N],
        validity: Option<&Bitmap>,
        wanted: Wanted,
    ) -> Result<Option<Self>> {
        let (Some(first), Some(last)) = (runs.values.first().copied(), runs.values.last().copied()) else { return Ok(None) };
        let median = runs.pick(&[(runs.total - 1) / 2]).first().copied().unwrap_or(first);
        let [min, median, max]: [Value; 3] = cells::times(dtype, &[first, median, last])?.try_into().unwrap_or_default();
        let is_moment = !matches!(dtype, DataType::Time);
        let (unit, seconds) = (unit(dtype), seconds(dtype));
        Ok(Some(Self {
            count: runs.total,
            unsorted: if is_moment { unsorted(values, validity) } else { 0 },
            step: if is_moment { step(dtype, runs, seconds)? } else { None },
            unit,
            min,
            median,
            max,
            span_seconds: seconds.of((i128::from(last) - i128::from(first)) as f64),
            full: if wanted.full { Some(Full::new(dtype, runs, first, last)?) } else { None },
        }))
    }

    pub(in crate::analyze) fn put(&self, out: &mut Map<String, Value>) {
        let Self { count, step, unsorted, unit, min, median, max, span_seconds, full } = self;
        put(
            out,
            [
                ("min", min.clone()),
                ("median", median.clone()),
                ("max", max.clone()),
                ("span_seconds", number(*span_seconds)),
                ("unit", (*unit).into()),
                ("unsorted", (*unsorted).into()),
            ],
        );
        if let Some(Step { seconds, is_regular, gaps, missing, examples: _ }) = step {
            put(out, [("step", json!({"seconds": number(*seconds), "regular": is_regular, "gaps": gaps, "missing": missing}))]);
        }
        if let Some(Full { top, edges, counts }) = full {
            let bins: Vec<Value> = edges.windows(2).zip(counts).map(|(edges, count)| json!({"from": edges[0], "to": edges[1], "count": count})).collect();
            put(out, [("top", super::top(top.iter().cloned(), *count)), ("histogram", json!({"method": "fixed", "bins": bins}))]);
        }
    }
}

impl Full {
    fn new(dtype: &DataType, runs: &Runs<i64>, first: i64, last: i64) -> Result<Self> {
        let (low, span) = (i128::from(first), i128::from(last) - i128::from(first));
        let bins = BINS.min(span.max(1));
        let edges: Vec<i64> = (0..=bins).map(|edge| (low + span * edge / bins) as i64).collect();
        let mut counts = vec![0; edges.len() - 1];
        let mut bin = 0;
        for (value, count) in runs.iter() {
            while bin + 1 < counts.len() && value >= edges[bin + 1] {
                bin += 1;
            }
            counts[bin] += u64::from(count);
        }
        let (top, times): (Vec<i64>, Vec<u64>) = runs.top(TOP).into_iter().map(|(value, count)| (value, u64::from(count))).unzip();
        Ok(Self { top: cells::times(dtype, &top)?.into_iter().zip(times).collect(), edges: cells::times(dtype, &edges)?, counts })
    }
}

fn unit(dtype: &DataType) -> &'static str {
    match dtype {
        DataType::Date => "d",
        DataType::Datetime(TimeUnit::Milliseconds, _) => "ms",
        DataType::Datetime(TimeUnit::Microseconds, _) => "us",
        _ => "ns",
    }
}

/// How many values go against the way that most go.
fn unsorted<N: Native>(values: &[N], validity: Option<&Bitmap>) -> u64 {
    let (mut up, mut down, mut last) = (0, 0, None);
    for (_, value) in there(values, validity) {
        let key = value.key();
        match last.cmp(&key) {
            std::cmp::Ordering::Less if last.is_some() => up += 1,
            std::cmp::Ordering::Greater => down += 1,
            _ => {}
        }
        last = key;
    }
    up.min(down)
}

fn step(dtype: &DataType, runs: &Runs<i64>, seconds: Unit) -> Result<Option<Step>> {
    if runs.values.len() < FEWEST {
        return Ok(None);
    }
    let steps = || runs.values.windows(2).map(|pair| pair[1].abs_diff(pair[0]));
    let kinds: Runs<u64> = Runs::of_keys(steps().collect());
    let (Some((most, times)), Some(median)) = (kinds.top(1).first().copied(), kinds.pick(&[kinds.total / 2]).first().copied()) else { return Ok(None) };
    let is_regular = f64::from(times) >= REGULAR * kinds.total as f64;
    let usual = if is_regular { most } else { median };
    let from = usual as f64 * GAP[usize::from(!is_regular)];
    let mut gaps: Vec<(u64, i64, i64)> =
        runs.values.windows(2).map(|pair| (pair[1].abs_diff(pair[0]), pair[0], pair[1])).filter(|(step, ..)| *step as f64 > from).collect();
    let missing = gaps.iter().map(|(step, ..)| (*step as f64 / usual as f64).round() as u64 - 1).sum();
    // The longest first, then the earliest.
    gaps.sort_unstable_by_key(|(step, from, _)| (std::cmp::Reverse(*step), *from));
    let count = gaps.len() as u64;
    gaps.truncate(EXAMPLES);
    let starts = cells::times(dtype, &gaps.iter().map(|gap| gap.1).collect::<Vec<_>>())?;
    let ends = cells::times(dtype, &gaps.iter().map(|gap| gap.2).collect::<Vec<_>>())?;
    let examples = starts.into_iter().zip(ends).collect();
    Ok(Some(Step { seconds: seconds.of(usual as f64), is_regular, gaps: count, examples, missing }))
}

/// The runs of a column of times as ticks.
pub(in crate::analyze) fn ticks<K: Key>(runs: Runs<K>) -> Runs<i64> {
    Runs { values: runs.values.into_iter().map(Key::ticks).collect(), counts: runs.counts, total: runs.total }
}
