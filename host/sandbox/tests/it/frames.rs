//! Native frames, as far as the sandbox knows them: handles, grants, refusals and ends, with a host that only counts.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use sandtable_core::{Code, Error, Limits};
use sandtable_sandbox::{Call, Failure, FrameHost, FrameId, Frames, Outcome, Pulse, TableSource, Transform};

use crate::handmade::Handmade;
use crate::support::{Batches, Collected, numbers, refused, run};

/// Gives out numbers, and remembers what was asked.
#[derive(Default)]
struct Counting {
    asked: Arc<Mutex<Vec<String>>>,
    live: Arc<AtomicU32>,
}

impl Frames for Counting {
    fn start(&self, _: &Limits, pulse: Pulse) -> Result<Box<dyn FrameHost>, Error> {
        pulse.check()?;
        Ok(Box::new(Host { asked: Arc::clone(&self.asked), live: Arc::clone(&self.live), next: 0 }))
    }
}

struct Host {
    asked: Arc<Mutex<Vec<String>>>,
    live: Arc<AtomicU32>,
    next: FrameId,
}

impl Host {
    fn made(&mut self, how: String) -> FrameId {
        self.asked.lock().unwrap().push(how);
        self.live.fetch_add(1, Ordering::Relaxed);
        self.next += 1;
        self.next
    }
}

impl FrameHost for Host {
    fn take_input(&mut self, source: Box<dyn TableSource>) -> Result<FrameId, Error> {
        Ok(self.made(format!("input of {:?} rows", source.rows())))
    }

    fn take_batches(&mut self, _: SchemaRef, batches: Vec<RecordBatch>) -> Result<FrameId, Error> {
        Ok(self.made(format!("{} batches", batches.len())))
    }

    fn make(&mut self, function: &str, arguments: &str, frames: &[FrameId]) -> Result<Vec<FrameId>, Error> {
        match function {
            "misspelt" => Err(Error::new(Code::ValidationError, "there is no such thing").with("operation", "misspelt")),
            "cap" => Err(Error::new(Code::ResourceCap, "too much")),
            _ => Ok(vec![self.made(format!("{function}({arguments}) of {frames:?}"))]),
        }
    }

    fn apply(&mut self, frame: FrameId, operation: &str, arguments: &str, frames: &[FrameId]) -> Result<FrameId, Error> {
        Ok(self.made(format!("{frame}.{operation}({arguments}) of {frames:?}")))
    }

    fn schema(&mut self, _: FrameId) -> Result<SchemaRef, Error> {
        Ok(numbers(0, 1).schema())
    }

    fn collect(&mut self, _: FrameId) -> Result<Box<dyn TableSource>, Error> {
        Ok(Batches::of(vec![numbers(0, 10)]))
    }

    fn stream(&mut self, _: FrameId) -> Result<Box<dyn TableSource>, Error> {
        Ok(Batches::of(vec![numbers(0, 10), numbers(10, 5)]))
    }

    fn explain(&mut self, _: FrameId) -> Result<String, Error> {
        Ok("a plan".to_owned())
    }

    fn release(&mut self, _: FrameId) {
        self.live.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A whole-table transform that has `from-input`, `push` and the destructor, and may do with their handles what it likes.
/// In `run`, local 0 points at the inputs (name's pointer and length, then the handle); local 4 is the output.
fn guest(describe: &'static str, run: &'static str) -> Handmade {
    Handmade {
        imports: r#"(import "sandtable:transform/frames@1.0.0" (instance $frames
            (alias outer 1 $input (type $in))
            (alias outer 1 $output (type $out))
            (type $refusal' (record (field "code" string) (field "message" string) (field "details" string)))
            (export "refusal" (type $refusal (eq $refusal')))
            (export "frame" (type $frame (sub resource)))
            (export "[static]frame.from-input" (func (param "table" (own $in)) (result (result (own $frame) (error $refusal)))))
            (export "push" (func (param "plan" (borrow $frame)) (param "output" (borrow $out)) (result (result u64 (error $refusal)))))))
            (alias export $frames "frame" (type $frame))"#,
        lowered: r#"(core func $from-input (canon lower (func $frames "[static]frame.from-input")
                (memory (core memory $libc "memory")) (realloc (core func $libc-alloc "realloc"))))
            (core func $push (canon lower (func $frames "push") (memory (core memory $libc "memory")) (realloc (core func $libc-alloc "realloc"))))
            (core func $drop (canon resource.drop $frame))"#,
        with: r#"(with "libc" (instance $libc)) (with "host" (instance
            (export "from-input" (func $from-input)) (export "push" (func $push)) (export "drop" (func $drop))))"#,
        core_imports: r#"(import "libc" "memory" (memory 2))
            (import "host" "from-input" (func $from-input (param i32 i32)))
            (import "host" "push" (func $push (param i32 i32 i32)))
            (import "host" "drop" (func $drop (param i32)))"#,
        items: r#"(export "memory" (memory 0)) ;; (memory is imported)
            (data (i32.const 3100) "frames")"#,
        describe,
        run,
        ..Handmade::default()
    }
}

