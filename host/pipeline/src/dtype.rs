//! Data types by name (`"Int64"`) and as objects (`{"expr": "List", "args": ["Int64"]}`).

use std::sync::Arc;

use polars::prelude::{Categories, DataType, Field, FrozenCategories, PlSmallStr, Schema, TimeUnit, TimeZone, UnknownKind};
use serde_json::{Map, Value};

use crate::bind::{Bound, bind};
use crate::fault::{Fault, Result, show};
use crate::table::{Kind, Table};

/// Types that need no argument, or have defaults for them: what Python's classes mean as types.
pub(crate) const PLAIN: [&str; 29] = [
    "Array",
    "Binary",
    "Boolean",
    "Categorical",
    "Date",
    "Datetime",
    "Decimal",
    "Duration",
    "Enum",
    "Float16",
    "Float32",
    "Float64",
    "Int128",
    "Int16",
    "Int32",
    "Int64",
    "Int8",
    "List",
    "Null",
    "String",
    "Struct",
    "Time",
    "UInt128",
    "UInt16",
    "UInt32",
    "UInt64",
    "UInt8",
    "Unknown",
    "Utf8",
];

/// The most digits of a decimal.
const MOST_PRECISION: usize = 38;
/// The most values of an array: a row takes the memory of all of them.
const MOST_WIDTH: usize = 1_000_000;

/// A data type from its name or object.
///
/// # Errors
/// A fault that names near types when there is none of that name, or its arguments when they are wrong.
pub(crate) fn parse(value: &Value) -> Result<DataType> {
    match value {
        Value::String(name) => named(name),
        Value::Object(object) if object.contains_key("expr") => object_type(object),
        _ => Err(Fault::new(format!("{} is no data type", show(value)))
            .given(show(value))
            .allowed("a name such as \"Int64\", or an object such as {\"expr\": \"List\", \"args\": [\"Int64\"]}")),
    }
}

/// A schema: names to types, or a list of pairs.
///
/// # Errors
/// A fault at the entry that is no type.
pub(crate) fn schema(value: &Value) -> Result<Schema> {
    Ok(Schema::from_iter(fields(value)?))
}

/// The type of that name.
fn named(name: &str) -> Result<DataType> {
    use DataType as D;
    Ok(match name {
        "Array" => D::Array(Box::new(D::Null), 0),
        "Binary" => D::Binary,
        "Boolean" => D::Boolean,
        "Categorical" => D::from_categories(Categories::global()),
        "Date" => D::Date,
        "Datetime" => D::Datetime(TimeUnit::Microseconds, None),
        "Decimal" => {
            return Err(Fault::new("a decimal needs its precision and scale")
                .given(name)
                .allowed("{\"expr\": \"Decimal\", \"kwargs\": {\"precision\": 10, \"scale\": 2}}"));
        }
        "Duration" => D::Duration(TimeUnit::Microseconds),
        "Enum" => enumeration(&[])?,
        "Float16" => D::Float16,
        "Float32" => D::Float32,
        "Float64" => D::Float64,
        "Int8" => D::Int8,
        "Int16" => D::Int16,
        "Int32" => D::Int32,
        "Int64" => D::Int64,
        "Int128" => D::Int128,
        "List" => D::List(Box::new(D::Null)),
        "Null" => D::Null,
        "String" | "Utf8" => D::String,
        "Struct" => D::Struct(Vec::new()),
        "Time" => D::Time,
        "UInt8" => D::UInt8,
        "UInt16" => D::UInt16,
        "UInt32" => D::UInt32,
        "UInt64" => D::UInt64,
        "UInt128" => D::UInt128,
        "Unknown" => D::Unknown(UnknownKind::Any),
        _ => return Err(Fault::unknown("data type", name, PLAIN)),
    })
}

fn object_type(object: &Map<String, Value>) -> Result<DataType> {
    let Some(name) = object["expr"].as_str() else {
        return Err(Fault::new("the name of a data type is a string").argument("expr").given(show(&object["expr"])));
    };
    if let Some(unknown) = object.keys().find(|key| !matches!(key.as_str(), "expr" | "args" | "kwargs")) {
        return Err(Fault::unknown("field of a data type", unknown, ["expr", "args", "kwargs"]));
    }
    let (args, kwargs) = arguments(object)?;
    let Some(operation) = Table::get().find(Kind::Dtype, name) else {
        let dtype = named(name)?;
        return match (args, kwargs.len()) {
            ([], 0) => Ok(dtype),
            _ => Err(Fault::new(format!("the data type {name} takes no arguments"))),
        };
    };
    if let Some(reason) = Table::get().refusal(Kind::Dtype, name) {
        return Err(Fault::unsupported(name, reason));
    }
    let bound = bind(operation, args, kwargs)?;
    match name {
        "Array" => array(&bound),
        "Categorical" => categorical(&bound),
        "Datetime" => Ok(DataType::Datetime(unit(&bound)?, zone(&bound)?)),
        "Decimal" => {
            let (precision, scale) = (bound.size_opt("precision")?.unwrap_or(MOST_PRECISION), bound.size("scale")?);
            if precision == 0 || precision > MOST_PRECISION || scale > precision {
                return Err(bound.wrong("precision", "a precision from 1 to 38 and a scale not above it"));
            }
            Ok(DataType::Decimal(precision, scale))
        }
        "Duration" => Ok(DataType::Duration(unit(&bound)?)),
        "Enum" => enumeration(&bound.strings("categories")?),
        "List" => Ok(DataType::List(Box::new(inner(&bound)?))),
        "Struct" => match bound.value("fields") {
            Some(given) => Ok(DataType::Struct(fields(given).map_err(|fault| fault.argument(bound.place("fields")))?)),
            None => Err(bound.wrong("fields", "names to types, or a list of fields")),
        },
        _ => Err(Fault::unknown("data type", name, PLAIN)),
    }
}

