//! What is wrong with a document or its run, and where.
//!
//! Made deep inside, where only the argument is known; the step is added on the way out. [`Fault`] becomes the project's
//! error at the doors of the crate.

use std::fmt;
use std::sync::Arc;

use polars::prelude::PolarsError;
use sandtable_core::{Code, Error};
use serde_json::Value;

use crate::suggest;

pub(crate) use crate::suggest::closest;

/// A result with a fault.
pub(crate) type Result<T, E = Fault> = std::result::Result<T, E>;

/// The longest text that an error repeats of what was given, in characters.
const SHOWN_CHARS: usize = 200;
/// How many columns or names an error lists.
const SHOWN_NAMES: usize = 50;

/// An error with its place.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    // Boxed: a fault is rare and large, and every result would carry its size.
    inner: Box<Inner>,
}

#[derive(Debug, Clone)]
struct Inner {
    code: Code,
    message: String,
    step: Option<(usize, String)>,
    argument: Option<String>,
    given: Option<String>,
    allowed: Option<String>,
    did_you_mean: Vec<String>,
    columns: Option<Vec<String>>,
    details: serde_json::Map<String, Value>,
    inside: Option<String>,
    /// Found by Polars or by looking at columns, not by reading the document.
    about_columns: bool,
}

impl Fault {
    /// Something in the document is not acceptable. Lower case, no final period.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::of(Code::ValidationError, message)
    }

    /// A fault with another code than `VALIDATION_ERROR`.
    pub(crate) fn of(code: Code, message: impl Into<String>) -> Self {
        Self {
            inner: Box::new(Inner {
                code,
                message: message.into(),
                step: None,
                argument: None,
                given: None,
                allowed: None,
                did_you_mean: Vec::new(),
                columns: None,
                details: serde_json::Map::new(),
                inside: None,
                about_columns: false,
            }),
        }
    }

    /// Something that Polars has and a pipeline here does not, with the reason.
    pub(crate) fn unsupported(name: &str, reason: impl fmt::Display) -> Self {
        Self::new(format!("{name:?} is not available in a pipeline: {reason}"))
    }

    /// A bound was passed: `what` it counts, what was asked for, how much is allowed.
    pub(crate) fn cap(what: &str, requested: impl fmt::Display, allowed: impl fmt::Display) -> Self {
        let (requested, allowed) = (requested.to_string(), allowed.to_string());
        Self::of(Code::ResourceCap, format!("{what}: {requested} asked for, at most {allowed}")).detail("limit", what).given(requested).allowed(allowed)
    }

    /// An unknown name, with those that are close.
    pub(crate) fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let near = suggest::closest(name, known.iter().copied());
        let fault = Self::new(format!("there is no {what} {}", quote(name))).given(name).did_you_mean(near);
        if known.is_empty() || known.len() > SHOWN_NAMES { fault } else { fault.allowed(list(&known)) }
    }

    /// Which argument, as a path: `kwargs.predicate`, `args[0].on`. A path that is there already is put behind it.
    #[must_use]
    pub(crate) fn argument(mut self, path: impl Into<String>) -> Self {
        let path = path.into();
        self.inner.argument = Some(match self.inner.argument.take() {
            None => path,
            Some(inner) if inner.starts_with('[') || path.is_empty() => format!("{path}{inner}"),
            Some(inner) => format!("{path}.{inner}"),
        });
        self
    }

    /// What was given. The first one stays: it is the closest to the cause.
    #[must_use]
    pub(crate) fn given(mut self, given: impl fmt::Display) -> Self {
        self.inner.given.get_or_insert_with(|| shorten(&given.to_string()));
        self
    }

    /// What would have been allowed. The first one stays.
    #[must_use]
    pub(crate) fn allowed(mut self, allowed: impl fmt::Display) -> Self {
        self.inner.allowed.get_or_insert_with(|| allowed.to_string());
        self
    }

    /// Near matches that are known already.
    #[must_use]
    pub(crate) fn did_you_mean(mut self, names: Vec<String>) -> Self {
        self.inner.did_you_mean = names;
        self
    }

    /// The step, counted from 0, and its operation. The first one stays.
    #[must_use]
    pub(crate) fn at_step(mut self, step: usize, operation: &str) -> Self {
        self.inner.step.get_or_insert_with(|| (step, operation.to_owned()));
        self
    }

    /// The columns that there are, when a column was missing: they are listed, and the near ones suggested.
    #[must_use]
    pub(crate) fn columns<'a>(mut self, there: impl IntoIterator<Item = &'a str>) -> Self {
        if !self.is_missing_column() || self.inner.columns.is_some() {
            return self;
        }
        let there: Vec<String> = there.into_iter().map(str::to_owned).collect();
        if let Some(given) = &self.inner.given {
            self.inner.did_you_mean = suggest::closest(given, there.iter().map(String::as_str));
        }
        self.inner.columns = Some(there);
        self
    }

    /// Something a program can read.
    #[must_use]
    pub(crate) fn detail(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.inner.details.insert(key.to_owned(), value.into());
        self
    }

    /// There is no such column; the ones that there are.
    pub(crate) fn missing_column<'a>(name: &str, there: impl IntoIterator<Item = &'a str>) -> Self {
        missing_column(name).columns(there)
    }

    /// Marks a fault as one that only the columns decide.
    #[must_use]
    pub(crate) fn about_columns(mut self) -> Self {
        self.inner.about_columns = true;
        self
    }

    /// Whether only the columns decide this fault: where they are not known yet, it says nothing.
    pub(crate) fn is_about_columns(&self) -> bool {
        self.inner.about_columns
    }

    /// Whether a column was missing.
    pub(crate) fn is_missing_column(&self) -> bool {
        self.inner.details.get("reason").and_then(Value::as_str) == Some("column_not_found")
    }

    /// The stable code.
    pub(crate) fn code(&self) -> Code {
        self.inner.code
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { step, argument, message, given: _, allowed, did_you_mean, columns, .. } = &*self.inner;
        match (step, argument) {
            // It is said already, in an error that a neighbour handed on.
            (Some((step, operation)), _) if message.starts_with(&format!("step {step} ({operation})")) => {}
            (Some((step, operation)), Some(argument)) => write!(f, "step {step} ({operation}), {argument}: ")?,
            (Some((step, operation)), None) => write!(f, "step {step} ({operation}): ")?,
            (None, Some(argument)) => write!(f, "{argument}: ")?,
            (None, None) => {}
        }
        f.write_str(message)?;
        if let Some(columns) = columns {
            write!(f, "; the columns are {}", list(&columns.iter().map(String::as_str).collect::<Vec<_>>()))?;
        }
        if let Some(allowed) = allowed {
            write!(f, "; allowed: {allowed}")?;
        }
        if let [first, rest @ ..] = did_you_mean.as_slice() {
            write!(f, "; did you mean {}", quote(first))?;
            for other in rest {
                write!(f, " or {}", quote(other))?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let message = fault.to_string();
        let Inner { code, message: _, step, argument, given, allowed, did_you_mean, columns, details, inside, about_columns: _ } = *fault.inner;
        let mut error = Error::new(code, message);
        error.details = details;
        if let Some((step, operation)) = step {
            error = error.with("step", step).with("operation", operation);
        }
        for (key, value) in [("argument", argument), ("given", given), ("allowed", allowed)] {
            if let Some(value) = value {
                error = error.with(key, value);
            }
        }
        if !did_you_mean.is_empty() {
            error = error.with("did_you_mean", did_you_mean);
        }
        if let Some(columns) = columns {
            error = error.with("columns", columns);
        }
        if let Some(inside) = inside {
            error = error.with_inside(inside);
        }
        error
    }
}

/// An error of a neighbour (files, guests) keeps its code and details.
impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let Error { code, message, details, inside } = error;
        let mut fault = Self::of(code, message);
        fault.inner.details = details;
        fault.inner.inside = inside;
        // One of a custom function knows its step.
        if let Some(step) = fault.inner.details.get("step").and_then(Value::as_u64)
            && let Some(operation) = fault.inner.details.get("operation").and_then(Value::as_str)
        {
            fault.inner.step = Some((step as usize, operation.to_owned()));
        }
        fault
    }
}

