//! Selectors: columns by their type or by a part of their name, as `polars.selectors` has them.

use super::{Args, Expr, function};

macro_rules! by_type {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        $(
            $(#[$doc])*
            pub fn $name() -> Expr {
                function(concat!("selectors.", stringify!($name)), Args::new())
            }
        )*
    };
}

by_type! {
    /// All columns.
    all,
    /// Numbers.
    numeric,
    /// Whole numbers.
    integer,
    /// Numbers with a point.
    float,
    /// Text.
    string,
    /// Dates, times and durations.
    temporal,
    /// Truth values.
    boolean,
    /// The first column.
    first,
    /// The last column.
    last,
}

macro_rules! by_name {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        $(
            $(#[$doc])*
            pub fn $name(text: &str) -> Expr {
                function(concat!("selectors.", stringify!($name)), Args::new().arg(text))
            }
        )*
    };
}

by_name! {
    /// Names that begin so.
    starts_with,
    /// Names that end so.
    ends_with,
    /// Names that contain this.
    contains,
    /// Names that a regular expression matches.
    matches,
}
