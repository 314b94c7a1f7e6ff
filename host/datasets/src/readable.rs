//! All that may be read: files below a folder, objects in buckets.

use std::collections::BTreeSet;
use std::fs::File;
use std::ops::Range;

use sandtable_core::{Error, Result, text};
use sandtable_objects::Object;

use crate::BaseDir;
use crate::expand::Found;
use crate::list::{Listed, Listing};
use crate::remote::{Remotes, is_remote};
use crate::remote_walk::{Walked, Wish};

/// What may be read. Blocks: for disks, and for stores.
#[derive(Debug, Default)]
pub struct Readable {
    base: Option<BaseDir>,
    remotes: Option<Remotes>,
}

/// How much of what is opened will be read. Files are there as a whole anyway; of objects, what is not needed is not
/// fetched, and reads as NUL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Need {
    /// All of it.
    #[default]
    Whole,
    /// What tells how many rows a file has, or may have.
    Rows,
    /// So many of the files, spread over all that are not empty: the first, the last, and evenly between.
    Some(usize),
}

impl Readable {
    /// Files below `base`, and objects in the buckets of `remotes`; without either, nothing.
    pub fn new(base: Option<BaseDir>, remotes: Option<Remotes>) -> Self {
        Self { base, remotes }
    }

    /// The folder.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when no files are read.
    pub fn base(&self) -> Result<&BaseDir> {
        self.base.as_ref().ok_or_else(|| {
            let buckets = self.remotes.as_ref().map(|remotes| format!(", only objects as s3://BUCKET/KEY of {}", remotes.names())).unwrap_or_default();
            Error::invalid("uri", format!("the server was started without a base path, so it reads no files{buckets}")).with("constraint", "base-path")
        })
    }

    /// Whether anything may be read.
    pub fn is_empty(&self) -> bool {
        self.base.is_none() && self.remotes.is_none()
    }

    /// The buckets.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when there are none.
    pub(crate) fn remotes(&self, uri: &str) -> Result<&Remotes> {
        self.remotes.as_ref().ok_or_else(|| {
            let why = "no buckets are configured, so only file paths below the base path are read here";
            Error::invalid("uri", format!("{} is not a path that may be read: {why}", text::quote(uri))).with("constraint", "base-path")
        })
    }

    /// Opens a file or an object.
    ///
    /// # Errors
    /// As [`BaseDir::open_file`]; for objects `RESOURCE_CAP` when it is too large, `IO_ERROR` when the store is away.
    pub fn open_file(&self, uri: &str) -> Result<File> {
        if !is_remote(uri) {
            return self.local(uri)?.open_file(uri);
        }
        let remotes = self.remotes(uri)?;
        let place = remotes.place(uri)?;
        let object = if place.key.is_empty() { None } else { place.bucket.find(place.key)? };
        let object = object.ok_or_else(|| Error::not_found(format!("no object {}", text::quote(uri))).with("field", "uri"))?;
        remotes.open(place.bucket, &[object])?.pop().ok_or_else(|| Error::internal("no object was opened"))
    }

    /// The files or objects that a path names, as [`BaseDir::expand`] says.
    ///
    /// # Errors
    /// As [`BaseDir::expand`]; `IO_ERROR` when the store is away.
    pub fn expand(&self, path: &str, glob: bool) -> Result<Found> {
        if !is_remote(path) {
            return self.local(path)?.expand(path, glob);
        }
        let remotes = self.remotes(path)?;
        let Walked { bucket, objects, folder, .. } = remotes.walk(path, &Wish { glob, recurse: true, listed: None })?;
        if objects.is_empty() {
            return Err(Error::not_found(format!("no object matches {}", text::quote(path))).with("field", "uri"));
        }
        let files = objects.iter().map(|object| format!("s3://{}/{}", bucket.name(), object.key)).collect();
        Ok(Found { files, folder, objects })
    }

    /// Opens some of what was found, in that order, and of objects as much as is needed.
    ///
    /// # Errors
    /// As [`Readable::open_file`].
    pub fn open_found(&self, found: &Found, some: Range<usize>, need: Need) -> Result<Vec<File>> {
        let Some(first) = found.files.first().filter(|first| is_remote(first)) else {
            return found.files[some].iter().map(|file| self.local(file)?.open_file(file)).collect();
        };
        let remotes = self.remotes(first)?;
        let (bucket, objects) = (remotes.place(first)?.bucket, &found.objects[some.clone()]);
        match need {
            Need::Rows => objects.iter().map(|object| remotes.sample(bucket, object)).collect(),
            Need::Some(most) if found.objects.len() > most.max(1) => {
                let wanted = spread(&found.objects, most);
                let one = |(at, object): (usize, &Object)| match wanted.contains(&at) {
                    true => remotes.open(bucket, std::slice::from_ref(object))?.pop().ok_or_else(|| Error::internal("no object was opened")),
                    false => remotes.blank(object),
                };
                some.zip(objects).map(one).collect()
            }
            Need::Some(_) | Need::Whole => {
                remotes.admit(first, &found.objects)?;
                remotes.open(bucket, objects)
            }
        }
    }

    /// What lies at or below a path, as [`BaseDir::list`] says.
    ///
    /// # Errors
    /// As [`BaseDir::list`]; `IO_ERROR` when the store is away.
    pub fn list(&self, path: &str, recurse: bool, extensions: &[String], max: usize) -> Result<Listing> {
        if !is_remote(path) {
            return self.local(path)?.list(path, recurse, extensions, max);
        }
        let Walked { bucket, objects, full, .. } = self.remotes(path)?.walk(path, &Wish { glob: true, recurse, listed: Some((extensions, max)) })?;
        let listed = |object: Object| Listed {
            path: format!("s3://{}/{}", bucket.name(), object.key),
            size_bytes: object.size_bytes,
            modified: Some(object.modified),
            tag: Some(object.tag),
        };
        Ok(Listing { files: objects.into_iter().map(listed).collect(), truncated: full })
    }

    /// The folder that a path is below, as far as its scheme says.
    pub(crate) fn local(&self, uri: &str) -> Result<&BaseDir> {
        match (uri.split_once("://"), &self.remotes) {
            (Some((scheme, _)), Some(remotes)) if scheme != "file" => {
                let why = format!("only files below the base path and s3:// of {} are read, not {}", remotes.names(), text::quote(&format!("{scheme}://")));
                Err(Error::invalid("uri", format!("{} is not a path that may be read: {why}", text::quote(uri))).with("constraint", "scheme"))
            }
            _ => self.base(),
        }
    }
}

/// Which of the objects are looked at when so many are.
fn spread(objects: &[Object], most: usize) -> BTreeSet<usize> {
    let mut full: Vec<usize> = (0..objects.len()).filter(|at| objects[*at].size_bytes > 0).collect();
    if full.is_empty() {
        full = (0..objects.len()).collect();
    }
    let most = most.max(1);
    if full.len() <= most {
        return full.into_iter().collect();
    }
    if most == 1 { BTreeSet::from([full[0]]) } else { (0..most).map(|at| full[at * (full.len() - 1) / (most - 1)]).collect() }
}
