//! Class G: bytes that are sent as a component and are none, or are one that must not run.

use insta::assert_snapshot;
use sandtable_core::Limits;
use sandtable_sandbox::{Sandbox, SandboxConfig};

use super::harness::{SANDBOX, alone, assert_serving};
use super::wat::{Wat, problems, problems_under};

fn parse(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{error}"))
}

/// What a guest that means well has of this module inside.
fn with_module(module: &str) -> String {
    problems(&Wat::rows().put("imports", &format!("(core module {module})")).bytes())
}

#[test]
fn a_guest_that_means_well_is_taken() {
    let checked = Wat::rows().check();
    let report = checked.report;
    assert_eq!(report.problems, []);
    let description = report.description.expect("it describes itself");
    assert_eq!((description.name.as_str(), description.version.as_str(), description.inputs.len()), ("hostile", "0.1.0", 1));
    assert_eq!(report.imports, ["sandtable:transform/types@1.0.0", "sandtable:transform/host@1.0.0"]);
    assert_eq!(report.exports, ["sandtable:transform/metadata@1.0.0", "sandtable:transform/row-transform@1.0.0"]);
}

#[test]
fn bytes_that_are_no_wasm_are_named() {
    assert_snapshot!(problems(b""), @"not-wasm: it is no WebAssembly; a component of the WebAssembly component model is wanted");
    assert_snapshot!(problems(b"PK\x03\x04 and so on"), @"not-wasm: it is no WebAssembly; a component of the WebAssembly component model is wanted");
    assert_snapshot!(problems(b"\0as"), @"not-wasm: it is no WebAssembly; a component of the WebAssembly component model is wanted");
    assert_snapshot!(problems(b"\0asm"), @"invalid: it is no valid component: unexpected end-of-file");
    assert_snapshot!(problems(b"\0asm\x0d\0\x01\0garbage"), @"invalid: it is no valid component: unexpected end-of-file");
    assert_snapshot!(problems(b"\0asm\xff\xff\xff\xff"), @"invalid: it is no valid component: unknown binary version: 0xffffffff");
    assert_snapshot!(problems(&parse("(module)")), @"core-module: it is a core module; a component is wanted: build for wasm32-wasip2, or make a component of it (`wasm-tools component new`)");
}

/// Wherever it is cut, it is refused, and nothing falls over.
#[test]
fn a_component_that_is_cut_short_is_refused() {
    let whole = Wat::rows().bytes();
    for end in (0..whole.len()).step_by(7) {
        let checked = SANDBOX.check(&whole[..end], &Limits::default());
        assert!(!checked.report.problems.is_empty(), "cut at {end} of {}", whole.len());
        assert!(checked.compiled.is_none());
    }
    assert_serving();
}

/// Whatever bit is flipped, it is taken or refused, and nothing falls over.
#[test]
fn a_component_with_a_flipped_bit_is_taken_or_refused() {
    let whole = Wat::rows().bytes();
    let limits = Limits { wall: std::time::Duration::from_millis(200), ..Limits::default() };
    for at in (8..whole.len()).step_by(11) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        let checked = SANDBOX.check(&flipped, &limits);
        assert_eq!(checked.compiled.is_some(), checked.report.problems.is_empty(), "flipped at {at}");
    }
    assert_serving();
}

#[test]
fn precompiled_code_is_never_loaded() {
    let compiled = Wat::rows().check().compiled.expect("it is acceptable");
    assert_snapshot!(problems(&compiled), @"not-wasm: it is an ELF file, such as precompiled code; a component of the WebAssembly component model is wanted");
    // Dressed as a component: its header, and the code where sections are wanted, or inside of one.
    let mut dressed = compiled.clone();
    dressed[..8].copy_from_slice(b"\0asm\x0d\0\x01\0");
    assert!(problems(&dressed).starts_with("invalid: it is no valid component: "), "{}", problems(&dressed));
    let mut wrapped = Wat::rows().bytes();
    custom_section(&mut wrapped, ".wasmtime.engine", &compiled);
    assert_snapshot!(problems(&wrapped), @"fine");
}

fn custom_section(wasm: &mut Vec<u8>, name: &str, data: &[u8]) {
    let mut body = Vec::new();
    leb128(&mut body, name.len());
    body.extend(name.as_bytes());
    body.extend(data);
    section(wasm, 0, &body);
}

