//! Reading and writing files.

use serde_json::{Value, json};

use super::support::{Folder, check, error, rows};

fn scan(operation: &str, source: &str, kwargs: Value) -> Value {
    json!([{"operation": operation, "args": [source], "kwargs": kwargs}])
}

#[test]
fn csv_is_scanned_and_read() {
    let folder = Folder::new().with("x.csv", "a,b\n1,x\n2,\n");
    let env = folder.env();
    for operation in ["scan_csv", "read_csv"] {
        assert_eq!(rows(&env, scan(operation, "x.csv", json!({}))), json!({"a": [1, 2], "b": ["x", null]}), "{operation}");
        assert_eq!(
            rows(&env, scan(operation, "x.csv", json!({"n_rows": 1, "row_index_name": "i", "row_index_offset": 5, "dtypes": {"a": "Float64"}}))),
            json!({"i": [5], "a": [1.0], "b": ["x"]})
        );
    }
    assert_eq!(check(&env, scan("scan_csv", "x.csv", json!({}))).steps[0].kind, "LazyFrame");
    assert_eq!(check(&env, scan("read_csv", "x.csv", json!({}))).steps[0].kind, "DataFrame");
    assert_eq!(rows(&env, scan("read_csv", "x.csv", json!({"columns": ["b"]}))), json!({"b": ["x", null]}));
    assert_eq!(rows(&env, scan("read_csv", "x.csv", json!({"columns": [1], "new_columns": ["c"]}))), json!({"c": ["x", null]}));
    assert_eq!(
        rows(&env, scan("scan_csv", "x.csv", json!({"null_values": {"b": "x"}, "schema": {"a": "Int64", "b": "String"}}))),
        json!({"a": [1, 2], "b": [null, null]})
    );
    assert_eq!(rows(&env, scan("scan_csv", "x.csv", json!({"new_columns": ["p", "q"]}))), json!({"p": [1, 2], "q": ["x", null]}));
}

#[test]
fn globs_folders_and_paths_give_their_files() {
    let folder = Folder::new().with("d/1.csv", "a\n1\n").with("d/2.csv", "a\n2\n");
    let env = folder.env();
    assert_eq!(rows(&env, scan("scan_csv", "d/*.csv", json!({}))), json!({"a": [1, 2]}));
    assert_eq!(rows(&env, scan("scan_csv", "d", json!({}))), json!({"a": [1, 2]}));
    assert_eq!(rows(&env, json!([{"operation": "scan_csv", "args": [["d/2.csv", "d/1.csv"]]}])), json!({"a": [2, 1]}));
    assert_eq!(rows(&env, scan("scan_csv", "d/*.csv", json!({"include_file_paths": "from"}))), json!({"a": [1, 2], "from": ["d/1.csv", "d/2.csv"]}));
    assert!(error(&env, scan("scan_csv", "d/*.csv", json!({"glob": false}))).message.contains("there is no file"));
}

#[test]
fn formats_survive_the_way_there_and_back() {
    let data = json!([{"operation": "DataFrame", "dataframe": "t", "args": [{"a": [1, null, 3], "s": ["x", "y", null], "l": [[1], [], null]}]}]);
    for (write, read, file) in [
        ("write_parquet", "read_parquet", "t.parquet"),
        ("write_ipc", "read_ipc", "t.arrow"),
        ("write_ipc_stream", "read_ipc_stream", "t.arrows"),
        ("write_ndjson", "read_ndjson", "t.ndjson"),
        ("write_json", "read_json", "t.json"),
        ("write_parquet", "scan_parquet", "t.parquet"),
        ("write_ipc", "scan_ipc", "t.arrow"),
        ("write_ndjson", "scan_ndjson", "t.ndjson"),
    ] {
        let folder = Folder::new();
        let env = folder.env();
        let mut steps = data.as_array().unwrap().clone();
        steps.push(json!({"operation": write, "dataframe": "t", "args": [file]}));
        // The frame goes on after it was written.
        steps.push(json!({"operation": "head", "dataframe": "t", "args": [1]}));
        assert_eq!(rows(&env, Value::Array(steps))["a"], json!([1]), "{write}");
        assert_eq!(rows(&env, scan(read, file, json!({}))), json!({"a": [1, null, 3], "s": ["x", "y", null], "l": [[1], [], null]}), "{read}");
    }
}

