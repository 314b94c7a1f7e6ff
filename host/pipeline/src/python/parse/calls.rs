//! Calls that give expressions: functions of the module, methods with their namespaces, data types with parameters.

use ruff_python_ast::{Expr, ExprAttribute, ExprCall};
use ruff_text_size::{Ranged, TextRange};
use serde_json::{Map, Value, json};

use super::arguments::Given;
use super::term::Term;
use super::{Meaning, Reader};
use crate::fault::Result;
use crate::python::words;

/// The names of `a.b.c` behind `a`, and what `a` is.
pub(super) fn dotted(attribute: &ExprAttribute) -> (Vec<&str>, &Expr) {
    let mut parts = vec![attribute.attr.as_str()];
    let mut base = &*attribute.value;
    while let Expr::Attribute(inner) = base {
        parts.push(inner.attr.as_str());
        base = &inner.value;
    }
    parts.reverse();
    (parts, base)
}

impl Reader<'_> {
    pub(super) fn call(&mut self, call: &ExprCall) -> Result<Term> {
        let at = call.range();
        match &*call.func {
            Expr::Name(name) => match self.names.get(name.id.as_str()).cloned() {
                Some(Meaning::Member(path)) => self.function(&path, call),
                Some(Meaning::Moment(function)) => self.moment(function, call),
                Some(Meaning::Given(Term::Function(name))) => {
                    Err(self.fault(at, format!("{name} cannot be called: hand it to map_batches, map_elements or pipe")))
                }
                Some(_) => Err(self.fault(at, format!("{} cannot be called", name.id))),
                None => Err(self.unknown_function(name.id.as_str(), name.range())),
            },
            Expr::Attribute(attribute) => self.attribute_call(attribute, call),
            other => Err(self.fault(other.range(), "this cannot be called")),
        }
    }

    fn unknown_function(&self, name: &str, at: TextRange) -> crate::fault::Fault {
        match name {
            "range" => self.fault(at, "range cannot be taken: write the numbers, or use pl.int_range"),
            "float" => self.fault(at, "float cannot be called: JSON has no infinity and no NaN"),
            "list" | "dict" | "tuple" | "set" | "str" | "int" | "bool" | "len" | "sum" | "min" | "max" | "sorted" | "zip" | "open" => {
                self.fault(at, format!("{name} cannot be called: nothing is evaluated"))
            }
            _ => self.unknown_name(name, at),
        }
    }

    fn attribute_call(&mut self, attribute: &ExprAttribute, call: &ExprCall) -> Result<Term> {
        let (parts, base) = dotted(attribute);
        let Expr::Name(name) = base else {
            // A literal, an operation in brackets, or another call.
            let subject = self.term(base)?;
            return self.method(subject, &parts, call, base.range());
        };
        match self.names.get(name.id.as_str()).cloned() {
            Some(Meaning::Polars) => self.module_call(&parts, call),
            Some(Meaning::Selectors) => self.function(&format!("selectors.{}", parts.join(".")), call),
            Some(Meaning::Member(path)) if path == "col" => self.module_call(&[&["col"], parts.as_slice()].concat(), call),
            Some(Meaning::Calendar) => match parts.as_slice() {
                ["date"] => self.moment("date", call),
                ["datetime"] => self.moment("datetime", call),
                ["time"] => self.moment("time", call),
                ["timedelta"] => self.moment("duration", call),
                _ => Err(self.fault(call.range(), format!("{} cannot be taken: nothing is evaluated", parts.join(".")))),
            },
            Some(Meaning::Given(term)) => {
                let subject = self.recall(&term, name.range())?;
                self.method(subject, &parts, call, name.range())
            }
            Some(Meaning::Member(_) | Meaning::Moment(_) | Meaning::Annotation) => {
                Err(self.fault(call.range(), format!("{}.{} cannot be taken: nothing is evaluated", name.id, parts.join("."))))
            }
            None => Err(self.unknown_name(name.id.as_str(), name.range())),
        }
    }

    /// `pl.f(…)`, `pl.selectors.f(…)`, `pl.col.a.f(…)`.
    fn module_call(&mut self, parts: &[&str], call: &ExprCall) -> Result<Term> {
        match parts {
            [function] => self.function(function, call),
            ["selectors", _] => self.function(&parts.join("."), call),
            ["col", column, method @ ..] if !method.is_empty() => {
                let subject = Term::Expr(json!({"expr": "col", "args": [column], "kwargs": {}}));
                self.method(subject, method, call, call.range())
            }
            _ => Err(self.fault(call.range(), format!("{} is no function of polars that makes a frame or an expression", parts.join(".")))),
        }
    }

    /// A function of the module, by its path.
    fn function(&mut self, path: &str, call: &ExprCall) -> Result<Term> {
        let given = self.given(&call.arguments, path)?;
        if path == "col" && given.args.iter().any(|(term, _)| is_type(term)) {
            return self.columns_by_type(given, call.range());
        }
        let (args, kwargs) = self.given_json(given)?;
        let object = json!({"expr": path, "args": args, "kwargs": kwargs});
        Ok(match path {
            _ if path.starts_with("selectors.") => Term::Selector(object),
            _ if words::is_data_type(path) => Term::Type(object),
            _ => Term::Expr(object),
        })
    }

    /// `pl.col(pl.Int64)`. As an argument of `col` the type's name would be a column's, so the type is an object; one that
    /// has parameters and is given without stands for all of its kind, which only the selector says.
    fn columns_by_type(&mut self, given: Given, at: TextRange) -> Result<Term> {
        if !given.args.iter().all(|(term, _)| is_type(term)) || !given.kwargs.is_empty() {
            return Err(self.fault(at, "col takes names or data types, not both"));
        }
        let (mut args, kwargs) = self.given_json(given)?;
        let is_kind = |value: &Value| value.as_str().is_some_and(words::has_parameters);
        if args.iter().any(|arg| is_kind(arg) || arg.as_array().is_some_and(|items| items.iter().any(is_kind))) {
            return Ok(Term::Expr(json!({"expr": "selectors.by_dtype", "args": args, "kwargs": kwargs})));
        }
        args.iter_mut().for_each(name_to_object);
        Ok(Term::Expr(json!({"expr": "col", "args": args, "kwargs": kwargs})))
    }

    /// A method of an expression, with its namespace.
    fn method(&mut self, subject: Term, parts: &[&str], call: &ExprCall, at: TextRange) -> Result<Term> {
        let method = parts.join(".");
        let on = match subject {
            Term::Expr(on) | Term::Selector(on) => on,
            Term::Frame(frame) => return Err(self.fault(call.range(), format!("{frame}.{method} cannot be taken: a frame has no namespaces in a pipeline"))),
            Term::Scalar(_) => {
                return Err(self.fault(at, format!("{} has no {method} in a pipeline: nothing is evaluated; pl.lit makes an expression of it", subject.kind())));
            }
            Term::List(_) | Term::Dict(_) | Term::Type(_) | Term::Variable(_) | Term::Function(_) => {
                return Err(self.fault(at, format!("{} has no {method} in a pipeline: nothing is evaluated", subject.kind())));
            }
        };
        let (args, kwargs) = self.arguments(&call.arguments, &method)?;
        Ok(Term::Expr(method_of(on, &method, args, kwargs)))
    }

    /// `date(2024, 1, 31)` and its kin of the standard library, as Polars' own functions.
    fn moment(&mut self, function: &str, call: &ExprCall) -> Result<Term> {
        // timedelta begins with days, Polars' duration with weeks.
        if function == "duration" && !call.arguments.args.is_empty() {
            return Err(self.fault(call.range(), "name the arguments of timedelta, as in timedelta(days=1)"));
        }
        let (args, kwargs) = self.arguments(&call.arguments, function)?;
        Ok(Term::Expr(json!({"expr": function, "args": args, "kwargs": kwargs})))
    }
}

/// The object of a method's call.
pub(super) fn method_of(on: Value, method: &str, args: Vec<Value>, kwargs: Map<String, Value>) -> Value {
    json!({"expr": method, "on": on, "args": args, "kwargs": kwargs})
}

fn name_to_object(data_type: &mut Value) {
    match data_type {
        Value::String(name) => *data_type = json!({"expr": name, "args": [], "kwargs": {}}),
        Value::Array(items) => items.iter_mut().for_each(name_to_object),
        _ => {}
    }
}

fn is_type(term: &Term) -> bool {
    match term {
        Term::Type(_) => true,
        Term::List(items) => !items.is_empty() && items.iter().all(is_type),
        _ => false,
    }
}
