//! Uploads: what is taken, and what each refusal says.

use sandtable_core::Limits;
use sandtable_core::description::Kind;
use sandtable_sandbox::{Call, Report};

use crate::support::{accepted, guest_bytes, numbers, refused, run, sandbox};

fn wat(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap()
}

#[test]
fn a_good_component_is_described() {
    let (report, transform) = accepted(&guest_bytes("smallest"));
    assert_eq!((report.kind, transform.kind()), (Some(Kind::Rows), Kind::Rows));
    let description = report.description.clone().unwrap();
    assert_eq!(description.inputs.len(), 1);
    assert!(report.imports.iter().any(|name| name == "sandtable:transform/host@1.0.0"), "{:?}", report.imports);
    assert!(report.exports.contains(&"sandtable:transform/row-transform@1.0.0".to_owned()));
    assert!(report.compiled_bytes > 0 && report.size_bytes > 0);
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
}

#[test]
fn compiled_code_is_loaded_from_a_file_and_from_memory() {
    let checked = sandbox().check(&guest_bytes("smallest"), &Limits::default());
    let compiled = checked.compiled.unwrap();
    let path = std::env::temp_dir().join(format!("sandbox-it-{}.cwasm", std::process::id()));
    std::fs::write(&path, &compiled).unwrap();
    let file = std::fs::File::open(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    // SAFETY: these are the bytes that `check` gave, in a file that nobody else can reach any more.
    let from_file = unsafe { sandbox().load(&file, Kind::Rows) }.unwrap();
    // SAFETY: these are the bytes that `check` gave.
    let from_memory = unsafe { sandbox().load_bytes(&compiled, Kind::Rows) }.unwrap();
    for transform in [from_file, from_memory] {
        let (outcome, table) = run(&transform, Call::new("{}"), vec![numbers(0, 3)]);
        outcome.result.unwrap();
        assert_eq!(table.rows(), 3);
    }
    // SAFETY: these are the bytes that `check` gave; that the kind is wrong is found by linking.
    let wrong_kind = unsafe { sandbox().load_bytes(&compiled, Kind::Table) }.unwrap_err();
    assert_eq!(wrong_kind.message, "the component does not export table-transform.run");
}

#[test]
fn what_is_no_component_is_refused() {
    let module = wat("(module (memory 1))");
    assert_eq!(refused(b""), ["not-wasm: it is no WebAssembly; a component of the WebAssembly component model is wanted"]);
    assert_eq!(refused(b"PK\x03\x04"), ["not-wasm: it is no WebAssembly; a component of the WebAssembly component model is wanted"]);
    assert_eq!(
        refused(&module),
        ["core-module: it is a core module; a component is wanted: build for wasm32-wasip2, or make a component of it (`wasm-tools component new`)"]
    );
    let compiled = sandbox().check(&guest_bytes("smallest"), &Limits::default()).compiled.unwrap();
    assert_eq!(refused(&compiled), ["not-wasm: it is an ELF file, such as precompiled code; a component of the WebAssembly component model is wanted"]);
    assert_eq!(refused(&vec![0; 65 << 20]), ["too-large: it has 68157440 bytes, at most 67108864 are taken"]);
}

#[test]
fn truncated_and_garbled_components_are_refused() {
    let good = guest_bytes("smallest");
    for length in [5, 8, 9, 100, good.len() / 2, good.len() - 1] {
        let problems = refused(&good[..length]);
        assert!(problems[0].starts_with("invalid: ") || problems[0].starts_with("missing-export: "), "{length}: {problems:?}");
    }
    // A fixed sequence of places, so that a failure can be seen again.
    let mut place = 12345_usize;
    for _ in 0..8 {
        let mut bad = good.clone();
        place = (place * 1_103_515_245 + 12_345) % good.len();
        bad[place] ^= 0x55;
        // Whatever it is now, checking it ends.
        sandbox().check(&bad, &Limits { fuel: Some(10_000_000), ..Limits::default() });
    }
}

#[test]
fn every_import_and_export_that_is_wrong_is_told() {
    let component = wat(r#"(component
            (import "wasi:http/types@0.2.0" (instance))
            (import "wasi:clocks/wall-clock@0.3.0" (instance))
            (import "sandtable:transform/host@0.2.0" (instance))
            (import "sandtable:transform/secrets@1.0.0" (instance))
            (import "evil" (func)))"#);
    assert_eq!(
        refused(&component),
        [
            "refused-import: it imports wasi:http/types@0.2.0, which is not granted: allowed are sandtable:transform/… and wasi:… 0.2 (cli, clocks, filesystem, io, random, sockets)",
            "wrong-version: it imports wasi:clocks/wall-clock@0.3.0; of wasi:, version 0.2 is there",
            "wrong-version: it was built for sandtable:transform/host@0.2.0; this host speaks 1.0.0",
            "refused-import: it imports sandtable:transform/secrets@1.0.0, which is not granted: of sandtable:transform/ there are frames, host, tables, types",
            "refused-import: it imports evil, which is not granted: allowed are sandtable:transform/… and wasi:… 0.2 (cli, clocks, filesystem, io, random, sockets)",
            "missing-export: it does not export sandtable:transform/metadata@1.0.0, which every transform does",
            "missing-export: it exports neither sandtable:transform/table-transform@1.0.0 nor sandtable:transform/row-transform@1.0.0",
        ]
    );
}

#[test]
fn features_that_are_off_are_refused_by_name() {
    let cases = [
        ("(memory 1 1 shared)", "threads must be enabled for shared memories"),
        ("(memory i64 1)", "memory64 must be enabled for 64-bit memories"),
        ("(memory 1) (memory 1)", "multiple memories"),
        ("(type (struct))", "gc"),
        ("(tag)", "exceptions"),
        ("(func (param v128) (result v128) local.get 0 local.get 0 i8x16.relaxed_swizzle)", "relaxed SIMD"),
    ];
    for (module, expected) in cases {
        let problems = refused(&wat(&format!("(component (core module {module}))")));
        let first = problems[0].to_lowercase();
        assert!(first.starts_with("refused-feature: ") && first.contains(&expected.to_lowercase()), "{module}: {problems:?}");
    }
}

/// A component of one section.
fn section(id: u8, contents: &[u8]) -> Vec<u8> {
    let mut wasm = b"\0asm\x0d\0\x01\0".to_vec();
    wasm.push(id);
    let mut left = contents.len();
    while left > 0x7f {
        wasm.push(left as u8 | 0x80);
        left >>= 7;
    }
    wasm.push(left as u8);
    wasm.extend(contents);
    wasm
}

#[test]
fn types_that_nest_deeply_are_refused_unread() {
    // By hand, since what writes the text format calls itself for each level too: components' types in each other.
    let nested = |levels: usize| {
        let mut types = vec![1];
        types.extend([0x41, 1, 0x01].repeat(levels - 1));
        types.extend([0x41, 0]);
        section(7, &types)
    };
    assert!(refused(&nested(100))[0].starts_with("missing-export: "), "{:?}", refused(&nested(100)));
    assert_eq!(refused(&nested(101))[0], "too-complex: it has 101 levels of types in types, at most 100 are taken");
    assert_eq!(refused(&nested(10_000_000))[0], "too-complex: it has 101 levels of types in types, at most 100 are taken");
    // Inside another component it is the same.
    let outer = section(4, &nested(10_000_000));
    assert_eq!(refused(&outer)[0], "too-complex: it has 101 levels of types in types, at most 100 are taken");
}

#[test]
fn names_in_a_report_are_few_short_and_clean() {
    let import = |number: usize| format!("(import \"evil{number}-{}\" (func))", "x".repeat(10_000));
    let component = wat(&format!("(component {})", (0..1000).map(import).collect::<String>()));
    let report = sandbox().check(&component, &Limits::default()).report;
    assert_eq!(report.imports.len(), 200);
    assert!(report.imports.iter().all(|name| name.len() <= 200 && name.starts_with("evil")), "{:?}", report.imports[0]);
    // A name that no component may have is refused, and harmless where it is told.
    let component = wat("(component (import \"evil-name\" (func)))");
    let at = component.windows(9).position(|window| window == b"evil-name").unwrap();
    let mut bad = component.clone();
    bad[at + 4] = 0x1b;
    let report = sandbox().check(&bad, &Limits::default()).report;
    assert_eq!(report.imports, ["evil\\u{1b}name"]);
    assert!(!report.problems.is_empty() && report.problems.iter().all(|problem| !problem.message.contains('\u{1b}')), "{:?}", report.problems);
}

#[test]
fn what_would_take_long_to_compile_is_refused() {
    let many = format!("(component (core module {}))", "(func)".repeat(100_001));
    assert_eq!(refused(&wat(&many))[0], "too-complex: it has 100001 functions, at most 100000 are taken");
    let long = format!("(component (core module (func {})))", "nop ".repeat(1 << 20));
    assert!(refused(&wat(&long))[0].starts_with("too-complex: it has 1048578 bytes in one function"), "{:?}", refused(&wat(&long)));
    let parts = format!("(component {})", "(core module)".repeat(1_001));
    assert_eq!(refused(&wat(&parts))[0], "too-complex: it has 1001 modules and components, at most 1000 are taken");
}
