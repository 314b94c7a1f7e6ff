//! The server's life: accept, serve, drain, end.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use sandtable_core::{Error, Result};
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

use crate::app::{App, Parts};
use crate::config::{ApiConfig, ConnectionConfig};
use crate::connection::{self, Connection};
use crate::metrics::UPKEEP;
use crate::router::router;

/// How long to wait when no connection can be accepted, as when there are no file descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// Serves on all listeners until `shutdown` is over. Then it accepts no more, lets requests end, and returns; what has
/// not ended within the drain time is dropped, and so cancelled.
///
/// # Errors
/// `INTERNAL` when a listener's task panicked.
pub async fn serve(config: ApiConfig, parts: Parts, listeners: Vec<TcpListener>, shutdown: impl Future) -> Result<()> {
    let (stop, stopping) = watch::channel(false);
    let (app, connections) = App::new(config, parts, stopping.clone());
    let slots = Arc::new(Semaphore::new(connections.most));
    let server = Server { router: router(Arc::clone(&app)), connections: connections.clone(), slots, stopping };
    let mut accepting = JoinSet::new();
    for listener in listeners {
        accepting.spawn(server.clone().accept(listener));
    }
    tokio::select! {
        _ = shutdown => {}
        () = upkeep(&app) => {}
        // Accepting has no end of its own.
        Some(Err(error)) = accepting.join_next() => return Err(Error::internal(format!("a listener failed: {error}"))),
    }
    // There is always a receiver: the server's own.
    let _ = stop.send(true);
    let drained = tokio::time::timeout(connections.drain, async { while accepting.join_next().await.is_some() {} }).await;
    if drained.is_err() {
        tracing::warn!(drain_ms = connections.drain.as_millis() as u64, "requests were still running when the drain time was over: dropped");
        accepting.shutdown().await;
    }
    Ok(())
}

async fn upkeep(app: &App) {
    loop {
        tokio::time::sleep(UPKEEP).await;
        app.metrics.upkeep();
    }
}

#[derive(Clone)]
struct Server {
    router: Router,
    connections: ConnectionConfig,
    slots: Arc<Semaphore>,
    stopping: watch::Receiver<bool>,
}

impl Server {
    /// Accepts until the server stops, then waits for the connections to end. Dropped, it drops them.
    async fn accept(self, listener: TcpListener) {
        let mut open = JoinSet::new();
        let mut stopping = self.stopping.clone();
        loop {
            tokio::select! {
                () = stopped(&mut stopping) => break,
                Some(_) = open.join_next() => {}
                connection = self.next(&listener) => {
                    if let Some((connection, slot)) = connection {
                        open.spawn(async move {
                            connection.serve().await;
                            drop(slot);
                        });
                    }
                }
            }
        }
        drop(listener);
        while open.join_next().await.is_some() {}
    }

    async fn next(&self, listener: &TcpListener) -> Option<(Connection, OwnedSemaphorePermit)> {
        // The semaphore is never closed.
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok()?;
        match listener.accept().await {
            Ok((stream, peer)) => {
                let connection = Connection { stream, peer, router: self.router.clone(), head: self.connections.head, stopping: self.stopping.clone() };
                Some((connection, slot))
            }
            Err(error) => {
                if !connection::is_of_the_client(&error) {
                    tracing::error!(%error, "no connection can be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
                None
            }
        }
    }
}

/// Returns when the server stops.
pub(crate) async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // An error means that the sender is gone: the server has ended.
    let _ = stopping.wait_for(|stop| *stop).await;
}
