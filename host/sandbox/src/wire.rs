//! Arrow over the boundary: `wit/types.wit` in Rust, and both ways of crossing.
//!
//! Into the guest nothing is copied on our side: buffers are lowered from where they are. Out of it each buffer is
//! copied once, and everything the guest says about it is checked.

mod format;
mod lift;
mod lower;
mod schema;

use bytes::Bytes;
use wasmtime::component::{ComponentType, Lift, Lower, WasmList};

pub(crate) use lift::{Budget, MAX_BATCH_BUFFERS, MAX_BUFFERS, RawArray, expect_arrays, rebuild};
pub(crate) use lower::lower;
pub(crate) use schema::{count_fields, from_fields, to_fields};

/// The most fields of a schema, over all depths.
pub(crate) const MAX_FIELDS: usize = 10_000;

/// One field, as it crosses.
#[derive(Debug, Clone, ComponentType, Lower, Lift)]
#[component(record)]
pub(crate) struct WireField {
    pub(crate) name: String,
    pub(crate) format: String,
    pub(crate) nullable: bool,
    pub(crate) children: u32,
    pub(crate) metadata: Vec<(String, String)>,
}

/// An array on its way into the guest.
#[derive(Debug, ComponentType, Lower)]
#[component(record)]
pub(crate) struct ArrayIn {
    pub(crate) length: u32,
    #[component(name = "null-count")]
    pub(crate) null_count: u32,
    pub(crate) buffers: Vec<Bytes>,
}

/// Rows on their way into the guest.
#[derive(Debug, ComponentType, Lower)]
#[component(record)]
pub(crate) struct BatchIn {
    pub(crate) rows: u32,
    pub(crate) arrays: Vec<ArrayIn>,
}

/// An array in the guest's memory, to be read there.
#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct ArrayThere {
    pub(crate) length: u32,
    #[component(name = "null-count")]
    pub(crate) null_count: u32,
    pub(crate) buffers: WasmList<WasmList<u8>>,
}

/// Rows in the guest's memory, to be read there.
#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct BatchThere {
    pub(crate) rows: u32,
    pub(crate) arrays: WasmList<ArrayThere>,
}

/// An array that came out of the guest: what an export returns is freed there before we see it.
#[derive(Debug, ComponentType, Lift)]
#[component(record)]
pub(crate) struct ArrayOut {
    pub(crate) length: u32,
    #[component(name = "null-count")]
    pub(crate) null_count: u32,
    pub(crate) buffers: Vec<Vec<u8>>,
}

/// Rows that came out of the guest.
#[derive(Debug, ComponentType, Lift)]
#[component(record)]
pub(crate) struct BatchOut {
    pub(crate) rows: u32,
    pub(crate) arrays: Vec<ArrayOut>,
}

/// Why the guest gives up.
#[derive(Debug, ComponentType, Lift)]
#[component(record)]
pub(crate) struct GuestError {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) context: Vec<String>,
}
