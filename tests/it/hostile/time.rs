//! Class A: guests that do not end.

use std::time::Duration;

use insta::assert_snapshot;
use sandtable_core::Limits;
use serde_json::json;

use super::harness::{Case, Ran, evil, rows, table};
use super::table::{Source, numbers};
use super::wat::{Wat, problems_under};

const SPIN: &str = "(loop $forever (br $forever))";

fn short(limits: &mut Limits) {
    limits.wall = Duration::from_millis(100);
}

/// Limits under which an upload is looked at.
fn shortly() -> Limits {
    let mut limits = Limits::default();
    short(&mut limits);
    limits
}

fn wat(wat: &Wat) -> Case {
    Case::new(wat.load(), json!({}))
}

#[test]
fn the_deadline_is_obeyed() {
    let ran = table(evil("none")).limits(|limits| limits.wall = Duration::from_secs(30)).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
}

#[test]
fn the_deadline_is_violated_wherever_a_guest_spins() {
    let deadline = "TIMEOUT (deadline): the deadline of 100 ms has passed";
    for case in [
        table(evil("spin-run")),
        table(evil("spin-fill")),
        table(evil("spin-copy")),
        table(evil("spin-afterwards")),
        table(json!({"evil": "allocator", "how": "spins"})),
        rows(evil("spin-prepare")),
        rows(evil("spin-apply")),
        rows(evil("spin-afterwards")),
        wat(&Wat::rows().put("prepare", "(loop $forever (memory.fill (i32.const 70000) (i32.const 1) (i32.const 1000000)) (br $forever))")),
        wat(&Wat::rows().put("prepare", "(loop $forever (memory.copy (i32.const 70000) (i32.const 70001) (i32.const 1000000)) (br $forever))")),
    ] {
        let what = case.call.params.clone();
        let ran = case.limits(short).run();
        assert_eq!(ran.told(), deadline, "{what}");
        assert!(ran.outcome.usage.wall_ms >= 100.0, "{what}: it was stopped before its time");
    }
}

#[test]
fn spinning_before_a_call_fails_the_upload() {
    let start = Wat::rows().put("core", &format!("(func $spin {SPIN}) (start $spin)"));
    let describe = Wat::rows().put("describe", SPIN);
    for wat in [start, describe] {
        assert_eq!(problems_under(&wat.bytes(), &shortly()), "describe-failed: describe failed: the deadline of 100 ms has passed");
    }
}

#[test]
fn fuel_is_obeyed() {
    let free = table(evil("none")).run();
    let used = free.outcome.usage.fuel;
    let ran = table(evil("none")).limits(|limits| limits.fuel = Some(used)).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
    assert_eq!(ran.outcome.usage.fuel, used, "the same call uses the same fuel");
}

#[test]
fn fuel_is_violated() {
    let used = table(evil("none")).run().outcome.usage.fuel;
    let ran = table(evil("none")).limits(|limits| limits.fuel = Some(used - 1)).run();
    assert!(ran.told().starts_with("RESOURCE_CAP (out_of_fuel): out of fuel: the limit is "), "{}", ran.told());
    for deed in ["spin-run", "spin-fill", "spin-copy", "spin-afterwards"] {
        let ran = table(evil(deed)).limits(|limits| limits.fuel = Some(50_000_000)).run();
        assert_eq!(ran.told(), "RESOURCE_CAP (out_of_fuel): out of fuel: the limit is 50000000", "{deed}");
        assert!(ran.outcome.usage.fuel <= 50_000_000, "{deed}: {} were used", ran.outcome.usage.fuel);
    }
    for deed in ["spin-prepare", "spin-apply", "spin-afterwards"] {
        let ran = rows(evil(deed)).limits(|limits| limits.fuel = Some(50_000_000)).run();
        assert_eq!(ran.told(), "RESOURCE_CAP (out_of_fuel): out of fuel: the limit is 50000000", "{deed}");
    }
    let ran = table(json!({"evil": "allocator", "how": "spins"})).limits(|limits| limits.fuel = Some(50_000_000)).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (out_of_fuel): out of fuel: the limit is 50000000");
}

#[test]
fn fuel_of_a_description_is_bounded_although_nobody_asked() {
    let describe = Wat::rows().put("describe", SPIN);
    let limits = Limits { wall: Duration::from_secs(60), ..Limits::default() };
    let said = problems_under(&describe.bytes(), &limits);
    // Whichever comes first on this machine.
    let expected =
        ["describe-failed: describe failed: out of fuel: the limit is 2000000000", "describe-failed: describe failed: the deadline of 10000 ms has passed"];
    assert!(expected.contains(&said.as_str()), "{said}");
}

#[test]
fn cpu_time_is_obeyed_by_a_guest_that_waits() {
    let slow = Source::of(numbers(100)).before(|| std::thread::sleep(Duration::from_millis(150)));
    let ran = table(evil("none")).input(slow).limits(|limits| limits.cpu = Duration::from_millis(100)).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
}

