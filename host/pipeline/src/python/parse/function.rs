//! A pipeline written as a function: its body is read, its parameters are variables and frames.

use ruff_python_ast::{Expr, Stmt, StmtFunctionDef, StmtReturn};
use ruff_text_size::Ranged;

use super::Reader;
use crate::fault::Result;

impl Reader<'_> {
    /// `def late(path, least: int = 5): …`, as the only function and before any step. A parameter that is annotated as a
    /// frame is a frame that is there already; another one is a variable. What is returned is the frame of the last step.
    pub(super) fn definition(&mut self, function: &StmtFunctionDef) -> Result<()> {
        let parameters = &function.parameters;
        if function.is_async || !function.decorator_list.is_empty() || parameters.vararg.is_some() || parameters.kwarg.is_some() {
            return Err(self.fault(function.range(), "a function with async, decorators, * or ** cannot be taken"));
        }
        for parameter in parameters.iter_non_variadic_params() {
            let name = parameter.parameter.name.as_str();
            let annotation = parameter.parameter.annotation.as_deref();
            if annotation.is_some_and(is_frame) {
                self.made(name);
                continue;
            }
            let value = match parameter.default.as_deref() {
                None => None,
                Some(default) => {
                    let term = self.term(default)?;
                    Some(self.data(term, default.range())?)
                }
            };
            self.declare(name, annotation, value, parameter.range())?;
        }
        for (number, statement) in function.body.iter().enumerate() {
            match statement {
                Stmt::Return(returned) if number + 1 == function.body.len() => self.returned(returned)?,
                statement => self.statement(statement, number == 0 && self.title.is_none())?,
            }
        }
        Ok(())
    }

    fn returned(&mut self, returned: &StmtReturn) -> Result<()> {
        match returned.value.as_deref() {
            None | Some(Expr::Name(_)) => Ok(()),
            Some(value) => match self.chain(value, false) {
                Some(chain) => {
                    let target = chain.frame().filter(|name| !name.contains('[')).map(str::to_owned);
                    self.run_chain(&chain, target.as_deref()).map(|_| ())
                }
                None => Err(self.fault(value.range(), "a pipeline returns a frame")),
            },
        }
    }
}

/// `pl.DataFrame`, `LazyFrame`, `"pl.LazyFrame"`.
fn is_frame(annotation: &Expr) -> bool {
    let name = match annotation {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::StringLiteral(text) => text.value.to_str().rsplit('.').next().unwrap_or_default(),
        _ => "",
    };
    matches!(name, "DataFrame" | "LazyFrame")
}
