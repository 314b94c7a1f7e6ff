//! Rules that must hold for every row.
//!
//! A null passes every rule but `not_null`: whether values may be missing is a rule of its own. NaN lies outside of all
//! bounds.

mod references;
mod types;

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, PlSmallStr, Schema};
use sandtable_core::{Error, Result, text};
use serde_json::{Map, Value, json};

use super::engine;
use super::issues::Issue;
use crate::query::filter;
use crate::request::{Comparison, Filter, Rule, Severity};
use crate::work::{Given, Source};
use crate::{fault, rows};

/// Rows that are shown of those where a rule does not hold.
const EXAMPLES: u32 = 5;

/// The rules that there are.
const RULES: [&str; 9] = ["not_null", "unique", "min", "max", "between", "in", "regex", "type", "references"];
/// And the one that names no column.
const EXPR: &str = "expr";

/// A rule that fits the table.
pub(super) struct Prepared<'a> {
    rule: &'a Rule,
    index: usize,
    /// Whether a row does not hold; null is fine.
    violation: Expr,
}

/// What came of a rule.
pub(super) struct Checked<'a> {
    rule: &'a Rule,
    index: usize,
    affected_rows: u64,
    examples: Vec<Value>,
}

/// A column that a rule is about, and where the request says it.
struct Subject<'a> {
    field: String,
    name: &'a str,
    dtype: &'a DataType,
}

impl Subject<'_> {
    fn column(&self) -> Expr {
        crate::column::column(self.name)
    }

    /// The column beside a value, which is read as a filter reads it.
    fn compare(&self, operator: &str, value: &Value, part: &str) -> Result<Expr> {
        let filter = Filter::Compare(Comparison { col: self.name.to_owned(), op: operator.to_owned(), val: value.clone() });
        let schema = Schema::from_iter([(self.name.into(), self.dtype.clone())]);
        let holds = filter::expression(&filter, &schema).map_err(|mut error| {
            // The filter's `val[2]` is the rule's `value[2]`.
            let of_value = error.details.get("field").and_then(Value::as_str).and_then(|field| field.strip_prefix("val")).unwrap_or("").to_owned();
            error.details.insert("field".to_owned(), format!("{}{part}{of_value}", self.field).into());
            error
        })?;
        // NaN is beyond all bounds.
        Ok(if self.dtype.is_float() && matches!(operator, "<" | ">") { holds.or(self.column().is_nan()) } else { holds })
    }

    /// The rule's value is not what it has to be.
    fn wrong(&self, given: &Value, constraint: &str) -> Error {
        let shown = text::quote(&given.to_string());
        let message = format!("{shown} is given; for column {} it must be {constraint}", text::quote(self.name));
        fault::invalid(&self.field, constraint, message).with("given", given.clone())
    }
}

/// Reads rules against the columns that there are.
///
/// # Errors
/// `VALIDATION_ERROR` with the part of the rule that is wrong as the field: `options.rules[0].value`.
pub(super) fn prepare<'a>(rules: &'a [Rule], schema: &Schema, sources: &BTreeMap<String, Source>, given: &Given) -> Result<Vec<Prepared<'a>>> {
    let prepare = |(index, rule)| Ok(Prepared { rule, index, violation: violation(index, rule, schema, sources, given)? });
    rules.iter().enumerate().map(prepare).collect()
}

fn violation(index: usize, rule: &Rule, schema: &Schema, sources: &BTreeMap<String, Source>, given: &Given) -> Result<Expr> {
    let field = |part: &str| format!("options.rules[{index}].{part}");
    let Rule { col: name, rule: kind, value, severity: _ } = rule;
    let kind = kind.as_str();
    if kind == EXPR {
        let field = field("value");
        let filter: Filter = serde_json::from_value(value.clone())
            .map_err(|error| fault::invalid(&field, "a filter", format!("{value} is no filter: {error}")).with("given", value.clone()))?;
        filter::check_many(std::slice::from_ref(&filter)).map_err(|error| error.with("field", field.as_str()))?;
        return Ok(filter::expression(&filter, schema).map_err(|error| fault::under(&field, error))?.not());
    }
    if !RULES.contains(&kind) {
        return Err(fault::unknown(&field("rule"), "rule", kind, RULES.into_iter().chain([EXPR])));
    }
    let Some(name) = name else {
        return Err(fault::invalid(&field("col"), "required", format!("rule {kind} needs a column")));
    };
    let dtype = schema.get(name).ok_or_else(|| fault::unknown_column(&field("col"), name, schema))?;
    let subject = Subject { field: field("value"), name, dtype };
    let column = subject.column();
    match kind {
        "not_null" | "unique" if !value.is_null() => Err(subject.wrong(value, "absent: the rule takes no value")),
        "not_null" => Ok(column.is_null()),
        "unique" => Ok(column.clone().is_not_null().and(column.is_first_distinct().not())),
        "min" => subject.compare("<", value, ""),
        "max" => subject.compare(">", value, ""),
        "between" => {
            let Some([low, high]) = value.as_array().map(Vec::as_slice) else { return Err(subject.wrong(value, "a list of two values")) };
            Ok(subject.compare("<", low, "[0]")?.or(subject.compare(">", high, "[1]")?))
        }
        "in" if value.as_array().is_some_and(Vec::is_empty) => Err(subject.wrong(value, "a list of one value or more")),
        "in" => subject.compare("not_in", value, ""),
        "regex" => Ok(subject.compare("regex", value, "")?.not()),
        "type" => types::other_than(&subject, value),
        _ => references::missing(&subject, value, sources, given),
    }
}

