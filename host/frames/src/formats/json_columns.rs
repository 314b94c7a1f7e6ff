//! Columns that grow from JSON values, whose types are found on the way.
//!
//! | seen | type |
//! |---|---|
//! | nothing but nulls | null |
//! | true, false | boolean |
//! | integers | int64; uint64 when one is beyond int64 and none is negative |
//! | numbers, some not integers or beyond uint64 | float64 |
//! | text | string |
//! | arrays | list |
//! | objects | struct, the fields in the order in which they first appear |
//!
//! Anything else together is refused.
//!
//! Floats are the nearest to their text: serde_json's feature `float_roundtrip` is on, and a property test holds it so.

use std::fmt;

use polars::prelude::{ArrowDataType, ArrowField, DataType};
use polars_arrow::array::{Array, BooleanArray, ListArray, MutableBinaryViewArray, NullArray, PrimitiveArray, StructArray};
use polars_arrow::bitmap::BitmapBuilder;
use polars_arrow::offset::OffsetsBuffer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Rows that all have names of their own would fill memory with nulls.
const MAX_COLUMNS: usize = 10_000;

/// What has been seen of a column.
pub(super) struct Builder {
    len: usize,
    valid: BitmapBuilder,
    nulls: usize,
    values: Values,
}

enum Values {
    Null,
    Boolean(BitmapBuilder),
    Int(Vec<i64>),
    UInt(Vec<u64>),
    Float(Vec<f64>),
    Text(MutableBinaryViewArray<str>),
    /// Values of any kind, each as its JSON.
    Raw(MutableBinaryViewArray<str>),
    List(Vec<i64>, Box<Builder>),
    Struct(Fields),
}

/// The fields of an object, by name.
#[derive(Default)]
pub(super) struct Fields {
    names: Vec<String>,
    builders: Vec<Builder>,
    by_name: std::collections::HashMap<String, usize>,
    /// Columns that take values of any kind.
    raw: Vec<String>,
}

/// Whether types may still change. Once the first rows of a large file have told them, they may not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Types {
    Open,
    Fixed,
}

impl Fields {
    pub(super) fn of(schema: impl Iterator<Item = (String, DataType)>) -> Option<Self> {
        let mut fields = Self::default();
        for (name, dtype) in schema {
            let builder = Builder::of(&dtype)?;
            fields.add(name, builder);
        }
        Some(fields)
    }

    /// No rows yet, and these columns, whose values will tell their types.
    pub(super) fn ordered(names: &[String]) -> Self {
        let mut fields = Self::default();
        names.iter().for_each(|name| fields.add_missing(name, 0));
        fields
    }

    /// The same, where columns of some names take values of any kind, as JSON.
    pub(super) fn with_raw(self, raw: &[String]) -> Self {
        Self { raw: raw.to_vec(), ..self }
    }

    /// Adds a column that no row has, all null.
    pub(super) fn add_missing(&mut self, name: &str, rows: usize) {
        if !self.by_name.contains_key(name) {
            self.add(name.to_owned(), Builder::nulls(rows));
        }
    }

    /// Takes the next object, as row number `row` from 0.
    pub(super) fn seed<'a>(&'a mut self, row: usize, types: Types) -> RowSeed<'a> {
        RowSeed { fields: self, row, types }
    }

    /// The columns' names and arrays.
    pub(super) fn finish(self) -> Vec<(String, Box<dyn Array>)> {
        self.names.into_iter().zip(self.builders.into_iter().map(Builder::finish)).collect()
    }

    fn add(&mut self, name: String, builder: Builder) -> usize {
        let index = self.names.len();
        self.by_name.insert(name.clone(), index);
        self.names.push(name);
        self.builders.push(builder);
        index
    }

    /// The position of a name. Rows mostly have the same names in the same order: `expected` is tried first.
    fn find(&self, name: &str, expected: usize) -> Option<usize> {
        if self.names.get(expected).is_some_and(|there| there == name) { Some(expected) } else { self.by_name.get(name).copied() }
    }
}

