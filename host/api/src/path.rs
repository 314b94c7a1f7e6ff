//! Names and versions in paths.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use sandtable_core::name::{TransformName, parse_version};
use sandtable_core::{Error, text};
use semver::Version;
use serde::de::DeserializeOwned;

use crate::failure::Failure;

/// `…/{name}`.
#[derive(Debug)]
pub(crate) struct NamePath(pub(crate) TransformName);

/// `…/{name}/{version}`.
#[derive(Debug)]
pub(crate) struct VersionPath(pub(crate) TransformName, pub(crate) Version);

impl<S: Send + Sync> FromRequestParts<S> for NamePath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let name: String = segments(parts, state).await?;
        Ok(Self(name.parse()?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for VersionPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let (name, version): (String, String) = segments(parts, state).await?;
        Ok(Self(name.parse()?, parse_version(&version)?))
    }
}

async fn segments<T: DeserializeOwned + Send, S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<T, Failure> {
    let taken = Path::from_request_parts(parts, state).await;
    taken.map(|Path(segments)| segments).map_err(|rejection| Failure(Error::invalid("path", text::sanitize(&rejection.body_text().to_lowercase(), 1000))))
}
