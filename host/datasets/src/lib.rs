//! Which files may be read. Every path that a caller names goes through a [`BaseDir`].

mod base;

pub use base::BaseDir;
