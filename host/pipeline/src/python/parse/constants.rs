//! Numbers, and arithmetic of constants as Python has it: `60 * 60`, `"a" + "b"`, `2 ** 20`.

use ruff_python_ast::{Number, Operator};
use ruff_text_size::TextRange;
use serde_json::Value;

use super::Reader;
use super::term::Term;
use crate::document::MAX_BYTES;
use crate::fault::Result;

/// What JSON's integers can hold here.
const INTEGERS: &str = "integers from -2^63 to 2^64 - 1";

impl Reader<'_> {
    pub(super) fn number(&self, number: &Number, at: TextRange) -> Result<Term> {
        match number {
            Number::Int(int) => match int.as_u64() {
                Some(int) => Ok(Term::Scalar(int.into())),
                None => Err(self.fault(at, format!("this number is too large; allowed: {INTEGERS}"))),
            },
            Number::Float(float) => self.float(*float, at),
            Number::Complex { .. } => Err(self.fault(at, "complex numbers cannot be taken: the format has none")),
        }
    }

    pub(super) fn negative_number(&self, number: &Number, at: TextRange) -> Result<Term> {
        match number {
            Number::Int(int) => self.integer(int.as_u64().map(|int| -i128::from(int)), at),
            Number::Float(float) => self.float(-float, at),
            Number::Complex { .. } => self.number(number, at),
        }
    }

    pub(super) fn negate(&self, value: &Value, at: TextRange) -> Result<Term> {
        match constant(value) {
            Some(Constant::Int(int)) => self.integer(int.checked_neg(), at),
            Some(Constant::Float(float)) => self.float(-float, at),
            None => Err(self.fault(at, "only a number has a negative")),
        }
    }

    /// An operation on two constants.
    pub(super) fn fold(&mut self, left: &Value, op: Operator, right: &Value, at: TextRange) -> Result<Term> {
        if let (Value::String(left), Operator::Add, Value::String(right)) = (left, op, right) {
            // Names that stand for each other double a text with every statement.
            match self.left.checked_sub(left.len() + right.len()) {
                Some(left) => self.left = left,
                None => return Err(self.fault(at, format!("the texts put together make more than {MAX_BYTES} bytes"))),
            }
            return Ok(Term::Scalar(format!("{left}{right}").into()));
        }
        let (Some(left), Some(right)) = (constant(left), constant(right)) else {
            return Err(self.fault(at, format!("{} of these constants cannot be taken: only numbers are calculated", op.as_str())));
        };
        if let (Constant::Int(left), Constant::Int(right)) = (left, right) {
            match op {
                Operator::Add => return self.integer(left.checked_add(right), at),
                Operator::Sub => return self.integer(left.checked_sub(right), at),
                Operator::Mult => return self.integer(left.checked_mul(right), at),
                // Python rounds down, and the remainder has the sign of the divisor.
                Operator::FloorDiv if right != 0 => return self.integer(left.checked_sub(floor_mod(left, right)).map(|whole| whole / right), at),
                Operator::Mod if right != 0 => return self.integer(Some(floor_mod(left, right)), at),
                Operator::Pow if right >= 0 => return self.integer(u32::try_from(right).ok().and_then(|right| left.checked_pow(right)), at),
                Operator::BitAnd => return self.integer(Some(left & right), at),
                Operator::BitOr => return self.integer(Some(left | right), at),
                Operator::BitXor => return self.integer(Some(left ^ right), at),
                _ => {}
            }
        }
        let (left, right) = (left.float(), right.float());
        match op {
            Operator::Add => self.float(left + right, at),
            Operator::Sub => self.float(left - right, at),
            Operator::Mult => self.float(left * right, at),
            Operator::Div if right != 0.0 => self.float(left / right, at),
            Operator::Pow if left > 0.0 => self.float(left.powf(right), at),
            _ => Err(self.fault(at, format!("{} of these constants cannot be taken", op.as_str()))),
        }
    }

    fn integer(&self, int: Option<i128>, at: TextRange) -> Result<Term> {
        int.and_then(|int| i64::try_from(int).map(Value::from).or_else(|_| u64::try_from(int).map(Value::from)).ok())
            .map(Term::Scalar)
            .ok_or_else(|| self.fault(at, format!("this number is too large; allowed: {INTEGERS}")))
    }

    fn float(&self, float: f64, at: TextRange) -> Result<Term> {
        match serde_json::Number::from_f64(float) {
            Some(float) => Ok(Term::Scalar(float.into())),
            None => Err(self.fault(at, "this number is not finite: JSON has no infinity and no NaN")),
        }
    }
}

#[derive(Clone, Copy)]
enum Constant {
    Int(i128),
    Float(f64),
}

impl Constant {
    #[expect(clippy::cast_precision_loss, reason = "Python's own conversion loses as much")]
    fn float(self) -> f64 {
        match self {
            Self::Int(int) => int as f64,
            Self::Float(float) => float,
        }
    }
}

fn constant(value: &Value) -> Option<Constant> {
    let number = value.as_number()?;
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from)).map(Constant::Int).or_else(|| number.as_f64().map(Constant::Float))
}

fn floor_mod(left: i128, right: i128) -> i128 {
    let remainder = left % right;
    if remainder != 0 && (remainder < 0) != (right < 0) { remainder + right } else { remainder }
}
