//! What a transform says of itself, checked and bounded: `describe()` as plain data.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which of the worlds a component was built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Sees whole tables: world `table`.
    Table,
    /// Sees one batch of rows at a time: world `rows`.
    Rows,
    /// Runs source code that it is given at each call: world `language`. No transform itself.
    Language,
}

/// A column that a transform wants or gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnSpec {
    /// The column's name.
    pub name: String,
    /// A type of the answers' table (`int64`, `string`, …), a class (`integer`, `number`, `temporal`), or `any`.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Whether a call without it is refused.
    pub required: bool,
    /// For people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// A table that a transform wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputSpec {
    /// The input's name, as calls use it.
    pub name: String,
    /// For people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The columns it reads.
    #[serde(default)]
    pub columns: Vec<ColumnSpec>,
}

/// What a transform is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Whole tables or row by row; a program in source code sees whole tables.
    pub kind: Kind,
    /// The guest's own name for itself; the name it is uploaded under may differ.
    pub name: String,
    /// The guest's own version.
    pub version: String,
    /// One line for people.
    pub summary: String,
    /// The tables it wants, in order. Row-by-row transforms have exactly one, languages none.
    pub inputs: Vec<InputSpec>,
    /// The JSON Schema of its parameters; absent when it takes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub params: Option<Value>,
    /// The columns it gives; empty when they depend on the input.
    #[serde(default)]
    pub output: Vec<ColumnSpec>,
    /// What it can do or asks for: `views`, `frames`.
    #[serde(default)]
    pub features: Vec<String>,
    /// For what comes later.
    #[serde(default)]
    pub extra: Vec<(String, String)>,
}

impl Description {
    /// The feature of who asks for native frames.
    pub const FRAMES: &str = "frames";

    /// Whether the guest takes string and binary columns as view arrays.
    pub fn takes_views(&self) -> bool {
        self.has("views")
    }

    /// Whether the guest asks for native frames, which must be granted.
    pub fn asks_for_frames(&self) -> bool {
        self.has(Self::FRAMES)
    }

    fn has(&self, wanted: &str) -> bool {
        self.features.iter().any(|feature| feature == wanted)
    }
}
