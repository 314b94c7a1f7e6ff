//! The parts of a `multipart/form-data` body.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use sandtable_core::{Code, Error, Result, text};

use super::chunks::{ChunkStream, chunk_stream};

/// Bytes that may arrive while the head of a part is awaited. The parser keeps them all in memory.
const HEAD_BYTES: u64 = 64 << 10;

/// While a part's own bytes are read there is no such bound: they go on to a file.
const UNBOUNDED: u64 = u64::MAX;

/// The parts, one after the other.
pub(crate) struct Parts {
    multipart: Multipart,
    left_for_head: Arc<AtomicU64>,
    most: usize,
    seen: usize,
    pause: Duration,
}

/// One part.
pub(crate) struct Part<'a> {
    field: Field<'a>,
    name: String,
}

impl Parts {
    /// Reads the parts of a request, at most `most`.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the content type has no boundary.
    pub(crate) async fn of(request: Request, most: usize, pause: Duration) -> Result<Self> {
        let left_for_head = Arc::new(AtomicU64::new(UNBOUNDED));
        let (head, body) = request.into_parts();
        let paced = Paced { chunks: chunk_stream(body), rests: false, left_for_head: Arc::clone(&left_for_head) };
        let multipart = Multipart::from_request(Request::from_parts(head, Body::from_stream(paced)), &()).await;
        let multipart = multipart.map_err(|rejection| malformed(&rejection.body_text()))?;
        Ok(Self { multipart, left_for_head, most, seen: 0, pause })
    }

    /// The next part. The one before must have been read to its end.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the body is malformed or has too many parts, `TIMEOUT`.
    pub(crate) async fn next(&mut self) -> Result<Option<Part<'_>>> {
        self.left_for_head.store(HEAD_BYTES, Ordering::Relaxed);
        let field = tokio::time::timeout(self.pause, self.multipart.next_field()).await;
        let field = field.map_err(|_| Error::new(Code::Timeout, "the body paused before a part").with("reason", "slow_body"))?;
        self.left_for_head.store(UNBOUNDED, Ordering::Relaxed);
        let Some(field) = field.map_err(|error| multipart_error(&error))? else {
            return Ok(None);
        };
        self.seen += 1;
        if self.seen > self.most {
            return Err(Error::invalid("parts", format!("more than the {} parts that are allowed", self.most)));
        }
        let name = field.name().filter(|name| !name.is_empty()).map(ToOwned::to_owned);
        let name = name.ok_or_else(|| Error::invalid("parts", format!("part {} has no name", self.seen)))?;
        Ok(Some(Part { field, name }))
    }
}

impl<'a> Part<'a> {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn content_type(&self) -> Option<&str> {
        self.field.content_type()
    }

    pub(crate) fn file_name(&self) -> Option<&str> {
        self.field.file_name()
    }

    /// The part's bytes.
    pub(crate) fn chunks(self) -> ChunkStream<'a> {
        Box::pin(self.field.map(|chunk| chunk.map_err(|error| multipart_error(&error))))
    }
}

/// Hands the parser one chunk at a time: it would read ahead, into memory, as fast as the client sends.
struct Paced {
    chunks: ChunkStream<'static>,
    rests: bool,
    left_for_head: Arc<AtomicU64>,
}

impl Stream for Paced {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        if std::mem::take(&mut self.rests) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let next = self.chunks.as_mut().poll_next(context);
        if let Poll::Ready(Some(Ok(chunk))) = &next {
            self.rests = true;
            let left = self.left_for_head.load(Ordering::Relaxed);
            if left == 0 {
                return Poll::Ready(Some(Err(malformed("the head of a part has no end"))));
            }
            if left != UNBOUNDED {
                self.left_for_head.store(left.saturating_sub(chunk.len() as u64), Ordering::Relaxed);
            }
        }
        next
    }
}

