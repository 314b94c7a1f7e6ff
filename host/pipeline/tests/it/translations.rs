//! What Python code and template graphs are turned into runs.

use sandtable_pipeline::compile::compile;
use sandtable_pipeline::{Pipeline, Return, python};
use serde_json::{Value, json};

use super::support::{Folder, as_json, variables};

const FLIGHTS: &str = "carrier,origin,delay,distance
AA,JFK,30,100
AA,EWR,5,200
UA,JFK,,300
UA,EWR,45,400
DL,JFK,90,500
";
const AIRLINES: &str = "carrier,name
AA,American
UA,United
DL,Delta
";

fn folder() -> Folder {
    Folder::new().with("flights.csv", FLIGHTS).with("airlines.csv", AIRLINES)
}

/// Checks and runs a document; gives the frame that comes back.
fn ran(document: &Value, given: Value, returned: &str) -> Value {
    let folder = folder();
    let env = folder.env();
    let pipeline = Pipeline::from_value(document).unwrap();
    let wanted = Return::Frame(Some(returned.to_owned()));
    pipeline.check(&variables(given.clone()), &env, &wanted).unwrap();
    let ran = pipeline.run(&variables(given), &env, &wanted).unwrap();
    as_json(&ran.returned.unwrap().collect(None).unwrap())
}

#[test]
fn python_code_runs() {
    let source = r#"
import polars as pl
import polars.selectors as cs

path: str
least: int = 10

flights = pl.scan_csv(path)
late = flights.filter(pl.col("delay") >= least).with_columns(
    hours=pl.col("delay") / 60,
    far=pl.when(pl.col("distance") > 150).then(pl.lit("far")).otherwise(pl.lit("near")),
    rest=100 - pl.col("delay"),
)
report = (
    late.join(pl.scan_csv("airlines.csv"), on="carrier", how="left")
    .select("name", "hours", "far", (cs.integer() - cs.by_name("distance")).name.suffix("_min"))
    .sort("name")
)
"#;
    let expected = json!({
        "name": ["American", "Delta", "United"],
        "hours": [0.5, 1.5, 0.75],
        "far": ["near", "far", "far"],
        "delay_min": [30, 90, 45],
        "rest_min": [70, 10, 55],
    });
    let document = python::parse(source).unwrap();
    assert_eq!(ran(&document, json!({"path": "flights.csv"}), "report"), expected);
    // Written and read once more it still says the same.
    let again = python::parse(&python::print(&document).unwrap()).unwrap();
    assert_eq!(ran(&again, json!({"path": "flights.csv"}), "report"), expected);
    assert_eq!(ran(&again, json!({"path": "flights.csv", "least": 60}), "report")["name"], json!(["Delta"]));
}

#[test]
fn a_chain_that_needs_its_old_frame_runs() {
    let source = "df = pl.scan_csv('flights.csv')\ndf = df.group_by('carrier').agg(total=pl.col('distance').sum()).join(df, on='carrier').sort('distance').select('carrier', 'total')";
    let document = python::parse(source).unwrap();
    assert_eq!(ran(&document, json!({}), "df"), json!({"carrier": ["AA", "AA", "UA", "UA", "DL"], "total": [300, 300, 700, 700, 500]}));
}

#[test]
fn a_compiled_graph_runs() {
    let input = json!({
        "name": "File",
        "inputs": [{"name": "Key", "type": "column", "path": "operations.1.kwargs.by"}],
        "outputs": [{"name": "frame", "type": "dataframe"}, {"name": "key", "type": "column", "path": "operations.1.kwargs.by"}],
        "operations": [{"operation": "scan_csv", "kwargs": {"source": "$path"}}, {"operation": "sort", "kwargs": {"by": "?"}}],
        "variables": [{"key": "path", "name": "Path"}],
    });
    let ratio = json!({
        "name": "Ratio",
        "inputs": [
            {"name": "frame", "type": "template", "path": "operations.0.dataframe"},
            {"name": "of", "type": "expression", "path": "operations.0.kwargs.ratio.on"},
            {"name": "by", "type": "value", "path": "operations.0.kwargs.ratio.args.0", "default": 100},
        ],
        "outputs": [{"name": "ratio", "type": "column", "path": "operations.0.kwargs.ratio"}],
        "operations": [
            {"operation": "with_columns", "dataframe": "df", "kwargs": {"ratio": {"expr": "truediv", "on": {"expr": "col", "args": ["?"]}, "args": [1]}}},
            {"operation": "sort", "dataframe": "df", "args": ["ratio"], "kwargs": {"nulls_last": true}},
        ],
    });
    let join = json!({
        "name": "Join",
        "inputs": [
            {"name": "left", "type": "template", "path": "operations.0.dataframe_in"},
            {"name": "right", "type": "template", "path": "operations.0.kwargs.other"},
            {"name": "on", "type": "column", "path": "operations.0.kwargs.on"},
        ],
        "operations": [{"operation": "join", "dataframe_in": "left", "dataframe_out": "both", "kwargs": {"other": "right", "on": "?", "maintain_order": "left"}}],
    });
    let document = compile(&json!({
        "templates": [input, ratio, join],
        "graph": {
            "nodes": [
                {"id": "joined", "template": "Join"},
                {"id": "far", "template": "Ratio", "values": {"frame": "flights", "of": {"expr": "col", "args": ["distance"]}}},
                {"id": "late", "template": "Ratio", "values": {"frame": "far", "of": {"expr": "col", "args": ["delay"]}, "by": 10}},
                {"id": "flights", "template": "File", "values": {"Key": "carrier"}},
                {"id": "airlines", "template": "File", "values": {"Key": "carrier", "path": "airlines.csv"}},
            ],
            "edges": [{"from": "late", "to": "joined.left"}, {"from": "airlines.frame", "to": "joined.right"}, {"from": "flights.key", "to": "joined.on"}],
        },
    }))
    .unwrap();
    let answer = ran(&document, json!({"path": "flights.csv"}), "joined");
    // Both blocks make a ratio: the second has a name of its own, and it is the one that the rows are sorted by.
    let expected = json!({
        "carrier": ["AA", "AA", "UA", "DL", "UA"],
        "origin": ["EWR", "JFK", "EWR", "JFK", "JFK"],
        "delay": [5, 30, 45, 90, null],
        "distance": [200, 100, 400, 500, 300],
        "ratio": [2.0, 1.0, 4.0, 5.0, 3.0],
        "ratio_2": [0.5, 3.0, 4.5, 9.0, null],
        "name": ["American", "American", "United", "Delta", "United"],
    });
    assert_eq!(answer, expected);
}
