//! The catalog of uploaded components.
//!
//! Components are stored by the SHA-256 of their bytes; names and versions point at digests, and one digest may stand
//! under many names. Compiled code lies beside them, with a keyed MAC. Everything is reached through directory
//! handles; nothing here parses a component.

mod catalog;
mod compiled;
mod digest;
mod entry;
mod index;

pub use catalog::{Catalog, Put};
pub use compiled::{CompiledCache, CompiledCode};
pub use digest::{Digest, Hasher};
pub use entry::{Entry, Facts, SourceFacts, Upload};
