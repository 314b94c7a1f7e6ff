//! The second generation: tables come from presigned URLs and go to presigned URLs.

mod execute;
mod manifest;
mod output;
mod request;
mod tables;

pub use request::SecondRequest;
