//! The floors: what the same work costs without any boundary.

/// `a * b + c - d` into a fresh column.
pub(crate) fn arithmetic(columns: &[Vec<f64>; 4]) -> Vec<f64> {
    let [a, b, c, d] = columns;
    let rows = a.len();
    let (a, b, c, d) = (&a[..rows], &b[..rows], &c[..rows], &d[..rows]);
    (0..rows).map(|i| a[i] * b[i] + c[i] - d[i]).collect()
}

/// The greatest common divisor, as the guest computes it.
pub(crate) fn gcd(a: &[i64], b: &[i64]) -> Vec<i64> {
    a.iter().zip(b).map(|(a, b)| gcd_of(*a, *b)).collect()
}

fn gcd_of(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a as i64
}

/// Text as numbers; NaN for what is none.
pub(crate) fn parse<'a>(texts: impl ExactSizeIterator<Item = Option<&'a str>>) -> Vec<f64> {
    texts.map(|text| text.and_then(|text| text.trim().parse().ok()).unwrap_or(f64::NAN)).collect()
}

/// Buffers into fresh ones, kept.
pub(crate) fn copy_fresh<T: Copy>(buffers: &[&[T]]) -> Vec<Vec<T>> {
    buffers.iter().map(|buffer| buffer.to_vec()).collect()
}