/// Says that it asks for the feature: one string at 3000, its text at 3100.
const ASKS: &str = "(i32.store (i32.const 1072) (i32.const 3000)) (i32.store (i32.const 1076) (i32.const 1))
    (i32.store (i32.const 3000) (i32.const 3100)) (i32.store (i32.const 3004) (i32.const 6))";

/// Makes a frame of the first input; its handle is at 3204 then.
const BEGIN: &str = "(call $from-input (i32.load offset=8 (local.get 0)) (i32.const 3200)) (if (i32.load8_u (i32.const 3200)) (then unreachable))";

fn plays(run: String) -> (Outcome, Collected, Counting) {
    let frames = Counting::default();
    let kept = Counting { asked: Arc::clone(&frames.asked), live: Arc::clone(&frames.live) };
    let transform = guest(ASKS, Box::leak(run.into_boxed_str())).transform();
    let (outcome, table) = run_call(&transform, Call { frames: Some(Arc::new(frames)), ..Call::new("{}") });
    (outcome, table, kept)
}

fn run_call(transform: &Transform, call: Call) -> (Outcome, Collected) {
    run(transform, call, vec![numbers(0, 3)])
}

#[test]
fn a_plan_goes_from_an_input_to_the_output() {
    let (outcome, table, frames) = plays(format!(
        "{BEGIN} (call $push (i32.load (i32.const 3204)) (local.get 4) (i32.const 3232)) (if (i32.load8_u (i32.const 3232)) (then unreachable))
        (if (i64.ne (i64.load (i32.const 3240)) (i64.const 15)) (then unreachable))
        (call $drop (i32.load (i32.const 3204)))"
    ));
    outcome.result.unwrap();
    assert_eq!(table.rows(), 15);
    assert_eq!((outcome.usage.rows_in, outcome.usage.rows_out, outcome.usage.native_rows), (0, 15, 15));
    assert_eq!(*frames.asked.lock().unwrap(), ["input of Some(3) rows"]);
    assert_eq!(frames.live.load(Ordering::Relaxed), 0);
}

#[test]
fn handles_cannot_be_forged_reused_or_mistaken() {
    let push = |frame: &str| format!("{BEGIN} (call $push {frame} (local.get 4) (i32.const 3232))");
    for (what, run) in [
        ("forged", push("(i32.const 77)")),
        ("given up", push("(call $drop (i32.load (i32.const 3204))) (i32.load (i32.const 3204))")),
        ("of another kind", push("(local.get 4)")),
        ("taken twice", format!("{BEGIN} {BEGIN}")),
        ("given up twice", format!("{BEGIN} (call $drop (i32.load (i32.const 3204))) (call $drop (i32.load (i32.const 3204)))")),
    ] {
        let (outcome, table, _) = plays(run);
        assert!(matches!(outcome.result, Err(Failure::Trap { .. })), "{what}: {:?}", outcome.result);
        assert_eq!(table.rows(), 0, "{what}");
    }
}

#[test]
fn what_is_not_granted_ends_the_call() {
    let transform = guest(ASKS, BEGIN).transform();
    let (outcome, _) = run_call(&transform, Call::new("{}"));
    assert_eq!(outcome.result.unwrap_err(), Failure::Refused { capability: "frames".to_owned() });
}

#[test]
fn a_transform_that_uses_frames_says_so() {
    let silent = guest("", BEGIN);
    assert_eq!(
        refused(&silent.wasm()),
        ["undeclared-feature: it imports sandtable:transform/frames@1.0.0, and its description does not ask for the feature frames, which must be granted"]
    );
}
