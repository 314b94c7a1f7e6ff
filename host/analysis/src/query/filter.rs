//! Filters as expressions.

use std::cmp::Ordering;

use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, NamedFrom, Schema, Series, lit};
use sandtable_core::{Result, text};
use serde_json::Value;

use super::constant::{Constant, series};
use super::like::to_regex;
use crate::column::column;
use crate::fault;
use crate::request::{AllOf, AnyOf, Comparison, Filter, NoneOf};
use crate::source::type_text;

/// How a column is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
    Like,
    NotLike,
    LikeAnyCase,
    Contains,
    StartsWith,
    EndsWith,
    Regex,
    Between,
    IsNull,
    NotNull,
}

/// Every operator by its names.
const OPERATORS: [(&str, Operator); 22] = [
    ("=", Operator::Equal),
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<>", Operator::NotEqual),
    ("<", Operator::Less),
    ("<=", Operator::LessOrEqual),
    (">", Operator::Greater),
    (">=", Operator::GreaterOrEqual),
    ("in", Operator::In),
    ("not_in", Operator::NotIn),
    ("like", Operator::Like),
    ("not_like", Operator::NotLike),
    ("ilike", Operator::LikeAnyCase),
    ("contains", Operator::Contains),
    ("starts_with", Operator::StartsWith),
    ("ends_with", Operator::EndsWith),
    ("regex", Operator::Regex),
    ("between", Operator::Between),
    ("is_null", Operator::IsNull),
    ("not_null", Operator::NotNull),
    ("is null", Operator::IsNull),
    ("is not null", Operator::NotNull),
];

/// Comparisons of a plan at most: the engine's time to think about them grows faster than they do.
const MAX_COMPARISONS: usize = 2_000;

/// Whether filters are few enough.
///
/// # Errors
/// `RESOURCE_CAP` with limit `comparisons`.
pub(crate) fn check_many(filters: &[Filter]) -> Result<()> {
    let (mut found, mut open): (usize, Vec<&Filter>) = (0, filters.iter().collect());
    while let Some(filter) = open.pop() {
        match filter {
            Filter::And(AllOf { and }) => open.extend(and),
            Filter::Or(AnyOf { or }) => open.extend(or),
            Filter::Not(NoneOf { not }) => open.push(not),
            Filter::Compare(_) => found += 1,
        }
    }
    if found > MAX_COMPARISONS {
        let message = format!("the filters have {found} comparisons, they may have {MAX_COMPARISONS}; in compares with any number of values");
        return Err(fault::cap("comparisons", message, MAX_COMPARISONS as u64).with("field", "plan.filters").with("given", found as u64));
    }
    Ok(())
}

/// Whether a row is taken, as an expression over a schema. As in SQL, a comparison with a null is neither true nor false,
/// and such a row is not taken.
///
/// # Errors
/// `VALIDATION_ERROR` whose field is relative to the filter: `col`, `op`, `val`, `and[1].val`.
pub(crate) fn expression(filter: &Filter, schema: &Schema) -> Result<Expr> {
    let parts = |name: &str, parts: &[Filter]| {
        let each = parts.iter().enumerate().map(|(at, part)| expression(part, schema).map_err(|error| fault::under(&format!("{name}[{at}]"), error)));
        each.collect::<Result<Vec<Expr>>>()
    };
    match filter {
        Filter::And(AllOf { and }) => Ok(all(parts("and", and)?)),
        Filter::Or(AnyOf { or }) => Ok(any(parts("or", or)?)),
        Filter::Not(NoneOf { not }) => expression(not, schema).map(Expr::not).map_err(|error| fault::under("not", error)),
        Filter::Compare(comparison) => compare(comparison, schema),
    }
}

/// All hold. Put together as a tree: thousands in a row would be thousands deep.
pub(crate) fn all(parts: Vec<Expr>) -> Expr {
    joined(parts, Expr::and).unwrap_or_else(|| lit(true))
}

fn any(parts: Vec<Expr>) -> Expr {
    joined(parts, Expr::or).unwrap_or_else(|| lit(false))
}

fn joined(mut parts: Vec<Expr>, join: impl Fn(Expr, Expr) -> Expr) -> Option<Expr> {
    while parts.len() > 1 {
        let mut pairs = Vec::with_capacity(parts.len().div_ceil(2));
        let mut left = parts.into_iter();
        while let Some(one) = left.next() {
            pairs.push(match left.next() {
                Some(other) => join(one, other),
                None => one,
            });
        }
        parts = pairs;
    }
    parts.pop()
}

