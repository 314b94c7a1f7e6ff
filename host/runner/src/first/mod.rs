//! The first generation: files in a folder that the caller names.

mod answer;
mod execute;
mod folder;
mod request;

pub use request::FirstRequest;
