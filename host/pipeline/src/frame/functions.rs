//! Functions of the module that make a frame out of expressions, and the explaining ones.

use polars::prelude::{DataFrame, IntoLazy};

use super::{Call, Frame, Table};
use crate::fault::Result;

/// `pl.select`: expressions without a frame.
pub(super) fn select(call: &Call<'_>) -> Result<Frame> {
    let exprs = call.build.bound_exprs(&call.bound, None)?;
    let eager = call.bound.bool("eager")?;
    let plan = DataFrame::empty().lazy().select(exprs);
    Ok(Frame::Table(Table { plan, eager, known: true }))
}
