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
                    (func (param "self" (borrow $out)) (param "contents" (list u8)) (result (result (error $failure)))))
                (export "[method]output-stream.write-zeroes"
                    (func (param "self" (borrow $out)) (param "len" u64) (result (result (error $failure)))))))
            (alias export $streams "output-stream" (type $stream))
            (import "wasi:cli/stdout@0.2.9" (instance $stdout
                (alias outer 1 $stream (type $s'))
                (export "output-stream" (type $s (eq $s')))
                (export "get-stdout" (func (result (own $s))))))
            (import "wasi:cli/exit@0.2.9" (instance $exit (export "exit" (func (param "status" (result))))))"#,
        lowered: r#"
            (core func $get (canon lower (func $stdout "get-stdout")))
            (core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory (core memory $libc "memory"))))
            (core func $zeroes (canon lower (func $streams "[method]output-stream.write-zeroes") (memory (core memory $libc "memory"))))
            (core func $leave (canon lower (func $exit "exit")))"#,
        with: r#"(with "libc" (instance $libc)) (with "host" (instance
            (export "get" (func $get)) (export "write" (func $write)) (export "zeroes" (func $zeroes)) (export "exit" (func $leave))))"#,
        core_imports: r#"(import "libc" "memory" (memory 2))
            (import "host" "get" (func $get (result i32)))
            (import "host" "write" (func $write (param i32 i32 i32 i32)))
            (import "host" "zeroes" (func $zeroes (param i32 i64 i32)))
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
fn floods_are_cut_and_never_block() {
    // All of what is left of its memory at once, and zeroes without number.
    let run_text = "(local $out i32) (local $left i32) (local.set $out (call $get)) (local.set $left (i32.const 1000))
        (memory.fill (i32.const 8192) (i32.const 120) (i32.const 122880))
        (loop $more
            (call $write (local.get $out) (i32.const 8192) (i32.const 122880) (i32.const 3000))
            (br_if $more (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
        (call $zeroes (local.get $out) (i64.const -1) (i32.const 3000))";
    let (outcome, _) = run(&writer(run_text).transform(), Call::new("{}"), vec![numbers(0, 1)]);
    assert_came_to_its_end(&outcome.result.unwrap_err());
    assert_eq!((outcome.logs.len(), outcome.logs[0].message.len()), (1, 8192));
    assert!(outcome.logs_dropped > 0);
    let beyond = fails(&writer("(call $write (call $get) (i32.const 0) (i32.const -1) (i32.const 3000))"), Call::new("{}"));
    assert!(matches!(&beyond, Failure::Trap { message, .. } if message == "list pointer/length out of bounds of memory"), "{beyond:?}");
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

/// A guest that waits: `sleep(nanoseconds)` gives a pollable, `block(pollable)` and `poll(list, length, result)` wait for
/// it, `drop(pollable)` gives it back.
fn sleeper(run: &'static str) -> Handmade {
    Handmade {
        imports: r#"
            (import "wasi:io/poll@0.2.0" (instance $poll
                (export "pollable" (type $p (sub resource)))
                (export "[method]pollable.block" (func (param "self" (borrow $p))))
                (export "poll" (func (param "in" (list (borrow $p))) (result (list u32))))))
            (alias export $poll "pollable" (type $pollable))
            (import "wasi:clocks/monotonic-clock@0.2.12" (instance $clock
                (alias outer 1 $pollable (type $p'))
                (export "pollable" (type $p (eq $p')))
                (export "now" (func (result u64)))
                (export "subscribe-duration" (func (param "when" u64) (result (own $p))))))"#,
        lowered: r#"(core func $now (canon lower (func $clock "now")))
            (core func $sleep (canon lower (func $clock "subscribe-duration")))
            (core func $block (canon lower (func $poll "[method]pollable.block")))
            (core func $poll (canon lower (func $poll "poll") (memory (core memory $libc "memory")) (realloc (core func $libc-alloc "realloc"))))
            (core func $drop (canon resource.drop $pollable))"#,
        with: r#"(with "libc" (instance $libc)) (with "host" (instance (export "now" (func $now)) (export "sleep" (func $sleep))
            (export "block" (func $block)) (export "poll" (func $poll)) (export "drop" (func $drop))))"#,
        core_imports: r#"(import "libc" "memory" (memory 2))
            (import "host" "now" (func $now (result i64)))
            (import "host" "sleep" (func $sleep (param i64) (result i32)))
            (import "host" "block" (func $block (param i32)))
            (import "host" "poll" (func $poll (param i32 i32 i32)))
            (import "host" "drop" (func $drop (param i32)))"#,
        items: r#"(export "memory" (memory 0)) ;; (memory is imported)"#,
        run,
        ..Handmade::default()
    }
}

/// Two pollables at 3000: the first in a very long time, the second in this many nanoseconds; and a poll for both.
macro_rules! poll_both {
    ($second:literal) => {
        concat!(
            "(i32.store (i32.const 3000) (call $sleep (i64.const -1))) (i32.store (i32.const 3004) (call $sleep (i64.const ",
            $second,
            "))) (call $poll (i32.const 3000) (i32.const 2) (i32.const 3008))"
        )
    };
}

fn within(wall_ms: u64) -> Call {
    Call { limits: Limits { wall: Duration::from_millis(wall_ms), ..Limits::default() }, ..Call::new("{}") }
}

fn fails(guest: &Handmade, call: Call) -> Failure {
    failure(&guest.transform(), call, vec![numbers(0, 1)])
}

/// A guest that came to its end: without an output, which is a failure of its own.
fn assert_came_to_its_end(failed: &Failure) {
    assert!(matches!(failed, Failure::BadOutput { .. }), "{failed:?}");
}

#[test]
fn waiting_ends_at_the_deadline() {
    for run in ["(call $block (call $sleep (i64.const -1)))", poll_both!("-1")] {
        assert_eq!(fails(&sleeper(run), within(50)), Failure::Deadline { limit_ms: 50 }, "{run}");
        // A clock that is fixed does not wait at all.
        assert_came_to_its_end(&fails(&sleeper(run), Call { deterministic: true, ..Call::new("{}") }));
    }
    let naps = "(loop $more (call $block (call $sleep (i64.const 1000))) (br $more))";
    let limits = Limits { wall: Duration::from_millis(50), handles: 1_000_000, ..Limits::default() };
    assert_eq!(fails(&sleeper(naps), Call { limits, ..Call::new("{}") }), Failure::Deadline { limit_ms: 50 });
}

#[test]
fn waiting_ends_at_a_cancel() {
    let call = Call::new("{}");
    let cancel = call.cancel.clone();
    let canceller = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        cancel.cancel();
    });
    assert_eq!(fails(&sleeper("(call $block (call $sleep (i64.const -1)))"), call), Failure::Cancelled);
    canceller.join().unwrap();
}

#[test]
fn waiting_ends_when_the_first_moment_has_come() {
    // Of the two, the second: a list of one, which is 1.
    let run = concat!(
        poll_both!("1000000"),
        "(if (i32.ne (i32.load (i32.const 3012)) (i32.const 1)) (then unreachable))
         (if (i32.ne (i32.load (i32.load (i32.const 3008))) (i32.const 1)) (then unreachable))"
    );
    for deterministic in [false, true] {
        assert_came_to_its_end(&fails(&sleeper(run), Call { deterministic, ..within(60_000) }));
    }
}

#[test]
fn waiting_starts_no_runtime() {
    assert_came_to_its_end(&fails(&sleeper("(call $block (call $sleep (i64.const 1000000)))"), within(60_000)));
    assert_came_to_its_end(&fails(&writer("(call $write (call $get) (i32.const 600) (i32.const 23) (i32.const 3000))"), within(60_000)));
    for thread in std::fs::read_dir("/proc/self/task").unwrap() {
        // A thread may have ended since.
        let name = std::fs::read_to_string(thread.unwrap().path().join("comm")).unwrap_or_default();
        assert!(!name.contains("tokio"), "{name}");
    }
}

#[test]
fn polling_nothing_is_a_trap() {
    let failed = fails(&sleeper("(call $poll (i32.const 0) (i32.const 0) (i32.const 3000))"), Call::new("{}"));
    assert_eq!(failed, Failure::Trap { message: "poll was called with nothing to wait for".into(), backtrace: vec![] });
}

#[test]
fn a_clock_that_is_fixed_moves_when_it_is_looked_at() {
    let run = "(if (i64.ne (call $now) (i64.const 100000)) (then unreachable)) (if (i64.ne (call $now) (i64.const 200000)) (then unreachable))
        (call $block (call $sleep (i64.const 3600000000000)))
        (if (i64.lt_u (call $now) (i64.const 3600000000000)) (then unreachable))";
    assert_came_to_its_end(&fails(&sleeper(run), Call { deterministic: true, ..Call::new("{}") }));
}

#[test]
fn handles_count_while_they_are_held() {
    let limits = Limits { handles: 50, ..Limits::default() };
    let call = || Call { limits: limits.clone(), ..Call::new("{}") };
    let exceeded = Failure::Limit(LimitExceeded { name: "handles".into(), limit: 50, current: 50, requested: 1 });
    assert_eq!(fails(&sleeper("(loop $more (drop (call $sleep (i64.const 0))) (br $more))"), call()), exceeded);
    let run = "(local $left i32) (local.set $left (i32.const 10000))
        (loop $more
            (call $drop (call $sleep (i64.const 0)))
            (br_if $more (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))";
    assert_came_to_its_end(&fails(&sleeper(run), call()));
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

#[test]
fn random_bytes_are_obeyed_and_violated() {
    let imports = r#"(import "wasi:random/random@0.2.0" (instance $random (export "get-random-bytes" (func (param "len" u64) (result (list u8))))))"#;
    let lowered =
        r#"(core func $f (canon lower (func $random "get-random-bytes") (memory (core memory $libc "memory")) (realloc (core func $libc-alloc "realloc"))))"#;
    let core_imports = r#"(import "host" "f" (func $f (param i64 i32)))"#;
    let asks = |run| one(imports, lowered, core_imports, run);
    assert_came_to_its_end(&fails(&asks("(call $f (i64.const 65536) (i32.const 3000))"), Call::new("{}")));
    for (run, requested) in [("(call $f (i64.const 65537) (i32.const 3000))", 65_537), ("(call $f (i64.const -1) (i32.const 3000))", u64::MAX)] {
        let exceeded = LimitExceeded { name: "random_bytes".into(), limit: 65_536, current: 0, requested };
        assert_eq!(fails(&asks(run), Call::new("{}")), Failure::Limit(exceeded));
    }
}

#[test]
fn there_is_no_environment_and_no_folder() {
    let imports = r#"
        (import "wasi:cli/environment@0.2.0" (instance $environment
            (export "get-environment" (func (result (list (tuple string string)))))
            (export "get-arguments" (func (result (list string))))))
        (import "wasi:filesystem/types@0.2.0" (instance $filesystem (export "descriptor" (type (sub resource)))))
        (alias export $filesystem "descriptor" (type $descriptor))
        (import "wasi:filesystem/preopens@0.2.0" (instance $preopens
            (alias outer 1 $descriptor (type $d'))
            (export "descriptor" (type $d (eq $d')))
            (export "get-directories" (func (result (list (tuple (own $d) string)))))))"#;
    for function in [r#"$environment "get-environment""#, r#"$environment "get-arguments""#, r#"$preopens "get-directories""#] {
        let lowered =
            format!(r#"(core func $f (canon lower (func {function}) (memory (core memory $libc "memory")) (realloc (core func $libc-alloc "realloc"))))"#);
        let guest = Handmade {
            with: r#"(with "libc" (instance $libc)) (with "host" (instance (export "f" (func $f))))"#,
            items: r#"(export "memory" (memory 0)) ;; (memory is imported)"#,
            ..one(
                imports,
                Box::leak(lowered.into_boxed_str()),
                r#"(import "libc" "memory" (memory 2)) (import "host" "f" (func $f (param i32)))"#,
                "(i32.store (i32.const 3004) (i32.const -1)) (call $f (i32.const 3000)) (if (i32.load (i32.const 3004)) (then unreachable))",
            )
        };
        assert_came_to_its_end(&fails(&guest, Call::new("{}")));
    }
}
