//! Objects of which no field may be unknown.

use serde_json::{Map, Value};

use crate::fault::{Fault, Result, list, show};
use crate::suggest;

/// The fields of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a> {
    object: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(value: &'a Value, what: &str, known: &[&str]) -> Result<Self> {
        let Value::Object(object) = value else {
            return Err(Fault::new(format!("{what} is not an object")).given(show(value)).allowed("an object"));
        };
        match object.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(Self { object }),
            Some(key) => {
                let near = suggest::closest(key, known.iter().copied());
                Err(Fault::new(format!("{what} has no field {key:?}")).argument(key).given(key).allowed(list(known)).did_you_mean(near))
            }
        }
    }

    /// A field that is there and not null.
    pub(super) fn get(&self, field: &str) -> Option<&'a Value> {
        self.object.get(field).filter(|value| !value.is_null())
    }

    /// A field, null or not.
    pub(super) fn even_null(&self, field: &str) -> Option<&'a Value> {
        self.object.get(field)
    }

    pub(super) fn required(&self, field: &str) -> Result<&'a Value> {
        self.get(field).ok_or_else(|| Fault::new(format!("{field} is missing")).argument(field))
    }

    /// A text; empty when it is not there.
    pub(super) fn text(&self, field: &str) -> Result<&'a str> {
        match self.get(field) {
            None => Ok(""),
            Some(Value::String(text)) => Ok(text),
            Some(other) => Err(wrong(field, other, "a text")),
        }
    }

    pub(super) fn required_text(&self, field: &str) -> Result<&'a str> {
        match self.text(field)? {
            "" => Err(Fault::new(format!("{field} is missing")).argument(field).allowed("a text")),
            text => Ok(text),
        }
    }

    /// A list of at most so many; empty when it is not there.
    pub(super) fn list(&self, field: &str, most: usize) -> Result<&'a [Value]> {
        match self.get(field) {
            None => Ok(&[]),
            Some(Value::Array(items)) if items.len() <= most => Ok(items),
            Some(Value::Array(items)) => Err(Fault::cap(field, items.len(), most).argument(field)),
            Some(other) => Err(wrong(field, other, "a list")),
        }
    }

    /// An object; empty when it is not there.
    pub(super) fn object(&self, field: &str) -> Result<Map<String, Value>> {
        match self.get(field) {
            None => Ok(Map::new()),
            Some(Value::Object(object)) => Ok(object.clone()),
            Some(other) => Err(wrong(field, other, "an object")),
        }
    }
}

/// A field of another type.
pub(super) fn wrong(field: &str, given: &Value, allowed: &str) -> Fault {
    Fault::new(format!("{} is not {allowed}", show(given))).argument(field).given(show(given)).allowed(allowed)
}

/// The items of a list, read one by one; an error names the item.
pub(super) fn each<T>(items: &[Value], field: &str, read: impl Fn(usize, &Value) -> Result<T>) -> Result<Vec<T>> {
    items.iter().enumerate().map(|(number, item)| read(number, item).map_err(|fault| fault.argument(format!("{field}[{number}]")))).collect()
}
