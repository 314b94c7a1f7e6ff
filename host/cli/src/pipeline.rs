//! `sandtable pipeline`: documents checked, run and translated in this process.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sandtable_core::{Error, Limits, LimitsRequest, Result, text};
use sandtable_datasets::{BaseDir, Need, OutputDir, Page, Pages, Pending, Readable, Wanted};
use sandtable_executor::raise_descriptors;
use sandtable_frames::{Format, WriteOptions};
use sandtable_sandbox::Sandbox;
use sandtable_tasks::{
    Answer, Ask, Done, FILES_AT_ONCE, Files, Helper, OutputTask, Piped, PipelineDoor, PipelineSource, PipelineTask, Resolved, SqlQuery, SqlTable, Task,
    TaskHost, TranslateTask,
};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use crate::args::{LanguagesArgs, OperationsArgs, PipelineArgs, PipelineVerb, PlaceArgs, ScriptArgs, SqlArgs};
use crate::local;
use crate::preview::Destination;
use crate::run::{Progress, policy};
use crate::script::{self, Runnable};

/// Does what the verb says.
///
/// # Errors
/// What it ran into; [`crate::exit`] makes an exit code of it.
pub(crate) fn pipeline(verb: PipelineVerb) -> Result<()> {
    match verb {
        PipelineVerb::Run(args) => run(PipelineDoor::Run, *args),
        PipelineVerb::Check(args) => run(PipelineDoor::Check, *args),
        PipelineVerb::Explain(args) => run(PipelineDoor::Explain, *args),
        PipelineVerb::Sql(args) => sql(*args),
        PipelineVerb::Compile(args) => {
            let made = translate(TranslateTask::Compile(json(&read(&args.file)?)?))?;
            print(&pretty(&made["document"])?)
        }
        PipelineVerb::FromPython(args) => {
            let made = translate(TranslateTask::FromPython(read(&args.file)?))?;
            print(&pretty(&made["document"])?)
        }
        PipelineVerb::ToPython(args) => {
            let made = translate(TranslateTask::ToPython(json(&read(&args.file)?)?))?;
            print(made["source"].as_str().unwrap_or_default())
        }
        PipelineVerb::Operations(args) => operations(&args),
    }
}

fn run(door: PipelineDoor, args: PipelineArgs) -> Result<()> {
    let PipelineArgs { document, variables, returned, place } = args;
    let mut values = Map::new();
    for variable in &variables {
        let (key, value) =
            variable.split_once('=').ok_or_else(|| Error::invalid("var", format!("--var {} has no =; write KEY=VALUE", text::quote(variable))))?;
        values.insert(key.to_owned(), serde_json::from_str(value).unwrap_or_else(|_| Value::from(value)));
    }
    let source = PipelineSource::Document { document: json(&read(&document)?)?, variables: to_raw_value(&values).map_err(Error::internal)? };
    perform(door, source, returned, &place)
}

fn sql(args: SqlArgs) -> Result<()> {
    let SqlArgs { query, tables, null_value, place } = args;
    let mut named = BTreeMap::new();
    for table in &tables {
        let (name, file) = table.split_once('=').ok_or_else(|| Error::invalid("table", format!("--table {} has no =; write NAME=FILE", text::quote(table))))?;
        named.insert(name.to_owned(), SqlTable { uri: file.to_owned(), ..SqlTable::default() });
    }
    perform(PipelineDoor::Run, PipelineSource::Sql(SqlQuery { query, tables: named, null_values: null_value }), None, &place)
}

