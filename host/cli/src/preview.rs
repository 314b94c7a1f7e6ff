//! Where the output of `sandtable run` goes: a file, a preview on the terminal, or stdout.

use std::fs::File;
use std::io::{self, IsTerminal, Seek, Write};
use std::path::{Path, PathBuf};

use sandtable_core::{Error, Result};
use sandtable_frames::{Format, ReadOptions, Table};

/// Rows of a preview.
const PREVIEW_ROWS: u64 = 20;

/// Where the table is written first, and what is done with it when all went well.
pub(crate) struct Destination {
    pub(crate) file: File,
    pub(crate) format: Format,
    pub(crate) limit: Option<u64>,
    then: Then,
}

enum Then {
    /// Give the file the name that the user wants. Until then it has another one, or none.
    Keep(tempfile::NamedTempFile, PathBuf),
    Preview,
    Stdout,
}

impl Destination {
    /// What the flags and the terminal say.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the format cannot be told, `IO_ERROR` when the place cannot be written.
    pub(crate) fn new(output: Option<&Path>, format: Option<Format>, limit: Option<u64>) -> Result<Self> {
        if let Some(path) = output {
            let format = format.or_else(|| Format::from_extension(path.extension()?.to_str()?));
            let format =
                format.ok_or_else(|| Error::invalid("output", format!("{}: no format is known by that extension; give one with --format", path.display())))?;
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let unwritable = |error: io::Error| Error::io(format!("{}: {error}", path.display()));
            // Beside the final place, so that the last step is one rename: no half-written file is ever seen.
            let temporary = tempfile::Builder::new().prefix(".sandtable-").tempfile_in(folder).map_err(unwritable)?;
            let file = temporary.as_file().try_clone().map_err(unwritable)?;
            return Ok(Self { file, format, limit, then: Then::Keep(temporary, path.to_owned()) });
        }
        let file = tempfile::tempfile().map_err(|error| Error::io(format!("no temporary file: {error}")))?;
        Ok(match format {
            None if io::stdout().is_terminal() => Self { file, format: Format::Arrow, limit: Some(limit.unwrap_or(PREVIEW_ROWS)), then: Then::Preview },
            format => Self { file, format: format.unwrap_or(Format::Csv), limit, then: Then::Stdout },
        })
    }

    /// Puts a table that is complete where it belongs.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub(crate) fn finish(self, total_rows: u64) -> Result<()> {
        let failed = |error: io::Error| Error::io(format!("the output cannot be written: {error}"));
        let Self { mut file, then, .. } = self;
        match then {
            Then::Keep(temporary, path) => {
                // A temporary file is for its owner alone; what the user asked for has the usual rights.
                set_usual_rights(&file).map_err(failed)?;
                temporary.persist(&path).map(drop).map_err(|error| Error::io(format!("{}: {}", path.display(), error.error)))
            }
            Then::Preview => {
                file.rewind().map_err(failed)?;
                let frame = Table::open(file, Some(Format::Arrow), &ReadOptions::default())?.into_frame()?;
                let shown = frame.height() as u64;
                let more = if total_rows > shown { format!("{shown} of {total_rows} rows\n") } else { String::new() };
                write!(io::stdout().lock(), "{frame}\n{more}").map_err(failed)
            }
            Then::Stdout => {
                file.rewind().map_err(failed)?;
                match io::copy(&mut file, &mut io::stdout().lock()) {
                    // `| head` has seen enough.
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                    copied => copied.map(drop).map_err(failed),
                }
            }
        }
    }
}

fn set_usual_rights(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}
