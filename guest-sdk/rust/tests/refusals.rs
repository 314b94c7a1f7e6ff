//! What a transform may not do is refused before it reaches the host.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use sandtable_guest::prelude::*;
use sandtable_guest::testing::{run_rows, run_table};

fn table() -> RecordBatch {
    let x: ArrayRef = Arc::new(Int64Array::from(vec![1, 2, 3]));
    RecordBatch::try_from_iter([("x", x)]).unwrap()
}

/// A row transform that answers as its parameter says.
struct Answers(Answer);

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    FewerRows,
    OtherType,
    MoreColumns,
    Failure,
}

#[derive(serde::Deserialize)]
struct AnswerParams {
    answer: Answer,
}

impl RowTransform for Answers {
    type Params = AnswerParams;

    fn prepare(_: &SchemaRef, params: AnswerParams) -> Result<Self> {
        Ok(Self(params.answer))
    }

    fn apply(&self, batch: RecordBatch) -> Result<RecordBatch> {
        match self.0 {
            Answer::FewerRows => Ok(batch.slice(1, 1)),
            Answer::OtherType => batch.with_column("x", StringArray::from(vec!["a", "b", "c"])),
            Answer::MoreColumns => batch.with_column("y", Int64Array::from(vec![1, 2, 3])),
            Answer::Failure => batch.column_as::<StringArray>("x").map(|_| batch.clone()).context("look at x"),
        }
    }
}

fn rows_error(answer: &str) -> String {
    run_rows::<Answers>(&format!(r#"{{"answer": "{answer}"}}"#), &[table()]).unwrap_err().to_string()
}

#[test]
fn row_transforms_must_keep_their_promises() {
    assert_eq!(rows_error("fewer-rows"), "1 rows came out for 3; each row gives exactly one (bad-output)");
    assert_eq!(rows_error("other-type"), "column `x` is Utf8; the schema announced Int64 (bad-output)");
    assert_eq!(rows_error("more-columns"), "a batch has 2 columns; the schema announced 1 (bad-output)");
}

#[test]
fn errors_tell_what_was_being_done() {
    let expected = "look at x: column `x` is Int64, which is no GenericByteArray<GenericStringType<i32>> (bad-column)";
    assert_eq!(rows_error("failure"), expected);
}

/// A whole-table transform that uses its output as its parameter says.
struct Writes;

#[derive(serde::Deserialize)]
struct WriteParams {
    starts: usize,
    input: String,
}

impl TableTransform for Writes {
    type Params = WriteParams;

    fn describe() -> Description {
        Description::new().input(InputSpec::new("table"))
    }

    fn run(mut inputs: Inputs, params: WriteParams, mut output: Output) -> Result<()> {
        let mut table = inputs.take(&params.input)?;
        for _ in 0..params.starts {
            output.start(table.schema())?;
        }
        while let Some(batch) = table.next_batch(2)? {
            output.push(&batch)?;
        }
        Ok(())
    }
}

fn write(params: &str) -> Result<Vec<usize>> {
    let tables = [("table", table().schema(), vec![table(), table()])];
    let outcome = run_table::<Writes>(params, &tables)?;
    Ok(outcome.batches.iter().map(RecordBatch::num_rows).collect())
}

#[test]
fn batches_are_as_large_as_asked_for() {
    assert_eq!(write(r#"{"starts": 1, "input": "table"}"#), Ok(vec![2, 1, 2, 1]));
}

#[test]
fn an_output_is_started_exactly_once() {
    let error = |starts: usize| write(&format!(r#"{{"starts": {starts}, "input": "table"}}"#)).unwrap_err().to_string();
    assert_eq!(error(0), "rows were pushed before the start (bad-output)");
    assert_eq!(error(2), "the output was started twice (bad-output)");
}

#[test]
fn a_missing_input_is_named() {
    let error = write(r#"{"starts": 1, "input": "flights"}"#).unwrap_err().to_string();
    assert_eq!(error, "there is no input `flights`, or it was taken already (missing-input)");
}
