//! Whether options can be followed.

use polars::prelude::Schema;
use sandtable_core::{Result, text};

use crate::fault;
use crate::request::AnalysisOptions;

/// Columns that anyone may want looked at.
const MOST_COLUMNS: u32 = 10_000;
/// Rules of one analysis.
const MOST_RULES: usize = 1_000;

/// What can be told without the table.
///
/// # Errors
/// `VALIDATION_ERROR` with the field and its constraint.
pub(super) fn check(options: &AnalysisOptions) -> Result<()> {
    let AnalysisOptions { correlation_threshold, max_columns, rules, .. } = options;
    let outside = |field: &str, given: serde_json::Value, constraint: &str| {
        Err(fault::invalid(field, constraint, format!("{field} is {given}; it must be {constraint}")).with("given", given))
    };
    if !(0.0..=1.0).contains(correlation_threshold) {
        return outside("options.correlation_threshold", (*correlation_threshold).into(), "a number from 0 to 1");
    }
    if !(1..=MOST_COLUMNS).contains(max_columns) {
        return outside("options.max_columns", (*max_columns).into(), "an integer from 1 to 10000");
    }
    if rules.len() > MOST_RULES {
        return outside("options.rules", rules.len().into(), "at most 1000 rules");
    }
    Ok(())
}

/// Whether the columns that are named are there.
///
/// # Errors
/// `VALIDATION_ERROR` with the field and the columns that there are.
pub(super) fn check_columns(options: &AnalysisOptions, schema: &Schema) -> Result<()> {
    for (index, name) in options.key.iter().enumerate() {
        let field = format!("options.key[{index}]");
        if !schema.contains(name) {
            return Err(fault::unknown_column(&field, name, schema));
        }
        if options.key[..index].contains(name) {
            return Err(fault::invalid(&field, "no column twice", format!("column {} is named twice", text::quote(name))));
        }
    }
    Ok(())
}
