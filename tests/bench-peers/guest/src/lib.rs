//! The kernels of `tests/guests/kernels`, as a user of arrow-udf writes them.

use arrow_udf::function;

#[function("gcd(int64, int64) -> int64")]
fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a as i64
}

#[function("arithmetic(float64, float64, float64, float64) -> float64")]
fn arithmetic(a: f64, b: f64, c: f64, d: f64) -> f64 {
    a * b + c - d
}
