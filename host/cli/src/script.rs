//! Scripts on this machine: their languages, asked and run in this process.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sandtable_catalog::{CompiledCode, Digest};
use sandtable_core::{Description, Error, Limits, Program, Result, text};
use sandtable_executor::refused_source;
use sandtable_sandbox::Sandbox;
use sandtable_tasks::{DescribeTask, Described, Done, Events, Files, ProgramFacts, ProgramTask, Task, TaskHost};

use crate::args::ScriptArgs;
use crate::config::languages_folder;
use crate::local;

/// What is to be run, and what runs it.
pub(crate) struct Runnable {
    /// Of the compiled code.
    pub(crate) digest: Digest,
    pub(crate) code: CompiledCode,
    /// What the component or the script says of itself.
    pub(crate) description: Description,
    /// The script.
    pub(crate) program: Option<ProgramTask>,
}

/// Makes a component or a script ready to run.
///
/// # Errors
/// `VALIDATION_ERROR` when it is not acceptable, with what is wrong; `IO_ERROR`.
pub(crate) fn ready(sandbox: &Sandbox, host: &TaskHost, path: &Path, args: &ScriptArgs, data_dir: Option<PathBuf>) -> Result<Runnable> {
    let Some(language) = language(path, args) else {
        let (digest, code) = local::compiled(sandbox, path, data_dir)?;
        let description = code.facts().description.clone();
        return Ok(Runnable { digest, code, description, program: None });
    };
    let program = read(path, args)?;
    let (digest, code) = local::compiled(sandbox, &component(&language, args)?, data_dir)?;
    let compiled = code.file().try_clone().map_err(|error| Error::io(format!("a file cannot be shared: {error}")))?;
    let files = Files { files: vec![compiled], ..Files::default() };
    let task = DescribeTask { digest: digest.to_string(), compiled: 0, description: code.description(), program: program.clone(), limits: Limits::default() };
    let silent: Events = Arc::new(|_| {});
    let description = match host.execute(Task::Describe(Box::new(task)), &files, &silent).map_err(refused_source)? {
        Done::Described(described) => {
            let Described { description, .. } = *described;
            description
        }
        other => return Err(Error::internal(format!("asking for a description gave {other:?}"))),
    };
    let known = ProgramFacts::Described(serde_json::value::to_raw_value(&description).map_err(Error::internal)?);
    let program = ProgramTask { digest: Digest::of(program.source.as_bytes()).to_string(), program, known };
    Ok(Runnable { digest, code, description, program: Some(program) })
}

/// What a script is written in; nothing when it is a component.
pub(crate) fn language(path: &Path, args: &ScriptArgs) -> Option<String> {
    let by_extension = match path.extension().and_then(|extension| extension.to_str()) {
        Some("py") => Some("python"),
        Some("js" | "mjs") => Some("javascript"),
        _ => None,
    };
    args.language.clone().or_else(|| by_extension.map(str::to_owned))
}

fn read(path: &Path, args: &ScriptArgs) -> Result<Program> {
    let text = |path: &Path| std::fs::read_to_string(path).map_err(|error| Error::io(format!("{}: {error}", path.display())));
    let mut program = Program::of(text(path)?);
    for module in &args.library {
        let (name, file) = pair("library", module)?;
        program.library.insert(name, text(Path::new(file))?);
    }
    for option in &args.options {
        let (name, value) = pair("option", option)?;
        program.options.insert(name, value.to_owned());
    }
    program.check()?;
    Ok(program)
}

fn pair<'a>(flag: &str, given: &'a str) -> Result<(String, &'a str)> {
    let (name, value) = given.split_once('=').ok_or_else(|| Error::invalid(flag, format!("--{flag} {} has no =", text::quote(given))))?;
    Ok((name.to_owned(), value))
}

fn component(language: &str, args: &ScriptArgs) -> Result<PathBuf> {
    let folder = languages_folder(args.folder.languages.clone());
    let folder = folder.ok_or_else(|| Error::invalid("languages", "no folder of languages is beside the command; give one with --languages FOLDER"))?;
    let path = folder.join(format!("{language}.wasm"));
    if language.contains(['/', '\\']) || !path.is_file() {
        return Err(Error::invalid("language", format!("no language {} in {}", text::quote(language), folder.display())));
    }
    Ok(path)
}
