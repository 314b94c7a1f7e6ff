//! The request of the first generation.

use serde_json::Value;

use crate::engine::Code;
use crate::request::{Asked, code, id, object, string, strings};
use crate::run::Refusal;

/// What is to be run, and where.
#[derive(Debug, Clone)]
pub struct FirstRequest {
    pub(super) code: Code,
    pub(super) working_dir: String,
    pub(super) asked: Asked,
    /// Paths by table.
    pub(super) tables: Vec<(String, String)>,
    pub(super) id: String,
    pub(super) told_id: Value,
}

impl FirstRequest {
    /// Reads a request's body.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] in the contract's words where it has some.
    pub fn parse(body: &[u8]) -> Result<Self, Refusal> {
        let read = || {
            let fields = object(body)?;
            let required = || "code and working_dir are required".to_owned();
            let working_dir = string(&fields, "working_dir")?.filter(|path| !path.is_empty()).ok_or_else(required)?;
            let code = code(&fields)?.ok_or_else(required)?;
            let (id, told_id) = id(&fields)?;
            Ok(Self { code, working_dir, asked: Asked::of(&fields)?, tables: strings(&fields, "table_mapping")?, id, told_id })
        };
        read().map_err(Refusal::Invalid)
    }
}
