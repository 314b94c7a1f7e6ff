//! What running tasks are given when they ask.

use std::fs::File;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sandtable_core::{Error, LimitsRequest, Result, text};
use sandtable_datasets::{Need, OutputDir, Page, Pages, Pending, Readable, Wanted};
use sandtable_tasks::{Answer, Ask, FILES_AT_ONCE, Helper, Resolved};

use crate::spool::Spool;
use crate::transforms::Transforms;
use crate::walls::files_of_a_task;

/// For tasks that need nothing but, at most, files for their output and for what they must put by.
pub(crate) struct SpillOnly {
    spool: Spool,
    table: Mutex<Option<File>>,
    record: Mutex<Option<File>>,
}

impl SpillOnly {
    pub(crate) fn new(spool: Spool) -> Self {
        Self { spool, table: Mutex::default(), record: Mutex::default() }
    }

    /// The file that the task was given last for its table: one that is done again gets another.
    pub(crate) fn take(&self) -> Option<File> {
        lock(&self.table).take()
    }

    /// The file that it was given last for what is answered beside the table.
    pub(crate) fn take_record(&self) -> Option<File> {
        lock(&self.record).take()
    }

    fn spill(&self, kept: &Mutex<Option<File>>) -> Result<(Answer, Vec<File>)> {
        let ours = self.spool.file()?;
        let theirs = ours.try_clone().map_err(|error| Error::io("a spool file cannot be shared").with_inside(error))?;
        *lock(kept) = Some(ours);
        Ok((Answer::Spill, vec![theirs]))
    }
}

impl Helper for SpillOnly {
    fn answer(&self, ask: Ask) -> Result<(Answer, Vec<File>)> {
        match ask {
            Ask::Spill => self.spill(&self.table),
            Ask::Scratch => Ok((Answer::Spill, vec![self.spool.file()?])),
            other => Err(Error::internal(format!("the task asks for {other:?}"))),
        }
    }
}

/// For pipelines: files under the base path, outputs under the output path, and the catalog's transforms.
pub(crate) struct PipelineHelper {
    spill: SpillOnly,
    files: Arc<Readable>,
    /// How much of the files is read.
    need: Need,
    output: Option<OutputDir>,
    transforms: Arc<Transforms>,
    limits: LimitsRequest,
    pages: Mutex<Pages>,
    outputs: Mutex<Vec<Written>>,
}

struct Written {
    pending: Pending,
    whole: bool,
}

impl PipelineHelper {
    /// `limits` are what the caller asks of each transform's call.
    pub(crate) fn new(transforms: Arc<Transforms>, output: Option<OutputDir>, limits: LimitsRequest) -> Self {
        let (spill, files) = (SpillOnly::new(transforms.spool().clone()), Arc::clone(transforms.files()));
        Self { spill, files, need: Need::Whole, output, transforms, limits, pages: Mutex::default(), outputs: Mutex::default() }
    }

    /// For a task that does not read all of its files.
    pub(crate) fn needs(self, need: Need) -> Self {
        Self { need, ..self }
    }

    /// The file that the task was given for its table.
    pub(crate) fn take_spilled(&self) -> Option<File> {
        self.spill.take()
    }

    /// The file that it was given for what is answered beside the table.
    pub(crate) fn take_record(&self) -> Option<File> {
        self.spill.take_record()
    }

    /// Gives the outputs their names, now that the pipeline has ended well.
    ///
    /// # Errors
    /// `IO_ERROR`; some of the outputs may have their names then.
    pub(crate) fn keep(&self) -> Result<()> {
        let outputs = std::mem::take(&mut *lock(&self.outputs));
        outputs.into_iter().filter(|output| output.whole).try_for_each(|output| output.pending.keep())
    }

    fn open(&self, path: &str, glob: bool, skip: usize) -> Result<(Answer, Vec<File>)> {
        let wanted = Wanted { path, glob, skip, at_once: FILES_AT_ONCE, most: files_of_a_task(), need: self.need };
        let Page { paths, files, folder, left } = lock(&self.pages).page(&self.files, wanted)?;
        Ok((Answer::Opened { paths, folder, left }, files))
    }

    fn output(&self) -> Result<&OutputDir> {
        self.output.as_ref().ok_or_else(|| Error::invalid("path", "the server was started without an output path, so pipelines write no files"))
    }
}

impl Helper for PipelineHelper {
    fn answer(&self, ask: Ask) -> Result<(Answer, Vec<File>)> {
        let done = |()| (Answer::Done, Vec::new());
        match ask {
            Ask::Spill => self.spill.spill(&self.spill.table),
            Ask::Record => self.spill.spill(&self.spill.record),
            Ask::Scratch => Ok((Answer::Spill, vec![self.spill.spool.file()?])),
            Ask::Open { path, glob, skip } => self.open(&path, glob, skip),
            Ask::MayCreate { path } => self.output()?.may_create(&path).map(done),
            Ask::Create { path } => {
                let (pending, file) = self.output()?.create(&path)?;
                let mut outputs = lock(&self.outputs);
                outputs.push(Written { pending, whole: false });
                Ok((Answer::Created { output: outputs.len() - 1 }, vec![file]))
            }
            Ask::Keep { output } => match lock(&self.outputs).get_mut(output) {
                Some(written) => {
                    written.whole = true;
                    Ok(done(()))
                }
                None => Err(Error::internal(format!("the task keeps output {output}, which it has not"))),
            },
            Ask::Transform { reference } => {
                let (resolved, file) = self.transforms.resolve(&reference, &self.limits)?;
                Ok((Answer::Transform(Box::new(resolved)), vec![file]))
            }
        }
    }
}

impl Transforms {
    /// The transform that `NAME` or `NAME@VERSION` names, with its compiled code.
    ///
    /// # Errors
    /// `NOT_FOUND`, `VALIDATION_ERROR` for a name or a limit that is none, `AUTH_ERROR` for a grant that is withdrawn.
    pub(crate) fn resolve(&self, reference: &str, limits: &LimitsRequest) -> Result<(Resolved, File)> {
        let (name, version) = match reference.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (reference, None),
        };
        let wrong = |error: semver::Error| Error::invalid("custom_function", format!("{} has no version: {error}", text::quote(reference)));
        let version = version.map(semver::Version::parse).transpose().map_err(wrong)?;
        let entry = self.catalog().find(&name.parse()?, version.as_ref())?;
        self.may_run(&entry)?;
        let (digest, code, program) = self.code_of(&entry)?;
        let file = code.file().try_clone().map_err(|error| Error::io("a file cannot be shared").with_inside(error))?;
        let resolved = Resolved {
            reference: format!("{}@{}", entry.name, entry.version),
            digest: digest.to_string(),
            description: code.description(),
            program,
            limits: self.policy().resolve(&entry.limits, limits)?,
        };
        Ok((resolved, file))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
