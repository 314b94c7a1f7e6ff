//! What is read beyond the reference.

use serde_json::{Value, json};

use super::{expression, read, steps};

/// Operations with the frames that they read and set.
fn outline(steps: &Value) -> Vec<String> {
    let steps = steps.as_array().expect("a list");
    steps
        .iter()
        .map(|step| {
            format!(
                "{} = {}.{}",
                step["dataframe_out"].as_str().unwrap_or("-"),
                step["dataframe_in"].as_str().unwrap_or("pl"),
                step["operation"].as_str().unwrap_or("-")
            )
        })
        .collect()
}

#[test]
fn a_chain_is_a_step_for_each_call() {
    let steps = steps("df = pl.scan_csv('a.csv').filter(pl.col('a') > 1).group_by('b').agg(pl.len())");
    assert_eq!(outline(&steps), ["df = pl.scan_csv", "df = df.filter", "df = df.group_by", "df = df.agg"]);
    assert_eq!(steps[1]["args"], json!([{"expr": "gt", "on": {"expr": "col", "args": ["a"], "kwargs": {}}, "args": [1], "kwargs": {}}]));
}

#[test]
fn a_frame_made_inside_an_argument_is_made_before() {
    let steps = steps("a = pl.scan_csv('a.csv')\nb = pl.scan_csv('b.csv')\na = a.join(b.select('k', 'v').unique(), on='k').head(3)");
    assert_eq!(outline(&steps), ["a = pl.scan_csv", "b = pl.scan_csv", "b_1 = b.select", "b_1 = b_1.unique", "a = a.join", "a = a.head"]);
    assert_eq!(steps[4]["args"], json!(["b_1"]));
    let steps = super::steps("all_of_it = pl.concat([pl.scan_csv('a.csv'), pl.scan_csv('b.csv').head(2)])");
    assert_eq!(outline(&steps), ["frame_1 = pl.scan_csv", "frame_2 = pl.scan_csv", "frame_2 = frame_2.head", "all_of_it = pl.concat"]);
    assert_eq!(steps[3]["args"], json!([["frame_1", "frame_2"]]));
}

#[test]
fn a_chain_that_reads_the_frame_it_replaces_reads_the_old_one() {
    let steps = steps("df = pl.scan_csv('a.csv')\ndf = df.group_by('k').agg(pl.len()).join(df, on='k')");
    assert_eq!(outline(&steps), ["df = pl.scan_csv", "df_1 = df.group_by", "df_1 = df_1.agg", "df = df_1.join"]);
    assert_eq!(steps[3]["args"], json!(["df"]));
    let steps = super::steps("df = pl.scan_csv('a.csv')\ndf = df.head(9).join(df.tail(2), on='k')");
    assert_eq!(outline(&steps), ["df = pl.scan_csv", "df_1 = df.tail", "df = df.head", "df = df.join"]);
}

#[test]
fn a_second_name_keeps_the_frame() {
    let steps = steps("df = pl.scan_csv('a.csv')\nold = df\ndf = df.head(1)\nold = old.join(df, on='k')");
    assert_eq!(outline(&steps), ["df = pl.scan_csv", "old = df.clone", "df = df.head", "old = old.join"]);
}

#[test]
fn names_that_are_taken_are_not_made_again() {
    let steps = steps("a = pl.scan_csv('a.csv')\na_1 = a.head(1)\na = a.join(a.tail(1), on='k')");
    assert_eq!(outline(&steps)[2], "a_2 = a.tail");
}

