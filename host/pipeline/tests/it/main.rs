//! The tests of pipelines, in one binary.

mod compile;
mod differential;
mod documents;
mod errors;
mod expressions;
mod files;
mod frames;
mod python;
mod sql;
mod support;
mod translations;
