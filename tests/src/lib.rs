//! A server to test against, and clients for it.

mod paths;
mod redis;
mod server;

pub use paths::{bin, data, guest, guest_path, repository};
pub use redis::RedisServer;
pub use server::{Answer, Server, ServerBuilder};
