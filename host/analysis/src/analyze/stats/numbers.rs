//! Columns of numbers.

use serde_json::{Map, Value, json};

use super::histogram::Histogram;
use crate::analyze::cells::{number, optional, put};
use crate::analyze::column::Wanted;
use crate::analyze::flat::{Key, Unit};
use crate::analyze::runs::Runs;
use crate::request::OutlierMethod;

/// The quantiles that are always told, in percent.
const FEW: [u8; 5] = [5, 25, 50, 75, 95];
/// Those of a profile.
const MANY: [u8; 9] = [1, 5, 10, 25, 50, 75, 90, 95, 99];
/// Most frequent values of a profile.
const TOP: usize = 10;
/// Interquartile ranges outside the quartiles.
const RANGES: f64 = 1.5;
/// Standard deviations from the mean.
const DEVIATIONS: f64 = 3.0;
/// Outliers that are shown.
const EXAMPLES: usize = 5;

/// What there is to say of numbers. Without a finite one there is nothing.
#[derive(Debug)]
pub(in crate::analyze) struct Numbers {
    pub(in crate::analyze) count: u64,
    pub(in crate::analyze) mean: f64,
    /// Of a sample: of one number there is none.
    pub(in crate::analyze) std: Option<f64>,
    pub(in crate::analyze) min: f64,
    pub(in crate::analyze) max: f64,
    pub(in crate::analyze) skew: Option<f64>,
    pub(in crate::analyze) negatives: u64,
    pub(in crate::analyze) fence: Option<Fence>,
    /// Whether the column is of integers.
    pub(in crate::analyze) is_whole: bool,
    kurtosis: Option<f64>,
    sum: f64,
    zeros: u64,
    min_value: Value,
    max_value: Value,
    quantiles: Vec<(u8, f64)>,
    top: Vec<(Value, u64)>,
    histogram: Option<Histogram>,
}

/// Where outliers begin, and how many there are.
#[derive(Debug)]
pub(in crate::analyze) struct Fence {
    pub(in crate::analyze) method: OutlierMethod,
    pub(in crate::analyze) lower: f64,
    pub(in crate::analyze) upper: f64,
    pub(in crate::analyze) below: u64,
    pub(in crate::analyze) above: u64,
    /// The outermost first, from both ends.
    pub(in crate::analyze) examples: Vec<Value>,
}

impl Numbers {
    pub(in crate::analyze) fn new<K: Key>(runs: &Runs<K>, unit: Unit, wanted: Wanted) -> Option<Self> {
        let (first, last) = (*runs.values.first()?, *runs.values.last()?);
        let scaled = |key: K| unit.of(key.number());
        let n = runs.total as f64;
        let sum: f64 = runs.iter().map(|(value, count)| scaled(value) * f64::from(count)).sum();
        // Of equal numbers the mean is the number, whatever rounding makes of their sum.
        let mean = if first == last { scaled(first) } else { sum / n };
        let (mut m2, mut m3, mut m4) = (0.0, 0.0, 0.0);
        let (mut zeros, mut negatives) = (0, 0);
        for (value, count) in runs.iter() {
            let value = scaled(value);
            let (off, times) = (value - mean, f64::from(count));
            let square = off * off;
            m2 += square * times;
            m3 += square * off * times;
            m4 += square * square * times;
            if value == 0.0 {
                zeros = u64::from(count);
            } else if value < 0.0 {
                negatives += u64::from(count);
            }
        }
        let std = (runs.total > 1).then(|| (m2 / (n - 1.0)).sqrt());
        let quantiles = quantiles(runs, unit, if wanted.full { &MANY } else { &FEW });
        let quartile = |percent| quantiles.iter().find(|(of, _)| *of == percent).map_or(mean, |(_, value)| *value);
        let (low, high) = (quartile(25), quartile(75));
        // Of equal numbers none lies outside.
        let fence = wanted.outliers.filter(|_| first < last).map(|method| {
            let (lower, upper) = match method {
                OutlierMethod::Iqr => (low - RANGES * (high - low), high + RANGES * (high - low)),
                OutlierMethod::Zscore => (mean - DEVIATIONS * std.unwrap_or(0.0), mean + DEVIATIONS * std.unwrap_or(0.0)),
            };
            fence(runs, unit, method, lower, upper)
        });
        Some(Self {
            count: runs.total,
            mean,
            std,
            min: scaled(first),
            max: scaled(last),
            skew: skew(n, m2, m3, first == last),
            kurtosis: kurtosis(n, m2, m4, first == last),
            sum,
            zeros,
            negatives,
            is_whole: K::WHOLE && unit.is_one(),
            min_value: first.json(unit),
            max_value: last.json(unit),
            top: if wanted.full { runs.top(TOP).into_iter().map(|(value, count)| (value.json(unit), u64::from(count))).collect() } else { Vec::new() },
            histogram: wanted.full.then(|| Histogram::new(runs, unit, high - low)),
            quantiles,
            fence,
        })
    }

