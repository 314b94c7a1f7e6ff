//! What every handler is handed.

use std::sync::Arc;

use sandtable_executor::{Pipelines, Transforms};
use sandtable_service::Service;
use tokio::sync::{Semaphore, watch};

use crate::auth::Auth;
use crate::config::{ApiConfig, BodyConfig, ConnectionConfig};
use crate::metrics::Metrics;
use crate::runner::RunnerDoor;

/// The server's parts, shared by all requests.
pub(crate) struct App {
    pub(crate) transforms: Arc<Transforms>,
    pub(crate) pipelines: Pipelines,
    pub(crate) service: Arc<Service>,
    pub(crate) runner: Option<RunnerDoor>,
    /// Turns at holding a frame that came along in a request.
    pub(crate) frames: Semaphore,
    /// Says when the server stops.
    pub(crate) stopping: watch::Receiver<bool>,
    pub(crate) auth: Option<Auth>,
    pub(crate) bodies: BodyConfig,
    /// Whether everyone who may upload may upload transforms that use native frames.
    pub(crate) allow_frames: bool,
    pub(crate) metrics: Metrics,
}

/// As axum hands it round.
pub(crate) type AppState = Arc<App>;

/// Frames that come along in requests and are held at once.
const FRAMES: usize = 2;

/// What the door opens to.
pub struct Parts {
    /// Components, and running them.
    pub transforms: Arc<Transforms>,
    /// Pipelines that somebody waits for.
    pub pipelines: Pipelines,
    /// The file-analytics service.
    pub service: Arc<Service>,
    /// The transform runner, when its doors are open.
    pub runner: Option<RunnerDoor>,
}

impl App {
    pub(crate) fn new(config: ApiConfig, parts: Parts, stopping: watch::Receiver<bool>) -> (AppState, ConnectionConfig) {
        let ApiConfig { auth, allow_frames, bodies, connections } = config;
        let Parts { transforms, pipelines, service, runner } = parts;
        let app =
            Self { transforms, pipelines, service, runner, frames: Semaphore::new(FRAMES), stopping, auth, allow_frames, bodies, metrics: Metrics::new() };
        (Arc::new(app), connections)
    }
}
