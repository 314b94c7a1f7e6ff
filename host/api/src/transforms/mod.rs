//! `/v1/transforms…`: what is stored, and how it gets there and away.

mod answer;
pub(crate) mod component;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod upload;

pub(crate) use answer::{Deleted, TransformDetails, TransformList, TransformSummary, TransformVersion};
