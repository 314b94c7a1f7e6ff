//! Frames whose rows stand in the document.

use polars::prelude::{Column, DataFrame, DataType, IntoLazy, PlSmallStr, Series};
use serde_json::{Map, Value};

use super::{Call, Frame, Table};
use crate::fault::{Fault, Result, list, show};

/// Names, and types where they are given.
type Names = Vec<(String, Option<DataType>)>;

/// What a `schema` says: an object, a list of names, or a list of pairs.
fn names(call: &Call<'_>, argument: &str) -> Result<Option<Names>> {
    let place = || call.bound.place(argument);
    let wrong = || call.bound.wrong(argument, "an object of columns and data types, a list of names, or a list of pairs");
    let dtype = |value: &Value, at: String| match value {
        Value::Null => Ok(None),
        value => call.build.dtype(value).map(Some).map_err(|fault| fault.argument(at)),
    };
    match call.bound.value(argument) {
        None => Ok(None),
        Some(Value::Object(fields)) => {
            fields.iter().map(|(name, value)| Ok((name.clone(), dtype(value, format!("{}.{name}", place()))?))).collect::<Result<_>>().map(Some)
        }
        Some(Value::Array(items)) => items
            .iter()
            .enumerate()
            .map(|(at, item)| match item {
                Value::String(name) => Ok((name.clone(), None)),
                Value::Array(pair) => match pair.as_slice() {
                    [Value::String(name), value] => Ok((name.clone(), dtype(value, format!("{}[{at}][1]", place()))?)),
                    _ => Err(wrong()),
                },
                _ => Err(wrong()),
            })
            .collect::<Result<_>>()
            .map(Some),
        Some(_) => Err(wrong()),
    }
}

/// How the rows are to be read.
struct Reading<'a> {
    call: &'a Call<'a>,
    names: Option<Names>,
    overrides: Names,
    strict: bool,
}

