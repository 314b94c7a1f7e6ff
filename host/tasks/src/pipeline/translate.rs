//! Documents from templates and from Python, and Python from documents.

use sandtable_core::{Error, Result};
use sandtable_pipeline::{compile, operations, polars_version, python};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

use crate::message::TranslateTask;

pub(crate) fn translate(task: &TranslateTask) -> Result<Box<RawValue>> {
    let made = match task {
        TranslateTask::Compile(body) => json!({ "document": compile::compile(&parse(body)?)? }),
        TranslateTask::FromPython(source) => json!({ "document": python::parse(source)? }),
        TranslateTask::ToPython(document) => json!({ "source": python::print(&parse(document)?)? }),
        TranslateTask::Operations => json!({ "polars": polars_version(), "operations": operations() }),
    };
    to_raw_value(&made).map_err(Error::internal)
}

fn parse(json: &RawValue) -> Result<Value> {
    serde_json::from_str(json.get()).map_err(|error| Error::invalid("document", format!("the document is not JSON: {error}")))
}
