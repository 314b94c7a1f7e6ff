//! Pearson's correlation of all pairs in one pass over blocks of rows.

use polars_arrow::bitmap::Bitmap;
use polars_core::runtime::RAYON;
use rayon::prelude::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use super::Part;
use crate::analyze::flat::{Flat, Native, there, with_values};

/// Rows of a block: of twenty columns it stays in the nearest caches.
const BLOCK_ROWS: usize = 1024;
/// Blocks are added up in so many stripes of rows at most, however many threads there are: floats depend on the order.
const STRIPES: usize = 16;
/// A variance that is so small a part of the squares it is the difference of is rounding.
const NOTHING: f64 = 1e-13;

/// What is summed for a pair, over the rows that both have.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    n: f64,
    x: f64,
    xx: f64,
    y: f64,
    yy: f64,
    xy: f64,
}

/// A column's centre and its scale: sums of what is near 0 and 1 lose few digits.
#[derive(Debug, Clone, Copy)]
struct Scale {
    mean: f64,
    inverse: f64,
}

/// The pairs by their places in `parts`, the first before the second.
pub(super) fn pearson(parts: &[Part]) -> Vec<(usize, usize, f64)> {
    let rows = parts.first().map_or(0, |part| with_values!(part.flat, |values, _validity| values.len()));
    let pairs: Vec<(usize, usize)> = (0..parts.len()).flat_map(|a| (a + 1..parts.len()).map(move |b| (a, b))).collect();
    if rows < 2 || pairs.is_empty() {
        return Vec::new();
    }
    RAYON.install(|| {
        let scales: Vec<Scale> = parts.into_par_iter().map(|part| scale(&part.flat)).collect();
        let blocks = rows.div_ceil(BLOCK_ROWS);
        let stripe = blocks.div_ceil(STRIPES) * BLOCK_ROWS;
        let starts: Vec<usize> = (0..rows).step_by(stripe).collect();
        let sums: Vec<Vec<Sums>> = starts
            .into_par_iter()
            .with_max_len(1)
            .map(|start| {
                let mut sums = vec![Sums::default(); pairs.len()];
                let mut block = Block::new(parts.len());
                for from in (start..(start + stripe).min(rows)).step_by(BLOCK_ROWS) {
                    block.fill(parts, &scales, from, BLOCK_ROWS.min(rows - from));
                    for ((a, b), sums) in pairs.iter().zip(&mut sums) {
                        block.add(*a, *b, sums);
                    }
                }
                sums
            })
            .collect();
        let of = |(index, (a, b)): (usize, &(usize, usize))| {
            let mut all = Sums::default();
            for stripe in &sums {
                let Sums { n, x, xx, y, yy, xy } = stripe[index];
                all = Sums { n: all.n + n, x: all.x + x, xx: all.xx + xx, y: all.y + y, yy: all.yy + yy, xy: all.xy + xy };
            }
            all.correlation().map(|r| (*a, *b, r))
        };
        pairs.iter().enumerate().filter_map(of).collect()
    })
}

impl Sums {
    fn correlation(self) -> Option<f64> {
        let Self { n, x, xx, y, yy, xy } = self;
        if n < 2.0 {
            return None;
        }
        let (of_x, of_y) = (n * xx - x * x, n * yy - y * y);
        if of_x <= NOTHING * n * xx || of_y <= NOTHING * n * yy {
            return None;
        }
        let r = (n * xy - x * y) / (of_x.sqrt() * of_y.sqrt());
        r.is_finite().then(|| r.clamp(-1.0, 1.0))
    }
}

fn scale(flat: &Flat) -> Scale {
    with_values!(flat, |values, validity| {
        let numbers = || there(values, validity).map(|(_, value)| value.number()).filter(|number| number.is_finite());
        let (sum, count) = numbers().fold((0.0, 0_u64), |(sum, count), number| (sum + number, count + 1));
        let mean = sum / count.max(1) as f64;
        let squares: f64 = numbers().map(|number| (number - mean) * (number - mean)).sum();
        let deviation = (squares / count.max(1) as f64).sqrt();
        Scale { mean, inverse: if deviation > 0.0 && deviation.is_finite() { 1.0 / deviation } else { 1.0 } }
    })
}

