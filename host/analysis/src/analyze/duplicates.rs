//! Rows that are there more than once.

use polars::prelude::{BooleanChunked, DataFrame, InitHashMaps, NewChunkedArray, PlHashSet, PlSmallStr, UniqueKeepStrategy};
use polars_core::runtime::RAYON;
use rayon::slice::ParallelSliceMut;
use sandtable_core::Result;

use super::engine;

/// Rows that are shown.
const EXAMPLES: usize = 5;

/// Rows that are equal to one before.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    /// How many.
    pub(super) rows: u64,
    /// The first of them, counted from 0.
    pub(super) examples: Vec<u64>,
}

/// Finds rows whose named columns are equal to those of a row before; nulls are equal to nulls.
///
/// # Errors
/// `INTERNAL`.
pub(super) fn find(frame: &DataFrame, names: &[&str]) -> Result<Duplicates> {
    if names.is_empty() || frame.height() < 2 {
        return Ok(Duplicates::default());
    }
    let mut part = frame.select(names.iter().copied()).map_err(engine)?;
    // Rows of a hash of their own have no equal one. The few others are compared.
    let hashes = part.hash_rows(None).map_err(engine)?;
    let mut sorted: Vec<u64> = hashes.into_no_null_iter().collect();
    RAYON.install(|| sorted.par_sort_unstable());
    let mut several: PlHashSet<u64> = PlHashSet::new();
    several.extend(sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]));
    drop(sorted);
    if several.is_empty() {
        return Ok(Duplicates::default());
    }
    let mask = BooleanChunked::from_iter_values(PlSmallStr::EMPTY, hashes.into_no_null_iter().map(|hash| several.contains(&hash)));
    let number = PlSmallStr::from_string(fresh(names));
    let suspects = part.with_row_index(number.clone(), None).map_err(engine)?.filter(&mask).map_err(engine)?;
    let subset: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let firsts = suspects.unique_stable(Some(&subset), UniqueKeepStrategy::First, None).map_err(engine)?;
    let rows = (suspects.height() - firsts.height()) as u64;
    let place = |frame: &DataFrame| -> Result<Vec<u32>> { Ok(frame.column(&number).map_err(engine)?.u32().map_err(engine)?.into_no_null_iter().collect()) };
    let (all, kept) = (place(&suspects)?, place(&firsts)?);
    // Both ascend.
    let mut kept = kept.into_iter().peekable();
    let examples = all.into_iter().filter(|row| kept.next_if_eq(row).is_none()).take(EXAMPLES).map(u64::from).collect();
    Ok(Duplicates { rows, examples })
}

/// A name that no column has.
fn fresh(names: &[&str]) -> String {
    let mut name = "row".to_owned();
    while names.contains(&name.as_str()) {
        name.push('_');
    }
    name
}
