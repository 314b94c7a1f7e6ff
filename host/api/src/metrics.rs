//! Figures for Prometheus, and the endpoint that shows them.
//!
//! Labels come from small fixed sets: route templates, methods, status numbers, error codes. Nothing that a caller can
//! make up, such as a path or a transform's name, is a label.

use std::time::Duration;

use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics::{counter, gauge, histogram, with_local_recorder};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusRecorder};
use sandtable_core::{Error, Usage};
use sandtable_executor::PoolStatus;
use sandtable_service::Figures;

use crate::app::AppState;
use crate::schema::Failures;

/// Upper bounds of the duration histograms, in seconds.
const SECONDS: [f64; 13] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0, 30.0, 300.0];

/// How often histograms are folded when nobody asks for them: else they would grow.
pub(crate) const UPKEEP: Duration = Duration::from_secs(5);

/// The figures of one server. Not the process-wide recorder: two servers in a process keep apart.
pub(crate) struct Metrics {
    recorder: PrometheusRecorder,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let builder = PrometheusBuilder::new();
        // The only error is an empty list of buckets.
        let builder = builder.set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS).unwrap_or_default();
        Self { recorder: builder.build_recorder() }
    }

    /// Counts a request; `route` is the template that matched.
    pub(crate) fn request(&self, route: Option<&str>, method: &Method, status: StatusCode, took: Duration) {
        let route = route.unwrap_or("none").to_owned();
        let method = match *method {
            Method::GET => "GET",
            Method::PUT => "PUT",
            Method::POST => "POST",
            Method::DELETE => "DELETE",
            Method::HEAD => "HEAD",
            Method::OPTIONS => "OPTIONS",
            _ => "other",
        };
        with_local_recorder(&self.recorder, || {
            counter!("sandtable_http_requests_total", "route" => route.clone(), "method" => method, "status" => status.as_u16().to_string()).increment(1);
            histogram!("sandtable_http_request_seconds", "route" => route, "method" => method).record(took);
        });
    }

    /// Counts a call of a transform.
    pub(crate) fn run(&self, outcome: Result<&Usage, &Error>) {
        let (label, usage) = match outcome {
            Ok(usage) => ("ok", Some(usage.clone())),
            Err(error) => (error.code.as_str(), error.details.get("usage").and_then(|usage| serde_json::from_value(usage.clone()).ok())),
        };
        with_local_recorder(&self.recorder, || {
            counter!("sandtable_runs_total", "outcome" => label).increment(1);
            if let Some(Usage { fuel, wall_ms, rows_in, rows_out, .. }) = usage {
                counter!("sandtable_run_fuel_total").increment(fuel);
                counter!("sandtable_run_rows_in_total").increment(rows_in);
                counter!("sandtable_run_rows_out_total").increment(rows_out);
                histogram!("sandtable_run_wall_seconds").record(wall_ms / 1e3);
            }
        });
    }

    /// Folds the histograms.
    pub(crate) fn upkeep(&self) {
        self.recorder.handle().run_upkeep();
    }

    fn render(&self, status: &PoolStatus, figures: &Figures) -> String {
        let PoolStatus { size, waiting, running, started, deadlines, cancels, caps, crashes, recycled } = status;
        with_local_recorder(&self.recorder, || {
            gauge!("sandtable_executors").set(*size as f64);
            gauge!("sandtable_calls_waiting").set(*waiting as f64);
            gauge!("sandtable_calls_running").set(*running as f64);
            counter!("sandtable_executors_started_total").absolute(*started);
            for (reason, count) in [("deadline", deadlines), ("cancel", cancels), ("cap", caps), ("crash", crashes), ("recycled", recycled)] {
                counter!("sandtable_executors_ended_total", "reason" => reason).absolute(*count);
            }
            jobs(figures);
        });
        self.recorder.handle().render()
    }
}

