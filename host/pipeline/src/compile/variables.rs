//! The variables of all blocks, merged.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::fields::{Fields, each, wrong};
use super::free_name;
use crate::document::MAX_VARIABLES;
use crate::fault::{Fault, Result, quote};

/// Reads both forms: a list of {`key`, `name`, `description`, `value`}, and an object of keys and values.
pub(super) fn read(variables: Option<&Value>) -> Result<Vec<Value>> {
    let read: Vec<Value> = match variables {
        None => Vec::new(),
        Some(Value::Array(variables)) if variables.len() <= MAX_VARIABLES => each(variables, "variables", |_, variable| {
            let fields = Fields::of(variable, "a variable", &["key", "name", "description", "value"])?;
            fields.required_text("key")?;
            fields.text("name")?;
            fields.text("description")?;
            Ok(variable.clone())
        })?,
        Some(Value::Object(variables)) if variables.len() <= MAX_VARIABLES => {
            variables.iter().map(|(key, value)| json!({"key": key, "name": key, "value": value})).collect()
        }
        Some(other) => return Err(wrong("variables", other, &format!("a list or an object of at most {MAX_VARIABLES} variables"))),
    };
    let mut keys: Vec<&str> = read.iter().filter_map(|variable| variable["key"].as_str()).collect();
    keys.sort_unstable();
    match keys.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Fault::new(format!("the variable {} is declared twice", quote(pair[0]))).given(pair[0]).argument("variables")),
        None => Ok(read),
    }
}

/// What the document declares.
#[derive(Debug, Default)]
pub(super) struct Variables {
    declared: Vec<Value>,
    places: HashMap<String, usize>,
}

impl Variables {
    /// Declares a variable and gives the key that it has from now on.
    pub(super) fn declare(&mut self, variable: &Value) -> String {
        let wanted = variable["key"].as_str().unwrap_or_default();
        let key = match self.places.get(wanted) {
            Some(at) if is_same(&self.declared[*at], variable) => return wanted.to_owned(),
            Some(_) => {
                // Another block may have had the same clash already.
                let again = self.declared.iter().find(|other| other["key"].as_str().is_some_and(|key| is_numbered(key, wanted)) && is_same(other, variable));
                if let Some(key) = again.and_then(|other| other["key"].as_str()) {
                    return key.to_owned();
                }
                free_name(wanted, |key| self.places.contains_key(key))
            }
            None => wanted.to_owned(),
        };
        let mut variable = variable.clone();
        variable["key"] = Value::from(key.as_str());
        self.places.insert(key.clone(), self.declared.len());
        self.declared.push(variable);
        key
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.declared.iter().filter_map(|variable| variable["key"].as_str())
    }

    /// A variable that a step refers to and nothing declares.
    pub(super) fn undeclared<'v>(&self, value: &'v Value) -> Option<&'v str> {
        match value {
            Value::String(text) => reference(text).filter(|key| !self.places.contains_key(*key)),
            Value::Array(items) => items.iter().find_map(|item| self.undeclared(item)),
            Value::Object(fields) => fields.values().find_map(|item| self.undeclared(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }

    pub(super) fn into_value(self) -> Value {
        Value::Array(self.declared)
    }
}

/// Whether two declarations mean the same; their keys aside.
fn is_same(a: &Value, b: &Value) -> bool {
    ["name", "description", "value"].iter().all(|field| match (a.get(field), b.get(field)) {
        // A name that is not given and one that is empty are the same; a value of null and none are not.
        (a, b) if *field != "value" => a.and_then(Value::as_str).unwrap_or_default() == b.and_then(Value::as_str).unwrap_or_default(),
        (a, b) => a == b,
    })
}

fn is_numbered(key: &str, stem: &str) -> bool {
    key.strip_prefix(stem).and_then(|rest| rest.strip_prefix('_')).is_some_and(|number| number.parse::<usize>().is_ok())
}

/// The key that a string refers to.
pub(super) fn reference(text: &str) -> Option<&str> {
    text.strip_prefix('$').filter(|key| !key.starts_with('$'))
}

/// Puts values in the place of references; `spend` counts each.
pub(super) fn replace(value: &mut Value, by_key: &Map<String, Value>, spend: &mut impl FnMut(&Value) -> Result<()>) -> Result<()> {
    match value {
        Value::String(text) => {
            if let Some(new) = reference(text).and_then(|key| by_key.get(key)) {
                spend(new)?;
                *value = new.clone();
            }
            Ok(())
        }
        Value::Array(items) => items.iter_mut().try_for_each(|item| replace(item, by_key, spend)),
        Value::Object(fields) => fields.values_mut().try_for_each(|item| replace(item, by_key, spend)),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}
