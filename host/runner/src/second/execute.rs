//! `POST /v1/execute`.

use sandtable_core::{Error, Result};
use sandtable_frames::WriteOptions;
use serde_json::{Map, Value, json};

use super::output::{send, send_events};
use super::request::SecondRequest;
use super::tables::{Manifests, tables};
use crate::book::Page;
use crate::engine::Made;
use crate::lines::Stream;
use crate::request::seconds;
use crate::run::{Answer, Job, Outcome, Refusal};
use crate::runner::Runner;
use crate::verdict::Verdict;

impl Runner {
    /// Runs a request of the second generation. `caller` is who it is fair to. Dropping the future ends the run.
    ///
    /// # Errors
    /// Why there was no run.
    pub async fn second(&self, request: SecondRequest, caller: &str) -> Result<Answer, Refusal> {
        let page = self.book.open(&request.id).ok_or_else(|| Refusal::Busy(request.id.clone()))?;
        let bounds = request.asked.bounds(&self.config, self.config.second_wall, None);
        self.may_use(&request).map_err(|error| Refusal::Invalid(error.message))?;
        let told_id = request.told_id.clone();
        let work = async {
            let manifests = Manifests::default();
            let given = request.tables.iter().map(|(name, _)| name.clone()).collect();
            let options = WriteOptions { decimals_as_numbers: true, ..WriteOptions::default() };
            let job = Job { page: &page, code: request.code.clone(), given, bounds: &bounds, format: request.format, options };
            let (mut outcome, made) = self.perform(job, |names| tables(&self.fetcher, &request, names, &manifests)).await;
            if let Some(made) = made {
                self.hand_over(&request, made, &manifests, &page, &mut outcome).await;
            }
            send_events(&self.fetcher, &request, &page).await;
            self.count(&outcome);
            tracing::info!(id = page.id, took_s = outcome.took.as_secs_f64(), success = outcome.result.is_ok(), "a run has ended");
            answer(&outcome, bounds.timeout, &request.told_id)
        };
        self.in_turn(&page, &told_id, caller, None, bounds.timeout, work).await
    }

    /// Sends what a run gave; what cannot be sent is a run that failed.
    async fn hand_over(&self, request: &SecondRequest, made: Made, manifests: &Manifests, page: &Page, outcome: &mut Outcome) {
        let sent = tokio::select! {
            biased;
            () = page.cancelled() => Err(Error::new(sandtable_core::Code::Cancelled, "cancelled")),
            sent = send(&self.fetcher, request, made, manifests, page) => sent,
        };
        if let Err(error) = sent {
            let verdict = Verdict::of(&error, 0.0);
            verdict.stderr.iter().for_each(|line| page.lines.say(Stream::Stderr, line));
            outcome.result = Err(verdict);
        }
    }

    /// URLs that cannot be right are refused before anything runs.
    fn may_use(&self, request: &SecondRequest) -> Result<()> {
        let named = [("output_url", &request.output_url), ("output_manifest_url", &request.output_manifest_url), ("events_url", &request.events_url)];
        named
            .into_iter()
            .filter_map(|(name, url)| url.as_ref().map(|url| (name, url)))
            .try_for_each(|(name, url)| self.fetcher.may_use(url).map_err(|error| error.at(name)))
    }
}

fn answer(outcome: &Outcome, limit: f64, id: &Value) -> Answer {
    let failed = outcome.result.as_ref().err();
    let exit_code = failed.map_or(0, |verdict| verdict.exit_code);
    let mut body = Map::from_iter([
        ("exit_code".to_owned(), json!(exit_code)),
        ("execution_time".to_owned(), json!(outcome.took.as_secs_f64())),
        ("request_id".to_owned(), id.clone()),
        ("timeout".to_owned(), json!(failed.is_some_and(|verdict| verdict.timeout))),
    ]);
    if let Some(verdict) = failed {
        // Callers of this generation look for the word.
        let timeout = format!("timeout: the execution took longer than {} seconds", seconds(limit));
        body.insert("error".to_owned(), json!(if verdict.timeout { &timeout } else { &verdict.error }));
    }
    if let Some(usage) = outcome.usage.as_ref().and_then(|usage| serde_json::to_value(usage).ok()) {
        body.insert("usage".to_owned(), usage);
    }
    Answer { body, success: exit_code == 0 }
}
