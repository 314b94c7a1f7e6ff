//! Lists and counts.

use std::sync::Arc;

use sandtable_jobs::{Filter, JobStore, NewJob, Next, QueueCounts, State, Token};

use crate::ground::{Ground, LEASE, QUEUE, claim, enqueue, failure, get, job, result};

async fn pages(store: &Arc<dyn JobStore>, mut filter: Filter, limit: u32) -> Vec<Vec<u64>> {
    let mut pages = Vec::new();
    loop {
        let page = store.list(filter.clone(), limit).await.expect("the store answers");
        pages.push(page.jobs.iter().map(|job| job.token.0).collect());
        let Some(next) = page.next else { return pages };
        filter.before = Some(next);
    }
}

pub(crate) async fn a_list_is_newest_first_in_pages(ground: Ground) {
    let store = ground.open().await;
    assert_eq!(pages(&store, Filter::default(), 3).await, [[0; 0]]);
    for _ in 0..6 {
        enqueue(&store, job()).await;
    }
    store.complete(claim(&store).await.lease, result("done")).await.expect("the lease is held");
    assert_eq!(pages(&store, Filter::default(), 4).await, [vec![6, 5, 4, 3], vec![2, 1]]);
    assert_eq!(pages(&store, Filter::default(), 3).await, [[6, 5, 4], [3, 2, 1]]);
    assert_eq!(pages(&store, Filter::default(), 100).await, [[6, 5, 4, 3, 2, 1]]);
    assert_eq!(pages(&store, Filter { before: Some(Token(3)), ..Filter::default() }, 100).await, [[2, 1]]);
    assert_eq!(pages(&store, Filter { before: Some(Token(1)), ..Filter::default() }, 100).await, [[0; 0]]);
    let listed = store.list(Filter::default(), 100).await.expect("the store answers").jobs;
    for job in listed {
        assert_eq!(job, get(&store, job.token).await);
    }
}

pub(crate) async fn a_list_can_be_filtered(ground: Ground) {
    let store = ground.open().await;
    // 1 completed, 2 failed, 3 running, then queued; every third is an analysis. More than one stretch of a list has.
    futures::future::join_all((1..=600).map(|_| enqueue(&store, job()))).await;
    store.complete(claim(&store).await.lease, result("done")).await.expect("the lease is held");
    store.fail(claim(&store).await.lease, failure("no"), Next::Failed).await.expect("the lease is held");
    claim(&store).await;
    let analysis = enqueue(&store, NewJob { job_type: "analyze".to_owned(), ..job() }).await;

    let of = |states: &[State]| Filter { states: states.to_vec(), ..Filter::default() };
    assert_eq!(pages(&store, of(&[State::Completed]), 10).await, [[1]]);
    assert_eq!(pages(&store, of(&[State::Running, State::Completed, State::Failed]), 2).await, [vec![3, 2], vec![1]]);
    assert_eq!(pages(&store, of(&[State::Dead]), 2).await, [[0; 0]]);
    let analyses = Filter { job_type: Some("analyze".to_owned()), ..Filter::default() };
    assert_eq!(pages(&store, analyses.clone(), 2).await, [[analysis.0]]);
    assert_eq!(pages(&store, Filter { states: vec![State::Failed], ..analyses }, 2).await, [[0; 0]]);
    let old_queries = Filter { job_type: Some("query".to_owned()), states: vec![State::Completed, State::Failed], before: None };
    assert_eq!(pages(&store, old_queries, 1).await, [[2], [1]]);
    let all: Vec<u64> = pages(&store, Filter::default(), 599).await.concat();
    assert_eq!(all, (1..=601).rev().collect::<Vec<_>>());
}

pub(crate) async fn counts_tell_states_and_queues(ground: Ground) {
    let store = ground.open().await;
    let none = store.counts().await.expect("the store answers");
    assert_eq!((none.next_token, none.states.len(), none.states.values().sum::<u64>(), none.queues.len()), (1, 6, 0, 0));
    for _ in 0..5 {
        enqueue(&store, job()).await;
    }
    enqueue(&store, NewJob { delay: LEASE, ..job() }).await;
    enqueue(&store, NewJob { queue: "other".to_owned(), ..job() }).await;
    store.complete(claim(&store).await.lease, result("done")).await.expect("the lease is held");
    store.fail(claim(&store).await.lease, failure("no"), Next::Dead).await.expect("the lease is held");
    claim(&store).await;
    let counts = store.counts().await.expect("the store answers");
    let states: Vec<u64> = State::ALL.iter().map(|state| counts.states[state]).collect();
    assert_eq!(states, [4, 1, 1, 0, 0, 1], "queued, running, completed, failed, cancelled, dead");
    assert_eq!(counts.queues[QUEUE], QueueCounts { ready: 2, delayed: 1, running: 1 });
    assert_eq!(counts.queues["other"], QueueCounts { ready: 1, delayed: 0, running: 0 });
    assert_eq!((counts.queues.len(), counts.next_token), (2, 8));
}
