//! What only the SQLite store can do or get wrong.

use std::sync::Arc;
use std::time::Duration;

use sandtable_jobs::{Clock, JobStore, Options, SqliteStore, StoreError, Token};

use crate::ground::{enqueue, get, job, runtime};

#[test]
fn many_may_open_a_new_file_at_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let path = folder.path().to_owned();
            std::thread::spawn(move || {
                let store: Arc<dyn JobStore> = Arc::new(SqliteStore::open(&path, Options::default()).expect("the file opens"));
                runtime().block_on(enqueue(&store, job()))
            })
        })
        .collect();
    let mut tokens: Vec<Token> = threads.into_iter().map(|thread| thread.join().expect("the thread ends well")).collect();
    tokens.sort();
    assert_eq!(tokens, (1..=8).map(Token).collect::<Vec<_>>());
}

#[test]
fn a_file_of_a_newer_version_is_refused_by_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    drop(SqliteStore::open(folder.path(), Options::default()).expect("the file opens"));
    let file = rusqlite::Connection::open(folder.path().join("jobs.sqlite")).expect("the file opens");
    file.pragma_update(None, "user_version", 1000).expect("the version can be set");
    let error = SqliteStore::open(folder.path(), Options::default()).expect_err("it is refused");
    assert_eq!(error.to_string(), "jobs.sqlite: has schema version 1000, this version of sandtable knows 1 and older");
}

#[test]
fn a_folder_that_is_not_there_or_a_file_that_is_none_of_ours_is_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let absent = SqliteStore::open(&folder.path().join("absent"), Options::default());
    assert!(matches!(absent, Err(StoreError::Unavailable(_))), "{absent:?}");
    std::fs::write(folder.path().join("jobs.sqlite"), vec![b'x'; 8192]).expect("the folder can be written");
    let garbage = SqliteStore::open(folder.path(), Options::default());
    assert!(matches!(garbage, Err(StoreError::Unavailable(_))), "{garbage:?}");
}

/// A request that fails leaves what shares its transaction.
#[test]
fn an_error_undoes_one_request_of_many() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = Options { max_queued: 10, ..Options::default() };
    runtime().block_on(async {
        let store: Arc<dyn JobStore> = Arc::new(SqliteStore::open(folder.path(), options).expect("the file opens"));
        let answers = futures::future::join_all((0..200).map(|_| store.enqueue(job()))).await;
        let taken: Vec<Token> = answers.iter().flatten().map(|enqueued| enqueued.token).collect();
        assert_eq!(taken, (1..=10).map(Token).collect::<Vec<_>>());
        assert_eq!(store.counts().await.expect("the store answers").next_token, 11);
    });
}

#[test]
fn the_real_clock_is_the_default() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    runtime().block_on(async {
        let store: Arc<dyn JobStore> = Arc::new(SqliteStore::open(folder.path(), Options::default()).expect("the file opens"));
        let token = enqueue(&store, job()).await;
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("it is after 1970").as_millis() as i64;
        assert!((now - get(&store, token).await.created_at_ms).abs() < 60_000);
        Clock::System.advance(Duration::from_secs(1));
    });
}
