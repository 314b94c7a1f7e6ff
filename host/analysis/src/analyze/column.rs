//! What there is to say of one column.

use polars::prelude::{DataType, Series};
use sandtable_core::Result;
use serde_json::{Map, Value};

use super::cells::{number, put};
use super::flat::{self, Flat, Native, Unit, is_number, is_time, with_values};
use super::runs::Runs;
use super::stats::lengths::Lengths;
use super::stats::numbers::Numbers;
use super::stats::texts::Texts;
use super::stats::times::Times;
use super::{engine, stats};
use crate::request::OutlierMethod;

/// How much is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// Histograms, all quantiles and most frequent values too.
    pub(super) full: bool,
    /// What makes an outlier, when they are looked for.
    pub(super) outliers: Option<OutlierMethod>,
}

/// A column's statistics.
#[derive(Debug)]
pub(super) struct Summary {
    pub(super) name: String,
    pub(super) dtype: DataType,
    pub(super) rows: u64,
    pub(super) nulls: u64,
    /// Different values; null is none. `None` where values are not compared.
    pub(super) distinct: Option<u64>,
    /// How often the most frequent value is there.
    pub(super) most_frequent: u64,
    /// What it takes in memory, buffers that are shared or too large left aside.
    pub(super) bytes: u64,
    pub(super) detail: Detail,
    full: bool,
}

/// What depends on the type.
#[derive(Debug)]
pub(super) enum Detail {
    /// Numbers and durations, finite ones.
    Number { numbers: Option<Numbers>, nans: u64, infinite: u64 },
    /// Points in time, times of day.
    Time(Option<Times>),
    /// Strings.
    Text(Texts),
    /// Truth values.
    Boolean { yes: u64, no: u64 },
    /// Lists and bytes.
    Sized(Lengths),
    /// Nothing but nulls are counted.
    Other,
}

impl Summary {
    /// Values that are there.
    pub(super) fn count(&self) -> u64 {
        self.rows - self.nulls
    }

    /// Of a column of numbers with one.
    pub(super) fn numbers(&self) -> Option<&Numbers> {
        match &self.detail {
            Detail::Number { numbers, .. } => numbers.as_ref(),
            Detail::Time(_) | Detail::Text(_) | Detail::Boolean { .. } | Detail::Sized(_) | Detail::Other => None,
        }
    }

    /// Of a column of times with one.
    pub(super) fn times(&self) -> Option<&Times> {
        match &self.detail {
            Detail::Time(times) => times.as_ref(),
            Detail::Number { .. } | Detail::Text(_) | Detail::Boolean { .. } | Detail::Sized(_) | Detail::Other => None,
        }
    }

    /// Of a column of strings.
    pub(super) fn texts(&self) -> Option<&Texts> {
        match &self.detail {
            Detail::Text(texts) => Some(texts),
            Detail::Number { .. } | Detail::Time(_) | Detail::Boolean { .. } | Detail::Sized(_) | Detail::Other => None,
        }
    }

    /// Whether the column has points in time, not times of day.
    pub(super) fn is_moment(&self) -> bool {
        matches!(self.dtype, DataType::Date | DataType::Datetime(..))
    }