fn section(wasm: &mut Vec<u8>, id: u8, body: &[u8]) {
    wasm.push(id);
    leb128(wasm, body.len());
    wasm.extend(body);
}

fn leb128(out: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[test]
fn the_size_of_a_component_is_obeyed_and_violated() {
    let config = SandboxConfig { max_component_bytes: 100_000, max_instances: 1, ..SandboxConfig::default() };
    let sandbox = Sandbox::new(config).expect("one instance fits");
    let mut wasm = Wat::rows().bytes();
    let room = 100_000 - wasm.len();
    custom_section(&mut wasm, "x", &vec![0; room - 6]);
    assert_eq!(wasm.len(), 100_000);
    assert_eq!(sandbox.check(&wasm, &Limits::default()).report.problems, []);
    wasm = Wat::rows().bytes();
    custom_section(&mut wasm, "x", &vec![0; room - 5]);
    let found = sandbox.check(&wasm, &Limits::default()).report.problems;
    assert_eq!(found.len(), 1);
    assert_snapshot!(found[0].message, @"it has 100001 bytes, at most 100000 are taken");
    assert_eq!(found[0].code, "too-large");
}

#[test]
fn a_hundred_megabytes_are_refused_unread() {
    let mut wasm = b"\0asm\x0d\0\x01\0".to_vec();
    wasm.resize(100 << 20, 0);
    assert_snapshot!(problems(&wasm), @"too-large: it has 104857600 bytes, at most 67108864 are taken");
}

#[test]
fn custom_sections_are_skipped_however_many() {
    let mut wasm = Wat::rows().bytes();
    for _ in 0..200_000 {
        custom_section(&mut wasm, "", b"");
    }
    custom_section(&mut wasm, "name", &vec![0xff; 1 << 20]);
    custom_section(&mut wasm, "component-name", &vec![0xff; 1 << 20]);
    custom_section(&mut wasm, "producers", &vec![0xff; 1 << 20]);
    assert_snapshot!(problems(&wasm), @"fine");
}

#[test]
fn the_number_of_functions_is_obeyed_and_violated() {
    let config = SandboxConfig { max_functions: 100, max_instances: 1, ..SandboxConfig::default() };
    let sandbox = Sandbox::new(config).expect("one instance fits");
    // The guest itself has six.
    let with = |count: usize| Wat::rows().put("core", &"(func)".repeat(count)).bytes();
    assert_eq!(sandbox.check(&with(94), &Limits::default()).report.problems, []);
    let found = sandbox.check(&with(95), &Limits::default()).report.problems;
    assert_snapshot!(found[0].message, @"it has 101 functions, at most 100 are taken");
}

#[test]
fn a_million_functions_are_refused_uncompiled() {
    assert_snapshot!(with_module(&"(func)".repeat(1_000_000)), @"too-complex: it has 1000006 functions, at most 100000 are taken");
}

#[test]
fn a_giant_function_is_refused_uncompiled() {
    let jump = format!("(func (param i32) (block (br_table {} (local.get 0))))", "0 ".repeat(2_000_000));
    assert_snapshot!(with_module(&jump), @"too-complex: it has 2000011 bytes in one function, at most 1048576 are taken");
    let straight = format!("(func {})", "(drop (i32.const 1))".repeat(500_000));
    assert_snapshot!(with_module(&straight), @"too-complex: it has 1500002 bytes in one function, at most 1048576 are taken");
}

#[test]
fn as_many_locals_as_a_function_may_have_are_compiled_and_no_more() {
    let locals = |count: usize| format!("(func (local {}))", "i64 ".repeat(count));
    assert_snapshot!(with_module(&locals(50_000)), @"fine");
    assert_snapshot!(with_module(&locals(50_001)), @"invalid: it is no valid component: too many locals: locals exceed maximum");
}

#[test]
fn a_jump_table_is_compiled_as_far_as_the_compiler_goes() {
    let jump = |targets: usize| format!("(func (param i32) (block (br_table {} (local.get 0))))", "0 ".repeat(targets));
    assert_snapshot!(with_module(&jump(65_000)), @"fine");
    assert_snapshot!(with_module(&jump(100_000)), @"invalid: it does not compile: failed to compile: wasm[1]::function[0]: WebAssembly translation error: Unsupported feature: `br_table` has 99999 targets, which exceeds the implementation limit of 65520");
}

#[test]
fn modules_and_components_inside_are_counted() {
    let parts = |count: usize| Wat::rows().put("imports", &"(core module)".repeat(count)).bytes();
    // The guest itself has two.
    assert_snapshot!(problems(&parts(900)), @"fine");
    assert_snapshot!(problems(&parts(999)), @"too-complex: it has 1001 modules and components, at most 1000 are taken");
}

#[test]
fn components_in_components_are_counted_however_deep() {
    let nested = |levels: usize| {
        let mut inner = b"\0asm\x0d\0\x01\0".to_vec();
        for _ in 0..levels {
            let mut outer = b"\0asm\x0d\0\x01\0".to_vec();
            section(&mut outer, 4, &inner);
            inner = outer;
        }
        let mut wasm = Wat::rows().bytes();
        section(&mut wasm, 4, &inner);
        problems(&wasm)
    };
    assert_snapshot!(nested(100), @"fine");
    assert_snapshot!(nested(990), @"fine");
    assert_snapshot!(nested(100_000), @"too-complex: it has 100003 modules and components, at most 1000 are taken");
}

#[test]
fn features_that_are_off_are_refused_by_name() {
    assert_snapshot!(with_module("(memory 1 1 shared)"), @"refused-feature: threads must be enabled for shared memories; threads, memory64, several memories, garbage collection, exceptions, relaxed SIMD, stack switching and asynchronous components are off");
    assert_snapshot!(with_module("(memory i64 1)"), @"refused-feature: memory64 must be enabled for 64-bit memories; threads, memory64, several memories, garbage collection, exceptions, relaxed SIMD, stack switching and asynchronous components are off");
    assert_snapshot!(with_module("(memory 1) (memory 1)"), @"refused-feature: multiple memories; threads, memory64, several memories, garbage collection, exceptions, relaxed SIMD, stack switching and asynchronous components are off");
    assert_snapshot!(with_module("(type (struct (field i32)))"), @"refused-feature: struct indexed types not supported without the gc feature; threads, memory64, several memories, garbage collection, exceptions, relaxed SIMD, stack switching and asynchronous components are off");
    assert_snapshot!(with_module("(tag)"), @"refused-feature: exceptions proposal not enabled; threads, memory64, several memories, garbage collection, exceptions, relaxed SIMD, stack switching and asynchronous components are off");
    assert_snapshot!(with_module("(func (param v128) (result v128) (f32x4.relaxed_madd (local.get 0) (local.get 0) (local.get 0)))"), @"refused-feature: relaxed SIMD support is not enabled; threads, memory64, several memories, garbage collection, exceptions, relaxed SIMD, stack switching and asynchronous components are off");
    assert_snapshot!(with_module("(type $f (func)) (type $c (cont $f))"), @"refused-feature: cannot define continuation types when stack switching is disabled; threads, memory64, several memories, garbage collection, exceptions, relaxed SIMD, stack switching and asynchronous components are off");
    assert_snapshot!(with_module("(type $f (func)) (func (param (ref $f)))"), @"refused-feature: function references required for index reference types; threads, memory64, several memories, garbage collection, exceptions, relaxed SIMD, stack switching and asynchronous components are off");
    assert_snapshot!(problems(&Wat::rows().put("imports", "(type (stream u8))").bytes()), @"refused-feature: `stream` requires the component model async feature; threads, memory64, several memories, garbage collection, exceptions, relaxed SIMD, stack switching and asynchronous components are off");
    assert_snapshot!(problems(&Wat::rows().put("imports", "(type (future u8))").bytes()), @"refused-feature: `future` requires the component model async feature; threads, memory64, several memories, garbage collection, exceptions, relaxed SIMD, stack switching and asynchronous components are off");
    assert_snapshot!(problems(&Wat::rows().put("imports", "(core func (canon backpressure.inc))").bytes()), @"refused-feature: `backpressure.inc` requires the component model async feature; threads, memory64, several memories, garbage collection, exceptions, relaxed SIMD, stack switching and asynchronous components are off");
}

#[test]
fn the_wrong_world_is_told() {
    assert_snapshot!(problems(&parse("(component)")), @r"missing-export: it does not export sandtable:transform/metadata@1.0.0, which every transform does
missing-export: it exports neither sandtable:transform/table-transform@1.0.0 nor sandtable:transform/row-transform@1.0.0");
    let renamed = |from: &str, to: &str| problems(&Wat::rows().swap(from, to).bytes());
    assert_snapshot!(renamed(r#"(export "sandtable:transform/metadata@1.0.0" (instance $metadata))"#, ""), @"missing-export: it does not export sandtable:transform/metadata@1.0.0, which every transform does");
    assert_snapshot!(renamed(r#"(export "sandtable:transform/row-transform@1.0.0" (instance $rows))"#, ""), @"missing-export: it exports neither sandtable:transform/table-transform@1.0.0 nor sandtable:transform/row-transform@1.0.0");
    assert_snapshot!(renamed("transform/row-transform@1.0.0", "transform/table-transform@1.0.0"), @"wrong-type: the component does not export table-transform.run");
    assert_snapshot!(renamed(r#"(export "apply" (func $apply))"#, ""), @"wrong-type: the component does not export row-transform.apply");
    assert_snapshot!(renamed(r#"(export "describe" (func $describe))"#, r#"(export "describe" (func $apply))"#), @"describe-failed: describe failed: expected 0-tuple, found 1-tuple");
    // The types of the functions too, before any call.
    let mistyped = renamed(r#"(instance $rows (export "prepare" (func $prepare))"#, r#"(instance $rows (export "prepare" (func $describe))"#);
    assert!(mistyped.starts_with("wrong-type: "), "{mistyped}");
    let both = Wat::rows().put("more", r#"(export "sandtable:transform/table-transform@1.0.0" (instance $rows))"#);
    assert_snapshot!(problems(&both.bytes()), @"missing-export: it exports both table-transform and row-transform; a transform is one of them");
}

#[test]
fn versions_are_those_of_this_host_or_other_patches() {
    let built_for = |version: &str| problems(&Wat::rows().swap("@1.0.0", &format!("@{version}")).bytes());
    for version in ["1.1.0", "2.0.0", "1.0.0-rc.1", "0.2.0"] {
        let said = ["types", "host", "metadata", "row-transform"]
            .map(|interface| format!("wrong-version: it was built for sandtable:transform/{interface}@{version}; this host speaks 1.0.0"));
        assert_eq!(built_for(version), said.join("\n"));
    }
    // The drafts: what to do is told.
    assert_snapshot!(built_for("0.1.2"), @r"wrong-version: it was built for sandtable:transform/types@0.1.2; this host speaks 1.0.0: 0.1 was a draft of the contract, build it again with an SDK of this release
wrong-version: it was built for sandtable:transform/host@0.1.2; this host speaks 1.0.0: 0.1 was a draft of the contract, build it again with an SDK of this release
wrong-version: it was built for sandtable:transform/metadata@0.1.2; this host speaks 1.0.0: 0.1 was a draft of the contract, build it again with an SDK of this release
wrong-version: it was built for sandtable:transform/row-transform@0.1.2; this host speaks 1.0.0: 0.1 was a draft of the contract, build it again with an SDK of this release");
    assert_snapshot!(built_for("1.0.7"), @"fine");
}

#[test]
fn extra_imports_are_refused_each_by_name() {
    let import = |name: &str| format!(r#"(import "{name}" (instance))"#);
    let imports = ["sandtable:transform/frames@1.0.0", "sandtable:transform/secrets@1.0.0", "sandtable:transform/tables@1.0.0", "evil:corp/backdoor@1.0.0"]
        .map(import)
        .concat();
    assert_snapshot!(problems(&Wat::rows().put("imports", &imports).bytes()), @r"refused-import: it imports sandtable:transform/frames@1.0.0, which is not granted: a row-by-row transform has no native frames
refused-import: it imports sandtable:transform/secrets@1.0.0, which is not granted: of sandtable:transform/ there are frames, host, tables, types
refused-import: it imports sandtable:transform/tables@1.0.0, which is not granted: a row-by-row transform sees no tables
refused-import: it imports evil:corp/backdoor@1.0.0, which is not granted: allowed are sandtable:transform/… and wasi:… 0.2 (cli, clocks, filesystem, io, random, sockets)");
    assert_snapshot!(problems(&Wat::rows().put("imports", r#"(import "evil" (func))"#).bytes()), @"refused-import: it imports evil, which is not granted: allowed are sandtable:transform/… and wasi:… 0.2 (cli, clocks, filesystem, io, random, sockets)");
    assert_snapshot!(problems(&Wat::rows().put("imports", r#"(import "evil" (core module))"#).bytes()), @"refused-import: it imports evil, which is not granted: allowed are sandtable:transform/… and wasi:… 0.2 (cli, clocks, filesystem, io, random, sockets)");
    assert_snapshot!(problems(&Wat::rows().put("imports", r#"(import "evil" (component))"#).bytes()), @"refused-import: it imports evil, which is not granted: allowed are sandtable:transform/… and wasi:… 0.2 (cli, clocks, filesystem, io, random, sockets)");
    let host = Wat::rows().swap(
        r#"(export "log" (func (param "level" $level) (param "message" string)))"#,
        r#"(export "log" (func (param "level" $level) (param "message" string))) (export "root" (func))"#,
    );
    assert_snapshot!(problems(&host.bytes()), @"wrong-type: the component does not link: component imports instance `sandtable:transform/host@1.0.0`, but a matching implementation was not found in the linker: instance export `root` has the wrong type: function implementation is missing");
    let typed = Wat::rows().swap(r#"(enum "trace" "debug" "info" "warn" "error")"#, r#"(enum "trace" "debug")"#);
    assert_snapshot!(problems(&typed.bytes()), @"wrong-type: the component does not link: component imports instance `sandtable:transform/host@1.0.0`, but a matching implementation was not found in the linker: instance export `log` has the wrong type: type mismatch with parameters: expected enum of 5 names, found 2 names");
}

#[test]
fn a_thousand_imports_are_counted_and_the_report_stays_short() {
    let imports: String = (0..5000).map(|at| format!(r#"(import "evil:corp/i{at}" (instance))"#)).collect();
    let checked = SANDBOX.check(&Wat::rows().put("imports", &imports).bytes(), &Limits::default());
    assert!(checked.report.problems.len() <= 50, "{} problems", checked.report.problems.len());
    assert_snapshot!(checked.report.problems[0].message, @"it has 1001 imports, at most 1000 are taken");
    assert!(checked.report.imports.len() <= 1000, "{} imports are told", checked.report.imports.len());
}

/// Names that would leave their line, or their folder, never stand in a report as they are.
#[test]
fn names_in_a_report_are_made_fit() {
    let mut wasm = b"\0asm\x0d\0\x01\0".to_vec();
    // An import section by hand, since no tool would write such a name: one import, a plain function of type 0.
    let name = b"\x1b[2J../../etc/passwd\0";
    let mut body = vec![1, 0, name.len() as u8];
    body.extend(name);
    body.extend([1, 0]);
    section(&mut wasm, 10, &body);
    let checked = SANDBOX.check(&wasm, &Limits::default());
    assert!(!checked.report.problems.is_empty());
    let told = format!("{}{}", checked.report.imports.concat(), checked.report.problems.iter().map(|problem| problem.message.as_str()).collect::<String>());
    assert!(!told.chars().any(char::is_control), "{told:?}");
}

#[test]
fn a_description_is_held_to_its_bounds() {
    // A name of no bytes, then one that is text in no language, then one that is not there.
    let name = |at: &str, len: &str| {
        let wat = Wat::rows().put("describe", &format!("(i32.store (i32.const 1024) (i32.const {at})) (i32.store (i32.const 1028) (i32.const {len}))"));
        problems(&wat.bytes())
    };
    assert_snapshot!(name("2048", "0"), @r#"describe-invalid: name: "" is no name: 1 to 128 bytes without control characters"#);
    assert_snapshot!(name("100000", "129"), @r#"describe-invalid: name: "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}" is no name: 1 to 128 bytes without control characters"#);
    assert_snapshot!(name("0", "-1"), @"describe-failed: describe failed: string pointer/length out of bounds of memory");
    assert_snapshot!(name("0", "2000000"), @"describe-failed: describe failed: limit text_bytes of 1048576 reached: 0 in use, 1048577 more asked for");
    let inputs = |at: &str, len: &str| {
        let wat = Wat::rows().put("describe", &format!("(i32.store (i32.const 1048) (i32.const {at})) (i32.store (i32.const 1052) (i32.const {len}))"));
        problems(&wat.bytes())
    };
    assert_snapshot!(inputs("2064", "0"), @"describe-invalid: a row-by-row transform has exactly one input, 0 are described");
    assert_snapshot!(inputs("100000", "2"), @r##"describe-invalid: inputs: "" stands there twice
describe-invalid: a row-by-row transform has exactly one input, 2 are described
describe-invalid: input "": "" is no name: 1 to 128 bytes without control characters
describe-invalid: input "": "" is no name: 1 to 128 bytes without control characters"##);
    assert_snapshot!(inputs("100000", "40000"), @"describe-failed: describe failed: limit text_bytes of 1048576 reached: 0 in use, 1048577 more asked for");
    let params = |text: &str| {
        let wat = Wat::rows()
            .put("core", &format!(r#"(data (i32.const 9000) "{text}")"#))
            .put("describe", &format!("(i32.store (i32.const 1056) (i32.const 9000)) (i32.store (i32.const 1060) (i32.const {}))", text.len()));
        problems(&wat.bytes())
    };
    assert_snapshot!(params("[]"), @"describe-invalid: params: a JSON Schema is an object");
    assert_snapshot!(params("not json"), @"describe-invalid: params: no JSON: expected ident at line 1 column 2");
    assert_snapshot!(params(&"[".repeat(10_000)), @"describe-invalid: params: no JSON: recursion limit exceeded at line 1 column 128");
}

#[test]
fn a_start_that_traps_fails_the_upload() {
    let wat = Wat::rows().put("core", "(func $start (unreachable)) (start $start)");
    assert_snapshot!(problems(&wat.bytes()), @"describe-failed: describe failed: wasm trap: wasm `unreachable` instruction executed");
    let wat = Wat::rows().put("core", "(func $start (drop (memory.grow (i32.const 65000)))) (start $start)");
    assert_snapshot!(problems(&wat.bytes()), @"describe-failed: describe failed: limit memory_mb of 1024 reached: 2 in use, 4063 more asked for");
}

/// What a describe says is said back to the uploader, made fit.
#[test]
fn what_a_failing_description_says_is_told() {
    let wat = Wat::rows().put("describe", "(call $say (i32.const 2048) (i32.const 7)) (call $say (i32.const 2054) (i32.const 3)) (unreachable)");
    assert_snapshot!(problems(&wat.bytes()), @r#"describe-failed: describe failed: wasm trap: wasm `unreachable` instruction executed; it said: hostile / e\u{0}0"#);
}

#[test]
fn types_that_double_at_each_level_are_refused() {
    let mut types = "(type $t0 (tuple u8 u8))".to_owned();
    for level in 1..60 {
        types.push_str(&format!("(type $t{level} (tuple $t{} $t{}))", level - 1, level - 1));
    }
    assert_snapshot!(problems(&Wat::rows().put("imports", &types).bytes()), @"invalid: it is no valid component: effective type size exceeds the limit of 1000000");
    let mut deep = "(type $t0 (list u8))".to_owned();
    for level in 1..10_000 {
        deep.push_str(&format!("(type $t{level} (list $t{}))", level - 1));
    }
    assert_snapshot!(problems(&Wat::rows().put("imports", &deep).bytes()), @"invalid: it is no valid component: type nesting is too deep");
}

/// A type in a type in a type: three bytes a level, and a reader that calls itself for each. An overflow of the host's
/// stack ends the process, so that it is another one that tries.
#[test]
fn component_types_nested_without_end_do_not_reach_the_hosts_stack() {
    if alone("hostile::upload::component_types_nested_without_end_do_not_reach_the_hosts_stack") {
        for levels in [1_000, 100_000, 5_000_000] {
            let report = SANDBOX.check(&nested_types(levels), &Limits::default()).report;
            assert!(!report.problems.is_empty(), "{levels} levels");
        }
    }
}

/// `(component (type (component (type (component …)))))`.
fn nested_types(levels: usize) -> Vec<u8> {
    let mut body = vec![1];
    for _ in 0..levels {
        // A component type of one declaration: a type.
        body.extend([0x41, 1, 1]);
    }
    // The innermost is a number.
    body.push(0x7f);
    let mut wasm = b"\0asm\x0d\0\x01\0".to_vec();
    section(&mut wasm, 7, &body);
    wasm
}

/// The limits of the call reach the description too: an upload cannot take more than a call.
#[test]
fn a_description_is_held_to_the_calls_limits() {
    let wat = Wat::rows().put("describe", "(drop (memory.grow (i32.const 16000)))");
    let limits = Limits { memory_bytes: 16 << 20, ..Limits::default() };
    assert_snapshot!(problems_under(&wat.bytes(), &limits), @"describe-failed: describe failed: limit memory_mb of 16 reached: 2 in use, 1000 more asked for");
}
