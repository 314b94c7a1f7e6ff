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
const PYTHON: &str = concat!(include_str!("../../../../scripts/python-wasm.sh"), include_str!("build-python.sh"));
const JS: &str = include_str!("build-js.sh");

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
        Language::Python => python(folder)?,
        Language::Js => js(folder)?,
    };
    let unwritable = |error: std::io::Error| Error::io(format!("{}: {error}", path.display()));
    let partial = path.with_extension("partial");
    fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(unwritable)?;
    fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, &path)).map_err(unwritable)?;
    Ok(path)
}

fn rust(folder: &Path) -> Result<Vec<u8>> {
    let module = only_module(&run(RUST, folder, "target/guest")?)?;
    let bytes = read(&module)?;
    sandtable_componentize::componentize(&bytes, &[]).map_err(|error| Error::invalid("component", format!("{}: {error:#}", module.display())))
}

/// componentize-py, which pip installs into the cache, bundles the modules of the project, the SDK and CPython.
fn python(folder: &Path) -> Result<Vec<u8>> {
    read(&run(PYTHON, folder, "build")?)
}

/// npm installs what `package.json` asks for, and the SDK's own command builds.
fn js(folder: &Path) -> Result<Vec<u8>> {
    read(&run(JS, folder, "build")?)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| Error::io(format!("{}: {error}", path.display())))
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

/// Runs a script in the project's folder, which may write below `target_dir` there, and gives the path that the last line
/// of its output says. What it says on the way goes to stderr.
fn run(script: &str, folder: &Path, target_dir: &str) -> Result<PathBuf> {
    let target_dir = folder.join(target_dir);
    fs::create_dir_all(&target_dir).map_err(|error| Error::io(format!("{}: {error}", target_dir.display())))?;
    let target_dir = target_dir.canonicalize().map_err(Error::internal)?;
    let mut command = Command::new("bash");
    command.args(["-c", script]).current_dir(folder).env("target_dir", target_dir).stdin(Stdio::null()).stdout(Stdio::piped());
    let output = command.spawn().and_then(std::process::Child::wait_with_output).map_err(|error| Error::io(format!("bash: {error}")))?;
    if !output.status.success() {
        return Err(Error::invalid("build", "the build failed; what it said stands above"));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(PathBuf::from(text.lines().last().unwrap_or_default()))
}
