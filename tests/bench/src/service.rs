//! The file-analytics service: what a job costs beside its work, and its work beside the libraries that callers know.

mod health;
mod jobs;
mod preview;
mod profile;
mod query;

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use sandtable_tests::Server;

use crate::http::Client;

pub(crate) use health::bench as health;
pub(crate) use jobs::bench as jobs;
pub(crate) use preview::bench as preview;
pub(crate) use profile::bench as profile;
pub(crate) use query::bench as query;

/// How long a caller waits before it asks again.
const POLL: Duration = Duration::from_micros(500);

/// A server of two workers on a folder of files, with these arguments more.
fn server(base: &Path, more: &[&str]) -> Server {
    Server::builder().base_dir(base).args(&["--workers", "2", "--job-queue", "100000"]).args(more).start()
}

fn address(server: &Server) -> Result<SocketAddr> {
    Ok(server.url().trim_start_matches("http://").parse()?)
}

fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n").into_bytes()
}

/// Submits a job and gives its token.
fn submit(client: &mut Client, request: &[u8]) -> Result<u64> {
    let answer: serde_json::Value = serde_json::from_slice(client.ok(request)?)?;
    answer["token"].as_u64().ok_or_else(|| anyhow::anyhow!("no token: {answer}"))
}

/// Waits until a job is completed, asking again and again, and gives its record.
fn completed(client: &mut Client, token: u64) -> Result<serde_json::Value> {
    let request = get(&format!("/v1/py/jobs/{token}"));
    loop {
        let record: serde_json::Value = serde_json::from_slice(client.ok(&request)?)?;
        match record["status"].as_str() {
            Some("completed") => return Ok(record),
            Some("running") => std::thread::sleep(POLL),
            _ => bail!("job {token} failed: {record}"),
        }
    }
}
