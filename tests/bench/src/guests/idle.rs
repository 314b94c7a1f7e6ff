//! What an executor holds when it does nothing: before its first call, and after one of a guest in each language.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sandtable_tests::Server;

use super::languages;
use crate::http::Client;
use crate::process;
use crate::report::Report;
use crate::setup::Setup;

const MIB: f64 = (1 << 20) as f64;

/// Measures and tells it, with servers on a data directory that has the guests; `request` makes a call of one over the
/// files with that end, in that format.
pub(crate) fn tell(setup: &Setup, report: &Report, data: &Path, request: impl Fn(&str, &str, &str) -> Vec<u8>) -> Result<()> {
    println!("| an idle executor | its own memory | with its share of what is shared |\n|---|---|---|");
    for (language, end) in std::iter::once(("no call yet", None)).chain(languages(setup).iter().map(|(language, end)| (*language, Some(*end)))) {
        let server = Server::builder().data_dir(data).args(&["--executors", "1"]).start();
        if let Some(end) = end {
            let guest = format!("conformance-frames{end}");
            for name in ["flights", "airlines"] {
                fs::write(server.base().join(format!("{name}-1.parquet")), one_row(&sandtable_tests::data(&format!("{name}.csv")))?)?;
            }
            let mut client = Client::connect(server.url().trim_start_matches("http://").parse()?)?;
            client.ok(&request(&guest, "-1", "json"))?;
        }
        // Of the executors for calls and for jobs the one that has worked holds the most.
        let memory = process::children(server.pid())?.into_keys().filter_map(|pid| process::held(pid).ok()).max().context("the server has no executor")?;
        println!("| {language} | {:.0} MiB | {:.0} MiB |", memory.own_bytes as f64 / MIB, memory.share_bytes as f64 / MIB);
    }
    println!();
    report.note(
        "Own memory is what no other process has (`Private_Clean` and `Private_Dirty`), the share is `Pss`; a guest's compiled code is shared among executors.",
    );
    Ok(())
}

/// The header and the first row of a CSV file, as Parquet.
fn one_row(path: &Path) -> Result<Vec<u8>> {
    let mut table = super::frames::csv(path)?.head(Some(1));
    let mut bytes = Vec::new();
    polars::prelude::ParquetWriter::new(&mut bytes).finish(&mut table)?;
    Ok(bytes)
}
