//! What is wrong, and what is meant to hurt.

use sandtable_core::Code;
use sandtable_pipeline::compile::compile;
use serde_json::{Value, json};

use super::{compiled, input, join, refused, to_datetime};

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
