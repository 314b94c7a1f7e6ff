//! Selectors: sets of columns by type, name and pattern, as `polars.selectors` makes them.

use std::sync::Arc;

use polars::prelude::{DataType, DataTypeSelector, Expr, PlSmallStr, Selector, TimeUnitSet, TimeZone, TimeZoneSet};
use polars_plan::dsl::functions::by_name;
use serde_json::Value;

use super::{Builder, Made, methods, template};
use crate::bind::Bound;
use crate::dtype;
use crate::fault::{Fault, Result, show};

/// A function of `selectors`.
pub(super) fn function(builder: &Builder, bound: &Bound) -> Result<Made> {
    let selector = match bound.operation().name.as_str() {
        "array" => {
            let inner = inner(builder, bound)?;
            Selector::ByDType(DataTypeSelector::Array(inner, bound.size_opt("width")?))
        }
        "by_dtype" => by_dtype(builder, &flat(bound.varargs()))?,
        "by_index" => {
            let indices =
                flat(bound.varargs()).into_iter().map(|index| index.as_i64().ok_or_else(|| wrong(bound, index, "an integer"))).collect::<Result<Vec<_>>>()?;
            Selector::ByIndex { indices: indices.into(), strict: bound.bool("require_all")? }
        }
        "by_name" => by_name(texts(bound)?, bound.bool("require_all")?, false),
        "contains" => Selector::Matches(pattern(bound)?.into()),
        "datetime" => Selector::ByDType(DataTypeSelector::Datetime(units(bound)?, zones(bound)?)),
        "duration" => Selector::ByDType(DataTypeSelector::Duration(units(bound)?)),
        "ends_with" => Selector::Matches(format!("{}$", pattern(bound)?).into()),
        "exclude" => {
            let mut items: Vec<&Value> = bound.get("columns").map(|columns| flat(&[columns])).unwrap_or_default();
            items.extend(bound.varargs());
            difference(Selector::Wildcard, combined(builder, &items)?)
        }
        "list" => Selector::ByDType(DataTypeSelector::List(inner(builder, bound)?)),
        "matches" => matches(bound.str("pattern")?),
        "starts_with" => Selector::Matches(format!("^{}", pattern(bound)?).into()),
        _ => match template::function(builder, bound)? {
            Made::Expr(Expr::Selector(selector)) => selector,
            _ => return Err(Fault::new(format!("{}() gives no selector", bound.operation().name))),
        },
    };
    Ok(Made::Selector(selector))
}

/// A method of a selector: operators with other selectors work on the sets, all else on the columns' values.
pub(super) fn method(builder: &Builder, selector: Selector, bound: &Bound) -> Result<Made> {
    let operation = bound.operation().name.as_str();
    let others: Vec<&Value> = match operation {
        "and_" | "or_" => bound.varargs().to_vec(),
        "sub" | "xor" => bound.get("other").into_iter().collect(),
        "exclude" => return Ok(Made::Selector(exclude(builder, selector, bound)?)),
        _ => return methods::method(builder, Expr::Selector(selector), bound),
    };
    let mut left = selector;
    for other in &others {
        let Some(right) = operand(builder, other, operation != "sub")? else {
            return methods::method(builder, Expr::Selector(left), bound);
        };
        left = match operation {
            "and_" => Selector::Intersect(Arc::new(left), Arc::new(right)),
            "or_" => union(left, right),
            "sub" => difference(left, right),
            _ => Selector::ExclusiveOr(Arc::new(left), Arc::new(right)),
        };
    }
    Ok(Made::Selector(left))
}

/// The other side of an operator, when it is a set too.
fn operand(builder: &Builder, value: &Value, columns_too: bool) -> Result<Option<Selector>> {
    let Value::Object(object) = value else { return Ok(None) };
    if !object.contains_key("expr") {
        return Ok(None);
    }
    Ok(match builder.made(object)? {
        Made::Selector(selector) => Some(selector),
        Made::Expr(Expr::Column(name)) if columns_too => Some(by_name([name], true, false)),
        _ => None,
    })
}

/// `expr.exclude(columns, *more_columns)`.
pub(super) fn exclude(builder: &Builder, selector: Selector, bound: &Bound) -> Result<Selector> {
    let mut items: Vec<&Value> = bound.get("columns").map(|columns| flat(&[columns])).unwrap_or_default();
    items.extend(bound.varargs());
    let (texts, types): (Vec<&Value>, Vec<&Value>) = items.into_iter().partition(|item| item.is_string());
    let excluded = match (texts.is_empty(), types.is_empty()) {
        (false, false) => return Err(Fault::new("cannot exclude by both column name and dtype").argument(bound.place("columns"))),
        (true, false) => by_dtype(builder, &types)?,
        (_, true) => by_name(texts.iter().filter_map(|text| text.as_str()), false, true),
    };
    Ok(difference(selector, excluded))
}

