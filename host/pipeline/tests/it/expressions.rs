//! Expressions: the same trees as Python's, names that run, and errors that tell.

use polars::prelude::{DataFrame, Expr, IntoLazy, df};
use sandtable_pipeline::custom::NoFunctions;
use sandtable_pipeline::{expression, operations};
use serde_json::{Value, json};

/// A column whose type differs from tree to tree: what a method is called on in the fixture.
const ON: &str = "a";

fn built(object: &Value) -> Result<Expr, String> {
    expression(object, &NoFunctions).map_err(|error| error.message)
}

fn tree(expr: &Expr) -> Value {
    serde_json::to_value(expr).expect("an expression without functions has a tree")
}

/// The call as a document writes it.
fn object(case: &Value) -> Value {
    let name = case["name"].as_str().expect("each case has a name");
    let mut object = match case["kind"].as_str() {
        Some("expr") => json!({"expr": name, "on": {"expr": "col", "args": [ON]}}),
        Some("dtype_expr") => json!({"expr": name, "on": {"expr": "dtype_of", "args": [ON]}}),
        Some("selector") => json!({"expr": format!("selectors.{name}")}),
        _ => json!({"expr": name}),
    };
    for key in ["args", "kwargs"] {
        if let Some(value) = case.get(key) {
            object[key] = value.clone();
        }
    }
    object
}

/// 1 and 1.0 are one number: Python writes what was given, the engine what it reads.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right)),
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len() && left.iter().all(|(key, value)| right.get(key).is_some_and(|other| equal(value, other)))
        }
        _ => left == right,
    }
}

/// Literals of lists are bytes in a tree, and two writers may lay them out in two ways: then the expressions decide.
fn same(expr: &Expr, wanted: &Value) -> bool {
    equal(&tree(expr), wanted) || serde_json::from_value::<Expr>(wanted.clone()).is_ok_and(|wanted| wanted == *expr || tree(&wanted) == tree(expr))
}

