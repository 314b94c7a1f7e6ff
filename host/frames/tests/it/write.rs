//! Writing.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};
use sandtable_frames::{Compression, Format, ReadOptions, TableWriter, WriteOptions, Written, bridge};

use crate::support::{read, text_of, types_of, write, write_frame};

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![Field::new("n", DataType::Int64, true), Field::new("t", DataType::Utf8, true)]))
}

fn batch(from: i64, rows: i64) -> RecordBatch {
    let numbers: ArrayRef = Arc::new((from..from + rows).map(Some).collect::<Int64Array>());
    let text: ArrayRef = Arc::new((0..rows).map(|n| (n % 2 == 0).then(|| format!("t{n}"))).collect::<StringArray>());
    RecordBatch::try_new(schema(), vec![numbers, text]).unwrap()
}

#[test]
fn a_table_without_rows_keeps_its_columns() {
    for format in [Format::Csv, Format::Parquet, Format::Arrow, Format::ArrowFile] {
        let (bytes, written) = write(format, &schema(), &[], &WriteOptions::default()).unwrap();
        assert_eq!((written.rows, written.truncated), (0, false));
        let frame = read(format, &bytes, &ReadOptions::default()).unwrap();
        assert_eq!((frame.height(), frame.get_column_names().len()), (0, 2), "{format}");
    }
    assert_eq!(write(Format::Json, &schema(), &[], &WriteOptions::default()).unwrap().0, b"[]\n");
    assert_eq!(write(Format::Jsonl, &schema(), &[], &WriteOptions::default()).unwrap().0, b"");
}

#[test]
fn the_limit_cuts_and_counts() {
    let options = WriteOptions { limit: Some(5), ..WriteOptions::default() };
    for format in Format::ALL {
        let (bytes, written) = write(format, &schema(), &[batch(0, 3), batch(3, 4), batch(7, 2)], &options).unwrap();
        assert_eq!(written, Written { rows: 5, total_rows: 9, bytes: written.bytes, truncated: true, held: None });
        let frame = read(format, &bytes, &ReadOptions::default()).unwrap();
        assert_eq!(frame.columns()[0].i64().unwrap().iter().flatten().collect::<Vec<_>>(), [0, 1, 2, 3, 4], "{format}");
    }
    let exact = WriteOptions { limit: Some(3), ..WriteOptions::default() };
    assert!(!write(Format::Json, &schema(), &[batch(0, 3)], &exact).unwrap().1.truncated);
}

#[test]
fn many_small_batches_make_few_row_groups() {
    let batches: Vec<_> = (0..100).map(|n| batch(n * 1000, 1000)).collect();
    let (bytes, _) = write(Format::Parquet, &schema(), &batches, &WriteOptions::default()).unwrap();
    let metadata = polars_parquet::read::read_metadata(&mut std::io::Cursor::new(&bytes)).unwrap();
    assert_eq!((metadata.row_groups.len(), metadata.num_rows), (1, 100_000));
}

#[test]
fn json_is_written_as_documented() {
    let text = r#"[{"t": "2013-01-01T10:00:00.5", "z": "2013-07-01T10:00:00Z", "d": "2013-01-31", "c": "10:30:00", "m": "3.50", "n": 1}]"#;
    let given = r#"{"columns": {"t": "timestamp", "z": "timestamp_tz[us,Europe/Zurich]", "d": "date", "c": "time", "m": "decimal(10,2)"}}"#;
    let frame = read(Format::Json, text.as_bytes(), &crate::support::options(given)).unwrap();
    assert_eq!(
        text_of(Format::Jsonl, &frame),
        "{\"t\":\"2013-01-01T10:00:00.500\",\"z\":\"2013-07-01T10:00:00Z\",\"d\":\"2013-01-31\",\"c\":\"10:30:00\",\"m\":\"3.50\",\"n\":1}\n"
    );
    let odd = DataFrame::new_infer_height(vec![
        Series::new("f".into(), [f64::NAN, f64::INFINITY, 0.1, 1e300]).into_column(),
        Series::new("s".into(), ["a\"b", "\u{1}", "é\n", ""]).into_column(),
        Series::new("b".into(), [&b"\xff\x00"[..], b"", b"a", b"ab"]).into_column(),
        Series::new("q\"".into(), [1_u8, 2, 3, 255]).into_column(),
    ])
    .unwrap();
    assert_eq!(
        text_of(Format::Jsonl, &odd),
        "{\"f\":null,\"s\":\"a\\\"b\",\"b\":\"/wA=\",\"q\\\"\":1}\n{\"f\":null,\"s\":\"\\u0001\",\"b\":\"\",\"q\\\"\":2}\n\
         {\"f\":0.1,\"s\":\"é\\n\",\"b\":\"YQ==\",\"q\\\"\":3}\n{\"f\":1e300,\"s\":\"\",\"b\":\"YWI=\",\"q\\\"\":255}\n"
    );
}

