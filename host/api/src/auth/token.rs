//! Tokens: HS256 and nothing else, with an expiry.

use std::fmt;

use axum::http::{HeaderMap, header};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use sandtable_core::{Code, Error, Result};
use sandtable_executor::FramesGrant;
use serde::Deserialize;

use super::scope::{Grants, Scope, ScopeClaim};

/// How far apart the clocks of who signs and who checks may be.
const LEEWAY_SECONDS: u64 = 30;

/// Checks tokens. Never shows its secret.
pub struct Auth {
    key: DecodingKey,
    validation: Validation,
}

/// What a token says that matters here; `exp`, `nbf`, `iss` and `aud` are checked while it is decoded.
#[derive(Debug, Deserialize)]
struct Claims {
    scope: Option<ScopeClaim>,
}

impl Auth {
    /// Takes tokens that are signed with `secret` by HS256 and have an expiry. With an issuer or an audience, tokens
    /// must name it.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the secret is empty: anyone can sign with that.
    pub fn hs256(secret: &[u8], issuer: Option<&str>, audience: Option<&str>) -> Result<Self> {
        if secret.is_empty() {
            return Err(Error::invalid("auth_secret", "the secret for tokens is empty"));
        }
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = LEEWAY_SECONDS;
        validation.validate_nbf = true;
        // A token for others is no token for us, but without a configured audience we do not know who we are.
        validation.validate_aud = audience.is_some();
        let mut required = vec!["exp"];
        if let Some(issuer) = issuer {
            validation.set_issuer(&[issuer]);
            required.push("iss");
        }
        if let Some(audience) = audience {
            validation.set_audience(&[audience]);
            required.push("aud");
        }
        validation.set_required_spec_claims(&required);
        Ok(Self { key: DecodingKey::from_secret(secret), validation })
    }

    /// Whether a request with these headers may do what needs `scope`, and what its token allows beside it.
    ///
    /// # Errors
    /// `AUTH_ERROR` saying what is wrong with the token, never what it should have been signed with.
    pub(crate) fn check(&self, headers: &HeaderMap, scope: Scope) -> Result<Grants> {
        let claims = decode::<Claims>(bearer(headers)?, &self.key, &self.validation).map_err(|error| refusal(&error))?.claims;
        match claims.scope {
            Some(allowed) if !allowed.allows(scope) => {
                let needed = scope.as_str();
                Err(refused(format!("the token's scope does not hold {needed}, which this needs")).with("reason", "scope").with("needed", needed))
            }
            claim => Ok(Grants { frames: claim.is_none_or(|claim| claim.allows(Scope::Frames)).then_some(FramesGrant::Uploader) }),
        }
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth").finish_non_exhaustive()
    }
}

/// The token that a request carries.
///
/// # Errors
/// `AUTH_ERROR` when there is none.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str> {
    let mut sent = headers.get_all(header::AUTHORIZATION).iter();
    let Some(first) = sent.next() else {
        return Err(refused("no token: send it in the header Authorization: Bearer TOKEN"));
    };
    let wrong = || refused("the header Authorization is not of the form Bearer TOKEN");
    if sent.next().is_some() {
        return Err(refused("there are several headers Authorization"));
    }
    let (scheme, token) = first.to_str().map_err(|_| wrong())?.trim().split_once(' ').ok_or_else(wrong)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim()) } else { Err(wrong()) }
}

fn refusal(error: &jsonwebtoken::errors::Error) -> Error {
    refused(match error.kind() {
        ErrorKind::ExpiredSignature => "the token has expired".to_owned(),
        ErrorKind::ImmatureSignature => "the token is not valid yet".to_owned(),
        ErrorKind::InvalidSignature => "the token's signature is wrong".to_owned(),
        ErrorKind::InvalidIssuer => "the token is from another issuer".to_owned(),
        ErrorKind::InvalidAudience => "the token is for another audience".to_owned(),
        ErrorKind::MissingRequiredClaim(claim) => format!("the token has no valid claim {claim}"),
        ErrorKind::InvalidClaimFormat(claim) => format!("the token's claim {claim} is malformed"),
        ErrorKind::InvalidAlgorithm => "the token is not signed with HS256".to_owned(),
        // Among them the algorithm `none`, which the library does not know.
        _ => "the token is not a JWT signed with HS256".to_owned(),
    })
}

