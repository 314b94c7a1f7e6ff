//! What every store checks before it writes.

use crate::{NewJob, NewStep, Options, Result, StoreError};

/// Bytes that a queue, a type, an owner or a key may have. Arbitrary, and far more than any of them needs.
const MAX_NAME_BYTES: usize = 255;

pub(crate) fn new_job(new: &NewJob, options: &Options) -> Result<()> {
    name("queue", &new.queue)?;
    name("job_type", &new.job_type)?;
    if let Some(key) = &new.idempotency_key {
        name("idempotency_key", key)?;
    }
    if new.max_attempts == 0 {
        return Err(StoreError::Invalid { field: "max_attempts", message: "0 is given, 1 is the least".to_owned() });
    }
    size("payload", new.payload.len() as u64, options.max_payload_bytes)
}

pub(crate) fn name(field: &'static str, given: &str) -> Result<()> {
    match given.len() {
        0 => Err(StoreError::Invalid { field, message: "is empty".to_owned() }),
        1..=MAX_NAME_BYTES => Ok(()),
        more => Err(StoreError::Invalid { field, message: format!("has {more} bytes, {MAX_NAME_BYTES} are allowed") }),
    }
}

/// The step as JSON, if it is small enough.
pub(crate) fn step(step: &NewStep, options: &Options) -> Result<String> {
    let text = to_json(step)?;
    size("step", text.len() as u64, options.max_step_bytes)?;
    Ok(text)
}

pub(crate) fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Broken(error.to_string()))
}

pub(crate) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Broken(format!("{error} in {text:?}")))
}

fn size(what: &'static str, given: u64, limit: u64) -> Result<()> {
    if given > limit { Err(StoreError::TooLarge { what, limit, given }) } else { Ok(()) }
}
