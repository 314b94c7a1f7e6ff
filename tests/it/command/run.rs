//! `sandtable run`: outputs, exit codes, what is said where.

use std::fs;

use sandtable_tests::{data, guest_path};

use super::{sandtable, text};

fn component(name: &str) -> String {
    guest_path(name).display().to_string()
}

#[test]
fn a_transform_runs_over_a_file_and_its_usage_stands_on_stderr() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    fs::write(folder.path().join("in.csv"), "x\n1\n2.5\n").expect("the folder is ours");
    let output = sandtable(folder.path(), &["run", &component("smallest"), "--input", "in.csv"]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(0), "x,doubled\n1.0,2.0\n2.5,5.0\n"), "{}", text(&output.stderr));
    let usage = text(&output.stderr);
    assert!(usage.contains("2 rows in, 2 out; fuel ") && usage.contains("guest memory"), "{usage}");
}

#[test]
fn the_extension_of_the_output_tells_its_format() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    fs::write(folder.path().join("in.csv"), "x\n1\n").expect("the folder is ours");
    let smallest = component("smallest");
    for (name, start) in [
        ("o.csv", &b"x,doubled"[..]),
        ("o.jsonl", b"{\"x\":1"),
        ("o.json", b"[{\"x\":1"),
        ("o.parquet", b"PAR1"),
        ("o.arrow", b"ARROW1"),
        ("o.arrows", b"\xff\xff\xff\xff"),
    ] {
        let output = sandtable(folder.path(), &["run", &smallest, "--input", "input=in.csv", "--output", name, "--quiet"]);
        assert_eq!((output.status.code(), text(&output.stdout), text(&output.stderr)), (Some(0), String::new(), String::new()), "{name}");
        assert!(fs::read(folder.path().join(name)).expect("it was written").starts_with(start), "{name}");
    }
    let output = sandtable(folder.path(), &["run", &smallest, "--input", "in.csv", "--output", "o.xls"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--format"), "{}", text(&output.stderr));
}

#[test]
fn parameters_are_json_where_they_can_be() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let flights = format!("table={}", data("flights.csv").display());
    let top = component("top-per-group");
    let args = ["run", &top, "--input", &flights, "--null-value", "NA", "--param", "group=carrier", "--param", "by=dep_delay", "--param", "n=1"];
    let output = sandtable(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout).lines().count(), 17, "a header and a row for each of 16 carriers");
    assert!(text(&output.stderr).contains("in 16 groups"), "the guest's log: {}", text(&output.stderr));
}

#[test]
fn exit_codes_tell_the_guests_error_from_input_from_a_limit() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    fs::write(folder.path().join("in.csv"), "dep_delay,arr_delay,air_time,distance\n1,2,3,4\n").expect("the folder is ours");
    fs::write(folder.path().join("not.wasm"), "hello").expect("the folder is ours");
    let delays = component("flight-delays");
    let run = |more: &[&str]| {
        let output = sandtable(folder.path(), &[&["run", &delays, "--quiet"], more].concat());
        (output.status.code(), text(&output.stderr))
    };
    let with_input = |more: &[&str]| run(&[&["--input", "in.csv"], more].concat());
    assert_eq!(with_input(&[]).0, Some(0));
    let (code, said) = with_input(&["--param", "late_after=90"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("very_late_after is 60"), "{said}");
    for (more, wanted) in [
        (&["--input", "none.csv"][..], "none.csv"),
        (&["--input", "flight=in.csv"], "the transform wants flights"),
        (&[], "input \"flights\" is missing"),
        (&["--input", "in.csv", "--param", "late_after=soon"], "late_after"),
        (&["--input", "in.csv", "--param", "nonsense"], "KEY=VALUE"),
        (&["--input", "in.csv", "--params", "[1]"], "--params"),
        (&["--input", "in.csv", "--memory-mb", "999999"], "ceiling"),
    ] {
        let (code, said) = run(more);
        assert_eq!(code, Some(2), "{more:?}: {said}");
        assert!(said.contains(wanted), "{more:?}: {said}");
    }
    let (code, said) = with_input(&["--fuel", "10"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("fuel"), "{said}");
    let output = sandtable(folder.path(), &["run", "not.wasm", "--input", "in.csv"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert_eq!(sandtable(folder.path(), &["run"]).status.code(), Some(2));
}

#[test]
fn a_run_that_fails_leaves_no_half_written_file() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    fs::write(folder.path().join("in.csv"), "x\n1\n2\n").expect("the folder is ours");
    fs::write(folder.path().join("out.csv"), "precious").expect("the folder is ours");
    let smallest = component("smallest");
    let output = sandtable(folder.path(), &["run", &smallest, "--input", "in.csv", "--output", "out.csv", "--output-rows", "1"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(folder.path().join("out.csv")).expect("it is there"), "precious");
    let left: Vec<_> = fs::read_dir(folder.path()).expect("it is ours").map_while(Result::ok).map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 3, "in.csv, out.csv, data: {left:?}");
}
