//! Parameters: a JSON object from the caller, a type of yours in the transform.

use std::any::TypeId;

use serde::de::{DeserializeOwned, IgnoredAny};

use crate::{Error, Result};

const CODE: &str = "bad-parameter";

/// Reads the parameters. `()` stands for a transform that takes none.
///
/// Fails with code `bad-parameter` on text that is no JSON object of that shape.
pub(crate) fn read<P: DeserializeOwned + 'static>(json: &str) -> Result<P> {
    let json = if json.is_empty() { "{}" } else { json };
    if TypeId::of::<P>() != TypeId::of::<()>() {
        return serde_json::from_str(json).map_err(|error| Error::new(CODE, error).context("read the parameters"));
    }
    let given: std::collections::BTreeMap<String, IgnoredAny> =
        serde_json::from_str(json).map_err(|error| Error::new(CODE, error).context("read the parameters"))?;
    if let Some(name) = given.keys().next() {
        crate::bail!(CODE, "`{name}` was given; this transform takes no parameters");
    }
    serde_json::from_str("null").map_err(|error| Error::new(CODE, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Top {
        n: u32,
    }

    #[test]
    fn a_struct_reads_its_fields() {
        assert_eq!(read::<Top>(r#"{"n": 3}"#), Ok(Top { n: 3 }));
    }

    #[test]
    fn a_missing_field_is_named() {
        let error = read::<Top>("{}").unwrap_err().to_string();
        assert_eq!(error, "read the parameters: missing field `n` at line 1 column 2 (bad-parameter)");
    }

    #[test]
    fn unit_takes_an_empty_object_and_nothing_else() {
        assert_eq!(read::<()>("{}"), Ok(()));
        assert_eq!(read::<()>(""), Ok(()));
        let error = read::<()>(r#"{"n": 3}"#).unwrap_err().to_string();
        assert_eq!(error, "`n` was given; this transform takes no parameters (bad-parameter)");
    }
}
