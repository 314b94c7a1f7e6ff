//! Puts the SDKs into the command, so that `sandtable new` works wherever it is installed: a list of their files, each with
//! its bytes. Every path stands relative to this package, because clones may share one target directory.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

/// The repository, from this package; a build script runs in its package's folder.
const REPOSITORY: &str = "../..";
/// What is taken along, below the repository.
const FOLDERS: [&str; 4] = ["guest-sdk/rust", "guest-sdk/js", "guest-sdk/python", "wit"];
/// What a project has no use for.
const LEFT_OUT: [&str; 11] = ["tests", "test", "generator", "generate", "language", "modules", "target", "node_modules", "build", "dist", "__pycache__"];

fn main() -> io::Result<()> {
    let repository = Path::new(REPOSITORY);
    let mut list = String::from("&[\n");
    for folder in FOLDERS.iter().map(|folder| repository.join(folder)).filter(|folder| folder.is_dir()) {
        println!("cargo::rerun-if-changed={}", folder.display());
        take(repository, &folder, &mut list)?;
    }
    let manifest = repository.join("Cargo.toml");
    println!("cargo::rerun-if-changed={}", manifest.display());
    add(repository, &manifest, &mut list);
    list.push(']');
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&out).join("sdk_files.rs"), list)
}

fn take(repository: &Path, folder: &Path, list: &mut String) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if LEFT_OUT.contains(&&*name) || name.starts_with('.') || name.ends_with(".egg-info") {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => take(repository, &path, list)?,
            false => add(repository, &path, list),
        }
    }
    Ok(())
}

fn add(repository: &Path, path: &Path, list: &mut String) {
    let name = path.strip_prefix(repository).unwrap_or(path).display().to_string();
    // Writing to a string cannot fail.
    let _ = writeln!(list, "    ({name:?}, include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))),", format!("/{}", path.display()));
}
