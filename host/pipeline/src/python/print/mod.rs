//! A document to Python source.

mod expressions;
mod layout;
mod literals;
mod names;
mod places;

use serde_json::{Map, Value};

use self::expressions::Writer;
use self::layout::{Code, render};
use self::literals::{data, docstring, quoted};
use self::names::Names;
use self::places::Place;
use super::words;
use crate::document::{Document, Output, Step, Variable};
use crate::fault::{Fault, Result, quote};

/// Writes a whole module.
pub(super) fn source(document: &Value) -> Result<String> {
    let document = Document::read(document)?;
    let names = Names::of(&document);
    let mut writer = Writer::new(&names);
    let mut body = String::new();
    for variable in &document.variables {
        body.push_str(&declaration(variable, &names, &mut writer));
    }
    if !document.variables.is_empty() && !document.steps.is_empty() {
        body.push('\n');
    }
    for (number, step) in document.steps.iter().enumerate() {
        let statement = statement(step, &mut writer).map_err(|fault| fault.at_step(number, &step.operation))?;
        body.push_str(&render(&statement));
        body.push('\n');
    }
    if !document.outputs.is_empty() {
        body.push('\n');
        body.push_str(&render(&outputs(&document.outputs, &names, &writer)));
        body.push('\n');
    }
    Ok(format!("{}{body}", head(&document, &writer, &names)))
}

fn head(document: &Document, writer: &Writer<'_>, names: &Names) -> String {
    let mut text = String::new();
    if !(document.name.is_empty() && document.description.is_empty()) {
        // The first empty line ends the name, so a name has none.
        let name = document.name.replace("\n\n", "\n");
        let title = if document.description.is_empty() { name } else { format!("{name}\n\n{}", document.description) };
        text.push_str(&docstring(&title));
        text.push_str("\n\n");
    }
    if writer.annotates {
        text.push_str("from typing import Annotated\n\n");
    }
    text.push_str("import polars as pl\n");
    if writer.selects {
        text.push_str("import polars.selectors as cs\n");
    }
    let functions: Vec<&str> = names.functions().filter(|name| writer.functions.contains(*name)).collect();
    if !functions.is_empty() {
        text.push_str(&format!("from transforms import {}\n", functions.join(", ")));
    }
    text.push('\n');
    text
}

/// `key: type`, or `key: type = value`.
fn declaration(variable: &Variable, names: &Names, writer: &mut Writer<'_>) -> String {
    let Variable { key, name, description, value } = variable;
    let kind = match value {
        None | Some(Value::String(_)) => "str",
        Some(Value::Bool(_)) => "bool",
        Some(Value::Number(number)) if number.is_f64() => "float",
        Some(Value::Number(_)) => "int",
        Some(Value::Array(_)) => "list",
        Some(Value::Object(_)) => "dict",
        Some(Value::Null) => "object",
    };
    let title = if name.is_empty() { key } else { name };
    let annotation = match (title == names.variable(key).unwrap_or(key), description.is_empty()) {
        (true, true) => kind.to_owned(),
        (false, true) => format!("Annotated[{kind}, {}]", quoted(title)),
        (_, false) => format!("Annotated[{kind}, {}, {}]", quoted(title), quoted(description)),
    };
    writer.annotates |= annotation != kind;
    let mut parts = vec![Code::text(format!("{}: {annotation}", names.variable(key).unwrap_or(key)))];
    if let Some(value) = value {
        parts.push(Code::text(" = "));
        parts.push(data(value));
    }
    format!("{}\n", render(&Code::seq(parts)))
}

fn statement(step: &Step, writer: &mut Writer<'_>) -> Result<Code> {
    let Step { operation, input, output, naming: _, args, kwargs } = step;
    if !words::is_identifier(operation) {
        return Err(Fault::new(format!("{} is no name that Python can call", quote(operation))).given(operation));
    }
    let subject = writer.frame(input.as_deref());
    if subject.is_none() && words::is_value_function(operation) {
        return Err(Fault::new(format!("{operation} makes an expression, not a frame")).given(operation));
    }
    let call = writer.call(args, kwargs, Place::of_step(operation, subject.is_some()))?;
    let is_sink = words::is_sink(operation) && subject.is_some() && input == output;
    let mut parts = Vec::new();
    if !is_sink {
        parts.push(Code::text(format!("{} = ", writer.names().frame(output.as_deref()))));
    }
    parts.push(Code::text(format!("{}.{operation}", subject.as_deref().unwrap_or("pl"))));
    parts.push(call);
    writer.set(output.as_deref(), words::gives_list(operation));
    Ok(Code::seq(parts))
}

fn outputs(outputs: &[Output], names: &Names, writer: &Writer<'_>) -> Code {
    let item = |output: &Output| {
        let Output { name, dataframe_id, destination_variable_key, format_options } = output;
        let frame = match writer.frame(dataframe_id.as_deref()) {
            Some(frame) => Code::text(frame),
            None => data(&Value::from(dataframe_id.clone())),
        };
        let destination = names.variable(destination_variable_key).unwrap_or(destination_variable_key);
        let mut fields = vec![("name", Code::text(quoted(name))), ("dataframe_id", frame), ("destination_variable_key", Code::text(quoted(destination)))];
        if !format_options.is_empty() {
            fields.push(("format_options", data(&Value::Object(Map::clone(format_options)))));
        }
        Code::group("{", fields.into_iter().map(|(key, value)| Code::seq(vec![Code::text(format!("{}: ", quoted(key))), value])).collect(), "}")
    };
    Code::seq(vec![Code::text("outputs = "), Code::group("[", outputs.iter().map(item).collect(), "]")])
}
