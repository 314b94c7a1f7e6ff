//! Class C: guests whose tables are not what they say. Each is data: a schema, batches, and what the host says.

use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::harness::{Ran, assert_serving, evil, rows, table};

/// The table guest gives this.
fn given(schema: Value, batches: Value) -> Ran {
    table(json!({"evil": "push", "schema": schema, "batches": batches})).run_alone()
}

/// One column of this format and one batch of this many rows with these arrays: what comes of it.
fn column(format: &str, rows: u64, arrays: Value) -> String {
    fields(json!([{"name": "x", "format": format}]), rows, arrays)
}

fn fields(schema: Value, rows: u64, arrays: Value) -> String {
    let ran = given(schema, json!([{"rows": rows, "arrays": arrays}]));
    if ran.outcome.result.is_ok() { ran.output.shape() } else { ran.told() }
}

fn schema(schema: Value) -> String {
    let ran = given(schema, json!([]));
    assert_eq!(ran.outcome.result.is_ok(), ran.output.started(), "the sink sees only schemas that are taken");
    ran.told()
}

/// An array of this many values with these buffers.
fn array(length: u64, buffers: Value) -> Value {
    json!([{"length": length, "buffers": buffers}])
}

#[test]
fn honest_columns_pass() {
    assert_snapshot!(column("l", 3, array(3, json!(["empty", {"i64": [1, 2, 3]}]))), @"x: Int64 | 3 rows, 0 nulls");
    assert_snapshot!(column("l", 3, json!([{"length": 3, "nulls": 1, "buffers": [{"bytes": [5]}, {"i64": [1, 2, 3]}]}])), @"x: Int64 | 3 rows, 1 nulls");
    assert_snapshot!(column("U", 2, array(2, json!(["empty", {"i64": [0, 1, 3]}, {"text": "abc"}]))), @"x: LargeUtf8 | 2 rows, 0 nulls");
    assert_snapshot!(column("d:38,2", 1, array(1, json!(["empty", {"i128": [12345]}]))), @"x: Decimal128(38, 2) | 1 rows, 0 nulls");
    assert_snapshot!(column("vu", 1, array(1, json!(["empty", {"bytes": [3, 0, 0, 0, 97, 98, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0]}]))), @"x: Utf8View | 1 rows, 0 nulls");
    assert_serving();
}

