//! Transforms as a service: the catalog, compiled code and a pool behind four verbs: check, upload, run, delete.

use std::collections::HashMap;
use std::fs::File;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use cap_std::fs::Dir;
use sandtable_catalog::{Catalog, CompiledCache, CompiledCode, Digest, Entry, Facts, Put, Upload};
use sandtable_core::description::Kind;
use sandtable_core::limits::LimitPolicy;
use sandtable_core::name::TransformName;
use sandtable_core::{Code, Error, Limits, LimitsRequest, Result, text, units};
use sandtable_datasets::Readable;
use sandtable_frames::{Format, ReadOptions, WriteOptions};
use sandtable_objects::Store;
use sandtable_sandbox::Report;
use sandtable_tasks::{CheckTask, Done, Events, Files, ProgramTask, Ran, Task};
use semver::Version;

use crate::checking::Checking;
use crate::helper::SpillOnly;
use crate::languages::Languages;
use crate::pool::{Job, Pool, Ticket};
use crate::programs::Programs;
use crate::spool::Spool;
use crate::start::Start;

/// What `describe` may use when a component is checked, or a program.
pub(crate) fn describe_limits() -> Limits {
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
    /// Where the components are that run source code, as NAME.wasm; without it none is run.
    pub languages: Option<Dir>,
    /// Whether all transforms are granted native frames, as long as this runs.
    pub allow_frames: bool,
}

/// Who grants native frames to a transform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FramesGrant {
    /// Its uploader, who has the scope: it stays granted.
    Uploader,
    /// The server, to all: it is granted as long as the server does.
    Server,
}

/// Checks, stores and runs components. Everything that looks into them happens in executors.
pub struct Transforms {
    shelf: Arc<Shelf>,
    pool: Pool,
    /// The limits of calls.
    policy: LimitPolicy,
}

/// What several pools share.
pub(crate) struct Shelf {
    catalog: Catalog,
    pub(crate) compiled: CompiledCache,
    pub(crate) languages: Languages,
    pub(crate) programs: Programs,
    spool: Spool,
    files: Arc<Readable>,
    compile_wall: Duration,
    allow_frames: bool,
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

/// What ran in a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RanOf {
    /// The transform's name; of a program that is not stored, its language's.
    pub name: String,
    /// Its version; of a program that is not stored, its language's.
    pub version: String,
    /// The SHA-256 of the component or of the source.
    pub digest: String,
    /// What it is written in, when it was given as source code.
    pub language: Option<String>,
}

impl From<&Entry> for RanOf {
    fn from(entry: &Entry) -> Self {
        Self {
            name: entry.name.to_string(),
            version: entry.version.to_string(),
            digest: entry.digest.to_string(),
            language: entry.source.as_ref().map(|source| source.language.clone()),
        }
    }
}

/// The table that a call gave.
pub struct RunOutput {
    /// What ran.
    pub of: RanOf,
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
        let TransformsConfig { data_dir, components, files, policy, compile_wall, compiled_memory_bytes, languages, allow_frames } = config;
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
            languages: Languages::new(languages),
            programs: Programs::default(),
            compiled: CompiledCache::open(&open("compiled")?, pool.compatibility(), compiled_memory_bytes)?,
            spool: Spool::new(open("spool")?),
            files,
            compile_wall,
            allow_frames,
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

    pub(crate) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// The stored transforms.
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

    /// Checks a component, stores it and its compiled code under a name and version. Blocks meanwhile. `frames` says who
    /// grants native frames to one that asks for them.
    ///
    /// # Errors
    /// `AUTH_ERROR` when it asks for what is not granted; `CONFLICT` (other bytes), `VALIDATION_ERROR` with `problems` and the whole `report` in its details, `IO_ERROR`.
    pub fn upload(
        &self,
        name: &TransformName,
        version: &Version,
        mut component: File,
        digest: &Digest,
        limits: LimitsRequest,
        frames: Option<FramesGrant>,
    ) -> Result<Put> {
        self.shelf.catalog.may_put(name, version, digest, None)?;
        self.policy.resolve(&limits, &LimitsRequest::default())?;
        let _turn = self.shelf.checking.enter(digest);
        let facts = match self.shelf.compiled.get(digest) {
            Some(code) => code.facts().clone(),
            None => self.admit(digest, &component)?,
        };
        if facts.description.kind == Kind::Language {
            return Err(is_language());
        }
        let upload = Upload { name: name.clone(), version: version.clone(), digest: digest.clone(), source: None, facts, limits };
        self.store(upload, &mut component, frames)
    }

