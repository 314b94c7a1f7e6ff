//! Numbers for groups, in the order in which they are first seen.

use std::collections::HashMap;

use sandtable_guest::arrow_array::cast::AsArray as _;
use sandtable_guest::arrow_array::types::{ArrowPrimitiveType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type};
use sandtable_guest::prelude::*;

/// All groups so far. Nulls are a group of their own.
#[derive(Default)]
pub(crate) struct Groups {
    texts: HashMap<String, usize>,
    integers: HashMap<i128, usize>,
    null: Option<usize>,
    count: usize,
}

impl Groups {
    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The group of each row.
    pub(crate) fn of(&mut self, batch: &RecordBatch, name: &str) -> Result<Vec<usize>> {
        let column = batch.column_named(name)?;
        match column.data_type() {
            DataType::Utf8 | DataType::LargeUtf8 => Ok(batch.strings(name)?.iter().map(|text| self.of_text(text)).collect()),
            DataType::Boolean => Ok(column.as_boolean().iter().map(|flag| self.of_integer(flag)).collect()),
            DataType::Int8 => Ok(self.of_integers::<Int8Type>(column)),
            DataType::Int16 => Ok(self.of_integers::<Int16Type>(column)),
            DataType::Int32 => Ok(self.of_integers::<Int32Type>(column)),
            DataType::Int64 => Ok(self.of_integers::<Int64Type>(column)),
            DataType::UInt8 => Ok(self.of_integers::<UInt8Type>(column)),
            DataType::UInt16 => Ok(self.of_integers::<UInt16Type>(column)),
            DataType::UInt32 => Ok(self.of_integers::<UInt32Type>(column)),
            DataType::UInt64 => Ok(self.of_integers::<UInt64Type>(column)),
            other => bail!("bad-column", "column `{name}` is {other}; a string, an integer or a boolean can group"),
        }
    }

    fn of_integers<T: ArrowPrimitiveType<Native: Into<i128>>>(&mut self, column: &ArrayRef) -> Vec<usize> {
        column.as_primitive::<T>().iter().map(|value| self.of_integer(value)).collect()
    }

    fn of_integer(&mut self, value: Option<impl Into<i128>>) -> usize {
        match value {
            Some(value) => *self.integers.entry(value.into()).or_insert_with(|| next(&mut self.count)),
            None => self.of_null(),
        }
    }

    fn of_text(&mut self, text: Option<&str>) -> usize {
        let Some(text) = text else { return self.of_null() };
        // Looked up by reference first: a table has many rows and few groups.
        match self.texts.get(text) {
            Some(group) => *group,
            None => {
                let group = next(&mut self.count);
                self.texts.insert(text.to_owned(), group);
                group
            }
        }
    }

    fn of_null(&mut self) -> usize {
        *self.null.get_or_insert_with(|| next(&mut self.count))
    }
}

fn next(count: &mut usize) -> usize {
    *count += 1;
    *count - 1
}
