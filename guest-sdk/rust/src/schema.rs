//! Schemas as they cross the boundary: fields, depth first.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Schema, SchemaRef};

use crate::bindings::types;
use crate::{Context as _, Result, bail, format};

/// Nesting beyond this is refused rather than recursed into: a guest's stack is small.
const MAX_DEPTH: usize = 64;

/// Flattens a schema. Metadata of fields is carried in the order of its keys; metadata of the schema itself has no
/// place at the boundary and stays behind.
pub(crate) fn lower(schema: &Schema) -> Result<Vec<types::Field>> {
    let mut fields = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        lower_field(field, &mut fields, 0).with_context(|| format!("column `{}`", field.name()))?;
    }
    Ok(fields)
}

/// Builds the schema that a flat list of fields stands for.
pub(crate) fn lift(fields: Vec<types::Field>) -> Result<SchemaRef> {
    let mut rest = fields.into_iter();
    let mut columns = Vec::new();
    while let Some(field) = rest.next() {
        let name = field.name.clone();
        columns.push(lift_field(field, &mut rest, 0).with_context(|| format!("column `{name}`"))?);
    }
    Ok(Arc::new(Schema::new(columns)))
}

/// The fields right below a type, in the order of its arrays.
pub(crate) fn children(data_type: &DataType) -> &[FieldRef] {
    match data_type {
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => std::slice::from_ref(item),
        DataType::Struct(fields) => fields,
        _ => &[],
    }
}

fn lower_field(field: &Field, out: &mut Vec<types::Field>, depth: usize) -> Result<()> {
    if depth == MAX_DEPTH {
        bail!("bad-schema", "types are nested deeper than {MAX_DEPTH} levels");
    }
    let below = children(field.data_type());
    let mut metadata: Vec<(String, String)> = field.metadata().iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    metadata.sort();
    out.push(types::Field {
        name: field.name().clone(),
        format: format::of(field.data_type())?,
        nullable: field.is_nullable(),
        children: below.len() as u32,
        metadata,
    });
    below.iter().try_for_each(|child| lower_field(child, out, depth + 1))
}

fn lift_field(field: types::Field, rest: &mut std::vec::IntoIter<types::Field>, depth: usize) -> Result<FieldRef> {
    if depth == MAX_DEPTH {
        bail!("bad-schema", "types are nested deeper than {MAX_DEPTH} levels");
    }
    let mut below = Vec::new();
    for _ in 0..field.children {
        let Some(child) = rest.next() else {
            bail!("bad-schema", "field `{}` announces {} children; the list ends before", field.name, field.children);
        };
        below.push(lift_field(child, rest, depth + 1)?);
    }
    let data_type = format::parse(&field.format, below)?;
    let metadata: HashMap<String, String> = field.metadata.into_iter().collect();
    Ok(Arc::new(Field::new(field.name, data_type, field.nullable).with_metadata(metadata)))
}
