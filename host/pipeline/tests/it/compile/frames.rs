//! Frames of blocks: kept apart, connected, chosen.

use serde_json::json;

use super::{compiled, input, join, outline, refused, to_datetime};

#[test]
fn frames_of_blocks_are_kept_apart_and_connected() {
    let document = compiled(&json!({
        "templates": [input(), join(), to_datetime()],
        "graph": {
            "nodes": [
                {"id": "orders", "template": "File Input", "values": {"Key": "customer", "source": "$orders"}},
                {"id": "customers", "template": "File Input", "values": {"source": "customers.csv"}},
                {"id": "dated", "template": "String to Datetime", "values": {}},
                {"id": "report", "template": "Join", "values": {"left": "dated"}},
            ],
            "edges": [
                {"from": "orders.key", "to": "dated.Date String Source"},
                {"from": "customers.frame", "to": "report.right"},
                {"from": "orders.key", "to": "report.left key"},
                {"from": "customers.key", "to": "report.right key"},
            ],
            "variables": [{"key": "target"}],
            "outputs": [{"name": "report", "from": "report.joined", "destination_variable_key": "target", "format_options": {"delimiter": ";"}}, {"from": "orders", "destination_variable_key": "target"}],
        },
    }));
    let expected = [
        "orders = pl.scan_csv",
        "orders = orders.sort",
        "customers = pl.scan_csv",
        "customers = customers.sort",
        "dated = orders.with_columns",
        "report = dated.join",
    ];
    assert_eq!(outline(&document), expected);
    assert_eq!(document["steps"][5]["kwargs"], json!({"other": "customers", "left_on": "customer", "right_on": "id", "how": "left"}));
    assert_eq!((&document["steps"][0]["kwargs"], &document["steps"][2]["kwargs"]), (&json!({"source": "$orders"}), &json!({"source": "customers.csv"})));
    assert_eq!(document["variables"], json!([{"key": "target"}, {"key": "orders", "name": "Source", "description": "A CSV file"}]));
    let expected = json!([
        {"name": "report", "dataframe_id": "report", "destination_variable_key": "target", "format_options": {"delimiter": ";"}},
        {"name": "target", "dataframe_id": "orders", "destination_variable_key": "target", "format_options": {}},
    ]);
    assert_eq!(document["outputs"], expected);
}

#[test]
fn a_block_with_several_frames_names_them_by_node_and_own_name() {
    let template = json!({
        "name": "Two",
        "outputs": [{"name": "big", "type": "dataframe", "path": "operations.2.dataframe"}, {"name": "all", "type": "dataframe"}],
        "operations": [
            {"operation": "scan_csv", "dataframe": "all", "args": ["a.csv"]},
            {"operation": "filter", "dataframe_in": "all", "dataframe_out": "big", "args": [true]},
            {"operation": "head", "dataframe": "big"},
            {"operation": "concat", "dataframe_out": "all", "args": [["all", "big"]]},
        ],
    });
    let document = compiled(&json!({"templates": [template], "graph": {"nodes": [{"id": "a", "template": "Two"}, {"id": "b", "template": "Two"}]}}));
    assert_eq!(outline(&document)[..4], ["a_all = pl.scan_csv", "a_big = a_all.filter", "a_big = a_big.head", "a_all = pl.concat"]);
    assert_eq!(outline(&document)[4..], ["b_all = pl.scan_csv", "b_big = b_all.filter", "b_big = b_big.head", "b_all = pl.concat"]);
    assert_eq!((&document["steps"][3]["args"], &document["steps"][7]["args"]), (&json!([["a_all", "a_big"]]), &json!([["b_all", "b_big"]])));
}

#[test]
fn a_block_may_read_a_file_beside_the_frame_it_works_on() {
    let template = json!({
        "name": "Lookup",
        "inputs": [{"name": "key", "type": "column", "path": "operations.1.kwargs.on"}],
        "operations": [{"operation": "scan_csv", "dataframe_out": "lookup", "args": ["lookup.csv"]}, {"operation": "join", "args": ["lookup"], "kwargs": {"on": "?"}}],
    });
    let document = compiled(&json!({
        "templates": [input(), template],
        "graph": {"nodes": [{"id": "file", "template": "File Input"}, {"id": "more", "template": "Lookup"}], "edges": [{"from": "file.key", "to": "more.key"}]},
    }));
    assert_eq!(outline(&document)[2..], ["more_lookup = pl.scan_csv", "more = file.join"]);
    assert_eq!(document["steps"][3]["args"], json!(["more_lookup"]));
}

#[test]
fn the_latest_frame_of_the_columns_is_the_one_to_work_on() {
    let pair = json!({
        "name": "Pair",
        "inputs": [{"name": "a", "type": "expression", "path": "operations.0.args.0"}, {"name": "b", "type": "expression", "path": "operations.0.args.1"}],
        "operations": [{"operation": "select", "args": [null, null]}],
    });
    let graph = |from: &str| {
        json!({
            "templates": [input(), to_datetime(), pair],
            "graph": {
                "nodes": [
                    {"id": "file", "template": "File Input"},
                    {"id": "other", "template": "File Input"},
                    {"id": "dated", "template": "String to Datetime"},
                    {"id": "pair", "template": "Pair"},
                ],
                "edges": [
                    {"from": "file.key", "to": "dated.Date String Source"},
                    {"from": "dated.Converted Datetime", "to": "pair.a"},
                    {"from": from, "to": "pair.b"},
                ],
            },
        })
    };
    let document = compiled(&graph("file.key"));
    assert_eq!(outline(&document).last().map(String::as_str), Some("pair = dated.select"));
    assert_eq!(document["steps"][5]["args"], json!([{"expr": "col", "kwargs": {"name": "parsed"}}, {"expr": "col", "kwargs": {"name": "id"}}]));
    let error = refused(&graph("other.key"));
    assert_eq!(error.message, "node \"pair\".operations[0]: the columns come from several frames (\"dated\", \"other\"): connect the one to work on");
}

#[test]
fn a_block_that_reads_a_frame_nobody_gives_is_refused() {
    let request =
        json!({"templates": [to_datetime()], "graph": {"nodes": [{"id": "a", "template": "String to Datetime", "values": {"Date String Source": "x"}}]}});
    assert_eq!(refused(&request).message, "node \"a\".operations[0]: the block reads the frame without a name, and nothing is connected that gives it");
}
