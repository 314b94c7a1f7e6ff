//! `sandtable pipeline`: documents from files, rows on stdout, words on stderr, exit codes.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use sandtable_tests::guest_path;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{sandtable, text};

/// A folder with a small table and a document that wants a variable.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).expect("the folder is ours");
    write("t.csv", "k,x\na,1\nb,2\na,3\n");
    let least = json!({"expr": "ge", "on": {"expr": "col", "args": ["x"]}, "args": ["$least"]});
    let document = json!({
        "variables": [{"key": "least", "name": "The least"}],
        "steps": [{"operation": "scan_csv", "args": ["t.csv"]}, {"operation": "filter", "args": [least]}],
    });
    write("least.json", &document.to_string());
    folder
}

/// Exit code, stdout and stderr of `sandtable pipeline …`.
fn run(folder: &TempDir, args: &[&str]) -> (Option<i32>, String, String) {
    let output = sandtable(folder.path(), &[&["pipeline"], args].concat());
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// The stdout of one that succeeds.
fn ok(folder: &TempDir, args: &[&str]) -> String {
    let (code, stdout, stderr) = run(folder, args);
    assert_eq!(code, Some(0), "{args:?}: {stderr}");
    stdout
}

#[test]
fn a_document_runs_and_its_rows_are_on_stdout() {
    let folder = folder();
    let (code, stdout, stderr) = run(&folder, &["run", "least.json", "--var", "least=2"]);
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (Some(0), "k,x\nb,2\na,3\n", "2 rows\n"));
    let (_, stdout, stderr) = run(&folder, &["run", "least.json", "-v", "least=2", "--limit", "1", "--format", "jsonl", "--quiet"]);
    assert_eq!((stdout.as_str(), stderr.as_str()), ("{\"k\":\"b\",\"x\":2}\n", ""));
    assert_eq!(ok(&folder, &["run", "least.json", "-v", "least=3", "--output", "rows.parquet", "--quiet"]), "");
    assert!(fs::read(folder.path().join("rows.parquet")).expect("it was written").starts_with(b"PAR1"));
}

#[test]
fn a_document_comes_from_standard_input_and_its_frames_go_to_files() {
    let folder = folder();
    let document = json!({
        "variables": {"to": "sums.csv"},
        "steps": [
            {"operation": "scan_csv", "dataframe": "t", "args": ["t.csv"]},
            {"operation": "group_by", "dataframe_in": "t", "dataframe_out": "sums", "args": ["k"]},
            {"operation": "agg", "dataframe": "sums", "args": [{"expr": "sum", "on": {"expr": "col", "args": ["x"]}}]},
            {"operation": "sort", "dataframe": "sums", "args": ["k"]},
        ],
        "outputs": [{"name": "sums", "dataframe_id": "sums", "destination_variable_key": "to", "format_options": {"delimiter": ";"}}],
    });
    let mut command = Command::new(sandtable_tests::bin());
    command.args(["pipeline", "run", "-", "--base-path", ".", "--output-path", "out"]).current_dir(folder.path());
    fs::create_dir(folder.path().join("out")).expect("the folder is ours");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command can be started");
    child.stdin.take().expect("it is piped").write_all(document.to_string().as_bytes()).expect("the command reads it");
    let output = child.wait_with_output().expect("it is our child");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), String::new()), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "sums.csv, 2 rows, 12 bytes\n");
    assert_eq!(fs::read_to_string(folder.path().join("out/sums.csv")).expect("it was written"), "k;x\na;4\nb;2\n");
}

