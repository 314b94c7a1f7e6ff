//! The five fixtures that the integration document names, as scripts of our own.

use std::fs;

use serde_json::json;

use super::Runner;

#[test]
fn basic_hello() {
    let runner = Runner::start();
    let ran = runner.run(
        "import pandas as pd\n\n\ndef transform():\n    print(\"Hello from the runner\")\n    return pd.DataFrame({\"message\": [\"Hello\"], \"n\": [42]})\n",
        json!({}),
    );
    assert_eq!(ran.csv(), "message,n\nHello,42\n");
}

#[test]
fn error_test() {
    let runner = Runner::start();
    for (code, line) in [
        ("def transform():\n    return 1 / 0\n", "ERROR: Transform function failed: division by zero"),
        ("def transform():\n    return {}['missing']\n", "ERROR: Transform function failed: 'missing'"),
        ("def other():\n    pass\n", "ERROR: User script must define a 'transform()' function"),
        ("def transform():\n    return 'a string'\n", "ERROR: Transform function must return a pandas DataFrame, got <class 'str'>"),
        ("def transform():\n    pass\n", "ERROR: Transform function must return a pandas DataFrame, got <class 'NoneType'>"),
    ] {
        let stderr = runner.run(code, json!({})).complaint();
        assert_eq!(stderr.lines().next(), Some(line), "{stderr}");
    }
    let syntax = runner.run("def transform(:\n    pass\n", json!({})).complaint();
    assert!(syntax.contains("SyntaxError") && syntax.contains("line 1"), "{syntax}");
    let module = runner.run("import no_such_module\ndef transform():\n    pass\n", json!({})).complaint();
    assert!(module.contains("No module named 'no_such_module'"), "{module}");
    let missing = runner.run("def transform(orders):\n    return orders\n", json!({})).complaint();
    assert!(missing.contains("missing 1 required positional argument: 'orders'"), "{missing}");
}

#[test]
fn timeout_test() {
    let runner = Runner::start();
    let body = runner.run("import time\ndef transform():\n    time.sleep(60)\n", json!({"timeout": 0.5})).answer.json();
    assert_eq!((&body["timeout"], &body["exit_code"], &body["error"]), (&json!(true), &json!(-1), &json!("Script execution timed out after 0.5 seconds")));
}

#[test]
fn pandas_test() {
    let runner = Runner::start();
    let code = "import pandas as pd

def transform():
    df = pd.DataFrame({'category': ['A', 'B', 'A', 'C', 'B'], 'value': [10, 20, 30, 40, 50]})
    grouped = df.groupby('category')['value'].agg(['sum', 'mean', 'count']).reset_index()
    print(grouped.shape)
    return grouped
";
    let ran = runner.run(code, json!({}));
    assert_eq!(ran.csv(), "category,sum,mean,count\nA,40,20.0,2\nB,70,35.0,2\nC,40,40.0,1\n");
    assert_eq!(ran.text("stdout.log").lines().next(), Some("(3, 4)"));
}

#[test]
fn table_params_test() {
    let runner = Runner::start();
    fs::write(
        runner.path("orders.jsonl"),
        "{\"id\":1,\"customer_id\":1,\"amount\":10.0}\n{\"id\":2,\"customer_id\":2,\"amount\":20.5}\n{\"id\":3,\"customer_id\":1,\"amount\":null}\n",
    )
    .expect("written");
    fs::write(runner.path("customers.jsonl"), "{\"customer_id\":1,\"name\":\"Ann\"}\n{\"customer_id\":2,\"name\":\"Bob\"}\n").expect("written");
    let code = "def transform(customers, orders):
    merged = orders.merge(customers, on='customer_id', how='left')
    print(len(orders), len(customers))
    return merged
";
    let tables = json!({"orders": runner.path("orders.jsonl"), "customers": runner.path("customers.jsonl")});
    let ran = runner.run(code, json!({"table_mapping": tables}));
    assert_eq!(ran.csv(), "id,customer_id,amount,name\n1,1,10.0,Ann\n2,2,20.5,Bob\n3,1,,Ann\n");
    assert_eq!(ran.text("stdout.log").lines().next(), Some("3 2"));
}
