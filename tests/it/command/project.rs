//! `sandtable new`, `build` and `test`.

use std::fs;

use super::{sandtable, text};

#[test]
fn a_new_project_in_rust_builds_and_its_cases_hold() {
    let top = tempfile::tempdir().unwrap();
    let made = sandtable(top.path(), &["new", "large-ones"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let folder = top.path().join("large-ones");
    assert!(!fs::read_to_string(folder.join("Cargo.toml")).unwrap().contains("{{"), "every blank is filled");

    let tried = sandtable(&folder, &["test"]);
    assert!(tried.status.success(), "{}\n{}", text(&tried.stdout), text(&tried.stderr));
    assert_eq!(text(&tried.stdout), "ok    some are large\nok    a column that is not there\n");
    assert!(folder.join("build/large-ones.wasm").exists());

    // A case that does not hold is told where, and the rest runs on.
    fs::write(folder.join("cases/expected.csv"), "id,amount,large\n1,250.0,true\n2,99.5,true\n3,,\n").unwrap();
    let tried = sandtable(&folder, &["test", "--no-build"]);
    assert_eq!(tried.status.code(), Some(1), "{}", text(&tried.stderr));
    let said = text(&tried.stdout);
    assert!(said.contains("FAIL  some are large\n      row 2, column \"large\": false, expected true"), "{said}");
    assert!(said.contains("ok    a column that is not there"), "{said}");

    let built = sandtable(&folder, &["build"]);
    assert!(built.status.success() && text(&built.stdout).contains("acceptable"), "{}\n{}", text(&built.stdout), text(&built.stderr));
    // Code that does not compile is the compiler's to explain.
    fs::write(folder.join("src/lib.rs"), "fn main() { nonsense }").unwrap();
    let built = sandtable(&folder, &["build"]);
    assert_eq!(built.status.code(), Some(2));
    assert!(text(&built.stderr).contains("nonsense"), "{}", text(&built.stderr));
}

#[test]
fn a_new_project_in_javascript_builds_and_its_cases_hold() {
    let top = tempfile::tempdir().unwrap();
    let made = sandtable(top.path(), &["new", "--lang", "js", "large-ones"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let folder = top.path().join("large-ones");
    let tried = sandtable(&folder, &["test"]);
    assert!(tried.status.success(), "{}\n{}", text(&tried.stdout), text(&tried.stderr));
    assert_eq!(text(&tried.stdout), "ok    some are large\nok    a column that is not there\n");
}

#[test]
fn a_new_project_in_python_builds_and_its_cases_hold() {
    let top = tempfile::tempdir().unwrap();
    let made = sandtable(top.path(), &["new", "--lang", "python", "sums"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let folder = top.path().join("sums");
    let tried = sandtable(&folder, &["test"]);
    assert!(tried.status.success(), "{}\n{}", text(&tried.stdout), text(&tried.stderr));
    assert_eq!(text(&tried.stdout), "ok    two groups and none\nok    a column that is not there\n");

    // The world is the transform's own to say: here it is one of rows.
    let rows = "from sandtable_guest import Batch, row_transform\n\n@row_transform\ndef same(batch: Batch) -> Batch:\n    return batch\n";
    fs::write(folder.join("transform.py"), rows).unwrap();
    let built = sandtable(&folder, &["build"]);
    assert!(built.status.success() && text(&built.stdout).contains("acceptable"), "{}\n{}", text(&built.stdout), text(&built.stderr));
    // Code that cannot be imported is Python's to explain, and a module without a transform is ours.
    for (source, said) in [("import nonsense\n", "No module named 'nonsense'"), ("x = 1\n", "transform holds none")] {
        fs::write(folder.join("transform.py"), source).unwrap();
        let built = sandtable(&folder, &["build"]);
        assert_eq!(built.status.code(), Some(2), "{source}");
        assert!(text(&built.stderr).contains(said), "{source}: {}", text(&built.stderr));
    }
}

#[test]
fn nothing_is_overwritten_and_names_are_checked() {
    let top = tempfile::tempdir().unwrap();
    fs::create_dir(top.path().join("used")).unwrap();
    fs::write(top.path().join("used/notes.txt"), "mine").unwrap();
    for (name, said) in [("used", "not empty"), ("Loud", "not a name"), ("a_b", "not a name"), ("-x", "unexpected argument")] {
        let made = sandtable(top.path(), &["new", name]);
        assert_eq!(made.status.code(), Some(2), "{name}");
        assert!(text(&made.stderr).contains(said), "{name}: {}", text(&made.stderr));
    }
    assert_eq!(fs::read_dir(top.path().join("used")).unwrap().count(), 1);
}

#[test]
fn a_bad_manifest_names_its_line() {
    let top = tempfile::tempdir().unwrap();
    let manifest = |text: &str| fs::write(top.path().join("sandtable.toml"), text).unwrap();
    for (given, said) in [
        ("name = 'a'\nlanguage = 'cobol'\n", "line 2"),
        ("name = 'a'\nlanguage = 'rust'\ncolour = 1\n", "colour"),
        ("name = 'A'\nlanguage = 'rust'\n", "not a name"),
        ("name = 'a'\nlanguage = 'rust'\n[[case]]\nname = 'x'\ninputs = {}\n", "either output or error"),
        ("name = 'a'\nlanguage = 'rust'\n", "no such case"),
    ] {
        manifest(given);
        let tried = sandtable(top.path(), &["test"]);
        assert_eq!(tried.status.code(), Some(2), "{given}");
        assert!(text(&tried.stderr).contains(said), "{given}: {}", text(&tried.stderr));
    }
}
