//! One row about all rows.

use polars::prelude::{Column, NamedFrom, Series, StringChunked};
use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, LazyFrame, LiteralValue, QuantileMethod, Scalar, all, as_struct, col, lit};
use serde_json::Value;

use super::call::Columns;
use super::{Call, Frame};
use crate::fault::{Fault, Result};

/// A verb that needs no argument.
macro_rules! plain {
    ($($name:ident),*) => {
        $(pub(super) fn $name(call: &Call<'_>) -> Result<Frame> {
            call.done(call.plan().$name())
        })*
    };
}

plain!(max, min, sum, mean, median, null_count, count);

pub(super) fn std(call: &Call<'_>) -> Result<Frame> {
    let ddof = ddof(call)?;
    call.done(call.plan().std(ddof))
}

pub(super) fn var(call: &Call<'_>) -> Result<Frame> {
    let ddof = ddof(call)?;
    call.done(call.plan().var(ddof))
}

fn ddof(call: &Call<'_>) -> Result<u8> {
    u8::try_from(call.bound.int("ddof")?).map_err(|_| call.bound.wrong("ddof", "an integer from 0 to 255"))
}

pub(super) fn quantile_method(word: &str) -> QuantileMethod {
    match word {
        "lower" => QuantileMethod::Lower,
        "higher" => QuantileMethod::Higher,
        "midpoint" => QuantileMethod::Midpoint,
        "linear" => QuantileMethod::Linear,
        "equiprobable" => QuantileMethod::Equiprobable,
        _ => QuantileMethod::Nearest,
    }
}

pub(super) fn quantile(call: &Call<'_>) -> Result<Frame> {
    let quantile = call.expr("quantile")?.ok_or_else(|| call.bound.wrong("quantile", "a number from 0 to 1"))?;
    let method = quantile_method(call.bound.one_of("interpolation")?);
    call.done(call.plan().quantile(quantile, method))
}

pub(super) fn approx_n_unique(call: &Call<'_>) -> Result<Frame> {
    call.done(call.plan().select([all().as_expr().approx_n_unique()]))
}

pub(super) fn product(call: &Call<'_>) -> Result<Frame> {
    let exprs: Vec<Expr> = call
        .schema()?
        .iter()
        .map(|(name, dtype)| match dtype.is_primitive_numeric() || dtype.is_decimal() || dtype.is_bool() {
            true => col(name.clone()).product(),
            false => lit(polars::prelude::NULL).alias(name.clone()),
        })
        .collect();
    call.done(call.plan().select(exprs))
}

/// A folding of all columns into one, as a column of its own.
pub(super) fn horizontal(call: &Call<'_>, name: &str, fold: impl Fn(Expr, bool) -> polars::prelude::PolarsResult<Expr>) -> Result<Frame> {
    let ignore_nulls = match call.bound.operation().param("ignore_nulls") {
        Some(_) => call.bound.bool("ignore_nulls")?,
        None => true,
    };
    let folded = fold(all().as_expr(), ignore_nulls)?;
    call.series(call.plan().select([folded.alias(name)]))
}

pub(super) fn max_horizontal(call: &Call<'_>) -> Result<Frame> {
    horizontal(call, "max", |columns, _| polars_plan::dsl::functions::max_horizontal([columns]))
}

pub(super) fn min_horizontal(call: &Call<'_>) -> Result<Frame> {
    horizontal(call, "min", |columns, _| polars_plan::dsl::functions::min_horizontal([columns]))
}

pub(super) fn sum_horizontal(call: &Call<'_>) -> Result<Frame> {
    horizontal(call, "sum", |columns, ignore| polars_plan::dsl::functions::sum_horizontal([columns], ignore))
}

pub(super) fn mean_horizontal(call: &Call<'_>) -> Result<Frame> {
    horizontal(call, "mean", |columns, ignore| polars_plan::dsl::functions::mean_horizontal([columns], ignore))
}

pub(super) fn is_unique(call: &Call<'_>) -> Result<Frame> {
    marked(call, |rows| rows.is_unique())
}

pub(super) fn is_duplicated(call: &Call<'_>) -> Result<Frame> {
    marked(call, |rows| rows.is_duplicated())
}