/// The same rows of all columns, as numbers around 0. A row that a column lacks is 0, and its mark is 0 and not 1.
struct Block {
    rows: usize,
    values: Vec<f64>,
    marks: Vec<f64>,
    /// By column: how many rows there are, their sum, the sum of their squares.
    own: Vec<[f64; 3]>,
}

impl Block {
    fn new(columns: usize) -> Self {
        Self { rows: 0, values: vec![0.0; columns * BLOCK_ROWS], marks: vec![0.0; columns * BLOCK_ROWS], own: vec![[0.0; 3]; columns] }
    }

    fn fill(&mut self, parts: &[Part], scales: &[Scale], from: usize, rows: usize) {
        self.rows = rows;
        for (column, (part, scale)) in parts.iter().zip(scales).enumerate() {
            let at = column * BLOCK_ROWS;
            let (values, marks) = (&mut self.values[at..at + rows], &mut self.marks[at..at + rows]);
            with_values!(part.flat, |all, validity| fill(&all[from..from + rows], validity, from, *scale, values, marks));
            let count: f64 = marks.iter().sum();
            self.own[column] = [count, sum(values), dot(values, values)];
        }
    }

    fn add(&self, a: usize, b: usize, sums: &mut Sums) {
        let of = |column: usize| column * BLOCK_ROWS..column * BLOCK_ROWS + self.rows;
        let (x, y) = (&self.values[of(a)], &self.values[of(b)]);
        let ([count_a, mut sum_x, mut squares_x], [count_b, mut sum_y, mut squares_y]) = (self.own[a], self.own[b]);
        let whole = self.rows as f64;
        let mut count = count_a.min(count_b);
        if count_a < whole && count_b < whole {
            count = dot(&self.marks[of(a)], &self.marks[of(b)]);
        }
        // Where the other lacks rows, its marks take them out of this one's sums.
        if count_b < whole {
            [sum_x, squares_x] = marked(x, &self.marks[of(b)]);
        }
        if count_a < whole {
            [sum_y, squares_y] = marked(y, &self.marks[of(a)]);
        }
        sums.n += count;
        sums.x += sum_x;
        sums.xx += squares_x;
        sums.y += sum_y;
        sums.yy += squares_y;
        sums.xy += dot(x, y);
    }
}

fn fill<N: Native>(from: &[N], validity: Option<&Bitmap>, start: usize, scale: Scale, values: &mut [f64], marks: &mut [f64]) {
    for (row, ((value, mark), from)) in values.iter_mut().zip(marks).zip(from).enumerate() {
        let number = from.number();
        let is_there = number.is_finite() && validity.is_none_or(|bits| bits.get_bit(start + row));
        *value = if is_there { (number - scale.mean) * scale.inverse } else { 0.0 };
        *mark = f64::from(u8::from(is_there));
    }
}

/// Sums of eight at a time: the order is fixed, and the processor has something to do.
const LANES: usize = 8;

fn lanes(x: &[f64], y: &[f64], mut add: impl FnMut(&mut [f64; LANES], usize, f64, f64)) -> f64 {
    let mut sums = [0.0; LANES];
    let (left_x, left_y) = (x.chunks_exact(LANES), y.chunks_exact(LANES));
    let (rest_x, rest_y) = (left_x.remainder(), left_y.remainder());
    for (x, y) in left_x.zip(left_y) {
        for lane in 0..LANES {
            add(&mut sums, lane, x[lane], y[lane]);
        }
    }
    for (lane, (x, y)) in rest_x.iter().zip(rest_y).enumerate() {
        add(&mut sums, lane, *x, *y);
    }
    sums.iter().sum()
}

fn dot(x: &[f64], y: &[f64]) -> f64 {
    lanes(x, y, |sums, lane, x, y| sums[lane] += x * y)
}

fn sum(x: &[f64]) -> f64 {
    lanes(x, x, |sums, lane, x, _| sums[lane] += x)
}

/// The sum and the sum of squares of marked rows.
fn marked(x: &[f64], marks: &[f64]) -> [f64; 2] {
    [dot(x, marks), lanes(x, marks, |sums, lane, x, mark| sums[lane] += x * x * mark)]
}
