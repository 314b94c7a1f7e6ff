//! Class F: guests that hold what they were not given, or hold on to what they gave back.

use insta::assert_snapshot;
use serde_json::json;

use super::harness::{Case, Ran, assert_serving, evil, table};
use super::wat::Wat;

/// Handles alive at once, made of the only thing that a guest can ask for without end: moments to wait for.
fn pollables(count: u32, limit: u32) -> Ran {
    let wat = Wat::rows().wasi().put(
        "prepare",
        &format!(
            "(local $left i32) (local.set $left (i32.const {count}))
         (loop $more
           (drop (call $subscribe (i64.const 0)))
           (local.set $left (i32.sub (local.get $left) (i32.const 1)))
           (br_if $more (local.get $left)))"
        ),
    );
    Case::new(wat.load(), json!({})).limits(|limits| limits.handles = limit).run()
}

#[test]
fn handles_are_obeyed() {
    assert_snapshot!(pollables(99, 100).told(), @"fine, 100 rows");
}

#[test]
fn handles_are_violated() {
    assert_snapshot!(pollables(1_000_000, 100).told(), @"RESOURCE_CAP (limit): limit handles of 100 reached: 100 in use, 1 more asked for");
}

/// What is given back does not count: a guest may make as many in all as it may call.
#[test]
fn handles_that_are_given_back_do_not_count() {
    let wat = Wat::rows().wasi().put(
        "prepare",
        "
        (local $left i32) (local.set $left (i32.const 100000))
        (loop $more
          (call $drop-pollable (call $subscribe (i64.const 0)))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (br_if $more (local.get $left)))",
    );
    let ran = Case::new(wat.load(), json!({})).limits(|limits| limits.handles = 10).run();
    assert_snapshot!(ran.told(), @"fine, 100 rows");
}

#[test]
fn a_forged_handle_is_a_trap() {
    for call in ["next", "push", "drop-input", "drop-output"] {
        for handle in [0_u32, 3, 77, 0x7fff_ffff, u32::MAX] {
            let ran = table(json!({"evil": "handle-forged", "call": call, "handle": handle})).run_alone();
            assert_eq!(ran.told(), format!("GUEST_TRAP (trap): unknown handle index {handle}"), "{call}");
        }
    }
    assert_serving();
}

#[test]
fn a_handle_of_the_other_kind_is_a_trap() {
    assert_snapshot!(table(evil("handle-of-the-other-kind")).run().told(), @"GUEST_TRAP (trap): handle index 2 used with the wrong type, expected guest-defined resource but found a different guest-defined resource");
}

#[test]
fn a_handle_that_was_given_back_is_a_trap() {
    assert_snapshot!(table(evil("handle-dropped-twice")).run().told(), @"GUEST_TRAP (trap): unknown handle index 1");
    assert_snapshot!(table(evil("handle-used-after-drop")).run().told(), @"GUEST_TRAP (trap): unknown handle index 1");
    assert_snapshot!(table(json!({"evil": "output-used-after-drop", "schema": []})).run().told(), @"GUEST_TRAP (trap): unknown handle index 2");
}

#[test]
fn an_output_may_be_given_back_at_the_end() {
    let params = json!({"evil": "output-dropped-well", "schema": [{"name": "x", "format": "l"}]});
    assert_snapshot!(table(params).run().told(), @"fine, 0 rows");
}

/// Numbers of handles are the same in every call; what they stand for is not. A fresh instance remembers none.
#[test]
fn a_handle_is_not_kept_from_one_call_to_the_next() {
    for _ in 0..3 {
        let ran = table(evil("handles-kept")).run();
        assert_eq!((ran.told().as_str(), ran.said()), ("fine, 100 rows", vec!["kept from before: 0"]));
    }
}

/// A row transform's instance lives for many batches, and its handles with it.
#[test]
fn a_handle_that_is_kept_over_batches_is_the_same_one() {
    let wat = Wat::rows()
        .wasi()
        .put("core", "(global $kept (mut i32) (i32.const 0))")
        .put("prepare", "(global.set $kept (call $subscribe (i64.const 0)))")
        .put("apply", "(call $block (global.get $kept))");
    assert_snapshot!(Case::new(wat.load(), json!({})).run().told(), @"fine, 100 rows");
}

#[test]
fn an_input_that_has_ended_stays_at_its_end() {
    let ran = table(evil("pull-after-the-end")).run();
    assert_eq!((ran.told().as_str(), ran.said()), ("fine, 0 rows", vec!["0 batches after the end"]));
}

#[test]
fn any_number_of_rows_may_be_asked_for() {
    for max_rows in [1_u32, 7, 100, u32::MAX] {
        let ran = table(json!({"evil": "copy-by", "max_rows": max_rows})).run_alone();
        assert_eq!(ran.told(), "fine, 100 rows", "{max_rows}");
    }
    assert_serving();
}
