//! Dotted paths into a block's operations: `operations.0.kwargs.parsed_date.on.on.kwargs.name`.

use serde_json::{Map, Value};

use crate::fault::{Fault, Result, list, quote, show};

/// A path that was read: the operation's number, and the keys below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    text: String,
    /// Counted from 0.
    pub(super) step: usize,
    /// Keys and numbers.
    pub(super) keys: Vec<String>,
}

/// The most parts of a path.
const MAX_PARTS: usize = 200;

impl Path {
    /// Reads a path into one of `operations` operations.
    pub(super) fn read(text: &str, operations: usize) -> Result<Self> {
        let wrong = |why: &str| {
            Fault::new(format!("{} is no path: {why}", quote(text))).given(text).allowed("operations.NUMBER.KEY…, such as operations.0.kwargs.source")
        };
        let mut parts = text.split('.');
        if !matches!(parts.next(), Some("operations" | "steps")) {
            return Err(wrong("it does not begin with operations"));
        }
        let number: &str = parts.next().ok_or_else(|| wrong("it has no number of an operation"))?;
        let step: usize = number.parse().map_err(|_| wrong(&format!("{} is no number of an operation", quote(number))))?;
        if step >= operations {
            return Err(wrong(&format!("there are {operations} operations, counted from 0")));
        }
        let keys: Vec<String> = parts.map(str::to_owned).collect();
        match keys.len() {
            0 => Err(wrong("it ends at an operation")),
            1..=MAX_PARTS => Ok(Self { text: text.to_owned(), step, keys }),
            _ => Err(wrong("it is too long")),
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The keyword of the operation below which it leads.
    pub(super) fn keyword(&self) -> Option<&str> {
        match self.keys.as_slice() {
            [kwargs, keyword, ..] if kwargs == "kwargs" => Some(keyword),
            _ => None,
        }
    }

    /// The value at the path.
    pub(super) fn get<'v>(&self, operations: &'v [Value]) -> Option<&'v Value> {
        let mut at = operations.get(self.step)?;
        let mut keys = self.keys.as_slice();
        while !keys.is_empty() {
            let (inner, used) = match at {
                Value::Object(object) => {
                    let (key, used) = key_of(object, keys)?;
                    (object.get(&key)?, used)
                }
                Value::Array(items) => (items.get(keys[0].parse::<usize>().ok()?)?, 1),
                _ => return None,
            };
            at = inner;
            keys = &keys[used..];
        }
        Some(at)
    }

    /// Puts a value at the path. The last key may be new, and so may `args`, `kwargs` and the frames' fields on the way; all
    /// else must be there.
    pub(super) fn set(&self, operations: &mut [Value], value: Value) -> Result<()> {
        let place = self.place(operations)?;
        *place = value;
        Ok(())
    }

    fn place<'v>(&self, operations: &'v mut [Value]) -> Result<&'v mut Value> {
        let count = operations.len();
        let mut at = operations.get_mut(self.step).ok_or_else(|| self.wrong(&format!("there are {count} operations")))?;
        let mut keys = self.keys.as_slice();
        while !keys.is_empty() {
            let is_last = keys.len() == 1;
            let (inner, used) = match at {
                Value::Object(object) => match key_of(object, keys) {
                    Some((key, used)) => (object.entry(key).or_insert(Value::Null), used),
                    None if is_last => (object.entry(keys[0].as_str()).or_insert(Value::Null), 1),
                    None if keys[0] == "kwargs" && object.contains_key("operation") | object.contains_key("expr") => {
                        (object.entry("kwargs").or_insert(Value::Object(Map::new())), 1)
                    }
                    None => {
                        let there: Vec<&str> = object.keys().map(String::as_str).collect();
                        let near = crate::suggest::closest(&keys[0], there.iter().copied());
                        return Err(self.wrong(&format!("there is no {} beside {}", quote(&keys[0]), list(&there))).did_you_mean(near));
                    }
                },
                Value::Array(items) => {
                    let count = items.len();
                    let item = keys[0].parse::<usize>().ok().and_then(|number| items.get_mut(number));
                    (item.ok_or_else(|| self.wrong(&format!("{} is no number of an item of {count}", quote(&keys[0]))))?, 1)
                }
                other => return Err(self.wrong(&format!("{} has no {}", show(other), quote(&keys[0])))),
            };
            at = inner;
            keys = &keys[used..];
        }
        Ok(at)
    }

    fn wrong(&self, why: &str) -> Fault {
        Fault::new(format!("the path {} leads nowhere: {why}", quote(&self.text))).given(&self.text)
    }
}

/// The key that the first parts name: one part, or several when a key has dots of its own.
fn key_of(object: &Map<String, Value>, keys: &[String]) -> Option<(String, usize)> {
    (1..=keys.len()).map(|used| (keys[..used].join("."), used)).find(|(key, _)| object.contains_key(key))
}
