//! Polars code in Python into documents, and back.

mod corpus;
mod hostile;
mod reading;
mod reference;
mod refused;
mod round_trip;
mod writing;

pub(crate) use round_trip::Random;
use sandtable_core::Error;
use sandtable_pipeline::python;
use serde_json::Value;

/// The document of a source that can be taken.
fn read(source: &str) -> Value {
    match python::parse(source) {
        Ok(document) => document,
        Err(error) => panic!("{}\n{source}", error.message),
    }
}

/// The steps of a source that can be taken.
fn steps(source: &str) -> Value {
    read(source)["steps"].take()
}

/// The first expression of `df = df.select(…)`.
fn expression(source: &str) -> Value {
    let steps = steps(&format!("import polars.selectors as cs\ndf = pl.scan_csv('x.csv')\ndf = df.select({source})"));
    steps[1]["args"][0].clone()
}

/// The error of a source that cannot.
fn refusal(source: &str) -> Error {
    match python::parse(source) {
        Ok(document) => panic!("{source} was taken: {document}"),
        Err(error) => error,
    }
}

/// A document as source.
fn written(document: &Value) -> String {
    python::print(document).unwrap_or_else(|error| panic!("{}\n{document}", error.message))
}
