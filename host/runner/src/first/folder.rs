//! The files of a run in the caller's folder. What blocks is done on threads that may.

use std::io::{self, Seek, Write};
use std::sync::Arc;

use sandtable_core::{Error, Result};
use sandtable_datasets::{WorkDir, WorkRoots};
use sandtable_executor::{InputBody, RunInput, TableBytes};
use sandtable_frames::{Format, ReadOptions};

use super::answer::{OUTPUT, STDERR, STDOUT};

/// The caller's folder.
#[derive(Clone)]
pub(super) struct Folder(Arc<WorkDir>);

impl Folder {
    /// Opens it, takes away what an earlier run left, and writes the code into it.
    ///
    /// # Errors
    /// As [`WorkRoots::folder`].
    pub(super) async fn open(roots: Arc<WorkRoots>, path: String, script: &'static str, text: String) -> Result<Self> {
        blocking(move || {
            let dir = roots.folder(&path)?;
            // The script too: some file systems write a file out at once that another one takes the place of.
            [STDOUT, STDERR, OUTPUT, script].into_iter().try_for_each(|name| dir.remove(name))?;
            write(&dir, script, text.as_bytes())?;
            Ok(Self(Arc::new(dir)))
        })
        .await
    }

    /// Writes the text of the streams.
    pub(super) async fn streams(&self, stdout: String, stderr: String) -> Result<()> {
        let dir = Arc::clone(&self.0);
        blocking(move || write(&dir, STDOUT, stdout.as_bytes()).and_then(|()| write(&dir, STDERR, stderr.as_bytes()))).await
    }

    /// Writes the table.
    pub(super) async fn table(&self, table: TableBytes) -> Result<()> {
        let dir = Arc::clone(&self.0);
        blocking(move || match table {
            TableBytes::Held(bytes) => write(&dir, OUTPUT, &bytes),
            TableBytes::Spooled(mut spooled) => {
                let (pending, mut file) = dir.create(OUTPUT)?;
                spooled.rewind().and_then(|()| io::copy(&mut spooled, &mut file)).map_err(|error| unwritten(&dir, OUTPUT, &error))?;
                pending.keep()
            }
        })
        .await
    }

    pub(super) fn path(&self, name: &str) -> String {
        self.0.path(name)
    }
}

/// Opens tables by their paths.
///
/// # Errors
/// As [`WorkRoots::file`], naming the table.
pub(super) async fn tables(roots: Arc<WorkRoots>, tables: Vec<(String, String)>) -> Result<Vec<RunInput>> {
    blocking(move || {
        let open = |(name, path): (String, String)| {
            let file = roots.file(&path).map_err(|error| error.at(format!("table {}", sandtable_core::text::quote(&name))))?;
            let format = path.rsplit_once('.').and_then(|(_, extension)| Format::from_extension(extension)).unwrap_or(Format::Jsonl);
            let options = ReadOptions { pandas: true, ..ReadOptions::default() };
            Ok(RunInput { name: Some(name), body: InputBody::Spooled(file), format: Some(format), options })
        };
        tables.into_iter().map(open).collect()
    })
    .await
}

fn write(dir: &WorkDir, name: &str, bytes: &[u8]) -> Result<()> {
    let (pending, mut file) = dir.create(name)?;
    file.write_all(bytes).map_err(|error| unwritten(dir, name, &error))?;
    pending.keep()
}

fn unwritten(dir: &WorkDir, name: &str, error: &io::Error) -> Error {
    Error::io(format!("{} cannot be written: {}", dir.path(name), error.kind())).with_inside(error)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}
