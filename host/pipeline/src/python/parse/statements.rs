//! Statements: each makes steps, lets a name stand for something, or is refused.

use ruff_python_ast::{Expr, ExprList, ExprTuple, Stmt, StmtAnnAssign, StmtAssign};
use ruff_text_size::{Ranged, TextRange};
use serde_json::{Map, Value};

use super::frames::Chain;
use super::term::Term;
use super::{Meaning, Reader};
use crate::fault::Result;
use crate::python::words;

impl Reader<'_> {
    pub(super) fn statement(&mut self, statement: &Stmt, is_first: bool) -> Result<()> {
        match statement {
            Stmt::Import(import) => self.import(import),
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::Assign(assign) => self.assign(assign),
            Stmt::AnnAssign(assign) => self.annotated(assign),
            Stmt::Expr(expr) => self.bare(&expr.value, is_first),
            Stmt::Pass(_) => Ok(()),
            Stmt::FunctionDef(function) if self.steps.is_empty() => self.definition(function),
            other => Err(self.fault(other.range(), format!("{} cannot be taken: a pipeline is a sequence of assignments", what(other)))),
        }
    }

    fn assign(&mut self, assign: &StmtAssign) -> Result<()> {
        let [target] = assign.targets.as_slice() else {
            return Err(self.fault(assign.range(), "an assignment to several names cannot be taken: write one after the other"));
        };
        if let Expr::Tuple(ExprTuple { elts, .. }) | Expr::List(ExprList { elts, .. }) = target {
            return self.unpack(elts, assign);
        }
        let name = self.target(target)?;
        if name == "outputs" && self.is_outputs(&assign.value) {
            return self.read_outputs(&assign.value);
        }
        self.give(&name, &assign.value)
    }

    /// `a, b = pl.align_frames(…)`: each name is one frame of the list.
    fn unpack(&mut self, targets: &[Expr], assign: &StmtAssign) -> Result<()> {
        let names = targets.iter().map(|target| self.target(target)).collect::<Result<Vec<_>>>()?;
        match self.chain(&assign.value, true) {
            Some(chain) if chain.links.last().is_some_and(|link| words::gives_list(link.method)) => {
                let list = self.run_chain(&chain, None)?;
                for (number, name) in names.iter().enumerate() {
                    self.bind(name, Term::Frame(format!("{list}[{number}]")), assign.range())?;
                }
                Ok(())
            }
            _ => Err(self.fault(assign.range(), "several names can only take the frames of align_frames, collect_all or partition_by")),
        }
    }

    /// `name = value`: steps for a frame, a meaning for the name else.
    fn give(&mut self, name: &str, value: &Expr) -> Result<()> {
        if let Some(chain) = self.chain(value, true) {
            return self.run_chain(&chain, Some(name)).map(|_| ());
        }
        match self.kept(value)? {
            // A second name for a frame: it goes on being this frame when the first name gets another.
            Term::Frame(frame) => self.step("clone", Some(&frame), name, (Vec::new(), Map::new()), value.range()).map(|()| self.made(name)),
            term => self.bind(name, term, value.range()),
        }
    }

    /// A value that a name is to stand for. Frames in it are set aside: their own names may get other frames before it is used.
    fn kept(&mut self, value: &Expr) -> Result<Term> {
        let outer = std::mem::take(&mut self.mentioned);
        let term = self.term(value)?;
        let is_inside = !std::mem::replace(&mut self.mentioned, outer).is_empty();
        if is_inside {
            return Err(self.fault(value.range(), "an expression with a frame in it cannot be kept under a name: write it where it is used"));
        }
        match term {
            Term::List(items) => Ok(Term::List(items.into_iter().map(|item| self.set_aside(item, value.range())).collect::<Result<_>>()?)),
            Term::Dict(items) => Ok(Term::Dict(items.into_iter().map(|(key, item)| Ok((key, self.set_aside(item, value.range())?))).collect::<Result<_>>()?)),
            term => Ok(term),
        }
    }

    fn set_aside(&mut self, term: Term, at: TextRange) -> Result<Term> {
        match term {
            Term::Frame(frame) => {
                let name = self.free_frame(&frame);
                self.step("clone", Some(&frame), &name, (Vec::new(), Map::new()), at)?;
                Ok(Term::Frame(name))
            }
            Term::List(items) => Ok(Term::List(items.into_iter().map(|item| self.set_aside(item, at)).collect::<Result<_>>()?)),
            term => Ok(term),
        }
    }

    /// `name: type` declares a variable, and `name: type = constant` one with a default. With a frame or an expression the
    /// annotation says nothing.
    fn annotated(&mut self, assign: &StmtAnnAssign) -> Result<()> {
        let name = self.target(&assign.target)?;
        let Some(value) = &assign.value else { return self.declare(&name, Some(&assign.annotation), None, assign.range()) };
        if let Some(chain) = self.chain(value, true) {
            return self.run_chain(&chain, Some(&name)).map(|_| ());
        }
        match self.kept(value)? {
            term @ (Term::Scalar(_) | Term::List(_) | Term::Dict(_)) if is_plain(&term) => {
                let value = self.data(term, value.range())?;
                self.declare(&name, Some(&assign.annotation), Some(value), assign.range())
            }
            Term::Frame(frame) => self.step("clone", Some(&frame), &name, (Vec::new(), Map::new()), value.range()).map(|()| self.made(&name)),
            term => self.bind(&name, term, value.range()),
        }
    }

    pub(super) fn declare(&mut self, key: &str, annotation: Option<&Expr>, value: Option<Value>, at: TextRange) -> Result<()> {
        if self.variables.iter().any(|variable| variable["key"] == key) {
            return Err(self.fault(at, format!("the variable {key} is declared twice")));
        }
        let mut variable = Map::new();
        variable.insert("key".to_owned(), key.into());
        let [name, description] = annotation.map(annotated_texts).unwrap_or_default();
        variable.insert("name".to_owned(), name.unwrap_or_else(|| key.to_owned()).into());
        if let Some(description) = description {
            variable.insert("description".to_owned(), description.into());
        }
        if let Some(value) = value {
            variable.insert("value".to_owned(), value);
        }
        self.variables.push(Value::Object(variable));
        self.bind(key, Term::Variable(key.to_owned()), at)
    }

    /// An expression that nothing is assigned from.
    fn bare(&mut self, value: &Expr, is_first: bool) -> Result<()> {
        match value {
            Expr::StringLiteral(text) => {
                if is_first {
                    let text = text.value.to_str();
                    let (name, description) = text.split_once("\n\n").unwrap_or((text, ""));
                    self.title = Some((name.to_owned(), description.to_owned()));
                }
                return Ok(());
            }
            // Shown at the end of a notebook's cell.
            Expr::Name(_) | Expr::EllipsisLiteral(_) => return Ok(()),
            Expr::Call(call) if matches!(&*call.func, Expr::Name(name) if name.id == "print" && !self.names.contains_key("print")) => return Ok(()),
            _ => {}
        }
        match self.chain(value, false) {
            Some(chain) if chain.links.last().is_some_and(|link| words::is_sink(link.method)) => self.run_sink(&chain),
            // Python throws the result away, and so does the document; what is wrong in it is still said.
            chain => {
                let steps = self.steps.len();
                match chain {
                    Some(chain) => drop(self.run_chain(&chain, None)?),
                    None => drop(self.term(value)?),
                }
                self.steps.truncate(steps);
                Ok(())
            }
        }
    }

    /// A sink gives no frame: what it reads stays as it is, under its own name.
    fn run_sink(&mut self, chain: &Chain<'_>) -> Result<()> {
        let target = chain.frame().map(str::to_owned).filter(|_| chain.links.len() == 1);
        self.run_chain(chain, target.as_deref()).map(|_| ())
    }

    fn target(&self, target: &Expr) -> Result<String> {
        match target {
            Expr::Name(name) => Ok(name.id.to_string()),
            Expr::Tuple(_) | Expr::List(_) => Err(self.fault(target.range(), "several names cannot be assigned at once: write one after the other")),
            Expr::Subscript(_) => Err(self.fault(target.range(), "a column cannot be assigned: use with_columns")),
            _ => Err(self.fault(target.range(), "only a name can be assigned")),
        }
    }

    /// From here on the name stands for a frame of this name.
    pub(super) fn made(&mut self, name: &str) {
        self.names.insert(name.to_owned(), Meaning::Given(Term::Frame(name.to_owned())));
    }
}

