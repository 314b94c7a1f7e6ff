//! What requests of both generations have in common. They are read by hand: the contract has its own words for what is
//! wrong, and its callers send more than they must.

use sandtable_core::units::MIB;
use sandtable_core::{LimitsRequest, text};
use serde_json::{Map, Value};

use crate::config::RunnerConfig;
use crate::engine::Code;
use crate::lines::{Lines, Stream};

/// CPU time that a run has beyond its wall time where nobody limits it.
pub(crate) const BEYOND_WALL_MS: u64 = 60_000;

/// The languages that source code may be in.
const LANGUAGES: [&str; 2] = ["python", "javascript"];

/// Reads the body's object.
pub(crate) fn object(body: &[u8]) -> Result<Map<String, Value>, String> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err("the request body is not a JSON object".to_owned()),
        Err(error) => Err(format!("the request body is not JSON: {error}")),
    }
}

/// A field that is text, if it is there and not null.
pub(crate) fn string(fields: &Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(format!("{name} is not a string")),
    }
}

/// A field that is an object of texts, in its own order.
pub(crate) fn strings(fields: &Map<String, Value>, name: &str) -> Result<Vec<(String, String)>, String> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Object(pairs)) => pairs
            .iter()
            .map(|(key, value)| match value {
                Value::String(text) => Ok((key.clone(), text.clone())),
                _ => Err(format!("{name}.{} is not a string", text::sanitize(key, text::MAX_QUOTED_CHARS))),
            })
            .collect(),
        Some(_) => Err(format!("{name} is not an object")),
    }
}

/// The code: source in the language that `runtime` names, or a stored transform.
pub(crate) fn code(fields: &Map<String, Value>) -> Result<Option<Code>, String> {
    let runtime = string(fields, "runtime")?.unwrap_or_else(|| "python".to_owned());
    match fields.get("code") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(code)) if code.is_empty() => Ok(None),
        Some(Value::String(code)) if runtime == "wasm" => stored(code).map(Some),
        Some(Value::String(code)) if LANGUAGES.contains(&runtime.as_str()) => {
            let library = strings(fields, "library")?.into_iter().map(|(name, source)| (module(&name), source)).collect();
            Ok(Some(Code::Source { language: runtime, source: code.clone(), library }))
        }
        Some(Value::String(_)) => Err(format!("runtime {} is not available; there are {}, wasm", text::quote(&runtime), LANGUAGES.join(", "))),
        Some(Value::Object(reference)) => match reference.get("transform") {
            Some(Value::String(reference)) => stored(reference).map(Some),
            _ => Err("code is neither source code nor {\"transform\": \"NAME@VERSION\"}".to_owned()),
        },
        Some(_) => Err("code is neither source code nor {\"transform\": \"NAME@VERSION\"}".to_owned()),
    }
}

/// The name that a library module is imported by. Callers name modules or their files: `a.b`, `a/b.py`.
fn module(given: &str) -> String {
    let path = [".py", ".js", ".mjs"].iter().find_map(|extension| given.strip_suffix(extension)).unwrap_or(given);
    let path = path.trim_start_matches("./").strip_suffix("/__init__").unwrap_or(path.trim_start_matches("./"));
    path.replace('/', ".")
}

fn stored(reference: &str) -> Result<Code, String> {
    let (name, version) = match reference.split_once('@') {
        Some((name, version)) => (name, Some(version)),
        None => (reference, None),
    };
    let wrong = |error: &dyn std::fmt::Display| format!("code: {} is not NAME@VERSION: {error}", text::quote(reference));
    Ok(Code::Stored {
        name: name.trim().parse().map_err(|error: sandtable_core::Error| wrong(&error.message))?,
        version: version.map(semver::Version::parse).transpose().map_err(|error| wrong(&error))?,
    })
}

/// What a run asks to be held to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Asked {
    /// Seconds.
    timeout: Option<f64>,
    memory_mb: Option<u64>,
    fuel: Option<u64>,
}

/// What it is held to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bounds {
    /// Seconds, as they are told.
    pub(crate) timeout: f64,
    pub(crate) limits: LimitsRequest,
    /// What was asked for and is not given.
    pub(crate) clamped: Vec<String>,
}

impl Asked {
    pub(crate) fn of(fields: &Map<String, Value>) -> Result<Self, String> {
        let whole = |name: &str| match fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_u64().filter(|number| *number > 0).map(Some).ok_or_else(|| format!("{name} is not a whole number above 0")),
        };
        let timeout = match fields.get("timeout") {
            None | Some(Value::Null) => None,
            Some(value) => match value.as_f64() {
                Some(seconds) if seconds > 0.0 && seconds.is_finite() => Some(seconds),
                _ => return Err("timeout is not a number of seconds above 0".to_owned()),
            },
        };
        Ok(Self { timeout, memory_mb: whole("memory_mb")?, fuel: whole("fuel")? })
    }

    /// Puts defaults and ceilings in. `cpu` is none where CPU time is as long as wall time.
    pub(crate) fn bounds(&self, config: &RunnerConfig, usual: std::time::Duration, cpu: Option<std::time::Duration>) -> Bounds {
        let mut clamped = Vec::new();
        let most = config.max_wall.as_secs_f64();
        let mut timeout = self.timeout.unwrap_or(usual.as_secs_f64());
        if timeout > most {
            clamped.push(format!("timeout of {} seconds is above the ceiling of {}: the run has {}", seconds(timeout), seconds(most), seconds(most)));
            timeout = most;
        }
        let most_mb = config.memory_bytes / MIB;
        let memory_mb = self.memory_mb.map(|asked| {
            if asked > most_mb {
                clamped.push(format!("memory_mb of {asked} is above the ceiling of {most_mb}: the run has {most_mb}"));
            }
            asked.min(most_mb)
        });
        // A limit has 63 bits.
        let fuel = self.fuel.map(|fuel| fuel.min(i64::MAX as u64));
        let wall_ms = ((timeout * 1000.0).ceil() as u64).max(1);
        // Where CPU time is no less than wall time it is the wall time that ends a run, and is told.
        let cpu_ms = cpu.map(|cpu| cpu.as_millis() as u64).filter(|cpu_ms| *cpu_ms < wall_ms).unwrap_or(wall_ms + BEYOND_WALL_MS);
        let limits =
            LimitsRequest { memory_mb: Some(memory_mb.unwrap_or(most_mb)), fuel, timeout_ms: Some(wall_ms), cpu_ms: Some(cpu_ms), ..LimitsRequest::default() };
        Bounds { timeout, limits, clamped }
    }
}

