//! Work of the file-analytics service, with files that are asked for.

use std::io::Write;
use std::sync::Arc;

use sandtable_analysis::work::{Given, perform};
use sandtable_core::{Error, Result};

use crate::ask::Ask;
use crate::message::{AnalysisTask, Analyzed, Event, Events, Files, HELD_BYTES, spill};
use crate::pipeline::files::Asked;

pub(crate) fn analysis(task: &AnalysisTask, files: &Files, events: &Events) -> Result<Analyzed> {
    let (helper, events) = (files.helper()?, Arc::clone(events));
    let for_table = Arc::clone(&helper);
    let given = Given {
        files: Arc::new(Asked::new(Arc::clone(&helper))),
        frame: task.frame.map(|index| files.input(index)).transpose()?,
        table: Box::new(move || spill(&*for_table, Ask::Spill)),
        memory_bytes: task.memory_bytes,
        step: Arc::new(move |step, message| events(Event::Step { step: step.to_owned(), message })),
    };
    let outcome = perform(&task.work, &given)?;
    let data = serde_json::to_vec(&outcome.data).map_err(Error::internal)?;
    // Whoever gave the task passes the answer on and never looks into it: a large one need not be in its memory.
    let held = match data.len() <= HELD_BYTES {
        true => Some(data),
        false => {
            let unwritten = |error: std::io::Error| Error::io(format!("the answer cannot be written: {}", error.kind())).with_inside(error);
            spill(&*helper, Ask::Record)?.write_all(&data).map_err(unwritten)?;
            None
        }
    };
    Ok(Analyzed { table: outcome.table, held })
}
