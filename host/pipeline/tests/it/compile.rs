//! Template blocks and graphs into documents.

use sandtable_core::{Code, Error};
use sandtable_pipeline::compile::compile;
use serde_json::{Value, json};

fn compiled(request: &Value) -> Value {
    compile(request).unwrap_or_else(|error| panic!("{}", error.message))
}

fn refused(request: &Value) -> Error {
    match compile(request) {
        Ok(document) => panic!("it was compiled: {document}"),
        Err(error) => error,
    }
}

/// Operations with the frames that they read and set.
fn outline(document: &Value) -> Vec<String> {
    let steps = document["steps"].as_array().expect("a list");
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

/// A file that gives a frame and a column.
fn input() -> Value {
    json!({
        "name": "File Input",
        "description": "Reads a CSV file",
        "inputs": [{"name": "Key", "type": "column", "path": "operations.1.args.0", "default": "id"}],
        "outputs": [{"name": "frame", "type": "dataframe"}, {"name": "key", "type": "column", "path": "operations.1.args.0"}],
        "operations": [{"operation": "scan_csv", "kwargs": {"source": "$source"}}, {"operation": "sort", "args": ["?"]}],
        "variables": [{"key": "source", "name": "Source", "description": "A CSV file"}],
    })
}

/// The example that comes with the reference, with the format's own words for types.
fn to_datetime() -> Value {
    json!({
        "name": "String to Datetime",
        "inputs": [
            {"name": "Date String Source", "type": "column", "path": "operations.0.kwargs.converted_datetime_col.on.on.kwargs.name"},
            {"name": "Format", "type": "value", "path": "operations.0.kwargs.converted_datetime_col.on.kwargs.format", "default": "%Y-%m-%d %H:%M:%S"},
        ],
        "outputs": [{"name": "Converted Datetime", "type": "column", "path": "operations.0.kwargs.converted_datetime_col.kwargs.name"}],
        "operations": [{
            "operation": "with_columns",
            "kwargs": {
                "converted_datetime_col": {
                    "expr": "alias",
                    "on": {"expr": "str.to_datetime", "on": {"expr": "col", "kwargs": {"name": "date_string_source"}}, "kwargs": {"format": "%Y-%m-%d %H:%M:%S"}},
                    "kwargs": {"name": "parsed"},
                },
            },
        }],
    })
}

fn join() -> Value {
    json!({
        "name": "Join",
        "inputs": [
            {"name": "left", "type": "template", "path": "operations.0.dataframe_in"},
            {"name": "right", "type": "template", "path": "operations.0.kwargs.other"},
            {"name": "left key", "type": "column", "path": "operations.0.kwargs.left_on"},
            {"name": "right key", "type": "column", "path": "operations.0.kwargs.right_on"},
        ],
        "outputs": [{"name": "joined", "type": "dataframe", "path": "operations.0.dataframe_out"}],
        "operations": [{"operation": "join", "dataframe_in": "left", "dataframe_out": "both", "kwargs": {"other": "right", "left_on": "?", "right_on": "?", "how": "left"}}],
    })
}

#[test]
fn a_chain_of_blocks_becomes_steps_in_order() {
    // Listed against the order in which they run.
    let document = compiled(&json!({
        "templates": [to_datetime(), input()],
        "graph": {
            "name": "Dates",
            "nodes": [
                {"id": "second", "template": "String to Datetime", "values": {"Format": "%d.%m.%Y"}},
                {"id": "first", "template": "File Input", "values": {"Key": "date"}},
            ],
            "edges": [{"from": "first.key", "to": "second.Date String Source"}],
        },
    }));
    assert_eq!(outline(&document), ["first = pl.scan_csv", "first = first.sort", "second = first.with_columns"]);
    assert_eq!((&document["name"], &document["steps"][1]["args"]), (&json!("Dates"), &json!(["date"])));
    // The keyword names the column, so it is called what the output says.
    let expected = json!({
        "parsed": {
            "expr": "alias",
            "on": {"expr": "str.to_datetime", "on": {"expr": "col", "kwargs": {"name": "date"}}, "kwargs": {"format": "%d.%m.%Y"}},
            "kwargs": {"name": "parsed"},
        },
    });
    assert_eq!(document["steps"][2]["kwargs"], expected);
    assert_eq!(document["variables"], json!([{"key": "source", "name": "Source", "description": "A CSV file"}]));
}

#[test]
fn new_columns_are_unique_and_references_follow() {
    let document = compiled(&json!({
        "templates": [input(), to_datetime()],
        "graph": {
            "nodes": [
                {"id": "file", "template": "File Input", "values": {"Key": "parsed"}},
                {"id": "a", "template": "String to Datetime"},
                {"id": "b", "template": "String to Datetime"},
            ],
            "edges": [{"from": "file.key", "to": "a.Date String Source"}, {"from": "a.Converted Datetime", "to": "b.Date String Source"}],
        },
    }));
    assert_eq!(outline(&document)[2..], ["a = file.with_columns", "b = a.with_columns"]);
    let (a, b) = (&document["steps"][2]["kwargs"], &document["steps"][3]["kwargs"]);
    assert_eq!(a["parsed_2"]["kwargs"]["name"], "parsed_2");
    assert_eq!(a["parsed_2"]["on"]["on"]["kwargs"]["name"], "parsed");
    assert_eq!(b["parsed_3"]["on"]["on"]["kwargs"]["name"], "parsed_2");
}

#[test]
fn later_operations_of_a_block_follow_its_column() {
    let template = json!({
        "name": "Late",
        "outputs": [{"name": "late", "type": "column", "path": "operations.1.kwargs.late"}, {"name": "again", "type": "column", "path": "operations.1.kwargs.late"}],
        "operations": [
            {"operation": "scan_csv", "args": ["late.csv"]},
            {"operation": "with_columns", "kwargs": {"late": {"expr": "gt", "on": {"expr": "col", "args": ["late"]}, "args": [1]}, "other": 1}},
            {"operation": "filter", "args": [{"expr": "eq", "on": {"expr": "col", "kwargs": {"name": "late"}}, "args": ["late"]}]},
            {"operation": "with_columns", "kwargs": {"late": {"expr": "over", "on": {"expr": "sum", "args": ["late"]}, "args": ["late", ["late", "x"]]}}},
            {"operation": "select", "args": ["late", ["late", "x"]], "kwargs": {"y": "late", "z": {"expr": "lit", "args": ["late"]}}},
            {"operation": "rename", "args": [{"late": "x"}]},
            {"operation": "join", "args": ["late"], "kwargs": {"on": "late", "suffix": "late"}},
            {"operation": "cast", "args": [{"late": "Int64"}]},
            {"operation": "sort", "kwargs": {"by": ["late"]}},
            {"operation": "filter", "kwargs": {"late": "late"}},
        ],
        "inputs": [
            {"name": "taken", "type": "column", "path": "operations.1.kwargs.late.on.args.0", "default": "late"},
            {"name": "frame", "type": "template", "path": "operations.6.args.0"},
        ],
    });
    let document = compiled(&json!({
        "templates": [template, input()],
        "graph": {"nodes": [{"id": "n", "template": "Late", "values": {"frame": "file"}}, {"id": "file", "template": "File Input"}]},
    }));
    let step = |number: usize| &document["steps"][number + 2];
    assert_eq!(step(1)["kwargs"], json!({"late_2": {"expr": "gt", "on": {"expr": "col", "args": ["late"]}, "args": [1]}, "other": 1}));
    let order: Vec<&String> = step(1)["kwargs"].as_object().expect("an object").keys().collect();
    assert_eq!(order, ["late_2", "other"]);
    assert_eq!(step(2)["args"], json!([{"expr": "eq", "on": {"expr": "col", "kwargs": {"name": "late_2"}}, "args": ["late"]}]));
    assert_eq!(step(3)["kwargs"], json!({"late_2": {"expr": "over", "on": {"expr": "sum", "args": ["late_2"]}, "args": ["late_2", ["late_2", "x"]]}}));
    assert_eq!((&step(4)["args"], &step(4)["kwargs"]), (&json!(["late_2", ["late_2", "x"]]), &json!({"y": "late_2", "z": {"expr": "lit", "args": ["late"]}})));
    assert_eq!(step(5)["args"], json!([{"late_2": "x"}]));
    assert_eq!((&step(6)["args"], &step(6)["kwargs"]), (&json!(["file"]), &json!({"on": "late_2", "suffix": "late"})));
    assert_eq!(step(7)["args"], json!([{"late_2": "Int64"}]));
    assert_eq!(step(8)["kwargs"], json!({"by": ["late_2"]}));
    assert_eq!(step(9)["kwargs"], json!({"late_2": "late"}));
}

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
fn values_and_expressions_go_where_they_fit() {
    let source = json!({
        "name": "Source",
        "inputs": [
            {"name": "rows", "type": "value", "path": ["operations.0.kwargs.n_rows", "operations.1.args.0"], "default": 5},
            {"name": "names", "type": "value", "path": "operations.0.kwargs.null_values", "default": null},
            {"name": "condition", "type": "expression", "path": "operations.2.kwargs.predicate", "default": true},
        ],
        "outputs": [{"name": "rows", "type": "value", "path": "operations.1.args.0"}, {"name": "condition", "type": "value", "path": "operations.2.kwargs.predicate"}],
        "operations": [{"operation": "scan_csv", "args": ["a.csv"]}, {"operation": "head", "args": [0]}, {"operation": "filter"}],
    });
    let condition = json!({"expr": "is_null", "on": {"expr": "col", "args": ["a"]}});
    let document = compiled(&json!({
        "templates": [source],
        "graph": {
            "nodes": [{"id": "a", "template": "Source", "values": {"condition": condition, "rows": "$rows"}}, {"id": "b", "template": "Source"}],
            "edges": [{"from": "a.rows", "to": "b.rows"}, {"from": "a.condition", "to": "b.condition"}],
            "variables": {"rows": 7},
        },
    }));
    for first in [0, 3] {
        assert_eq!(document["steps"][first]["kwargs"], json!({"n_rows": "$rows", "null_values": null}));
        assert_eq!(document["steps"][first + 1]["args"], json!(["$rows"]));
        assert_eq!(document["steps"][first + 2]["kwargs"], json!({"predicate": condition}));
    }
}

#[test]
fn the_references_own_example_compiles_as_it_is() {
    let mut template = to_datetime();
    template["inputs"][0]["type"] = json!("string");
    template["inputs"][1]["type"] = json!("string");
    template["outputs"][0]["type"] = json!("datetime");
    let document = compiled(&json!({
        "templates": [template, input()],
        "graph": {
            "nodes": [{"id": "file", "template": "File Input"}, {"id": "dated", "template": "String to Datetime"}],
            "edges": [{"from": "file.key", "to": "dated.Date String Source"}],
        },
    }));
    assert_eq!(document["steps"][2]["kwargs"]["parsed"]["on"]["on"]["kwargs"]["name"], "id");
}

#[test]
fn a_column_stands_as_an_expression_where_one_is_wanted() {
    let template = json!({
        "name": "T",
        "inputs": [{"name": "x", "type": "column", "path": "operations.1.kwargs.y.on"}, {"name": "z", "type": "column", "path": "operations.1.kwargs.y.args.0"}],
        "operations": [{"operation": "scan_csv", "args": ["a"]}, {"operation": "select", "kwargs": {"y": {"expr": "add", "on": {"expr": "col", "args": ["?"]}, "args": [{"expr": "col", "args": ["?"]}]}}}],
    });
    let document = compiled(&json!({"templates": [template], "graph": {"nodes": [{"id": "t", "template": "T", "values": {"x": "a", "z": "b"}}]}}));
    let expected = json!({"y": {"expr": "add", "on": {"expr": "col", "kwargs": {"name": "a"}}, "args": [{"expr": "col", "kwargs": {"name": "b"}}]}});
    assert_eq!(document["steps"][1]["kwargs"], expected);
}

#[test]
fn variables_are_merged_by_meaning() {
    let template = |name: &str, value: Value| json!({"name": name, "operations": [{"operation": "scan_csv", "args": ["$path", "$$path", "$day"]}], "variables": [{"key": "path", "value": value}, {"key": "day", "name": ""}]});
    let node = |id: &str, template: &str| json!({"id": id, "template": template});
    let document = compiled(&json!({
        "templates": [template("A", json!("a.csv")), template("B", json!("b.csv"))],
        "graph": {"nodes": [node("a", "A"), node("b", "B"), node("c", "A"), node("d", "B")]},
    }));
    assert_eq!(document["variables"], json!([{"key": "path", "value": "a.csv"}, {"key": "day", "name": ""}, {"key": "path_2", "value": "b.csv"}]));
    let paths: Vec<&Value> = document["steps"].as_array().expect("a list").iter().map(|step| &step["args"]).collect();
    let (a, b) = (json!(["$path", "$$path", "$day"]), json!(["$path_2", "$$path", "$day"]));
    assert_eq!(paths, [&a, &b, &a, &b]);
}

#[test]
fn ids_and_names_may_have_dots() {
    let mut source = input();
    source["outputs"][1]["name"] = json!("the.key");
    let document = compiled(&json!({
        "templates": [source, to_datetime()],
        "graph": {
            "nodes": [{"id": "a", "template": "File Input"}, {"id": "a.b", "template": "File Input"}, {"id": "c.d", "template": "String to Datetime"}],
            "edges": [{"from": "a.b.the.key", "to": "c.d.Date String Source"}],
        },
    }));
    assert_eq!(outline(&document)[4], "c.d = a.b.with_columns");
}

#[test]
fn cycles_name_their_nodes() {
    let nodes: Vec<Value> = ["a", "b", "c", "d"].iter().map(|id| json!({"id": id, "template": "String to Datetime"})).collect();
    let edge = |from: &str, to: &str| json!({"from": format!("{from}.Converted Datetime"), "to": format!("{to}.Date String Source")});
    let error =
        refused(&json!({"templates": [to_datetime()], "graph": {"nodes": nodes, "edges": [edge("a", "b"), edge("b", "c"), edge("c", "a"), edge("c", "d")]}}));
    assert_eq!(error.message, "graph.edges: the graph has a cycle: \"a\" -> \"b\" -> \"c\" -> \"a\"");
    assert_eq!(error.details["cycle"], json!(["a", "b", "c"]));
    let error = refused(&json!({"templates": [to_datetime()], "graph": {"nodes": nodes, "edges": [edge("a", "a")]}}));
    assert_eq!(error.message, "graph.edges: the graph has a cycle: \"a\" -> \"a\"");
}

/// A request whose graph and templates are changed, and what is said of it.
#[test]
fn what_is_wrong_is_said_with_node_and_input() {
    let good = || {
        json!({
            "templates": [input(), to_datetime(), join()],
            "graph": {
                "nodes": [
                    {"id": "file", "template": "File Input", "values": {}},
                    {"id": "dated", "template": "String to Datetime", "values": {}},
                    {"id": "joined", "template": "Join", "values": {"left": "dated", "right": "file", "left key": "a", "right key": "b"}},
                ],
                "edges": [{"from": "file.key", "to": "dated.Date String Source"}],
            },
        })
    };
    compiled(&good());
    let cases: Vec<(&str, Value, &str)> = vec![
        (
            "/graph/nodes/0/template",
            json!("File Inptu"),
            "graph.nodes[0].template: there is no template \"File Inptu\"; allowed: \"File Input\", \"String to Datetime\", \"Join\"; did you mean \"File Input\"",
        ),
        ("/graph/nodes/1/id", json!("file"), "graph.nodes[1].id: there are two nodes \"file\""),
        (
            "/graph/nodes/0/values",
            json!({"kex": 1}),
            "graph.nodes[0].values.kex: there is no input of node \"file\" \"kex\"; allowed: \"Key\", \"source\"; did you mean \"Key\"",
        ),
        ("/graph/nodes/0/values", json!({"Key": 1}), "node \"file\".input \"Key\": 1 is not the name of a column; allowed: the name of a column"),
        (
            "/graph/edges",
            json!([]),
            "node \"dated\".input \"Date String Source\": nothing is given: there is no edge to it, no value and no default; allowed: column",
        ),
        (
            "/graph/edges/0/from",
            json!("fiel.key"),
            "graph.edges[0].from: there is no node \"fiel\"; allowed: \"file\", \"dated\", \"joined\"; did you mean \"file\"",
        ),
        (
            "/graph/edges/0/from",
            json!("file.kye"),
            "graph.edges[0].from: there is no output of node \"file\" \"kye\"; allowed: \"frame\", \"key\"; did you mean \"key\"",
        ),
        ("/graph/edges/0/to", json!("dated"), "graph.edges[0].to: \"dated\" names no input; allowed: NODE.INPUT"),
        (
            "/graph/edges/0/to",
            json!("dated.Formt"),
            "graph.edges[0].to: there is no input of node \"dated\" \"Formt\"; allowed: \"Date String Source\", \"Format\"; did you mean \"Format\"",
        ),
        (
            "/graph/edges/0/from",
            json!("file.frame"),
            "node \"dated\".input \"Date String Source\": \"file.frame\" is a dataframe, and the input takes a column; allowed: column",
        ),
        (
            "/graph/edges/0/to",
            json!("dated.Format"),
            "node \"dated\".input \"Date String Source\": nothing is given: there is no edge to it, no value and no default; allowed: column",
        ),
        ("/graph/nodes/2/values/left", json!("nobody"), "graph.nodes[2].values.left: there is no node \"nobody\"; allowed: \"file\", \"dated\", \"joined\""),
        (
            "/graph/nodes/2/values/left",
            json!(1),
            "graph.nodes[2].values.left: 1 is not the id of a node, or of a node and its output; allowed: the id of a node, or of a node and its output",
        ),
        (
            "/graph/nodes/2/values",
            json!({"right": "file", "left key": "a", "right key": "b"}),
            "node \"joined\".operations[0]: nothing is connected to the input \"left\", which stands for the frame \"left\"",
        ),
        (
            "/graph/nodes/2/values",
            json!({"left": "file", "left key": "a", "right key": "b"}),
            "node \"joined\".operations[0].kwargs.other: nothing is connected to the input \"right\", which stands for the frame \"right\"",
        ),
        ("/graph/nodes", json!([]), "graph.nodes: the graph has no nodes"),
        (
            "/graph/edgs",
            json!([]),
            "graph.edgs: the graph has no field \"edgs\"; allowed: \"name\", \"description\", \"nodes\", \"edges\", \"variables\", \"outputs\"; did you mean \"edges\"",
        ),
        (
            "/templates/0/inputs/0/path",
            json!("operations.7.args.0"),
            "templates[0].inputs[0].path: \"operations.7.args.0\" is no path: there are 2 operations, counted from 0; allowed: operations.NUMBER.KEY…, such as operations.0.kwargs.source",
        ),
        (
            "/templates/0/inputs/0/path",
            json!("args.0"),
            "templates[0].inputs[0].path: \"args.0\" is no path: it does not begin with operations; allowed: operations.NUMBER.KEY…, such as operations.0.kwargs.source",
        ),
        (
            "/templates/0/inputs/0/path",
            json!("operations.1.args.3"),
            "node \"file\".input \"Key\": the path \"operations.1.args.3\" leads nowhere: \"3\" is no number of an item of 1",
        ),
        (
            "/templates/0/inputs/0/path",
            json!("operations.1.arg.3"),
            "node \"file\".input \"Key\": the path \"operations.1.arg.3\" leads nowhere: there is no \"arg\" beside \"operation\", \"args\"; did you mean \"args\"",
        ),
        (
            "/templates/0/outputs/1/path",
            json!("operations.1.args"),
            "node \"file\".output \"key\": at its path stands [\"id\"]; allowed: the name of a column, or an expression at kwargs.NAME",
        ),
        (
            "/templates/0/inputs/0/type",
            json!("colum"),
            "templates[0].inputs[0].type: there is no type \"colum\"; allowed: \"column\", \"value\", \"expression\", \"template\"; did you mean \"column\"",
        ),
        ("/templates/1/name", json!("Join"), "templates[2].name: there are two templates \"Join\""),
        (
            "/templates/0/operations",
            json!([]),
            "templates[0].inputs[0].path: \"operations.1.args.0\" is no path: there are 0 operations, counted from 0; allowed: operations.NUMBER.KEY…, such as operations.0.kwargs.source",
        ),
        ("/templates/0/operations/0/dataframe_out", json!(1), "templates[0].operations[0].dataframe_out: 1 is not a text; allowed: a text"),
        ("/templates/0/variables", json!([]), "node \"file\": there is no variable \"source\""),
    ];
    for (pointer, value, expected) in cases {
        let mut request = good();
        match request.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => {
                let (parent, key) = pointer.rsplit_once('/').expect("a pointer has slashes");
                request.pointer_mut(parent).expect("the parent is there")[key] = value;
            }
        }
        let error = refused(&request);
        assert_eq!(error.message, expected, "{pointer}");
        assert_eq!(error.code, Code::ValidationError);
    }
    let error = refused(&{
        let mut request = good();
        request["graph"]["edges"] = json!([{"from": "file.key", "to": "dated.Date String Source"}, {"from": "file.key", "to": "dated.Date String Source"}]);
        request
    });
    assert_eq!(error.message, "graph.edges[1].to: two edges lead to \"dated.Date String Source\": from \"file.key\" and from \"file.key\"");
    assert_eq!((&error.details["node"], &error.details["input"]), (&json!("dated"), &json!("Date String Source")));
}

