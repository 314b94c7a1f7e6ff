//! Sessions: operations one at a time, with a document's own errors, within bounds.

use polars::prelude::{DataFrame, df};
use sandtable_core::{Code, Error};
use sandtable_pipeline::Limits;
use sandtable_pipeline::session::Session;
use serde_json::{Value, json};

fn session() -> Session {
    Session::new(Limits::default())
}

fn table() -> DataFrame {
    df!("k" => ["a", "b", "a"], "x" => [1_i64, 2, 3]).unwrap()
}

fn args(args: Value) -> String {
    json!({"args": args}).to_string()
}

fn col(name: &str) -> Value {
    json!({"expr": "col", "args": [name]})
}

fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    let error = result.unwrap_err();
    assert_eq!(error.code, Code::ValidationError, "{error}");
    error.message
}

fn capped<T: std::fmt::Debug>(result: Result<T, Error>, limit: &str) {
    let error = result.unwrap_err();
    assert_eq!((error.code, error.details["limit"].as_str()), (Code::ResourceCap, Some(limit)), "{error}");
}

#[test]
fn operations_follow_one_another_and_leave_what_was_there() {
    let mut session = session();
    let start = session.rows(table()).unwrap();
    let late = session.apply(start, "filter", &args(json!([{"expr": "gt", "on": col("x"), "args": [1]}])), &[]).unwrap();
    let groups = session.apply(late, "group_by", &json!({"args": ["k"], "kwargs": {"maintain_order": true}}).to_string(), &[]).unwrap();
    let sums = session.apply(groups, "agg", &args(json!([{"expr": "sum", "on": col("x")}])), &[]).unwrap();
    assert_eq!(session.collect(sums).unwrap().frame, df!("k" => ["b", "a"], "x" => [2_i64, 3]).unwrap());
    assert_eq!(session.collect(start).unwrap().frame, table());
    assert_eq!(session.schema(sums).unwrap().len(), 2);
    assert!(session.explain(late).unwrap().contains("x"));
    assert!(refused(session.schema(groups)).contains("stands for groups"));
}

#[test]
fn frames_come_along_by_number_and_functions_make_several() {
    let mut session = session();
    let (left, right) = (session.rows(table()).unwrap(), session.rows(df!("k" => ["a"], "name" => ["first"]).unwrap()).unwrap());
    let joined = session.apply(left, "join", &json!({"args": [{"frame": 0}], "kwargs": {"on": "k"}}).to_string(), &[right]).unwrap();
    assert_eq!(session.collect(joined).unwrap().frame.shape(), (2, 3));
    let stacked = session.make("concat", &args(json!([[{"frame": 0}, {"frame": 1}]])), &[left, left]).unwrap();
    assert_eq!(stacked.len(), 1);
    let counted = session.apply(left, "sql", &args(json!(["select count(*) as n from self join frame0 on self.k = frame0.k"])), &[right]).unwrap();
    assert_eq!(session.collect(counted).unwrap().frame.shape(), (1, 1));
    let aligned = session.make("align_frames", &json!({"args": [{"frame": 0}, {"frame": 1}], "kwargs": {"on": "k"}}).to_string(), &[right, right]).unwrap();
    assert_eq!(aligned.len(), 2);
    assert!(refused(session.apply(left, "join", &args(json!([{"frame": 1}])), &[right])).contains("there is no frame 1: 1 were handed along"));
    // Rows that look like the name of a frame are rows.
    let literal = session.make("from_dicts", &args(json!([[{"frame": 7}]])), &[]).unwrap();
    assert_eq!(session.collect(literal[0]).unwrap().frame, df!("frame" => [7_i64]).unwrap());
}

