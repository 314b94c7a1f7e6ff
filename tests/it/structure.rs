//! The invariants of ARCHITECTURE.md, held.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sandtable_tests::repository;

/// Which of our crates each of them may depend on. Arrows point one way.
const ARROWS: [(&str, &[&str]); 15] = [
    ("core", &[]),
    ("catalog", &["core", "objects"]),
    ("datasets", &["core", "objects"]),
    ("frames", &["core"]),
    ("jobs", &["core"]),
    ("objects", &["core"]),
    ("pipeline", &["core"]),
    ("sandbox", &["core"]),
    ("analysis", &["core", "frames", "pipeline"]),
    ("tasks", &["analysis", "core", "frames", "pipeline", "sandbox"]),
    ("executor", &["analysis", "catalog", "core", "datasets", "frames", "objects", "sandbox", "tasks"]),
    ("service", &["analysis", "core", "datasets", "executor", "frames", "jobs", "objects"]),
    ("runner", &["core", "datasets", "executor", "frames", "sandbox"]),
    ("api", &["analysis", "catalog", "core", "executor", "frames", "runner", "sandbox", "service", "tasks"]),
    ("cli", &["api", "catalog", "componentize", "core", "datasets", "executor", "frames", "jobs", "objects", "runner", "sandbox", "service", "tasks"]),
];

/// Crates that only some of ours may name, besides tests and benches.
const OWNED: [(&str, &[&str]); 12] = [
    ("wasmtime", &["sandbox"]),
    ("wasmtime-wasi", &["sandbox"]),
    ("polars", &["analysis", "frames", "pipeline", "tasks"]),
    ("polars-arrow", &["analysis", "frames", "pipeline"]),
    ("sqlparser", &["pipeline"]),
    ("object_store", &["objects"]),
    ("rusqlite", &["jobs"]),
    ("redis", &["jobs"]),
    ("axum", &["api"]),
    ("reqwest", &["runner"]),
    ("jsonwebtoken", &["api"]),
    ("clap", &["cli"]),
];

/// The dependencies that a manifest of `host/` names, by table.
fn dependencies(krate: &str) -> Vec<String> {
    let path = repository().join("host").join(krate).join("Cargo.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut in_table = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            in_table = line == "[dependencies]";
        } else if in_table && let Some(name) = line.split(['.', ' ', '=']).next().filter(|name| !name.is_empty() && !name.starts_with('#')) {
            found.push(name.to_owned());
        }
    }
    found
}

#[test]
fn crates_depend_on_each_other_only_along_the_arrows() {
    let allowed: BTreeMap<_, _> = ARROWS.into_iter().collect();
    let folders: Vec<String> = fs::read_dir(repository().join("host"))
        .expect("host/ is there")
        .map(|entry| entry.expect("host/ can be read").file_name().into_string().expect("names are ASCII"))
        .collect();
    for krate in &folders {
        let allowed = allowed.get(krate.as_str()).unwrap_or_else(|| panic!("host/{krate} is not in the table of arrows"));
        for dependency in dependencies(krate).iter().filter_map(|name| name.strip_prefix("sandtable-")) {
            assert!(allowed.contains(&dependency), "host/{krate} must not depend on {dependency}");
        }
    }
}

#[test]
fn each_engine_is_named_by_its_owners_only() {
    for (krate, _) in ARROWS {
        for dependency in dependencies(krate) {
            if let Some((name, owners)) = OWNED.iter().find(|(name, _)| *name == dependency) {
                assert!(owners.contains(&krate), "host/{krate} names {name}, which is for {owners:?} alone");
            }
        }
    }
}

#[test]
fn unsafe_code_says_why_it_is_sound() {
    for file in sources("host").into_iter().chain(sources("guest-sdk")) {
        let text = fs::read_to_string(&file).expect("sources are text");
        for (number, line) in text.lines().enumerate() {
            let is_block = line.contains("unsafe {") || line.trim_start().starts_with("unsafe impl");
            if is_block && !is_generated(&file) {
                let before: Vec<&str> = text.lines().take(number + 1).collect();
                let near = &before[before.len().saturating_sub(8)..];
                assert!(near.iter().any(|line| line.contains("SAFETY:")), "{}:{}: unsafe without a SAFETY comment", file.display(), number + 1);
            }
        }
    }
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    for file in sources("host").into_iter().chain(sources("guest-sdk")).chain(sources("guest-examples")) {
        if is_generated(&file) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("sources are text");
        assert!(!text.contains("#[allow("), "{} allows a lint", file.display());
        for part in text.split("#[expect(").skip(1) {
            assert!(part.split(")]").next().is_some_and(|inside| inside.contains("reason")), "{}: expect without a reason", file.display());
        }
    }
}

#[test]
fn only_the_command_reads_the_environment_and_opens_folders() {
    for krate in ["core", "objects", "sandbox", "frames", "catalog", "datasets", "tasks", "runner", "api"] {
        for file in sources(&format!("host/{krate}/src")) {
            let text = fs::read_to_string(&file).expect("sources are text");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            assert!(!code.contains("env::var"), "{} reads the environment", file.display());
            let opens = code.contains("open_ambient_dir") && !file.ends_with("datasets/src/base.rs");
            assert!(!opens, "{} opens a folder by its path", file.display());
        }
    }
}

#[test]
fn everything_that_architecture_names_is_there() {
    let text = fs::read_to_string(repository().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    let named: Vec<&str> =
        text.split('`').skip(1).step_by(2).filter(|name| name.contains('/') && !name.contains([' ', '{', '<', '*', '$']) && !name.starts_with('/')).collect();
    assert!(named.len() > 10, "the page names places in backquotes");
    for name in named {
        assert!(repository().join(name.trim_end_matches('/')).exists(), "ARCHITECTURE.md names {name}, which is not there");
    }
}

/// Bindings that a generator wrote: `make check` holds them to the WIT.
fn is_generated(file: &Path) -> bool {
    file.ends_with("bindings/generated.rs")
}

fn sources(folder: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&repository().join(folder), &mut found);
    found.sort();
    found
}