fn refused(message: impl Into<String>) -> Error {
    Error::new(Code::AuthError, message)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use jsonwebtoken::{EncodingKey, Header, encode, get_current_timestamp};
    use serde_json::{Value, json};

    use super::*;

    const SECRET: &[u8] = b"a secret of more than thirty-two bytes";

    fn signed_with(algorithm: Algorithm, secret: &[u8], claims: &Value) -> String {
        encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret)).unwrap()
    }

    fn signed(claims: &Value) -> String {
        signed_with(Algorithm::HS256, SECRET, claims)
    }

    fn in_seconds(seconds: i64) -> i64 {
        i64::try_from(get_current_timestamp()).unwrap() + seconds
    }

    fn try_header(auth: &Auth, header: &str, scope: Scope) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_str(header).unwrap());
        match auth.check(&headers, scope) {
            Ok(_) => "fine".to_owned(),
            Err(error) => {
                assert_eq!(error.code, Code::AuthError);
                error.message
            }
        }
    }

    fn try_token(token: &str, scope: Scope) -> String {
        try_header(&Auth::hs256(SECRET, None, None).unwrap(), &format!("Bearer {token}"), scope)
    }

    #[test]
    fn a_token_is_signed_with_the_secret_and_has_an_expiry() {
        for (token, said) in [
            (signed(&json!({"exp": in_seconds(60)})), "fine"),
            (signed(&json!({"exp": in_seconds(-10)})), "fine"),
            (signed(&json!({"exp": in_seconds(-90)})), "the token has expired"),
            (signed(&json!({})), "the token has no valid claim exp"),
            (signed(&json!({"exp": "soon"})), "the token has no valid claim exp"),
            (signed(&json!({"exp": in_seconds(600), "nbf": in_seconds(300)})), "the token is not valid yet"),
            (signed_with(Algorithm::HS256, b"another secret", &json!({"exp": in_seconds(60)})), "the token's signature is wrong"),
            (signed_with(Algorithm::HS512, SECRET, &json!({"exp": in_seconds(60)})), "the token is not signed with HS256"),
            ("x.y.z".to_owned(), "the token is not a JWT signed with HS256"),
            (String::new(), "the header Authorization is not of the form Bearer TOKEN"),
        ] {
            assert_eq!(try_token(&token, Scope::Read), said, "{token}");
        }
    }

    #[test]
    fn a_token_without_a_signature_is_refused() {
        // {"alg":"none","typ":"JWT"} and the claims of a good token.
        let good = signed(&json!({"exp": in_seconds(60)}));
        let claims = good.split('.').nth(1).unwrap();
        for token in [format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}."), format!("{}.{claims}.", good.split('.').next().unwrap())] {
            assert_ne!(try_token(&token, Scope::Read), "fine");
        }
    }

    #[test]
    fn scopes_are_words_or_a_list_and_none_means_all() {
        for (scope, asked, allowed) in [
            (json!("read run"), Scope::Run, true),
            (json!("read run"), Scope::Upload, false),
            (json!("reader"), Scope::Read, false),
            (json!(["admin", "other"]), Scope::Admin, true),
            (json!([]), Scope::Read, false),
            (json!(""), Scope::Read, false),
            (Value::Null, Scope::Admin, true),
        ] {
            let said = try_token(&signed(&json!({"exp": in_seconds(60), "scope": scope})), asked);
            assert_eq!(said == "fine", allowed, "{scope} {asked:?}: {said}");
        }
        assert_ne!(try_token(&signed(&json!({"exp": in_seconds(60), "scope": 7})), Scope::Read), "fine");
    }

    #[test]
    fn issuer_and_audience_are_checked_when_configured() {
        let auth = Auth::hs256(SECRET, Some("backend"), Some("sandtable")).unwrap();
        for (claims, said) in [
            (json!({"exp": in_seconds(60), "iss": "backend", "aud": ["sandtable"]}), "fine"),
            (json!({"exp": in_seconds(60), "iss": "other", "aud": "sandtable"}), "the token is from another issuer"),
            (json!({"exp": in_seconds(60), "iss": "backend", "aud": "other"}), "the token is for another audience"),
            (json!({"exp": in_seconds(60), "iss": "backend"}), "the token has no valid claim aud"),
        ] {
            assert_eq!(try_header(&auth, &format!("bearer {}", signed(&claims)), Scope::Read), said);
        }
    }

    #[test]
    fn a_header_of_another_form_is_told_the_form() {
        let auth = Auth::hs256(SECRET, None, None).unwrap();
        assert_eq!(try_header(&auth, "Basic dTpw", Scope::Read), "the header Authorization is not of the form Bearer TOKEN");
        let missing = auth.check(&HeaderMap::new(), Scope::Read).unwrap_err();
        assert_eq!(missing.message, "no token: send it in the header Authorization: Bearer TOKEN");
        assert!(Auth::hs256(b"", None, None).is_err());
        assert!(!format!("{auth:?}").contains("secret"));
    }
}
