//! SQL over frames.

use serde_json::{Value, json};

use super::support::{Folder, error, rows};

fn query(text: &str) -> Value {
    json!([
        {"operation": "DataFrame", "dataframe": "flights", "args": [{"a": [1, 2, 3], "k": ["x", "y", "x"]}]},
        {"operation": "DataFrame", "dataframe": "names", "args": [{"k": ["x"], "name": ["ex"]}]},
        {"operation": "sql", "dataframe_in": "none yet", "dataframe_out": "out", "args": [text]},
    ])
}

#[test]
fn a_query_sees_the_frames_by_name() {
    let env = Folder::new().env();
    assert_eq!(
        rows(&env, query("select sum(f.a) as total, n.name from flights f join names n on f.k = n.k group by n.name")),
        json!({"total": [4], "name": ["ex"]})
    );
    assert_eq!(rows(&env, query("with late as (select * from flights where a > 2) select a from late")), json!({"a": [3]}));
    let own = json!([{"operation": "DataFrame", "args": [{"a": [1, 2]}]}, {"operation": "sql", "args": ["select a * 2 as b from self where a > 1"]}]);
    assert_eq!(rows(&env, own), json!({"b": [4]}));
    let named = json!([{"operation": "DataFrame", "args": [{"a": [1]}]}, {"operation": "sql", "args": ["select * from t"], "kwargs": {"table_name": "t"}}]);
    assert_eq!(rows(&env, named), json!({"a": [1]}));
}

#[test]
fn custom_functions_are_functions_of_sql() {
    assert_eq!(rows(&Folder::new().env(), query("select double(a) as b from flights")), json!({"b": [2, 4, 6]}));
}

#[test]
fn table_functions_and_unknown_tables_are_refused() {
    let env = Folder::new().with("x.csv", "a\n1\n").env();
    for text in [
        "select * from read_csv('x.csv')",
        "select * from scan_parquet('x.parquet')",
        "select * from flights where a in (select a from read_csv('x.csv'))",
        "with t as (select * from read_json('x.json')) select * from t",
        "select * from table(read_csv('x.csv'))",
        "select * from lateral read_csv('x.csv')",
        "select (select max(a) from read_csv('x.csv')) from flights",
        "select * from flights join read_csv('x.csv') r on true",
        "select * from 'x.csv'",
        "select * from \"x.csv\"",
        "select * from /etc/passwd",
        "select * from flightz",
        "select * from public.flights",
        "drop table flights",
        "create table t as select * from read_csv('x.csv')",
        "delete from flights",
        "truncate table flights",
        "insert into flights values (1)",
        "copy flights to 'x.csv'",
        "show tables; select 1",
        "explain select * from flights",
        "",
    ] {
        let refused = error(&env, query(text));
        assert_eq!(refused.code, sandtable_core::Code::ValidationError, "{text}: {}", refused.message);
        assert!(!refused.message.contains("panicked"), "{text}");
    }
    assert_eq!(error(&env, query("select * from flightz")).details["did_you_mean"], json!(["flights"]));
}

#[test]
fn deep_queries_are_refused() {
    let env = Folder::new().env();
    let deep = format!("select {}1{} from flights", "(".repeat(10_000), ")".repeat(10_000));
    error(&env, query(&deep));
    let long = format!("select {} from flights", vec!["a"; 100_000].join(","));
    assert_eq!(error(&env, query(&long)).code, sandtable_core::Code::ResourceCap);
}
