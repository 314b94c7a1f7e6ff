//! Exact sums by key, in the order in which keys come first.

use std::collections::HashMap;

use sandtable_guest::arrow_array::Decimal128Array;
use sandtable_guest::prelude::*;
use sandtable_guest::{info, progress, warn};

pub(crate) fn run(table: Input, output: &mut Output) -> Result<()> {
    let (mut places, mut groups) = (HashMap::new(), Vec::<(Option<String>, i64, i128)>::new());
    let (mut done, total) = (0, table.rows());
    for batch in table {
        let batch = batch?;
        let (keys, amounts) = (batch.strings("key")?, batch.column_as::<Decimal128Array>("amount")?);
        for (key, amount) in keys.iter().zip(amounts) {
            let key = key.map(str::to_owned);
            let at = *places.entry(key.clone()).or_insert_with(|| {
                groups.push((key, 0, 0));
                groups.len() - 1
            });
            groups[at].1 += 1;
            groups[at].2 += amount.unwrap_or(0);
        }
        done += batch.num_rows() as u64;
        progress(done, total);
    }
    info!("{} groups of {done} rows", groups.len());
    if let Some((_, rows, _)) = groups.iter().find(|(key, ..)| key.is_none()) {
        warn!("{rows} rows have no key");
    }
    let keys: LargeStringArray = groups.iter().map(|(key, ..)| key.as_deref()).collect();
    let rows: Int64Array = groups.iter().map(|(_, rows, _)| Some(*rows)).collect();
    let totals: Decimal128Array = groups.iter().map(|(.., total)| Some(*total)).collect();
    let columns: Vec<ArrayRef> = vec![Arc::new(keys), Arc::new(rows), Arc::new(totals.with_precision_and_scale(38, 4)?)];
    let names = ["key", "rows", "total"];
    let fields: Vec<Field> = names.iter().zip(&columns).map(|(name, column)| Field::new(*name, column.data_type().clone(), true)).collect();
    let schema: SchemaRef = Arc::new(Schema::new(fields));
    output.start(&schema)?;
    output.push(&RecordBatch::try_new(schema, columns)?)
}
