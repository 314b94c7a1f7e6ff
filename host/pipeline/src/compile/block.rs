//! One node: its template's operations with everything in place.

use serde_json::{Map, Value};

use super::columns::NewColumns;
use super::frames::{Binding, local_name};
use super::graph::{From, Node};
use super::path::Path;
use super::ports::{Carried, column, from_edge, from_value};
use super::template::{Input, InputKind, OutputKind, Template};
use super::{Compiler, variables};
use crate::fault::{Fault, Result, quote};

impl<'a> Compiler<'a> {
    /// Compiles a node; all that it takes from were compiled before.
    pub(super) fn node(&mut self, number: usize) -> Result<()> {
        let (graph, templates) = (self.graph, self.templates);
        let node = &graph.nodes[number];
        self.block(number, node, &templates[node.template])
            .map_err(|fault| fault.argument(format!("node {}", quote(&node.id))).detail("node", node.id.as_str()))
    }

    fn block(&mut self, number: usize, node: &Node, template: &'a Template) -> Result<()> {
        for operation in &template.operations {
            self.spend(operation)?;
        }
        let mut operations = template.operations.clone();
        // Before anything is put in: a reference in a value means what the one who wrote the value means.
        self.put_variables(node, template, &mut operations)?;
        let mut binding = Binding::default();
        for (at, input) in template.inputs.iter().enumerate() {
            self.put_input(node, at, input, &mut operations, &mut binding)
                .map_err(|fault| fault.argument(format!("input {}", quote(&input.name))).detail("input", input.name.as_str()))?;
        }
        binding.settle(&self.frames);
        let named = self.new_columns(template, &mut operations)?;
        let values = self.values(template, &operations, &named)?;
        let frame_paths = template.outputs.iter().filter(|output| output.kind == OutputKind::Frame).map(|output| (output.name.as_str(), output.path.as_ref()));
        let locals: Vec<(&str, Option<Option<String>>)> = frame_paths.map(|(name, path)| (name, path.map(|path| local_name(path.get(&operations))))).collect();
        let frames = self.place_frames(number, operations, binding)?;
        for (output, value) in values {
            self.given.insert((number, output), Carried::Value(value));
        }
        for column in named.columns {
            let frame = frames.after(column.step).ok_or_else(|| Fault::new("the column is in no frame").detail("output", column.output))?;
            self.given.insert((number, column.output), Carried::Column { name: column.name, frame: frame.to_owned() });
        }
        for (output, local) in locals {
            let frame = match local {
                None => frames.last(),
                Some(local) => frames.named(local.as_deref()),
            };
            let Some(frame) = frame else {
                return Err(Fault::new(format!("the output {} names a frame that the block does not make", quote(output))).detail("output", output));
            };
            self.given.insert((number, output), Carried::Frame(frame.to_owned()));
        }
        if let Some(frame) = frames.last() {
            self.node_frames.insert(number, Carried::Frame(frame.to_owned()));
        }
        Ok(())
    }

    /// Merges the template's variables and lets the block's references follow.
    fn put_variables(&mut self, node: &Node, template: &Template, operations: &mut [Value]) -> Result<()> {
        let mut by_key = Map::new();
        for variable in &template.variables {
            let key = variable["key"].as_str().unwrap_or_default();
            let is_input = template.inputs.iter().any(|input| input.name == key);
            match node.values.get(key).filter(|_| !is_input) {
                None => {
                    let declared = self.variables.declare(variable);
                    if declared != key {
                        by_key.insert(key.to_owned(), Value::from(format!("${declared}")));
                    }
                }
                Some(value) => {
                    if let Some(other) = value.as_str().and_then(variables::reference) {
                        // A variable that another declares already is that one; else this one under another key.
                        if !self.variables.keys().any(|key| key == other) {
                            let mut variable = variable.clone();
                            variable["key"] = Value::from(other);
                            self.variables.declare(&variable);
                        }
                    }
                    by_key.insert(key.to_owned(), value.clone());
                }
            }
        }
        if by_key.is_empty() {
            return Ok(());
        }
        for operation in operations {
            for field in ["args", "kwargs"] {
                if let Some(value) = operation.get_mut(field) {
                    variables::replace(value, &by_key, &mut |new| self.spend(new))?;
                }
            }
        }
        Ok(())
    }

