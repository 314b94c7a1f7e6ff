//! What goes out after a run: the table, its manifest, the events.

use sandtable_core::{Error, Result};
use sandtable_executor::TableBytes;

use super::manifest;
use super::request::SecondRequest;
use super::tables::Manifests;
use crate::book::Page;
use crate::engine::Made;
use crate::fetch::Fetcher;
use crate::lines::Stream;

/// Sends the table, and then its manifest: who sees a manifest finds the table whole.
///
/// # Errors
/// What did not take it, naming the field of the request.
pub(super) async fn send(fetcher: &Fetcher, request: &SecondRequest, made: Made, manifests: &Manifests, page: &Page) -> Result<()> {
    let Made { table, rows, schema, usage: _ } = made;
    if let Some(url) = &request.output_url {
        fetcher.send(url, table).await.map_err(|error| error.at("output_url"))?;
        page.lines.say(Stream::Stdout, format!("Successfully saved {rows} rows to S3"));
    }
    if let Some(url) = &request.output_manifest_url {
        let manifest = {
            let inputs = manifests.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            manifest::of_output(&schema, &inputs, request.format)
        };
        let bytes = serde_json::to_vec(&manifest).map_err(Error::internal)?;
        fetcher.send(url, TableBytes::Held(bytes)).await.map_err(|error| error.at("output_manifest_url"))?;
        page.lines.say(Stream::Stdout, format!("Successfully saved output manifest with {} fields to S3", schema.len()));
    }
    Ok(())
}

/// Sends all that the run has written. That it could not be sent is no fault of the run's: it is logged.
pub(super) async fn send_events(fetcher: &Fetcher, request: &SecondRequest, page: &Page) {
    let Some(url) = &request.events_url else { return };
    if let Err(error) = fetcher.send(url, TableBytes::Held(page.lines.jsonl())).await {
        tracing::warn!(id = page.id, %error, "the events of a run could not be sent");
    }
}
