//! Class H: what one call leaves for the next, and what it takes from those beside it.

use std::time::Duration;

use insta::assert_snapshot;
use sandtable_core::Limits;
use sandtable_sandbox::{Call, Sandbox, SandboxConfig, TableSource};
use serde_json::{Value, json};

use super::harness::{Case, Ran, assert_serving, evil, rows, table};
use super::table::{Kept, Source, numbers};
use super::wat::Wat;

#[test]
fn an_instance_that_trapped_is_not_used_again() {
    assert_snapshot!(table(evil("trap")).run().told(), @"GUEST_TRAP (trap): wasm trap: wasm `unreachable` instruction executed");
    assert_snapshot!(rows(evil("trap-prepare")).run().told(), @"GUEST_TRAP (trap): wasm trap: wasm `unreachable` instruction executed");
    assert_snapshot!(rows(evil("trap-apply")).run().told(), @"GUEST_TRAP (trap): wasm trap: wasm `unreachable` instruction executed");
    let ran = table(evil("count")).run();
    assert_eq!(ran.said(), ["calls seen by this instance: 1"]);
}

#[test]
fn a_division_by_zero_is_a_trap_with_a_place() {
    let wat = Wat::rows().put("core", "(func $divide (result i32) (i32.div_s (i32.const 1) (i32.const 0)))").put("prepare", "(drop (call $divide))");
    let ran = Case::new(wat.load(), json!({})).run();
    assert_snapshot!(ran.told(), @"GUEST_TRAP (trap): wasm trap: integer divide by zero");
    let error = sandtable_core::Error::from(ran.outcome.result.unwrap_err());
    assert_eq!(error.details["backtrace"], json!(["divide", "prepare"]));
}

#[test]
fn state_does_not_outlive_a_call() {
    for _ in 0..5 {
        let ran = table(evil("count")).run_alone();
        assert_eq!(ran.said(), ["calls seen by this instance: 1"]);
    }
    // Rows: the same within a call, and gone after it.
    for _ in 0..2 {
        let ran = rows(evil("count")).input(Source::in_batches(vec![numbers(10); 3])).run();
        assert_eq!(ran.said(), [1, 2, 3].map(|batch| format!("batches seen by this instance: {batch}")));
    }
}

/// One slot, two tenants: the second reads all of the memory that the first one filled.
#[test]
fn a_secret_is_not_left_for_the_next_tenant() {
    let config = SandboxConfig { max_instances: 1, ..SandboxConfig::default() };
    let sandbox = Sandbox::new(config).expect("one instance fits");
    let guest = sandbox.check(&sandtable_tests::guest("hostile-table"), &Limits::default()).transform.expect("it is acceptable");
    let run = |params: Value| {
        let input = vec![("input".to_owned(), Box::new(Source::of(numbers(10))) as _)];
        guest.run(Call::new(params.to_string()), input, Box::new(Kept::default()))
    };
    for then in ["return", "trap"] {
        let left = run(json!({"evil": "leave-a-secret", "mb": 32, "then": then}));
        assert_eq!(left.result.is_ok(), then == "return", "{:?}", left.result);
        let looked = run(json!({"evil": "look-for-a-secret", "mb": 48}));
        assert_eq!(looked.logs[0].message, "places that hold the secret: 0", "after a {then}");
    }
    // The one who looks does find what is there: its own.
    let both = run(json!({"evil": "look-for-its-own-secret", "mb": 8}));
    assert_eq!(both.logs[0].message, format!("places that hold the secret: {}", 8 << 17));
}

#[test]
fn a_cancel_ends_a_guest_that_spins() {
    assert_snapshot!(cancelled(table(evil("spin-run")), Duration::from_millis(50)).told(), @"CANCELLED (cancelled): cancelled");
    assert_snapshot!(cancelled(rows(evil("spin-apply")), Duration::from_millis(50)).told(), @"CANCELLED (cancelled): cancelled");
}

