//! From an HTTP request to what it wants: its envelope and its tables.

use std::path::Path;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Uri};
use sandtable_core::name::TransformName;
use sandtable_core::{Error, LimitsRequest, Program, Result, text};
use sandtable_executor::{InputBody, ProgramRequest, RunInput, RunRequest};
use sandtable_frames::{Format, ReadOptions, WriteOptions};
use semver::Version;
use serde::de::DeserializeOwned;

use super::program::ProgramEnvelope;
use super::query::RunQuery;
use super::request::{InputSpec, RunEnvelope, lacking};
use crate::app::App;
use crate::body::{Chunks, Content, Part, Parts, Spooler};
use crate::{json, query};

/// The part of a multipart request that is the JSON request.
const ENVELOPE_PART: &str = "request";

/// What a request wants, but for what is to run.
pub(super) struct Wanted {
    inputs: Vec<RunInput>,
    params: String,
    limits: LimitsRequest,
    pub(super) format: Format,
    options: WriteOptions,
    deterministic: bool,
}

impl Wanted {
    fn new(envelope: RunEnvelope, inputs: Vec<RunInput>) -> Result<Self> {
        let RunEnvelope { inputs: _, params, limits, output, deterministic } = envelope;
        let (format, options) = output.resolve();
        Ok(Self { inputs, params: RunEnvelope::params_text(params)?, limits, format, options, deterministic })
    }

    /// The call.
    pub(super) fn of(self, name: TransformName, version: Option<Version>) -> RunRequest {
        let Self { inputs, params, limits, format, options, deterministic } = self;
        RunRequest { name, version, inputs, params, limits, format, options, deterministic }
    }

    /// The call of a program.
    pub(super) fn program(self, language: String, program: Program, frames: bool) -> ProgramRequest {
        let Self { inputs, params, limits, format, options, deterministic } = self;
        ProgramRequest { language, program, inputs, params, limits, format, options, deterministic, frames }
    }
}

/// Takes a request in any of its shapes.
///
/// # Errors
/// What is wrong with it.
pub(super) async fn receive(app: &App, request: Request) -> Result<Wanted> {
    let content = Content::of(request.headers())?;
    if content == Content::Multipart {
        query::none(request.uri())?;
        let (envelope, tables) = receive_parts(app, request).await?;
        return complete(envelope.unwrap_or_default(), tables);
    }
    let (head, body) = request.into_parts();
    match content {
        Content::Json | Content::Nothing => receive_envelope(app, &head.uri, &head.headers, body, &content).await,
        Content::Table(format) => receive_table(app, &head.uri, &head.headers, body, Some(format)).await,
        Content::Bytes => receive_table(app, &head.uri, &head.headers, body, None).await,
        Content::Multipart => Err(Error::internal("a multipart request is taken before")),
    }
}

/// Takes a request that brings a program.
///
/// # Errors
/// What is wrong with it.
pub(super) async fn receive_program(app: &App, request: Request) -> Result<(Wanted, (String, Program))> {
    query::none(request.uri())?;
    let (envelope, tables) = match Content::of(request.headers())? {
        Content::Multipart => receive_parts::<ProgramEnvelope>(app, request).await?,
        Content::Json => {
            let (head, body) = request.into_parts();
            let bytes = Chunks::of_body(body, &head.headers, "the JSON request", app.bodies.envelope_bytes, app.bodies.pause)?.collect().await?;
            (Some(json::parse_object(&bytes, "the JSON request")?), Vec::new())
        }
        Content::Nothing | Content::Table(_) | Content::Bytes => {
            return Err(Error::invalid(
                "content-type",
                "source code is sent in the JSON request: application/json, or multipart/form-data with tables beside it",
            ));
        }
    };
    let envelope = envelope.ok_or_else(|| Error::invalid("parts", format!("the part {ENVELOPE_PART} is missing, which holds the source")))?;
    let (program, envelope) = envelope.split();
    Ok((complete(envelope, tables)?, program))
}

async fn receive_envelope(app: &App, uri: &Uri, headers: &HeaderMap, body: Body, content: &Content) -> Result<Wanted> {
    query::none(uri)?;
    let bytes = Chunks::of_body(body, headers, "the JSON request", app.bodies.envelope_bytes, app.bodies.pause)?.collect().await?;
    let mut envelope: RunEnvelope = match content {
        Content::Nothing if bytes.is_empty() => RunEnvelope::default(),
        Content::Nothing => return Err(Error::invalid("content-type", "a body without a Content-Type; for the JSON request it is application/json")),
        _ => json::parse_object(&bytes, "the JSON request")?,
    };
    let inputs = std::mem::take(&mut envelope.inputs).complete()?;
    Wanted::new(envelope, inputs)
}

async fn receive_table(app: &App, uri: &Uri, headers: &HeaderMap, body: Body, format: Option<Format>) -> Result<Wanted> {
    let (envelope, options) = query::parse::<RunQuery>(uri)?.resolve()?;
    let mut chunks = Chunks::of_body(body, headers, "the table", app.bodies.tables_bytes, app.bodies.pause)?;
    let (file, _) = Spooler::new(app.transforms.spool())?.take(&mut chunks).await?;
    Wanted::new(envelope, vec![RunInput { name: None, body: InputBody::Spooled(file), format, options }])
}

