//! The words of Polars and Python that reading and writing must tell apart.

use crate::dtype;
use crate::table::{Kind, Table, Type};

/// What stands beside the data types in the module, and is used as they are.
const LIKE_DATA_TYPES: [&str; 4] = ["Categories", "Field", "Object", "Schema"];

/// Functions of the module that give a frame and that the table does not say it of: classes, and what only this project has.
const FRAME_FUNCTIONS: [&str; 4] = ["DataFrame", "LazyFrame", "SQLContext", "transform"];

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for",
    "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Whether the module has a data type of this name.
pub(super) fn is_data_type(name: &str) -> bool {
    dtype::PLAIN.contains(&name) || LIKE_DATA_TYPES.contains(&name)
}

/// Whether a data type has parameters, so that its bare name stands for all of its kind.
pub(super) fn has_parameters(name: &str) -> bool {
    matches!(name, "Array" | "Categorical" | "Datetime" | "Decimal" | "Duration" | "Enum" | "List" | "Struct")
}

/// The data type that Polars takes a built-in type of Python for.
pub(super) fn built_in_type(name: &str) -> Option<&'static str> {
    match name {
        "int" => Some("Int64"),
        "float" => Some("Float64"),
        "str" => Some("String"),
        "bool" => Some("Boolean"),
        "bytes" => Some("Binary"),
        _ => None,
    }
}

/// Whether a function of the module gives a frame.
pub(super) fn is_frame_function(name: &str) -> bool {
    match Table::get().find(Kind::Function, name) {
        Some(operation) => operation.returns.contains("Frame") || operation.returns == "PolarsType" || is_reader(name),
        None => is_reader(name) || FRAME_FUNCTIONS.contains(&name),
    }
}

fn is_reader(name: &str) -> bool {
    name.starts_with("scan_") || name.starts_with("read_")
}

/// Whether a function of the module gives an expression, a data type or another value that is no frame.
pub(super) fn is_value_function(name: &str) -> bool {
    is_data_type(name) || matches!(name, "Series" | "selectors") || (Table::get().find(Kind::Function, name).is_some() && !is_frame_function(name))
}

/// Whether a method or function takes a Python function as its positional argument of this number.
pub(super) fn takes_function(name: &str, number: usize) -> bool {
    const KINDS: [Kind; 8] =
        [Kind::Function, Kind::Expr, Kind::LazyFrame, Kind::DataFrame, Kind::LazyGroupBy, Kind::GroupBy, Kind::DynamicGroupBy, Kind::RollingGroupBy];
    let takes = |kind| {
        Table::get()
            .find(kind, name)
            .and_then(|operation| operation.params.get(number))
            .is_some_and(|param| param.ty == Type::Callable && param.name == "function")
    };
    KINDS.into_iter().any(takes) || (name == "transform" && number == 0)
}

/// Whether an operation gives several frames, which go on as `name[0]`, `name[1]` ….
pub(super) fn gives_list(operation: &str) -> bool {
    matches!(operation, "align_frames" | "collect_all" | "partition_by")
}

/// Whether a frame's method writes it somewhere and gives nothing back.
pub(super) fn is_sink(method: &str) -> bool {
    method.starts_with("sink_") || method.starts_with("write_")
}

/// Whether Python takes it as a name. ASCII only: Python compares other identifiers in a normal form of their own.
pub(super) fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !KEYWORDS.contains(&text)
}

/// Identifiers with dots between.
pub(super) fn is_dotted(text: &str) -> bool {
    text.split('.').all(is_identifier)
}
