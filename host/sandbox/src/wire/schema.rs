//! Schemas as depth-first lists of fields, both ways.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, Schema};
use sandtable_core::{Code, Error, text};

use super::{MAX_FIELDS, WireField, format};

/// How deep columns may nest.
const MAX_DEPTH: usize = 32;
/// The longest name of a field, in bytes.
const MAX_NAME_BYTES: usize = 1024;
/// All metadata of a schema, in bytes.
const MAX_METADATA_BYTES: usize = 256 << 10;

/// A schema for the guest.
///
/// # Errors
/// `VALIDATION_ERROR` naming the column that cannot cross.
pub(crate) fn to_fields(schema: &Schema) -> Result<Vec<WireField>, Error> {
    let mut out = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        push(field, &mut out)
            .map_err(|why| Error::new(Code::ValidationError, format!("column {}: {why}", text::quote(field.name()))).with("column", field.name().as_str()))?;
    }
    Ok(out)
}

fn push(field: &Field, out: &mut Vec<WireField>) -> Result<(), String> {
    let children = children(field.data_type());
    let mut metadata: Vec<_> = field.metadata().iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    metadata.sort();
    out.push(WireField {
        name: field.name().clone(),
        format: format::format(field.data_type())?,
        nullable: field.is_nullable(),
        children: children.len() as u32,
        metadata,
    });
    children.iter().try_for_each(|child| push(child, out))
}

fn children(data_type: &DataType) -> &[FieldRef] {
    match data_type {
        DataType::List(child) | DataType::LargeList(child) | DataType::FixedSizeList(child, _) => std::slice::from_ref(child),
        DataType::Struct(children) => children,
        _ => &[],
    }
}

/// How many fields a schema has over all depths: as many arrays a batch has.
pub(crate) fn count_fields(schema: &Schema) -> usize {
    fn count(fields: &[FieldRef]) -> usize {
        fields.iter().map(|field| 1 + count(children(field.data_type()))).sum()
    }
    count(schema.fields())
}

/// The schema that a guest gave.
///
/// # Errors
/// What is wrong with it, and with which field.
pub(crate) fn from_fields(fields: Vec<WireField>) -> Result<Schema, String> {
    if fields.len() > MAX_FIELDS {
        return Err(format!("{} fields, at most {MAX_FIELDS} are taken", fields.len()));
    }
    let mut reader = Reader { fields: fields.into_iter(), metadata_left: MAX_METADATA_BYTES };
    let mut columns = Vec::new();
    while let Some(column) = reader.field(1)? {
        columns.push(Arc::new(column));
    }
    if let Some(name) = format::repeated(columns.iter().map(|column: &FieldRef| column.name())) {
        return Err(format!("two columns are called {}", text::quote(name)));
    }
    Ok(Schema::new(columns))
}

struct Reader {
    fields: std::vec::IntoIter<WireField>,
    metadata_left: usize,
}

impl Reader {
    fn field(&mut self, depth: usize) -> Result<Option<Field>, String> {
        let Some(WireField { name, format, nullable, children, metadata }) = self.fields.next() else { return Ok(None) };
        if name.len() > MAX_NAME_BYTES {
            return Err(format!("the name of a field has {} bytes, at most {MAX_NAME_BYTES} are taken", name.len()));
        }
        let at = |why: String| format!("field {}: {why}", text::quote(&name));
        if depth > MAX_DEPTH {
            return Err(at(format!("nested deeper than {MAX_DEPTH}")));
        }
        let announced = children as usize;
        if announced > self.fields.len() {
            return Err(at(format!("{announced} children announced, {} fields follow", self.fields.len())));
        }
        let metadata = self.metadata(metadata).map_err(at)?;
        let mut children = Vec::with_capacity(announced);
        for _ in 0..announced {
            // A child may have used up what was announced for its siblings.
            let child = self.field(depth + 1)?.ok_or_else(|| at("fewer fields follow than were announced".to_owned()))?;
            children.push(Arc::new(child));
        }
        let data_type = format::parse(&format, children).map_err(at)?;
        Ok(Some(Field::new(name, data_type, nullable).with_metadata(metadata)))
    }

    fn metadata(&mut self, pairs: Vec<(String, String)>) -> Result<HashMap<String, String>, String> {
        let bytes: usize = pairs.iter().map(|(key, value)| key.len() + value.len() + 1).sum();
        self.metadata_left = self.metadata_left.checked_sub(bytes).ok_or_else(|| format!("metadata of more than {MAX_METADATA_BYTES} bytes in all"))?;
        Ok(pairs.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(name: &str, format: &str, children: u32) -> WireField {
        WireField { name: name.to_owned(), format: format.to_owned(), nullable: true, children, metadata: vec![] }
    }

    #[test]
    fn a_nested_schema_comes_back_as_it_went() {
        let item = format::item(DataType::LargeUtf8);
        let inner =
            Field::new("s", DataType::Struct(vec![Field::new("l", DataType::LargeList(item), true), Field::new("x", DataType::Int8, false)].into()), true);
        let schema = Schema::new(vec![
            Field::new("a", DataType::Int64, false).with_metadata([("k".to_owned(), "v".to_owned())]),
            Field::new("n", DataType::List(Arc::new(inner)), true),
        ]);
        let fields = to_fields(&schema).unwrap();
        assert_eq!(fields.len(), 6);
        assert_eq!(count_fields(&schema), 6);
        assert_eq!(from_fields(fields).unwrap(), schema);
    }

    #[test]
    fn hostile_schemas_are_refused_with_the_place() {
        let deep: Vec<_> = (0..10_000).map(|i| wire("d", if i == 9_999 { "l" } else { "+l" }, u32::from(i != 9_999))).collect();
        let cases = [
            (deep, "field \"d\": nested deeper than 32"),
            (vec![wire("a", "l", 0), wire("a", "l", 0)], "two columns are called \"a\""),
            (vec![wire("a", "+s", u32::MAX)], "field \"a\": 4294967295 children announced, 0 fields follow"),
            (vec![wire("a", "+s", 2), wire("b", "+s", 1), wire("c", "l", 0)], "field \"a\": fewer fields follow than were announced"),
            (vec![wire(&"x".repeat(1 << 20), "l", 0)], "the name of a field has 1048576 bytes, at most 1024 are taken"),
            ((0..10_001).map(|i| wire(&i.to_string(), "l", 0)).collect(), "10001 fields, at most 10000 are taken"),
            (vec![wire("a", "+l", 1), wire("i", "zz", 0)], "field \"i\": \"zz\" is no format that is known here"),
            (
                vec![WireField { metadata: vec![("k".to_owned(), "v".repeat(1 << 20))], ..wire("a", "l", 0) }],
                "field \"a\": metadata of more than 262144 bytes in all",
            ),
        ];
        for (fields, expected) in cases {
            assert_eq!(from_fields(fields).unwrap_err(), expected);
        }
    }
}
