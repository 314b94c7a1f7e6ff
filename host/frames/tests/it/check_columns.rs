//! Whether a table fits a transform.

use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};
use sandtable_frames::{Format, ReadOptions, Table};

use crate::support::{file_of, options, spec, types_of};

fn flights() -> Table {
    let text = "year,dep_delay,tailnum,empty\n2013,2,N14228,NA\n2013,NA,NA,NA\n";
    Table::open(file_of(text.as_bytes()), Some(Format::Csv), &options(r#"{"null_values": ["NA"]}"#)).unwrap()
}

#[test]
fn what_fits_is_widened_and_what_is_not_named_stays() {
    let table = flights().check_columns(&[spec("dep_delay", "float64"), spec("year", "integer"), spec("tailnum", "any"), spec("empty", "float64")]).unwrap();
    assert_eq!(sandtable_frames::describe_schema(table.schema())[1].data_type, "float64");
    let frame = table.into_frame().unwrap();
    assert_eq!(types_of(&frame), ["int64", "float64", "string", "float64"]);
    assert_eq!(frame.columns()[1].f64().unwrap().iter().collect::<Vec<_>>(), [Some(2.0), None]);
}

#[test]
fn a_missing_column_names_a_near_one_and_all_there_are() {
    let error = flights().check_columns(&[spec("dep_dealy", "float64")]).err().unwrap();
    assert_eq!(error.message, "there is no column \"dep_dealy\" (float64 is wanted); did you mean \"dep_delay\"?; there are year, dep_delay, tailnum, empty");
    let mut optional = spec("nothing", "float64");
    optional.required = false;
    flights().check_columns(&[optional]).unwrap();
}

#[test]
fn a_type_that_does_not_fit_is_named_as_answers_name_it() {
    let error = flights().check_columns(&[spec("tailnum", "number")]).err().unwrap();
    assert_eq!(error.message, "column \"tailnum\" is string, number is wanted and string does not widen to it without loss");
    let error = flights().check_columns(&[spec("year", "int32")]).err().unwrap();
    assert_eq!(error.message, "column \"year\" is int64, int32 is wanted and int64 does not widen to it without loss");
    assert!(flights().check_columns(&[spec("year", "temporal")]).is_err());
    assert!(flights().check_columns(&[spec("year", "no-such-type")]).is_err());
}

#[test]
fn only_what_loses_nothing_widens() {
    for (from, to, fits) in [
        ("int8", "int64", true),
        ("uint8", "int16", true),
        ("uint32", "int64", true),
        ("uint64", "int64", false),
        ("int8", "uint8", false),
        ("int64", "float64", true),
        ("int32", "float32", false),
        ("int16", "float32", true),
        ("float32", "float64", true),
        ("float64", "float32", false),
        ("boolean", "int64", false),
        ("date", "timestamp", true),
        ("string", "string", true),
    ] {
        let text = match from {
            "date" => "a\n2013-01-01\n",
            "boolean" => "a\ntrue\n",
            _ => "a\n1\n",
        };
        let table = Table::open(file_of(text.as_bytes()), Some(Format::Csv), &options(&format!(r#"{{"columns": {{"a": "{from}"}}}}"#))).unwrap();
        let checked = table.check_columns(&[spec("a", to)]);
        assert_eq!(checked.is_ok(), fits, "{from} to {to}");
        if let Ok(table) = checked {
            assert_eq!(types_of(&table.into_frame().unwrap()), [to]);
        }
    }
}

#[test]
fn an_integer_that_a_float_would_round_is_an_error() {
    let frame = |value: i64| DataFrame::new_infer_height(vec![Series::new("id".into(), [value, 1]).into_column()]).unwrap();
    let table = Table::from_frame(frame(1 << 53)).unwrap().check_columns(&[spec("id", "float64")]).unwrap();
    assert!(table.into_frame().is_ok());
    let table = Table::from_frame(frame((1 << 53) + 1)).unwrap().check_columns(&[spec("id", "float64")]).unwrap();
    let error = table.into_frame().unwrap_err();
    assert_eq!(error.message, "column \"id\": 9007199254740993 has no exact float64; the column is i64");
}

#[test]
fn columns_of_nulls_fit_anything() {
    let table = Table::from_json_rows(br#"[{"a": null, "b": null, "c": null}]"#, &ReadOptions::default()).unwrap();
    let table = table.check_columns(&[spec("a", "string"), spec("b", "number"), spec("c", "timestamp_tz")]).unwrap();
    assert_eq!(types_of(&table.into_frame().unwrap()), ["string", "float64", "timestamp_tz"]);
}
