//! Projects of transforms: made by `sandtable new`, built by `sandtable build`, tried by `sandtable test`.

mod build;
mod cases;
mod compare;
mod create;
mod manifest;
mod sdk;

pub(crate) use build::build;
pub(crate) use cases::test;
pub(crate) use create::create;
pub(crate) use manifest::Language;
