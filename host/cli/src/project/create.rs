//! `sandtable new`: a project that builds, with a test.

use std::io::Write;
use std::path::Path;

use sandtable_core::{Error, Result};

use super::manifest::check_name;
use super::sdk;
use crate::args::NewArgs;

/// Makes it.
///
/// # Errors
/// `VALIDATION_ERROR` when the name is none, `CONFLICT` when something is there already, `IO_ERROR`.
pub(crate) fn create(args: &NewArgs) -> Result<()> {
    let name = args.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    check_name(name)?;
    let folder = args.path.as_path();
    if is_used(folder)? {
        return Err(Error::new(sandtable_core::Code::Conflict, format!("{} is there already, and is not empty", folder.display())));
    }
    for (path, bytes) in sdk::template(args.lang) {
        // A file that git would obey here, too.
        let path = if path == "gitignore" { ".gitignore" } else { path };
        match str::from_utf8(bytes) {
            Ok(text) => sdk::put(&folder.join(path), text.replace("{{name}}", name).as_bytes())?,
            Err(_) => sdk::put(&folder.join(path), bytes)?,
        }
    }
    sdk::write(args.lang, folder)?;
    let said = format!("made {}, a transform in {}\n\n  cd {}\n  sandtable build\n  sandtable test\n", folder.display(), args.lang, folder.display());
    std::io::stdout().lock().write_all(said.as_bytes()).map_err(|error| Error::io(format!("stdout: {error}")))
}

fn is_used(folder: &Path) -> Result<bool> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::io(format!("{}: {error}", folder.display()))),
    }
}
