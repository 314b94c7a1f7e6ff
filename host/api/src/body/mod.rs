//! Bodies on their way in: chunk by chunk, under caps, into files without a name.

mod chunks;
mod component;
mod content;
mod parts;
mod source;
mod spooled;

pub(crate) use chunks::{Chunks, too_large};
pub(crate) use component::spool_component;
pub(crate) use content::Content;
pub(crate) use parts::{Part, Parts};
pub(crate) use source::{SourceEnvelope, content_type, source_kind, take_source};
pub(crate) use spooled::Spooler;
