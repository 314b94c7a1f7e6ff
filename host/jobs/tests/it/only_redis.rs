//! What only the Redis store can do or get wrong.

use std::sync::Arc;
use std::time::Duration;

use sandtable_jobs::{JobStore, NewJob, Options, RedisStore, State, StoreError, Token};
use sandtable_tests::RedisServer;

use crate::ground::{LEASE, QUEUE, claim, enqueue, get, job, result, runtime, step};

async fn connect(server: &RedisServer, prefix: &str) -> Arc<dyn JobStore> {
    Arc::new(RedisStore::connect(&server.url(), Some(prefix), Options::default()).await.expect("redis answers"))
}

async fn raw(server: &RedisServer) -> redis::aio::MultiplexedConnection {
    redis::Client::open(server.url()).expect("the address is one").get_multiplexed_async_connection().await.expect("redis answers")
}

#[test]
fn keys_go_by_themselves_once_a_job_is_over_and_not_before() {
    let server = RedisServer::shared();
    runtime().block_on(async {
        let store = connect(&server, "{expiry}").await;
        let mut redis = raw(&server).await;
        let mut left = async |key: &str| -> i64 { redis::cmd("PTTL").arg(key).query_async(&mut redis).await.expect("redis answers") };
        enqueue(&store, NewJob { ttl: Duration::from_secs(1000), ..job() }).await;
        let lease = claim(&store).await.lease;
        store.append_step(lease, step("working")).await.expect("the lease is held");
        assert_eq!((left("{expiry}:job:1").await, left("{expiry}:steps:1").await), (-1, -1));
        store.fail(lease, crate::ground::failure("no"), sandtable_jobs::Next::Dead).await.expect("the lease is held");
        // A week for a dead letter, and another one for its record.
        let week = 7 * 24 * 3600 * 1000;
        assert!((week - 600_000..=week).contains(&left("{expiry}:steps:1").await));
        assert!((2 * week - 600_000..=2 * week + 60_000).contains(&left("{expiry}:job:1").await));
        store.requeue(Token(1)).await.expect("it is a dead letter");
        assert_eq!((left("{expiry}:job:1").await, left("{expiry}:steps:1").await), (-1, -1));
        store.complete(claim(&store).await.lease, result("done")).await.expect("the lease is held");
        assert!((1..=1_000_000).contains(&left("{expiry}:steps:1").await));
    });
}

#[test]
fn the_time_is_the_servers() {
    let server = RedisServer::shared();
    runtime().block_on(async {
        let store = connect(&server, "{time}").await;
        let mut redis = raw(&server).await;
        let token = enqueue(&store, job()).await;
        let (seconds, _micros): (i64, i64) = redis::cmd("TIME").query_async(&mut redis).await.expect("redis answers");
        assert!((seconds * 1000 - get(&store, token).await.created_at_ms).abs() < 60_000);
    });
}

#[test]
fn a_store_connects_again_by_itself() {
    let mut server = RedisServer::start();
    runtime().block_on(async {
        let store = connect(&server, "{again}").await;
        let token = enqueue(&store, job()).await;
        let mut arrivals = store.arrivals();
        server.kill();
        let refused = store.enqueue(job()).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        server.start_again();
        // The first requests may still hear of the old connection, no more.
        let mut tries = 0;
        let found = loop {
            match store.get(token).await {
                Ok(found) => break found,
                Err(error) if tries > 50 => panic!("still {error:?}"),
                Err(_) => tries += 1,
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        assert_eq!(found.expect("the job is known").state, State::Queued);
        assert_eq!(claim(&store).await.lease.token, token);
        // The other machine's arrivals are heard again, too: each wait that hears nothing ends by itself.
        let other = connect(&server, "{again}").await;
        let mut heard = false;
        for _ in 0..50 {
            while tokio::time::timeout(Duration::from_millis(50), arrivals.wait(LEASE)).await.is_ok() {}
            enqueue(&other, job()).await;
            heard = tokio::time::timeout(Duration::from_millis(500), arrivals.wait(LEASE)).await.is_ok();
            if heard {
                break;
            }
        }
        assert!(heard, "arrivals are heard after the connection came back");
    });
}

#[test]
fn one_machine_hears_of_what_another_enqueues() {
    let server = RedisServer::shared();
    runtime().block_on(async {
        let here = connect(&server, "{bell}").await;
        let there = connect(&server, "{bell}").await;
        let mut arrivals = here.arrivals();
        let waits = tokio::spawn(async move { arrivals.wait(Duration::from_secs(3600)).await });
        enqueue(&there, job()).await;
        tokio::time::timeout(LEASE, waits).await.expect("the wait ends with the arrival").expect("the task ends well");
    });
}

#[test]
fn scripts_that_redis_forgot_are_sent_again() {
    let server = RedisServer::shared();
    runtime().block_on(async {
        let store = connect(&server, "{flush}").await;
        enqueue(&store, job()).await;
        let mut redis = raw(&server).await;
        redis::cmd("SCRIPT").arg("FLUSH").exec_async(&mut redis).await.expect("redis answers");
        assert_eq!(enqueue(&store, job()).await, Token(2));
    });
}

#[test]
fn prefixes_keep_stores_apart() {
    let server = RedisServer::shared();
    runtime().block_on(async {
        let here = connect(&server, "{apart-1}").await;
        let there = connect(&server, "{apart-2}").await;
        assert_eq!(enqueue(&here, job()).await, Token(1));
        assert_eq!(there.claim(QUEUE, "worker", LEASE).await, Ok(None));
        assert_eq!(enqueue(&there, job()).await, Token(1));
    });
}

/// A server that has no memory left refuses the job as a whole: no token is lost, and what runs can end once there is room.
#[test]
fn a_full_redis_refuses_and_loses_nothing() {
    let server = RedisServer::start();
    runtime().block_on(async {
        let store = connect(&server, "{full}").await;
        enqueue(&store, job()).await;
        let mut redis = raw(&server).await;
        let mut memory = async |limit: &str| {
            redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg(limit).exec_async(&mut redis).await.expect("redis answers");
        };
        memory("1").await;
        let refused = store.enqueue(job()).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        memory("0").await;
        assert_eq!(enqueue(&store, job()).await, Token(2));
        assert_eq!(claim(&store).await.lease.token, Token(1));
    });
}

#[test]
fn addresses_that_lead_nowhere_are_errors_without_their_password() {
    runtime().block_on(async {
        let nobody = RedisStore::connect("redis://:secret@127.0.0.1:1/", None, Options::default()).await.expect_err("nobody answers");
        assert!(matches!(nobody, StoreError::Unavailable(_)) && !format!("{nobody:?}").contains("secret"), "{nobody:?}");
        let wrong = RedisStore::connect("http://:secret@127.0.0.1/", None, Options::default()).await.expect_err("that is no address");
        assert!(matches!(wrong, StoreError::Invalid { field: "redis_url", .. }) && !format!("{wrong:?}").contains("secret"), "{wrong:?}");
    });
}