impl From<PolarsError> for Fault {
    fn from(error: PolarsError) -> Self {
        match error {
            PolarsError::Context { error, .. } | PolarsError::ExprContext { error, .. } => Self::from(*error),
            PolarsError::ColumnNotFound(text) => missing_column(&text),
            PolarsError::SchemaFieldNotFound(text) => missing_column(&text),
            PolarsError::IO { error, msg } => from_io(&error, msg.as_deref()),
            other => Self::new(first_lines(&other.to_string())).about_columns(),
        }
    }
}

/// Carries one of our errors through Polars, which knows only its own: [`Fault::from`] takes it out again.
pub(crate) fn through_polars(fault: impl Into<Fault>) -> PolarsError {
    PolarsError::IO { error: Arc::new(std::io::Error::other(fault.into())), msg: None }
}

fn from_io(error: &std::io::Error, message: Option<&str>) -> Fault {
    let inner = error.get_ref();
    if let Some(fault) = inner.and_then(|inner| inner.downcast_ref::<Fault>()) {
        return fault.clone();
    }
    if let Some(error) = inner.and_then(|inner| inner.downcast_ref::<Error>()) {
        return Fault::from(error.clone());
    }
    if let Some(error) = inner.and_then(|inner| inner.downcast_ref::<PolarsError>()) {
        return Fault::from(error.clone());
    }
    match message {
        Some(message) => Fault::of(Code::IoError, first_lines(message)),
        None => Fault::of(Code::IoError, error.to_string()),
    }
}

/// Polars says `unable to find column "x"; valid columns: ["a", "b"]`, or only the name.
fn missing_column(text: &str) -> Fault {
    let text = first_lines(text);
    let name = match text.split_once('"') {
        Some((_, rest)) => rest.split('"').next().unwrap_or(rest).to_owned(),
        None => text.strip_prefix("unable to find column ").unwrap_or(&text).to_owned(),
    };
    let mut fault = Fault::new(format!("there is no column {}", quote(&name))).given(&name).detail("reason", "column_not_found").about_columns();
    if let Some((_, list)) = text.split_once("valid columns: ")
        && let Ok(Value::Array(names)) = serde_json::from_str(list.trim())
    {
        let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
        fault = fault.columns(names);
    }
    fault
}

/// Polars' messages go on with a trace of the plan and with hints for Python; the first paragraph says what is wrong.
fn first_lines(text: &str) -> String {
    let text = text.split("\n\n").next().unwrap_or(text);
    shorten_to(&text.replace('\n', " "), 2_000)
}

/// A name in quotes, shortened.
pub(crate) fn quote(text: &str) -> String {
    format!("{:?}", shorten(text))
}

/// Names in quotes with commas, not too many of them.
pub(crate) fn list(names: &[&str]) -> String {
    let mut text = names.iter().take(SHOWN_NAMES).map(|name| quote(name)).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN_NAMES {
        text.push_str(&format!(" and {} more", names.len() - SHOWN_NAMES));
    }
    text
}

/// A JSON value as an error shows it.
pub(crate) fn show(value: &Value) -> String {
    shorten(&value.to_string())
}

fn shorten(text: &str) -> String {
    shorten_to(text, SHOWN_CHARS)
}

fn shorten_to(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
