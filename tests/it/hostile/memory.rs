//! Class B: guests that want more memory than there is for them.

use insta::assert_snapshot;
use sandtable_core::Limits;
use sandtable_core::units::MIB;
use serde_json::json;

use super::harness::{Case, alone, assert_serving, evil, rows, table};
use super::wat::{Wat, problems, problems_under};

fn small(limits: &mut Limits) {
    limits.memory_bytes = 16 * MIB;
}

fn smaller() -> Limits {
    let mut limits = Limits::default();
    small(&mut limits);
    limits
}

#[test]
fn memory_is_obeyed() {
    let ran = table(json!({"evil": "grow", "mb": 13})).limits(small).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
    let peak = ran.outcome.usage.peak_memory_bytes;
    assert!((13 * MIB..=16 * MIB).contains(&peak), "{peak}");
}

#[test]
fn memory_is_violated_step_by_step() {
    let ran = table(json!({"evil": "grow", "mb": 4096})).limits(small).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit memory_mb of 16 reached: 15 in use, 1 more asked for");
    assert!(ran.outcome.usage.peak_memory_bytes <= 16 * MIB);
}

#[test]
fn memory_is_violated_at_once() {
    let ran = table(json!({"evil": "grow-at-once", "mb": 2048})).limits(small).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit memory_mb of 16 reached: 1 in use, 2048 more asked for");
}

/// What cannot be addressed is not a limit of ours: the guest is told -1, as wasm says.
#[test]
fn more_than_an_address_can_say_is_a_no() {
    let ran = table(json!({"evil": "grow-at-once", "mb": 4095})).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
    assert_eq!(ran.said(), ["memory.grow said no"]);
}

/// The host hands over a batch, and the guest's own allocator has no room left for it.
#[test]
fn a_guest_at_its_limit_gets_no_batch_on_top() {
    let wat = Wat::rows().put("realloc", "(drop (memory.grow (i32.const 1)))").put("prepare", "(drop (memory.grow (i32.sub (i32.const 256) (memory.size))))");
    let ran = Case::new(wat.load(), json!({})).limits(small).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit memory_mb of 16 reached: 16 in use, 1 more asked for");
}

#[test]
fn a_declared_minimum_above_the_limit_is_refused_before_it_is_tried() {
    let wat = Wat::rows().memory("320");
    assert_snapshot!(problems(&wat.bytes()), @"fine");
    assert_snapshot!(problems_under(&wat.bytes(), &smaller()), @"too-large: it needs 20971520 bytes of memory at its start, at most 16777216 are given");
    assert_snapshot!(problems(&Wat::rows().memory("65536").bytes()), @"too-large: it needs 4294967296 bytes of memory at its start, at most 1073741824 are given");
    // One that was accepted under a higher limit does not start under a lower one.
    let ran = Case::new(wat.load(), json!({})).limits(small).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit memory_mb of 16 reached: 0 in use, 20 more asked for");
}

/// Several memories are several modules: all of them count together.
#[test]
fn memories_are_counted_together() {
    let modules = |count: usize, pages: usize| {
        let one = |at: usize| format!("(core module $m{at} (memory {pages})) (core instance (instantiate $m{at}))");
        Wat::rows().put("imports", &(0..count).map(one).collect::<String>())
    };
    assert_snapshot!(problems(&modules(7, 16).bytes()), @"fine");
    assert_snapshot!(problems(&modules(64, 1).bytes()), @"invalid: it does not compile: The component transitively contains 66 core module instances, which exceeds the configured maximum of 60 in the pooling allocator");
    assert_snapshot!(problems_under(&modules(7, 64).bytes(), &smaller()), @"describe-failed: describe failed: limit memory_mb of 16 reached: 14 in use, 4 more asked for");
}

#[test]
fn tables_are_counted() {
    let modules = |count: usize, elements: usize| {
        let one = |at: usize| format!("(core module $m{at} (table {elements} funcref)) (core instance (instantiate $m{at}))");
        Wat::rows().put("imports", &(0..count).map(one).collect::<String>())
    };
    assert_snapshot!(problems(&modules(4, 20_000).bytes()), @"fine");
    assert_snapshot!(problems(&modules(64, 1).bytes()), @"invalid: it does not compile: The component transitively contains 66 core module instances, which exceeds the configured maximum of 60 in the pooling allocator");
    assert_snapshot!(problems(&modules(1, 1_000_000).bytes()), @"too-large: it needs 1000000 elements in a table, at most 100000 are given");
    assert_snapshot!(problems(&modules(10, 20_000).bytes()), @"describe-failed: describe failed: limit table_elements of 100000 reached: 100000 in use, 20000 more asked for");
}

