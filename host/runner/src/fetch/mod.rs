//! Tables out of URLs and into URLs. A URL is a stranger's word: where it may lead is decided by [`UrlPolicy`], before
//! and after its host's name was resolved, and again for every redirect.

mod address;
mod client;
mod download;
mod policy;
mod resolve;
mod upload;

pub use client::{FetchLimits, Fetcher};
pub use policy::UrlPolicy;
pub use resolve::{Resolver, SystemResolver};
