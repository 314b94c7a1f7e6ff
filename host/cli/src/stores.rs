//! Opens what machines share, and the buckets that are read.

use std::path::Path;
use std::sync::Arc;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use sandtable_core::{Error, Result};
use sandtable_datasets::{BaseDir, Readable, Remotes};
use sandtable_objects::{Access, Store};

use crate::config::{Settings, SharedStore};

/// Where components and results are kept, and what is read.
pub(crate) struct Stores {
    /// Components and results; none when they are in the data directory.
    pub(crate) shared: Option<Store>,
    pub(crate) files: Arc<Readable>,
}

impl Stores {
    /// Opens them. Buckets are asked when they are needed.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for settings that do not fit, `IO_ERROR` for folders that cannot be opened.
    pub(crate) fn open(settings: &Settings) -> Result<Self> {
        let stores = &settings.stores;
        let access = match (&stores.shared, stores.buckets.is_empty()) {
            (Some(SharedStore::Bucket(..)), _) | (_, false) => Some(Access::new(stores.access.iter().cloned())?),
            (Some(SharedStore::Folder(_)) | None, true) => None,
        };
        let remotes = match &access {
            Some(access) if !stores.buckets.is_empty() => {
                let buckets = stores.buckets.iter().map(|name| access.bucket(name)).collect::<Result<Vec<_>>>()?;
                let dir = open_dir(&settings.data_dir.join("objects"))?;
                Some(Remotes::new(buckets, dir, stores.cache_bytes, stores.object_bytes))
            }
            _ => None,
        };
        let shared = match (&stores.shared, &access) {
            (Some(SharedStore::Bucket(name, prefix)), Some(access)) => Some(Store::in_bucket(access.bucket(name)?, prefix)),
            (Some(SharedStore::Folder(path)), _) => Some(Store::in_folder(open_dir(path).map_err(|error| error.at("store"))?)),
            (Some(SharedStore::Bucket(..)) | None, _) => None,
        };
        let base = settings.base_path.as_deref().map(BaseDir::open).transpose()?;
        Ok(Self { shared, files: Arc::new(Readable::new(base, remotes)) })
    }

    /// Says what will not be found by other machines.
    pub(crate) fn warn(settings: &Settings) {
        if settings.service.redis_url.is_none() {
            return;
        }
        match &settings.stores.shared {
            Some(SharedStore::Bucket(..)) => {}
            Some(SharedStore::Folder(path)) => {
                tracing::warn!(path = %path.display(), "jobs are shared by Redis, components and results by a folder: every machine must see the same one");
            }
            None => tracing::warn!("jobs are shared by Redis, but components and results are in this machine's data directory; --store shares them"),
        }
    }
}

/// Opens a directory, making it when it is missing.
pub(crate) fn open_dir(path: &Path) -> Result<Dir> {
    let unusable = |error: std::io::Error| Error::io(format!("directory {}: {error}", path.display()));
    std::fs::create_dir_all(path).map_err(unusable)?;
    Dir::open_ambient_dir(path, ambient_authority()).map_err(unusable)
}
