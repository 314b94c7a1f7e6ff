//! The `sandtable` command, without a server.

mod inspect;
mod pipeline;
mod project;
mod run;
mod script;
mod serve;

use std::path::Path;
use std::process::{Command, Output};

/// Runs the command in `folder`, with a data directory of its own there.
fn sandtable(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(sandtable_tests::bin());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(|name| name.starts_with("SANDTABLE_") || name.starts_with("PY_"))) {
        command.env_remove(name);
    }
    command.current_dir(folder).env("SANDTABLE_DATA_DIR", folder.join("data")).args(args).output().expect("the command can be started")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
