//! The request of the second generation.

use sandtable_frames::Format;
use serde_json::Value;

use crate::engine::Code;
use crate::request::{Asked, code, id, object, string, strings};
use crate::run::Refusal;

/// What is to be run, and the URLs around it.
#[derive(Debug, Clone)]
pub struct SecondRequest {
    pub(super) code: Code,
    pub(super) asked: Asked,
    pub(super) id: String,
    pub(super) told_id: Value,
    pub(super) output_url: Option<String>,
    pub(super) output_manifest_url: Option<String>,
    pub(super) events_url: Option<String>,
    /// URLs by table.
    pub(super) tables: Vec<(String, String)>,
    /// URLs of their manifests.
    pub(super) manifests: Vec<(String, String)>,
    /// As what the table is written, and what a table without a manifest is.
    pub(super) format: Format,
}

impl SecondRequest {
    /// Reads a request's body.
    ///
    /// # Errors
    /// [`Refusal::Invalid`].
    pub fn parse(body: &[u8]) -> Result<Self, Refusal> {
        let read = || {
            let fields = object(body)?;
            let (id, told_id) = id(&fields)?;
            let format = match string(&fields, "data_format")? {
                Some(format) => format.parse::<Format>().map_err(|error| format!("data_format: {}", error.message))?,
                None => Format::Jsonl,
            };
            Ok(Self {
                code: code(&fields)?.ok_or("code is required")?,
                asked: Asked::of(&fields)?,
                id,
                told_id,
                output_url: string(&fields, "output_url")?,
                output_manifest_url: string(&fields, "output_manifest_url")?,
                events_url: string(&fields, "events_url")?,
                tables: strings(&fields, "table_mapping")?,
                manifests: strings(&fields, "manifest_mapping")?,
                format,
            })
        };
        read().map_err(Refusal::Invalid)
    }
}
