//! Custom functions on frames: `map_batches`, `pipe`, `map_groups` and the operation `transform`.

use std::sync::Arc;

use polars::prelude::{DataFrame, IntoLazy, LazyFrame, PolarsResult, Schema, SchemaRef};
use polars_plan::frame::{AllowedOptimizations, OptFlags};
use polars_plan::plans::UdfSchema;
use serde_json::{Map, Value};

use super::call::schema_of;
use super::{Call, Context, Frame, Registry, Table};
use crate::custom::{Function, Functions, Manner};
use crate::fault::{Fault, Result, list, show, through_polars};

/// The reference and parameters of `{"custom_function": "name", "params": {…}}`, or of a bare name.
pub(crate) fn reference(value: &Value) -> Result<(String, Value)> {
    let wrong = || {
        Fault::new(format!("{} is not a custom function", show(value)))
            .given(show(value))
            .allowed(r#"{"custom_function": "name"} or {"custom_function": "name@version"}"#)
    };
    match value {
        Value::Object(fields) => {
            let mut fields = fields.clone();
            let Some(Value::String(name)) = fields.remove("custom_function") else { return Err(wrong()) };
            let params = fields.remove("params").unwrap_or_else(|| Value::Object(Map::new()));
            match fields.keys().next() {
                Some(other) => Err(Fault::unknown("field of a custom function", other, ["custom_function", "params"])),
                None => Ok((name, params)),
            }
        }
        _ => Err(wrong()),
    }
}

fn find(context: &Context<'_>, name: &str, params: &Value) -> Result<Arc<dyn Function>> {
    Ok(context.functions.find(name, params)?)
}

/// The function that a value names.
pub(super) fn function(context: &Context<'_>, value: &Value) -> Result<Arc<dyn Function>> {
    let (name, params) = reference(value)?;
    find(context, &name, &params)
}

/// A frame that is there through a function of either manner.
pub(super) fn at_once(function: &Arc<dyn Function>, rows: DataFrame) -> Result<DataFrame> {
    match function.signature().manner {
        Manner::Rows => Ok(function.rows(rows)?),
        Manner::Table => {
            let input = function.signature().inputs.first().cloned().unwrap_or_else(|| "input".to_owned());
            let made = function.table(vec![(input, rows.lazy())])?;
            Ok(made.collect_with_engine(polars::prelude::Engine::InMemory)?.unwrap_single())
        }
    }
}

/// What comes out of a function for frames that go in.
fn called(context: &Context<'_>, function: &Arc<dyn Function>, inputs: Vec<(String, Table)>, eager: bool) -> Result<Table> {
    let wanted = &function.signature().inputs;
    if !wanted.is_empty() && wanted.len() != inputs.len() {
        let names: Vec<&str> = wanted.iter().map(String::as_str).collect();
        return Err(Fault::new(format!("{} takes {} inputs, {} given", function.signature().reference, wanted.len(), inputs.len()))
            .given(inputs.len())
            .allowed(list(&names)));
    }
    let known = inputs.iter().all(|(_, table)| table.known);
    let schemas = inputs.iter().map(|(name, table)| Ok((name.clone(), schema_of(&table.plan)?))).collect::<Result<Vec<(String, SchemaRef)>>>()?;
    if context.is_check() {
        let schema = if known { function.schema(&schemas)? } else { None };
        return Ok(match schema {
            Some(schema) => Table { plan: DataFrame::empty_with_schema(&schema).lazy(), eager, known: true },
            None => Table { plan: DataFrame::empty().lazy(), eager, known: false },
        });
    }
    let plan = match function.signature().manner {
        Manner::Table => function.table(inputs.into_iter().map(|(name, table)| (name, table.plan)).collect())?,
        Manner::Rows => match <[(String, Table); 1]>::try_from(inputs) {
            Ok([(name, table)]) => by_batches(function, &name, table.plan)?,
            Err(inputs) => return Err(Fault::new(format!("{} takes one input, {} given", function.signature().reference, inputs.len()))),
        },
    };
    Ok(Table { plan, eager, known: true })
}

/// Batches go through the function as they come, several at once.
fn by_batches(function: &Arc<dyn Function>, name: &str, plan: LazyFrame) -> Result<LazyFrame> {
    let shape = Arc::clone(function);
    let name = name.to_owned();
    let schema = move |input: &Schema| -> PolarsResult<SchemaRef> {
        let known = shape.schema(&[(name.clone(), Arc::new(input.clone()))]).map_err(|error| through_polars(Fault::from(error)))?;
        match known {
            Some(schema) => Ok(Arc::new(schema)),
            // What a function makes of no rows has the columns that it makes of some.
            None => shape.rows(DataFrame::empty_with_schema(input)).map(|frame| Arc::clone(frame.schema())).map_err(|error| through_polars(Fault::from(error))),
        }
    };
    let rows = Arc::clone(function);
    let apply = move |batch: DataFrame| rows.rows(batch).map_err(|error| through_polars(Fault::from(error)));
    let allowed: AllowedOptimizations = OptFlags::STREAMING;
    let schema: Arc<dyn UdfSchema> = Arc::new(schema);
    Ok(plan.map(apply, allowed, Some(schema), Some("custom function")))
}

pub(super) fn map_batches(call: &Call<'_>) -> Result<Frame> {
    let value = call.bound.value("function").unwrap_or(&Value::Null);
    let (name, params) = reference(value).map_err(|fault| fault.argument(call.bound.place("function")))?;
    one(call, &name, &params)
}

/// `pipe`: the keyword arguments are the function's parameters.
pub(super) fn pipe(call: &Call<'_>) -> Result<Frame> {
    let value = call.bound.value("function").unwrap_or(&Value::Null);
    let (name, mut params) = reference(value).map_err(|fault| fault.argument(call.bound.place("function")))?;
    if !call.bound.varargs().is_empty() {
        return Err(Fault::new("a custom function takes its parameters by name").argument(call.bound.vararg_place(0)));
    }
    if let Value::Object(params) = &mut params {
        for (key, value) in call.bound.varkwargs() {
            params.insert((*key).to_owned(), (*value).clone());
        }
    }
    one(call, &name, &params)
}

fn one(call: &Call<'_>, name: &str, params: &Value) -> Result<Frame> {
    let function = find(call.context, name, params)?;
    let input = function.signature().inputs.first().cloned().unwrap_or_else(|| "input".to_owned());
    let eager = call.input.eager;
    called(call.context, &function, vec![(input, call.input.clone())], eager).map(Frame::Table)
}

/// The fields that `transform` takes.
const FIELDS: [&str; 3] = ["function", "inputs", "params"];

/// `transform`: frames in, a frame out. `function` is a custom function or its name; `inputs` an object of input names
/// and frames, or a list of frames; without it the step's own frame goes in.
pub(super) fn transform(context: &Context<'_>, frames: &Registry, own: Option<&Table>, args: &[Value], kwargs: &Map<String, Value>) -> Result<Frame> {
    if let Some(unknown) = kwargs.keys().find(|key| !FIELDS.contains(&key.as_str())) {
        return Err(Fault::unknown("argument of transform", unknown, FIELDS).argument(format!("kwargs.{unknown}")));
    }
    let value = match (args, kwargs.get("function")) {
        ([function], None) | ([], Some(function)) => function,
        ([], None) => return Err(Fault::new("transform() missing 1 required argument: 'function'").argument("kwargs.function")),
        _ => return Err(Fault::new("transform() takes the function once, and all else by name").argument("args")),
    };
    let (name, mut params) = match value {
        Value::String(name) => (name.clone(), Value::Object(Map::new())),
        value => reference(value).map_err(|fault| fault.argument("kwargs.function"))?,
    };
    if let Some(given) = kwargs.get("params") {
        params = given.clone();
    }
    let function = find(context, &name, &params).map_err(|fault| fault.argument("kwargs.function"))?;
    let wanted = function.signature().inputs.clone();
    let at = |number: usize| wanted.get(number).cloned().unwrap_or_else(|| format!("input_{number}"));
    let table = |value: &Value, place: String| match value {
        Value::String(name) => frames.table(Some(name)).cloned().map_err(|fault| fault.argument(place)),
        Value::Null => frames.table(None).cloned().map_err(|fault| fault.argument(place)),
        other => Err(Fault::new(format!("{} is not the name of a frame", show(other))).argument(place)),
    };
    let inputs = match (kwargs.get("inputs"), own) {
        (None | Some(Value::Null), Some(own)) => vec![(at(0), own.clone())],
        (None | Some(Value::Null), None) => return Err(Fault::new("transform has neither a frame of its own nor inputs").argument("kwargs.inputs")),
        (Some(Value::Array(items)), _) => {
            items.iter().enumerate().map(|(number, item)| Ok((at(number), table(item, format!("kwargs.inputs[{number}]"))?))).collect::<Result<_>>()?
        }
        (Some(Value::Object(fields)), _) => fields
            .iter()
            .map(|(input, item)| {
                if !wanted.is_empty() && !wanted.contains(input) {
                    return Err(Fault::unknown("input of the function", input, wanted.iter().map(String::as_str)).argument("kwargs.inputs"));
                }
                Ok((input.clone(), table(item, format!("kwargs.inputs.{input}"))?))
            })
            .collect::<Result<_>>()?,
        (Some(other), _) => return Err(Fault::new(format!("{} is not a list of frames", show(other))).argument("kwargs.inputs")),
    };
    let eager = own.is_some_and(|own| own.eager);
    called(context, &function, inputs, eager).map(Frame::Table)
}