#[test]
fn operators_are_methods() {
    let cases = [
        ("pl.col('a') + 1", "add"),
        ("pl.col('a') - 1", "sub"),
        ("pl.col('a') * 1", "mul"),
        ("pl.col('a') / 1", "truediv"),
        ("pl.col('a') // 1", "floordiv"),
        ("pl.col('a') % 1", "mod"),
        ("pl.col('a') ** 1", "pow"),
        ("pl.col('a') == 1", "eq"),
        ("pl.col('a') != 1", "ne"),
        ("pl.col('a') < 1", "lt"),
        ("pl.col('a') <= 1", "le"),
        ("pl.col('a') > 1", "gt"),
        ("pl.col('a') >= 1", "ge"),
        ("pl.col('a') & 1", "and_"),
        ("pl.col('a') | 1", "or_"),
        ("pl.col('a') ^ 1", "xor"),
    ];
    let a = json!({"expr": "col", "args": ["a"], "kwargs": {}});
    for (source, method) in cases {
        assert_eq!(expression(source), json!({"expr": method, "on": a, "args": [1], "kwargs": {}}), "{source}");
    }
    assert_eq!(expression("-pl.col('a')"), json!({"expr": "neg", "on": a, "args": [], "kwargs": {}}));
    assert_eq!(expression("~pl.col('a')"), json!({"expr": "not_", "on": a, "args": [], "kwargs": {}}));
    assert_eq!(expression("+pl.col('a')"), a);
}

#[test]
fn a_constant_to_the_left_is_what_polars_makes_of_it() {
    let a = json!({"expr": "col", "args": ["a"], "kwargs": {}});
    let lit = |value: Value| json!({"expr": "lit", "args": [value], "kwargs": {}});
    assert_eq!(expression("1 - pl.col('a')"), json!({"expr": "sub", "on": lit(json!(1)), "args": [a], "kwargs": {}}));
    assert_eq!(expression("2 ** pl.col('a')"), json!({"expr": "pow", "on": lit(json!(2)), "args": [a], "kwargs": {}}));
    assert_eq!(expression("'x' + pl.col('a')"), json!({"expr": "add", "on": lit(json!("x")), "args": [a], "kwargs": {}}));
    // Polars takes a string for a column everywhere but in sums and comparisons.
    assert_eq!(expression("'x' * pl.col('a')"), json!({"expr": "mul", "on": {"expr": "col", "args": ["x"], "kwargs": {}}, "args": [a], "kwargs": {}}));
    assert_eq!(expression("1 < pl.col('a')"), json!({"expr": "gt", "on": a, "args": [1], "kwargs": {}}));
    assert_eq!(expression("1 >= pl.col('a')"), json!({"expr": "le", "on": a, "args": [1], "kwargs": {}}));
    assert_eq!(expression("'x' == pl.col('a')"), json!({"expr": "eq", "on": a, "args": ["x"], "kwargs": {}}));
}

#[test]
fn columns_methods_and_namespaces() {
    assert_eq!(expression("pl.col.a"), json!({"expr": "col", "args": ["a"], "kwargs": {}}));
    assert_eq!(
        expression("pl.col.a.str.to_lowercase()"),
        json!({"expr": "str.to_lowercase", "on": {"expr": "col", "args": ["a"], "kwargs": {}}, "args": [], "kwargs": {}})
    );
    assert_eq!(
        expression("pl.when(pl.col('a') > 1).then(1).otherwise(None).alias('b')"),
        json!({
            "expr": "alias",
            "on": {
                "expr": "otherwise",
                "on": {
                    "expr": "then",
                    "on": {
                        "expr": "when",
                        "args": [{"expr": "gt", "on": {"expr": "col", "args": ["a"], "kwargs": {}}, "args": [1], "kwargs": {}}],
                        "kwargs": {},
                    },
                    "args": [1],
                    "kwargs": {},
                },
                "args": [null],
                "kwargs": {},
            },
            "args": ["b"],
            "kwargs": {},
        })
    );
}

#[test]
fn data_types_are_names_or_objects() {
    let cast = |source: &str| expression(&format!("pl.col('a').cast({source})"))["args"][0].clone();
    assert_eq!(cast("pl.Int64"), json!("Int64"));
    assert_eq!(cast("str"), json!("String"));
    assert_eq!(cast("pl.List(pl.Int64)"), json!({"expr": "List", "args": ["Int64"], "kwargs": {}}));
    assert_eq!(cast("pl.Datetime('us', time_zone='UTC')"), json!({"expr": "Datetime", "args": ["us"], "kwargs": {"time_zone": "UTC"}}));
    assert_eq!(
        cast("pl.Struct({'a': pl.Int8, 'b': pl.List(pl.String)})"),
        json!({"expr": "Struct", "args": [{"a": "Int8", "b": {"expr": "List", "args": ["String"], "kwargs": {}}}], "kwargs": {}})
    );
    // As an argument of col the name of a type would be a column's.
    let of = |name: &str| json!({"expr": name, "args": [], "kwargs": {}});
    assert_eq!(expression("pl.col(pl.Int64, pl.Float64)"), json!({"expr": "col", "args": [of("Int64"), of("Float64")], "kwargs": {}}));
    assert_eq!(expression("pl.col([pl.Int64])"), json!({"expr": "col", "args": [[of("Int64")]], "kwargs": {}}));
    assert_eq!(expression("pl.col(pl.Datetime)"), json!({"expr": "selectors.by_dtype", "args": ["Datetime"], "kwargs": {}}));
}

