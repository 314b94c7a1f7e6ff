//! What a piece of Python stands for.

use ruff_text_size::TextRange;
use serde_json::{Map, Value};

use super::Reader;
use crate::fault::Result;

/// A value of the source.
#[derive(Debug, Clone)]
pub(super) enum Term {
    /// None, a truth value, a number or a string as Python has it (dollars not escaped).
    Scalar(Value),
    /// A list, a tuple or a set.
    List(Vec<Term>),
    /// A dict. Keys that are no strings are refused late: `replace` takes them.
    Dict(Vec<(Term, Term)>),
    /// An expression object.
    Expr(Value),
    /// An expression object that is a selector: `~` means something else there.
    Selector(Value),
    /// A data type.
    Type(Value),
    /// A frame.
    Frame(String),
    /// A variable of the document.
    Variable(String),
    /// A custom function.
    Function(String),
}

impl Term {
    /// What it is, for errors.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Scalar(Value::Null) => "None",
            Self::Scalar(Value::Bool(_)) => "a truth value",
            Self::Scalar(Value::Number(_)) => "a number",
            Self::Scalar(_) => "a string",
            Self::List(_) => "a list",
            Self::Dict(_) => "a dict",
            Self::Expr(_) => "an expression",
            Self::Selector(_) => "a selector",
            Self::Type(_) => "a data type",
            Self::Frame(_) => "a frame",
            Self::Variable(_) => "a variable",
            Self::Function(_) => "a function",
        }
    }

    /// A string that is known.
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Scalar(Value::String(text)) => Some(text),
            _ => None,
        }
    }
}

impl Reader<'_> {
    /// A term as it stands in a step. Frames that it names are noted.
    pub(super) fn json(&mut self, term: Term, at: TextRange) -> Result<Value> {
        Ok(match term {
            // In Python a dollar means nothing: a variable has a name there.
            Term::Scalar(Value::String(text)) => Value::String(if text.starts_with('$') { format!("${text}") } else { text }),
            Term::Scalar(value) | Term::Expr(value) | Term::Selector(value) | Term::Type(value) => value,
            Term::List(items) => Value::Array(items.into_iter().map(|item| self.json(item, at)).collect::<Result<_>>()?),
            Term::Dict(items) => {
                let mut object = Map::new();
                for (key, value) in items {
                    object.insert(self.key(&key, at)?, self.json(value, at)?);
                }
                Value::Object(object)
            }
            Term::Frame(name) => {
                self.mentioned.push(name.clone());
                Value::String(name)
            }
            Term::Variable(key) => Value::String(format!("${key}")),
            Term::Function(name) => serde_json::json!({"custom_function": name}),
        })
    }

    /// A term as plain data: the value of a variable, an output. No dollar means anything there.
    pub(super) fn data(&self, term: Term, at: TextRange) -> Result<Value> {
        Ok(match term {
            Term::Scalar(value) | Term::Type(value) => value,
            Term::List(items) => Value::Array(items.into_iter().map(|item| self.data(item, at)).collect::<Result<_>>()?),
            Term::Dict(items) => Value::Object(items.into_iter().map(|(key, value)| Ok((self.key(&key, at)?, self.data(value, at)?))).collect::<Result<_>>()?),
            Term::Frame(name) => Value::String(name),
            Term::Expr(_) | Term::Selector(_) | Term::Variable(_) | Term::Function(_) => {
                return Err(self.fault(at, format!("{} cannot stand in plain data", term.kind())));
            }
        })
    }

    fn key(&self, key: &Term, at: TextRange) -> Result<String> {
        key.as_str().map(str::to_owned).ok_or_else(|| self.fault(at, format!("a key of a dict is {}: the format has only strings for keys", key.kind())))
    }
}

/// How deep a term nests.
pub(super) fn depth(term: &Term) -> usize {
    match term {
        Term::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Term::Dict(items) => 1 + items.iter().map(|(key, value)| depth(key).max(depth(value))).max().unwrap_or(0),
        Term::Scalar(value) | Term::Expr(value) | Term::Selector(value) | Term::Type(value) => json_depth(value),
        Term::Frame(_) | Term::Variable(_) | Term::Function(_) => 1,
    }
}

fn json_depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(json_depth).max().unwrap_or(0),
        Value::Object(items) => 1 + items.values().map(json_depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// About how many bytes a term takes in a document.
pub(super) fn size(term: &Term) -> usize {
    match term {
        Term::List(items) => 2 + items.iter().map(size).sum::<usize>(),
        Term::Dict(items) => 2 + items.iter().map(|(key, value)| size(key) + size(value)).sum::<usize>(),
        Term::Scalar(value) | Term::Expr(value) | Term::Selector(value) | Term::Type(value) => json_size(value),
        Term::Frame(name) | Term::Variable(name) | Term::Function(name) => name.len() + 2,
    }
}

fn json_size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 2 + items.iter().map(json_size).sum::<usize>(),
        Value::Object(items) => 2 + items.iter().map(|(key, value)| key.len() + 3 + json_size(value)).sum::<usize>(),
        Value::String(text) => text.len() + 2,
        Value::Null | Value::Bool(_) | Value::Number(_) => 8,
    }
}
