//! Files that are not what they say. Every one is an error with a code; none is a panic.

use polars::prelude::DataFrame;
use sandtable_core::{Code, Error};
use sandtable_frames::{Compression, Format, ReadOptions, Table, WriteOptions};

use crate::any_frame::{Random, Shape, flat_types};
use crate::support::{error_of, file_of, read, write_frame};

fn sample() -> DataFrame {
    let types = flat_types();
    let string = types.iter().position(|dtype| matches!(dtype, polars::prelude::ArrowDataType::Utf8View)).unwrap();
    let types = types[1..4].iter().chain(&types[string..=string]).cloned().collect();
    Shape { types, chunks: vec![30], skip: 0, seed: 7 }.frame()
}

fn is_a_fault_of_the_file(format: Format, result: Result<DataFrame, Error>, what: &str) {
    if let Err(error) = result {
        assert_eq!(error.code, Code::ValidationError, "{format}, {what}: {error} ({:?})", error.inside);
        assert!(!error.message.contains('\n') && error.message.len() < 600, "{error}");
    }
}

#[test]
fn every_truncation_is_noticed_or_shorter() {
    for format in [Format::Parquet, Format::Arrow, Format::ArrowFile] {
        let frame = sample();
        let bytes = write_frame(format, &frame, &WriteOptions::default()).unwrap();
        for length in 0..bytes.len() {
            let result = read(format, &bytes[..length], &ReadOptions::default());
            // A stream may end after its batch, without the mark.
            if let Ok(read) = &result {
                assert!(format == Format::Arrow && (read.height() == 0 || length + 8 >= bytes.len()), "{format} cut at {length} of {}", bytes.len());
            }
            is_a_fault_of_the_file(format, result, &format!("cut at {length}"));
        }
    }
}

#[test]
fn flipped_bytes_of_text_never_panic() {
    for (format, text) in [
        (Format::Csv, "a,b,c\n1,\"x, \"\"y\"\"\",2.5\n2,\"z\n\",-1\n"),
        (Format::Json, "[{\"a\": 1, \"b\": [\"x\", {\"y\": null}]},\n{\"a\": -2.5e3, \"b\": []}]"),
        (Format::Jsonl, "{\"a\": 1, \"b\": [\"x\", {\"y\": null}]}\n{\"a\": 2, \"b\": []}\n"),
    ] {
        let mut random = Random::new(1);
        for round in 0..4000 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..1 + round % 3 {
                let at = random.next() as usize % bytes.len();
                bytes[at] = match random.next() % 3 {
                    0 => b"\"\\{}[],:\n\r0-.eE \xff\0"[random.next() as usize % 18],
                    1 => random.next() as u8,
                    _ => bytes[at] ^ (1 << (random.next() % 8)),
                };
            }
            is_a_fault_of_the_file(format, read(format, &bytes, &ReadOptions::default()), &format!("{bytes:?}"));
        }
    }
}

#[test]
fn flipped_bytes_of_a_parquet_footer_never_panic() {
    let bytes = write_frame(Format::Parquet, &sample(), &WriteOptions { compression: Some(Compression::Uncompressed), ..WriteOptions::default() }).unwrap();
    let footer = u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap()) as usize + 8;
    let mut random = Random::new(2);
    for _ in 0..2000 {
        let mut bytes = bytes.clone();
        let at = bytes.len() - 1 - random.next() as usize % footer;
        bytes[at] ^= 1 << (random.next() % 8);
        is_a_fault_of_the_file(Format::Parquet, read(Format::Parquet, &bytes, &ReadOptions::default()), &format!("byte {at}"));
    }
}

/// What Polars would otherwise answer with an allocation that ends the process.
#[test]
fn arrow_messages_that_claim_the_impossible_are_refused() {
    for (format, compression) in [
        (Format::Arrow, Compression::Lz4),
        (Format::Arrow, Compression::Zstd),
        (Format::ArrowFile, Compression::Lz4),
        (Format::Arrow, Compression::Uncompressed),
    ] {
        let bytes = write_frame(format, &sample(), &WriteOptions { compression: Some(compression), ..WriteOptions::default() }).unwrap();
        let mut random = Random::new(3);
        for _ in 0..3000 {
            let mut bytes = bytes.clone();
            let at = random.next() as usize % bytes.len();
            bytes[at] = [0, 0x7f, 0x80, 0xff][random.next() as usize % 4];
            is_a_fault_of_the_file(format, read(format, &bytes, &ReadOptions::default()), &format!("byte {at}"));
        }
    }
}

#[test]
fn another_format_than_said_is_an_error() {
    for written in [Format::Csv, Format::Json, Format::Parquet, Format::Arrow, Format::ArrowFile] {
        let bytes = write_frame(written, &sample(), &WriteOptions::default()).unwrap();
        for format in Format::ALL {
            let is_arrow = |format| matches!(format, Format::Arrow | Format::ArrowFile);
            if is_arrow(format) && is_arrow(written) {
                // Told apart by their first bytes: names are not to be relied on.
                assert_eq!(read(format, &bytes, &ReadOptions::default()).unwrap().height(), 30, "{written} as {format}");
            } else if format != written && !(format == Format::Csv && written == Format::Json) {
                // A JSON array of objects on lines of its own is text, and text can be CSV.
                let error = error_of(format, &bytes, &ReadOptions::default());
                assert_eq!(error.code, Code::ValidationError, "{written} as {format}: {error}");
            }
        }
    }
}

#[test]
fn garbage_and_nothing_are_errors_of_every_format() {
    for format in Format::ALL {
        for bytes in [
            &b""[..],
            b"\0",
            b"PAR1",
            b"PAR1PAR1PAR1",
            b"ARROW1\0\0ARROW1",
            b"\xff\xff\xff\xff\xff\xff\xff\x7f",
            b"\xff\xff\xff\xff\0\0\0\0",
            &[0xff; 64],
            &[0; 64],
        ] {
            let result = read(format, bytes, &ReadOptions::default());
            if bytes.is_empty() && format == Format::Jsonl || format == Format::Csv {
                is_a_fault_of_the_file(format, result, "garbage");
            } else {
                assert_eq!(result.err().map(|error| error.code), Some(Code::ValidationError), "{format}: {bytes:?}");
            }
        }
    }
}

#[test]
fn a_format_that_nobody_says_is_told_from_the_bytes() {
    for written in Format::ALL {
        let bytes = write_frame(written, &sample(), &WriteOptions::default()).unwrap();
        let opened = Table::open(file_of(&bytes), None, &ReadOptions::default());
        if written == Format::Csv {
            let error = opened.err().unwrap();
            assert_eq!(error.message, "the file's first bytes do not tell its format; say which of csv, jsonl, json, parquet, arrow, arrow_file it is");
        } else {
            assert_eq!(opened.unwrap().into_frame().unwrap().height(), 30, "{written}");
        }
    }
}

#[test]
fn only_regular_files_are_read() {
    let folder = std::fs::File::open(std::env::temp_dir()).unwrap();
    let error = Table::open(folder, Some(Format::Csv), &ReadOptions::default()).err().unwrap();
    assert_eq!(error.code, Code::IoError);
}
