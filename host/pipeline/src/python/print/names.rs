//! Python's names for frames, variables and custom functions.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::document::Document;
use crate::python::words::is_identifier;

/// Names that mean something else in the source that is written.
const RESERVED: [&str; 13] = ["pl", "polars", "cs", "outputs", "print", "transforms", "Annotated", "int", "float", "str", "bool", "bytes", "_"];

/// Which name each thing of the document has.
#[derive(Debug)]
pub(super) struct Names {
    frames: HashMap<Option<String>, String>,
    variables: HashMap<String, String>,
    functions: Vec<String>,
}

impl Names {
    pub(super) fn of(document: &Document) -> Self {
        let mut taken: HashSet<String> = RESERVED.map(str::to_owned).into();
        // Who has a good name keeps it; the others are named around them.
        let variables = name_all(document.variables.iter().map(|variable| Some(variable.key.clone())), &mut taken);
        let frames = document.steps.iter().flat_map(|step| [step.input.clone(), step.output.clone()]);
        let frames = name_all(frames, &mut taken);
        let mut functions = Vec::new();
        for step in &document.steps {
            step.args.iter().chain(step.kwargs.values()).for_each(|value| find_functions(value, &mut functions));
        }
        // A function keeps its name or is written as an object: another name would be another function.
        functions.retain(|name| is_identifier(name) && !taken.contains(name));
        functions.sort();
        functions.dedup();
        Self { frames, variables: variables.into_iter().filter_map(|(key, name)| Some((key?, name))).collect(), functions }
    }

    pub(super) fn frame(&self, frame: Option<&str>) -> &str {
        self.frames.get(&frame.map(str::to_owned)).map_or("df", String::as_str)
    }

    pub(super) fn variable(&self, key: &str) -> Option<&str> {
        self.variables.get(key).map(String::as_str)
    }

    /// The custom functions that are written as names, sorted.
    pub(super) fn functions(&self) -> impl Iterator<Item = &str> {
        self.functions.iter().map(String::as_str)
    }
}

fn name_all(things: impl Iterator<Item = Option<String>>, taken: &mut HashSet<String>) -> HashMap<Option<String>, String> {
    let mut names = HashMap::new();
    let mut others = Vec::new();
    for thing in things {
        match thing {
            Some(name) if is_identifier(&name) && !taken.contains(&name) => {
                names.insert(Some(name.clone()), name);
            }
            thing => others.push(thing),
        }
    }
    taken.extend(names.values().cloned());
    for thing in others {
        if let Entry::Vacant(place) = names.entry(thing) {
            let name = free_name(place.key().as_deref(), taken);
            taken.insert(name.clone());
            place.insert(name);
        }
    }
    names
}

/// The nearest identifier that is free. The frame without a name is `df`.
fn free_name(name: Option<&str>, taken: &HashSet<String>) -> String {
    let mut stem: String = name.unwrap_or("df").chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if !stem.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        stem.insert_str(0, "df_");
    }
    let is_free = |name: &String| is_identifier(name) && !taken.contains(name);
    std::iter::once(stem.clone()).chain((1_usize..).map(|number| format!("{stem}_{number}"))).find(is_free).unwrap_or(stem)
}

fn find_functions(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(name)) = object.get("custom_function") {
                found.push(name.clone());
            }
            object.values().for_each(|value| find_functions(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| find_functions(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
