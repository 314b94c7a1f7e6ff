//! What guests say: kept up to a number of bytes, dropped and counted beyond it.

use sandtable_core::text;

use crate::{LogLevel, LogLine, LogSource};

/// The longest line that is kept. A longer one is cut.
const MAX_LINE_BYTES: usize = 8 * 1024;
/// What a line costs beside its text, so that a million empty ones are not free.
const LINE_OVERHEAD: u64 = 16;

/// The log of one call.
pub(crate) struct LogBook {
    left: u64,
    lines: Vec<LogLine>,
    dropped: u64,
    stdout: LineBuffer,
    stderr: LineBuffer,
}

impl LogBook {
    /// Room for `bytes` of text.
    pub(crate) fn new(bytes: u64) -> Self {
        Self { left: bytes, lines: Vec::new(), dropped: 0, stdout: LineBuffer::default(), stderr: LineBuffer::default() }
    }

    /// Adds one line; gives it back when it was kept.
    pub(crate) fn line(&mut self, at_ms: u64, source: LogSource, level: LogLevel, message: &str) -> Option<LogLine> {
        let room = self.left.saturating_sub(LINE_OVERHEAD) as usize;
        if self.left <= LINE_OVERHEAD {
            self.dropped += 1;
            return None;
        }
        let most = room.min(MAX_LINE_BYTES);
        let clean = text::sanitize(message, most);
        // Escapes make text longer: whether something is missing shows only at the end of it.
        if clean.len() < message.len() && message.len() > most {
            self.dropped += 1;
        }
        self.left -= LINE_OVERHEAD + clean.len() as u64;
        let line = LogLine { at_ms, source, level, message: clean };
        self.lines.push(line.clone());
        Some(line)
    }

    /// Adds bytes of a standard stream; gives back the lines that they completed.
    pub(crate) fn write(&mut self, at_ms: u64, source: LogSource, bytes: &[u8]) -> Vec<LogLine> {
        let level = if source == LogSource::Stderr { LogLevel::Warn } else { LogLevel::Info };
        let mut kept = Vec::new();
        let mut buffer = std::mem::take(self.stream(source));
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let ended = piece.ends_with(b"\n");
            buffer.push(piece.strip_suffix(b"\n").unwrap_or(piece));
            if ended {
                kept.extend(self.line(at_ms, source, level, &buffer.take()));
            }
        }
        *self.stream(source) = buffer;
        kept
    }

    /// Makes lines of what the streams hold without a line break; gives back those that were kept.
    pub(crate) fn flush(&mut self, at_ms: u64) -> Vec<LogLine> {
        let mut kept = Vec::new();
        for (source, level) in [(LogSource::Stdout, LogLevel::Info), (LogSource::Stderr, LogLevel::Warn)] {
            if !self.stream(source).bytes.is_empty() {
                let rest = self.stream(source).take();
                kept.extend(self.line(at_ms, source, level, &rest));
            }
        }
        kept
    }

    /// The lines, and how many were dropped.
    pub(crate) fn take(&mut self) -> (Vec<LogLine>, u64) {
        self.flush(self.lines.last().map_or(0, |line| line.at_ms));
        (std::mem::take(&mut self.lines), self.dropped)
    }

    fn stream(&mut self, source: LogSource) -> &mut LineBuffer {
        if source == LogSource::Stderr { &mut self.stderr } else { &mut self.stdout }
    }
}

/// The beginning of a line that has not ended. What is beyond the longest line is thrown away as it comes.
#[derive(Default)]
struct LineBuffer {
    bytes: Vec<u8>,
}

impl LineBuffer {
    fn push(&mut self, piece: &[u8]) {
        // One byte more than a line may have: then the cut is seen and counted.
        let room = (MAX_LINE_BYTES + 1).saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(&piece[..piece.len().min(room)]);
    }

    fn take(&mut self) -> String {
        let bytes = std::mem::take(&mut self.bytes);
        let line = bytes.strip_suffix(b"\r").unwrap_or(&bytes);
        String::from_utf8_lossy(line).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_split_into_lines_whatever_the_writes() {
        let mut book = LogBook::new(10_000);
        for write in [&b"one"[..], b" line\ntwo\r\n", b"\xff\x1b[31m", b""] {
            book.write(5, LogSource::Stdout, write);
        }
        let (lines, dropped) = book.take();
        let texts: Vec<_> = lines.iter().map(|line| line.message.as_str()).collect();
        assert_eq!(texts, ["one line", "two", "\u{fffd}\\u{1b}[31m"]);
        assert_eq!(dropped, 0);
    }

    #[test]
    fn a_flood_is_dropped_and_counted() {
        let mut book = LogBook::new(1_000);
        for _ in 0..1_000 {
            book.write(0, LogSource::Stderr, b"\n");
            book.line(0, LogSource::Guest, LogLevel::Info, "hello");
        }
        book.write(0, LogSource::Stdout, &vec![b'x'; 10 << 20]);
        let (lines, dropped) = book.take();
        assert!(lines.len() < 63, "{}", lines.len());
        assert!(dropped > 1_900, "{dropped}");
    }

    #[test]
    fn a_line_over_the_longest_is_cut_and_counted() {
        let mut book = LogBook::new(1 << 20);
        book.line(0, LogSource::Guest, LogLevel::Info, &"x".repeat(MAX_LINE_BYTES + 1));
        book.write(0, LogSource::Stdout, &vec![b'y'; 10 << 20]);
        let (lines, dropped) = book.take();
        assert_eq!(lines.iter().map(|line| line.message.len()).collect::<Vec<_>>(), [MAX_LINE_BYTES, MAX_LINE_BYTES]);
        assert_eq!(dropped, 2);
    }
}
