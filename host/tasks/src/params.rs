//! Parameters against the JSON Schema that a transform gives for them.

use sandtable_core::description::Description;
use sandtable_core::{Error, Result, text};
use serde_json::Value;

/// Checks the parameters of calls.
pub(crate) struct ParamsCheck(Rule);

enum Rule {
    /// The transform takes no parameters.
    None,
    /// Those of a schema.
    Schema(Box<jsonschema::Validator>),
    /// Whatever they are: who takes them looks at them.
    Any,
}

/// The most faults that one message names.
const MAX_FAULTS: usize = 5;

impl ParamsCheck {
    /// Prepares the check.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the schema is not one: the check at upload has refused such components.
    pub(crate) fn new(description: &Description) -> Result<Self> {
        let build = |schema| {
            // References are not followed: a schema is a stranger's, and this process reaches nothing anyway.
            jsonschema::options()
                .build(schema)
                .map_err(|error| Error::invalid("params", format!("the transform's schema of parameters: {}", text::quote(&error.to_string()))))
        };
        Ok(Self(match &description.params {
            Some(schema) => Rule::Schema(Box::new(build(schema)?)),
            None => Rule::None,
        }))
    }

    /// Takes any JSON object.
    pub(crate) fn any() -> Self {
        Self(Rule::Any)
    }

    /// Checks the parameters of a call.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` naming each parameter that is missing, unknown or of the wrong type.
    pub(crate) fn check(&self, params: &str) -> Result<()> {
        let given: Value = serde_json::from_str(params).map_err(|error| Error::invalid("params", format!("params is not JSON: {error}")))?;
        let Value::Object(object) = &given else {
            return Err(Error::invalid("params", "params is not a JSON object"));
        };
        let validator = match &self.0 {
            Rule::Schema(validator) => validator,
            Rule::Any => return Ok(()),
            Rule::None => {
                let Some(first) = object.keys().next() else { return Ok(()) };
                return Err(Error::invalid("params", format!("unknown parameter {}; the transform takes none", text::quote(first))));
            }
        };
        let faults: Vec<String> = validator
            .iter_errors(&given)
            .take(MAX_FAULTS)
            .map(|fault| {
                let place = fault.instance_path().to_string();
                let message = text::sanitize(&fault.to_string(), text::MAX_QUOTED_CHARS);
                if place.is_empty() { message } else { format!("params{}: {message}", place.replace('/', ".")) }
            })
            .collect();
        if faults.is_empty() {
            return Ok(());
        }
        Err(Error::invalid("params", format!("parameters are not acceptable: {}", faults.join("; "))).with("problems", faults))
    }
}