fn perform(door: PipelineDoor, source: PipelineSource, returned: Option<String>, place: &PlaceArgs) -> Result<()> {
    let asked = LimitsRequest { memory_mb: place.memory_mb, timeout_ms: place.timeout.map(|timeout| timeout.as_millis() as u64), ..LimitsRequest::default() };
    let limits = policy().resolve(&LimitsRequest::default(), &asked)?;
    let sandbox = local::sandbox(limits.memory_bytes)?;
    raise_descriptors();
    let helper = Arc::new(Local::new(place, sandbox.clone(), limits.clone())?);
    // Nobody but the machine bounds what a command of one's own holds, and nothing how long it takes: the flags bound
    // each transform.
    let limits = Limits { memory_bytes: u64::MAX, wall: Duration::MAX, ..limits };
    let destination = match door {
        PipelineDoor::Run => Some(Destination::new(place.output.as_deref(), place.format, place.limit)?),
        PipelineDoor::Check | PipelineDoor::Explain => None,
    };
    let mut files = Files { helper: Some(Arc::clone(&helper) as Arc<dyn Helper>), ..Files::default() };
    let output = match &destination {
        Some(destination) => {
            files.files.push(destination.file.try_clone().map_err(|error| Error::io(format!("a file cannot be shared: {error}")))?);
            OutputTask { file: Some(0), format: destination.format, options: WriteOptions { limit: destination.limit, ..WriteOptions::default() } }
        }
        None => OutputTask { file: None, format: Format::Json, options: WriteOptions::default() },
    };
    let task = PipelineTask { door, source, returned, limits, output };
    let progress = Progress::new(place.quiet);
    let done = TaskHost::new(sandbox).execute(Task::Pipeline(Box::new(task)), &files, &progress.events());
    progress.finish();
    let Done::Piped(piped) = done? else { return Err(Error::internal("a pipeline gave something else")) };
    helper.keep()?;
    let report: Value = serde_json::from_str(piped.report.get()).map_err(Error::internal)?;
    match (door, destination) {
        (PipelineDoor::Run, Some(destination)) => {
            if let Some(table) = &piped.table {
                destination.finish(table.total_rows)?;
            }
            if !place.quiet {
                told(&report, &piped);
            }
            Ok(())
        }
        (PipelineDoor::Explain, _) => report["plans"].as_array().into_iter().flatten().try_for_each(|plan| {
            let field = |name: &str| plan[name].as_str().unwrap_or_default().to_owned();
            print(&format!("# {}\n\n## as written\n{}\n\n## as it runs\n{}\n", field("name"), field("plan"), field("optimized")))
        }),
        _ => print(&pretty(&report)?),
    }
}

/// The steps that did more than extend a plan, and the outputs, on stderr: what is on stdout is the frame.
fn told(report: &Value, piped: &Piped) {
    let mut stderr = std::io::stderr().lock();
    for step in report["steps"].as_array().into_iter().flatten() {
        let (rows, usage) = (step["rows"].as_u64(), &step["usage"]);
        if rows.is_none() && usage.is_null() {
            continue;
        }
        let mut line = format!("step {} ({}): {:.1} ms", step["step"], step["operation"].as_str().unwrap_or_default(), step["ms"].as_f64().unwrap_or_default());
        if let Some(rows) = rows {
            line.push_str(&format!(", {rows} rows"));
        }
        if usage.is_object() {
            let cpu_ms = usage["cpu_ms"].as_f64().unwrap_or_default();
            line.push_str(&format!(", transform: {} rows in, {} out, {} fuel, {cpu_ms:.1} ms of CPU", usage["rows_in"], usage["rows_out"], usage["fuel"]));
        }
        let _ = writeln!(stderr, "{line}");
    }
    for output in report["outputs"].as_array().into_iter().flatten() {
        let rows = output["rows"].as_u64().map_or(String::new(), |rows| format!(", {rows} rows"));
        // When stderr is gone there is nobody to tell.
        let _ = writeln!(stderr, "{}{rows}, {} bytes", output["path"].as_str().unwrap_or_default(), output["bytes"]);
    }
    if let Some(table) = &piped.table {
        let _ = writeln!(stderr, "{} rows", table.rows);
    }
}

fn operations(args: &OperationsArgs) -> Result<()> {
    let made = translate(TranslateTask::Operations)?;
    let wanted = |operation: &&Value| args.word.as_ref().is_none_or(|word| operation["name"].as_str().is_some_and(|name| name.contains(word.as_str())));
    let found: Vec<&Value> = made["operations"].as_array().into_iter().flatten().filter(wanted).collect();
    if args.json {
        return print(&serde_json::to_string_pretty(&found).map_err(Error::internal)?);
    }
    let line = |operation: &&Value| {
        let field = |name: &str| operation[name].as_str().unwrap_or_default().to_owned();
        let why = operation["unsupported"].as_str().map_or(String::new(), |why| format!("  (not available: {why})"));
        format!("{:<14} {}{why}\n{:<14}   {}\n", field("kind"), field("signature"), "", field("doc"))
    };
    print(&found.iter().map(line).collect::<String>())
}

fn translate(task: TranslateTask) -> Result<Value> {
    let sandbox = local::sandbox(Limits::default().memory_bytes)?;
    match TaskHost::new(sandbox).execute(Task::Translate(task), &Files::default(), &(Arc::new(|_| {}) as sandtable_tasks::Events))? {
        Done::Translated(made) => serde_json::from_str(made.get()).map_err(Error::internal),
        other => Err(Error::internal(format!("a translation gave {other:?}"))),
    }
}

fn read(path: &Path) -> Result<String> {
    let unreadable = |error: std::io::Error| Error::io(format!("{}: {error}", path.display()));
    if path == Path::new("-") {
        let mut text = String::new();
        return std::io::stdin().lock().read_to_string(&mut text).map(|_| text).map_err(unreadable);
    }
    std::fs::read_to_string(path).map_err(unreadable)
}

