//! The SDKs against each other: the same ten transforms in Rust, Python and JavaScript (`tests/guests/conformance-…`), the
//! same tables in, and equal tables, logs and errors out, equal to what plain Rust says here.

mod frames;
mod inputs;
mod rows;
mod tables;

use std::fs::{self, File};

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use sandtable_frames::{Format, ReadOptions, Table, TableWriter, WriteOptions};
use sandtable_tests::{Answer, Server};
use serde_json::{Value, json};

/// How many rows a table has: none, one, a few with every kind of gap, several batches.
const SIZES: [usize; 4] = [0, 1, 7, 40_000];

/// A server with the guests of one kind, in every language.
struct Suite {
    server: Server,
    guests: [String; 3],
}

impl Suite {
    fn start(kind: &str) -> Self {
        let server = Server::start();
        let guests = ["", "-python", "-js"].map(|language| format!("conformance-{kind}{language}"));
        guests.iter().for_each(|guest| server.upload(guest));
        Self { server, guests }
    }

    /// Runs a transform in every language, over tables by the names of its inputs. Each must give the expected table, and
    /// log these lines.
    fn holds(&self, params: &Value, tables: &[(&str, &RecordBatch)], expected: &RecordBatch, logs: &[&str]) {
        let expected = crossed(expected);
        for guest in &self.guests {
            let place = format!("{guest}, {params}, {:?} rows", tables.iter().map(|(_, table)| table.num_rows()).collect::<Vec<_>>());
            let answer = self.run(guest, params, tables, &json!({"format": "arrow"}));
            assert_eq!(answer.status, 200, "{place}: {}", answer.text());
            same(&read(&answer.body), &expected, &place);
            let answer = self.run(guest, params, tables, &json!({"format": "json", "limit": 0})).json();
            let said: Vec<String> = answer["logs"].as_array().into_iter().flatten().map(line).collect();
            assert_eq!(said, logs, "{place}");
        }
    }

    /// Runs it in every language, and gives what each fails with; that must be the same in all of them.
    fn fails(&self, params: &Value, tables: &[(&str, &RecordBatch)]) -> Value {
        let mut failures: Vec<Value> = Vec::new();
        for guest in &self.guests {
            let answer = self.run(guest, params, tables, &json!({"format": "json"}));
            assert!(!answer.status.is_success(), "{guest}: {}", answer.text());
            let mut error = answer.json()["error"].clone();
            // What the call used, where it stood and its name are each guest's own.
            let own = ["usage", "logs", "transform"];
            error["details"].as_object_mut().expect("details are an object").retain(|key, _| !own.contains(&key.as_str()));
            error["request_id"].take();
            error["message"] = json!(error["message"].as_str().unwrap_or_default().replace(guest.as_str(), "the guest"));
            failures.push(error);
        }
        assert!(failures.iter().all(|failure| *failure == failures[0]), "{failures:#?}");
        failures.swap_remove(0)
    }

    fn run(&self, guest: &str, params: &Value, tables: &[(&str, &RecordBatch)], output: &Value) -> Answer {
        let mut inputs = json!({});
        for (name, table) in tables {
            let file = format!("{name}.arrow");
            fs::write(self.server.base().join(&file), written(table)).expect("the folder is ours");
            inputs[*name] = json!({"uri": file});
        }
        self.server.run(guest, &json!({"inputs": inputs, "params": params, "output": output, "limits": {"timeout_ms": 120_000}}))
    }
}

/// A line of a log, with its level.
fn line(line: &Value) -> String {
    format!("{}: {}", line["level"].as_str().unwrap_or_default(), line["message"].as_str().unwrap_or_default())
}

/// Whether two tables are the same, column by column; nulls are, whatever stands under them.
fn same(given: &RecordBatch, expected: &RecordBatch, place: &str) {
    let columns = |batch: &RecordBatch| batch.schema().fields().iter().map(|field| format!("{} {}", field.name(), field.data_type())).collect::<Vec<_>>();
    assert_eq!(columns(given), columns(expected), "{place}");
    assert_eq!(given.num_rows(), expected.num_rows(), "{place}");
    for ((given, expected), field) in given.columns().iter().zip(expected.columns()).zip(expected.schema().fields()) {
        if given != expected {
            let row = (0..expected.len()).find(|row| given.slice(*row, 1) != expected.slice(*row, 1)).unwrap_or_default();
            panic!("{place}: column {}, row {row}: {:?}, expected {:?}", field.name(), given.slice(row, 1), expected.slice(row, 1));
        }
    }
}

/// A table as it looks after it has gone through a file: types that mean the same are one.
fn crossed(batch: &RecordBatch) -> RecordBatch {
    read(&written(batch))
}

fn written(batch: &RecordBatch) -> Vec<u8> {
    let file = tempfile::tempfile().expect("a temporary file");
    let mut writer = TableWriter::new(file.try_clone().expect("it can be shared"), Format::Arrow, &WriteOptions::default()).expect("a writer");
    writer.start(batch.schema()).expect("all types can be written");
    writer.push(batch.clone()).expect("the rows can be written");
    writer.finish().expect("the table can be ended");
    bytes(file)
}

fn bytes(mut file: File) -> Vec<u8> {
    use std::io::{Read, Seek};
    let mut bytes = Vec::new();
    file.rewind().and_then(|()| file.read_to_end(&mut bytes)).expect("it can be read");
    bytes
}

fn read(bytes: &[u8]) -> RecordBatch {
    use std::io::Write;
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(bytes).expect("it can be written");
    let table = Table::open(file, Some(Format::Arrow), &ReadOptions::default()).expect("it is a table");
    let schema = table.schema().clone();
    let mut source = table.batches(false, 0);
    let mut batches = Vec::new();
    while let Some(batch) = source.next(0).expect("its rows can be read") {
        batches.push(batch);
    }
    concat_batches(&schema, &batches).expect("its batches are alike")
}
