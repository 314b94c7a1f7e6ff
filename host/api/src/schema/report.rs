//! The shape of a check's report.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Description, Kind};

/// What a check found out about a component.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct CheckReport {
    /// Whether an upload of it would be taken.
    acceptable: bool,
    /// The SHA-256 of the component.
    digest: String,
    /// Bytes of the component.
    size_bytes: u64,
    /// Which world it was built for, if that could be told.
    kind: Option<Kind>,
    /// What it says of itself, if it could be asked.
    description: Option<Description>,
    /// The interfaces that it imports.
    imports: Vec<String>,
    /// What it exports.
    exports: Vec<String>,
    /// What is wrong with it: everything that was found.
    problems: Vec<Problem>,
    /// What compiling it took.
    compile_ms: u64,
    /// Bytes of compiled code; 0 when there is none.
    compiled_bytes: u64,
}

/// Something that is wrong with a component.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Problem {
    /// A stable word, such as `refused-import`.
    #[schema(examples("refused-import"))]
    code: String,
    /// For people.
    message: String,
}