/// The JSON request, if there is one, and the tables.
async fn receive_parts<E: DeserializeOwned>(app: &App, request: Request) -> Result<(Option<E>, Vec<RunInput>)> {
    let mut parts = Parts::of(request, app.bodies.parts, app.bodies.pause).await?;
    let mut envelope = None;
    let mut tables: Vec<RunInput> = Vec::new();
    let mut left_bytes = app.bodies.tables_bytes;
    while let Some(part) = parts.next().await? {
        if part.name() == ENVELOPE_PART {
            let bytes = Chunks::new(part.chunks(), "the part request", app.bodies.envelope_bytes, app.bodies.pause).collect().await?;
            if envelope.replace(json::parse_object::<E>(&bytes, "the part request")?).is_some() {
                return Err(Error::invalid("parts", "the part request is given twice"));
            }
            continue;
        }
        let (name, format) = (part.name().to_owned(), format_of(&part)?);
        if tables.iter().any(|table| table.name.as_ref() == Some(&name)) {
            return Err(Error::invalid("parts", format!("the part {} is given twice", text::quote(&name))));
        }
        let mut chunks = Chunks::new(part.chunks(), "the parts' tables", left_bytes, app.bodies.pause);
        let (file, _) = Spooler::new(app.transforms.spool())?.take(&mut chunks).await?;
        left_bytes -= chunks.taken_bytes();
        tables.push(RunInput { name: Some(name), body: InputBody::Spooled(file), format, options: ReadOptions::default() });
    }
    Ok((envelope, tables))
}

/// What is wanted, with the parts in their places.
fn complete(mut envelope: RunEnvelope, tables: Vec<RunInput>) -> Result<Wanted> {
    let inputs = std::mem::take(&mut envelope.inputs).0;
    Wanted::new(envelope, match_up(inputs, tables)?)
}

/// Puts the parts to the inputs that the JSON request says more about. A part that it is silent on stands for itself.
fn match_up(inputs: Vec<(String, InputSpec)>, mut tables: Vec<RunInput>) -> Result<Vec<RunInput>> {
    let mut more = Vec::new();
    for (name, mut spec) in inputs {
        let body = spec.body(&name)?;
        let part = tables.iter_mut().find(|table| table.name.as_deref() == Some(name.as_str()));
        match (body, part) {
            (Some(body), None) => more.push(RunInput { name: Some(name), body, format: spec.format, options: spec.options }),
            (None, Some(part)) => {
                part.format = spec.format.or(part.format);
                part.options = spec.options;
            }
            (Some(_), Some(_)) => return Err(lacking(&name, "a part of its name and also uri or rows; exactly one is allowed")),
            (None, None) => return Err(lacking(&name, "no part of its name, neither uri nor rows; exactly one is needed")),
        }
    }
    tables.append(&mut more);
    Ok(tables)
}

/// What a part's content type says it is, else what its file name says. Neither: its beginning tells.
fn format_of(part: &Part<'_>) -> Result<Option<Format>> {
    match part.content_type() {
        None | Some("application/octet-stream" | "text/plain") => {
            Ok(part.file_name().and_then(|name| Format::from_extension(Path::new(name).extension()?.to_str()?)))
        }
        Some(given) => match Format::from_content_type(given) {
            Some(format) => Ok(Some(format)),
            None => Err(Error::invalid("content-type", format!("{} is no table", text::quote(given))).at(format!("part {}", text::quote(part.name())))),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, format: Option<Format>) -> RunInput {
        RunInput { name: Some(name.to_owned()), body: InputBody::Spooled(tempfile::tempfile().unwrap()), format, options: ReadOptions::default() }
    }

    fn inputs(given: &str) -> Vec<(String, InputSpec)> {
        json::parse::<RunEnvelope>(format!(r#"{{"inputs": {given}}}"#).as_bytes(), "it").unwrap().inputs.0
    }

    #[test]
    fn parts_and_the_json_request_complete_each_other() {
        let given = r#"{"a": {"format": "csv", "options": {"separator": ";"}}, "c": {"uri": "c.csv"}}"#;
        let matched = match_up(inputs(given), vec![table("a", None), table("b", Some(Format::Arrow))]).unwrap();
        let seen: Vec<_> = matched.iter().map(|input| (input.name.as_deref().unwrap(), input.format, input.options.separator)).collect();
        assert_eq!(seen, [("a", Some(Format::Csv), ';'), ("b", Some(Format::Arrow), ','), ("c", None, ',')]);
    }

    #[test]
    fn an_input_is_in_one_place() {
        for (given, said) in [
            (r#"{"a": {"uri": "x"}}"#, "inputs.a has a part of its name and also uri or rows; exactly one is allowed"),
            (r#"{"b": {}}"#, "inputs.b has no part of its name, neither uri nor rows; exactly one is needed"),
        ] {
            let error = match_up(inputs(given), vec![table("a", None)]).err().unwrap();
            assert_eq!(error.message, said);
        }
    }
}
