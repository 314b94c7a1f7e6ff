//! Expression objects to expressions.
//!
//! `{"expr": NAME, "on": …, "args": […], "kwargs": {…}}`: without `on` a function of the module, with it a method of what
//! `on` gives. Most names are templates in the table (see `template`); the rest is written by hand (`by_hand`, `methods`,
//! `selector`). A tree that a document wrote is never deserialised: only templates are, with checked leaves.

mod bounds;
mod by_hand;
mod custom;
mod literal;
mod methods;
mod selector;
mod template;

use polars::prelude::{
    ChainedThen, ChainedWhen, DataType, DataTypeExpr, Duration, Expr, PlSmallStr, Schema, Selector, Series, Then, When, all_horizontal, col, lit,
};
use serde_json::{Map, Value};

use crate::bind::{Bound, bind};
use crate::custom::Functions;
use crate::dtype;
use crate::fault::{Fault, Result, show};
use crate::table::{Kind, Operation, Table};

pub(crate) use by_hand::is_supported;
pub(crate) use custom::sql_function;

/// What a string is where an expression is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StrAs {
    /// The name of a column.
    Column,
    /// Itself.
    Literal,
}

/// What an expression object gives.
pub(crate) enum Made {
    Expr(Expr),
    /// From `selectors`: operators work on the set of columns.
    Selector(Selector),
    When(When),
    Then(Then),
    ChainedWhen(ChainedWhen),
    ChainedThen(ChainedThen),
    Dtype(DataTypeExpr),
    Series(Series),
    Text(String),
    /// Several at once, where several can stand.
    Many(Vec<Expr>),
}

impl Made {
    /// The expression, where one is expected.
    fn into_expr(self) -> Result<Expr> {
        match self {
            Self::Expr(expr) => Ok(expr),
            Self::Selector(selector) => Ok(Expr::Selector(selector)),
            Self::Then(then) => Ok(then.otherwise(lit(polars::prelude::NULL))),
            Self::ChainedThen(then) => Ok(then.otherwise(lit(polars::prelude::NULL))),
            Self::Series(series) => Ok(lit(series)),
            Self::Text(text) => Ok(lit(text)),
            Self::When(_) | Self::ChainedWhen(_) => Err(Fault::new("when() goes on with then() before it is an expression")),
            Self::Dtype(_) => Err(Fault::new("a data type stands where an expression is expected")),
            Self::Many(_) => Err(Fault::new("several expressions stand where one is expected")),
        }
    }
}

