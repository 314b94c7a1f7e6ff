//! The loops themselves.

use sandtable_guest::Strings;
use sandtable_guest::arrow_array::{Array, Float64Array, Int64Array};
use sandtable_guest::arrow_buffer::NullBuffer;

/// `a * b + c - d`. One pass over plain slices of one length, which the compiler turns into SIMD.
pub(crate) fn arithmetic(a: &Float64Array, b: &Float64Array, c: &Float64Array, d: &Float64Array) -> Float64Array {
    let nulls = [a, b, c, d].iter().fold(None, |nulls, column| NullBuffer::union(nulls.as_ref(), column.nulls()));
    let rows = a.len();
    let (a, b, c, d) = (&a.values()[..rows], &b.values()[..rows], &c.values()[..rows], &d.values()[..rows]);
    let r: Vec<f64> = (0..rows).map(|i| a[i] * b[i] + c[i] - d[i]).collect();
    Float64Array::new(r.into(), nulls)
}

/// The greatest common divisor, by Euclid. Never negative, but for the one pair whose divisor does not fit.
pub(crate) fn gcd(a: &Int64Array, b: &Int64Array) -> Int64Array {
    let nulls = NullBuffer::union(a.nulls(), b.nulls());
    let r: Vec<i64> = a.values().iter().zip(b.values()).map(|(a, b)| gcd_of(*a, *b)).collect();
    Int64Array::new(r.into(), nulls)
}

fn gcd_of(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a as i64
}

/// Text as numbers; null for a null and for what is no number.
pub(crate) fn parse(text: Strings<'_>) -> Float64Array {
    text.iter().map(|text| text.and_then(|text| text.trim().parse().ok())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandtable_guest::arrow_array::StringArray;

    #[test]
    fn arithmetic_keeps_nulls() {
        let plain = Float64Array::from(vec![2.0, 3.0]);
        let holed = Float64Array::from(vec![Some(10.0), None]);
        assert_eq!(arithmetic(&plain, &plain, &holed, &plain), Float64Array::from(vec![Some(12.0), None]));
    }

    #[test]
    fn gcd_takes_signs_and_zero() {
        let a = Int64Array::from(vec![Some(12), Some(-12), Some(0), None]);
        let b = Int64Array::from(vec![Some(18), Some(18), Some(7), Some(1)]);
        assert_eq!(gcd(&a, &b), Int64Array::from(vec![Some(6), Some(6), Some(7), None]));
    }

    #[test]
    fn text_that_is_no_number_becomes_null() {
        let text = StringArray::from(vec![Some(" 1.5 "), Some("x"), None]);
        assert_eq!(parse(Strings::Small(&text)), Float64Array::from(vec![Some(1.5), None, None]));
    }
}
