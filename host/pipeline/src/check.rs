//! The check: every step applied to empty frames with the right columns.

use polars::prelude::SchemaRef;
use serde_json::{Map, Value};

use crate::document::{Document, Output};
use crate::env::Env;
use crate::fault::{Fault, Result, show};
use crate::frame::{Context, Frame, Mode, Registry, apply, schema_of};
use crate::io::write::of_output;
use crate::run::Return;
use crate::variables::Variables;

/// What a check found: a document that would run, step by step.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What each step gives.
    pub steps: Vec<CheckedStep>,
    /// Where the outputs would go.
    pub outputs: Vec<CheckedOutput>,
    /// The frame that a run would return, and its columns when they are known.
    pub returned: Option<(Option<String>, Option<SchemaRef>)>,
}

/// One step that was checked.
#[derive(Debug, Clone)]
pub struct CheckedStep {
    /// Counted from 0.
    pub step: usize,
    /// Its operation.
    pub operation: String,
    /// The frame that it sets.
    pub frame: Option<String>,
    /// `LazyFrame`, `DataFrame`, `GroupBy`, `Series` or `list`.
    pub kind: &'static str,
    /// The columns after it. `None`: a group-by, a list, or columns that only the rows tell, such as those of a pivot.
    pub schema: Option<SchemaRef>,
}

/// One output that was checked.
#[derive(Debug, Clone)]
pub struct CheckedOutput {
    /// Its name.
    pub name: String,
    /// The frame that is written.
    pub frame: Option<String>,
    /// Where to.
    pub path: String,
    /// Its columns, when they are known.
    pub schema: Option<SchemaRef>,
}

/// Checks all of a document. The context holds the opened sources afterwards.
pub(crate) fn check(document: &Document, variables: &Map<String, Value>, context: &Context<'_>, wanted: &Return) -> Result<(Checked, Variables)> {
    let variables = Variables::resolve(document, variables)?;
    let mut frames = Registry::default();
    let mut steps = Vec::with_capacity(document.steps.len());
    for (number, step) in document.steps.iter().enumerate() {
        apply(context, &mut frames, number, step, &variables)?;
        let (kind, schema) = match frames.get(step.output.as_deref()) {
            Some(Frame::Table(table) | Frame::Written(table)) => (table.kind(), if table.known { Some(schema_of(&table.plan)?) } else { None }),
            Some(Frame::Series(table)) => ("Series", if table.known { Some(schema_of(&table.plan)?) } else { None }),
            Some(Frame::Group(_)) => ("GroupBy", None),
            Some(Frame::List(_)) | None => ("list", None),
        };
        steps.push(CheckedStep { step: number, operation: step.operation.clone(), frame: step.output.clone(), kind, schema });
    }
    let outputs = document
        .outputs
        .iter()
        .enumerate()
        .map(|(number, output)| checked_output(output, &frames, &variables, context.env).map_err(|fault| fault.argument(format!("outputs[{number}]"))))
        .collect::<Result<Vec<_>>>()?;
    let returned = match returned(document, &frames, wanted)? {
        Some(name) => {
            let table = frames.table(name.as_deref()).map_err(|fault| fault.argument("return"))?;
            let schema = if table.known { Some(schema_of(&table.plan)?) } else { None };
            Some((name, schema))
        }
        None => None,
    };
    Ok((Checked { steps, outputs, returned }, variables))
}

fn checked_output(output: &Output, frames: &Registry, variables: &Variables, env: &Env) -> Result<CheckedOutput> {
    let table = frames.table(output.dataframe_id.as_deref()).map_err(|fault| fault.argument("dataframe_id"))?;
    let path = destination(output, variables)?;
    of_output(output, path).map_err(|fault| fault.argument("format_options"))?;
    env.files.may_create(path).map_err(|error| Fault::from(error).argument("destination_variable_key"))?;
    let schema = if table.known { Some(schema_of(&table.plan)?) } else { None };
    Ok(CheckedOutput { name: output.name.clone(), frame: output.dataframe_id.clone(), path: path.to_owned(), schema })
}

/// The path that an output's variable holds.
pub(crate) fn destination<'a>(output: &Output, variables: &'a Variables) -> Result<&'a str> {
    let key = &output.destination_variable_key;
    let place = |fault: Fault| fault.argument("destination_variable_key");
    match variables.get(key).map_err(place)? {
        Value::String(path) if !path.is_empty() => Ok(path),
        other => Err(place(Fault::new(format!("the variable {key:?} holds {}, not a path", show(other))).given(show(other)).allowed("a path"))),
    }
}

/// Which frame a run returns, if any.
pub(crate) fn returned(document: &Document, frames: &Registry, wanted: &Return) -> Result<Option<Option<String>>> {
    Ok(match wanted {
        Return::Nothing => None,
        Return::Frame(name) => match frames.get(name.as_deref()) {
            Some(_) => Some(name.clone()),
            None => return Err(frames.missing(name.as_deref()).argument("return")),
        },
        Return::Default if !document.outputs.is_empty() => None,
        Return::Default => {
            // The frame without a name, else the one that was set last.
            let name = match frames.get(None) {
                Some(_) => Some(None),
                None => frames.last(),
            };
            // What went into a file is not made a second time.
            let name = name.filter(|name| !matches!(frames.get(*name), Some(Frame::Written(_))));
            name.map(|name| name.map(str::to_owned))
        }
    })
}

/// A context for looking only.
pub(crate) fn context(env: &Env) -> Context<'_> {
    Context::new(env, Mode::Check)
}
