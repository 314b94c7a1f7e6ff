//! The committed bindings are what `wit/` generates.

use std::fs;
use std::path::PathBuf;

#[test]
fn committed_bindings_are_current() {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let files = sandtable_bindgen::generate(&here.join("../../wit")).unwrap();
    assert_eq!(files.len(), sandtable_bindgen::WORLDS.len() + 1);
    for file in files {
        let committed = fs::read(here.join("../rust/src").join(&file.path)).unwrap_or_default();
        assert!(committed == file.contents, "{} is not what wit/ generates: run `cargo run --release -p sandtable-bindgen`", file.path);
    }
}