/// Of the jobs: those of the store, which all servers share, and what this process has done.
fn jobs(figures: &Figures) {
    let Figures { workers, workers_active, jobs, attempts } = figures;
    gauge!("sandtable_workers").set(*workers as f64);
    gauge!("sandtable_workers_active").set(*workers_active as f64);
    // While the store is away, what is known of it is old: better said than shown.
    gauge!("sandtable_job_store_up").set(if jobs.is_some() { 1.0 } else { 0.0 });
    if let Some(counts) = jobs {
        for (state, count) in &counts.states {
            gauge!("sandtable_jobs", "state" => state.as_str()).set(*count as f64);
        }
        let delayed: u64 = counts.queues.values().map(|queue| queue.delayed).sum();
        gauge!("sandtable_jobs_delayed").set(delayed as f64);
    }
    for (outcome, sum) in attempts {
        counter!("sandtable_job_attempts_total", "outcome" => *outcome).absolute(sum.count);
        gauge!("sandtable_job_attempts_seconds", "outcome" => *outcome).set(sum.took.as_secs_f64());
    }
}

/// Figures for Prometheus.
///
/// Open on loopback; elsewhere it needs a token with the scope `read`.
#[utoipa::path(
    get, path = "/metrics", tag = "service", security((), ("bearer" = [])),
    responses((status = 200, description = "Prometheus text", content_type = "text/plain", body = String), Failures)
)]
pub(crate) async fn metrics(State(app): State<AppState>) -> Response {
    let text = app.metrics.render(&app.transforms.pool().status(), &app.service.figures().await);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use sandtable_core::Code;
    use sandtable_service::{Attempts, Counts, State};

    use super::*;

    fn status() -> PoolStatus {
        PoolStatus { size: 2, waiting: 1, running: 2, started: 5, deadlines: 1, cancels: 0, caps: 0, crashes: 2, recycled: 0 }
    }

    fn figures() -> Figures {
        let attempts = BTreeMap::from([("completed", Attempts { count: 3, took: Duration::from_millis(1500) })]);
        let jobs = Counts { states: BTreeMap::from([(State::Queued, 4)]), ..Counts::default() };
        Figures { workers: 2, workers_active: 1, jobs: Some(jobs), attempts }
    }

    #[test]
    fn requests_and_runs_are_counted_by_bounded_labels() {
        let metrics = Metrics::new();
        metrics.request(Some("/v1/transforms/{name}/run"), &Method::POST, StatusCode::OK, Duration::from_millis(3));
        metrics.request(None, &Method::from_bytes(b"MADEUP").unwrap(), StatusCode::NOT_FOUND, Duration::ZERO);
        metrics.run(Ok(&Usage { fuel: 7, ..Usage::default() }));
        let failed = Error::new(Code::Timeout, "late").with("usage", serde_json::to_value(Usage { fuel: 5, ..Usage::default() }).unwrap());
        metrics.run(Err(&failed));
        metrics.upkeep();
        let text = metrics.render(&status(), &figures());
        for line in [
            r#"sandtable_http_requests_total{route="/v1/transforms/{name}/run",method="POST",status="200"} 1"#,
            r#"sandtable_http_requests_total{route="none",method="other",status="404"} 1"#,
            r#"sandtable_http_request_seconds_bucket{route="/v1/transforms/{name}/run",method="POST",le="0.005"} 1"#,
            r#"sandtable_runs_total{outcome="ok"} 1"#,
            r#"sandtable_runs_total{outcome="TIMEOUT"} 1"#,
            "sandtable_run_fuel_total 12",
            "sandtable_executors 2",
            r#"sandtable_executors_ended_total{reason="crash"} 2"#,
            r#"sandtable_jobs{state="queued"} 4"#,
            r#"sandtable_job_attempts_total{outcome="completed"} 3"#,
            r#"sandtable_job_attempts_seconds{outcome="completed"} 1.5"#,
            "sandtable_job_store_up 1",
            "sandtable_workers_active 1",
        ] {
            assert!(text.lines().any(|is| is == line), "no line {line} in\n{text}");
        }
    }

    #[test]
    fn two_servers_count_apart() {
        let (one, other) = (Metrics::new(), Metrics::new());
        one.run(Ok(&Usage::default()));
        assert!(one.render(&status(), &figures()).contains("sandtable_runs_total"));
        assert!(!other.render(&status(), &figures()).contains("sandtable_runs_total"));
    }
}