#[test]
fn lengths_that_disagree_are_told() {
    assert_snapshot!(column("l", 3, array(2, json!(["empty", {"i64": [1, 2]}]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": 2 values, 3 expected");
    assert_snapshot!(column("l", 3, array(u32::MAX.into(), json!(["empty", {"i64": [1, 2]}]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": 4294967295 values, 3 expected");
    assert_snapshot!(column("l", 3, json!([])), @"GUEST_ERROR (bad_output): bad output: output batch 1: 0 arrays, the schema has 1 fields");
    assert_snapshot!(column("l", u32::MAX.into(), array(u32::MAX.into(), json!(["empty", {"i64": []}]))), @"RESOURCE_CAP (limit): limit output_rows of 100000000 reached: 0 in use, 4294967295 more asked for");
    assert_serving();
}

#[test]
fn buffers_of_the_wrong_length_are_told() {
    assert_snapshot!(column("l", 3, array(3, json!(["empty", {"i64": [1, 2]}]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": the buffer of values has 16 bytes, 24 are needed");
    assert_snapshot!(column("l", 3, array(3, json!(["empty", "empty"]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": the buffer of values has 0 bytes, 24 are needed");
    assert_snapshot!(column("l", 3, array(3, json!(["empty"]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": the buffer of values is missing");
    assert_snapshot!(column("l", 3, array(3, json!([]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": the buffer of validity is missing");
    assert_snapshot!(column("l", 3, array(3, json!(["empty", {"i64": [1, 2, 3]}, {"i64": [4]}]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": 1 buffers too many");
    // Too long is room that a guest had left over: only what the rows need is read.
    assert_snapshot!(column("l", 1, array(1, json!(["empty", {"i64": [1, 2, 3]}]))), @"x: Int64 | 1 rows, 0 nulls");
    assert_serving();
}

#[test]
fn buffers_outside_of_the_guests_memory_are_traps() {
    for (at, len) in [(0_u32, u32::MAX), (u32::MAX, 1), (u32::MAX, u32::MAX), (0x7fff_ffff, 0x7fff_ffff)] {
        let buffer = column("l", 1, array(1, json!(["empty", {"forged": [at, len]}])));
        assert_eq!(buffer, "GUEST_TRAP (trap): list pointer/length out of bounds of memory", "a buffer at {at}, {len}");
        let buffers = column("l", 1, json!([{"length": 1, "forged": [at, len]}]));
        assert_eq!(buffers, "GUEST_TRAP (trap): list pointer/length out of bounds of memory", "buffers at {at}, {len}");
        let arrays = given(json!([{"name": "x", "format": "l"}]), json!([{"rows": 1, "forged": [at, len]}])).told();
        assert_eq!(arrays, "GUEST_TRAP (trap): list pointer/length out of bounds of memory", "arrays at {at}, {len}");
        let fields = table(json!({"evil": "start-forged", "at": at, "len": len})).run_alone().told();
        assert_eq!(fields, "GUEST_TRAP (trap): list pointer/length out of bounds of memory", "fields at {at}, {len}");
    }
    assert_snapshot!(column("l", 1, json!([{"length": 1, "forged": [1, 1]}])), @"GUEST_TRAP (trap): list pointer is not aligned");
    assert_serving();
}

#[test]
fn row_transforms_that_forge_what_they_return_are_traps() {
    let give = |batch: Value| rows(json!({"evil": "give", "batch": batch})).run_alone().told();
    assert_snapshot!(give(json!({"rows": 100, "forged": [0, u32::MAX]})), @"GUEST_TRAP (trap): list pointer/length out of bounds of memory");
    assert_snapshot!(give(json!({"rows": 100, "arrays": [{"length": 100, "forged": [0, u32::MAX]}]})), @"GUEST_TRAP (trap): list pointer/length out of bounds of memory");
    assert_snapshot!(give(json!({"rows": 100, "arrays": [{"length": 100, "buffers": ["empty", {"forged": [0, u32::MAX]}]}]})), @"GUEST_TRAP (trap): list pointer/length out of bounds of memory");
    assert_snapshot!(rows(evil("not-a-case")).run_alone().told(), @"GUEST_TRAP (trap): invalid expected discriminant");
    assert_snapshot!(table(json!({"evil": "answer-forged", "at": 0xffff_fff0_u32})).run_alone().told(), @"GUEST_TRAP (trap): pointer out of bounds of memory");
    assert_snapshot!(table(json!({"evil": "answer-forged", "at": 3})).run_alone().told(), @"GUEST_TRAP (trap): return pointer not aligned");
    assert_snapshot!(table(evil("answer-of-no-case")).run_alone().told(), @"GUEST_TRAP (trap): invalid expected discriminant");
    assert_serving();
}

#[test]
fn offsets_are_checked() {
    assert_snapshot!(column("U", 2, array(2, json!(["empty", {"i64": [0, 2, 1]}, {"text": "abc"}]))), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: Offset invariant failure: offset at position 1 out of bounds: 2 > 1"#);
    assert_snapshot!(column("U", 2, array(2, json!(["empty", {"i64": [0, 1, -1]}, {"text": "abc"}]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": the last offset is negative");
    assert_snapshot!(column("U", 2, array(2, json!(["empty", {"i64": [-5, 1, 2]}, {"text": "abc"}]))), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: Error converting offset[0] (-5) to usize for LargeUtf8"#);
    assert_snapshot!(column("U", 2, array(2, json!(["empty", {"i64": [0, 1, 4]}, {"text": "abc"}]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": the buffer of bytes has 3 bytes, 4 are needed");
    assert_snapshot!(column("U", 2, array(2, json!(["empty", {"i64": [0, 1]}, {"text": "abc"}]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": the buffer of offsets has 16 bytes, 24 are needed");
    assert_snapshot!(column("u", 2, array(2, json!(["empty", {"i32": [0, 2, 1]}, {"text": "abc"}]))), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: Offset invariant failure: offset at position 1 out of bounds: 2 > 1"#);
    assert_snapshot!(column("U", 1, array(1, json!(["empty", {"i64": [0, i64::MAX]}, {"text": "abc"}]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": the buffer of bytes has 3 bytes, 9223372036854775807 are needed");
    // Offsets that begin later than 0 skip bytes, which Arrow allows.
    assert_snapshot!(column("U", 1, array(1, json!(["empty", {"i64": [1, 2]}, {"text": "abc"}]))), @"x: LargeUtf8 | 1 rows, 0 nulls");
    assert_serving();
}

#[test]
fn text_is_utf8_and_cut_between_characters() {
    assert_snapshot!(column("U", 1, array(1, json!(["empty", {"i64": [0, 2]}, {"bytes": [0xff, 0xfe]}]))), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: Invalid UTF8 sequence at string index 0 (0..2): invalid utf-8 sequence of 1 bytes from index 0"#);
    assert_snapshot!(column("u", 1, array(1, json!(["empty", {"i32": [0, 2]}, {"bytes": [0xc3, 0x28]}]))), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: Invalid UTF8 sequence at string index 0 (0..2): invalid utf-8 sequence of 1 bytes from index 0"#);
    // Both halves of one character are valid together, and not apart.
    assert_snapshot!(column("U", 2, array(2, json!(["empty", {"i64": [0, 1, 2]}, {"text": "ä"}]))), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: incomplete utf-8 byte sequence from index 0"#);
    assert_snapshot!(column("Z", 1, array(1, json!(["empty", {"i64": [0, 2]}, {"bytes": [0xff, 0xfe]}]))), @"x: LargeBinary | 1 rows, 0 nulls");
    assert_serving();
}

#[test]
fn validity_is_counted_by_the_host() {
    assert_snapshot!(column("l", 9, json!([{"length": 9, "nulls": 1, "buffers": [{"bytes": [1]}, {"zeroes": 72}]}])), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": the buffer of validity has 1 bytes, 2 are needed");
    assert_snapshot!(column("l", 3, json!([{"length": 3, "nulls": 2, "buffers": ["empty", {"zeroes": 24}]}])), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": 2 nulls announced, and no validity");
    // What the guest counts is its own; what the bitmap says is what holds.
    assert_snapshot!(column("l", 3, json!([{"length": 3, "nulls": 99, "buffers": [{"bytes": [5]}, {"zeroes": 24}]}])), @"x: Int64 | 3 rows, 1 nulls");
    assert_snapshot!(
        fields(json!([{"name": "x", "format": "l", "not_null": true}]), 3, json!([{"length": 3, "nulls": 1, "buffers": [{"bytes": [5]}, {"zeroes": 24}]}])),
        @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": nulls in field \"x\", which is not nullable"
    );
    assert_serving();
}

#[test]
fn children_are_held_to_their_parents() {
    let list = json!([{"name": "x", "format": "+L", "children": 1}, {"name": "item", "format": "l"}]);
    let lists = |offsets: Value, child: u64| {
        let child = json!({"length": child, "buffers": ["empty", {"zeroes": child.min(100) * 8}]});
        fields(list.clone(), 2, json!([{"length": 2, "buffers": ["empty", {"i64": offsets}]}, child]))
    };
    assert_snapshot!(lists(json!([0, 1, 3]), 3), @"x: LargeList(Int64) | 2 rows, 0 nulls");
    assert_snapshot!(lists(json!([0, 1, 3]), 2), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": offsets up to 3, the child has 2 values"#);
    assert_snapshot!(lists(json!([0, 1, 3]), 5), @"x: LargeList(Int64) | 2 rows, 0 nulls");
    assert_snapshot!(lists(json!([0, 3, 1]), 3), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: Offset invariant failure: offset at position 1 out of bounds: 3 > 1"#);
    assert_snapshot!(lists(json!([0, 1, 3]), u32::MAX.into()), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": the buffer of values has 800 bytes, 34359738360 are needed"#);
    assert_snapshot!(lists(json!([0, 1, i64::MAX]), 3), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": offsets up to 9223372036854775807, the child has 3 values"#);
    let pair = json!([{"name": "x", "format": "+s", "children": 2}, {"name": "a", "format": "l"}, {"name": "b", "format": "l"}]);
    let short =
        json!([{"length": 2, "buffers": ["empty"]}, {"length": 2, "buffers": ["empty", {"zeroes": 16}]}, {"length": 1, "buffers": ["empty", {"zeroes": 8}]}]);
    assert_snapshot!(fields(pair, 2, short), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": 1 values, 2 expected");
    let fixed = json!([{"name": "x", "format": "+w:3", "children": 1}, {"name": "item", "format": "l"}]);
    assert_snapshot!(
        fields(fixed, 2, json!([{"length": 2, "buffers": ["empty"]}, {"length": 5, "buffers": ["empty", {"zeroes": 40}]}])),
        @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": 5 values, 6 expected"
    );
    assert_serving();
}

#[test]
fn a_product_of_fixed_sizes_does_not_overflow() {
    let schema = json!([
        {"name": "x", "format": "+w:1048576", "children": 1}, {"name": "a", "format": "+w:1048576", "children": 1},
        {"name": "b", "format": "+w:1048576", "children": 1}, {"name": "c", "format": "+w:1048576", "children": 1}, {"name": "n", "format": "n"},
    ]);
    let level = |length: u64| json!({"length": length, "buffers": ["empty"]});
    let arrays = json!([level(16), level(1 << 24), level(u32::MAX.into()), level(0), {"length": 0}]);
    assert_snapshot!(fields(schema, 16, arrays), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": 4294967295 values, 17592186044416 expected"#);
    let nulls = json!([{"name": "x", "format": "+L", "children": 1}, {"name": "n", "format": "n"}]);
    let many = json!([{"length": 1, "buffers": ["empty", {"i64": [0, 4_294_967_295_u64]}]}, {"length": 4_294_967_295_u64}]);
    let ran = table(json!({"evil": "push", "schema": nulls, "batches": [{"rows": 1, "arrays": many}]})).limits(|limits| limits.output_bytes = 1 << 30).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit output_bytes of 1073741824 reached: 16 in use, 4294967295 more asked for");
}

#[test]
fn views_point_into_their_own_buffers() {
    // A view of 20 bytes: length, prefix, buffer, offset.
    let view = |length: i32, buffer: i32, offset: i32| {
        let prefix = i32::from_le_bytes(*b"abcd");
        array(1, json!(["empty", {"i32": [length, prefix, buffer, offset]}, {"text": "abcdefghijklmnopqrst"}]))
    };
    assert_snapshot!(column("vu", 1, view(20, 0, 0)), @"x: Utf8View | 1 rows, 0 nulls");
    assert_snapshot!(column("vu", 1, view(20, 1, 0)), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: Invalid buffer index at 0: got index 1 but only has 1 buffers"#);
    assert_snapshot!(column("vu", 1, view(20, -1, 0)), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: Invalid buffer index at 0: got index 4294967295 but only has 1 buffers"#);
    assert_snapshot!(column("vu", 1, view(20, 0, 1)), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: Invalid buffer slice at 0: got 1..21 but buffer 0 has length 20"#);
    assert_snapshot!(column("vu", 1, view(i32::MAX, 0, 0)), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: Invalid buffer slice at 0: got 0..2147483647 but buffer 0 has length 20"#);
    assert_snapshot!(column("vu", 1, view(-1, 0, 0)), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: Invalid buffer slice at 0: got 0..4294967295 but buffer 0 has length 20"#);
    // The prefix is not that of the bytes.
    assert_snapshot!(column("vz", 1, array(1, json!(["empty", {"i32": [20, 0, 0, 0]}, {"text": "abcdefghijklmnopqrst"}]))), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: Mismatch between embedded prefix and data"#);
    // A short view whose rest is not zero.
    assert_snapshot!(column("vu", 1, array(1, json!(["empty", {"i32": [1, 0x41414141, 7, 7]}]))), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: View at index 0 contained non-zero padding for string of length 1"#);
    assert_snapshot!(column("vu", 1, json!([{"length": 1, "buffers": ["empty", {"zeroes": 16}, "empty"], "buffers_times": 5000}])), @"GUEST_ERROR (bad_output): bad output: output batch 1: an array of 5002 buffers, at most 4096 are taken");
    assert_serving();
}

#[test]
fn schemas_that_no_table_has_are_told() {
    assert_snapshot!(schema(json!([{"name": "x", "format": "d:255,1"}])), @"GUEST_ERROR (bad_output): bad output: output schema: field \"x\": \"255\" is no precision of a decimal: 1 to 38");
    assert_snapshot!(schema(json!([{"name": "x", "format": "d:5,6"}])), @"GUEST_ERROR (bad_output): bad output: output schema: field \"x\": \"6\" is no scale of a decimal: 0 to 5");
    assert_snapshot!(schema(json!([{"name": "x", "format": "+us:0,1"}])), @"GUEST_ERROR (bad_output): bad output: output schema: field \"x\": \"+us:0,1\" is no format that is known here");
    assert_snapshot!(schema(json!([{"name": "x", "format": "+r", "children": 2}, {"name": "a", "format": "i"}, {"name": "b", "format": "l"}])), @"GUEST_ERROR (bad_output): bad output: output schema: field \"x\": \"+r\" is no format that is known here");
    assert_snapshot!(schema(json!([{"name": "x", "format": "tsu:Mars/Olympus"}])), @"GUEST_ERROR (bad_output): bad output: output schema: field \"x\": \"Mars/Olympus\" is no time zone");
    assert_snapshot!(schema(json!([{"name": "x", "format": "w:0"}])), @"GUEST_ERROR (bad_output): bad output: output schema: field \"x\": \"0\" is no width of a fixed-size value: 1 to 1048576");
    assert_snapshot!(schema(json!([{"name": "x", "format": "l"}, {"name": "x", "format": "g"}])), @"GUEST_ERROR (bad_output): bad output: output schema: two columns are called \"x\"");
    assert_snapshot!(schema(json!([{"name": "x", "format": "+s", "children": u32::MAX}])), @"GUEST_ERROR (bad_output): bad output: output schema: field \"x\": 4294967295 children announced, 0 fields follow");
    assert_snapshot!(schema(json!([{"name": "x", "format": "l", "children": 1}, {"name": "y", "format": "l"}])), @"GUEST_ERROR (bad_output): bad output: output schema: field \"x\": format \"l\" has no children, 1 announced");
    assert_snapshot!(schema(json!([{"name": "\u{1b}[31mx\0", "format": "\u{1b}[2J"}])), @r#"GUEST_ERROR (bad_output): bad output: output schema: field "\u{1b}[31mx\u{0}": "\u{1b}[2J" is no format that is known here"#);
    assert_serving();
}

#[test]
fn sizes_of_schemas_are_obeyed() {
    assert_snapshot!(schema(json!([{"name": "c#", "format": "l", "times": 10_000}])), @"fine, 0 rows");
    assert_snapshot!(schema(json!([{"name": {"repeat": "x", "times": 1024}, "format": "l"}])), @"fine, 0 rows");
    assert_snapshot!(schema(json!([{"name": "x", "format": "l", "metadata": [["k", {"repeat": "v", "times": 200_000}]]}])), @"fine, 0 rows");
    let deep = |levels: usize| {
        Value::from(
            (0..levels)
                .map(|level| if level + 1 == levels { json!({"name": "d", "format": "l"}) } else { json!({"name": "d", "format": "+l", "children": 1}) })
                .collect::<Vec<_>>(),
        )
    };
    assert_snapshot!(schema(deep(32)), @"fine, 0 rows");
    assert_serving();
}

#[test]
fn sizes_of_schemas_are_violated() {
    assert_snapshot!(schema(json!([{"name": "c#", "format": "l", "times": 10_001}])), @"GUEST_ERROR (bad_output): bad output: output schema: 10001 fields, at most 10000 are taken");
    assert_snapshot!(schema(json!([{"name": {"repeat": "x", "times": 1_000_000}, "format": "l"}])), @"GUEST_ERROR (bad_output): bad output: output schema: the name of a field has 1000000 bytes, at most 1024 are taken");
    assert_snapshot!(schema(json!([{"name": "x", "format": "l", "metadata": [["k", {"repeat": "v", "times": 1_000_000}]]}])), @"GUEST_ERROR (bad_output): bad output: output schema: field \"x\": metadata of more than 262144 bytes in all");
    // A few bytes in the guest, ten thousand times a thousand pairs for a host that copies first and counts then.
    assert_snapshot!(schema(json!([{"name": "c#", "format": "l", "times": 10_000, "metadata": [["k", {"repeat": "v", "times": 1000}]], "metadata_times": 1000}])), @"RESOURCE_CAP (limit): limit text_bytes of 16777216 reached: 0 in use, 16777217 more asked for");
    let deep = |levels: usize| {
        Value::from(
            (0..levels)
                .map(|level| if level + 1 == levels { json!({"name": "d", "format": "l"}) } else { json!({"name": "d", "format": "+l", "children": 1}) })
                .collect::<Vec<_>>(),
        )
    };
    assert_snapshot!(schema(deep(33)), @"GUEST_ERROR (bad_output): bad output: output schema: field \"d\": nested deeper than 32");
    assert_snapshot!(schema(deep(10_000)), @"GUEST_ERROR (bad_output): bad output: output schema: field \"d\": nested deeper than 32");
    assert_serving();
}

#[test]
fn the_order_of_calls_is_held() {
    assert_snapshot!(table(evil("push-first")).run_alone().told(), @"GUEST_ERROR (bad_output): bad output: output batch 1: push was called before start");
    assert_snapshot!(table(evil("start-never")).run_alone().told(), @"GUEST_ERROR (bad_output): bad output: output: run ended well, and start was never called");
    assert_snapshot!(table(json!({"evil": "start-twice", "schema": []})).run_alone().told(), @"GUEST_ERROR (bad_output): bad output: output schema: start was called twice");
    assert_serving();
}

#[test]
fn no_batches_and_a_million_empty_ones_are_a_table_without_rows() {
    let schema = json!([{"name": "x", "format": "l"}]);
    assert_snapshot!(given(schema.clone(), json!([])).told(), @"fine, 0 rows");
    let empty = json!([{"rows": 0, "times": 1_000_000, "arrays": [{"length": 0, "buffers": ["empty", "empty"]}]}]);
    let ran = given(schema.clone(), empty.clone());
    assert_snapshot!(ran.told(), @"fine, 0 rows");
    let ran = table(json!({"evil": "push", "schema": schema, "batches": empty})).limits(|limits| limits.host_calls = 1000).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit host_calls of 1000 reached: 1000 in use, 1 more asked for");
}

#[test]
fn rows_without_columns_are_counted() {
    let batches = json!([{"rows": 1000, "times": 3}]);
    assert_snapshot!(given(json!([]), batches.clone()).told(), @"fine, 3000 rows");
    let ran = table(json!({"evil": "push", "schema": [], "batches": batches})).limits(|limits| limits.output_rows = 2500).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit output_rows of 2500 reached: 2000 in use, 1000 more asked for");
}

fn a_hundred_numbers(times: u64) -> Value {
    let batch = json!({"rows": 100, "times": times, "arrays": [{"length": 100, "buffers": ["empty", {"zeroes": 800}]}]});
    json!({"evil": "push", "schema": [{"name": "x", "format": "l"}], "batches": [batch]})
}

#[test]
fn output_rows_are_obeyed() {
    assert_snapshot!(table(a_hundred_numbers(10)).limits(|limits| limits.output_rows = 1000).run().told(), @"fine, 1000 rows");
    assert_snapshot!(rows(evil("none")).limits(|limits| limits.output_rows = 100).run().told(), @"fine, 100 rows");
}

#[test]
fn output_rows_are_violated() {
    assert_snapshot!(table(a_hundred_numbers(11)).limits(|limits| limits.output_rows = 1000).run().told(), @"RESOURCE_CAP (limit): limit output_rows of 1000 reached: 1000 in use, 100 more asked for");
    assert_snapshot!(rows(evil("none")).limits(|limits| limits.output_rows = 99).run().told(), @"RESOURCE_CAP (limit): limit output_rows of 99 reached: 0 in use, 100 more asked for");
}

#[test]
fn output_bytes_are_obeyed() {
    let ran = table(a_hundred_numbers(10)).limits(|limits| limits.output_bytes = 8000).run();
    assert_snapshot!(ran.told(), @"fine, 1000 rows");
    assert_eq!(ran.outcome.usage.bytes_out, 8000);
    assert_snapshot!(rows(evil("none")).limits(|limits| limits.output_bytes = 800).run().told(), @"fine, 100 rows");
}

#[test]
fn output_bytes_are_violated() {
    let ran = table(a_hundred_numbers(11)).limits(|limits| limits.output_bytes = 8000).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit output_bytes of 8000 reached: 8000 in use, 800 more asked for");
    assert_eq!(ran.output.rows(), 1000, "what came before is whole");
    assert_snapshot!(rows(evil("none")).limits(|limits| limits.output_bytes = 799).run().told(), @"RESOURCE_CAP (limit): limit output_bytes of 799 reached: 0 in use, 800 more asked for");
}

/// The same megabyte, pointed at from many arrays: it is charged each time it would be copied.
#[test]
fn one_buffer_told_many_times_is_charged_each_time() {
    let params = json!({
        "evil": "push", "schema": [{"name": "c#", "format": "l", "times": 1000}],
        "batches": [{"rows": 131_072, "arrays": [{"length": 131_072, "times": 1000, "buffers": ["empty", {"zeroes": 1_048_576}]}]}],
    });
    let ran = table(params).limits(|limits| limits.output_bytes = 10 << 20).run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit output_bytes of 10485760 reached: 10485760 in use, 1048576 more asked for");
    let columns = json!([{"name": "c#", "format": "l", "times": 1000}]);
    let batch = json!({"rows": 100, "arrays": [{"length": 100, "times": 1000, "buffers": ["empty", {"zeroes": 1_048_576}]}]});
    let ran = rows(json!({"evil": "give", "schema": columns, "batch": batch}))
        .limits(|limits| (limits.memory_bytes, limits.output_bytes) = (16 << 20, 10 << 20))
        .run();
    assert_snapshot!(ran.told(), @"RESOURCE_CAP (limit): limit output_bytes of 10485760 reached: 0 in use, 33554433 more asked for");
}

#[test]
fn a_row_transform_gives_as_many_rows_as_it_got() {
    assert_snapshot!(rows(evil("more-rows")).run().told(), @"GUEST_ERROR (bad_output): bad output: output batch 1: 101 rows for 100 rows");
    assert_snapshot!(rows(evil("fewer-rows")).run().told(), @"GUEST_ERROR (bad_output): bad output: output batch 1: 99 rows for 100 rows");
    assert_snapshot!(rows(json!({"evil": "more-rows", "by": u32::MAX - 100})).run().told(), @"GUEST_ERROR (bad_output): bad output: output batch 1: 4294967295 rows for 100 rows");
    assert_snapshot!(rows(evil("no-arrays")).run().told(), @"GUEST_ERROR (bad_output): bad output: output batch 1: 0 arrays, the schema has 1 fields");
}

#[test]
fn a_row_transform_gives_the_types_that_it_announced() {
    let as_type = |format: &str| rows(json!({"evil": "none", "schema": [{"name": "y", "format": format}]})).run_alone();
    assert_snapshot!(as_type("l").output.shape(), @"y: Int64 | 100 rows, 0 nulls");
    assert_snapshot!(as_type("U").told(), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "y": the buffer of offsets has 800 bytes, 808 are needed"#);
    assert_snapshot!(as_type("d:38,0").told(), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"y\": the buffer of values has 800 bytes, 1600 are needed");
    assert_snapshot!(as_type("vu").told(), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"y\": the buffer of views has 800 bytes, 1600 are needed");
    assert_snapshot!(as_type("n").told(), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "y": 2 buffers too many"#);
    assert_snapshot!(as_type("tdD").told(), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "y": 1072693248 is out of range for days since 1970: -95000000 to 95000000"#);
    assert_snapshot!(as_type("tsu:UTC").told(), @"fine, 100 rows");
    assert_serving();
}

#[test]
fn values_that_no_calendar_has_are_told() {
    assert_snapshot!(column("tdD", 1, array(1, json!(["empty", {"i32": [i32::MAX]}]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": 2147483647 is out of range for days since 1970: -95000000 to 95000000");
    assert_snapshot!(column("ttu", 1, array(1, json!(["empty", {"i64": [-1]}]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": -1 is out of range for microseconds of a day: 0 to 86399999999");
    assert_snapshot!(column("tss:", 1, array(1, json!(["empty", {"i64": [i64::MAX]}]))), @"GUEST_ERROR (bad_output): bad output: output batch 1, column \"x\": 9223372036854775807 is out of range for seconds since 1970: -8208000000000 to 8208000000000");
    assert_snapshot!(column("d:3,0", 1, array(1, json!(["empty", {"i128": [1000]}]))), @r#"GUEST_ERROR (bad_output): bad output: output batch 1, column "x": Invalid argument error: 1000 is too large to store in a Decimal128 of precision 3. Max is 999"#);
    // Nulls may hide anything.
    assert_snapshot!(column("tdD", 1, json!([{"length": 1, "nulls": 1, "buffers": [{"bytes": [0]}, {"i32": [i32::MAX]}]}])), @"x: Date32 | 1 rows, 1 nulls");
    assert_serving();
}

/// Formats to make tables of, each with how many children it wants.
const FORMATS: [(&str, usize); 26] = [
    ("n", 0),
    ("b", 0),
    ("c", 0),
    ("S", 0),
    ("i", 0),
    ("l", 0),
    ("e", 0),
    ("g", 0),
    ("d:9,2", 0),
    ("w:3", 0),
    ("u", 0),
    ("U", 0),
    ("z", 0),
    ("Z", 0),
    ("vu", 0),
    ("vz", 0),
    ("tdD", 0),
    ("tdm", 0),
    ("ttm", 0),
    ("ttn", 0),
    ("tsu:UTC", 0),
    ("tDn", 0),
    ("+l", 1),
    ("+L", 1),
    ("+w:2", 1),
    ("+s", 2),
];

fn any_field(depth: u32) -> BoxedStrategy<Vec<&'static (&'static str, usize)>> {
    let most = if depth == 0 { FORMATS.len() - 4 } else { FORMATS.len() };
    let field = (0..most).prop_flat_map(move |at| {
        let format = &FORMATS[at];
        let children = (0..format.1).map(|_| any_field(depth.saturating_sub(1))).collect::<Vec<_>>();
        children.prop_map(move |children| std::iter::once(format).chain(children.into_iter().flatten()).collect())
    });
    field.boxed()
}

fn any_buffer() -> impl Strategy<Value = Value> {
    // Offsets that nearly rise, views that nearly fit, bytes that are nearly text.
    prop_oneof![
        2 => Just(json!("empty")),
        2 => prop::collection::vec(-1_i32..9, 0..6).prop_map(|values| json!({"i32": values})),
        2 => prop::collection::vec(-1_i64..9, 0..6).prop_map(|values| json!({"i64": values})),
        2 => (0_i32..4).prop_map(|last| json!({"i64": [0, last / 2, last]})),
        1 => (0_i32..4).prop_map(|last| json!({"i32": [0, last / 2, last]})),
        2 => (0_usize..40).prop_map(|len| json!({"zeroes": len})),
        1 => prop::collection::vec(any::<u8>(), 0..40).prop_map(|bytes| json!({"bytes": bytes})),
        1 => "[a-zä]{0,20}".prop_map(|text| json!({"text": text})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever arrays come, they are a table that arrow itself finds valid, or a failure with a place. Never a fault of
    /// ours: the sink looks at each value once more.
    #[test]
    fn any_arrays_are_a_table_or_a_failure(
        formats in any_field(2),
        rows in 0_u64..4,
        given in prop::collection::vec((0_u64..4, 0_u64..3, prop::collection::vec(any_buffer(), 0..4), any::<bool>()), 8),
    ) {
        let fields: Vec<Value> = formats.iter().map(|(format, children)| json!({"name": "x#", "format": format, "children": children})).collect();
        // Names differ among the children of a struct.
        let fields: Vec<Value> = fields.into_iter().enumerate().map(|(at, mut field)| { field["name"] = json!(format!("x{at}")); field }).collect();
        let arrays: Vec<Value> = given.iter().take(fields.len()).enumerate().map(|(at, (length, nulls, buffers, honest))| {
            let length = if at == 0 || *honest { rows } else { *length };
            json!({"length": length, "nulls": nulls, "buffers": buffers})
        }).collect();
        let ran = table(json!({"evil": "push", "schema": fields, "batches": [{"rows": rows, "arrays": arrays}]})).run_alone();
        let told = ran.told();
        prop_assert!(told.starts_with("fine, ") || told.starts_with("GUEST_ERROR (bad_output): ") || told.starts_with("RESOURCE_CAP (limit): "), "{}", told);
    }
}
