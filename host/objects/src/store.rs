//! Where components and results are kept: a folder, or a bucket that machines share.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use cap_std::fs::Dir;
use sandtable_core::{Error, Result};

use crate::bucket::Bucket;
use crate::folder::Folder;

/// Files by key. Whoever sees a key sees all of its bytes. Clones are the same place.
#[derive(Debug, Clone)]
pub struct Store(Place);

#[derive(Debug, Clone)]
enum Place {
    Folder(Folder),
    /// With what stands in front of each key: nothing, or a text that ends in `/`.
    Bucket(Bucket, String),
}

/// A file that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its key.
    pub key: String,
    /// Another one when the file was written again.
    pub tag: String,
    /// When it was written.
    pub modified: SystemTime,
}

impl Store {
    /// In a folder.
    pub fn in_folder(dir: Dir) -> Self {
        Self(Place::Folder(Folder(Arc::new(dir))))
    }

    /// In a bucket, below `prefix`, which may be empty.
    pub fn in_bucket(bucket: Bucket, prefix: &str) -> Self {
        let prefix = prefix.trim_matches('/');
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        Self(Place::Bucket(bucket, prefix))
    }

    /// A place of its own below this one.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn below(&self, name: &str) -> Result<Self> {
        match &self.0 {
            Place::Folder(folder) => folder.below(name).map(|folder| Self(Place::Folder(folder))).map_err(|error| unusable(name, error)),
            Place::Bucket(bucket, prefix) => Ok(Self(Place::Bucket(bucket.clone(), format!("{prefix}{name}/")))),
        }
    }

    /// Writes a file that is not there yet; `false` when it is. Of several writers, on several machines, one succeeds.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn create(&self, key: &str, bytes: Vec<u8>) -> Result<bool> {
        match &self.0 {
            Place::Folder(folder) => folder.create(key, &bytes).map_err(|error| unusable(key, error)),
            Place::Bucket(bucket, prefix) => bucket.create(&format!("{prefix}{key}"), bytes),
        }
    }

    /// Writes a file, in the place of what is there.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn write(&self, key: &str, bytes: Vec<u8>) -> Result<()> {
        match &self.0 {
            Place::Folder(folder) => folder.write(key, &bytes).map_err(|error| unusable(key, error)),
            Place::Bucket(bucket, prefix) => bucket.write(&format!("{prefix}{key}"), bytes),
        }
    }

    /// As [`Store::write`], but in a folder without waiting for the disk: a crash of the machine may lose it.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn write_soon(&self, key: &str, bytes: Vec<u8>) -> Result<()> {
        match &self.0 {
            Place::Folder(folder) => folder.write_soon(key, &bytes).map_err(|error| unusable(key, error)),
            Place::Bucket(..) => self.write(key, bytes),
        }
    }

    /// Keeps a file that has no name yet. In a folder on the same disk it is the very file.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn keep(&self, key: &str, file: &File) -> Result<u64> {
        match &self.0 {
            Place::Folder(folder) => folder.keep(key, file).map_err(|error| unusable(key, error)),
            Place::Bucket(bucket, prefix) => bucket.upload(&format!("{prefix}{key}"), file),
        }
    }

    /// Keeps a copy of a file, from its beginning.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn copy(&self, key: &str, file: &File) -> Result<()> {
        match &self.0 {
            Place::Folder(folder) => folder.copy(key, file).map_err(|error| unusable(key, error)),
            Place::Bucket(bucket, prefix) => bucket.upload(&format!("{prefix}{key}"), file).map(drop),
        }
    }

    /// Reads a small file. `None` when there is none.
    ///
    /// # Errors
    /// `IO_ERROR`, also when it is longer than `most`.
    pub fn read(&self, key: &str, most: u64) -> Result<Option<Vec<u8>>> {
        match &self.0 {
            Place::Folder(folder) => folder.read(key, most).map_err(|error| unusable(key, error)),
            Place::Bucket(bucket, prefix) => bucket.read(&format!("{prefix}{key}"), most),
        }
    }

    /// Whether there is a file.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn has(&self, key: &str) -> Result<bool> {
        match &self.0 {
            Place::Folder(folder) => folder.open(key).map(|file| file.is_some()).map_err(|error| unusable(key, error)),
            Place::Bucket(bucket, prefix) => bucket.find(&format!("{prefix}{key}")).map(|found| found.is_some()),
        }
    }

    /// Opens a file, from its beginning. From a bucket it is fetched into the file that `spool` gives, a piece at a time.
    /// `None` when there is none.
    ///
    /// # Errors
    /// `IO_ERROR`, and what `spool` says.
    pub fn open(&self, key: &str, spool: impl FnOnce() -> Result<File>) -> Result<Option<File>> {
        match &self.0 {
            Place::Folder(folder) => folder.open(key).map_err(|error| unusable(key, error)),
            Place::Bucket(bucket, prefix) => {
                let Some(object) = bucket.find(&format!("{prefix}{key}"))? else { return Ok(None) };
                let file = spool()?;
                match bucket.fetch(&object, 0..object.size_bytes, &file) {
                    Ok(()) => Ok(Some(file)),
                    Err(error) if error.code == sandtable_core::Code::NotFound => Ok(None),
                    Err(error) => Err(error),
                }
            }
        }
    }

    /// Removes a file. What is not there need not go.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn remove(&self, key: &str) -> Result<()> {
        match &self.0 {
            Place::Folder(folder) => folder.remove(key).map_err(|error| unusable(key, error)),
            Place::Bucket(bucket, prefix) => bucket.remove(&format!("{prefix}{key}")),
        }
    }

    /// Shows every file, in no order.
    ///
    /// # Errors
    /// `IO_ERROR`; some may have been shown then.
    pub fn list(&self, mut each: impl FnMut(Kept)) -> Result<()> {
        match &self.0 {
            Place::Folder(folder) => folder.list(&mut each).map_err(|error| unusable("the store", error)),
            Place::Bucket(bucket, prefix) => {
                let mut next = None;
                loop {
                    let page = bucket.page(prefix, true, next)?;
                    for object in page.objects {
                        if let Some(key) = object.key.strip_prefix(prefix.as_str()) {
                            each(Kept { key: key.to_owned(), tag: object.tag, modified: object.modified });
                        }
                    }
                    next = page.next;
                    if next.is_none() {
                        return Ok(());
                    }
                }
            }
        }
    }
}

