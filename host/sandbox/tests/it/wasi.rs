//! WASI as guests see it: a log, clocks, random numbers, and otherwise nothing.

use std::time::Duration;

use sandtable_core::Limits;
use sandtable_core::limits::LimitExceeded;
use sandtable_sandbox::{Call, Failure, LogSource};

use crate::handmade::Handmade;
use crate::support::{failure, numbers, run};

/// A guest that writes to standard output: `write(pointer, length)` is the core function.
fn writer(run: &'static str) -> Handmade {
    Handmade {
        imports: r#"
            (import "wasi:io/error@0.2.9" (instance $error (export "error" (type (sub resource)))))
            (alias export $error "error" (type $error-type))
            (import "wasi:io/streams@0.2.9" (instance $streams
                (alias outer 1 $error-type (type $e'))
                (export "error" (type $e (eq $e')))
                (export "output-stream" (type $out (sub resource)))
                (type $failure' (variant (case "last-operation-failed" (own $e)) (case "closed")))
                (export "stream-error" (type $failure (eq $failure')))
                (export "[method]output-stream.blocking-write-and-flush"
                    (func (param "self" (borrow $out)) (param "contents" (list u8)) (result (result (error $failure)))))))
            (alias export $streams "output-stream" (type $stream))
            (import "wasi:cli/stdout@0.2.9" (instance $stdout
                (alias outer 1 $stream (type $s'))
                (export "output-stream" (type $s (eq $s')))
                (export "get-stdout" (func (result (own $s))))))
            (import "wasi:cli/exit@0.2.9" (instance $exit (export "exit" (func (param "status" (result))))))"#,
        lowered: r#"
            (core func $get (canon lower (func $stdout "get-stdout")))
            (core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory (core memory $libc "memory"))))
            (core func $leave (canon lower (func $exit "exit")))"#,
        with: r#"(with "libc" (instance $libc)) (with "host" (instance
            (export "get" (func $get)) (export "write" (func $write)) (export "exit" (func $leave))))"#,
        core_imports: r#"(import "libc" "memory" (memory 2))
            (import "host" "get" (func $get (result i32)))
            (import "host" "write" (func $write (param i32 i32 i32 i32)))
            (import "host" "exit" (func $exit (param i32)))"#,
        items: r#"(export "memory" (memory 0)) ;; (memory is imported)
            (data (i32.const 600) "hello\nto \1b[31mall\n\ffrest")"#,
        run,
        ..Handmade::default()
    }
}

/// A guest with one imported function, `f`.
fn one(imports: &'static str, lowered: &'static str, core_imports: &'static str, run: &'static str) -> Handmade {
    Handmade { imports, lowered, with: r#"(with "host" (instance (export "f" (func $f))))"#, core_imports, run, ..Handmade::default() }
}

#[test]
fn standard_output_is_the_log() {
    let transform = writer("(call $write (call $get) (i32.const 600) (i32.const 23) (i32.const 3000))").transform();
    let (outcome, _) = run(&transform, Call::new("{}"), vec![numbers(0, 1)]);
    let lines: Vec<_> = outcome.logs.iter().map(|line| (line.source, line.message.as_str())).collect();
    assert_eq!(lines, [(LogSource::Stdout, "hello"), (LogSource::Stdout, "to \\u{1b}[31mall"), (LogSource::Stdout, "\u{fffd}rest")]);
}

#[test]
fn a_flood_of_empty_writes_is_stopped() {
    let transform = writer("(loop $more (call $write (call $get) (i32.const 600) (i32.const 0) (i32.const 3000)) (br $more))").transform();
    let limits = Limits { host_calls: 500, ..Limits::default() };
    let failed = failure(&transform, Call { limits, ..Call::new("{}") }, vec![numbers(0, 1)]);
    assert_eq!(failed, Failure::Limit(LimitExceeded { name: "host_calls".into(), limit: 500, current: 500, requested: 1 }));
}

#[test]
fn handles_are_bounded() {
    let transform = writer("(loop $more (drop (call $get)) (br $more))").transform();
    let limits = Limits { handles: 50, ..Limits::default() };
    let failed = failure(&transform, Call { limits, ..Call::new("{}") }, vec![numbers(0, 1)]);
    let Failure::Limit(LimitExceeded { name, limit: 50, .. }) = failed else { panic!("{failed:?}") };
    assert_eq!(name, "handles");
}

#[test]
fn an_exit_is_a_trap_that_says_so() {
    for (run, code) in [("(call $exit (i32.const 0))", 0), ("(call $exit (i32.const 1))", 1)] {
        let failed = failure(&writer(run).transform(), Call::new("{}"), vec![numbers(0, 1)]);
        let message = format!("the transform called exit with code {code} in the middle of a call");
        assert_eq!(failed, Failure::Trap { message, backtrace: vec![] });
    }
}

#[test]
fn sleeping_ends_at_the_deadline() {
    let sleeper = Handmade {
        imports: r#"
            (import "wasi:io/poll@0.2.0" (instance $poll
                (export "pollable" (type $p (sub resource)))
                (export "[method]pollable.block" (func (param "self" (borrow $p))))))
            (alias export $poll "pollable" (type $pollable))
            (import "wasi:clocks/monotonic-clock@0.2.12" (instance $clock
                (alias outer 1 $pollable (type $p'))
                (export "pollable" (type $p (eq $p')))
                (export "subscribe-duration" (func (param "when" u64) (result (own $p))))))"#,
        lowered: r#"(core func $sleep (canon lower (func $clock "subscribe-duration")))
            (core func $block (canon lower (func $poll "[method]pollable.block")))"#,
        with: r#"(with "host" (instance (export "sleep" (func $sleep)) (export "block" (func $block))))"#,
        core_imports: r#"(import "host" "sleep" (func $sleep (param i64) (result i32))) (import "host" "block" (func $block (param i32)))"#,
        run: "(call $block (call $sleep (i64.const -1)))",
        ..Handmade::default()
    }
    .transform();
    let limits = Limits { wall: Duration::from_millis(50), ..Limits::default() };
    let failed = failure(&sleeper, Call { limits, ..Call::new("{}") }, vec![numbers(0, 1)]);
    assert_eq!(failed, Failure::Deadline { limit_ms: 50 });
    // A clock that is fixed does not wait at all.
    let fixed = failure(&sleeper, Call { deterministic: true, ..Call::new("{}") }, vec![numbers(0, 1)]);
    assert!(matches!(fixed, Failure::BadOutput { .. }), "{fixed:?}");
}

#[test]
fn sockets_may_be_listed_and_are_refused_when_used() {
    let imports = r#"(import "wasi:sockets/instance-network@0.2.3" (instance $net
            (export "network" (type $n (sub resource))) (export "instance-network" (func (result (own $n))))))"#;
    let lowered = r#"(core func $f (canon lower (func $net "instance-network")))"#;
    let core_imports = r#"(import "host" "f" (func $f (result i32)))"#;
    let harmless = failure(&one(imports, lowered, core_imports, "").transform(), Call::new("{}"), vec![numbers(0, 1)]);
    assert!(matches!(harmless, Failure::BadOutput { .. }), "{harmless:?}");
    let failed = failure(&one(imports, lowered, core_imports, "(drop (call $f))").transform(), Call::new("{}"), vec![numbers(0, 1)]);
    assert_eq!(failed, Failure::Refused { capability: "wasi:sockets/instance-network.instance-network".into() });
}

#[test]
fn random_numbers_are_bounded_and_fixed_when_asked_for() {
    let imports = r#"(import "wasi:random/random@0.2.0" (instance $random (export "get-random-u64" (func (result u64)))))"#;
    let lowered = r#"(core func $f (canon lower (func $random "get-random-u64")))"#;
    let core_imports = r#"(import "host" "f" (func $f (result i64)))"#;
    let traps_unless_fixed = "(if (i64.ne (call $f) (i64.const FIRST)) (then unreachable))";
    let first = {
        // The first number of SplitMix64 from the fixed seed.
        let state = 0x5EED_0F5A_4D7A_B1E5_u64.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    let run_text = traps_unless_fixed.replace("FIRST", &(first as i64).to_string());
    let transform = one(imports, lowered, core_imports, Box::leak(run_text.into_boxed_str())).transform();
    let fixed = failure(&transform, Call { deterministic: true, ..Call::new("{}") }, vec![numbers(0, 1)]);
    assert!(matches!(fixed, Failure::BadOutput { .. }), "{fixed:?}");
    let real = failure(&transform, Call::new("{}"), vec![numbers(0, 1)]);
    assert!(matches!(real, Failure::Trap { .. }), "{real:?}");
}
