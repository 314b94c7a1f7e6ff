//! Frames through files.

use polars::prelude::{ArrowDataType, DataFrame};
use proptest::prelude::*;
use sandtable_frames::{Compression, Format, ReadOptions, WriteOptions, bridge, describe_schema};

use crate::any_frame::{any_shape, any_type, flat_types};
use crate::support::{equal, read, write_frame};

/// Types that a format gives back when it is told them.
fn text_types() -> Vec<ArrowDataType> {
    flat_types()
        .into_iter()
        .filter(|dtype| !matches!(dtype, ArrowDataType::Null | ArrowDataType::BinaryView | ArrowDataType::Float16 | ArrowDataType::Duration(_)))
        .collect()
}

/// The frame's types, as read options give them.
fn types_as_options(frame: &DataFrame) -> ReadOptions {
    let mut options = ReadOptions::default();
    for field in describe_schema(&bridge::arrow_schema(frame.schema(), false).unwrap()) {
        let argument = match (&field.unit, &field.zone, field.precision, field.scale) {
            (Some(unit), Some(zone), _, _) => format!("[{unit},{zone}]"),
            (Some(unit), None, _, _) if field.data_type != "time" => format!("[{unit}]"),
            (_, _, Some(precision), Some(scale)) => format!("({precision},{scale})"),
            _ => String::new(),
        };
        options.columns.insert(field.name, format!("{}{argument}", field.data_type));
    }
    options
}

fn same(format: Format, frame: &DataFrame, write: &WriteOptions, read_options: &ReadOptions) -> Result<(), TestCaseError> {
    let bytes = write_frame(format, frame, write).unwrap();
    let back = read(format, &bytes, read_options).unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(&bytes)));
    prop_assert_eq!(back.schema(), frame.schema());
    prop_assert!(equal(&back, frame), "{format}: {back} is not {frame}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn arrow_carries_every_type(shape in any_shape(any_type()), file in any::<bool>(), compression in proptest::sample::select(vec![None, Some(Compression::Lz4), Some(Compression::Zstd)])) {
        let format = if file { Format::ArrowFile } else { Format::Arrow };
        same(format, &shape.frame(), &WriteOptions { compression, ..WriteOptions::default() }, &ReadOptions::default())?;
    }

    #[test]
    fn parquet_carries_every_type(shape in any_shape(any_type()), compression in proptest::sample::select(vec![None, Some(Compression::Uncompressed), Some(Compression::Snappy), Some(Compression::Gzip), Some(Compression::Lz4)])) {
        same(Format::Parquet, &shape.frame(), &WriteOptions { compression, ..WriteOptions::default() }, &ReadOptions::default())?;
    }

    #[test]
    fn csv_carries_flat_types_that_are_given(mut shape in any_shape(proptest::sample::select(text_types()))) {
        // One column alone could not tell a null from empty text.
        shape.types.push(ArrowDataType::Int64);
        let frame = shape.frame();
        same(Format::Csv, &frame, &WriteOptions::default(), &types_as_options(&frame))?;
    }

    #[test]
    fn json_carries_flat_types_that_are_given(shape in any_shape(proptest::sample::select(text_types())), lines in any::<bool>()) {
        let frame = shape.frame();
        // What is no number is null in JSON.
        prop_assume!(!frame.columns().iter().any(|column| column.is_finite().is_ok_and(|finite| !finite.all())));
        let format = if lines { Format::Jsonl } else { Format::Json };
        same(format, &frame, &WriteOptions::default(), &types_as_options(&frame))?;
    }
}
