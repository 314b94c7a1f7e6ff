//! What goes along edges, and into which inputs.

use serde_json::{Value, json};

use super::template::InputKind;
use crate::fault::{Fault, Result, quote, show};

/// What an output gives.
#[derive(Debug, Clone)]
pub(super) enum Carried {
    /// A column and the frame that it is in.
    Column { name: String, frame: String },
    /// A frame.
    Frame(String),
    /// Any JSON.
    Value(Value),
}

impl Carried {
    fn word(&self) -> &'static str {
        match self {
            Self::Column { .. } => "column",
            Self::Frame(_) => "dataframe",
            Self::Value(_) => "value",
        }
    }
}

/// What an edge puts into an input.
pub(super) fn from_edge(carried: &Carried, kind: InputKind, from: &str) -> Result<Value> {
    match (carried, kind) {
        (Carried::Column { name, .. }, InputKind::Column | InputKind::Typed) => Ok(Value::from(name.as_str())),
        (Carried::Column { name, .. }, InputKind::Expression) => Ok(column(name)),
        (Carried::Value(value), InputKind::Value | InputKind::Typed) => Ok(value.clone()),
        (Carried::Value(value), InputKind::Expression) => from_value(value, kind),
        (Carried::Frame(frame), InputKind::Frame) => Ok(Value::from(frame.as_str())),
        (Carried::Value(_) | Carried::Frame(_), InputKind::Column)
        | (Carried::Column { .. } | Carried::Frame(_), InputKind::Value)
        | (Carried::Frame(_), InputKind::Typed | InputKind::Expression)
        | (Carried::Column { .. } | Carried::Value(_), InputKind::Frame) => {
            Err(Fault::new(format!("{} is a {}, and the input takes a {}", quote(from), carried.word(), kind.word()))
                .given(carried.word())
                .allowed(kind.word()))
        }
    }
}

/// What a value of the node, or a default, puts into an input.
pub(super) fn from_value(value: &Value, kind: InputKind) -> Result<Value> {
    let is_variable = value.as_str().is_some_and(|text| text.starts_with('$') && !text.starts_with("$$"));
    match (kind, value) {
        (InputKind::Value | InputKind::Typed, _) => Ok(value.clone()),
        (InputKind::Column, Value::String(name)) if !name.is_empty() => Ok(value.clone()),
        (InputKind::Column, _) => Err(mismatch(value, "the name of a column")),
        (InputKind::Expression, Value::Object(object)) if object.get("expr").is_some_and(Value::is_string) => Ok(value.clone()),
        (InputKind::Expression, Value::Null | Value::Bool(_) | Value::Number(_)) => Ok(value.clone()),
        (InputKind::Expression, Value::String(_)) if is_variable => Ok(value.clone()),
        (InputKind::Expression, _) => Err(mismatch(value, r#"an expression, such as {"expr": "col", "args": ["name"]}, or a constant that is no text"#)),
        (InputKind::Frame, _) => Err(mismatch(value, "a node")),
    }
}

/// A column's name as an expression.
pub(super) fn column(name: &str) -> Value {
    json!({"expr": "col", "kwargs": {"name": name}})
}

fn mismatch(given: &Value, allowed: &str) -> Fault {
    Fault::new(format!("{} is not {allowed}", show(given))).given(show(given)).allowed(allowed)
}
