//! Rows that are mended first.

use sandtable_core::Code;
use serde_json::json;

use crate::support::{Data, column, detail};

const MESSY: &str = "\
name,when,amount,zip
 ann ,31.01.2025,10,01234
bob,01.02.2025,-,2
 ann ,31.01.2025,10,01234
,n/a,30,3
";

fn data() -> Data {
    Data::new().with("m.csv", MESSY)
}

#[test]
fn everything_at_once_in_the_order_of_the_fields() {
    let rows = data().query(json!({
        "dataset": "m.csv",
        "options": {"columns": {"zip": "string"}},
        "clean": {
            "trim": true,
            "null_values": ["-", "n/a"],
            "parse_dates": {"when": "%d.%m.%Y"},
            "cast": {"amount": "float64"},
            "fill": {"amount": 0, "name": "nobody"},
            "drop_duplicates": true,
        },
    }));
    assert_eq!(
        rows,
        [
            json!({"name": "ann", "when": "2025-01-31", "amount": 10.0, "zip": "01234"}),
            json!({"name": "bob", "when": "2025-02-01", "amount": 0.0, "zip": "2"}),
            json!({"name": "nobody", "when": null, "amount": 30.0, "zip": "3"}),
        ]
    );
}

#[test]
fn formats_of_dates_are_found() {
    let data = Data::new().with("d.csv", "a,b,c\n2025/01/31,1/31/2025,01/02/2025\n2025/02/01,2/1/2025,03/04/2025\n");
    let rows = data.query(json!({"dataset": "d.csv", "options": {"try_parse_dates": false}, "clean": {"parse_dates": {"a": null, "b": null}}}));
    assert_eq!((column(&rows, "a"), column(&rows, "b")), (vec![json!("2025-01-31"), json!("2025-02-01")], vec![json!("2025-01-31"), json!("2025-02-01")]));
    let error = data.error(json!({"dataset": "d.csv", "options": {"try_parse_dates": false}, "clean": {"parse_dates": {"c": null}}}));
    assert_eq!(detail(&error, "field"), "plan.clean.parse_dates.c");
    assert_eq!(error.details["allowed"], json!(["%m/%d/%Y", "%d/%m/%Y"]));
}

#[test]
fn rows_with_nulls_go_when_asked() {
    let rows = data().query(json!({"dataset": "m.csv", "clean": {"drop_nulls": ["name"]}}));
    assert_eq!(rows.len(), 3);
}

#[test]
fn values_that_do_not_fit_are_errors() {
    let data = data();
    for (clean, field) in [
        (json!({"parse_dates": {"wen": null}}), "plan.clean.parse_dates.wen"),
        (json!({"parse_dates": {"name": null}}), "plan.clean.parse_dates.name"),
        (json!({"cast": {"amount": "integer"}}), "plan.clean.cast.amount"),
        (json!({"cast": {"amont": "int64"}}), "plan.clean.cast.amont"),
        (json!({"fill": {"amount": 1}}), "plan.clean.fill.amount"),
        (json!({"fill": {"zip": 1.5}}), "plan.clean.fill.zip"),
        (json!({"drop_nulls": ["nme"]}), "plan.clean.drop_nulls[0]"),
    ] {
        let error = data.error(json!({"dataset": "m.csv", "clean": clean}));
        assert_eq!((error.code, detail(&error, "field")), (Code::ValidationError, field), "{error}");
    }
    for clean in [json!({"cast": {"amount": "int64"}}), json!({"parse_dates": {"when": "%d.%m.%Y"}})] {
        let error = data.error(json!({"dataset": "m.csv", "clean": clean}));
        assert_eq!(error.code, Code::ValidationError, "{error}");
    }
}
