//! What every handler is handed.

use std::sync::Arc;

use sandtable_executor::{Pipelines, Transforms};

use crate::auth::Auth;
use crate::config::{ApiConfig, BodyConfig, ConnectionConfig};
use crate::metrics::Metrics;

/// The server's parts, shared by all requests.
pub(crate) struct App {
    pub(crate) transforms: Arc<Transforms>,
    pub(crate) pipelines: Pipelines,
    pub(crate) auth: Option<Auth>,
    pub(crate) bodies: BodyConfig,
    pub(crate) metrics: Metrics,
}

/// As axum hands it round.
pub(crate) type AppState = Arc<App>;

impl App {
    pub(crate) fn new(config: ApiConfig, transforms: Arc<Transforms>, pipelines: Pipelines) -> (AppState, ConnectionConfig) {
        let ApiConfig { auth, bodies, connections } = config;
        (Arc::new(Self { transforms, pipelines, auth, bodies, metrics: Metrics::new() }), connections)
    }
}
