//! `sandtable test`: a project's cases, in the sandbox.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sandtable_core::{Code, Error, LimitsRequest, Result, text};
use sandtable_frames::{Format, ReadOptions, WriteOptions};
use sandtable_tasks::{Done, Event, Events, Files, InputTask, OutputTask, RunTask, Source, Task, TaskHost};
use serde_json::Value;

use super::compare::difference;
use super::manifest::{Case, Manifest};
use crate::args::TestArgs;
use crate::run::policy;
use crate::{local, project};

/// Builds the project and runs its cases.
///
/// # Errors
/// As `build`; `GUEST_ERROR` when a case did not give what it must.
pub(crate) fn test(args: &TestArgs) -> Result<()> {
    let folder = &args.project.folder;
    let manifest = Manifest::read(folder)?;
    let wanted = |case: &&Case| args.filter.as_ref().is_none_or(|filter| case.name.contains(filter));
    let cases: Vec<&Case> = manifest.cases.iter().filter(wanted).collect();
    if cases.is_empty() {
        return Err(Error::invalid("case", format!("{} has no such case; it has {}", super::manifest::FILE, names(&manifest))));
    }
    let component = if args.no_build { manifest.component(folder) } else { project::build::component(&manifest, folder)? };
    let mut stdout = std::io::stdout().lock();
    let mut failed = 0;
    for case in &cases {
        let told = match run(folder, &component, case, args.data_dir.clone()) {
            Ok(None) => format!("ok    {}\n", text::sanitize(&case.name, 200)),
            Ok(Some(why)) => {
                failed += 1;
                format!("FAIL  {}\n      {}\n", text::sanitize(&case.name, 200), text::sanitize_lines(&why, 4096))
            }
            Err(error) => return Err(error.at(&case.name)),
        };
        stdout.write_all(told.as_bytes()).map_err(|error| Error::io(format!("stdout: {error}")))?;
    }
    match failed {
        0 => Ok(()),
        failed => Err(Error::new(Code::GuestError, format!("{failed} of {} cases failed", cases.len()))),
    }
}

fn names(manifest: &Manifest) -> String {
    match manifest.cases.is_empty() {
        true => "none".to_owned(),
        false => text::list(manifest.cases.iter().map(|case| case.name.as_str()), 20),
    }
}

/// Runs a case; what is wrong with the outcome, if anything is.
fn run(folder: &Path, component: &Path, case: &Case, data_dir: Option<PathBuf>) -> Result<Option<String>> {
    let limits = policy().resolve(&LimitsRequest::default(), &case.limits)?;
    let sandbox = local::sandbox(limits.memory_bytes)?;
    let (digest, code) = local::compiled(&sandbox, component, data_dir)?;
    let expected = case.output.as_ref().map(|path| expected(&folder.join(path))).transpose()?;
    let format = expected.as_ref().map_or(Format::Arrow, |(_, format)| *format);
    let temporary = || tempfile::tempfile().map_err(|error| Error::io(format!("no temporary file: {error}")));
    let share = |file: &File| file.try_clone().map_err(|error| Error::io(format!("a file cannot be shared: {error}")));
    let given = temporary()?;
    let mut files = Files { files: vec![share(code.file())?, share(&given)?], helper: Some(Arc::new(local::Temporary)), ..Files::default() };
    let mut inputs = Vec::new();
    for input in &code.facts().description.inputs {
        let Some(path) = case.inputs.get(&input.name) else {
            return Err(Error::invalid("inputs", format!("input {} is missing", text::quote(&input.name))));
        };
        files.files.push(local::open(&folder.join(path))?);
        let options = ReadOptions { null_values: case.null_values.clone(), ..ReadOptions::default() };
        inputs.push(InputTask { name: input.name.clone(), source: Source::File(files.files.len() - 1), format: format_of(path), options });
    }
    let known = |name: &String| code.facts().description.inputs.iter().any(|input| input.name == *name);
    if let Some(unknown) = case.inputs.keys().find(|name| !known(name)) {
        return Err(Error::invalid("inputs", format!("the transform has no input {}", text::quote(unknown))));
    }
    let task = RunTask {
        digest: digest.to_string(),
        compiled: 0,
        description: code.description(),
        inputs,
        params: serde_json::to_string(&case.params).map_err(Error::internal)?,
        limits,
        output: OutputTask { file: Some(1), format, options: WriteOptions::default() },
        // The same case ends the same way.
        deterministic: true,
        program: None,
    };
    let done = TaskHost::new(sandbox).execute(Task::Run(Box::new(task)), &files, &silent());
    judge(case, done, expected, given)
}

fn judge(case: &Case, done: Result<Done>, expected: Option<(File, Format)>, given: File) -> Result<Option<String>> {
    match (done, expected, &case.error) {
        (Ok(Done::Ran(_)), Some((file, format)), _) => difference(file, given, format),
        (Ok(_), _, Some(code)) => Ok(Some(format!("it ended well, expected the error {}", text::quote(code)))),
        (Ok(other), ..) => Err(Error::internal(format!("a run gave {other:?}"))),
        (Err(error), _, Some(code)) if is(&error, code) => Ok(None),
        (Err(error), _, Some(code)) => Ok(Some(format!("{}: {}; expected the error {}", error.code, error.message, text::quote(code)))),
        (Err(error), ..) => Ok(Some(format!("{}: {}", error.code, error.message))),
    }
}

/// Whether an error has this code: the guest's own, or one of ours.
fn is(error: &Error, code: &str) -> bool {
    error.details.get("guest_code").and_then(Value::as_str) == Some(code) || error.code.as_str() == code
}

fn expected(path: &Path) -> Result<(File, Format)> {
    let format = format_of(path).ok_or_else(|| Error::invalid("output", format!("{}: no format is known by that extension", path.display())))?;
    Ok((local::open(path)?, format))
}

fn format_of(path: &Path) -> Option<Format> {
    Format::from_extension(path.extension()?.to_str()?)
}

fn silent() -> Events {
    Arc::new(|_: Event| {})
}
