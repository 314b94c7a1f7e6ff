//! A server to test against, and clients for it.

mod gate;
mod paths;
mod redis;
mod s3;
mod server;
mod tether;

pub use paths::{bin, data, guest, guest_path, languages, repository};
pub use redis::RedisServer;
pub use s3::S3Server;
pub use server::{Answer, Server, ServerBuilder};
