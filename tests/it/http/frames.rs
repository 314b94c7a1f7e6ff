//! Native frames from inside guests, over HTTP: what they do, what they are refused, and what ends a call.

use std::fmt::Write as _;
use std::fs;

use sandtable_tests::{Answer, Server, data, guest};
use serde_json::{Value, json};

/// A server with the guest that does what a script says.
pub(crate) fn server() -> Server {
    let server = Server::start();
    server.upload("frames-script");
    server
}

pub(crate) fn play_with(server: &Server, script: &Value, limits: &Value) -> Answer {
    let rows = json!({"rows": [{"k": "a", "x": 1}, {"k": "b", "x": 2}, {"k": "a", "x": 3}]});
    let names = json!({"rows": [{"k": "a", "name": "first"}, {"k": "b", "name": "second"}]});
    let request = json!({"inputs": {"left": rows, "right": names}, "params": {"script": script}, "limits": limits});
    server.run("frames-script", &request)
}

pub(crate) fn play(server: &Server, script: &Value) -> Answer {
    play_with(server, script, &json!({}))
}

pub(crate) fn played(server: &Server, script: &Value) -> Value {
    let answer = play(server, script);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// What the guest logged.
pub(crate) fn said(answer: &Value) -> Vec<String> {
    let logs = answer.get("logs").unwrap_or(&answer["error"]["details"]["logs"]);
    logs.as_array().expect("there are logs").iter().map(|line| line["message"].as_str().expect("text").to_owned()).collect()
}

pub(crate) fn col(name: &str) -> Value {
    json!({"expr": "col", "args": [name]})
}

/// A script that ends well, whatever came before in it.
pub(crate) fn push_something() -> Value {
    json!([{"do": "rows", "rows": 2, "to": "fine"}, {"do": "push", "frame": "fine"}])
}

pub(crate) fn with(first: &Value, then: &Value) -> Value {
    Value::Array(first.as_array().into_iter().chain(then.as_array()).flatten().cloned().collect())
}

#[test]
fn flights_are_joined_and_grouped_as_a_pipeline_would() {
    let server = Server::start();
    server.upload("carrier-delays");
    for name in ["flights.csv", "airlines.csv"] {
        fs::copy(data(name), server.base().join(name)).expect("the data is there");
    }
    let options = json!({"null_values": ["NA"]});
    let inputs = json!({"flights": {"uri": "flights.csv", "options": options}, "airlines": {"uri": "airlines.csv"}});
    let by_frames = server.run("carrier-delays", &json!({"inputs": inputs, "params": {"later_than": 15}}));
    assert_eq!(by_frames.status, 200, "{}", by_frames.text());
    let by_frames = by_frames.json();
    let scan = |file: &str, frame: &str| json!({"operation": "scan_csv", "args": [file], "kwargs": {"null_values": ["NA"]}, "dataframe": frame});
    let mean = |name: &str| {
        json!({"expr": "alias", "args": [name], "on":
            {"expr": "round", "args": [2], "on": {"expr": "mean", "on": col(name)}}})
    };
    let document = json!({"steps": [
        scan("airlines.csv", "airlines"),
        scan("flights.csv", "df"),
        {"operation": "filter", "args": [{"expr": "gt", "on": col("dep_delay"), "args": [15]}], "dataframe": "df"},
        {"operation": "join", "args": ["airlines"], "kwargs": {"on": ["carrier"], "how": "inner"}, "dataframe": "df"},
        {"operation": "group_by", "args": ["name"], "dataframe": "df"},
        {"operation": "agg", "args": [
            {"expr": "alias", "args": ["flights"], "on": {"expr": "len"}}, mean("dep_delay"), mean("arr_delay"),
            {"expr": "alias", "args": ["worst"], "on": {"expr": "max", "on": col("arr_delay")}}], "dataframe": "df"},
        {"operation": "sort", "args": [["name"]], "dataframe": "df"},
    ]});
    let by_pipeline = server.post("/v1/pipelines/run", &json!({"document": document}));
    assert_eq!(by_pipeline.status, 200, "{}", by_pipeline.text());
    let by_pipeline = by_pipeline.json();
    assert_eq!(by_frames["rows"], by_pipeline["rows"]);
    assert_eq!(by_frames["rows"].as_array().map(Vec::len), Some(16));
    // The rows never were in the guest.
    assert_eq!((by_frames["usage"]["rows_in"].as_u64(), by_frames["usage"]["native_rows"].as_u64()), (Some(0), Some(16)));
    assert!(by_frames["usage"]["native_ms"].as_f64().expect("a number") > 0.0);
}

#[test]
fn frames_are_joined_made_collected_and_read() {
    let server = server();
    let done = played(
        &server,
        &json!([
            {"do": "input", "name": "left", "to": "left"},
            {"do": "input", "name": "right", "to": "right"},
            {"do": "apply", "frame": "left", "operation": "join", "frames": ["right"], "kwargs": {"on": "k"}, "to": "joined"},
            {"do": "schema", "frame": "joined"},
            {"do": "explain", "frame": "joined"},
            {"do": "collect", "frame": "joined", "to": "joined"},
            {"do": "read", "frame": "joined"},
            {"do": "apply", "frame": "joined", "operation": "sql", "args": ["select name, sum(x) as x from self group by name order by name"], "to": "sums"},
            {"do": "make", "function": "concat", "frames": ["sums", "sums"], "to": "twice"},
            {"do": "push", "frame": "twice"},
        ]),
    );
    assert_eq!(done["rows"], json!([{"name": "first", "x": 4}, {"name": "second", "x": 2}, {"name": "first", "x": 4}, {"name": "second", "x": 2}]));
    let said = said(&done);
    assert_eq!(said[0], "columns: k LargeUtf8, x Int64, name LargeUtf8");
    assert!(said[1].contains("JOIN"), "{}", said[1]);
    assert_eq!(said[2..], ["collected Some(3) rows", "read 3 rows in 1 batches", "pushed 4 rows"]);
}

#[test]
fn a_parquet_file_is_scanned_and_only_what_counts_is_read() {
    let server = server();
    fs::copy(data("flights.csv"), server.base().join("flights.csv")).expect("the data is there");
    let parquet = server.post(
        "/v1/pipelines/run",
        &json!({"document": {"steps": [{"operation": "scan_csv", "args": ["flights.csv"], "kwargs": {"null_values": ["NA"]}}]}, "output": {"format": "parquet"}}),
    );
    assert_eq!(parquet.status, 200, "{}", parquet.text());
    fs::write(server.base().join("flights.parquet"), &parquet.body).expect("the folder is ours");
    let script = json!([
        {"do": "input", "name": "left", "to": "flights"},
        {"do": "apply", "frame": "flights", "operation": "filter", "args": [{"expr": "gt", "on": col("dep_delay"), "args": [1000]}], "to": "late"},
        {"do": "apply", "frame": "late", "operation": "select", "args": ["carrier", "dep_delay"], "to": "late"},
        {"do": "explain", "frame": "late"},
        {"do": "push", "frame": "late"},
    ]);
    let request = json!({"inputs": {"left": {"uri": "flights.parquet"}, "right": {"rows": [{"x": 1}]}}, "params": {"script": script}});
    let done = server.run("frames-script", &request).json();
    assert_eq!(done["total_rows"], 5, "{done:#}");
    let plan = &said(&done)[0];
    assert!(plan.contains("PROJECT 2/") && plan.contains("SELECTION"), "{plan}");
}

#[test]
fn text_that_memory_does_not_hold_is_put_by_and_scanned() {
    let server = server();
    // Two columns of integers: 80 MB in memory, and more text than is read at once.
    let rows = 5_000_000_u64;
    let mut text = String::with_capacity(90 << 20);
    text.push_str("n,m\n");
    for row in 0..rows {
        writeln!(text, "{},{}", 10_000_000 + row, row % 1_000).expect("a string takes all");
    }
    fs::write(server.base().join("large.csv"), &text).expect("the folder is ours");
    drop(text);
    let script = json!([
        {"do": "input", "name": "left", "to": "large"},
        {"do": "apply", "frame": "large", "operation": "filter", "args": [{"expr": "lt", "on": col("m"), "args": [10]}], "to": "few"},
        {"do": "apply", "frame": "few", "operation": "select", "args": [{"expr": "sum", "on": {"expr": "col", "args": ["n", "m"]}}], "to": "sums"},
        {"do": "explain", "frame": "few"},
        {"do": "push", "frame": "sums"},
    ]);
    let inputs = json!({"left": {"uri": "large.csv"}, "right": {"rows": [{"x": 1}]}});
    let run = |memory_mb: u64| server.run("frames-script", &json!({"inputs": inputs, "params": {"script": script}, "limits": {"memory_mb": memory_mb}}));
    let expected: u64 = (0..rows).filter(|row| row % 1_000 < 10).map(|row| 10_000_000 + row).sum();
    for (memory_mb, scanned) in [(48, true), (1024, false)] {
        let done = run(memory_mb);
        assert_eq!(done.status, 200, "{}", done.text());
        let done = done.json();
        assert_eq!(done["rows"], json!([{"n": expected, "m": rows / 1_000 * 45}]), "{memory_mb}");
        assert_eq!(said(&done)[0].contains("Parquet SCAN"), scanned, "{memory_mb}: {}", said(&done)[0]);
    }
}

#[test]
fn what_is_misspelt_is_told_to_the_guest_and_to_the_caller() {
    let server = server();
    let misspelt = |operation: &str, column: &str, may_fail: bool| {
        json!([
            {"do": "input", "name": "left", "to": "left"},
            {"do": "apply", "frame": "left", "operation": operation, "args": [column], "to": "left", "may_fail": may_fail},
            {"do": "push", "frame": "left"},
        ])
    };
    let told = said(&played(&server, &misspelt("slect", "x", true)));
    assert!(told[0].contains("has no operation \"slect\"; did you mean \"select\""), "{}", told[0]);
    assert!(told[0].contains(r#""did_you_mean":["select""#) && told[0].contains(r#""operation":"slect""#), "{}", told[0]);
    let told = said(&played(&server, &misspelt("sort", "y", true)));
    assert!(told[0].contains("there is no column \"y\"; the columns are \"k\", \"x\""), "{}", told[0]);
    let refused = play(&server, &misspelt("sort", "y", false));
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "GUEST_ERROR"), "{}", refused.text());
    assert!(refused.message().contains("sort: there is no column \"y\""), "{}", refused.message());
    assert_eq!(refused.json()["error"]["details"]["guest_code"], "VALIDATION_ERROR");
}

#[test]
fn groups_take_what_goes_on_from_groups_and_nothing_else() {
    let server = server();
    let script = json!([
        {"do": "input", "name": "left", "to": "left"},
        {"do": "apply", "frame": "left", "operation": "group_by", "args": ["k"], "to": "groups"},
        {"do": "apply", "frame": "groups", "operation": "sort", "args": ["k"], "to": "x", "may_fail": true},
        {"do": "push", "frame": "groups", "may_fail": true},
        {"do": "apply", "frame": "groups", "operation": "agg", "args": [{"expr": "sum", "on": col("x")}], "to": "sums"},
        {"do": "apply", "frame": "sums", "operation": "sort", "args": ["k"], "to": "sums"},
        {"do": "push", "frame": "sums"},
    ]);
    let done = played(&server, &script);
    assert_eq!(done["rows"], json!([{"k": "a", "x": 4}, {"k": "b", "x": 2}]));
    let said = said(&done);
    assert!(said[0].contains("aggregate the groups first"), "{}", said[0]);
    assert!(said[1].contains("stands for groups"), "{}", said[1]);
}

#[test]
fn files_and_other_transforms_are_out_of_reach() {
    let server = server();
    fs::write(server.base().join("x.csv"), "a\n1\n").expect("the folder is ours");
    let out_of_reach = [
        json!({"do": "make", "function": "scan_csv", "args": ["x.csv"], "to": "x", "may_fail": true}),
        json!({"do": "make", "function": "read_parquet", "args": ["/etc/passwd"], "to": "x", "may_fail": true}),
        json!({"do": "apply", "frame": "left", "operation": "sink_csv", "args": ["y.csv"], "to": "x", "may_fail": true}),
        json!({"do": "apply", "frame": "left", "operation": "collect", "to": "eager", "may_fail": true}),
        json!({"do": "apply", "frame": "eager", "operation": "write_csv", "args": ["y.csv"], "to": "x", "may_fail": true}),
        json!({"do": "make", "function": "sql", "args": ["select * from read_csv('x.csv')"], "to": "x", "may_fail": true}),
        json!({"do": "apply", "frame": "left", "operation": "sql", "args": ["select * from 'x.csv'"], "to": "x", "may_fail": true}),
        json!({"do": "apply", "frame": "left", "operation": "join", "args": [{"expr": "scan_csv", "args": ["x.csv"]}], "kwargs": {"on": "k"}, "to": "x", "may_fail": true}),
        json!({"do": "apply", "frame": "left", "operation": "map_batches", "args": [{"custom_function": "smallest"}], "to": "x", "may_fail": true}),
        json!({"do": "apply", "frame": "left", "operation": "transform", "args": ["smallest"], "to": "x", "may_fail": true}),
        json!({"do": "apply", "frame": "left", "operation": "select", "args": [{"expr": "map_batches", "on": col("x"), "args": [{"custom_function": "smallest"}]}], "to": "x", "may_fail": true}),
    ];
    let mut script = vec![json!({"do": "input", "name": "left", "to": "left"})];
    script.extend(out_of_reach.clone());
    script.push(json!({"do": "push", "frame": "left"}));
    let said = said(&played(&server, &Value::Array(script)));
    let refusals: Vec<&String> = said.iter().filter(|line| line.starts_with("refused: ")).collect();
    assert_eq!(refusals.len(), out_of_reach.len() - 1, "all but `collect`: {said:#?}");
    let clear = |line: &&&String| ["read and write no files", "call no transforms", "read_csv", "x.csv"].iter().any(|part| line.contains(part));
    assert_eq!(refusals.iter().filter(clear).count(), refusals.len(), "{refusals:#?}");
}

#[test]
fn a_dollar_sign_is_one_and_frames_are_named_by_number() {
    let server = server();
    let literal = json!({"expr": "alias", "args": ["price"], "on": {"expr": "lit", "args": ["$5"]}});
    let script = json!([
        {"do": "rows", "rows": 1, "to": "one"},
        {"do": "apply", "frame": "one", "operation": "with_columns", "args": [literal], "to": "one"},
        {"do": "apply", "frame": "one", "operation": "join", "args": [{"frame": 3}], "kwargs": {"on": "n"}, "to": "x", "may_fail": true},
        {"do": "push", "frame": "one"},
    ]);
    let done = played(&server, &script);
    assert_eq!(done["rows"], json!([{"n": 0, "price": "$5"}]));
    assert!(said(&done)[0].contains("there is no frame 3: 0 were handed along"), "{:?}", said(&done));
}

#[test]
fn a_table_is_written_by_plans_and_by_the_guest_in_turn() {
    let server = server();
    let script = json!([
        {"do": "rows", "rows": 2, "to": "n"},
        {"do": "push", "frame": "n"},
        {"do": "push-own"},
        {"do": "push", "frame": "n"},
        {"do": "apply", "frame": "n", "operation": "rename", "args": [{"n": "m"}], "to": "m"},
        {"do": "push", "frame": "m", "may_fail": true},
        {"do": "spoil", "name": "left"},
    ]);
    let done = played(&server, &script);
    assert_eq!(done["rows"], json!([{"n": 0}, {"n": 1}, {"n": -1}, {"n": 0}, {"n": 1}]));
    let said = said(&done);
    assert!(said[2].contains("the plan gives m Int64, the output was started with n Int64"), "{said:#?}");
    assert!(said[3].contains("rows of this input have been taken already"), "{said:#?}");
}

#[test]
fn a_cross_join_of_millions_ends_at_a_cap_and_the_next_call_runs() {
    let server = server();
    let crossed = json!([
        {"do": "rows", "rows": 1_000_000, "to": "n"},
        {"do": "apply", "frame": "n", "operation": "join", "frames": ["n"], "kwargs": {"how": "cross"}, "to": "all", "may_fail": true},
        {"do": "push", "frame": "all", "may_fail": true},
    ]);
    let over = play(&server, &crossed);
    assert_eq!((over.status.as_u16(), over.code().as_str()), (422, "RESOURCE_CAP"), "{}", over.text());
    assert_eq!(over.json()["error"]["details"]["limit"], "rows of a cross join", "{}", over.text());
    assert_eq!(played(&server, &push_something())["total_rows"], 2);
    // Where nobody knows beforehand how many rows there are, they are counted as they come.
    let filtered = json!([
        {"do": "rows", "rows": 10_000, "to": "n"},
        {"do": "apply", "frame": "n", "operation": "filter", "args": [{"expr": "ge", "on": col("n"), "args": [0]}], "to": "n"},
        {"do": "apply", "frame": "n", "operation": "join", "frames": ["n"], "kwargs": {"how": "cross"}, "to": "all"},
        {"do": "push", "frame": "all"},
    ]);
    let over = play_with(&server, &filtered, &json!({"output_rows": 1_000_000}));
    assert_eq!((over.status.as_u16(), over.code().as_str()), (422, "RESOURCE_CAP"), "{}", over.text());
    assert_eq!(over.json()["error"]["details"]["limit"], "output_rows", "{}", over.text());
    assert_eq!(played(&server, &push_something())["total_rows"], 2);
    server.assert_serving();
}

#[test]
fn a_cross_join_of_tables_of_unknown_size_ends_at_a_cap_and_not_at_the_deadline() {
    let server = server();
    let joined = json!({"do": "apply", "frame": "n", "operation": "join", "frames": ["n"], "kwargs": {"how": "cross"}, "to": "all"});
    let by_sql = json!({"do": "apply", "frame": "n", "operation": "sql", "args": ["select a.n from self a cross join self b"], "to": "all"});
    let pushed = json!({"do": "push", "frame": "sum"});
    let collected = json!({"do": "collect", "frame": "sum", "to": "x"});
    let described = json!({"do": "apply", "frame": "sum", "operation": "describe", "to": "x"});
    for (cross, end) in [(&joined, &pushed), (&joined, &collected), (&joined, &described), (&by_sql, &pushed)] {
        // No row of it would ever come out, so that no limit on rows ends it.
        let script = json!([
            {"do": "rows", "rows": 1_000_000, "to": "n"},
            {"do": "apply", "frame": "n", "operation": "filter", "args": [{"expr": "ge", "on": col("n"), "args": [0]}], "to": "n"},
            cross,
            {"do": "apply", "frame": "all", "operation": "select", "args": [{"expr": "sum", "on": col("n")}], "to": "sum"},
            end,
        ]);
        let over = play_with(&server, &script, &json!({"timeout_ms": 60_000, "memory_mb": 256}));
        assert_eq!((over.status.as_u16(), over.code().as_str()), (422, "RESOURCE_CAP"), "{script}: {}", over.text());
        assert_eq!(over.json()["error"]["details"]["limit"], "rows of a cross join", "{}", over.text());
        assert_eq!(played(&server, &push_something())["total_rows"], 2);
    }
    server.assert_serving();
}

#[test]
fn rows_in_memory_count_against_the_call() {
    let server = server();
    let holds = json!([
        {"do": "rows", "rows": 1_000_000, "to": "a"},
        {"do": "apply", "frame": "a", "operation": "with_columns", "args": [{"expr": "alias", "args": ["m"], "on": {"expr": "add", "on": col("n"), "args": [1]}}], "to": "a"},
        {"do": "collect", "frame": "a", "to": "b"},
        {"do": "collect", "frame": "a", "to": "c"},
        {"do": "collect", "frame": "a", "to": "d"},
        {"do": "push", "frame": "a"},
    ]);
    // 8 MB of the guest's own and three times 16 MB.
    let over = play_with(&server, &holds, &json!({"memory_mb": 40}));
    assert_eq!((over.status.as_u16(), over.code().as_str()), (422, "RESOURCE_CAP"), "{}", over.text());
    assert_eq!(over.json()["error"]["details"]["limit"], "bytes of a frame in memory", "{}", over.text());
    let fits = play_with(&server, &holds, &json!({"memory_mb": 128}));
    assert_eq!(fits.status, 200, "{}", fits.text());
}

#[test]
fn a_deadline_ends_native_work_and_leaves_nothing_behind() {
    let server = server();
    // Some 10^10 rows that are summed up: seconds of work, no row of it comes out.
    let slow = json!([
        {"do": "rows", "rows": 100_000, "to": "n"},
        {"do": "apply", "frame": "n", "operation": "filter", "args": [{"expr": "ge", "on": col("n"), "args": [0]}], "to": "n"},
        {"do": "apply", "frame": "n", "operation": "join", "frames": ["n"], "kwargs": {"how": "cross"}, "to": "all"},
        {"do": "apply", "frame": "all", "operation": "select", "args": [{"expr": "sum", "on": {"expr": "sin", "on": col("n")}}], "to": "sum"},
        {"do": "push", "frame": "sum"},
    ]);
    for end in ["push", "collect"] {
        let mut script = slow.clone();
        script[4] = json!({"do": end, "frame": "sum", "to": "x"});
        if end == "push" {
            script[4] = json!({"do": "push", "frame": "sum"});
        }
        let late = play_with(&server, &script, &json!({"timeout_ms": 500}));
        assert_eq!((late.status.as_u16(), late.code().as_str()), (504, "TIMEOUT"), "{}", late.text());
        assert_eq!(late.json()["error"]["details"]["reason"], "deadline", "{}", late.text());
        assert_eq!(played(&server, &push_something())["total_rows"], 2);
    }
    server.assert_serving();
}

#[test]
fn plans_handles_and_arguments_have_bounds() {
    let server = server();
    let own = |step: Value| with(&json!([{"do": "rows", "rows": 3, "to": "n"}, step]), &push_something());
    for (what, step, limit) in [
        ("handles", json!({"do": "handles", "count": 1_000_000}), "handles"),
        ("a long plan", json!({"do": "repeat", "frame": "n", "operation": "drop_nulls", "times": 5000}), "operations of a plan"),
        ("long arguments", json!({"do": "long-arguments", "frame": "n", "bytes": 10_000_000}), "frame_argument_bytes"),
        ("deep arguments", json!({"do": "deep-arguments", "frame": "n", "depth": 100}), "nesting of the document"),
    ] {
        let over = play(&server, &own(step));
        assert_eq!((over.status.as_u16(), over.code().as_str()), (422, "RESOURCE_CAP"), "{what}: {}", over.text());
        assert_eq!(over.json()["error"]["details"]["limit"], limit, "{what}: {}", over.text());
    }
    let doubled = json!([
        {"do": "rows", "rows": 1, "to": "n"},
        {"do": "repeat-join", "frame": "n", "times": 100},
    ]);
    assert_eq!(play(&server, &doubled).code(), "RESOURCE_CAP");
    // What is given up is gone: many frames, few at once.
    let many = played(&server, &with(&json!([{"do": "make-and-drop", "count": 5000}]), &push_something()));
    assert_eq!(many["total_rows"], 2);
    // Deep JSON that the parser itself refuses is no limit but a mistake.
    let absurd = played(&server, &own(json!({"do": "deep-arguments", "frame": "n", "depth": 1000})));
    assert!(said(&absurd)[0].contains("the arguments are not JSON"), "{:?}", said(&absurd));
    let spins = play_with(&server, &own(json!({"do": "spin"})), &json!({"timeout_ms": 300}));
    assert_eq!(spins.code(), "TIMEOUT");
    server.assert_serving();
}

#[test]
fn frames_are_granted_by_the_uploaders_scope_or_by_the_server() {
    let secret = "a secret of thirty-two bytes, say";
    let put = |server: &Server, scope: &str, name: &str| {
        let token = Server::token(secret, &json!({"exp": 4_102_444_800_u64, "scope": scope}));
        let url = format!("{}/v1/transforms/{name}/1.0.0", server.url());
        let sent = reqwest::blocking::Client::new().put(url).bearer_auth(token).header("content-type", "application/wasm").body(guest(name)).send();
        Answer::from(sent.expect("the server answers"))
    };
    let server = Server::builder().secret(secret).start();
    assert_eq!(put(&server, "upload", "smallest").status, 201);
    for _ in 0..2 {
        let refused = put(&server, "upload", "carrier-delays");
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "AUTH_ERROR"), "{}", refused.text());
        assert_eq!(refused.json()["error"]["details"]["needed"], "frames");
    }
    let granted = put(&server, "upload frames", "carrier-delays");
    assert_eq!(granted.status, 201, "{}", granted.text());
    assert_eq!(granted.json()["describe"]["features"], json!(["frames"]));
    let open = Server::builder().secret(secret).args(&["--allow-frames"]).start();
    assert_eq!(put(&open, "upload", "carrier-delays").status, 201);
}

