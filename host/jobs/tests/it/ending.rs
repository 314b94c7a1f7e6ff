//! Every way in which a job ends, and the way back.

use std::time::Duration;

use sandtable_jobs::{Cancel, Claim, NewJob, Next, State, StoreError, Token};

use crate::ground::{Ground, LEASE, START_MS, can_write_nothing, claim, claim_or_none, enqueue, failure, get, job, result, step};

pub(crate) async fn a_completed_job_has_its_result_and_its_times(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, NewJob { payload: vec![0, 159, 146, 150, b'\r', b'\n'], ..job() }).await;
    ground.advance_s(2);
    let Claim { lease, job, payload } = claim(&store).await;
    assert_eq!(payload, [0, 159, 146, 150, b'\r', b'\n'], "payloads are any bytes");
    assert_eq!((job.state, job.attempts, job.started_at_ms), (State::Running, 1, Some(START_MS + 2000)));
    assert_eq!(get(&store, token).await, job, "a claim gives the record as it is");
    ground.advance_s(3);
    store.complete(lease, result("sha256:abc")).await.expect("the lease is held");
    let done = get(&store, token).await;
    assert_eq!((done.state, done.result, done.error), (State::Completed, Some(result("sha256:abc")), None));
    assert_eq!((done.created_at_ms, done.updated_at_ms, done.finished_at_ms), (START_MS, START_MS + 5000, Some(START_MS + 5000)));
    assert_eq!((done.owner, done.lease_until_ms, done.expires_at_ms), (None, None, Some(START_MS + 5000 + 24 * 3600 * 1000)));
    assert_eq!(store.payload(token).await, Ok(Some(payload)));
    assert_eq!(claim_or_none(&store).await, None);
}

pub(crate) async fn completing_twice_is_completing_once(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, job()).await;
    let lease = claim(&store).await.lease;
    store.complete(lease, result("one")).await.expect("the lease is held");
    let done = get(&store, token).await;
    ground.advance_s(1);
    store.complete(lease, result("one")).await.expect("the same again is fine");
    assert_eq!(store.complete(lease, result("two")).await, Err(StoreError::LeaseLost(lease)));
    assert_eq!(get(&store, token).await, done);
}

pub(crate) async fn a_failure_is_retried_after_its_back_off_until_the_attempts_are_used(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, NewJob { max_attempts: 3, ..job() }).await;
    for attempt in 1..=2 {
        let lease = claim(&store).await.lease;
        let retry = Next::Retry { after: Duration::from_secs(10 * attempt) };
        assert_eq!(store.fail(lease, failure("disk"), retry).await, Ok(State::Queued));
        can_write_nothing(&store, lease).await;
        let waiting = get(&store, token).await;
        assert_eq!((waiting.state, waiting.attempts as u64, waiting.error), (State::Queued, attempt, Some(failure("disk"))));
        ground.advance(Duration::from_millis(10_000 * attempt - 1));
        assert_eq!(claim_or_none(&store).await, None);
        ground.advance(Duration::from_millis(1));
    }
    let lease = claim(&store).await.lease;
    assert_eq!(store.fail(lease, failure("still"), Next::Retry { after: Duration::ZERO }).await, Ok(State::Dead));
    let dead = get(&store, token).await;
    assert_eq!((dead.state, dead.attempts, dead.error), (State::Dead, 3, Some(failure("still"))));
    assert_eq!(store.dead_letters(None, 10).await.expect("the store answers").jobs, [get(&store, token).await]);
}

pub(crate) async fn a_final_failure_is_not_retried(ground: Ground) {
    let store = ground.open().await;
    for (next, state) in [(Next::Failed, State::Failed), (Next::Dead, State::Dead), (Next::Cancelled, State::Cancelled)] {
        let token = enqueue(&store, job()).await;
        let lease = claim(&store).await.lease;
        assert_eq!(store.fail(lease, failure("no"), next).await, Ok(state));
        let over = get(&store, token).await;
        assert_eq!((over.state, over.attempts, over.error, over.finished_at_ms), (state, 1, Some(failure("no")), Some(START_MS)));
        assert_eq!(claim_or_none(&store).await, None);
        can_write_nothing(&store, lease).await;
    }
}

