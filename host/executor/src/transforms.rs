//! Transforms as a service: the catalog, compiled code and a pool behind four verbs: check, upload, run, delete.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
use std::time::Duration;

use cap_std::fs::Dir;
use sandtable_catalog::{Catalog, CompiledCache, CompiledCode, Digest, Entry, Facts, Put};
use sandtable_core::limits::LimitPolicy;
use sandtable_core::name::TransformName;
use sandtable_core::{Code, Error, Limits, LimitsRequest, Result, text, units};
use sandtable_datasets::Readable;
use sandtable_frames::{Format, ReadOptions, WriteOptions};
use sandtable_objects::Store;
use sandtable_sandbox::Report;
use sandtable_tasks::{CheckTask, Done, Events, Files, InputTask, OutputTask, Ran, RunTask, Source, Task};
use semver::Version;

use crate::helper::SpillOnly;
use crate::pool::{Job, Pool, Ticket};
use crate::spool::Spool;

/// Tables up to this size travel inside the message; larger ones in a file.
const INLINE_BYTES: usize = 64 * 1024;

/// What `describe` may use when a component is checked.
fn describe_limits() -> Limits {
    Limits { memory_bytes: 512 * units::MIB, wall: Duration::from_secs(10), cpu: Duration::from_secs(10), ..Limits::default() }
}

/// How [`Transforms`] is set up.
pub struct TransformsConfig {
    /// The data directory.
    pub data_dir: Dir,
    /// Where components are kept, when several servers share them; without it in the data directory.
    pub components: Option<Store>,
    /// What `uri` inputs are read from.
    pub files: Arc<Readable>,
    /// The limits of calls.
    pub policy: LimitPolicy,
    /// How long compiling may take.
    pub compile_wall: Duration,
    /// Compiled code kept in memory.
    pub compiled_memory_bytes: u64,
}

/// Checks, stores and runs components. Everything that looks into them happens in executors.
pub struct Transforms {
    shelf: Arc<Shelf>,
    pool: Pool,
    /// The limits of calls.
    policy: LimitPolicy,
}

/// What several pools share.
struct Shelf {
    catalog: Catalog,
    compiled: CompiledCache,
    spool: Spool,
    files: Arc<Readable>,
    compile_wall: Duration,
    /// Digests that are being checked: a second upload of the same bytes waits for the first.
    checking: Checking,
}

/// A table for a call.
pub struct RunInput {
    /// Which input it is; may be absent when the transform has only one.
    pub name: Option<String>,
    /// Its bytes.
    pub body: InputBody,
    /// What kind of bytes, if the caller said.
    pub format: Option<Format>,
    /// How to read them.
    pub options: ReadOptions,
}

/// Where a table's bytes are.
pub enum InputBody {
    /// A path under the base path.
    Uri(String),
    /// A JSON array of rows.
    Rows(String),
    /// A body that was spooled.
    Spooled(File),
}

/// A call.
pub struct RunRequest {
    /// Which transform.
    pub name: TransformName,
    /// Which version; the newest when absent.
    pub version: Option<Version>,
    /// The tables.
    pub inputs: Vec<RunInput>,
    /// A JSON object.
    pub params: String,
    /// The call's own limits.
    pub limits: LimitsRequest,
    /// As what the output is written.
    pub format: Format,
    /// How.
    pub options: WriteOptions,
    /// Fixed clocks and random numbers.
    pub deterministic: bool,
}

/// A table's bytes.
#[derive(Debug)]
pub enum TableBytes {
    /// A small table's.
    Held(Vec<u8>),
    /// A larger one's, in a file without a name.
    Spooled(File),
}

/// The table that a call gave.
pub struct RunOutput {
    /// What ran.
    pub entry: Arc<Entry>,
    /// What came of it.
    pub ran: Ran,
    /// The table's bytes.
    pub table: TableBytes,
}