#[test]
fn selectors_have_operators_of_their_own() {
    let numeric = json!({"expr": "selectors.numeric", "args": [], "kwargs": {}});
    let string = json!({"expr": "selectors.string", "args": [], "kwargs": {}});
    let all = json!({"expr": "selectors.all", "args": [], "kwargs": {}});
    assert_eq!(expression("cs.numeric()"), numeric);
    assert_eq!(expression("pl.selectors.numeric()"), numeric);
    assert_eq!(expression("cs.numeric() | cs.string()"), json!({"expr": "or_", "on": numeric, "args": [string], "kwargs": {}}));
    assert_eq!(expression("~cs.numeric()"), json!({"expr": "sub", "on": all, "args": [numeric], "kwargs": {}}));
    assert_eq!(expression("~(cs.numeric() > 1)")["expr"], "not_");
}

#[test]
fn imports_name_what_they_bring() {
    let source = "
import polars as p
import polars.selectors as pick
from polars import col, lit as literal, Int64, scan_csv
from polars.selectors import numeric
from transforms import clean as tidy

df = scan_csv('a.csv')  # not run
df = df.select(col('a').cast(Int64), col.b + literal(1), pick.string(), numeric(), p.col('c').map_batches(tidy))
";
    let steps = steps(source);
    assert_eq!(outline(&steps), ["df = pl.scan_csv", "df = df.select"]);
    let args = &steps[1]["args"];
    assert_eq!(args[0], json!({"expr": "cast", "on": {"expr": "col", "args": ["a"], "kwargs": {}}, "args": ["Int64"], "kwargs": {}}));
    assert_eq!(args[1]["args"][0], json!({"expr": "lit", "args": [1], "kwargs": {}}));
    assert_eq!((&args[2]["expr"], &args[3]["expr"]), (&json!("selectors.string"), &json!("selectors.numeric")));
    assert_eq!(args[4]["args"], json!([{"custom_function": "clean"}]));
}

#[test]
fn names_stand_for_constants_and_expressions() {
    let source = "
path = 'a.csv'
day = 24 * 60 * 60
keys = ['k', *['l', 'm']]
late = pl.col('delay') > day
options = {'separator': ';', 'has_header': True}
df = pl.scan_csv(path, **options)
df = df.filter(late & ~late).group_by(*keys, maintain_order=True).agg(pl.len())
";
    let steps = steps(source);
    assert_eq!((&steps[0]["args"], &steps[0]["kwargs"]), (&json!(["a.csv"]), &json!({"separator": ";", "has_header": true})));
    let late = json!({"expr": "gt", "on": {"expr": "col", "args": ["delay"], "kwargs": {}}, "args": [86400], "kwargs": {}});
    assert_eq!(steps[1]["args"], json!([{"expr": "and_", "on": late, "args": [{"expr": "not_", "on": late, "args": [], "kwargs": {}}], "kwargs": {}}]));
    assert_eq!(steps[2]["args"], json!(["k", "l", "m"]));
}

