//! The second generation over a real store: presigned URLs in and out.

use std::collections::BTreeMap;

use sandtable_tests::S3Server;
use serde_json::{Value, json};

use super::Runner;

/// The caller's side: a bucket, and the URLs that it hands out.
struct Caller {
    store: S3Server,
    runner: Runner,
}

impl Caller {
    fn new() -> Self {
        let store = S3Server::start(&["tables"]);
        let host = store.url().trim_start_matches("http://").to_owned();
        let runner = Runner::with(&["--allow-hosts", &host]);
        Self { store, runner }
    }

    fn url(&self, key: &str) -> String {
        self.store.presigned("tables", key)
    }

    fn put(&self, key: &str, text: &str) -> String {
        self.store.put("tables", key, text.as_bytes().to_vec());
        self.url(key)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.store.get("tables", key).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Runs code over tables and their manifests.
    fn run(&self, code: &str, tables: &[(&str, &str, Option<Value>)], more: Value) -> sandtable_tests::Answer {
        let tables_by_name: BTreeMap<_, _> = tables.iter().map(|(name, text, _)| (*name, self.put(&format!("{name}.jsonl"), text))).collect();
        let manifests: BTreeMap<_, _> = tables
            .iter()
            .filter_map(|(name, _, fields)| fields.as_ref().map(|fields| (*name, self.put(&format!("{name}.json"), &manifest(fields).to_string()))))
            .collect();
        let mut body = json!({
            "code": code, "request_id": 7, "timeout": 60, "table_mapping": tables_by_name, "manifest_mapping": manifests,
            "output_url": self.url("out"), "output_manifest_url": self.url("out.json"), "events_url": self.url("events"),
        });
        if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
            body.extend(more.clone());
        }
        self.runner.server.post("/v1/execute", &body)
    }

    fn out_manifest(&self) -> Value {
        serde_json::from_str(&self.text("out.json").expect("it was sent")).expect("it is JSON")
    }
}

fn manifest(fields: &Value) -> Value {
    json!({"schema_version": 1, "data_format": "jsonl", "data_version": 1, "table_metadata": {"table_id": 12}, "fields": fields})
}

fn typed() -> Value {
    json!([
        {"name": "id", "base_type": "BigInteger", "database_type": "int8", "root_type": "BigInteger", "semantic_type": "PK", "effective_type": "BigInteger", "field_id": 1},
        {"name": "day", "base_type": "Date", "database_type": "date", "root_type": "Date", "semantic_type": null, "effective_type": "Date", "field_id": 2},
        {"name": "at", "base_type": "DateTimeWithTZ", "database_type": "timestamptz", "root_type": "DateTimeWithTZ", "semantic_type": null, "effective_type": "DateTimeWithTZ", "field_id": 3},
        {"name": "text", "base_type": "Text", "database_type": "text", "root_type": "Text", "semantic_type": "Name", "effective_type": "Text", "field_id": 4},
    ])
}

const ROWS: &str =
    "{\"id\":9007199254740993,\"day\":\"2024-02-29\",\"at\":\"2024-02-29T10:00:00Z\",\"text\":\"007\"}\n{\"id\":2,\"day\":null,\"at\":null,\"text\":null}\n";

#[test]
fn a_frame_passed_through_keeps_its_values_and_what_was_said_of_it() {
    let caller = Caller::new();
    let answer = caller.run("def transform(orders):\n    print('rows', len(orders))\n    return orders", &[("orders", ROWS, Some(typed()))], json!({}));
    assert_eq!(answer.status, 200, "{}\n{:?}", answer.text(), caller.text("events"));
    assert_eq!(answer.json()["exit_code"], 0);
    let rows: Vec<Value> = caller.text("out").expect("sent").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0]["id"].to_string(), &rows[0]["text"], &rows[1]["text"]), ("9007199254740993".to_owned(), &json!("007"), &json!(null)));
    assert!(rows[0]["day"].as_str().is_some_and(|day| day.starts_with("2024-02-29")), "{rows:?}");
    assert!(rows[0]["at"].as_str().is_some_and(|at| at.starts_with("2024-02-29T10:00:00") && at.ends_with('Z')), "{rows:?}");
    let told = caller.out_manifest();
    let mut wanted = typed();
    for field in wanted.as_array_mut().expect("a list") {
        field.as_object_mut().expect("an object").remove("field_id");
    }
    assert_eq!(told["fields"], wanted);
    assert_eq!((&told["source_metadata"], &told["data_format"]), (&manifest(&typed()), &json!("jsonl")));
    let events = caller.text("events").expect("sent");
    let lines: Vec<Value> = events.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let said: Vec<&str> = lines.iter().filter_map(|line| line["message"].as_str()).collect();
    assert_eq!(said, ["rows 2", "Successfully saved 2 rows to S3", "Successfully saved output manifest with 4 fields to S3"]);
}

