//! From a URI to the objects that it names.

use glob::{MatchOptions, Pattern};
use sandtable_core::{Code, Error, Result, text};
use sandtable_objects::{Bucket, Object};

use crate::expand::{MAX_FOUND, MAX_LOOKED_AT, is_hidden};
use crate::list::has_extension;
use crate::remote::{Place, Remotes};

/// What a URI names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Folder,
    Pattern,
    Nothing,
}

/// How far is walked.
pub(crate) struct Wish<'a> {
    /// Whether `*`, `?` and `[…]` are a pattern.
    pub(crate) glob: bool,
    /// Also what lies in folders of a folder.
    pub(crate) recurse: bool,
    /// For a list: with these extensions only, at most so many, and it ends where there is too much instead of failing.
    pub(crate) listed: Option<(&'a [String], usize)>,
}

/// What was found.
pub(crate) struct Walked<'a> {
    pub(crate) bucket: &'a Bucket,
    /// By key.
    pub(crate) objects: Vec<Object>,
    /// Whether the URI named a folder.
    pub(crate) folder: bool,
    /// Whether there is more than was asked for.
    pub(crate) full: bool,
}

struct Walk<'a> {
    uri: &'a str,
    listed: Option<(&'a [String], usize)>,
    looked_at: usize,
    objects: Vec<Object>,
    full: bool,
}

impl Remotes {
    /// What a URI names: an object before a folder before a pattern.
    pub(crate) fn kind(&self, uri: &str) -> Result<Kind> {
        let Place { bucket, key } = self.place(uri)?;
        if !key.is_empty() && bucket.find(key)?.is_some() {
            return Ok(Kind::Object);
        }
        let page = bucket.page(&below(key), true, None)?;
        if key.is_empty() || !page.objects.is_empty() || page.next.is_some() {
            return Ok(Kind::Folder);
        }
        Ok(if is_pattern(key) { Kind::Pattern } else { Kind::Nothing })
    }

    /// Finds what a URI names. Nothing found is none.
    ///
    /// # Errors
    /// `NOT_FOUND` for a URI that is no pattern and names nothing; `RESOURCE_CAP` when too much is named; `IO_ERROR`.
    pub(crate) fn walk<'a>(&'a self, uri: &'a str, wish: &Wish<'a>) -> Result<Walked<'a>> {
        let Place { bucket, key } = self.place(uri)?;
        let mut walk = Walk { uri, listed: wish.listed, looked_at: 0, objects: Vec::new(), full: false };
        let folder = walk.go(bucket, key, wish)?;
        let Walk { objects, full, .. } = walk;
        Ok(Walked { bucket, objects, folder, full })
    }
}

impl Walk<'_> {
    fn go(&mut self, bucket: &Bucket, key: &str, wish: &Wish<'_>) -> Result<bool> {
        if !key.is_empty()
            && let Some(object) = bucket.find(key)?
        {
            self.take(object)?;
            return Ok(false);
        }
        let front = below(key);
        let any = self.pages(bucket, &front, wish.recurse, &|rest| !rest.split('/').any(is_hidden))?;
        if any || key.is_empty() {
            return Ok(true);
        }
        if !wish.glob || !is_pattern(key) {
            return Err(Error::not_found(format!("no object {}", text::quote(self.uri))).with("field", "uri"));
        }
        let first = key.find(['*', '?', '[']).unwrap_or_default();
        let front = key[..first].rfind('/').map_or("", |slash| &key[..=slash]);
        let mut parts = Vec::new();
        for part in key[front.len()..].split('/') {
            let pattern = Pattern::new(part).map_err(|error| Error::invalid("uri", format!("{} is not a pattern: {error}", text::quote(self.uri))))?;
            parts.push((part == "**", pattern));
        }
        let deep = parts.len() > 1;
        self.pages(bucket, front, deep, &|rest| matches(&parts, &rest.split('/').collect::<Vec<_>>()))?;
        Ok(false)
    }

    /// Takes what is wanted of all that lies below a prefix. Whether anything does.
    fn pages(&mut self, bucket: &Bucket, front: &str, deep: bool, wanted: &dyn Fn(&str) -> bool) -> Result<bool> {
        let (mut next, mut any) = (None, false);
        loop {
            let page = bucket.page(front, deep, next)?;
            for object in page.objects {
                any = true;
                self.looked_at += 1;
                if self.looked_at > MAX_LOOKED_AT {
                    self.too_much("entries", format!("makes more than {MAX_LOOKED_AT} objects be looked at"), MAX_LOOKED_AT)?;
                }
                if self.full {
                    return Ok(any);
                }
                if object.key.strip_prefix(front).is_some_and(wanted) {
                    self.take(object)?;
                }
            }
            // A page may be empty, and there are more.
            any |= page.deeper || page.next.is_some();
            next = page.next;
            if next.is_none() || self.full {
                return Ok(any);
            }
        }
    }

    fn take(&mut self, object: Object) -> Result<()> {
        let most = match self.listed {
            Some((extensions, _)) if !has_extension(&object.key, extensions) => return Ok(()),
            Some((_, most)) => most.min(MAX_FOUND),
            None => MAX_FOUND,
        };
        if self.objects.len() < most {
            self.objects.push(object);
            return Ok(());
        }
        self.too_much("files", format!("names more than {most} objects"), most)
    }

    fn too_much(&mut self, limit: &str, what: String, allowed: usize) -> Result<()> {
        self.full = true;
        match self.listed {
            Some(_) => Ok(()),
            None => Err(Error::new(Code::ResourceCap, format!("{} {what}", text::quote(self.uri))).with("limit", limit).with("allowed", allowed)),
        }
    }
}

/// What keys below a folder begin with.
fn below(key: &str) -> String {
    if key.is_empty() { String::new() } else { format!("{key}/") }
}

pub(crate) fn is_pattern(key: &str) -> bool {
    key.contains(['*', '?', '['])
}

/// As in a folder: part for part, `**` for any number of folders that do not hide.
fn matches(parts: &[(bool, Pattern)], names: &[&str]) -> bool {
    let options = MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };
    match (parts.split_first(), names.split_first()) {
        (None, None) => true,
        (Some(((true, _), rest)), _) => {
            matches(rest, names) || names.split_first().is_some_and(|(first, others)| !others.is_empty() && !is_hidden(first) && matches(parts, others))
        }
        (Some(((false, pattern), rest)), Some((first, others))) => pattern.matches_with(first, options) && matches(rest, others),
        (None, Some(_)) | (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_keys_as_they_match_files() {
        let does = |pattern: &str, key: &str| {
            let parts: Vec<_> = pattern.split('/').map(|part| (part == "**", Pattern::new(part).unwrap())).collect();
            matches(&parts, &key.split('/').collect::<Vec<_>>())
        };
        for (pattern, key) in [
            ("*.csv", "a.csv"),
            ("**/*.parquet", "c.parquet"),
            ("**/*.parquet", "year=2013/month=1/x.parquet"),
            ("year=*/month=*/*.parquet", "year=2013/month=1/x.parquet"),
            ("a/**/b", "a/b"),
            ("a/**/b", "a/x/y/b"),
            ("[bc].*", "b.csv"),
        ] {
            assert!(does(pattern, key), "{pattern} {key}");
        }
        for (pattern, key) in
            [("*.csv", "x/a.csv"), ("*.csv", ".a.csv"), ("**/*.parquet", "year=2014/_tmp/y.parquet"), ("*/x", "x"), ("a/**/b", "b"), ("a", "a/b")]
        {
            assert!(!does(pattern, key), "{pattern} {key}");
        }
    }
}
