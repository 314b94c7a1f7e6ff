//! The shape of limits.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What one call may use. Each is at most the transform's and the server's; one above is refused with the ceiling named.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Limits {
    /// Mebibytes of guest memory.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples(256))]
    memory_mb: Option<u64>,
    /// Units of fuel.
    #[serde(skip_serializing_if = "Option::is_none")]
    fuel: Option<u64>,
    /// Wall time in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples(5000))]
    timeout_ms: Option<u64>,
    /// CPU time in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu_ms: Option<u64>,
    /// Rows of the output.
    #[serde(skip_serializing_if = "Option::is_none")]
    output_rows: Option<u64>,
    /// Bytes of the output.
    #[serde(skip_serializing_if = "Option::is_none")]
    output_bytes: Option<u64>,
    /// Bytes of the inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    input_bytes: Option<u64>,
    /// Bytes of log text that are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    log_bytes: Option<u64>,
    /// Calls of imported functions.
    #[serde(skip_serializing_if = "Option::is_none")]
    host_calls: Option<u64>,
    /// Resource handles alive at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    handles: Option<u64>,
    /// Instances of a row-by-row transform side by side.
    #[serde(skip_serializing_if = "Option::is_none")]
    instances: Option<u64>,
}

#[cfg(test)]
mod tests {
    use sandtable_core::LimitsRequest;

    use super::*;
    use crate::schema::same;

    #[test]
    fn the_shape_is_theirs() {
        let one = Some(1);
        let all = LimitsRequest {
            memory_mb: one,
            fuel: one,
            timeout_ms: one,
            cpu_ms: one,
            output_rows: one,
            output_bytes: one,
            input_bytes: one,
            log_bytes: one,
            host_calls: one,
            handles: one,
            instances: one,
        };
        same::<_, Limits>(&all);
        same::<_, Limits>(&LimitsRequest::default());
    }
}
