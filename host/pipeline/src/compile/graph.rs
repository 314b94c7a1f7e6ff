//! The graph: nodes, edges, and the order that the edges leave.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::fields::{Fields, each};
use super::template::{InputKind, Template};
use super::{MAX_EDGES, MAX_NODES};
use crate::document::MAX_OUTPUTS;
use crate::fault::{Fault, Result, quote};

/// What is to be compiled.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) variables: Vec<Value>,
    pub(super) nodes: Vec<Node>,
    pub(super) outputs: Vec<Output>,
}

/// An instance of a template.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: String,
    /// Its place among the templates.
    pub(super) template: usize,
    pub(super) values: Map<String, Value>,
    /// What arrives at each input, by the input's place in the template.
    pub(super) arriving: HashMap<usize, From>,
}

/// Where something comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct From {
    pub(super) node: usize,
    /// The output's place in the template; `None` is the node's frame.
    pub(super) output: Option<usize>,
    /// As the request says it.
    pub(super) text: String,
    /// The place in the request that says so.
    pub(super) argument: String,
}

/// An output of the document.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) from: String,
    pub(super) node: usize,
    pub(super) port: Option<String>,
    pub(super) destination: String,
    pub(super) format_options: Map<String, Value>,
}

impl Graph {
    pub(super) fn read(graph: &Value, templates: &[Template]) -> Result<Self> {
        Self::read_fields(graph, templates).map_err(|fault| fault.argument("graph"))
    }

    fn read_fields(graph: &Value, templates: &[Template]) -> Result<Self> {
        let fields = Fields::of(graph, "the graph", &["name", "description", "nodes", "edges", "variables", "outputs"])?;
        let nodes = each(fields.list("nodes", MAX_NODES)?, "nodes", |_, node| read_node(node, templates))?;
        if nodes.is_empty() {
            return Err(Fault::new("the graph has no nodes").argument("nodes"));
        }
        let mut ids: HashMap<String, usize> = HashMap::new();
        for (number, node) in nodes.iter().enumerate() {
            if ids.insert(node.id.clone(), number).is_some() {
                return Err(Fault::new(format!("there are two nodes {}", quote(&node.id))).given(&node.id).argument(format!("nodes[{number}].id")));
            }
        }
        let mut graph = Self {
            name: fields.text("name")?.to_owned(),
            description: fields.text("description")?.to_owned(),
            variables: super::variables::read(fields.get("variables"))?,
            nodes,
            outputs: Vec::new(),
        };
        let ports = Ports { ids: &ids, templates };
        for (number, edge) in fields.list("edges", MAX_EDGES)?.iter().enumerate() {
            graph.connect(edge, &format!("graph.edges[{number}]"), &ports).map_err(|fault| fault.argument(format!("edges[{number}]")))?;
        }
        graph.connect_values(&ports)?;
        graph.outputs = each(fields.list("outputs", MAX_OUTPUTS)?, "outputs", |number, output| graph.read_output(number, output, &ports))?;
        Ok(graph)
    }

    fn connect(&mut self, edge: &Value, argument: &str, ports: &Ports<'_>) -> Result<()> {
        let fields = Fields::of(edge, "an edge", &["from", "to"])?;
        let (from, to) = (fields.required_text("from")?, fields.required_text("to")?);
        let (node, output) = self.find_output(from, ports).map_err(|fault| fault.argument("from"))?;
        let (target, input) = self.find_input(to, ports).map_err(|fault| fault.argument("to"))?;
        let arriving = From { node, output, text: from.to_owned(), argument: format!("{argument}.from") };
        let name = &ports.templates[self.nodes[target].template].inputs[input].name;
        let told = |fault: Fault, node: &Node| fault.given(to).argument("to").detail("node", node.id.as_str()).detail("input", name.as_str());
        if self.nodes[target].values.contains_key(name) {
            return Err(told(
                Fault::new(format!("the input {} of node {} has a value and an edge", quote(name), quote(&self.nodes[target].id))),
                &self.nodes[target],
            ));
        }
        match self.nodes[target].arriving.insert(input, arriving) {
            None => Ok(()),
            Some(before) => {
                Err(told(Fault::new(format!("two edges lead to {}: from {} and from {}", quote(to), quote(&before.text), quote(from))), &self.nodes[target]))
            }
        }
    }

    /// A frame may be given by the id of the node that makes it.
    fn connect_values(&mut self, ports: &Ports<'_>) -> Result<()> {
        for number in 0..self.nodes.len() {
            let inputs = ports.templates[self.nodes[number].template].inputs.iter().enumerate();
            let frames: Vec<(usize, String)> = inputs.filter(|(_, input)| input.kind == InputKind::Frame).map(|(at, input)| (at, input.name.clone())).collect();
            for (at, name) in frames {
                let Some(value) = self.nodes[number].values.get(&name) else { continue };
                let argument = format!("nodes[{number}].values.{name}");
                let Value::String(from) = value else {
                    return Err(super::fields::wrong(&argument, value, "the id of a node, or of a node and its output")
                        .detail("node", self.nodes[number].id.as_str())
                        .detail("input", name));
                };
                let (node, output) = self.find_output(from, ports).map_err(|fault| fault.argument(argument.as_str()))?;
                let from = From { node, output, text: from.clone(), argument: format!("graph.{argument}") };
                self.nodes[number].arriving.insert(at, from);
            }
        }
        Ok(())
    }

