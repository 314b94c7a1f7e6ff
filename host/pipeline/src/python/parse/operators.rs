//! Operators: methods of expressions, and arithmetic of constants.

use ruff_python_ast::{CmpOp, ExprBinOp, ExprCompare, ExprUnaryOp, Operator, UnaryOp};
use ruff_text_size::{Ranged, TextRange};
use serde_json::{Map, Value, json};

use super::Reader;
use super::calls::method_of;
use super::term::Term;
use crate::fault::Result;

impl Reader<'_> {
    pub(super) fn binary(&mut self, operation: &ExprBinOp) -> Result<Term> {
        let at = operation.range();
        let (left, right) = (self.term(&operation.left)?, self.term(&operation.right)?);
        if let (Term::Scalar(left), Term::Scalar(right)) = (&left, &right) {
            return self.fold(left, operation.op, right, at);
        }
        let Some(method) = method_for(operation.op) else {
            return Err(self.fault(at, format!("{} cannot be taken: expressions do not have it", operation.op.as_str())));
        };
        match (left, right) {
            (Term::List(mut left), Term::List(right)) if operation.op == Operator::Add => {
                left.extend(right);
                Ok(Term::List(left))
            }
            (Term::Selector(left), Term::Selector(right)) => {
                let object = method_of(left, method, vec![right], Map::new());
                let is_selector = matches!(operation.op, Operator::Sub | Operator::BitAnd | Operator::BitOr | Operator::BitXor);
                Ok(if is_selector { Term::Selector(object) } else { Term::Expr(object) })
            }
            (Term::Expr(left) | Term::Selector(left), right) => {
                self.operand(&right, at)?;
                let right = self.json(right, at)?;
                Ok(Term::Expr(method_of(left, method, vec![right], Map::new())))
            }
            (left @ (Term::Scalar(_) | Term::Variable(_)), Term::Expr(right) | Term::Selector(right)) => {
                // Python asks the right operand, and Polars makes an expression of the left one: `+` takes a string for a
                // literal, the others for a column.
                let function = if left.as_str().is_some() && operation.op != Operator::Add { "col" } else { "lit" };
                let left = self.json(left, at)?;
                let left = json!({"expr": function, "args": [left], "kwargs": {}});
                Ok(Term::Expr(method_of(left, method, vec![right], Map::new())))
            }
            (left, right) => Err(self.fault(at, format!("{} {} {} cannot be taken: nothing is evaluated", left.kind(), operation.op.as_str(), right.kind()))),
        }
    }

    pub(super) fn comparison(&mut self, comparison: &ExprCompare) -> Result<Term> {
        let at = comparison.range();
        let ([op], [right]) = (&*comparison.ops, &*comparison.comparators) else {
            return Err(self.fault(at, "a chain of comparisons cannot be taken: Python asks for the truth of the first; use is_between, or &"));
        };
        let (method, flipped) = match op {
            CmpOp::Eq => ("eq", "eq"),
            CmpOp::NotEq => ("ne", "ne"),
            CmpOp::Lt => ("lt", "gt"),
            CmpOp::LtE => ("le", "ge"),
            CmpOp::Gt => ("gt", "lt"),
            CmpOp::GtE => ("ge", "le"),
            CmpOp::Is | CmpOp::IsNot => return Err(self.fault(at, "is cannot be taken: use is_null or is_not_null")),
            CmpOp::In | CmpOp::NotIn => return Err(self.fault(at, "in cannot be taken: use is_in")),
        };
        let (left, right) = (self.term(&comparison.left)?, self.term(right)?);
        match (left, right) {
            (Term::Expr(left) | Term::Selector(left), right) => {
                self.operand(&right, at)?;
                let right = self.json(right, at)?;
                Ok(Term::Expr(method_of(left, method, vec![right], Map::new())))
            }
            (left, Term::Expr(right) | Term::Selector(right)) => {
                self.operand(&left, at)?;
                let left = self.json(left, at)?;
                Ok(Term::Expr(method_of(right, flipped, vec![left], Map::new())))
            }
            (left, right) => Err(self.fault(at, format!("{} {} {} cannot be taken: neither is an expression", left.kind(), op.as_str(), right.kind()))),
        }
    }

    pub(super) fn unary(&mut self, operation: &ExprUnaryOp) -> Result<Term> {
        let at = operation.range();
        // The smallest integer is no literal of its own: the minus belongs to it.
        if operation.op == UnaryOp::USub
            && let Some(number) = operation.operand.as_number_literal_expr()
        {
            return self.negative_number(&number.value, at);
        }
        let operand = self.term(&operation.operand)?;
        match (operation.op, operand) {
            (UnaryOp::USub, Term::Scalar(value)) => self.negate(&value, at),
            (UnaryOp::UAdd, operand @ (Term::Expr(_) | Term::Selector(_) | Term::Scalar(Value::Number(_)))) => Ok(operand),
            (UnaryOp::USub, Term::Expr(on) | Term::Selector(on)) => Ok(Term::Expr(method_of(on, "neg", Vec::new(), Map::new()))),
            (UnaryOp::Invert, Term::Expr(on)) => Ok(Term::Expr(method_of(on, "not_", Vec::new(), Map::new()))),
            // The columns that a selector does not take; `not_` would negate those that it takes.
            (UnaryOp::Invert, Term::Selector(on)) => {
                let all = json!({"expr": "selectors.all", "args": [], "kwargs": {}});
                Ok(Term::Selector(method_of(all, "sub", vec![on], Map::new())))
            }
            (UnaryOp::Not, Term::Expr(_) | Term::Selector(_)) => Err(self.fault(at, "not asks for the truth of an expression: use ~")),
            (op, operand) => Err(self.fault(at, format!("{} {} cannot be taken: nothing is evaluated", op.as_str(), operand.kind()))),
        }
    }

    /// What may stand beside an expression.
    fn operand(&self, term: &Term, at: TextRange) -> Result<()> {
        match term {
            Term::Frame(_) | Term::Function(_) | Term::Type(_) | Term::Dict(_) => {
                Err(self.fault(at, format!("{} cannot be an operand of an expression", term.kind())))
            }
            Term::Scalar(_) | Term::List(_) | Term::Expr(_) | Term::Selector(_) | Term::Variable(_) => Ok(()),
        }
    }
}

fn method_for(op: Operator) -> Option<&'static str> {
    match op {
        Operator::Add => Some("add"),
        Operator::Sub => Some("sub"),
        Operator::Mult => Some("mul"),
        Operator::Div => Some("truediv"),
        Operator::FloorDiv => Some("floordiv"),
        Operator::Mod => Some("mod"),
        Operator::Pow => Some("pow"),
        Operator::BitAnd => Some("and_"),
        Operator::BitOr => Some("or_"),
        Operator::BitXor => Some("xor"),
        Operator::MatMult | Operator::LShift | Operator::RShift => None,
    }
}
