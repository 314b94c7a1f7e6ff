//! Keeps the first N rows of each group by a column: the most delayed flights of each airline, say.
//!
//! Streams: it holds one batch and at most N rows a group, however long the table is. Groups come out in the order in
//! which they were first seen, their rows from first to last, equal ones as they came. Rows without a value are left out.

mod groups;

use sandtable_guest::prelude::*;
use sandtable_guest::{Place, info, progress};

use groups::Groups;

/// Rows that are pushed at once.
const PUSHED_ROWS: usize = 65_536;

struct TopPerGroup;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The column that groups.
    group: String,
    /// The column that ranks: integers or floats, the largest first.
    by: String,
    /// How many rows to keep of each group.
    n: usize,
    /// Whether the smallest come first.
    #[serde(default)]
    ascending: bool,
}

impl TableTransform for TopPerGroup {
    type Params = Params;

    fn describe() -> Description {
        Description::new().input(InputSpec::new("table").about("any table with the two columns")).params(
            r#"{"type": "object", "required": ["group", "by", "n"], "additionalProperties": false, "properties": {
                "group": {"type": "string", "description": "the column that groups"},
                "by": {"type": "string", "description": "the column that ranks"},
                "n": {"type": "integer", "minimum": 1, "description": "rows to keep of each group"},
                "ascending": {"type": "boolean", "default": false}}}"#,
        )
    }

    fn run(mut inputs: Inputs, params: Params, mut output: Output) -> Result<()> {
        if params.n == 0 {
            bail!("bad-parameter", "n is 0; at least 1 is allowed");
        }
        let table = inputs.next_input()?;
        index_of(table.schema(), &params.group)?;
        index_of(table.schema(), &params.by)?;
        output.start(table.schema())?;

        let mut top = Top::new(table.schema(), &params)?;
        let (mut done, total) = (0, table.rows());
        for batch in table {
            let batch = batch?;
            top.add(&batch)?;
            done += batch.num_rows() as u64;
            progress(done, total);
        }
        info!("kept {} of {done} rows in {} groups", top.kept.num_rows(), top.groups.count());
        for start in (0..top.kept.num_rows()).step_by(PUSHED_ROWS) {
            output.push(&top.kept.slice(start, PUSHED_ROWS.min(top.kept.num_rows() - start)))?;
        }
        Ok(())
    }
}

/// The best rows so far.
struct Top<'a> {
    params: &'a Params,
    groups: Groups,
    /// For each group its rows, best first, never more than `n`.
    best: Vec<Vec<Candidate>>,
    /// The rows of `best`, in its order.
    kept: RecordBatch,
}

struct Candidate {
    value: f64,
    /// Which of the two batches holds it (0: kept before, 1: new), and where.
    at: Place,
}

impl<'a> Top<'a> {
    fn new(schema: &SchemaRef, params: &'a Params) -> Result<Self> {
        let kept = gather(schema, &[], &[])?;
        Ok(Self { params, groups: Groups::default(), best: Vec::new(), kept })
    }

    fn add(&mut self, batch: &RecordBatch) -> Result<()> {
        let values = batch.numbers(&self.params.by)?;
        let groups = self.groups.of(batch, &self.params.group)?;
        self.best.resize_with(self.groups.count(), Vec::new);
        let mut changed = false;
        for (row, (group, value)) in groups.into_iter().zip(&values).enumerate() {
            let Some(value) = value.filter(|value| !value.is_nan()) else { continue };
            let value = if self.params.ascending { -value } else { value };
            changed |= offer(&mut self.best[group], Candidate { value, at: (1, row) }, self.params.n);
        }
        // Copied out at once: a row that stayed in its batch would keep the whole batch alive.
        if changed { self.compact(batch) } else { Ok(()) }
    }

    fn compact(&mut self, batch: &RecordBatch) -> Result<()> {
        let places: Vec<_> = self.best.iter().flatten().map(|candidate| Some(candidate.at)).collect();
        self.kept = gather(&batch.schema(), &[&self.kept, batch], &places).context("keep the best rows")?;
        for (row, candidate) in self.best.iter_mut().flatten().enumerate() {
            candidate.at = (0, row);
        }
        Ok(())
    }
}

