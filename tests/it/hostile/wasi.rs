//! Class E: guests that look for the machine behind WASI.

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::json;

use super::harness::{Case, Ran};
use super::wat::{Wat, problems};

/// A guest that does this when it gets ready.
fn does(prepare: &str) -> Case {
    Case::new(Wat::rows().wasi().put("prepare", prepare).load(), json!({}))
}

fn said(ran: &Ran) -> String {
    format!("{} | {}", ran.told(), ran.said().join(", "))
}

/// Again and again, without end.
fn for_ever(body: &str) -> String {
    format!("(loop $forever {body} (br $forever))")
}

#[test]
fn there_is_no_environment_no_argument_no_folder() {
    // Each list's length is said.
    let length = "(call $say-number (i64.extend_i32_u (i32.load (i32.const 5004))))";
    let ran = does(&format!(
        "(call $environment (i32.const 5000)) {length} (call $arguments (i32.const 5000)) {length} (call $directories (i32.const 5000)) {length}
         (call $cwd (i32.const 5000)) (call $say-number (i64.extend_i32_u (i32.load8_u (i32.const 5000))))"
    ))
    .run();
    assert_snapshot!(said(&ran), @"fine, 100 rows | 0, 0, 0, 0");
}

#[test]
fn files_and_sockets_may_be_listed_and_not_used() {
    assert_snapshot!(does("(call $tcp (i32.const 0))").run().told(), @"GUEST_TRAP (refused_capability): the transform used wasi:sockets/tcp-create-socket.create-tcp-socket, which is not granted");
    assert_snapshot!(does("(call $udp (i32.const 0))").run().told(), @"GUEST_TRAP (refused_capability): the transform used wasi:sockets/udp-create-socket.create-udp-socket, which is not granted");
    assert_snapshot!(does("(drop (call $network))").run().told(), @"GUEST_TRAP (refused_capability): the transform used wasi:sockets/instance-network.instance-network, which is not granted");
    assert_snapshot!(does("(call $resolve (i32.const 2048) (i32.const 7))").run().told(), @"GUEST_TRAP (refused_capability): the transform used wasi:sockets/ip-name-lookup.resolve-addresses, which is not granted");
    // There is no open file: a handle to one can only be forged.
    assert_snapshot!(does("(call $read-file (i32.const 1) (i64.const 1) (i64.const 0) (i32.const 5000))").run().told(), @"GUEST_TRAP (trap): unknown handle index 1");
}

#[test]
fn exit_in_the_middle_of_a_call_is_a_failure() {
    assert_snapshot!(does("(call $exit (i32.const 0))").run().told(), @"GUEST_TRAP (trap): the transform called exit with code 0 in the middle of a call");
    assert_snapshot!(does("(call $exit (i32.const 1))").run().told(), @"GUEST_TRAP (trap): the transform called exit with code 1 in the middle of a call");
    let wat = Wat::rows().wasi().put("describe", "(call $exit (i32.const 0))");
    assert_snapshot!(problems(&wat.bytes()), @"describe-failed: describe failed: the transform called exit with code 0 in the middle of a call");
}

#[test]
fn random_bytes_are_obeyed() {
    let ran = does("(call $random-bytes (i64.const 65536) (i32.const 5000)) (call $say-number (i64.extend_i32_u (i32.load (i32.const 5004))))").run();
    assert_snapshot!(said(&ran), @"fine, 100 rows | 65536");
}

#[test]
fn random_bytes_are_violated() {
    let ran = does("(call $random-bytes (i64.const -1) (i32.const 5000))").run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit random_bytes of 65536 reached: 0 in use, 18446744073709551615 more asked for");
    let ran = does("(call $random-bytes (i64.const 65537) (i32.const 5000))").run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit random_bytes of 65536 reached: 0 in use, 65537 more asked for");
}

#[test]
fn clocks_and_chance_stand_still_when_asked() {
    let look = || {
        let mut case = does(
            "(call $say-number (call $now)) (call $say-number (call $now)) (call $wall (i32.const 5000)) (call $say-number (i64.load (i32.const 5000)))
             (call $say-number (call $random)) (call $say-number (call $random))",
        );
        case.call.deterministic = true;
        said(&case.run())
    };
    let first = look();
    assert_eq!(first, look());
    assert_snapshot!(first, @"fine, 100 rows | 100000, 200000, 1577836800, 5625673649125117807, 13774100998057800352");
}

