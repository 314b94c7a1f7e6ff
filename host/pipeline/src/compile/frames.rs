//! Frames of a block: names of its own, and those that are connected.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::path::Path;
use super::{Compiler, free_name};
use crate::fault::{Fault, Result, quote};
use crate::table::{Kind, Operation, Pass, Table, Type};

/// What a block calls its frames; `None` is the frame without a name.
type Local = Option<String>;

/// Frames from outside, by the names that the block has for them.
#[derive(Debug, Default)]
pub(super) struct Binding {
    bound: HashMap<Local, String>,
    /// Inputs for frames that nothing is connected to.
    missing: HashMap<Local, String>,
    /// The frames of the columns that arrive.
    candidates: Vec<String>,
    /// Which of those the block works on.
    settled: Option<String>,
}

/// The name that stands at a path.
pub(super) fn local_name(value: Option<&Value>) -> Local {
    value.and_then(Value::as_str).map(str::to_owned)
}

fn locals(paths: &[Path], operations: &[Value]) -> Vec<Local> {
    if paths.is_empty() { vec![None] } else { paths.iter().map(|path| local_name(path.get(operations))).collect() }
}

impl Binding {
    /// What the block calls so is this frame.
    pub(super) fn bind(&mut self, paths: &[Path], operations: &[Value], frame: &str) {
        for local in locals(paths, operations) {
            self.bound.insert(local, frame.to_owned());
        }
    }

    /// Nothing is connected to an input. That is no error while the block's columns tell their frame.
    pub(super) fn missing(&mut self, paths: &[Path], operations: &[Value], input: &str) {
        for local in locals(paths, operations) {
            self.missing.insert(local, input.to_owned());
        }
    }

    /// A column of this frame arrives.
    pub(super) fn candidate(&mut self, frame: &str) {
        if !self.candidates.iter().any(|known| known == frame) {
            self.candidates.push(frame.to_owned());
        }
    }

    /// Of the frames that columns come from, the one that was made from all the others.
    pub(super) fn settle(&mut self, made_from: &HashMap<String, HashSet<String>>) {
        let is_latest =
            |frame: &&String| self.candidates.iter().all(|other| other == *frame || made_from.get(*frame).is_some_and(|before| before.contains(other)));
        self.settled = self.candidates.iter().find(is_latest).cloned();
    }

    /// The frame for a name that the block reads and has not made.
    fn find(&self, local: &Local) -> Result<&str> {
        if let Some(frame) = self.bound.get(local).or(self.settled.as_ref()) {
            return Ok(frame);
        }
        let name = local.as_deref().map_or_else(|| "the frame without a name".to_owned(), |name| format!("the frame {}", quote(name)));
        Err(match (self.missing.get(local), self.candidates.is_empty()) {
            (_, false) => Fault::new(format!(
                "the columns come from several frames ({}): connect the one to work on",
                self.candidates.iter().map(|frame| quote(frame)).collect::<Vec<_>>().join(", ")
            )),
            (Some(input), true) => {
                Fault::new(format!("nothing is connected to the input {}, which stands for {name}", quote(input))).detail("input", input.as_str())
            }
            (None, true) => Fault::new(format!("the block reads {name}, and nothing is connected that gives it")),
        })
    }
}

/// The frames of a block after its steps.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// What each name of the block stands for at its end.
    now: HashMap<Local, String>,
    /// The frame that each operation wrote.
    written: Vec<String>,
}

impl Placed {
    /// The frame that an operation wrote.
    pub(super) fn after(&self, operation: usize) -> Option<&str> {
        self.written.get(operation).map(String::as_str)
    }

    /// The frame that was written last.
    pub(super) fn last(&self) -> Option<&str> {
        self.written.last().map(String::as_str)
    }

    /// The frame that the block calls so.
    pub(super) fn named(&self, local: Option<&str>) -> Option<&str> {
        self.now.get(&local.map(str::to_owned)).map(String::as_str)
    }
}

