//! The runner's token: one that never changes and is compared, not a signed one.

use std::fmt;
use std::hint::black_box;

use axum::http::HeaderMap;
use sandtable_core::{Code, Error, Result};

use crate::auth::bearer;

/// A token that callers of the runner must send. Never shown.
pub struct RunnerToken(Vec<u8>);

impl RunnerToken {
    /// Takes requests that carry this token.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when it is empty: that is no secret.
    pub fn new(token: &str) -> Result<Self> {
        if token.is_empty() { Err(Error::invalid("auth_token", "the runner's token is empty")) } else { Ok(Self(token.as_bytes().to_vec())) }
    }

    /// Whether a request with these headers may come in.
    ///
    /// # Errors
    /// `AUTH_ERROR`.
    pub(crate) fn check(&self, headers: &HeaderMap) -> Result<()> {
        let given = bearer(headers)?;
        if same(&self.0, given.as_bytes()) { Ok(()) } else { Err(Error::new(Code::AuthError, "the token is not the runner's")) }
    }
}

/// Compares in a time that tells nothing of where two texts differ.
fn same(secret: &[u8], given: &[u8]) -> bool {
    let differences = given.iter().enumerate().fold(u8::from(secret.len() != given.len()), |all, (at, byte)| {
        // Of a longer text the rest is compared too, with anything.
        black_box(all | byte ^ secret[at % secret.len()])
    });
    black_box(differences) == 0
}

impl fmt::Debug for RunnerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunnerToken").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    #[test]
    fn the_token_itself_opens_and_nothing_else() {
        let token = RunnerToken::new("secret").unwrap();
        let with = |sent: &str| HeaderMap::from_iter([(header::AUTHORIZATION, sent.parse().unwrap())]);
        assert!(token.check(&with("Bearer secret")).is_ok());
        for bad in ["Bearer secre", "Bearer secrets", "Bearer secretsecret", "Bearer Secret", "Bearer ", "secret", "Basic secret"] {
            assert_eq!(token.check(&with(bad)).unwrap_err().code, Code::AuthError, "{bad}");
        }
        assert!(token.check(&HeaderMap::new()).is_err() && RunnerToken::new("").is_err());
        assert!(!format!("{token:?}").contains("secret"));
    }
}
