//! Where the things under test are.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The repository's root. Found when the test runs: several clones may share what was built in one of them.
///
/// # Panics
/// When neither cargo says where it is nor the current folder lies in it.
pub fn repository() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let start = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        let root = start.ancestors().find(|folder| folder.join("Cargo.lock").exists());
        root.unwrap_or_else(|| panic!("{} is not inside the repository", start.display())).to_owned()
    });
    &ROOT
}

/// The `sandtable` command: `$SANDTABLE_BIN`, or the one beside this test's own binary.
///
/// # Panics
/// When there is none.
pub fn bin() -> PathBuf {
    let bin = std::env::var_os("SANDTABLE_BIN").map(PathBuf::from).unwrap_or_else(|| built().join("sandtable"));
    assert!(bin.exists(), "no sandtable command at {}: run `make test`, or `make build` first", bin.display());
    bin
}

/// The path of a guest that `make guests` built.
///
/// # Panics
/// When it has not.
pub fn guest_path(name: &str) -> PathBuf {
    let folder = std::env::var_os("SANDTABLE_GUESTS").map(PathBuf::from).unwrap_or_else(|| built().with_file_name("guests"));
    let path = folder.join(format!("{name}.wasm"));
    assert!(path.exists(), "no guest at {}: run `make test`, or `make guests` first", path.display());
    path
}

/// The bytes of a guest that `make guests` built.
///
/// # Panics
/// When it has not.
pub fn guest(name: &str) -> Vec<u8> {
    let path = guest_path(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The folder of languages that `make guests` built.
///
/// # Panics
/// When it has not.
pub fn languages() -> PathBuf {
    let folder = guest_path("languages/python");
    folder.parent().unwrap_or(Path::new("/")).to_owned()
}

/// A file of the data set nycflights13.
///
/// # Panics
/// When `scripts/fetch-data` has not run.
pub fn data(name: &str) -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    let folder = std::env::var_os("SANDTABLE_DATA").map(PathBuf::from).or_else(|| Some(cache?.join("sandtable/data/nycflights13"))).unwrap_or_default();
    let path = folder.join(name);
    assert!(path.exists(), "no data at {}: run `make test`, or `scripts/fetch-data` first", path.display());
    path
}

/// The folder of release binaries: this test's binary lies in its `deps`.
fn built() -> PathBuf {
    let this = std::env::current_exe().unwrap_or_default();
    this.ancestors().nth(2).unwrap_or(Path::new("/")).to_owned()
}
