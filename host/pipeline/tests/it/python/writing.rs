//! Documents as source that a person would write.

use serde_json::{Value, json};

use super::{read, written};

/// The source of steps, without its head.
fn body(steps: Value) -> String {
    let source = written(&json!({"steps": steps}));
    source.split_once("\n\n").expect("a head").1.to_owned()
}

fn line(args: Value, kwargs: Value) -> String {
    body(json!([{"operation": "scan_csv", "args": ["a.csv"]}, {"operation": "select", "args": args, "kwargs": kwargs}]))
        .lines()
        .skip(1)
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .join("\n")
}

fn col(name: &str) -> Value {
    json!({"expr": "col", "args": [name]})
}

fn op(method: &str, on: Value, args: Value) -> Value {
    json!({"expr": method, "on": on, "args": args})
}

#[test]
fn the_example_of_the_format_is_readable() {
    let document = json!({
        "name": "Customer Order Processing",
        "description": "Loads customers and orders, then joins them.",
        "variables": [
            {"key": "customer_csv_path", "name": "Customer CSV File Path", "description": "Path to the input CSV file containing customer data."},
            {"key": "orders_parquet_path", "name": "orders_parquet_path"},
            {"key": "least", "value": 0},
            {"key": "output_path"},
        ],
        "steps": [
            {"operation": "scan_csv", "dataframe": "customers", "kwargs": {"source": "$customer_csv_path", "has_header": true, "separator": ","}},
            {
                "operation": "with_columns",
                "dataframe": "customers",
                "kwargs": {"email_clean": {"expr": "str.to_lowercase", "on": {"expr": "col", "kwargs": {"name": "email"}}}, "e-mail": {"expr": "col", "args": ["email"]}},
            },
            {"operation": "scan_parquet", "dataframe": "orders", "kwargs": {"source": "$orders_parquet_path"}},
            {
                "operation": "filter",
                "dataframe": "orders",
                "args": [{"expr": "gt", "on": {"expr": "col", "args": ["order_amount"]}, "args": ["$least"]}],
            },
            {"operation": "join", "dataframe": "customers", "kwargs": {"other": "orders", "left_on": "customer_id", "right_on": "user_id", "how": "inner"}},
        ],
        "outputs": [{"name": "final", "dataframe_id": "customers", "destination_variable_key": "output_path"}],
    });
    let expected = r#""""Customer Order Processing

Loads customers and orders, then joins them."""

from typing import Annotated

import polars as pl

customer_csv_path: Annotated[str, "Customer CSV File Path", "Path to the input CSV file containing customer data."]
orders_parquet_path: str
least: int = 0
output_path: str

customers = pl.scan_csv(source=customer_csv_path, has_header=True, separator=",")
customers = customers.with_columns(
    email_clean=pl.col(name="email").str.to_lowercase(),
    **{"e-mail": pl.col("email")},
)
orders = pl.scan_parquet(source=orders_parquet_path)
orders = orders.filter(pl.col("order_amount") > least)
customers = customers.join(other=orders, left_on="customer_id", right_on="user_id", how="inner")

outputs = [{"name": "final", "dataframe_id": customers, "destination_variable_key": "output_path"}]
"#;
    assert_eq!(written(&document), expected);
}

#[test]
fn operators_bind_as_in_python() {
    let (a, b) = (col("a"), col("b"));
    let cases = [
        (op("mul", op("add", a.clone(), json!([1])), json!([2])), r#"(pl.col("a") + 1) * 2"#),
        (op("add", op("mul", a.clone(), json!([2])), json!([1])), r#"pl.col("a") * 2 + 1"#),
        (op("sub", a.clone(), json!([op("sub", b.clone(), json!([1]))])), r#"pl.col("a") - (pl.col("b") - 1)"#),
        (op("sub", op("sub", a.clone(), json!([b])), json!([-1])), r#"pl.col("a") - pl.col("b") - -1"#),
        (op("and_", op("gt", a.clone(), json!([1])), json!([op("eq", b.clone(), json!(["x"]))])), r#"(pl.col("a") > 1) & (pl.col("b") == "x")"#),
        (op("eq", op("gt", a.clone(), json!([1])), json!([true])), r#"(pl.col("a") > 1) == True"#),
        (op("or_", op("and_", a.clone(), json!([b])), json!([op("xor", a.clone(), json!([b]))])), r#"pl.col("a") & pl.col("b") | pl.col("a") ^ pl.col("b")"#),
        (op("not_", op("is_null", a.clone(), json!([])), json!([])), r#"~pl.col("a").is_null()"#),
        (op("is_null", op("not_", a.clone(), json!([])), json!([])), r#"(~pl.col("a")).is_null()"#),
        (op("neg", op("pow", a.clone(), json!([2])), json!([])), r#"-pl.col("a") ** 2"#),
        (op("pow", op("neg", a.clone(), json!([])), json!([-2])), r#"(-pl.col("a")) ** -2"#),
        (op("pow", op("pow", a.clone(), json!([2])), json!([op("pow", b.clone(), json!([3]))])), r#"(pl.col("a") ** 2) ** pl.col("b") ** 3"#),
        (op("alias", op("truediv", a.clone(), json!([b])), json!(["c"])), r#"(pl.col("a") / pl.col("b")).alias("c")"#),
        (json!({"expr": "gt", "on": a, "kwargs": {"other": 1}}), r#"pl.col("a").gt(other=1)"#),
        (op("and_", a.clone(), json!([b, true])), r#"pl.col("a").and_(pl.col("b"), True)"#),
        (op("sub", json!({"expr": "selectors.all"}), json!([{"expr": "selectors.numeric"}])), "~cs.numeric()"),
        (op("not_", json!({"expr": "selectors.numeric"}), json!([])), "cs.numeric().not_()"),
    ];
    for (expression, expected) in cases {
        let source = line(json!([expression]), json!({}));
        assert_eq!(source, format!("df = df.select({expected})"));
        let again = &read(&format!("import polars.selectors as cs\ndf = pl.scan_csv('a.csv')\n{source}"))["steps"][1]["args"][0];
        assert_eq!(again["expr"], expression["expr"], "{source}");
        assert_eq!(line(json!([again]), json!({})), source);
    }
}

#[test]
fn data_types_and_frames_are_names_where_they_stand_for_them() {
    let steps = json!([
        {"operation": "scan_csv", "dataframe_out": "a", "args": ["Int64"], "kwargs": {"schema_overrides": {"Date": "Date"}}},
        {"operation": "scan_csv", "dataframe_out": "b", "args": ["a"]},
        {"operation": "join", "dataframe_in": "a", "dataframe_out": "c", "args": ["b", "a"]},
        {"operation": "concat", "dataframe_out": "d", "args": [["a", "nobody"]]},
        {"operation": "cast", "dataframe_in": "d", "dataframe_out": "d", "args": [{"a": {"expr": "List", "args": ["Int8"]}}]},
    ]);
    let expected = r#"a = pl.scan_csv("Int64", schema_overrides={"Date": pl.Date})
b = pl.scan_csv("a")
c = a.join(b, "a")
d = pl.concat([a, "nobody"])
d = d.cast({"a": pl.List(pl.Int8)})
"#;
    assert_eq!(body(steps), expected);
}

#[test]
fn what_does_not_fit_a_line_is_an_argument_a_line() {
    let sum = |name: &str| op("alias", op("sum", col(name), json!([])), json!([format!("sum_of_{name}")]));
    let source = line(
        json!([sum("departures"), sum("arrivals"), op("is_in", col("carrier"), json!([["AA", "UA", "DL"]]))]),
        json!({"late": op("gt", col("dep_delay"), json!([15]))}),
    );
    let expected = r#"df = df.select(
    pl.col("departures").sum().alias("sum_of_departures"),
    pl.col("arrivals").sum().alias("sum_of_arrivals"),
    pl.col("carrier").is_in(["AA", "UA", "DL"]),
    late=pl.col("dep_delay") > 15,
)"#;
    assert_eq!(source, expected);
    let late = |name: &str| op("gt", op("fill_null", col(name), json!([0])), json!([15]));
    let all = op("and_", op("and_", late("departure_delay"), json!([late("arrival_delay")])), json!([op("or_", late("distance"), json!([late("air_time")]))]));
    let expected = r#"df = df.select(
    (pl.col("departure_delay").fill_null(0) > 15)
    & (pl.col("arrival_delay").fill_null(0) > 15)
    & ((pl.col("distance").fill_null(0) > 15) | (pl.col("air_time").fill_null(0) > 15)),
)"#;
    assert_eq!(line(json!([all]), json!({})), expected);
    let long: Vec<Value> = (0..40).map(|number| json!(format!("value {number}"))).collect();
    let source = line(json!([op("and_", op("is_in", col("a"), json!([long])), json!([op("gt", col("b"), json!([1]))]))]), json!({}));
    assert!(source.lines().all(|line| line.chars().count() <= 100), "{source}");
    assert_eq!(read(&format!("df = pl.scan_csv('a.csv')\n{source}"))["steps"][1]["args"][0]["on"]["args"][0], json!(long));
}

#[test]
fn names_that_are_no_identifiers_are_changed() {
    let document = json!({
        "variables": {"in-put": "a.csv", "pl": 1},
        "steps": [
            {"operation": "scan_csv", "dataframe": "my frame", "args": ["$in-put"]},
            {"operation": "head", "dataframe_in": "my frame", "dataframe_out": "my_frame", "args": ["$pl"]},
            {"operation": "head", "dataframe_in": "my_frame", "dataframe_out": "class"},
            {"operation": "concat", "dataframe_out": null, "args": [["my frame", "my_frame", "class"]]},
            {"operation": "pipe", "args": [{"custom_function": "clean-names@1.0.0"}]},
        ],
    });
    let expected = r#"import polars as pl

in_put: Annotated[str, "in-put"] = "a.csv"
pl_1: Annotated[int, "pl"] = 1

my_frame_1 = pl.scan_csv(in_put)
my_frame = my_frame_1.head(pl_1)
class_1 = my_frame.head()
df = pl.concat([my_frame_1, my_frame, class_1])
df = df.pipe({"custom_function": "clean-names@1.0.0"})
"#;
    assert_eq!(written(&document), format!("from typing import Annotated\n\n{expected}"));
    // From there on nothing changes any more.
    let again = read(&written(&document));
    assert_eq!(read(&written(&again)), again);
}

#[test]
fn strings_are_escaped() {
    let source = line(json!(["a\"b\\c\n\t\u{0}\u{202e}ä💥", "$$5", "$$x", "$$$"]), json!({}));
    assert_eq!(source, r#"df = df.select("a\"b\\c\n\t\u0000\u202eä💥", "$5", "$x", "$$")"#);
}

#[test]
fn what_python_cannot_say_is_an_error_with_its_place() {
    let cases = [
        (json!([{"operation": "a b"}]), "step 0 (a b): \"a b\" is no name that Python can call"),
        (json!([{"operation": "select", "args": [{"expr": "x y"}]}]), "step 0 (select), args[0].expr: \"x y\" cannot be written as Python"),
        (
            json!([{"operation": "select", "args": [[{"expr": "col", "of": 1}]]}]),
            "step 0 (select), args[0][0].of: an expression has no field \"of\"; allowed: expr, on, args, kwargs",
        ),
        (json!([{"operation": "select", "kwargs": {"a": {"expr": "sum", "on": "b"}}}]), "step 0 (select), kwargs.a.on: \"b\" cannot be written as Python"),
        (json!([{"operation": "select", "args": ["$a b"]}]), "step 0 (select), args[0]: the document declares no variable \"a b\""),
        (json!([{"operation": "select", "args": ["$a"]}]), "step 0 (select), args[0]: the document declares no variable \"a\""),
        (json!([{"operation": "col", "args": ["a"]}]), "step 0 (col): col makes an expression, not a frame"),
    ];
    for (steps, expected) in cases {
        let error = sandtable_pipeline::python::print(&json!({"steps": steps})).expect_err("it cannot be written");
        assert_eq!(error.message, expected);
    }
}

#[test]
fn the_sample_is_written_so_that_it_reads_as_the_same() {
    let document = read(include_str!("sample.py"));
    let source = written(&document);
    assert_eq!(read(&source), document, "{source}");
    assert_eq!(written(&read(&source)), source);
    assert_eq!(document["steps"].as_array().map(Vec::len), Some(15));
}