#[test]
fn constants_are_calculated_as_python_does() {
    let value = |source: &str| expression(&format!("pl.lit({source})"))["args"][0].clone();
    let cases = [
        ("-7 // 2", json!(-4)),
        ("7 // -2", json!(-4)),
        ("-7 % 3", json!(2)),
        ("7 % -3", json!(-2)),
        ("2 ** 10", json!(1024)),
        ("2 ** -1", json!(0.5)),
        ("1 / 4", json!(0.25)),
        ("1_000 * 1.5", json!(1500.0)),
        ("-9223372036854775808", json!(i64::MIN)),
        ("18446744073709551615", json!(u64::MAX)),
        ("0xff | 0b100", json!(255)),
        ("'a' 'b' + \"c\\n\"", json!("abc\n")),
        ("1e3", json!(1000.0)),
        ("None", json!(null)),
        ("(1, 2.5, True)", json!([1, 2.5, true])),
    ];
    for (source, expected) in cases {
        assert_eq!(value(source), expected, "{source}");
    }
}

#[test]
fn annotated_names_are_variables() {
    let source = "
from typing import Annotated
path: str
least: Annotated[int, 'Least delay', 'in minutes'] = -5
late: pl.Expr = pl.col('delay') > least
df: pl.LazyFrame = pl.scan_csv(path).filter(late)
outputs = [{'name': 'late', 'dataframe_id': df, 'destination_variable_key': target, 'format_options': {'separator': ';'}}]
";
    let source = source.replace("path: str\n", "path: str\ntarget: str\n");
    let document = read(&source);
    assert_eq!(
        document["variables"],
        json!([
            {"key": "path", "name": "path"},
            {"key": "target", "name": "target"},
            {"key": "least", "name": "Least delay", "description": "in minutes", "value": -5},
        ])
    );
    assert_eq!(document["steps"][0]["args"], json!(["$path"]));
    assert_eq!(document["steps"][1]["args"][0]["args"], json!(["$least"]));
    assert_eq!(
        document["outputs"],
        json!([{"name": "late", "dataframe_id": "df", "destination_variable_key": "target", "format_options": {"separator": ";"}}])
    );
}

#[test]
fn dollars_at_the_beginning() {
    let value = |source: &str| expression(&format!("pl.lit({source})"))["args"][0].clone();
    // Texts, however they are written: in the document a dollar is escaped by one more.
    assert_eq!((value("'$path'"), value("'$$path'")), (json!("$$path"), json!("$$$path")));
    assert_eq!((value(r"'\x24path'"), value(r"'\u0024$path'"), value(r"r'$path'")), (json!("$$path"), json!("$$$path"), json!("$$path")));
    assert_eq!((value("'$'"), value("'$5'"), value("'a$'")), (json!("$$"), json!("$$5"), json!("a$")));
    assert_eq!((value("['$a', {'$b': '$c'}]"), value("'$' 'a'"), value("'$' + 'a'")), (json!(["$$a", {"$b": "$$c"}]), json!("$$a"), json!("$$a")));
    // A variable is a name.
    let steps = steps("path: str\ndf = pl.scan_csv(path).filter(pl.col('$path') == '$path')");
    assert_eq!(
        (&steps[0]["args"], &steps[1]["args"][0]["on"]["args"], &steps[1]["args"][0]["args"]),
        (&json!(["$path"]), &json!(["$$path"]), &json!(["$$path"]))
    );
}

#[test]
fn the_docstring_is_name_and_description() {
    let document = read("\"\"\"Late flights\n\nThose that came late,\nby month.\"\"\"\ndf = pl.scan_csv('a.csv')");
    assert_eq!((&document["name"], &document["description"]), (&json!("Late flights"), &json!("Those that came late,\nby month.")));
}

#[test]
fn functions_go_by_name_where_python_wants_one() {
    let args = |source: &str| expression(source)["args"].clone();
    assert_eq!(args("pl.col('a').map_elements(double, return_dtype=pl.Int64)"), json!([{"custom_function": "double"}]));
    assert_eq!(steps("df = pl.scan_csv('a.csv').pipe(clean, 3)")[1]["args"], json!([{"custom_function": "clean"}, 3]));
    assert_eq!(steps("df = pl.scan_csv('a.csv').pipe({'custom_function': 'clean-names@1.0.0'})")[1]["args"], json!([{"custom_function": "clean-names@1.0.0"}]));
}

