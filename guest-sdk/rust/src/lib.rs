#![doc = include_str!("../README.md")]
#![cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "some of it serves the exports of a wasm build only"))]

mod bindings;
mod columns;
mod describe;
mod error;
mod format;
pub mod frames;
mod gather;
mod host;
mod lift;
mod log;
mod lower;
mod params;
#[cfg(target_arch = "wasm32")]
mod raw;
mod register;
mod rows;
mod schema;
mod table;
#[cfg(not(target_arch = "wasm32"))]
pub mod testing;

pub use arrow_array;
pub use arrow_buffer;
pub use arrow_schema;

pub use columns::{Columns, Strings, index_of, with_field};
pub use describe::{Column, Description, Input as InputSpec};
pub use error::{Context, Error, Result};
pub use gather::{Place, gather};
pub use log::{Level, log, progress};
pub use rows::RowTransform;
pub use table::{Input, Inputs, Output, TableTransform};

/// What most transforms use.
pub mod prelude {
    pub use std::sync::Arc;

    pub use arrow_array::types::{Float64Type, Int64Type};
    pub use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, Int64Array, LargeStringArray, RecordBatch, StringArray};
    pub use arrow_schema::{DataType, Field, Schema, SchemaRef};

    pub use crate::{
        Column, Columns, Context, Description, Error, Input, InputSpec, Inputs, Output, Result, RowTransform, TableTransform, bail, gather, index_of,
        with_field,
    };
}

/// For `register!` only.
#[doc(hidden)]
pub mod __private {
    pub use crate::describe::Package;
    #[cfg(target_arch = "wasm32")]
    pub use crate::register::exports;
}
