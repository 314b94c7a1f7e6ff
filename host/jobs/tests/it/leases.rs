//! Who may write.

use std::time::Duration;

use sandtable_jobs::{Lease, NewJob, State, StoreError, Token};

use crate::ground::{Ground, LEASE, START_MS, can_write_nothing, claim, claim_or_none, enqueue, failure, get, job, result, step};

const LEASE_MS: i64 = LEASE.as_millis() as i64;

pub(crate) async fn an_owner_that_was_given_up_can_write_nothing(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, job()).await;
    let late = claim(&store).await.lease;
    ground.advance(LEASE - Duration::from_millis(1));
    assert_eq!(store.sweep(100).await.expect("the store answers").requeued, []);
    ground.advance(Duration::from_millis(1));
    assert_eq!(store.sweep(100).await.expect("the store answers").requeued, [token]);
    let given_up = get(&store, token).await;
    assert_eq!((given_up.state, given_up.attempts, given_up.owner, given_up.lease_until_ms), (State::Queued, 1, None, None));
    can_write_nothing(&store, late).await;
}

pub(crate) async fn an_owner_that_was_replaced_can_write_nothing(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, job()).await;
    let late = claim(&store).await.lease;
    store.append_step(late, step("mine")).await.expect("the lease is held");
    ground.advance(LEASE);
    store.sweep(100).await.expect("the store answers");
    let now = claim(&store).await;
    assert_eq!((now.lease.token, now.job.attempts), (token, 2));
    assert!(now.lease.fence > late.fence);
    can_write_nothing(&store, late).await;
    store.complete(now.lease, result("second")).await.expect("the lease is held");
    can_write_nothing(&store, late).await;
    assert_eq!(get(&store, token).await.result, Some(result("second")));
}

pub(crate) async fn a_heartbeat_keeps_the_lease(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, job()).await;
    let claimed = claim(&store).await;
    assert_eq!(claimed.job.lease_until_ms, Some(START_MS + LEASE_MS));
    for beat in 1..=5 {
        ground.advance(LEASE - Duration::from_millis(1));
        let answer = store.heartbeat(claimed.lease, LEASE).await.expect("the lease is held");
        assert_eq!((answer.lease_until_ms, answer.cancel_asked), (START_MS + beat * (LEASE_MS - 1) + LEASE_MS, false));
        assert_eq!(store.sweep(100).await.expect("the store answers"), Default::default());
    }
    assert_eq!(get(&store, token).await.state, State::Running);
}

pub(crate) async fn a_late_owner_that_was_not_given_up_may_finish(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, job()).await;
    let lease = claim(&store).await.lease;
    ground.advance(10 * LEASE);
    assert_eq!(claim_or_none(&store).await, None);
    store.complete(lease, result("done")).await.expect("nobody has taken the lease away");
    assert_eq!(store.sweep(100).await.expect("the store answers"), Default::default());
    assert_eq!(get(&store, token).await.state, State::Completed);
}

pub(crate) async fn a_job_whose_owners_all_fall_silent_is_dead(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, NewJob { max_attempts: 3, ..job() }).await;
    for attempt in 1..=3 {
        assert_eq!(claim(&store).await.job.attempts, attempt);
        ground.advance(LEASE);
        let swept = store.sweep(100).await.expect("the store answers");
        assert_eq!((swept.requeued.len(), swept.dead.len()), if attempt < 3 { (1, 0) } else { (0, 1) });
    }
    assert_eq!(claim_or_none(&store).await, None);
    let dead = get(&store, token).await;
    assert_eq!((dead.state, dead.attempts), (State::Dead, 3));
    let error = dead.error.expect("a dead job says why");
    assert_eq!(error.message, "the worker that ran this job stopped answering, 3 of 3 attempts used");
    assert_eq!(error.details["reason"], "lease_expired");
}

pub(crate) async fn a_released_job_loses_no_attempt(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, NewJob { max_attempts: 1, ..job() }).await;
    let first = claim(&store).await;
    assert_eq!(store.release(first.lease).await, Ok(State::Queued));
    can_write_nothing(&store, first.lease).await;
    let again = claim(&store).await;
    assert_eq!((again.lease.token, again.job.attempts), (token, 1));
    assert!(again.lease.fence > first.lease.fence, "a fencing number is never given twice");
    store.complete(again.lease, result("done")).await.expect("the lease is held");
}

pub(crate) async fn a_lease_that_nobody_gave_is_refused(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, job()).await;
    // Queued, never claimed; then running under another number; then a token that was never given.
    can_write_nothing(&store, Lease { token, fence: 0 }).await;
    let held = claim(&store).await.lease;
    can_write_nothing(&store, Lease { token, fence: held.fence + 1 }).await;
    for token in [Token(0), Token(99), Token(u64::MAX)] {
        let lease = Lease { token, fence: 1 };
        assert_eq!(store.complete(lease, result("x")).await, Err(StoreError::LeaseLost(lease)));
        assert_eq!(store.fail(lease, failure("x"), sandtable_jobs::Next::Failed).await, Err(StoreError::LeaseLost(lease)));
        assert_eq!(store.get(token).await, Ok(None));
    }
}
