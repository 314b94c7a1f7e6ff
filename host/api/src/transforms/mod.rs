//! `/v1/transforms…`: what is stored, and how it gets there and away.

mod answer;
pub(crate) mod component;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod source;
pub(crate) mod upload;

use std::sync::Arc;

use sandtable_core::Result;

pub(crate) use self::answer::{Deleted, TransformDetails, TransformList, TransformSummary, TransformVersion};
use crate::app::AppState;
use crate::blocking::blocking;

/// Makes sure that what other servers have written to a shared store is known here.
async fn freshen(app: &AppState) -> Result<()> {
    if !app.transforms.catalog().is_shared() {
        return Ok(());
    }
    let transforms = Arc::clone(&app.transforms);
    blocking(move || transforms.catalog().refresh_shared()).await
}