#[test]
fn a_block_that_reads_a_frame_nobody_gives_is_refused() {
    let request =
        json!({"templates": [to_datetime()], "graph": {"nodes": [{"id": "a", "template": "String to Datetime", "values": {"Date String Source": "x"}}]}});
    assert_eq!(refused(&request).message, "node \"a\".operations[0]: the block reads the frame without a name, and nothing is connected that gives it");
}

#[test]
fn graphs_made_to_hurt_are_bounded() {
    // Each node holds what the one before gives twice.
    let doubling = json!({
        "name": "Double",
        "inputs": [{"name": "in", "type": "value", "path": ["operations.0.args.0.0", "operations.0.args.0.1"], "default": "0123456789"}],
        "outputs": [{"name": "out", "type": "value", "path": "operations.0.args.0"}],
        "operations": [{"operation": "scan_csv", "args": [[0, 0]]}],
    });
    let nesting = json!({
        "name": "Nest",
        "inputs": [{"name": "in", "type": "value", "path": "operations.0.args.0.0", "default": 1}],
        "outputs": [{"name": "out", "type": "value", "path": "operations.0.args.0"}],
        "operations": [{"operation": "scan_csv", "args": [[0]]}],
    });
    for template in [doubling, nesting] {
        let nodes: Vec<Value> = (0..900).map(|number| json!({"id": format!("n{number}"), "template": template["name"]})).collect();
        let edges: Vec<Value> = (1..900).map(|number| json!({"from": format!("n{}.out", number - 1), "to": format!("n{number}.in")})).collect();
        let error = refused(&json!({"templates": [template], "graph": {"nodes": nodes, "edges": edges}}));
        assert_eq!(error.code, Code::ResourceCap, "{}", error.message);
    }
    // A large value in many places.
    let many: Vec<Value> = (0..900).map(|_| json!("$x")).collect();
    let template = json!({"name": "Many", "operations": [{"operation": "scan_csv", "args": many}], "variables": [{"key": "x"}]});
    let error = refused(&json!({"templates": [template], "graph": {"nodes": [{"id": "a", "template": "Many", "values": {"x": "y".repeat(500_000)}}]}}));
    assert_eq!(error.code, Code::ResourceCap);
    // More steps than a document has, and more bytes.
    let template = json!({"name": "Steps", "operations": vec![json!({"operation": "scan_csv"}); 600]});
    let error = refused(&json!({"templates": [template], "graph": {"nodes": [{"id": "a", "template": "Steps"}, {"id": "b", "template": "Steps"}]}}));
    assert_eq!(error.code, Code::ResourceCap, "{}", error.message);
    let mut deep = json!(1);
    for _ in 0..2_000 {
        deep = Value::Array(vec![deep]);
    }
    assert_eq!(refused(&deep).code, Code::ResourceCap);
}

