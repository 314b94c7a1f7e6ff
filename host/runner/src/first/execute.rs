//! `POST /execute`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sandtable_frames::{Format, WriteOptions};
use serde_json::Value;

use super::answer::{OUTPUT, nowhere, ran, saved};
use super::folder::{Folder, tables};
use super::request::FirstRequest;
use crate::book::Page;
use crate::engine::Made;
use crate::lines::Stream;
use crate::run::{Answer, Job, Outcome, Refusal};
use crate::runner::Runner;
use crate::verdict::Verdict;

impl Runner {
    /// Runs a request of the first generation. `caller` is who it is fair to. Dropping the future ends the run.
    ///
    /// # Errors
    /// Why there was no run.
    pub async fn first(&self, request: FirstRequest, caller: &str) -> Result<Answer, Refusal> {
        let page = self.book.open(&request.id).ok_or_else(|| Refusal::Busy(request.id.clone()))?;
        let bounds = request.asked.bounds(&self.config, self.config.first_wall, Some(self.config.cpu));
        let (told_id, place) = (request.told_id.clone(), plain(&request.working_dir));
        let work = async {
            let script = request.code.file_name();
            let folder = Folder::open(Arc::clone(&self.roots), request.working_dir.clone(), script, request.code.text()).await;
            match folder {
                Ok(folder) => {
                    let given = request.tables.iter().map(|(name, _)| name.clone()).collect();
                    let options = WriteOptions { pandas: true, ..WriteOptions::default() };
                    let job = Job { page: &page, code: request.code, given, bounds: &bounds, format: Format::Csv, options };
                    let named = request.tables;
                    let roots = Arc::clone(&self.roots);
                    let (outcome, made) = self.perform(job, |names| tables(roots, pick(named, &names))).await;
                    self.kept(&page, &folder, outcome, made, &request.told_id).await
                }
                Err(error) => nowhere(&error.message, &request.told_id),
            }
        };
        self.in_turn(&page, &told_id, caller, Some(&place), bounds.timeout, work).await
    }

    /// Puts what a run gave and said into its folder.
    async fn kept(&self, page: &Page, folder: &Folder, mut outcome: Outcome, made: Option<Made>, id: &Value) -> Answer {
        if let Some(made) = made {
            match folder.table(made.table).await {
                Ok(()) => page.lines.say(Stream::Stdout, saved(made.rows, &folder.path(OUTPUT))),
                Err(error) => outcome.result = Err(Verdict::of(&error, 0.0)),
            }
        }
        if let Err(error) = folder.streams(page.lines.text(Stream::Stdout), page.lines.text(Stream::Stderr)).await {
            outcome.result = Err(Verdict::of(&error, 0.0));
        }
        self.count(&outcome);
        tracing::info!(id = page.id, took_s = outcome.took.as_secs_f64(), success = outcome.result.is_ok(), "a run has ended");
        ran(&outcome, &|name| folder.path(name), id)
    }
}

/// A folder by the one name that all spellings of it have: without `.`, `//` and a `/` at the end.
fn plain(folder: &str) -> String {
    Path::new(folder).components().collect::<PathBuf>().display().to_string()
}

/// The given tables whose names are wanted, in the wanted order.
fn pick(given: Vec<(String, String)>, names: &[String]) -> Vec<(String, String)> {
    names.iter().filter_map(|name| given.iter().find(|(given, _)| given == name).cloned()).collect()
}