#[test]
fn expressions_have_the_trees_that_python_makes() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../fixtures/expressions.json")).expect("the fixture is JSON");
    let (mut wrong, mut trees) = (Vec::new(), 0);
    for case in &cases {
        let call = object(case);
        let made = match built(&call) {
            // A data type shows up in a cast alone.
            Err(text) if text.contains("a data type stands where") => built(&json!({"expr": "cast", "on": {"expr": "col", "args": ["x"]}, "args": [call]})),
            made => made,
        };
        let fine = match (&made, case.get("tree")) {
            (Ok(expr), Some(wanted)) => {
                trees += 1;
                same(expr, wanted) || tree(expr).pointer("/Cast/dtype").is_some_and(|dtype| equal(dtype, wanted))
            }
            (Err(_), None) => true,
            _ => false,
        };
        if !fine {
            let got = made.map_or_else(|text| format!("error: {text}"), |expr| tree(&expr).to_string());
            let wanted = case.get("tree").unwrap_or(&case["error"]).to_string();
            let cut = |text: String| text.chars().take(700).collect::<String>();
            wrong.push(format!("{call}\n    got    {}\n    wanted {}", cut(got), cut(wanted)));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(trees > 1_500, "the fixture has only {trees} trees");
}

#[test]
fn every_name_is_there_or_has_a_reason() {
    let all = operations();
    let unexplained: Vec<String> =
        all.iter().filter(|info| info.unsupported.as_deref() == Some("it is not available here")).map(|info| format!("{} {}", info.kind, info.name)).collect();
    assert!(unexplained.is_empty(), "neither implemented nor refused with a reason: {unexplained:?}");
    let supported = |kind: &str| all.iter().filter(|info| info.kind == kind && info.unsupported.is_none()).count();
    assert!(supported("expr") >= 405, "{} methods of expressions", supported("expr"));
    assert!(supported("selector") >= 34, "{} selectors", supported("selector"));
}

fn samples() -> DataFrame {
    df!(
        "i" => [Some(3_i64), Some(1), None, Some(2)],
        "u" => [7_u32, 8, 9, 10],
        "x" => [Some(0.5_f64), None, Some(2.5), Some(-1.0)],
        "s" => [Some("a-b"), Some("Straße"), None, Some("2")],
        "b" => [Some(true), None, Some(false), Some(true)],
    )
    .expect("the columns are as long as each other")
}

/// Columns of other types, from those that there are.
fn columns() -> Vec<Value> {
    let col = |name: &str| json!({"expr": "col", "args": [name]});
    let cast = |on: Value, dtype: Value| json!({"expr": "cast", "on": on, "args": [dtype]});
    let list = json!({"expr": "concat_list", "args": [col("i"), col("i")]});
    vec![
        col("i"),
        col("x"),
        col("s"),
        col("b"),
        cast(col("i"), json!({"expr": "Datetime", "args": ["us"]})),
        cast(col("i"), json!("Date")),
        cast(cast(col("u"), json!("Int64")), json!({"expr": "Duration", "args": ["us"]})),
        list.clone(),
        json!({"expr": "list.to_array", "on": list, "args": [2]}),
        json!({"expr": "struct", "args": [["i", "x"]]}),
        cast(col("s"), json!("Categorical")),
        cast(col("s"), json!("Binary")),
        cast(col("i"), json!({"expr": "Datetime", "args": ["us", "UTC"]})),
        json!({"expr": "concat_list", "args": [col("s"), col("s")]}),
        json!({"expr": "concat_list", "args": [col("b"), col("b")]}),
    ]
}

#[test]
fn methods_run_on_some_type() {
    let frame = samples();
    let (mut ran, mut never) = (0, Vec::new());
    for info in operations() {
        if info.kind != "expr" || info.unsupported.is_some() || info.name.starts_with("map_") {
            continue;
        }
        let Some(mut call) = info.example else { continue };
        let runs = columns().into_iter().any(|on| {
            call["on"] = on;
            // A column of the example becomes one that there is.
            let text = call.to_string().replace("\"a\"", "\"i\"");
            let call: Value = serde_json::from_str(&text).expect("names are no syntax");
            let Ok(expr) = built(&call) else { return false };
            // On a type that it is not for, the engine may panic; the doors of the crate make an error of that.
            let frame = frame.clone();
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| frame.lazy().select([expr]).collect().is_ok())).unwrap_or(false)
        });
        if runs { ran += 1 } else { never.push(info.name) }
    }
    assert!(ran >= 350, "only {ran} names ran; these did not: {never:?}");
}

