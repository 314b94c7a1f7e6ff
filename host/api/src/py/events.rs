//! A job's steps as they come: server-sent events.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{Stream, stream};
use sandtable_core::{Code, Error, Result};
use sandtable_service::{JobSummary, StepRecord};
use serde::Serialize;
use utoipa::ToSchema;

use super::TokenPath;
use super::record::{StepBody, SummaryBody};
use crate::app::AppState;
use crate::failure::Failure;
use crate::schema::Failures;

/// How often a job is looked at that somebody follows.
const PAUSE: Duration = Duration::from_millis(200);

/// An event of a stream.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: it is written line by line")]
pub(crate) struct JobEvent {
    /// `step` or `end`.
    event: String,
    /// Of a step: its position.
    id: Option<String>,
    /// The step, or the job without its answer: JSON.
    data: String,
}

/// A job's steps as they come.
///
/// Server-sent events: `step` for each step, with its position as the id, and at last `end`, the job without its answer.
/// A client that lost its connection goes on where it was by `Last-Event-ID`.
#[utoipa::path(
    get, path = "/v1/py/jobs/{token}/events", operation_id = "job_events", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(
        ("token" = u64, Path, description = "The job's number", minimum = 1, example = 123),
        ("Last-Event-ID" = Option<u64>, Header, description = "The id of the last step that was heard"),
    ),
    responses((status = 200, description = "The events", content_type = "text/event-stream", body = JobEvent), Failures)
)]
pub(crate) async fn events(State(app): State<AppState>, TokenPath(token): TokenPath, headers: HeaderMap) -> Result<Response, Failure> {
    let from = match headers.get("last-event-id") {
        None => 0,
        Some(last) => {
            let last = last.to_str().ok().and_then(|last| last.parse::<u64>().ok()).filter(|last| i64::try_from(*last).is_ok());
            let last = last.ok_or_else(|| Error::invalid("Last-Event-ID", "the header Last-Event-ID is not the id of a step"))?;
            last.saturating_add(1)
        }
    };
    // An unknown token is an answer of its own, not the end of a stream.
    let first = app.service.follow(token, from).await?;
    Ok(Sse::new(follow(app, token, from, first)).keep_alive(KeepAlive::default()).into_response())
}

/// Where a stream stands.
struct Following {
    app: AppState,
    token: u64,
    from: u64,
    /// Events that are known and not sent.
    ready: VecDeque<Event>,
    over: bool,
}

fn follow(app: AppState, token: u64, from: u64, first: (JobSummary, Vec<StepRecord>)) -> impl Stream<Item = Result<Event, Infallible>> + Send {
    let mut following = Following { app, token, from, ready: VecDeque::new(), over: false };
    following.take(first);
    stream::unfold(following, |mut following| async move {
        loop {
            if let Some(event) = following.ready.pop_front() {
                return Some((Ok(event), following));
            }
            if following.over {
                return None;
            }
            let mut stopping = following.app.stopping.clone();
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                // A server that stops must not wait for who listens.
                _ = stopping.wait_for(|stop| *stop) => return None,
            }
            match following.app.service.follow(following.token, following.from).await {
                Ok(news) => following.take(news),
                // It was forgotten meanwhile.
                Err(error) if error.code == Code::NotFound => return None,
                Err(error) => {
                    tracing::warn!(token = following.token, %error, "a job cannot be followed now");
                }
            }
        }
    })
}

impl Following {
    fn take(&mut self, (summary, steps): (JobSummary, Vec<StepRecord>)) {
        // That a job is queued is no step of its log: it has no position, and is said once.
        let waits = summary.status == "running" && steps.first().is_some_and(|step| step.step == "queued");
        for step in steps.into_iter().filter(|_| !waits) {
            self.from = step.position + 1;
            let id = step.position.to_string();
            self.ready.push_back(event("step", &StepBody::from(step)).id(id));
        }
        if summary.status != "running" {
            self.over = true;
            self.ready.push_back(event("end", &SummaryBody::from(summary)));
        }
    }
}

fn event(name: &str, data: &impl Serialize) -> Event {
    // What is told are texts and numbers, which always are JSON.
    Event::default().event(name).data(serde_json::to_string(data).unwrap_or_default())
}
