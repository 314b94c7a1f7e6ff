//! One row in and out over HTTP on loopback, through server and executor.

mod client;

use std::time::Duration;

use anyhow::{Result, ensure};
use sandtable_tests::Server;

use crate::echo::Echo;
use crate::measure::{Contestant, Timing, race};
use crate::report::{Report, Wanted};
use crate::setup::Setup;

pub(crate) use client::{Client, post};

const BODY: &str = r#"{"inputs": {"input": {"rows": [{"x": 1.5}]}}, "params": {"kernel": "trivial"}}"#;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "http",
        "Over HTTP on loopback",
        "One row in and out of guest `kernels`, kernel `trivial`, through `sandtable serve` and an executor. Beside it a bare axum server \
         that gives the same bytes back, in a process of its own. One client on one kept connection, written for this, so that it is not \
         what is measured.",
    );
    let (server, echo) = (Server::start(), Echo::start()?);
    server.upload("kernels");
    let run = post("/v1/transforms/kernels/run", BODY);
    let health = b"GET /healthz HTTP/1.1\r\nhost: bench\r\n\r\n".to_vec();
    let back = post("/", BODY);
    let address = server.url().trim_start_matches("http://").parse()?;
    let (mut ours, mut ours_health, mut echoing) = (Client::connect(address)?, Client::connect(address)?, Client::connect(echo.address)?);
    let mut inside = Vec::new();
    let timings = race(
        setup.plan(40, 50),
        [
            Contestant::of("axum echo", || echoing.ok(&back).map(|answer| assert_same(answer, BODY))),
            Contestant::of("sandtable, GET /healthz", || ours_health.ok(&health).map(drop)),
            Contestant::of("sandtable, one row", || {
                let answer = ours.ok(&run)?;
                inside.push(guest_time(answer)?);
                Ok(())
            }),
        ],
    )?;
    let [floor, health, ours] = &timings;
    report.timings(floor, &[floor, health, &Timing::new("of it the guest's call (`usage.wall_ms`)", inside), ours]);
    report.target("one row over HTTP beside an echo", ours.over(floor), "x", Wanted::AtMost(8.0));
    Ok(())
}

fn assert_same(answer: &[u8], expected: &str) {
    assert!(answer == expected.as_bytes(), "an echo that gives something else back is no floor");
}

/// What the answer says that the guest's call took; an error when the row did not come back.
fn guest_time(answer: &[u8]) -> Result<Duration> {
    let answer: serde_json::Value = serde_json::from_slice(answer)?;
    ensure!(answer["rows"][0]["x"] == 1.5, "the row did not come back: {answer}");
    Ok(Duration::from_secs_f64(answer["usage"]["wall_ms"].as_f64().unwrap_or_default() / 1e3))
}
