//! A query that gives a large Arrow stream, beside Polars that writes the same.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, ensure};
use polars::prelude::{Engine, IpcStreamWriter, LazyFrame, SerWriter, col, lit};
use sandtable_analysis::request::{Comparison, Filter, OutputFormat, QueryPlan};
use sandtable_analysis::work::{Given, Query, Source, Work, perform};

use super::profile::given;
use crate::measure::{Contestant, race};
use crate::pipelines::generate;
use crate::report::{Report, Wanted};
use crate::setup::Setup;

const FILE: &str = "groups.parquet";
/// Written again and again, so that all write to pages that are there.
const OURS: &str = "query-ours.arrows";
const THEIRS: &str = "query-theirs.arrows";

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "service-query",
        "A query to an Arrow stream",
        "Four columns of the rows of a Parquet file of 10 M rows that pass a filter (about nine of ten), written as an Arrow IPC stream. In this process, on \
         the threads of an executor. Beside it Polars by hand: the same plan, collected by the streaming engine, written by its own writer.",
    );
    let folder = setup.folder(crate::pipelines::FOLDER)?;
    generate::all(setup, &folder)?;
    let (ours, theirs) = (|| ours(&folder), || by_hand(&folder));
    ensure!(ours()? == theirs()?, "the same rows come out of both");
    let [floor, ours] = race(setup.plan(7, 1), [Contestant::of("Polars by hand", theirs), Contestant::of("sandtable", ours)])?;
    report.timings(&floor, &[&floor, &ours]);
    report.target("a query to an Arrow stream, beside Polars", ours.over(&floor), "x", Wanted::AtMost(1.1));
    for name in [OURS, THEIRS] {
        std::fs::remove_file(folder.join(name))?;
    }
    Ok(())
}

fn ours(folder: &Path) -> Result<u64> {
    let source = Source { path: FILE.to_owned(), glob: false, format: None, shown: FILE.to_owned() };
    let filter = Filter::Compare(Comparison { col: "v3".to_owned(), op: "<".to_owned(), val: 90.0.into() });
    let select = ["id1", "id4", "v1", "v3"].map(str::to_owned).to_vec();
    let plan = QueryPlan { dataset: FILE.to_owned(), filters: vec![filter], select, ..QueryPlan::default() };
    let work = Work::Query(Query { plan, sources: [(FILE.to_owned(), source)].into(), output: OutputFormat::Arrow, max_rows_json: 0 });
    let path = folder.join(OURS);
    let table =
        move || File::options().create(true).truncate(true).read(true).write(true).open(&path).map_err(|error| sandtable_core::Error::io(error.to_string()));
    let given = Given { table: Box::new(table), step: Arc::new(|_, _| {}), ..given(folder) };
    let done = perform(&work, &given).map_err(anyhow::Error::from)?;
    Ok(done.table.map(|table| table.rows).unwrap_or_default())
}

fn by_hand(folder: &Path) -> Result<u64> {
    let plan = LazyFrame::scan_parquet(folder.join(FILE).to_string_lossy().as_ref().into(), Default::default())?;
    let plan = plan.filter(col("v3").lt(lit(90.0))).select([col("id1"), col("id4"), col("v1"), col("v3")]);
    let mut frame = plan.collect_with_engine(Engine::Streaming)?.unwrap_single();
    IpcStreamWriter::new(File::create(folder.join(THEIRS))?).finish(&mut frame)?;
    Ok(frame.height() as u64)
}
