//! Scripts of the kind users write, `tests/runner/scripts`, each held to what real pandas did with it: exit code, bytes of
//! the table, what was printed, the `ERROR:` line, the exception's type and text.

use std::fs;
use std::path::PathBuf;

use sandtable_tests::repository;
use serde_json::{Value, json};

use super::{Ran, Runner};

/// What a script would do where the contract holds; how it differs, when it does.
fn differences(name: &str, ran: &Ran, wanted: &Value, csv: Option<&[u8]>) -> Vec<String> {
    let (body, stderr) = (ran.answer.json(), ran.text("stderr.log"));
    let output = ran.work.join("output.csv").display().to_string();
    let mut different = Vec::new();
    let mut held = |what: &str, given: &Value, wanted: &Value| {
        if given != wanted {
            different.push(format!("{name}: {what} is {given}, on pandas {wanted}\n{stderr}"));
        }
    };
    held("exit_code", &body["exit_code"], &wanted["exit_code"]);
    held("timeout", &body["timeout"], &wanted["timeout"]);
    held("stdout", &json!(ran.text("stdout.log").replace(&output, "output.csv")), &wanted["stdout"]);
    let written = fs::read(ran.work.join("output.csv")).ok();
    let text = |bytes: Option<&[u8]>| json!(bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()));
    held("output.csv", &text(written.as_deref()), &text(csv));
    if let Some(line) = wanted["error_line"].as_str() {
        held("the beginning of stderr", &json!(stderr.get(..line.len())), &json!(line));
    }
    if let (Some(exception), Some(message)) = (wanted["exception"].as_str(), wanted["message"].as_str()) {
        let text = if message.is_empty() { exception.to_owned() } else { format!("{exception}: {message}") };
        held("what stderr tells of the exception", &json!(tells(&stderr, exception, message, &text)), &json!(true));
    }
    different
}

/// Whether a traceback ends with an exception. Of a syntax error Python shows the place on lines of its own.
fn tells(stderr: &str, exception: &str, message: &str, text: &str) -> bool {
    if exception == "SyntaxError" {
        let bare = message.rsplit_once(" (").map_or(message, |(bare, _)| bare);
        return stderr.contains(&format!("SyntaxError: {bare}"));
    }
    let first = text.lines().next().unwrap_or_default();
    // Python adds what might have been meant.
    let is_it = |line: &str| line == first || line.starts_with(&format!("{first}. Did you mean"));
    // And the module of its class before that.
    let of_class = |line: &str| {
        let name = line.split(':').next().unwrap_or_default();
        name.rfind('.').is_some_and(|dot| is_it(&line[dot + 1..]))
    };
    stderr.lines().any(|line| is_it(line) || of_class(line))
}

/// Scripts that give something else here, and why.
const DIFFERENT: [(&str, &str); 1] = [("two_row_header", "names of columns have one level at the boundary: they are written as tuples")];

#[test]
fn scripts_give_what_they_give_on_pandas() {
    let folder = repository().join("tests/runner");
    let runner = Runner::start();
    let mut tables = serde_json::Map::new();
    for table in files(&folder.join("tables"), "jsonl") {
        let copy = runner.path(&format!("{}.jsonl", stem(&table)));
        fs::copy(&table, &copy).expect("the table is copied");
        tables.insert(stem(&table), json!(copy));
    }
    let scripts = files(&folder.join("scripts"), "py");
    assert!(scripts.len() >= 50, "{} scripts", scripts.len());
    let mut different = Vec::new();
    for script in &scripts {
        let name = stem(script);
        let code = fs::read_to_string(script).expect("a script");
        let timeout = if name == "timeout_test" { 1 } else { 60 };
        let ran = runner.run(&code, json!({"table_mapping": tables, "timeout": timeout}));
        let fixture = fs::read(folder.join(format!("fixtures/{name}.json"))).expect("it has a fixture");
        let wanted = serde_json::from_slice(&fixture).expect("JSON");
        let csv = fs::read(folder.join(format!("fixtures/{name}.csv"))).ok();
        let found = differences(&name, &ran, &wanted, csv.as_deref());
        match DIFFERENT.iter().find(|(known, _)| *known == name) {
            Some((_, why)) => assert!(!found.is_empty(), "{name} is said to differ, since {why}, and does not"),
            None => different.extend(found),
        }
    }
    assert!(different.is_empty(), "{} differences in {} scripts:\n{}", different.len(), scripts.len(), different.join("\n"));
}

fn files(folder: &std::path::Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.extension().is_some_and(|own| own == extension)).collect();
    found.sort();
    found
}

fn stem(path: &std::path::Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