fn marked(call: &Call<'_>, mark: impl Fn(Expr) -> Expr) -> Result<Frame> {
    call.series(call.plan().select([mark(as_struct(vec![all().as_expr()])).alias("")]))
}

pub(super) fn to_struct(call: &Call<'_>) -> Result<Frame> {
    let name = call.bound.str("name")?;
    call.series(call.plan().select([as_struct(vec![all().as_expr()]).alias(name)]))
}

/// The percentiles as Python takes them: a number, a list, or nothing.
fn percentiles(call: &Call<'_>) -> Result<Vec<f64>> {
    let numbers: Vec<&Value> = match call.bound.value("percentiles") {
        None => Vec::new(),
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
    };
    let wrong = || call.bound.wrong("percentiles", "numbers from 0 to 1");
    let mut numbers =
        numbers.into_iter().map(|number| number.as_f64().filter(|number| (0.0..=1.0).contains(number)).ok_or_else(wrong)).collect::<Result<Vec<f64>>>()?;
    numbers.sort_by(f64::total_cmp);
    Ok(numbers)
}

pub(super) fn describe(call: &Call<'_>) -> Result<Frame> {
    let schema = call.schema()?;
    if schema.is_empty() && call.input.known {
        return Err(Fault::new("cannot describe a frame that has no columns").about_columns());
    }
    let method = quantile_method(call.bound.one_of("interpolation")?);
    let percentiles = percentiles(call)?;
    let mut labels: Vec<String> = ["count", "null_count", "mean", "std", "min"].map(str::to_owned).into();
    labels.extend(percentiles.iter().map(|percentile| format!("{}%", short(percentile * 100.0))));
    labels.push("max".to_owned());

    let mut exprs = Vec::new();
    for (name, dtype) in schema.iter() {
        let null = || lit(polars::prelude::NULL);
        let numeric = dtype.is_primitive_numeric() || dtype.is_decimal();
        let temporal = dtype.is_temporal();
        let unordered = dtype.is_nested() || dtype.is_categorical() || dtype.is_enum() || dtype.is_null() || dtype.is_object();
        let of = |expr: Expr, if_so: bool| if if_so { expr } else { null() };
        let column = || col(name.clone());
        let mut metrics = vec![
            column().count(),
            column().null_count(),
            of(column().mean(), temporal || numeric || dtype.is_bool()),
            of(column().std(1), numeric),
            of(column().min(), !unordered),
        ];
        for percentile in &percentiles {
            metrics.push(if temporal {
                column().to_physical().quantile(lit(*percentile), method).cast(dtype.clone())
            } else {
                of(column().quantile(lit(*percentile), method), numeric)
            });
        }
        metrics.push(of(column().max(), !unordered));
        exprs.extend(metrics.into_iter().zip(&labels).map(|(metric, label)| metric.alias(format!("{label}:{name}"))));
    }
    let statistic = Column::new("statistic".into(), labels.as_slice());
    let summary_dtype = |dtype: &DataType| match dtype.is_primitive_numeric() || dtype.is_decimal() || dtype.is_nested() || dtype.is_null() || dtype.is_bool() {
        true => DataType::Float64,
        false => DataType::String,
    };
    let wanted = call.context.is_check();
    let row = if wanted { None } else { Some(call.context.collect(call.plan().select(exprs))?) };
    let mut columns = vec![statistic];
    for (at, (name, dtype)) in schema.iter().enumerate() {
        let dtype_out = summary_dtype(dtype);
        let Some(row) = &row else {
            columns.push(Column::full_null(name.clone(), labels.len(), &dtype_out));
            continue;
        };
        let values: Vec<_> = row.columns()[at * labels.len()..(at + 1) * labels.len()].iter().map(|column| column.get(0)).collect::<Result<_, _>>()?;
        columns.push(match dtype_out {
            DataType::Float64 => {
                let numbers: Vec<Option<f64>> = values
                    .iter()
                    .map(|value| match value {
                        polars::prelude::AnyValue::Null => None,
                        polars::prelude::AnyValue::Boolean(flag) => Some(f64::from(u8::from(*flag))),
                        value => value.extract::<f64>(),
                    })
                    .collect();
                Series::new(name.clone(), numbers).into()
            }
            _ => {
                let texts: StringChunked = values.iter().map(python_text).collect();
                Series::from(texts.with_name(name.clone())).into()
            }
        });
    }
    let frame = DataFrame::new_infer_height(columns)?;
    Ok(Frame::Table(super::Table { plan: frame.lazy(), eager: true, known: call.input.known }))
}

