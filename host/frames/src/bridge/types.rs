//! Which Polars type is which Arrow type.

use std::sync::Arc;

use arrow::datatypes::{DataType as Arrow, Field as ArrowField, Schema as ArrowSchema, SchemaRef, TimeUnit as ArrowUnit};
use polars::prelude::{DataType as Polars, Field as PolarsField, Schema as PolarsSchema, TimeUnit as PolarsUnit};
use polars_arrow::datatypes::{ArrowDataType as Columns, Field as ColumnsField, TimeUnit as ColumnsUnit};
use sandtable_core::{Error, Result, text};

/// The schema in which a frame's columns cross: every field nullable, since Polars does not say which are not.
///
/// # Errors
/// `VALIDATION_ERROR` naming the column and its type, when Arrow has no such type: int128, uint128, object.
pub fn arrow_schema(schema: &PolarsSchema, views: bool) -> Result<SchemaRef> {
    let fields = schema.iter().map(|(name, dtype)| Ok(ArrowField::new(name.as_str(), crossing_type(name, dtype, views)?, true)));
    Ok(Arc::new(ArrowSchema::new(fields.collect::<Result<Vec<_>>>()?)))
}

/// The Arrow type in which a Polars column crosses. Categories cross as strings.
pub(crate) fn crossing_type(column: &str, dtype: &Polars, views: bool) -> Result<Arrow> {
    let inner = |dtype: &Polars| crossing_type(column, dtype, views);
    Ok(match dtype {
        Polars::Null => Arrow::Null,
        Polars::Boolean => Arrow::Boolean,
        Polars::Int8 => Arrow::Int8,
        Polars::Int16 => Arrow::Int16,
        Polars::Int32 => Arrow::Int32,
        Polars::Int64 => Arrow::Int64,
        Polars::UInt8 => Arrow::UInt8,
        Polars::UInt16 => Arrow::UInt16,
        Polars::UInt32 => Arrow::UInt32,
        Polars::UInt64 => Arrow::UInt64,
        Polars::Float16 => Arrow::Float16,
        Polars::Float32 => Arrow::Float32,
        Polars::Float64 => Arrow::Float64,
        // Polars holds 1 ≤ precision ≤ 38 and scale ≤ precision.
        Polars::Decimal(precision, scale) => Arrow::Decimal128(*precision as u8, *scale as i8),
        Polars::String | Polars::Categorical(..) | Polars::Enum(..) if views => Arrow::Utf8View,
        Polars::String | Polars::Categorical(..) | Polars::Enum(..) => Arrow::LargeUtf8,
        Polars::Binary | Polars::BinaryOffset if views => Arrow::BinaryView,
        Polars::Binary | Polars::BinaryOffset => Arrow::LargeBinary,
        Polars::Date => Arrow::Date32,
        Polars::Time => Arrow::Time64(ArrowUnit::Nanosecond),
        Polars::Datetime(unit, zone) => Arrow::Timestamp(arrow_unit(*unit), zone.as_ref().map(|zone| Arc::from(zone.as_str()))),
        Polars::Duration(unit) => Arrow::Duration(arrow_unit(*unit)),
        Polars::List(item) => Arrow::LargeList(item_field(inner(item)?)),
        Polars::Array(item, size) => Arrow::FixedSizeList(item_field(inner(item)?), i32::try_from(*size).map_err(|_| refused(column, dtype))?),
        Polars::Struct(fields) => {
            let fields = fields.iter().map(|field| Ok(ArrowField::new(field.name().as_str(), inner(field.dtype())?, true)));
            Arrow::Struct(fields.collect::<Result<Vec<_>>>()?.into())
        }
        _ => return Err(refused(column, dtype)),
    })
}

/// The type without categories, where there are any in it: what a column is cast to before it crosses.
pub(crate) fn without_categories(dtype: &Polars) -> Option<Polars> {
    match dtype {
        Polars::Categorical(..) | Polars::Enum(..) => Some(Polars::String),
        Polars::BinaryOffset => Some(Polars::Binary),
        Polars::List(item) => Some(Polars::List(Box::new(without_categories(item)?))),
        Polars::Array(item, size) => Some(Polars::Array(Box::new(without_categories(item)?), *size)),
        Polars::Struct(fields) => {
            let plain: Vec<_> = fields.iter().map(|field| without_categories(field.dtype())).collect();
            plain.iter().any(Option::is_some).then(|| {
                let fields = fields.iter().zip(plain);
                Polars::Struct(fields.map(|(field, plain)| PolarsField::new(field.name().clone(), plain.unwrap_or_else(|| field.dtype().clone()))).collect())
            })
        }
        _ => None,
    }
}