    pub(super) fn json(&self) -> Result<Value> {
        let mut out = Map::new();
        let kind = match &self.detail {
            Detail::Number { .. } => "number",
            Detail::Time(_) => "time",
            Detail::Text(_) => "string",
            Detail::Boolean { .. } => "boolean",
            Detail::Sized(_) if self.dtype == DataType::Binary => "binary",
            Detail::Sized(_) => "list",
            Detail::Other if matches!(self.dtype, DataType::Struct(_)) => "struct",
            Detail::Other => "null",
        };
        put(
            &mut out,
            [
                ("kind", kind.into()),
                ("count", self.count().into()),
                ("nulls", self.nulls.into()),
                ("null_ratio", number(self.nulls as f64 / self.rows.max(1) as f64)),
                ("distinct", self.distinct.map_or(Value::Null, Value::from)),
            ],
        );
        match &self.detail {
            Detail::Number { numbers, nans, infinite } => {
                if let Some(numbers) = numbers {
                    numbers.put(&mut out, self.full);
                }
                if *nans + *infinite > 0 {
                    put(&mut out, [("nan", (*nans).into()), ("infinite", (*infinite).into())]);
                }
                if matches!(self.dtype, DataType::Duration(_)) {
                    put(&mut out, [("unit", "s".into())]);
                }
            }
            Detail::Time(Some(times)) => times.put(&mut out),
            Detail::Text(texts) => {
                texts.put(&mut out);
                if texts.approximate {
                    put(&mut out, [("approximate", true.into())]);
                }
            }
            Detail::Boolean { yes, no } => put(&mut out, [("true", (*yes).into()), ("false", (*no).into())]),
            Detail::Sized(lengths) => lengths.put(&mut out),
            Detail::Time(None) | Detail::Other => {}
        }
        Ok(Value::Object(out))
    }
}

/// Looks at a column.
///
/// # Errors
/// `INTERNAL`.
pub(super) fn summary(series: &Series, wanted: Wanted) -> Result<Summary> {
    let rows = series.len() as u64;
    let (mut summary, bits) = (
        Summary {
            name: series.name().to_string(),
            dtype: series.dtype().clone(),
            rows,
            nulls: series.null_count() as u64,
            distinct: None,
            most_frequent: 0,
            bytes: 0,
            detail: Detail::Other,
            full: wanted.full,
        },
        if series.null_count() > 0 { rows.div_ceil(8) } else { 0 },
    );
    let dtype = series.dtype();
    if let Some(flat) = Flat::new(series)? {
        with_values!(flat, |values, validity| measure(&mut summary, values, validity, flat.unit, wanted)?);
        summary.bytes = bits + rows * flat::width(dtype);
    } else if *dtype == DataType::String {
        let texts = Texts::new(series, wanted)?;
        summary.distinct = Some(texts.distinct);
        summary.most_frequent = texts.top.first().map_or(0, |(_, count)| *count);
        summary.bytes = bits + rows * 16 + texts.bytes;
        summary.detail = Detail::Text(texts);
    } else if *dtype == DataType::Boolean {
        let yes = u64::from(series.bool().map_err(engine)?.sum().unwrap_or(0));
        let no = summary.count() - yes;
        summary.distinct = Some(u64::from(yes > 0) + u64::from(no > 0));
        summary.most_frequent = yes.max(no);
        summary.bytes = bits + rows.div_ceil(8);
        summary.detail = Detail::Boolean { yes, no };
    } else {
        summary.bytes = series.estimated_size() as u64;
        if let Some(lengths) = Lengths::of(series)? {
            summary.detail = Detail::Sized(lengths);
        }
    }
    Ok(summary)
}

/// Numbers and times.
fn measure<N: Native>(summary: &mut Summary, values: &[N], validity: Option<&polars_arrow::bitmap::Bitmap>, unit: Unit, wanted: Wanted) -> Result<()> {
    let runs = Runs::of(values, validity);
    summary.distinct = Some(runs.values.len() as u64);
    summary.most_frequent = runs.counts.iter().copied().max().unwrap_or(0).into();
    if is_number(&summary.dtype) {
        let mut nans = 0;
        // All that is there and has no key is not finite.
        let strange = summary.count() - runs.total;
        if strange > 0 {
            nans = flat::there(values, validity).filter(|(_, value)| value.number().is_nan()).count() as u64;
        }
        summary.detail = Detail::Number { numbers: Numbers::new(&runs, unit, wanted), nans, infinite: strange - nans };
    } else {
        debug_assert!(is_time(&summary.dtype));
        // Times are 32 or 64 bits wide: their keys are.
        let ticks = stats::times::ticks(runs);
        summary.detail = Detail::Time(Times::new(&summary.dtype, &ticks, values, validity, wanted)?);
    }
    Ok(())
}