#[test]
fn examples_of_the_catalogue_build() {
    let wrong: Vec<String> = operations()
        .into_iter()
        .filter_map(|info| info.example)
        .filter(|example| example.get("expr").is_some())
        .filter_map(|example| built(&example).err().map(|error| format!("{example}: {error}")))
        // A data type shows up in a cast alone, a condition goes on, and here are no custom functions.
        .filter(|error| !["a data type stands", "goes on with then()", "there is no custom function"].iter().any(|fine| error.contains(fine)))
        .collect();
    assert!(wrong.is_empty(), "{} examples are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn conditions_chain() {
    let call = json!({"expr": "otherwise", "args": ["x"],
        "on": {"expr": "then", "args": [2], "on": {"expr": "when", "args": [{"expr": "eq", "on": {"expr": "col", "args": ["i"]}, "args": [2]}],
            "on": {"expr": "then", "args": [1], "on": {"expr": "when", "kwargs": {"i": 1}}}}}});
    let expr = built(&call).expect("the chain is whole");
    let out = samples().lazy().select([expr.alias("out")]).collect().expect("it runs");
    assert_eq!(out.column("out").expect("it is there").f64().expect("floats").to_vec(), [Some(0.5), Some(1.0), Some(2.5), Some(2.0)]);
}

#[test]
fn operators_of_selectors_work_on_sets() {
    let call = json!({"expr": "sub", "on": {"expr": "selectors.numeric"}, "args": [{"expr": "selectors.by_name", "args": ["u"]}]});
    let out = samples().lazy().select([built(&call).expect("selectors subtract")]).collect().expect("it runs");
    assert_eq!(out.get_column_names(), ["i", "x"]);
    let call = json!({"expr": "add", "on": {"expr": "as_expr", "on": {"expr": "selectors.by_name", "args": ["u"]}}, "args": [1]});
    assert!(built(&call).is_ok(), "and as expressions on values");
}

#[test]
fn errors_name_the_place_and_what_is_near() {
    let error = |call: Value| expression(&call, &NoFunctions).expect_err("it is wrong");
    let col = json!({"expr": "col", "args": ["a"]});

    let unknown = error(json!({"expr": "str.to_lowercas", "on": col}));
    assert_eq!(unknown.details["did_you_mean"][0], "str.to_lowercase", "{unknown:?}");

    let keyword = error(json!({"expr": "round", "on": col, "kwargs": {"decimal": 1}}));
    assert!(keyword.message.contains("round() got an unexpected keyword argument 'decimal'"), "{}", keyword.message);
    assert_eq!(keyword.details["did_you_mean"][0], "decimals");

    let nested = error(json!({"expr": "add", "on": col, "args": [{"expr": "nonsense"}]}));
    assert_eq!(nested.details["argument"], "args[0].expr", "{nested:?}");

    let word = error(json!({"expr": "rank", "on": col, "kwargs": {"method": "averag"}}));
    assert_eq!(word.details["did_you_mean"][0], "average", "{word:?}");

    let dtype = error(json!({"expr": "cast", "on": col, "args": ["Int46"]}));
    assert!(dtype.details["did_you_mean"].as_array().is_some_and(|near| near.contains(&"Int64".into())), "{dtype:?}");

    let missing = error(json!({"expr": "is_between", "on": col, "args": [1]}));
    assert!(missing.message.contains("missing 1 required argument: 'upper_bound'"), "{}", missing.message);

    let many = error(json!({"expr": "abs", "on": col, "args": [1]}));
    assert!(many.message.contains("takes no positional argument but 1 were given"), "{}", many.message);
}

#[test]
fn what_runs_code_is_refused_with_its_reason() {
    for (call, reason) in [
        (json!({"expr": "register_plugin", "on": {"expr": "col", "args": ["a"]}, "kwargs": {"lib": "x", "symbol": "y"}}), "it loads native code"),
        (json!({"expr": "rolling_map", "on": {"expr": "col", "args": ["a"]}, "args": [{"custom_function": "f"}, 2]}), "once for each window"),
        (json!({"expr": "name.map", "on": {"expr": "col", "args": ["a"]}, "args": [{"custom_function": "f"}]}), "there is no custom function"),
        (json!({"expr": "sql_expr", "args": ["(select a from read_csv('x.csv'))"]}), "without a query"),
    ] {
        let error = built(&call).expect_err("it is refused");
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn trees_of_a_document_are_never_read() {
    let tree = json!({"AnonymousFunction": {"input": [], "function": [1, 2], "options": {}}});
    assert!(built(&json!({"expr": tree})).is_err());
    // Without "expr" an object is a value, as a struct.
    let literal = built(&json!({"Column": "a"})).expect("a struct");
    assert!(matches!(literal, Expr::Literal(_)), "{literal:?}");
}

#[test]
fn sizes_that_no_memory_holds_are_refused() {
    let col = json!({"expr": "col", "args": ["a"]});
    let date = |year: i32| json!({"expr": "date", "args": [year, 1, 1]});
    let huge = 1_000_000_000_000_i64;
    for call in [
        json!({"expr": "repeat", "args": [0, huge]}),
        json!({"expr": "zeros", "args": [huge]}),
        json!({"expr": "int_range", "args": [0, huge]}),
        json!({"expr": "int_range", "args": [0, {"expr": "mul", "on": {"expr": "lit", "args": [1_000_000]}, "args": [1_000_000]}]}),
        json!({"expr": "linear_space", "args": [0, 1, huge]}),
        json!({"expr": "datetime_range", "args": [date(1900), date(2000), "1us"]}),
        json!({"expr": "time_range", "kwargs": {"interval": "1us"}}),
        json!({"expr": "repeat_by", "on": col, "args": [huge]}),
        json!({"expr": "extend_constant", "on": col, "args": [0, huge]}),
        json!({"expr": "sample", "on": col, "args": [huge], "kwargs": {"with_replacement": true}}),
        json!({"expr": "str.pad_start", "on": col, "args": [huge]}),
        json!({"expr": "str.splitn", "on": col, "args": ["-", huge]}),
        json!({"expr": "hist", "on": col, "kwargs": {"bin_count": huge}}),
        json!({"expr": "cast", "on": col, "args": [{"expr": "Array", "args": ["Int8", huge]}]}),
        json!({"expr": "qcut", "on": col, "args": [huge]}),
        json!({"expr": "list.to_struct", "on": col, "kwargs": {"upper_bound": huge}}),
    ] {
        let error = built(&call).expect_err(&call.to_string());
        assert!(error.contains("at most"), "{error}");
    }
    let fine = json!({"expr": "date_range", "args": [date(1900), date(2000), "1d"]});
    assert!(built(&fine).is_ok());
}

#[test]
fn nesting_that_doubles_ends_at_the_bound() {
    let mut call = json!({"expr": "col", "args": ["a"]});
    // fill_nan repeats what it is called on.
    for _ in 0..40 {
        call = json!({"expr": "fill_nan", "on": call, "args": [0]});
    }
    match built(&call) {
        Err(error) => assert!(error.contains("expression nodes"), "{error}"),
        Ok(expr) => assert!(expr.into_iter().count() <= 10_000),
    }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % most.max(1)
    }
}

/// Puts something else somewhere into a value.
fn mutate(value: &mut Value, dice: &mut Dice) {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e308),
        json!(""),
        json!("*"),
        json!("^(.*$"),
        json!("\u{1}0"),
        json!([]),
        json!([[null]]),
        json!({}),
        json!({"expr": "col"}),
        json!({"expr": "element"}),
        json!({"expr": "len"}),
        json!({"expr": "selectors.all"}),
        json!({"expr": "dtype_of", "args": ["a"]}),
        json!({"expr": "Datetime", "args": ["us", "+99:99"]}),
        json!({"expr": "when", "args": [true]}),
        json!({"expr": "Series", "args": ["s", [1, 2]]}),
        json!({"expr": "add", "on": {"expr": "lit", "args": [1]}, "args": [1]}),
        json!({"custom_function": "f"}),
    ];
    match value {
        Value::Array(items) if !items.is_empty() && dice.below(4) > 0 => {
            let at = dice.below(items.len());
            mutate(&mut items[at], dice);
        }
        Value::Object(fields) if !fields.is_empty() && dice.below(8) > 0 => {
            let at = dice.below(fields.len());
            if let Some((_, field)) = fields.iter_mut().nth(at) {
                mutate(field, dice);
            }
        }
        other => *other = odd[dice.below(odd.len())].clone(),
    }
}

#[test]
fn mutated_expressions_never_panic() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../fixtures/expressions.json")).expect("the fixture is JSON");
    let mut dice = Dice(7);
    let mut panics = Vec::new();
    for case in &cases {
        for _ in 0..8 {
            let mut call = object(case);
            for _ in 0..=dice.below(2) {
                mutate(&mut call, &mut dice);
            }
            let made = std::panic::catch_unwind(|| built(&call).is_ok());
            if made.is_err() {
                panics.push(call.to_string());
            }
        }
    }
    assert!(panics.is_empty(), "{} panics:\n{}", panics.len(), panics.join("\n"));
}
