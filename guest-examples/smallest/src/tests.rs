use sandtable_guest::testing::run_rows;

use super::*;

#[test]
fn a_column_is_doubled_and_nulls_stay() {
    let x: ArrayRef = Arc::new(Int64Array::from(vec![Some(3), None]));
    let batch = RecordBatch::try_from_iter([("x", x)]).unwrap();
    let outcome = run_rows::<Double>("{}", &[batch]).unwrap();
    assert_eq!(outcome.batches[0].numbers("doubled"), Ok(Float64Array::from(vec![Some(6.0), None])));
}
