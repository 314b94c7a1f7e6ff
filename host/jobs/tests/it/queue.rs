//! Into the queue and out of it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use sandtable_jobs::{Enqueued, JobStore, NewJob, State, Token};

use crate::ground::{Ground, LEASE, QUEUE, START_MS, claim, claim_or_none, enqueue, get, job};

pub(crate) async fn tokens_count_from_one_without_gaps_under_eight_enqueuers(ground: Ground) {
    let store = ground.open().await;
    let enqueuers: Vec<_> = (0..8)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let mut tokens = Vec::new();
                for _ in 0..25 {
                    tokens.push(enqueue(&store, job()).await);
                }
                tokens
            })
        })
        .collect();
    let mut all = BTreeSet::new();
    for enqueuer in enqueuers {
        let tokens = enqueuer.await.expect("the task ends well");
        assert!(tokens.is_sorted_by(|a, b| a < b), "{tokens:?}");
        all.extend(tokens);
    }
    assert_eq!(all, (1..=200).map(Token).collect());
}

pub(crate) async fn each_job_is_claimed_exactly_once_by_eight_claimers(ground: Ground) {
    let store = ground.open().await;
    let new_jobs = (0..100).map(|_| enqueue(&store, job()));
    futures::future::join_all(new_jobs).await;
    // Two stores on the same data, as two processes would have.
    let other = ground.open().await;
    let claimers: Vec<_> = (0..8)
        .map(|number| {
            let store: Arc<dyn JobStore> = Arc::clone(if number % 2 == 0 { &store } else { &other });
            tokio::spawn(async move {
                let mut tokens = Vec::new();
                while let Some(claimed) = store.claim(QUEUE, &format!("worker-{number}"), LEASE).await.expect("the store answers") {
                    tokens.push(claimed.lease.token);
                }
                tokens
            })
        })
        .collect();
    let mut all = Vec::new();
    for claimer in claimers {
        all.extend(claimer.await.expect("the task ends well"));
    }
    all.sort();
    assert_eq!(all, (1..=100).map(Token).collect::<Vec<_>>());
}

pub(crate) async fn higher_priority_goes_first_then_the_older_job(ground: Ground) {
    let store = ground.open().await;
    for priority in [0, -5, 7, 0, i32::MAX, 7, i32::MIN, 10] {
        enqueue(&store, NewJob { priority, ..job() }).await;
        ground.advance_s(1);
    }
    let mut order = Vec::new();
    while let Some(claimed) = claim_or_none(&store).await {
        order.push((claimed.job.priority, claimed.lease.token.0));
    }
    assert_eq!(order, [(i32::MAX, 5), (10, 8), (7, 3), (7, 6), (0, 1), (0, 4), (-5, 2), (i32::MIN, 7)]);
}

pub(crate) async fn queues_do_not_mix(ground: Ground) {
    let store = ground.open().await;
    let odd_name = "a queue: with {braces}, \u{e4} and spaces";
    let here = enqueue(&store, job()).await;
    let there = enqueue(&store, NewJob { queue: odd_name.to_owned(), ..job() }).await;
    assert_eq!(claim(&store).await.lease.token, here);
    assert_eq!(claim_or_none(&store).await, None);
    let claimed = store.claim(odd_name, "worker-2", LEASE).await.expect("the store answers").expect("a job is ready");
    assert_eq!(claimed.lease.token, there);
    assert_eq!((claimed.job.queue.as_str(), claimed.job.owner.as_deref()), (odd_name, Some("worker-2")));
}

pub(crate) async fn a_delayed_job_waits_for_its_time(ground: Ground) {
    let store = ground.open().await;
    let later = enqueue(&store, NewJob { delay: Duration::from_millis(1500), priority: 1, ..job() }).await;
    let now = enqueue(&store, job()).await;
    assert_eq!(get(&store, later).await.run_at_ms, Some(START_MS + 1500));
    assert_eq!(get(&store, later).await.state, State::Queued);
    assert_eq!(claim(&store).await.lease.token, now);
    ground.advance(Duration::from_millis(1499));
    assert_eq!(claim_or_none(&store).await, None);
    ground.advance(Duration::from_millis(1));
    let claimed = claim(&store).await;
    assert_eq!((claimed.lease.token, claimed.job.run_at_ms), (later, None));
}

pub(crate) async fn a_key_leads_to_the_same_token_for_a_day(ground: Ground) {
    let store = ground.open().await;
    let keyed = |key: &str| NewJob { idempotency_key: Some(key.to_owned()), ..job() };
    let first = store.enqueue(keyed("one")).await.expect("the job is taken");
    assert_eq!(first, Enqueued { token: Token(1), is_new: true });
    assert_eq!(store.enqueue(keyed("two")).await.expect("the job is taken").token, Token(2));
    ground.advance_s(24 * 3600 - 1);
    let again = store.enqueue(keyed("one")).await.expect("the key is known");
    assert_eq!(again, Enqueued { token: Token(1), is_new: false });
    ground.advance_s(1);
    let next_day = store.enqueue(keyed("one")).await.expect("the job is taken");
    assert_eq!(next_day, Enqueued { token: Token(3), is_new: true });
    assert_eq!(store.enqueue(keyed("one")).await.expect("the key is known").token, Token(3));
}

pub(crate) async fn a_key_used_by_many_at_once_makes_one_job(ground: Ground) {
    let store = ground.open().await;
    let other = ground.open().await;
    let keyed = || NewJob { idempotency_key: Some("same".to_owned()), ..job() };
    let calls = (0..16).map(|number| if number % 2 == 0 { store.enqueue(keyed()) } else { other.enqueue(keyed()) });
    let answers = futures::future::try_join_all(calls).await.expect("all are taken");
    assert_eq!(answers.iter().filter(|answer| answer.is_new).count(), 1);
    assert!(answers.iter().all(|answer| answer.token == Token(1)), "{answers:?}");
    assert_eq!(store.counts().await.expect("the store answers").next_token, 2);
}

pub(crate) async fn an_arrival_ends_a_wait(ground: Ground) {
    let store = ground.open().await;
    let long = Duration::from_secs(3600);
    let mut arrivals = store.arrivals();
    assert_eq!(claim_or_none(&store).await, None);
    // It comes before the wait begins: it is heard all the same.
    enqueue(&store, job()).await;
    tokio::time::timeout(LEASE, arrivals.wait(long)).await.expect("the wait ends with the arrival");
    let lease = claim(&store).await.lease;
    let released = {
        let store = Arc::clone(&store);
        tokio::spawn(async move { store.release(lease).await })
    };
    tokio::time::timeout(LEASE, arrivals.wait(long)).await.expect("the wait ends when a job is given back");
    assert_eq!(released.await.expect("the task ends well"), Ok(State::Queued));
    let mut unheard = store.arrivals();
    unheard.wait(Duration::from_millis(1)).await;
}
