//! Names, versions and the bytes behind them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use cap_std::fs::Dir;
use sandtable_core::name::{self, TransformName};
use sandtable_core::{Code, Error, LimitsRequest, Result, text};
use semver::Version;

use crate::entry::{Entry, Facts, Record, Slot};
use crate::store::{subdirectory, write_atomically};
use crate::{Digest, digest};

/// Uploaded components by name and version.
///
/// On disk: `sha256/DIGEST.wasm` (the bytes) and `names/NAME/VERSION.json` (what is known of them). In memory: all of the
/// index, none of the bytes.
pub struct Catalog {
    blobs: Dir,
    names: Dir,
    index: RwLock<BTreeMap<TransformName, BTreeMap<Version, Slot>>>,
    /// Held while a version is decided and written, so that of two racing uploads one wins and the other is told.
    writing: Mutex<()>,
}

/// What came of an upload.
#[derive(Debug, Clone, PartialEq)]
pub enum Put {
    /// The version is new.
    Created(Arc<Entry>),
    /// The same bytes stood there already.
    Unchanged(Arc<Entry>),
}

impl Catalog {
    /// Opens the catalog in `dir` (the data directory's `components/`) and reads its index.
    ///
    /// # Errors
    /// `IO_ERROR` when the directory cannot be read, or a record in it is not one of ours.
    pub fn open(dir: &Dir) -> Result<Self> {
        let failed = |error: io::Error| Error::io("the catalog's directory cannot be opened").with_inside(error);
        let blobs = subdirectory(dir, "sha256").map_err(failed)?;
        let names = subdirectory(dir, "names").map_err(failed)?;
        let index = RwLock::new(read_index(&names)?);
        Ok(Self { blobs, names, index, writing: Mutex::new(()) })
    }

