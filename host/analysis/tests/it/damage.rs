//! Files that chance has damaged.

use std::io::Cursor;

use polars::prelude::{IpcWriter, ParquetWriter, SerWriter, df};
use sandtable_core::Code;
use serde_json::json;

use crate::support::Data;

/// Marsaglia's xorshift: chance that is the same every time.
fn chance(state: &mut u64, below: usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state % below as u64) as usize
}

#[test]
fn damaged_files_are_answers_or_errors_of_the_file() {
    let mut frame = df!("a" => (0..500_i64).collect::<Vec<_>>(), "s" => (0..500).map(|row| format!("text {}", row % 9)).collect::<Vec<_>>()).unwrap();
    let (mut parquet, mut csv, mut jsonl) = (Cursor::new(Vec::new()), String::from("a,s\n"), String::new());
    ParquetWriter::new(&mut parquet).finish(&mut frame).unwrap();
    let mut arrow = Cursor::new(Vec::new());
    IpcWriter::new(&mut arrow).finish(&mut frame).unwrap();
    for row in 0..500 {
        csv.push_str(&format!("{row},\"text {}\"\n", row % 9));
        jsonl.push_str(&format!("{{\"a\":{row},\"s\":\"text {}\"}}\n", row % 9));
    }
    let files = [("x.parquet", parquet.into_inner()), ("x.csv", csv.into_bytes()), ("x.jsonl", jsonl.into_bytes()), ("x.arrow", arrow.into_inner())];
    let mut state = 0x5eed;
    for (name, bytes) in &files {
        for round in 0..60 {
            let mut damaged = bytes.clone();
            if round % 4 == 0 {
                damaged.truncate(chance(&mut state, bytes.len()));
            } else {
                for _ in 0..1 + round % 3 {
                    let at = chance(&mut state, damaged.len());
                    damaged[at] = chance(&mut state, 256) as u8;
                }
            }
            let data = Data::new().with(name, &damaged);
            let _ = data.estimate(&[name]);
            let plan = json!({"dataset": name, "groupby": ["s"], "aggs": [{"fn": "count"}]});
            let errors = [data.infer(name).err(), data.preview(name, 10).err(), data.query_as(plan, Default::default(), 100).err()];
            for error in errors.into_iter().flatten() {
                assert!(matches!(error.code, Code::ValidationError | Code::IoError | Code::ResourceCap), "{name}, round {round}: {error:?}");
            }
        }
    }
}
