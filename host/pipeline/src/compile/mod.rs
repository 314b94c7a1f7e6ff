//! Template blocks and a graph, compiled into a document.
//!
//! A template is a list of operations with holes (`inputs`) and results (`outputs`), each a dotted path into the operations.
//! A graph has nodes, each an instance of a template, and edges from outputs to inputs. Compiling sorts the nodes, puts
//! values into the holes, and keeps apart what the instances share by name. What the format leaves open is ruled here:
//!
//! - **Inputs.** What arrives by an edge, else the node's `values`, else `default`; an input with none of them is an error
//!   (a `null` default counts for values and expressions alone). `column` takes a name, `expression` an expression object or
//!   a constant, `value` any JSON, `template` (also called `dataframe`) a frame: from an edge, or the id of a node in
//!   `values`. Words for data types (`string`, `integer`, `datetime` …) are values that take a column's name too.
//! - **Outputs.** A `column` is the name at its path, or the keyword there when an expression stands at `kwargs.NAME`; a
//!   `value` is what stands at its path once the inputs are in; a `dataframe` is the frame that its path names, or without a
//!   path the one that the block wrote last. Words for data types are columns of that type.
//! - **Edges.** A column goes to column, expression (as `col`) and data type inputs; a value to value, expression and data
//!   type inputs; a dataframe to templates. `"from": "node"` alone is the node's frame.
//! - **Frames.** Each block writes frames of its own, named by the node, so that what one changes no other sees. It reads
//!   the frame that is connected; with none, the one that its columns come from, the latest when one is made from the
//!   others.
//! - **New columns** (outputs of type column that are not an input too) whose name is taken by a column of this node or one
//!   before it become `name_2`, `name_3` …; edges and the block's later operations follow.
//! - **Variables.** Declarations that are equal are one variable. The same key with another meaning becomes `key_2`, and the
//!   block's references follow. A node's `values` may name a variable of its template: `"$other"` gives it another key, any
//!   other JSON takes its place. `$name` in a value refers to a variable that some template or `graph.variables` declares.
//! - **The document's outputs** are `graph.outputs`: {`name`, `from`, `destination_variable_key`, `format_options`}.

mod block;
mod columns;
mod fields;
mod frames;
mod graph;
mod path;
mod ports;
mod template;
mod variables;

use std::collections::{HashMap, HashSet};

use sandtable_core::Error;
use serde_json::{Map, Value};

use self::fields::Fields;
use self::graph::Graph;
use self::ports::Carried;
use self::template::Template;
use self::variables::Variables;
use crate::document::{Document, MAX_BYTES, MAX_NESTING};
use crate::fault::{Fault, Result, quote};

/// The most nodes of a graph: each makes at least one step.
const MAX_NODES: usize = 1_000;
/// The most edges.
const MAX_EDGES: usize = 10_000;
/// The most templates.
const MAX_TEMPLATES: usize = 1_000;

/// Compiles `{"templates": […], "graph": {"nodes": [{"id", "template", "values"}], "edges": [{"from", "to"}]}}` into a
/// document. The graph may also have `name`, `description`, `variables` and `outputs`.
///
/// # Errors
/// `VALIDATION_ERROR`: what is wrong with the templates or the graph, with the place as argument and, where there is one, the `node` and the
/// `input` or `output` in the details; cycles list their nodes. `RESOURCE_CAP` for what is too large.
pub fn compile(request: &Value) -> Result<Value, Error> {
    document(request).map_err(Error::from)
}

fn document(request: &Value) -> Result<Value> {
    let bytes = size(request, 0)?;
    if bytes > MAX_BYTES {
        return Err(Fault::cap("bytes of templates and graph", bytes, MAX_BYTES));
    }
    let fields = Fields::of(request, "the request", &["templates", "graph"])?;
    let templates = template::read_all(fields.list("templates", MAX_TEMPLATES)?)?;
    let graph = Graph::read(fields.required("graph")?, &templates)?;
    let order = graph.sorted()?;
    let mut compiler = Compiler::new(&graph, &templates)?;
    for node in order {
        compiler.node(node)?;
    }
    compiler.finish()
}