    /// Stores what was checked, when it is granted what it asks for.
    pub(crate) fn store(&self, upload: Upload, bytes: &mut File, frames: Option<FramesGrant>) -> Result<Put> {
        let asks_for_frames = upload.facts.description.asks_for_frames();
        if asks_for_frames && frames.is_none() {
            return Err(not_granted());
        }
        let (name, version) = (upload.name.clone(), upload.version.clone());
        let put = self.shelf.catalog.put(upload, bytes)?;
        if asks_for_frames && frames == Some(FramesGrant::Uploader) {
            self.shelf.catalog.grant(&name, &version)?;
        }
        Ok(put)
    }

    /// Whether a transform still has what it asks for: what the server granted to all holds while the server does so.
    ///
    /// # Errors
    /// `AUTH_ERROR`.
    pub(crate) fn may_run(&self, entry: &Entry) -> Result<()> {
        let granted = || self.shelf.allow_frames || self.shelf.catalog.is_granted(&entry.name, &entry.version);
        if entry.facts.description.asks_for_frames() && !granted() {
            let why = "uses native frames, which this server does not grant to all any more: it is to be uploaded again by a token whose scope holds frames";
            let message = format!("{}@{} {why}", entry.name, entry.version);
            return Err(Error::new(Code::AuthError, message).with("reason", "grant").with("needed", "frames"));
        }
        Ok(())
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
        let is_at_hand = |entry: Arc<Entry>| match &entry.source {
            None => self.shelf.compiled.is_at_hand(&entry.digest),
            Some(source) => self.shelf.programs.has(&entry.digest) && self.is_language_at_hand(&source.language),
        };
        self.shelf.catalog.is_fresh() && self.shelf.catalog.get(name, version).is_ok_and(is_at_hand)
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
        self.may_run(&entry)?;
        let limits = self.policy.resolve(&entry.limits, &limits)?;
        let (digest, code, program) = self.code_of(&entry)?;
        let mut start = Start::new(&digest, &code, params, limits)?;
        self.take_inputs(&entry, inputs, &mut start)?;
        self.submit(start.writes(format, options, deterministic).program(program), RanOf::from(&*entry), events, done)
    }

    /// What runs a stored transform: its own compiled code, or its language's and the program.
    pub(crate) fn code_of(&self, entry: &Entry) -> Result<(Digest, CompiledCode, Option<ProgramTask>)> {
        match &entry.source {
            None => Ok((entry.digest.clone(), self.compiled_code(&entry.digest)?, None)),
            Some(source) => {
                let program = self.stored_program(entry)?;
                self.language(&source.language).map(|(digest, code)| (digest, code, Some(program)))
            }
        }
    }

    /// The compiled code of a stored component, compiled now if it is not there.
    fn compiled_code(&self, digest: &Digest) -> Result<CompiledCode> {
        self.compiled_or(digest, || self.shelf.catalog.open_component(digest))
    }

    /// The compiled code of a component, compiled now, from what `open` opens, if it is not there.
    pub(crate) fn compiled_or(&self, digest: &Digest, open: impl FnOnce() -> Result<File>) -> Result<CompiledCode> {
        if let Some(code) = self.shelf.compiled.get(digest) {
            return Ok(code);
        }
        let _turn = self.shelf.checking.enter(digest);
        if let Some(code) = self.shelf.compiled.get(digest) {
            return Ok(code);
        }
        tracing::info!(%digest, "compiling a component");
        self.admit(digest, &open()?)?;
        self.shelf.compiled.get(digest).ok_or_else(|| Error::internal(format!("the compiled code of {digest} vanished")))
    }

    /// Matches the given tables to the wanted ones, and opens them.
    fn take_inputs(&self, entry: &Entry, given: Vec<RunInput>, start: &mut Start) -> Result<()> {
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
        for name in &wanted {
            let input = by_name.remove(*name).ok_or_else(|| Error::invalid("inputs", format!("input {} is missing; {}", text::quote(name), wants())))?;
            start.input(self, name, input)?;
        }
        Ok(())
    }
}

/// The error of an upload that asks for more than its uploader may grant.
fn not_granted() -> Error {
    let message =
        "the transform asks for native frames, which this upload may not grant: it takes a token whose scope holds frames, or a server that allows them to all";
    Error::new(Code::AuthError, message).with("reason", "scope").with("needed", "frames")
}

/// The error of an upload that runs source code, which is for the server's owner to give.
fn is_language() -> Error {
    let message =
        "the component is not acceptable: it is a language, which runs source code, and no transform; a server is given it in its folder of languages";
    Error::new(Code::ValidationError, message).with("reason", "component")
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
