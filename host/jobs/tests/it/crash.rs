//! Workers, each a process of its own, killed with SIGKILL while they work.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use sandtable_jobs::{Clock, Filter, NewJob, State, Token};

use crate::ground::{Ground, enqueue, job};

/// Jobs that must have lost their worker before the killing stops.
const LOST: usize = 5;
/// Longer than the test ever takes, even on a machine that is busy.
const GIVE_UP: Duration = Duration::from_secs(120);

/// The workers that run; gone with the test, however it ends.
struct Workers(Vec<Child>);

impl Workers {
    fn start(&mut self, arguments: &[String]) {
        let here = std::env::current_exe().expect("this test is a program");
        let release = here.parent().and_then(|deps| deps.parent()).expect("programs are built into folders");
        let worker = release.join("examples").join("jobs-worker");
        let child = Command::new(&worker).args(arguments).spawn().unwrap_or_else(|error| panic!("{}: {error}", worker.display()));
        self.0.push(child);
    }

    /// Kills the one that has this name as an owner, if it still runs.
    fn kill(&mut self, owner: &str) -> bool {
        let Some(place) = self.0.iter().position(|worker| owner == format!("process-{}", worker.id())) else { return false };
        let mut worker = self.0.swap_remove(place);
        assert_eq!(worker.try_wait().expect("it can be asked"), None, "a worker ended by itself");
        worker.kill().expect("it can be killed");
        worker.wait().expect("it can be waited for");
        true
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        for worker in &mut self.0 {
            // Whatever fails here, the test has said what it has to say.
            let _ = worker.kill();
            let _ = worker.wait();
        }
    }
}

pub(crate) async fn jobs_of_killed_workers_all_end_once(mut ground: Ground) {
    ground.options.clock = Clock::System;
    let store = ground.open().await;
    let arguments = ground.for_another_process();
    let mut workers = Workers(Vec::new());
    for _ in 0..3 {
        workers.start(&arguments);
    }
    let give_up = Instant::now() + GIVE_UP;
    let (mut lost, mut given) = (0, 0);
    while lost < LOST {
        assert!(Instant::now() < give_up, "only {lost} of {given} jobs lost their worker");
        while store.counts().await.expect("the store answers").states[&State::Queued] < 6 {
            enqueue(&store, NewJob { max_attempts: 1000, ..job() }).await;
            given += 1;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        let running = Filter { states: vec![State::Running], ..Filter::default() };
        let working = store.list(running, 1).await.expect("the store answers").jobs;
        if let Some(owner) = working.first().and_then(|job| job.owner.as_deref())
            && workers.kill(owner)
        {
            workers.start(&arguments);
        }
        lost += store.sweep(100).await.expect("the store answers").requeued.len();
    }
    loop {
        let counts = store.counts().await.expect("the store answers");
        if counts.states[&State::Completed] == given {
            break;
        }
        assert!(Instant::now() < give_up, "not all of {given} jobs end: {counts:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
        store.sweep(100).await.expect("the store answers");
    }

    let jobs = store.list(Filter::default(), 10_000).await.expect("the store answers").jobs;
    let tokens: Vec<Token> = jobs.iter().rev().map(|job| job.token).collect();
    assert_eq!(tokens, (1..=given).map(Token).collect::<Vec<_>>(), "no gaps, no repeats");
    assert!(jobs.iter().filter(|job| job.attempts > 1).count() > 0, "some were run again");
    for job in jobs {
        let steps = store.steps(job.token, 0, 10_000).await.expect("the store answers");
        let result = job.result.expect("a completed job has a result").reference;
        // The last attempt wrote its three steps after all that earlier ones wrote, and the result.
        let last: Vec<&str> = steps.iter().rev().take(3).map(|step| step.entry.step.as_str()).collect();
        assert_eq!(last, ["writing", "computing", "reading"], "job {}", job.token);
        assert!(steps.iter().rev().take(3).all(|step| step.entry.message == result), "job {}: {steps:?}", job.token);
        assert_eq!(steps.len() as u64, job.step_count);
    }
}
