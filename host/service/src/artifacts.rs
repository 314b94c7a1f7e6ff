//! Results of jobs, and frames that came along: files by key.

use std::fs::File;
use std::time::{Duration, SystemTime};

use sandtable_core::{Error, Result};
use sandtable_executor::{Spool, TableBytes};
use sandtable_objects::Store;

/// Where results are kept. Clones are the same place.
#[derive(Debug, Clone)]
pub struct Artifacts {
    store: Store,
    spool: Spool,
}

impl Artifacts {
    /// Results in a store; what is read from a bucket comes by way of a spool file.
    pub fn new(store: Store, spool: Spool) -> Self {
        Self { store, spool }
    }

    /// Keeps bytes under a key. Whoever opens the key sees all of them. Blocks.
    ///
    /// # Errors
    /// `IO_ERROR`, for instance when the disk is full, or the store is away.
    pub(crate) fn put(&self, key: &str, bytes: TableBytes) -> Result<u64> {
        let kept = match bytes {
            TableBytes::Held(bytes) => {
                let size = bytes.len() as u64;
                self.store.write_soon(key, bytes).map(|()| size)
            }
            TableBytes::Spooled(file) => self.store.keep(key, &file),
        };
        kept.map_err(|error| error.at("the result cannot be kept"))
    }

    /// Opens what a key stands for. Blocks.
    ///
    /// # Errors
    /// `NOT_FOUND` when it is gone, `IO_ERROR`.
    pub(crate) fn open(&self, key: &str) -> Result<File> {
        let opened = self.store.open(key, || self.spool.file()).map_err(|error| error.at("the result cannot be read"))?;
        opened.ok_or_else(|| Error::not_found("the result is no longer kept").with("reason", "expired"))
    }

    /// Lets go of a key. What is not there need not go; what cannot go now goes when it is old.
    pub(crate) fn remove(&self, key: &str) {
        if let Err(error) = self.store.remove(key) {
            tracing::warn!(key, %error, "a result cannot be removed");
        }
    }

    /// Removes what is older than so long: results whose process died before it could remove them.
    pub(crate) fn remove_older_than(&self, age: Duration) {
        let Some(before) = SystemTime::now().checked_sub(age) else { return };
        let mut old = Vec::new();
        let listed = self.store.list(|kept| {
            if kept.modified < before && old.len() < AT_ONCE {
                old.push(kept.key);
            }
        });
        if let Err(error) = listed {
            tracing::warn!(%error, "old results cannot be looked for");
        }
        old.iter().for_each(|key| self.remove(key));
    }
}

/// Old results that are removed at a time.
const AT_ONCE: usize = 10_000;
