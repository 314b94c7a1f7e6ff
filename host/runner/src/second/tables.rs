//! The tables of a run, fetched side by side.

use std::sync::Mutex;

use futures::stream::{self, StreamExt, TryStreamExt};
use sandtable_core::{Result, text};
use sandtable_executor::{InputBody, RunInput};
use sandtable_frames::{Format, ReadOptions};

use super::manifest::Manifest;
use super::request::SecondRequest;
use crate::fetch::Fetcher;

/// Tables that are fetched at once for one run.
const AT_ONCE: usize = 4;

/// The manifests of the tables that a run has read.
pub(super) type Manifests = Mutex<Vec<(String, Manifest)>>;

/// Fetches the wanted tables, in the wanted order, and leaves their manifests in `manifests`.
///
/// # Errors
/// What is wrong with a URL or with what is behind it, naming the table.
pub(super) async fn tables(fetcher: &Fetcher, request: &SecondRequest, names: Vec<String>, manifests: &Manifests) -> Result<Vec<RunInput>> {
    let fetched = names.into_iter().map(|name| async move {
        let place = format!("table {}", text::quote(&name));
        one(fetcher, request, name).await.map_err(|error| error.at(place))
    });
    let fetched: Vec<(RunInput, Option<Manifest>)> = stream::iter(fetched).buffered(AT_ONCE).try_collect().await?;
    let mut kept = manifests.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let inputs = fetched.into_iter().map(|(input, manifest)| {
        if let (Some(manifest), Some(name)) = (manifest, &input.name) {
            kept.push((name.clone(), manifest));
        }
        input
    });
    Ok(inputs.collect())
}

async fn one(fetcher: &Fetcher, request: &SecondRequest, name: String) -> Result<(RunInput, Option<Manifest>)> {
    let url = |urls: &[(String, String)]| urls.iter().find(|(given, _)| *given == name).map(|(_, url)| url.clone());
    let manifest = match url(&request.manifests) {
        Some(url) => Some(fetcher.manifest(&url).await.and_then(|bytes| Manifest::parse(&bytes)).map_err(|error| error.at("manifest"))?),
        None => None,
    };
    // Only tables that were given are asked for.
    let file = fetcher.table(&url(&request.tables).unwrap_or_default()).await?;
    let format = manifest.as_ref().and_then(Manifest::format).unwrap_or(request.format);
    let options = match &manifest {
        Some(manifest) => manifest.options(),
        // Without a manifest types are guessed as pandas would.
        None => ReadOptions { pandas: format == Format::Jsonl, ..ReadOptions::default() },
    };
    Ok((RunInput { name: Some(name), body: InputBody::Spooled(file), format: Some(format), options }, manifest))
}
