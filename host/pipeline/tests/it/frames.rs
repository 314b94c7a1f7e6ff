//! Frames and the operations on them.

use std::sync::{Arc, Mutex};

use sandtable_core::Code;
use sandtable_pipeline::{Env, Limits, Return};
use serde_json::{Map, Value, json};

use super::support::{Folder, as_json, check, document, error, rows};

fn with(frame: Value, steps: &[Value]) -> Value {
    let mut all = vec![json!({"operation": "DataFrame", "args": [frame]})];
    all.extend(steps.iter().cloned());
    Value::Array(all)
}

fn step(operation: &str, args: Value, kwargs: Value) -> Value {
    json!({"operation": operation, "args": args, "kwargs": kwargs})
}

fn run(frame: Value, steps: &[Value]) -> Value {
    rows(&Env::default(), with(frame, steps))
}

#[test]
fn eager_and_lazy_frames_have_their_own_methods() {
    let env = Env::default();
    let data = json!({"a": [1, 2], "b": ["x", "y"]});
    assert_eq!(run(data.clone(), &[step("lazy", json!([]), json!({})), step("first", json!([]), json!({}))]), json!({"a": [1], "b": ["x"]}));
    let error_of = |steps: &[Value]| error(&env, with(data.clone(), steps)).message;
    assert!(error_of(&[step("first", json!([]), json!({}))]).contains("only a LazyFrame has it, put a `lazy` in front of it"));
    let lazy = step("lazy", json!([]), json!({}));
    assert!(error_of(&[lazy.clone(), step("transpose", json!([]), json!({}))]).contains("only a DataFrame has it, put a `collect` in front of it"));
    assert!(error_of(&[step("show_graph", json!([]), json!({}))]).contains("no operation"));
    assert!(error_of(&[lazy, step("show_graph", json!([]), json!({}))]).contains("\"show_graph\" is not available in a pipeline: it draws a picture"));
    assert!(error_of(&[step("scan_csv", json!(["x.csv"]), json!({}))]).contains("a function that makes a frame"));
}

#[test]
fn eager_frames_do_not_join_lazy_ones() {
    let steps = json!([
        {"operation": "DataFrame", "dataframe": "l", "args": [{"a": [1]}]},
        {"operation": "LazyFrame", "dataframe": "r", "args": [{"a": [1]}]},
        {"operation": "join", "dataframe": "l", "args": ["r"], "kwargs": {"on": "a"}},
    ]);
    assert!(error(&Env::default(), steps).message.contains("expected a DataFrame, got a LazyFrame"));
}

#[test]
fn keyword_expressions_name_their_columns() {
    let double = json!({"expr": "mul", "on": {"expr": "col", "args": ["a"]}, "args": [2]});
    assert_eq!(run(json!({"a": [1, 2]}), &[step("with_columns", json!([]), json!({"twice": double}))]), json!({"a": [1, 2], "twice": [2, 4]}));
    assert_eq!(run(json!({"a": [1, 2]}), &[step("select", json!([]), json!({"twice": double}))]), json!({"twice": [2, 4]}));
}

#[test]
fn a_filter_takes_its_predicate_by_the_name_that_the_format_shows() {
    let above = json!({"expr": "gt", "on": {"expr": "col", "kwargs": {"name": "a"}}, "kwargs": {"other": 1}});
    assert_eq!(run(json!({"a": [1, 2]}), &[step("filter", json!([]), json!({"predicate": above}))]), json!({"a": [2]}));
    assert_eq!(run(json!({"a": [1, 2]}), &[step("filter", json!([above]), json!({}))]), json!({"a": [2]}));
    assert_eq!(run(json!({"a": [1, 2]}), &[step("filter", json!([]), json!({"a": 1}))]), json!({"a": [1]}));
    // A column of that name is one, as in Python.
    assert_eq!(run(json!({"predicate": [1, 2]}), &[step("filter", json!([]), json!({"predicate": 2}))]), json!({"predicate": [2]}));
}