fn json(text: &str) -> Result<Box<RawValue>> {
    RawValue::from_string(text.trim().to_owned()).map_err(|error| Error::invalid("document", format!("the document is not JSON: {error}")))
}

fn pretty(value: &Value) -> Result<String> {
    serde_json::to_string_pretty(value).map_err(Error::internal)
}

fn print(text: &str) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    match writeln!(stdout, "{}", text.trim_end()) {
        // `| head` has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| Error::io(format!("stdout: {error}"))),
    }
}

/// What the server would give an executor, from this machine.
struct Local {
    files: Readable,
    output: OutputDir,
    sandbox: Sandbox,
    limits: Limits,
    data_dir: Option<PathBuf>,
    transforms: BTreeMap<String, PathBuf>,
    scripts: ScriptArgs,
    outputs: Mutex<Vec<(Pending, bool)>>,
    pages: Mutex<Pages>,
}

impl Local {
    fn new(place: &PlaceArgs, sandbox: Sandbox, limits: Limits) -> Result<Self> {
        let mut transforms = BTreeMap::new();
        for transform in &place.transforms {
            let (name, path) = transform
                .split_once('=')
                .ok_or_else(|| Error::invalid("transform", format!("--transform {} has no =; write NAME=X.wasm", text::quote(transform))))?;
            transforms.insert(name.to_owned(), PathBuf::from(path));
        }
        Ok(Self {
            files: Readable::new(Some(BaseDir::open(&place.base_path)?), None),
            output: OutputDir::open(&place.output_path)?,
            sandbox,
            limits,
            data_dir: place.data_dir.clone(),
            transforms,
            scripts: ScriptArgs { folder: LanguagesArgs { languages: place.languages.languages.clone() }, ..ScriptArgs::default() },
            outputs: Mutex::default(),
            pages: Mutex::default(),
        })
    }

    /// Gives the outputs their names.
    fn keep(&self) -> Result<()> {
        let outputs = std::mem::take(&mut *self.outputs.lock().unwrap_or_else(PoisonError::into_inner));
        outputs.into_iter().filter(|(_, whole)| *whole).try_for_each(|(pending, _)| pending.keep())
    }

    fn transform(&self, reference: &str) -> Result<(Answer, Vec<File>)> {
        let name = reference.split_once('@').map_or(reference, |(name, _)| name);
        let path = self.transforms.get(name).ok_or_else(|| {
            let known = text::list(self.transforms.keys().map(String::as_str), 20);
            Error::not_found(format!("no transform {}; give it with --transform {name}=X.wasm (given: {known})", text::quote(name)))
        })?;
        let host = TaskHost::new(self.sandbox.clone());
        let Runnable { digest, code, description: _, program } = script::ready(&self.sandbox, &host, path, &self.scripts, self.data_dir.clone())?;
        let file = code.file().try_clone().map_err(|error| Error::io(format!("a file cannot be shared: {error}")))?;
        let (reference, digest, limits) = (reference.to_owned(), digest.to_string(), self.limits.clone());
        let resolved = Resolved { reference, digest, description: code.description(), program, limits };
        Ok((Answer::Transform(Box::new(resolved)), vec![file]))
    }
}

impl Helper for Local {
    fn answer(&self, ask: Ask) -> Result<(Answer, Vec<File>)> {
        let done = |()| (Answer::Done, Vec::new());
        match ask {
            ask @ (Ask::Spill | Ask::Scratch | Ask::Record) => local::Temporary.answer(ask),
            Ask::Open { path, glob, skip } => {
                let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
                let wanted = Wanted { path: &path, glob, skip, at_once: FILES_AT_ONCE, most: usize::MAX, need: Need::Whole };
                let Page { paths, files, folder, left } = pages.page(&self.files, wanted)?;
                Ok((Answer::Opened { paths, folder, left }, files))
            }
            Ask::MayCreate { path } => self.output.may_create(&path).map(done),
            Ask::Create { path } => {
                let (pending, file) = self.output.create(&path)?;
                let mut outputs = self.outputs.lock().unwrap_or_else(PoisonError::into_inner);
                outputs.push((pending, false));
                Ok((Answer::Created { output: outputs.len() - 1 }, vec![file]))
            }
            Ask::Keep { output } => {
                let mut outputs = self.outputs.lock().unwrap_or_else(PoisonError::into_inner);
                let output = outputs.get_mut(output).ok_or_else(|| Error::internal("an output that was not created is kept"))?;
                output.1 = true;
                Ok(done(()))
            }
            Ask::Transform { reference } => self.transform(&reference),
        }
    }
}
