//! Polars frames in and out of files, bytes and Arrow columns.
//!
//! [`Table`] reads: small files whole, large ones batch by batch with bounded memory. [`TableWriter`] writes batches as
//! they come. [`bridge`] moves columns between Polars and arrow-rs without copying what has a fixed width.
//!
//! Nothing here opens a path: the caller opened the file through a capability. Nothing here starts a thread or keeps
//! a queue: readers are pulled, so that dropping one stops it. Polars' own pool does the parallel work; no function
//! may be called on a tokio thread.

mod batches;
pub mod bridge;
mod cast;
mod check;
mod fault;
mod format;
mod formats;
mod options;
mod pandas;
mod table;
mod text;
mod types;
mod write;

pub use batches::BatchSource;
pub use format::Format;
pub use formats::check_arrow;
pub use options::{Compression, Encoding, ReadOptions, WriteOptions};
pub use table::Table;
pub use types::{FieldInfo, describe_schema, parse_type, type_name};
pub use write::{TableWriter, Target, Written};
