//! The document: what the JSON says, as plain data. Nothing is looked up here but the shape.

use serde_json::{Map, Value};

use crate::fault::{Fault, Result, list, quote, show};
use crate::suggest;

/// The largest document, in bytes of JSON.
pub const MAX_BYTES: usize = 1 << 20;
/// The most steps.
pub const MAX_STEPS: usize = 1_000;
/// How deep objects and lists may lie in each other.
pub const MAX_NESTING: usize = 64;
/// The most outputs.
pub const MAX_OUTPUTS: usize = 100;
/// The most variables.
pub const MAX_VARIABLES: usize = 1_000;
/// The longest name of a frame, a variable or an output, in bytes.
const MAX_NAME: usize = 1_000;

/// A pipeline as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// For people.
    pub name: String,
    /// For people.
    pub description: String,
    /// What is supplied at run time.
    pub variables: Vec<Variable>,
    /// In the order in which they run.
    pub steps: Vec<Step>,
    /// What is written at the end.
    pub outputs: Vec<Output>,
}

/// A value that comes at run time.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// What `$key` names.
    pub key: String,
    /// For people.
    pub name: String,
    /// For people.
    pub description: String,
    /// The value when none is supplied. `None`: one must be.
    pub value: Option<Value>,
}

/// One operation on one frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// A function of the module, or a method of the frame.
    pub operation: String,
    /// The frame that is read; `None` is the frame without a name.
    pub input: Option<String>,
    /// The frame that is set.
    pub output: Option<String>,
    /// Which words the document used, so that it can be written back.
    pub naming: Naming,
    /// Positional arguments.
    pub args: Vec<Value>,
    /// Keyword arguments.
    pub kwargs: Map<String, Value>,
}

/// How a step named its frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// `dataframe`, or nothing at all.
    One,
    /// `dataframe_in`, `dataframe_out` or both.
    InOut,
}

/// A frame that goes to a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// For people and records.
    pub name: String,
    /// Which frame.
    pub dataframe_id: Option<String>,
    /// The variable whose value is the path.
    pub destination_variable_key: String,
    /// Options of the format that the path's extension names.
    pub format_options: Map<String, Value>,
}

impl Document {
    /// Reads JSON text.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        if text.len() > MAX_BYTES {
            return Err(Fault::cap("bytes of the document", text.len(), MAX_BYTES));
        }
        // serde_json itself stops at a nesting of 128.
        let value: Value = serde_json::from_str(text).map_err(|error| Fault::new(format!("the document is not JSON: {error}")))?;
        Self::read(&value)
    }

    /// Reads a JSON value.
    pub(crate) fn read(value: &Value) -> Result<Self> {
        let mut left = MAX_BYTES;
        measure(value, 0, &mut left)?;
        let mut fields = Fields::of(value, "the document", &["name", "description", "variables", "steps", "operations", "outputs"])?;
        let name = fields.text("name")?;
        let description = fields.text("description")?;
        let variables = variables(fields.take("variables"))?;
        let steps = match (fields.take("steps"), fields.take("operations")) {
            (Some(_), Some(_)) => {
                return Err(Fault::new("the document has both steps and operations: they are two names of the same list").argument("operations"));
            }
            (Some(steps), None) => items(steps, "steps", MAX_STEPS)?,
            (None, Some(steps)) => items(steps, "operations", MAX_STEPS)?,
            (None, None) => return Err(Fault::new("the document has no steps").argument("steps").allowed("a list of steps")),
        };
        let steps = steps.iter().enumerate().map(|(number, step)| self::step(number, step)).collect::<Result<Vec<_>>>()?;
        let outputs = match fields.take("outputs") {
            None | Some(Value::Null) => Vec::new(),
            Some(outputs) => items(outputs, "outputs", MAX_OUTPUTS)?
                .iter()
                .enumerate()
                .map(|(number, output)| self::output(output).map_err(|fault| fault.argument(format!("outputs[{number}]"))))
                .collect::<Result<Vec<_>>>()?,
        };
        Ok(Self { name, description, variables, steps, outputs })
    }

    /// The document as JSON, in the words of the format.
    pub fn to_value(&self) -> Value {
        let Self { name, description, variables, steps, outputs } = self;
        let variables: Vec<Value> = variables
            .iter()
            .map(|Variable { key, name, description, value }| {
                let mut object = serde_json::json!({"key": key, "name": name, "description": description});
                if let Some(value) = value {
                    object["value"] = value.clone();
                }
                object
            })
            .collect();
        let steps: Vec<Value> = steps.iter().map(Step::to_value).collect();
        let outputs: Vec<Value> = outputs
            .iter()
            .map(|Output { name, dataframe_id, destination_variable_key, format_options }| {
                serde_json::json!({"name": name, "dataframe_id": dataframe_id, "destination_variable_key": destination_variable_key, "format_options": format_options})
            })
            .collect();
        serde_json::json!({"name": name, "description": description, "variables": variables, "steps": steps, "outputs": outputs})
    }
}

