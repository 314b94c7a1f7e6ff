//! Arguments of operations: positional ones, ones by name, and frames among them.

use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::{Expr, Frame, Refusal};
use crate::host::Plan;

/// One argument: JSON, an expression, a frame, or a list of these.
#[derive(Clone, Debug)]
pub enum Arg {
    /// What JSON can say; expressions are objects.
    Value(Value),
    /// A frame.
    Frame(Frame),
    /// Several.
    List(Vec<Arg>),
}

/// The arguments of a call.
///
/// ```
/// use sandtable_guest::frames::{Args, col};
///
/// let every_hour = col("time_hour").call("dt.truncate", Args::new().arg("1h"));
/// let top = Args::new().arg(5).kwarg("by", "arr_delay");
/// # let _ = (every_hour, top);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Args {
    args: Vec<Arg>,
    kwargs: Vec<(String, Arg)>,
}

impl Args {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a positional argument.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<Arg>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// Adds an argument by name.
    #[must_use]
    pub fn kwarg(mut self, name: impl Into<String>, arg: impl Into<Arg>) -> Self {
        self.kwargs.push((name.into(), arg.into()));
        self
    }

    /// As the host takes them, and the frames that they name. Fails with what went wrong when one of those was made.
    pub(super) fn lower(self) -> Result<(String, Vec<Rc<Plan>>), Rc<Refusal>> {
        let mut frames = Vec::new();
        let Self { args, kwargs } = self;
        if args.is_empty() && kwargs.is_empty() {
            return Ok((String::new(), frames));
        }
        let args = args.into_iter().map(|arg| arg.lower(&mut frames)).collect::<Result<Vec<_>, _>>()?;
        let kwargs = kwargs.into_iter().map(|(name, arg)| Ok((name, arg.lower(&mut frames)?))).collect::<Result<Map<_, _>, Rc<Refusal>>>()?;
        Ok((json!({"args": args, "kwargs": kwargs}).to_string(), frames))
    }

    /// As part of an expression, where no frame can stand: one is null there, which the host refuses.
    pub(super) fn into_values(self) -> (Vec<Value>, Map<String, Value>) {
        let Self { args, kwargs } = self;
        (args.into_iter().map(Arg::into_value).collect(), kwargs.into_iter().map(|(name, arg)| (name, arg.into_value())).collect())
    }
}

impl Arg {
    fn lower(self, frames: &mut Vec<Rc<Plan>>) -> Result<Value, Rc<Refusal>> {
        Ok(match self {
            Self::Value(value) => value,
            Self::Frame(frame) => {
                frames.push(frame.into_plan()?);
                json!({"frame": frames.len() - 1})
            }
            Self::List(items) => Value::Array(items.into_iter().map(|item| item.lower(frames)).collect::<Result<_, _>>()?),
        })
    }

    fn into_value(self) -> Value {
        match self {
            Self::Value(value) => value,
            Self::Frame(_) => Value::Null,
            Self::List(items) => Value::Array(items.into_iter().map(Self::into_value).collect()),
        }
    }
}

impl From<Value> for Arg {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl From<Expr> for Arg {
    fn from(expr: Expr) -> Self {
        Self::Value(expr.into_value())
    }
}

impl From<&Expr> for Arg {
    fn from(expr: &Expr) -> Self {
        expr.clone().into()
    }
}

impl From<Frame> for Arg {
    fn from(frame: Frame) -> Self {
        Self::Frame(frame)
    }
}

impl From<&Frame> for Arg {
    fn from(frame: &Frame) -> Self {
        Self::Frame(frame.clone())
    }
}

impl<T: Into<Arg>> From<Vec<T>> for Arg {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Arg>, const N: usize> From<[T; N]> for Arg {
    fn from(items: [T; N]) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Arg>> From<Option<T>> for Arg {
    fn from(given: Option<T>) -> Self {
        given.map_or(Self::Value(Value::Null), Into::into)
    }
}

macro_rules! plain {
    ($($ty:ty),*) => {
        $(impl From<$ty> for Arg {
            fn from(value: $ty) -> Self {
                Self::Value(Value::from(value))
            }
        })*
    };
}

plain!(bool, i32, i64, u32, u64, usize, f32, f64, &str, String);
