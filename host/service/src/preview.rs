//! The first rows of a data set, answered at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sandtable_analysis::request::{PreviewRequest, default_options};
use sandtable_analysis::work::{Preview, Source, Work};
use sandtable_core::Result;
use sandtable_executor::{AnalyticsRequest, TableBytes, Transforms};
use serde_json::Value;

use crate::config::ServiceConfig;
use crate::locate::Locator;
use crate::perform::{blocking, wait};
use crate::service::Service;

/// The share of the memory budget that a preview holds: it reads no more than it shows.
const MEMORY_BYTES: u64 = 64 << 20;
/// Data sets whose number of rows is remembered.
const REMEMBERED: usize = 4096;

/// Previews, and what they found out on the way.
pub(crate) struct Previews {
    transforms: Arc<Transforms>,
    locator: Locator,
    config: ServiceConfig,
    rows: Mutex<HashMap<Key, u64>>,
}

/// A data set as it was: its path, how it is read, and for each of its files what changes when it is written to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    path: String,
    options: String,
    state: u64,
}

impl Previews {
    pub(crate) fn new(transforms: Arc<Transforms>, locator: Locator, config: ServiceConfig) -> Self {
        Self { transforms, locator, config, rows: Mutex::default() }
    }

    fn remembered(&self, key: &Key) -> Option<u64> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).get(key).copied()
    }

    fn remember(&self, key: Key, total: u64) {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        if rows.len() >= REMEMBERED {
            rows.clear();
        }
        rows.insert(key, total);
    }
}

impl Service {
    /// The first rows of a data set: JSON.
    ///
    /// # Errors
    /// What is wrong with the request or the files; `TIMEOUT` when counting the rows takes too long.
    pub async fn preview(&self, request: PreviewRequest) -> Result<TableBytes> {
        let previews = &self.previews;
        let PreviewRequest { datasource_id, path, limit, options } = request;
        let options = options.unwrap_or_else(default_options);
        let (locator, how) = (previews.locator.clone(), format!("{options:?}"));
        let (source, key) = blocking(move || {
            let source = locator.one(datasource_id.as_deref(), &path, "path")?;
            let key = Key { state: state(&locator, &source)?, path: source.path.clone(), options: how };
            Ok((source, key))
        })
        .await?;
        let total_rows = previews.remembered(&key);
        let work = Work::Preview(Preview { source, limit, options, total_rows });
        let request = AnalyticsRequest { work, frame: None, wall: previews.config.wall, memory_bytes: MEMORY_BYTES };
        let output = wait(|done| previews.transforms.analyze(request, Arc::new(|_| {}), done)).await?;
        if total_rows.is_none()
            && let TableBytes::Held(data) = &output.data
            && let Some(total) = serde_json::from_slice::<Value>(data).ok().and_then(|data| data["stats"]["total_rows"].as_u64())
        {
            previews.remember(key, total);
        }
        Ok(output.data)
    }
}

/// A number that is another one when a file of the data set was written to, came or went.
fn state(locator: &Locator, source: &Source) -> Result<u64> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let sources = locator.sources()?;
    let listing = sources.files().list(&source.path, true, sources.extensions(), usize::MAX)?;
    let mut hasher = DefaultHasher::new();
    for file in listing.files {
        (file.path, file.size_bytes, file.modified, file.tag).hash(&mut hasher);
    }
    Ok(hasher.finish())
}
