//! One step on the registry: which frame, which operation, which arguments.

use std::borrow::Cow;

use polars::prelude::{DataFrame, IntoLazy};
use serde_json::{Map, Value};

use super::plan::{is_heavy, is_long};
use super::verbs::{continuation, function, method};
use super::{Call, Context, Frame, Group, GroupManner, Mode, Registry, Table, eager, show, transform};
use crate::bind::bind;
use crate::document::Step;
use crate::expr::Builder;
use crate::fault::{Fault, Result, quote};
use crate::guard::implemented;
use crate::suggest;
use crate::table::{Kind, Operation, Table as Operations};
use crate::variables::Variables;

/// Applies a step. A fault has the step's place.
pub(crate) fn apply(context: &Context<'_>, frames: &mut Registry, number: usize, step: &Step, variables: &Variables) -> Result<()> {
    context.step.set(number);
    context.functions.at_step(number, &step.operation);
    let frame = made(context, frames, step, variables).map_err(|fault| fault.at_step(number, &step.operation))?;
    frames.set(step.output.clone(), frame);
    Ok(())
}

/// What a step makes. A fault about a column that is missing has those that there are.
pub(crate) fn made(context: &Context<'_>, frames: &Registry, step: &Step, variables: &Variables) -> Result<Frame> {
    let result = implemented(|| frame_of(context, frames, step, variables).and_then(|frame| settle(context, frame)));
    result.map_err(|fault| match frames.get(step.input.as_deref()) {
        Some(Frame::Table(table)) if fault.is_missing_column() => match super::call::schema_of(&table.plan) {
            Ok(schema) => fault.columns(schema.iter_names().map(|name| name.as_str())),
            Err(_) => fault,
        },
        _ => fault,
    })
}

/// While checking, a frame is replaced by an empty one of its columns: the next step looks at that alone.
fn settle(context: &Context<'_>, frame: Frame) -> Result<Frame> {
    if context.mode != Mode::Check {
        return light(context, frame);
    }
    let settled = |table: Table| -> Result<Table> {
        if !table.known {
            return Ok(table);
        }
        let schema = super::call::schema_of(&table.plan)?;
        Ok(Table { plan: DataFrame::empty_with_schema(&schema).lazy(), ..table })
    };
    Ok(match frame {
        Frame::Table(table) => Frame::Table(settled(table)?),
        Frame::Series(table) => Frame::Series(settled(table)?),
        Frame::Written(table) => Frame::Written(table),
        Frame::List(tables) => Frame::List(tables.into_iter().map(settled).collect::<Result<_>>()?),
        Frame::Group(group) => {
            if group.known {
                // Wrong keys show here and not at the aggregation.
                super::call::schema_of(&group.by.clone().agg([] as [polars::prelude::Expr; 0]))?;
            }
            Frame::Group(group)
        }
    })
}

/// A long plan is run where Python has run it already; a lazy one may grow on, up to a bound.
fn light(context: &Context<'_>, frame: Frame) -> Result<Frame> {
    match frame {
        Frame::Table(table) if table.eager && context.mode == Mode::Run && is_long(&table.plan.logical_plan) => {
            let rows = context.collect(table.plan)?;
            Ok(Frame::Table(Table { plan: rows.lazy(), ..table }))
        }
        Frame::Table(table) if is_heavy(&table.plan.logical_plan) => {
            Err(Fault::of(sandtable_core::Code::ResourceCap, "the plan of this frame has grown too large: a frame that joins or stacks itself doubles it"))
        }
        frame => Ok(frame),
    }
}

fn frame_of(context: &Context<'_>, frames: &Registry, step: &Step, variables: &Variables) -> Result<Frame> {
    let args = variables.args(&step.args)?;
    let kwargs = variables.kwargs(&step.kwargs)?;
    let name = step.operation.as_str();
    let input = frames.get(step.input.as_deref());
    if name == "transform" {
        let own = match input {
            Some(Frame::Table(table) | Frame::Written(table)) => Some(table),
            _ => None,
        };
        return transform::transform(context, frames, own, &args, &kwargs);
    }
    match input {
        None => on_module(context, frames, step, &args, &kwargs),
        Some(Frame::Table(table)) => on_table(context, frames, table, name, &args, &kwargs),
        Some(Frame::Written(table)) => match method(name, table.eager) {
            Some(_) => on_table(context, frames, table, name, &args, &kwargs),
            None => on_module(context, frames, step, &args, &kwargs),
        },
        Some(Frame::Group(group)) => on_group(context, frames, group, name, &args, &kwargs),
        Some(Frame::Series(table)) => on_series(table, name, &args, &kwargs),
        Some(Frame::List(tables)) => Err(Fault::new(format!("{} is a list of {} frames, which has no operations", show(step.input.as_deref()), tables.len()))
            .given(name)
            .allowed("an operation on one of them, such as name[0]")),
    }
}

