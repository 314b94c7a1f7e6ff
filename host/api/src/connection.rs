//! One connection.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::auth::Peer;
use crate::serve::stopped;

/// How long a client may go on sending what nobody reads any more.
const LINGER: Duration = Duration::from_secs(5);

/// A connection that was accepted.
pub(crate) struct Connection {
    pub(crate) stream: TcpStream,
    pub(crate) peer: SocketAddr,
    pub(crate) router: Router,
    /// How long a request's head may take, and how long the connection may be idle.
    pub(crate) head: Duration,
    pub(crate) stopping: watch::Receiver<bool>,
}

impl Connection {
    /// Answers its requests until either side is done. When the client goes away, the request that is being answered is
    /// dropped.
    pub(crate) async fn serve(self) {
        let Self { stream, peer, router, head, mut stopping } = self;
        // Answers of several pieces must not wait for the client's acknowledgements.
        let _ = stream.set_nodelay(true);
        let mut http =
            http1::Builder::new().timer(TokioTimer::new()).header_read_timeout(head).serve_connection(TokioIo::new(stream), Handler { router, peer });
        let ended = tokio::select! {
            ended = poll_fn(|context| http.poll_without_shutdown(context)) => ended,
            () = stopped(&mut stopping) => {
                Pin::new(&mut http).graceful_shutdown();
                poll_fn(|context| http.poll_without_shutdown(context)).await
            }
        };
        match ended {
            Ok(()) => linger(http.into_parts().io.into_inner()).await,
            // The client broke off, or sent what is not HTTP; hyper has answered that.
            Err(error) => tracing::debug!(%peer, %error, "connection ended"),
        }
    }
}

/// Lets the client read its answer. Closing at once would reset the connection when the client is still sending, as
/// with an upload that was refused, and the reset would overtake the answer.
async fn linger(mut stream: TcpStream) {
    if stream.shutdown().await.is_err() {
        return;
    }
    let mut ignored = vec![0; 16 << 10];
    let rest = async { while matches!(stream.read(&mut ignored).await, Ok(1..)) {} };
    // Whoever is still sending then is cut off.
    let _ = tokio::time::timeout(LINGER, rest).await;
}

/// Hands requests to the routes, with the address they come from.
struct Handler {
    router: Router,
    peer: SocketAddr,
}

impl Service<hyper::Request<Incoming>> for Handler {
    type Response = axum::response::Response;
    type Error = Infallible;
    type Future = axum::routing::future::RouteFuture<Infallible>;

    fn call(&self, mut request: hyper::Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(Peer(self.peer));
        // Routes are always ready.
        tower::Service::call(&mut self.router.clone(), request)
    }
}

/// Whether a failed accept is only about that one client.
pub(crate) fn is_of_the_client(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset)
}
