//! Which charts would show something.

use serde_json::{Value, json};

use super::Findings;
use super::column::{Detail, Summary};
use super::flat::is_time;

/// Charts of each kind.
const EACH: usize = 3;
/// Bars that can be told apart.
const MOST_BARS: u64 = 30;

/// Fewer different whole numbers may be codes.
const MOST_CODES: u64 = 20;
/// Numbers of these names are parts of a time.
const CALENDAR: [&str; 9] = ["year", "quarter", "month", "week", "weekday", "day", "hour", "minute", "second"];

/// Lines over time, bars of sums by strings of few values, scatters of correlated columns, histograms.
pub(super) fn hints(findings: &Findings<'_>) -> Vec<Value> {
    let columns = &findings.columns;
    let mut measures: Vec<&Summary> = columns.iter().filter(|column| is_measure(column)).collect();
    // Stable: numbers of few values are more often codes than amounts.
    measures.sort_by_key(|column| column.numbers().is_some_and(|numbers| numbers.is_whole) && column.distinct < Some(MOST_CODES));
    let mut hints = Vec::new();
    let mut add = |kind: &str, x: &str, y: String, title: String| hints.push(json!({"type": kind, "x": x, "y": y, "title": title}));
    let varies = |column: &&Summary| column.distinct.is_some_and(|distinct| distinct > 1);
    if let Some(time) = columns.iter().filter(|column| column.is_moment()).find(varies) {
        for measure in measures.iter().take(EACH) {
            add("line", &time.name, measure.name.clone(), format!("{} over {}", measure.name, time.name));
        }
    }
    for category in columns.iter().filter(|column| is_category(column)).take(EACH) {
        match measures.iter().find(|measure| measure.name != category.name) {
            Some(measure) => {
                // A sum of what goes both ways says little.
                let is_sum = measure.numbers().is_some_and(|numbers| numbers.min >= 0.0);
                let (function, word) = if is_sum { ("sum", "Total") } else { ("mean", "Average") };
                add("bar", &category.name, format!("{function}({})", measure.name), format!("{word} {} by {}", measure.name, category.name));
            }
            None => add("bar", &category.name, "count(*)".to_owned(), format!("Rows by {}", category.name)),
        }
    }
    let strong = findings.correlations.iter().filter(|(_, _, r)| r.abs() >= findings.options.correlation_threshold);
    let plain = strong.filter(|(a, b, _)| !is_time(&columns[*a].dtype) && !is_time(&columns[*b].dtype));
    for (a, b, _) in plain.take(EACH) {
        let (a, b) = (&columns[*a].name, &columns[*b].name);
        add("scatter", a, b.clone(), format!("{a} and {b}"));
    }
    for measure in measures.iter().take(EACH) {
        add("histogram", &measure.name, "count(*)".to_owned(), format!("Distribution of {}", measure.name));
    }
    hints
}

/// Numbers that vary and are no identifiers.
fn is_measure(column: &Summary) -> bool {
    let Some(numbers) = column.numbers() else { return false };
    let name = column.name.to_lowercase();
    let is_id = name == "id" || name.ends_with("_id") || name.ends_with(" id") || column.name.ends_with("Id") || column.name.ends_with("ID");
    // A whole number of its own in every row counts rows.
    let counts_rows =
        numbers.is_whole && numbers.count > 20 && column.distinct == Some(numbers.count) && numbers.max - numbers.min == (numbers.count - 1) as f64;
    numbers.min < numbers.max && !is_id && !counts_rows && !CALENDAR.contains(&name.as_str())
}

/// Strings and truth values of few kinds.
fn is_category(column: &Summary) -> bool {
    let Some(distinct) = column.distinct else { return false };
    match column.detail {
        Detail::Text(_) => (2..=MOST_BARS).contains(&distinct) && distinct < column.count(),
        Detail::Boolean { .. } => distinct == 2 && column.count() > 2,
        Detail::Number { .. } | Detail::Time(_) | Detail::Sized(_) | Detail::Other => false,
    }
}