/// Checks all rules over the rows: one pass that counts, and one for the examples of each that is violated.
///
/// # Errors
/// `VALIDATION_ERROR` for an expression that cannot be evaluated over these columns.
pub(super) fn run<'a>(rules: &[Prepared<'a>], frame: &DataFrame) -> Result<Vec<Checked<'a>>> {
    // A rule's number names its count, whatever columns are called.
    let count = |(index, rule): (usize, &Prepared<'_>)| rule.violation.clone().sum().cast(DataType::UInt64).alias(index.to_string());
    let counts = frame.clone().lazy().select(rules.iter().enumerate().map(count).collect::<Vec<_>>()).collect();
    let counts = counts.map_err(|error| unfit(error, rules))?;
    rules
        .iter()
        .zip(counts.columns())
        .map(|(rule, counted)| {
            let affected_rows = counted.u64().map_err(engine)?.get(0).unwrap_or(0);
            let examples = if affected_rows == 0 { Vec::new() } else { examples(rule, frame)? };
            Ok(Checked { rule: rule.rule, index: rule.index, affected_rows, examples })
        })
        .collect()
}

/// Columns and types were looked at before; what is left are comparisons of an expression.
fn unfit(error: polars::prelude::PolarsError, rules: &[Prepared<'_>]) -> Error {
    match rules.iter().find(|rule| rule.rule.rule == EXPR) {
        Some(rule) => {
            let field = format!("options.rules[{}].value", rule.index);
            fault::under(&field, fault::polars(error))
        }
        None => engine(error),
    }
}

fn examples(rule: &Prepared<'_>, frame: &DataFrame) -> Result<Vec<Value>> {
    let mut number = "row".to_owned();
    while frame.schema().contains(&number) {
        number.push('_');
    }
    let rows = frame.clone().lazy().with_row_index(PlSmallStr::from_string(number.clone()), None).filter(rule.violation.clone()).limit(EXAMPLES);
    let rows = rows.collect().map_err(engine)?;
    let shown = rows::rows(rows)?.0.into_iter().filter_map(|row| match row {
        Value::Object(row) => Some(row),
        _ => None,
    });
    let example = |mut row: Map<String, Value>| {
        let at = row.remove(&number).unwrap_or_default();
        match &rule.rule.col {
            Some(name) => json!({"row": at, "value": row.remove(name).unwrap_or_default()}),
            None => json!({"row": at, "values": row}),
        }
    };
    Ok(shown.map(example).collect())
}

impl Checked<'_> {
    /// The issue, when the rule does not hold.
    pub(super) fn issue(&self) -> Option<Issue> {
        if self.affected_rows == 0 {
            return None;
        }
        let Rule { col, rule, value, severity } = self.rule;
        let whose = col.as_deref().map(|name| format!("{name}: ")).unwrap_or_default();
        let value = if value.is_null() { String::new() } else { format!(" {}", text::sanitize(&value.to_string(), 200)) };
        let detail = format!("{whose}{} rows violate the rule {rule}{value}", self.affected_rows);
        let mut issue = Issue::new("RULE_VIOLATION", *severity, self.affected_rows, detail).with("rule", rule.as_str()).with("rule_index", self.index);
        if let Some(name) = col {
            issue = issue.with("column", name.as_str());
        }
        Some(issue.with("examples", self.examples.clone()))
    }

    /// The rule and what came of it.
    pub(super) fn json(&self) -> Value {
        let Rule { col, rule, value, severity } = self.rule;
        let severity: &Severity = severity;
        json!({
            "col": col, "rule": rule, "value": value, "severity": severity,
            "passed": self.affected_rows == 0, "affected_rows": self.affected_rows, "examples": self.examples,
        })
    }
}
