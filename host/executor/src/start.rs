//! A call on its way to an executor: its code, its tables, what it is to run.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use sandtable_catalog::{CompiledCode, Digest};
use sandtable_core::{Error, Limits, Result, text};
use sandtable_frames::{Format, WriteOptions};
use sandtable_tasks::{Done, Events, Files, InputTask, OutputTask, ProgramTask, RunTask, Source, Task};

use crate::helper::SpillOnly;
use crate::pool::{Job, Ticket};
use crate::transforms::{InputBody, RanOf, RunInput, RunOutput, TableBytes, Transforms};

/// Tables up to this size travel inside the message; larger ones in a file.
const INLINE_BYTES: usize = 64 * 1024;

/// A call that is put together.
pub(crate) struct Start {
    task: RunTask,
    files: Files,
}

impl Start {
    /// A call of compiled code, without tables.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the parameters are too large.
    pub(crate) fn new(digest: &Digest, code: &CompiledCode, params: String, limits: Limits) -> Result<Self> {
        if params.len() as u64 > limits.params_bytes {
            return Err(Error::invalid("params", format!("params is {} bytes of JSON, at most {} are allowed", params.len(), limits.params_bytes)));
        }
        let shared = code.file().try_clone().map_err(|error| Error::io("a file cannot be shared").with_inside(error))?;
        let task = RunTask {
            digest: digest.to_string(),
            compiled: 0,
            description: code.description(),
            inputs: Vec::new(),
            params,
            limits,
            output: OutputTask { file: None, format: Format::Json, options: WriteOptions::default() },
            deterministic: false,
            program: None,
        };
        Ok(Self { task, files: Files { files: vec![shared], ..Files::default() } })
    }

    /// Adds a table, opened.
    ///
    /// # Errors
    /// What keeps it from being opened, with its name.
    pub(crate) fn input(&mut self, transforms: &Transforms, name: &str, input: RunInput) -> Result<()> {
        let opened = self.open(transforms, name, input).map_err(|error| error.at(format!("input {}", text::quote(name))))?;
        self.task.inputs.push(opened);
        Ok(())
    }

    /// Says as what the table is written.
    pub(crate) fn writes(mut self, format: Format, options: WriteOptions, deterministic: bool) -> Self {
        self.task.output = OutputTask { file: None, format, options };
        self.task.deterministic = deterministic;
        self
    }

    /// Says what the code, a language's, is to run.
    pub(crate) fn program(mut self, program: impl Into<Option<ProgramTask>>) -> Self {
        self.task.program = program.into();
        self
    }

    fn open(&mut self, transforms: &Transforms, name: &str, input: RunInput) -> Result<InputTask> {
        let RunInput { body, format, options, .. } = input;
        let files = &mut self.files;
        let mut in_file = |file: File| {
            files.files.push(file);
            Source::File(files.files.len() - 1)
        };
        let (source, format) = match body {
            InputBody::Spooled(file) => (in_file(file), format),
            InputBody::Uri(uri) => {
                let format = format.or_else(|| Format::from_extension(PathBuf::from(&uri).extension()?.to_str()?));
                (in_file(transforms.files().open_file(&uri)?), format)
            }
            InputBody::Rows(rows) if rows.len() <= INLINE_BYTES => {
                let start = files.inline.len();
                files.inline.extend_from_slice(rows.as_bytes());
                (Source::Inline(start..files.inline.len()), Some(Format::Json))
            }
            InputBody::Rows(rows) => {
                let mut file = transforms.spool().file()?;
                file.write_all(rows.as_bytes()).map_err(|error| Error::io(format!("the rows cannot be spooled: {}", error.kind())).with_inside(error))?;
                (in_file(file), Some(Format::Json))
            }
        };
        Ok(InputTask { name: name.to_owned(), source, format, options })
    }
}

impl Transforms {
    /// Hands a call over. `done` hears its end.
    ///
    /// # Errors
    /// When the pool takes no more; then `done` is not called.
    pub(crate) fn submit(&self, start: Start, of: RanOf, events: Events, done: impl FnOnce(Result<RunOutput>) + Send + 'static) -> Result<Ticket> {
        let Start { task, files } = start;
        let (wall, memory_bytes) = (task.limits.wall, task.limits.memory_bytes);
        let helper = Arc::new(SpillOnly::new(self.spool().clone()));
        let spilled = Arc::clone(&helper);
        let done = move |result: Result<Done>| {
            done(result.and_then(|result| match (result, spilled.take()) {
                (Done::Ran(mut ran), spilled) => {
                    let table = match (ran.held.take(), spilled) {
                        (Some(held), _) => TableBytes::Held(held),
                        (None, Some(file)) => TableBytes::Spooled(file),
                        (None, None) => return Err(Error::internal("an executor gave no table")),
                    };
                    Ok(RunOutput { of, ran: *ran, table })
                }
                (other, _) => Err(Error::internal(format!("a run gave {other:?}"))),
            }));
        };
        self.pool().submit(Job { task: Task::Run(Box::new(task)), files, wall, memory_bytes, events, helper, done: Box::new(done) })
    }
}