impl Bounds {
    /// Says on stderr what is not given.
    pub(crate) fn tell(&self, lines: &Lines) {
        self.clamped.iter().for_each(|clamped| lines.say(Stream::Stderr, format!("WARNING: {clamped}")));
    }
}

/// Seconds as Python writes them in text: `30`, `0.5`.
pub(crate) fn seconds(seconds: f64) -> String {
    seconds.to_string()
}

/// The id that a request is known by: the caller's own, or a fresh UUID.
pub(crate) fn id(fields: &Map<String, Value>) -> Result<(String, Value), String> {
    match fields.get("request_id") {
        None | Some(Value::Null) => {
            let id = uuid();
            Ok((id.clone(), Value::String(id)))
        }
        Some(Value::String(id)) if (1..=200).contains(&id.len()) => Ok((id.clone(), Value::String(id.clone()))),
        Some(Value::Number(number)) if number.is_i64() || number.is_u64() => Ok((number.to_string(), Value::Number(number.clone()))),
        Some(_) => Err("request_id is neither an integer nor a string of 1 to 200 bytes".to_owned()),
    }
}

/// A random UUID, version 4.
pub(crate) fn uuid() -> String {
    let mut bytes = [0_u8; 16];
    // It only has to be another one each time; should the kernel have none, the time is one.
    if rustix::rand::getrandom(&mut bytes[..], rustix::rand::GetRandomFlags::empty()).is_err() {
        bytes[..8].copy_from_slice(&crate::lines::now_ms().to_be_bytes());
    }
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields(value: Value) -> Map<String, Value> {
        object(value.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn code_is_source_or_a_reference() {
        assert!(matches!(code(&fields(json!({"code": "x"}))), Ok(Some(Code::Source { language, .. })) if language == "python"));
        assert!(matches!(code(&fields(json!({"code": "x", "runtime": "javascript"}))), Ok(Some(Code::Source { language, .. })) if language == "javascript"));
        for stored in [json!({"code": {"transform": "a-b@1.0.0"}}), json!({"code": "a-b@1.0.0", "runtime": "wasm"})] {
            assert!(matches!(code(&fields(stored)), Ok(Some(Code::Stored { name, version: Some(_) })) if name.to_string() == "a-b"));
        }
        for missing in [json!({}), json!({"code": null}), json!({"code": ""})] {
            assert!(matches!(code(&fields(missing)), Ok(None)));
        }
        for bad in [
            json!({"code": 1}),
            json!({"code": {}}),
            json!({"code": "x", "runtime": "cobol"}),
            json!({"code": "X@1", "runtime": "wasm"}),
            json!({"code": "x", "library": {"m": 1}}),
        ] {
            assert!(code(&fields(bad.clone())).is_err(), "{bad}");
        }
    }

    #[test]
    fn library_modules_are_named_as_they_are_imported() {
        for (given, name) in [("common", "common"), ("common.py", "common"), ("a/b.py", "a.b"), ("a.b", "a.b"), ("./a/__init__.py", "a"), ("x.js", "x")] {
            assert_eq!(module(given), name);
        }
    }

    #[test]
    fn what_is_above_a_ceiling_is_clamped_and_told() {
        let config = RunnerConfig::default();
        let bounds = |value: Value| Asked::of(&fields(value)).unwrap().bounds(&config, config.first_wall, Some(config.cpu));
        let usual = bounds(json!({}));
        assert_eq!((usual.timeout, usual.limits.timeout_ms, usual.limits.cpu_ms, usual.limits.memory_mb), (30.0, Some(30_000), Some(90_000), Some(1024)));
        let high = bounds(json!({"timeout": 10_000, "memory_mb": 5000, "fuel": 7}));
        assert_eq!((high.timeout, high.limits.memory_mb, high.limits.cpu_ms, high.limits.fuel), (1800.0, Some(1024), Some(60_000), Some(7)));
        assert_eq!(high.clamped.len(), 2, "{:?}", high.clamped);
        for bad in [json!({"timeout": 0}), json!({"timeout": "x"}), json!({"timeout": -1}), json!({"memory_mb": 1.5}), json!({"fuel": 0})] {
            assert!(Asked::of(&fields(bad.clone())).is_err(), "{bad}");
        }
    }

    #[test]
    fn ids_are_the_callers_or_fresh() {
        assert_eq!(id(&fields(json!({"request_id": 7}))).unwrap(), ("7".to_owned(), json!(7)));
        assert_eq!(id(&fields(json!({"request_id": "a"}))).unwrap(), ("a".to_owned(), json!("a")));
        let (one, two) = (id(&fields(json!({}))).unwrap().0, id(&fields(json!({}))).unwrap().0);
        assert!(one != two && one.len() == 36 && one.as_bytes()[14] == b'4');
        assert!(id(&fields(json!({"request_id": 1.5}))).is_err() && id(&fields(json!({"request_id": ""}))).is_err());
    }
}
