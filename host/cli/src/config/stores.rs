//! The settings of what machines share, and of the buckets that are read.

use std::path::PathBuf;

use sandtable_core::{Error, Result, text};
use sandtable_objects::BucketName;
use serde::Deserialize;

use super::{bad, size};
use crate::args::StoreArgs;

/// Bytes.
const GIB: u64 = 1 << 30;

/// All that is to be known of stores.
#[derive(Debug, Default)]
pub(crate) struct StoreSettings {
    pub(crate) shared: Option<SharedStore>,
    pub(crate) buckets: Vec<BucketName>,
    pub(crate) cache_bytes: u64,
    pub(crate) object_bytes: u64,
    /// The `AWS_…` variables.
    pub(crate) access: Vec<(String, String)>,
}

/// Where components and results are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SharedStore {
    Folder(PathBuf),
    Bucket(BucketName, String),
}

/// The keys below `sandtable.s3`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Section {
    buckets: Vec<String>,
    cache: Option<String>,
    max_object: Option<String>,
}

/// Flags and variables, then the file, then defaults.
///
/// # Errors
/// `VALIDATION_ERROR` naming the key.
pub(super) fn merge(args: &StoreArgs, store: Option<&str>, section: &Section) -> Result<StoreSettings> {
    let names = if args.s3_buckets.is_empty() { &section.buckets } else { &args.s3_buckets };
    let settings = StoreSettings {
        shared: args.store.as_deref().or(store).map(shared).transpose()?,
        buckets: names.iter().map(|name| BucketName::new(name.trim())).collect::<Result<_>>()?,
        cache_bytes: size("s3.cache", args.s3_cache, section.cache.clone())?.unwrap_or(10 * GIB),
        object_bytes: size("s3.max_object", args.s3_max_object, section.max_object.clone())?.unwrap_or(4 * GIB),
        access: Vec::new(),
    };
    if settings.object_bytes > settings.cache_bytes && (args.s3_max_object.is_some() || section.max_object.is_some()) {
        return Err(bad("s3_max_object", "it is more than s3_cache: what is read must fit there"));
    }
    Ok(settings)
}

fn shared(given: &str) -> Result<SharedStore> {
    let wrong = |why: &str| Err(bad("store", &format!("{} is not a store: {why}", text::quote(given))));
    let Some((scheme, rest)) = given.split_once("://") else { return wrong("it is file://DIR or s3://BUCKET[/PREFIX]") };
    match scheme {
        "file" if rest.starts_with('/') => Ok(SharedStore::Folder(PathBuf::from(rest))),
        "file" => wrong("its path is not absolute, as in file:///srv/store"),
        "s3" => {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            let prefix = prefix.trim_matches('/');
            if prefix.chars().any(char::is_control) || (!prefix.is_empty() && prefix.split('/').any(|part| part.is_empty() || part == "." || part == "..")) {
                return wrong("its prefix has empty parts, `.` or `..` in it");
            }
            let bucket = BucketName::new(bucket).map_err(|error: Error| bad("store", &error.message))?;
            Ok(SharedStore::Bucket(bucket, prefix.to_owned()))
        }
        _ => wrong("its scheme is neither file nor s3"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(args: &StoreArgs, yaml: &str) -> Result<StoreSettings> {
        merge(args, None, &serde_norway::from_str(yaml).map_err(|error| bad("s3", &error.to_string()))?)
    }

    #[test]
    fn stores_are_folders_or_buckets() {
        let of = |given: &str| shared(given).unwrap();
        assert_eq!(of("file:///srv/store"), SharedStore::Folder(PathBuf::from("/srv/store")));
        assert_eq!(of("s3://bucket"), SharedStore::Bucket(BucketName::new("bucket").unwrap(), String::new()));
        assert_eq!(of("s3://bucket/a/b/"), SharedStore::Bucket(BucketName::new("bucket").unwrap(), "a/b".to_owned()));
        for bad in ["/srv/store", "file://srv", "gs://bucket", "s3://", "s3://b", "s3://bucket/a//b", "s3://bucket/../x"] {
            assert!(shared(bad).unwrap_err().message.starts_with("store: "), "{bad}");
        }
    }

    #[test]
    fn buckets_and_sizes_come_from_flags_before_the_file() {
        let yaml = "{buckets: [one-bucket], cache: 1GiB, max_object: 1MiB}";
        let settings = merged(&StoreArgs::default(), yaml).unwrap();
        assert_eq!((settings.buckets[0].as_str(), settings.cache_bytes, settings.object_bytes), ("one-bucket", GIB, 1 << 20));
        let args = StoreArgs { s3_buckets: vec!["a-b".to_owned(), "c-d".to_owned()], s3_cache: Some(2 * GIB), ..StoreArgs::default() };
        let settings = merged(&args, yaml).unwrap();
        assert_eq!((settings.buckets.len(), settings.cache_bytes), (2, 2 * GIB));
        for (yaml, named) in
            [("{bucket: x}", "bucket"), ("{buckets: [X]}", "\"X\""), ("{cache: 1MiB, max_object: 2MiB}", "s3_max_object"), ("{cache: much}", "s3.cache")]
        {
            let error = merged(&StoreArgs::default(), yaml).unwrap_err().to_string();
            assert!(error.contains(named), "{yaml}: {error}");
        }
    }
}
