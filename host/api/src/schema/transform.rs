//! The shape of what a transform says of itself.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a transform says of itself.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    /// Whole tables or row by row.
    kind: Kind,
    /// The guest's own name for itself.
    name: String,
    /// The guest's own version.
    version: String,
    /// One line for people.
    summary: String,
    /// The tables it wants, in order.
    inputs: Vec<InputDescription>,
    /// The JSON Schema of its parameters; absent when it takes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    params: Option<serde_json::Value>,
    /// The columns it gives; empty when they depend on the input.
    output: Vec<ColumnDescription>,
    /// What it can do or asks for.
    features: Vec<String>,
    /// Pairs of a name and a text, for what comes later.
    extra: Vec<Vec<String>>,
}

/// Whether a transform sees whole tables or one batch of rows at a time; or a component that runs source code.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// Whole tables.
    Table,
    /// One batch of rows at a time, stateless.
    Rows,
    /// Source code that it is given at each call: a language, and no transform itself.
    Language,
}

/// A table that a transform wants.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InputDescription {
    /// The input's name, as calls use it.
    name: String,
    /// For people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    description: String,
    /// The columns it reads.
    columns: Vec<ColumnDescription>,
}

/// A column that a transform wants or gives.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ColumnDescription {
    /// The column's name.
    name: String,
    /// A type (`int64`, `string`, …), a class of them (`integer`, `number`, `temporal`), or `any`.
    #[serde(rename = "type")]
    #[schema(examples("float64"))]
    data_type: String,
    /// Whether a call without it is refused.
    required: bool,
    /// For people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    description: String,
}

#[cfg(test)]
mod tests {
    use sandtable_core::description::{self, ColumnSpec, InputSpec};

    use super::*;
    use crate::schema::same;

    #[test]
    fn the_shape_is_theirs() {
        let column = ColumnSpec { name: "a".into(), data_type: "int64".into(), required: true, description: "d".into() };
        for kind in [description::Kind::Table, description::Kind::Rows, description::Kind::Language] {
            same::<_, Description>(&description::Description {
                kind,
                name: "n".into(),
                version: "1".into(),
                summary: "s".into(),
                inputs: vec![InputSpec { name: "i".into(), description: "d".into(), columns: vec![column.clone()] }],
                params: Some(serde_json::json!({"type": "object"})),
                output: vec![ColumnSpec { description: String::new(), ..column.clone() }],
                features: vec!["views".into()],
                extra: vec![("k".into(), "v".into())],
            });
        }
    }
}