#[test]
fn a_thousand_nodes_compile() {
    let mut nodes = vec![json!({"id": "n0", "template": "File Input"})];
    let mut edges = Vec::new();
    for number in 1..998 {
        nodes.push(json!({"id": format!("n{number}"), "template": "String to Datetime"}));
        let from = if number == 1 { "n0.key".to_owned() } else { format!("n{}.Converted Datetime", number - 1) };
        edges.push(json!({"from": from, "to": format!("n{number}.Date String Source")}));
    }
    let document = compiled(&json!({"templates": [input(), to_datetime()], "graph": {"nodes": nodes, "edges": edges}}));
    assert_eq!(document["steps"].as_array().map(Vec::len), Some(999));
}

/// A request that is fine, with values of all kinds in wrong places: an answer or an error, never the end of the process.
#[test]
fn stirred_requests_give_an_answer_or_an_error() {
    let good = json!({
        "templates": [input(), to_datetime(), join()],
        "graph": {
            "nodes": [
                {"id": "file", "template": "File Input", "values": {"Key": "a"}},
                {"id": "dated", "template": "String to Datetime", "values": {"Format": "%Y"}},
                {"id": "joined", "template": "Join", "values": {"left": "dated", "right": "file", "left key": "a", "right key": "b"}},
            ],
            "edges": [{"from": "file.key", "to": "dated.Date String Source"}],
            "outputs": [{"from": "joined", "destination_variable_key": "source"}],
        },
    });
    let mut pointers = Vec::new();
    collect_pointers(&good, String::new(), &mut pointers);
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(""),
        json!("$source"),
        json!("$$"),
        json!("file"),
        json!("file.key"),
        json!("a.b.c.."),
        json!("operations.0"),
        json!("operations.0.kwargs.source"),
        json!("operations.1.args.0"),
        json!("operations.99999999999999999999.args"),
        json!("kwargs"),
        json!("column"),
        json!("template"),
        json!([]),
        json!({}),
        json!([[[]]]),
        json!({"expr": "col"}),
        json!({"expr": {"on": 1}}),
        json!({"operation": "select", "dataframe": "x"}),
        json!("ä💥\u{0}"),
    ];
    let mut random = crate::python::Random::new(11);
    let mut compiled = 0;
    for _ in 0..20_000 {
        let mut request = good.clone();
        for _ in 0..=random.below(3) {
            let pointer = &pointers[random.below(pointers.len())];
            // An earlier change may have taken the place away.
            if let Some(place) = request.pointer_mut(pointer) {
                *place = values[random.below(values.len())].clone();
            }
        }
        compiled += usize::from(compile(&request).is_ok());
    }
    assert!(compiled > 100, "only {compiled} requests were still fine");
}

fn collect_pointers(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(number, item)| collect_pointers(item, format!("{at}/{number}"), found)),
        Value::Object(fields) => {
            fields.iter().for_each(|(key, item)| collect_pointers(item, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    if !at.is_empty() {
        found.push(at);
    }
}
