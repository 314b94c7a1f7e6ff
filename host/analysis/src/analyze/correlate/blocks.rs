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
/// A variance that is so small a part of the column's own, or of the squares that it is the difference of, may be rounding:
/// such a pair is calculated by itself.
const DOUBTFUL: f64 = 1e-6;

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
        let scales: Vec<Scale> = parts.into_par_iter().map(scale).collect();
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
            let r = if all.is_doubtful() { alone(&parts[*a].flat, &parts[*b].flat) } else { all.correlation() };
            r.map(|r| (*a, *b, r))
        };
        pairs.iter().enumerate().filter_map(of).collect()
    })
}

impl Sums {
    fn variances(self) -> [f64; 2] {
        [self.n * self.xx - self.x * self.x, self.n * self.yy - self.y * self.y]
    }

    /// Whether rounding may be a part of it that shows. A column's own mean square is 1.
    fn is_doubtful(self) -> bool {
        let [x, y] = self.variances();
        let clear = |variance: f64, squares: f64| variance > DOUBTFUL * self.n * squares.max(self.n);
        self.n >= 2.0 && !(clear(x, self.xx) && clear(y, self.yy))
    }

    fn correlation(self) -> Option<f64> {
        if self.n < 2.0 {
            return None;
        }
        let [x, y] = self.variances();
        let r = (self.n * self.xy - self.x * self.y) / (x.sqrt() * y.sqrt());
        r.is_finite().then(|| r.clamp(-1.0, 1.0))
    }
}

/// Two columns by themselves: means first, of the rows that both have.
fn alone(x: &Flat, y: &Flat) -> Option<f64> {
    let numbers = |flat: &Flat| -> Vec<f64> {
        with_values!(flat, |values, validity| {
            let mut numbers = vec![f64::NAN; values.len()];
            there(values, validity).for_each(|(row, value)| numbers[row] = value.number());
            numbers
        })
    };
    let pairs: Vec<(f64, f64)> = numbers(x).into_iter().zip(numbers(y)).filter(|(x, y)| x.is_finite() && y.is_finite()).collect();
    let (first, n) = (*pairs.first()?, pairs.len() as f64);
    if pairs.iter().all(|(x, _)| *x == first.0) || pairs.iter().all(|(_, y)| *y == first.1) {
        return None;
    }
    // Off the first pair: means of what is far from zero lose digits.
    let off = || pairs.iter().map(|(x, y)| (x - first.0, y - first.1));
    let (sum_x, sum_y) = off().fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    let (mean_x, mean_y) = (sum_x / n, sum_y / n);
    let [xx, yy, xy] = off().fold([0.0; 3], |[xx, yy, xy], (x, y)| {
        let (x, y) = (x - mean_x, y - mean_y);
        [xx + x * x, yy + y * y, xy + x * y]
    });
    let r = xy / (xx.sqrt() * yy.sqrt());
    r.is_finite().then(|| r.clamp(-1.0, 1.0))
}

fn scale(part: &Part) -> Scale {
    let of = |mean: f64, deviation: f64| Scale { mean, inverse: if deviation > 0.0 && deviation.is_finite() { 1.0 / deviation } else { 1.0 } };
    if let Some((mean, deviation)) = part.spread {
        return of(mean, deviation);
    }
    with_values!(part.flat, |values, validity| {
        let numbers = || there(values, validity).map(|(_, value)| value.number()).filter(|number| number.is_finite());
        let (sum, count) = numbers().fold((0.0, 0_u64), |(sum, count), number| (sum + number, count + 1));
        let mean = sum / count.max(1) as f64;
        let squares: f64 = numbers().map(|number| (number - mean) * (number - mean)).sum();
        of(mean, (squares / count.max(1) as f64).sqrt())
    })
}

/// The same rows of all columns, as numbers around 0. A row that a column lacks is 0.
struct Block {
    rows: usize,
    values: Vec<f64>,
    /// By column: the rows that it lacks, ascending.
    missing: Vec<Vec<u16>>,
    /// By column: how many rows there are, their sum, the sum of their squares.
    own: Vec<[f64; 3]>,
}

impl Block {
    fn new(columns: usize) -> Self {
        Self { rows: 0, values: vec![0.0; columns * BLOCK_ROWS], missing: vec![Vec::new(); columns], own: vec![[0.0; 3]; columns] }
    }

    fn fill(&mut self, parts: &[Part], scales: &[Scale], from: usize, rows: usize) {
        self.rows = rows;
        for (column, (part, scale)) in parts.iter().zip(scales).enumerate() {
            let at = column * BLOCK_ROWS;
            let (values, missing) = (&mut self.values[at..at + rows], &mut self.missing[column]);
            missing.clear();
            with_values!(part.flat, |all, validity| fill(&all[from..from + rows], validity, from, *scale, values, missing));
            self.own[column] = [(rows - missing.len()) as f64, sum(values), dot(values, values)];
        }
    }

    fn add(&self, a: usize, b: usize, sums: &mut Sums) {
        let of = |column: usize| &self.values[column * BLOCK_ROWS..column * BLOCK_ROWS + self.rows];
        let (x, y) = (of(a), of(b));
        let ([count, x_sum, x_squares], [_, y_sum, y_squares]) = (self.own[a], self.own[b]);
        // What the other lacks goes out of this one's sums again: it is little, as a rule.
        let [x_out, x_squares_out] = at(x, &self.missing[b]);
        let [y_out, y_squares_out] = at(y, &self.missing[a]);
        sums.n += count - only(&self.missing[b], &self.missing[a]) as f64;
        sums.x += x_sum - x_out;
        sums.xx += x_squares - x_squares_out;
        sums.y += y_sum - y_out;
        sums.yy += y_squares - y_squares_out;
        sums.xy += dot(x, y);
    }
}

fn fill<N: Native>(from: &[N], validity: Option<&Bitmap>, start: usize, scale: Scale, values: &mut [f64], missing: &mut Vec<u16>) {
    for (row, (value, from)) in values.iter_mut().zip(from).enumerate() {
        let number = from.number();
        *value = if number.is_finite() {
            (number - scale.mean) * scale.inverse
        } else {
            missing.push(row as u16);
            0.0
        };
    }
    let Some(bits) = validity else { return };
    let finite = std::mem::take(missing);
    for (row, value) in values.iter_mut().enumerate() {
        if !bits.get_bit(start + row) {
            missing.push(row as u16);
            *value = 0.0;
        } else if finite.binary_search(&(row as u16)).is_ok() {
            missing.push(row as u16);
        }
    }
}

/// The sum and the sum of squares of some rows.
fn at(values: &[f64], rows: &[u16]) -> [f64; 2] {
    rows.iter().fold([0.0, 0.0], |[sum, squares], row| {
        let value = values[usize::from(*row)];
        [sum + value, squares + value * value]
    })
}

/// How many rows are in one list and not in the other. Both ascend.
fn only(rows: &[u16], others: &[u16]) -> usize {
    let mut others = others.iter().peekable();
    let is_other = |row: &u16| {
        while others.next_if(|other| *other < row).is_some() {}
        others.peek() == Some(&row)
    };
    rows.len() - rows.iter().map(is_other).filter(|is_other| *is_other).count()
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
