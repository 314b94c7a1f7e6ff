//! Looks at an Arrow IPC message's head before Polars reads it.
//!
//! Polars allocates what a message claims. A claim that no machine can meet ends the process, not the call, so that
//! claims are held against the file's size first: lengths within the message, decompressed sizes within what a
//! compressor can reach. Claims that pass are for the process's memory cap.

use std::fs::File;
use std::os::unix::fs::FileExt;

use polars_arrow_format::ipc::planus::ReadAsRoot;
use polars_arrow_format::ipc::{MessageHeaderRef, MessageRef, RecordBatchRef};
use sandtable_core::{Error, Result};

use crate::fault::{damaged, from_io};

/// The most that a compressed byte can become, rounded up: a Zstandard block of 128 KiB takes at least 3 bytes.
const MAX_RATIO: u64 = 1 << 16;

/// The most that a single buffer may become.
const MAX_BUFFER_BYTES: u64 = 1 << 36;

/// Polars numbers rows with 32 bits.
const MAX_ROWS: i64 = u32::MAX as i64 - 1;

/// The most that a message's head may have: some thousand columns are far below it.
const MAX_HEAD_BYTES: u64 = 64 << 20;

/// A message that was found fit to be read.
pub(super) struct Checked {
    /// Where its body starts.
    pub(super) body: u64,
    /// Where the next message starts.
    pub(super) next: u64,
    /// Whether it is a batch of rows.
    pub(super) is_batch: bool,
}

/// Checks the message at an offset; `None` at the stream's end or the file's.
pub(super) fn check_message(file: &File, size: u64, at: u64, what: &str) -> Result<Option<Checked>> {
    let mut word = [0; 4];
    let mut position = at;
    let mut next_word = |position: &mut u64| -> Result<Option<i32>> {
        if *position + 4 > size {
            return Ok(None);
        }
        file.read_exact_at(&mut word, *position).map_err(|error| from_io(what, &error))?;
        *position += 4;
        Ok(Some(i32::from_le_bytes(word)))
    };
    let Some(mut length) = next_word(&mut position)? else { return Ok(None) };
    if length == -1 {
        length = next_word(&mut position)?.ok_or_else(|| damaged(what, "the file ends too early"))?;
    }
    if length == 0 {
        return Ok(None);
    }
    let left = size - position;
    let length = u64::try_from(length).ok().filter(|length| *length <= left && *length <= MAX_HEAD_BYTES);
    let length = length.ok_or_else(|| damaged(what, "a message's head is longer than the file"))?;
    let mut head = vec![0; length as usize];
    file.read_exact_at(&mut head, position).map_err(|error| from_io(what, &error))?;
    let body = position + length;

    let message = MessageRef::read_as_root(&head).map_err(|error| unreadable(what, error))?;
    let body_length = u64::try_from(message.body_length().map_err(|error| unreadable(what, error))?).ok();
    let body_length = body_length.filter(|length| *length <= size - body).ok_or_else(|| damaged(what, "a message is longer than the file"))?;
    let body = Body { file, what, at: body, length: body_length };
    let is_batch = match message.header().map_err(|error| unreadable(what, error))? {
        Some(MessageHeaderRef::RecordBatch(batch)) => {
            body.check(batch)?;
            true
        }
        Some(MessageHeaderRef::DictionaryBatch(dictionary)) => {
            if let Some(batch) = dictionary.data().map_err(|error| unreadable(what, error))? {
                body.check(batch)?;
            }
            false
        }
        _ => false,
    };
    Ok(Some(Checked { body: body.at, next: body.at + body_length, is_batch }))
}

fn unreadable(what: &str, error: impl std::fmt::Display) -> Error {
    damaged(what, "a message's head is damaged").with_inside(error)
}

struct Body<'a> {
    file: &'a File,
    what: &'a str,
    at: u64,
    length: u64,
}

impl Body<'_> {
    fn check(&self, batch: RecordBatchRef<'_>) -> Result<()> {
        let wrong = |why: &str| Err(damaged(self.what, why));
        let planus = |error| unreadable(self.what, error);
        if !(0..=MAX_ROWS).contains(&batch.length().map_err(planus)?) {
            return wrong("a batch of an impossible number of rows");
        }
        for node in batch.nodes().map_err(planus)?.into_iter().flatten() {
            // Items of a list can be more than rows; what has no buffers is held by nothing else.
            if node.length() < 0 || node.length() > MAX_ROWS * 16 || !(0..=node.length()).contains(&node.null_count()) {
                return wrong("a column of an impossible length");
            }
        }
        let is_compressed = batch.compression().map_err(planus)?.is_some();
        let mut buffers = 0;
        for buffer in batch.buffers().map_err(planus)?.into_iter().flatten() {
            buffers += 1;
            let range = u64::try_from(buffer.offset()).ok().zip(u64::try_from(buffer.length()).ok());
            let Some((offset, length)) = range.filter(|(offset, length)| offset.checked_add(*length).is_some_and(|end| end <= self.length)) else {
                return wrong("a buffer lies outside its message");
            };
            if is_compressed && length > 0 {
                self.check_compressed(offset, length)?;
            }
        }
        for views in batch.variadic_buffer_counts().map_err(planus)?.into_iter().flatten() {
            if !(0..=buffers).contains(&views) {
                return wrong("a view column of more buffers than there are");
            }
        }
        Ok(())
    }

    /// A compressed buffer says in front how long it will be.
    fn check_compressed(&self, offset: u64, length: u64) -> Result<()> {
        let mut claim = [0; 8];
        if length < 8 {
            return Err(damaged(self.what, "a compressed buffer is too short"));
        }
        self.file.read_exact_at(&mut claim, self.at + offset).map_err(|error| from_io(self.what, &error))?;
        let claim = i64::from_le_bytes(claim);
        // -1 says that it is not compressed after all.
        let fits = |claim: u64| claim <= MAX_BUFFER_BYTES && claim <= length.saturating_mul(MAX_RATIO);
        if claim == -1 || u64::try_from(claim).is_ok_and(fits) {
            return Ok(());
        }
        Err(damaged(self.what, "a compressed buffer claims an impossible size"))
    }
}