#[test]
fn what_a_server_granted_to_all_ends_with_it_and_what_an_uploader_granted_stays() {
    let secret = "a secret of thirty-two bytes, say";
    let data = tempfile::tempdir().expect("temporary folders can be made");
    let token = |scope: &str| Server::token(secret, &json!({"exp": 4_102_444_800_u64, "scope": scope}));
    let put = |server: &Server, name: &str, scope: &str| {
        let url = format!("{}/v1/transforms/{name}/1.0.0", server.url());
        let sent = reqwest::blocking::Client::new().put(url).bearer_auth(token(scope)).header("content-type", "application/wasm");
        Answer::from(sent.body(guest("frames-script")).send().expect("the server answers")).status.as_u16()
    };
    // Who calls needs no grant of its own.
    let run = |server: &Server, name: &str| {
        let request = json!({"inputs": {"left": {"rows": [{"x": 1}]}, "right": {"rows": [{"x": 1}]}}, "params": {"script": push_something()}});
        let sent = reqwest::blocking::Client::new().post(format!("{}/v1/transforms/{name}/run", server.url())).bearer_auth(token("run")).json(&request);
        Answer::from(sent.send().expect("the server answers"))
    };
    let steps = |name: &str| {
        json!({"document": {"steps": [
            {"operation": "from_dicts", "args": [[{"x": 1}]], "dataframe": "a"},
            {"operation": "transform", "dataframe_out": "b",
                "kwargs": {"function": name, "inputs": {"left": "a", "right": "a"}, "params": {"script": push_something()}}},
        ]}})
    };
    let open = Server::builder().secret(secret).data_dir(data.path()).args(&["--allow-frames"]).start();
    assert_eq!((put(&open, "by-server", "upload"), put(&open, "by-scope", "upload frames")), (201, 201));
    assert_eq!((run(&open, "by-server").status.as_u16(), run(&open, "by-scope").status.as_u16()), (200, 200));
    drop(open);

    let closed = Server::builder().secret(secret).data_dir(data.path()).start();
    assert_eq!(run(&closed, "by-scope").status, 200);
    let withdrawn = run(&closed, "by-server");
    assert_eq!((withdrawn.status.as_u16(), withdrawn.code().as_str()), (403, "AUTH_ERROR"), "{}", withdrawn.text());
    assert_eq!(withdrawn.json()["error"]["details"]["reason"], "grant");
    // By a pipeline neither.
    let by_pipeline = closed.post("/v1/pipelines/run", &steps("by-server"));
    assert_eq!(by_pipeline.code(), "AUTH_ERROR", "{}", by_pipeline.text());
    assert_eq!(closed.post("/v1/pipelines/run", &steps("by-scope")).status, 200);
    // The same bytes again, by who may: and it stays granted.
    assert_eq!((put(&closed, "by-server", "upload"), put(&closed, "by-server", "upload frames")), (403, 200));
    assert_eq!(run(&closed, "by-server").status, 200);
    drop(closed);
    let again = Server::builder().secret(secret).data_dir(data.path()).start();
    assert_eq!(run(&again, "by-server").status, 200);
}
