//! What is no guest is refused, with the reason.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use sandtable_componentize::{Adapter, componentize};

/// A core module without anything in it.
const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

fn refusal(module: &[u8], adapters: &[Adapter]) -> String {
    format!("{:#}", componentize(module, adapters).unwrap_err())
}

#[test]
fn garbage_is_refused() {
    let error = refusal(b"garbage", &[]);
    assert!(error.starts_with("read the core module and its component type: "), "{error}");
}

#[test]
fn a_broken_adapter_is_named() {
    let adapter = Adapter { name: "wasi_snapshot_preview1".to_owned(), module: b"garbage".to_vec() };
    let error = refusal(EMPTY, &[adapter]);
    assert!(error.starts_with("read the adapter `wasi_snapshot_preview1`: "), "{error}");
}

#[test]
fn a_module_with_a_component_type_must_export_what_it_says() {
    let mut module = EMPTY.to_vec();
    let component_type = include_bytes!("../../rust/src/bindings/rows.component-type");
    custom_section(&mut module, "component-type:sandtable:rows", component_type);
    let error = refusal(&module, &[]);
    assert!(error.starts_with("encode the component: "), "{error}");
    assert!(error.contains("sandtable:transform/metadata@1.0.0"), "{error}");
}

fn custom_section(module: &mut Vec<u8>, name: &str, contents: &[u8]) {
    let mut section = Vec::new();
    leb128(&mut section, name.len());
    section.extend_from_slice(name.as_bytes());
    section.extend_from_slice(contents);
    module.push(0);
    leb128(module, section.len());
    module.extend_from_slice(&section);
}

fn leb128(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