impl Transforms {
    /// Opens the data directory and takes over a pool.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn open(config: TransformsConfig, pool: Pool) -> Result<Self> {
        let TransformsConfig { data_dir, components, files, policy, compile_wall, compiled_memory_bytes } = config;
        let open = |name: &str| {
            data_dir
                .create_dir_all(name)
                .and_then(|()| data_dir.open_dir(name))
                .map_err(|error| Error::io(format!("{name} in the data directory cannot be opened")).with_inside(error))
        };
        let shelf = Shelf {
            catalog: match components {
                Some(store) => Catalog::open_shared(&open("components")?, store)?,
                None => Catalog::open(&open("components")?)?,
            },
            compiled: CompiledCache::open(&open("compiled")?, pool.compatibility(), compiled_memory_bytes)?,
            spool: Spool::new(open("spool")?),
            files,
            compile_wall,
            checking: Checking::default(),
        };
        Ok(Self { shelf: Arc::new(shelf), pool, policy })
    }

    /// The same transforms, on another pool.
    #[must_use]
    pub fn beside(&self, pool: Pool) -> Self {
        Self { shelf: Arc::clone(&self.shelf), pool, policy: self.policy.clone() }
    }

    /// The same transforms, with other limits for calls.
    #[must_use]
    pub fn with_policy(self, policy: LimitPolicy) -> Self {
        Self { policy, ..self }
    }

    /// The stored components.
    pub fn catalog(&self) -> &Catalog {
        &self.shelf.catalog
    }

    /// The executors.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// What may be read.
    pub fn files(&self) -> &Arc<Readable> {
        &self.shelf.files
    }

    /// The limits of calls.
    pub fn policy(&self) -> &LimitPolicy {
        &self.policy
    }

    /// Files for bodies on their way.
    pub fn spool(&self) -> &Spool {
        &self.shelf.spool
    }

    /// Checks a component and stores nothing. Blocks until an executor has answered.
    ///
    /// # Errors
    /// Only when the check itself could not be done; what is wrong with the component is in the report.
    pub fn check(&self, component: File) -> Result<Report> {
        self.check_in_executor(component).map(|(report, _)| report)
    }

    /// Checks a component, stores it and its compiled code under a name and version. Blocks meanwhile. `frames` says whether
    /// one that asks for native frames is granted them.
    ///
    /// # Errors
    /// `AUTH_ERROR` when it asks for what is not granted; `CONFLICT` (other bytes), `VALIDATION_ERROR` with `problems` and the whole `report` in its details, `IO_ERROR`.
    pub fn upload(&self, name: &TransformName, version: &Version, mut component: File, digest: &Digest, limits: LimitsRequest, frames: bool) -> Result<Put> {
        self.shelf.catalog.may_put(name, version, digest)?;
        self.policy.resolve(&limits, &LimitsRequest::default())?;
        let _turn = self.shelf.checking.enter(digest);
        let facts = match self.shelf.compiled.get(digest) {
            Some(code) => code.facts().clone(),
            None => self.admit(digest, &component)?,
        };
        if facts.description.asks_for_frames() && !frames {
            return Err(not_granted());
        }
        self.shelf.catalog.put(name, version, digest, &mut component, facts, limits)
    }

    /// Checks a component and keeps its compiled code.
    fn admit(&self, digest: &Digest, component: &File) -> Result<Facts> {
        let copy = component.try_clone().map_err(|error| Error::io("the upload cannot be read").with_inside(error))?;
        let (report, compiled) = self.check_in_executor(copy)?;
        match (report.problems.is_empty(), report.description.clone(), compiled) {
            (true, Some(description), Some(mut compiled)) => {
                let facts = Facts { size_bytes: report.size_bytes, description, imports: report.imports };
                self.shelf.compiled.put(digest, &facts, &mut compiled)?;
                Ok(facts)
            }
            _ => Err(not_acceptable(&report)),
        }
    }

    fn check_in_executor(&self, component: File) -> Result<(Report, Option<File>)> {
        let compiled = self.shelf.spool.file()?;
        let kept = compiled.try_clone().map_err(|error| Error::io("the spool file cannot be shared").with_inside(error))?;
        let task = Task::Check(CheckTask { component: 0, compiled: 1, limits: describe_limits() });
        let (tell, told) = mpsc::channel();
        let job = Job {
            task,
            files: Files { files: vec![component, compiled], ..Files::default() },
            wall: self.shelf.compile_wall,
            memory_bytes: describe_limits().memory_bytes,
            events: Arc::new(|_| {}),
            helper: Arc::new(SpillOnly::new(self.shelf.spool.clone())),
            // The receiver is only gone when this call has panicked.
            done: Box::new(move |result| drop(tell.send(result))),
        };
        let _ticket = self.pool.submit(job)?;
        match told.recv().map_err(Error::internal)?? {
            Done::Checked(checked) => Ok((checked.report, checked.compiled_bytes.map(|_| kept))),
            other => Err(Error::internal(format!("a check gave {other:?}"))),
        }
    }

    /// Whether [`Transforms::run`] would start a call of this transform without touching a disk, its inputs aside.
    pub fn is_warm(&self, name: &TransformName, version: Option<&Version>) -> bool {
        self.shelf.catalog.is_fresh() && self.shelf.catalog.get(name, version).is_ok_and(|entry| self.shelf.compiled.is_at_hand(&entry.digest))
    }

    /// Starts a call. `done` hears its end, on a thread that must not be blocked.
    ///
    /// Usually returns at once; blocks when the component must be compiled anew, as after an upgrade.
    ///
    /// # Errors
    /// What is wrong with the request; then `done` is not called.
    pub fn run(&self, request: RunRequest, events: Events, done: impl FnOnce(Result<RunOutput>) + Send + 'static) -> Result<Ticket> {
        let RunRequest { name, version, inputs, params, limits, format, options, deterministic } = request;
        let entry = self.shelf.catalog.find(&name, version.as_ref())?;
        let limits = self.policy.resolve(&entry.limits, &limits)?;
        if params.len() as u64 > limits.params_bytes {
            return Err(Error::invalid("params", format!("params is {} bytes of JSON, at most {} are allowed", params.len(), limits.params_bytes)));
        }
        let mut files = Files::default();
        let code = self.compiled_code(&entry.digest)?;
        let share = |file: &File| file.try_clone().map_err(|error| Error::io("a file cannot be shared").with_inside(error));
        files.files.push(share(code.file())?);
        let inputs = self.take_inputs(&entry, inputs, &mut files)?;
        let (wall, memory_bytes) = (limits.wall, limits.memory_bytes);
        let task = Task::Run(Box::new(RunTask {
            digest: entry.digest.to_string(),
            compiled: 0,
            description: code.description(),
            inputs,
            params,
            limits,
            output: OutputTask { file: None, format, options },
            deterministic,
            program: None,
        }));
        let helper = Arc::new(SpillOnly::new(self.shelf.spool.clone()));
        let spilled = Arc::clone(&helper);
        let done = move |result: Result<Done>| {
            done(result.and_then(|result| match (result, spilled.take()) {
                (Done::Ran(mut ran), spilled) => {
                    let table = match (ran.held.take(), spilled) {
                        (Some(held), _) => TableBytes::Held(held),
                        (None, Some(file)) => TableBytes::Spooled(file),
                        (None, None) => return Err(Error::internal("an executor gave no table")),
                    };
                    Ok(RunOutput { entry, ran: *ran, table })
                }
                (other, _) => Err(Error::internal(format!("a run gave {other:?}"))),
            }));
        };
        self.pool.submit(Job { task, files, wall, memory_bytes, events, helper, done: Box::new(done) })
    }

    /// The compiled code of a stored component, compiled now if it is not there.
    pub(crate) fn compiled_code(&self, digest: &Digest) -> Result<CompiledCode> {
        if let Some(code) = self.shelf.compiled.get(digest) {
            return Ok(code);
        }
        let _turn = self.shelf.checking.enter(digest);
        if let Some(code) = self.shelf.compiled.get(digest) {
            return Ok(code);
        }
        tracing::info!(%digest, "compiling a stored component anew");
        self.admit(digest, &self.shelf.catalog.open_component(digest)?)?;
        self.shelf.compiled.get(digest).ok_or_else(|| Error::internal(format!("the compiled code of {digest} vanished")))
    }

    /// Matches the given tables to the wanted ones, and opens them.
    fn take_inputs(&self, entry: &Entry, given: Vec<RunInput>, files: &mut Files) -> Result<Vec<InputTask>> {
        let wanted: Vec<&str> = entry.facts.description.inputs.iter().map(|input| input.name.as_str()).collect();
        let wants = || format!("{} wants {}", entry.name, text::list(wanted.iter().copied(), 20));
        let mut by_name: HashMap<String, RunInput> = HashMap::new();
        for input in given {
            let name = match &input.name {
                Some(name) => name.clone(),
                None if wanted.len() == 1 => wanted[0].to_owned(),
                None => return Err(Error::invalid("inputs", format!("a body without a name, but {}", wants()))),
            };
            if !wanted.contains(&name.as_str()) {
                return Err(Error::invalid("inputs", format!("unknown input {}; {}", text::quote(&name), wants())));
            }
            if by_name.insert(name.clone(), input).is_some() {
                return Err(Error::invalid("inputs", format!("input {} is given twice", text::quote(&name))));
            }
        }
        let mut tasks = Vec::new();
        for name in &wanted {
            let input = by_name.remove(*name).ok_or_else(|| Error::invalid("inputs", format!("input {} is missing; {}", text::quote(name), wants())))?;
            tasks.push(self.open_input(name, input, files).map_err(|error| error.at(format!("input {}", text::quote(name))))?);
        }
        Ok(tasks)
    }

    fn open_input(&self, name: &str, input: RunInput, files: &mut Files) -> Result<InputTask> {
        let RunInput { body, format, options, .. } = input;
        let mut in_file = |file: File| {
            files.files.push(file);
            Source::File(files.files.len() - 1)
        };
        let (source, format) = match body {
            InputBody::Spooled(file) => (in_file(file), format),
            InputBody::Uri(uri) => {
                let format = format.or_else(|| Format::from_extension(PathBuf::from(&uri).extension()?.to_str()?));
                (in_file(self.shelf.files.open_file(&uri)?), format)
            }
            InputBody::Rows(rows) if rows.len() <= INLINE_BYTES => {
                let start = files.inline.len();
                files.inline.extend_from_slice(rows.as_bytes());
                (Source::Inline(start..files.inline.len()), Some(Format::Json))
            }
            InputBody::Rows(rows) => {
                let mut file = self.shelf.spool.file()?;
                file.write_all(rows.as_bytes()).map_err(|error| Error::io(format!("the rows cannot be spooled: {}", error.kind())).with_inside(error))?;
                (in_file(file), Some(Format::Json))
            }
        };
        Ok(InputTask { name: name.to_owned(), source, format, options })
    }
}

