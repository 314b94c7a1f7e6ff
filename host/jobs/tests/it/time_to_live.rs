//! What time does to jobs that are over.

use std::time::Duration;

use sandtable_jobs::{ExpiredResult, NewJob, Next, State, StoreError, Swept, Token};

use crate::ground::{Ground, claim, enqueue, failure, get, job, result, step};

const HOUR: Duration = Duration::from_secs(3600);

pub(crate) async fn a_result_is_gone_after_its_time(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, NewJob { ttl: HOUR, ..job() }).await;
    ground.advance(10 * HOUR);
    let lease = claim(&store).await.lease;
    store.append_step(lease, step("working")).await.expect("the lease is held");
    store.complete(lease, result("artifact")).await.expect("the lease is held");

    ground.advance(HOUR - Duration::from_millis(1));
    assert_eq!(store.sweep(100).await, Ok(Swept::default()));
    let kept = get(&store, token).await;
    assert_eq!((kept.expired, kept.result), (false, Some(result("artifact"))));
    assert!(store.payload(token).await.expect("the store answers").is_some());
    assert_eq!(store.steps(token, 0, 10).await.expect("the store answers").len(), 1);

    // Gone at its time, swept or not.
    ground.advance(Duration::from_millis(1));
    for swept in [false, true] {
        let gone = get(&store, token).await;
        assert_eq!((gone.state, gone.expired, gone.result), (State::Completed, true, None), "swept: {swept}");
        assert_eq!(store.payload(token).await, Ok(None));
        assert_eq!(store.steps(token, 0, 10).await, Ok(vec![]));
        if !swept {
            let sweep = store.sweep(100).await.expect("the store answers");
            let results = vec![ExpiredResult { token, reference: "artifact".to_owned() }];
            assert_eq!(sweep, Swept { expired: vec![token], results, ..Swept::default() });
        }
    }
    assert_eq!(store.sweep(100).await, Ok(Swept::default()), "a reference is given once");
}

pub(crate) async fn dead_letters_are_kept_longer(ground: Ground) {
    let store = ground.open().await;
    let mut tokens = Vec::new();
    for next in [Next::Failed, Next::Dead, Next::Dead] {
        tokens.push(enqueue(&store, NewJob { ttl: HOUR, ..job() }).await);
        store.fail(claim(&store).await.lease, failure("no"), next).await.expect("the lease is held");
    }
    let [failed, dead, forgotten] = [tokens[0], tokens[1], tokens[2]];
    ground.advance(HOUR);
    assert_eq!(store.sweep(100).await.expect("the store answers").expired, [failed]);
    ground.advance(24 * 6 * HOUR);
    store.requeue(dead).await.expect("a dead letter is kept for a week");
    assert_eq!(claim(&store).await.lease.token, dead);
    ground.advance(24 * HOUR);
    assert_eq!(store.requeue(forgotten).await, Err(StoreError::Expired(forgotten)));
    assert!(store.sweep(100).await.expect("the store answers").expired.contains(&forgotten));
    assert_eq!(store.requeue(forgotten).await, Err(StoreError::Expired(forgotten)));
}

pub(crate) async fn old_records_are_forgotten_and_their_tokens_never_given_again(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, job()).await;
    store.complete(claim(&store).await.lease, result("artifact")).await.expect("the lease is held");
    ground.advance(24 * HOUR);
    assert_eq!(store.sweep(100).await.expect("the store answers").expired, [token]);
    ground.advance(24 * 7 * HOUR - Duration::from_millis(1));
    assert_eq!(store.sweep(100).await, Ok(Swept::default()));
    ground.advance(Duration::from_millis(1));
    assert_eq!(store.sweep(100).await, Ok(Swept { forgotten: vec![token], ..Swept::default() }));
    assert_eq!(store.get(token).await, Ok(None));
    assert_eq!(store.list(Default::default(), 10).await.expect("the store answers").jobs, []);
    let counts = store.counts().await.expect("the store answers");
    assert_eq!((counts.states[&State::Completed], counts.next_token), (0, 2));
    assert_eq!(enqueue(&store, job()).await, Token(2));
}

pub(crate) async fn a_sweep_does_no_more_than_it_was_asked(ground: Ground) {
    let store = ground.open().await;
    for _ in 0..5 {
        enqueue(&store, NewJob { ttl: HOUR, ..job() }).await;
    }
    for _ in 0..5 {
        claim(&store).await;
    }
    ground.advance(HOUR);
    let mut seen = Vec::new();
    for expected in [2, 2, 1, 0] {
        let requeued = store.sweep(2).await.expect("the store answers").requeued;
        assert_eq!(requeued.len(), expected);
        seen.extend(requeued);
    }
    assert_eq!(seen, (1..=5).map(Token).collect::<Vec<_>>());
}
