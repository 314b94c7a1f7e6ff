//! Guests that mean harm, class by class. What each does is named where it is asked for; what the host says of it
//! stands there word for word; and after each the host serves as before.
//!
//! The guests are `tests/guests/hostile-table` and `hostile-rows`, built without the SDK, and the components in `wat/`
//! for what no compiler would make. Everything runs on one sandbox, side by side, as in an executor.

mod frames;
mod handles;
mod harness;
mod isolation;
mod memory;
mod output;
mod table;
mod text;
mod time;
mod upload;
mod wasi;
pub(crate) mod wat;
