//! What an error says, and where.

use sandtable_pipeline::Env;
use serde_json::{Value, json};

use super::support::{Folder, error};

fn after_data(step: Value) -> sandtable_core::Error {
    error(&Env::default(), json!([{"operation": "DataFrame", "args": [{"amount": [1], "city": ["x"]}]}, step]))
}

#[test]
fn a_missing_column_names_the_columns_that_there_are() {
    let folder = Folder::new().with("x.csv", "amount,city\n1,x\n");
    let steps = json!([
        {"operation": "scan_csv", "dataframe": "t", "args": ["x.csv"]},
        {"operation": "head", "dataframe": "t"},
        {"operation": "filter", "dataframe": "t", "args": [{"expr": "gt", "on": {"expr": "col", "args": ["amuont"]}, "args": [0]}]},
    ]);
    let missing = error(&folder.env(), steps);
    assert_eq!(missing.message, "step 2 (filter): there is no column \"amuont\"; the columns are \"amount\", \"city\"; did you mean \"amount\"");
    assert_eq!(missing.details["columns"], json!(["amount", "city"]));
    assert_eq!((&missing.details["step"], &missing.details["operation"], &missing.details["given"]), (&json!(2), &json!("filter"), &json!("amuont")));
}

#[test]
fn misspelt_operations_and_arguments_get_a_near_match() {
    let unknown = after_data(json!({"operation": "with_colums", "args": ["amount"]}));
    assert_eq!(unknown.message, "step 1 (with_colums): a DataFrame has no operation \"with_colums\"; did you mean \"with_columns\"");
    let unknown = after_data(json!({"operation": "sort", "kwargs": {"by": "amount", "decending": true}}));
    assert_eq!(unknown.details["argument"], json!("kwargs.decending"));
    assert_eq!(unknown.details["did_you_mean"], json!(["descending"]));
    let function = error(&Env::default(), json!([{"operation": "scan_cvs", "args": ["x"]}]));
    assert_eq!(function.details["did_you_mean"][0], json!("scan_csv"));
    let method_first = error(&Env::default(), json!([{"operation": "filter", "dataframe": "t", "args": [true]}]));
    assert!(method_first.message.contains("there is no frame \"t\""), "{}", method_first.message);
    let expression = error(&Env::default(), json!([{"operation": "col", "args": ["a"]}]));
    assert!(expression.message.contains("gives an expression"), "{}", expression.message);
}

#[test]
fn arguments_of_the_wrong_kind_say_what_was_given_and_allowed() {
    for (step, argument) in [
        (json!({"operation": "head", "args": ["x"]}), "args[0]"),
        (json!({"operation": "head", "kwargs": {"n": 1.5}}), "kwargs.n"),
        (json!({"operation": "unique", "kwargs": {"keep": "some"}}), "kwargs.keep"),
        (json!({"operation": "rename", "args": [["a", "b"]]}), "args[0]"),
        (json!({"operation": "cast", "args": [{"amount": "Int65"}]}), "args[0].amount"),
        (json!({"operation": "join", "kwargs": {"other": 1, "on": "amount"}}), "kwargs.other"),
        (json!({"operation": "sort", "kwargs": {"by": ["amount", "city"], "descending": [true]}}), "kwargs.descending"),
        (json!({"operation": "sample", "kwargs": {"n": -1}}), "kwargs.n"),
        (json!({"operation": "group_by_dynamic", "kwargs": {"index_column": "amount", "every": "1x"}}), "kwargs.every"),
        (json!({"operation": "with_row_index", "kwargs": {"offset": -1}}), "kwargs.offset"),
    ] {
        let wrong = after_data(step.clone());
        assert_eq!(wrong.code, sandtable_core::Code::ValidationError, "{step}");
        assert_eq!(wrong.details.get("argument"), Some(&json!(argument)), "{step}: {}", wrong.message);
        assert_eq!(wrong.details["step"], json!(1), "{step}");
    }
    assert!(after_data(json!({"operation": "join", "args": [null]})).message.contains("join"));
    assert!(after_data(json!({"operation": "head", "args": [1, 2]})).message.contains("takes 1 positional argument but 2 were given"));
    assert!(after_data(json!({"operation": "sort"})).message.contains("missing 1 required argument: 'by'"));
}

#[test]
fn errors_of_the_engine_have_no_traces() {
    let clash = after_data(json!({"operation": "select", "args": ["amount", "amount"]}));
    assert!(!clash.message.contains('\n'), "{}", clash.message);
    assert_eq!(clash.details["step"], json!(1));
    let types = after_data(
        json!({"operation": "select", "args": [{"expr": "sub", "on": {"expr": "col", "args": ["amount"]}, "args": [{"expr": "col", "args": ["city"]}]}]}),
    );
    assert_eq!(types.details["step"], json!(1), "{}", types.message);
}