impl Reading<'_> {
    fn dtype(&self, name: &str) -> Option<DataType> {
        let given = |names: &Names| names.iter().find(|(known, _)| known == name).and_then(|(_, dtype)| dtype.clone());
        given(&self.overrides).or_else(|| self.names.as_ref().and_then(given))
    }

    fn column(&self, name: &str, values: &[Value]) -> Result<Column> {
        let dtype = self.dtype(name);
        let series: Series = self
            .call
            .build
            .series(name, values, dtype.as_ref(), self.strict)
            .map_err(|fault| fault.argument(format!("{}.{name}", self.call.bound.place("data"))))?;
        Ok(series.into())
    }

    /// `column_0` and so on where the document names none.
    fn name(&self, at: usize) -> String {
        self.names.as_ref().and_then(|names| names.get(at)).map_or_else(|| format!("column_{at}"), |(name, _)| name.clone())
    }

    fn empty(&self) -> DataFrame {
        let names = self.names.as_ref().filter(|names| !names.is_empty()).unwrap_or(&self.overrides);
        let schema =
            names.iter().map(|(name, dtype)| (PlSmallStr::from(name.as_str()), self.dtype(name).or_else(|| dtype.clone()).unwrap_or(DataType::Null))).collect();
        DataFrame::empty_with_schema(&schema)
    }

    fn of_columns(&self, data: &Map<String, Value>) -> Result<DataFrame> {
        if data.is_empty() {
            return Ok(self.empty());
        }
        // An object as schema selects and orders; a list renames.
        let is_object = self.call.bound.value("schema").is_some_and(Value::is_object);
        let order: Vec<(String, &Value)> = match &self.names {
            Some(names) if is_object => {
                let known: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
                if let Some(extra) = data.keys().find(|key| !known.contains(&key.as_str())) {
                    return Err(Fault::new("the given column-schema names do not match the data").given(extra).allowed(list(&known)));
                }
                names
                    .iter()
                    .map(|(name, _)| {
                        data.get(name).map(|value| (name.clone(), value)).ok_or_else(|| Fault::new(format!("the data has no column {name:?}")).given(name))
                    })
                    .collect::<Result<_>>()?
            }
            Some(names) if names.len() != data.len() => {
                return Err(Fault::new(format!("the schema has {} names for {} columns", names.len(), data.len())).argument(self.call.bound.place("schema")));
            }
            Some(names) => names.iter().map(|(name, _)| name.clone()).zip(data.values()).collect(),
            None => data.iter().map(|(name, value)| (name.clone(), value)).collect(),
        };
        let height = order.iter().filter_map(|(_, value)| value.as_array().map(Vec::len)).max();
        let columns = order
            .into_iter()
            .map(|(name, value)| match value {
                Value::Array(items) => self.column(&name, items),
                // One value stands for all rows.
                one => self.column(&name, &vec![one.clone(); height.unwrap_or(1)]),
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(DataFrame::new_infer_height(columns)?)
    }

    fn of_objects(&self, rows: &[Value]) -> Result<DataFrame> {
        let look = match self.call.bound.operation().param("infer_schema_length") {
            Some(_) => self.call.bound.size_opt("infer_schema_length")?.unwrap_or(usize::MAX).max(1),
            None => usize::MAX,
        };
        let mut columns: Vec<String> = self.names.iter().flatten().map(|(name, _)| name.clone()).collect();
        if columns.is_empty() {
            for row in rows.iter().take(look) {
                let Value::Object(fields) = row else { continue };
                for key in fields.keys() {
                    if !columns.contains(key) {
                        columns.push(key.clone());
                    }
                }
            }
            columns.extend(self.overrides.iter().map(|(name, _)| name.clone()).filter(|name| !columns.contains(name)).collect::<Vec<_>>());
        }
        let columns = columns
            .iter()
            .map(|name| {
                let values: Vec<Value> = rows.iter().map(|row| row.get(name).cloned().unwrap_or(Value::Null)).collect();
                self.column(name, &numbers(values))
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(DataFrame::new_infer_height(columns)?)
    }

    fn of_lists(&self, items: &[Value], first: usize, orient: Option<&str>) -> Result<DataFrame> {
        let by_row = match (orient, &self.names) {
            (Some(orient), _) => orient == "row",
            (None, None) => false,
            (None, Some(names)) => names.len() == first && names.len() != items.len(),
        };
        let lists = items
            .iter()
            .map(|item| {
                item.as_array().ok_or_else(|| Fault::new(format!("{} is not a list like the first item", show(item))).argument(self.call.bound.place("data")))
            })
            .collect::<Result<Vec<_>>>()?;
        let columns = match by_row {
            true => (0..first)
                .map(|at| {
                    let values: Vec<Value> = lists.iter().map(|row| row.get(at).cloned().unwrap_or(Value::Null)).collect();
                    self.column(&self.name(at), &values)
                })
                .collect::<Result<Vec<_>>>()?,
            false => lists.iter().enumerate().map(|(at, values)| self.column(&self.name(at), values)).collect::<Result<Vec<_>>>()?,
        };
        Ok(DataFrame::new_infer_height(columns)?)
    }
}

/// `from_dict`, `from_dicts`, `from_records`, `DataFrame` and `LazyFrame`.
pub(super) fn frame(call: &Call<'_>) -> Result<Frame> {
    let reading =
        Reading { call, names: names(call, "schema")?, overrides: names(call, "schema_overrides")?.unwrap_or_default(), strict: call.bound.bool("strict")? };
    let frame = match call.bound.value("data") {
        None => reading.empty(),
        Some(Value::Object(data)) => reading.of_columns(data)?,
        Some(Value::Array(items)) => match items.first() {
            None if reading.names.is_none() && reading.overrides.is_empty() && call.bound.operation().name == "from_dicts" => {
                return Err(Fault::new("no data, cannot infer schema").argument(call.bound.place("data")));
            }
            None => reading.empty(),
            Some(Value::Object(_)) => reading.of_objects(items)?,
            Some(Value::Array(first)) => {
                let orient = match call.bound.operation().param("orient") {
                    Some(_) => call.bound.one_of_opt("orient")?,
                    None => None,
                };
                reading.of_lists(items, first.len(), orient)?
            }
            Some(_) => DataFrame::new_infer_height(vec![reading.column(&reading.name(0), items)?])?,
        },
        Some(_) => return Err(call.bound.wrong("data", "an object of columns, or a list of rows")),
    };
    Ok(Frame::Table(Table::eager(frame.lazy())))
}

/// Rows are looked at before their columns get a type: integers beside floats are floats.
fn numbers(values: Vec<Value>) -> Vec<Value> {
    if !values.iter().any(Value::is_f64) {
        return values;
    }
    values.into_iter().map(|value| if value.is_i64() { value.as_f64().map_or(value, Value::from) } else { value }).collect()
}

/// A value as Python's `json` writes it.
fn python_json(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(python_json).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            format!("{{{}}}", fields.iter().map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), python_json(value))).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// Objects in objects become columns with dots.
pub(super) fn json_normalize(call: &Call<'_>) -> Result<Frame> {
    let separator = call.bound.str("separator")?;
    let most = call.bound.size_opt("max_level")?;
    call.bound.refuse(&["encoder"], "it is a Python object")?;
    let rows: Vec<&Value> = match call.bound.value("data") {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one @ Value::Object(_)) => vec![one],
        _ => return Err(call.bound.wrong("data", "an object or a list of objects")),
    };
    let flat: Vec<Value> = rows
        .into_iter()
        .map(|row| {
            let Value::Object(fields) = row else { return Err(call.bound.wrong("data", "an object or a list of objects")) };
            let mut out = Map::new();
            flatten(fields, "", separator, 0, most, &mut out);
            Ok(Value::Object(out))
        })
        .collect::<Result<_>>()?;
    let schema = match call.bound.value("schema") {
        Some(value) => Some(call.build.schema(value).map_err(|fault| fault.argument(call.bound.place("schema")))?),
        None => None,
    };
    let names = schema.map(|schema| schema.iter().map(|(name, dtype)| (name.to_string(), Some(dtype.clone()))).collect());
    let reading = Reading { call, names, overrides: Vec::new(), strict: call.bound.bool("strict")? };
    Ok(Frame::Table(Table::eager(reading.of_objects(&flat)?.lazy())))
}

fn flatten(fields: &Map<String, Value>, prefix: &str, separator: &str, level: usize, most: Option<usize>, out: &mut Map<String, Value>) {
    for (key, value) in fields {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}{separator}{key}") };
        match value {
            Value::Object(inner) if !inner.is_empty() && most.is_none_or(|most| level < most) => flatten(inner, &name, separator, level + 1, most, out),
            // What lies deeper than asked for stays as text, as Python's encoder writes it.
            Value::Object(_) => drop(out.insert(name, Value::from(python_json(value)))),
            value => drop(out.insert(name, value.clone())),
        }
    }
}
