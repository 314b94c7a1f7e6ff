//! The sandbox over real guests and over hand-written ones.
//!
//! Real guests are built by `make guests`; they are found in `SANDTABLE_GUESTS`, or in `guests/` of the target directory.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod check;
mod frames;
mod handmade;
mod hostile;
mod language;
mod limits;
mod round_trip;
mod rows;
mod support;
mod table;
mod wasi;
