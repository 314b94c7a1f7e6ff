//! Sending: what is sent is complete before the first byte goes, and its length is said first, so that a store never
//! takes half of it for the whole.

use std::io::Seek;

use reqwest::Body;
use reqwest::header::CONTENT_LENGTH;
use sandtable_core::{Error, Result};
use sandtable_executor::TableBytes;
use tokio::io::AsyncReadExt;
use tokio::time::timeout;
use tokio_util::io::ReaderStream;

use super::client::{Fetcher, explain};
use super::policy::{shown, unreachable};

/// Bytes that are read from a file at a time.
const PIECE_BYTES: usize = 256 << 10;

impl Fetcher {
    /// Puts bytes behind a URL. No redirect is followed: it would send them to somebody else.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for a URL that may not be used, `IO_ERROR` when it does not take them.
    pub async fn send(&self, url: &str, bytes: TableBytes) -> Result<()> {
        let url = self.policy.check(url)?;
        let (body, length) = match bytes {
            TableBytes::Held(bytes) => {
                let length = bytes.len() as u64;
                (Body::from(bytes), length)
            }
            TableBytes::Spooled(mut file) => {
                file.rewind().map_err(unreadable)?;
                let length = file.metadata().map_err(unreadable)?.len();
                let pieces = ReaderStream::with_capacity(tokio::fs::File::from_std(file).take(length), PIECE_BYTES);
                (Body::wrap_stream(pieces), length)
            }
        };
        let sent = self.client.put(url.clone()).header(CONTENT_LENGTH, length).body(body).send();
        let sent = timeout(self.limits.wall, sent).await.map_err(|_| unreachable(&shown(&url), "it took too long"))?;
        let response = sent.map_err(|error| explain(&url, &error))?;
        match response.status() {
            status if status.is_success() => Ok(()),
            status => Err(unreachable(&shown(&url), &format!("the answer is {}", status.as_u16())).with("status", status.as_u16())),
        }
    }

    /// Whether a URL may be sent to, as far as that can be told without asking anybody.
    ///
    /// # Errors
    /// As [`Fetcher::send`].
    pub fn may_use(&self, url: &str) -> Result<()> {
        self.policy.check(url).map(drop)
    }
}

fn unreadable(error: std::io::Error) -> Error {
    Error::io("what is to be sent cannot be read").with_inside(error)
}