    fn put_input(&mut self, node: &Node, at: usize, input: &Input, operations: &mut [Value], binding: &mut Binding) -> Result<()> {
        let Input { name, kind, paths, default } = input;
        let value = match (node.arriving.get(&at), node.values.get(name), default) {
            (Some(from), _, _) => {
                let carried = self.carried(from)?;
                if let Carried::Column { frame, .. } = carried {
                    binding.candidate(frame);
                }
                from_edge(carried, *kind, &from.text).map_err(|fault| fault.detail("edge", from.argument.as_str()))?
            }
            (None, Some(value), _) => from_value(value, *kind)?,
            (None, None, Some(default)) if *kind != InputKind::Frame => from_value(default, *kind)?,
            (None, None, _) if *kind == InputKind::Frame => {
                binding.missing(paths, operations, name);
                return Ok(());
            }
            (None, None, _) => return Err(Fault::new("nothing is given: there is no edge to it, no value and no default").allowed(kind.word())),
        };
        if *kind == InputKind::Frame {
            let frame = value.as_str().unwrap_or_default();
            binding.bind(paths, operations, frame);
            return Ok(());
        }
        if let (InputKind::Column, Some(column)) = (kind, value.as_str()) {
            self.columns.insert(column.to_owned());
        }
        for path in paths {
            self.spend(&value)?;
            let value = match (kind, value.as_str()) {
                (InputKind::Column, Some(name)) if wants_expression(path, operations) => column(name),
                _ => value.clone(),
            };
            path.set(operations, value)?;
        }
        Ok(())
    }

    /// What arrives by an edge.
    fn carried(&self, from: &From) -> Result<&Carried> {
        let node = &self.graph.nodes[from.node];
        let found = match from.output {
            Some(output) => self.given.get(&(from.node, self.templates[node.template].outputs[output].name.as_str())),
            None => self.given_frame(from.node),
        };
        found.ok_or_else(|| Fault::new(format!("node {} makes no frame", quote(&node.id))).given(&from.text).detail("edge", from.argument.as_str()))
    }

    /// The frame of a node, when it is connected without naming an output: its only dataframe.
    pub(super) fn given_frame(&self, node: usize) -> Option<&Carried> {
        let outputs = &self.templates[self.graph.nodes[node].template].outputs;
        let mut frames = outputs.iter().filter(|output| output.kind == OutputKind::Frame);
        match (frames.next(), frames.next()) {
            (Some(only), None) => self.given.get(&(node, only.name.as_str())),
            _ => self.node_frames.get(&node),
        }
    }

    /// The outputs that are plain values, read when the inputs are in.
    fn values(&mut self, template: &'a Template, operations: &[Value], named: &NewColumns<'_>) -> Result<Vec<(&'a str, Value)>> {
        let mut values = Vec::new();
        for output in template.outputs.iter().filter(|output| output.kind == OutputKind::Value) {
            let Some(path) = &output.path else { continue };
            let path = named.moved(path);
            let Some(value) = path.get(operations) else {
                return Err(Fault::new(format!("the output {} has a path that leads nowhere: {}", quote(&output.name), quote(path.text())))
                    .given(path.text())
                    .detail("output", output.name.as_str()));
            };
            self.spend(value)?;
            values.push((output.name.as_str(), value.clone()));
        }
        Ok(values)
    }
}

/// Whether a path leads to a place where a column stands as an expression, not by its bare name.
fn wants_expression(path: &Path, operations: &[Value]) -> bool {
    path.keys.last().is_some_and(|key| key == "on") || path.get(operations).is_some_and(|there| there.get("expr").is_some())
}