impl Step {
    /// The step as JSON.
    pub fn to_value(&self) -> Value {
        let Self { operation, input, output, naming, args, kwargs } = self;
        let mut object = Map::new();
        object.insert("operation".to_owned(), Value::from(operation.as_str()));
        match naming {
            Naming::One => {
                object.insert("dataframe".to_owned(), Value::from(output.clone()));
            }
            Naming::InOut => {
                object.insert("dataframe_in".to_owned(), Value::from(input.clone()));
                object.insert("dataframe_out".to_owned(), Value::from(output.clone()));
            }
        }
        object.insert("args".to_owned(), Value::from(args.clone()));
        object.insert("kwargs".to_owned(), Value::from(kwargs.clone()));
        Value::from(object)
    }
}

fn step(number: usize, value: &Value) -> Result<Step> {
    let operation = value.get("operation").and_then(Value::as_str).unwrap_or("?").to_owned();
    read_step(value).map_err(|fault| fault.at_step(number, &operation))
}

fn read_step(value: &Value) -> Result<Step> {
    let mut fields = Fields::of(value, "a step", &["operation", "dataframe", "dataframe_in", "dataframe_out", "args", "kwargs"])?;
    let operation = fields.required_text("operation")?;
    let one = fields.take("dataframe");
    let (input, output) = (fields.take("dataframe_in"), fields.take("dataframe_out"));
    if one.is_some() && (input.is_some() || output.is_some()) {
        return Err(Fault::new("dataframe cannot stand beside dataframe_in or dataframe_out")
            .argument("dataframe")
            .allowed("either dataframe, or dataframe_in and dataframe_out"));
    }
    let naming = if input.is_some() || output.is_some() { Naming::InOut } else { Naming::One };
    let one = frame_name(one, "dataframe")?;
    let (input, output) = match naming {
        Naming::One => (one.clone(), one),
        Naming::InOut => (frame_name(input, "dataframe_in")?, frame_name(output, "dataframe_out")?),
    };
    let args = match fields.take("args") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(args)) => args.clone(),
        Some(other) => return Err(wrong_type("args", other, "a list")),
    };
    let kwargs = fields.object("kwargs")?;
    Ok(Step { operation, input, output, naming, args, kwargs })
}

fn frame_name(value: Option<&Value>, field: &str) -> Result<Option<String>> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(name)) if name.len() <= MAX_NAME => Ok(Some(name.clone())),
        Some(other) => Err(wrong_type(field, other, "a name or null")),
    }
}

fn output(value: &Value) -> Result<Output> {
    let mut fields = Fields::of(value, "an output", &["name", "dataframe_id", "destination_variable_key", "format_options"])?;
    let dataframe_id = frame_name(fields.take("dataframe_id"), "dataframe_id")?;
    let destination_variable_key = fields.required_text("destination_variable_key")?;
    let name = match fields.text("name")? {
        name if name.is_empty() => destination_variable_key.clone(),
        name => name,
    };
    Ok(Output { name, dataframe_id, destination_variable_key, format_options: fields.object("format_options")? })
}

fn variables(value: Option<&Value>) -> Result<Vec<Variable>> {
    let variables: Vec<Variable> = match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(_)) => items(value.unwrap_or(&Value::Null), "variables", MAX_VARIABLES)?
            .iter()
            .enumerate()
            .map(|(number, variable)| self::variable(variable).map_err(|fault| fault.argument(format!("variables[{number}]"))))
            .collect::<Result<_>>()?,
        Some(Value::Object(object)) if object.len() <= MAX_VARIABLES => {
            object.iter().map(|(key, value)| Variable { key: key.clone(), name: key.clone(), description: String::new(), value: Some(value.clone()) }).collect()
        }
        Some(Value::Object(object)) => return Err(Fault::cap("variables", object.len(), MAX_VARIABLES).argument("variables")),
        Some(other) => return Err(wrong_type("variables", other, "a list of {key, name, description, value}, or an object of names and values")),
    };
    let mut keys: Vec<&str> = variables.iter().map(|variable| variable.key.as_str()).collect();
    keys.sort_unstable();
    match keys.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Fault::new(format!("the variable {} is declared twice", quote(pair[0]))).argument("variables")),
        None => Ok(variables),
    }
}

