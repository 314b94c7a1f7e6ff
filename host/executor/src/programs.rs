//! Source transforms: programs that are uploaded by name, or run once.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{Read, Write};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use sandtable_catalog::{Digest, Entry, Facts, Put, SourceFacts, Upload};
use sandtable_core::name::TransformName;
use sandtable_core::{Code, Description, Error, LimitsRequest, Program, Result, text};
use sandtable_frames::{Format, WriteOptions};
use sandtable_tasks::{DescribeTask, Described, Done, Events, Files, ProgramFacts, ProgramTask, Task};
use semver::Version;
use serde::{Deserialize, Serialize};

use crate::helper::SpillOnly;
use crate::pool::{Job, Ticket};
use crate::start::Start;
use crate::transforms::{FramesGrant, RanOf, RunInput, RunOutput, Transforms, describe_limits};

/// Bytes of stored programs that are kept at hand.
const KEPT_BYTES: u64 = 64 << 20;

/// A call of a program that is not stored.
pub struct ProgramRequest {
    /// What it is written in, such as `python`.
    pub language: String,
    /// The program.
    pub program: Program,
    /// The tables: each by the name of a parameter of the transform.
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
    /// Whether it may use native frames.
    pub frames: bool,
}

/// A source transform that is to be stored.
pub struct SourceUpload {
    /// What it is written in.
    pub language: String,
    /// The program.
    pub program: Program,
    /// The limits that hold for every call of it.
    pub limits: LimitsRequest,
    /// Who grants native frames to one that asks for them, if anybody does.
    pub frames: Option<FramesGrant>,
}

/// How a program with more than one module is stored, and what it is known by.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bundle<'a> {
    language: std::borrow::Cow<'a, str>,
    program: std::borrow::Cow<'a, Program>,
}

impl Transforms {
    /// Asks its language what a program is, stores it under a name and version. Blocks meanwhile.
    ///
    /// # Errors
    /// `AUTH_ERROR` when it asks for what is not granted; `CONFLICT` (other source); `VALIDATION_ERROR` with `problems`, and
    /// `traceback` where the language gave one; `UNAVAILABLE` without languages; `IO_ERROR`.
    pub fn upload_source(&self, name: &TransformName, version: &Version, upload: SourceUpload) -> Result<Put> {
        let SourceUpload { language, program, limits, frames } = upload;
        program.check()?;
        let (bytes, bundled) = stored_form(&language, &program)?;
        let digest = Digest::of(&bytes);
        let source = Some(SourceFacts { language: language.clone(), bundled });
        self.catalog().may_put(name, version, &digest, source.as_ref())?;
        self.policy().resolve(&limits, &LimitsRequest::default())?;
        let size_bytes = bytes.len() as u64;
        let description = self.describe_program(&language, program)?.description;
        let mut file = self.spool().file()?;
        file.write_all(&bytes).map_err(|error| Error::io("the source cannot be spooled").with_inside(error))?;
        let facts = Facts { size_bytes, description, imports: Vec::new() };
        self.store(Upload { name: name.clone(), version: version.clone(), digest, source, facts, limits }, &mut file, frames)
    }

    /// Asks its language what a program is. Blocks meanwhile.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` with `problems` and `traceback` when it cannot say; as [`Transforms::upload_source`].
    pub fn describe_program(&self, language: &str, program: Program) -> Result<Described> {
        program.check()?;
        let (digest, code) = self.language(language)?;
        let limits = describe_limits();
        let (wall, memory_bytes) = (limits.wall, limits.memory_bytes);
        let task = Task::Describe(Box::new(DescribeTask { digest: digest.to_string(), compiled: 0, description: code.description(), program, limits }));
        let (tell, told) = mpsc::channel();
        let job = Job {
            task,
            files: Files { files: vec![share(code.file())?], ..Files::default() },
            wall,
            memory_bytes,
            events: Arc::new(|_| {}),
            helper: Arc::new(SpillOnly::new(self.spool().clone())),
            // The receiver is only gone when this call has panicked.
            done: Box::new(move |result| drop(tell.send(result))),
        };
        let _ticket = self.pool().submit(job)?;
        match told.recv().map_err(Error::internal)? {
            Ok(Done::Described(described)) => Ok(*described),
            Ok(other) => Err(Error::internal(format!("asking for a description gave {other:?}"))),
            Err(error) => Err(refused_source(error)),
        }
    }

    /// Starts a call of a program that is not stored. `done` hears its end, on a thread that must not be blocked; `events`
    /// hears each line that the program prints, with its stream, as it is printed.
    ///
    /// Usually returns at once; blocks when the language must be read or compiled first.
    ///
    /// # Errors
    /// What is wrong with the request; then `done` is not called.
    pub fn run_program(&self, request: ProgramRequest, events: Events, done: impl FnOnce(Result<RunOutput>) + Send + 'static) -> Result<Ticket> {
        let ProgramRequest { language, program, inputs, params, limits, format, options, deterministic, frames } = request;
        program.check()?;
        let limits = self.policy().resolve(&LimitsRequest::default(), &limits)?;
        let (digest, code) = self.language(&language)?;
        let (bytes, _) = stored_form(&language, &program)?;
        let own = Digest::of(&bytes);
        let mut start = Start::new(&digest, &code, params, limits)?;
        let mut seen = HashSet::new();
        for mut input in inputs {
            let Some(name) = input.name.take() else {
                return Err(Error::invalid("inputs", "a table without a name; each is named as a parameter of the transform"));
            };
            if !seen.insert(name.clone()) {
                return Err(Error::invalid("inputs", format!("input {} is given twice", text::quote(&name))));
            }
            start.input(self, &name, input)?;
        }
        let version = code.facts().description.version.clone();
        let of = RanOf { name: language.clone(), version, digest: own.to_string(), language: Some(language) };
        let program = ProgramTask { digest: own.to_string(), program, known: ProgramFacts::Nothing { frames } };
        self.submit(start.writes(format, options, deterministic).program(program), of, events, done)
    }

