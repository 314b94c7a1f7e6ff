//! Random operations, one after the other, on a store and on the model: the same answers, the same records.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sandtable_jobs::{Filter, JobStore, Lease, NewJob, Next, Options, State, Token};

use crate::ground::{Ground, START_MS, failure, result, step};
use crate::model::Model;

/// Sequences, and operations in each.
const CASES: u32 = 64;
const OPERATIONS: usize = 100;

#[derive(Debug, Clone)]
enum Operation {
    Enqueue(NewJob),
    Claim {
        queue: u8,
    },
    /// These take the lease with this number, counted round all that were ever given: most are late.
    Heartbeat {
        lease: usize,
        extend_s: u64,
    },
    AppendStep {
        lease: usize,
    },
    Complete {
        lease: usize,
        reference: u8,
    },
    Fail {
        lease: usize,
        next: Next,
    },
    Release {
        lease: usize,
    },
    /// These take the job with this number, counted round all and one that is none.
    Cancel {
        token: u64,
    },
    Requeue {
        token: u64,
    },
    Sweep {
        limit: u32,
    },
    Advance {
        seconds: u64,
    },
}

fn operation() -> impl Strategy<Value = Operation> {
    // Times in whole seconds, so that ends of leases and lives often coincide with what is swept; long enough that nothing
    // in Redis goes by itself in the seconds that the test takes.
    let seconds = || prop_oneof![Just(0_u64), Just(100), Just(200), Just(300)];
    let new = (0..2_u8, 0..2_u8, -1..2_i32, 1..4_u32, seconds(), seconds(), proptest::option::of(0..3_u8)).prop_map(
        |(queue, job_type, priority, max_attempts, ttl, delay, key)| NewJob {
            priority,
            max_attempts,
            ttl: Duration::from_secs(ttl),
            delay: Duration::from_secs(delay),
            idempotency_key: key.map(|key| format!("key-{key}")),
            ..NewJob::new(format!("queue-{queue}"), format!("type-{job_type}"), vec![queue, job_type])
        },
    );
    let next = prop_oneof![
        3 => seconds().prop_map(|after| Next::Retry { after: Duration::from_secs(after) }),
        1 => Just(Next::Failed),
        2 => Just(Next::Dead),
        1 => Just(Next::Cancelled),
    ];
    // A late lease is counted from the newest, which is held more often.
    let lease = || prop_oneof![0..2_usize, 0..8_usize];
    prop_oneof![
        4 => new.prop_map(Operation::Enqueue),
        10 => (0..2_u8).prop_map(|queue| Operation::Claim { queue }),
        2 => (lease(), seconds()).prop_map(|(lease, extend_s)| Operation::Heartbeat { lease, extend_s }),
        3 => lease().prop_map(|lease| Operation::AppendStep { lease }),
        3 => (lease(), 0..2_u8).prop_map(|(lease, reference)| Operation::Complete { lease, reference }),
        4 => (lease(), next).prop_map(|(lease, next)| Operation::Fail { lease, next }),
        3 => lease().prop_map(|lease| Operation::Release { lease }),
        1 => (0..30_u64).prop_map(|token| Operation::Cancel { token }),
        3 => (0..30_u64).prop_map(|token| Operation::Requeue { token }),
        4 => (1..4_u32).prop_map(|limit| Operation::Sweep { limit }),
        4 => prop_oneof![Just(1_u64), Just(100), Just(400)].prop_map(|seconds| Operation::Advance { seconds }),
    ]
}

fn options() -> Options {
    Options {
        max_queued: 4,
        max_steps: 3,
        idempotency_ttl: Duration::from_secs(200),
        dead_ttl: Duration::from_secs(200),
        record_ttl: Duration::from_secs(400),
        clock: sandtable_jobs::Clock::manual(START_MS),
        ..Options::default()
    }
}