fn variable(value: &Value) -> Result<Variable> {
    let mut fields = Fields::of(value, "a variable", &["key", "name", "description", "value"])?;
    let key = fields.required_text("key")?;
    Ok(Variable { name: fields.text("name")?, description: fields.text("description")?, value: fields.take("value").cloned(), key })
}

fn items<'a>(value: &'a Value, field: &str, most: usize) -> Result<&'a [Value]> {
    match value {
        Value::Array(items) if items.len() <= most => Ok(items),
        Value::Array(items) => Err(Fault::cap(field, items.len(), most).argument(field)),
        other => Err(wrong_type(field, other, "a list")),
    }
}

fn wrong_type(field: &str, given: &Value, allowed: &str) -> Fault {
    Fault::new(format!("{} is not {allowed}", show(given))).argument(field).given(show(given)).allowed(allowed)
}

/// The arguments of one operation: an object of `args` and `kwargs`, or nothing at all.
///
/// # Errors
/// A fault for text that is no JSON, for other fields, and for what is too large or too deep.
pub(crate) fn arguments(text: &str) -> Result<(Vec<Value>, Map<String, Value>)> {
    if text.trim().is_empty() {
        return Ok((Vec::new(), Map::new()));
    }
    let value: Value = serde_json::from_str(text).map_err(|error| Fault::new(format!("the arguments are not JSON: {error}")))?;
    let mut left = MAX_BYTES;
    measure(&value, 0, &mut left)?;
    let mut fields = Fields::of(&value, "the arguments", &["args", "kwargs"])?;
    let args = match fields.take("args") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(args)) => args.clone(),
        Some(other) => return Err(wrong_type("args", other, "a list")),
    };
    let kwargs = match fields.take("kwargs") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(kwargs)) => kwargs.clone(),
        Some(other) => return Err(wrong_type("kwargs", other, "an object")),
    };
    Ok((args, kwargs))
}

/// Counts what a document takes, so that a value handed over as such has the bounds of a text.
fn measure(value: &Value, depth: usize, left: &mut usize) -> Result<()> {
    if depth > MAX_NESTING {
        return Err(Fault::cap("nesting of the document", format!("more than {MAX_NESTING}"), MAX_NESTING));
    }
    let mut spend = |bytes: usize| {
        *left = left.checked_sub(bytes).ok_or_else(|| Fault::cap("bytes of the document", format!("more than {MAX_BYTES}"), MAX_BYTES))?;
        Ok::<(), Fault>(())
    };
    match value {
        Value::String(text) => spend(text.len() + 2),
        Value::Array(items) => {
            spend(2)?;
            items.iter().try_for_each(|item| measure(item, depth + 1, left))
        }
        Value::Object(fields) => {
            spend(2)?;
            fields.iter().try_for_each(|(key, item)| {
                *left = left.checked_sub(key.len() + 3).ok_or_else(|| Fault::cap("bytes of the document", format!("more than {MAX_BYTES}"), MAX_BYTES))?;
                measure(item, depth + 1, left)
            })
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => spend(1),
    }
}

/// The fields of an object, of which none may be unknown.
struct Fields<'a> {
    object: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    fn of(value: &'a Value, what: &str, known: &[&str]) -> Result<Self> {
        let Value::Object(object) = value else {
            return Err(Fault::new(format!("{what} is not an object")).given(show(value)).allowed("an object"));
        };
        for key in object.keys() {
            if !known.contains(&key.as_str()) {
                let near = suggest::closest(key, known.iter().copied());
                return Err(Fault::new(format!("{what} has no field {}", quote(key))).argument(key).given(key).allowed(list(known)).did_you_mean(near));
            }
        }
        Ok(Self { object })
    }

    fn take(&mut self, field: &str) -> Option<&'a Value> {
        self.object.get(field)
    }

    fn text(&mut self, field: &str) -> Result<String> {
        match self.take(field) {
            None | Some(Value::Null) => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(other) => Err(wrong_type(field, other, "a text")),
        }
    }

    fn required_text(&mut self, field: &str) -> Result<String> {
        match self.text(field)? {
            text if text.is_empty() => Err(Fault::new(format!("{field} is missing")).argument(field).allowed("a text")),
            text if text.len() > MAX_NAME => Err(Fault::cap(field, text.len(), MAX_NAME).argument(field)),
            text => Ok(text),
        }
    }

    fn object(&mut self, field: &str) -> Result<Map<String, Value>> {
        match self.take(field) {
            None | Some(Value::Null) => Ok(Map::new()),
            Some(Value::Object(object)) => Ok(object.clone()),
            Some(other) => Err(wrong_type(field, other, "an object")),
        }
    }
}
