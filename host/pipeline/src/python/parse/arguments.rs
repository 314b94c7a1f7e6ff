//! The arguments of a call.

use ruff_python_ast::{Arguments, Expr};
use ruff_text_size::{Ranged, TextRange};
use serde_json::{Map, Value};

use super::Reader;
use super::term::Term;
use crate::fault::Result;
use crate::python::words;

/// Positional and keyword arguments with the places where they stand.
pub(super) struct Given {
    pub(super) args: Vec<(Term, TextRange)>,
    pub(super) kwargs: Vec<(String, Term, TextRange)>,
}

impl Reader<'_> {
    /// The arguments as they stand in a step or an expression.
    pub(super) fn arguments(&mut self, arguments: &Arguments, method: &str) -> Result<(Vec<Value>, Map<String, Value>)> {
        let given = self.given(arguments, method)?;
        self.given_json(given)
    }

    pub(super) fn given_json(&mut self, Given { args, kwargs }: Given) -> Result<(Vec<Value>, Map<String, Value>)> {
        let args = args.into_iter().map(|(term, at)| self.json(term, at)).collect::<Result<_>>()?;
        let mut object = Map::new();
        for (name, term, at) in kwargs {
            let value = self.json(term, at)?;
            if object.insert(name.clone(), value).is_some() {
                return Err(self.fault(at, format!("the argument {name} is given twice")));
            }
        }
        Ok((args, object))
    }

    /// The arguments of a call of `method`. `*list` and `**dict` are spread when it is known what they hold.
    pub(super) fn given(&mut self, arguments: &Arguments, method: &str) -> Result<Given> {
        let mut args = Vec::new();
        for arg in &arguments.args {
            match arg {
                Expr::Starred(starred) => match self.term(&starred.value)? {
                    Term::List(items) => args.extend(items.into_iter().map(|item| (item, starred.range()))),
                    other => return Err(self.fault(starred.range(), format!("* spreads a list, and this is {}", other.kind()))),
                },
                arg => args.push((self.argument(arg, words::takes_function(method, args.len()))?, arg.range())),
            }
        }
        let mut kwargs = Vec::new();
        for keyword in &arguments.keywords {
            let at = keyword.range();
            match &keyword.arg {
                Some(name) => kwargs.push((name.to_string(), self.argument(&keyword.value, name.as_str() == "function")?, at)),
                None => match self.term(&keyword.value)? {
                    Term::Dict(items) => {
                        for (key, value) in items {
                            let name = key.as_str().ok_or_else(|| self.fault(at, "** spreads a dict with strings for keys"))?;
                            kwargs.push((name.to_owned(), value, at));
                        }
                    }
                    other => return Err(self.fault(at, format!("** spreads a dict, and this is {}", other.kind()))),
                },
            }
        }
        if method.starts_with("replace") {
            spread_mapping(&mut args, &kwargs);
        }
        Ok(Given { args, kwargs })
    }

    /// One argument. Where Python wants a function, a name that stands for nothing is the name of one.
    fn argument(&mut self, arg: &Expr, takes_function: bool) -> Result<Term> {
        match arg {
            Expr::Name(name) if takes_function && !self.names.contains_key(name.id.as_str()) && words::built_in_type(name.id.as_str()).is_none() => {
                Ok(Term::Function(name.id.to_string()))
            }
            arg => self.term(arg),
        }
    }
}

/// `replace({1: 2})`: JSON has only strings for keys, but `replace([1], [2])` is the same.
fn spread_mapping(args: &mut Vec<(Term, TextRange)>, kwargs: &[(String, Term, TextRange)]) {
    if let [(Term::Dict(items), at)] = args.as_slice()
        && items.iter().any(|(key, _)| key.as_str().is_none())
        && !kwargs.iter().any(|(name, _, _)| name == "new")
    {
        let at = *at;
        let (old, new) = items.iter().cloned().unzip();
        *args = vec![(Term::List(old), at), (Term::List(new), at)];
    }
}