fn compare(comparison: &Comparison, schema: &Schema) -> Result<Expr> {
    let Comparison { col, op, val } = comparison;
    let dtype = schema.get(col).ok_or_else(|| fault::unknown_column("col", col, schema))?;
    let normal = op.trim().to_lowercase();
    let Some((_, operator)) = OPERATORS.iter().find(|(name, _)| *name == normal) else {
        return Err(fault::unknown("op", "operator", op, OPERATORS.iter().map(|(name, _)| *name)));
    };
    // Categories are compared as the text that they are.
    let this = || if matches!(dtype, DataType::Categorical(..) | DataType::Enum(..)) { column(col).cast(DataType::String) } else { column(col) };
    let pattern = || {
        if !matches!(dtype, DataType::String | DataType::Categorical(..) | DataType::Enum(..)) {
            let has = type_text(dtype);
            return Err(fault::invalid("op", "a string column", format!("{op} compares strings, and column {} is {has}", text::quote(col)))
                .with("given", op.as_str())
                .with("type", has));
        }
        val.as_str().ok_or_else(|| fault::invalid("val", "a string", format!("{op} wants a string, not {}", shown(val))).with("given", shown(val)))
    };
    let regex = |regex: String| Ok(this().str().contains(lit(regex), true));
    match operator {
        Operator::Equal | Operator::NotEqual | Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            Ok(ordered(this(), *operator, &Constant::new(val, col, dtype)?, dtype))
        }
        Operator::In => among(this(), col, val, dtype),
        Operator::NotIn => among(this(), col, val, dtype).map(Expr::not),
        Operator::Like => regex(to_regex(pattern()?, false)?),
        Operator::NotLike => regex(to_regex(pattern()?, false)?).map(Expr::not),
        Operator::LikeAnyCase => regex(to_regex(pattern()?, true)?),
        Operator::Contains => Ok(this().str().contains_literal(lit(pattern()?))),
        Operator::StartsWith => Ok(this().str().starts_with(lit(pattern()?))),
        Operator::EndsWith => Ok(this().str().ends_with(lit(pattern()?))),
        Operator::Regex => {
            let pattern = pattern()?;
            check_regex(pattern)?;
            regex(pattern.to_owned())
        }
        Operator::Between => match val.as_array().map(Vec::as_slice) {
            Some([low, high]) => {
                let low = ordered(this(), Operator::GreaterOrEqual, &Constant::new(low, col, dtype)?, dtype);
                Ok(low.and(ordered(this(), Operator::LessOrEqual, &Constant::new(high, col, dtype)?, dtype)))
            }
            _ => {
                Err(fault::invalid("val", "a list of two values", format!("between wants a list of two values, not {}", shown(val))).with("given", shown(val)))
            }
        },
        Operator::IsNull | Operator::NotNull if !val.is_null() => {
            Err(fault::invalid("val", "absent", format!("{op} takes no value, and {} is given", shown(val))).with("given", shown(val)))
        }
        Operator::IsNull => Ok(column(col).is_null()),
        Operator::NotNull => Ok(column(col).is_not_null()),
    }
}

/// A column beside a constant. What no value of the column's type equals is compared by what lies around it: the engine
/// would bring it into the type first.
fn ordered(this: Expr, operator: Operator, constant: &Constant, dtype: &DataType) -> Expr {
    use Operator as O;
    if let Some(side) = constant.beyond(dtype) {
        let holds = match operator {
            O::NotEqual => true,
            O::Less | O::LessOrEqual => side == Ordering::Greater,
            O::Greater | O::GreaterOrEqual => side == Ordering::Less,
            _ => false,
        };
        return decided(this, holds);
    }
    let value = constant.lit();
    match (operator, matches!(constant, Constant::Between(..))) {
        (O::NotEqual, true) => decided(this, true),
        (O::Less | O::LessOrEqual, true) | (O::LessOrEqual, false) => this.lt_eq(value),
        (O::Greater | O::GreaterOrEqual, true) | (O::Greater, false) => this.gt(value),
        (_, true) => decided(this, false),
        (O::NotEqual, false) => this.neq(value),
        (O::Less, false) => this.lt(value),
        (O::GreaterOrEqual, false) => this.gt_eq(value),
        (_, false) => this.eq(value),
    }
}

/// The same for every value, and still unknown for nulls.
fn decided(this: Expr, holds: bool) -> Expr {
    if holds { this.clone().eq(this) } else { this.clone().neq(this) }
}

fn among(this: Expr, name: &str, val: &Value, dtype: &DataType) -> Result<Expr> {
    let Some(values) = val.as_array() else {
        return Err(fault::invalid("val", "a list", format!("in and not_in want a list, not {}", shown(val))).with("given", shown(val)));
    };
    let constants = values.iter().enumerate().map(|(at, value)| {
        Constant::new(value, name, dtype).map_err(|mut error| {
            error.details.insert("field".to_owned(), format!("val[{at}]").into());
            error
        })
    });
    let constants = constants.collect::<Result<Vec<_>>>()?;
    let dtype = if matches!(dtype, DataType::Categorical(..) | DataType::Enum(..)) { &DataType::String } else { dtype };
    if constants.is_empty() {
        // An empty list holds nothing, not even what is unknown.
        return Ok(this.is_null().and(lit(false)));
    }
    match series(&constants, dtype).transpose()? {
        Some(series) if series.is_empty() => Ok(decided(this, false)),
        Some(series) => Ok(this.is_in(lit(series).implode(true), false)),
        None => Ok(any(constants.iter().map(|constant| this.clone().eq(constant.lit())).collect())),
    }
}

/// Whether the engine takes a pattern; tried on no rows.
pub(crate) fn check_regex(pattern: &str) -> Result<()> {
    let frame = DataFrame::new(1, vec![Series::new("text".into(), [""]).into()]).map_err(fault::polars)?;
    let tried = frame.lazy().select([column("text").str().contains(lit(pattern), true)]).collect();
    tried.map(drop).map_err(|error| {
        let error = fault::polars(error);
        fault::invalid("val", "a regular expression", format!("{} is no regular expression: {}", text::quote(pattern), error.message))
            .with("given", text::sanitize(pattern, text::MAX_QUOTED_CHARS))
    })
}

fn shown(value: &Value) -> String {
    text::sanitize(&value.to_string(), text::MAX_QUOTED_CHARS)
}
