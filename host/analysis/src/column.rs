//! Columns by their names.

use polars::prelude::{Expr, Schema};
use sandtable_core::Result;

use crate::fault;

/// The column of exactly this name. Polars' own `col` reads `*` and `^…$` as patterns.
pub(crate) fn column(name: &str) -> Expr {
    Expr::Column(name.into())
}

/// The same, when it is there.
///
/// # Errors
/// `VALIDATION_ERROR` of the field, with the columns that there are.
pub(crate) fn known(field: &str, name: &str, schema: &Schema) -> Result<Expr> {
    if schema.contains(name) { Ok(column(name)) } else { Err(fault::unknown_column(field, name, schema)) }
}
