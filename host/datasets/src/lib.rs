//! Which files and objects may be read, and which files written. Every path that a caller names goes through a
//! [`Readable`], an [`OutputDir`] or [`WorkRoots`].

mod base;
mod cache;
mod expand;
mod list;
mod output;
mod pages;
mod readable;
mod remote;
mod remote_walk;
mod sample;
mod sources;
mod work;

pub use base::BaseDir;
pub use expand::Found;
pub use list::{Listed, Listing};
pub use output::{OutputDir, Pending};
pub use pages::{Page, Pages, Wanted};
pub use readable::{Need, Readable};
pub use remote::Remotes;
pub use sources::{Declared, DeclaredSet, Located, Sources};
pub use work::{WorkDir, WorkRoots};