#[test]
fn cpu_time_is_violated_by_a_guest_that_works() {
    let ran = table(evil("spin-run")).limits(|limits| limits.cpu = Duration::from_millis(100)).run();
    assert_snapshot!(ran.told(), @"TIMEOUT (cpu_time): the CPU time of 100 ms is used up");
    let ran = rows(evil("spin-apply")).limits(|limits| limits.cpu = Duration::from_millis(100)).run();
    assert_snapshot!(ran.told(), @"TIMEOUT (cpu_time): the CPU time of 100 ms is used up");
}

#[test]
fn host_calls_are_obeyed() {
    let ran = table(json!({"evil": "call-host", "times": 990})).limits(|limits| limits.host_calls = 1000).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
    assert!((990..=1000).contains(&ran.outcome.usage.host_calls), "{}", ran.outcome.usage.host_calls);
}

#[test]
fn host_calls_are_violated() {
    let ran = table(json!({"evil": "call-host", "times": 1_000_000_000})).limits(|limits| limits.host_calls = 100_000).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit host_calls of 100000 reached: 100000 in use, 1 more asked for");
    assert_eq!(ran.outcome.usage.host_calls, 100_000);
}

#[test]
fn cheap_host_calls_do_not_outrun_the_deadline() {
    let ran = table(json!({"evil": "call-host", "times": u64::MAX})).limits(short).limits(|limits| limits.host_calls = u64::MAX).run();
    assert_snapshot!(ran.told(), @"TIMEOUT (deadline): the deadline of 100 ms has passed");
}

#[test]
fn recursion_through_a_table_ends() {
    let ran = table(json!({"evil": "recurse-through-a-table", "depth": u64::MAX})).run();
    assert_snapshot!(ran.told(), @"GUEST_TRAP (trap): wasm trap: call stack exhausted");
}

#[test]
fn what_the_host_refused_cannot_be_swallowed() {
    let ran = table(json!({"evil": "swallow", "schema": [{"name": "x", "format": "l"}], "batches": [{"rows": 1}]})).run();
    assert_snapshot!(ran.told(), @"GUEST_ERROR (bad_output): bad output: output batch 1: 0 arrays, the schema has 1 fields");
    assert!(ran.said().is_empty(), "the guest went on: {:?}", ran.said());
}

/// The end of the work and the end of the time may fall together: it is one or the other, never something between.
#[test]
fn work_that_ends_at_its_deadline_ends_well_or_not_at_all() {
    for turns in (0..40).map(|step| step * 1_000_000) {
        let case = table(json!({"evil": "spin-for", "turns": turns})).limits(|limits| limits.wall = Duration::from_millis(15));
        let ran: Ran = case.run();
        match ran.told().as_str() {
            "fine, 100 rows" | "TIMEOUT (deadline): the deadline of 15 ms has passed" => {}
            other => panic!("{turns} turns: {other}"),
        }
    }
}

/// A destructor of the guest's own is the guest's code, and ends as such.
#[test]
fn spinning_in_a_destructor_ends() {
    let wat = Wat::rows()
        .put(
            "imports",
            &format!(
                r#"
            (core module $dtor (func (export "spin") (param i32) {SPIN}))
            (core instance $dtor (instantiate $dtor))
            (type $thing (resource (rep i32) (dtor (core func $dtor "spin"))))
            (core func $new (canon resource.new $thing))
            (core func $drop (canon resource.drop $thing))"#
            ),
        )
        .put("core imports", r#"(import "host" "new" (func $new (param i32) (result i32))) (import "host" "drop" (func $drop (param i32)))"#)
        .put("host", r#"(export "new" (func $new)) (export "drop" (func $drop))"#)
        .put("prepare", "(call $drop (call $new (i32.const 1)))");
    let ran = Case::new(wat.load(), json!({})).limits(short).run();
    assert_snapshot!(ran.told(), @"TIMEOUT (deadline): the deadline of 100 ms has passed");
}

#[test]
fn spinning_in_the_allocator_of_a_row_transform_ends() {
    let wat = Wat::rows().put("realloc", SPIN);
    let ran = Case::new(wat.load(), json!({})).limits(short).run();
    assert_snapshot!(ran.told(), @"TIMEOUT (deadline): the deadline of 100 ms has passed");
}

/// The host's own work on the rows between two ticks is bounded by the batch; after it the deadline is seen.
#[test]
fn a_source_that_is_slow_does_not_hide_the_deadline() {
    let slow = Source::in_batches(vec![numbers(10); 10]).before(|| std::thread::sleep(Duration::from_millis(60)));
    let ran = rows(evil("none")).input(slow).limits(short).run();
    assert_snapshot!(ran.told(), @"TIMEOUT (deadline): the deadline of 100 ms has passed");
    let slow = Source::in_batches(vec![numbers(10); 10]).before(|| std::thread::sleep(Duration::from_millis(60)));
    let ran = table(evil("none")).input(slow).limits(short).run();
    assert_snapshot!(ran.told(), @"TIMEOUT (deadline): the deadline of 100 ms has passed");
}
