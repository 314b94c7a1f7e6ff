//! Values that must be there in another data set.

use std::collections::BTreeMap;

use polars::prelude::{DataType, Expr, Schema, UniqueKeepStrategy, lit};
use sandtable_core::{Result, text};
use serde::Deserialize;
use serde_json::Value;

use super::{Subject, types};
use crate::analyze::load;
use crate::column::column;
use crate::fault;
use crate::request::QueryPlan;
use crate::work::{Given, Source};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    dataset: String,
    col: String,
}

/// In no row of the column that the value names.
pub(super) fn missing(subject: &Subject<'_>, value: &Value, sources: &BTreeMap<String, Source>, given: &Given) -> Result<Expr> {
    let constraint = r#"{"dataset": …, "col": …}"#;
    let Ok(Reference { dataset, col: name }) = Reference::deserialize(value) else { return Err(subject.wrong(value, constraint)) };
    if !sources.contains_key(&dataset) {
        return Err(fault::unknown(&format!("{}.dataset", subject.field), "data set", &dataset, sources.keys().map(String::as_str)));
    }
    let common_of = |schema: &Schema| {
        let other = schema.get(&name).ok_or_else(|| fault::unknown_column(&format!("{}.col", subject.field), &name, schema))?;
        common(subject.dtype, other).ok_or_else(|| {
            let (ours, theirs) = (types::name(subject.dtype), types::name(other));
            let message = format!("column {} is {ours}, the one it refers to is {theirs}", text::quote(subject.name));
            fault::invalid(&subject.field, "columns of one type", message).with("given", theirs).with("allowed", ours)
        })
    };
    let plan = QueryPlan { dataset, ..QueryPlan::default() };
    let (values, schema) = load::collect(&plan, sources, given, |plan, schema| {
        let values = column(&name).cast(common_of(schema)?).alias("value");
        Ok(plan.select([values]).drop_nulls(None).unique(None, UniqueKeepStrategy::Any))
    })?;
    let common = common_of(&schema)?;
    let values = values.columns()[0].as_materialized_series().clone();
    debug_assert_eq!(values.dtype(), &common);
    Ok(subject.column().cast(common).is_in(lit(values).implode(false), false).not())
}

/// The type that both are compared in.
fn common(ours: &DataType, theirs: &DataType) -> Option<DataType> {
    let plain = |dtype: &DataType| dtype.is_integer() && !matches!(dtype, DataType::UInt64 | DataType::Int128 | DataType::UInt128);
    let number = |dtype: &DataType| dtype.is_primitive_numeric() || dtype.is_decimal();
    let moment = |dtype: &DataType| matches!(dtype, DataType::Date | DataType::Datetime(..));
    match (ours, theirs) {
        _ if ours == theirs => Some(ours.clone()),
        _ if plain(ours) && plain(theirs) => Some(DataType::Int64),
        _ if number(ours) && number(theirs) => Some(DataType::Float64),
        _ if moment(ours) && moment(theirs) => Some(ours.clone()),
        _ => None,
    }
}
