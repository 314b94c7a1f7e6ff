//! Rows of text files, counted without reading them as tables.

use std::fs::File;
use std::num::NonZeroUsize;
use std::os::unix::fs::FileExt;
use std::thread;

use sandtable_core::{Error, Result};
use sandtable_frames::{Format, ReadOptions};

/// What a thread reads at once.
const BLOCK_BYTES: usize = 1 << 20;
/// Fewer bytes are not worth a thread of their own.
const THREAD_BYTES: u64 = 8 << 20;

/// How rows end, and what is no row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines {
    /// Between quotes, a line's end is none.
    quote: Option<u8>,
    /// Lines in front of the rows.
    before: u64,
    /// Whether lines without text are rows.
    blank_counts: bool,
}

/// What a part of a text holds, whether it begins inside quotes or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Ends of lines after an even number of quotes, and after an odd one.
    pub(crate) ends: [u64; 2],
    /// Whether the number of quotes is odd.
    pub(crate) odd: bool,
}

impl Lines {
    /// Of a file of text; `None` for other formats.
    pub(crate) fn new(format: Format, options: &ReadOptions) -> Option<Self> {
        match format {
            Format::Csv => Some(Self {
                quote: options.quote.and_then(|quote| u8::try_from(quote).ok()),
                before: options.skip_rows + u64::from(options.has_header),
                blank_counts: true,
            }),
            Format::Jsonl => Some(Self { quote: None, before: 0, blank_counts: false }),
            Format::Json | Format::Parquet | Format::Arrow | Format::ArrowFile => None,
        }
    }

    /// Lines in front of the rows.
    pub(crate) fn before(&self) -> u64 {
        self.before
    }

    /// Rows of a file.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub(crate) fn count(&self, file: &File) -> Result<u64> {
        let size = file.metadata().map_err(unreadable)?.len();
        if size == 0 {
            return Ok(0);
        }
        let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get) as u64;
        let parts = threads.min(size.div_ceil(THREAD_BYTES)).max(1);
        let bounds = |part: u64| size * part / parts..size * (part + 1) / parts;
        let tallies: Vec<Result<Tally>> = thread::scope(|scope| {
            let started: Vec<_> = (1..parts).map(|part| scope.spawn(move || self.tally_range(file, bounds(part)))).collect();
            let first = self.tally_range(file, bounds(0));
            let others = started.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(Error::internal("a count of lines panicked"))));
            std::iter::once(first).chain(others).collect()
        });
        let mut whole = Tally::default();
        for tally in tallies {
            whole = whole.then(tally?);
        }
        let mut last = [0];
        file.read_exact_at(&mut last, size - 1).map_err(unreadable)?;
        let open = u64::from(last[0] != b'\n');
        Ok((whole.ends[0] + open).saturating_sub(self.before))
    }

    /// How many of the first `wanted` rows end within so many bytes.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub(crate) fn rows_at_start(&self, file: &File, wanted: u64, most_bytes: usize) -> Result<u64> {
        let (mut text, mut filled) = (vec![0; BLOCK_BYTES], 0);
        loop {
            match file.read_at(&mut text[filled..], filled as u64) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unreadable(error)),
            }
            if filled < text.len() {
                continue;
            }
            if self.end_of(self.before.saturating_add(wanted), &text).is_some() {
                return Ok(wanted);
            }
            if text.len() >= most_bytes {
                break;
            }
            text.resize((text.len() * 2).min(most_bytes), 0);
        }
        Ok(self.tally([b'\n'; 2], &text[..filled]).ends[0].saturating_sub(self.before).min(wanted))
    }

    /// What a piece of text holds; `before` are the two bytes in front of it.
    pub(crate) fn tally(&self, before: [u8; 2], text: &[u8]) -> Tally {
        let mut tally = Tally::default();
        match self.quote {
            Some(quote) if quote != b'\n' => {
                for at in memchr::memchr2_iter(quote, b'\n', text) {
                    if text[at] == b'\n' {
                        tally.ends[usize::from(tally.odd)] += 1;
                    } else {
                        tally.odd = !tally.odd;
                    }
                }
            }
            _ => {
                let byte = |at: usize, back: usize| if at >= back { text[at - back] } else { before[2 + at - back] };
                for at in memchr::memchr_iter(b'\n', text) {
                    let is_blank = byte(at, 1) == b'\n' || byte(at, 1) == b'\r' && byte(at, 2) == b'\n';
                    tally.ends[0] += u64::from(self.blank_counts || !is_blank);
                }
            }
        }
        tally
    }

    /// Behind which byte so many lines end, when they do.
    pub(crate) fn end_of(&self, wanted: u64, text: &[u8]) -> Option<usize> {
        let (quote, mut odd, mut left) = (self.quote.unwrap_or(b'\n'), false, wanted);
        for at in memchr::memchr2_iter(quote, b'\n', text) {
            if text[at] != b'\n' {
                odd = !odd;
            } else if !odd {
                left = left.saturating_sub(1);
                if left == 0 {
                    return Some(at + 1);
                }
            }
        }
        None
    }

    fn tally_range(&self, file: &File, range: std::ops::Range<u64>) -> Result<Tally> {
        let mut block = vec![0; BLOCK_BYTES];
        let mut whole = Tally::default();
        // A file begins as if after a line's end.
        let mut before = [b'\n'; 2];
        if range.start >= 2 {
            file.read_exact_at(&mut before, range.start - 2).map_err(unreadable)?;
        }
        let mut at = range.start;
        while at < range.end {
            let wanted = usize::try_from(range.end - at).unwrap_or(usize::MAX).min(block.len());
            let read = match file.read_at(&mut block[..wanted], at) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unreadable(error)),
            };
            let text = &block[..read];
            whole = whole.then(self.tally(before, text));
            before = match *text {
                [.., one, two] => [one, two],
                [one] => [before[1], one],
                [] => before,
            };
            at += read as u64;
        }
        Ok(whole)
    }
}

impl Tally {
    /// This part and the one behind it.
    pub(crate) fn then(self, next: Self) -> Self {
        let (same, other) = if self.odd { (1, 0) } else { (0, 1) };
        Self { ends: [self.ends[0] + next.ends[same], self.ends[1] + next.ends[other]], odd: self.odd != next.odd }
    }
}

fn unreadable(error: std::io::Error) -> Error {
    Error::io(format!("a file cannot be read: {}", error.kind())).with_inside(error)
}
