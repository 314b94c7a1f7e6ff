//! Which files may be read and written. Every path that a caller names goes through a [`BaseDir`] or an [`OutputDir`].

mod base;
mod expand;
mod list;
mod output;
mod sources;

pub use base::BaseDir;
pub use expand::Found;
pub use list::{Listed, Listing};
pub use output::{OutputDir, Pending};
pub use sources::{Declared, DeclaredSet, Located, Sources};