#[test]
fn transforms_of_a_document_are_named_on_the_command_line() {
    let folder = folder();
    let document = json!({"steps": [
        {"operation": "scan_csv", "args": ["t.csv"]},
        {"operation": "select", "args": [{"expr": "cast", "on": {"expr": "col", "args": ["x"]}, "args": ["Float64"]}]},
        {"operation": "map_batches", "args": [{"custom_function": "double"}]},
    ]});
    fs::write(folder.path().join("double.json"), document.to_string()).expect("the folder is ours");
    let transform = format!("double={}", guest_path("smallest").display());
    let (code, stdout, said) = run(&folder, &["run", "double.json", "--transform", &transform]);
    assert_eq!((code, stdout.as_str()), (Some(0), "x,doubled\n1.0,2.0\n2.0,4.0\n3.0,6.0\n"), "{said}");
    assert!(said.contains("step 2 (map_batches): ") && said.contains("transform: 3 rows in, 3 out, "), "{said}");
    let (code, _, said) = run(&folder, &["run", "double.json"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("step 2 (map_batches)") && said.contains("--transform double=X.wasm"), "{said}");
}

#[test]
fn check_and_explain_run_nothing() {
    let folder = folder();
    let checked: Value = serde_json::from_str(&ok(&folder, &["check", "least.json", "-v", "least=2"])).expect("it is JSON");
    let columns: Vec<_> = checked["steps"][1]["schema"].as_array().into_iter().flatten().map(|column| column["name"].clone()).collect();
    assert_eq!((columns, &checked["returned"]["frame"]), (vec![json!("k"), json!("x")], &Value::Null));
    let plan = ok(&folder, &["explain", "least.json", "-v", "least=2"]);
    assert!(plan.contains("## as written\nFILTER") && plan.contains("SELECTION: col(\"x\") >= 2"), "{plan}");

    let sink = json!({"steps": [{"operation": "scan_csv", "args": ["t.csv"]}, {"operation": "sink_parquet", "args": ["t.parquet"]}]});
    fs::write(folder.path().join("sink.json"), sink.to_string()).expect("the folder is ours");
    ok(&folder, &["check", "sink.json"]);
    ok(&folder, &["explain", "sink.json"]);
    assert!(!folder.path().join("t.parquet").exists());
}

#[test]
fn sql_reads_files_by_name_and_by_path() {
    let folder = folder();
    let query = "select k, sum(x) as x from t group by k order by k";
    assert_eq!(ok(&folder, &["sql", query, "--table", "t=t.csv", "--quiet"]), "k,x\na,4\nb,2\n");
    assert_eq!(ok(&folder, &["sql", "select * from \"t.csv\" order by x desc limit 1", "--format", "json"]), "[{\"k\":\"a\",\"x\":3}]\n");
    fs::write(folder.path().join("gaps.csv"), "x\n1\nNA\n").expect("the folder is ours");
    assert_eq!(ok(&folder, &["sql", "select sum(x) as x from g", "-t", "g=gaps.csv", "--null-value", "NA"]), "x\n1\n");
    assert_eq!(ok(&folder, &["sql", "select sum(x) as x from \"gaps.csv\"", "--null-value", "NA"]), "x\n1\n");
}

#[test]
fn a_document_goes_to_python_and_comes_back() {
    let folder = folder();
    fs::write(folder.path().join("source.py"), "import polars as pl\n\ndf = pl.scan_csv(\"t.csv\")\ndf = df.filter(pl.col(\"x\") > 1)\n")
        .expect("the folder is ours");
    let document = ok(&folder, &["from-python", "source.py"]);
    fs::write(folder.path().join("made.json"), &document).expect("the folder is ours");
    assert_eq!(ok(&folder, &["run", "made.json", "--quiet"]), "k,x\nb,2\na,3\n");
    assert_eq!(ok(&folder, &["to-python", "made.json"]), fs::read_to_string(folder.path().join("source.py")).expect("it is there"));
}

#[test]
fn templates_are_compiled_into_a_document() {
    let folder = folder();
    let source = json!({
        "name": "Source",
        "inputs": [{"name": "File", "type": "value", "path": "operations.0.args.0"}],
        "outputs": [{"name": "rows", "type": "dataframe"}],
        "operations": [{"operation": "scan_csv", "args": ["?"]}],
    });
    let graph = json!({"nodes": [{"id": "a", "template": "Source", "values": {"File": "t.csv"}}], "edges": []});
    fs::write(folder.path().join("graph.json"), json!({"templates": [source], "graph": graph}).to_string()).expect("the folder is ours");
    fs::write(folder.path().join("made.json"), ok(&folder, &["compile", "graph.json"])).expect("the folder is ours");
    assert_eq!(ok(&folder, &["run", "made.json", "--quiet"]), "k,x\na,1\nb,2\na,3\n");
}

#[test]
fn operations_are_listed_by_name() {
    let folder = folder();
    assert_eq!(ok(&folder, &["operations", "strip_prefix"]), "expr           str.strip_prefix(prefix)\n                 Remove prefix.\n");
    let all: Value = serde_json::from_str(&ok(&folder, &["operations", "--json"])).expect("it is JSON");
    assert!(all.as_array().map_or(0, Vec::len) >= 560);
    assert_eq!(ok(&folder, &["operations", "no such name"]), "\n");
}

#[test]
fn errors_name_their_place_and_exit_codes_their_kind() {
    let folder = folder();
    let document = |name: &str, content: &str| fs::write(folder.path().join(name), content).expect("the folder is ours");
    document("half.json", r#"{"steps": ["#);
    document("typo.json", r#"{"steps": [{"operation": "scan_csv", "args": ["t.csv"]}, {"operation": "fliter"}]}"#);
    document("column.json", r#"{"steps": [{"operation": "scan_csv", "args": ["t.csv"]}, {"operation": "select", "args": ["z"]}]}"#);
    document("outside.json", r#"{"steps": [{"operation": "scan_csv", "args": ["../t.csv"]}]}"#);
    document("cast.json", r#"{"steps": [{"operation": "scan_csv", "args": ["t.csv"]}, {"operation": "cast", "args": ["Int64"]}]}"#);
    document("import.py", "import os\n");
    for (args, wanted) in [
        (&["run", "none.json"][..], "none.json"),
        (&["run", "half.json"], "the document is not JSON"),
        (&["run", "least.json"], "the variable \"least\" has no value"),
        (&["run", "least.json", "-v", "least=1", "-v", "most=3"], "declares no variable \"most\""),
        (&["run", "least.json", "-v", "least"], "KEY=VALUE"),
        (&["run", "least.json", "-v", "least=1", "--return", "df"], "there is no frame \"df\""),
        (&["run", "least.json", "-v", "least=1", "-o", "o.xls"], "--format"),
        (&["run", "least.json", "-v", "least=1", "--transform", "x.wasm"], "NAME=X.wasm"),
        (&["run", "least.json", "-v", "least=1", "--base-path", "none"], "none"),
        (&["check", "typo.json"], "step 1 (fliter): a LazyFrame has no operation \"fliter\"; did you mean \"filter\""),
        (&["check", "column.json"], "step 1 (select)"),
        (&["run", "outside.json"], "step 0 (scan_csv), args[0]: \"../t.csv\" is not a path that may be read"),
        (&["run", "cast.json"], "step 1 (cast): conversion from `str` to `i64` failed"),
        (&["sql", "drop table t", "--table", "t=t.csv"], "the query is not a select"),
        (&["sql", "select * from nowhere"], "there is no table \"nowhere\""),
        (&["sql", "select 1", "--table", "t.csv"], "NAME=FILE"),
        (&["from-python", "import.py"], "line 1, column 8: os cannot be imported"),
        (&["to-python", "t.csv"], "the document is not JSON"),
        (&["compile", "t.csv"], "the document is not JSON"),
        (&["frob"], "frob"),
        (&[], "Usage"),
    ] {
        let (code, stdout, said) = run(&folder, args);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{args:?}: {said}");
        assert!(said.contains(wanted), "{args:?}: {said}");
    }
}

#[test]
fn a_guests_end_in_a_step_has_the_exit_code_of_a_run() {
    let folder = folder();
    let step = |guest: &str, params: Value| json!({"operation": "map_batches", "args": [{"custom_function": guest, "params": params}]});
    let table = json!({"operation": "transform", "args": ["top"], "kwargs": {"params": {"group": "z", "by": "x", "n": 1}}});
    for (guest, step, more, wanted) in [
        ("kernels", step("kernels", json!({"kernel": "spin"})), &["--timeout", "300ms"][..], 3),
        ("kernels", step("kernels", json!({"kernel": "gcd"})), &[], 1),
        ("top-per-group", table, &[], 1),
    ] {
        fs::write(folder.path().join("guest.json"), json!({"steps": [{"operation": "scan_csv", "args": ["t.csv"]}, step]}).to_string())
            .expect("the folder is ours");
        let name = if guest == "kernels" { "kernels" } else { "top" };
        let transform = format!("{name}={}", guest_path(guest).display());
        let (code, _, said) = run(&folder, &[&["run", "guest.json", "--transform", &transform], more].concat());
        assert_eq!(code, Some(wanted), "{step}: {said}");
        assert!(said.contains("step 1"), "{step}: {said}");
    }
}