/// The error of an upload that asks for more than its uploader may grant.
fn not_granted() -> Error {
    let message =
        "the transform asks for native frames, which this upload may not grant: it takes a token whose scope holds frames, or a server that allows them to all";
    Error::new(Code::AuthError, message).with("reason", "scope").with("needed", "frames")
}

/// The error of an upload that failed its check: every problem found, and the report they stand in.
fn not_acceptable(report: &Report) -> Error {
    let problems = &report.problems;
    let first = problems.first().map_or("no description", |problem| problem.message.as_str());
    let more = match problems.len() {
        0 | 1 => String::new(),
        count => format!(" (and {} more problems)", count - 1),
    };
    let error = Error::new(Code::ValidationError, format!("the component is not acceptable: {first}{more}")).with("reason", "component");
    match serde_json::to_value(report) {
        Ok(report) => error.with("problems", report["problems"].clone()).with("report", report),
        Err(inside) => error.with_inside(inside),
    }
}

/// Lets one thread at a time work on a digest.
#[derive(Default)]
struct Checking {
    busy: Mutex<Vec<Digest>>,
    changed: Condvar,
}

struct Turn<'a>(&'a Checking, Digest);

impl Checking {
    fn enter(&self, digest: &Digest) -> Turn<'_> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        while busy.contains(digest) {
            busy = self.changed.wait(busy).unwrap_or_else(PoisonError::into_inner);
        }
        busy.push(digest.clone());
        Turn(self, digest.clone())
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.busy.lock().unwrap_or_else(PoisonError::into_inner).retain(|digest| digest != &self.1);
        self.0.changed.notify_all();
    }
}
