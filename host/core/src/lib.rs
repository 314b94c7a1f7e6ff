//! What every part of Sandtable shares: limits, errors, usage, names, units and the description of a transform.
//!
//! A leaf: it knows neither wasmtime nor Polars nor HTTP.

pub mod description;
pub mod error;
pub mod limits;
pub mod name;
pub mod program;
pub mod text;
pub mod units;
pub mod usage;

pub use description::Description;
pub use error::{Code, Error, Result};
pub use limits::{Limits, LimitsRequest};
pub use program::Program;
pub use usage::Usage;