/// Takes one object as row number `row`, from 0.
pub(super) struct RowSeed<'a> {
    fields: &'a mut Fields,
    row: usize,
    types: Types,
}

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, one for each row")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { fields, row, types } = self;
        let mut expected = 0;
        while let Some(name) = map.next_key_seed(NameSeed)? {
            let index = match fields.find(&name, expected) {
                Some(index) => index,
                None if types == Types::Fixed => {
                    return Err(A::Error::custom(format_args!(
                        "column {name:?} is in no row before; the columns were found from the first rows, raise infer_rows or give the column's type"
                    )));
                }
                None if fields.names.len() >= MAX_COLUMNS => {
                    return Err(A::Error::custom(format_args!("more than {MAX_COLUMNS} names; is a value used as a name?")));
                }
                None if fields.raw.iter().any(|raw| *raw == name) => fields.add(name.to_string(), Builder::raw(row)),
                None => fields.add(name.to_string(), Builder::nulls(row)),
            };
            let builder = &mut fields.builders[index];
            if builder.len > row {
                return Err(A::Error::custom(format_args!("column {name:?} is there twice")));
            }
            match &mut builder.values {
                Values::Raw(values) => {
                    let value = map.next_value::<&'de RawValue>()?.get();
                    if value == "null" {
                        builder.push_null();
                    } else {
                        values.push_value(value);
                        builder.pushed();
                    }
                }
                _ => map.next_value_seed(ValueSeed { builder, types }).map_err(|error| within(&fields.names[index], error))?,
            }
            expected = index + 1;
        }
        for builder in &mut fields.builders {
            if builder.len == row {
                builder.push_null();
            }
        }
        Ok(())
    }
}

/// Puts the column's name in front of a message of ours. The text that serde_json adds about the place is added once
/// more at the outside, so that it is cut off here.
fn within<E: serde::de::Error>(name: &str, error: E) -> E {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    match message.strip_prefix("column \"") {
        // Already named by an inner object: outer.inner.
        Some(rest) => E::custom(format_args!("column \"{}.{rest}", name.escape_default())),
        None => E::custom(format_args!("column {name:?}: {message}")),
    }
}

/// A name, borrowed from the text where it has no escapes.
struct NameSeed;

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = std::borrow::Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for NameSeed {
    type Value = std::borrow::Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(name.into())
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(name.to_owned().into())
    }
}

struct ValueSeed<'a> {
    builder: &'a mut Builder,
    types: Types,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.builder.push_null();
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        let Self { builder, types } = self;
        builder.first(types, |len| {
            let mut values = BitmapBuilder::with_capacity(len + 1);
            values.extend_constant(len, false);
            Values::Boolean(values)
        });
        match &mut builder.values {
            Values::Boolean(values) => values.push(value),
            other => return Err(mixture(other, "a boolean")),
        }
        builder.pushed();
        Ok(())
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        let Self { builder, types } = self;
        builder.first(types, |len| Values::Int(vec![0; len]));
        match &mut builder.values {
            Values::Int(values) => values.push(value),
            Values::Float(values) => values.push(value as f64),
            Values::UInt(values) => match u64::try_from(value) {
                Ok(value) => values.push(value),
                Err(_) => return Err(E::custom(format_args!("{value} is negative, and the rows before have integers beyond int64"))),
            },
            other => return Err(mixture(other, "an integer")),
        }
        builder.pushed();
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        if let Ok(value) = i64::try_from(value) {
            return self.visit_i64(value);
        }
        let Self { builder, types } = self;
        builder.first(types, |len| Values::UInt(vec![0; len]));
        if let (Values::Int(values), Types::Open) = (&builder.values, types) {
            let all: Result<Vec<u64>, _> = values.iter().map(|value| u64::try_from(*value)).collect();
            let all = all.map_err(|_| E::custom(format_args!("{value} is beyond int64, and the rows before have negative integers")))?;
            builder.values = Values::UInt(all);
        }
        match &mut builder.values {
            Values::UInt(values) => values.push(value),
            Values::Float(values) => values.push(value as f64),
            Values::Int(_) => return Err(E::custom(format_args!("{value} is beyond int64, the type of the column"))),
            other => return Err(mixture(other, "an integer")),
        }
        builder.pushed();
        Ok(())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        let Self { builder, types } = self;
        builder.first(types, |len| Values::Float(vec![0.0; len]));
        if types == Types::Open {
            match &builder.values {
                Values::Int(values) => builder.values = Values::Float(values.iter().map(|value| *value as f64).collect()),
                Values::UInt(values) => builder.values = Values::Float(values.iter().map(|value| *value as f64).collect()),
                _ => {}
            }
        }
        match &mut builder.values {
            Values::Float(values) => values.push(value),
            other => return Err(mixture(other, "a number with a fraction or an exponent")),
        }
        builder.pushed();
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        let Self { builder, types } = self;
        builder.first(types, |len| {
            let mut values = MutableBinaryViewArray::with_capacity(len + 1);
            values.extend_constant(len, Some(""));
            Values::Text(values)
        });
        match &mut builder.values {
            Values::Text(values) => values.push_value(value),
            other => return Err(mixture(other, "text")),
        }
        builder.pushed();
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self { builder, types } = self;
        builder.first(types, |len| Values::List(vec![0; len + 1], Box::new(Builder::nulls(0))));
        match &mut builder.values {
            Values::List(offsets, item) => {
                while items.next_element_seed(ValueSeed { builder: item, types })?.is_some() {}
                offsets.push(item.len as i64);
            }
            other => return Err(mixture(other, "an array")),
        }
        builder.pushed();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let Self { builder, types } = self;
        builder.first(types, |_| Values::Struct(Fields::default()));
        let row = builder.len;
        match &mut builder.values {
            Values::Struct(fields) => RowSeed { fields, row, types }.visit_map(map)?,
            other => return Err(mixture(other, "an object")),
        }
        builder.pushed();
        Ok(())
    }
}

