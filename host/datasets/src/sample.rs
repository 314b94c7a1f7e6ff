//! Large objects that are only looked at: where their rows can be told from, and nothing between.

use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt;

use sandtable_core::{Error, Result};
use sandtable_objects::{Bucket, Object};

use crate::list::has_extension;
use crate::remote::Remotes;

/// Objects up to this size are fetched whole, as they are likely to be read next.
const WHOLE_BYTES: u64 = 4 << 20;
/// What is fetched of a text at its beginning, in its middle and at its end: a little more than is looked at there.
const TEXT_BYTES: u64 = 320 << 10;
/// What is fetched of a Parquet file at its end, where it says what is in it; and at most, when it says that that is more.
const FOOTER_BYTES: u64 = 64 << 10;
const MOST_FOOTER_BYTES: u64 = 32 << 20;

impl Remotes {
    /// A file of the size of an object with nothing of it, for one that is counted and not read.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub(crate) fn blank(&self, object: &Object) -> Result<File> {
        let file = self.scratch()?;
        file.set_len(object.size_bytes).map_err(unkept)?;
        Ok(file)
    }

    /// Opens an object so that the number of its rows can be told, or guessed, as of the whole. What is not fetched is NUL.
    ///
    /// # Errors
    /// As [`Remotes::open`].
    pub(crate) fn sample(&self, bucket: &Bucket, object: &Object) -> Result<File> {
        let is = |extensions: &[&str]| has_extension(&object.key, &extensions.iter().map(|&extension| extension.to_owned()).collect::<Vec<_>>());
        let (is_text, is_parquet) = (is(&[".csv", ".tsv", ".txt", ".jsonl", ".ndjson"]), is(&[".parquet"]));
        if object.size_bytes <= WHOLE_BYTES || !(is_text || is_parquet) {
            return self.open(bucket, std::slice::from_ref(object))?.pop().ok_or_else(|| Error::internal("no object was opened"));
        }
        let file = self.blank(object)?;
        let size = object.size_bytes;
        let fetch = |part: Range<u64>| bucket.fetch(object, part, &file);
        if is_text {
            for middle in [TEXT_BYTES / 2, size / 2, size - TEXT_BYTES / 2] {
                fetch(middle - TEXT_BYTES / 2..middle + TEXT_BYTES / 2)?;
            }
        } else {
            fetch(size - FOOTER_BYTES..size)?;
            let mut length = [0; 4];
            file.read_exact_at(&mut length, size - 8).map_err(unkept)?;
            let footer = (u64::from(u32::from_le_bytes(length)) + 8).min(MOST_FOOTER_BYTES).min(size);
            if footer > FOOTER_BYTES {
                fetch(size - footer..size - FOOTER_BYTES)?;
            }
            // The mark that a Parquet file begins with.
            fetch(0..4)?;
        }
        Ok(file)
    }
}

fn unkept(error: std::io::Error) -> Error {
    Error::io(format!("an object cannot be kept in the data directory: {}", error.kind())).with_inside(error)
}
