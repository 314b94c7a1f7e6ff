//! Which files there are below a path, and how many rows they may have.

use std::sync::Arc;

use sandtable_analysis::request::DiscoverRequest;
use sandtable_analysis::work::{Estimate, Source, Work};
use sandtable_core::{Error, Result};
use sandtable_datasets::{Listed, Listing};
use sandtable_executor::TableBytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Performer, blocking};
use crate::clock::iso_of;
use crate::outcome::Outcome;
use crate::steps::{Steps, steps as log};

/// Files that an executor looks into at a time: it may have only so many open.
const AT_ONCE: usize = 500;

/// What an executor says of the files.
#[derive(Deserialize)]
struct Estimated {
    files: Vec<EstimatedFile>,
}

#[derive(Deserialize)]
struct EstimatedFile {
    estimated_rows: Option<u64>,
    #[serde(default)]
    exact: bool,
    #[serde(default)]
    error: Option<String>,
}

impl Performer {
    pub(super) async fn discover(&self, request: DiscoverRequest, steps: &Steps) -> Result<Outcome> {
        let DiscoverRequest { datasource_id, uri, recurse, max_files } = request;
        let sources = Arc::clone(self.locator.sources()?);
        let path = {
            let sources = Arc::clone(&sources);
            blocking(move || sources.place(datasource_id.as_deref(), &uri)).await?
        };
        steps.tell("scanning_directory", format!("Scanning {path}"));
        let Listing { files, truncated } = blocking(move || sources.files().list(&path, recurse, sources.extensions(), max_files as usize)).await?;
        steps.tell("files_found", format!("Found {} files, processing...", files.len()));
        let mut shown = Vec::with_capacity(files.len());
        for some in files.chunks(AT_ONCE) {
            shown.extend(self.estimated(some).await?);
        }
        steps.tell("discovery_complete", "File discovery completed");
        let total: u64 = files.iter().map(|file| file.size_bytes).sum();
        let data = json!({ "files": shown, "total_files": files.len(), "total_size_bytes": total, "truncated": truncated });
        Ok(Outcome { data: TableBytes::Held(serde_json::to_vec(&data).map_err(Error::internal)?), table: None })
    }

    /// Files as they are shown, with what an executor says of their rows.
    async fn estimated(&self, files: &[Listed]) -> Result<Vec<Value>> {
        let source = |file: &Listed| (Source { path: file.path.clone(), glob: false, format: None, shown: file.path.clone() }, file.size_bytes);
        let work = Work::Estimate(Estimate { files: files.iter().map(source).collect() });
        let (unheard, _scribe) = log();
        let said = match self.work(work, None, &unheard).await?.data {
            TableBytes::Held(said) => said,
            TableBytes::Spooled(file) => blocking(move || read(file)).await?,
        };
        let said: Estimated = serde_json::from_slice(&said).map_err(Error::internal)?;
        if said.files.len() != files.len() {
            return Err(Error::internal(format!("of {} files {} were looked at", files.len(), said.files.len())));
        }
        let shown = files.iter().zip(said.files).map(|(file, said)| {
            let mut shown = json!({
                "path": file.path,
                "size_bytes": file.size_bytes,
                "modified": file.modified.map(iso_of),
                "estimated_rows": said.estimated_rows,
                "exact": said.exact,
            });
            if let Some(error) = said.error {
                shown["error"] = error.into();
            }
            shown
        });
        Ok(shown.collect())
    }
}

fn read(mut file: std::fs::File) -> Result<Vec<u8>> {
    use std::io::{Read, Seek};
    let mut bytes = Vec::new();
    file.rewind().and_then(|()| file.read_to_end(&mut bytes)).map_err(|error| Error::io("an answer cannot be read").with_inside(error))?;
    Ok(bytes)
}
