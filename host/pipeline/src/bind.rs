//! Arguments to parameters, as Python binds them: by position, by name, defaults, `*args` and `**kwargs`.
//!
//! The texts of the errors follow Python's, since that is what a reader of Polars' documentation searches for.

use serde_json::{Map, Value};

use crate::fault::{Fault, Result, closest};
use crate::table::{Operation, Pass, Type};

/// The arguments of one call, by the names of its parameters.
#[derive(Debug, Clone)]
pub(crate) struct Bound<'a> {
    operation: &'a Operation,
    /// As many as there are parameters; nothing where none was given.
    given: Vec<Option<Given<'a>>>,
    varargs: Vec<&'a Value>,
    varkwargs: Vec<(&'a str, &'a Value)>,
    /// How many of the positions `varargs` begin after, for the place in errors.
    varargs_from: usize,
}

#[derive(Debug, Clone)]
struct Given<'a> {
    value: &'a Value,
    /// Where it stands in the document: `args[0]` or `kwargs.name`.
    place: String,
}

/// Binds `args` and `kwargs` to the signature of `operation`.
///
/// # Errors
/// A fault when there are too many arguments, an unknown or doubled name, or when a required one is missing.
pub(crate) fn bind<'a>(operation: &'a Operation, args: &'a [Value], kwargs: &'a Map<String, Value>) -> Result<Bound<'a>> {
    let params = &operation.params;
    let mut bound = Bound { operation, given: vec![None; params.len()], varargs: Vec::new(), varkwargs: Vec::new(), varargs_from: 0 };
    let positional: Vec<usize> = (0..params.len()).filter(|&at| matches!(params[at].pass, Pass::Positional | Pass::OnlyPositional)).collect();
    let varargs = params.iter().any(|param| param.pass == Pass::Varargs);
    let varkwargs = params.iter().any(|param| param.pass == Pass::Varkwargs);

    if args.len() > positional.len() && !varargs {
        let allowed = match positional.len() {
            0 => "no positional argument".to_owned(),
            1 => "1 positional argument".to_owned(),
            n => format!("{n} positional arguments"),
        };
        return Err(Fault::new(format!("{}() takes {allowed} but {} were given", operation.name, args.len()))
            .argument(format!("args[{}]", positional.len()))
            .given(args.len())
            .allowed(operation.signature()));
    }
    bound.varargs_from = positional.len();
    for (position, value) in args.iter().enumerate() {
        match positional.get(position) {
            Some(&at) => bound.given[at] = Some(Given { value, place: format!("args[{position}]") }),
            None => bound.varargs.push(value),
        }
    }
    for (name, value) in kwargs {
        let current = operation.renamed.get(name).unwrap_or(name);
        let named = |at: &usize| params[*at].name == *current && matches!(params[*at].pass, Pass::Positional | Pass::Keyword);
        match (0..params.len()).find(named) {
            Some(at) if bound.given[at].is_some() => {
                return Err(Fault::new(format!("{}() got multiple values for argument '{name}'", operation.name)).argument(format!("kwargs.{name}")));
            }
            Some(at) => bound.given[at] = Some(Given { value, place: format!("kwargs.{name}") }),
            None if varkwargs => bound.varkwargs.push((name, value)),
            None => {
                let names = params.iter().filter(|param| matches!(param.pass, Pass::Positional | Pass::Keyword)).map(|param| param.name.as_str());
                return Err(Fault::new(format!("{}() got an unexpected keyword argument '{name}'", operation.name))
                    .argument(format!("kwargs.{name}"))
                    .given(name)
                    .allowed(operation.signature())
                    .did_you_mean(closest(name, names)));
            }
        }
    }
    let missing: Vec<&str> =
        params.iter().zip(&bound.given).filter(|(param, given)| given.is_none() && !param.is_optional()).map(|(param, _)| param.name.as_str()).collect();
    match missing.as_slice() {
        [] => Ok(bound),
        [first, ..] => {
            let plural = if missing.len() == 1 { "argument" } else { "arguments" };
            let names: Vec<String> = missing.iter().map(|name| format!("'{name}'")).collect();
            Err(Fault::new(format!("{}() missing {} required {plural}: {}", operation.name, missing.len(), names.join(" and ")))
                .argument(format!("kwargs.{first}"))
                .allowed(operation.signature()))
        }
    }
}

