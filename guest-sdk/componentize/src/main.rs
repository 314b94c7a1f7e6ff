//! `sandtable-componentize IN.core.wasm OUT.wasm [--adapt NAME=FILE]…`
//!
//! Leaves OUT alone when it already holds the same bytes, so that build tools see no change.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use sandtable_componentize::{Adapter, componentize};

const USAGE: &str = "usage: sandtable-componentize IN.core.wasm OUT.wasm [--adapt NAME=FILE]...";

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sandtable-componentize: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: impl Iterator<Item = String>) -> Result<()> {
    let mut paths = Vec::new();
    let mut adapters = Vec::new();
    while let Some(arg) = args.next() {
        if arg == "--adapt" {
            let value = args.next().context(USAGE)?;
            let (name, file) = value.split_once('=').with_context(|| format!("`{value}` is not NAME=FILE"))?;
            let module = fs::read(file).with_context(|| format!("read {file}"))?;
            adapters.push(Adapter { name: name.to_owned(), module });
        } else if arg.starts_with('-') {
            bail!("unknown option `{arg}`; {USAGE}");
        } else {
            paths.push(PathBuf::from(arg));
        }
    }
    ensure!(paths.len() == 2, USAGE);
    let (input, output) = (&paths[0], &paths[1]);
    let module = fs::read(input).with_context(|| format!("read {}", input.display()))?;
    let component = componentize(&module, &adapters).with_context(|| format!("componentize {}", input.display()))?;
    if fs::read(output).is_ok_and(|old| old == component) {
        return Ok(());
    }
    // Beside the target first: a reader never sees half a component.
    let partial = output.with_extension("wasm.partial");
    fs::write(&partial, component).with_context(|| format!("write {}", partial.display()))?;
    fs::rename(&partial, output).with_context(|| format!("write {}", output.display()))
}