#[test]
fn groups_go_on_with_agg_and_its_kin() {
    let data = json!({"k": ["x", "y", "x"], "v": [1, 2, 3]});
    let sum = json!({"expr": "sum", "on": {"expr": "col", "args": ["v"]}});
    let sorted = step("sort", json!(["k"]), json!({}));
    assert_eq!(
        run(data.clone(), &[step("group_by", json!(["k"]), json!({})), step("agg", json!([]), json!({"total": sum})), sorted.clone()]),
        json!({"k": ["x", "y"], "total": [4, 2]})
    );
    assert_eq!(
        run(data.clone(), &[step("group_by", json!(["k"]), json!({"maintain_order": true})), step("len", json!([]), json!({}))]),
        json!({"k": ["x", "y"], "len": [2, 1]})
    );
    assert_eq!(
        run(data.clone(), &[step("group_by", json!(["k"]), json!({})), step("max", json!([]), json!({})), sorted]),
        json!({"k": ["x", "y"], "v": [3, 2]})
    );
    let env = Env::default();
    assert!(
        error(&env, with(data.clone(), &[step("group_by", json!(["k"]), json!({})), step("filter", json!([true]), json!({}))]))
            .message
            .contains("aggregate the groups first")
    );
    let missing = error(&env, with(data, &[step("group_by", json!(["kk"]), json!({}))]));
    assert_eq!((missing.details["step"].clone(), missing.details["did_you_mean"].clone()), (json!(1), json!(["k"])));
}

#[test]
fn joins_and_stacks() {
    let env = Env::default();
    let two = |last: Value| {
        json!([
            {"operation": "LazyFrame", "dataframe": "l", "args": [{"a": [1, 2], "b": ["x", "y"]}]},
            {"operation": "LazyFrame", "dataframe": "r", "args": [{"a": [2, 3], "c": [true, false]}]},
            last,
        ])
    };
    let on = |how: &str| two(json!({"operation": "join", "dataframe": "l", "args": ["r"], "kwargs": {"on": "a", "how": how, "maintain_order": "left_right"}}));
    assert_eq!(rows(&env, on("left")), json!({"a": [1, 2], "b": ["x", "y"], "c": [null, true]}));
    assert_eq!(rows(&env, on("anti")), json!({"a": [1], "b": ["x"]}));
    assert!(error(&env, on("innner")).message.contains("did you mean \"inner\""));
    let both = json!([
        {"operation": "DataFrame", "dataframe": "l", "args": [{"a": [1]}]},
        {"operation": "DataFrame", "dataframe": "r", "args": [{"a": [2], "c": ["x"]}]},
        {"operation": "concat", "dataframe": "both", "kwargs": {"items": ["l", "r"], "how": "diagonal"}},
    ]);
    assert_eq!(rows(&env, both), json!({"a": [1, 2], "c": [null, "x"]}));
    let unknown = two(json!({"operation": "join", "dataframe": "l", "args": ["rr"], "kwargs": {"on": "a"}}));
    assert_eq!(error(&env, unknown).message, "step 2 (join), args[0]: there is no frame \"rr\"; allowed: \"l\", \"r\"; did you mean \"r\"");
}

#[test]
fn update_takes_the_other_frames_values() {
    let steps = json!([
        {"operation": "DataFrame", "dataframe": "l", "args": [{"k": [1, 2, 3], "v": [10, 20, 30]}]},
        {"operation": "DataFrame", "dataframe": "r", "args": [{"k": [2, 3], "v": [99, null]}]},
        {"operation": "update", "dataframe": "l", "args": ["r"], "kwargs": {"on": "k"}},
    ]);
    assert_eq!(rows(&Env::default(), steps), json!({"k": [1, 2, 3], "v": [10, 99, 30]}));
}

#[test]
fn pivots_go_by_the_rows_or_by_given_values() {
    let data = json!({"i": [1, 1, 2], "on": ["x", "y", "x"], "v": [1, 2, 3]});
    let pivot = |kwargs: Value| step("pivot", json!(["on"]), kwargs);
    let wide = json!({"i": [1, 2], "x": [1, 3], "y": [2, null]});
    assert_eq!(run(data.clone(), &[pivot(json!({"index": "i", "values": "v"}))]), wide);
    assert_eq!(run(data.clone(), &[pivot(json!({"index": "i", "values": "v", "on_columns": ["x", "y"]}))]), wide);
    // What comes after a pivot is checked as far as it goes without its columns.
    let after = with(data.clone(), &[pivot(json!({"index": "i", "values": "v"})), step("select", json!(["y"]), json!({}))]);
    assert_eq!(rows(&Env::default(), after.clone()), json!({"y": [2, null]}));
    let checked = check(&Env::default(), after);
    assert!(checked.steps[1].schema.is_none() && checked.steps[2].schema.is_none());
    let wrong = with(data, &[pivot(json!({"index": "i", "values": "v"})), step("select", json!(["y"]), json!({"strict": {"expr": "no_such"}}))]);
    assert!(error(&Env::default(), wrong).message.contains("no_such"));
}

