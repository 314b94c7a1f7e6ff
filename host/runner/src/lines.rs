//! What a run writes, line by line, as it comes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use sandtable_executor::{Event, Events};
use sandtable_sandbox::{LogLevel, LogSource};
use serde::Serialize;

/// Which of the two streams a line is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// What the run says.
    Stdout,
    /// What it complains about.
    Stderr,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Milliseconds since 1970.
    pub timestamp: u64,
    /// Of which stream.
    pub stream: Stream,
    /// Its text.
    pub message: String,
}

/// What a line counts beside its text.
const LINE_BYTES: usize = 64;

/// The lines of a run, shared by who writes and who reads them.
#[derive(Debug, Clone)]
pub(crate) struct Lines(Arc<Mutex<Kept>>);

#[derive(Debug)]
struct Kept {
    lines: Vec<Line>,
    left: usize,
}

impl Lines {
    /// Room for so many bytes. What is beyond them is dropped.
    pub(crate) fn new(bytes: u64) -> Self {
        Self(Arc::new(Mutex::new(Kept { lines: Vec::new(), left: usize::try_from(bytes).unwrap_or(usize::MAX) })))
    }

    pub(crate) fn add(&self, stream: Stream, message: impl Into<String>) {
        let (mut kept, message) = (self.lock(), message.into());
        let size = message.len() + LINE_BYTES;
        if size <= kept.left {
            kept.left -= size;
            kept.lines.push(Line { timestamp: now_ms(), stream, message });
        }
    }

    /// The same for what the runner itself says at the end, which there is always room for.
    pub(crate) fn say(&self, stream: Stream, message: impl Into<String>) {
        let line = Line { timestamp: now_ms(), stream, message: message.into() };
        self.lock().lines.push(line);
    }

    /// Takes what an executor tells. What a guest logs in the SDK's own way goes where its level belongs.
    pub(crate) fn events(&self) -> Events {
        let lines = self.clone();
        Arc::new(move |event| {
            if let Event::Log(line) = event {
                let stream = match line.source {
                    LogSource::Stdout => Stream::Stdout,
                    LogSource::Stderr => Stream::Stderr,
                    LogSource::Guest if line.level >= LogLevel::Warn => Stream::Stderr,
                    LogSource::Guest => Stream::Stdout,
                };
                lines.add(stream, line.message);
            }
        })
    }

    pub(crate) fn all(&self) -> Vec<Line> {
        self.lock().lines.clone()
    }

    /// The text of one stream.
    pub(crate) fn text(&self, stream: Stream) -> String {
        self.lock().lines.iter().filter(|line| line.stream == stream).fold(String::new(), |text, line| text + &line.message + "\n")
    }

    /// All lines, an object each.
    pub(crate) fn jsonl(&self) -> Vec<u8> {
        self.lock().lines.iter().fold(Vec::new(), |mut out, line| {
            // A vector takes all that is written, and a line is always JSON.
            let _ = serde_json::to_writer(&mut out, line);
            out.push(b'\n');
            out
        })
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
