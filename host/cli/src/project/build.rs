//! `sandtable build`: a project's component, built with the language's own tools, and checked.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sandtable_core::{Error, Result};

use super::manifest::{Language, Manifest};
use crate::args::ProjectArgs;
use crate::{inspect, local};

/// Finds the toolchain, or installs it; shared with those who build this repository's own guests.
const RUST: &str = concat!(include_str!("../../../../scripts/rust-wasm.sh"), include_str!("build-rust.sh"));

/// Builds it.
///
/// # Errors
/// What the tools say, `VALIDATION_ERROR` with every problem when the component is not acceptable.
pub(crate) fn build(args: &ProjectArgs) -> Result<()> {
    let manifest = Manifest::read(&args.folder)?;
    let path = component(&manifest, &args.folder)?;
    let report = local::check(&path)?;
    inspect::refuse_problems(&path, &report)?;
    let said = format!("{}: {} bytes, acceptable\n", path.display(), report.size_bytes);
    std::io::stdout().lock().write_all(said.as_bytes()).map_err(|error| Error::io(format!("stdout: {error}")))
}

/// Builds the component and says where it is.
pub(super) fn component(manifest: &Manifest, folder: &Path) -> Result<PathBuf> {
    let path = manifest.component(folder);
    let bytes = match manifest.language {
        Language::Rust => rust(folder)?,
        other => return Err(Error::invalid("language", format!("projects in {other} cannot be built yet"))),
    };
    let unwritable = |error: std::io::Error| Error::io(format!("{}: {error}", path.display()));
    let partial = path.with_extension("partial");
    fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(unwritable)?;
    fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, &path)).map_err(unwritable)?;
    Ok(path)
}

fn rust(folder: &Path) -> Result<Vec<u8>> {
    let target = folder.join("target").join("guest");
    fs::create_dir_all(&target).map_err(|error| Error::io(format!("{}: {error}", target.display())))?;
    let target = target.canonicalize().map_err(Error::internal)?;
    let built = PathBuf::from(run(RUST, folder, &[("target_dir", &target)])?);
    let module = only_module(&built)?;
    let bytes = fs::read(&module).map_err(|error| Error::io(format!("{}: {error}", module.display())))?;
    sandtable_componentize::componentize(&bytes, &[]).map_err(|error| Error::invalid("component", format!("{}: {error:#}", module.display())))
}

/// The module that a build has left, of which there must be one.
fn only_module(folder: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).map_err(|error| Error::io(format!("{}: {error}", folder.display())))?;
    let mut modules = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.extension().is_some_and(|extension| extension == "wasm"));
    match (modules.next(), modules.next()) {
        (Some(module), None) => Ok(module),
        (None, _) => Err(Error::invalid("component", "the build gave no module; does Cargo.toml say crate-type = [\"cdylib\"]?")),
        (Some(_), Some(_)) => Err(Error::invalid("component", format!("{} holds several modules; remove it and build again", folder.display()))),
    }
}

/// Runs a script in the project's folder and gives the last line of its output. What it says on the way goes to stderr.
fn run(script: &str, folder: &Path, variables: &[(&str, &Path)]) -> Result<String> {
    let mut command = Command::new("bash");
    command.args(["-c", script]).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped());
    command.envs(variables.iter().copied());
    let output = command.spawn().and_then(std::process::Child::wait_with_output).map_err(|error| Error::io(format!("bash: {error}")))?;
    if !output.status.success() {
        return Err(Error::invalid("build", "the build failed; what it said stands above"));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().last().unwrap_or_default().to_owned())
}
