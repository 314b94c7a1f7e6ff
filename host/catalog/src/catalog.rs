//! Names, versions and the bytes behind them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use cap_std::fs::{Dir, OpenOptions};
use sandtable_core::name::{self, TransformName};
use sandtable_core::{Code, Error, Result, text};
use sandtable_objects::Store;
use sandtable_objects::files::{subdirectory, temporary_name, write_atomically};
use semver::Version;

use crate::entry::{Entry, Form, Record, Slot, SourceFacts, Upload};
use crate::index::{self, Index};
use crate::{Digest, digest};

/// How old the index of a shared store may be for a call that names what is in it.
const FRESH: Duration = Duration::from_secs(1);
/// How long a store that is away is not asked again by such a call: asking takes its time.
const STALE: Duration = Duration::from_secs(10);

/// Uploaded transforms by name and version.
///
/// In the store: `sha256/DIGEST.wasm` (the bytes; `DIGEST.source` of source code), `names/NAME/VERSION.json` (what is known of
/// them) and, beside the record of a version that is deleted, `names/NAME/VERSION.deleted`, of one that was granted native frames,
/// `names/NAME/VERSION.frames`. In memory: all of the index, none of the bytes.
///
/// A store that servers share decides which upload of a version was the first. Bytes that came from it lie in the local
/// folder from then on, checked by their digest.
pub struct Catalog {
    /// The local folder of bytes; without sharing also the store's.
    blobs: Dir,
    store: Store,
    shared: bool,
    index: RwLock<Index>,
    /// Held while a version is decided and written, and while the index is read anew.
    writing: Mutex<()>,
    /// Until when it is good enough for a call that names what is in it.
    fresh_until: Mutex<Option<Instant>>,
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
        let own = dir.try_clone().map_err(unopened)?;
        Self::with(dir, Store::in_folder(own), false)
    }

    /// Opens the catalog in a store that others write to as well; bytes that were fetched from it are kept in `dir`.
    ///
    /// # Errors
    /// As [`Catalog::open`].
    pub fn open_shared(dir: &Dir, store: Store) -> Result<Self> {
        Self::with(dir, store, true)
    }

    fn with(dir: &Dir, store: Store, shared: bool) -> Result<Self> {
        let blobs = subdirectory(dir, "sha256").map_err(unopened)?;
        let catalog = Self { blobs, store, shared, index: RwLock::default(), writing: Mutex::default(), fresh_until: Mutex::default() };
        catalog.refresh()?;
        Ok(catalog)
    }

    /// Reads what has changed in the index: for a process beside those that write. Blocks.
    ///
    /// # Errors
    /// As [`Catalog::open`]; then the index stays as it was.
    pub fn refresh(&self) -> Result<()> {
        self.refresh_holding(&self.writing())
    }

    /// The same, when others may have written. Blocks then.
    ///
    /// # Errors
    /// As [`Catalog::open`].
    pub fn refresh_shared(&self) -> Result<()> {
        if self.shared { self.refresh() } else { Ok(()) }
    }

    /// Whether others may write to the store.
    pub fn is_shared(&self) -> bool {
        self.shared
    }

    /// Whether [`Catalog::find`], called now, does not block for a version that is known.
    pub fn is_fresh(&self) -> bool {
        self.is_fresh_in(Duration::from_millis(200))
    }

    fn is_fresh_in(&self, time: Duration) -> bool {
        let until = *self.fresh_until.lock().unwrap_or_else(PoisonError::into_inner);
        !self.shared || until.is_some_and(|until| Instant::now() + time < until)
    }

    /// As [`Catalog::get`], with what others have written to a shared store: an upload is found at once, a delete is noticed
    /// a second later at most, or when the store can be reached again. May block.
    ///
    /// # Errors
    /// As [`Catalog::get`] and [`Catalog::open`].
    pub fn find(&self, name: &TransformName, version: Option<&Version>) -> Result<Arc<Entry>> {
        // Who writes at this moment has read it, too.
        if !self.is_fresh_in(Duration::ZERO)
            && let Ok(writing) = self.writing.try_lock()
            && let Err(error) = self.refresh_holding(&writing)
        {
            tracing::warn!(%error, "the shared catalog cannot be read; what is known of it is used");
            self.is_good_until(Instant::now() + STALE);
        }
        match self.get(name, version) {
            Err(error) if error.code == Code::NotFound && self.shared => {
                self.refresh()?;
                self.get(name, version)
            }
            found => found,
        }
    }

    /// Stores checked bytes under a name and version. `component` is read from its start.
    ///
    /// # Errors
    /// `CONFLICT` when other bytes stand there, or stood there and were deleted; `IO_ERROR`.
    pub fn put(&self, upload: Upload, component: &mut File) -> Result<Put> {
        let Upload { name, version, digest, source, facts, limits } = upload;
        let (name, version, digest) = (&name, &version, &digest);
        let writing = self.writing();
        if self.shared {
            self.refresh_holding(&writing)?;
        }
        let mut stood = self.record(name, version);
        if let Some(unchanged) = unchanged(stood.as_ref(), digest, source.as_ref())? {
            return Ok(unchanged);
        }
        self.store_bytes(digest, Form::of(source.as_ref()), component)?;
        let uploaded_at = humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string();
        let entry = Entry { name: name.clone(), version: version.clone(), digest: digest.clone(), source: source.clone(), uploaded_at, limits, facts };
        let record = Record { entry, deleted: false };
        let (key, text) = (index::record_key(name, version), serde_json::to_vec_pretty(&record).map_err(Error::internal)?);
        if stood.is_none() && !self.store.create(&key, text.clone())? {
            // Another server was first.
            self.refresh_holding(&writing)?;
            stood = self.record(name, version);
            if stood.is_none() {
                return Err(Error::io(format!("{name}@{version} came and went in the store; upload it again")));
            }
            if let Some(unchanged) = unchanged(stood.as_ref(), digest, source.as_ref())? {
                return Ok(unchanged);
            }
        }
        if stood.is_some() {
            // It was deleted, and comes back with the same bytes.
            self.store.write(&key, text)?;
            self.store.remove(&index::deleted_key(name, version))?;
        }
        Ok(Put::Created(self.remember(record)))
    }

    /// Keeps that the uploader of a version granted it native frames. Blocks.
    ///
    /// # Errors
    /// `NOT_FOUND`, `IO_ERROR`.
    pub fn grant(&self, name: &TransformName, version: &Version) -> Result<()> {
        let _writing = self.writing();
        self.get(name, Some(version))?;
        if !self.is_granted(name, version) {
            self.store.write(&index::granted_key(name, version), b"granted\n".to_vec())?;
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            if let Some(slot) = index.get_mut(name).and_then(|versions| versions.get_mut(version)) {
                slot.granted = true;
            }
        }
        Ok(())
    }

    /// Whether the uploader of a version granted it native frames.
    pub fn is_granted(&self, name: &TransformName, version: &Version) -> bool {
        self.record(name, version).is_some_and(|slot| slot.granted && !slot.deleted)
    }

    /// Whether these bytes may be uploaded as this version: asked before the costly check. May block.
    ///
    /// # Errors
    /// `CONFLICT`, as [`Catalog::put`] would say; `IO_ERROR`.
    pub fn may_put(&self, name: &TransformName, version: &Version, digest: &Digest, source: Option<&SourceFacts>) -> Result<()> {
        self.refresh_shared()?;
        self.record(name, version).map_or(Ok(()), |record| record.accept(digest, source))
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

    /// Opens the bytes of a component. From a shared store they are fetched, once, and checked. May block.
    ///
    /// # Errors
    /// `NOT_FOUND`, `IO_ERROR`.
    pub fn open_component(&self, digest: &Digest) -> Result<File> {
        self.open_bytes(digest, Form::Component)
    }

    /// The same for source code.
    ///
    /// # Errors
    /// As [`Catalog::open_component`].
    pub fn open_source(&self, digest: &Digest) -> Result<File> {
        self.open_bytes(digest, Form::Source)
    }

    fn open_bytes(&self, digest: &Digest, form: Form) -> Result<File> {
        match self.blobs.open(form.file(digest)) {
            Ok(file) => Ok(file.into_std()),
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.shared => self.fetch(digest, form),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::not_found(format!("no bytes {digest}"))),
            Err(error) => Err(Error::io(format!("the bytes {digest} cannot be opened")).with_inside(error)),
        }
    }

    /// Brings bytes here.
    fn fetch(&self, digest: &Digest, form: Form) -> Result<File> {
        let failed = |error: io::Error| Error::io(format!("the bytes {digest} cannot be fetched: {}", error.kind())).with_inside(error);
        let temporary = temporary_name("fetched").map_err(failed)?;
        let spool = || {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create_new(true);
            self.blobs.open_with(&temporary, &options).map(cap_std::fs::File::into_std).map_err(failed)
        };
        let fetched = self.store.open(&index::blob_key(digest, form), spool);
        let kept = fetched.and_then(|found| {
            let mut found = found.ok_or_else(|| Error::not_found(format!("no bytes {digest}")))?;
            self.keep(digest, form, &mut found).map_err(failed)
        });
        // From a folder there is none; from a bucket it was copied.
        let _ = self.blobs.remove_file(&temporary);
        kept?;
        self.blobs.open(form.file(digest)).map(cap_std::fs::File::into_std).map_err(failed)
    }

    /// Deletes a version, or all of them. The bytes stay: other names may point at them. May block.
    ///
    /// # Errors
    /// `NOT_FOUND`, `IO_ERROR`.
    pub fn delete(&self, name: &TransformName, version: Option<&Version>) -> Result<Vec<Arc<Entry>>> {
        let writing = self.writing();
        if self.shared {
            self.refresh_holding(&writing)?;
        }
        let doomed = match version {
            Some(version) => vec![self.get(name, Some(version))?],
            None => {
                self.get(name, None)?;
                self.list().into_iter().filter(|entry| &entry.name == name).collect()
            }
        };
        for entry in &doomed {
            self.store.write(&index::deleted_key(&entry.name, &entry.version), b"deleted\n".to_vec())?;
            // Should it come back, that is another upload.
            self.store.remove(&index::granted_key(&entry.name, &entry.version))?;
            self.remember(Record { entry: Entry::clone(entry), deleted: true });
        }
        Ok(doomed)
    }

    fn record(&self, name: &TransformName, version: &Version) -> Option<Slot> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        index.get(name)?.get(version).cloned()
    }

    fn writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the index anew, where it has changed. Whoever writes waits meanwhile.
    fn refresh_holding(&self, _writing: &MutexGuard<'_, ()>) -> Result<()> {
        let begun = Instant::now();
        let old = self.index.read().unwrap_or_else(PoisonError::into_inner).clone();
        let fresh = index::read(&self.store, &old)?;
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        self.is_good_until(begun + FRESH);
        Ok(())
    }

    fn is_good_until(&self, until: Instant) {
        *self.fresh_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(until);
    }

    /// Makes sure that the bytes are here and in the store.
    fn store_bytes(&self, digest: &Digest, form: Form, component: &mut File) -> Result<()> {
        let failed = |error: io::Error| Error::io("the upload cannot be stored").with_inside(error);
        let name = form.file(digest);
        if !self.blobs.exists(&name) {
            self.keep(digest, form, component).map_err(failed)?;
        }
        if self.shared && !self.store.has(&index::blob_key(digest, form))? {
            let file = self.blobs.open(&name).map_err(failed)?.into_std();
            self.store.copy(&index::blob_key(digest, form), &file)?;
        }
        Ok(())
    }

    /// Keeps bytes here, if they are those of the digest.
    fn keep(&self, digest: &Digest, form: Form, component: &mut File) -> io::Result<()> {
        component.rewind()?;
        let mut hasher = digest::Hasher::default();
        let mut buffer = vec![0; 256 * 1024];
        write_atomically(&self.blobs, &form.file(digest), |out| {
            loop {
                match component.read(&mut buffer)? {
                    0 => break,
                    count => {
                        hasher.update(&buffer[..count]);
                        out.write_all(&buffer[..count])?;
                    }
                }
            }
            // What lies under a digest must have it, even if the file changed between check and store, or the store's did.
            let stored = std::mem::take(&mut hasher).finish();
            if &stored == digest { Ok(()) } else { Err(io::Error::other("the bytes are not those of the digest")) }
        })
    }

    /// Puts into the index what is in the store.
    fn remember(&self, record: Record) -> Arc<Entry> {
        let (name, version) = (record.entry.name.clone(), record.entry.version.clone());
        let slot = Slot::from(record);
        let entry = Arc::clone(&slot.entry);
        self.index.write().unwrap_or_else(PoisonError::into_inner).entry(name).or_default().insert(version, slot);
        entry
    }
}

/// What is answered when the version stands there already, with the same bytes.
fn unchanged(stood: Option<&Slot>, digest: &Digest, source: Option<&SourceFacts>) -> Result<Option<Put>> {
    let Some(slot) = stood else { return Ok(None) };
    slot.accept(digest, source)?;
    Ok((!slot.deleted).then(|| Put::Unchanged(Arc::clone(&slot.entry))))
}

fn unopened(error: io::Error) -> Error {
    Error::io("the catalog's directory cannot be opened").with_inside(error)
}
