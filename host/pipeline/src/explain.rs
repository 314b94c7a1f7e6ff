//! The plan as Polars would run it.

use serde_json::{Map, Value};

use crate::document::Document;
use crate::env::Env;
use crate::fault::Result;
use crate::run::{Return, plans};

/// What stands where a step such as `pivot` has to run before the plan goes on.
const UNKNOWN: &str = "the plan goes on from rows of an earlier step, which only a run makes";

/// A plan in words.
#[derive(Debug, Clone)]
pub struct Explained {
    /// The output's name, or that of the returned frame.
    pub name: String,
    /// The plan as the steps wrote it.
    pub plan: String,
    /// The plan that runs.
    pub optimized: String,
}

/// Explains what a document writes and returns. Nothing is written; what only rows tell (a pivot's columns) is left out.
pub(crate) fn explain(document: &Document, variables: &Map<String, Value>, env: &Env, wanted: &Return) -> Result<Vec<Explained>> {
    plans(document, variables, env, wanted)?
        .into_iter()
        .map(|(name, plan)| {
            let (plan, optimized) = match plan {
                Some(plan) => (plan.describe_plan()?, plan.describe_optimized_plan()?),
                None => (UNKNOWN.to_owned(), UNKNOWN.to_owned()),
            };
            Ok(Explained { name, plan, optimized })
        })
        .collect()
}
