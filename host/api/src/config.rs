//! How the door is set up: one struct for each concern.

use std::time::Duration;

use sandtable_core::units::MIB;

use crate::Auth;

/// All of the door's settings.
#[derive(Debug, Default)]
pub struct ApiConfig {
    /// Who may come in. Without it every caller may do everything.
    pub auth: Option<Auth>,
    /// Whether everyone who may upload may upload transforms that use native frames; else it takes a token whose scope
    /// holds `frames`. As the transforms' own setting, which calls are held to.
    pub allow_frames: bool,
    /// How large bodies may be.
    pub bodies: BodyConfig,
    /// How connections are kept.
    pub connections: ConnectionConfig,
}

/// How large bodies may be, and how slow.
#[derive(Debug, Clone)]
pub struct BodyConfig {
    /// Bytes of a JSON request, its rows included. It is held in memory.
    pub envelope_bytes: u64,
    /// Bytes of a component.
    pub component_bytes: u64,
    /// Bytes of all tables in the body of one request. They are spooled to disk.
    pub tables_bytes: u64,
    /// Parts of a `multipart/form-data` request.
    pub parts: usize,
    /// How long a body may pause.
    pub pause: Duration,
}

impl Default for BodyConfig {
    fn default() -> Self {
        Self { envelope_bytes: 8 * MIB, component_bytes: 64 * MIB, tables_bytes: 4096 * MIB, parts: 32, pause: Duration::from_secs(60) }
    }
}

/// How connections are kept.
#[derive(Debug, Clone)]
pub struct ConnectionConfig {
    /// Connections at once; more wait to be accepted.
    pub most: usize,
    /// How long a request's head may take, and how long a connection may be idle between requests.
    pub head: Duration,
    /// How long requests may go on after the shutdown has begun.
    pub drain: Duration,
}

impl Default for ConnectionConfig {
    fn default() -> Self {
        // The number of connections is arbitrary: far above what two pools of executors can serve, far below the
        // usual limit of open files.
        Self { most: 512, head: Duration::from_secs(60), drain: Duration::from_secs(30) }
    }
}
