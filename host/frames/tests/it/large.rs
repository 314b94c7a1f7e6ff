//! Files that are too large to be read whole.

use std::io::{BufWriter, Seek, Write};

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use sandtable_frames::{BatchSource, Format, ReadOptions, Table, TableWriter, WriteOptions};

use crate::support::{options, spec};

const ROWS: i64 = 1_500_000;

/// A file of more than 64 MiB, `n` counting from 0.
fn large(write_row: impl Fn(&mut dyn Write, i64), head: &str, tail: &str) -> std::fs::File {
    let mut file = BufWriter::new(tempfile::tempfile().unwrap());
    file.write_all(head.as_bytes()).unwrap();
    for n in 0..ROWS {
        write_row(&mut file, n);
    }
    file.write_all(tail.as_bytes()).unwrap();
    let mut file = file.into_inner().unwrap();
    assert!(file.stream_position().unwrap() > 64 << 20);
    file.rewind().unwrap();
    file
}

fn json_row(out: &mut dyn Write, n: i64) {
    let text = if n % 1000 == 0 { "quoted \\\"]}{[\\\" text".to_owned() } else { format!("some text of a good length, number {n}") };
    let comma = if n == 0 { "" } else { "," };
    writeln!(out, "{comma}{{\"n\": {n}, \"t\": \"{text}\"}}").unwrap();
}

/// Reads all batches and checks that `n` counts from 0.
fn count(mut batches: Box<dyn BatchSource>) -> i64 {
    let mut next = 0;
    while let Some(batch) = batches.next(0).unwrap() {
        assert!((1..=50_000).contains(&batch.num_rows()));
        for n in batch.column(0).as_primitive::<Int64Type>().values() {
            assert_eq!(*n, next);
            next += 1;
        }
    }
    assert!(batches.next(0).unwrap().is_none());
    next
}

#[test]
fn large_csv_is_read_in_pieces() {
    let row = |out: &mut dyn Write, n: i64| {
        let text = if n % 1000 == 0 { "\"two\nlines, and a \"\"quote\"\"\"" } else { "some text of a good length that fills the file" };
        writeln!(out, "{n},{text},NA").unwrap();
    };
    let table = Table::open(large(row, "n,t,x\n", ""), Some(Format::Csv), &options(r#"{"null_values": ["NA"]}"#)).unwrap();
    assert_eq!(table.rows(), None);
    let table = table.check_columns(&[spec("n", "integer")]).unwrap();
    assert_eq!(count(table.batches(false, 50_000)), ROWS);
}

#[test]
fn a_late_row_of_a_large_csv_has_its_line() {
    let row = |out: &mut dyn Write, n: i64| {
        let n = if n == ROWS - 2 { "late".to_owned() } else { n.to_string() };
        writeln!(out, "{n},some text of a good length that fills the file").unwrap();
    };
    let error = Table::open(large(row, "n,t\n", ""), Some(Format::Csv), &ReadOptions::default()).unwrap().into_frame().unwrap_err();
    assert_eq!(
        error.message,
        format!(
            "csv: line {ROWS}, column \"n\": \"late\" is not a value of type int64, the type that the first 10000 rows have; give the column's type or raise infer_rows"
        )
    );
}

#[test]
fn large_json_arrays_are_read_in_pieces() {
    let table = Table::open(large(json_row, "[", "]"), Some(Format::Json), &ReadOptions::default()).unwrap();
    assert_eq!(count(table.batches(false, 50_000)), ROWS);
    let cut = Table::open(large(json_row, "[", "{\"n\": 1"), Some(Format::Json), &ReadOptions::default()).unwrap().into_frame();
    assert_eq!(cut.unwrap_err().message, format!("json: line {}: a comma or the array's end is wanted", ROWS + 1));
}

#[test]
fn large_jsonl_is_read_in_pieces() {
    let row = |out: &mut dyn Write, n: i64| {
        writeln!(out, "{{\"n\": {n}, \"t\": \"some text of a good length, number\"}}").unwrap();
    };
    let table = Table::open(large(row, "", ""), Some(Format::Jsonl), &ReadOptions::default()).unwrap();
    assert_eq!(count(table.batches(true, 50_000)), ROWS);
    let error = Table::open(large(row, "", "{\"n\": 1, \"new\": 2}\n"), Some(Format::Jsonl), &ReadOptions::default()).unwrap().into_frame().unwrap_err();
    assert!(error.message.starts_with("jsonl: column \"new\" is in no row before") && error.message.contains(&format!("row {}", ROWS + 1)), "{error}");
}

#[test]
fn binary_formats_are_read_piece_by_piece_and_dropped_at_any_time() {
    for format in [Format::Parquet, Format::Arrow, Format::ArrowFile] {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut writer = TableWriter::new(file.reopen().unwrap(), format, &WriteOptions::default()).unwrap();
        let batch = |from: i64| {
            let n: arrow::array::Int64Array = (from..from + 100_000).map(Some).collect();
            RecordBatch::try_from_iter([("n", std::sync::Arc::new(n) as arrow::array::ArrayRef)]).unwrap()
        };
        writer.start(batch(0).schema()).unwrap();
        for from in (0..ROWS).step_by(100_000) {
            writer.push(batch(from)).unwrap();
        }
        writer.finish().unwrap();

        let open = || Table::open(file.reopen().unwrap(), Some(format), &ReadOptions::default()).unwrap();
        assert_eq!(open().rows(), (format != Format::Arrow).then_some(ROWS as u64));
        assert_eq!(count(open().batches(false, 50_000)), ROWS, "{format}");
        let mut dropped = open().batches(false, 0);
        assert_eq!(dropped.next(10).unwrap().unwrap().num_rows(), 10);
        drop(dropped);
    }
}