#[test]
fn frames_in_memory_have_more() {
    assert_eq!(
        run(json!({"a": [1, 2]}), &[step("transpose", json!([]), json!({"include_header": true}))]),
        json!({"column": ["a"], "column_0": [1], "column_1": [2]})
    );
    assert_eq!(run(json!({"a": ["x", "y"]}), &[step("to_dummies", json!([]), json!({}))]), json!({"a_x": [1, 0], "a_y": [0, 1]}));
    assert_eq!(run(json!({"a": [1, 2, 3]}), &[step("unstack", json!([]), json!({"step": 2}))]), json!({"a_0": [1, 2], "a_1": [3, null]}));
    assert_eq!(run(json!({"a": [1, 1, 2]}), &[step("is_unique", json!([]), json!({}))]), json!({"": [false, false, true]}));
    assert_eq!(run(json!({"a": [2, 3]}), &[step("product", json!([]), json!({}))]), json!({"a": [6]}));
    assert_eq!(
        run(json!({"a": [1, 2], "b": [3, 4]}), &[step("sum_horizontal", json!([]), json!({})), step("to_frame", json!([]), json!({}))]),
        json!({"sum": [4, 6]})
    );
    assert_eq!(run(json!({"a": [1, 2, 3]}), &[step("head", json!([-1]), json!({}))]), json!({"a": [1, 2]}));
    let described = run(json!({"a": [1, 2, 3], "s": ["x", null, "y"]}), &[step("describe", json!([]), json!({}))]);
    assert_eq!(described["statistic"], json!(["count", "null_count", "mean", "std", "min", "25%", "50%", "75%", "max"]));
    assert_eq!(described["a"], json!([3.0, 0.0, 2.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0]));
    assert_eq!(described["s"], json!(["2", "1", null, null, "x", null, null, null, "y"]));
}

#[test]
fn frames_come_as_data() {
    let env = Env::default();
    let of = |args: Value, kwargs: Value| rows(&env, json!([{"operation": "DataFrame", "args": args, "kwargs": kwargs}]));
    assert_eq!(of(json!([[{"a": 1}, {"a": 2, "b": "x"}]]), json!({})), json!({"a": [1, 2], "b": [null, "x"]}));
    assert_eq!(of(json!([[[1, 2], [3, 4]]]), json!({})), json!({"column_0": [1, 2], "column_1": [3, 4]}));
    assert_eq!(of(json!([[[1, 2], [3, 4]]]), json!({"schema": ["a", "b"], "orient": "row"})), json!({"a": [1, 3], "b": [2, 4]}));
    assert_eq!(of(json!([]), json!({"schema": {"a": "Int8", "d": "Date"}})), json!({"a": [], "d": []}));
    assert_eq!(
        rows(&env, json!([{"operation": "from_dict", "args": [{"a": [1, 2], "b": 0}], "kwargs": {"schema_overrides": {"a": "Float64"}}}])),
        json!({"a": [1.0, 2.0], "b": [0, 0]})
    );
    assert_eq!(rows(&env, json!([{"operation": "select", "kwargs": {"x": {"expr": "lit", "args": [1]}}}])), json!({"x": [1]}));
    assert_eq!(
        rows(&env, json!([{"operation": "json_normalize", "args": [[{"a": {"b": 1}}, {"a": {"b": 2}, "c": 3}]]}])),
        json!({"a.b": [1, 2], "c": [null, 3]})
    );
}

