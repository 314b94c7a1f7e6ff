//! Spearman's correlation: Pearson's of ranks. Equal values share the mean of their ranks.
//!
//! Ranks are of the rows that both columns of a pair have. Where a column lacks none of them its ranks are the same for
//! each partner; otherwise they are counted anew, without sorting again.

use polars::prelude::{Float64Chunked, NewChunkedArray, PlSmallStr};
use polars_arrow::bitmap::Bitmap;
use polars_core::runtime::RAYON;
use rayon::prelude::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use sandtable_core::Result;

use super::{Part, blocks};
use crate::analyze::flat::{Flat, Native, Unit, Values, there, with_values};

/// No value in this row.
const NONE: u32 = u32::MAX;

/// Which of the sorted distinct values each row has.
struct Codes {
    rows: Vec<u32>,
    /// How many distinct values there are.
    distinct: usize,
    /// How many rows have a value.
    count: usize,
}

/// The pairs by their places in `parts`, the first before the second.
pub(super) fn spearman(parts: &[Part]) -> Result<Vec<(usize, usize, f64)>> {
    let codes: Vec<Codes> = RAYON.install(|| parts.into_par_iter().map(|part| with_values!(part.flat, |values, validity| codes(values, validity))).collect());
    // Ranks of each column by itself; where both columns of a pair have the same rows, they are the ranks of the pair.
    let ranked: Vec<Part> =
        RAYON.install(|| codes.iter().collect::<Vec<_>>().into_par_iter().enumerate().map(|(column, codes)| alone(column, codes)).collect());
    let pairs: Vec<(usize, usize)> = (0..parts.len()).flat_map(|a| (a + 1..parts.len()).map(move |b| (a, b))).collect();
    let same = |a: usize, b: usize| {
        let (x, y) = (&codes[a], &codes[b]);
        x.count == y.count && (x.count == x.rows.len() || x.rows.iter().zip(&y.rows).all(|(x, y)| (*x == NONE) == (*y == NONE)))
    };
    let mut found = blocks::pearson(&ranked);
    let anew: Vec<(usize, usize)> = RAYON.install(|| pairs.into_par_iter().filter(|(a, b)| !same(*a, *b)).collect());
    found.retain(|(a, b, _)| anew.binary_search(&(*a, *b)).is_err());
    let again: Vec<(usize, usize, f64)> = RAYON.install(|| anew.into_par_iter().filter_map(|(a, b)| pair(&codes[a], &codes[b]).map(|r| (a, b, r))).collect());
    found.extend(again);
    Ok(found)
}

fn codes<N: Native>(values: &[N], validity: Option<&Bitmap>) -> Codes {
    let mut keys: Vec<(N::Key, u32)> = there(values, validity).filter_map(|(row, value)| Some((value.key()?, row as u32))).collect();
    keys.sort_unstable();
    let mut rows = vec![NONE; values.len()];
    let (mut code, mut last) = (0, None);
    for (key, row) in &keys {
        if last.is_some_and(|last| last != *key) {
            code += 1;
        }
        last = Some(*key);
        rows[*row as usize] = code;
    }
    Codes { rows, distinct: if keys.is_empty() { 0 } else { code as usize + 1 }, count: keys.len() }
}

impl Codes {
    /// The rank of each distinct value among the rows that a test lets through: a mean of ranks from 1.
    fn ranks(&self, lets_through: impl Fn(usize) -> bool) -> Vec<f64> {
        let mut counts = vec![0_u32; self.distinct];
        for (row, code) in self.rows.iter().enumerate() {
            if *code != NONE && lets_through(row) {
                counts[*code as usize] += 1;
            }
        }
        let mut before = 0.0;
        let rank = |count: u32| {
            let rank = before + (f64::from(count) + 1.0) / 2.0;
            before += f64::from(count);
            rank
        };
        counts.into_iter().map(rank).collect()
    }
}

/// A column of its own ranks.
fn alone(column: usize, codes: &Codes) -> Part {
    let ranks = codes.ranks(|_| true);
    let of = |code: &u32| ranks.get(*code as usize).copied();
    let values = Float64Chunked::from_iter_options(PlSmallStr::EMPTY, codes.rows.iter().map(of));
    Part { column, flat: Flat { values: Values::F64(values), unit: Unit::ONE }, spread: None }
}

/// The correlation of the ranks in the rows that both have.
fn pair(x: &Codes, y: &Codes) -> Option<f64> {
    let of_x = x.ranks(|row| y.rows[row] != NONE);
    let of_y = y.ranks(|row| x.rows[row] != NONE);
    let both = || x.rows.iter().zip(&y.rows).filter(|(x, y)| **x != NONE && **y != NONE);
    let n = both().count() as f64;
    if n < 2.0 {
        return None;
    }
    // Of ranks the mean is known.
    let mean = (n + 1.0) / 2.0;
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in both() {
        let (x, y) = (of_x[*x as usize] - mean, of_y[*y as usize] - mean);
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    (xx > 0.0 && yy > 0.0).then(|| (xy / (xx.sqrt() * yy.sqrt())).clamp(-1.0, 1.0))
}
