//! A component on this machine, checked and compiled in this process, once.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use sandtable_catalog::{CompiledCache, CompiledCode, Digest, Facts};
use sandtable_core::{Error, Limits, Result};
use sandtable_sandbox::{Report, Sandbox, SandboxConfig};
use sandtable_tasks::{Answer, Ask, Helper};

use crate::config::default_data_dir;

/// Compiled code that one command keeps in memory: it uses one component.
const COMPILED_MEMORY_BYTES: u64 = 64 << 20;

/// An engine in this process.
pub(crate) fn sandbox(max_memory_bytes: u64) -> Result<Sandbox> {
    Sandbox::new(SandboxConfig { max_memory_bytes, ..SandboxConfig::default() })
}

/// Reads a component and checks it.
///
/// # Errors
/// `IO_ERROR` when it cannot be read. What is wrong with it is in the report.
pub(crate) fn check(path: &Path) -> Result<Report> {
    let limits = Limits::default();
    Ok(sandbox(limits.memory_bytes)?.check(&read(path)?, &limits).report)
}

/// The compiled code of a component: from the cache, or compiled now and kept there.
///
/// # Errors
/// `VALIDATION_ERROR` with every problem when the component is not acceptable; `IO_ERROR`.
pub(crate) fn compiled(sandbox: &Sandbox, path: &Path, data_dir: Option<PathBuf>) -> Result<(Digest, CompiledCode)> {
    let bytes = read(path)?;
    let digest = Digest::of(&bytes);
    let cache = open_cache(sandbox, data_dir)?;
    if let Some(code) = cache.get(&digest) {
        return Ok((digest, code));
    }
    let checked = sandbox.check(&bytes, &Limits::default());
    let (Some(description), Some(compiled)) = (checked.report.description.clone(), checked.compiled.filter(|_| checked.report.problems.is_empty())) else {
        let problems: Vec<_> = checked.report.problems.iter().map(|problem| problem.message.clone()).collect();
        return Err(Error::invalid("component", format!("{} is not acceptable", path.display())).with("problems", problems));
    };
    let facts = Facts { size_bytes: checked.report.size_bytes, description, imports: checked.report.imports };
    let unwritable = |error: std::io::Error| Error::io("compiled code cannot be written").with_inside(error);
    let mut file = tempfile::tempfile().map_err(unwritable)?;
    file.write_all(&compiled).map_err(unwritable)?;
    let code = cache.put(&digest, &facts, &mut file)?;
    Ok((digest, code))
}

fn open_cache(sandbox: &Sandbox, data_dir: Option<PathBuf>) -> Result<CompiledCache> {
    let data_dir = data_dir.or_else(default_data_dir).ok_or_else(|| Error::invalid("data-dir", "neither --data-dir nor HOME is set"))?;
    let path = data_dir.join("compiled");
    let unusable = |error: std::io::Error| Error::io(format!("{}: {error}", path.display()));
    std::fs::create_dir_all(&path).map_err(unusable)?;
    let dir = Dir::open_ambient_dir(&path, ambient_authority()).map_err(unusable)?;
    CompiledCache::open(&dir, &sandbox.compatibility(), COMPILED_MEMORY_BYTES)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| Error::io(format!("{}: {error}", path.display())))
}

/// Opens a file that the user named on the command line.
pub(crate) fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(|error| Error::io(format!("{}: {error}", path.display())))
}

/// Gives tasks files without a name for what they must put by, and nothing else.
pub(crate) struct Temporary;

impl Helper for Temporary {
    fn answer(&self, ask: Ask) -> Result<(Answer, Vec<File>)> {
        match ask {
            Ask::Spill | Ask::Scratch | Ask::Record => {
                let file = tempfile::tempfile().map_err(|error| Error::io(format!("no temporary file: {error}")))?;
                Ok((Answer::Spill, vec![file]))
            }
            other => Err(Error::internal(format!("the task asks for {other:?}"))),
        }
    }
}
