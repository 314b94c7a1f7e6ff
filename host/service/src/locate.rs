//! From the names of data sets in a request to the files that are meant.

use std::collections::BTreeMap;
use std::sync::Arc;

use sandtable_analysis::request::{AnalyzeRequest, QueryPlan};
use sandtable_analysis::work::Source;
use sandtable_core::{Error, Result};
use sandtable_datasets::{Located, Sources};
use sandtable_frames::Format;
use serde_json::Value;

/// Data sets that a plan may join, and that rules may refer to: for each the disk is looked at.
const MOST_JOINS: usize = 16;
const MOST_REFERENCES: usize = 32;

/// The data sources, when there is a base path.
#[derive(Debug, Clone)]
pub(crate) struct Locator(pub(crate) Option<Arc<Sources>>);

impl Locator {
    /// The sources.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the server reads no files.
    pub(crate) fn sources(&self) -> Result<&Arc<Sources>> {
        self.0.as_ref().ok_or_else(|| Error::invalid("uri", "the server was started without a base path, so it reads no files").with("constraint", "base-path"))
    }

    /// The files that a name means. Touches the disk.
    ///
    /// # Errors
    /// As [`Sources::locate`]; `field` is what the name stands in.
    pub(crate) fn one(&self, id: Option<&str>, given: &str, field: &str) -> Result<Source> {
        let Located { path, glob, format } = self.sources()?.locate(id, given).map_err(|mut error| {
            if error.details.get("field").is_none_or(|known| known != "datasource_id") {
                error.details.insert("field".to_owned(), field.into());
            }
            error
        })?;
        let format = format.map(|format| format.parse::<Format>()).transpose()?;
        let shown = given.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(given).to_owned();
        Ok(Source { path, glob, format, shown })
    }

    /// All data sets of a plan, by the names that it has for them.
    ///
    /// # Errors
    /// As [`Locator::one`].
    pub(crate) fn of_plan(&self, id: Option<&str>, plan: &QueryPlan) -> Result<BTreeMap<String, Source>> {
        few("plan.joins", plan.joins.len(), MOST_JOINS)?;
        let mut sources = BTreeMap::from([(plan.dataset.clone(), self.one(id, &plan.dataset, "plan.dataset")?)]);
        for (index, join) in plan.joins.iter().enumerate() {
            sources.insert(join.dataset.clone(), self.one(id, &join.dataset, &format!("plan.joins[{index}].dataset"))?);
        }
        Ok(sources)
    }

    /// All data sets of an analysis: its plan's, and those that rules refer to.
    ///
    /// # Errors
    /// As [`Locator::one`].
    pub(crate) fn of_analysis(&self, request: &AnalyzeRequest) -> Result<BTreeMap<String, Source>> {
        let id = request.datasource_id.as_deref();
        let mut sources = request.plan.as_ref().map(|plan| self.of_plan(id, plan)).transpose()?.unwrap_or_default();
        few("options.rules", request.options.rules.iter().filter(|rule| rule.value.get("dataset").is_some()).count(), MOST_REFERENCES)?;
        for (index, rule) in request.options.rules.iter().enumerate() {
            if let Some(dataset) = rule.value.get("dataset").and_then(Value::as_str) {
                sources.insert(dataset.to_owned(), self.one(id, dataset, &format!("options.rules[{index}].value.dataset"))?);
            }
        }
        Ok(sources)
    }
}

fn few(field: &str, given: usize, most: usize) -> Result<()> {
    match given > most {
        true => {
            Err(Error::invalid(field, format!("{field} names {given} data sets, at most {most} are allowed")).with("constraint", format!("at most {most}")))
        }
        false => Ok(()),
    }
}