#[test]
fn what_is_wrong_is_a_documents_error_with_the_operations_name() {
    let mut session = session();
    let start = session.rows(table()).unwrap();
    let error = session.apply(start, "sort", &args(json!(["y"])), &[]).unwrap_err();
    assert_eq!(error.message, "sort: there is no column \"y\"; the columns are \"k\", \"x\"; did you mean \"k\" or \"x\"");
    assert_eq!((&error.details["operation"], &error.details["columns"]), (&json!("sort"), &json!(["k", "x"])));
    let error = session.apply(start, "group_bye", "", &[]).unwrap_err();
    assert!(error.message.ends_with("did you mean \"group_by\""), "{error}");
    let text = refused(session.apply(start, "join", &json!({"kwargs": {"how": "sideways"}}).to_string(), &[]));
    assert!(text.starts_with("join: "), "{text}");
    for (arguments, why) in
        [("{", "are not JSON"), ("[]", "is not an object"), (r#"{"arg": []}"#, "did you mean \"args\""), (r#"{"args": 1}"#, "is not a list")]
    {
        let text = refused(session.apply(start, "head", arguments, &[]));
        assert!(text.contains(why), "{arguments}: {text}");
    }
    // A value that does not fit shows when the plan runs.
    let cast = session.apply(start, "select", &args(json!([{"expr": "cast", "on": col("k"), "args": ["Int64"]}])), &[]).unwrap();
    assert!(refused(session.collect(cast).map(|_| ())).contains("conversion"));
}

#[test]
fn columns_that_only_rows_tell_are_known_once_they_ran() {
    let mut session = session();
    let start = session.rows(table()).unwrap();
    let eager = session.apply(start, "collect", "", &[]).unwrap();
    let pivoted = session.apply(eager, "pivot", &json!({"kwargs": {"on": "k", "index": "x", "values": "x"}}).to_string(), &[]).unwrap();
    assert_eq!(session.schema(pivoted).unwrap().iter_names().map(|name| name.as_str()).collect::<Vec<_>>(), ["x", "a", "b"]);
    assert!(refused(session.apply(pivoted, "sort", &args(json!(["c"])), &[])).contains("there is no column \"c\""));
}

#[test]
fn nothing_outside_is_reached() {
    let mut session = session();
    let start = session.rows(table()).unwrap();
    for name in ["scan_csv", "read_parquet", "read_csv", "scan_ipc", "read_avro"] {
        assert!(refused(session.make(name, &args(json!(["x"])), &[])).contains("its frames read and write no files"));
        // The closed door behind the words.
        let nested = json!({"args": [{"expr": name, "args": ["x"]}], "kwargs": {"on": "k"}}).to_string();
        let text = refused(session.apply(start, "join", &nested, &[]));
        assert!(text.contains("a guest has no files") || text.contains("got a DataFrame"), "{name}: {text}");
    }
    for name in ["sink_csv", "sink_parquet", "write_json"] {
        assert!(refused(session.apply(start, name, &args(json!(["x"])), &[])).contains("its frames read and write no files"));
    }
    for name in ["transform", "pipe", "map_batches"] {
        assert!(refused(session.apply(start, name, &args(json!([{"custom_function": "f"}])), &[])).contains("its frames call no transforms"));
    }
    let mapped = args(json!([{"expr": "map_batches", "on": col("x"), "args": [{"custom_function": "f"}]}]));
    assert!(refused(session.apply(start, "select", &mapped, &[])).contains("cannot be called by a guest"));
    assert!(refused(session.make("sql", &args(json!(["select * from read_csv('x')"])), &[])).contains("table function"));
}

#[test]
fn plans_and_rows_are_bounded() {
    let mut session = Session::new(Limits { bytes: 100_000, ..Limits::default() });
    let mut frame = session.rows(table()).unwrap();
    let over = loop {
        match session.apply(frame, "drop_nulls", "", &[]) {
            Ok(next) => {
                session.release(frame);
                frame = next;
            }
            Err(error) => break error,
        }
    };
    capped::<u32>(Err(over), "operations of a plan");
    let start = session.rows(table()).unwrap();
    let mut wide = start;
    let over = loop {
        match session.apply(wide, "select", &json!({"args": ["k"], "kwargs": {"y": {"expr": "lit", "args": ["x".repeat(900_000)]}}}).to_string(), &[]) {
            Ok(next) => wide = next,
            Err(error) => break error,
        }
    };
    assert_eq!(over.code, Code::ResourceCap, "{over}");
    let many = session.make("select", &args(json!([{"expr": "int_range", "args": [0, 10_000]}])), &[]).unwrap();
    let held = session.collect(many[0]).unwrap();
    capped(session.collect(many[0]).map(|_| ()), "bytes of a frame in memory");
    drop(held);
    assert_eq!(session.collect(many[0]).unwrap().frame.height(), 10_000);
}

#[test]
fn a_product_of_millions_is_refused_before_it_runs() {
    let mut session = session();
    let rows: Vec<i64> = (0..1_000_000).collect();
    let start = session.rows(df!("n" => rows).unwrap()).unwrap();
    let indexed = session.apply(start, "with_row_index", "", &[]).unwrap();
    let cross = json!({"args": [{"frame": 0}], "kwargs": {"how": "cross"}}).to_string();
    let crossed = session.apply(start, "join", &cross, &[indexed]).unwrap();
    capped(session.collect(crossed).map(|_| ()), "rows of a cross join");
    capped(session.ready(crossed).map(|_| ()), "rows of a cross join");
    // Nor does what goes on from it.
    capped(session.apply(crossed, "head", "", &[]), "rows of a cross join");
    let few = session.apply(start, "head", &args(json!([1000])), &[]).unwrap();
    let thousands = session.apply(few, "join", &cross, &[few]).unwrap();
    assert_eq!(session.collect(thousands).unwrap().frame.height(), 1_000_000);
}

#[test]
fn a_product_of_rows_that_nobody_knows_is_counted_before_it_runs() {
    let mut session = Session::new(Limits { crossed_rows: Some(2_500), ..Limits::default() });
    let rows: Vec<i64> = (0..100).collect();
    let start = session.rows(df!("n" => rows).unwrap()).unwrap();
    let cross = json!({"args": [{"frame": 0}], "kwargs": {"how": "cross"}}).to_string();
    let below = |session: &mut Session, most: i64| {
        let some = session.apply(start, "filter", &args(json!([{"expr": "lt", "on": col("n"), "args": [most]}])), &[]).unwrap();
        let crossed = session.apply(some, "join", &cross, &[some]).unwrap();
        session.apply(crossed, "select", &args(json!([{"expr": "sum", "on": col("n")}])), &[]).unwrap()
    };
    let (fits, over) = (below(&mut session, 50), below(&mut session, 51));
    assert_eq!(session.collect(fits).unwrap().frame, df!("n" => [50 * 49 / 2 * 50_i64]).unwrap());
    assert!(session.ready(fits).is_ok());
    capped(session.collect(over).map(|_| ()), "rows of a cross join");
    capped(session.ready(over).map(|_| ()), "rows of a cross join");
    // Operations that run what they are called on count first, too.
    assert!(session.apply(fits, "describe", "", &[]).is_ok());
    capped(session.apply(over, "describe", "", &[]), "rows of a cross join");
    // What goes into a join is counted only when the joins before it are within bounds: this would take ages else.
    let few = session.apply(start, "filter", &args(json!([{"expr": "lt", "on": col("n"), "args": [50]}])), &[]).unwrap();
    let mut tower = few;
    for _ in 0..6 {
        let filtered = session.apply(tower, "filter", &args(json!([{"expr": "ge", "on": col("n"), "args": [0]}])), &[]).unwrap();
        let narrow = session.apply(filtered, "select", &args(json!(["n"])), &[]).unwrap();
        tower = session.apply(narrow, "join", &cross, &[few]).unwrap();
    }
    capped(session.ready(tower).map(|_| ()), "rows of a cross join");
}
