//! The same documents as Python Polars: schema and rows are equal, and both fail together.
//!
//! The fixtures are lines of JSON, a document with Python's answer each (`oracle/README.md`). `fixtures/passing.json`
//! holds what is known: the names whose every case passes, and the cases that do not, with what differs. A case that
//! is not listed must pass, and one that is must fail. `SANDTABLE_BLESS=1` writes the list anew.

mod answer;
mod guests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

use sandtable_core::Error;
use sandtable_pipeline::io::{Files, Found, Output, Wanted};
use sandtable_pipeline::{Env, Pipeline, Return};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::support::{Below, Folder};

/// Cases whose columns Polars itself foretells wrongly, in Python too: `collect_schema` says one type, and another comes.
const UNFORETOLD: [&str; 7] = ["documents:24", "examples:Expr.quantile:6", "expr:347", "expr:599", "expr:601", "expr:603", "functions:181"];
/// Columns of categories that live at one time share one mapping in a process: their codes, and what `get_categories`
/// shows, depend on what other tests do meanwhile. Such a case runs in a process of its own, as it does in an executor and
/// in the reference.
const OF_CATEGORIES: [&str; 2] = ["Categorical", "get_categories"];
/// How much of a difference is kept in the list.
const KEPT_CHARS: usize = 300;

pub(crate) fn fixtures() -> PathBuf {
    // Of this run: clones that share a target directory share the program too.
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("tests/fixtures")
}

/// Reads below the folder of the fixtures, or what the test wrote; writes into a folder of the test.
struct Places {
    fixtures: Below,
    written: Below,
}

impl Files for Places {
    fn open(&self, wanted: Wanted<'_>) -> Result<Found, Error> {
        self.written.open(wanted).or_else(|_| self.fixtures.open(wanted))
    }

    fn create(&self, path: &str) -> Result<Box<dyn Output>, Error> {
        self.written.create(path)
    }

    fn may_create(&self, path: &str) -> Result<(), Error> {
        self.written.may_create(path)
    }
}

/// A line of a fixture.
#[derive(Deserialize)]
struct Case {
    id: String,
    name: String,
    document: Value,
    #[serde(rename = "return")]
    returned: Option<String>,
    #[serde(default)]
    variables: Map<String, Value>,
    #[serde(default)]
    unordered: bool,
    answer: Value,
}

impl Case {
    /// What differs from Python, if anything.
    fn difference(&self, env: &Env, folder: &Folder) -> Option<String> {
        let got = catch_unwind(AssertUnwindSafe(|| run(&self.document, &self.variables, env, self.returned.clone(), !UNFORETOLD.contains(&self.id.as_str()))));
        let got = match got {
            Ok(got) => got,
            Err(_) => return Some("panics".to_owned()),
        };
        match (&self.answer["error"], got) {
            (Value::Null, Ok(frame)) => match self.answer["file"].as_str() {
                Some(file) => self.file_difference(file, env, folder),
                None => answer::difference(&self.answer, &frame, self.unordered),
            },
            (Value::Null, Err(error)) => Some(format!("fails: {}", shown(&error))),
            (_, Err(_)) => None,
            (error, Ok(_)) => Some(format!("does not fail, as Python does: {error}")),
        }
    }

    /// The same in a process of its own: this test once more, with this case alone.
    fn difference_alone(&self) -> Option<String> {
        let (program, thread) = (std::env::current_exe().expect("a test is a program"), std::thread::current());
        let test = thread.name().expect("a test's thread has the test's name");
        let out = Command::new(program).args([test, "--exact"]).env("SANDTABLE_CASE", &self.id).output().expect("the program starts");
        let said = String::from_utf8_lossy(&out.stdout);
        match out.status.success() {
            true if said.contains("1 passed") => None,
            _ => Some(said.into_owned()),
        }
    }

    /// The file that was written: the same text, or the same frame when it is read back.
    fn file_difference(&self, file: &str, env: &Env, folder: &Folder) -> Option<String> {
        if let Some(text) = self.answer["text"].as_str() {
            if !folder.names().iter().any(|name| name == file) {
                return Some(format!("{file} is not written"));
            }
            let got = folder.text(file);
            return (got != text).then(|| format!("text: expected {text:?}, got {got:?}"));
        }
        let document = json!({"steps": [{"operation": self.answer["reader"], "args": [file]}]});
        match run(&document, &Map::new(), env, None, true) {
            Ok(frame) => answer::difference(&self.answer["answer"], &frame, false),
            Err(error) => Some(format!("cannot be read back: {}", shown(&error))),
        }
    }
}

fn shown(error: &Error) -> String {
    match &error.inside {
        Some(inside) => format!("{error} ({inside})"),
        None => format!("{error} {}", Value::Object(error.details.clone())),
    }
}

fn run(document: &Value, variables: &Map<String, Value>, env: &Env, returned: Option<String>, foretold: bool) -> Result<Value, Error> {
    let (pipeline, wanted) = (Pipeline::from_value(document)?, Return::Frame(returned));
    let ran = pipeline.run(variables, env, &wanted)?;
    let frame = ran.returned.as_ref().ok_or_else(|| Error::internal("nothing came back"))?.collect(None)?;
    // What the check foretells of the columns, where it can, is what comes.
    let checked = pipeline.check(variables, env, &wanted)?;
    if let Some((_, Some(schema))) = &checked.returned {
        let (told, came) = (answer::schema(schema), answer::schema(frame.schema()));
        if foretold && told != came {
            return Err(Error::internal(format!("the check foretells {told}, and {came} comes")));
        }
    }
    Ok(answer::answer(&frame))
}

/// What is known of one file of fixtures.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
struct Known {
    /// Names whose every case passes.
    passing: BTreeSet<String>,
    /// Cases that do not, and what differs.
    failing: BTreeMap<String, String>,
}

