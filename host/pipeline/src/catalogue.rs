//! What `GET /v1/operations` tells: every name with its signature, a line, an example, or why it is not there.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::expr;
use crate::frame;
use crate::table::{Kind, Operation, Pass, Table, Type};

/// One name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OperationInfo {
    /// What it is called on: `function`, `lazy_frame`, `data_frame`, `lazy_group_by`, `expr` …
    pub kind: &'static str,
    /// The name as a document writes it.
    pub name: String,
    /// As Python prints it.
    pub signature: String,
    /// One line.
    pub doc: String,
    /// Whether Polars calls it old.
    pub deprecated: bool,
    /// A step or an expression object that uses it. `None` for what is not available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
    /// Why it is not available; `None` when it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsupported: Option<String>,
}

/// Every name of Python Polars that a pipeline could say, and the operation `transform`, which is ours.
pub fn operations() -> Vec<OperationInfo> {
    let table = Table::get();
    let mut operations: Vec<OperationInfo> = table.operations().iter().map(|operation| info(table, operation)).collect();
    operations.push(OperationInfo {
        kind: "function",
        name: "transform".to_owned(),
        signature: "transform(function, inputs=null, params=null)".to_owned(),
        doc: "Run an uploaded component on frames.".to_owned(),
        deprecated: false,
        example: Some(json!({"operation": "transform", "dataframe_out": "delays", "kwargs": {"function": {"custom_function": "flight-delays"}, "inputs": ["flights", "planes"], "params": {}}})),
        unsupported: None,
    });
    operations
}

/// The version of Python Polars whose names these are.
pub fn polars_version() -> &'static str {
    Table::get().polars()
}

fn info(table: &Table, operation: &Operation) -> OperationInfo {
    let Operation { kind, name, doc, deprecated, .. } = operation;
    let unsupported = match is_supported(operation) {
        true => None,
        false => Some(table.refusal(*kind, name).unwrap_or("it is not available here").to_owned()),
    };
    OperationInfo {
        kind: kind.as_str(),
        name: name.clone(),
        signature: operation.signature(),
        doc: doc.clone(),
        deprecated: *deprecated,
        example: unsupported.is_none().then(|| example(operation)),
        unsupported,
    }
}

/// Whether a document may say it.
pub(crate) fn is_supported(operation: &Operation) -> bool {
    let Operation { kind, name, .. } = operation;
    if Table::get().refusal(*kind, name).is_some() {
        return false;
    }
    frame::is_supported(*kind, name) || operation.tree.is_some() || expr::is_supported(*kind, name)
}

/// An example with the required arguments, in words of the format.
fn example(operation: &Operation) -> Value {
    let Operation { kind, name, params, sample, .. } = operation;
    let mut kwargs = Map::new();
    let mut args = Vec::new();
    for param in params {
        let given = sample.get(&param.name).cloned();
        match param.pass {
            Pass::Varargs => match given {
                // What goes before them goes by position too.
                Some(value) => args.extend(std::mem::take(&mut kwargs).into_values().chain([value])),
                None if kwargs.is_empty() => args.extend(of_type(param.ty, &param.name)),
                None => {}
            },
            Pass::Varkwargs => {}
            Pass::Positional | Pass::OnlyPositional | Pass::Keyword => {
                if let Some(value) = given.or_else(|| if param.is_optional() { None } else { of_type(param.ty, &param.name) }) {
                    kwargs.insert(param.name.clone(), value);
                }
            }
        }
    }
    let mut object = Map::new();
    let is_frame = matches!(kind, Kind::LazyFrame | Kind::DataFrame | Kind::LazyGroupBy | Kind::GroupBy | Kind::DynamicGroupBy | Kind::RollingGroupBy);
    if is_frame || (*kind == Kind::Function && frame::is_supported(*kind, name)) {
        object.insert("operation".to_owned(), json!(name));
        object.insert("dataframe".to_owned(), json!("df"));
    } else {
        let name = if *kind == Kind::Selector { format!("selectors.{name}") } else { name.clone() };
        object.insert("expr".to_owned(), json!(name));
        if let Some(on) = subject(*kind) {
            object.insert("on".to_owned(), on);
        }
    }
    if !args.is_empty() {
        object.insert("args".to_owned(), Value::Array(args));
    }
    if !kwargs.is_empty() {
        object.insert("kwargs".to_owned(), Value::Object(kwargs));
    }
    Value::Object(object)
}

/// What a method of that kind is called on.
fn subject(kind: Kind) -> Option<Value> {
    let when = || json!({"expr": "when", "args": [{"expr": "is_null", "on": {"expr": "col", "args": ["a"]}}]});
    let then = |on: Value| json!({"expr": "then", "on": on, "args": [0]});
    let again = |on: Value| json!({"expr": "when", "on": on, "args": ["b"]});
    match kind {
        Kind::Expr => Some(json!({"expr": "col", "kwargs": {"name": "a"}})),
        Kind::DtypeExpr => Some(json!({"expr": "dtype_of", "args": ["a"]})),
        Kind::When => Some(when()),
        Kind::Then => Some(then(when())),
        Kind::ChainedWhen => Some(again(then(when()))),
        Kind::ChainedThen => Some(then(again(then(when())))),
        _ => None,
    }
}

fn of_type(ty: Type, name: &str) -> Option<Value> {
    Some(match ty {
        Type::Expr | Type::Exprs | Type::Selector | Type::Selectors | Type::Column | Type::Columns => json!("a"),
        Type::Frame => json!("other"),
        Type::Frames => json!(["df", "other"]),
        Type::Dtype | Type::Dtypes => json!("Int64"),
        Type::Schema => json!({"a": "Int64"}),
        Type::Int | Type::Ints => json!(1),
        Type::Float | Type::Floats => json!(0.5),
        Type::Bool | Type::Bools => json!(true),
        Type::Str | Type::Strs => json!(if name == "query" { "select a from self" } else { "text" }),
        Type::Enum => return None,
        Type::Duration => json!("1d"),
        Type::Path => json!("flights.csv"),
        Type::Callable => json!({"custom_function": "clean"}),
        Type::Mapping => json!({"a": [1, 2]}),
        Type::Any => return None,
    })
}