#[test]
fn an_empty_table_is_a_table() {
    let caller = Caller::new();
    let code = "import pandas as pd\ndef transform(orders):\n    return pd.DataFrame({'n': [len(orders)], 'mean': [orders['amount'].mean()], 'columns': [','.join(orders.columns)]})";
    let fields = json!([{"name": "z", "base_type": "Integer"}, {"name": "amount", "base_type": "Float"}, {"name": "a", "base_type": "Text"}]);
    let answer = caller.run(code, &[("orders", "", Some(fields))], json!({}));
    assert_eq!(answer.status, 200, "{}\n{:?}", answer.text(), caller.text("events"));
    let row: Value = serde_json::from_str(caller.text("out").expect("sent").trim()).expect("one row");
    assert_eq!(row, json!({"n": 0, "mean": null, "columns": "z,amount,a"}));
}

#[test]
fn library_modules_can_be_imported_and_missing_ones_are_named() {
    let caller = Caller::new();
    let code = "import pandas as pd\nfrom helpers.maths import double\nimport common\ndef transform():\n    return pd.DataFrame({'a': [double(common.N)]})";
    let library = json!({"helpers/maths.py": "def double(n):\n    return 2 * n", "common": "N = 21"});
    let answer = caller.run(code, &[], json!({"library": library}));
    assert_eq!(answer.status, 200, "{}\n{:?}", answer.text(), caller.text("events"));
    assert_eq!(caller.text("out").expect("sent"), "{\"a\":42}\n");
    let answer = caller.run(code, &[], json!({"library": {"common": "N = 21"}}));
    assert_eq!((answer.status.as_u16(), &answer.json()["exit_code"]), (500, &json!(1)));
    assert!(caller.text("events").is_some_and(|events| events.contains("No module named 'helpers'")));
}

#[test]
fn failures_send_events_and_nothing_else() {
    let caller = Caller::new();
    for (code, more, exit_code, error) in [
        ("def transform():\n    raise ValueError('boom')", json!({}), 1, "boom"),
        ("def transform():\n    while True: pass", json!({"timeout": 0.5}), -1, "timeout"),
        ("def transform(orders):\n    return orders", json!({"table_mapping": {"orders": caller.url("none")}}), 1, "table \"orders\": "),
        ("def transform(orders):\n    return orders", json!({"table_mapping": {"orders": "http://10.1.2.3/x"}}), 1, "SANDTABLE_ALLOW_HOSTS"),
    ] {
        let answer = caller.run(code, &[], more);
        let body = answer.json();
        assert_eq!((answer.status.as_u16(), &body["exit_code"]), (500, &json!(exit_code)), "{body}");
        assert!(body["error"].as_str().is_some_and(|told| told.contains(error)), "{body}");
        assert!(caller.text("out").is_none() && caller.text("out.json").is_none(), "{code}");
        assert!(caller.text("events").is_some_and(|events| events.contains("stderr")));
    }
}

#[test]
fn other_formats_come_and_go_beside_jsonl() {
    let caller = Caller::new();
    let csv = caller.put("t.csv", "a,b\n1,x\n2,y\n");
    let answer = caller.run("def transform(t):\n    return t[t['a'] > 1]", &[], json!({"data_format": "csv", "table_mapping": {"t": csv}}));
    assert_eq!(answer.status, 200, "{}\n{:?}", answer.text(), caller.text("events"));
    assert_eq!((caller.text("out").expect("sent").as_str(), &caller.out_manifest()["data_format"]), ("a,b\n2,y\n", &json!("csv")));
    for (format, mark) in [("parquet", &b"PAR1"[..]), ("arrow", &[0xFF; 4][..])] {
        let answer = caller.run("def transform(t):\n    return t", &[("t", "{\"a\":1}\n", None)], json!({"data_format": "jsonl"}));
        assert_eq!(answer.status, 200, "{}", answer.text());
        let answer = caller.run("import pandas as pd\ndef transform():\n    return pd.DataFrame({'a': [1, 2]})", &[], json!({"data_format": format}));
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert!(caller.store.get("tables", "out").is_some_and(|bytes| bytes.starts_with(mark)), "{format}");
    }
}

#[test]
fn a_store_that_goes_away_is_a_run_that_failed() {
    let mut caller = Caller::new();
    let url = caller.put("t.jsonl", "{\"a\":1}\n");
    caller.store.go_away();
    let answer = caller.runner.server.post("/v1/execute", &json!({"code": "def transform(t):\n    return t", "table_mapping": {"t": url}}));
    assert!(answer.json()["error"].as_str().is_some_and(|error| error.starts_with("table \"t\": ")), "{}", answer.text());
}