#[test]
fn table_elements_are_obeyed() {
    let ran = Case::new(growing_table(9_990).load(), json!({})).limits(|limits| limits.table_elements = 10_000).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
}

#[test]
fn table_elements_are_violated() {
    let ran = Case::new(growing_table(9_991).load(), json!({})).limits(|limits| limits.table_elements = 10_000).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit table_elements of 10000 reached: 10 in use, 9991 more asked for");
    // As memory they count too.
    let ran = Case::new(growing_table(99_000).load(), json!({})).limits(|limits| limits.memory_bytes = 2 * MIB + 4096).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit memory_mb of 2 reached: 2 in use, 1 more asked for");
}

fn growing_table(by: usize) -> Wat {
    Wat::rows().put("core", "(table $t 10 funcref)").put("prepare", &format!("(drop (table.grow $t (ref.null func) (i32.const {by})))"))
}

#[test]
fn many_instances_by_nested_components_are_refused() {
    let nested = |count: usize| {
        let copies = "(core instance (instantiate $m))".repeat(count);
        Wat::rows()
            .put("imports", &format!("(component $inner (core module $m (func)) {copies}) (instance (instantiate $inner)) (instance (instantiate $inner))"))
    };
    assert_snapshot!(problems(&nested(10).bytes()), @"fine");
    assert_snapshot!(problems(&nested(100).bytes()), @"invalid: it does not compile: The component transitively contains 202 core module instances, which exceeds the configured maximum of 60 in the pooling allocator");
}

/// Each level holds the next one twice: 2^20 instances from a few hundred bytes.
#[test]
fn components_that_double_at_each_level_are_refused() {
    let mut inner = "(core module $m (func)) (core instance (instantiate $m))".to_owned();
    for _ in 0..20 {
        inner = format!("(component $c {inner}) (instance (instantiate $c)) (instance (instantiate $c))");
    }
    assert_snapshot!(problems(&Wat::rows().put("imports", &inner).bytes()), @"invalid: it does not compile: The component transitively contains 1048578 core module instances, which exceeds the configured maximum of 60 in the pooling allocator");
}

