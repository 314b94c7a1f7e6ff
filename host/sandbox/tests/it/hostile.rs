//! Guests that mean harm, where harm needs no Arrow: time, memory, traps, and what is left behind.

use std::time::Duration;

use sandtable_core::Limits;
use sandtable_core::limits::LimitExceeded;
use sandtable_sandbox::{Call, Cancel, Failure};

use crate::handmade::Handmade;
use crate::support::{failure, guest, numbers, refused, run, sandbox};

const SPIN: &str = "(loop $spin (br $spin))";

fn limits(change: impl FnOnce(&mut Limits)) -> Limits {
    let mut limits = Limits::default();
    change(&mut limits);
    limits
}

fn call(limits: Limits) -> Call {
    Call { limits, ..Call::new("{}") }
}

/// What `run` comes to when it does nothing else wrong: it never started its output.
fn harmless() -> Failure {
    Failure::BadOutput { place: "output".to_owned(), message: "run ended well, and start was never called".to_owned() }
}

/// After whatever happened, another call works.
fn still_serves() {
    run(&guest("smallest"), Call::new("{}"), vec![numbers(0, 10)]).0.result.unwrap();
}

#[test]
fn a_handmade_component_is_taken() {
    assert_eq!(failure(&Handmade::default().transform(), Call::new("{}"), vec![numbers(0, 1)]), harmless());
}

#[test]
fn spinning_is_stopped_by_fuel_deadline_and_cpu_time() {
    let spins = Handmade { run: SPIN, ..Handmade::default() }.transform();
    let in_realloc = Handmade { realloc: SPIN, ..Handmade::default() }.transform();
    for transform in [spins, in_realloc] {
        let stopped = |limits| failure(&transform, call(limits), vec![numbers(0, 1)]);
        assert_eq!(stopped(limits(|limits| limits.fuel = Some(1_000_000))), Failure::OutOfFuel { limit: 1_000_000 });
        assert_eq!(stopped(limits(|limits| limits.wall = Duration::from_millis(30))), Failure::Deadline { limit_ms: 30 });
        assert_eq!(stopped(limits(|limits| limits.cpu = Duration::from_millis(30))), Failure::CpuTime { limit_ms: 30 });
        still_serves();
    }
}

#[test]
fn spinning_in_bulk_operations_is_stopped() {
    let fills = "(loop $spin (memory.fill (i32.const 0) (i32.const 0) (i32.const 131072)) (br $spin))";
    let transform = Handmade { run: fills, ..Handmade::default() }.transform();
    let failure = failure(&transform, call(limits(|limits| limits.wall = Duration::from_millis(30))), vec![numbers(0, 1)]);
    assert_eq!(failure, Failure::Deadline { limit_ms: 30 });
}

#[test]
fn spinning_at_upload_is_stopped() {
    let little = limits(|limits| limits.fuel = Some(1_000_000));
    let start = Handmade { items: "(func $start (loop $spin (br $spin))) (start $start)", ..Handmade::default() };
    let describe = Handmade { describe: SPIN, ..Handmade::default() };
    for component in [start, describe] {
        let problems = sandbox().check(&component.wasm(), &little).report.problems;
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!((problems[0].code.as_str(), problems[0].message.as_str()), ("describe-failed", "describe failed: out of fuel: the limit is 1000000"));
    }
    still_serves();
}

#[test]
fn a_guest_that_spins_is_cancelled() {
    let spins = Handmade { run: SPIN, ..Handmade::default() }.transform();
    let cancel = Cancel::new();
    let later = cancel.clone();
    let canceller = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(30));
        later.cancel();
    });
    let failure = failure(&spins, Call { cancel, ..Call::new("{}") }, vec![numbers(0, 1)]);
    canceller.join().unwrap();
    assert_eq!(failure, Failure::Cancelled);
}

