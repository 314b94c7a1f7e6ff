//! What all benches share: the engine, the guests, and how much is measured.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::{Result, bail};
use sandtable_core::Limits;
use sandtable_sandbox::{Call, Sandbox, Transform};
use tempfile::TempDir;

use crate::Args;
use crate::measure::Plan;

/// How many times less data a smoke run has.
const SMOKE_SHARE: usize = 1000;

/// What all benches share.
pub(crate) struct Setup {
    pub(crate) smoke: bool,
    /// The program that runs the peer's side, when there is one.
    pub(crate) peer: Option<PathBuf>,
    /// The program that runs the Python side, when there is one.
    pub(crate) python: Option<PathBuf>,
    /// The program that serves the runner's contract by processes with pandas, when there is one.
    pub(crate) reference: Option<PathBuf>,
    /// Where large tables are kept from run to run. A smoke run's go with it.
    data: PathBuf,
    _scratch: TempDir,
    sandbox: Sandbox,
    /// By guest: each is compiled once.
    transforms: RefCell<HashMap<String, Transform>>,
}

impl Setup {
    pub(crate) fn new(sandbox: Sandbox, args: Args) -> Result<Self> {
        let Args { smoke, peer, python, reference, data, names: _ } = args;
        let scratch = tempfile::tempdir()?;
        let data = data.filter(|_| !smoke).unwrap_or_else(|| scratch.path().to_owned());
        Ok(Self { smoke, peer, python, reference, data, _scratch: scratch, sandbox, transforms: RefCell::default() })
    }

    /// A folder of the tables that are kept.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.data.join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// As many rows, or a smoke run's share of them.
    pub(crate) fn rows(&self, rows: usize) -> usize {
        if self.smoke { (rows / SMOKE_SHARE).max(64) } else { rows }
    }

    /// As many rounds, or a smoke run's two.
    pub(crate) fn plan(&self, rounds: usize, repetitions: usize) -> Plan {
        if self.smoke { Plan { rounds: 2, repetitions: 1 } } else { Plan { rounds, repetitions } }
    }

    /// A guest that `make guests` built, ready to run.
    pub(crate) fn transform(&self, guest: &str) -> Result<Transform> {
        if let Some(transform) = self.transforms.borrow().get(guest) {
            return Ok(transform.clone());
        }
        let checked = self.sandbox.check(&sandtable_tests::guest(guest), &Limits::default());
        let Some(transform) = checked.transform else { bail!("guest {guest} is not acceptable: {:?}", checked.report.problems) };
        self.transforms.borrow_mut().insert(guest.to_owned(), transform.clone());
        Ok(transform)
    }
}

/// A call with every limit on: fuel is the one that is off when nobody asks for it.
pub(crate) fn limited(params: &str, workers: usize) -> Call {
    let limits = Limits { fuel: Some(1 << 50), ..Limits::default() };
    Call { limits, workers, ..Call::new(params) }
}