/// A name, a pattern, a selector, or a list of those.
pub(super) fn from_list(builder: &Builder, value: &Value, strict: bool) -> Result<Selector> {
    match value {
        Value::Array(items) => from_items(builder, &items.iter().collect::<Vec<_>>(), strict),
        one => from_one(builder, one, strict),
    }
}

/// A list of names, patterns and selectors: names keep their order, selectors follow that of the frame.
pub(super) fn from_items(builder: &Builder, items: &[&Value], strict: bool) -> Result<Selector> {
    let texts: Vec<&str> = items.iter().filter_map(|item| item.as_str()).collect();
    let mut selector = if texts.is_empty() && !items.is_empty() { Selector::Empty } else { by_name(texts.iter().copied(), strict, true) };
    if texts.len() == items.len() {
        return Ok(selector);
    }
    // Python adds the names a second time; a set is the same.
    for (at, item) in items.iter().enumerate() {
        selector = union(selector, from_one(builder, item, strict).map_err(|fault| fault.argument(format!("[{at}]")))?);
    }
    Ok(selector)
}

fn from_one(builder: &Builder, value: &Value, strict: bool) -> Result<Selector> {
    match value {
        Value::String(name) => Ok(by_name([name.as_str()], strict, true)),
        Value::Object(object) if object.contains_key("expr") => match builder.made(object)? {
            Made::Selector(selector) => Ok(selector),
            other => Ok(other.into_expr()?.try_into_selector()?),
        },
        _ => Err(Fault::new(format!("cannot turn {} into a selector", show(value)))
            .given(show(value))
            .allowed("the name of a column, a selector, or a list of those")),
    }
}

/// Python's `selectors.exclude`: names, types, patterns and selectors, in this order.
fn combined(builder: &Builder, items: &[&Value]) -> Result<Selector> {
    let (mut texts, mut patterns, mut types, mut selectors) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for item in items {
        match item {
            Value::String(text) if text.starts_with('^') && text.ends_with('$') => patterns.push(text.clone()),
            Value::String(text) => texts.push(PlSmallStr::from_str(text)),
            Value::Object(object) if object.contains_key("expr") => match builder.made(object)? {
                Made::Selector(selector) => selectors.push(selector),
                Made::Expr(Expr::Column(name)) => texts.push(name),
                Made::Dtype(_) => types.push(*item),
                _ => return Err(Fault::new(format!("expected names, data types or selectors; found {}", show(item)))),
            },
            _ => return Err(Fault::new(format!("expected names, data types or selectors; found {}", show(item)))),
        }
    }
    let mut all = Vec::new();
    if !texts.is_empty() {
        all.push(by_name(texts, false, false));
    }
    if !types.is_empty() {
        all.push(by_dtype(builder, &types)?);
    }
    match patterns.as_slice() {
        [] => {}
        [one] => all.push(matches(one)),
        many => all.push(matches(&many.iter().map(|pattern| format!("({pattern})")).collect::<Vec<_>>().join("|"))),
    }
    all.extend(selectors);
    all.into_iter().reduce(union).ok_or_else(|| Fault::new("exclude() needs at least one column"))
}

/// Columns of given types. A name alone means all that the class means: `"Datetime"` has any unit and zone.
pub(super) fn by_dtype(builder: &Builder, items: &[&Value]) -> Result<Selector> {
    use DataTypeSelector as S;
    let (mut concrete, mut classes) = (Vec::<DataType>::new(), Vec::new());
    for item in items {
        let class = match item.as_str() {
            Some("Datetime") => Some(S::Datetime(TimeUnitSet::all(), TimeZoneSet::Any)),
            Some("Duration") => Some(S::Duration(TimeUnitSet::all())),
            Some("Categorical") => Some(S::Categorical),
            Some("Enum") => Some(S::Enum),
            Some("List") => Some(S::List(None)),
            Some("Array") => Some(S::Array(None, None)),
            Some("Struct") => Some(S::Struct),
            Some("Decimal") => Some(S::Decimal),
            _ => None,
        };
        match class {
            Some(class) => classes.push(Selector::ByDType(class)),
            None => concrete.push(builder.dtype(item)?),
        }
    }
    let concrete = (classes.is_empty() || !concrete.is_empty()).then(|| Selector::ByDType(S::AnyOf(dtype::shared(concrete))));
    let classes = classes.into_iter().reduce(union);
    Ok(match (concrete, classes) {
        (Some(concrete), Some(classes)) => union(concrete, classes),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Selector::Empty,
    })
}

