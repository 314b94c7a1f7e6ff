//! Sizes that an expression names itself: `repeat(0, 10**12)` would take all memory in one piece, so it is refused before it runs.
//!
//! Only numbers that stand in the document can be seen here. What comes from data is bounded by the rows and bytes of a run.

use polars::prelude::{AnyValue, DataTypeExpr, Duration, Expr, LiteralValue, Operator, TimeUnit};
use polars_plan::dsl::{DataTypeFunction, FunctionExpr, RandomMethod, RangeFunction, StringFunction};
use polars_plan::plans::DynLiteralValue;

use crate::fault::{Fault, Result};

/// The most nodes of one expression. Templates repeat their arguments, so nesting alone could make a tree that no memory holds.
const MOST_NODES: usize = 10_000;
/// The most that one row can be multiplied by, padded to, or split into parts of.
const MOST_IN_ROW: u64 = 1_000_000;
/// The most fields that a string can be split into.
const MOST_FIELDS: u64 = 10_000;

const DAY_NS: i128 = 86_400_000_000_000;

/// Checks all nodes of an expression against the rows that a frame in memory may have.
pub(super) fn check(expr: &Expr, most_rows: u64) -> Result<()> {
    let mut nodes = 0;
    for node in expr {
        nodes += 1;
        if nodes > MOST_NODES {
            return Err(Fault::cap("expression nodes", "more", MOST_NODES));
        }
        match node {
            Expr::Function { input, function } => check_function(input, function, most_rows)?,
            Expr::DataTypeFunction(DataTypeFunction::DefaultValue { n, num_list_values, .. }) => {
                let made = (*n as i128).saturating_mul((*num_list_values as i128).max(1));
                within("values of default_value()", Some(made), most_rows.min(MOST_IN_ROW))?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_function(input: &[Expr], function: &FunctionExpr, most_rows: u64) -> Result<()> {
    let number = |at: usize| input.get(at).and_then(number);
    match function {
        FunctionExpr::Repeat => within("rows of repeat()", number(1), most_rows),
        FunctionExpr::ExtendConstant => within("rows of extend_constant()", number(2), most_rows),
        FunctionExpr::RepeatBy => within("values of repeat_by()", number(1), MOST_IN_ROW),
        FunctionExpr::Random { method: RandomMethod::Sample { is_fraction: false, with_replacement: true, .. }, .. } => {
            within("rows of sample()", number(1), most_rows)
        }
        FunctionExpr::Random { method: RandomMethod::Sample { is_fraction: true, with_replacement: true, .. }, .. } => {
            within("times the rows of sample()", number(1), 1_000)
        }
        FunctionExpr::Hist { bin_count: Some(bins), .. } => within("bins of hist()", i128::try_from(*bins).ok(), most_rows),
        FunctionExpr::StringExpr(StringFunction::PadStart { .. } | StringFunction::PadEnd { .. } | StringFunction::ZFill) => {
            within("characters of a padded string", number(1), MOST_IN_ROW)
        }
        FunctionExpr::StringExpr(StringFunction::SplitExact { n, .. }) | FunctionExpr::StringExpr(StringFunction::SplitN(n)) => {
            within("fields of a split string", i128::try_from(*n).ok(), MOST_FIELDS)
        }
        FunctionExpr::Range(range) => check_range(input, range, most_rows),
        _ => Ok(()),
    }
}

fn check_range(input: &[Expr], range: &RangeFunction, most_rows: u64) -> Result<()> {
    let number = |at: usize| input.get(at).and_then(number);
    let rows = match range {
        RangeFunction::IntRange { step, .. } => match (number(0), number(1)) {
            (Some(start), Some(end)) if *step != 0 => Some((end - start) / i128::from(*step)),
            _ => None,
        },
        RangeFunction::IntRanges { .. } => match (number(0), number(1), number(2)) {
            (Some(start), Some(end), Some(step)) if step != 0 => Some((end - start) / step),
            _ => None,
        },
        RangeFunction::LinearSpace { .. } => number(2),
        RangeFunction::LinearSpaces { array_width, .. } => number(2).or_else(|| array_width.and_then(|width| i128::try_from(width).ok())),
        RangeFunction::DateRange { interval, .. } | RangeFunction::DateRanges { interval, .. } => steps(input, *interval),
        RangeFunction::DatetimeRange { interval, .. } | RangeFunction::DatetimeRanges { interval, .. } => steps(input, *interval),
        RangeFunction::TimeRange { interval, .. } | RangeFunction::TimeRanges { interval, .. } => steps(input, Some(*interval)),
    };
    within("values of a range", rows, most_rows)
}

/// The steps between two points in time that are known.
fn steps(input: &[Expr], interval: Option<Duration>) -> Option<i128> {
    let [start, end, ..] = input else { return None };
    Some((instant_ns(end)? - instant_ns(start)?) / step_ns(interval?)?)
}

fn step_ns(interval: Duration) -> Option<i128> {
    let step = i128::from(interval.duration_ns());
    (step > 0).then_some(step)
}

fn within(what: &str, asked: Option<i128>, most: u64) -> Result<()> {
    match asked {
        Some(asked) if asked > i128::from(most) => Err(Fault::cap(what, asked, most)),
        _ => Ok(()),
    }
}

/// The whole number that an expression of literals is.
fn number(expr: &Expr) -> Option<i128> {
    match expr {
        Expr::Literal(LiteralValue::Dyn(DynLiteralValue::Int(number))) => Some(*number),
        Expr::Literal(LiteralValue::Dyn(DynLiteralValue::Float(number))) => Some(*number as i128),
        Expr::Literal(LiteralValue::Scalar(scalar)) => scalar.value().extract::<i128>(),
        Expr::Alias(inner, _) | Expr::Cast { expr: inner, .. } => number(inner),
        Expr::BinaryExpr { left, op, right } => {
            let (left, right) = (number(left)?, number(right)?);
            match op {
                Operator::Plus => left.checked_add(right),
                Operator::Minus => left.checked_sub(right),
                Operator::Multiply => Some(left.saturating_mul(right)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The point in time that an expression of literals is, in nanoseconds.
fn instant_ns(expr: &Expr) -> Option<i128> {
    match expr {
        Expr::Literal(LiteralValue::Scalar(scalar)) => match scalar.value() {
            AnyValue::Time(value) => Some(i128::from(*value)),
            AnyValue::Date(days) => Some(i128::from(*days) * DAY_NS),
            AnyValue::Datetime(value, unit, _) | AnyValue::DatetimeOwned(value, unit, _) => Some(i128::from(*value) * unit_ns(*unit)),
            _ => None,
        },
        Expr::Alias(inner, _) => instant_ns(inner),
        Expr::Cast { expr: inner, dtype: DataTypeExpr::Literal(_), .. } => instant_ns(inner),
        _ => None,
    }
}

fn unit_ns(unit: TimeUnit) -> i128 {
    match unit {
        TimeUnit::Nanoseconds => 1,
        TimeUnit::Microseconds => 1_000,
        TimeUnit::Milliseconds => 1_000_000,
    }
}
