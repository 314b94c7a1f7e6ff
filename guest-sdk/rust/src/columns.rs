//! Finding columns in a batch.

use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    ArrowPrimitiveType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, Float64Array, LargeStringArray, RecordBatch, StringArray, StringViewArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::{Error, Result, bail};

const CODE: &str = "bad-column";

/// Columns by name, with errors that say what was there instead. All fail with code `bad-column`.
pub trait Columns {
    /// The column of that name.
    fn column_named(&self, name: &str) -> Result<&ArrayRef>;

    /// The column of that name as an array type, such as `Int64Array`.
    fn column_as<A: Array + 'static>(&self, name: &str) -> Result<&A>;

    /// The column of that name as 64-bit floats: integers and floats are converted, nulls stay.
    fn numbers(&self, name: &str) -> Result<Float64Array>;

    /// The column of that name as text, whether its offsets have 32 or 64 bits, or it consists of views.
    fn strings(&self, name: &str) -> Result<Strings<'_>>;

    /// The batch with one more column at the end, or with another one in the place of the column of that name. The
    /// counterpart of [`with_field`].
    fn with_column(&self, name: &str, column: impl Array + 'static) -> Result<RecordBatch>;
}

impl Columns for RecordBatch {
    fn column_named(&self, name: &str) -> Result<&ArrayRef> {
        self.column_by_name(name).ok_or_else(|| missing(name, self.schema_ref()))
    }

    fn column_as<A: Array + 'static>(&self, name: &str) -> Result<&A> {
        let column = self.column_named(name)?;
        match column.as_any().downcast_ref::<A>() {
            Some(array) => Ok(array),
            None => {
                bail!(CODE, "column `{name}` is {}, which is no {}", column.data_type(), short_name::<A>())
            }
        }
    }

    fn numbers(&self, name: &str) -> Result<Float64Array> {
        let column = self.column_named(name)?;
        match column.data_type() {
            DataType::Float64 => Ok(column.as_primitive::<Float64Type>().clone()),
            DataType::Float32 => Ok(widened::<Float32Type>(column, f64::from)),
            DataType::Int8 => Ok(widened::<Int8Type>(column, f64::from)),
            DataType::Int16 => Ok(widened::<Int16Type>(column, f64::from)),
            DataType::Int32 => Ok(widened::<Int32Type>(column, f64::from)),
            DataType::Int64 => Ok(widened::<Int64Type>(column, |value| value as f64)),
            DataType::UInt8 => Ok(widened::<UInt8Type>(column, f64::from)),
            DataType::UInt16 => Ok(widened::<UInt16Type>(column, f64::from)),
            DataType::UInt32 => Ok(widened::<UInt32Type>(column, f64::from)),
            DataType::UInt64 => Ok(widened::<UInt64Type>(column, |value| value as f64)),
            other => bail!(CODE, "column `{name}` is {other}; an integer or a float is wanted"),
        }
    }

    fn strings(&self, name: &str) -> Result<Strings<'_>> {
        let column = self.column_named(name)?;
        match column.data_type() {
            DataType::Utf8 => Ok(Strings::Small(column.as_string::<i32>())),
            DataType::LargeUtf8 => Ok(Strings::Large(column.as_string::<i64>())),
            DataType::Utf8View => Ok(Strings::Views(column.as_string_view())),
            other => bail!(CODE, "column `{name}` is {other}; a string is wanted"),
        }
    }

    fn with_column(&self, name: &str, column: impl Array + 'static) -> Result<RecordBatch> {
        let schema = with_field(self.schema_ref(), Field::new(name, column.data_type().clone(), true));
        let mut columns = self.columns().to_vec();
        match index_of(self.schema_ref(), name) {
            Ok(at) => columns[at] = Arc::new(column),
            Err(_) => columns.push(Arc::new(column)),
        }
        Ok(RecordBatch::try_new(schema, columns)?)
    }
}

/// A column of text.
#[derive(Clone, Copy, Debug)]
pub enum Strings<'a> {
    /// With offsets of 32 bits.
    Small(&'a StringArray),
    /// With offsets of 64 bits, which is what hosts send.
    Large(&'a LargeStringArray),
    /// As views, which is what hosts send to a transform with the feature `views`.
    Views(&'a StringViewArray),
}

impl<'a> Strings<'a> {
    /// The text of a row; none for a null.
    pub fn get(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::Small(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Views(array) => array.is_valid(row).then(|| array.value(row)),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Small(array) => array.len(),
            Self::Large(array) => array.len(),
            Self::Views(array) => array.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<&'a str>> + use<'a> {
        let all = *self;
        (0..all.len()).map(move |row| all.get(row))
    }
}

/// The place of a column in a schema. Fails with code `bad-column` when there is none of that name.
pub fn index_of(schema: &Schema, name: &str) -> Result<usize> {
    schema.fields().iter().position(|field| field.name() == name).ok_or_else(|| missing(name, schema))
}

/// The schema with one more field at the end, or with this one in the place of the field of that name.
pub fn with_field(schema: &Schema, field: Field) -> SchemaRef {
    let mut fields = schema.fields().to_vec();
    match index_of(schema, field.name()) {
        Ok(at) => fields[at] = Arc::new(field),
        Err(_) => fields.push(Arc::new(field)),
    }
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

fn widened<T: ArrowPrimitiveType>(column: &Arc<dyn Array>, widen: impl Fn(T::Native) -> f64) -> Float64Array {
    column.as_primitive::<T>().unary(widen)
}

/// A type's name without the modules that it and its parameters stand in.
fn short_name<T>() -> String {
    let words = std::any::type_name::<T>().split_inclusive(['<', '>', ',', ' ']);
    words.map(|word| word.rsplit("::").next().unwrap_or(word)).collect()
}

fn missing(name: &str, schema: &Schema) -> Error {
    let there: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    Error::new(CODE, format!("there is no column `{name}`; there are: {}", there.join(", ")))
}