/// The guest waits in the host, for rows that take their time. The cancel is seen as soon as the host is back.
#[test]
fn a_cancel_in_the_middle_of_a_host_call_ends_the_call() {
    for case in [table(evil("none")), rows(evil("none"))] {
        let cancel = case.call.cancel.clone();
        let source = Source::of(numbers(100)).before(move || cancel.cancel());
        let ran = case.input(source).run();
        assert_eq!(ran.told(), "CANCELLED (cancelled): cancelled");
        assert_eq!(ran.output.rows(), 0, "nothing comes out after a cancel");
    }
}

#[test]
fn a_call_that_was_cancelled_before_it_began_does_nothing() {
    let case = table(evil("count"));
    case.call.cancel.cancel();
    let ran = case.run();
    assert_snapshot!(ran.told(), @"CANCELLED (cancelled): cancelled");
    assert!(ran.said().is_empty() && !ran.output.started());
}

fn cancelled(case: Case, after: Duration) -> Ran {
    let cancel = case.call.cancel.clone();
    let canceller = std::thread::spawn(move || {
        std::thread::sleep(after);
        cancel.cancel();
    });
    let ran = case.run();
    canceller.join().expect("it only waits and cancels");
    ran
}

/// Side by side on one engine: the harm of one is not felt by the others.
#[test]
fn others_run_on_beside_a_guest_that_spins() {
    let spinning = table(evil("spin-run")).limits(|limits| limits.wall = Duration::from_millis(500));
    let spinner = std::thread::spawn(move || spinning.run_alone().told());
    for _ in 0..20 {
        assert_eq!(table(evil("none")).run().told(), "fine, 100 rows");
    }
    assert_eq!(spinner.join().expect("it ends"), "TIMEOUT (deadline): the deadline of 500 ms has passed");
}

/// Over several instances the answer is that of the first batch that fails, and nothing of a later one comes out.
#[test]
fn several_instances_fail_as_one() {
    for _ in 0..10 {
        let mut case = rows(json!({"evil": "trap-apply", "after": 3})).input(Source::in_batches(vec![numbers(10); 50]));
        case.call.workers = 4;
        let ran = case.run_alone();
        assert_eq!(ran.told(), "GUEST_TRAP (trap): wasm trap: wasm `unreachable` instruction executed");
        let out = ran.output.floats("x");
        assert_eq!(out, numbers(10).repeat(out.len() / 10), "what came out is whole batches in order");
    }
    assert_serving();
}

/// Sources and sinks that fail are the host's own: their error is told, and the guest did not see it.
#[test]
fn a_source_that_fails_ends_the_call_by_its_own_error() {
    struct Broken;
    impl TableSource for Broken {
        fn schema(&self) -> arrow::datatypes::SchemaRef {
            Source::of(vec![]).schema()
        }
        fn rows(&self) -> Option<u64> {
            None
        }
        fn next(&mut self, _: usize) -> sandtable_core::Result<Option<arrow::array::RecordBatch>> {
            Err(sandtable_core::Error::io("the disk is gone"))
        }
    }
    assert_snapshot!(table(evil("none")).input(Broken).run().told(), @r#"IO_ERROR (host): input "input": the disk is gone"#);
    assert_snapshot!(rows(evil("none")).input(Broken).run().told(), @r#"IO_ERROR (host): input "input": the disk is gone"#);
}

/// A panic in a source is a fault of ours; it ends the call and not the process, and it is not told outside.
#[test]
fn a_panic_on_a_guests_thread_ends_only_its_call() {
    for case in [table(evil("none")), rows(evil("none"))] {
        let source = Source::of(numbers(100)).before(|| panic!("by design"));
        let ran = case.input(source).run();
        assert_eq!(ran.told(), "INTERNAL (host): internal error, see the server's log under this request id");
    }
}

#[test]
fn instances_are_never_more_than_allowed() {
    for allowed in [1, 2] {
        let mut case = rows(evil("none")).input(Source::in_batches(vec![numbers(1000); 100])).limits(|limits| limits.instances = allowed);
        case.call.workers = 8;
        let ran = case.run();
        assert_eq!(ran.told(), "fine, 100000 rows");
        assert!((1..=allowed).contains(&ran.outcome.usage.instances), "{} ran", ran.outcome.usage.instances);
        assert_eq!(ran.output.floats("x"), numbers(1000).repeat(100), "the order is that of the input");
    }
}
