//! What a guest says of itself: asked under small limits, and believed only as far as it is checked.

use std::sync::Arc;

use sandtable_core::description::{ColumnSpec, InputSpec, Kind};
use sandtable_core::{Description, text};
use serde_json::Value;
use wasmtime::component::{ComponentType, Lift};

use super::Problem;
use crate::guest::{self, Guest};
use crate::transform::{Inner, MainExport, Transform};
use crate::watch::Watch;
use crate::{Call, Failure, language, rows, table};

/// All that a description may hold, in bytes on our side.
pub(crate) const MAX_BYTES: usize = 1 << 20;
/// The most inputs, and the most columns of each.
const MAX_INPUTS: usize = 64;
const MAX_COLUMNS: usize = 10_000;
/// The most features and extras.
const MAX_EXTRAS: usize = 64;
/// The longest name.
const MAX_NAME_BYTES: usize = 128;
/// The longest name of a column.
const MAX_COLUMN_BYTES: usize = 1024;
/// The longest text for people.
const MAX_TEXT_BYTES: usize = 4096;
/// The longest schema of parameters.
const MAX_PARAMS_BYTES: usize = 256 << 10;
/// Types that a column may be said to have: those of the answers, classes of them, and `any`.
const TYPES: [&str; 29] = [
    "boolean",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float32",
    "float64",
    "decimal",
    "string",
    "binary",
    "date",
    "time",
    "timestamp",
    "timestamp_tz",
    "duration",
    "list",
    "struct",
    "null",
    "any",
    "integer",
    "number",
    "temporal",
    "float",
    "datetime",
    "categorical",
];

#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct WireColumn {
    name: String,
    #[component(name = "type")]
    data_type: String,
    required: bool,
    description: String,
}

#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct WireInput {
    name: String,
    description: String,
    columns: Vec<WireColumn>,
}

/// `record description`, as it came.
#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct WireDescription {
    name: String,
    version: String,
    summary: String,
    inputs: Vec<WireInput>,
    params: String,
    output: Vec<WireColumn>,
    features: Vec<String>,
    extra: Vec<(String, String)>,
}

/// Starts an instance, asks, and checks the answer.
pub(super) fn describe(transform: &Transform, call: Call) -> Result<Description, Vec<Problem>> {
    let watch = Arc::new(Watch::new(call));
    let inner = Arc::clone(transform.inner());
    let asked = {
        let watch = Arc::clone(&watch);
        inner.engine.threads.run({
            let inner = Arc::clone(&inner);
            move || ask(&inner, &watch)
        })
    };
    match asked.unwrap_or_else(|error| Err(Failure::Host(error))) {
        Ok(Ok(answer)) => checked(answer, inner.kind),
        Ok(Err(mistyped)) => Err(vec![mistyped]),
        Err(failure) => {
            let said: Vec<String> = watch.take_log().0.into_iter().map(|line| line.message).collect();
            let said = if said.is_empty() { String::new() } else { format!("; it said: {}", said.join(" / ")) };
            Err(vec![Problem::new("describe-failed", format!("describe failed: {failure}{said}"))])
        }
    }
}

fn ask(transform: &Inner, watch: &Arc<Watch>) -> Result<Result<WireDescription, Problem>, Failure> {
    let mut store = guest::store(&transform.engine, Arc::clone(watch), None);
    store.set_hostcall_fuel(MAX_BYTES);
    let go = |store: &mut wasmtime::Store<Guest>| {
        let instance = transform.pre.instantiate(&mut *store)?;
        // The functions that calls will use are looked at too: what is of another type must not wait for its first call.
        if let Err(problem) = main_types(transform, store, &instance) {
            return Ok(Err(problem));
        }
        let describe = instance.get_typed_func::<(), (WireDescription,)>(&mut *store, transform.exports.describe)?;
        describe.call(&mut *store, ()).map(|(description,)| Ok(description))
    };
    let result = go(&mut store).map_err(|error| guest::failure(&mut store, &error));
    guest::finish(&store);
    result
}

fn main_types(transform: &Inner, store: &mut wasmtime::Store<Guest>, instance: &wasmtime::component::Instance) -> Result<(), Problem> {
    let (name, typed) = match &transform.exports.main {
        MainExport::Table { run } => ("table-transform.run", table::has_types(store, instance, run)),
        MainExport::Rows { prepare, apply } => ("row-transform", rows::has_types(store, instance, prepare, apply)),
        MainExport::Language { describe, run } => ("source-transform", language::has_types(store, instance, describe, run)),
    };
    typed.map_err(|error| Problem::new("wrong-type", format!("{name} is not of the type that wit/ gives it: {error:#}")))
}

