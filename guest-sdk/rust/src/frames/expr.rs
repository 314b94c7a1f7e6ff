//! Expressions: JSON objects, built by methods that are called as Polars' are.

use std::ops;

use serde_json::{Value, json};

use super::{Arg, Args};

/// What is computed from columns. Methods that are missing here are there by [`Expr::call`].
#[derive(Clone, Debug, PartialEq)]
pub struct Expr(Value);

/// The column of that name; `^…$` is a pattern, `*` all.
pub fn col(name: impl Into<String>) -> Expr {
    let name: String = name.into();
    function("col", Args::new().arg(name))
}

/// A value of its own. Text is text here, never a column.
pub fn lit(value: impl Into<Value>) -> Expr {
    let value: Value = value.into();
    function("lit", Args::new().arg(value))
}

/// How many rows there are.
pub fn len() -> Expr {
    function("len", Args::new())
}

/// An item, inside `list.eval` and `list.filter`.
pub fn element() -> Expr {
    function("element", Args::new())
}

/// A function of the module by its name, such as `concat_str` or `max_horizontal`.
pub fn function(name: &str, args: Args) -> Expr {
    object(name, None, args)
}

/// Begins a choice: `when(…).then(…).otherwise(…)`.
pub fn when(condition: impl Into<Expr>) -> When {
    When(function("when", Args::new().arg(expr(condition))))
}

/// A condition that waits for what holds under it.
#[derive(Clone, Debug)]
pub struct When(Expr);

/// A choice that may go on. As an expression it is null where nothing applied.
#[derive(Clone, Debug)]
pub struct Then(Expr);

impl When {
    /// What holds under the condition. Text is a column here, as in Polars.
    pub fn then(self, value: impl Into<Expr>) -> Then {
        Then(self.0.call("then", Args::new().arg(expr(value))))
    }
}

impl Then {
    /// Another condition, for where the ones before did not apply.
    pub fn when(self, condition: impl Into<Expr>) -> When {
        When(self.0.call("when", Args::new().arg(expr(condition))))
    }

    /// What holds where nothing applied.
    pub fn otherwise(self, value: impl Into<Expr>) -> Expr {
        self.0.call("otherwise", Args::new().arg(expr(value)))
    }
}

impl From<Then> for Expr {
    fn from(then: Then) -> Self {
        then.0
    }
}

/// What stands where an expression is expected.
pub(super) fn expr(value: impl Into<Expr>) -> Expr {
    value.into()
}

fn object(name: &str, on: Option<Expr>, args: Args) -> Expr {
    let (args, kwargs) = args.into_values();
    let mut object = json!({"expr": name});
    if let Some(on) = on {
        object["on"] = on.0;
    }
    if !args.is_empty() {
        object["args"] = Value::Array(args);
    }
    if !kwargs.is_empty() {
        object["kwargs"] = Value::Object(kwargs);
    }
    Expr(object)
}

/// Methods without arguments, as they are called in Polars.
macro_rules! plain {
    ($($(#[$doc:meta])* $name:ident $(as $real:literal)?,)*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> Expr {
                self.call(plain!(@ $name $($real)?), Args::new())
            }
        )*
    };
    (@ $name:ident $real:literal) => { $real };
    (@ $name:ident) => { stringify!($name) };
}

/// Methods with one other expression or value.
macro_rules! with_other {
    ($($(#[$doc:meta])* $name:ident $(as $real:literal)?,)*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self, other: impl Into<Expr>) -> Expr {
                self.call(plain!(@ $name $($real)?), Args::new().arg(expr(other)))
            }
        )*
    };
}

impl Expr {
    /// A method by its name, `fill_null` or `str.to_uppercase`.
    #[must_use]
    pub fn call(&self, name: &str, args: Args) -> Expr {
        object(name, Some(self.clone()), args)
    }

    /// The name of the column that comes out.
    #[must_use]
    pub fn alias(&self, name: &str) -> Expr {
        self.call("alias", Args::new().arg(name))
    }

    /// Another type, by its name in Polars: `Int64`, `String`, `Date`.
    #[must_use]
    pub fn cast(&self, dtype: &str) -> Expr {
        self.call("cast", Args::new().arg(dtype))
    }

    /// Whether it is one of these values.
    #[must_use]
    pub fn is_in(&self, values: impl Into<Arg>) -> Expr {
        self.call("is_in", Args::new().arg(values))
    }

    /// Whether it lies between two values, these included.
    #[must_use]
    pub fn is_between(&self, lower: impl Into<Expr>, upper: impl Into<Expr>) -> Expr {
        self.call("is_between", Args::new().arg(expr(lower)).arg(expr(upper)))
    }

    /// Over the rows that are alike in these columns.
    #[must_use]
    pub fn over(&self, by: impl Names) -> Expr {
        self.call("over", by.names().into_iter().fold(Args::new(), Args::arg))
    }

    /// Rounded to so many decimals.
    #[must_use]
    pub fn round(&self, decimals: u32) -> Expr {
        self.call("round", Args::new().arg(decimals))
    }

    /// The value so many rows before, or after when negative.
    #[must_use]
    pub fn shift(&self, rows: i64) -> Expr {
        self.call("shift", Args::new().arg(rows))
    }

    /// The value that so much of the rest lies below, from 0 to 1.
    #[must_use]
    pub fn quantile(&self, quantile: f64) -> Expr {
        self.call("quantile", Args::new().arg(quantile))
    }