    pub(in crate::analyze) fn put(&self, out: &mut Map<String, Value>, full: bool) {
        let Self { count, mean, std, skew, kurtosis, sum, zeros, negatives, min_value, max_value, quantiles, top, histogram, fence, .. } = self;
        let at = |percent: u8| optional(quantiles.iter().find(|(of, _)| *of == percent).map(|(_, value)| *value));
        put(
            out,
            [
                ("mean", number(*mean)),
                ("std", optional(*std)),
                ("min", min_value.clone()),
                ("max", max_value.clone()),
                ("median", at(50)),
                ("quantiles", quantiles.iter().map(|(percent, value)| (format!("p{percent}"), number(*value))).collect()),
                ("sum", number(*sum)),
                ("skew", optional(*skew)),
                ("kurtosis", optional(*kurtosis)),
                ("zeros", (*zeros).into()),
                ("negatives", (*negatives).into()),
            ],
        );
        if let Some(Fence { method, lower, upper, below, above, examples: _ }) = fence {
            let told = json!({"method": method, "lower": number(*lower), "upper": number(*upper), "below": below, "above": above, "count": below + above});
            put(out, [("outliers", told)]);
        }
        if full {
            put(out, [("top", super::top(top.iter().cloned(), *count)), ("histogram", histogram.as_ref().map(Histogram::json).unwrap_or_default())]);
        }
    }
}

/// Between the two neighbours, by how near each is.
fn quantiles<K: Key>(runs: &Runs<K>, unit: Unit, percents: &[u8]) -> Vec<(u8, f64)> {
    let last = runs.total - 1;
    let place = |percent: u8| last as f64 * f64::from(percent) / 100.0;
    let places: Vec<u64> = percents.iter().flat_map(|percent| [place(*percent).floor() as u64, (place(*percent).floor() as u64 + 1).min(last)]).collect();
    // Each place alone ascends; of two percents that fall together the pairs may cross.
    let mut sorted = places.clone();
    sorted.sort_unstable();
    let picked = runs.pick(&sorted);
    let value = |at: u64| sorted.binary_search(&at).ok().and_then(|index| picked.get(index)).map_or(f64::NAN, |key| unit.of(key.number()));
    let between = |(index, percent): (usize, &u8)| {
        let (low, high) = (value(places[2 * index]), value(places[2 * index + 1]));
        let share = place(*percent).fract();
        (*percent, if low == high { low } else { low + (high - low) * share })
    };
    percents.iter().enumerate().map(between).collect()
}

/// Corrected for bias, as pandas and `scipy.stats.skew(bias=False)` have it. Of equal numbers there is none.
fn skew(n: f64, m2: f64, m3: f64, is_constant: bool) -> Option<f64> {
    if n < 3.0 || is_constant {
        return None;
    }
    let skew = (m3 / n) / (m2 / n).powf(1.5) * (n * (n - 1.0)).sqrt() / (n - 2.0);
    skew.is_finite().then_some(skew)
}

/// Excess kurtosis, corrected for bias. Of equal numbers there is none.
fn kurtosis(n: f64, m2: f64, m4: f64, is_constant: bool) -> Option<f64> {
    if n < 4.0 || is_constant {
        return None;
    }
    let plain = n * m4 / (m2 * m2);
    let kurtosis = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * plain - 3.0 * (n - 1.0));
    kurtosis.is_finite().then_some(kurtosis)
}

fn fence<K: Key>(runs: &Runs<K>, unit: Unit, method: OutlierMethod, lower: f64, upper: f64) -> Fence {
    let outside_low: Vec<(K, u32)> = runs.iter().take_while(|(value, _)| unit.of(value.number()) < lower).collect();
    let inside = runs.values.partition_point(|value| unit.of(value.number()) <= upper).max(outside_low.len());
    let above = runs.counts[inside..].iter().map(|count| u64::from(*count)).sum();
    let below = outside_low.iter().map(|(_, count)| u64::from(*count)).sum();
    let (mut low, mut high) = (outside_low.iter().map(|(value, _)| *value), runs.values[inside..].iter().rev().copied());
    let mut examples = Vec::new();
    while examples.len() < EXAMPLES {
        let before = examples.len();
        examples.extend(high.next().map(|value| value.json(unit)));
        examples.extend(low.next().map(|value| value.json(unit)));
        if examples.len() == before {
            break;
        }
    }
    examples.truncate(EXAMPLES);
    Fence { method, lower, upper, below, above, examples }
}