/// What was answered, when all of it may be believed.
pub(crate) fn checked(answer: WireDescription, kind: Kind) -> Result<Description, Vec<Problem>> {
    let WireDescription { name, version, summary, inputs, params, output, features, extra } = answer;
    let mut wrong = Wrong::default();
    wrong.name("name", &name);
    wrong.name("version", &version);
    wrong.text("summary", &summary);
    wrong.count("inputs", inputs.len(), MAX_INPUTS);
    wrong.unique("inputs", inputs.iter().map(|input| input.name.as_str()));
    if kind == Kind::Rows && inputs.len() != 1 {
        wrong.say(format!("a row-by-row transform has exactly one input, {} are described", inputs.len()));
    }
    if kind == Kind::Language && !inputs.is_empty() {
        wrong.say(format!("a language has no inputs of its own, {} are described", inputs.len()));
    }
    for input in &inputs {
        let place = format!("input {}", text::quote(&input.name));
        wrong.name(&place, &input.name);
        wrong.text(&place, &input.description);
        wrong.columns(&place, &input.columns);
    }
    wrong.columns("output", &output);
    wrong.count("features", features.len(), MAX_EXTRAS);
    wrong.count("extra", extra.len(), MAX_EXTRAS);
    for feature in &features {
        wrong.name("feature", feature);
    }
    for (key, value) in &extra {
        wrong.name("extra", key);
        wrong.text(&format!("extra {}", text::quote(key)), value);
    }
    let params = wrong.params(&params);
    if !wrong.0.is_empty() {
        return Err(wrong.0.into_iter().map(|message| Problem::new("describe-invalid", message)).collect());
    }
    let people = |said: String| text::sanitize_lines(&said, MAX_TEXT_BYTES);
    let columns = |columns: Vec<WireColumn>| {
        let column = |WireColumn { name, data_type, required, description }| ColumnSpec { name, data_type, required, description: people(description) };
        columns.into_iter().map(column).collect()
    };
    let input = |WireInput { name, description, columns: found }| InputSpec { name, description: people(description), columns: columns(found) };
    Ok(Description {
        kind,
        name,
        version,
        summary: text::sanitize(&summary, MAX_TEXT_BYTES),
        inputs: inputs.into_iter().map(input).collect(),
        params,
        output: columns(output),
        features,
        extra,
    })
}

/// What is wrong, as it is found.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn say(&mut self, message: String) {
        self.0.push(message);
    }

    /// A word that programs and people read: short, visible, not empty.
    fn name(&mut self, place: &str, name: &str) {
        if name.is_empty() || name.len() > MAX_NAME_BYTES || name.chars().any(char::is_control) {
            self.say(format!("{place}: {} is no name: 1 to {MAX_NAME_BYTES} bytes without control characters", text::quote(name)));
        }
    }

    fn text(&mut self, place: &str, text: &str) {
        if text.len() > MAX_TEXT_BYTES {
            self.say(format!("{place}: a text of {} bytes, at most {MAX_TEXT_BYTES} are taken", text.len()));
        }
    }

    fn count(&mut self, place: &str, found: usize, most: usize) {
        if found > most {
            self.say(format!("{place}: {found} of them, at most {most} are taken"));
        }
    }

    fn unique<'a>(&mut self, place: &str, names: impl Iterator<Item = &'a str>) {
        let mut seen = std::collections::HashSet::new();
        for name in names {
            if !seen.insert(name) {
                self.say(format!("{place}: {} stands there twice", text::quote(name)));
            }
        }
    }

    fn columns(&mut self, place: &str, columns: &[WireColumn]) {
        self.count(&format!("{place}, columns"), columns.len(), MAX_COLUMNS);
        self.unique(&format!("{place}, columns"), columns.iter().map(|column| column.name.as_str()));
        for column in columns {
            let place = format!("{place}, column {}", text::quote(&column.name));
            if column.name.is_empty() || column.name.len() > MAX_COLUMN_BYTES {
                self.say(format!("{place}: a name of {} bytes, 1 to {MAX_COLUMN_BYTES} are taken", column.name.len()));
            }
            if !TYPES.contains(&column.data_type.as_str()) {
                self.say(format!("{place}: {} is no type; there are {}", text::quote(&column.data_type), text::list(TYPES, TYPES.len())));
            }
            self.text(&place, &column.description);
        }
    }

    /// The parameters' schema: JSON, an object, not deep (the parser sees to that).
    fn params(&mut self, params: &str) -> Option<Value> {
        if params.trim().is_empty() {
            return None;
        }
        if params.len() > MAX_PARAMS_BYTES {
            self.say(format!("params: {} bytes, at most {MAX_PARAMS_BYTES} are taken", params.len()));
            return None;
        }
        match serde_json::from_str::<Value>(params) {
            Ok(schema @ Value::Object(_)) => Some(schema),
            Ok(_) => {
                self.say("params: a JSON Schema is an object".to_owned());
                None
            }
            Err(error) => {
                self.say(format!("params: no JSON: {error}"));
                None
            }
        }
    }
}
