//! Where a value stands: a string may be a data type's name there, or a frame's.
//!
//! This only makes the source better Python: read again, `pl.Int64` and `"Int64"` are the same string of the document.

use crate::table::{Kind, Operation, Pass, Table, Type};

/// The kinds of what a step can call.
const STEPS: [Kind; 7] = [Kind::Function, Kind::LazyFrame, Kind::DataFrame, Kind::LazyGroupBy, Kind::GroupBy, Kind::DynamicGroupBy, Kind::RollingGroupBy];

/// A call whose arguments are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    callee: &'a str,
    operation: Option<&'static Operation>,
}

/// What a string may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    /// A string.
    Text,
    /// A data type's name.
    Type,
    /// Data types, but only as the values of an object.
    Schema,
    /// A frame's name.
    Frame,
}

impl<'a> Place<'a> {
    /// An operation on a frame, or a function of the module when there is none.
    pub(super) fn of_step(operation: &'a str, has_frame: bool) -> Self {
        let kinds = if has_frame { &STEPS[1..] } else { &STEPS[..1] };
        Self { callee: operation, operation: kinds.iter().find_map(|kind| Table::get().find(*kind, operation)) }
    }

    /// A function of the module or of the selectors, a data type, or a method.
    pub(super) fn of_expression(name: &'a str, is_method: bool) -> Self {
        let table = Table::get();
        let operation = match name.strip_prefix("selectors.") {
            _ if is_method => table.find(Kind::Expr, name),
            Some(selector) => table.find(Kind::Selector, selector),
            None => table.find(Kind::Function, name).or_else(|| table.find(Kind::Dtype, name)),
        };
        Self { callee: name, operation }
    }

    /// The positional argument of this number.
    pub(super) fn positional(self, number: usize) -> Meant {
        if let Some(meant) = self.beside_the_table(number, None) {
            return meant;
        }
        let param = self
            .operation
            .and_then(|operation| operation.params.iter().enumerate().find(|(at, param)| *at == number || (param.pass == Pass::Varargs && *at < number)));
        match param {
            Some((_, param)) if matches!(param.pass, Pass::Positional | Pass::OnlyPositional | Pass::Varargs) => self.meant(&param.name, param.ty),
            _ => Meant::Text,
        }
    }

    /// The keyword argument of this name.
    pub(super) fn keyword(self, name: &str) -> Meant {
        if let Some(meant) = self.beside_the_table(usize::MAX, Some(name)) {
            return meant;
        }
        self.operation.and_then(|operation| operation.param(name)).map_or(Meant::Text, |param| self.meant(&param.name, param.ty))
    }

    /// Classes, and what only this project has.
    fn beside_the_table(self, number: usize, name: Option<&str>) -> Option<Meant> {
        match (self.callee, number, name) {
            ("Field", 1, _) | ("Field" | "Series", _, Some("dtype")) | ("Series", 2, _) => Some(Meant::Type),
            ("DataFrame" | "LazyFrame", 1, _) | ("DataFrame" | "LazyFrame", _, Some("schema" | "schema_overrides")) => Some(Meant::Schema),
            ("transform", _, Some("inputs")) | ("hstack", 0, _) | ("hstack", _, Some("columns")) => Some(Meant::Frame),
            _ => None,
        }
    }

    fn meant(self, name: &str, ty: Type) -> Meant {
        match (self.callee, name) {
            // A string is a column there.
            ("exclude" | "selectors.exclude", _) => Meant::Text,
            ("cast", "dtypes") | (_, "schema_overrides") => Meant::Type,
            _ => match ty {
                Type::Dtype | Type::Dtypes => Meant::Type,
                Type::Schema => Meant::Schema,
                Type::Frame | Type::Frames => Meant::Frame,
                _ => Meant::Text,
            },
        }
    }
}