/// A value as Python's `str` shows it.
fn python_text(value: &polars::prelude::AnyValue<'_>) -> Option<String> {
    use polars::prelude::AnyValue;
    match value {
        AnyValue::Null => None,
        AnyValue::Boolean(flag) => Some(if *flag { "True" } else { "False" }.to_owned()),
        AnyValue::String(text) => Some((*text).to_owned()),
        AnyValue::StringOwned(text) => Some(text.to_string()),
        AnyValue::Float64(number) => Some(python_float(*number)),
        AnyValue::Float32(number) => Some(python_float(f64::from(*number))),
        AnyValue::Time(nanoseconds) => Some(python_time(*nanoseconds)),
        AnyValue::Duration(amount, unit) => Some(python_duration(*amount, *unit)),
        AnyValue::Datetime(amount, unit, zone) => Some(python_datetime(*amount, *unit, *zone)),
        other => Some(other.to_string()),
    }
}

fn python_float(number: f64) -> String {
    let text = format!("{number}");
    if text.contains(['.', 'e', 'n', 'i']) { text } else { format!("{text}.0") }
}

fn python_time(nanoseconds: i64) -> String {
    let seconds = nanoseconds / 1_000_000_000;
    let micros = nanoseconds % 1_000_000_000 / 1_000;
    format!("{:02}:{:02}:{:02}{}", seconds / 3600, seconds / 60 % 60, seconds % 60, fraction(micros))
}

fn fraction(micros: i64) -> String {
    if micros == 0 { String::new() } else { format!(".{micros:06}") }
}

fn micros_of(amount: i64, unit: polars::prelude::TimeUnit) -> i64 {
    match unit {
        polars::prelude::TimeUnit::Nanoseconds => amount.div_euclid(1_000),
        polars::prelude::TimeUnit::Microseconds => amount,
        polars::prelude::TimeUnit::Milliseconds => amount.saturating_mul(1_000),
    }
}

fn python_duration(amount: i64, unit: polars::prelude::TimeUnit) -> String {
    let micros = micros_of(amount, unit);
    let days = micros.div_euclid(86_400_000_000);
    let rest = micros.rem_euclid(86_400_000_000);
    let seconds = rest / 1_000_000;
    let clock = format!("{}:{:02}:{:02}{}", seconds / 3600, seconds / 60 % 60, seconds % 60, fraction(rest % 1_000_000));
    match days {
        0 => clock,
        1 | -1 => format!("{days} day, {clock}"),
        days => format!("{days} days, {clock}"),
    }
}

fn python_datetime(amount: i64, unit: polars::prelude::TimeUnit, zone: Option<&polars::prelude::TimeZone>) -> String {
    let value = LiteralValue::Scalar(Scalar::new(
        DataType::Datetime(unit, zone.cloned()),
        polars::prelude::AnyValue::DatetimeOwned(amount, unit, zone.cloned().map(std::sync::Arc::new)),
    ));
    let format = match (zone, micros_of(amount, unit).rem_euclid(1_000_000)) {
        (None, 0) => "%Y-%m-%d %H:%M:%S",
        (None, _) => "%Y-%m-%d %H:%M:%S%.6f",
        (Some(_), 0) => "%Y-%m-%d %H:%M:%S%:z",
        (Some(_), _) => "%Y-%m-%d %H:%M:%S%.6f%:z",
    };
    let text = LazyFrame::default().select([Expr::Literal(value).dt().to_string(format)]).collect();
    text.ok().and_then(|text| text.columns().first().and_then(|column| column.get(0).ok().map(|value| value.str_value().into_owned()))).unwrap_or_default()
}

/// A number without needless digits, as `%g` prints it.
fn short(number: f64) -> String {
    let text = format!("{:.5e}", number);
    let rounded: f64 = text.parse().unwrap_or(number);
    format!("{rounded}")
}