#[test]
fn csv_quotes_what_needs_it() {
    let frame = DataFrame::new_infer_height(vec![
        Series::new("a,b".into(), [Some("x,y"), Some("say \"hi\""), Some(""), None]).into_column(),
        Series::new("f".into(), [Some(1.5), Some(f64::NAN), None, Some(-0.0)]).into_column(),
    ])
    .unwrap();
    assert_eq!(text_of(Format::Csv, &frame), "\"a,b\",f\n\"x,y\",1.5\n\"say \"\"hi\"\"\",NaN\n\"\",\n,-0.0\n");
    let options = WriteOptions { separator: ';', include_header: false, null_value: "NA".into(), ..WriteOptions::default() };
    assert_eq!(write_frame(Format::Csv, &frame, &options).unwrap(), b"x,y;1.5\n\"say \"\"hi\"\"\";NaN\n\"\";NA\nNA;-0.0\n");
}

#[test]
fn what_a_format_cannot_hold_is_refused_before_the_first_byte() {
    let nested = read(Format::Json, br#"[{"l": [1]}]"#, &ReadOptions::default()).unwrap();
    let error = write_frame(Format::Csv, &nested, &WriteOptions::default()).unwrap_err();
    assert_eq!(error.message, "csv cannot hold column \"l\" (list); json, parquet and arrow can");
    let empty_struct = read(Format::Json, br#"[{"s": {}}]"#, &ReadOptions::default()).unwrap();
    assert_eq!(types_of(&empty_struct), ["struct"]);
    assert!(write_frame(Format::Parquet, &empty_struct, &WriteOptions::default()).is_err());

    let twice: SchemaRef = Arc::new(Schema::new(vec![Field::new("a", DataType::Int64, true), Field::new("a", DataType::Int64, true)]));
    assert_eq!(write(Format::Json, &twice, &[], &WriteOptions::default()).unwrap_err().message, "two columns are called \"a\"");
    let map: SchemaRef = Arc::new(Schema::new(vec![Field::new("d", DataType::Decimal256(50, 0), true)]));
    assert!(write(Format::Json, &map, &[], &WriteOptions::default()).is_err());
    let snappy = WriteOptions { compression: Some(Compression::Snappy), ..WriteOptions::default() };
    assert!(write(Format::Arrow, &schema(), &[], &snappy).is_err());
}

#[test]
fn a_batch_of_other_columns_is_a_fault_of_ours() {
    let mut writer = TableWriter::new(tempfile::tempfile().unwrap(), Format::Json, &WriteOptions::default()).unwrap();
    assert!(writer.push(batch(0, 1)).is_err());
    writer.start(schema()).unwrap();
    assert!(writer.start(schema()).is_err());
    let other = batch(0, 1).project(&[0]).unwrap();
    assert!(writer.push(other).is_err());
}

#[test]
fn arrow_keeps_types_and_metadata_as_they_come() {
    let field = Field::new("t", DataType::Utf8, false).with_metadata(std::collections::HashMap::from([("unit".to_owned(), "miles".to_owned())]));
    let schema: SchemaRef = Arc::new(Schema::new(vec![field]));
    let batch = RecordBatch::try_new(schema.clone(), vec![Arc::new(StringArray::from(vec!["x"]))]).unwrap();
    let (bytes, _) = write(Format::Arrow, &schema, &[batch], &WriteOptions::default()).unwrap();
    let metadata = polars_arrow::io::ipc::read::read_stream_metadata(&mut &bytes[..]).unwrap();
    let (_, field) = metadata.schema.get_at_index(0).unwrap();
    assert_eq!(field.dtype, polars_arrow::datatypes::ArrowDataType::Utf8);
    assert!(!field.is_nullable);
    assert!(field.metadata.as_ref().unwrap().iter().any(|(key, value)| key.as_str() == "unit" && value.as_str() == "miles"));
    assert_eq!(bridge::arrow_schema(read(Format::Arrow, &bytes, &ReadOptions::default()).unwrap().schema(), false).unwrap().fields().len(), 1);
}
