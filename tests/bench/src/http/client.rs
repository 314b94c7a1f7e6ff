//! As little HTTP/1.1 as one kept connection needs.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

/// Far longer than any answer takes, so that a hang ends the bench.
const TIMEOUT: Duration = Duration::from_secs(300);
/// Of a body that is not looked at, what is read at once.
const PIECE_BYTES: usize = 1 << 20;

/// One kept connection.
pub(crate) struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A request's bytes, ready to be sent again and again.
pub(crate) fn post(path: &str, body: &str) -> Vec<u8> {
    format!("POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 << 10) })
    }

    /// Sends a request and gives the body of its answer.
    ///
    /// # Errors
    /// When the status is not 200.
    pub(crate) fn ok(&mut self, request: &[u8]) -> Result<&[u8]> {
        let (status, body) = self.send(request)?;
        ensure!(status == 200, "status {status}: {}", String::from_utf8_lossy(body));
        Ok(body)
    }

    /// Sends a request and gives the status and the body of its answer.
    pub(crate) fn send(&mut self, request: &[u8]) -> Result<(u16, &[u8])> {
        let head = self.head(request)?;
        let length = head.bytes + head.body_bytes;
        while self.buffer.len() < length {
            self.read_more()?;
        }
        Ok((head.status, &self.buffer[head.bytes..length]))
    }

    /// Sends a request, reads its answer to the end without keeping it, and gives the body's size and what the header
    /// `x-sandtable-usage` says, or null.
    ///
    /// # Errors
    /// When the status is not 200.
    pub(crate) fn drain(&mut self, request: &[u8]) -> Result<(usize, serde_json::Value)> {
        let head = self.head(request)?;
        ensure!(head.status == 200, "status {}", head.status);
        let mut left = (head.bytes + head.body_bytes).saturating_sub(self.buffer.len());
        self.buffer.resize(PIECE_BYTES, 0);
        while left > 0 {
            let read = self.stream.read(&mut self.buffer)?;
            ensure!(read > 0, "the server closed the connection, {left} bytes are missing");
            left = left.saturating_sub(read);
        }
        let usage = if head.usage.is_empty() { serde_json::Value::Null } else { serde_json::from_str(&head.usage)? };
        Ok((head.body_bytes, usage))
    }

    fn head(&mut self, request: &[u8]) -> Result<Head> {
        self.stream.write_all(request)?;
        self.buffer.clear();
        loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                return Head::read(std::str::from_utf8(&self.buffer[..end])?);
            }
            self.read_more()?;
        }
    }

    fn read_more(&mut self) -> Result<()> {
        let mut piece = [0; 16 << 10];
        let read = self.stream.read(&mut piece)?;
        if read == 0 {
            bail!("the server closed the connection");
        }
        self.buffer.extend_from_slice(&piece[..read]);
        Ok(())
    }
}

struct Head {
    status: u16,
    /// Of the head, with the empty line behind it.
    bytes: usize,
    body_bytes: usize,
    /// JSON, or nothing.
    usage: String,
}

impl Head {
    fn read(text: &str) -> Result<Self> {
        let status = text.get(9..12).and_then(|status| status.parse().ok()).with_context(|| format!("no status line: {text:?}"))?;
        let header = |wanted: &str| {
            text.lines().filter_map(|line| line.split_once(':')).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
        };
        let length = header("content-length").and_then(|length| length.parse().ok());
        let body_bytes = length.with_context(|| format!("no content-length: {text:?}"))?;
        Ok(Self { status, bytes: text.len() + 4, body_bytes, usage: header("x-sandtable-usage").unwrap_or_default().to_owned() })
    }
}
