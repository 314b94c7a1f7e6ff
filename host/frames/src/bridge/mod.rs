//! Columns between Polars and arrow-rs, by Arrow's C data interface: what has a fixed width is never copied.
//!
//! Only arrays cross as C structs. Types are mapped here, one by one, so that a name with a NUL in it or a type that
//! one side lacks is an error and not a panic in the other library. Strings and binaries cross as `LargeUtf8` and
//! `LargeBinary` (Polars copies them then) or, when asked for, as views (shared).

mod ffi;
mod from_arrow;
mod to_arrow;
mod types;

pub(crate) use ffi::import_array;
pub use from_arrow::batches_to_frame;
pub(crate) use to_arrow::Slices;
pub use to_arrow::{frame_to_batches, slice_to_batch};
pub use types::arrow_schema;
pub(crate) use types::{crossing_type, polars_arrow_type, without_categories};