/// Takes a candidate in when it is among the best `n`; of equals the earlier stays ahead.
fn offer(best: &mut Vec<Candidate>, candidate: Candidate, n: usize) -> bool {
    let place = best.partition_point(|other| other.value >= candidate.value);
    if place >= n {
        return false;
    }
    best.insert(place, candidate);
    best.truncate(n);
    true
}

sandtable_guest::register!(table TopPerGroup);

#[cfg(test)]
mod tests {
    use super::*;
    use sandtable_guest::testing::{Outcome, run_table};

    fn batch(rows: &[(Option<&str>, Option<i64>)]) -> RecordBatch {
        let carrier: StringArray = rows.iter().map(|row| row.0).collect();
        let delay: Int64Array = rows.iter().map(|row| row.1).collect();
        RecordBatch::try_from_iter_with_nullable([("carrier", Arc::new(carrier) as ArrayRef, true), ("delay", Arc::new(delay) as ArrayRef, true)])
            .expect("columns of one length")
    }

    fn run(params: &str, batches: Vec<RecordBatch>) -> Result<Outcome> {
        let schema = batches[0].schema();
        run_table::<TopPerGroup>(params, &[("table", schema, batches)])
    }

    fn rows(outcome: &Outcome) -> Vec<(Option<String>, f64)> {
        let of_batch = |batch: &RecordBatch| {
            let delays = batch.numbers("delay").unwrap();
            let carriers = batch.strings("carrier").unwrap();
            carriers.iter().map(|text| text.map(str::to_owned)).zip(delays.values().to_vec()).collect::<Vec<_>>()
        };
        outcome.batches.iter().flat_map(of_batch).collect()
    }

    fn three_batches() -> Vec<RecordBatch> {
        vec![
            batch(&[(Some("UA"), Some(5)), (Some("AA"), Some(1)), (Some("UA"), Some(9)), (None, Some(4))]),
            batch(&[(Some("AA"), None), (Some("UA"), Some(7)), (Some("AA"), Some(3))]),
            batch(&[(Some("UA"), Some(1)), (None, Some(8)), (Some("AA"), Some(2))]),
        ]
    }

    #[test]
    fn the_largest_of_each_group_come_first() {
        let outcome = run(r#"{"group": "carrier", "by": "delay", "n": 2}"#, three_batches()).unwrap();
        let (ua, aa) = (Some("UA".to_owned()), Some("AA".to_owned()));
        let expected = [(ua.clone(), 9.0), (ua, 7.0), (aa.clone(), 3.0), (aa, 2.0), (None, 8.0), (None, 4.0)];
        assert_eq!(rows(&outcome), expected);
        assert_eq!(outcome.logs[0].message, "kept 6 of 10 rows in 3 groups");
        assert_eq!(outcome.progress, [(4, Some(10)), (7, Some(10)), (10, Some(10))]);
    }

    #[test]
    fn ascending_turns_it_round() {
        let outcome = run(r#"{"group": "carrier", "by": "delay", "n": 1, "ascending": true}"#, three_batches()).unwrap();
        let expected = [(Some("UA".to_owned()), 1.0), (Some("AA".to_owned()), 1.0), (None, 4.0)];
        assert_eq!(rows(&outcome), expected);
    }

    #[test]
    fn no_rows_give_no_rows() {
        let outcome = run(r#"{"group": "carrier", "by": "delay", "n": 1}"#, vec![batch(&[])]).unwrap();
        assert_eq!((outcome.rows(), outcome.schema.fields().len()), (0, 2));
    }

    #[test]
    fn bad_parameters_are_refused() {
        let error = |params: &str| run(params, three_batches()).unwrap_err().to_string();
        assert_eq!(error(r#"{"group": "carrier", "by": "delay", "n": 0}"#), "n is 0; at least 1 is allowed (bad-parameter)");
        assert_eq!(error(r#"{"group": "x", "by": "delay", "n": 1}"#), "there is no column `x`; there are: carrier, delay (bad-column)");
        assert_eq!(error(r#"{"group": "carrier", "by": "carrier", "n": 1}"#), "column `carrier` is Utf8; an integer or a float is wanted (bad-column)");
    }
}
