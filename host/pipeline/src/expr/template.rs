//! Templates from the table, with arguments put in.
//!
//! The tree is filled with checked leaves and read by Polars' own deserialiser. Expressions do not go through JSON: each one
//! stands as a column with a name that no document can write, and is put in its place afterwards.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use polars::prelude::{DataType, DataTypeExpr, Expr, TimeZone, col, lit};
use polars_plan::dsl::functions::{DatetimeArgs, DurationArgs, by_name, datetime};
use polars_plan::dsl::{DataTypeFunction, FunctionExpr, TemporalFunction};
use serde_json::{Map, Value};

use super::{Builder, Made, StrAs, duration, literal};
use crate::bind::Bound;
use crate::dtype;
use crate::fault::{Fault, Result, show};
use crate::table::{Operation, Param, Pass, Type};

/// Begins the names of columns that stand for expressions. A column that a document calls so is safe: what was put in is not looked at again.
pub(super) const MARK: char = '\u{1}';

/// What a template is called on.
enum Subject<'a> {
    None,
    Expr(&'a Expr),
    Dtype(&'a DataTypeExpr),
}

/// A function from its template.
pub(super) fn function(builder: &Builder, bound: &Bound) -> Result<Made> {
    build(builder, bound, Subject::None)
}

/// A method from its template.
pub(super) fn on_expr(builder: &Builder, bound: &Bound, subject: &Expr) -> Result<Made> {
    build(builder, bound, Subject::Expr(subject))
}

/// A method of a data type expression.
pub(super) fn on_dtype(builder: &Builder, bound: &Bound, subject: DataTypeExpr) -> Result<Made> {
    if bound.operation().name == "matches" {
        let selector = builder.selector(bound.get("selector").unwrap_or(&Value::Null), true)?;
        let selector = selector.to_dtype_selector().ok_or_else(|| bound.wrong("selector", "a selector by data type"))?;
        return Ok(Made::Expr(Expr::DataTypeFunction(DataTypeFunction::Matches(subject, selector))));
    }
    build(builder, bound, Subject::Dtype(&subject))
}

fn build(builder: &Builder, bound: &Bound, subject: Subject) -> Result<Made> {
    let operation = bound.operation();
    let Some(tree) = &operation.tree else {
        return Err(Fault::new(format!(
            "{}() gives {}, not an expression",
            operation.name,
            if operation.returns.is_empty() { "something else" } else { &operation.returns }
        )));
    };
    check(bound)?;
    let filling = Filling { builder, bound, subject, slots: RefCell::default(), filled: RefCell::default(), alpha: Cell::new(None) };
    if operation.params.iter().any(|param| param.name == "half_life") && operation.param("alpha").is_some() {
        filling.alpha.set(Some(alpha(bound)?));
    }
    let tree = filling.fill(tree)?;
    let slots = filling.slots.into_inner();
    let wrong = |error: serde_json::Error| Fault::new(format!("{}() does not take these arguments: {error}", operation.name)).allowed(operation.signature());
    if operation.returns.ends_with("DataTypeExpr") {
        return Ok(Made::Dtype(serde_json::from_value(tree).map_err(wrong)?));
    }
    let expr: Expr = serde_json::from_value(tree).map_err(wrong)?;
    let folds = matches!(operation.name.as_str(), "date" | "datetime" | "duration" | "time");
    Ok(Made::Expr(put_in(expr, &slots, folds)))
}

/// Puts the expressions in the places of the columns that stand for them.
fn put_in(expr: Expr, slots: &[Expr], folds: bool) -> Expr {
    expr.map_expr(|node| match &node {
        Expr::Column(name) => match name.strip_prefix(MARK).and_then(|number| number.parse::<usize>().ok()).and_then(|number| slots.get(number)) {
            Some(slot) => slot.clone(),
            None => node,
        },
        Expr::Alias(..) | Expr::Function { .. } if folds => folded(node),
        _ => node,
    })
}

/// Points in time and durations of literals alone are literals: Polars makes them so only while it builds them.
fn folded(node: Expr) -> Expr {
    let function = match &node {
        Expr::Alias(inner, _) => inner.as_ref(),
        other => other,
    };
    let Expr::Function { input, function: FunctionExpr::TemporalExpr(function) } = function else { return node };
    match (function, input.as_slice(), &node) {
        (TemporalFunction::DatetimeFunction { time_unit, time_zone }, [year, month, day, hour, minute, second, microsecond, ambiguous], Expr::Alias(..)) => {
            datetime(DatetimeArgs {
                year: year.clone(),
                month: month.clone(),
                day: day.clone(),
                hour: hour.clone(),
                minute: minute.clone(),
                second: second.clone(),
                microsecond: microsecond.clone(),
                time_unit: *time_unit,
                time_zone: time_zone.clone(),
                ambiguous: ambiguous.clone(),
            })
        }
        (TemporalFunction::Duration(time_unit), [weeks, days, hours, minutes, seconds, milliseconds, microseconds, nanoseconds], Expr::Function { .. }) => {
            polars_plan::dsl::functions::duration(DurationArgs {
                weeks: weeks.clone(),
                days: days.clone(),
                hours: hours.clone(),
                minutes: minutes.clone(),
                seconds: seconds.clone(),
                milliseconds: milliseconds.clone(),
                microseconds: microseconds.clone(),
                nanoseconds: nanoseconds.clone(),
                time_unit: *time_unit,
            })
        }
        _ => node,
    }
}

/// What can be said of the arguments without the tree: words, flags and numbers are such.
fn check(bound: &Bound) -> Result<()> {
    for param in &bound.operation().params {
        let name = param.name.as_str();
        if matches!(param.pass, Pass::Varargs | Pass::Varkwargs) || !bound.is_given(name) {
            continue;
        }
        let null = bound.get(name).is_some_and(Value::is_null);
        if null && !param.null && !matches!(param.ty, Type::Expr | Type::Exprs | Type::Any | Type::Dtype) {
            return Err(bound.wrong(name, "a value other than null"));
        }
        match param.ty {
            Type::Enum => _ = bound.one_of_opt(name)?,
            Type::Bool => _ = bound.bool_opt(name)?,
            Type::Str => _ = bound.str_opt(name)?,
            Type::Float => _ = bound.float_opt(name)?,
            Type::Int if bound.value(name).is_some_and(|value| !value.is_i64() && !value.is_u64()) => return Err(bound.wrong(name, "an integer")),
            _ => {}
        }
    }
    Ok(())
}

/// The decay of an exponentially weighted window, which comes as one of four numbers.
fn alpha(bound: &Bound) -> Result<f64> {
    let given: Vec<&str> = ["com", "span", "half_life", "alpha"].into_iter().filter(|name| bound.value(name).is_some()).collect();
    let [name] = given.as_slice() else {
        return Err(Fault::new(match given.len() {
            0 => "one of 'com', 'span', 'half_life', or 'alpha' must be set",
            _ => "parameters 'com', 'span', 'half_life', and 'alpha' are mutually exclusive",
        }));
    };
    let value = bound.float(name)?;
    match *name {
        "com" if value >= 0.0 => Ok(1.0 / (1.0 + value)),
        "span" if value >= 1.0 => Ok(2.0 / (value + 1.0)),
        "half_life" if value > 0.0 => Ok(1.0 - (-(2.0_f64.ln()) / value).exp()),
        "alpha" if value > 0.0 && value <= 1.0 => Ok(value),
        "com" => Err(bound.wrong(name, "a number from 0")),
        "span" => Err(bound.wrong(name, "a number from 1")),
        "half_life" => Err(bound.wrong(name, "a number above 0")),
        _ => Err(bound.wrong(name, "a number above 0 and not above 1")),
    }
}

struct Filling<'f, 'b> {
    builder: &'f Builder<'b>,
    bound: &'f Bound<'f>,
    subject: Subject<'f>,
    /// The expressions, by the number in the name of the column that stands for each.
    slots: RefCell<Vec<Expr>>,
    /// Those that are there already, by parameter: some stand in a tree more than once.
    filled: RefCell<HashMap<String, Value>>,
    alpha: Cell<Option<f64>>,
}

impl Filling<'_, '_> {
    fn fill(&self, tree: &Value) -> Result<Value> {
        match tree {
            Value::Object(node) => {
                if let Some(Value::String(name)) = node.get("$") {
                    return self.hole(name, node.get("as").and_then(Value::as_str));
                }
                if let Some(Value::String(name)) = node.get("?") {
                    return self.fill(self.branch(name, node)?);
                }
                if let Some(Value::String(text)) = node.get("!") {
                    return Err(refused(self.bound.operation(), text));
                }
                node.iter().map(|(key, value)| Ok((key.clone(), self.fill(value)?))).collect::<Result<Map<_, _>>>().map(Value::Object)
            }
            Value::Array(items) => {
                let mut filled = Vec::with_capacity(items.len());
                for item in items {
                    match item.get("$*").and_then(Value::as_str) {
                        Some(name) => filled.extend(self.spliced(name)?),
                        None => filled.push(self.fill(item)?),
                    }
                }
                Ok(Value::Array(filled))
            }
            leaf => Ok(leaf.clone()),
        }
    }

    fn param(&self, name: &str) -> Result<&Param> {
        self.bound
            .operation()
            .param(name)
            .ok_or_else(|| Fault::new(format!("the template of {} names the unknown parameter {name}", self.bound.operation().name)))
    }

    /// A column that stands for an expression.
    fn slot(&self, expr: Expr) -> Value {
        let mut slots = self.slots.borrow_mut();
        slots.push(expr);
        serde_json::json!({ "Column": format!("{MARK}{}", slots.len() - 1) })
    }

    fn hole(&self, name: &str, shape: Option<&str>) -> Result<Value> {
        if name == "self" {
            return self.subject(shape);
        }
        if name == "alpha"
            && let Some(alpha) = self.alpha.get()
        {
            return Ok(alpha.into());
        }
        let param = self.param(name)?;
        let value = self.bound.get(name).unwrap_or(&Value::Null);
        match shape {
            Some(sign @ ("duration" | "negative_duration")) => {
                let duration = duration(self.bound, name)?.ok_or_else(|| self.bound.wrong(name, "a duration such as 1h30m"))?;
                let duration = if sign == "duration" { duration } else { -duration };
                serde_json::to_value(duration).map_err(|error| Fault::new(error.to_string()))
            }
            Some("dtype") => Ok(dtype::tree(&self.builder.dtype(value).map_err(|fault| fault.argument(self.bound.place(name)))?)),
            Some("dtype_expr") => {
                let dtype = self.builder.dtype_expr(value).map_err(|fault| fault.argument(self.bound.place(name)))?;
                serde_json::to_value(&dtype).map_err(|error| Fault::new(error.to_string()).argument(self.bound.place(name)))
            }
            Some("negative") => match value.as_i64().and_then(i64::checked_neg) {
                Some(number) => Ok(number.into()),
                None => Err(self.bound.wrong(name, "an integer")),
            },
            Some("column") => self.column(&[value], name),
            Some("columns") => self.column(self.bound.varargs(), name),
            Some(other) => Err(Fault::new(format!("the template of {} has the unknown shape {other}", self.bound.operation().name))),
            None => self.leaf(param, value),
        }
    }

    fn subject(&self, shape: Option<&str>) -> Result<Value> {
        match (&self.subject, shape) {
            (Subject::Expr(expr), None) => {
                if let Some(there) = self.filled.borrow().get("self") {
                    return Ok(there.clone());
                }
                let slot = self.slot((*expr).clone());
                self.filled.borrow_mut().insert("self".to_owned(), slot.clone());
                Ok(slot)
            }
            (Subject::Dtype(dtype), Some("dtype_expr")) => serde_json::to_value(dtype).map_err(|error| Fault::new(error.to_string())),
            _ => Err(Fault::new(format!("{} is called on something else", self.bound.operation().name))),
        }
    }

    /// `pl.col` of one name or several.
    fn column(&self, names: &[&Value], place: &str) -> Result<Value> {
        let flat: Vec<&Value> = match names {
            [Value::Array(items)] => items.iter().collect(),
            other => other.to_vec(),
        };
        let texts = flat.iter().map(|name| name.as_str()).collect::<Option<Vec<_>>>();
        let Some(texts) = texts else {
            return Err(Fault::new(format!("{}() takes names of columns", self.bound.operation().name))
                .argument(place)
                .given(show(&Value::Array(flat.into_iter().cloned().collect()))));
        };
        Ok(self.slot(match (names, texts.as_slice()) {
            ([Value::String(_)], [one]) => col(*one),
            _ => Expr::Selector(by_name(texts, true, true)),
        }))
    }

    fn leaf(&self, param: &Param, value: &Value) -> Result<Value> {
        let name = param.name.as_str();
        let typed = |fits: bool, allowed: &str| if fits { Ok(value.clone()) } else { Err(self.bound.wrong(name, allowed)) };
        if param.pass == Pass::Varargs {
            return self.flat(param);
        }
        // A value of another class than an expression stands as it is: its branch has the rest around it.
        if matches!(param.ty, Type::Expr | Type::Any) && param.reads.get(class(value)).is_some_and(|reads| reads == "own") && self.is_own(value) {
            return Ok(value.clone());
        }
        let all = |fits: fn(&Value) -> bool| value.as_array().is_some_and(|items| items.iter().all(fits));
        let null = value.is_null();
        match param.ty {
            Type::Expr | Type::Any | Type::Exprs => self.expression(param, value),
            Type::Int => typed(null || value.is_i64() || value.is_u64(), "an integer"),
            Type::Float => typed(null || value.is_number(), "a number"),
            Type::Bool => typed(null || value.is_boolean(), "true or false"),
            // Polars keeps zones in one way of writing them, and knows which there are.
            Type::Str if name == "time_zone" && value.is_string() => {
                let zone = TimeZone::opt_try_new(value.as_str()).map_err(|error| Fault::from(error).argument(self.bound.place(name)))?;
                Ok(zone.map(|zone| zone.to_string()).into())
            }
            Type::Str | Type::Column | Type::Enum => typed(null || value.is_string(), "a string"),
            Type::Ints => typed(null || value.is_i64() || all(|item| item.is_i64() || item.is_u64()), "a list of integers"),
            Type::Floats => typed(null || value.is_i64() || all(Value::is_number), "a list of numbers"),
            Type::Bools => typed(null || all(Value::is_boolean), "a list of true and false"),
            Type::Strs => typed(null || all(Value::is_string), "a list of strings"),
            _ => Err(self.bound.wrong(name, "another kind of value")),
        }
    }

    fn is_own(&self, value: &Value) -> bool {
        !is_expression(value)
    }

    /// The rest of the positions as one list of numbers or strings.
    fn flat(&self, param: &Param) -> Result<Value> {
        let mut flat = Vec::new();
        for value in self.bound.varargs() {
            match value {
                Value::Array(items) => flat.extend(items.iter().cloned()),
                other => flat.push((*other).clone()),
            }
        }
        let fits = match param.ty {
            Type::Int | Type::Ints => flat.iter().all(Value::is_i64),
            _ => flat.iter().all(Value::is_string),
        };
        if fits {
            Ok(Value::Array(flat))
        } else {
            Err(Fault::new(format!("{}() does not take {} as '{}'", self.bound.operation().name, show(&Value::Array(flat)), param.name)))
        }
    }

    /// An argument that is an expression, read as Python reads it there.
    fn expression(&self, param: &Param, value: &Value) -> Result<Value> {
        if let Some(there) = self.filled.borrow().get(&param.name) {
            return Ok(there.clone());
        }
        let name = param.name.as_str();
        let reads = match value {
            value if is_expression(value) => None,
            // Where neither a number nor a list will do, an object that is no expression will not either.
            Value::Object(_) => param.reads.get("list").filter(|reads| *reads == "refused" && param.reads.get("int") == Some(reads)).map(String::as_str),
            value => param.reads.get(class(value)).map(String::as_str),
        };
        let expr = match (reads, value) {
            (Some("refused"), _) => return Err(self.bound.wrong(name, "an expression")),
            (Some("literal"), _) => self.builder.expr(value, StrAs::Literal),
            (Some("series"), Value::Array(items)) => literal::series_lit(items),
            (Some("indices"), Value::Array(items)) => literal::series("", items, Some(&DataType::Int64), true).map(lit),
            (Some("implode"), Value::Array(items)) => literal::series_lit(items).map(|series| series.implode(true)),
            (Some("nested"), Value::Array(_)) => literal::series_lit(std::slice::from_ref(value)),
            _ => self.builder.expr(value, StrAs::Column),
        }
        .map_err(|fault| fault.argument(self.bound.place(name)))?;
        let slot = self.slot(expr);
        self.filled.borrow_mut().insert(param.name.clone(), slot.clone());
        Ok(slot)
    }

    /// All expressions of a parameter, with the rest of the positions and names.
    fn spliced(&self, name: &str) -> Result<Vec<Value>> {
        let param = self.param(name)?;
        let first = (param.pass != Pass::Varargs).then_some(name);
        Ok(self.builder.bound_exprs(self.bound, first)?.into_iter().map(|expr| self.slot(expr)).collect())
    }

    /// The branch of a choice that the argument takes.
    fn branch<'t>(&self, name: &str, node: &'t Map<String, Value>) -> Result<&'t Value> {
        let param = self.param(name)?;
        if name == "alpha" && self.alpha.get().is_some() {
            return node.get("@float").ok_or_else(|| self.bound.wrong(name, "a number"));
        }
        if param.pass == Pass::Varargs {
            let none = self.bound.varargs().is_empty() && self.bound.varkwargs().is_empty();
            let keys: &[&str] = if none { &["@absent"] } else { &["@given", "@expr"] };
            return keys.iter().find_map(|key| node.get(*key)).ok_or_else(|| Fault::new(format!("{}() needs '{name}'", self.bound.operation().name)));
        }
        let Some(value) = self.bound.get(name) else {
            return node.get("@absent").ok_or_else(|| self.bound.wrong(name, "a value"));
        };
        let word = match value {
            Value::String(word) if param.ty == Type::Enum => Some(word.clone()),
            Value::Null | Value::Bool(_) | Value::Array(_) => Some(value.to_string()),
            _ => None,
        };
        if let Some(branch) = word.and_then(|word| node.get(&word)) {
            return Ok(branch);
        }
        let own = match class(value) {
            _ if is_expression(value) => "@expr",
            "str" => "@str",
            "int" => "@int",
            "float" => "@float",
            "bool" => "@bool",
            "list" => "@list",
            _ => "@expr",
        };
        [own, "@expr", "@given", "@float"].iter().find_map(|key| node.get(*key)).ok_or_else(|| match param.ty {
            Type::Enum => self.bound.one_of(name).err().unwrap_or_else(|| self.bound.wrong(name, "one of the words of its signature")),
            _ => self.bound.wrong(name, "another kind of value"),
        })
    }
}

/// What the readings in the table call a JSON value.
fn class(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

fn is_expression(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.contains_key("expr"))
}

/// Python's own words, as the house writes them.
fn refused(operation: &Operation, text: &str) -> Fault {
    let text = text.split_once(": ").map_or(text, |(_, text)| text);
    Fault::new(format!("{}(): {}", operation.name, text.replace('`', "'").trim_end_matches('.'))).allowed(operation.signature())
}
