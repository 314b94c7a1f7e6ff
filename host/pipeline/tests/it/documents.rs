//! The shape of a document, its variables and its frames.

use sandtable_core::Code;
use sandtable_pipeline::{Env, MAX_STEPS, Naming, Pipeline, Return};
use serde_json::{Map, Value, json};

use super::support::{Folder, as_json, failing, rows, variables};

const DATA: &str = r#"{"operation": "DataFrame", "args": [{"a": [1, 2, 3], "b": ["x", null, "z"]}]}"#;

fn data() -> Value {
    serde_json::from_str(DATA).unwrap()
}

fn parse_error(document: Value) -> sandtable_core::Error {
    Pipeline::from_value(&document).unwrap_err()
}

#[test]
fn steps_and_operations_are_two_names_of_one_list() {
    assert!(Pipeline::from_value(&json!({"steps": [data()]})).is_ok());
    assert!(Pipeline::from_value(&json!({"operations": [data()]})).is_ok());
    let error = parse_error(json!({"steps": [], "operations": []}));
    assert_eq!(error.message, "operations: the document has both steps and operations: they are two names of the same list");
    assert!(Pipeline::from_value(&json!({"name": "none"})).is_err());
}

#[test]
fn unknown_fields_are_refused_with_the_near_one() {
    let error = parse_error(json!({"step": []}));
    assert_eq!(error.details["did_you_mean"], json!(["steps"]));
    let error = parse_error(json!({"steps": [{"operation": "head", "kwarg": {}}]}));
    assert_eq!(
        error.message,
        "step 0 (head), kwarg: a step has no field \"kwarg\"; allowed: \"operation\", \"dataframe\", \"dataframe_in\", \"dataframe_out\", \"args\", \"kwargs\"; did you mean \"kwargs\""
    );
    assert_eq!((&error.details["step"], &error.details["operation"]), (&json!(0), &json!("head")));
    parse_error(json!({"steps": [], "outputs": [{"name": "x", "dataframe": "y", "destination_variable_key": "z"}]}));
    parse_error(json!({"steps": [], "variables": [{"key": "x", "default": 1}]}));
}

#[test]
fn old_and_new_names_of_frames_do_not_mix() {
    let error = parse_error(json!({"steps": [{"operation": "head", "dataframe": "x", "dataframe_in": "y"}]}));
    assert!(error.message.contains("dataframe cannot stand beside"), "{}", error.message);
    // Null is a name too, so it mixes as little.
    assert!(Pipeline::from_value(&json!({"steps": [{"operation": "head", "dataframe": null, "dataframe_out": "y"}]})).is_err());
}

#[test]
fn large_and_deep_documents_are_refused() {
    let many: Vec<Value> = (0..=MAX_STEPS).map(|_| data()).collect();
    assert_eq!(parse_error(json!({"steps": many})).code, Code::ResourceCap);
    let mut deep = json!(1);
    for _ in 0..70 {
        deep = json!([deep]);
    }
    assert_eq!(parse_error(json!({"steps": [{"operation": "head", "args": [deep]}]})).code, Code::ResourceCap);
    let long = "x".repeat(1 << 20);
    assert_eq!(parse_error(json!({"steps": [{"operation": "head", "args": [long]}]})).code, Code::ResourceCap);
    assert_eq!(Pipeline::parse(&format!("{{\"name\": \"{}\"}}", "x".repeat(1 << 20))).unwrap_err().code, Code::ResourceCap);
    assert!(Pipeline::parse(&format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000))).is_err());
}

#[test]
fn variables_come_as_a_list_or_an_object() {
    let steps = json!([data(), {"operation": "head", "args": ["$n"]}, {"operation": "select", "kwargs": {"dollar": {"expr": "lit", "args": ["$$n"]}, "text": {"expr": "lit", "args": ["$text"]}}}]);
    let list = json!({"steps": steps, "variables": [{"key": "n", "name": "Rows", "description": "how many"}, {"key": "text", "value": "$n"}]});
    let object = json!({"steps": steps, "variables": {"n": 1, "text": "$n"}});
    for (document, given) in [(&list, json!({"n": 2})), (&object, json!({}))] {
        let ran = Pipeline::from_value(document).unwrap().run(&variables(given), &Env::default(), &Return::Default).unwrap();
        let frame = ran.returned.as_ref().unwrap().collect(None).unwrap();
        // What comes out of a variable is not looked at again.
        assert_eq!(as_json(&frame), json!({"dollar": ["$n"], "text": ["$n"]}), "{document}");
    }
}

#[test]
fn variables_that_are_missing_unknown_or_undeclared_are_named() {
    let document = json!({"steps": [data(), {"operation": "head", "args": ["$rows"]}], "variables": [{"key": "rows"}]});
    assert_eq!(
        failing(&Env::default(), &document, json!({})).message,
        "variables.rows: the variable \"rows\" has no value; allowed: a value supplied at run time"
    );
    let error = failing(&Env::default(), &document, json!({"row": 1}));
    assert_eq!(error.details["did_you_mean"], json!(["rows"]));
    let undeclared = json!({"steps": [data(), {"operation": "head", "kwargs": {"n": "$rows"}}], "variables": {"row": 1}});
    let error = failing(&Env::default(), &undeclared, json!({}));
    assert_eq!(error.message, "step 1 (head), kwargs.n: there is no variable \"rows\"; allowed: \"row\"; did you mean \"row\"");
    let twice = json!({"steps": [], "variables": [{"key": "x", "value": 1}, {"key": "x", "value": 2}]});
    assert!(parse_error(twice).message.contains("declared twice"));
}

