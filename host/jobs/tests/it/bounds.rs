//! What a store refuses.

use std::time::Duration;

use sandtable_core::{Code, Error};
use sandtable_jobs::{Lease, NewJob, Next, State, StoreError, Token};

use crate::ground::{Ground, LEASE, QUEUE, claim, enqueue, failure, job};

pub(crate) async fn a_full_queue_refuses_a_job_and_nothing_else(mut ground: Ground) {
    ground.options.max_queued = 3;
    let store = ground.open().await;
    let full = StoreError::QueueFull { queue: QUEUE.to_owned(), limit: 3 };
    enqueue(&store, NewJob { idempotency_key: Some("known".to_owned()), ..job() }).await;
    enqueue(&store, NewJob { delay: LEASE, ..job() }).await;
    enqueue(&store, job()).await;
    assert_eq!(store.enqueue(job()).await, Err(full.clone()));
    let known = store.enqueue(NewJob { idempotency_key: Some("known".to_owned()), ..job() }).await.expect("a known key is no new job");
    assert!(!known.is_new);
    enqueue(&store, NewJob { queue: "other".to_owned(), ..job() }).await;

    // A claim makes room; what goes back does not ask for it.
    let running = claim(&store).await.lease;
    assert_eq!(enqueue(&store, job()).await, Token(5), "refused jobs take no token");
    assert_eq!(store.enqueue(job()).await, Err(full.clone()));
    assert_eq!(store.fail(running, failure("no"), Next::Retry { after: Duration::ZERO }).await, Ok(State::Queued));
    assert_eq!(store.counts().await.expect("the store answers").queues[QUEUE].ready, 3);
    assert_eq!(store.enqueue(job()).await, Err(full));
}

pub(crate) async fn names_and_sizes_are_checked(mut ground: Ground) {
    ground.options.max_payload_bytes = 10;
    let store = ground.open().await;
    let fits = || NewJob { payload: vec![b'x'; 10], ..job() };
    let long = "x".repeat(256);
    let cases = [
        (NewJob { queue: String::new(), ..fits() }, "queue: is empty"),
        (NewJob { job_type: long.clone(), ..fits() }, "job_type: has 256 bytes, 255 are allowed"),
        (NewJob { idempotency_key: Some(String::new()), ..fits() }, "idempotency_key: is empty"),
        (NewJob { max_attempts: 0, ..fits() }, "max_attempts: 0 is given, 1 is the least"),
        (NewJob { payload: vec![0; 11], ..fits() }, "payload: 11 is more than the 10 allowed"),
    ];
    for (new, message) in cases {
        assert_eq!(store.enqueue(new).await.expect_err("it is refused").to_string(), message);
    }
    assert_eq!(store.claim(QUEUE, "", LEASE).await.expect_err("it is refused").to_string(), "owner: is empty");
    assert_eq!(enqueue(&store, fits()).await, Token(1));
}

/// No store is asked; it is in the list so that the list is all there is.
pub(crate) async fn errors_have_the_codes_that_callers_see(_ground: Ground) {
    let lease = Lease { token: Token(7), fence: 2 };
    let cases = [
        (StoreError::LeaseLost(lease), Code::Conflict, "lease_lost", "job 7: the lease with fencing number 2 is no longer held"),
        (StoreError::QueueFull { queue: "q".to_owned(), limit: 5 }, Code::ResourceCap, "queue_full", "queue \"q\" is full: 5 jobs wait already"),
        (StoreError::NotDead(Token(7), State::Failed), Code::Conflict, "not_dead", "job 7 is failed, only dead jobs can be requeued"),
        (StoreError::Expired(Token(7)), Code::Conflict, "expired", "job 7 is past its time to live"),
        (StoreError::Unavailable("secret".to_owned()), Code::Unavailable, "store_unavailable", "the job store cannot be reached"),
    ];
    for (inside, code, reason, message) in cases {
        let error = Error::from(inside);
        assert_eq!((error.code, &error.details["reason"], error.message.as_str()), (code, &reason.into(), message));
    }
    assert_eq!(Error::from(StoreError::Unknown(Token(7))).code, Code::NotFound);
    assert_eq!(Error::from(StoreError::Broken("secret".to_owned())).code, Code::Internal);
}
