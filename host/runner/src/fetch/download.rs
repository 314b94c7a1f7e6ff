//! Fetching: into memory what is small, into a file without a name what may be large.

use std::fs::File;
use std::io::{self, Read, Seek, Write};

use flate2::read::MultiGzDecoder;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, LOCATION};
use reqwest::{Response, StatusCode};
use sandtable_core::units::display_size;
use sandtable_core::{Code, Error, Result, text};
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;
use url::Url;

use super::client::{Fetcher, explain, too_slow};
use super::policy::{refused, shown, unreachable};

/// How what came is packed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    Plain,
    Gzip,
}

impl Fetcher {
    /// What is behind a URL, in a file that is at its start.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for a URL that may not be used and for too large a table, `IO_ERROR` when it does not come.
    pub async fn table(&self, url: &str) -> Result<File> {
        timeout(self.limits.wall, self.fetch(url, self.limits.table_bytes)).await.unwrap_or_else(|_| Err(unreachable("the URL", "it took too long")))
    }

    /// The same, for a small text.
    ///
    /// # Errors
    /// As [`Fetcher::table`].
    pub async fn manifest(&self, url: &str) -> Result<Vec<u8>> {
        let fetched = timeout(self.limits.wall, self.fetch(url, self.limits.manifest_bytes)).await;
        let mut file = fetched.unwrap_or_else(|_| Err(unreachable("the URL", "it took too long")))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(spooled)?;
        Ok(bytes)
    }

    async fn fetch(&self, given: &str, cap: u64) -> Result<File> {
        let (url, mut response) = self.open(given).await?;
        let packing = packing(&url, &response)?;
        if response.content_length().is_some_and(|length| length > cap) {
            return Err(too_large(&url, cap));
        }
        let file = self.spool.file()?;
        let mut writer = tokio::fs::File::from_std(file.try_clone().map_err(spooled)?);
        let mut taken: u64 = 0;
        loop {
            let chunk = timeout(self.limits.pause, response.chunk()).await.map_err(|_| too_slow(&url, self.limits.pause))?;
            let Some(chunk) = chunk.map_err(|error| explain(&url, &error))? else { break };
            taken += chunk.len() as u64;
            if taken > cap {
                return Err(too_large(&url, cap));
            }
            writer.write_all(&chunk).await.map_err(spooled)?;
        }
        writer.flush().await.map_err(spooled)?;
        let mut file = file;
        file.rewind().map_err(spooled)?;
        if packing == Packing::Plain {
            return Ok(file);
        }
        let unpacked = self.spool.file()?;
        let unpacking = tokio::task::spawn_blocking(move || unpack(&file, unpacked, cap, &url));
        unpacking.await.map_err(Error::internal)?
    }

    /// The answer of the last of the hosts that we are sent to, and its URL.
    async fn open(&self, given: &str) -> Result<(Url, Response)> {
        let mut url = self.policy.check(given)?;
        for _ in 0..=self.limits.redirects {
            let asked = self.client.get(url.clone()).header(ACCEPT_ENCODING, "identity").send();
            let response = timeout(self.limits.pause, asked).await.map_err(|_| too_slow(&url, self.limits.pause))?;
            let response = response.map_err(|error| explain(&url, &error))?;
            match response.status() {
                StatusCode::OK => return Ok((url, response)),
                StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER | StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => {
                    let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
                    let next =
                        location.and_then(|location| url.join(location).ok()).ok_or_else(|| unreachable(&shown(&url), "it leads on, and not to a URL"))?;
                    self.policy.check_parsed(&next).map_err(|error| error.at(format!("{} leads on", shown(&url))))?;
                    url = next;
                }
                status => return Err(unreachable(&shown(&url), &format!("the answer is {}", status.as_u16())).with("status", status.as_u16())),
            }
        }
        Err(refused(&shown(&url), &format!("it took more than {} redirects", self.limits.redirects)))
    }
}

fn packing(url: &Url, response: &Response) -> Result<Packing> {
    let Some(encoding) = response.headers().get(CONTENT_ENCODING) else { return Ok(Packing::Plain) };
    match encoding.to_str().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        // What some clients leave in an object's metadata although it says nothing of the object.
        "" | "identity" | "aws-chunked" => Ok(Packing::Plain),
        "gzip" | "x-gzip" | "aws-chunked,gzip" | "aws-chunked, gzip" => Ok(Packing::Gzip),
        other => Err(refused(&shown(url), &format!("it is packed as {}; gzip and identity can be read", text::quote(other)))),
    }
}

/// Unpacks with bounded memory, and stops where the bytes are more than may be.
fn unpack(packed: &File, mut plain: File, cap: u64, url: &Url) -> Result<File> {
    let mut reader = MultiGzDecoder::new(io::BufReader::new(packed)).take(cap + 1);
    let mut buffer = vec![0; 128 << 10];
    let mut taken: u64 = 0;
    loop {
        let read = reader.read(&mut buffer).map_err(|error| unreachable(&shown(url), &format!("it is packed as gzip, and damaged: {error}")))?;
        if read == 0 {
            break;
        }
        taken += read as u64;
        if taken > cap {
            return Err(too_large(url, cap));
        }
        plain.write_all(&buffer[..read]).map_err(spooled)?;
    }
    plain.rewind().map_err(spooled)?;
    Ok(plain)
}

fn too_large(url: &Url, cap: u64) -> Error {
    Error::new(Code::ResourceCap, format!("{} is larger than the {} that are allowed", shown(url), display_size(cap)))
        .with("reason", "too_large")
        .with("allowed", cap)
}

fn spooled(error: io::Error) -> Error {
    Error::io(format!("what was fetched cannot be spooled: {}", error.kind())).with_inside(error)
}
