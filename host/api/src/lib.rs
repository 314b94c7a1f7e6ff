//! The HTTP door. The only crate that names axum.
//!
//! It speaks HTTP, checks tokens and shapes, spools bodies into files without a name, hands them over, and streams the
//! results back. What is deliberately absent: no table is decoded, no component is parsed, no body of a table is held
//! in memory. The only thing parsed is a small JSON envelope, and of its rows no more than where they end.
//!
//! [`router`] is the table of contents: every path, who may use it, and the file that answers it.

mod app;
mod auth;
mod blocking;
mod body;
mod boundary;
mod check;
mod config;
mod connection;
mod docs;
mod failure;
mod health;
mod json;
mod metrics;
mod objects;
mod path;
mod pipelines;
mod py;
mod query;
mod request_id;
mod router;
mod run;
mod runner;
mod schema;
mod serve;
mod table;
mod transforms;
mod versions;

pub use app::Parts;
pub use auth::Auth;
pub use config::{ApiConfig, BodyConfig, ConnectionConfig};
pub use router::openapi;
pub use runner::{RunnerDoor, RunnerToken};
pub use serve::serve;
