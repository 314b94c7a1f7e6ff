//! Groups and what is calculated for them.

use polars::prelude::{DataType, Expr, LazyFrame, QuantileMethod, Schema, UniqueKeepStrategy, len, lit};
use sandtable_core::{Result, text};

use super::time::{PARTS, TimeColumn};
use crate::column::{column, known};
use crate::fault;
use crate::request::{Aggregation, GroupKey, QueryPlan, TimePart};
use crate::source::type_text;

/// The functions, and of which columns they are.
const FUNCTIONS: [(&str, Wants); 14] = [
    ("sum", Wants::Sums),
    ("mean", Wants::Numbers),
    ("avg", Wants::Numbers),
    ("min", Wants::Ordered),
    ("max", Wants::Ordered),
    ("count", Wants::Any),
    ("count_distinct", Wants::Any),
    ("n_unique", Wants::Any),
    ("median", Wants::Numbers),
    ("quantile", Wants::Numbers),
    ("std", Wants::Sums),
    ("var", Wants::Sums),
    ("first", Wants::Any),
    ("last", Wants::Any),
];

/// What a function can work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wants {
    /// Numbers, booleans as 0 and 1, durations.
    Sums,
    /// The same, and times.
    Numbers,
    /// What has an order.
    Ordered,
    /// Every type.
    Any,
}

/// Groups the rows of a plan. `bucket` is the grain's column, when there is a grain; it is one of the groups whether it
/// was named or not.
///
/// # Errors
/// `VALIDATION_ERROR` with the field that is wrong: columns, parts, functions, names that clash.
pub(super) fn group(plan: LazyFrame, schema: &Schema, asked: &QueryPlan, bucket: Option<&str>) -> Result<LazyFrame> {
    let mut names: Vec<String> = Vec::new();
    let mut keys = Vec::new();
    for (at, key) in asked.groupby.iter().enumerate() {
        let field = format!("plan.groupby[{at}]");
        let (expr, name) = key_of(key, &field, schema, asked)?;
        taken(&mut names, &field, &name)?;
        keys.push(expr.alias(name.as_str()));
    }
    if let Some(bucket) = bucket.filter(|bucket| !names.iter().any(|name| name == bucket)) {
        names.push(bucket.to_owned());
        keys.push(column(bucket));
    }
    let mut aggregations = Vec::new();
    for (at, aggregation) in asked.aggs.iter().enumerate() {
        let field = format!("plan.aggs[{at}]");
        let (expr, name) = aggregate(aggregation, schema).map_err(|error| fault::under(&field, error))?;
        taken(&mut names, &field, &name)?;
        aggregations.push(expr.alias(name.as_str()));
    }
    Ok(match (keys.is_empty(), aggregations.is_empty()) {
        (true, _) => plan.select(aggregations),
        (false, true) => plan.select(keys).unique(None, UniqueKeepStrategy::Any),
        (false, false) => plan.group_by(keys).agg(aggregations),
    })
}

fn taken(names: &mut Vec<String>, field: &str, name: &str) -> Result<()> {
    if names.iter().any(|other| other == name) {
        return Err(fault::clash(field, name, "two columns of the result have one name; give one with \"as\""));
    }
    names.push(name.to_owned());
    Ok(())
}

fn key_of(key: &GroupKey, field: &str, schema: &Schema, asked: &QueryPlan) -> Result<(Expr, String)> {
    match key {
        GroupKey::Name(name) if schema.contains(name) => Ok((column(name), name.clone())),
        GroupKey::Name(name) if PARTS.contains(&name.as_str()) => {
            let time = TimeColumn::find(field, asked.time_col.as_deref(), asked.timezone.as_deref(), schema)?;
            Ok((time.part(field, name)?, name.clone()))
        }
        GroupKey::Name(name) => {
            let known = schema.iter_names().map(|name| name.as_str()).chain(PARTS);
            Err(fault::unknown(field, "column or part of a time", name, known).with("reason", "column_not_found"))
        }
        GroupKey::Part(TimePart { col, part, named }) => {
            // A column of another zone's dates has no use for the plan's.
            let zoned = matches!(schema.get(col), Some(DataType::Datetime(_, Some(_))));
            let timezone = asked.timezone.as_deref().filter(|_| zoned);
            let time = TimeColumn::find(&format!("{field}.col"), Some(col), timezone, schema)?;
            Ok((time.part(&format!("{field}.part"), part)?, named.clone().unwrap_or_else(|| part.clone())))
        }
    }
}

fn aggregate(aggregation: &Aggregation, schema: &Schema) -> Result<(Expr, String)> {
    let Aggregation { col, function, q, named } = aggregation;
    let Some((function, wants)) = FUNCTIONS.iter().find(|(name, _)| *name == function.to_lowercase()) else {
        return Err(fault::unknown("fn", "function", function, FUNCTIONS.iter().map(|(name, _)| *name)));
    };
    if *function != "quantile" && q.is_some() {
        return Err(fault::invalid("q", "absent", format!("q belongs to quantile, not to {function}")));
    }
    let Some(col) = col else {
        if *function == "count" {
            return Ok((len().cast(DataType::Int64), named.clone().unwrap_or_else(|| "count".to_owned())));
        }
        return Err(fault::invalid("col", "a column", format!("{function} needs a column; only count has none")));
    };
    let value = known("col", col, schema)?;
    let dtype = schema.get(col).cloned().unwrap_or(DataType::Null);
    if !takes(*wants, &dtype) {
        let has = type_text(&dtype);
        let message = format!("column {} is {has}, of which there is no {function}", text::quote(col));
        return Err(fault::invalid("col", &format!("a column that {function} is defined for"), message).with("given", col.as_str()).with("type", has));
    }
    // Booleans count as 0 and 1; Polars has no deviation of them.
    let value = if dtype == DataType::Boolean && matches!(wants, Wants::Sums | Wants::Numbers) { value.cast(DataType::Int64) } else { value };
    let result = match *function {
        // The engine's own sum of 64 bits begins anew where it ends; this one is an error there.
        "sum" if matches!(dtype, DataType::Int64 | DataType::UInt64) => value.cast(DataType::Int128).sum().strict_cast(dtype),
        "sum" => value.sum(),
        "mean" | "avg" => value.mean(),
        "min" => value.min(),
        "max" => value.max(),
        "count" => value.count().cast(DataType::Int64),
        "count_distinct" | "n_unique" => value.drop_nulls().n_unique().cast(DataType::Int64),
        "median" => value.median(),
        "std" => value.std(1),
        "var" => value.var(1),
        "first" => value.first(),
        "last" => value.last(),
        _ => {
            let q = q.filter(|q| (0.0..=1.0).contains(q)).ok_or_else(|| {
                let error = fault::invalid("q", "0 to 1", "quantile needs q, a number from 0 to 1");
                q.map_or(error.clone(), |q| error.with("given", q))
            })?;
            value.quantile(lit(q), QuantileMethod::Linear)
        }
    };
    Ok((result, named.clone().unwrap_or_else(|| format!("{col}_{function}"))))
}

fn takes(wants: Wants, dtype: &DataType) -> bool {
    let sums = dtype.is_primitive_numeric() || matches!(dtype, DataType::Boolean | DataType::Decimal(..) | DataType::Duration(_) | DataType::Null);
    match wants {
        Wants::Any => true,
        Wants::Sums => sums,
        Wants::Numbers => sums || matches!(dtype, DataType::Date | DataType::Datetime(..) | DataType::Time),
        Wants::Ordered => !dtype.is_nested(),
    }
}