pub(super) fn corr(call: &Call<'_>) -> Result<Frame> {
    if let Some((name, _)) = call.bound.varkwargs().first() {
        return Err(Fault::new(format!("corr() got an unexpected keyword argument '{name}'")).argument(format!("kwargs.{name}")));
    }
    let label = call.bound.str_opt("label")?;
    let names: Vec<String> = call.schema()?.iter_names().map(|name| name.to_string()).collect();
    let mut rows = Vec::new();
    for left in &names {
        let row: Vec<Expr> = names
            .iter()
            .map(|right| {
                polars::prelude::pearson_corr(col(left.as_str()).cast(DataType::Float64), col(right.as_str()).cast(DataType::Float64)).alias(right.as_str())
            })
            .collect();
        rows.push(call.plan().select(row));
    }
    let matrix = polars::prelude::concat(rows, Default::default())?;
    let plan = match label {
        Some(label) => {
            let labels = Series::new(label.into(), &names);
            let mut exprs = vec![lit(labels)];
            exprs.push(all().as_expr());
            matrix.select(exprs)
        }
        None => matrix,
    };
    call.done(plan)
}

pub(super) fn hash_rows(call: &Call<'_>) -> Result<Frame> {
    use std::hash::BuildHasher as _;

    use polars_utils::aliases::{PlFixedStateQuality, PlSeedableRandomStateQuality, SeedableFromU64SeedExt as _};
    let seed = call.bound.size("seed")? as u64;
    let of = |name: &str| -> Result<u64> { Ok(call.bound.size_opt(name)?.map_or(seed, |seed| seed as u64)) };
    let seed = PlFixedStateQuality::default().hash_one((seed, of("seed_1")?, of("seed_2")?, of("seed_3")?));
    let columns = Columns::These([("".into(), DataType::UInt64)].into_iter().collect());
    let hashed = call.with_rows(columns, |mut frame| {
        let hashes = frame.hash_rows(Some(PlSeedableRandomStateQuality::seed_from_u64(seed)))?;
        Ok(polars::prelude::IntoSeries::into_series(hashes).into_frame())
    })?;
    Ok(as_series(hashed))
}

/// A frame of one column as the series that Python has there.
pub(super) fn as_series(frame: Frame) -> Frame {
    match frame {
        Frame::Table(table) => Frame::Series(table),
        other => other,
    }
}

/// `glimpse` as a frame: each column with its type and first values as text. Its other forms print.
pub(super) fn glimpse(call: &Call<'_>) -> Result<Frame> {
    if call.bound.value("return_type").and_then(Value::as_str) != Some("frame") {
        return Err(Fault::unsupported("glimpse", "it prints; with return_type \"frame\" it gives one").argument(call.bound.place("return_type")));
    }
    let (items, longest) = (call.count("max_items_per_column")?, call.bound.size("max_colname_length")?);
    let texts = DataType::List(Box::new(DataType::String));
    let columns = [("column".into(), DataType::String), ("dtype".into(), DataType::String), ("values".into(), texts)].into_iter().collect();
    call.with_rows(Columns::These(columns), |frame| {
        let mut names: Vec<String> = Vec::new();
        let mut types: Vec<String> = Vec::new();
        let mut values: Vec<Series> = Vec::new();
        for column in frame.head(Some(items as usize)).columns() {
            let name = column.name().as_str();
            names.push(match name.chars().count() > longest {
                true => name.chars().take(longest.saturating_sub(1)).chain(['…']).collect(),
                false => name.to_owned(),
            });
            types.push(column.dtype().to_string());
            let texts = (0..column.len())
                .map(|row| {
                    let value = column.get(row)?;
                    let text = python_text(&value);
                    Ok(if column.dtype().is_string() { text.map(|text| python_quoted(&text)) } else { text })
                })
                .collect::<Result<Vec<Option<String>>>>()?;
            values.push(Series::new("".into(), texts));
        }
        let values = match values.is_empty() {
            true => Series::new_empty("values".into(), &DataType::List(Box::new(DataType::String))),
            false => Series::new("values".into(), values),
        };
        Ok(DataFrame::new_infer_height(vec![Series::new("column".into(), names).into(), Series::new("dtype".into(), types).into(), values.into()])?)
    })
}

/// A text as Python's `repr` shows it.
fn python_quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\\' => out.push_str("\\\\"),
            character if character == quote => out.extend(['\\', character]),
            character => out.push(character),
        }
    }
    out.push(quote);
    out
}
