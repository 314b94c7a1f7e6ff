//! Pipelines: the same document through Sandtable and through `polars-as-config`, the same plan written by hand in Rust
//! on this very build and in Python on the wheel. All must give the same rows before any is timed.

mod check;
mod command;
mod engines;
mod files;
pub(crate) mod generate;
mod plans;
mod python;
pub(crate) mod same;
mod step;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use polars::prelude::{DataFrame, Engine};

use crate::measure::{Contestant, Timing, race_all};
use crate::report::{Report, Wanted, show};
use crate::setup::Setup;
use engines::{Engines, Rows, Spent, time};
use plans::{PIPELINES, Pipeline};
use python::{How, Python};

pub(crate) use check::bench as check;
pub(crate) use command::bench as command;
pub(crate) use files::Folder;
pub(crate) use step::bench as step;

/// Two for each contestant: see [`race_all`].
const ROUNDS: usize = 12;
const IN_MEMORY: &str = "Rust, in memory";
const STREAMING: &str = "Rust, streaming";
/// Of the tables. Another number when what is generated changes.
pub(crate) const FOLDER: &str = "pipelines-1";

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "pipelines",
        "Pipelines",
        &format!(
            "{} documents of `tests/bench/pipelines`, each from its text to its rows (or to its file), in this process, with the limits of a \
             run. Beside it the same plan written by hand: in Rust on this build, and in Python on the wheel `polars` 1.43.2, each on \
             both of Polars' engines; the quicker one is what counts. `polars-as-config` 1.2.1 takes the same document, on its default \
             engine. All gave equal rows before the first round. {}",
            PIPELINES.len(),
            built()
        ),
    );
    let folder = setup.folder(FOLDER)?;
    generate::all(setup, &folder)?;
    let engines = Engines::new(&folder);
    let python = setup.python.as_deref().map(|program| Python::start(program, &folder)).transpose()?;
    let (mut by_hand, mut by_wheel) = (Vec::new(), Vec::new());
    for pipeline in &PIPELINES {
        let Ratios { rust, wheel } = one(setup, report, &engines, python.as_ref(), pipeline).with_context(|| pipeline.name.to_owned())?;
        report.target(&format!("{}, beside the same plan in Rust", pipeline.name), rust, "x", Wanted::AtMost(1.05));
        by_hand.push(rust);
        if let Some(wheel) = wheel {
            report.target(&format!("{}, beside Python Polars", pipeline.name), wheel, "x", Wanted::AtMost(1.15));
            by_wheel.push(wheel);
        }
    }
    report.note(format!("All {} together, geometric mean: {:.2} times the plan in Rust.", by_hand.len(), mean(&by_hand)));
    if !by_wheel.is_empty() {
        report.note(format!("And {:.2} times Python Polars.", mean(&by_wheel)));
    }
    Ok(())
}

struct Ratios {
    rust: f64,
    wheel: Option<f64>,
}

fn one(setup: &Setup, report: &Report, engines: &Engines, python: Option<&Python>, pipeline: &Pipeline) -> Result<Ratios> {
    let expected = engines.by_hand(pipeline, Engine::InMemory)?.frame()?;
    ensure!(expected.height() > 0, "no row comes out");
    agree("sandtable", engines.document(pipeline)?, &expected)?;
    agree(STREAMING, engines.by_hand(pipeline, Engine::Streaming)?, &expected)?;
    // Beside the clock on the wall: a busy machine changes it least.
    let cpu = RefCell::new(BTreeMap::<&str, Vec<Duration>>::new());
    let contestant = |name: &'static str, spend: &'_ dyn Fn() -> Result<Spent>| -> Result<Duration> {
        let Spent { wall, cpu: spent } = spend()?;
        cpu.borrow_mut().entry(name).or_default().push(spent);
        Ok(wall)
    };
    let mut contestants = vec![
        Contestant::new("sandtable", || contestant("sandtable", &|| time(|| engines.document(pipeline)))),
        Contestant::new(IN_MEMORY, || contestant(IN_MEMORY, &|| time(|| engines.by_hand(pipeline, Engine::InMemory)))),
        Contestant::new(STREAMING, || contestant(STREAMING, &|| time(|| engines.by_hand(pipeline, Engine::Streaming)))),
    ];
    if let Some(python) = python {
        for how in How::ALL {
            agree(how.title(), Rows::Held(python.frame(pipeline, how)?), &expected)?;
            let contestant = &contestant;
            contestants.push(Contestant::new(how.title(), move || contestant(how.title(), &|| python.time(pipeline, how))));
        }
    }
    drop(expected);
    let timings = race_all(setup.plan(ROUNDS, 1), contestants)?;
    report.note(format!("`{}`: {}.", pipeline.name, pipeline.what));
    let (ours, others) = timings.split_first().context("ours is the first")?;
    let (rust, python) = others.split_at(2);
    let floor = quicker(rust).context("there are two")?;
    report.timings(floor, &timings.iter().collect::<Vec<_>>());
    let cpu = cpu.take();
    let spent = timings.iter().filter_map(|timing| Some(format!("{} {}", timing.name, show(Timing::new("", cpu.get(timing.name.as_str())?.clone()).median()))));
    report.note(format!("CPU time, medians: {}.", spent.collect::<Vec<_>>().join("; ")));
    Ok(Ratios { rust: ours.over(floor), wheel: quicker(python.get(1..).unwrap_or_default()).map(|wheel| ours.over(wheel)) })
}

fn agree(who: &str, given: Rows, expected: &DataFrame) -> Result<()> {
    same::check(&given.frame()?, expected).with_context(|| format!("{who} gives something else than Rust in memory"))
}

fn quicker(timings: &[Timing]) -> Option<&Timing> {
    timings.iter().min_by_key(|timing| timing.median())
}

fn mean(ratios: &[f64]) -> f64 {
    (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp()
}

/// How this program is built, which is how the command is: `scripts/rustc` gives Polars its flags.
fn built() -> String {
    let named = option_env!("SANDTABLE_CPU").filter(|cpu| !cpu.is_empty());
    let cpu = if cfg!(target_arch = "x86_64") { named.unwrap_or("x86-64-v3") } else { std::env::consts::ARCH };
    format!(
        "Polars is built with its feature `simd` for {cpu}, all else for any {}; allocator: {}. The wheel is built with sse4.2, avx, \
         avx2, fma, bmi1, bmi2, popcnt, lzcnt and pclmulqdq, and allocates by jemalloc.",
        std::env::consts::ARCH,
        sandtable_executor::cap::INNER
    )
}