/// The call with its arguments bound.
fn call<'a>(
    context: &'a Context<'_>,
    frames: &'a Registry,
    operation: &'a Operation,
    input: Table,
    args: &'a [Value],
    kwargs: &'a Map<String, Value>,
) -> Result<Call<'a>> {
    let bound = bind(operation, args, kwargs)?;
    Ok(Call { context, frames, build: Builder::new(&*context.functions, context.env.limits.rows), bound, input })
}

fn on_table(context: &Context<'_>, frames: &Registry, table: &Table, name: &str, args: &[Value], kwargs: &Map<String, Value>) -> Result<Frame> {
    let kind = if table.eager { Kind::DataFrame } else { Kind::LazyFrame };
    let (Some(operation), Some(verb)) = (Operations::get().find(kind, name), method(name, table.eager)) else {
        return Err(no_method(kind, table.kind(), name));
    };
    let (args, kwargs) = positional_predicate(name, table, args, kwargs);
    let call = call(context, frames, operation, table.clone(), &args, &kwargs)?;
    match verb(&call) {
        // Where the columns are not known yet, what is wrong with them is not known either.
        Err(fault) if !table.known && fault.is_about_columns() => call.unknown(),
        result => result,
    }
}

/// The format's own examples write a filter's condition as `predicate`, which is no argument of Polars' any more: it
/// would be the column of that name. Where there is none, the condition is meant.
fn positional_predicate<'a>(name: &str, table: &Table, args: &'a [Value], kwargs: &'a Map<String, Value>) -> (Cow<'a, [Value]>, Cow<'a, Map<String, Value>>) {
    let named = ["predicate", "predicates"].into_iter().find(|key| kwargs.contains_key(*key));
    let Some(key) = named.filter(|_| matches!(name, "filter" | "remove")) else { return (Cow::Borrowed(args), Cow::Borrowed(kwargs)) };
    if super::call::schema_of(&table.plan).is_ok_and(|schema| schema.contains(key)) {
        return (Cow::Borrowed(args), Cow::Borrowed(kwargs));
    }
    let (mut args, mut kwargs) = (args.to_vec(), kwargs.clone());
    args.extend(kwargs.remove(key));
    (Cow::Owned(args), Cow::Owned(kwargs))
}

fn on_group(context: &Context<'_>, frames: &Registry, group: &Group, name: &str, args: &[Value], kwargs: &Map<String, Value>) -> Result<Frame> {
    let kind = match (group.eager, group.manner) {
        (false, _) => Kind::LazyGroupBy,
        (true, GroupManner::Keys) => Kind::GroupBy,
        (true, GroupManner::Rolling) => Kind::RollingGroupBy,
        (true, GroupManner::Dynamic) => Kind::DynamicGroupBy,
    };
    let (Some(operation), Some(verb)) = (Operations::get().find(kind, name), continuation(name)) else {
        return Err(no_method(kind, "group-by", name));
    };
    let empty = Table { plan: DataFrame::empty().lazy(), eager: group.eager, known: group.known };
    let call = call(context, frames, operation, empty, args, kwargs)?;
    match verb(&call, group) {
        Err(fault) if !group.known && fault.is_about_columns() => call.unknown(),
        result => result,
    }
}

fn on_series(table: &Table, name: &str, args: &[Value], kwargs: &Map<String, Value>) -> Result<Frame> {
    match (name, args, kwargs.get("name")) {
        ("to_frame", [], None) if kwargs.is_empty() => eager::to_frame(table, None),
        ("to_frame", [Value::String(name)], None) | ("to_frame", [], Some(Value::String(name))) => eager::to_frame(table, Some(name)),
        _ => Err(Fault::new(format!("a series has no operation {} here", quote(name))).given(name).allowed("to_frame, with a name if need be")),
    }
}

fn on_module(context: &Context<'_>, frames: &Registry, step: &Step, args: &[Value], kwargs: &Map<String, Value>) -> Result<Frame> {
    let name = step.operation.as_str();
    let table = Operations::get();
    // The constructors are classes in Python: their arguments are those of `from_records`, the data may be absent.
    let (known, kwargs, args) = match name {
        "DataFrame" | "LazyFrame" => {
            let mut kwargs = kwargs.clone();
            if args.is_empty() {
                kwargs.entry("data").or_insert(Value::Null);
            }
            (table.find(Kind::Function, "from_records"), Cow::Owned(kwargs), args)
        }
        _ => (table.find(Kind::Function, name), Cow::Borrowed(kwargs), args),
    };
    let (Some(operation), Some(verb)) = (known, function(name)) else {
        return Err(no_function(frames, step));
    };
    let call = call(context, frames, operation, Table::eager(DataFrame::empty().lazy()), args, &kwargs)?;
    let frame = verb(&call)?;
    match (name, frame) {
        ("LazyFrame", Frame::Table(table)) => Ok(Frame::Table(Table { eager: false, ..table })),
        (_, frame) => Ok(frame),
    }
}

