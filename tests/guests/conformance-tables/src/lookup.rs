//! A column of another table, by key.

use std::collections::HashMap;

use sandtable_guest::Place;
use sandtable_guest::prelude::*;

const TAKEN: [&str; 2] = ["name", "price"];

#[derive(serde::Deserialize)]
pub(crate) struct Lookup {
    /// Whether every key must be there.
    #[serde(default)]
    strict: bool,
}

impl Lookup {
    pub(crate) fn run(&self, left: Input, right: Input, output: &mut Output) -> Result<()> {
        let taken = right.schema().project(&[index_of(right.schema(), TAKEN[0])?, index_of(right.schema(), TAKEN[1])?])?;
        let taken: SchemaRef = Arc::new(taken);
        let (mut known, mut rows) = (HashMap::<String, Place>::new(), Vec::new());
        for (at, batch) in right.enumerate() {
            let batch = batch?;
            for (row, key) in batch.strings("key")?.iter().enumerate() {
                if let Some(key) = key {
                    // The first one counts.
                    known.entry(key.to_owned()).or_insert((at, row));
                }
            }
            let columns = TAKEN.iter().map(|name| batch.column_named(name).cloned()).collect::<Result<Vec<_>>>()?;
            rows.push(RecordBatch::try_new(SchemaRef::clone(&taken), columns)?);
        }
        let rows: Vec<&RecordBatch> = rows.iter().collect();
        let mut schema = SchemaRef::clone(left.schema());
        for field in taken.fields() {
            schema = with_field(&schema, Field::clone(field).with_nullable(true));
        }
        output.start(&schema)?;
        let mut done = 0;
        for batch in left {
            let batch = batch?;
            let place = |(row, key): (usize, Option<&str>)| match key.map(|key| (key, known.get(key))) {
                Some((key, None)) if self.strict => {
                    Err(Error::new("unknown-key", format!("there is no key \"{key}\""))).context(format!("looking up row {}", done + row))
                }
                found => Ok(found.and_then(|(_, place)| place.copied())),
            };
            let places = batch.strings("key")?.iter().enumerate().map(place).collect::<Result<Vec<_>>>()?;
            let found = gather(&taken, &rows, &places)?;
            let columns = [batch.columns(), found.columns()].concat();
            output.push(&RecordBatch::try_new(SchemaRef::clone(&schema), columns)?)?;
            done += batch.num_rows();
        }
        Ok(())
    }
}