#[test]
fn frames_have_names_and_null_is_one() {
    let env = Env::default();
    let steps = json!([
        {"operation": "DataFrame", "dataframe": "left", "args": [{"a": [1, 2]}]},
        {"operation": "DataFrame", "dataframe_out": "right", "args": [{"a": [2, 3], "c": ["p", "q"]}]},
        {"operation": "join", "dataframe_in": "left", "dataframe_out": "both", "args": ["right"], "kwargs": {"on": "a"}},
        {"operation": "select", "dataframe_in": "both", "args": ["c"]},
    ]);
    assert_eq!(rows(&env, steps.clone()), json!({"c": ["p"]}));
    let pipeline = Pipeline::from_value(&json!({"steps": steps})).unwrap();
    assert_eq!(pipeline.document().steps[1].naming, Naming::InOut);
    let ran = pipeline.run(&Map::new(), &env, &Return::Frame(Some("left".to_owned()))).unwrap();
    assert_eq!(as_json(&ran.returned.as_ref().unwrap().collect(None).unwrap()), json!({"a": [1, 2]}));
    let error = pipeline.run(&Map::new(), &env, &Return::Frame(Some("lefd".to_owned()))).err().unwrap();
    assert_eq!(error.details["did_you_mean"], json!(["left"]));
}

#[test]
fn a_document_survives_the_way_there_and_back() {
    let document = json!({
        "name": "n", "description": "d", "variables": [{"key": "k", "name": "K", "description": "", "value": [1]}],
        "steps": [{"operation": "head", "dataframe": "x", "args": [1], "kwargs": {}}, {"operation": "tail", "dataframe_in": "x", "dataframe_out": null, "args": [], "kwargs": {"n": 2}}],
        "outputs": [{"name": "o", "dataframe_id": "x", "destination_variable_key": "k", "format_options": {}}],
    });
    let pipeline = Pipeline::from_value(&document).unwrap();
    assert_eq!(pipeline.document().to_value(), document);
}

#[test]
fn outputs_go_where_their_variables_say() {
    let folder = Folder::new();
    let document = json!({
        "variables": [{"key": "out"}, {"key": "copy", "value": "deep/copy.csv"}],
        "steps": [{"operation": "DataFrame", "dataframe": "t", "args": [{"a": [1, null], "d": ["x", "y"]}]}],
        "outputs": [
            {"name": "rows", "dataframe_id": "t", "destination_variable_key": "out"},
            {"name": "copy", "dataframe_id": "t", "destination_variable_key": "copy", "format_options": {"delimiter": ";", "include_header": false, "null_value": "-", "quote": "'"}},
        ],
    });
    let pipeline = Pipeline::from_value(&document).unwrap();
    let checked = pipeline.check(&variables(json!({"out": "rows.json"})), &folder.env(), &Return::Default).unwrap();
    assert_eq!(checked.outputs[0].path, "rows.json");
    assert!(folder.names().is_empty(), "a check writes nothing");
    let ran = pipeline.run(&variables(json!({"out": "rows.json"})), &folder.env(), &Return::Default).unwrap();
    assert!(ran.returned.is_none(), "a document with outputs returns nothing unless asked");
    assert_eq!(ran.outputs.iter().map(|output| (output.name.as_deref(), output.rows)).collect::<Vec<_>>(), [(Some("rows"), Some(2)), (Some("copy"), Some(2))]);
    assert_eq!(folder.text("rows.json"), r#"[{"a":1,"d":"x"},{"a":null,"d":"y"}]"#);
    assert_eq!(folder.text("deep/copy.csv"), "1;x\n-;y\n");
    assert_eq!(ran.outputs[1].bytes, 8);
}

#[test]
fn a_wrong_output_is_found_before_the_run() {
    let env = Folder::new().env();
    let with = |output: Value, path: &str| {
        let document = json!({"variables": {"to": path}, "steps": [{"operation": "DataFrame", "dataframe": "t", "args": [{"a": [1]}]}, {"operation": "group_by", "dataframe_in": "t", "dataframe_out": "g", "args": ["a"]}], "outputs": [output]});
        failing(&env, &document, json!({}))
    };
    let to = |frame: &str, options: Value| json!({"name": "o", "dataframe_id": frame, "destination_variable_key": "to", "format_options": options});
    assert!(with(to("t", json!({})), "x.prquet").message.contains("did you mean \"parquet\""));
    assert!(with(to("g", json!({})), "x.csv").message.contains("is a group-by, not a frame"));
    assert!(with(to("u", json!({})), "x.csv").message.contains("there is no frame \"u\""));
    assert!(with(to("t", json!({"delimiterr": ";"})), "x.csv").message.contains("unexpected keyword argument"));
    assert!(with(to("t", json!({"storage_options": {"key": "x"}})), "x.parquet").message.contains("storage_options"));
    assert!(with(to("t", json!({})), "../x.csv").message.contains("leaves the folder"));
    assert!(with(json!({"dataframe_id": "t", "destination_variable_key": "nope"}), "x.csv").message.contains("there is no variable \"nope\""));
}
