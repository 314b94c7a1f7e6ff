//! What is there after the store, and what holds its data, was killed.

use std::sync::Arc;

use sandtable_jobs::{Filter, JobStore, NewJob, Next, State, Token};

use crate::ground::{Ground, LEASE, QUEUE, can_write_nothing, claim, enqueue, failure, get, job, result, step};

pub(crate) async fn everything_is_there_after_a_restart(ground: Ground) {
    let mut ground = ground.on_its_own();
    let store = ground.open().await;
    let keyed = || NewJob { idempotency_key: Some("key".to_owned()), priority: -1, ..job() };
    for _ in 0..4 {
        enqueue(&store, job()).await;
    }
    enqueue(&store, keyed()).await;
    enqueue(&store, NewJob { delay: 2 * LEASE, ..job() }).await;
    let [done, dead, running] = [claim(&store).await.lease, claim(&store).await.lease, claim(&store).await.lease];
    store.append_step(done, step("worked")).await.expect("the lease is held");
    store.complete(done, result("artifact")).await.expect("the lease is held");
    store.fail(dead, failure("no"), Next::Dead).await.expect("the lease is held");
    store.append_step(running, step("half")).await.expect("the lease is held");
    let seen = all(&store).await;
    drop(store);

    ground.restart();
    let store = ground.open().await;
    assert_eq!(all(&store).await, seen);
    // Every piece of it still works: the key, the lease, the queue with its order and its delays, the dead letter.
    assert_eq!(store.enqueue(keyed()).await.map(|enqueued| (enqueued.token, enqueued.is_new)), Ok((Token(5), false)));
    assert_eq!(store.append_step(running, step("rest")).await, Ok(1));
    store.complete(running, result("late")).await.expect("the lease is still held");
    can_write_nothing(&store, dead).await;
    store.requeue(dead.token).await.expect("it is a dead letter");
    let mut order = Vec::new();
    while let Some(claimed) = store.claim(QUEUE, "after", LEASE).await.expect("the store answers") {
        order.push(claimed.lease.token.0);
    }
    assert_eq!(order, [2, 4, 5]);
    ground.advance(2 * LEASE);
    assert_eq!(claim(&store).await.lease.token, Token(6));
    assert_eq!(enqueue(&store, job()).await, Token(7), "tokens go on where they were");
}

async fn all(store: &Arc<dyn JobStore>) -> impl PartialEq + std::fmt::Debug + use<> {
    let jobs = store.list(Filter::default(), 100).await.expect("the store answers").jobs;
    let mut logs = Vec::new();
    for job in &jobs {
        logs.push((store.steps(job.token, 0, 100).await.expect("the store answers"), store.payload(job.token).await.expect("the store answers")));
    }
    (jobs, logs, store.counts().await.expect("the store answers"))
}

/// Workers on a store that goes away and comes back: each job ends once, none is lost, though some calls fail.
pub(crate) async fn a_kill_in_the_middle_of_work_loses_nothing(ground: Ground) {
    let mut ground = ground.on_its_own();
    let store = ground.open().await;
    let mut known = Vec::new();
    for _ in 0..40 {
        known.push(enqueue(&store, NewJob { max_attempts: 10, ..job() }).await);
    }
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let mut failures = 0;
                while failures < 3 {
                    // An error is a store that is away: the job stays leased, and is given up at a sweep.
                    match store.claim(QUEUE, "worker", LEASE).await {
                        Ok(Some(claimed)) => failures += u32::from(store.complete(claimed.lease, result("done")).await.is_err()),
                        Ok(None) => return,
                        Err(_) => failures += 1,
                    }
                }
            })
        })
        .collect();
    ground.restart();
    for worker in workers {
        worker.await.expect("the task ends well");
    }
    drop(store);

    let store = ground.open().await;
    ground.advance(LEASE);
    store.sweep(100).await.expect("the store answers");
    while let Some(claimed) = store.claim(QUEUE, "worker", LEASE).await.expect("the store answers") {
        store.complete(claimed.lease, result("done")).await.expect("the lease is held");
    }
    for token in known {
        let over = get(&store, token).await;
        assert_eq!((over.state, over.result), (State::Completed, Some(result("done"))), "job {token}");
    }
    assert_eq!(enqueue(&store, job()).await, Token(41));
}
