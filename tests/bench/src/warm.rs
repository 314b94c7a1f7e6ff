//! A warm call of a trivial transform: what isolation costs when nothing is done.

use std::sync::mpsc::{Sender, SyncSender, channel, sync_channel};
use std::thread;

use anyhow::Result;

use crate::bare::{self, Bare, Metering};
use crate::data;
use crate::measure::{Contestant, race};
use crate::report::{Report, Wanted};
use crate::setup::{Setup, limited};
use crate::tables::{Dropped, One, run};

const PARAMS: &str = r#"{"kernel": "trivial"}"#;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "A warm call",
        "Guest `kernels`, kernel `trivial`, one row of one float64 column: fresh store, every limit on, instantiate, prepare, \
         apply, drop. Bare wasmtime does the same on the caller's own thread, and counts and checks nothing.",
    );
    let transform = setup.transform("kernels")?;
    let (metered, unmetered) = (Bare::new("kernels", Metering::Both)?, Bare::new("kernels", Metering::Off)?);
    let row = data::wide(1, 1)?;
    let there_and_back = Waiting::new()?;
    let timings = race(
        setup.plan(100, 50),
        [
            Contestant::of("bare wasmtime, fuel and epochs", || call_bare(&metered, &row)),
            Contestant::of("bare wasmtime, unmetered", || call_bare(&unmetered, &row)),
            Contestant::of("a thread that waits, there and back", || there_and_back.go()),
            Contestant::of("sandtable", || run(&transform, limited(PARAMS, 1), One::of(&row), Box::new(Dropped))),
        ],
    )?;
    let [floor, unmetered, hop, ours] = &timings;
    report.timings(floor, &[floor, unmetered, hop, ours]);
    report.target("a warm call beside bare wasmtime", ours.over(floor), "x", Wanted::AtMost(1.5));
    report.target("a warm call", ours.median().as_secs_f64() * 1e6, " µs", Wanted::AtMost(60.0));
    Ok(())
}

fn call_bare(bare: &Bare, row: &arrow::array::RecordBatch) -> Result<()> {
    let batch = bare::borrow(row);
    let mut instance = bare.start(row, PARAMS)?;
    instance.apply(&batch)?;
    // Part of the call: what is thrown away must be given back to the pool.
    drop(instance);
    Ok(())
}

/// A thread that waits for work, as guests' threads do. What handing over costs alone.
struct Waiting {
    work: Sender<SyncSender<()>>,
}

impl Waiting {
    fn new() -> Result<Self> {
        let (work, todo) = channel::<SyncSender<()>>();
        // Nobody listens any more only when the bench is over.
        thread::Builder::new().spawn(move || todo.into_iter().for_each(|done| done.send(()).unwrap_or_default()))?;
        Ok(Self { work })
    }

    fn go(&self) -> Result<()> {
        let (done, wait) = sync_channel(1);
        self.work.send(done)?;
        Ok(wait.recv()?)
    }
}
