//! Row-by-row transforms: batches, order, workers, usage.

use std::collections::HashSet;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::ThreadId;
use std::time::Duration;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::{Float64Type, Int64Type, SchemaRef};
use sandtable_core::description::Kind;
use sandtable_core::{Error, Limits};
use sandtable_sandbox::{Call, Failure, TableSink, TableSource};

use crate::support::{failure, guest, numbers, pairs, run};

#[test]
fn every_row_comes_back_with_its_column_added() {
    let smallest = guest("smallest");
    assert_eq!(smallest.kind(), Kind::Rows);
    let (outcome, table) = run(&smallest, Call::new("{}"), vec![numbers(0, 1000), numbers(1000, 0), numbers(1000, 1)]);
    outcome.result.unwrap();
    let table = table.table();
    assert_eq!(table.num_rows(), 1001);
    let doubled = table.column_by_name("doubled").unwrap().as_primitive::<Float64Type>();
    assert!((0..1001).all(|row| doubled.value(row) == 2.0 * row as f64));
    let usage = outcome.usage;
    assert_eq!((usage.rows_in, usage.rows_out, usage.bytes_in, usage.bytes_out, usage.instances), (1001, 1001, 8008, 16016, 1));
    assert!(usage.fuel > 1000 && usage.peak_memory_bytes >= 1 << 20, "{usage:?}");
}

#[test]
fn a_table_without_rows_still_has_its_columns() {
    let (outcome, table) = run(&guest("smallest"), Call::new("{}"), vec![numbers(0, 0)]);
    outcome.result.unwrap();
    assert_eq!(table.schema().fields().len(), 2);
    assert_eq!(table.rows(), 0);
}

#[test]
fn several_workers_keep_the_order_and_nearly_the_fuel() {
    let batches = |count: usize| (0..count).map(|i| numbers(i * 10_000, 10_000)).collect::<Vec<RecordBatch>>();
    let (one, expected) = run(&guest("smallest"), Call::new("{}"), batches(40));
    let (four, table) = run(&guest("smallest"), Call { workers: 4, ..Call::new("{}") }, batches(40));
    one.result.unwrap();
    four.result.unwrap();
    assert_eq!(table.table(), expected.table());
    // What each instance needs to warm up is the only difference; a call that is to be deterministic has one.
    assert!(four.usage.fuel.abs_diff(one.usage.fuel) < one.usage.fuel / 100, "{} {}", four.usage.fuel, one.usage.fuel);
    let (fixed, _) = run(&guest("smallest"), Call { workers: 4, deterministic: true, ..Call::new("{}") }, batches(40));
    assert_eq!((fixed.usage.fuel, fixed.usage.instances), (one.usage.fuel, 1));
}

/// Gives batches to whoever asks, and notes who did.
struct Shared {
    left: usize,
    asked: Arc<(Mutex<HashSet<ThreadId>>, Condvar)>,
}

impl TableSource for Shared {
    fn schema(&self) -> SchemaRef {
        numbers(0, 0).schema()
    }

    fn rows(&self) -> Option<u64> {
        None
    }

    fn next(&mut self, _max_rows: usize) -> Result<Option<RecordBatch>, Error> {
        self.asked.0.lock().unwrap().insert(std::thread::current().id());
        self.asked.1.notify_all();
        self.left -= 1;
        Ok((self.left > 0).then(|| numbers(0, 10)))
    }
}

/// Takes two batches, and the third when a second thread has asked for work.
struct Patient(usize, Arc<(Mutex<HashSet<ThreadId>>, Condvar)>);

impl TableSink for Patient {
    fn start(&mut self, _schema: SchemaRef) -> Result<(), Error> {
        Ok(())
    }

    fn push(&mut self, _batch: RecordBatch) -> Result<(), Error> {
        self.0 += 1;
        if self.0 > 2 {
            let (asked, changed) = &*self.1;
            let waited = changed.wait_timeout_while(asked.lock().unwrap(), Duration::from_secs(20), |asked| asked.len() < 2).unwrap();
            assert!(!waited.1.timed_out(), "no helper came");
        }
        Ok(())
    }
}

#[test]
fn helpers_come_when_there_is_more_than_one_batch() {
    let asked = Arc::default();
    let source = Shared { left: 50, asked: Arc::clone(&asked) };
    let sink = Patient(0, asked);
    let outcome = guest("smallest").run(Call { workers: 2, ..Call::new("{}") }, vec![("x".to_owned(), Box::new(source))], Box::new(sink));
    outcome.result.unwrap();
    assert_eq!((outcome.usage.instances, outcome.usage.rows_out), (2, 490));
}

#[test]
fn a_source_may_give_more_than_was_asked_for() {
    let (outcome, table) = run(&guest("kernels"), Call { workers: 2, ..Call::new(r#"{"kernel": "gcd"}"#) }, vec![pairs(1_000_000)]);
    outcome.result.unwrap();
    let table = table.table();
    let gcd = table.column(0).as_primitive::<Int64Type>();
    assert!((0..1_000_000).all(|row| gcd.value(row) == 2 * (row as i64 + 1)));
}

#[test]
fn what_the_guest_says_is_passed_on() {
    let Failure::Guest { message, .. } = failure(&guest("kernels"), Call::new(r#"{"kernel": "nonsense"}"#), vec![pairs(1)]) else {
        panic!("no error of the guest");
    };
    assert!(message.contains("nonsense"), "{message}");
}

#[test]
fn the_same_call_uses_the_same_fuel() {
    let fuel = |limit| {
        let limits = Limits { fuel: limit, ..Limits::default() };
        run(&guest("smallest"), Call { limits, ..Call::new("{}") }, vec![numbers(0, 5000); 7]).0
    };
    let free = fuel(None);
    free.result.unwrap();
    let exact = fuel(Some(free.usage.fuel));
    exact.result.unwrap();
    assert_eq!(exact.usage.fuel, free.usage.fuel);
    let short = fuel(Some(free.usage.fuel - 1));
    assert_eq!(short.result, Err(Failure::OutOfFuel { limit: free.usage.fuel - 1 }));
}
