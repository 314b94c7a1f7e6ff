//! `outputs = [{"name": …, "dataframe_id": df, "destination_variable_key": …}]`.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;
use serde_json::{Map, Value};

use super::Reader;
use super::term::Term;
use crate::fault::{Result, list};

const FIELDS: [&str; 4] = ["name", "dataframe_id", "destination_variable_key", "format_options"];

impl Reader<'_> {
    /// Whether a value is the document's outputs, and not a constant of that name.
    pub(super) fn is_outputs(&self, value: &Expr) -> bool {
        let Expr::List(list) = value else { return false };
        let has_destination = |item: &Expr| matches!(item, Expr::Dict(dict) if dict.items.iter().any(|item| item.key.as_ref().and_then(Expr::as_string_literal_expr).is_some_and(|key| key.value.to_str() == "destination_variable_key")));
        !list.elts.is_empty() && list.elts.iter().all(has_destination)
    }

    pub(super) fn read_outputs(&mut self, value: &Expr) -> Result<()> {
        let Expr::List(items) = value else { return Ok(()) };
        let mut outputs = Vec::with_capacity(items.elts.len());
        for item in &items.elts {
            let at = item.range();
            let Expr::Dict(dict) = item else { return Err(self.fault(at, "an output is a dict")) };
            let mut output = Map::new();
            for field in &dict.items {
                let key = field.key.as_ref().and_then(Expr::as_string_literal_expr).map(|key| key.value.to_str());
                let Some(key) = key.filter(|key| FIELDS.contains(key)) else {
                    return Err(self.fault(field.value.range(), format!("an output has only the fields {}", list(&FIELDS))));
                };
                let value = match self.term(&field.value)? {
                    Term::Variable(name) if key == "destination_variable_key" => Value::from(name),
                    term => self.data(term, field.value.range())?,
                };
                output.insert(key.to_owned(), value);
            }
            outputs.push(Value::Object(output));
        }
        self.outputs = Some(outputs.into());
        Ok(())
    }
}