fn union(left: Selector, right: Selector) -> Selector {
    Selector::Union(Arc::new(left), Arc::new(right))
}

fn difference(left: Selector, right: Selector) -> Selector {
    Selector::Difference(Arc::new(left), Arc::new(right))
}

/// The types inside lists or arrays.
fn inner(builder: &Builder, bound: &Bound) -> Result<Option<Arc<DataTypeSelector>>> {
    let Some(value) = bound.value("inner") else { return Ok(None) };
    let selector = from_one(builder, value, true).map_err(|fault| fault.argument(bound.place("inner")))?;
    match selector.to_dtype_selector() {
        Some(inner) => Ok(Some(Arc::new(inner))),
        None => Err(bound.wrong("inner", "a selector by data type")),
    }
}

fn units(bound: &Bound) -> Result<TimeUnitSet> {
    let Some(names) = bound.strings_opt("time_unit")? else { return Ok(TimeUnitSet::all()) };
    names.into_iter().try_fold(TimeUnitSet::empty(), |set, name| {
        let unit = dtype::time_unit(name).ok_or_else(|| bound.wrong("time_unit", "ns, us, ms, or a list of those"))?;
        Ok(set | TimeUnitSet::from(unit))
    })
}

fn zones(bound: &Bound) -> Result<TimeZoneSet> {
    let given = match bound.get("time_zone") {
        None | Some(Value::Null) => vec![&Value::Null],
        Some(Value::Array(zones)) => zones.iter().collect(),
        Some(zone) => vec![zone],
    };
    let (mut unset, mut any, mut zones) = (false, false, Vec::new());
    for zone in given {
        match zone {
            Value::Null => unset = true,
            Value::String(zone) if zone == "*" => any = true,
            Value::String(zone) => zones.extend(TimeZone::opt_try_new(Some(zone.as_str()))?),
            _ => return Err(bound.wrong("time_zone", "a zone, \"*\", null, or a list of those")),
        }
    }
    Ok(match (unset, any) {
        (true, true) => TimeZoneSet::Any,
        (false, true) => TimeZoneSet::AnySet,
        (true, false) if zones.is_empty() => TimeZoneSet::Unset,
        (true, false) => TimeZoneSet::UnsetOrAnyOf(zones.into()),
        (false, false) => TimeZoneSet::AnyOf(zones.into()),
    })
}

fn matches(pattern: &str) -> Selector {
    if pattern == ".*" {
        return Selector::Wildcard;
    }
    let shorter = pattern.strip_prefix(".*").or_else(|| pattern.strip_suffix(".*")).unwrap_or(pattern);
    Selector::Matches(shorter.into())
}

/// Literal texts as one group of alternatives.
fn pattern(bound: &Bound) -> Result<String> {
    let texts = texts(bound)?;
    Ok(format!("({})", texts.iter().map(|text| escape(text)).collect::<Vec<_>>().join("|")))
}

/// The text as a pattern that matches it.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' | '#' | '&' | '-' | '~') {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

fn texts<'a>(bound: &Bound<'a>) -> Result<Vec<&'a str>> {
    flat(bound.varargs()).into_iter().map(|text| text.as_str().ok_or_else(|| wrong(bound, text, "a string"))).collect()
}

fn wrong(bound: &Bound, value: &Value, allowed: &str) -> Fault {
    Fault::new(format!("{}() does not take {}", bound.operation().name, show(value))).argument("args").given(show(value)).allowed(allowed)
}

/// The items of lists and the rest, as one list.
fn flat<'v>(values: &[&'v Value]) -> Vec<&'v Value> {
    let mut flat = Vec::new();
    for value in values {
        match value {
            Value::Array(items) => flat.extend(items.iter()),
            other => flat.push(*other),
        }
    }
    flat
}

/// `pl.col(name, *more_names)`.
pub(super) fn col(builder: &Builder, bound: &Bound) -> Result<Expr> {
    let first = bound.get("name").unwrap_or(&Value::Null);
    let more = bound.varargs();
    if let (Value::String(name), []) = (first, more) {
        return Ok(polars::prelude::col(name.as_str()));
    }
    if first.is_array() && !more.is_empty() {
        return Err(bound.wrong("name", "a list alone, or names one by one"));
    }
    let mut items = flat(&[first]);
    items.extend(more);
    if items.iter().all(|item| item.is_string()) {
        return Ok(Expr::Selector(by_name(items.iter().filter_map(|item| item.as_str()), true, true)));
    }
    if items.iter().all(|item| item.is_object()) {
        return Ok(Expr::Selector(by_dtype(builder, &items).map_err(|fault| fault.argument(bound.place("name")))?));
    }
    Err(bound.wrong("name", "names of columns, or data types such as {\"expr\": \"Int64\"}"))
}