pub(crate) async fn a_dead_job_can_be_requeued(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, NewJob { max_attempts: 1, ..job() }).await;
    let first = claim(&store).await;
    store.append_step(first.lease, step("first_life")).await.expect("the lease is held");
    store.fail(first.lease, failure("no"), Next::Dead).await.expect("the lease is held");
    ground.advance_s(60);
    store.requeue(token).await.expect("dead jobs can be requeued");
    let again = get(&store, token).await;
    assert_eq!((again.state, again.attempts, again.error, again.finished_at_ms, again.expires_at_ms), (State::Queued, 0, None, None, None));
    can_write_nothing(&store, first.lease).await;
    let second = claim(&store).await;
    assert_eq!((second.lease.token, second.job.attempts, &second.payload), (token, 1, &first.payload));
    assert_eq!(store.append_step(second.lease, step("second_life")).await, Ok(1));
    assert_eq!(store.requeue(token).await, Err(StoreError::NotDead(token, State::Running)));
    store.complete(second.lease, result("done")).await.expect("the lease is held");
    assert_eq!(store.requeue(token).await, Err(StoreError::NotDead(token, State::Completed)));
    assert_eq!(store.requeue(Token(77)).await, Err(StoreError::Unknown(Token(77))));
}

pub(crate) async fn a_queued_job_is_cancelled_at_once(ground: Ground) {
    let store = ground.open().await;
    let ready = enqueue(&store, job()).await;
    let delayed = enqueue(&store, NewJob { delay: LEASE, ..job() }).await;
    for token in [ready, delayed] {
        assert_eq!(store.cancelled(token).await, Ok(false));
        assert_eq!(store.cancel(token).await, Ok(Cancel::Ended));
        assert_eq!(store.cancelled(token).await, Ok(true));
        let over = get(&store, token).await;
        assert_eq!((over.state, over.attempts, over.finished_at_ms), (State::Cancelled, 0, Some(START_MS)));
    }
    ground.advance(2 * LEASE);
    assert_eq!(claim_or_none(&store).await, None);
    assert_eq!(store.counts().await.expect("the store answers").queues.len(), 0);
}

pub(crate) async fn a_running_job_hears_of_its_cancel(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, job()).await;
    let lease = claim(&store).await.lease;
    assert_eq!(store.cancel(token).await, Ok(Cancel::Asked));
    assert_eq!(store.cancelled(token).await, Ok(true));
    assert_eq!(get(&store, token).await.state, State::Running, "its owner has not stopped yet");
    assert!(store.heartbeat(lease, LEASE).await.expect("the lease is held").cancel_asked);
    assert_eq!(store.cancel(token).await, Ok(Cancel::Asked), "asking twice changes nothing");
    assert_eq!(store.fail(lease, failure("stopped"), Next::Cancelled).await, Ok(State::Cancelled));
    let over = get(&store, token).await;
    assert_eq!((over.state, over.error), (State::Cancelled, Some(failure("stopped"))));
    assert_eq!(store.cancelled(Token(9)).await, Err(StoreError::Unknown(Token(9))));
}

pub(crate) async fn a_job_that_is_to_be_cancelled_is_never_run_again(ground: Ground) {
    let store = ground.open().await;
    let tokens = [enqueue(&store, job()).await, enqueue(&store, job()).await, enqueue(&store, job()).await];
    let [retried, released, _silent] = [claim(&store).await.lease, claim(&store).await.lease, claim(&store).await.lease];
    for token in tokens {
        assert_eq!(store.cancel(token).await, Ok(Cancel::Asked));
    }
    assert_eq!(store.fail(retried, failure("no"), Next::Retry { after: LEASE }).await, Ok(State::Cancelled));
    assert_eq!(store.release(released).await, Ok(State::Cancelled));
    ground.advance(LEASE);
    assert_eq!(store.sweep(100).await.expect("the store answers").cancelled, [tokens[2]]);
    assert_eq!(claim_or_none(&store).await, None);
}

pub(crate) async fn a_job_that_is_over_cannot_be_cancelled(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, job()).await;
    store.complete(claim(&store).await.lease, result("done")).await.expect("the lease is held");
    assert_eq!(store.cancel(token).await, Ok(Cancel::WasOver(State::Completed)));
    assert_eq!(store.cancelled(token).await, Ok(false));
    assert_eq!(get(&store, token).await.result, Some(result("done")));
    assert_eq!(store.cancel(Token(5)).await, Err(StoreError::Unknown(Token(5))));
}
