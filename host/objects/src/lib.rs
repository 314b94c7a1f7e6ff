//! Files by key, in a folder or in a bucket of an S3-compatible store.
//!
//! Everything here blocks: it is for threads that may. Nothing is ever held whole but what the caller hands over or asks
//! for in memory, and nothing is seen under its key before it is whole. The only crate that names `object_store`.

mod access;
mod bucket;
mod failure;
pub mod files;
mod folder;
mod runtime;
mod store;
mod upload;

pub use access::{Access, BucketName};
pub use bucket::{Bucket, Object, Page};
pub use failure::is_away;
pub use store::{Kept, Store};
