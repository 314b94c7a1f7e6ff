//! Expressions of Python to terms.

use ruff_python_ast::{Expr, ExprAttribute, ExprName};
use ruff_text_size::{Ranged, TextRange};
use serde_json::{Value, json};

use super::term::Term;
use super::{Meaning, Reader};
use crate::document::MAX_NESTING;
use crate::fault::Result;
use crate::python::words;
use crate::suggest::closest;

impl Reader<'_> {
    /// What an expression stands for.
    pub(super) fn term(&mut self, expr: &Expr) -> Result<Term> {
        if self.depth == MAX_NESTING {
            return Err(self.too_deep(expr.range()));
        }
        self.depth += 1;
        let term = self.term_here(expr);
        self.depth -= 1;
        term
    }

    fn term_here(&mut self, expr: &Expr) -> Result<Term> {
        let at = expr.range();
        match expr {
            Expr::StringLiteral(text) => Ok(Term::Scalar(text.value.to_str().into())),
            Expr::NumberLiteral(number) => self.number(&number.value, at),
            Expr::BooleanLiteral(truth) => Ok(Term::Scalar(truth.value.into())),
            Expr::NoneLiteral(_) => Ok(Term::Scalar(Value::Null)),
            Expr::List(list) => self.list(&list.elts),
            Expr::Tuple(tuple) => self.list(&tuple.elts),
            Expr::Set(set) => self.list(&set.elts),
            Expr::Dict(dict) => self.dict(dict),
            Expr::Name(name) => self.name(name),
            Expr::Attribute(attribute) => self.attribute(attribute),
            Expr::Call(call) => match self.chain(expr, false) {
                Some(chain) => self.frame_argument(&chain),
                None => self.call(call),
            },
            Expr::Subscript(subscript) => match self.list_item(subscript) {
                Some(frame) => Ok(Term::Frame(frame)),
                None => Err(self.fault(at, refused(expr))),
            },
            Expr::BinOp(operation) => self.binary(operation),
            Expr::UnaryOp(operation) => self.unary(operation),
            Expr::Compare(comparison) => self.comparison(comparison),
            other => Err(self.fault(at, refused(other))),
        }
    }

    fn list(&mut self, items: &[Expr]) -> Result<Term> {
        let mut terms = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Expr::Starred(starred) => match self.term(&starred.value)? {
                    Term::List(items) => terms.extend(items),
                    other => return Err(self.fault(starred.range(), format!("* spreads a list, and this is {}", other.kind()))),
                },
                item => terms.push(self.term(item)?),
            }
        }
        Ok(Term::List(terms))
    }

    fn dict(&mut self, dict: &ruff_python_ast::ExprDict) -> Result<Term> {
        let mut items: Vec<(Term, Term)> = Vec::with_capacity(dict.items.len());
        for item in &dict.items {
            match &item.key {
                Some(key) => items.push((self.term(key)?, self.term(&item.value)?)),
                None => match self.term(&item.value)? {
                    Term::Dict(inner) => items.extend(inner),
                    other => return Err(self.fault(item.value.range(), format!("** spreads a dict, and this is {}", other.kind()))),
                },
            }
        }
        Ok(Term::Dict(items))
    }

    fn name(&mut self, name: &ExprName) -> Result<Term> {
        let (id, at) = (name.id.as_str(), name.range());
        match self.names.get(id).cloned() {
            Some(Meaning::Given(term)) => self.recall(&term, at),
            Some(Meaning::Member(path)) if words::is_data_type(&path) => Ok(Term::Type(path.into())),
            Some(Meaning::Member(_) | Meaning::Moment(_)) => Err(self.fault(at, format!("{id} must be called here"))),
            Some(Meaning::Polars | Meaning::Selectors | Meaning::Calendar | Meaning::Annotation) => Err(self.fault(at, format!("{id} is no value"))),
            None => match words::built_in_type(id) {
                Some(data_type) => Ok(Term::Type(data_type.into())),
                None => Err(self.unknown_name(id, at)),
            },
        }
    }

    pub(super) fn unknown_name(&self, id: &str, at: TextRange) -> crate::fault::Fault {
        let fault = self.fault(at, format!("nothing is called {id} here"));
        let near = closest(id, self.names.keys().map(String::as_str));
        fault.given(id).did_you_mean(near)
    }

    /// `pl.Int64`, `pl.col.a`.
    fn attribute(&mut self, attribute: &ExprAttribute) -> Result<Term> {
        let at = attribute.range();
        let (parts, base) = super::calls::dotted(attribute);
        if let Expr::Name(base) = base {
            match (self.names.get(base.id.as_str()), parts.as_slice()) {
                (Some(Meaning::Polars), [name]) if words::is_data_type(name) => return Ok(Term::Type((*name).into())),
                (Some(Meaning::Polars), ["col", column]) => return Ok(column_of(column)),
                (Some(Meaning::Member(path)), [column]) if path == "col" => return Ok(column_of(column)),
                (Some(Meaning::Given(Term::Frame(frame))), [name]) => {
                    let hint = if *name == "columns" { ": name the columns" } else { "" };
                    return Err(self.fault(at, format!("{frame}.{name} is known only when the pipeline runs{hint}")));
                }
                (None, _) => return Err(self.unknown_name(base.id.as_str(), base.range())),
                _ => {}
            }
        }
        Err(self.fault(at, format!("{} must be called here", parts.join("."))))
    }
}

fn column_of(name: &str) -> Term {
    Term::Expr(json!({"expr": "col", "args": [name], "kwargs": {}}))
}

/// Why an expression is not taken, and what to write.
fn refused(expr: &Expr) -> &'static str {
    match expr {
        Expr::FString(_) => "an f-string cannot be taken: nothing is evaluated; write the text, or use pl.format",
        Expr::TString(_) => "a t-string cannot be taken: nothing is evaluated",
        Expr::BoolOp(_) => "and, or stop at the first operand in Python: use & and | for expressions",
        Expr::Lambda(_) => "a lambda cannot be taken: upload it as a transform and import its name from transforms",
        Expr::If(_) => "a conditional expression cannot be taken: use pl.when",
        Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => "a comprehension cannot be taken: write the items, or use a selector",
        Expr::Subscript(_) => "an index cannot be taken: use select, filter, slice or get",
        Expr::Named(_) => ":= cannot be taken: assign before",
        Expr::Starred(_) => "* cannot stand here",
        Expr::BytesLiteral(_) => "bytes cannot be taken: the format has none",
        Expr::EllipsisLiteral(_) => "... is no value",
        Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => "this cannot be taken: a pipeline has no coroutines",
        _ => "this cannot be taken",
    }
}