    plain! {
        /// The sum.
        sum,
        /// The mean.
        mean,
        /// The median.
        median,
        /// The smallest value.
        min,
        /// The largest value.
        max,
        /// The standard deviation.
        std,
        /// The variance.
        var,
        /// How many values are not null.
        count,
        /// How many values there are, nulls among them.
        len,
        /// How many different values there are.
        n_unique,
        /// The different values.
        unique,
        /// The first value.
        first,
        /// The last value.
        last,
        /// Whether it is null.
        is_null,
        /// Whether it is not null.
        is_not_null,
        /// Whether it is not a number.
        is_nan,
        /// How many values are null.
        null_count,
        /// Without nulls.
        drop_nulls,
        /// The other way round.
        reverse,
        /// Without the sign.
        abs,
        /// The square root.
        sqrt,
        /// The whole number below.
        floor,
        /// The whole number above.
        ceil,
        /// The running sum.
        cum_sum,
        /// The difference to the value before.
        diff,
        /// Whether any is true.
        any,
        /// Whether all are true.
        all,
        /// The values of a group as one list.
        implode,
        /// The text's upper-case form.
        to_uppercase as "str.to_uppercase",
        /// The text's lower-case form.
        to_lowercase as "str.to_lowercase",
        /// The year of a time.
        year as "dt.year",
        /// The month of a time, from 1.
        month as "dt.month",
        /// The day of a time in its month, from 1.
        day as "dt.day",
        /// The hour of a time.
        hour as "dt.hour",
        /// The day of a time in its week, from 1 for Monday.
        weekday as "dt.weekday",
    }

    with_other! {
        /// Whether they are equal.
        eq,
        /// Whether they differ.
        ne,
        /// Whether it is larger.
        gt,
        /// Whether it is larger or equal.
        ge,
        /// Whether it is smaller.
        lt,
        /// Whether it is smaller or equal.
        le,
        /// Whether both hold.
        and as "and_",
        /// Whether one of them holds.
        or as "or_",
        /// Whether exactly one of them holds.
        xor,
        /// Division that rounds down.
        floordiv,
        /// Raised to a power.
        pow,
        /// Another value where it is null.
        fill_null,
        /// Another value where it is no number.
        fill_nan,
    }

    pub(super) fn into_value(self) -> Value {
        self.0
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident $name:literal),*) => {
        $(impl<T: Into<Expr>> ops::$trait<T> for Expr {
            type Output = Expr;

            fn $method(self, other: T) -> Expr {
                self.call($name, Args::new().arg(expr(other)))
            }
        })*
    };
}

operators!(Add add "add", Sub sub "sub", Mul mul "mul", Div div "truediv", Rem rem "mod", BitAnd bitand "and_", BitOr bitor "or_", BitXor bitxor "xor");

impl ops::Neg for Expr {
    type Output = Expr;

    fn neg(self) -> Expr {
        self.call("neg", Args::new())
    }
}

impl ops::Not for Expr {
    type Output = Expr;

    fn not(self) -> Expr {
        self.call("not_", Args::new())
    }
}

impl From<&Expr> for Expr {
    fn from(expr: &Expr) -> Self {
        expr.clone()
    }
}

macro_rules! literals {
    ($($ty:ty),*) => {
        $(impl From<$ty> for Expr {
            fn from(value: $ty) -> Self {
                lit(value)
            }
        })*
    };
}

// Not text: it would be a column in some places and itself in others.
literals!(bool, i32, i64, u32, u64, usize, f32, f64);

/// One column or several: names, expressions, or lists of them.
pub trait Names {
    /// As arguments.
    fn names(self) -> Vec<Arg>;
}

impl Names for &str {
    fn names(self) -> Vec<Arg> {
        vec![self.into()]
    }
}

impl Names for String {
    fn names(self) -> Vec<Arg> {
        vec![self.into()]
    }
}

impl Names for Expr {
    fn names(self) -> Vec<Arg> {
        vec![self.into()]
    }
}

impl Names for Then {
    fn names(self) -> Vec<Arg> {
        vec![Expr::from(self).into()]
    }
}

impl<T: Names, const N: usize> Names for [T; N] {
    fn names(self) -> Vec<Arg> {
        self.into_iter().flat_map(Names::names).collect()
    }
}

impl<T: Names> Names for Vec<T> {
    fn names(self) -> Vec<Arg> {
        self.into_iter().flat_map(Names::names).collect()
    }
}

impl<T: Names + Clone> Names for &[T] {
    fn names(self) -> Vec<Arg> {
        self.iter().cloned().flat_map(Names::names).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_objects_of_the_pipeline_format() {
        let late = col("dep_delay").gt(15).and(col("carrier").is_in(["UA", "AA"]));
        assert_eq!(
            late.into_value(),
            json!({"expr": "and_",
                "on": {"expr": "gt", "on": {"expr": "col", "args": ["dep_delay"]}, "args": [{"expr": "lit", "args": [15]}]},
                "args": [{"expr": "is_in", "on": {"expr": "col", "args": ["carrier"]}, "args": [["UA", "AA"]]}]})
        );
        let hours = ((col("air_time") + 0.5) / 60).alias("hours");
        assert_eq!(hours.into_value()["on"]["expr"], "truediv");
        let chosen = when(col("x").is_null()).then(lit(0)).when(col("x").gt(9)).then(9).otherwise(col("x"));
        assert_eq!(chosen.into_value()["on"]["on"]["on"]["on"]["expr"], "when");
        assert_eq!(col("t").call("dt.truncate", Args::new().arg("1h")).into_value()["args"], json!(["1h"]));
        assert_eq!(col("x").sum().over(["a", "b"]).into_value()["args"], json!(["a", "b"]));
    }
}
