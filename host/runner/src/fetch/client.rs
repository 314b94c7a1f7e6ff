//! The HTTP client, bounded in everything.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;
use sandtable_core::units::MIB;
use sandtable_core::{Error, Result, text};
use sandtable_executor::Spool;
use url::Url;

use super::policy::{UrlPolicy, shown, unreachable};
use super::resolve::{Checked, Resolver};

/// What one transfer may take.
#[derive(Debug, Clone)]
pub struct FetchLimits {
    /// Bytes of a table, as it comes and once it is unpacked.
    pub table_bytes: u64,
    /// Bytes of a manifest.
    pub manifest_bytes: u64,
    /// How long a connection may take to be there, and how long a transfer may pause.
    pub pause: Duration,
    /// How long a transfer may take.
    pub wall: Duration,
    /// Redirects that are followed when something is fetched. None is followed when something is sent.
    pub redirects: usize,
}

impl Default for FetchLimits {
    fn default() -> Self {
        Self { table_bytes: 4096 * MIB, manifest_bytes: 4 * MIB, pause: Duration::from_secs(30), wall: Duration::from_secs(900), redirects: 5 }
    }
}

/// Fetches and sends tables.
pub struct Fetcher {
    pub(super) client: Client,
    pub(super) policy: Arc<UrlPolicy>,
    pub(super) limits: FetchLimits,
    pub(super) spool: Spool,
}

impl Fetcher {
    /// One that spools what comes.
    ///
    /// # Errors
    /// `INTERNAL` when there is no TLS to be had.
    pub fn new(policy: UrlPolicy, limits: FetchLimits, resolver: Arc<dyn Resolver>, spool: Spool) -> Result<Self> {
        let policy = Arc::new(policy);
        let client = Client::builder()
            .redirect(Policy::none())
            // A proxy would dial for us, and look up names by itself.
            .no_proxy()
            .referer(false)
            .connect_timeout(limits.pause)
            .dns_resolver(Arc::new(Checked { policy: Arc::clone(&policy), resolver }))
            .user_agent("sandtable")
            .build()
            .map_err(Error::internal)?;
        Ok(Self { client, policy, limits, spool })
    }
}

/// What the client says of a failed transfer. An error of ours that travelled through it comes out as it went in.
pub(super) fn explain(url: &Url, error: &reqwest::Error) -> Error {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    let mut last = String::new();
    while let Some(inner) = cause {
        if let Some(own) = inner.downcast_ref::<Error>() {
            return own.clone();
        }
        last = inner.to_string();
        cause = inner.source();
    }
    // The innermost cause says what happened; the outer ones repeat the URL, with its secrets.
    unreachable(&shown(url), &text::sanitize(&last, 200)).with_inside(error.to_string().replace(url.as_str(), "the URL"))
}

pub(super) fn too_slow(url: &Url, limit: Duration) -> Error {
    unreachable(&shown(url), &format!("nothing came or went for {} s", limit.as_secs_f64()))
}
