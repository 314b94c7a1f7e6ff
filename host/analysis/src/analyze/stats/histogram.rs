//! How numbers are spread.

use serde_json::{Value, json};

use crate::analyze::cells::number;
use crate::analyze::flat::{Key, Unit};
use crate::analyze::runs::Runs;

/// More bins than these nobody looks at.
const MOST_BINS: f64 = 100.0;
/// Bins where the rule of Freedman and Diaconis gives no width: when the middle half of the numbers are equal.
const FIXED_BINS: usize = 20;

/// Bins of equal width from the smallest to the largest number. A number on an edge is in the bin that begins there; the
/// last bin has both its edges.
#[derive(Debug)]
pub(in crate::analyze) struct Histogram {
    /// `freedman_diaconis`, or `fixed` where its rule gives no width or more than 100 bins.
    method: &'static str,
    edges: Vec<f64>,
    counts: Vec<u64>,
}

impl Histogram {
    /// Of at least one number; `range` is the one between the quartiles.
    pub(in crate::analyze) fn new<K: Key>(runs: &Runs<K>, unit: Unit, range: f64) -> Self {
        let scaled = |key: &K| unit.of(key.number());
        let (low, high) = (runs.values.first().map_or(0.0, scaled), runs.values.last().map_or(0.0, scaled));
        let (method, bins) = bins(runs.total, low, high, range, K::WHOLE && unit.is_one());
        let width = (high - low) / bins as f64;
        let mut edges: Vec<f64> = (0..=bins).map(|edge| low + edge as f64 * width).collect();
        edges[bins] = high;
        let mut counts = vec![0; bins];
        let mut bin = 0;
        for (value, count) in runs.iter() {
            let value = scaled(&value);
            while bin + 1 < bins && value >= edges[bin + 1] {
                bin += 1;
            }
            counts[bin] += u64::from(count);
        }
        Self { method, edges, counts }
    }

    pub(in crate::analyze) fn json(&self) -> Value {
        let bins = self.edges.windows(2).zip(&self.counts);
        let bins: Vec<Value> = bins.map(|(edges, count)| json!({"from": number(edges[0]), "to": number(edges[1]), "count": count})).collect();
        json!({"method": self.method, "bins": bins})
    }
}

/// How many bins, and by which rule. Bins of integers are no narrower than one, as numpy has it.
fn bins(total: u64, low: f64, high: f64, range: f64, is_whole: bool) -> (&'static str, usize) {
    if high <= low {
        return ("fixed", 1);
    }
    let width = 2.0 * range / (total as f64).cbrt();
    let width = if is_whole && width > 0.0 { width.max(1.0) } else { width };
    let bins = ((high - low) / width).ceil();
    if width > 0.0 && bins <= MOST_BINS {
        return ("freedman_diaconis", (bins as usize).max(1));
    }
    let most = if width > 0.0 { MOST_BINS as usize } else { FIXED_BINS };
    let whole = if is_whole { (high - low) as usize } else { most };
    ("fixed", most.min(whole).max(1))
}