#[test]
fn growing_memory_is_stopped_at_the_limit() {
    let grows = Handmade { run: "(loop $more (drop (memory.grow (i32.const 16))) (br $more))", ..Handmade::default() }.transform();
    let failed = failure(&grows, call(limits(|limits| limits.memory_bytes = 64 << 20)), vec![numbers(0, 1)]);
    let Failure::Limit(LimitExceeded { name, limit, requested, .. }) = failed else { panic!("{failed}") };
    assert_eq!((name.as_str(), limit, requested), ("memory_mb", 64, 1));
    let (outcome, _) = run(&grows, call(limits(|limits| limits.memory_bytes = 64 << 20)), vec![numbers(0, 1)]);
    assert!(outcome.usage.peak_memory_bytes > 60 << 20 && outcome.usage.peak_memory_bytes <= 64 << 20);
    still_serves();
}

#[test]
fn a_guest_may_meet_its_own_maximum() {
    let own = Handmade {
        items: "(memory $memory (export \"memory\") 2 3)",
        run: "(if (i32.ne (memory.grow (i32.const 100)) (i32.const -1)) (then unreachable))",
        ..Handmade::default()
    };
    assert_eq!(failure(&own.transform(), Call::new("{}"), vec![numbers(0, 1)]), harmless());
}

#[test]
fn tables_are_bounded() {
    let grows = Handmade {
        items: "(table $t 1 funcref)",
        run: "(loop $more (drop (table.grow $t (ref.null func) (i32.const 1000))) (br $more))",
        ..Handmade::default()
    };
    let failed = failure(&grows.transform(), call(limits(|limits| limits.table_elements = 50_000)), vec![numbers(0, 1)]);
    let expected = LimitExceeded { name: "table_elements".to_owned(), limit: 50_000, current: 49_003, requested: 1000 };
    let Failure::Limit(exceeded) = failed else { panic!("{failed}") };
    // Tables of wit-component's kind may be there too; what matters is where it ends.
    assert_eq!((exceeded.name.as_str(), exceeded.limit, exceeded.requested), (expected.name.as_str(), expected.limit, expected.requested));
}

#[test]
fn what_does_not_fit_at_the_start_is_refused_at_upload() {
    let large = Handmade { items: "(memory $memory (export \"memory\") 65536)", ..Handmade::default() };
    assert_eq!(refused(&large.wasm()), ["too-large: it needs 4294967296 bytes of memory at its start, at most 1073741824 are given"]);
    let table = Handmade { items: "(table $t 1000000 funcref)", ..Handmade::default() };
    assert_eq!(refused(&table.wasm()), ["too-large: it needs 1000000 elements in a table, at most 100000 are given"]);
    let tables = "(table 1 funcref)".repeat(61);
    let tables = Handmade { items: Box::leak(tables.into_boxed_str()), ..Handmade::default() };
    let problems = refused(&tables.wasm());
    assert!(problems[0].contains("tables"), "{problems:?}");
}

#[test]
fn traps_are_told_with_the_guests_functions() {
    let cases = [
        ("(drop (i32.div_s (i32.const 1) (local.get 0)))", "wasm trap: integer divide by zero"),
        ("unreachable", "wasm trap: wasm `unreachable` instruction executed"),
        ("(drop (i32.load (i32.const -4)))", "wasm trap: out of bounds memory access"),
        ("(drop (call $run (local.get 0) (local.get 0) (local.get 0) (local.get 0) (local.get 0)))", "wasm trap: call stack exhausted"),
    ];
    for (body, expected) in cases {
        let body = format!("(local.set 0 (i32.const 0)) {body}");
        let transform = Handmade { run: Box::leak(body.into_boxed_str()), ..Handmade::default() }.transform();
        let failed = failure(&transform, Call::new("{}"), vec![numbers(0, 1)]);
        let Failure::Trap { message, backtrace } = failed else { panic!("{failed}") };
        assert_eq!(message, expected);
        assert!(!backtrace.is_empty() && backtrace.len() <= 32 && backtrace[0] == "run", "{backtrace:?}");
        still_serves();
    }
}