/// What was compiled so far.
struct Compiler<'a> {
    graph: &'a Graph,
    templates: &'a [Template],
    steps: Vec<Value>,
    /// The node that each step comes from.
    origins: Vec<usize>,
    /// What each node gives, by the name of the output.
    given: HashMap<(usize, &'a str), Carried>,
    /// The frame of each node.
    node_frames: HashMap<usize, Carried>,
    /// Every frame, with all that it was made from.
    frames: HashMap<String, HashSet<String>>,
    /// Every column's name that is known.
    columns: HashSet<String>,
    variables: Variables,
    /// Bytes that values may still take when they are put in place: outputs that hold inputs would double with every node.
    left: usize,
}

impl<'a> Compiler<'a> {
    fn new(graph: &'a Graph, templates: &'a [Template]) -> Result<Self> {
        let mut variables = Variables::default();
        for variable in &graph.variables {
            variables.declare(variable);
        }
        Ok(Self {
            graph,
            templates,
            steps: Vec::new(),
            origins: Vec::new(),
            given: HashMap::new(),
            node_frames: HashMap::new(),
            frames: HashMap::new(),
            columns: HashSet::new(),
            variables,
            left: 2 * MAX_BYTES,
        })
    }

    /// Counts what is copied.
    fn spend(&mut self, value: &Value) -> Result<()> {
        let bytes = size(value, 0)?;
        self.left =
            self.left.checked_sub(bytes).ok_or_else(|| Fault::cap("bytes of what the graph makes", format!("more than {}", 2 * MAX_BYTES), 2 * MAX_BYTES))?;
        Ok(())
    }

    fn finish(self) -> Result<Value> {
        for (step, node) in self.steps.iter().zip(&self.origins) {
            if let Some(key) = ["args", "kwargs"].iter().find_map(|field| self.variables.undeclared(&step[*field])) {
                let id = &self.graph.nodes[*node].id;
                return Err(Fault::unknown("variable", key, self.variables.keys()).argument(format!("node {}", quote(id))).detail("node", id.as_str()));
            }
        }
        let outputs = self.graph.outputs.iter().map(|output| self.output(output)).collect::<Result<Vec<_>>>()?;
        let mut document = Map::new();
        document.insert("name".to_owned(), self.graph.name.as_str().into());
        document.insert("description".to_owned(), self.graph.description.as_str().into());
        document.insert("variables".to_owned(), self.variables.into_value());
        document.insert("steps".to_owned(), self.steps.into());
        document.insert("outputs".to_owned(), outputs.into());
        let document = Value::Object(document);
        // What comes out has the bounds of a document, whatever went in.
        Document::read(&document)?;
        Ok(document)
    }

    fn output(&self, output: &graph::Output) -> Result<Value> {
        let place = |fault: Fault| fault.argument(format!("graph.outputs[{}]", output.number));
        let carried = match &output.port {
            None => self.given_frame(output.node),
            Some(port) => self.given.get(&(output.node, port.as_str())),
        };
        let Some(Carried::Frame(frame)) = carried else {
            return Err(place(
                Fault::new(format!("{} is no dataframe", quote(&output.from)))
                    .given(&output.from)
                    .allowed("a node, or an output of type dataframe")
                    .argument("from"),
            ));
        };
        if !self.variables.keys().any(|key| key == output.destination) {
            return Err(place(Fault::unknown("variable", &output.destination, self.variables.keys()).argument("destination_variable_key")));
        }
        Ok(serde_json::json!({
            "name": output.name,
            "dataframe_id": frame,
            "destination_variable_key": output.destination,
            "format_options": output.format_options,
        }))
    }
}

/// About how many bytes a value takes; an error when it nests deeper than twice what a document may, which the holes of a
/// template can still hold.
fn size(value: &Value, depth: usize) -> Result<usize> {
    if depth > 2 * MAX_NESTING {
        return Err(Fault::cap("nesting of templates and graph", format!("more than {}", 2 * MAX_NESTING), 2 * MAX_NESTING));
    }
    Ok(match value {
        Value::Array(items) => items.iter().try_fold(2, |sum, item| Ok::<_, Fault>(sum + size(item, depth + 1)?))?,
        Value::Object(fields) => fields.iter().try_fold(2, |sum, (key, item)| Ok::<_, Fault>(sum + key.len() + 3 + size(item, depth + 1)?))?,
        Value::String(text) => text.len() + 2,
        Value::Null | Value::Bool(_) | Value::Number(_) => 1,
    })
}

/// `name`, or the first of `name_2`, `name_3` … that is free.
fn free_name(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(name) {
        return name.to_owned();
    }
    (2_usize..).map(|number| format!("{name}_{number}")).find(|name| !is_taken(name)).unwrap_or_else(|| name.to_owned())
}
