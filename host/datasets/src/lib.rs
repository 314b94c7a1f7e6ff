//! Which files may be read and written. Every path that a caller names goes through a [`BaseDir`] or an [`OutputDir`].

mod base;
mod expand;
mod output;

pub use base::BaseDir;
pub use expand::Found;
pub use output::{OutputDir, Pending};
