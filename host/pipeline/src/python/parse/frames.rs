//! Chains of calls on frames: each call is a step.

use ruff_python_ast::{Arguments, Expr, ExprSubscript};
use ruff_text_size::{Ranged, TextRange};

use super::term::Term;
use super::{Meaning, Reader};
use crate::fault::Result;
use crate::python::words;

/// `pl.scan_csv(…).filter(…)`, or `df.filter(…).select(…)`.
#[derive(Debug)]
pub(super) struct Chain<'a> {
    root: Root,
    /// In the order in which they run.
    pub(super) links: Vec<Link<'a>>,
    at: TextRange,
}

#[derive(Debug)]
enum Root {
    /// The first call is a method of this frame.
    Frame(String),
    /// The first call is a function of the module.
    Module,
}

/// One call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link<'a> {
    pub(super) method: &'a str,
    arguments: &'a Arguments,
    at: TextRange,
}

impl Chain<'_> {
    /// The frame that it begins with.
    pub(super) fn frame(&self) -> Option<&str> {
        match &self.root {
            Root::Frame(name) => Some(name),
            Root::Module => None,
        }
    }
}

impl Reader<'_> {
    /// The chain that an expression is, if it makes a frame. Where something is assigned (`is_assigned`), a function of the
    /// module that nobody knows is taken for one that makes a frame, so that its name is judged where all names are.
    pub(super) fn chain<'a>(&self, expr: &'a Expr, is_assigned: bool) -> Option<Chain<'a>> {
        let mut links: Vec<Link<'a>> = Vec::new();
        let mut at = expr;
        // A loop: chains are as long as documents have steps.
        let root = loop {
            let Expr::Call(call) = at else { return None };
            let (method, base) = match &*call.func {
                Expr::Attribute(attribute) => (attribute.attr.as_str(), Some(&*attribute.value)),
                Expr::Name(name) => match self.names.get(name.id.as_str()) {
                    Some(Meaning::Member(path)) if words::is_frame_function(path) => (name.id.as_str(), None),
                    _ => return None,
                },
                _ => return None,
            };
            links.push(Link { method, arguments: &call.arguments, at: call.range() });
            match base {
                None => break Root::Module,
                Some(Expr::Name(name)) => match self.names.get(name.id.as_str()) {
                    Some(Meaning::Given(Term::Frame(frame))) => break Root::Frame(frame.clone()),
                    Some(Meaning::Polars) if words::is_frame_function(method) || (is_assigned && !words::is_value_function(method)) => break Root::Module,
                    _ => return None,
                },
                Some(Expr::Subscript(subscript)) => break Root::Frame(self.list_item(subscript)?),
                Some(base) => at = base,
            }
        };
        links.reverse();
        Some(Chain { root, links, at: expr.range() })
    }

    /// Makes the steps of a chain. The last gives `target`, or a frame of a new name; the name is the answer.
    pub(super) fn run_chain(&mut self, chain: &Chain<'_>, target: Option<&str>) -> Result<String> {
        // Python evaluates arguments before it assigns: what they need is made before the chain's own steps.
        let outer = std::mem::take(&mut self.mentioned);
        let mut arguments = Vec::with_capacity(chain.links.len());
        let mut own_name_is_read = false;
        for (number, link) in chain.links.iter().enumerate() {
            self.mentioned.clear();
            arguments.push(self.arguments(link.arguments, link.method)?);
            own_name_is_read |= number > 0 && target.is_some_and(|target| self.mentioned.iter().any(|name| name == target));
        }
        self.mentioned = outer;
        let output = match target {
            Some(target) => target.to_owned(),
            None => self.new_frame(chain),
        };
        // A later step that reads the old frame of the target's name must still find it.
        let between = if own_name_is_read { self.new_frame(chain) } else { output.clone() };
        let mut input = chain.frame().map(str::to_owned);
        let last = chain.links.len() - 1;
        for (number, (link, arguments)) in chain.links.iter().zip(arguments).enumerate() {
            let method = match self.names.get(link.method) {
                Some(Meaning::Member(path)) if number == 0 && input.is_none() => path.clone(),
                _ => link.method.to_owned(),
            };
            let to = if number == last { &output } else { &between };
            self.step(&method, input.as_deref(), to, arguments, link.at)?;
            input = Some(to.clone());
        }
        if chain.links.last().is_some_and(|link| words::gives_list(link.method)) {
            self.lists.insert(output.clone());
        } else {
            self.lists.remove(&output);
        }
        self.made(&output);
        Ok(output)
    }

    /// `frames[0]`: one frame of a list of them has a name of its own.
    pub(super) fn list_item(&self, subscript: &ExprSubscript) -> Option<String> {
        let list = subscript.value.as_name_expr()?;
        let Some(Meaning::Given(Term::Frame(list))) = self.names.get(list.id.as_str()) else { return None };
        let number = subscript.slice.as_number_literal_expr()?.value.as_int()?.as_u64()?;
        self.lists.contains(list).then(|| format!("{list}[{number}]"))
    }

    fn new_frame(&mut self, chain: &Chain<'_>) -> String {
        self.free_frame(chain.frame().unwrap_or("frame"))
    }

    /// A name for a frame that the source does not use.
    pub(super) fn free_frame(&mut self, like: &str) -> String {
        let stem = like.split('[').next().unwrap_or(like);
        let name = (1_usize..).map(|number| format!("{stem}_{number}")).find(|name| !self.taken.contains(name)).unwrap_or_else(|| stem.to_owned());
        self.taken.insert(name.clone());
        name
    }

    /// The frame that an argument makes, as steps before the one that it is an argument of.
    pub(super) fn frame_argument(&mut self, chain: &Chain<'_>) -> Result<Term> {
        if chain.links.last().is_some_and(|link| words::is_sink(link.method)) {
            return Err(self.fault(chain.at, "a sink gives no frame"));
        }
        Ok(Term::Frame(self.run_chain(chain, None)?))
    }
}