/// A frame out of an expression object: a function of the module that gives one, or a method of such a frame.
pub(super) fn on_the_spot(context: &Context<'_>, frames: &Registry, object: &Map<String, Value>) -> Result<Table> {
    if let Some(unknown) = object.keys().find(|key| !matches!(key.as_str(), "expr" | "on" | "args" | "kwargs")) {
        return Err(Fault::unknown("field of an expression", unknown, ["expr", "on", "args", "kwargs"]));
    }
    let name = object.get("expr").and_then(Value::as_str).unwrap_or_default();
    let args = match object.get("args") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(args)) => args.clone(),
        Some(_) => return Err(Fault::new("args is not a list").argument("args")),
    };
    let kwargs = match object.get("kwargs") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(kwargs)) => kwargs.clone(),
        Some(_) => return Err(Fault::new("kwargs is not an object").argument("kwargs")),
    };
    let made = match object.get("on") {
        None | Some(Value::Null) => {
            let step = Step { operation: name.to_owned(), input: None, output: None, naming: crate::document::Naming::One, args, kwargs };
            on_module(context, frames, &step, &step.args, &step.kwargs)?
        }
        Some(Value::Object(on)) => {
            let table = on_the_spot(context, frames, on).map_err(|fault| fault.argument("on"))?;
            on_table(context, frames, &table, name, &args, &kwargs)?
        }
        Some(_) => return Err(Fault::new("on is not an expression object").argument("on")),
    };
    match made {
        Frame::Table(table) | Frame::Series(table) => Ok(table),
        Frame::Group(_) | Frame::List(_) | Frame::Written(_) => Err(Fault::new(format!("{} gives no frame", quote(name))).given(name)),
    }
}

/// A frame has no such method: refused, of the other kind, or unknown.
fn no_method(kind: Kind, what: &str, name: &str) -> Fault {
    let table = Operations::get();
    if let Some(reason) = table.refusal(kind, name) {
        return Fault::unsupported(name, reason).given(name);
    }
    let fault = |hint: &str| Fault::new(format!("a {what} has no operation {}: {hint}", quote(name))).given(name);
    match kind {
        Kind::LazyFrame if method(name, true).is_some() => return fault("only a DataFrame has it, put a `collect` in front of it"),
        Kind::DataFrame if method(name, false).is_some() => return fault("only a LazyFrame has it, put a `lazy` in front of it"),
        Kind::LazyFrame | Kind::DataFrame if function(name).is_some() => {
            return fault("it is a function that makes a frame, and there is one under this name already; use another `dataframe`");
        }
        Kind::LazyFrame | Kind::DataFrame if continuation(name).is_some() => return fault("it goes on from a `group_by`"),
        Kind::LazyGroupBy | Kind::GroupBy | Kind::RollingGroupBy | Kind::DynamicGroupBy if method(name, false).is_some() => {
            return fault("aggregate the groups first, with `agg`");
        }
        _ => {}
    }
    let names: Vec<&str> = table.names(kind).filter(|name| super::is_supported(kind, name)).collect();
    let near = suggest::closest(name, names.iter().copied());
    Fault::new(format!("a {what} has no operation {}", quote(name))).given(name).did_you_mean(near)
}

/// The module has no such function: refused, a method without its frame, or unknown.
fn no_function(frames: &Registry, step: &Step) -> Fault {
    let name = step.operation.as_str();
    let table = Operations::get();
    if let Some(reason) = table.refusal(Kind::Function, name) {
        return Fault::unsupported(name, reason).given(name);
    }
    if method(name, false).is_some() || method(name, true).is_some() || continuation(name).is_some() {
        return frames.missing(step.input.as_deref()).argument("dataframe");
    }
    if table.find(Kind::Function, name).is_some() {
        return Fault::new(format!("{} gives an expression, not a frame: use it inside `select` or `with_columns`", quote(name))).given(name);
    }
    let names: Vec<&str> =
        table.names(Kind::Function).filter(|name| super::is_supported(Kind::Function, name)).chain(["DataFrame", "LazyFrame", "transform"]).collect();
    // A misspelt method of a frame that is not there yet is as likely.
    let methods = table.names(Kind::LazyFrame).filter(|name| super::is_supported(Kind::LazyFrame, name));
    let near = suggest::closest(name, names.iter().copied().chain(methods));
    Fault::new(format!("there is no operation {}", quote(name))).given(name).did_you_mean(near)
}