/// The `args` and `kwargs` of an object.
pub(crate) fn arguments(object: &Map<String, Value>) -> Result<(&[Value], &Map<String, Value>)> {
    static NO_KWARGS: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    let args = match object.get("args") {
        None | Some(Value::Null) => &[],
        Some(Value::Array(args)) => args.as_slice(),
        Some(other) => return Err(Fault::new("args is a list").argument("args").given(show(other)).allowed("a list")),
    };
    let kwargs = match object.get("kwargs") {
        None | Some(Value::Null) => &*NO_KWARGS,
        Some(Value::Object(kwargs)) => kwargs,
        Some(other) => return Err(Fault::new("kwargs is an object").argument("kwargs").given(show(other)).allowed("an object")),
    };
    Ok((args, kwargs))
}

fn inner(bound: &Bound) -> Result<DataType> {
    match bound.get("inner") {
        Some(inner) => parse(inner).map_err(|fault| fault.argument(bound.place("inner"))),
        None => Err(bound.wrong("inner", "a data type")),
    }
}

fn array(bound: &Bound) -> Result<DataType> {
    let shape = if bound.value("width").is_some() { "width" } else { "shape" };
    let wrong = || bound.wrong(shape, "a size, or a list of sizes");
    let size = |value: &Value| value.as_u64().and_then(|size| usize::try_from(size).ok()).ok_or_else(wrong);
    let sizes = match bound.value(shape) {
        None => return Err(Fault::new("Array constructor is missing the required argument 'shape'")),
        Some(Value::Array(sizes)) if !sizes.is_empty() => sizes.iter().map(size).collect::<Result<Vec<_>>>()?,
        Some(value) => vec![size(value)?],
    };
    if sizes.iter().try_fold(1_usize, |all, size| all.checked_mul((*size).max(1))).is_none_or(|all| all > MOST_WIDTH) {
        return Err(Fault::cap("values of an array", "more", MOST_WIDTH).argument(bound.place(shape)));
    }
    Ok(sizes.into_iter().rev().fold(inner(bound)?, |dtype, size| DataType::Array(Box::new(dtype), size)))
}

fn categorical(bound: &Bound) -> Result<DataType> {
    // "physical" and "lexical" are the orderings that there once were; any other name is that of a set of categories.
    match bound.str_opt("categories")? {
        None | Some("physical" | "lexical" | "") => Ok(DataType::from_categories(Categories::global())),
        Some(_) => Err(bound.wrong("categories", "null: categories with a name live for the whole process")),
    }
}

fn unit(bound: &Bound) -> Result<TimeUnit> {
    time_unit(bound.one_of("time_unit")?).ok_or_else(|| bound.wrong("time_unit", "one of ns, us, ms"))
}

/// A unit of time by its name.
pub(crate) fn time_unit(name: &str) -> Option<TimeUnit> {
    match name {
        "ns" => Some(TimeUnit::Nanoseconds),
        "us" => Some(TimeUnit::Microseconds),
        "ms" => Some(TimeUnit::Milliseconds),
        _ => None,
    }
}

fn zone(bound: &Bound) -> Result<Option<TimeZone>> {
    let Some(name) = bound.str_opt("time_zone")? else { return Ok(None) };
    TimeZone::opt_try_new(Some(PlSmallStr::from_str(name))).map_err(|error| Fault::from(error).argument(bound.place("time_zone")).given(name))
}

fn enumeration(categories: &[&str]) -> Result<DataType> {
    let categories = FrozenCategories::new(categories.iter().copied()).map_err(Fault::from)?;
    Ok(DataType::from_frozen_categories(categories))
}

/// Fields as an object, or as a list of pairs or of `Field` objects.
fn fields(value: &Value) -> Result<Vec<Field>> {
    match value {
        Value::Object(object) if !object.contains_key("expr") => {
            object.iter().map(|(name, dtype)| Ok(Field::new(name.as_str().into(), parse(dtype).map_err(|fault| fault.argument(name.as_str()))?))).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| field(item).map_err(|fault| fault.argument(format!("[{at}]")))).collect(),
        _ => Err(Fault::new(format!("{} is no list of fields", show(value))).allowed("names to types, or a list of [name, type]")),
    }
}

fn field(value: &Value) -> Result<Field> {
    let pair = match value {
        Value::Array(pair) => Some((pair.first(), pair.get(1))),
        Value::Object(object) if object.get("expr").and_then(Value::as_str) == Some("Field") => {
            let (args, kwargs) = arguments(object)?;
            Some((args.first().or_else(|| kwargs.get("name")), args.get(1).or_else(|| kwargs.get("dtype"))))
        }
        _ => None,
    };
    match pair {
        Some((Some(Value::String(name)), Some(dtype))) => Ok(Field::new(name.as_str().into(), parse(dtype)?)),
        _ => Err(Fault::new(format!("{} is no field", show(value))).allowed("[name, type] or {\"expr\": \"Field\", \"args\": [name, type]}")),
    }
}

/// The JSON of a type inside an expression's tree.
pub(crate) fn tree(dtype: &DataType) -> Value {
    serde_json::to_value(dtype).unwrap_or(Value::Null)
}

/// Types are shared between expressions as they are.
pub(crate) fn shared(dtypes: Vec<DataType>) -> Arc<[DataType]> {
    dtypes.into()
}
