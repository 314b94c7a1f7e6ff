//! A bucket: objects by key.

use std::fmt;
use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures::StreamExt;
use object_store::aws::AmazonS3;
use object_store::list::{PaginatedListOptions, PaginatedListStore};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode, PutOptions};
use sandtable_core::{Code, Error, Result};

use crate::failure::{explain, unwritten};
use crate::runtime::Runtime;
use crate::upload;

/// How long one request may take with all that is tried again.
const REQUEST: Duration = Duration::from_secs(60);
/// How much of an object one request fetches: what breaks off is begun again there.
const PIECE_BYTES: u64 = 16 << 20;
/// How long a whole upload may take, a minute for each so many bytes.
const UPLOAD_BYTES_A_MINUTE: u64 = 64 << 20;

/// Objects by key. Clones are the same bucket.
#[derive(Clone)]
pub struct Bucket {
    name: Arc<str>,
    store: Arc<AmazonS3>,
    runtime: Runtime,
}

/// What is known of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its key.
    pub key: String,
    /// Its size.
    pub size_bytes: u64,
    /// When it was written.
    pub modified: SystemTime,
    /// Another one when its bytes are others.
    pub tag: String,
    /// The same, as the store wants to hear it.
    e_tag: Option<String>,
}

/// Some of what is below a prefix.
#[derive(Debug)]
pub struct Page {
    /// Objects, by key.
    pub objects: Vec<Object>,
    /// Whether there is also something further down, which was not asked for.
    pub deeper: bool,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

impl Bucket {
    pub(crate) fn new(name: &str, store: AmazonS3, runtime: Runtime) -> Self {
        Self { name: name.into(), store: Arc::new(store), runtime }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Finds an object. `None` when there is none.
    ///
    /// # Errors
    /// `IO_ERROR` when the store is away or refuses us, `VALIDATION_ERROR` for a key that no object can have.
    pub fn find(&self, key: &str) -> Result<Option<Object>> {
        let path = self.path(key)?;
        let found = self.request(key, REQUEST, |store| async move { store.head(&path).await });
        found.map(|meta| Some(Object::from(meta))).or_else(nothing)
    }

    /// Reads a small object. `None` when there is none.
    ///
    /// # Errors
    /// As [`Bucket::find`]; `IO_ERROR` when it is longer than `most`.
    pub fn read(&self, key: &str, most: u64) -> Result<Option<Vec<u8>>> {
        let path = self.path(key)?;
        let read = self.request(key, REQUEST, move |store| async move {
            let found = store.get(&path).await?;
            if found.meta.size > most {
                return Ok(None);
            }
            found.bytes().await.map(Some)
        });
        match read {
            Ok(Some(bytes)) => Ok(Some(bytes.into())),
            Ok(None) => Err(Error::io(format!("object {key} in bucket {} is longer than {most} bytes", self.name))),
            Err(error) => nothing(error),
        }
    }

    /// Writes part of an object into a file, at the same place as it has in the object.
    ///
    /// # Errors
    /// `NOT_FOUND`, `IO_ERROR`, also when the object is another one by now.
    pub fn fetch(&self, object: &Object, part: Range<u64>, into: &File) -> Result<()> {
        let file = Arc::new(into.try_clone().map_err(|error| Error::io("a file cannot be shared").with_inside(error))?);
        let mut at = part.start;
        while at < part.end {
            let end = part.end.min(at + PIECE_BYTES);
            self.piece(object, at..end, &file)?;
            at = end;
        }
        Ok(())
    }

    fn piece(&self, object: &Object, part: Range<u64>, file: &Arc<File>) -> Result<()> {
        let path = self.path(&object.key)?;
        let (options, file) =
            (GetOptions { range: Some(GetRange::Bounded(part.clone())), if_match: object.e_tag.clone(), ..GetOptions::default() }, Arc::clone(file));
        let (wanted, mut at) = (part.end - part.start, part.start);
        let written = self.request(&object.key, REQUEST, move |store| async move {
            let mut stream = store.get_opts(&path, options).await?.into_stream();
            while let Some(bytes) = stream.next().await {
                let bytes = bytes?;
                if let Err(error) = file.write_all_at(&bytes, at) {
                    return Ok(Err(error));
                }
                at += bytes.len() as u64;
            }
            Ok(Ok(at))
        });
        match written? {
            Ok(end) if end == part.start + wanted => Ok(()),
            Ok(_) => Err(crate::failure::away(format!("object {} in bucket {} ended too early", object.key, self.name))),
            Err(error) => Err(Error::io(format!("an object cannot be kept here: {}", error.kind())).with_inside(error)),
        }
    }

    /// Writes an object that is not there yet. `false` when it is: then nothing has changed. Of several writers at once one
    /// succeeds.
    ///
    /// # Errors
    /// As [`Bucket::find`].
    pub fn create(&self, key: &str, bytes: Vec<u8>) -> Result<bool> {
        let path = self.path(key)?;
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        let created = self.request(key, REQUEST, move |store| async move {
            match store.put_opts(&path, bytes.into(), options).await {
                Ok(_) => Ok(true),
                Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
                Err(error) => Err(error),
            }
        });
        created.map_err(|error| unwritten(&self.name, error))
    }

    /// Writes an object, in the place of what is there.
    ///
    /// # Errors
    /// As [`Bucket::find`].
    pub fn write(&self, key: &str, bytes: Vec<u8>) -> Result<()> {
        let path = self.path(key)?;
        let written = self.request(key, REQUEST, move |store| async move { store.put(&path, bytes.into()).await.map(drop) });
        written.map_err(|error| unwritten(&self.name, error))
    }

    /// Writes a file as an object, from its beginning, a part at a time. It is seen under its key when all of it is there.
    ///
    /// # Errors
    /// As [`Bucket::find`].
    pub fn upload(&self, key: &str, file: &File) -> Result<u64> {
        let failed = |error: std::io::Error| Error::io("a file cannot be read to be stored").with_inside(error);
        let (path, size) = (self.path(key)?, file.metadata().map_err(failed)?.len());
        let file = Arc::new(file.try_clone().map_err(failed)?);
        let most = REQUEST + Duration::from_secs(60) * u32::try_from(size / UPLOAD_BYTES_A_MINUTE).unwrap_or(u32::MAX / 60);
        let written = self.request(key, most, move |store| async move { upload::upload(&store, &path, file, size).await });
        written.map(|()| size).map_err(|error| unwritten(&self.name, error))
    }

    /// Removes an object. What is not there need not go.
    ///
    /// # Errors
    /// As [`Bucket::find`].
    pub fn remove(&self, key: &str) -> Result<()> {
        let path = self.path(key)?;
        match self.request(key, REQUEST, move |store| async move { store.delete(&path).await }) {
            Err(error) if error.code == Code::NotFound => Ok(()),
            removed => removed,
        }
    }

    /// Some of the objects whose key begins with `prefix`; without `deep` only those with no further `/` behind it. `next`
    /// is what the page before said, and `None` for the first.
    ///
    /// # Errors
    /// As [`Bucket::find`]; `NOT_FOUND` when there is no such bucket.
    pub fn page(&self, prefix: &str, deep: bool, next: Option<String>) -> Result<Page> {
        let options = PaginatedListOptions { delimiter: (!deep).then(|| "/".into()), page_token: next, ..PaginatedListOptions::default() };
        let wanted = prefix.to_owned();
        let found = self.request(prefix, REQUEST, move |store| async move {
            let prefix = Some(wanted.as_str()).filter(|prefix| !prefix.is_empty());
            store.list_paginated(prefix, options).await
        })?;
        let marker = prefix.trim_end_matches('/');
        // Some tools write an empty object for a folder, whose key ends in a `/` that is not told here.
        let is_file = |object: &Object| object.key != marker && (object.size_bytes > 0 || object.key.rsplit('/').next().is_some_and(|name| name.contains('.')));
        let deeper = !found.result.common_prefixes.is_empty();
        let objects = found.result.objects.into_iter().map(Object::from).filter(is_file).collect();
        Ok(Page { objects, deeper, next: found.page_token })
    }

    fn path(&self, key: &str) -> Result<Path> {
        Path::parse(key).map_err(|error| explain(&self.name, key, error.into()))
    }

    fn request<T: Send + 'static, F>(&self, key: &str, most: Duration, ask: impl FnOnce(Arc<AmazonS3>) -> F) -> Result<T>
    where
        F: Future<Output = object_store::Result<T>> + Send + 'static,
    {
        self.runtime.wait(most, ask(Arc::clone(&self.store)))?.map_err(|error| explain(&self.name, key, error))
    }
}

impl fmt::Debug for Bucket {
    /// Without the store: there are secrets in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bucket").field(&self.name).finish()
    }
}

impl From<ObjectMeta> for Object {
    fn from(meta: ObjectMeta) -> Self {
        let ObjectMeta { location, last_modified, size, e_tag, version: _ } = meta;
        let tag = match &e_tag {
            Some(tag) => tag.trim_matches('"').to_owned(),
            None => format!("{}-{size}", last_modified.timestamp_micros()),
        };
        Self { key: location.into(), size_bytes: size, modified: last_modified.into(), tag, e_tag }
    }
}

fn nothing<T>(error: Error) -> Result<Option<T>> {
    if error.code == Code::NotFound { Ok(None) } else { Err(error) }
}
