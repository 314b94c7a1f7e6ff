//! `$name` and `$$`.
//!
//! A variable stands where a whole string is `$name`; its value may be any JSON. What comes out of a variable is not
//! looked at again, so that a value can hold a dollar sign.

use serde_json::{Map, Value};

use crate::document::{Document, MAX_NESTING, Variable};
use crate::fault::{Fault, Result, list, quote};
use crate::suggest;

/// The values of all declared variables.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variables {
    values: Map<String, Value>,
    /// Whether a dollar sign is one.
    verbatim: bool,
}

impl Variables {
    /// What the document declares, filled with what the caller supplies.
    pub(crate) fn resolve(document: &Document, supplied: &Map<String, Value>) -> Result<Self> {
        let declared: Vec<&str> = document.variables.iter().map(|variable| variable.key.as_str()).collect();
        for (key, value) in supplied {
            if !declared.contains(&key.as_str()) {
                let near = suggest::closest(key, declared.iter().copied());
                return Err(Fault::new(format!("the document declares no variable {}", quote(key)))
                    .argument(format!("variables.{key}"))
                    .given(key)
                    .allowed(list(&declared))
                    .did_you_mean(near));
            }
            if depth(value) > MAX_NESTING {
                return Err(Fault::cap("nesting of a variable", format!("more than {MAX_NESTING}"), MAX_NESTING).argument(format!("variables.{key}")));
            }
        }
        let mut values = Map::new();
        for Variable { key, name: _, description: _, value } in &document.variables {
            match supplied.get(key).or(value.as_ref()) {
                Some(value) => values.insert(key.clone(), value.clone()),
                None => {
                    return Err(Fault::new(format!("the variable {} has no value", quote(key)))
                        .argument(format!("variables.{key}"))
                        .allowed("a value supplied at run time"));
                }
            };
        }
        Ok(Self { values, verbatim: false })
    }

    /// There are no variables: every string stands for itself.
    pub(crate) fn verbatim() -> Self {
        Self { values: Map::new(), verbatim: true }
    }

    /// The value of a variable that a key names.
    pub(crate) fn get(&self, key: &str) -> Result<&Value> {
        self.values.get(key).ok_or_else(|| {
            let declared: Vec<&str> = self.values.keys().map(String::as_str).collect();
            let near = suggest::closest(key, declared.iter().copied());
            Fault::new(format!("there is no variable {}", quote(key))).given(format!("${key}")).allowed(list(&declared)).did_you_mean(near)
        })
    }

    /// The arguments of a step with every variable in place.
    pub(crate) fn args(&self, args: &[Value]) -> Result<Vec<Value>> {
        if self.verbatim {
            return Ok(args.to_vec());
        }
        args.iter().enumerate().map(|(number, arg)| self.value(arg).map_err(|fault| fault.argument(format!("args[{number}]")))).collect()
    }

    /// The keyword arguments of a step with every variable in place.
    pub(crate) fn kwargs(&self, kwargs: &Map<String, Value>) -> Result<Map<String, Value>> {
        if self.verbatim {
            return Ok(kwargs.clone());
        }
        kwargs.iter().map(|(key, value)| Ok((key.clone(), self.value(value).map_err(|fault| fault.argument(key).argument("kwargs"))?))).collect()
    }

    fn value(&self, value: &Value) -> Result<Value> {
        Ok(match value {
            Value::String(text) => match text.strip_prefix('$') {
                None => value.clone(),
                Some(rest) if rest.starts_with('$') => Value::from(rest),
                Some(key) => self.get(key)?.clone(),
            },
            Value::Array(items) => Value::Array(
                items
                    .iter()
                    .enumerate()
                    .map(|(number, item)| self.value(item).map_err(|fault| fault.argument(format!("[{number}]"))))
                    .collect::<Result<_>>()?,
            ),
            Value::Object(fields) => Value::Object(
                fields
                    .iter()
                    .map(|(key, item)| match key.as_str() {
                        // Which code runs stands in the document, as in the reference.
                        "custom_function" => Ok((key.clone(), item.clone())),
                        _ => Ok((key.clone(), self.value(item).map_err(|fault| fault.argument(key))?)),
                    })
                    .collect::<Result<_>>()?,
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        })
    }
}

/// How deep a value nests, looked at no deeper than needed.
fn depth(value: &Value) -> usize {
    fn walk(value: &Value, at: usize) -> usize {
        if at > MAX_NESTING {
            return at;
        }
        match value {
            Value::Array(items) => items.iter().map(|item| walk(item, at + 1)).max().unwrap_or(at),
            Value::Object(fields) => fields.values().map(|item| walk(item, at + 1)).max().unwrap_or(at),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => at,
        }
    }
    walk(value, 0)
}
