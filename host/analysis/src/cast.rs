//! Columns in another type. A value that does not fit is an error, never a null.

use polars::prelude::{DataType, Expr, StrptimeOptions, lit};
use sandtable_core::{Result, text};

use crate::fault;
use crate::source::type_text;

/// A column in another type: text becomes dates and times as ISO 8601 writes them.
///
/// # Errors
/// `VALIDATION_ERROR` for types between which there is no way.
pub(crate) fn cast(column: Expr, name: &str, from: &DataType, to: &DataType) -> Result<Expr> {
    use DataType as D;
    let options = StrptimeOptions::default;
    Ok(match (from, to) {
        (from, to) if from == to => column,
        (D::String, D::Date) => column.str().to_date(options()),
        (D::String, D::Time) => column.str().to_time(options()),
        (D::String, D::Datetime(unit, zone)) => column.str().to_datetime(Some(*unit), zone.clone(), options(), lit("raise")),
        (D::Boolean, to) if to.is_temporal() => return Err(no_way(name, from, to)),
        (from, to) if from.is_nested() != to.is_nested() => return Err(no_way(name, from, to)),
        (D::String, D::Boolean) => return Err(no_way(name, from, to)),
        (_, to) => column.strict_cast(to.clone()),
    })
}

fn no_way(name: &str, from: &DataType, to: &DataType) -> sandtable_core::Error {
    let (from, to) = (type_text(from), type_text(to));
    fault::invalid(name, "a type that the column can be cast to", format!("column {} is {from}, which cannot become {to}", text::quote(name)))
        .with("given", to)
        .with("type", from)
}
