//! The layer in front of a group of routes that lets callers in or not.

use std::net::SocketAddr;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sandtable_core::{Code, Error, Result};
use sandtable_executor::FramesGrant;

use super::scope::{Grants, Scope};
use crate::app::AppState;
use crate::failure::Failure;
use crate::runner;

/// Who may use a group of routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everyone.
    Open,
    /// Everyone on this machine; others as with [`Scope::Read`], and nobody else when there is no secret.
    Loopback,
    /// Who has a token with this scope; everyone when there is no secret.
    Token(Scope),
    /// Who has the runner's own token; everyone when it has none, and nobody when there is no runner.
    Runner,
}

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Asks before the request's body is looked at.
pub(crate) async fn guard(State((app, access)): State<(AppState, Access)>, mut request: Request, next: Next) -> Response {
    match admit(&app, access, &request) {
        Ok(grants) => {
            request.extensions_mut().insert(grants);
            next.run(request).await
        }
        Err(error) => Failure(error).into_response(),
    }
}

fn admit(app: &AppState, access: Access, request: &Request) -> Result<Grants> {
    // Who came without a token has what is granted to everyone.
    let stranger = Grants { frames: app.allow_frames.then_some(FramesGrant::Server) };
    match (access, &app.auth) {
        (Access::Open, _) | (Access::Token(_), None) => Ok(stranger),
        (Access::Token(scope), Some(auth)) => auth.check(request.headers(), scope).map(|own| Grants { frames: own.frames.or(stranger.frames) }),
        (Access::Runner, _) => {
            let door = app.runner.as_ref().ok_or_else(runner::closed)?;
            door.token.as_ref().map_or(Ok(()), |token| token.check(request.headers())).map(|()| stranger)
        }
        (Access::Loopback, _) if is_local(request) => Ok(stranger),
        (Access::Loopback, Some(auth)) => auth.check(request.headers(), Scope::Read),
        (Access::Loopback, None) => Err(Error::new(Code::AuthError, "without a secret for tokens this is open on loopback only")),
    }
}

/// Whether the request comes from this machine. A proxy on this machine speaks for others.
fn is_local(request: &Request) -> bool {
    let forwarded = [header::FORWARDED.as_str(), "x-forwarded-for", "x-real-ip"];
    let peer = request.extensions().get::<Peer>();
    peer.is_some_and(|Peer(address)| address.ip().to_canonical().is_loopback()) && !forwarded.iter().any(|name| request.headers().contains_key(*name))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn from(address: &str, header: Option<(&str, &str)>) -> Request {
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(Peer(address.parse().unwrap()));
        if let Some((name, value)) = header {
            request.headers_mut().insert(axum::http::HeaderName::try_from(name).unwrap(), value.parse().unwrap());
        }
        request
    }

    #[test]
    fn only_this_machine_itself_is_local() {
        assert!(is_local(&from("127.0.0.1:5", None)));
        assert!(is_local(&from("[::1]:5", None)));
        assert!(is_local(&from("[::ffff:127.0.0.1]:5", None)));
        assert!(!is_local(&from("10.0.0.1:5", None)));
        assert!(!is_local(&from("127.0.0.1:5", Some(("x-forwarded-for", "10.0.0.1")))));
        assert!(!is_local(&Request::new(Body::empty())));
    }
}
