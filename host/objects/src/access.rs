//! How buckets are reached.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::{BackoffConfig, RetryConfig};
use sandtable_core::{Error, Result, text};

use crate::bucket::Bucket;
use crate::runtime::Runtime;

/// How often a request is sent again, and how long after the first at most. A job that fails by a store is tried again
/// by other rules, and a caller does not wait for ever.
const RETRIES: usize = 5;
const RETRY_FOR: Duration = Duration::from_secs(10);

/// The usual `AWS_…` settings, and what talks to the store. Cheap to clone.
#[derive(Clone)]
pub struct Access {
    settings: Arc<BTreeMap<String, String>>,
    runtime: Runtime,
}

/// A bucket's name: 3 to 63 characters of `a-z`, `0-9`, `.`, `-` and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BucketName(String);

impl Access {
    /// From settings by the names of their variables, such as `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_ALLOW_HTTP`. Others are passed over.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for an endpoint without TLS that nobody allowed; `INTERNAL` when there are no threads.
    pub fn new(settings: impl IntoIterator<Item = (String, String)>) -> Result<Self> {
        let settings: BTreeMap<String, String> = settings.into_iter().collect();
        let allowed = settings.get("AWS_ALLOW_HTTP").is_some_and(|value| matches!(value.to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "on" | "y"));
        for name in ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"] {
            if settings.get(name).is_some_and(|endpoint| endpoint.starts_with("http://")) && !allowed {
                return Err(Error::invalid(name, format!("{name} is an http:// address; set AWS_ALLOW_HTTP=true if it is meant")));
            }
        }
        Ok(Self { settings: Arc::new(settings), runtime: Runtime::start()? })
    }

    /// A bucket. Nothing is sent yet.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the settings do not fit together.
    pub fn bucket(&self, name: &BucketName) -> Result<Bucket> {
        let mut builder = AmazonS3Builder::new();
        for (name, value) in self.settings.iter() {
            if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>() {
                builder = builder.with_config(key, value);
            }
        }
        let backoff = BackoffConfig { max_backoff: Duration::from_secs(3), ..BackoffConfig::default() };
        let builder = builder.with_bucket_name(&name.0).with_retry(RetryConfig { backoff, max_retries: RETRIES, retry_timeout: RETRY_FOR });
        let wrong = |error: object_store::Error| Error::invalid("s3", format!("bucket {}: the settings of the store do not fit", name.0)).with_inside(error);
        Ok(Bucket::new(&name.0, builder.build().map_err(wrong)?, self.runtime.clone()))
    }
}

impl fmt::Debug for Access {
    /// Without the settings: there are secrets among them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access").finish_non_exhaustive()
    }
}

impl BucketName {
    /// # Errors
    /// `VALIDATION_ERROR`.
    pub fn new(given: &str) -> Result<Self> {
        let fits = (3..=63).contains(&given.len()) && given.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte));
        match fits && !given.starts_with('.') && !given.contains("..") {
            true => Ok(Self(given.to_owned())),
            false => Err(Error::invalid("s3_bucket", format!("{} is no name of a bucket", text::quote(given)))),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_without_tls_must_be_meant() {
        let settings = |allow: Option<&str>| {
            let endpoint = ("AWS_ENDPOINT_URL".to_owned(), "http://store".to_owned());
            Access::new(allow.map(|allow| ("AWS_ALLOW_HTTP".to_owned(), allow.to_owned())).into_iter().chain([endpoint])).map(drop)
        };
        assert!(settings(Some("true")).is_ok());
        assert!(settings(None).is_err_and(|error| error.message.contains("AWS_ALLOW_HTTP")));
        assert!(settings(Some("false")).is_err());
    }

    #[test]
    fn names_of_buckets() {
        for good in ["abc", "my.bucket-1", "old_one"] {
            assert!(BucketName::new(good).is_ok(), "{good}");
        }
        for bad in ["", "ab", "Upper", "a/b", "a b c", "..a", "a..b", &"x".repeat(64)] {
            assert!(BucketName::new(bad).is_err(), "{bad}");
        }
    }
}
