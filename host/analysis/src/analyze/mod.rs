//! What is in a table, and what is odd about it.
//!
//! The rows are loaded once and held; everything else is a few passes over columns, on Polars' pool. A number column is
//! turned into its sorted distinct values with their counts ([`runs`]): distribution, quantiles, outliers, histogram and
//! most frequent values all come from those, exactly. Correlations go over blocks of rows, all columns at once
//! ([`correlate`]). Sums are formed in an order that only the rows decide, so that a frame and a file of the same rows
//! give equal answers, to the last digit.
//!
//! Conventions, which are those of pandas: a null is left out, standard deviations are of a sample (`n - 1`), skewness and
//! kurtosis are corrected for bias, quantiles are interpolated. NaN and the infinities are left out of numbers too, and
//! counted by themselves. Times are seconds where a number is wanted.

mod cells;
mod column;
mod correlate;
mod duplicates;
mod flat;
mod hints;
mod issues;
mod load;
mod options;
mod rules;
mod runs;
mod stats;

use polars_core::runtime::RAYON;
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use sandtable_core::{Error, Result};
use serde_json::{Map, Value, json};

use self::column::Summary;
use self::duplicates::Duplicates;
use self::issues::Issue;
use self::load::Loaded;
use crate::request::{AnalysisKind, AnalysisOptions};
use crate::rows;
use crate::work::{Analyze, Given, Outcome};

/// Rows that an answer shows.
const SAMPLE_ROWS: usize = 10;

/// What there is to say of a table, before it is said.
struct Findings<'a> {
    kind: AnalysisKind,
    options: &'a AnalysisOptions,
    rows: u64,
    columns: Vec<Summary>,
    /// The strongest first: two columns by number, and how they go together.
    correlations: Vec<(usize, usize, f64)>,
    duplicates: Duplicates,
    /// Those of [`AnalysisOptions::key`], when there is one.
    key_duplicates: Option<Duplicates>,
}

/// Analyzes a plan's result or a frame.
///
/// # Errors
/// `VALIDATION_ERROR` for options and rules that do not fit the table, and what a plan or a frame is wrong with;
/// `RESOURCE_CAP` when the rows do not fit the memory.
pub(crate) fn analyze(work: &Analyze, given: &Given) -> Result<Outcome> {
    let Analyze { subject, sources, kind, options } = work;
    options::check(options)?;
    step(given, "loading_data", "Loading data for analysis");
    let loaded = load::load(subject, sources, options, given)?;
    options::check_columns(options, &loaded.schema)?;
    let rules = rules::prepare(&options.rules, &loaded.schema, sources, given)?;

    step(given, "basic_stats", "Computing basic statistics");
    let mut findings = basics(*kind, options, &loaded, given)?;
    if options.include_correlations && *kind != AnalysisKind::Validation {
        step(given, "correlation_analysis", "Analyzing correlations");
        findings.correlations = correlate::correlations(&loaded.frame, &findings.columns, options.correlation_method)?;
    }
    if options.include_outliers && *kind != AnalysisKind::Validation {
        step(given, "outlier_detection", "Detecting outliers");
    }
    let mut issues = if *kind == AnalysisKind::Validation && !rules.is_empty() { Vec::new() } else { issues::find(&findings) };
    let mut report = None;
    if !rules.is_empty() {
        step(given, "rule_check", "Checking rules");
        let checked = rules::run(&rules, &loaded.frame)?;
        issues.extend(checked.iter().filter_map(rules::Checked::issue));
        report = Some(checked.iter().map(rules::Checked::json).collect::<Vec<_>>());
    }
    // Stable: columns stay in their order.
    issues.sort_by_key(|issue| std::cmp::Reverse(issue.severity));
    let mut data = answer(&findings, &loaded, &issues)?;
    if let Some(report) = report {
        data.insert("rules".to_owned(), report.into());
    }
    step(given, "analysis_complete", "Analysis completed");
    Ok(Outcome { data: Value::Object(data), table: None })
}