/// Builds expressions.
#[derive(Clone, Copy)]
pub(crate) struct Builder<'a> {
    functions: &'a dyn Functions,
    /// The most rows that an expression may make by a number of its own.
    rows: u64,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(functions: &'a dyn Functions, rows: u64) -> Self {
        Self { functions, rows }
    }

    /// One expression: an object, a string, or a literal of any other JSON value.
    ///
    /// # Errors
    /// A fault whose argument is the path inside `value`.
    pub(crate) fn expr(&self, value: &Value, str_as: StrAs) -> Result<Expr> {
        match value {
            Value::String(name) if str_as == StrAs::Column => Ok(col(name.as_str())),
            Value::Object(object) if object.contains_key("expr") => self.made(object)?.into_expr(),
            Value::Object(object) if object.contains_key("custom_function") => {
                Err(Fault::new("a custom function stands where an expression is expected").given(show(value)))
            }
            _ => literal::lit(value),
        }
    }

    /// Several expressions, as Python's `*exprs`: one list alone counts as its items.
    ///
    /// # Errors
    /// A fault whose argument is the path inside the inputs, from `[n]`.
    pub(crate) fn exprs(&self, inputs: &[&Value]) -> Result<Vec<Expr>> {
        match inputs {
            [Value::Array(items)] => self.each(items.iter()),
            [Value::Object(object)] if !object.contains_key("expr") => {
                Err(Fault::new("an object without \"expr\" is no expression; named expressions are keyword arguments").given(show(inputs[0])))
            }
            [Value::Object(object)] => match self.made(object)? {
                Made::Many(exprs) => Ok(exprs),
                one => Ok(vec![one.into_expr()?]),
            },
            [one] => Ok(vec![self.expr(one, StrAs::Column)?]),
            many => self.each(many.iter().copied()),
        }
    }

    fn each<'v>(&self, items: impl Iterator<Item = &'v Value>) -> Result<Vec<Expr>> {
        items.enumerate().map(|(at, item)| self.expr(item, StrAs::Column).map_err(|fault| fault.argument(format!("[{at}]")))).collect()
    }

    /// Named expressions, each with its name.
    pub(crate) fn named(&self, named: &[(&str, &Value)]) -> Result<Vec<Expr>> {
        named.iter().map(|(name, value)| Ok(self.expr(value, StrAs::Column).map_err(|fault| fault.argument(format!("kwargs.{name}")))?.alias(*name))).collect()
    }

    /// The expressions of a call such as `(by, *more_by, **named_by)`: those of the parameter `first` when there is one,
    /// then the rest of the positions, then the rest of the names.
    pub(crate) fn bound_exprs(&self, bound: &Bound, first: Option<&str>) -> Result<Vec<Expr>> {
        let mut inputs: Vec<&Value> = Vec::new();
        if let Some(first) = first {
            match bound.get(first) {
                // Python makes a literal of a null that was given; one that was not given is none at all.
                Some(value) if !value.is_null() || bound.is_given(first) => inputs.push(value),
                _ => {}
            }
        }
        inputs.extend(bound.varargs());
        let place = match first {
            Some(first) if bound.varargs().is_empty() => bound.place(first),
            _ => "args".to_owned(),
        };
        let mut exprs = if inputs.is_empty() { Vec::new() } else { self.exprs(&inputs).map_err(|fault| fault.argument(place))? };
        exprs.extend(self.named(bound.varkwargs())?);
        Ok(exprs)
    }

    /// `(*predicates, **constraints)` as one condition; nothing when there is none.
    pub(crate) fn predicate(&self, bound: &Bound) -> Result<Option<Expr>> {
        let mut all = if bound.varargs().is_empty() { Vec::new() } else { self.exprs(bound.varargs()).map_err(|fault| fault.argument("args"))? };
        for (name, value) in bound.varkwargs() {
            let value = self.expr(value, StrAs::Literal).map_err(|fault| fault.argument(format!("kwargs.{name}")))?;
            all.push(col(*name).eq(value));
        }
        match all.len() {
            0 => Ok(None),
            1 => Ok(all.pop()),
            _ => Ok(Some(all_horizontal(all)?)),
        }
    }

    /// Columns by name, pattern (`^…$`), `*`, a selector, or a list of those.
    pub(crate) fn selector(&self, value: &Value, strict: bool) -> Result<Selector> {
        selector::from_list(self, value, strict)
    }

    /// As [`Builder::selector`] for `*columns`: the items of lists and the rest as one list.
    pub(crate) fn selectors(&self, inputs: &[&Value], strict: bool) -> Result<Selector> {
        if let [one] = inputs {
            return self.selector(one, strict);
        }
        let mut flat = Vec::new();
        for input in inputs {
            match input {
                Value::Array(items) => flat.extend(items.iter()),
                other => flat.push(*other),
            }
        }
        selector::from_items(self, &flat, strict)
    }

    /// A data type that is known without a frame.
    pub(crate) fn dtype(&self, value: &Value) -> Result<DataType> {
        match self.dtype_expr(value)? {
            DataTypeExpr::Literal(dtype) => Ok(dtype),
            other => Err(Fault::new(format!("{other:?} depends on a frame, and here stands a data type by itself"))),
        }
    }

    /// A data type, also one that depends on a column: `{"expr": "dtype_of", "args": ["a"]}`.
    pub(crate) fn dtype_expr(&self, value: &Value) -> Result<DataTypeExpr> {
        let Value::Object(object) = value else { return Ok(DataTypeExpr::Literal(dtype::parse(value)?)) };
        let is_plain = object.get("on").is_none_or(Value::is_null) && object.get("expr").and_then(Value::as_str).is_none_or(starts_upper);
        if is_plain {
            return Ok(DataTypeExpr::Literal(dtype::parse(value)?));
        }
        match self.made(object)? {
            Made::Dtype(dtype) => Ok(dtype),
            _ => Err(Fault::new(format!("{} is no data type", show(value)))),
        }
    }

    /// Names to types.
    pub(crate) fn schema(&self, value: &Value) -> Result<Schema> {
        dtype::schema(value)
    }

    /// A series as `pl.Series(name, values, dtype)` makes it.
    pub(crate) fn series(&self, name: &str, values: &[Value], dtype: Option<&DataType>, strict: bool) -> Result<Series> {
        literal::series(name, values, dtype, strict)
    }

    /// What an expression object gives, before it has to be an expression.
    fn made(&self, object: &Map<String, Value>) -> Result<Made> {
        let made = self.made_unchecked(object)?;
        if let Made::Expr(expr) = &made {
            bounds::check(expr, self.rows)?;
        }
        Ok(made)
    }

    fn made_unchecked(&self, object: &Map<String, Value>) -> Result<Made> {
        if let Some(unknown) = object.keys().find(|key| !matches!(key.as_str(), "expr" | "on" | "args" | "kwargs")) {
            return Err(Fault::unknown("field of an expression", unknown, ["expr", "on", "args", "kwargs"]));
        }
        let Some(name) = object["expr"].as_str() else {
            return Err(Fault::new("the name of an expression is a string").argument("expr").given(show(&object["expr"])));
        };
        let (args, kwargs) = dtype::arguments(object)?;
        match object.get("on") {
            None | Some(Value::Null) => self.function(name, args, kwargs),
            Some(Value::Object(on)) if on.contains_key("expr") => {
                let subject = self.made(on).map_err(|fault| fault.argument("on"))?;
                self.method(subject, name, args, kwargs)
            }
            Some(other) => Err(Fault::new(format!("{name} is called on an expression")).argument("on").given(show(other)).allowed("an expression object")),
        }
    }

    /// A function of the module, of `selectors`, or a data type.
    fn function(&self, name: &str, args: &[Value], kwargs: &Map<String, Value>) -> Result<Made> {
        if let Some(selector) = name.strip_prefix("selectors.").or_else(|| name.strip_prefix("cs.")) {
            let operation = found(Kind::Selector, selector, "selector")?;
            return selector::function(self, &bind(operation, args, kwargs)?);
        }
        if name == "Series" {
            return literal::series_object(self, args, kwargs).map(Made::Series);
        }
        if starts_upper(name) {
            let mut object = Map::new();
            object.insert("expr".to_owned(), name.into());
            object.insert("args".to_owned(), Value::Array(args.to_vec()));
            object.insert("kwargs".to_owned(), Value::Object(kwargs.clone()));
            return dtype::parse(&Value::Object(object)).map(|dtype| Made::Dtype(DataTypeExpr::Literal(dtype)));
        }
        let operation = found(Kind::Function, name, "function")?;
        by_hand::function(self, &bind(operation, args, kwargs)?)
    }

    /// A method of what `on` gave.
    fn method(&self, subject: Made, name: &str, args: &[Value], kwargs: &Map<String, Value>) -> Result<Made> {
        if let Made::Selector(selector) = &subject
            && name == "as_expr"
        {
            return Ok(Made::Expr(Expr::Selector(selector.clone())));
        }
        let kind = match &subject {
            Made::When(_) => Kind::When,
            Made::ChainedWhen(_) => Kind::ChainedWhen,
            Made::Then(_) if Table::get().find(Kind::Then, name).is_some() => Kind::Then,
            Made::ChainedThen(_) if Table::get().find(Kind::ChainedThen, name).is_some() => Kind::ChainedThen,
            Made::Dtype(_) => Kind::DtypeExpr,
            _ => Kind::Expr,
        };
        let operation = found(kind, name, if kind == Kind::Expr { "method of an expression" } else { "method here" })?;
        let bound = bind(operation, args, kwargs)?;
        match subject {
            Made::When(when) => Ok(Made::Then(when.then(self.statement(&bound)?))),
            Made::ChainedWhen(when) => Ok(Made::ChainedThen(when.then(self.statement(&bound)?))),
            Made::Then(then) if kind == Kind::Then => match name {
                "when" => Ok(Made::ChainedWhen(then.when(self.condition(&bound)?))),
                _ => Ok(Made::Expr(then.otherwise(self.statement(&bound)?))),
            },
            Made::ChainedThen(then) if kind == Kind::ChainedThen => match name {
                "when" => Ok(Made::ChainedWhen(then.when(self.condition(&bound)?))),
                _ => Ok(Made::Expr(then.otherwise(self.statement(&bound)?))),
            },
            Made::Dtype(dtype) => template::on_dtype(self, &bound, dtype),
            Made::Selector(selector) => selector::method(self, selector, &bound),
            other => methods::method(self, other.into_expr()?, &bound),
        }
    }

    fn statement(&self, bound: &Bound) -> Result<Expr> {
        self.argument(bound, "statement", StrAs::Column)
    }

    fn condition(&self, bound: &Bound) -> Result<Expr> {
        self.predicate(bound)?.ok_or_else(|| Fault::new("at least one predicate or constraint must be provided"))
    }

    /// One argument as an expression.
    fn argument(&self, bound: &Bound, name: &str, str_as: StrAs) -> Result<Expr> {
        let value = bound.get(name).unwrap_or(&Value::Null);
        self.expr(value, str_as).map_err(|fault| fault.argument(bound.place(name)))
    }
}

