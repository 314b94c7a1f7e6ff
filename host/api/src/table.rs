//! A table's bytes on their way into an HTTP answer, without holding them.

use std::fs::File;
use std::io::{self, Seek};

use axum::body::Body;
use bytes::Bytes;
use futures::{Stream, StreamExt, stream};
use sandtable_core::{Error, Result};
use sandtable_executor::TableBytes;
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

/// Bytes that are read from a file at a time.
pub(crate) const PIECE_BYTES: usize = 256 << 10;

/// A table and its length. What the file holds counts, not what its writer says of it.
pub(crate) enum Bounded {
    Held(Vec<u8>),
    Spooled(File, u64),
}

pub(crate) fn bounded(table: TableBytes) -> Result<Bounded> {
    match table {
        TableBytes::Held(bytes) => Ok(Bounded::Held(bytes)),
        TableBytes::Spooled(file) => {
            let length = file.metadata().map_err(unreadable)?.len();
            Ok(Bounded::Spooled(file, length))
        }
    }
}

impl Bounded {
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.len() as u64,
            Self::Spooled(_, length) => *length,
        }
    }
}

/// A body of `head`, the table and `tail`, and its length.
pub(crate) fn whole_body(head: &'static [u8], table: Bounded, tail: Vec<u8>) -> Result<(Body, u64)> {
    let length = head.len() as u64 + table.len() + tail.len() as u64;
    match table {
        Bounded::Held(table) => Ok((Body::from([head, &table, &tail].concat()), length)),
        Bounded::Spooled(mut file, table_bytes) => {
            file.rewind().map_err(unreadable)?;
            Ok((Body::from_stream(pieces(head, file, table_bytes, tail)), length))
        }
    }
}

fn pieces(head: &'static [u8], file: File, table_bytes: u64, tail: Vec<u8>) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let table = ReaderStream::with_capacity(tokio::fs::File::from_std(file).take(table_bytes), PIECE_BYTES);
    let around = |bytes: Bytes| stream::iter((!bytes.is_empty()).then_some(Ok(bytes)));
    around(Bytes::from_static(head)).chain(table).chain(around(tail.into()))
}

fn unreadable(error: io::Error) -> Error {
    Error::io("the result cannot be read").with_inside(error)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    async fn body_of(table: Bounded) -> (Bytes, u64) {
        let (body, length) = whole_body(b"{\"rows\":", table, b",\"x\":1}".to_vec()).unwrap();
        (axum::body::to_bytes(body, usize::MAX).await.unwrap(), length)
    }

    #[tokio::test]
    async fn the_table_stands_whole_between_head_and_tail() {
        for size in [2, PIECE_BYTES, 3 * PIECE_BYTES + 5] {
            let table = [b"[".as_slice(), &vec![b' '; size - 2], b"]"].concat();
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&table).unwrap();
            for given in [Bounded::Held(table.clone()), bounded(TableBytes::Spooled(file)).unwrap()] {
                let (body, length) = body_of(given).await;
                assert_eq!(body.len() as u64, length);
                assert_eq!(body, [b"{\"rows\":".as_slice(), &table, b",\"x\":1}"].concat(), "a table of {size} bytes");
            }
        }
    }
}
