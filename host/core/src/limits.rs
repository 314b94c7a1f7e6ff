//! What one call may use. One documented field per limit; each has one place that enforces it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::units::MIB;
use crate::{Code, Error};

/// The highest number that a limit may be: what a 64-bit signed integer holds, as the API's description says, and the
/// most fuel that there is.
const MOST: u64 = i64::MAX as u64;

/// The limits of one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// All linear memories and tables of one instance together. A row-by-row call on several instances shares it out.
    pub memory_bytes: u64,
    /// Fuel over all instances. It is always counted; `None` lets it run.
    pub fuel: Option<u64>,
    /// Wall time of the call, from instantiation to the last row.
    pub wall: Duration,
    /// CPU time of the guest's threads, apart from the wall time.
    pub cpu: Duration,
    /// Rows of the output.
    pub output_rows: u64,
    /// Bytes of Arrow buffers of the output.
    pub output_bytes: u64,
    /// Bytes of Arrow buffers handed to the guest, over all inputs.
    pub input_bytes: u64,
    /// Bytes of log text (`log`, stdout, stderr) that are kept. What is over it is dropped, not an error.
    pub log_bytes: u64,
    /// Bytes of the parameters' JSON.
    pub params_bytes: u64,
    /// Calls of imported functions.
    pub host_calls: u64,
    /// Resource handles alive at once.
    pub handles: u32,
    /// Elements of all tables of an instance.
    pub table_elements: u64,
    /// Instances of a row-by-row transform that run side by side.
    pub instances: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: 1024 * MIB,
            fuel: None,
            wall: Duration::from_secs(30),
            cpu: Duration::from_secs(60),
            output_rows: 100_000_000,
            output_bytes: 16 * 1024 * MIB,
            input_bytes: 64 * 1024 * MIB,
            log_bytes: MIB,
            params_bytes: MIB,
            // A batch is two or three calls; a hundred million of them is a guest that only calls.
            host_calls: 10_000_000,
            handles: 1_000,
            table_elements: 100_000,
            instances: 64,
        }
    }
}

/// Limits as a caller or a transform states them: every field may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsRequest {
    /// Mebibytes of guest memory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_mb: Option<u64>,
    /// Units of fuel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fuel: Option<u64>,
    /// Wall time in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// CPU time in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_ms: Option<u64>,
    /// Rows of the output.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_rows: Option<u64>,
    /// Bytes of the output.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_bytes: Option<u64>,
    /// Bytes of the inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_bytes: Option<u64>,
    /// Bytes of log text that are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_bytes: Option<u64>,
    /// Calls of imported functions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_calls: Option<u64>,
    /// Resource handles alive at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handles: Option<u64>,
    /// Instances side by side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instances: Option<u64>,
}

/// What a door allows: the limits of a call that asks for nothing, and the highest that one may ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitPolicy {
    /// When a call asks for nothing.
    pub default: Limits,
    /// The most that a call may ask for.
    pub ceiling: Limits,
}

impl Default for LimitPolicy {
    fn default() -> Self {
        let default = Limits::default();
        let ceiling = Limits { wall: Duration::from_secs(300), cpu: Duration::from_secs(300), fuel: Some(MOST), ..default.clone() };
        Self { default, ceiling }
    }
}

impl LimitPolicy {
    /// The limits of a call: the ceilings, then the transform's own, then the call's, each only downward.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` naming the field, what was asked for and the ceiling, whoever set it.
    pub fn resolve(&self, transform: &LimitsRequest, call: &LimitsRequest) -> Result<Limits, Error> {
        let own = lowered(&self.default, &self.ceiling, transform).map_err(|error| error.at("the transform's limits"))?;
        // What a transform leaves open, a call may raise as far as the server's ceiling.
        let ceiling = lowered(&self.ceiling, &self.ceiling, transform)?;
        lowered(&own, &ceiling, call)
    }
}

