//! `sandtable-bindgen`: writes the Rust SDK's bindings. `--check` writes nothing and fails when they are stale.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use sandtable_bindgen::generate;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => run(false),
        ["--check"] => run(true),
        _ => Err(anyhow::anyhow!("usage: sandtable-bindgen [--check]")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sandtable-bindgen: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// This crate's folder. Asked when it runs: several clones may share what was built in one of them.
fn home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_MANIFEST_DIR") {
        return Ok(home.into());
    }
    let home = Path::new("guest-sdk/bindgen");
    if !home.exists() {
        bail!("run it in the repository's root, or by cargo");
    }
    Ok(home.to_owned())
}

fn run(check: bool) -> Result<()> {
    let here = home()?;
    let sdk = here.join("../rust/src");
    for file in generate(&here.join("../../wit"))? {
        let path = sdk.join(&file.path);
        if fs::read(&path).ok().as_deref() == Some(&file.contents) {
            continue;
        }
        if check {
            bail!("{} is not what wit/ generates: run `cargo run --release -p sandtable-bindgen`", file.path);
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
        }
        fs::write(&path, file.contents).with_context(|| format!("write {}", path.display()))?;
        println!("wrote guest-sdk/rust/src/{}", file.path);
    }
    Ok(())
}