/// Whether a term is plain data, such as a variable's default.
fn is_plain(term: &Term) -> bool {
    match term {
        Term::Scalar(_) => true,
        Term::List(items) => items.iter().all(is_plain),
        Term::Dict(items) => items.iter().all(|(key, value)| key.as_str().is_some() && is_plain(value)),
        Term::Type(_) | Term::Expr(_) | Term::Selector(_) | Term::Frame(_) | Term::Variable(_) | Term::Function(_) => false,
    }
}

/// The name and the description in `Annotated[type, "name", "description"]`.
fn annotated_texts(annotation: &Expr) -> [Option<String>; 2] {
    let mut texts = [None, None];
    if let Expr::Subscript(subscript) = annotation
        && let Expr::Tuple(items) = &*subscript.slice
    {
        let found = items.elts.iter().skip(1).filter_map(|item| item.as_string_literal_expr().map(|text| text.value.to_str().to_owned()));
        for (place, text) in texts.iter_mut().zip(found) {
            *place = Some(text);
        }
    }
    texts
}

fn what(statement: &Stmt) -> &'static str {
    match statement {
        Stmt::FunctionDef(_) => "a function after the first step (one for rows: upload it as a transform and import its name from transforms)",
        Stmt::ClassDef(_) => "a class",
        Stmt::Return(_) => "return",
        Stmt::Delete(_) => "del",
        Stmt::AugAssign(_) => "an assignment with an operator",
        Stmt::For(_) | Stmt::While(_) => "a loop",
        Stmt::If(_) => "if (use pl.when for rows)",
        Stmt::With(_) => "with",
        Stmt::Match(_) => "match",
        Stmt::Raise(_) => "raise",
        Stmt::Try(_) => "try",
        Stmt::Assert(_) => "assert",
        _ => "this statement",
    }
}
