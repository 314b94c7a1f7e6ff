//! Python source to a document.

mod arguments;
mod calls;
mod constants;
mod expressions;
mod frames;
mod function;
mod guard;
mod imports;
mod operators;
mod outputs;
mod place;
mod statements;
mod term;

use std::collections::{HashMap, HashSet};

use ruff_text_size::TextRange;
use serde_json::{Map, Value};

use self::place::Places;
use self::term::{Term, depth, size};
use super::{Known, MAX_SOURCE_BYTES};
use crate::document::{MAX_BYTES, MAX_NESTING, MAX_STEPS};
use crate::fault::{Fault, Result};

/// Reads a whole module.
pub(super) fn document(source: &str, known: &Known<'_>) -> Result<Value> {
    if source.len() > MAX_SOURCE_BYTES {
        return Err(Fault::cap("bytes of the source", source.len(), MAX_SOURCE_BYTES));
    }
    guard::check(source)?;
    let places = Places::of(source);
    let module = ruff_python_parser::parse_module(source)
        .map_err(|error| places.fault(error.location, format!("this is not Python: {}", lower(&error.error.to_string()))))?;
    let mut reader = Reader::new(places, known);
    for (number, statement) in module.suite().iter().enumerate() {
        reader.statement(statement, number == 0)?;
    }
    Ok(reader.finish())
}

/// What a name stands for.
#[derive(Debug, Clone)]
enum Meaning {
    /// `import polars as pl`.
    Polars,
    /// `import polars.selectors as cs`.
    Selectors,
    /// `import datetime`.
    Calendar,
    /// `from polars import col`; the path below the module.
    Member(String),
    /// `from datetime import date`; Polars' own function for it.
    Moment(&'static str),
    /// `from typing import Annotated`: nothing but annotations.
    Annotation,
    /// A value: a constant, an expression, a frame, a variable, a custom function.
    Given(Term),
}

/// What was read so far.
struct Reader<'s> {
    places: Places<'s>,
    names: HashMap<String, Meaning>,
    /// Every name that the source uses, so that frames made on the way clash with none.
    taken: HashSet<String>,
    /// Frames that the arguments read last refer to.
    mentioned: Vec<String>,
    /// Frames that are lists of frames.
    lists: HashSet<String>,
    steps: Vec<Value>,
    variables: Vec<Value>,
    outputs: Option<Value>,
    title: Option<(String, String)>,
    /// How deep the value that is being read lies in others.
    depth: usize,
    /// What names may still add by being put in place, in bytes: a name that stands for two of another, and so on, grows without end.
    left: usize,
}

impl<'s> Reader<'s> {
    fn new(places: Places<'s>, known: &Known<'_>) -> Self {
        let mut names: HashMap<String, Meaning> =
            [("pl", Meaning::Polars), ("polars", Meaning::Polars), ("cs", Meaning::Selectors)].map(|(name, meaning)| (name.to_owned(), meaning)).into();
        names.extend(known.functions.iter().map(|name| ((*name).to_owned(), Meaning::Given(Term::Function((*name).to_owned())))));
        names.extend(known.frames.iter().map(|name| ((*name).to_owned(), Meaning::Given(Term::Frame((*name).to_owned())))));
        let taken = guard::names(places.source());
        Self {
            places,
            names,
            taken,
            mentioned: Vec::new(),
            lists: HashSet::new(),
            steps: Vec::new(),
            variables: Vec::new(),
            outputs: None,
            title: None,
            depth: 0,
            left: MAX_BYTES,
        }
    }

    fn finish(self) -> Value {
        let mut document = Map::new();
        if let Some((name, description)) = self.title {
            document.insert("name".to_owned(), name.into());
            document.insert("description".to_owned(), description.into());
        }
        if !self.variables.is_empty() {
            document.insert("variables".to_owned(), self.variables.into());
        }
        document.insert("steps".to_owned(), self.steps.into());
        if let Some(outputs) = self.outputs {
            document.insert("outputs".to_owned(), outputs);
        }
        Value::Object(document)
    }

    /// An error with its place.
    fn fault(&self, at: TextRange, message: impl Into<String>) -> Fault {
        self.places.fault(at, message)
    }

    /// Lets a name stand for a value. What it stands for stays shallow: names that stand for each other would go deeper
    /// statement by statement.
    fn bind(&mut self, name: &str, term: Term, at: TextRange) -> Result<()> {
        if depth(&term) > MAX_NESTING {
            return Err(self.too_deep(at));
        }
        self.names.insert(name.to_owned(), Meaning::Given(term));
        Ok(())
    }

    /// The value that a name stands for, once more.
    fn recall(&mut self, term: &Term, at: TextRange) -> Result<Term> {
        match self.left.checked_sub(size(term)) {
            Some(left) => self.left = left,
            None => return Err(self.fault(at, format!("the names put in place make more than {MAX_BYTES} bytes"))),
        }
        Ok(term.clone())
    }

    fn too_deep(&self, at: TextRange) -> Fault {
        self.fault(at, format!("this nests deeper than {MAX_NESTING}"))
    }

    fn step(&mut self, operation: &str, input: Option<&str>, output: &str, (args, kwargs): (Vec<Value>, Map<String, Value>), at: TextRange) -> Result<()> {
        if self.steps.len() == MAX_STEPS {
            return Err(self.fault(at, format!("there are more than {MAX_STEPS} steps")));
        }
        let mut step = Map::new();
        step.insert("operation".to_owned(), operation.into());
        step.insert("args".to_owned(), args.into());
        step.insert("kwargs".to_owned(), kwargs.into());
        if let Some(input) = input {
            step.insert("dataframe_in".to_owned(), input.into());
        }
        step.insert("dataframe_out".to_owned(), output.into());
        self.steps.push(Value::Object(step));
        Ok(())
    }
}

/// The parser's messages begin with a capital.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