#[test]
fn custom_functions_run_on_batches_and_tables() {
    let folder = Folder::new();
    let env = folder.env();
    let double = json!({"custom_function": "double"});
    let data = json!({"a": [1, 2]});
    assert_eq!(rows(&env, with(data.clone(), &[step("pipe", json!([double]), json!({"by": 3}))])), json!({"a": [3, 6]}));
    assert_eq!(rows(&env, with(data.clone(), &[step("lazy", json!([]), json!({})), step("map_batches", json!([double]), json!({}))])), json!({"a": [2, 4]}));
    assert_eq!(
        rows(&env, with(data.clone(), &[step("pipe", json!([{"custom_function": "mute"}]), json!({})), step("select", json!(["a"]), json!({}))])),
        json!({"a": [2, 4]})
    );
    let stacked = json!([
        {"operation": "DataFrame", "dataframe": "x", "args": [{"a": [1]}]},
        {"operation": "DataFrame", "dataframe": "y", "args": [{"a": [2]}]},
        {"operation": "transform", "dataframe_out": "z", "kwargs": {"function": "stack", "inputs": {"top": "x", "bottom": "y"}}},
    ]);
    assert_eq!(rows(&env, stacked), json!({"a": [1, 2]}));
    let ran = document(with(data.clone(), &[step("pipe", json!([double]), json!({}))])).run(&Map::new(), &env, &Return::Default).unwrap();
    ran.returned.as_ref().unwrap().collect(None).unwrap();
    assert_eq!(ran.steps()[1].usage.as_ref().unwrap().rows_in, 2);
    // In an expression a function is a step's as well: it is counted there, and fails there, however late the plan runs.
    let mapped = |function: &str| {
        step("select", json!([{"expr": "map_batches", "on": {"expr": "col", "args": ["a"]}, "args": [{"custom_function": function}]}]), json!({}))
    };
    let ran = document(with(data.clone(), &[mapped("double"), step("head", json!([5]), json!({}))])).run(&Map::new(), &env, &Return::Default).unwrap();
    ran.returned.as_ref().unwrap().collect(None).unwrap();
    assert!(ran.steps()[1].usage.as_ref().unwrap().rows_in >= 2);
    let failed = error(&env, with(data.clone(), &[mapped("fails"), step("head", json!([5]), json!({}))]));
    assert_eq!((failed.code, failed.message.as_str()), (Code::GuestError, "step 1 (select): the guest says no"));
    let failed = error(&env, with(data.clone(), &[step("pipe", json!([{"custom_function": "fails"}]), json!({}))]));
    assert_eq!((failed.code, failed.message.as_str()), (Code::GuestError, "step 1 (pipe): the guest says no"));
    let unknown = error(&env, with(data, &[step("pipe", json!([{"custom_function": "nope"}]), json!({}))]));
    assert_eq!((unknown.code, unknown.details["step"].clone()), (Code::NotFound, json!(1)));
}

#[test]
fn what_is_held_in_memory_is_bounded() {
    let env = Env { limits: Limits { rows: 10, ..Limits::default() }, ..Env::default() };
    let many = json!({"a": (0..20).collect::<Vec<i32>>()});
    assert_eq!(error(&env, with(many.clone(), &[])).code, Code::ResourceCap);
    assert_eq!(error(&env, with(many.clone(), &[step("transpose", json!([]), json!({}))])).code, Code::ResourceCap);
    assert_eq!(rows(&env, with(many.clone(), &[step("head", json!([3]), json!({}))])), json!({"a": [0, 1, 2]}));
    assert_eq!(error(&env, with(many.clone(), &[step("clear", json!([11]), json!({}))])).code, Code::ResourceCap);
    let crossed = json!([
        {"operation": "LazyFrame", "dataframe": "x", "args": [many]},
        {"operation": "join", "dataframe": "x", "args": ["x"], "kwargs": {"how": "cross"}},
    ]);
    assert_eq!(error(&env, crossed).code, Code::ResourceCap);
}

#[test]
fn a_thousand_steps_are_deep_but_run() {
    let mut steps = vec![json!({"operation": "LazyFrame", "args": [{"a": [0]}]})];
    let more = json!({"expr": "add", "on": {"expr": "col", "args": ["a"]}, "args": [1]});
    steps.extend((0..999).map(|_| step("with_columns", json!([more]), json!({}))));
    assert_eq!(rows(&Env::default(), Value::Array(steps)), json!({"a": [999]}));
}

#[test]
fn progress_is_told_step_by_step() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&told);
    let env = Env { progress: Some(Arc::new(move |record| tell.lock().unwrap().push((record.step, record.operation.clone(), record.rows)))), ..Env::default() };
    let ran = document(with(json!({"a": [1, 2]}), &[step("transpose", json!([]), json!({}))])).run(&Map::new(), &env, &Return::Default).unwrap();
    assert_eq!(as_json(&ran.returned.as_ref().unwrap().collect(Some(1)).unwrap()), json!({"column_0": [1], "column_1": [2]}));
    assert_eq!(*told.lock().unwrap(), [(0, "DataFrame".to_owned(), None), (1, "transpose".to_owned(), Some(1))]);
}

#[test]
fn every_name_is_there_or_says_why_not() {
    let operations = sandtable_pipeline::operations();
    assert!(operations.len() > 800);
    for operation in &operations {
        assert_ne!(operation.unsupported.as_deref(), Some("it is not available here"), "{} {} has no reason", operation.kind, operation.name);
        assert!(operation.unsupported.is_some() || operation.example.is_some());
    }
    let explained =
        document(with(json!({"a": [1]}), &[step("select", json!(["a"]), json!({}))])).explain(&Map::new(), &Env::default(), &Return::Default).unwrap();
    assert!(explained[0].plan.contains("SELECT"), "{}", explained[0].plan);
}