#[test]
fn huge_data_segments_count_as_what_they_are() {
    let data = format!(r#"(data (i32.const 100000) "{}")"#, "x".repeat(1 << 20));
    assert_snapshot!(problems(&Wat::rows().put("core", &data).bytes()), @"fine");
    let outside = Wat::rows().put("core", &format!(r#"(data (i32.const 2000000) "{}")"#, "x".repeat(1 << 20)));
    assert_snapshot!(problems(&outside.bytes()), @"describe-failed: describe failed: wasm trap: out of bounds memory access");
}

#[test]
fn a_stack_is_obeyed() {
    let ran = table(json!({"evil": "overflow-the-stack", "depth": 1000})).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
    let ran = table(json!({"evil": "recurse-through-a-table", "depth": 1000})).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
}

#[test]
fn a_stack_is_violated() {
    let wat = Wat::rows().put("core", "(func $deep (param i64) (result i64) (i64.add (call $deep (i64.add (local.get 0) (i64.const 1))) (i64.const 1)))");
    let ran = Case::new(wat.put("prepare", "(drop (call $deep (i64.const 0)))").load(), json!({})).run();
    assert_snapshot!(ran.told(), @"GUEST_TRAP (trap): wasm trap: call stack exhausted");
    // The stack that a compiler keeps in linear memory runs into its own end.
    let ran = table(json!({"evil": "overflow-the-stack", "depth": u64::MAX})).run();
    assert_snapshot!(ran.told(), @"GUEST_TRAP (trap): wasm trap: out of bounds memory access");
}

/// Host and guest by turns, each level on the host's stack too: a destructor that drops the next thing.
#[test]
fn the_host_is_not_led_into_its_own_depths() {
    let wat = Wat::rows()
        .put(
            "imports",
            r#"
            (core module $table (table (export "t") 1 1 funcref))
            (core instance $table (instantiate $table))
            (core module $shim (type $f (func (param i32))) (import "" "t" (table 1 1 funcref))
              (func (export "dtor") (param i32) (call_indirect (type $f) (local.get 0) (i32.const 0))))
            (core instance $shim (instantiate $shim (with "" (instance $table))))
            (type $thing (resource (rep i32) (dtor (core func $shim "dtor"))))
            (core func $new (canon resource.new $thing))
            (core func $drop (canon resource.drop $thing))"#,
        )
        .put(
            "core imports",
            r#"
            (import "table" "t" (table $t 1 1 funcref))
            (import "host" "new" (func $new (param i32) (result i32)))
            (import "host" "drop" (func $drop (param i32)))"#,
        )
        .put(
            "core",
            "
            (elem (i32.const 0) $next)
            (func $next (param $left i32)
              (if (local.get $left) (then (call $drop (call $new (i32.sub (local.get $left) (i32.const 1)))))))",
        )
        .swap(r#"(with "libc" (instance $libc))"#, r#"(with "libc" (instance $libc)) (with "table" (instance $table))"#)
        .put("host", r#"(export "new" (func $new)) (export "drop" (func $drop))"#);
    let deep = |depth: &str| wat_with(&wat, &format!("(call $drop (call $new (i32.const {depth})))"));
    let ran = Case::new(deep("100").load(), json!({})).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
    let ran = Case::new(deep("100000000").load(), json!({})).run();
    assert_snapshot!(ran.told(), @"GUEST_TRAP (trap): wasm trap: call stack exhausted");
}

fn wat_with(wat: &Wat, prepare: &str) -> Wat {
    wat.copy().put("prepare", prepare)
}

#[test]
fn an_allocator_that_lies_ends_the_call() {
    let how = |how: &str| table(json!({"evil": "allocator", "how": how})).run().told();
    assert_snapshot!(how("out-of-bounds"), @"GUEST_TRAP (trap): realloc return: beyond end of memory");
    assert_snapshot!(how("misaligned"), @"GUEST_TRAP (trap): realloc return: result not aligned");
    assert_snapshot!(how("traps"), @"GUEST_TRAP (trap): wasm trap: wasm `unreachable` instruction executed");
    // It may not call the host while the host is handing something over.
    assert_snapshot!(how("calls-the-host"), @"GUEST_TRAP (trap): wasm trap: cannot leave component instance");
}

/// An allocator that gives the same place for everything harms the guest alone.
#[test]
fn an_allocator_that_repeats_itself_harms_only_its_guest() {
    let wat = Wat::rows().put("realloc", "(return (i32.const 65536))");
    let ran = Case::new(wat.load(), json!({})).run();
    assert_eq!(ran.outcome.result.is_ok(), ran.output.rows() == 100);
}

/// Ten thousand arrays that all point at one list of four thousand buffers: little in the guest, gigabytes in a host
/// that believes the counts.
#[test]
fn counts_in_the_guest_are_not_multiplied_in_the_host() {
    if !alone("hostile::memory::counts_in_the_guest_are_not_multiplied_in_the_host") {
        return;
    }
    assert_serving();
    let before = peak_rss_kb();
    let ran = table(json!({
        "evil": "push",
        "schema": [{"name": "c#", "format": "l", "times": 10_000}],
        "batches": [{"rows": 1, "arrays": [{"length": 1, "times": 10_000, "buffers": ["empty"], "buffers_times": 4096}]}],
    }))
    .run();
    assert_snapshot!(ran.told(), @"GUEST_ERROR (bad_output): bad output: output batch 1: more than 65536 buffers in all its arrays");
    let grown = peak_rss_kb() - before;
    assert!(grown < 512 << 10, "the host took {grown} KiB more");
}

/// The most that this process ever held.
fn peak_rss_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the kernel counts it");
    line.trim().trim_end_matches(" kB").parse().expect("a number of kB")
}

#[test]
fn several_instances_share_one_limit() {
    let ran = rows(evil("none")).limits(small).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
    assert!(ran.outcome.usage.peak_memory_bytes <= 16 * MIB);
}
