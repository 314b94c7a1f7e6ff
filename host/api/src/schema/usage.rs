//! The shapes of what a call used, gave and said.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What one call used.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Usage {
    /// Fuel: about one unit a wasm instruction. The same for the same call everywhere.
    fuel: u64,
    /// Wall time of the guest's call.
    wall_ms: f64,
    /// CPU time of the guest's threads.
    cpu_ms: f64,
    /// The most that the guest's memories and tables held at once.
    peak_memory_bytes: u64,
    /// Bytes handed to the guest.
    bytes_in: u64,
    /// Bytes taken from the guest.
    bytes_out: u64,
    /// Rows handed to the guest.
    rows_in: u64,
    /// Rows taken from the guest.
    rows_out: u64,
    /// Calls of imported functions.
    host_calls: u64,
    /// Instances that ran.
    instances: u32,
    /// Rows that native frames made: collected, or pushed to the output. Absent when there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    native_rows: Option<u64>,
    /// Wall time in which the guest waited for native frames. Absent when it used none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    native_ms: Option<f64>,
}

/// A column, or a part of one.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Column {
    /// Its name; `item` for what a list holds.
    name: String,
    /// `boolean int8…int64 uint8…uint64 float32 float64 decimal string binary date time timestamp timestamp_tz duration
    /// list struct null`.
    #[serde(rename = "type")]
    #[schema(examples("timestamp_tz"))]
    data_type: String,
    /// Whether there may be nulls.
    nullable: bool,
    /// Of times: `s`, `ms`, `us` or `ns`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// Of `timestamp_tz`: the zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    /// Of `decimal`: how many digits in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    precision: Option<u8>,
    /// Of `decimal`: how many digits after the point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scale: Option<i8>,
    /// Of a `list` whose rows all have the same length: the length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    size: Option<u32>,
    /// Of `struct`: its fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion)]
    fields: Option<Vec<Column>>,
    /// Of `list`: what it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion)]
    item: Option<Box<Column>>,
}

/// A line that the guest wrote.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogLine {
    /// Milliseconds since the call began.
    at_ms: u64,
    /// `guest`, `stdout` or `stderr`.
    #[schema(examples("guest"))]
    source: String,
    /// How much it matters.
    #[schema(examples("info"))]
    level: String,
    /// The text.
    message: String,
}

#[cfg(test)]
mod tests {
    use sandtable_frames::FieldInfo;

    use super::*;
    use crate::schema::same;

    #[test]
    fn the_shapes_are_theirs() {
        same::<_, Usage>(&sandtable_core::Usage { wall_ms: 1.5, native_rows: 3, native_ms: 0.5, ..Default::default() });
        let leaf = FieldInfo {
            name: "a".into(),
            data_type: "timestamp_tz".into(),
            nullable: true,
            unit: Some("us".into()),
            zone: Some("UTC".into()),
            precision: Some(1),
            scale: Some(1),
            size: Some(1),
            fields: None,
            item: None,
        };
        same::<_, Column>(&FieldInfo { fields: Some(vec![leaf.clone()]), item: Some(Box::new(leaf.clone())), ..leaf });
    }
}