    /// Whether [`Transforms::run_program`] touches no disk, its inputs aside.
    pub fn is_program_warm(&self, language: &str) -> bool {
        self.is_language_at_hand(language)
    }

    /// The bytes of a stored source transform, as they were uploaded, and whether they are its only module; else they are
    /// JSON with all of them.
    ///
    /// # Errors
    /// `NOT_FOUND` when the transform is a component; `IO_ERROR`.
    pub fn open_source(&self, entry: &Entry) -> Result<(File, SourceFacts)> {
        let Some(source) = entry.source.clone() else {
            let message = format!("{}@{} is a component, not source code", entry.name, entry.version);
            return Err(Error::not_found(message).with("reason", "component"));
        };
        Ok((self.catalog().open_source(&entry.digest)?, source))
    }

    /// The program of a stored source transform, for a task.
    pub(crate) fn stored_program(&self, entry: &Entry) -> Result<ProgramTask> {
        let program = match self.shelf().programs.get(&entry.digest) {
            Some(program) => program,
            None => {
                let (mut file, SourceFacts { bundled, .. }) = self.open_source(entry)?;
                let mut text = String::new();
                file.read_to_string(&mut text).map_err(|error| Error::io(format!("source {} cannot be read", entry.digest)).with_inside(error))?;
                let program =
                    if bundled { serde_json::from_str::<Bundle<'_>>(&text).map_err(Error::internal)?.program.into_owned() } else { Program::of(text) };
                self.shelf().programs.keep(&entry.digest, Arc::new(program))
            }
        };
        let description: &Description = &entry.facts.description;
        let description = serde_json::value::to_raw_value(description).map_err(Error::internal)?;
        Ok(ProgramTask { digest: entry.digest.to_string(), program: Program::clone(&program), known: ProgramFacts::Described(description) })
    }
}

/// What is stored of a program: its only module as it is, or JSON with all there is of it.
fn stored_form(language: &str, program: &Program) -> Result<(Vec<u8>, bool)> {
    let bundled = !(program.library.is_empty() && program.options.is_empty());
    if !bundled {
        return Ok((program.source.clone().into_bytes(), bundled));
    }
    let bundle = Bundle { language: language.into(), program: std::borrow::Cow::Borrowed(program) };
    Ok((serde_json::to_vec(&bundle).map_err(Error::internal)?, bundled))
}

/// The error of source that is not taken, from what asking its language ended with: whatever its top level ran into is a
/// fault of the source.
pub fn refused_source(error: Error) -> Error {
    let Error { code, message, mut details, inside } = error;
    let word = match code {
        Code::GuestError => details.get("guest_code").and_then(|code| code.as_str()).unwrap_or("describe-failed").to_owned(),
        Code::GuestTrap | Code::Timeout | Code::ResourceCap => "describe-failed".to_owned(),
        _ => return Error { code, message, details, inside },
    };
    details.insert("problems".to_owned(), serde_json::json!([{ "code": word, "message": message }]));
    details.insert("reason".to_owned(), "source".into());
    Error { code: Code::ValidationError, message: format!("the source is not acceptable: {message}"), details, inside }
}

fn share(file: &File) -> Result<File> {
    file.try_clone().map_err(|error| Error::io("a file cannot be shared").with_inside(error))
}

/// Stored programs that ran lately, up to so many bytes.
#[derive(Default)]
pub(crate) struct Programs(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    programs: BTreeMap<Digest, (Arc<Program>, u64)>,
    bytes: u64,
    clock: u64,
}

impl Programs {
    pub(crate) fn get(&self, digest: &Digest) -> Option<Arc<Program>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let clock = kept.clock;
        let (program, used) = kept.programs.get_mut(digest)?;
        *used = clock;
        Some(Arc::clone(program))
    }

    pub(crate) fn has(&self, digest: &Digest) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).programs.contains_key(digest)
    }

    fn keep(&self, digest: &Digest, program: Arc<Program>) -> Arc<Program> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let clock = kept.clock;
        if kept.programs.insert(digest.clone(), (Arc::clone(&program), clock)).is_none() {
            kept.bytes += program.size_bytes();
        }
        while kept.bytes > KEPT_BYTES && kept.programs.len() > 1 {
            let oldest = kept.programs.iter().min_by_key(|(_, (_, used))| *used).map(|(digest, _)| digest.clone());
            if let Some((dropped, _)) = oldest.and_then(|digest| kept.programs.remove(&digest)) {
                kept.bytes -= dropped.size_bytes();
            }
        }
        program
    }
}
