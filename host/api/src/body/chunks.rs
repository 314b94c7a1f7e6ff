//! A body as chunks, with a cap and a patience.

use std::pin::Pin;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use sandtable_core::units::display_size;
use sandtable_core::{Code, Error, Result, text};

/// What a body, or a part of one, comes as.
pub(crate) type ChunkStream<'a> = Pin<Box<dyn Stream<Item = Result<Bytes>> + Send + 'a>>;

/// A body's chunks. The sum of their sizes stays below a cap, and no pause is longer than allowed.
pub(crate) struct Chunks<'a> {
    stream: ChunkStream<'a>,
    what: &'static str,
    cap_bytes: u64,
    taken_bytes: u64,
    pause: Duration,
}

impl<'a> Chunks<'a> {
    /// The chunks of a whole body. `what` is what it is called in an error.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` (`too_large`) at once when the announced length is above the cap.
    pub(crate) fn of_body(body: Body, headers: &HeaderMap, what: &'static str, cap_bytes: u64, pause: Duration) -> Result<Self> {
        let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if let Some(announced) = announced.filter(|announced| *announced > cap_bytes) {
            return Err(too_large(what, cap_bytes).with("announced", announced));
        }
        Ok(Self::new(chunk_stream(body), what, cap_bytes, pause))
    }

    pub(crate) fn new(stream: ChunkStream<'a>, what: &'static str, cap_bytes: u64, pause: Duration) -> Self {
        Self { stream, what, cap_bytes, taken_bytes: 0, pause }
    }

    /// The next chunk.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the cap is passed or the body breaks off, `TIMEOUT` when it pauses too long.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>> {
        let next = tokio::time::timeout(self.pause, self.stream.next()).await;
        let Some(chunk) = next.map_err(|_| too_slow(self.what, self.pause))? else {
            return Ok(None);
        };
        let chunk = chunk?;
        self.taken_bytes += chunk.len() as u64;
        if self.taken_bytes > self.cap_bytes { Err(too_large(self.what, self.cap_bytes)) } else { Ok(Some(chunk)) }
    }

    /// Bytes taken so far.
    pub(crate) fn taken_bytes(&self) -> u64 {
        self.taken_bytes
    }

    /// All that is left, in memory: for what has a small cap.
    ///
    /// # Errors
    /// As [`Chunks::next`].
    pub(crate) async fn collect(mut self) -> Result<Bytes> {
        let Some(first) = self.next().await? else {
            return Ok(Bytes::new());
        };
        let Some(second) = self.next().await? else {
            return Ok(first); // Nearly every request: nothing is copied.
        };
        let mut whole = [first, second].concat();
        while let Some(chunk) = self.next().await? {
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.into())
    }
}

/// A body's chunks, without a cap.
pub(crate) fn chunk_stream<'a>(body: Body) -> ChunkStream<'a> {
    Box::pin(body.into_data_stream().map(|chunk| chunk.map_err(broken_off)))
}

/// The error of a body that is above its cap.
pub(crate) fn too_large(what: &str, cap_bytes: u64) -> Error {
    Error::new(Code::ValidationError, format!("{what} is larger than the {} that are allowed", display_size(cap_bytes)))
        .with("reason", "too_large")
        .with("allowed", cap_bytes)
}

fn too_slow(what: &str, pause: Duration) -> Error {
    Error::new(Code::Timeout, format!("{what} paused for more than {} s", pause.as_secs_f64())).with("reason", "slow_body")
}

fn broken_off(error: axum::Error) -> Error {
    Error::new(Code::ValidationError, format!("the body broke off: {}", text::sanitize(&error.to_string(), 200))).with("reason", "broken_body")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const PATIENT: Duration = Duration::from_secs(3600);

    fn body(pieces: &[&'static str]) -> Body {
        Body::from_stream(futures::stream::iter(pieces.iter().map(|piece| Ok::<_, Error>(*piece)).collect::<Vec<_>>()))
    }

    #[tokio::test]
    async fn a_body_up_to_the_cap_is_taken_whole() {
        for pieces in [&[][..], &["12345"], &["12", "345"], &["1", "2", "3", "4", "5"]] {
            let chunks = Chunks::of_body(body(pieces), &HeaderMap::new(), "it", 5, PATIENT).unwrap();
            assert_eq!(chunks.collect().await.unwrap(), pieces.concat());
        }
    }

    #[tokio::test]
    async fn one_byte_above_the_cap_is_refused_announced_or_not() {
        let chunks = Chunks::of_body(body(&["123", "456"]), &HeaderMap::new(), "it", 5, PATIENT).unwrap();
        let error = chunks.collect().await.unwrap_err();
        assert_eq!(error.message, "it is larger than the 5B that are allowed");
        let headers = HeaderMap::from_iter([(header::CONTENT_LENGTH, HeaderValue::from_static("6"))]);
        assert_eq!(Chunks::of_body(body(&[]), &headers, "it", 5, PATIENT).err().unwrap().details["reason"], "too_large");
    }

    #[tokio::test]
    async fn a_body_that_stops_is_given_up() {
        let stream = Box::pin(futures::stream::pending());
        let error = Chunks::new(stream, "it", 5, Duration::from_millis(1)).collect().await.unwrap_err();
        assert_eq!((error.code, &error.details["reason"]), (Code::Timeout, &"slow_body".into()));
    }
}