#[test]
fn avro_is_written_and_read() {
    let folder = Folder::new();
    let env = folder.env();
    rows(
        &env,
        json!([{"operation": "DataFrame", "args": [{"a": [1, 2]}]}, {"operation": "write_avro", "args": ["t.avro"], "kwargs": {"compression": "deflate"}}]),
    );
    assert_eq!(rows(&env, scan("read_avro", "t.avro", json!({"columns": ["a"]}))), json!({"a": [1, 2]}));
}

#[test]
fn sinks_stream_and_leave_nothing_half_done() {
    let folder = Folder::new();
    let env = folder.env();
    let lazy = json!({"operation": "LazyFrame", "args": [{"a": ["1", "x"]}]});
    rows(&env, json!([lazy, {"operation": "sink_csv", "args": ["out.csv.gz"], "kwargs": {"compression": "gzip"}}]));
    assert_eq!(rows(&env, scan("scan_csv", "out.csv.gz", json!({}))), json!({"a": ["1", "x"]}));
    let cast = json!({"operation": "cast", "args": [{"a": "Int64"}]});
    error(&env, json!([lazy, cast, {"operation": "sink_parquet", "args": ["bad.parquet"]}]));
    assert_eq!(folder.names(), ["out.csv.gz"], "a sink that fails leaves no file");
    assert!(
        error(&env, json!([lazy, {"operation": "sink_csv", "args": ["x.csv"], "kwargs": {"compression": "gzip"}}])).message.contains("does not end in .gz")
    );
    assert!(
        error(&env, json!([lazy, {"operation": "sink_csv", "args": ["x.csv"], "kwargs": {"storage_options": {"a": "b"}}}])).message.contains("storage_options")
    );
}

#[test]
fn hive_folders_are_columns() {
    let folder = Folder::new();
    let env = folder.env();
    for (year, value) in [(2013, 1), (2014, 2)] {
        rows(
            &env,
            json!([{"operation": "DataFrame", "args": [{"v": [value]}]}, {"operation": "write_parquet", "args": [format!("d/year={year}/kind=a%20b/p.parquet")]}]),
        );
    }
    let all = json!({"v": [1, 2], "year": [2013, 2014], "kind": ["a b", "a b"]});
    assert_eq!(rows(&env, scan("scan_parquet", "d", json!({}))), all);
    assert_eq!(rows(&env, scan("scan_parquet", "d/**/*.parquet", json!({"hive_partitioning": true}))), all);
    assert_eq!(rows(&env, scan("scan_parquet", "d/**/*.parquet", json!({}))), json!({"v": [1, 2]}));
    assert_eq!(
        rows(&env, scan("scan_parquet", "d", json!({"hive_schema": {"year": "Int16", "kind": "String"}, "n_rows": 1, "row_index_name": "i"})))["i"],
        json!([0])
    );
}

#[test]
fn what_reaches_outside_is_refused_by_name() {
    let folder = Folder::new().with("x.csv", "a\n1\n");
    let env = folder.env();
    for (kwargs, word) in [
        (json!({"storage_options": {"key": "x"}}), "storage_options"),
        (json!({"credential_provider": "x"}), "credential_provider"),
        (json!({"with_column_names": {"custom_function": "double"}}), "with_column_names"),
    ] {
        let refused = error(&env, scan("scan_csv", "x.csv", kwargs));
        assert!(refused.message.contains(word), "{}", refused.message);
        assert_eq!(refused.details["argument"], json!(format!("kwargs.{word}")));
    }
    for name in ["read_database", "scan_iceberg", "scan_delta", "read_clipboard", "read_excel"] {
        assert!(error(&env, json!([{"operation": name, "args": ["x"]}])).message.contains("is not available in a pipeline"), "{name}");
    }
    assert!(error(&env, scan("scan_csv", "../x.csv", json!({}))).message.contains("leaves the folder"));
    assert!(error(&env, scan("scan_csv", "/etc/passwd", json!({}))).message.contains("leaves the folder"));
}

#[test]
fn a_missing_file_is_an_io_error_with_its_step() {
    let missing = error(&Folder::new().env(), scan("scan_parquet", "no.parquet", json!({})));
    assert_eq!((missing.code, missing.message.as_str()), (sandtable_core::Code::IoError, "step 0 (scan_parquet), args[0]: there is no file \"no.parquet\""));
}
