//! What an error says, and where.

use std::sync::{Arc, Mutex};

use sandtable_core::Error;
use sandtable_pipeline::custom::{Function, Functions};
use sandtable_pipeline::{Env, Pipeline, Return};
use serde_json::{Map, Value, json};

use super::support::{Folder, Guests, error, failing};

fn after_data(step: Value) -> Error {
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

/// A document's error of the rows, and the step that is found for it.
fn located(env: &Env, document: &Value) -> (String, Value) {
    let error = failing(env, document, json!({}));
    assert!(!error.details.contains_key("step"), "it has its step already: {}", error.message);
    let pipeline = Pipeline::from_value(document).unwrap();
    let error = pipeline.locate(error, &Map::new(), env, &Return::Default);
    let step = error.details.get("step").cloned().unwrap_or_default();
    assert!(step.is_null() || error.message.starts_with(&format!("step {step} ({})", error.details["operation"].as_str().unwrap())), "{}", error.message);
    (error.message, step)
}

fn to_integer(column: &str) -> Value {
    json!({"expr": "cast", "on": {"expr": "col", "args": [column]}, "args": ["Int64"]})
}

#[test]
fn an_error_of_the_rows_has_the_step_that_made_it() {
    let folder = Folder::new().with("x.csv", "k,a,b\n1,1,x\n2,2,3\n").with("y.csv", "k,c\n1,z\n2,9\n");
    let env = folder.env();
    let scan = |frame: &str, path: &str| json!({"operation": "scan_csv", "dataframe": frame, "args": [path]});
    let cast = |frame: &str, column: &str| json!({"operation": "with_columns", "dataframe": frame, "args": [to_integer(column)]});
    let sort = |frame: &str| json!({"operation": "sort", "dataframe": frame, "args": ["k"]});
    let join = json!({"operation": "join", "dataframe": "t", "args": ["u"], "kwargs": {"on": "k"}});
    let group = json!({"operation": "group_by", "dataframe": "t", "args": ["k"]});
    let agg = json!({"operation": "agg", "dataframe": "t", "args": [{"expr": "sum", "on": to_integer("b")}]});
    let drop = |column: &str| json!({"operation": "drop", "dataframe": "t", "args": [column]});
    let sql = json!({"operation": "sql", "dataframe_out": "t", "args": ["select t.k, u.c from t join u using (k)"]});
    for (steps, step) in [
        // In the middle, first and last.
        (json!([scan("t", "x.csv"), sort("t"), cast("t", "b"), sort("t"), cast("t", "a")]), json!(2)),
        (json!([scan("t", "x.csv"), cast("t", "b")]), json!(1)),
        (
            json!([{"operation": "scan_csv", "dataframe": "t", "args": ["x.csv"], "kwargs": {"schema_overrides": {"b": "Int64"}}}, sort("t"), cast("t", "a")]),
            json!(0),
        ),
        // In a frame that came in later; groups are no plan.
        (json!([scan("u", "y.csv"), cast("u", "c"), scan("t", "x.csv"), sort("t"), join, sort("t")]), json!(1)),
        (json!([scan("u", "y.csv"), cast("u", "c"), scan("t", "x.csv"), sort("t"), sql, sort("t")]), json!(1)),
        (json!([scan("t", "x.csv"), sort("t"), group, agg, sort("t")]), json!(3)),
        // What fails by itself but is not asked for at the end is not the cause.
        (json!([scan("t", "x.csv"), cast("t", "b"), drop("b"), scan("u", "y.csv"), cast("u", "c"), join]), json!(4)),
    ] {
        let (message, found) = located(&env, &json!({"steps": steps}));
        assert_eq!(found, step, "{message}\n{steps}");
    }
    let output = json!({
        "steps": [scan("t", "x.csv"), sort("t"), cast("t", "b"), sort("t")], "variables": {"o": "o.csv"},
        "outputs": [{"name": "o", "dataframe_id": "t", "destination_variable_key": "o"}],
    });
    assert_eq!(located(&env, &output).1, json!(2));
}

#[test]
fn what_is_dear_to_run_again_is_not() {
    // A cross join may have 100 million rows, as far as the sizes of its files tell.
    let row = format!("1,{}\n", "-".repeat(97));
    let folder = Folder::new().with("x.csv", &format!("a,b\n{}x,y\n", row.repeat(100)));
    let steps = json!([
        {"operation": "scan_csv", "dataframe": "t", "args": ["x.csv"]},
        {"operation": "join", "dataframe": "t", "args": ["t"], "kwargs": {"how": "cross"}},
        {"operation": "with_columns", "dataframe": "t", "args": [to_integer("a")]},
    ]);
    assert_eq!(located(&folder.env(), &json!({"steps": steps})).1, Value::Null);
    // Any of many frames may be the one; only so many are tried.
    let folder = folder.with("y.csv", "a,b\n1,z\n");
    for (odd, step) in [(3, json!(3)), (39, Value::Null)] {
        let scan = |at: usize| {
            let path = if at == odd { "x.csv" } else { "y.csv" };
            json!({"operation": "scan_csv", "dataframe": format!("t{at}"), "args": [path], "kwargs": {"schema_overrides": {"a": "Int64"}}})
        };
        let names: Vec<String> = (0..40).map(|at| format!("t{at}")).collect();
        let mut steps: Vec<Value> = (0..40).map(scan).collect();
        steps.push(json!({"operation": "concat", "dataframe": "all", "args": [names]}));
        assert_eq!(located(&folder.env(), &json!({"steps": steps})).1, step);
    }
}

/// Guests of which all that were found are kept, and with them what they did.
#[derive(Default)]
struct Kept(Mutex<Vec<Arc<dyn Function>>>);

impl Kept {
    fn rows(&self) -> u64 {
        self.0.lock().unwrap().iter().map(|function| function.usage().rows_in).sum()
    }
}

impl Functions for Kept {
    fn find(&self, reference: &str, params: &Value) -> Result<Arc<dyn Function>, Error> {
        let function = Guests.find(reference, params)?;
        self.0.lock().unwrap().push(Arc::clone(&function));
        Ok(function)
    }
}

#[test]
fn a_transform_is_not_called_again_to_find_a_step() {
    let folder = Folder::new().with("x.csv", "a,b\n1,x\n2,3\n");
    let kept = Arc::new(Kept::default());
    let env = Env { functions: Arc::clone(&kept) as Arc<dyn Functions>, ..folder.env() };
    let document = json!({"steps": [
        {"operation": "scan_csv", "dataframe": "t", "args": ["x.csv"]},
        {"operation": "map_batches", "dataframe": "t", "args": [{"custom_function": "double"}]},
        {"operation": "with_columns", "dataframe": "t", "args": [to_integer("b")]},
    ]});
    let failed = failing(&env, &document, json!({}));
    let called = kept.rows();
    assert!(called > 0, "{}", failed.message);
    let found = Pipeline::from_value(&document).unwrap().locate(failed, &Map::new(), &env, &Return::Default);
    assert_eq!((found.details.get("step"), kept.rows()), (None, called), "{}", found.message);
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
