//! What a job costs that has no work.

use std::time::Instant;

use anyhow::Result;
use sandtable_tests::RedisServer;

use super::{address, completed, get, server, submit};
use crate::http::{Client, post};
use crate::measure::{Contestant, Plan, Timing, race};
use crate::report::{Report, Wanted, ms};
use crate::setup::Setup;

/// Connections that submit at once.
const CLIENTS: usize = 4;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "service-jobs",
        "Jobs",
        "A job without work, the discovery of an empty folder: from its submission to the first answer that says completed, asked for \
         every half millisecond, on one kept connection. And 1,000 such jobs, submitted over four connections, until the last is over, on \
         two workers. The jobs are in SQLite, and in a Redis on the same machine.",
    );
    let folder = tempfile::tempdir()?;
    let redis = RedisServer::start();
    let (sqlite_server, redis_server) = (server(folder.path(), &[]), server(folder.path(), &["--redis-url", &redis.url()]));
    let request = post("/v1/py/discover", r#"{"uri": "."}"#);
    let once = |client: &mut Client| {
        let token = submit(client, &request)?;
        completed(client, token)
    };
    let (mut sqlite, mut on_redis) = (Client::connect(address(&sqlite_server)?)?, Client::connect(address(&redis_server)?)?);
    let timings = race(setup.plan(40, 10), [Contestant::of("SQLite", || once(&mut sqlite)), Contestant::of("Redis", || once(&mut on_redis))])?;
    let [first, second] = &timings;
    report.timings(first, &[first, second]);
    report.target("a job without work, SQLite", ms(first.median()), " ms", Wanted::AtMost(5.0));
    report.target("a job without work, Redis", ms(second.median()), " ms", Wanted::AtMost(5.0));

    let count = if setup.smoke { 20 } else { 1000 };
    let many = |server: &sandtable_tests::Server| -> Result<_> {
        let (start, address) = (Instant::now(), address(server)?);
        std::thread::scope(|scope| {
            let submitting: Vec<_> = (0..CLIENTS)
                .map(|_| {
                    scope.spawn(|| -> Result<()> {
                        let mut client = Client::connect(address)?;
                        (0..count / CLIENTS).try_for_each(|_| submit(&mut client, &request).map(drop))
                    })
                })
                .collect();
            submitting.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a client panicked"))))
        })?;
        let mut client = Client::connect(address)?;
        let health = get("/v1/py/health");
        loop {
            let told: serde_json::Value = serde_json::from_slice(client.ok(&health)?)?;
            if told["active_jobs"] == 0 {
                return Ok(start.elapsed());
            }
            std::thread::sleep(super::POLL);
        }
    };
    let plan = if setup.smoke { Plan { rounds: 1, repetitions: 1 } } else { Plan { rounds: 5, repetitions: 1 } };
    let [sqlite, redis] = race(plan, [Contestant::new("SQLite", || many(&sqlite_server)), Contestant::new("Redis", || many(&redis_server))])?;
    let a_second = |timing: &Timing| count as f64 / timing.median().as_secs_f64();
    report.timings(&sqlite, &[&sqlite, &redis]);
    report.target("small jobs, SQLite", a_second(&sqlite), " a second", Wanted::AtLeast(500.0));
    report.target("small jobs, Redis", a_second(&redis), " a second", Wanted::AtLeast(500.0));
    Ok(())
}
