//! Whole-table transforms: pulling, pushing, failing sources and sinks.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use sandtable_core::Error;
use sandtable_sandbox::{Call, Cancel, Failure, TableSink, TableSource};

use crate::support::{Batches, Collected, guest, numbers, run};

#[test]
fn a_million_rows_go_through_in_batches() {
    let (outcome, table) = run(&guest("roundtrip-rust-table"), Call::new("{}"), vec![numbers(0, 1_000_000)]);
    outcome.result.unwrap();
    assert_eq!(table.table(), numbers(0, 1_000_000));
    let usage = outcome.usage;
    assert_eq!((usage.bytes_in, usage.bytes_out), (8_000_000, 8_000_000));
    assert!(usage.host_calls > 10, "{usage:?}");
    assert!(usage.peak_memory_bytes < 16 << 20, "{usage:?}");
}

#[test]
fn a_table_without_rows_still_has_its_columns() {
    let (outcome, table) = run(&guest("roundtrip-rust-table"), Call::new("{}"), vec![numbers(0, 0)]);
    outcome.result.unwrap();
    assert_eq!((table.schema(), table.rows()), (numbers(0, 0).schema(), 0));
}

struct Failing;

impl TableSource for Failing {
    fn schema(&self) -> SchemaRef {
        numbers(0, 0).schema()
    }

    fn rows(&self) -> Option<u64> {
        None
    }

    fn next(&mut self, _max_rows: usize) -> Result<Option<RecordBatch>, Error> {
        Err(Error::io("line 7 has 3 fields, 4 expected"))
    }
}

impl TableSink for Failing {
    fn start(&mut self, _schema: SchemaRef) -> Result<(), Error> {
        Ok(())
    }

    fn push(&mut self, _batch: RecordBatch) -> Result<(), Error> {
        Err(Error::io("no space left"))
    }
}

#[test]
fn a_source_that_fails_ends_the_call_with_its_error() {
    for name in ["roundtrip-rust-table", "smallest"] {
        let outcome = guest(name).run(Call::new("{}"), vec![("input".to_owned(), Box::new(Failing))], Box::new(Collected::default()));
        assert_eq!(outcome.result, Err(Failure::Host(Error::io("input \"input\": line 7 has 3 fields, 4 expected"))), "{name}");
    }
}

#[test]
fn a_sink_that_fails_ends_the_call_with_its_error() {
    for name in ["roundtrip-rust-table", "smallest"] {
        let outcome = guest(name).run(Call::new("{}"), vec![("input".to_owned(), Batches::of(vec![numbers(0, 10)]))], Box::new(Failing));
        assert_eq!(outcome.result, Err(Failure::Host(Error::io("no space left"))), "{name}");
    }
}

#[test]
fn a_call_that_was_cancelled_before_it_began_ends_at_once() {
    let cancel = Cancel::new();
    cancel.cancel();
    let (outcome, _) = run(&guest("roundtrip-rust-table"), Call { cancel, ..Call::new("{}") }, vec![numbers(0, 10)]);
    assert_eq!(outcome.result, Err(Failure::Cancelled));
    assert_eq!(outcome.usage.rows_in, 0);
}

#[test]
fn sources_and_sink_are_gone_when_the_call_is_over() {
    let collected = Collected::default();
    let watch = std::sync::Arc::new(());
    struct Watched(std::sync::Arc<()>, Collected);
    impl TableSink for Watched {
        fn start(&mut self, schema: SchemaRef) -> Result<(), Error> {
            self.1.start(schema)
        }
        fn push(&mut self, batch: RecordBatch) -> Result<(), Error> {
            assert!(std::sync::Arc::strong_count(&self.0) > 1);
            self.1.push(batch)
        }
    }
    for workers in [1, 3] {
        for name in ["roundtrip-rust-table", "roundtrip-rust"] {
            let sink = Watched(watch.clone(), collected.clone());
            let source = Batches::of(vec![numbers(0, 10); 20]);
            let call = Call { workers, ..Call::new("{}") };
            guest(name).run(call, vec![("input".to_owned(), source)], Box::new(sink)).result.unwrap();
            assert_eq!(std::sync::Arc::strong_count(&watch), 1, "{name}");
        }
    }
}
