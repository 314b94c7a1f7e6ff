//! Opening.

use std::io::{Read, Seek, SeekFrom};

use sandtable_frames::{Format, ReadOptions, Table, describe_schema};

use crate::support::{file_of, options, read};

#[test]
fn the_files_position_does_not_matter() {
    for format in [Format::Csv, Format::Jsonl] {
        let mut file = file_of(if format == Format::Csv { b"a,b\n1,2\n" } else { b"{\"a\": 1, \"b\": 2}\n" });
        file.seek(SeekFrom::Start(3)).unwrap();
        file.read_exact(&mut [0; 2]).unwrap();
        assert_eq!(Table::open(file, Some(format), &ReadOptions::default()).unwrap().into_frame().unwrap().shape(), (1, 2));
    }
}

#[test]
fn a_schema_is_described_in_the_names_of_the_types_table() {
    let given = options(r#"{"columns": {"t": "timestamp_tz[ms,Europe/Zurich]", "d": "decimal(9,2)", "c": "duration[ns]"}}"#);
    let text = br#"[{"i": 1, "t": "2013-01-01T10:00:00Z", "d": "1.50", "c": null, "s": {"l": ["x"]}, "n": null}]"#;
    let frame = read(Format::Json, text, &given).unwrap();
    let table = Table::from_frame(frame).unwrap();
    let described = serde_json::to_value(describe_schema(table.schema())).unwrap();
    assert_eq!(
        described,
        serde_json::json!([
            {"name": "i", "type": "int64", "nullable": true},
            {"name": "t", "type": "timestamp_tz", "nullable": true, "unit": "ms", "zone": "Europe/Zurich"},
            {"name": "d", "type": "decimal", "nullable": true, "precision": 9, "scale": 2},
            {"name": "c", "type": "duration", "nullable": true, "unit": "ns"},
            {"name": "s", "type": "struct", "nullable": true, "fields": [
                {"name": "l", "type": "list", "nullable": true, "item": {"name": "item", "type": "string", "nullable": true}},
            ]},
            {"name": "n", "type": "null", "nullable": true},
        ])
    );
}