#[test]
fn text_is_bounded_before_it_is_read() {
    let says = |run| Handmade {
        imports: r#"(import "sandtable:transform/host@1.0.0" (instance $host
            (type $level' (enum "trace" "debug" "info" "warn" "error")) (export "level" (type $level (eq $level')))
            (export "log" (func (param "level" $level) (param "message" string)))))"#,
        lowered: r#"(core func $f (canon lower (func $host "log") (memory (core memory $libc "memory"))))"#,
        with: r#"(with "libc" (instance $libc)) (with "host" (instance (export "f" (func $f))))"#,
        core_imports: r#"(import "libc" "memory" (memory 2)) (import "host" "f" (func $f (param i32 i32 i32)))"#,
        items: r#"(export "memory" (memory 0)) ;; (memory is imported)
            (data (i32.const 600) "all \1b[31mis\00 well\n[error] not")"#,
        run,
        ..Handmade::default()
    };
    let (outcome, _) = run(&says("(call $f (i32.const 2) (i32.const 600) (i32.const 28))").transform(), Call::new("{}"), vec![numbers(0, 1)]);
    assert_eq!(outcome.logs.len(), 1);
    assert_eq!(outcome.logs[0].message, "all \\u{1b}[31mis\\u{0} well\\n[error] no");
    let bomb = says("(drop (memory.grow (i32.const 300))) (call $f (i32.const 2) (i32.const 0) (i32.const 17000000))").transform();
    let failed = failure(&bomb, Call::new("{}"), vec![numbers(0, 1)]);
    let Failure::Limit(LimitExceeded { name, limit: 16_777_216, .. }) = failed else { panic!("{failed}") };
    assert_eq!(name, "text_bytes");
    let flood = says("(loop $more (call $f (i32.const 2) (i32.const 600) (i32.const 30)) (br $more))").transform();
    let (outcome, _) = run(&flood, call(limits(|limits| (limits.log_bytes, limits.host_calls) = (1000, 5000))), vec![numbers(0, 1)]);
    assert!(outcome.logs.len() < 30 && outcome.logs_dropped > 4_900, "{} {}", outcome.logs.len(), outcome.logs_dropped);
}