#[test]
fn waiting_ends_at_the_deadline() {
    let wait = "(call $block (call $subscribe (i64.const -1)))";
    let polls = "(i32.store (i32.const 5000) (call $subscribe (i64.const -1))) (call $poll (i32.const 5000) (i32.const 1) (i32.const 5008))";
    for body in [wait, polls] {
        let ran = does(body).limits(|limits| limits.wall = Duration::from_millis(100)).run();
        assert_eq!(ran.told(), "TIMEOUT (deadline): the deadline of 100 ms has passed", "{body}");
        assert!(ran.outcome.usage.cpu_ms < 100.0, "waiting is not working: {} ms", ran.outcome.usage.cpu_ms);
    }
}

#[test]
fn waiting_ends_at_a_cancel() {
    let case = does("(call $block (call $subscribe (i64.const -1)))");
    let cancel = case.call.cancel.clone();
    let canceller = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        cancel.cancel();
    });
    assert_snapshot!(case.run().told(), @"CANCELLED (cancelled): cancelled");
    canceller.join().expect("it only waits and cancels");
}

/// Short waits without end burn neither fuel nor much of the processor: the calls and the wall time end them.
#[test]
fn short_waits_without_end_are_ended() {
    let nap = for_ever("(call $block (call $subscribe (i64.const 1000)))");
    let ran = does(&nap).limits(|limits| (limits.wall, limits.handles) = (Duration::from_millis(100), 1_000_000)).run();
    assert_snapshot!(ran.told(), @"TIMEOUT (deadline): the deadline of 100 ms has passed");
    let moment = for_ever("(call $drop-pollable (call $subscribe (i64.const 0)))");
    let ran = does(&moment).limits(|limits| limits.host_calls = 10_000).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit host_calls of 10000 reached: 10000 in use, 1 more asked for");
}

/// A fixed clock jumps over a wait; a guest that waits for ever gets nowhere all the same.
#[test]
fn waiting_on_a_fixed_clock_ends_too() {
    let mut case = does(&for_ever("(call $drop-pollable (call $subscribe (i64.const -1)))")).limits(|limits| limits.host_calls = 10_000);
    case.call.deterministic = true;
    assert_snapshot!(case.run().told(), @"RESOURCE_CAP (limit): limit host_calls of 10000 reached: 10000 in use, 1 more asked for");
}

#[test]
fn polling_nothing_is_a_trap() {
    assert_snapshot!(does("(call $poll (i32.const 0) (i32.const 0) (i32.const 5000))").run().told(), @"GUEST_TRAP (trap): poll was called with nothing to wait for");
    assert_snapshot!(does("(call $poll (i32.const 0) (i32.const 1000000000) (i32.const 5000))").run().told(), @"GUEST_TRAP (trap): list pointer/length out of bounds of memory");
}

#[test]
fn standard_streams_are_the_log() {
    let ran = does(
        "(call $write (call $stdout) (i32.const 2048) (i32.const 7) (i32.const 5000)) (call $write (call $stderr) (i32.const 2056) (i32.const 5) (i32.const 5000))",
    )
    .run();
    assert_snapshot!(said(&ran), @"fine, 100 rows | hostile, 0.1.0");
}

#[test]
fn floods_without_line_breaks_are_one_cut_line() {
    let flood = "(local $out i32) (local $left i32) (local.set $out (call $stdout)) (local.set $left (i32.const 10000))
        (memory.fill (i32.const 100000) (i32.const 120) (i32.const 65536))
        (loop $more
          (call $write (local.get $out) (i32.const 100000) (i32.const 65536) (i32.const 5000))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (br_if $more (local.get $left)))";
    let ran = does(flood).run();
    assert_eq!((ran.told().as_str(), ran.said().len(), ran.said()[0].len()), ("fine, 100 rows", 1, 8192));
    assert!(ran.outcome.logs_dropped > 0);
}

#[test]
fn floods_of_line_breaks_are_dropped_and_counted() {
    let flood = "(local $left i32) (local.set $left (i32.const 100))
        (memory.fill (i32.const 100000) (i32.const 10) (i32.const 65536))
        (loop $more
          (call $write (call $stderr) (i32.const 100000) (i32.const 65536) (i32.const 5000))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (br_if $more (local.get $left)))";
    let ran = does(flood).limits(|limits| limits.log_bytes = 10_000).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
    assert!(ran.said().len() <= 10_000 / 16);
    assert_eq!(ran.said().len() as u64 + ran.outcome.logs_dropped, 100 * 65_536);
}