impl Compiler<'_> {
    /// Makes steps of a block's operations. What the block writes has names of its own: in its own frames nobody else writes.
    pub(super) fn place_frames(&mut self, node: usize, operations: Vec<Value>, binding: Binding) -> Result<Placed> {
        let written: HashSet<Local> = operations.iter().map(|operation| names(operation).1).collect();
        let mut own: HashMap<Local, String> = HashMap::new();
        let mut placed = Placed { now: binding.bound.clone(), written: Vec::with_capacity(operations.len()) };
        for (number, operation) in operations.into_iter().enumerate() {
            let place = |fault: Fault| fault.argument(format!("operations[{number}]"));
            let (input, output) = names(&operation);
            let name = operation["operation"].as_str().unwrap_or_default().to_owned();
            let source = match placed.now.get(&input) {
                // Frames have no such method: a new frame is made, whatever the name stood for.
                _ if makes_a_frame(&name) && !is_method(&name) => None,
                Some(frame) => Some(frame.clone()),
                None if makes_a_frame(&name) && binding.candidates.is_empty() => None,
                None => Some(binding.find(&input).map_err(place)?.to_owned()),
            };
            let mut args = operation.get("args").and_then(Value::as_array).cloned().unwrap_or_default();
            let mut kwargs = operation.get("kwargs").and_then(Value::as_object).cloned().unwrap_or_default();
            let mut read: Vec<String> = source.iter().cloned().collect();
            rename_arguments(&name, source.is_some(), &mut args, &mut kwargs, &mut |local| {
                let local = Some(local.to_owned());
                let frame = match placed.now.get(&local) {
                    Some(frame) => frame.clone(),
                    None => binding.bound.get(&local).cloned().ok_or_else(|| match binding.missing.get(&local) {
                        Some(_) => binding.find(&local).err().unwrap_or_else(|| Fault::new("nothing is connected")),
                        None => Fault::unknown("frame", local.as_deref().unwrap_or_default(), placed.now.keys().filter_map(Option::as_deref)),
                    })?,
                };
                read.push(frame.clone());
                Ok(frame)
            })
            .map_err(place)?;
            let target = match own.get(&output) {
                Some(frame) => frame.clone(),
                None => self.new_frame(node, output.as_deref(), written.len() == 1),
            };
            own.insert(output.clone(), target.clone());
            self.made_from(&target, &read);
            let mut step = Map::new();
            step.insert("operation".to_owned(), name.into());
            step.insert("args".to_owned(), args.into());
            step.insert("kwargs".to_owned(), kwargs.into());
            if let Some(source) = source {
                step.insert("dataframe_in".to_owned(), source.into());
            }
            step.insert("dataframe_out".to_owned(), target.as_str().into());
            self.steps.push(Value::Object(step));
            self.origins.push(node);
            placed.written.push(target.clone());
            placed.now.insert(output, target);
        }
        Ok(placed)
    }

    /// The node's id when it writes one frame, else the id and the block's own name.
    fn new_frame(&mut self, node: usize, local: Option<&str>, is_only: bool) -> String {
        let id = &self.graph.nodes[node].id;
        let wanted = match local {
            Some(local) if !is_only => format!("{id}_{local}"),
            _ => id.clone(),
        };
        let name = free_name(&wanted, |name| self.frames.contains_key(name));
        self.frames.insert(name.clone(), HashSet::new());
        name
    }

    fn made_from(&mut self, frame: &str, read: &[String]) {
        let mut before: HashSet<String> = read.iter().filter(|name| *name != frame).cloned().collect();
        for name in read {
            before.extend(self.frames.get(name).into_iter().flatten().cloned());
        }
        before.remove(frame);
        self.frames.entry(frame.to_owned()).or_default().extend(before);
    }
}

/// The names that an operation reads and writes.
fn names(operation: &Value) -> (Local, Local) {
    match operation.get("dataframe") {
        Some(name) => (local_name(Some(name)), local_name(Some(name))),
        None => (local_name(operation.get("dataframe_in")), local_name(operation.get("dataframe_out"))),
    }
}

/// Whether the module has a function of this name, so that no frame need be there.
fn makes_a_frame(name: &str) -> bool {
    crate::python::makes_a_frame(name)
}

/// Whether frames have a method of this name.
fn is_method(name: &str) -> bool {
    [Kind::LazyFrame, Kind::DataFrame].iter().any(|kind| Table::get().find(*kind, name).is_some())
}

/// Renames the frames that the arguments name.
fn rename_arguments(
    name: &str,
    is_method: bool,
    args: &mut [Value],
    kwargs: &mut Map<String, Value>,
    rename: &mut impl FnMut(&str) -> Result<String>,
) -> Result<()> {
    let kinds: &[Kind] = if is_method { &[Kind::LazyFrame, Kind::DataFrame] } else { &[Kind::Function] };
    let operation = kinds.iter().find_map(|kind| Table::get().find(*kind, name));
    for (number, arg) in args.iter_mut().enumerate() {
        if operation.is_some_and(|operation| positional(operation, number) == Some(true)) {
            rename_value(arg, rename).map_err(|fault| fault.argument(format!("args[{number}]")))?;
        }
    }
    for (key, value) in kwargs {
        let is_frame = operation.and_then(|operation| operation.param(key)).is_some_and(|param| is_frame(param.ty));
        if is_frame || (name == "transform" && key == "inputs") {
            rename_value(value, rename).map_err(|fault| fault.argument(format!("kwargs.{key}")))?;
        }
    }
    Ok(())
}

/// Whether the positional argument of this number is a frame; nothing when there is no such argument.
fn positional(operation: &Operation, number: usize) -> Option<bool> {
    operation.params.iter().enumerate().find_map(|(at, param)| match param.pass {
        Pass::Varargs if at <= number => Some(is_frame(param.ty)),
        Pass::Positional | Pass::OnlyPositional if at == number => Some(is_frame(param.ty)),
        _ => None,
    })
}

fn is_frame(ty: Type) -> bool {
    matches!(ty, Type::Frame | Type::Frames)
}

fn rename_value(value: &mut Value, rename: &mut impl FnMut(&str) -> Result<String>) -> Result<()> {
    match value {
        Value::String(name) if name.starts_with('$') => Ok(()),
        Value::String(name) => {
            *value = Value::from(rename(name)?);
            Ok(())
        }
        Value::Array(items) => items.iter_mut().try_for_each(|item| rename_value(item, rename)),
        // The inputs of a custom function by name.
        Value::Object(fields) => fields.values_mut().try_for_each(|item| rename_value(item, rename)),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}