type List = BTreeMap<String, Known>;

/// The tests run at once and share the list.
static LIST: Mutex<()> = Mutex::new(());

fn list() -> List {
    fs::read_to_string(fixtures().join("passing.json")).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn check(file: &str) {
    let folder = Folder::new();
    let whole = fixtures().join(file);
    let places = Places { fixtures: Below::new(whole.parent().expect("a file has a folder")), written: Below::new(folder.path()) };
    let env = Env { files: Arc::new(places), functions: Arc::new(guests::Guests), ..Env::default() };
    let text = fs::read_to_string(&whole).expect("the fixtures are there");
    let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).expect("a fixture is a case a line")).collect();
    let only = std::env::var("SANDTABLE_CASE").ok();

    let mut found = Known::default();
    let (mut names, mut broken): (BTreeMap<&str, (usize, usize)>, BTreeSet<&str>) = Default::default();
    for case in cases.iter().filter(|case| only.as_deref().is_none_or(|only| case.id == only || case.name == only)) {
        let count = names.entry(&case.name).or_default();
        count.1 += 1;
        let document = case.document.to_string();
        let difference = match only.is_none() && OF_CATEGORIES.iter().any(|word| document.contains(word)) {
            true => case.difference_alone(),
            false => case.difference(&env, &folder),
        };
        match difference {
            None => count.0 += 1,
            Some(difference) => {
                broken.insert(&case.name);
                if only.is_some() {
                    println!("{}: {}\n  {}\n  {difference}", case.id, case.name, case.document);
                }
                found.failing.insert(case.id.clone(), format!("{}: {difference}", case.name));
            }
        }
    }
    if only.is_some() {
        assert!(found.failing.is_empty(), "{:?}", found.failing);
        return;
    }
    found.passing = names.keys().filter(|name| !broken.contains(*name)).map(|name| (*name).to_owned()).collect();
    println!("{file}: {} of {} cases pass, {} of {} names in full", cases.len() - found.failing.len(), cases.len(), found.passing.len(), names.len());
    for (name, (passed, all)) in &names {
        if passed < all {
            println!("  {name}: {passed} of {all}");
        }
    }

    let _guard = LIST.lock().unwrap_or_else(PoisonError::into_inner);
    let mut list = list();
    if std::env::var_os("SANDTABLE_BLESS").is_some() {
        for difference in found.failing.values_mut() {
            *difference = difference.chars().take(KEPT_CHARS).collect();
        }
        list.insert(file.to_owned(), found);
        let text = serde_json::to_string_pretty(&list).expect("a list is JSON");
        fs::write(fixtures().join("passing.json"), text + "\n").expect("the list can be written");
        return;
    }
    let known = list.remove(file).unwrap_or_default();
    let mut report = String::new();
    for (id, difference) in &found.failing {
        if !known.failing.contains_key(id) {
            let _ = writeln!(report, "{id}: {difference}");
        }
    }
    for id in known.failing.keys().filter(|id| !found.failing.contains_key(*id)) {
        let _ = writeln!(report, "{id}: passes now, or is gone; SANDTABLE_BLESS=1 takes it from the list");
    }
    for name in known.passing.difference(&found.passing) {
        let _ = writeln!(report, "{name}: passed in full, and does not now");
    }
    assert!(report.is_empty(), "{file} differs from the list:\n{report}");
}

macro_rules! fixtures {
    ($($name:ident: $file:literal;)*) => {
        $(#[test] fn $name() { check($file); })*
    };
}

fixtures! {
    expressions_answer_as_python_does: "expr.jsonl";
    namespaces_answer_as_python_does: "namespaces.jsonl";
    functions_answer_as_python_does: "functions.jsonl";
    selectors_answer_as_python_does: "selectors.jsonl";
    frames_answer_as_python_does: "frames.jsonl";
    readers_answer_as_python_does: "io.jsonl";
    writers_write_as_python_does: "writes.jsonl";
    documents_answer_as_python_does: "documents.jsonl";
    examples_of_the_documentation_answer_as_python_does: "examples.jsonl";
    random_pipelines_answer_as_python_does: "random.jsonl";
    the_tests_of_the_reference_answer_as_there: "reference/documents.jsonl";
}

/// What the generator of the fixtures says of a name.
#[derive(Deserialize)]
struct Coverage {
    /// Cases that succeed in Python.
    ok: usize,
    /// Why there are none.
    reason: Option<String>,
    /// No name of Polars: a case is about what must fail.
    beside: Option<String>,
}

#[test]
fn nearly_every_name_answers_as_python_does_and_the_rest_say_why_not() {
    let text = fs::read_to_string(fixtures().join("coverage.json")).expect("the fixtures are there");
    let mut names: BTreeMap<String, Coverage> = serde_json::from_str(&text).expect("what is covered is JSON");
    names.retain(|_, coverage| coverage.beside.is_none());
    let known = list();
    // "name: what differs", of the first of its cases that does not pass.
    let failing: BTreeMap<&str, &str> = known.values().flat_map(|known| known.failing.values()).filter_map(|text| text.split_once(": ")).collect();
    let passing: BTreeSet<&String> = known.values().flat_map(|known| &known.passing).collect();
    let mut in_full = 0;
    for (name, Coverage { ok, reason, beside: _ }) in &names {
        match failing.get(name.as_str()) {
            Some(difference) => assert!(difference.contains("is not available in a pipeline: "), "{name} has no reason: {difference}"),
            None if passing.contains(name) && *ok > 0 => in_full += 1,
            None => assert!(reason.is_some(), "{name} neither passes nor has a reason"),
        }
    }
    println!("{in_full} of {} names pass in full", names.len());
    assert!(in_full >= 560, "only {in_full} names pass in full");
}