fn unusable(key: &str, error: io::Error) -> Error {
    Error::io(format!("{key} cannot be stored or read: {}", error.kind())).with_inside(error)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use cap_std::ambient_authority;

    use super::*;

    fn folder() -> (tempfile::TempDir, Store) {
        let top = tempfile::tempdir().unwrap();
        let store = Store::in_folder(Dir::open_ambient_dir(top.path(), ambient_authority()).unwrap());
        (top, store)
    }

    #[test]
    fn of_many_creators_one_succeeds() {
        let (top, store) = folder();
        let created = std::thread::scope(|scope| {
            let racers: Vec<_> = (0..8u8)
                .map(|racer| (racer, store.clone()))
                .map(|(racer, store)| scope.spawn(move || store.create("a/b.json", vec![racer; 9]).unwrap()))
                .collect();
            racers.into_iter().map(|racer| racer.join().unwrap()).filter(|created| *created).count()
        });
        assert_eq!(created, 1);
        assert_eq!(std::fs::read_dir(top.path().join("a")).unwrap().count(), 1, "nothing temporary is left");
    }

    #[test]
    fn files_are_kept_listed_and_removed() {
        let (_top, store) = folder();
        let results = store.below("results").unwrap();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"table").unwrap();
        assert_eq!(results.keep("1-1.table", &file).unwrap(), 5);
        results.write("sub/x", b"x".to_vec()).unwrap();
        results.write_soon("y", b"y".to_vec()).unwrap();
        let mut listed = Vec::new();
        results.list(|kept| listed.push(kept.key)).unwrap();
        listed.sort();
        assert_eq!(listed, ["1-1.table", "sub/x", "y"]);
        let mut text = String::new();
        results.open("1-1.table", || unreachable!("a folder's files need no other")).unwrap().unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "table");
        assert_eq!(results.read("y", 1).unwrap(), Some(b"y".to_vec()));
        assert!(results.read("1-1.table", 4).is_err());
        results.remove("y").unwrap();
        results.remove("y").unwrap();
        assert!(!results.has("y").unwrap());
        assert!(results.read("none/at/all", 1).unwrap().is_none());
    }

    #[test]
    fn a_tag_changes_with_the_file() {
        let (_top, store) = folder();
        let tag = || {
            let mut tags = Vec::new();
            store.list(|kept| tags.push(kept.tag)).unwrap();
            tags
        };
        store.write("a", b"one".to_vec()).unwrap();
        let first = tag();
        assert_eq!(tag(), first);
        store.write("a", b"two".to_vec()).unwrap();
        assert_ne!(tag(), first);
    }
}
