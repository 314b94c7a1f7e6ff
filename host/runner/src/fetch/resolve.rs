//! Names to addresses: the addresses that were checked are those that are dialled, since the client is given no other.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use futures::future::BoxFuture;

use super::policy::UrlPolicy;

/// Finds the addresses of a name.
pub trait Resolver: Send + Sync + 'static {
    /// All addresses of a name, now. Another call may give others.
    fn resolve(&self, host: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>>;
}

/// The system's own way to find them.
#[derive(Debug, Clone, Copy)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn resolve(&self, host: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect()) })
    }
}

/// Answers the client's question for a name with addresses that may be dialled, and refuses otherwise.
pub(super) struct Checked {
    pub(super) policy: Arc<UrlPolicy>,
    pub(super) resolver: Arc<dyn Resolver>,
}

impl reqwest::dns::Resolve for Checked {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let (policy, host) = (Arc::clone(&self.policy), name.as_str().to_owned());
        let found = self.resolver.resolve(host.clone());
        Box::pin(async move {
            let addresses = found.await?;
            policy.check_addresses(&host, &addresses)?;
            // The client puts the URL's port in the place of 0.
            Ok(Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0))) as reqwest::dns::Addrs)
        })
    }
}