#[test]
fn bytes_that_are_no_text_are_replaced() {
    let ran = does("(i32.store (i32.const 5000) (i32.const 0x1bfffe41)) (call $write (call $stdout) (i32.const 5000) (i32.const 4) (i32.const 6000))").run();
    assert_snapshot!(said(&ran), @"fine, 100 rows | A\u{fffd}\u{fffd}\\u{1b}");
}

#[test]
fn empty_writes_without_end_are_ended() {
    let body =
        format!("(local $out i32) (local.set $out (call $stdout)) {}", for_ever("(call $write (local.get $out) (i32.const 0) (i32.const 0) (i32.const 5000))"));
    let ran = does(&body).limits(|limits| limits.host_calls = 100_000).run();
    assert_snapshot!(said(&ran), @"RESOURCE_CAP (limit): limit host_calls of 100000 reached: 100000 in use, 1 more asked for | ");
}

#[test]
fn a_write_of_more_than_there_is_ends_the_call() {
    let ran = does("(call $write (call $stdout) (i32.const 0) (i32.const -1) (i32.const 5000))").run();
    assert_snapshot!(ran.told(), @"GUEST_TRAP (trap): list pointer/length out of bounds of memory");
    let ran = does("(call $write-zeroes (call $stdout) (i64.const -1) (i32.const 5000))").run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
    assert_eq!(ran.said()[0].len(), 8190, "a zero is shown by its escape, and the line is cut");
}

/// A runtime lists one version, its libraries another.
#[test]
fn two_versions_of_one_interface_may_be_listed() {
    let wat = Wat::rows().put(
        "imports",
        r#"(import "wasi:sockets/tcp-create-socket@0.2.0" (instance (export "create-tcp-socket" (func (param "address-family" u8)))))
           (import "wasi:sockets/tcp-create-socket@0.2.6" (instance (export "create-tcp-socket" (func (param "address-family" u8)))))"#,
    );
    assert_snapshot!(problems(&wat.bytes()), @"fine");
}

#[test]
fn what_is_not_granted_is_refused_at_upload() {
    let imports = |text: &str| problems(&Wat::rows().put("imports", text).bytes());
    assert_snapshot!(imports(r#"(import "wasi:http/outgoing-handler@0.2.0" (instance))"#), @"refused-import: it imports wasi:http/outgoing-handler@0.2.0, which is not granted: allowed are sandtable:transform/… and wasi:… 0.2 (cli, clocks, filesystem, io, random, sockets)");
    assert_snapshot!(imports(r#"(import "wasi:cli/run@0.2.0" (instance))"#), @"refused-import: it imports wasi:cli/run@0.2.0, which is not granted: allowed are sandtable:transform/… and wasi:… 0.2 (cli, clocks, filesystem, io, random, sockets)");
    assert_snapshot!(imports(r#"(import "wasi:clocks/monotonic-clock@0.3.0" (instance))"#), @"wrong-version: it imports wasi:clocks/monotonic-clock@0.3.0; of wasi:, version 0.2 is there");
    assert_snapshot!(imports(r#"(import "wasi:threads/thread-spawn" (instance))"#), @"refused-import: it imports wasi:threads/thread-spawn, which is not granted: allowed are sandtable:transform/… and wasi:… 0.2 (cli, clocks, filesystem, io, random, sockets)");
    assert_snapshot!(imports(r#"(import "wasi:cli/environment@0.2.0" (instance (export "set-environment" (func))))"#), @"wrong-type: the component does not link: component imports instance `wasi:cli/environment@0.2.0`, but a matching implementation was not found in the linker: instance export `set-environment` has the wrong type: function implementation is missing");
    assert_snapshot!(imports(r#"(import "wasi:cli/exit@0.2.0" (instance (export "exit" (func (param "status" u64)))))"#), @"wrong-type: the component does not link: component imports instance `wasi:cli/exit@0.2.0`, but a matching implementation was not found in the linker: instance export `exit` has the wrong type: type mismatch with parameters: expected `result` found `u64`");
}
