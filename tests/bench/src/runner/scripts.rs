//! What is run, over which tables.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

/// A script of the kind users write.
pub(super) struct Script {
    pub(super) name: &'static str,
    pub(super) code: &'static str,
}

pub(super) const SCRIPTS: [Script; 3] = [
    Script { name: "trivial", code: "import pandas as pd\n\ndef transform():\n    return pd.DataFrame({'result': [1, 2, 3]})\n" },
    Script {
        name: "join",
        code: "import pandas as pd\n\ndef transform(orders, customers):\n    merged = pd.merge(orders, customers, on='customer_id')\n    return \
               merged.sort_values('order_id')\n",
    },
    Script {
        name: "groupby",
        code: "import pandas as pd\n\ndef transform(orders):\n    grouped = orders.groupby('customer_id').agg(total=('quantity', 'sum'), \
               n=('order_id', 'count'), dearest=('amount', 'max'))\n    return grouped.reset_index()\n",
    },
];

/// The two tables, by name: `orders` of so many rows, and 1,000 `customers`.
pub(super) fn tables(folder: &Path, rows: usize) -> Result<Value> {
    let (mut orders, mut customers) = (String::new(), String::new());
    // A generator of its own: the same rows on every machine.
    let mut state = 42_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for id in 0..rows {
        // Quarters: of other decimals pandas reads some into the float beside the nearest.
        let (customer, quantity, cents) = (next(1000), next(20) + 1, next(4_000) * 25);
        writeln!(
            orders,
            r#"{{"order_id":{id},"customer_id":{customer},"quantity":{quantity},"amount":{}.{:02},"state":"s{}"}}"#,
            cents / 100,
            cents % 100,
            id % 7
        )?;
    }
    for id in 0..1000 {
        writeln!(customers, r#"{{"customer_id":{id},"name":"customer {id}","region":"r{}"}}"#, id % 12)?;
    }
    let (orders_path, customers_path) = (folder.join("orders.jsonl"), folder.join("customers.jsonl"));
    fs::write(&orders_path, orders)?;
    fs::write(&customers_path, customers)?;
    Ok(json!({"orders": orders_path, "customers": customers_path}))
}