fn mixture<E: serde::de::Error>(seen: &Values, given: &str) -> E {
    let seen = match seen {
        Values::Null => "only nulls",
        Values::Boolean(_) => "booleans",
        Values::Int(_) | Values::UInt(_) => "integers",
        Values::Float(_) => "numbers",
        Values::Text(_) => "text",
        Values::Raw(_) => "anything",
        Values::List(..) => "arrays",
        Values::Struct(_) => "objects",
    };
    E::custom(format_args!("{given}, and the rows before have {seen}"))
}

impl Builder {
    /// A column of nulls, of no type yet.
    fn nulls(len: usize) -> Self {
        let mut valid = BitmapBuilder::new();
        valid.extend_constant(len, false);
        Self { len, valid, nulls: len, values: Values::Null }
    }

    /// A column of nulls that takes values of any kind, as JSON.
    fn raw(len: usize) -> Self {
        let mut values = MutableBinaryViewArray::with_capacity(len + 1);
        values.extend_constant(len, Some(""));
        Self { values: Values::Raw(values), ..Self::nulls(len) }
    }

    /// An empty column of a type that [`Builder::finish`] gives.
    fn of(dtype: &DataType) -> Option<Self> {
        let values = match dtype {
            DataType::Null => Values::Null,
            DataType::Boolean => Values::Boolean(BitmapBuilder::new()),
            DataType::Int64 => Values::Int(Vec::new()),
            DataType::UInt64 => Values::UInt(Vec::new()),
            DataType::Float64 => Values::Float(Vec::new()),
            DataType::String => Values::Text(MutableBinaryViewArray::new()),
            DataType::List(item) => Values::List(vec![0], Box::new(Self::of(item)?)),
            DataType::Struct(fields) => Values::Struct(Fields::of(fields.iter().map(|field| (field.name().to_string(), field.dtype().clone())))?),
            _ => return None,
        };
        Some(Self { len: 0, valid: BitmapBuilder::new(), nulls: 0, values })
    }

    /// The first value that is not null tells the type. The nulls before it need a place in the new values; an
    /// object's fields find theirs by the row's number.
    fn first(&mut self, types: Types, make: impl FnOnce(usize) -> Values) {
        if types == Types::Open && matches!(self.values, Values::Null) {
            self.values = make(self.len);
        }
    }

    fn pushed(&mut self) {
        self.valid.push(true);
        self.len += 1;
    }

    fn push_null(&mut self) {
        match &mut self.values {
            Values::Null => {}
            Values::Boolean(values) => values.push(false),
            Values::Int(values) => values.push(0),
            Values::UInt(values) => values.push(0),
            Values::Float(values) => values.push(0.0),
            Values::Text(values) | Values::Raw(values) => values.push_value(""),
            Values::List(offsets, item) => offsets.push(item.len as i64),
            Values::Struct(fields) => fields.builders.iter_mut().for_each(Self::push_null),
        }
        self.valid.push(false);
        self.nulls += 1;
        self.len += 1;
    }

    /// The column as an array of Polars' Arrow library.
    fn finish(self) -> Box<dyn Array> {
        let Self { len, valid, nulls, values } = self;
        let validity = (nulls > 0).then(|| valid.freeze());
        match values {
            Values::Null => NullArray::new(ArrowDataType::Null, len).boxed(),
            Values::Boolean(values) => BooleanArray::new(ArrowDataType::Boolean, values.freeze(), validity).boxed(),
            Values::Int(values) => PrimitiveArray::from_vec(values).with_validity(validity).boxed(),
            Values::UInt(values) => PrimitiveArray::from_vec(values).with_validity(validity).boxed(),
            Values::Float(values) => PrimitiveArray::from_vec(values).with_validity(validity).boxed(),
            Values::Text(values) | Values::Raw(values) => values.freeze().with_validity(validity).boxed(),
            Values::List(offsets, item) => {
                let item = item.finish();
                let dtype = ListArray::<i64>::default_datatype(item.dtype().clone());
                // Ascending from 0, since each is the item's length at its time.
                let offsets = OffsetsBuffer::try_from(offsets).unwrap_or_default();
                ListArray::new(dtype, offsets, item, validity).boxed()
            }
            Values::Struct(fields) => {
                let (fields, arrays): (Vec<_>, Vec<_>) =
                    fields.finish().into_iter().map(|(name, array)| (ArrowField::new(name.into(), array.dtype().clone(), true), array)).unzip();
                StructArray::new(ArrowDataType::Struct(fields), len, arrays, validity).boxed()
            }
        }
    }
}
