//! Files of a pipeline: asked for, one path at a time.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use sandtable_core::{Error, Result};
use sandtable_frames::check_arrow;
use sandtable_pipeline::io::{Files, Format, Found, Opened, Output, Wanted};

use crate::ask::{Answer, Ask, Helper};

/// Large enough that rows go out in few calls.
const BUFFER_BYTES: usize = 256 << 10;

/// Asks for files.
pub(crate) struct Asked {
    helper: Arc<dyn Helper>,
}

impl Asked {
    pub(crate) fn new(helper: Arc<dyn Helper>) -> Self {
        Self { helper }
    }
}

impl Files for Asked {
    fn open(&self, wanted: Wanted<'_>) -> Result<Found> {
        let Wanted { path, glob, format } = wanted;
        let mut found = Found { files: Vec::new(), folder: false };
        loop {
            let ask = Ask::Open { path: path.to_owned(), glob, skip: found.files.len() };
            let (answer, files) = self.helper.answer(ask)?;
            let Answer::Opened { paths, folder, left } = answer else { return Err(unexpected(&answer)) };
            if paths.len() != files.len() || (paths.is_empty() && left > 0) {
                return Err(Error::internal(format!("{} paths came with {} files", paths.len(), files.len())));
            }
            found.folder = folder;
            for (path, file) in paths.into_iter().zip(files) {
                if matches!(format, Format::Ipc | Format::IpcStream) {
                    check_arrow(&file).map_err(|error| error.at(sandtable_core::text::quote(&path)))?;
                }
                found.files.push(Opened { path, file });
            }
            if left == 0 {
                return Ok(found);
            }
        }
    }

    fn create(&self, path: &str) -> Result<Box<dyn Output>> {
        match self.helper.answer(Ask::Create { path: path.to_owned() })? {
            (Answer::Created { output }, mut files) if files.len() == 1 => {
                let file = files.pop().ok_or_else(|| Error::internal("no output came"))?;
                Ok(Box::new(Created { file: BufWriter::with_capacity(BUFFER_BYTES, file), output, helper: Arc::clone(&self.helper) }))
            }
            (other, _) => Err(unexpected(&other)),
        }
    }

    fn may_create(&self, path: &str) -> Result<()> {
        self.helper.answer(Ask::MayCreate { path: path.to_owned() }).map(drop)
    }
}

/// A file that is being written.
struct Created {
    file: BufWriter<File>,
    output: usize,
    helper: Arc<dyn Helper>,
}

impl Write for Created {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.file.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Output for Created {
    fn finish(mut self: Box<Self>) -> Result<()> {
        self.file.flush().map_err(|error| Error::io(format!("an output cannot be written: {}", error.kind())).with_inside(error))?;
        self.helper.answer(Ask::Keep { output: self.output }).map(drop)
    }
}

fn unexpected(answer: &Answer) -> Error {
    Error::internal(format!("asked for files, got {answer:?}"))
}
