//! Buckets whose objects may be read, as `s3://BUCKET/KEY`.
//!
//! Executors reach no network: objects come into a cache here, and executors are handed the open files, as with local ones.

use std::collections::BTreeMap;
use std::fs::File;

use cap_std::fs::Dir;
use sandtable_core::units::display_size;
use sandtable_core::{Code, Error, Result, text};
use sandtable_objects::{Bucket, Object};
use sha2::Digest;

use crate::cache::ObjectCache;

const SCHEME: &str = "s3://";
/// Objects that are fetched at once.
const AT_ONCE: usize = 8;
/// The longest key that stores take.
const MAX_KEY_BYTES: usize = 1024;

/// Buckets that may be read, and the cache that their objects come into.
#[derive(Debug)]
pub struct Remotes {
    buckets: BTreeMap<String, Bucket>,
    cache: ObjectCache,
    object_bytes: u64,
}

/// Where a URI leads: a bucket, and a key or a pattern, without slashes at its ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) bucket: &'a Bucket,
    pub(crate) key: &'a str,
}

/// Whether a path is for buckets.
pub(crate) fn is_remote(path: &str) -> bool {
    path.starts_with(SCHEME)
}

impl Remotes {
    /// Buckets whose objects are read by way of a cache in `dir`, of `cache_bytes` at most, when they have no more than
    /// `object_bytes`.
    pub fn new(buckets: impl IntoIterator<Item = Bucket>, dir: Dir, cache_bytes: u64, object_bytes: u64) -> Self {
        let buckets = buckets.into_iter().map(|bucket| (bucket.name().to_owned(), bucket)).collect();
        Self { buckets, cache: ObjectCache::new(dir, cache_bytes), object_bytes: object_bytes.min(cache_bytes) }
    }

    /// The buckets' names, for messages.
    pub(crate) fn names(&self) -> String {
        text::list(self.buckets.keys().map(String::as_str), 10)
    }

    /// Where a URI leads. Nothing is asked.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for a bucket that is not allowed, or a key that no object can have.
    pub(crate) fn place<'a>(&'a self, uri: &'a str) -> Result<Place<'a>> {
        let rest = uri.strip_prefix(SCHEME).unwrap_or(uri);
        let (name, key) = rest.split_once('/').unwrap_or((rest, ""));
        let Some(bucket) = self.buckets.get(name) else {
            let error = refused(uri, &format!("bucket {} is not one of those that may be read: {}", text::quote(name), self.names()));
            return Err(error.with("allowed", self.buckets.keys().cloned().collect::<Vec<_>>()));
        };
        let key = key.trim_end_matches('/');
        let odd = |part: &str| part.is_empty() || part == "." || part == "..";
        if key.len() > MAX_KEY_BYTES || key.chars().any(char::is_control) || (!key.is_empty() && key.split('/').any(odd)) {
            return Err(refused(uri, "its key is longer than 1024 bytes, or has empty parts, `.`, `..` or control characters in it"));
        }
        Ok(Place { bucket, key })
    }

    /// Opens the objects of a bucket, fetching those that are not in the cache.
    ///
    /// # Errors
    /// `RESOURCE_CAP` for more than the limits allow, `NOT_FOUND`, `IO_ERROR`.
    pub(crate) fn open(&self, bucket: &Bucket, objects: &[Object]) -> Result<Vec<File>> {
        let mut files = Vec::with_capacity(objects.len());
        for some in objects.chunks(AT_ONCE) {
            let fetched: Vec<Result<File>> = match some {
                [one] => vec![self.fetch(bucket, one)],
                some => std::thread::scope(|scope| {
                    let fetching: Vec<_> = some.iter().map(|object| scope.spawn(move || self.fetch(bucket, object))).collect();
                    fetching.into_iter().map(|fetch| fetch.join().unwrap_or_else(|_| Err(Error::internal("a fetch panicked")))).collect()
                }),
            };
            for file in fetched {
                files.push(file?);
            }
        }
        Ok(files)
    }

    /// Whether objects of so many bytes together can be read at once.
    ///
    /// # Errors
    /// `RESOURCE_CAP`.
    pub(crate) fn admit(&self, path: &str, objects: &[Object]) -> Result<()> {
        let (total, most) = (objects.iter().map(|object| object.size_bytes).sum::<u64>(), self.cache.capacity_bytes());
        match total > most {
            false => Ok(()),
            true => {
                let message = format!("{} names objects of {}; the cache of objects holds {}", text::quote(path), display_size(total), display_size(most));
                Err(Error::new(Code::ResourceCap, message).with("limit", "s3_cache").with("allowed", most))
            }
        }
    }

    fn fetch(&self, bucket: &Bucket, object: &Object) -> Result<File> {
        let shown = || text::quote(&format!("{SCHEME}{}/{}", bucket.name(), object.key));
        if object.size_bytes > self.object_bytes {
            let message = format!("{} has {}; objects of at most {} are read", shown(), display_size(object.size_bytes), display_size(self.object_bytes));
            return Err(Error::new(Code::ResourceCap, message).with("limit", "s3_max_object").with("allowed", self.object_bytes));
        }
        self.cache.get(&name(bucket, object), object.size_bytes, |file| bucket.fetch(object, 0..object.size_bytes, file))
    }

    /// An empty file, for parts of an object.
    pub(crate) fn scratch(&self) -> Result<File> {
        self.cache.scratch()
    }
}

/// What an object is called in the cache: another name when its bytes are others.
fn name(bucket: &Bucket, object: &Object) -> String {
    let mut hasher = sha2::Sha256::new();
    for part in [bucket.name(), &object.key, &object.tag] {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn refused(uri: &str, why: &str) -> Error {
    Error::invalid("uri", format!("{} is not a path that may be read: {why}", text::quote(uri))).with("constraint", "s3-bucket")
}