fn multipart_error(error: &MultipartError) -> Error {
    // An error of ours on its way through the parser comes out as it went in.
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if let Some(ours) = inner.downcast_ref::<Error>() {
            return ours.clone();
        }
        cause = inner.source();
    }
    malformed(&error.body_text())
}

fn malformed(why: &str) -> Error {
    Error::invalid("body", format!("the multipart body is malformed: {}", text::sanitize(why, 200)))
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::super::Chunks;
    use super::*;

    const PATIENT: Duration = Duration::from_secs(3600);

    async fn parts(pieces: Vec<Bytes>) -> Parts {
        let body = Body::from_stream(futures::stream::iter(pieces.into_iter().map(Ok::<_, Error>)));
        let request = Request::builder().header(header::CONTENT_TYPE, "multipart/form-data; boundary=B").body(body).unwrap();
        Parts::of(request, 2, PATIENT).await.unwrap()
    }

    async fn read(pieces: Vec<Bytes>) -> Result<Vec<(String, Bytes)>> {
        let mut parts = parts(pieces).await;
        let mut read = Vec::new();
        while let Some(part) = parts.next().await? {
            let name = part.name().to_owned();
            read.push((name, Chunks::new(part.chunks(), "it", 1000, PATIENT).collect().await?));
        }
        Ok(read)
    }

    fn part(name: &str, text: &str) -> String {
        format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    }

    #[tokio::test]
    async fn parts_are_read_however_they_are_cut() {
        let whole = Bytes::from(part("a", "1\r\n2") + &part("b", "") + "--B--\r\n");
        for size in [1, 3, 7, whole.len()] {
            let pieces = (0..whole.len()).step_by(size).map(|at| whole.slice(at..(at + size).min(whole.len()))).collect();
            let read = read(pieces).await.unwrap();
            assert_eq!(read, [("a".to_owned(), Bytes::from("1\r\n2")), ("b".to_owned(), Bytes::new())], "in pieces of {size}");
        }
    }

    #[tokio::test]
    async fn what_is_no_multipart_body_is_refused() {
        for (pieces, said) in [
            (vec![part("a", "1")], "the multipart body is malformed"),
            (vec!["nonsense".to_owned()], "the multipart body is malformed"),
            (vec![], "the multipart body is malformed"),
            (vec![part("a", "") + &part("b", "") + &part("c", "") + "--B--"], "more than the 2 parts that are allowed"),
            (vec![part("", "") + "--B--"], "part 1 has no name"),
            (vec![part("a", &"x".repeat(1001)) + "--B--"], "it is larger than the 1000B that are allowed"),
        ] {
            let error = read(pieces.into_iter().map(Bytes::from).collect()).await.unwrap_err();
            assert!(error.message.starts_with(said), "{}", error.message);
            assert_eq!(error.code, Code::ValidationError);
        }
    }

    #[tokio::test]
    async fn a_head_without_an_end_is_given_up_soon() {
        let endless = std::iter::once("--B\r\nX: ".into()).chain((0..1000).map(|_| Bytes::from(vec![b'x'; 10_000])));
        let error = read(endless.collect()).await.unwrap_err();
        assert_eq!(error.message, "the multipart body is malformed: the head of a part has no end");
    }

    #[tokio::test]
    async fn an_error_of_the_body_itself_comes_through() {
        let broken = Error::new(Code::ValidationError, "the body broke off");
        let pieces = vec![Ok(Bytes::from(part("a", "1"))), Err(broken.clone())];
        let body = Body::from_stream(futures::stream::iter(pieces));
        let request = Request::builder().header(header::CONTENT_TYPE, "multipart/form-data; boundary=B").body(body).unwrap();
        let mut parts = Parts::of(request, 2, PATIENT).await.unwrap();
        let part = parts.next().await.unwrap().unwrap();
        let error = Chunks::new(part.chunks(), "it", 1000, PATIENT).collect().await.unwrap_err();
        assert!(error.message.starts_with("the body broke off"), "{}", error.message);
    }
}
