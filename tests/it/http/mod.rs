//! The HTTP API, against a real server with real executors.

mod auth;
mod bad_input;
mod executors;
pub(crate) mod frames;
mod limits;
mod openapi;
mod pipelines;
mod run;
mod service;
mod source;
mod transforms;
