//! What a request is known by, in answers and in the log.

use std::fmt;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use rustix::rand::{GetRandomFlags, getrandom};

/// The header that carries it, both ways.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// A request's id: what the caller sent, when that is sane, else `req_` and 12 characters.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(HeaderValue);

impl RequestId {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        match headers.get(HEADER) {
            Some(sent) if is_sane(sent.as_bytes()) => Self(sent.clone()),
            _ => Self::fresh(),
        }
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    pub(crate) fn as_str(&self) -> &str {
        // Both ways of making one leave only ASCII.
        self.0.to_str().unwrap_or_default()
    }

    fn fresh() -> Self {
        const DIGITS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let mut bytes = [0; 12];
        // It only has to be another one each time; should the kernel have none, the id is a poor one and no more.
        let _ = getrandom(&mut bytes[..], GetRandomFlags::empty());
        let mut id = *b"req_____________";
        for (at, byte) in id[4..].iter_mut().zip(bytes) {
            *at = DIGITS[usize::from(byte % 32)];
        }
        Self(HeaderValue::from_bytes(&id).unwrap_or_else(|_| HeaderValue::from_static("req_")))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn is_sane(id: &[u8]) -> bool {
    (1..=64).contains(&id.len()) && id.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(id: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, HeaderValue::from_bytes(id.as_bytes()).unwrap());
        RequestId::of(&headers).to_string()
    }

    #[test]
    fn a_sane_id_is_kept() {
        for id in ["a", "4bf92f35-77b3.4da_6", &"x".repeat(64)] {
            assert_eq!(given(id), id);
        }
    }

    #[test]
    fn any_other_id_is_replaced() {
        for id in ["", "a b", "a/b", "a\"b", "é", &"x".repeat(65)] {
            let fresh = given(id);
            assert!(fresh.starts_with("req_") && fresh.len() == 16 && is_sane(fresh.as_bytes()), "{id:?} became {fresh}");
        }
        assert_ne!(RequestId::of(&HeaderMap::new()).as_str(), RequestId::of(&HeaderMap::new()).as_str());
    }
}
