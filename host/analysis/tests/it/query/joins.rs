//! Data sets that are joined.

use polars::prelude::df;
use sandtable_core::Code;
use serde_json::{Value, json};

use crate::support::{Data, column, detail};

fn data() -> Data {
    Data::new()
        .with("orders.csv", "id,who,amount\n1,ann,10\n2,bob,20\n3,cid,30\n4,,40\n")
        .with("people.csv", "who,city,id\nann,Ulm,7\nbob,Bonn,8\ndan,Kiel,9\n")
        .with("names.csv", "name,age\nann,30\n")
}

fn joined(how: &str) -> Vec<Value> {
    data().query(json!({"dataset": "orders.csv", "joins": [{"dataset": "people.csv", "on": ["who"], "how": how}], "order": [{"col": "who"}]}))
}

#[test]
fn every_kind_of_join() {
    assert_eq!(
        joined("inner"),
        [
            json!({"id": 1, "who": "ann", "amount": 10, "city": "Ulm", "id_right": 7}),
            json!({"id": 2, "who": "bob", "amount": 20, "city": "Bonn", "id_right": 8})
        ]
    );
    assert_eq!(json!(column(&joined("left"), "city")), json!(["Ulm", "Bonn", null, null]));
    assert_eq!(json!(column(&joined("right"), "amount")), json!([10, 20, null]));
    assert_eq!(json!(column(&joined("full"), "who")), json!(["ann", "bob", "cid", "dan", null]), "keys stand once");
    assert_eq!(joined("semi").iter().map(|row| row["id"].clone()).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(joined("anti"), [json!({"id": 3, "who": "cid", "amount": 30}), json!({"id": 4, "who": null, "amount": 40})]);
}

#[test]
fn keys_of_other_names_several_joins_and_a_suffix() {
    let rows = data().query(json!({
        "dataset": "orders.csv",
        "joins": [{"dataset": "people.csv", "on": ["who"], "suffix": "_of_person"}, {"dataset": "names.csv", "left_on": ["who"], "right_on": ["name"]}],
        "filters": [{"col": "age", "op": ">", "val": 20}],
    }));
    assert_eq!(rows, [json!({"id": 1, "who": "ann", "amount": 10, "city": "Ulm", "id_of_person": 7, "age": 30})]);
}

#[test]
fn integers_of_other_widths_are_one_key() {
    let data =
        Data::new().with_parquet("a.parquet", &df!("k" => [1_i32, 2]).unwrap()).with_parquet("b.parquet", &df!("k" => [2_i64, 3], "v" => ["x", "y"]).unwrap());
    assert_eq!(data.query(json!({"dataset": "a.parquet", "joins": [{"dataset": "b.parquet", "on": ["k"]}]})), [json!({"k": 2, "v": "x"})]);
}

#[test]
fn what_is_wrong_with_a_join_is_said_with_its_field() {
    let data = data();
    for (join, field) in [
        (json!({"dataset": "people.csv"}), "plan.joins[0].on"),
        (json!({"dataset": "people.csv", "on": ["wo"]}), "plan.joins[0].on[0]"),
        (json!({"dataset": "people.csv", "left_on": ["who"]}), "plan.joins[0].right_on"),
        (json!({"dataset": "people.csv", "left_on": ["who"], "right_on": ["whom"]}), "plan.joins[0].right_on[0]"),
        (json!({"dataset": "people.csv", "left_on": ["amount"], "right_on": ["who"]}), "plan.joins[0].left_on[0]"),
        (json!({"dataset": "people.csv", "on": ["who"], "suffix": ""}), "plan.joins[0].suffix"),
    ] {
        let error = data.error(json!({"dataset": "orders.csv", "joins": [join]}));
        assert_eq!((error.code, detail(&error, "field")), (Code::ValidationError, field), "{error}");
    }
    let error = data.error(json!({"dataset": "orders.csv", "joins": [{"dataset": "people.csv", "on": ["wo"]}]}));
    assert_eq!(error.details["did_you_mean"], json!(["who"]));
}

#[test]
fn keys_that_multiply_rows_end_with_a_cap() {
    let same = df!("k" => vec![1_i64; 20_000], "v" => (0..20_000).collect::<Vec<i64>>()).unwrap();
    let mut data = Data::new().with_parquet("a.parquet", &same).with_parquet("b.parquet", &same);
    data.memory_bytes = 64 << 20;
    let plan = json!({"dataset": "a.parquet", "joins": [{"dataset": "b.parquet", "on": ["k"]}], "aggs": [{"fn": "count"}]});
    let error = data.error(plan);
    assert_eq!((error.code, detail(&error, "limit")), (Code::ResourceCap, "join_rows"), "{error}");
    // The same with keys that come once on one side: no more rows than one side has.
    let once = df!("k" => [1_i64], "w" => [5_i64]).unwrap();
    let data = Data::new().with_parquet("a.parquet", &same).with_parquet("b.parquet", &once);
    let rows = data.query(json!({"dataset": "a.parquet", "joins": [{"dataset": "b.parquet", "on": ["k"]}], "aggs": [{"fn": "count"}]}));
    assert_eq!(rows, [json!({"count": 20_000})]);
}