    /// Reads the index anew: for a process beside the one that writes.
    ///
    /// # Errors
    /// As [`Catalog::open`]; then the index stays as it was.
    pub fn refresh(&self) -> Result<()> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = read_index(&self.names)?;
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Stores checked bytes under a name and version. `component` is read from its start.
    ///
    /// # Errors
    /// `CONFLICT` when other bytes stand there, or stood there and were deleted; `IO_ERROR`.
    pub fn put(&self, name: &TransformName, version: &Version, digest: &Digest, component: &mut File, facts: Facts, limits: LimitsRequest) -> Result<Put> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let stood = self.record(name, version);
        if let Some(record) = &stood {
            record.accept(digest)?;
            if !record.deleted {
                return Ok(Put::Unchanged(Arc::clone(&record.entry)));
            }
        }
        self.store_bytes(digest, component)?;
        let uploaded_at = humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string();
        let entry = Entry { name: name.clone(), version: version.clone(), digest: digest.clone(), uploaded_at, limits, facts };
        self.write_record(Record { entry, deleted: false }).map(Put::Created)
    }

    /// Whether these bytes may be uploaded as this version: asked before the costly check.
    ///
    /// # Errors
    /// `CONFLICT`, as [`Catalog::put`] would say.
    pub fn may_put(&self, name: &TransformName, version: &Version, digest: &Digest) -> Result<()> {
        self.record(name, version).map_or(Ok(()), |record| record.accept(digest))
    }

    /// One version, or the newest when `version` is absent.
    ///
    /// # Errors
    /// `NOT_FOUND`, naming what there is.
    pub fn get(&self, name: &TransformName, version: Option<&Version>) -> Result<Arc<Entry>> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        let Some(versions) = index.get(name).filter(|versions| versions.values().any(|record| !record.deleted)) else {
            return Err(Error::not_found(format!("no transform {}", text::quote(name.as_str()))).with("field", "name"));
        };
        let alive = || versions.iter().filter(|(_, record)| !record.deleted).map(|(version, _)| version);
        let chosen = match version {
            Some(version) => alive().find(|known| *known == version),
            None => name::newest(alive()),
        };
        chosen.and_then(|version| versions.get(version)).map(|record| Arc::clone(&record.entry)).ok_or_else(|| {
            let known: Vec<String> = alive().map(ToString::to_string).collect();
            let asked = version.map(ToString::to_string).unwrap_or_default();
            Error::not_found(format!("{name} has no version {asked}; it has {}", text::list(known.iter().map(String::as_str), 10))).with("field", "version")
        })
    }

    /// All versions of all transforms, by name, oldest first.
    pub fn list(&self) -> Vec<Arc<Entry>> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        index.values().flat_map(BTreeMap::values).filter(|record| !record.deleted).map(|record| Arc::clone(&record.entry)).collect()
    }

    /// Opens the bytes of a component.
    ///
    /// # Errors
    /// `NOT_FOUND`, `IO_ERROR`.
    pub fn open_component(&self, digest: &Digest) -> Result<File> {
        match self.blobs.open(format!("{digest}.wasm")) {
            Ok(file) => Ok(file.into_std()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::not_found(format!("no component {digest}"))),
            Err(error) => Err(Error::io(format!("component {digest} cannot be opened")).with_inside(error)),
        }
    }

    /// Deletes a version, or all of them. The bytes stay: other names may point at them.
    ///
    /// # Errors
    /// `NOT_FOUND`, `IO_ERROR`.
    pub fn delete(&self, name: &TransformName, version: Option<&Version>) -> Result<Vec<Arc<Entry>>> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let doomed = match version {
            Some(version) => vec![self.get(name, Some(version))?],
            None => {
                self.get(name, None)?;
                self.list().into_iter().filter(|entry| &entry.name == name).collect()
            }
        };
        for entry in &doomed {
            self.write_record(Record { entry: Entry::clone(entry), deleted: true })?;
        }
        Ok(doomed)
    }

    fn record(&self, name: &TransformName, version: &Version) -> Option<Slot> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        index.get(name)?.get(version).cloned()
    }

    fn store_bytes(&self, digest: &Digest, component: &mut File) -> Result<()> {
        let failed = |error: io::Error| Error::io("the component cannot be stored").with_inside(error);
        let name = format!("{digest}.wasm");
        if !self.blobs.exists(&name) {
            component.rewind().map_err(failed)?;
            let mut hasher = digest::Hasher::default();
            let mut buffer = vec![0; 256 * 1024];
            write_atomically(&self.blobs, &name, |out| {
                loop {
                    match component.read(&mut buffer)? {
                        0 => break,
                        count => {
                            hasher.update(&buffer[..count]);
                            out.write_all(&buffer[..count])?;
                        }
                    }
                }
                // What lies under a digest must have it, even if the spool file changed between check and store.
                let stored = std::mem::take(&mut hasher).finish();
                if &stored == digest { Ok(()) } else { Err(io::Error::other("the bytes changed while they were stored")) }
            })
            .map_err(failed)?;
        }
        Ok(())
    }

    fn write_record(&self, record: Record) -> Result<Arc<Entry>> {
        let failed = |error: io::Error| Error::io("the catalog cannot be written").with_inside(error);
        let (name, version) = (record.entry.name.clone(), record.entry.version.clone());
        let dir = subdirectory(&self.names, name.as_str()).map_err(failed)?;
        let text = serde_json::to_vec_pretty(&record).map_err(Error::internal)?;
        write_atomically(&dir, &format!("{version}.json"), |out| out.write_all(&text)).map_err(failed)?;
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        let slot = Slot::from(record);
        let entry = Arc::clone(&slot.entry);
        index.entry(name).or_default().insert(version, slot);
        Ok(entry)
    }
}

fn read_index(names: &Dir) -> Result<BTreeMap<TransformName, BTreeMap<Version, Slot>>> {
    let failed = |error: io::Error| Error::io("the catalog's index cannot be read").with_inside(error);
    let mut index: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for folder in names.entries().map_err(failed)? {
        let folder = folder.map_err(failed)?;
        let dir = folder.open_dir().map_err(failed)?;
        for file in dir.entries().map_err(failed)? {
            let file_name = file.map_err(failed)?.file_name();
            let Some(file_name) = file_name.to_str().filter(|name| name.ends_with(".json") && !name.starts_with('.')) else {
                continue; // A temporary file that a crash left behind.
            };
            let text = dir.read_to_string(file_name).map_err(failed)?;
            let record: Record = serde_json::from_str(&text).map_err(|error| {
                Error::new(Code::IoError, format!("catalog record {}/{file_name} is not readable", folder.file_name().display())).with_inside(error)
            })?;
            index.entry(record.entry.name.clone()).or_default().insert(record.entry.version.clone(), record.into());
        }
    }
    Ok(index)
}