    fn read_output(&self, number: usize, output: &Value, ports: &Ports<'_>) -> Result<Output> {
        let fields = Fields::of(output, "an output", &["name", "from", "destination_variable_key", "format_options"])?;
        let from = fields.required_text("from")?;
        let (node, port) = self.find_output(from, ports).map_err(|fault| fault.argument("from"))?;
        let destination = fields.required_text("destination_variable_key")?;
        let name = if fields.text("name")?.is_empty() { destination } else { fields.text("name")? };
        let port = port.map(|at| ports.templates[self.nodes[node].template].outputs[at].name.clone());
        Ok(Output {
            number,
            name: name.to_owned(),
            from: from.to_owned(),
            node,
            port,
            destination: destination.to_owned(),
            format_options: fields.object("format_options")?,
        })
    }

    /// `node.output`, or `node` alone.
    fn find_output(&self, text: &str, ports: &Ports<'_>) -> Result<(usize, Option<usize>)> {
        if let Some(node) = ports.ids.get(text) {
            return Ok((*node, None));
        }
        let (node, name) = self.split(text, ports)?;
        let outputs = &ports.templates[self.nodes[node].template].outputs;
        match outputs.iter().position(|output| output.name == name) {
            Some(at) => Ok((node, Some(at))),
            None => Err(Fault::unknown(&format!("output of node {}", quote(&self.nodes[node].id)), name, outputs.iter().map(|output| output.name.as_str()))
                .detail("node", self.nodes[node].id.as_str())),
        }
    }

    fn find_input(&self, text: &str, ports: &Ports<'_>) -> Result<(usize, usize)> {
        if ports.ids.contains_key(text) {
            return Err(Fault::new(format!("{} names no input", quote(text))).given(text).allowed("NODE.INPUT"));
        }
        let (node, name) = self.split(text, ports)?;
        let inputs = &ports.templates[self.nodes[node].template].inputs;
        match inputs.iter().position(|input| input.name == name) {
            Some(at) => Ok((node, at)),
            None => Err(Fault::unknown(&format!("input of node {}", quote(&self.nodes[node].id)), name, inputs.iter().map(|input| input.name.as_str()))
                .detail("node", self.nodes[node].id.as_str())),
        }
    }

    /// The node and what follows its dot. Ids and names may have dots of their own; the longest id counts.
    fn split<'t>(&self, text: &'t str, ports: &Ports<'_>) -> Result<(usize, &'t str)> {
        let found = text.rmatch_indices('.').find_map(|(at, _)| Some((*ports.ids.get(&text[..at])?, &text[at + 1..])));
        found.ok_or_else(|| {
            let id = text.split('.').next().unwrap_or(text);
            Fault::unknown("node", id, self.nodes.iter().map(|node| node.id.as_str()))
        })
    }

    /// The nodes in an order in which each comes after all that it takes from; among those, as the request lists them.
    pub(super) fn sorted(&self) -> Result<Vec<usize>> {
        let mut waits: Vec<BTreeSet<usize>> = self.nodes.iter().map(|node| node.arriving.values().map(|from| from.node).collect()).collect();
        let mut feeds: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for (node, before) in waits.iter().enumerate() {
            before.iter().for_each(|from| feeds[*from].push(node));
        }
        let mut ready: BTreeSet<usize> = (0..self.nodes.len()).filter(|node| waits[*node].is_empty()).collect();
        let mut order = Vec::with_capacity(self.nodes.len());
        while let Some(node) = ready.pop_first() {
            order.push(node);
            for next in &feeds[node] {
                waits[*next].remove(&node);
                if waits[*next].is_empty() {
                    ready.insert(*next);
                }
            }
        }
        if order.len() == self.nodes.len() { Ok(order) } else { Err(self.cycle(&waits)) }
    }

    /// Every node that still waits, waits for one that waits too: following them ends in a circle.
    fn cycle(&self, waits: &[BTreeSet<usize>]) -> Fault {
        let mut path: Vec<usize> = Vec::new();
        let mut at = waits.iter().position(|waits| !waits.is_empty());
        while let Some(node) = at {
            if let Some(start) = path.iter().position(|seen| *seen == node) {
                path.drain(..start);
                break;
            }
            path.push(node);
            at = waits[node].first().copied();
        }
        // Followed against the edges; told along them.
        path.reverse();
        let first = path.iter().enumerate().min_by_key(|(_, node)| **node).map_or(0, |(at, _)| at);
        path.rotate_left(first);
        let ids: Vec<&str> = path.iter().map(|node| self.nodes[*node].id.as_str()).collect();
        let shown: Vec<String> = ids.iter().chain(ids.first()).map(|id| quote(id)).collect();
        Fault::new(format!("the graph has a cycle: {}", shown.join(" -> "))).argument("graph.edges").detail("cycle", ids)
    }
}

/// What ports are looked up in.
struct Ports<'a> {
    ids: &'a HashMap<String, usize>,
    templates: &'a [Template],
}

fn read_node(node: &Value, templates: &[Template]) -> Result<Node> {
    let fields = Fields::of(node, "a node", &["id", "template", "values", "name", "description"])?;
    let id = fields.required_text("id")?;
    let name = fields.required_text("template")?;
    let Some(template) = templates.iter().position(|template| template.name == name) else {
        return Err(Fault::unknown("template", name, templates.iter().map(|template| template.name.as_str())).argument("template").detail("node", id));
    };
    let values = fields.object("values")?;
    let Template { inputs, variables, .. } = &templates[template];
    let known: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).chain(variables.iter().filter_map(|variable| variable["key"].as_str())).collect();
    if let Some(unknown) = values.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(Fault::unknown(&format!("input of node {}", quote(id)), unknown, known).argument(format!("values.{unknown}")).detail("node", id));
    }
    Ok(Node { id: id.to_owned(), template, values, arriving: HashMap::new() })
}
