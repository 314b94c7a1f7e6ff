//! A hundred runs at once.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use sandtable_tests::Server;
use serde_json::json;

use super::reference::Reference;
use super::scripts::SCRIPTS;
use crate::http::{Client, post};
use crate::measure::Timing;
use crate::process::{children, peak_bytes};
use crate::report::{Report, show};
use crate::setup::Setup;

const AT_ONCE: usize = 100;

pub(super) fn bench(setup: &Setup, report: &Report, server: &Server, reference: Option<&Reference>, folder: &Path) -> Result<()> {
    let count = if setup.smoke { 4 } else { AT_ONCE };
    let ours = server.url().trim_start_matches("http://").parse()?;
    let mut told = vec![(format!("{count} at once, sandtable"), many(ours, server.pid(), folder, count, "ours")?)];
    if let Some(reference) = reference {
        told.push((format!("{count} at once, a process with pandas each"), many(reference.address, reference.pid(), folder, count, "theirs")?));
    }
    println!("| | p50 | p99 | runs a second | peak memory, server and its children |\n|---|---|---|---|---|");
    for (name, Many { times, all, peak_bytes }) in &told {
        let rate = count as f64 / all.as_secs_f64();
        println!("| {name} | {} | {} | {rate:.1} | {} MiB |", show(times.at(0.5)), show(times.at(0.99)), peak_bytes >> 20);
    }
    println!();
    report.note("Each in a folder of its own, on a connection of its own; a run's time counts from its request, so that waiting for a turn is in it.");
    Ok(())
}

struct Many {
    times: Timing,
    all: Duration,
    peak_bytes: u64,
}

fn many(address: SocketAddr, pid: u32, folder: &Path, count: usize, name: &str) -> Result<Many> {
    let (done, peak) = (AtomicBool::new(false), AtomicU64::new(0));
    let start = Instant::now();
    let times = std::thread::scope(|scope| -> Result<Vec<Duration>> {
        // Children come and go: what they and the server hold together is looked at again and again.
        let watching = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let held = peak_bytes(pid).unwrap_or(0) + children(pid).map_or(0, |children| children.values().sum());
                peak.fetch_max(held, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let runs: Vec<_> = (0..count).map(|number| scope.spawn(move || one(address, &folder.join(format!("{name}-{number}"))))).collect();
        let times = runs.into_iter().map(|run| run.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a client panicked")))).collect();
        done.store(true, Ordering::Relaxed);
        let _ = watching.join();
        times
    })?;
    Ok(Many { all: start.elapsed(), times: Timing::new(name, times), peak_bytes: peak.load(Ordering::Relaxed) })
}

fn one(address: SocketAddr, work: &Path) -> Result<Duration> {
    std::fs::create_dir_all(work)?;
    let body = json!({"code": SCRIPTS[0].code, "working_dir": work, "timeout": 120});
    let request = post("/execute", &body.to_string());
    let start = Instant::now();
    Client::connect(address)?.ok(&request)?;
    Ok(start.elapsed())
}