/// The type by which Polars' own Arrow library knows an arrow-rs type.
///
/// # Errors
/// `VALIDATION_ERROR` naming the column and its type, when Polars has nothing to hold it in: intervals, maps, unions,
/// dictionaries, 256-bit decimals and such.
pub(crate) fn polars_arrow_type(column: &str, data_type: &Arrow) -> Result<Columns> {
    let inner = |field: &ArrowField| Ok::<_, Error>(ColumnsField::new(field.name().as_str().into(), polars_arrow_type(column, field.data_type())?, true));
    let refused = || {
        let name = crate::types::type_name(data_type);
        Error::new(sandtable_core::Code::ValidationError, format!("column {} is {name} ({data_type}), which tables cannot hold", text::quote(column)))
            .with("column", column)
            .with("type", name)
    };
    Ok(match data_type {
        Arrow::Null => Columns::Null,
        Arrow::Boolean => Columns::Boolean,
        Arrow::Int8 => Columns::Int8,
        Arrow::Int16 => Columns::Int16,
        Arrow::Int32 => Columns::Int32,
        Arrow::Int64 => Columns::Int64,
        Arrow::UInt8 => Columns::UInt8,
        Arrow::UInt16 => Columns::UInt16,
        Arrow::UInt32 => Columns::UInt32,
        Arrow::UInt64 => Columns::UInt64,
        Arrow::Float16 => Columns::Float16,
        Arrow::Float32 => Columns::Float32,
        Arrow::Float64 => Columns::Float64,
        Arrow::Decimal32(precision, scale) | Arrow::Decimal64(precision, scale) | Arrow::Decimal128(precision, scale) => {
            let (precision, scale) = (usize::from(*precision), usize::try_from(*scale).map_err(|_| refused())?);
            match data_type {
                Arrow::Decimal32(..) => Columns::Decimal32(precision, scale),
                Arrow::Decimal64(..) => Columns::Decimal64(precision, scale),
                _ => Columns::Decimal(precision, scale),
            }
        }
        Arrow::Utf8 => Columns::Utf8,
        Arrow::LargeUtf8 => Columns::LargeUtf8,
        Arrow::Utf8View => Columns::Utf8View,
        Arrow::Binary => Columns::Binary,
        Arrow::LargeBinary => Columns::LargeBinary,
        Arrow::BinaryView => Columns::BinaryView,
        Arrow::FixedSizeBinary(size) => Columns::FixedSizeBinary(usize::try_from(*size).map_err(|_| refused())?),
        Arrow::Date32 => Columns::Date32,
        Arrow::Date64 => Columns::Date64,
        Arrow::Time32(unit) => Columns::Time32(columns_unit(*unit)),
        Arrow::Time64(unit) => Columns::Time64(columns_unit(*unit)),
        Arrow::Timestamp(unit, zone) => Columns::Timestamp(columns_unit(*unit), zone.as_deref().map(Into::into)),
        Arrow::Duration(unit) => Columns::Duration(columns_unit(*unit)),
        Arrow::List(item) => Columns::List(Box::new(inner(item)?)),
        Arrow::LargeList(item) => Columns::LargeList(Box::new(inner(item)?)),
        Arrow::FixedSizeList(item, size) => Columns::FixedSizeList(Box::new(inner(item)?), usize::try_from(*size).map_err(|_| refused())?),
        Arrow::Struct(fields) => Columns::Struct(fields.iter().map(|field| inner(field)).collect::<Result<Vec<_>>>()?),
        _ => return Err(refused()),
    })
}

fn refused(column: &str, dtype: &Polars) -> Error {
    let dtype = dtype.to_string();
    Error::new(
        sandtable_core::Code::ValidationError,
        format!("column {} is {dtype}, which Arrow has no type for; cast it first, such as to int64, float64 or string", text::quote(column)),
    )
    .with("column", column)
    .with("type", dtype)
}

fn item_field(item: Arrow) -> Arc<ArrowField> {
    Arc::new(ArrowField::new("item", item, true))
}

fn arrow_unit(unit: PolarsUnit) -> ArrowUnit {
    match unit {
        PolarsUnit::Nanoseconds => ArrowUnit::Nanosecond,
        PolarsUnit::Microseconds => ArrowUnit::Microsecond,
        PolarsUnit::Milliseconds => ArrowUnit::Millisecond,
    }
}

fn columns_unit(unit: ArrowUnit) -> ColumnsUnit {
    match unit {
        ArrowUnit::Second => ColumnsUnit::Second,
        ArrowUnit::Millisecond => ColumnsUnit::Millisecond,
        ArrowUnit::Microsecond => ColumnsUnit::Microsecond,
        ArrowUnit::Nanosecond => ColumnsUnit::Nanosecond,
    }
}
