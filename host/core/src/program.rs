//! A transform in source code: what a language is given at each call.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Error, Result, text};

/// The longest source of one module.
pub const MAX_SOURCE_BYTES: usize = 1 << 20;
/// The longest that all modules together may be.
pub const MAX_PROGRAM_BYTES: usize = 4 << 20;
/// The most modules of a library.
const MAX_MODULES: usize = 200;
/// The longest name of a module or an option.
const MAX_NAME_BYTES: usize = 200;
/// The most options.
const MAX_OPTIONS: usize = 32;
/// The longest value of an option.
const MAX_OPTION_BYTES: usize = 1024;

/// A transform in source code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// The module that holds the transform.
    pub source: String,
    /// Modules that it may import: source by dotted name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub library: BTreeMap<String, String>,
    /// What the language leaves open, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
}

impl Program {
    /// A program of one module.
    pub fn of(source: impl Into<String>) -> Self {
        Self { source: source.into(), ..Self::default() }
    }

    /// Bytes of all its modules.
    pub fn size_bytes(&self) -> u64 {
        (self.source.len() + self.library.values().map(String::len).sum::<usize>()) as u64
    }

    /// Looks at sizes and names. Whether it is a program at all is for its language to say.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` naming what is too much.
    pub fn check(&self) -> Result<()> {
        let Self { source, library, options } = self;
        if source.trim().is_empty() {
            return Err(Error::invalid("source", "the source is empty"));
        }
        let modules = library.iter().map(|(name, source)| (format!("library.{}", text::sanitize(name, MAX_NAME_BYTES)), source));
        for (field, source) in std::iter::once(("source".to_owned(), source)).chain(modules) {
            if source.len() > MAX_SOURCE_BYTES {
                let message = format!("{field} has {} bytes, at most {MAX_SOURCE_BYTES} are taken", source.len());
                return Err(Error::invalid(&field, message));
            }
        }
        let counts = [
            ("library", "bytes of source in all its modules", self.size_bytes(), MAX_PROGRAM_BYTES),
            ("library", "modules", library.len() as u64, MAX_MODULES),
            ("options", "options", options.len() as u64, MAX_OPTIONS),
        ];
        if let Some((field, what, found, most)) = counts.into_iter().find(|(_, _, found, most)| *found > *most as u64) {
            return Err(Error::invalid(field, format!("the program has {found} {what}, at most {most} are taken")));
        }
        for (field, name) in library.keys().map(|name| ("library", name)).chain(options.keys().map(|name| ("options", name))) {
            if name.is_empty() || name.len() > MAX_NAME_BYTES || name.chars().any(|c| c.is_control() || c.is_whitespace()) {
                let message = format!("{field}: {} is no name: 1 to {MAX_NAME_BYTES} bytes without spaces", text::quote(name));
                return Err(Error::invalid(field, message));
            }
        }
        if let Some((name, value)) = options.iter().find(|(_, value)| value.len() > MAX_OPTION_BYTES) {
            let field = format!("options.{name}");
            let message = format!("{field} has {} bytes, at most {MAX_OPTION_BYTES} are taken", value.len());
            return Err(Error::invalid(&field, message));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(change: impl FnOnce(&mut Program)) -> String {
        let mut program = Program::of("x = 1");
        change(&mut program);
        program.check().map(|()| "taken".to_owned()).unwrap_or_else(|error| error.message)
    }

    #[test]
    fn what_fits_is_taken_and_what_is_too_much_is_named() {
        let module = |name: &str, bytes: usize| (name.to_owned(), "x".repeat(bytes));
        assert_eq!(refusal(|_| {}), "taken");
        assert_eq!(refusal(|program| program.library.extend([module("a.b", 5)])), "taken");
        assert_eq!(refusal(|program| program.source = " \n".to_owned()), "the source is empty");
        assert_eq!(refusal(|program| program.source = "x".repeat(1 << 21)), "source has 2097152 bytes, at most 1048576 are taken");
        assert_eq!(refusal(|program| program.library.extend([module("a", 1 << 21)])), "library.a has 2097152 bytes, at most 1048576 are taken");
        let five = (0..5).map(|index| module(&format!("m{index}"), 1 << 20));
        let said = "the program has 5242885 bytes of source in all its modules, at most 4194304 are taken";
        assert_eq!(refusal(|program| program.library.extend(five)), said);
        let many = (0..201).map(|index| module(&format!("m{index}"), 1));
        assert_eq!(refusal(|program| program.library.extend(many)), "the program has 201 modules, at most 200 are taken");
        assert_eq!(refusal(|program| program.library.extend([module("a b", 1)])), "library: \"a b\" is no name: 1 to 200 bytes without spaces");
        assert_eq!(refusal(|program| program.options.extend([module("o", 2000)])), "options.o has 2000 bytes, at most 1024 are taken");
    }

    #[test]
    fn its_text_is_the_same_whatever_the_order_that_it_came_in() {
        let one: Program = serde_json::from_str(r#"{"library": {"b": "2", "a": "1"}, "source": "s"}"#).unwrap();
        assert_eq!(serde_json::to_string(&one).unwrap(), r#"{"source":"s","library":{"a":"1","b":"2"}}"#);
        assert!(serde_json::from_str::<Program>(r#"{"source": "s", "libary": {}}"#).is_err());
    }
}