/// `start` with the fields of `asked` in place, none above `ceiling`.
fn lowered(start: &Limits, ceiling: &Limits, asked: &LimitsRequest) -> Result<Limits, Error> {
    // Destructured in full, so that a new limit cannot be forgotten here.
    let LimitsRequest { memory_mb, fuel, timeout_ms, cpu_ms, output_rows, output_bytes, input_bytes, log_bytes, host_calls, handles, instances } = asked;
    let ms = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    Ok(Limits {
        memory_bytes: pick("memory_mb", *memory_mb, start.memory_bytes / MIB, ceiling.memory_bytes / MIB)? * MIB,
        fuel: match fuel {
            Some(_) => Some(pick("fuel", *fuel, 0, ceiling.fuel.unwrap_or(MOST))?),
            None => start.fuel.filter(|fuel| *fuel != u64::MAX),
        },
        wall: Duration::from_millis(pick("timeout_ms", *timeout_ms, ms(start.wall), ms(ceiling.wall))?),
        cpu: Duration::from_millis(pick("cpu_ms", *cpu_ms, ms(start.cpu), ms(ceiling.cpu))?),
        output_rows: pick("output_rows", *output_rows, start.output_rows, ceiling.output_rows)?,
        output_bytes: pick("output_bytes", *output_bytes, start.output_bytes, ceiling.output_bytes)?,
        input_bytes: pick("input_bytes", *input_bytes, start.input_bytes, ceiling.input_bytes)?,
        log_bytes: pick("log_bytes", *log_bytes, start.log_bytes, ceiling.log_bytes)?,
        params_bytes: start.params_bytes,
        host_calls: pick("host_calls", *host_calls, start.host_calls, ceiling.host_calls)?,
        handles: pick("handles", *handles, u64::from(start.handles), u64::from(ceiling.handles))? as u32,
        table_elements: start.table_elements,
        instances: pick("instances", *instances, u64::from(start.instances), u64::from(ceiling.instances))?.max(1) as u32,
    })
}

fn pick(field: &str, asked: Option<u64>, start: u64, ceiling: u64) -> Result<u64, Error> {
    match asked {
        None => Ok(start),
        Some(asked) if asked <= ceiling => Ok(asked),
        Some(asked) => Err(Error::invalid(&format!("limits.{field}"), format!("limits.{field} is {asked}, above the ceiling of {ceiling}"))
            .with("limit", field)
            .with("requested", asked)
            .with("ceiling", ceiling)),
    }
}

/// A limit that was reached: which one, how high it is, where the call stood, and what it asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitExceeded {
    /// The limit's name, as in [`LimitsRequest`].
    pub name: String,
    /// How high it is, in the unit of its name.
    pub limit: u64,
    /// What was in use.
    pub current: u64,
    /// What was asked for on top.
    pub requested: u64,
}

impl From<LimitExceeded> for Error {
    fn from(exceeded: LimitExceeded) -> Self {
        let LimitExceeded { name, limit, current, requested } = exceeded;
        Error::new(Code::ResourceCap, format!("limit {name} of {limit} reached: {current} in use, {requested} more asked for"))
            .with("limit", name)
            .with("allowed", limit)
            .with("current", current)
            .with("requested", requested)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(text: &str) -> LimitsRequest {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_call_that_asks_for_nothing_gets_the_defaults() {
        let policy = LimitPolicy::default();
        assert_eq!(policy.resolve(&asks("{}"), &asks("{}")).unwrap(), policy.default);
    }

    #[test]
    fn a_call_may_raise_the_default_up_to_the_ceiling() {
        let limits = LimitPolicy::default().resolve(&asks("{}"), &asks(r#"{"timeout_ms": 300000, "fuel": 5}"#)).unwrap();
        assert_eq!((limits.wall, limits.fuel), (Duration::from_secs(300), Some(5)));
    }

    #[test]
    fn above_the_ceiling_is_refused_with_the_ceiling_named() {
        let error = LimitPolicy::default().resolve(&asks("{}"), &asks(r#"{"memory_mb": 4096}"#)).unwrap_err();
        assert_eq!(error.to_string(), "VALIDATION_ERROR: limits.memory_mb is 4096, above the ceiling of 1024");
    }

    #[test]
    fn a_transforms_own_limit_is_the_ceiling_of_its_calls() {
        let policy = LimitPolicy::default();
        let own = asks(r#"{"memory_mb": 64}"#);
        assert_eq!(policy.resolve(&own, &asks("{}")).unwrap().memory_bytes, 64 * MIB);
        assert_eq!(policy.resolve(&own, &asks(r#"{"memory_mb": 32}"#)).unwrap().memory_bytes, 32 * MIB);
        assert!(policy.resolve(&own, &asks(r#"{"memory_mb": 65}"#)).is_err());
    }

    #[test]
    fn an_unknown_limit_is_refused() {
        assert!(serde_json::from_str::<LimitsRequest>(r#"{"memory_mib": 4}"#).is_err());
    }
}
