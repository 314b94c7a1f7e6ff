//! Each limit obeyed and violated, as far as well-behaved guests can do that.

use std::time::Duration;

use sandtable_core::limits::LimitExceeded;
use sandtable_core::{Code, Error, Limits};
use sandtable_sandbox::{Call, Failure};

use crate::support::{failure, guest, numbers, run};

fn limited(change: impl FnOnce(&mut Limits)) -> Call {
    let mut limits = Limits::default();
    change(&mut limits);
    Call { limits, ..Call::new("{}") }
}

fn exceeded(name: &str, limit: u64, current: u64, requested: u64) -> Failure {
    Failure::Limit(LimitExceeded { name: name.to_owned(), limit, current, requested })
}

#[test]
fn output_rows_are_obeyed_and_violated() {
    for name in ["smallest", "roundtrip-rust-table"] {
        run(&guest(name), limited(|limits| limits.output_rows = 100), vec![numbers(0, 50), numbers(0, 50)]).0.result.unwrap();
        let failure = failure(&guest(name), limited(|limits| limits.output_rows = 99), vec![numbers(0, 50), numbers(0, 50)]);
        assert_eq!(failure, exceeded("output_rows", 99, 50, 50), "{name}");
    }
}

#[test]
fn output_bytes_are_obeyed_and_violated() {
    for (name, bytes) in [("smallest", 1600), ("roundtrip-rust-table", 800)] {
        run(&guest(name), limited(|limits| limits.output_bytes = bytes), vec![numbers(0, 100)]).0.result.unwrap();
        let failure = failure(&guest(name), limited(|limits| limits.output_bytes = bytes - 1), vec![numbers(0, 100)]);
        assert_eq!(failure, exceeded("output_bytes", bytes - 1, bytes - 800, 800), "{name}");
    }
}

#[test]
fn input_bytes_are_obeyed_and_violated() {
    for name in ["smallest", "roundtrip-rust-table"] {
        run(&guest(name), limited(|limits| limits.input_bytes = 800), vec![numbers(0, 100)]).0.result.unwrap();
        let failure = failure(&guest(name), limited(|limits| limits.input_bytes = 799), vec![numbers(0, 100)]);
        assert_eq!(failure, exceeded("input_bytes", 799, 0, 800), "{name}");
    }
}

#[test]
fn memory_is_obeyed_and_violated() {
    let mib = |mib: u64| limited(|limits| limits.memory_bytes = mib << 20);
    run(&guest("smallest"), mib(16), vec![numbers(0, 1000)]).0.result.unwrap();
    let Failure::Limit(LimitExceeded { name, limit: 1, .. }) = failure(&guest("smallest"), mib(1), vec![numbers(0, 1000)]) else { panic!() };
    assert_eq!(name, "memory_mb");
    // Handing over a batch grows the guest's memory too, and the guest has no say in it.
    let table = guest("roundtrip-rust-table");
    let rows = || vec![numbers(0, 1_000_000)];
    let peak = run(&table, Call::new("{}"), rows()).0.usage.peak_memory_bytes;
    run(&table, limited(|limits| limits.memory_bytes = peak), rows()).0.result.unwrap();
    let Failure::Limit(exceeded) = failure(&table, limited(|limits| limits.memory_bytes = peak - 1), rows()) else { panic!() };
    assert_eq!((exceeded.name.as_str(), exceeded.limit), ("memory_mb", (peak - 1) >> 20));
}

#[test]
fn fuel_is_obeyed_and_violated() {
    for name in ["smallest", "roundtrip-rust-table"] {
        let free = run(&guest(name), Call::new("{}"), vec![numbers(0, 100)]).0;
        free.result.unwrap();
        let exact = run(&guest(name), limited(|limits| limits.fuel = Some(free.usage.fuel)), vec![numbers(0, 100)]).0;
        assert_eq!((exact.result, exact.usage.fuel), (Ok(()), free.usage.fuel), "{name}");
        let failure = failure(&guest(name), limited(|limits| limits.fuel = Some(free.usage.fuel - 1)), vec![numbers(0, 100)]);
        assert_eq!(failure, Failure::OutOfFuel { limit: free.usage.fuel - 1 }, "{name}");
    }
}

#[test]
fn host_calls_are_obeyed_and_violated() {
    let batches = || vec![numbers(0, 1); 50];
    let free = run(&guest("roundtrip-rust-table"), Call::new("{}"), batches()).0.usage.host_calls;
    run(&guest("roundtrip-rust-table"), limited(|limits| limits.host_calls = free), batches()).0.result.unwrap();
    let failure = failure(&guest("roundtrip-rust-table"), limited(|limits| limits.host_calls = free - 1), batches());
    assert_eq!(failure, exceeded("host_calls", free - 1, free - 1, 1));
}

#[test]
fn params_are_bounded() {
    let call = Call { params: format!("{{\"x\": \"{}\"}}", "y".repeat(1 << 20)), ..Call::new("") };
    assert!(matches!(failure(&guest("smallest"), call, vec![numbers(0, 1)]), Failure::Limit(LimitExceeded { name, .. }) if name == "params_bytes"));
}

#[test]
fn a_deadline_that_has_passed_ends_the_call() {
    for name in ["smallest", "roundtrip-rust-table"] {
        let failure = failure(&guest(name), limited(|limits| limits.wall = Duration::ZERO), vec![numbers(0, 1)]);
        assert_eq!(failure, Failure::Deadline { limit_ms: 0 }, "{name}");
    }
}

#[test]
fn failures_are_errors_with_stable_codes() {
    let cases: [(Failure, Code, &str, &str); 9] = [
        (Failure::OutOfFuel { limit: 5 }, Code::ResourceCap, "out_of_fuel", "out of fuel: the limit is 5"),
        (Failure::Deadline { limit_ms: 30 }, Code::Timeout, "deadline", "the deadline of 30 ms has passed"),
        (Failure::CpuTime { limit_ms: 60 }, Code::Timeout, "cpu_time", "the CPU time of 60 ms is used up"),
        (exceeded("memory_mb", 64, 60, 5), Code::ResourceCap, "limit", "limit memory_mb of 64 reached: 60 in use, 5 more asked for"),
        (Failure::Trap { message: "wasm trap: x".into(), backtrace: vec!["f".into()] }, Code::GuestTrap, "trap", "wasm trap: x"),
        (Failure::Guest { code: "bad".into(), message: "no".into(), context: vec!["a".into(), "b".into()] }, Code::GuestError, "guest_error", "a: b: no (bad)"),
        (Failure::BadOutput { place: "p".into(), message: "m".into() }, Code::GuestError, "bad_output", "bad output: p: m"),
        (
            Failure::Refused { capability: "wasi:sockets/tcp".into() },
            Code::GuestTrap,
            "refused_capability",
            "the transform used wasi:sockets/tcp, which is not granted",
        ),
        (Failure::Cancelled, Code::Cancelled, "cancelled", "cancelled"),
    ];
    for (failure, code, reason, message) in cases {
        let error = Error::from(failure);
        assert_eq!((error.code, error.details["reason"].as_str(), error.message.as_str()), (code, Some(reason), message));
    }
    assert_eq!(Error::from(Failure::Host(Error::io("x"))), Error::io("x"));
}
