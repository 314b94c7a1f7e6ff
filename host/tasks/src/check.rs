//! Checking an upload.

use std::io::{Read, Write};

use sandtable_core::{Error, Result};
use sandtable_sandbox::Sandbox;

use crate::host::broken_task;
use crate::message::{CheckTask, Checked, Files};

pub(crate) fn check(sandbox: &Sandbox, task: &CheckTask, files: &Files) -> Result<Checked> {
    let unreadable = |error: std::io::Error| Error::io("the upload cannot be read").with_inside(error);
    let mut bytes = Vec::new();
    // The size was capped while the upload was spooled.
    files.input(task.component)?.read_to_end(&mut bytes).map_err(unreadable)?;
    let checked = sandbox.check(&bytes, &task.limits);
    let compiled_bytes = match &checked.compiled {
        Some(compiled) if checked.report.problems.is_empty() => {
            let mut out = files.output(task.compiled)?;
            out.write_all(compiled).map_err(|error| Error::io(format!("compiled code cannot be written: {}", error.kind())).with_inside(error))?;
            Some(compiled.len() as u64)
        }
        None if checked.report.problems.is_empty() => return Err(broken_task("a component without problems was not compiled")),
        _ => None,
    };
    Ok(Checked { report: checked.report, compiled_bytes })
}
