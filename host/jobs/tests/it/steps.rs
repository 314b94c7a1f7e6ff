//! The step log.

use std::sync::Arc;

use sandtable_jobs::{Next, Step, StoreError};

use crate::ground::{Ground, START_MS, claim, enqueue, failure, get, job, result, step};

pub(crate) async fn steps_keep_their_order_and_can_be_followed(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, job()).await;
    assert_eq!(store.steps(token, 0, 10).await, Ok(vec![]));
    let lease = claim(&store).await.lease;

    // One task follows while another one writes, as server-sent events do.
    let follower = {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            let mut seen: Vec<Step> = Vec::new();
            while seen.len() < 50 {
                let from = seen.last().map_or(0, |last| last.position + 1);
                seen.extend(store.steps(token, from, 7).await.expect("the store answers"));
                tokio::task::yield_now().await;
            }
            seen
        })
    };
    for number in 0..50 {
        assert_eq!(store.append_step(lease, step(&format!("step_{number}"))).await, Ok(number));
    }
    let expected: Vec<Step> = (0..50).map(|position| Step { position, entry: step(&format!("step_{position}")) }).collect();
    assert_eq!(follower.await.expect("the task ends well"), expected);

    assert_eq!(store.steps(token, 48, 10).await, Ok(expected[48..].to_vec()));
    assert_eq!(store.steps(token, 10, 2).await, Ok(expected[10..12].to_vec()));
    assert_eq!(store.steps(token, 50, 10).await, Ok(vec![]));
    assert_eq!(store.steps(token, 0, 0).await, Ok(vec![]));
    assert_eq!(get(&store, token).await.step_count, 50);
}

pub(crate) async fn the_log_goes_on_over_attempts(ground: Ground) {
    let store = ground.open().await;
    let token = enqueue(&store, job()).await;
    let first = claim(&store).await.lease;
    store.append_step(first, step("reading")).await.expect("the lease is held");
    ground.advance_s(1);
    store.fail(first, failure("disk"), Next::Retry { after: std::time::Duration::ZERO }).await.expect("the lease is held");
    let second = claim(&store).await.lease;
    ground.advance_s(1);
    assert_eq!(store.append_step(second, step("reading_again")).await, Ok(1));
    assert_eq!(get(&store, token).await.updated_at_ms, START_MS + 2000);
    store.complete(second, result("done")).await.expect("the lease is held");
    let names: Vec<String> = store.steps(token, 0, 10).await.expect("the store answers").into_iter().map(|step| step.entry.step).collect();
    assert_eq!(names, ["reading", "reading_again"]);
}

pub(crate) async fn a_log_has_an_end(mut ground: Ground) {
    ground.options.max_steps = 2;
    ground.options.max_step_bytes = 1000;
    let store = ground.open().await;
    let token = enqueue(&store, job()).await;
    let lease = claim(&store).await.lease;
    let mut large = step("large");
    large.message = "x".repeat(1000);
    let refused = store.append_step(lease, large).await;
    assert!(matches!(refused, Err(StoreError::TooLarge { what: "step", limit: 1000, given: 1001.. })), "{refused:?}");
    for position in 0..2 {
        assert_eq!(store.append_step(lease, step("fits")).await, Ok(position));
    }
    assert_eq!(store.append_step(lease, step("more")).await, Err(StoreError::TooLarge { what: "steps", limit: 2, given: 3 }));
    assert_eq!(store.append_step(lease, step("more")).await, Err(StoreError::TooLarge { what: "steps", limit: 2, given: 3 }));
    assert_eq!(get(&store, token).await.step_count, 2);
    store.complete(lease, result("done")).await.expect("a full log is no reason to lose the result");
}
