//! `sandtable run`, `check` and `inspect` of scripts, and scripts in pipelines.

use std::fs;
use std::path::Path;

use sandtable_tests::{guest_path, languages};

use super::{sandtable, text};

/// A folder with the tests' own language, a table and a script.
fn folder(script: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("the folder is ours");
    fs::create_dir(folder.path().join("languages")).expect("the folder is ours");
    fs::copy(guest_path("script-language"), folder.path().join("languages/script.wasm")).expect("the guest is there");
    write("in.csv", "x\n1.5\n");
    write("copies.script", script);
    folder
}

fn script(folder: &Path, verb: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let args = [&[verb, "copies.script", "--language", "script", "--languages", "languages"], more].concat();
    let output = sandtable(folder, &args);
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_script_runs_over_files() {
    let folder = folder("summary copies\ninput a\nuse helper\ncopy a");
    fs::write(folder.path().join("helper.script"), "log from a library").expect("the folder is ours");
    let run = |more: &[&str]| script(folder.path(), "run", &[&["--library", "helper=helper.script"], more].concat());
    let (code, out, said) = run(&["--input", "a=in.csv"]);
    assert_eq!((code, out.as_str()), (Some(0), "x\n1.5\n"), "{said}");
    assert!(said.contains("from a library") && said.contains("1 rows in, 1 out"), "{said}");
    let (code, _, said) = run(&["--input", "b=in.csv"]);
    assert!(code == Some(2) && said.contains("unknown input \"b\"; the transform wants a"), "{said}");
}

#[test]
fn what_is_wrong_with_a_script_is_told_line_by_line() {
    let folder = folder("input a\nfly away");
    for verb in ["run", "check", "inspect"] {
        let (code, out, said) = script(folder.path(), verb, &[]);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{verb}: {said}");
        assert_eq!(said.lines().next(), Some("error: the source is not acceptable: SyntaxError: there is no command fly"));
        assert_eq!(said.lines().nth(1), Some("    File \"script.txt\", line 2"));
        assert_eq!(said.matches("SyntaxError").count(), 2, "{said}");
    }
    fs::write(folder.path().join("copies.script"), "log x\nfail exception ValueError: boom").expect("the folder is ours");
    let (code, _, said) = script(folder.path(), "run", &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("error: ValueError: boom") && said.contains("File \"script.txt\", line 2"), "{said}");
    let (code, out, _) = script(folder.path(), "check", &["--option", "speed=9"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
}

#[test]
fn a_script_is_checked_and_shown() {
    let folder = folder("summary copies\ninput a\ncopy a");
    assert_eq!(script(folder.path(), "check", &[]), (Some(0), "copies.script is acceptable\n".to_owned(), String::new()));
    let (code, out, said) = script(folder.path(), "inspect", &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(out.contains("copies") && out.contains("input a"), "{out}");
    let (_, out, _) = script(folder.path(), "inspect", &["--json"]);
    assert!(out.contains("\"summary\": \"copies\""), "{out}");
}

#[test]
fn languages_that_are_not_there_are_named() {
    let folder = folder("copy a");
    let run = |args: &[&str]| {
        let output = sandtable(folder.path(), args);
        (output.status.code(), text(&output.stderr))
    };
    let (code, said) = run(&["run", "copies.script", "--language", "cobol", "--languages", "languages"]);
    assert!(code == Some(2) && said.contains("no language \"cobol\" in languages"), "{said}");
    let (code, said) = run(&["run", "copies.script", "--language", "script"]);
    assert!(code == Some(2) && said.contains("--languages FOLDER"), "{said}");
    let (code, said) = run(&["serve", "--listen", "127.0.0.1:0", "--languages", "nowhere"]);
    assert!(code == Some(2) && said.contains("nowhere"), "{said}");
}

#[test]
fn a_python_script_runs_and_stands_in_pipelines() {
    let folder = folder("");
    let languages = languages().display().to_string();
    let source = "def transform(orders: list, *, by=2):\n    print('hello')\n    return [{'x': row['x'] * by} for row in orders]\n";
    fs::write(folder.path().join("double.py"), source).expect("the folder is ours");
    let output = sandtable(folder.path(), &["run", "double.py", "--languages", &languages, "--input", "orders=in.csv", "--param", "by=4"]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(0), "x\n6.0\n"), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("hello"), "{}", text(&output.stderr));
    let document = r#"{"steps": [{"operation": "scan_csv", "args": ["in.csv"]}, {"operation": "transform", "args": ["double"]}]}"#;
    fs::write(folder.path().join("p.json"), document).expect("the folder is ours");
    let output = sandtable(folder.path(), &["pipeline", "run", "p.json", "--transform", "double=double.py", "--languages", &languages]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(0), "x\n3.0\n"), "{}", text(&output.stderr));
}
