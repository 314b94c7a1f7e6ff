//! How columns go together.

mod blocks;
mod ranks;

use polars::prelude::DataFrame;
use sandtable_core::Result;

use super::column::Summary;
use super::flat::Flat;
use crate::request::CorrelationMethod;

/// A column that takes part.
struct Part {
    /// Which column it is.
    column: usize,
    flat: Flat,
    /// Its mean and standard deviation, when they are known.
    spread: Option<(f64, f64)>,
}

/// All pairs of columns of numbers and times, the strongest first, then in the order of the columns. Rows where one of the two
/// has no finite number are left out, pair by pair. A pair without a correlation (one of the two does not vary in the
/// rows that are left) is left out.
///
/// # Errors
/// `INTERNAL`.
pub(super) fn correlations(frame: &DataFrame, columns: &[Summary], method: CorrelationMethod) -> Result<Vec<(usize, usize, f64)>> {
    let mut parts = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        // Of one value there is no correlation with anything.
        if column.distinct.is_some_and(|distinct| distinct < 2) {
            continue;
        }
        if let Some(flat) = Flat::new(frame.columns()[index].as_materialized_series())? {
            // Of what is no time and no decimal: there the slice holds other numbers than the statistics are of.
            let spread = column.numbers().filter(|_| flat.unit.is_one()).and_then(|numbers| Some((numbers.mean, numbers.std?)));
            parts.push(Part { column: index, flat, spread });
        }
    }
    let found = match method {
        CorrelationMethod::Pearson => blocks::pearson(&parts),
        CorrelationMethod::Spearman => ranks::spearman(&parts)?,
    };
    let named = found.into_iter().map(|(a, b, r)| (parts[a].column, parts[b].column, r));
    let mut named: Vec<(usize, usize, f64)> = named.collect();
    named.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()).then((a.0, a.1).cmp(&(b.0, b.1))));
    Ok(named)
}