#[test]
fn moments_of_the_standard_library_are_polars_own() {
    let steps = steps(
        "from datetime import date, timedelta\nimport datetime as dt\ndf = pl.scan_csv('a.csv').filter(pl.col('d') > date(2024, 1, 31), pl.col('e') < dt.datetime(2024, 1, 1) + timedelta(days=2))",
    );
    let args = &steps[1]["args"];
    assert_eq!(args[0]["args"][0], json!({"expr": "date", "args": [2024, 1, 31], "kwargs": {}}));
    assert_eq!(args[1]["args"][0]["on"], json!({"expr": "datetime", "args": [2024, 1, 1], "kwargs": {}}));
    assert_eq!(args[1]["args"][0]["args"][0], json!({"expr": "duration", "args": [], "kwargs": {"days": 2}}));
}

#[test]
fn a_mapping_with_keys_that_are_no_strings_is_two_lists() {
    assert_eq!(expression("pl.col('a').replace({1: 'x', None: 'y'})")["args"], json!([[1, null], ["x", "y"]]));
    assert_eq!(expression("pl.col('a').replace_strict({'b': 1})")["args"], json!([{"b": 1}]));
}

#[test]
fn sinks_stand_alone() {
    let steps = steps("df = pl.scan_csv('a.csv')\ndf.sink_parquet('a.parquet')\ndf.head(3).sink_csv('b.csv')\nprint(df.collect())\ndf\n");
    assert_eq!(outline(&steps), ["df = pl.scan_csv", "df = df.sink_parquet", "df_1 = df.head", "df_1 = df_1.sink_csv"]);
}

#[test]
fn several_frames_at_once_are_items_of_a_list() {
    let source = "a = pl.scan_csv('a.csv')\nb = pl.scan_csv('b.csv')\nx, y = pl.align_frames(a, b, on='k')\nz = x.join(y, on='k')\nparts = pl.collect_all([a, b])\nlast = pl.concat([parts[0].head(1), parts[1]])";
    let steps = steps(source);
    assert_eq!(
        outline(&steps),
        [
            "a = pl.scan_csv",
            "b = pl.scan_csv",
            "frame_1 = pl.align_frames",
            "z = frame_1[0].join",
            "parts = pl.collect_all",
            "parts_1 = parts[0].head",
            "last = pl.concat"
        ]
    );
    assert_eq!((&steps[3]["args"], &steps[6]["args"]), (&json!(["frame_1[1]"]), &json!([["parts_1", "parts[1]"]])));
    let again = super::written(&json!({"steps": steps}));
    assert!(again.contains("z = frame_1[0].join(frame_1[1], on=\"k\")"), "{again}");
}

#[test]
fn what_nothing_is_assigned_from_makes_no_steps() {
    let steps = steps("df = pl.scan_csv('a.csv')\ndf.join(pl.scan_csv('b.csv'), on='k').head(3)\npl.col('a') + 1\n'text'\n...\ndf\n");
    assert_eq!(outline(&steps), ["df = pl.scan_csv"]);
}

#[test]
fn frames_in_a_list_are_those_of_that_moment() {
    let steps = steps("a = pl.scan_csv('a.csv')\nb = pl.scan_csv('b.csv')\nboth = [a, b]\na = a.head(1)\nc = pl.concat(both)");
    assert_eq!(outline(&steps)[2..], ["a_1 = a.clone", "b_1 = b.clone", "a = a.head", "c = pl.concat"]);
    assert_eq!(steps[5]["args"], json!([["a_1", "b_1"]]));
}

#[test]
fn a_pipeline_may_be_a_function() {
    let source = "
import polars as pl

def late(path, frame: pl.LazyFrame, least: int = 5):
    \"\"\"Late flights\"\"\"
    df = pl.scan_csv(path).filter(pl.col('delay') > least)
    return df.join(frame, on='k')
";
    let document = read(source);
    assert_eq!(outline(&document["steps"]), ["df = pl.scan_csv", "df = df.filter", "df = df.join"]);
    assert_eq!(document["variables"], json!([{"key": "path", "name": "path"}, {"key": "least", "name": "least", "value": 5}]));
    assert_eq!((&document["name"], &document["steps"][2]["args"]), (&json!("Late flights"), &json!(["frame"])));
}
