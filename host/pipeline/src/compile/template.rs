//! Template blocks: operations with holes and results.

use std::collections::HashSet;

use serde_json::Value;

use super::fields::{Fields, each, wrong};
use super::path::Path;
use crate::document::MAX_STEPS;
use crate::fault::{Fault, Result, quote};

/// A block that nodes are instances of.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) name: String,
    pub(super) inputs: Vec<Input>,
    pub(super) outputs: Vec<Output>,
    pub(super) operations: Vec<Value>,
    pub(super) variables: Vec<Value>,
}

/// A hole.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) name: String,
    pub(super) kind: InputKind,
    /// Where it is put; nowhere is allowed for a frame alone.
    pub(super) paths: Vec<Path>,
    pub(super) default: Option<Value>,
}

/// What goes into a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InputKind {
    /// A column's name.
    Column,
    /// Any JSON.
    Value,
    /// Any JSON, or a column's name from an edge: the template names a data type.
    Typed,
    /// An expression.
    Expression,
    /// A frame.
    Frame,
}

/// A result.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) name: String,
    pub(super) kind: OutputKind,
    /// Where it stands; a frame needs none.
    pub(super) path: Option<Path>,
}

/// What a block gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OutputKind {
    /// A column's name.
    Column,
    /// A frame.
    Frame,
    /// Any JSON.
    Value,
}

impl InputKind {
    /// The word of the format.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Column => "column",
            Self::Value => "value",
            Self::Typed => "value or column",
            Self::Expression => "expression",
            Self::Frame => "template",
        }
    }
}

/// Words for data types, which templates use in place of `value` and `column`.
const TYPES: [&str; 17] =
    ["string", "str", "text", "path", "integer", "int", "number", "float", "boolean", "bool", "date", "time", "datetime", "duration", "list", "object", "any"];

/// Reads all templates of a request.
pub(super) fn read_all(templates: &[Value]) -> Result<Vec<Template>> {
    let templates = each(templates, "templates", |_, template| read(template))?;
    let mut names = HashSet::new();
    for (number, template) in templates.iter().enumerate() {
        if !names.insert(template.name.as_str()) {
            return Err(Fault::new(format!("there are two templates {}", quote(&template.name)))
                .given(&template.name)
                .argument(format!("templates[{number}].name")));
        }
    }
    Ok(templates)
}

fn read(template: &Value) -> Result<Template> {
    let fields = Fields::of(template, "a template", &["name", "description", "inputs", "outputs", "operations", "steps", "variables"])?;
    let name = fields.required_text("name")?.to_owned();
    fields.text("description")?;
    let operations = match (fields.get("operations"), fields.get("steps")) {
        (Some(_), Some(_)) => return Err(Fault::new("a template has either operations or steps: they are two names of the same list").argument("steps")),
        (None, None) => return Err(Fault::new("the template has no operations").argument("operations").allowed("a list of operations")),
        (Some(_), None) => fields.list("operations", MAX_STEPS)?,
        (None, Some(_)) => fields.list("steps", MAX_STEPS)?,
    };
    each(operations, "operations", |_, operation| check_operation(operation))?;
    let count = operations.len();
    let inputs = each(fields.list("inputs", MAX_STEPS)?, "inputs", |_, input| read_input(input, count))?;
    let outputs = each(fields.list("outputs", MAX_STEPS)?, "outputs", |_, output| read_output(output, count))?;
    for (field, names) in
        [("inputs", inputs.iter().map(|input| &input.name).collect::<Vec<_>>()), ("outputs", outputs.iter().map(|output| &output.name).collect())]
    {
        let mut seen = HashSet::new();
        if let Some(name) = names.into_iter().find(|name| !seen.insert(*name)) {
            return Err(Fault::new(format!("two {field} are called {}", quote(name))).given(name).argument(field));
        }
    }
    let variables = super::variables::read(fields.get("variables"))?;
    Ok(Template { name, inputs, outputs, operations: operations.to_vec(), variables })
}

/// The shape of an operation; what it says is judged when the document runs.
fn check_operation(operation: &Value) -> Result<()> {
    let fields = Fields::of(operation, "an operation", &["operation", "dataframe", "dataframe_in", "dataframe_out", "args", "kwargs"])?;
    fields.required_text("operation")?;
    if fields.even_null("dataframe").is_some() && (fields.even_null("dataframe_in").is_some() || fields.even_null("dataframe_out").is_some()) {
        return Err(Fault::new("dataframe cannot stand beside dataframe_in or dataframe_out").argument("dataframe"));
    }
    for field in ["dataframe", "dataframe_in", "dataframe_out"] {
        fields.text(field)?;
    }
    fields.list("args", MAX_STEPS)?;
    fields.object("kwargs")?;
    Ok(())
}

fn read_input(input: &Value, operations: usize) -> Result<Input> {
    // `editable`, `constant` and the like tell an editor what to show.
    let fields = Fields::of(input, "an input", &["name", "type", "description", "path", "default", "editable", "constant"])?;
    let name = fields.required_text("name")?.to_owned();
    fields.text("description")?;
    let kind = match fields.required_text("type")? {
        "column" => InputKind::Column,
        "value" => InputKind::Value,
        "expression" => InputKind::Expression,
        "template" | "dataframe" => InputKind::Frame,
        word if TYPES.contains(&word) => InputKind::Typed,
        word => return Err(unknown_type(word, &["column", "value", "expression", "template"])),
    };
    let paths = match fields.get("path") {
        None if kind == InputKind::Frame => Vec::new(),
        None => return Err(Fault::new(format!("the input {} has no path", quote(&name))).argument("path")),
        Some(Value::String(path)) => vec![Path::read(path, operations).map_err(|fault| fault.argument("path"))?],
        Some(Value::Array(paths)) if !paths.is_empty() => each(paths, "path", |_, path| match path {
            Value::String(path) => Path::read(path, operations),
            other => Err(wrong("", other, "a path")),
        })?,
        Some(other) => return Err(wrong("path", other, "a path or a list of paths")),
    };
    let default = match kind {
        InputKind::Value | InputKind::Typed | InputKind::Expression => fields.even_null("default"),
        InputKind::Column | InputKind::Frame => fields.get("default"),
    };
    Ok(Input { name, kind, paths, default: default.cloned() })
}

fn read_output(output: &Value, operations: usize) -> Result<Output> {
    let fields = Fields::of(output, "an output", &["name", "type", "description", "path", "default"])?;
    let name = fields.required_text("name")?.to_owned();
    fields.text("description")?;
    let kind = match fields.required_text("type")? {
        "column" => OutputKind::Column,
        "dataframe" | "template" => OutputKind::Frame,
        "value" => OutputKind::Value,
        word if TYPES.contains(&word) => OutputKind::Column,
        word => return Err(unknown_type(word, &["column", "dataframe", "value"])),
    };
    let path = match fields.text("path")? {
        "" if kind == OutputKind::Frame => None,
        "" => return Err(Fault::new(format!("the output {} has no path", quote(&name))).argument("path")),
        path => Some(Path::read(path, operations).map_err(|fault| fault.argument("path"))?),
    };
    Ok(Output { name, kind, path })
}

fn unknown_type(word: &str, known: &[&str]) -> Fault {
    Fault::unknown("type", word, known.iter().copied()).argument("type")
}