/// An expression object by itself, for plans that are made elsewhere, such as those of an embedder.
///
/// # Errors
/// `VALIDATION_ERROR` with the place inside the object.
pub fn expression(value: &Value, functions: &dyn Functions) -> sandtable_core::Result<Expr> {
    Builder::new(functions, crate::Limits::default().rows).expr(value, StrAs::Column).map_err(Into::into)
}

/// A duration such as `1h30m`, where the document gave one.
pub(crate) fn duration(bound: &Bound, name: &str) -> Result<Option<Duration>> {
    let Some(text) = bound.str_opt(name)? else { return Ok(None) };
    Duration::try_parse(text).map(Some).map_err(|error| Fault::from(error).argument(bound.place(name)).given(text).allowed("a duration such as 1h30m"))
}

/// The operation of that name, or a fault that tells what is near or why it is refused.
fn found(kind: Kind, name: &str, what: &str) -> Result<&'static Operation> {
    let table = Table::get();
    if let Some(reason) = table.refusal(kind, name) {
        return Err(Fault::unsupported(name, reason).argument("expr"));
    }
    table.find(kind, name).ok_or_else(|| Fault::unknown(what, name, table.names(kind)).argument("expr"))
}

fn starts_upper(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
}

/// Names as Polars keeps them.
fn names(names: &[&str]) -> Vec<PlSmallStr> {
    names.iter().map(|name| PlSmallStr::from_str(name)).collect()
}