impl<'a> Bound<'a> {
    /// The operation that was bound.
    pub(crate) fn operation(&self) -> &'a Operation {
        self.operation
    }

    fn at(&self, name: &str) -> usize {
        // A name that the signature lacks is a slip of ours, not of the document: a newer Polars renamed it.
        self.operation.params.iter().position(|param| param.name == name).unwrap_or_else(|| panic!("{} has no parameter {name}", self.operation.name))
    }

    /// All that was given, as a text: equal for equal calls.
    pub(crate) fn fingerprint(&self) -> String {
        let given: Vec<String> =
            self.operation.params.iter().zip(&self.given).filter_map(|(param, given)| Some(format!("{}={}", param.name, given.as_ref()?.value))).collect();
        format!("{}({})", self.operation.name, given.join(","))
    }

    /// Whether the document gave it.
    pub(crate) fn is_given(&self, name: &str) -> bool {
        self.given[self.at(name)].is_some()
    }

    /// The argument, or its default; nothing when it was not given and Python has `no_default` there.
    pub(crate) fn get(&self, name: &str) -> Option<&'a Value> {
        let at = self.at(name);
        match &self.given[at] {
            Some(given) => Some(given.value),
            None => {
                let param = &self.operation.params[at];
                if param.no_default { None } else { param.default.as_ref() }
            }
        }
    }

    /// As [`Bound::get`], null also counting as nothing.
    pub(crate) fn value(&self, name: &str) -> Option<&'a Value> {
        self.get(name).filter(|value| !value.is_null())
    }

    /// What `*args` took.
    pub(crate) fn varargs(&self) -> &[&'a Value] {
        &self.varargs
    }

    /// What `**kwargs` took, in the order of the document.
    pub(crate) fn varkwargs(&self) -> &[(&'a str, &'a Value)] {
        &self.varkwargs
    }

    /// Where the argument stands: `args[0]`, `kwargs.name`.
    pub(crate) fn place(&self, name: &str) -> String {
        match &self.given[self.at(name)] {
            Some(given) => given.place.clone(),
            None => format!("kwargs.{name}"),
        }
    }

    /// Where the n-th of `*args` stands.
    pub(crate) fn vararg_place(&self, n: usize) -> String {
        format!("args[{}]", self.varargs_from + n)
    }

    /// A fault at that argument.
    pub(crate) fn wrong(&self, name: &str, allowed: impl std::fmt::Display) -> Fault {
        let given = self.get(name).map_or_else(|| "nothing".to_owned(), Value::to_string);
        Fault::new(format!("{}() cannot take {} as '{name}': expected {allowed}", self.operation.name, brief(&given)))
            .argument(self.place(name))
            .given(given)
            .allowed(allowed)
    }

    /// True or false.
    pub(crate) fn bool(&self, name: &str) -> Result<bool> {
        self.bool_opt(name)?.ok_or_else(|| self.wrong(name, "true or false"))
    }

    /// True, false or null.
    pub(crate) fn bool_opt(&self, name: &str) -> Result<Option<bool>> {
        self.value(name).map(|value| value.as_bool().ok_or_else(|| self.wrong(name, "true or false"))).transpose()
    }

    /// One flag or a list of them.
    pub(crate) fn bools(&self, name: &str) -> Result<Vec<bool>> {
        match self.value(name) {
            Some(Value::Array(items)) => items.iter().map(|item| item.as_bool().ok_or_else(|| self.wrong(name, "true or false, or a list of those"))).collect(),
            _ => Ok(vec![self.bool(name)?]),
        }
    }

    /// An integer.
    pub(crate) fn int(&self, name: &str) -> Result<i64> {
        self.int_opt(name)?.ok_or_else(|| self.wrong(name, "an integer"))
    }

    /// An integer or null.
    pub(crate) fn int_opt(&self, name: &str) -> Result<Option<i64>> {
        self.value(name).map(|value| value.as_i64().ok_or_else(|| self.wrong(name, "an integer"))).transpose()
    }

    /// An integer that is not negative.
    pub(crate) fn size(&self, name: &str) -> Result<usize> {
        self.size_opt(name)?.ok_or_else(|| self.wrong(name, "an integer that is not negative"))
    }

    /// An integer that is not negative, or null.
    pub(crate) fn size_opt(&self, name: &str) -> Result<Option<usize>> {
        let size =
            |value: &Value| value.as_u64().and_then(|size| usize::try_from(size).ok()).ok_or_else(|| self.wrong(name, "an integer that is not negative"));
        self.value(name).map(size).transpose()
    }

    /// A number.
    pub(crate) fn float(&self, name: &str) -> Result<f64> {
        self.float_opt(name)?.ok_or_else(|| self.wrong(name, "a number"))
    }

    /// A number or null.
    pub(crate) fn float_opt(&self, name: &str) -> Result<Option<f64>> {
        self.value(name).map(|value| value.as_f64().ok_or_else(|| self.wrong(name, "a number"))).transpose()
    }

    /// A string.
    pub(crate) fn str(&self, name: &str) -> Result<&'a str> {
        self.str_opt(name)?.ok_or_else(|| self.wrong(name, "a string"))
    }

    /// A string or null.
    pub(crate) fn str_opt(&self, name: &str) -> Result<Option<&'a str>> {
        self.value(name).map(|value| value.as_str().ok_or_else(|| self.wrong(name, "a string"))).transpose()
    }

    /// A string of exactly one byte, such as a separator.
    pub(crate) fn byte_opt(&self, name: &str) -> Result<Option<u8>> {
        match self.str_opt(name)?.map(str::as_bytes) {
            None => Ok(None),
            Some([byte]) => Ok(Some(*byte)),
            Some(_) => Err(self.wrong(name, "a single byte")),
        }
    }

    /// One string or a list of them.
    pub(crate) fn strings(&self, name: &str) -> Result<Vec<&'a str>> {
        self.strings_opt(name)?.ok_or_else(|| self.wrong(name, "a string or a list of strings"))
    }

    /// One string, a list of them, or null.
    pub(crate) fn strings_opt(&self, name: &str) -> Result<Option<Vec<&'a str>>> {
        let wrong = || self.wrong(name, "a string or a list of strings");
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(vec![text])),
            Some(Value::Array(items)) => items.iter().map(|item| item.as_str().ok_or_else(wrong)).collect::<Result<_>>().map(Some),
            Some(_) => Err(wrong()),
        }
    }

    /// One of the words that the signature lists.
    pub(crate) fn one_of(&self, name: &str) -> Result<&'a str> {
        self.one_of_opt(name)?.ok_or_else(|| self.wrong(name, self.words(name)))
    }

    /// One of the words that the signature lists, or null.
    pub(crate) fn one_of_opt(&self, name: &str) -> Result<Option<&'a str>> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let values = &self.operation.params[self.at(name)].values;
        match value.as_str() {
            Some(word) if values.iter().any(|value| value == word) => Ok(Some(word)),
            Some(word) => Err(self.wrong(name, self.words(name)).did_you_mean(closest(word, values.iter().map(String::as_str)))),
            None => Err(self.wrong(name, self.words(name))),
        }
    }

    fn words(&self, name: &str) -> String {
        let param = &self.operation.params[self.at(name)];
        match param.ty {
            Type::Enum => format!("one of {}", param.values.join(", ")),
            _ => "a string".to_owned(),
        }
    }

    /// Refuses arguments that make no sense in a document when they are given and are not their default.
    pub(crate) fn refuse(&self, names: &[&str], reason: &str) -> Result<()> {
        for &name in names {
            let default = self.operation.param(name).and_then(|param| param.default.as_ref());
            if self.is_given(name) && self.get(name) != default && self.value(name).is_some() {
                return Err(Fault::new(format!("{}() does not take '{name}' here: {reason}", self.operation.name)).argument(self.place(name)));
            }
        }
        Ok(())
    }
}

fn brief(text: &str) -> String {
    const SHOWN_CHARS: usize = 60;
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