/// A guest that writes a table by hand: `start(output, fields, count)` and `push(output, rows, arrays, count)`.
fn pushes(run: &'static str) -> Handmade {
    Handmade {
        tables: r#"(type $field' (record (field "name" string) (field "format" string) (field "nullable" bool) (field "children" u32)
                (field "metadata" (list (tuple string string)))))
            (export "field" (type $field (eq $field')))
            (type $array' (record (field "length" u32) (field "null-count" u32) (field "buffers" (list (list u8)))))
            (export "array" (type $array (eq $array')))
            (type $batch' (record (field "rows" u32) (field "arrays" (list $array))))
            (export "batch" (type $batch (eq $batch')))
            (export "[method]output.start" (func (param "self" (borrow $out)) (param "schema" (list $field))))
            (export "[method]output.push" (func (param "self" (borrow $out)) (param "batch" $batch)))"#,
        imports: r#"(import "sandtable:transform/host@1.0.0" (instance $host
            (type $level' (enum "trace" "debug" "info" "warn" "error")) (export "level" (type $level (eq $level')))
            (export "log" (func (param "level" $level) (param "message" string)))))"#,
        lowered: r#"(core func $start (canon lower (func $tables "[method]output.start") (memory (core memory $libc "memory"))))
            (core func $push (canon lower (func $tables "[method]output.push") (memory (core memory $libc "memory"))))
            (core func $log (canon lower (func $host "log") (memory (core memory $libc "memory"))))"#,
        with: r#"(with "libc" (instance $libc)) (with "host" (instance
            (export "start" (func $start)) (export "push" (func $push)) (export "log" (func $log))))"#,
        core_imports: r#"(import "libc" "memory" (memory 2))
            (import "host" "start" (func $start (param i32 i32 i32)))
            (import "host" "push" (func $push (param i32 i32 i32 i32)))
            (import "host" "log" (func $log (param i32 i32 i32)))"#,
        items: r#"(export "memory" (memory 0)) ;; (memory is imported)
            (data (i32.const 600) "abcdefghijklmnopqrstl")"#,
        run,
        ..Handmade::default()
    }
}

#[test]
fn one_list_of_buffers_in_many_arrays_is_counted_each_time() {
    // Columns a to t; each array's 4096 buffers are the same 32 KiB of zeroes at 65536.
    let transform = pushes(
        "(local $i i32)
        (loop $next
            (i32.store (i32.add (i32.const 8192) (i32.mul (local.get $i) (i32.const 32))) (i32.add (i32.const 600) (local.get $i)))
            (i32.store (i32.add (i32.const 8196) (i32.mul (local.get $i) (i32.const 32))) (i32.const 1))
            (i32.store (i32.add (i32.const 8200) (i32.mul (local.get $i) (i32.const 32))) (i32.const 620))
            (i32.store (i32.add (i32.const 8204) (i32.mul (local.get $i) (i32.const 32))) (i32.const 1))
            (i32.store (i32.add (i32.const 16392) (i32.mul (local.get $i) (i32.const 16))) (i32.const 65536))
            (i32.store (i32.add (i32.const 16396) (i32.mul (local.get $i) (i32.const 16))) (i32.const 4096))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $next (i32.lt_u (local.get $i) (i32.const 20))))
        (call $start (local.get 4) (i32.const 8192) (i32.const 20))
        (call $push (local.get 4) (i32.const 0) (i32.const 16384) (i32.const 20))",
    )
    .transform();
    let failed = failure(&transform, Call::new("{}"), vec![numbers(0, 1)]);
    assert_eq!(failed, Failure::BadOutput { place: "output batch 1".to_owned(), message: "more than 65536 buffers in all its arrays".to_owned() });
}

#[test]
fn a_long_line_is_cut_once_batches_cross() {
    let transform = pushes(
        "(drop (memory.grow (i32.const 300)))
        (call $start (local.get 4) (i32.const 0) (i32.const 0))
        (call $log (i32.const 2) (i32.const 0) (i32.const 17000000))",
    )
    .transform();
    for output_bytes in [1000, 1 << 30] {
        let (outcome, _) = run(&transform, call(limits(|limits| limits.output_bytes = output_bytes)), vec![numbers(0, 1)]);
        outcome.result.unwrap();
        assert_eq!((outcome.logs.len(), outcome.logs_dropped), (1, 1));
        assert!(outcome.logs[0].message.len() <= 8192);
    }
}

#[test]
fn nothing_is_left_behind_for_the_next_call() {
    // The same slot of the pool, the same component: a global, a word of memory and an element of a table are as new.
    let remembers = Handmade {
        items: r#"(memory $memory (export "memory") 2) (global $seen (mut i32) (i32.const 0)) (table $t 2 funcref) (elem declare func $run)"#,
        run: "(if (i32.or (i32.or (global.get $seen) (i32.load (i32.const 100000))) (i32.eqz (ref.is_null (table.get $t (i32.const 1)))))
                  (then unreachable))
              (global.set $seen (i32.const 1)) (i32.store (i32.const 100000) (i32.const 1)) (table.set $t (i32.const 1) (ref.func $run))",
        ..Handmade::default()
    }
    .transform();
    for _ in 0..20 {
        assert_eq!(failure(&remembers, Call::new("{}"), vec![numbers(0, 1)]), harmless());
    }
    // Another component in the same slots: all of its memory is zero but what it brought itself.
    let looks = Handmade { run: "(if (i32.load (i32.const 100000)) (then unreachable))", ..Handmade::default() }.transform();
    assert_eq!(failure(&looks, Call::new("{}"), vec![numbers(0, 1)]), harmless());
}
