//! A frame in the canonical form of the fixtures (`oracle/README.md` has the table), and the comparison of two.

use polars::prelude::{AnyValue, Column, DataFrame, DataType, Schema, Series, TimeUnit};
use serde_json::{Map, Value, json};

/// How far two floats may be apart, relative to the larger one.
const FLOATS: f64 = 1e-9;
/// Floats that are this small are zero: what is left of a cancellation differs with the order of a sum.
const ZERO: f64 = 1e-12;

pub(super) fn answer(frame: &DataFrame) -> Value {
    let columns: Vec<Vec<Value>> = frame.columns().iter().map(Column::as_materialized_series).map(values).collect();
    let rows: Vec<Value> = match columns.is_empty() {
        true => Vec::new(),
        false => (0..frame.height()).map(|row| columns.iter().map(|column| column[row].clone()).collect()).collect(),
    };
    json!({"schema": schema(frame.schema()), "rows": rows, "height": frame.height()})
}

pub(super) fn schema(schema: &Schema) -> Value {
    schema.iter().map(|(name, dtype)| json!([name.as_str(), type_name(dtype)])).collect()
}

fn type_name(dtype: &DataType) -> String {
    let quoted = |name: &str| Value::from(name).to_string();
    match dtype {
        DataType::Datetime(unit, None) => format!("Datetime({})", unit_name(*unit)),
        DataType::Datetime(unit, Some(zone)) => format!("Datetime({}, {zone})", unit_name(*unit)),
        DataType::Duration(unit) => format!("Duration({})", unit_name(*unit)),
        DataType::Decimal(precision, scale) => format!("Decimal({precision}, {scale})"),
        DataType::List(inner) => format!("List({})", type_name(inner)),
        DataType::Array(inner, size) => format!("Array({}, {size})", type_name(inner)),
        DataType::Struct(fields) => {
            let fields: Vec<String> = fields.iter().map(|field| format!("{}: {}", quoted(field.name()), type_name(field.dtype()))).collect();
            format!("Struct({})", fields.join(", "))
        }
        DataType::Enum(categories, _) => format!("Enum({})", categories.categories().values_iter().map(quoted).collect::<Vec<_>>().join(", ")),
        DataType::Categorical(..) => "Categorical".to_owned(),
        other => format!("{other:?}"),
    }
}

fn unit_name(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Nanoseconds => "ns",
        TimeUnit::Microseconds => "us",
        TimeUnit::Milliseconds => "ms",
    }
}

fn values(series: &Series) -> Vec<Value> {
    match series.dtype() {
        DataType::Date | DataType::Datetime(..) | DataType::Duration(_) | DataType::Time => values(&series.to_physical_repr()),
        DataType::Categorical(..) | DataType::Enum(..) => values(&series.cast(&DataType::String).expect("categories are text")),
        DataType::List(_) => {
            let list = series.list().expect("a list");
            (0..series.len()).map(|row| list.get_as_series(row).map_or(Value::Null, |inner| values(&inner).into())).collect()
        }
        DataType::Array(..) => {
            let array = series.array().expect("an array");
            (0..series.len()).map(|row| array.get_as_series(row).map_or(Value::Null, |inner| values(&inner).into())).collect()
        }
        DataType::Struct(_) => {
            let nulls = series.is_null();
            let fields: Vec<(String, Vec<Value>)> =
                series.struct_().expect("a struct").fields_as_series().iter().map(|field| (field.name().to_string(), values(field))).collect();
            (0..series.len())
                .map(|row| match nulls.get(row) {
                    Some(true) => Value::Null,
                    _ => Value::Object(fields.iter().map(|(name, values)| (name.clone(), values[row].clone())).collect::<Map<_, _>>()),
                })
                .collect()
        }
        _ => series.iter().map(|value| scalar(&value)).collect(),
    }
}

fn scalar(value: &AnyValue<'_>) -> Value {
    match value {
        AnyValue::Null => Value::Null,
        AnyValue::Boolean(flag) => json!(flag),
        AnyValue::String(text) => json!(text),
        AnyValue::StringOwned(text) => json!(text.as_str()),
        AnyValue::Binary(bytes) => json!(hex(bytes)),
        AnyValue::BinaryOwned(bytes) => json!(hex(bytes)),
        AnyValue::Float32(number) => float(f64::from(*number)),
        AnyValue::Float64(number) => float(*number),
        AnyValue::Float16(_) => float(value.extract::<f64>().expect("a float")),
        AnyValue::UInt64(number) => json!(number),
        AnyValue::Int128(number) => json!(number.to_string()),
        AnyValue::UInt128(number) => json!(number.to_string()),
        AnyValue::Decimal(number, _, scale) => json!(decimal(*number, *scale)),
        value if value.is_integer() => json!(value.extract::<i64>()),
        other => json!(other.to_string()),
    }
}

fn float(number: f64) -> Value {
    match number {
        number if number.is_nan() => json!("NaN"),
        f64::INFINITY => json!("inf"),
        f64::NEG_INFINITY => json!("-inf"),
        number => json!(number),
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn decimal(number: i128, scale: usize) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale + 1);
    let (whole, part) = digits.split_at(digits.len() - scale);
    if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// What differs between what was expected and what came, if anything.
pub(super) fn difference(expected: &Value, got: &Value, unordered: bool) -> Option<String> {
    if expected["schema"] != got["schema"] {
        return Some(format!("schema: expected {}, got {}", expected["schema"], got["schema"]));
    }
    if expected["height"] != got["height"] {
        return Some(format!("height: expected {}, got {}", expected["height"], got["height"]));
    }
    let (wanted, came) = (rows(expected), rows(got));
    if !unordered {
        let at = wanted.iter().zip(came).position(|(a, b)| !equal(a, b))?;
        return Some(format!("row {at}: expected {}, got {}", wanted[at], came[at]));
    }
    let mut left: Vec<&Value> = came.iter().collect();
    for row in wanted {
        match left.iter().position(|other| equal(row, other)) {
            Some(at) => drop(left.swap_remove(at)),
            None => return Some(format!("no row {row}, but {}", Value::from_iter(left.into_iter().cloned()))),
        }
    }
    None
}

fn rows(answer: &Value) -> &[Value] {
    answer["rows"].as_array().map_or(&[], Vec::as_slice)
}

fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => {
            if x == y {
                return true;
            }
            // Whole numbers are exact; only floats may differ a little.
            match (x.as_f64(), y.as_f64()) {
                (Some(x), Some(y)) if a.is_f64() || b.is_f64() => (x - y).abs() <= (FLOATS * x.abs().max(y.abs())).max(ZERO),
                _ => false,
            }
        }
        (Value::Array(x), Value::Array(y)) => x.len() == y.len() && x.iter().zip(y).all(|(x, y)| equal(x, y)),
        (Value::Object(x), Value::Object(y)) => x.len() == y.len() && x.iter().all(|(key, x)| y.get(key).is_some_and(|y| equal(x, y))),
        (a, b) => a == b,
    }
}
