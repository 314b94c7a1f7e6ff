//! `sandtable check` and `sandtable inspect`.

use std::fs;

use sandtable_tests::guest_path;

use super::{sandtable, text};

#[test]
fn a_good_component_is_acceptable_and_described() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let path = guest_path("flight-delays").display().to_string();
    let check = sandtable(folder.path(), &["check", &path]);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stderr));
    assert!(text(&check.stdout).ends_with("is acceptable\n"));
    let inspect = text(&sandtable(folder.path(), &["inspect", &path]).stdout);
    for wanted in ["flight-delays 0.1.0, row by row", "input flights", "dep_delay", "late_after", "imports   sandtable:transform/"] {
        assert!(inspect.contains(wanted), "{wanted}: {inspect}");
    }
    let json: serde_json::Value = serde_json::from_slice(&sandtable(folder.path(), &["inspect", "--json", &path]).stdout).expect("it is JSON");
    assert_eq!(json["description"]["kind"], "rows");
}

#[test]
fn a_bad_component_is_refused_with_its_problems() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    fs::write(folder.path().join("x.wasm"), b"\0asm\x01\0\0\0").expect("the folder is ours");
    let check = sandtable(folder.path(), &["check", "x.wasm"]);
    assert_eq!(check.status.code(), Some(2));
    assert!(text(&check.stderr).contains("core-module"), "{}", text(&check.stderr));
    assert_eq!(sandtable(folder.path(), &["check", "none.wasm"]).status.code(), Some(2));
}