fn step(given: &Given, name: &str, message: &str) {
    (given.step)(name, message.to_owned());
}

/// What takes one pass over the rows, all columns side by side.
fn basics<'a>(kind: AnalysisKind, options: &'a AnalysisOptions, loaded: &Loaded, given: &Given) -> Result<Findings<'a>> {
    let frame = &loaded.frame;
    let outliers = (options.include_outliers && kind != AnalysisKind::Validation).then_some(options.outlier_method);
    let wanted = column::Wanted { full: kind == AnalysisKind::Profile, outliers };
    // A number column is copied while it is sorted: no more at once than a quarter of the memory holds.
    let bytes_each = (frame.height() as u64).saturating_mul(16).max(1);
    let at_once = usize::try_from(given.memory_bytes / 4 / bytes_each).unwrap_or(usize::MAX).max(1);
    let summaries = || -> Result<Vec<Summary>> {
        let mut columns = Vec::with_capacity(frame.width());
        let analyzed = &frame.columns()[..loaded.analyzed];
        for group in analyzed.chunks(at_once) {
            let part: Vec<Result<Summary>> =
                RAYON.install(|| group.par_iter().with_max_len(1).map(|column| column::summary(column.as_materialized_series(), wanted)).collect());
            columns.extend(part.into_iter().collect::<Result<Vec<_>>>()?);
        }
        Ok(columns)
    };
    let all: Vec<&str> = frame.columns()[..loaded.analyzed].iter().map(|column| column.name().as_str()).collect();
    let (columns, duplicates) = RAYON.install(|| rayon::join(summaries, || duplicates::find(frame, &all)));
    let key: Vec<&str> = options.key.iter().map(String::as_str).collect();
    let key_duplicates = if key.is_empty() { None } else { Some(duplicates::find(frame, &key)?) };
    Ok(Findings { kind, options, rows: frame.height() as u64, columns: columns?, correlations: Vec::new(), duplicates: duplicates?, key_duplicates })
}

fn answer(findings: &Findings<'_>, loaded: &Loaded, issues: &[Issue]) -> Result<Map<String, Value>> {
    let Findings { rows, columns, correlations, duplicates, .. } = findings;
    let name = |index: usize| columns[index].name.as_str();
    let bytes: u64 = columns.iter().map(|column| column.bytes).sum();
    let mut metrics = Map::new();
    metrics.insert("rows".into(), (*rows).into());
    metrics.insert("columns".into(), loaded.columns.into());
    if loaded.analyzed < loaded.columns {
        metrics.insert("columns_analyzed".into(), loaded.analyzed.into());
    }
    metrics.insert("memory_usage_mb".into(), cells::number(bytes as f64 / 1e6));
    metrics.insert("duplicate_rows".into(), duplicates.rows.into());
    metrics.insert("correlations".into(), correlations.iter().map(|(a, b, r)| json!([name(*a), name(*b), r])).collect());
    let stats = columns.iter().map(|column| Ok((column.name.clone(), column.json()?)));
    metrics.insert("column_stats".into(), Value::Object(stats.collect::<Result<_>>()?));

    let shown = loaded.frame.head(Some(SAMPLE_ROWS)).select(columns.iter().map(|column| column.name.as_str())).map_err(engine)?;
    let (sample, _) = rows::rows(shown)?;
    let fields = serde_json::to_value(loaded.fields(columns)).map_err(Error::internal)?;
    let hints = hints::hints(findings);
    let mut data = Map::new();
    data.insert("metrics".into(), Value::Object(metrics));
    data.insert("issues".into(), issues.iter().map(Issue::json).collect());
    data.insert("chart_hints".into(), hints.into());
    data.insert("sample".into(), sample.into());
    data.insert("schema".into(), json!({ "fields": fields }));
    Ok(data)
}

/// A fault of Polars where none was to be expected.
fn engine(error: polars::prelude::PolarsError) -> Error {
    Error::internal(format_args!("analysis: {error}"))
}