pub(crate) async fn random_operations_do_what_the_model_does(ground: Ground) {
    let handle = tokio::runtime::Handle::current();
    // The runner is no future: it gets a thread of its own.
    let run = move || {
        let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
        TestRunner::new(config).run(&vec(operation(), OPERATIONS / 2..OPERATIONS), |operations| {
            handle.block_on(compare(ground.fresh(), operations));
            Ok(())
        })
    };
    if let Err(error) = tokio::task::spawn_blocking(run).await.expect("the runner ends well") {
        panic!("{error}");
    }
}

async fn compare(mut ground: Ground, operations: Vec<Operation>) {
    ground.options = options();
    let store = ground.open().await;
    let mut model = Model::new(START_MS, ground.options.clone());
    let mut leases: Vec<Lease> = Vec::new();
    for operation in &operations {
        let lease = |back: usize| leases.iter().rev().cycle().nth(back).copied();
        let token = |number: u64| Token(number % (model.tokens() + 2));
        match operation.clone() {
            Operation::Enqueue(new) => same(operation, store.enqueue(new.clone()).await, model.enqueue(new)),
            Operation::Claim { queue } => {
                let queue = format!("queue-{queue}");
                let expected = model.claim(&queue, "owner", Duration::from_secs(100));
                leases.extend(expected.as_ref().map(|claim| claim.lease));
                same(operation, store.claim(&queue, "owner", Duration::from_secs(100)).await, Ok(expected));
            }
            Operation::Heartbeat { lease: back, extend_s } => {
                let Some(lease) = lease(back) else { continue };
                let extend = Duration::from_secs(extend_s);
                same(operation, store.heartbeat(lease, extend).await, model.heartbeat(lease, extend));
            }
            Operation::AppendStep { lease: back } => {
                let Some(lease) = lease(back) else { continue };
                let step = step(&format!("by_{}", lease.fence));
                same(operation, store.append_step(lease, step.clone()).await, model.append_step(lease, step));
            }
            Operation::Complete { lease: back, reference } => {
                let Some(lease) = lease(back) else { continue };
                let result = result(&format!("result-{reference}"));
                same(operation, store.complete(lease, result.clone()).await, model.complete(lease, result));
            }
            Operation::Fail { lease: back, next } => {
                let Some(lease) = lease(back) else { continue };
                same(operation, store.fail(lease, failure("no"), next).await, model.fail(lease, failure("no"), next));
            }
            Operation::Release { lease: back } => {
                let Some(lease) = lease(back) else { continue };
                same(operation, store.release(lease).await, model.release(lease));
            }
            Operation::Cancel { token: number } => {
                let token = token(number);
                same(operation, store.cancel(token).await, model.cancel(token));
            }
            Operation::Requeue { token: number } => {
                let token = token(number);
                same(operation, store.requeue(token).await, model.requeue(token));
            }
            Operation::Sweep { limit } => same(operation, store.sweep(limit).await, Ok(model.sweep(limit as usize))),
            Operation::Advance { seconds } => {
                ground.advance_s(seconds);
                model.now += seconds as i64 * 1000;
            }
        }
        let all = Filter::default();
        same(operation, store.list(all.clone(), 100).await, Ok(model.list(&all, 100)));
    }
    compare_all(&store, &model).await;
}

async fn compare_all(store: &Arc<dyn JobStore>, model: &Model) {
    same("counts", store.counts().await, Ok(model.counts()));
    for number in 0..model.tokens() + 2 {
        let token = Token(number);
        same("get", store.get(token).await, Ok(model.get(token)));
        same("payload", store.payload(token).await, Ok(model.payload(token)));
        same("steps", store.steps(token, 0, 100).await, Ok(model.steps(token)));
    }
    for states in [vec![], vec![State::Dead], vec![State::Queued, State::Cancelled]] {
        for job_type in [None, Some("type-1".to_owned())] {
            let filter = Filter { states: states.clone(), job_type, before: Some(Token(model.tokens())) };
            same("list", store.list(filter.clone(), 2).await, Ok(model.list(&filter, 2)));
        }
    }
}

#[track_caller]
fn same<T: PartialEq + Debug>(operation: impl Debug, found: sandtable_jobs::Result<T>, expected: sandtable_jobs::Result<T>) {
    assert_eq!(found, expected, "after {operation:?}");
}
