//! Tables as pandas 2.2.3 reads and writes them. What is wanted here is what pandas gave, on the same text.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DurationMillisecondArray, Float32Array, Float64Array, Int64Array, LargeListArray, LargeStringArray,
    RecordBatch, StringArray, StructArray, Time64NanosecondArray, TimestampMicrosecondArray, TimestampNanosecondArray, UInt64Array,
};
use arrow::datatypes::{Field, Int64Type, Schema};
use sandtable_frames::{Format, Table, WriteOptions};

use crate::support::{error_of, file_of, options, read, text_of, types_of, write};

/// The type of the only column, and its values as JSON lines have them.
fn read_json(values: &[&str]) -> (String, String) {
    read_named("a", values)
}

fn read_named(name: &str, values: &[&str]) -> (String, String) {
    let text: String = values.iter().map(|value| format!("{{\"{name}\":{value}}}\n")).collect();
    let frame = read(Format::Jsonl, text.as_bytes(), &options(r#"{"pandas": true}"#)).unwrap();
    let told = text_of(Format::Jsonl, &frame).replace(&format!("{{\"{name}\":"), "").replace('}', "").trim_end().replace('\n', " ");
    (types_of(&frame).join(","), told)
}

#[test]
fn columns_have_the_types_that_read_json_gives() {
    for (values, data_type, told) in [
        (&["true", "null"][..], "float64", "1.0 null"),
        (&["true", "false"], "boolean", "true false"),
        (&["1", "null"], "float64", "1.0 null"),
        (&["1.0", "2.0"], "int64", "1 2"),
        (&["1.5", "2.0"], "float64", "1.5 2.0"),
        (&["\"007\"", "\"8\""], "int64", "7 8"),
        (&["\"1.5\"", "null"], "float64", "1.5 null"),
        (&["\" 1 \"", "\"nan\""], "float64", "1.0 null"),
        (&["\"x\"", "null"], "string", "\"x\" null"),
        (&["\"\"", "\"1\""], "string", "\"\" \"1\""),
        (&["\"true\""], "string", "\"true\""),
        (&["\"0x10\""], "string", "\"0x10\""),
        (&["\"1_000\""], "int64", "1000"),
        (&["\"9007199254740993\""], "int64", "9007199254740992"),
        (&["null", "null"], "float64", "null null"),
        (&["9007199254740993", "1"], "int64", "9007199254740993 1"),
        (&["9007199254740993", "null"], "float64", "9007199254740992.0 null"),
        (&["9223372036854775807", "18446744073709551615"], "uint64", "9223372036854775807 18446744073709551615"),
        (&["1e300"], "float64", "1e300"),
        (&["[1,2]", "null"], "list", "[1,2] null"),
    ] {
        assert_eq!(read_json(values), (data_type.to_owned(), told.to_owned()), "{values:?}");
    }
}

#[test]
fn columns_named_as_times_become_times_where_they_can() {
    for (name, values, data_type, told) in [
        ("created_at", &["\"2024-01-01\"", "\"2024-01-02\""][..], "timestamp", "\"2024-01-01T00:00:00\" \"2024-01-02T00:00:00\""),
        ("created_at", &["\"2024-01-01T00:00:00Z\"", "null"], "timestamp_tz", "\"2024-01-01T00:00:00Z\" null"),
        ("created_at", &["\"2024-01-01\"", "\"2024-01-02T03:04:05Z\""], "string", "\"2024-01-01\" \"2024-01-02T03:04:05Z\""),
        (
            "created_at",
            &["\"2024-01-01T00:00:00+02:00\"", "\"2024-07-01T00:00:00+02:00\""],
            "timestamp_tz",
            "\"2023-12-31T22:00:00Z\" \"2024-06-30T22:00:00Z\"",
        ),
        ("created_at", &["\"nope\"", "\"2024-07-01\""], "string", "\"nope\" \"2024-07-01\""),
        ("created_at", &["1700000000", "1700000001"], "timestamp", "\"2023-11-14T22:13:20\" \"2023-11-14T22:13:21\""),
        ("created_at", &["1700000000000", "1700000000001"], "timestamp", "\"2023-11-14T22:13:20\" \"2023-11-14T22:13:20.001\""),
        ("created_at", &["5", "1700000000001"], "int64", "5 1700000000001"),
        ("date", &["\"2024-01-01\"", "\"\""], "timestamp", "\"2024-01-01T00:00:00\" null"),
        ("date", &["\"20240101\""], "int64", "20240101"),
        ("date", &["null"], "timestamp", "null"),
        ("date", &["12.5"], "float64", "12.5"),
        ("timestamp_x", &["\"2024-01-01 10:00\""], "timestamp", "\"2024-01-01T10:00:00\""),
        ("order_date", &["\"2024-01-01\""], "string", "\"2024-01-01\""),
    ] {
        assert_eq!(read_named(name, values), (data_type.to_owned(), told.to_owned()), "{name} {values:?}");
    }
}

#[test]
fn no_rows_are_a_table_too_and_mixtures_are_named() {
    assert_eq!(read(Format::Jsonl, b"", &options(r#"{"pandas": true}"#)).unwrap().height(), 0);
    let error = error_of(Format::Jsonl, b"{\"a\":1}\n{\"a\":x}\n", &options(r#"{"pandas": true}"#));
    assert!(error.message.contains("row 2"), "{}", error.message);
}

#[test]
fn values_of_several_kinds_are_text_that_says_so_and_numbers_where_they_can_be() {
    let text = b"{\"b\":1,\"a\":1}\n{\"a\":\"x\",\"c\":[1,\"y\"]}\n{\"a\":null,\"b\":\"2\",\"c\":{\"k\":true}}\n";
    let table = Table::open(file_of(text), Some(Format::Jsonl), &options(r#"{"pandas": true}"#)).unwrap();
    let marks: Vec<_> =
        table.schema().fields().iter().map(|field| (field.name().as_str(), field.metadata().get("sandtable.mixed").map(String::as_str))).collect();
    assert_eq!(marks, [("b", None), ("a", Some("json")), ("c", Some("json"))]);
    assert_eq!(table.batches_schema(true).field(1).metadata()["sandtable.mixed"], "json");
    let frame = table.into_frame().unwrap();
    assert_eq!(types_of(&frame), ["float64", "string", "string"]);
    assert_eq!(text_of(Format::Csv, &frame), "b,a,c\n1.0,1,\n,\"\"\"x\"\"\",\"[1,\"\"y\"\"]\"\n2.0,,\"{\"\"k\"\":true}\"\n");
    assert_eq!(read_json(&["1", "true"]), ("int64".to_owned(), "1 1".to_owned()));
    assert_eq!(read_json(&["\"1\"", "2"]), ("int64".to_owned(), "1 2".to_owned()));
}

#[test]
fn given_columns_come_first_in_their_order_and_exactly() {
    let given = options(r#"{"order": ["b", "a", "c"], "columns": {"a": "int64", "b": "date", "c": "string"}}"#);
    let frame = read(Format::Jsonl, b"{\"x\":1,\"a\":9007199254740993}\n{\"a\":null,\"b\":\"2024-02-29\"}\n", &given).unwrap();
    assert_eq!(text_of(Format::Csv, &frame), "b,a,c,x\n,9007199254740993,,1\n2024-02-29,,,\n");
    assert_eq!(text_of(Format::Csv, &read(Format::Jsonl, b"", &given).unwrap()), "b,a,c\n");
    let error = error_of(Format::Jsonl, b"{\"a\":1.5}\n", &given);
    assert!(error.message.contains("1.5 is not a whole number"), "{}", error.message);
}

fn to_csv(columns: Vec<(&str, ArrayRef)>) -> String {
    let fields: Vec<Field> = columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), columns.into_iter().map(|(_, array)| array).collect()).unwrap();
    let options = WriteOptions { pandas: true, ..WriteOptions::default() };
    String::from_utf8(write(Format::Csv, &schema, &[batch], &options).unwrap().0).unwrap()
}

fn one(array: impl arrow::array::Array + 'static) -> String {
    to_csv(vec![("a", Arc::new(array))])
}

#[test]
fn values_are_written_as_to_csv_writes_them() {
    let floats = vec![
        Some(1.5),
        Some(f64::INFINITY),
        Some(f64::NEG_INFINITY),
        Some(1e16),
        Some(1e15),
        Some(1e-5),
        Some(0.0001),
        Some(-0.0),
        Some(f64::NAN),
        None,
        Some(1e22),
    ];
    let wanted = "\"a,b\"\n1.5\ninf\n-inf\n1e+16\n1000000000000000.0\n1e-05\n0.0001\n-0.0\n\"\"\n\"\"\n1e+22\n";
    assert_eq!(to_csv(vec![("a,b", Arc::new(Float64Array::from(floats)))]), wanted);
    assert_eq!(to_csv(vec![("f", Arc::new(Float32Array::from(vec![0.1, 1e10, 16_777_216.0])))]), "f\n0.1\n10000000000.0\n16777216.0\n");
    let strings = vec![Some("x,y"), Some("q\"q"), Some("l\nl"), Some("r\rr"), Some(" s "), Some(""), None];
    assert_eq!(one(StringArray::from(strings)), "a\n\"x,y\"\n\"q\"\"q\"\n\"l\nl\"\nr\rr\n s \n\"\"\n\"\"\n");
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("b", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]))),
        ("i", Arc::new(Int64Array::from(vec![Some(1), None, Some(-2)]))),
        ("u", Arc::new(UInt64Array::from(vec![Some(u64::MAX), Some(1), None]))),
        ("d", Arc::new(Date32Array::from(vec![Some(19_723), None, Some(0)]))),
        ("n", Arc::new(Decimal128Array::from(vec![Some(110), None, Some(-5)]).with_precision_and_scale(10, 2).unwrap())),
        ("t", Arc::new(Time64NanosecondArray::from(vec![Some(3_723_000_004_000), Some(3_720_000_000_000), None]))),
    ];
    let wanted = "b,i,u,d,n,t\nTrue,1,18446744073709551615,2024-01-01,1.10,01:02:03.000004\nFalse,,1,,,01:02:00\n,-2,,1970-01-01,-0.05,\n";
    assert_eq!(to_csv(columns), wanted);
    assert_eq!(to_csv(vec![("", Arc::new(Int64Array::from(vec![1])))]), "\"\"\n1\n");
    assert_eq!(one(Int64Array::from(Vec::<i64>::new())), "a\n");
}

#[test]
fn times_are_written_by_what_all_of_them_need() {
    let at = |nanos: Vec<Option<i64>>| one(TimestampNanosecondArray::from(nanos));
    let day = 1_704_067_200_000_000_000;
    assert_eq!(at(vec![Some(day), Some(day + 86_400_000_000_000)]), "a\n2024-01-01\n2024-01-02\n");
    assert_eq!(at(vec![Some(day), Some(day + 90_123_000_000_000)]), "a\n2024-01-01 00:00:00\n2024-01-02 01:02:03\n");
    assert_eq!(at(vec![Some(day + 500_000_000), None]), "a\n2024-01-01 00:00:00.500\n\"\"\n");
    assert_eq!(at(vec![Some(day + 5_000)]), "a\n2024-01-01 00:00:00.000005\n");
    assert_eq!(at(vec![Some(day + 5)]), "a\n2024-01-01 00:00:00.000000005\n");
    let zoned = |micros: Vec<Option<i64>>, zone: &str| one(TimestampMicrosecondArray::from(micros).with_timezone(zone));
    assert_eq!(zoned(vec![Some(day / 1000), None], "UTC"), "a\n2024-01-01 00:00:00+00:00\n\"\"\n");
    assert_eq!(zoned(vec![Some(1_704_067_323_250_000), None], "Europe/Berlin"), "a\n2024-01-01 01:02:03.250000+01:00\n\"\"\n");
    let spans = |ms: Vec<Option<i64>>| one(DurationMillisecondArray::from(ms));
    assert_eq!(spans(vec![Some(1000), None]), "a\n0 days 00:00:01\n\"\"\n");
    assert_eq!(spans(vec![Some(86_400_000), Some(172_800_000)]), "a\n1 days\n2 days\n");
    assert_eq!(spans(vec![Some(-1500), Some(90_061_250)]), "a\n-1 days +23:59:58.500000\n1 days 01:01:01.250000\n");
}

#[test]
fn nested_values_are_written_as_python_shows_them() {
    let list = LargeListArray::from_iter_primitive::<Int64Type, _, _>(vec![Some(vec![Some(1), None]), None]);
    assert_eq!(one(list), "a\n\"[1, None]\"\n\"\"\n");
    let fields = vec![
        (
            Arc::new(Field::new("k", arrow::datatypes::DataType::LargeUtf8, true)),
            Arc::new(LargeStringArray::from(vec![Some("a'b"), Some("c\"d"), Some("e'\"f\n\u{200b}é")])) as ArrayRef,
        ),
        (Arc::new(Field::new("f", arrow::datatypes::DataType::Float64, true)), Arc::new(Float64Array::from(vec![Some(1.5), None, Some(1.0)])) as ArrayRef),
        (Arc::new(Field::new("b", arrow::datatypes::DataType::Boolean, true)), Arc::new(BooleanArray::from(vec![true, false, true])) as ArrayRef),
    ];
    let wanted =
        "a\n\"{'k': \"\"a'b\"\", 'f': 1.5, 'b': True}\"\n\"{'k': 'c\"\"d', 'f': None, 'b': False}\"\n\"{'k': 'e\\'\"\"f\\n\\u200bé', 'f': 1.0, 'b': True}\"\n";
    assert_eq!(one(StructArray::from(fields)), wanted);
}

#[test]
fn as_many_rows_decide_how_times_are_written_as_pandas_writes_in_one_go() {
    // 100,000 cells at once: the odd second is in the second go alone.
    let day = 1_704_067_200_000_000_000_i64;
    let mut nanos = vec![day; 100_001];
    nanos[100_000] = day + 1_000_000_000;
    let text = one(TimestampNanosecondArray::from(nanos));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines[1], lines[100_000], lines[100_001]), ("2024-01-01", "2024-01-01", "2024-01-01 00:00:01"));
}
