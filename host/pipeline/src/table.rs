//! The table of operations: every name of Python Polars, with its signature, and the templates of expressions.
//!
//! The data is written by `generator/generate.py`; its README tells the format.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

/// What an operation is called on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// A function of the module: `pl.concat`, `pl.col`.
    Function,
    /// A method of an expression, with its namespace: `str.head`.
    Expr,
    /// A function of `polars.selectors`.
    Selector,
    /// A method of what `pl.when` gives.
    When,
    /// A method of what `then` gives, beside those of an expression.
    Then,
    /// A method of what `when(…).then(…).when` gives.
    ChainedWhen,
    /// A method of what the second `then` gives.
    ChainedThen,
    /// A data type that takes arguments.
    Dtype,
    /// A method of a data type expression.
    DtypeExpr,
    /// A method of a lazy frame.
    LazyFrame,
    /// A method of an eager frame.
    DataFrame,
    /// A method of what `LazyFrame.group_by` (also dynamic and rolling) gives.
    LazyGroupBy,
    /// A method of what `DataFrame.group_by` gives.
    GroupBy,
    /// A method of what `DataFrame.group_by_dynamic` gives.
    DynamicGroupBy,
    /// A method of what `DataFrame.rolling` gives.
    RollingGroupBy,
}

impl Kind {
    /// The kind as it stands in the data and in answers.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Expr => "expr",
            Self::Selector => "selector",
            Self::When => "when",
            Self::Then => "then",
            Self::ChainedWhen => "chained_when",
            Self::ChainedThen => "chained_then",
            Self::Dtype => "dtype",
            Self::DtypeExpr => "dtype_expr",
            Self::LazyFrame => "lazy_frame",
            Self::DataFrame => "data_frame",
            Self::LazyGroupBy => "lazy_group_by",
            Self::GroupBy => "group_by",
            Self::DynamicGroupBy => "dynamic_group_by",
            Self::RollingGroupBy => "rolling_group_by",
        }
    }
}

/// How an argument can be passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Pass {
    /// By position or by name.
    Positional,
    /// By position alone.
    OnlyPositional,
    /// By name alone.
    Keyword,
    /// What is left of the positions.
    Varargs,
    /// What is left of the names.
    Varkwargs,
}

/// What an argument can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Type {
    /// An expression; a string is a column, another value a literal.
    Expr,
    /// One of those, or a list of them.
    Exprs,
    /// A column's name or a selector.
    Selector,
    /// One of those, or a list of them.
    Selectors,
    /// A column's name.
    Column,
    /// One name or a list of them.
    Columns,
    /// The name of a frame.
    Frame,
    /// A list of names of frames.
    Frames,
    /// A data type.
    Dtype,
    /// One data type or a list of them.
    Dtypes,
    /// Names to data types.
    Schema,
    /// An integer.
    Int,
    /// One integer or a list of them.
    Ints,
    /// A number.
    Float,
    /// One number or a list of them.
    Floats,
    /// True or false.
    Bool,
    /// One of those or a list of them.
    Bools,
    /// A string.
    Str,
    /// One string or a list of them.
    Strs,
    /// One of the words in `values`.
    Enum,
    /// Such as `1h30m`.
    Duration,
    /// The name of a file, or several.
    Path,
    /// A Python callable: here a custom function.
    Callable,
    /// An object.
    Mapping,
    /// Whatever the operation takes.
    Any,
}

/// One parameter of a signature.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Param {
    pub(crate) name: String,
    #[serde(rename = "kind")]
    pub(crate) pass: Pass,
    /// Absent: it must be given.
    #[serde(default, deserialize_with = "present")]
    pub(crate) default: Option<Value>,
    /// Python tells "not given" apart from null.
    #[serde(default)]
    pub(crate) no_default: bool,
    #[serde(rename = "type")]
    pub(crate) ty: Type,
    #[serde(default)]
    pub(crate) null: bool,
    #[serde(default)]
    pub(crate) values: Vec<String>,
    /// How the values of an expression's argument are read; see `expr::template`.
    #[serde(default)]
    pub(crate) reads: BTreeMap<String, String>,
}

impl Param {
    /// Whether the argument may be left out.
    pub(crate) fn is_optional(&self) -> bool {
        self.default.is_some() || matches!(self.pass, Pass::Varargs | Pass::Varkwargs)
    }
}

/// One name with its signature.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Operation {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) doc: String,
    #[serde(default)]
    pub(crate) deprecated: bool,
    #[serde(default)]
    pub(crate) renamed: BTreeMap<String, String>,
    pub(crate) params: Vec<Param>,
    #[serde(default)]
    pub(crate) returns: String,
    #[serde(default)]
    pub(crate) tree: Option<Value>,
    /// Arguments by name that work, for examples and tests.
    #[serde(default)]
    pub(crate) sample: BTreeMap<String, Value>,
}

impl Operation {
    /// The parameter of that name.
    pub(crate) fn param(&self, name: &str) -> Option<&Param> {
        self.params.iter().find(|param| param.name == name)
    }

    /// The signature as Python would print it: `head(n=10)`.
    pub(crate) fn signature(&self) -> String {
        let mut text = format!("{}(", self.name);
        let mut first = true;
        let mut starred = false;
        for param in &self.params {
            if !first {
                text.push_str(", ");
            }
            first = false;
            match param.pass {
                Pass::Varargs => {
                    starred = true;
                    text.push('*');
                }
                Pass::Varkwargs => text.push_str("**"),
                Pass::Keyword if !starred => {
                    starred = true;
                    text.push_str("*, ");
                }
                Pass::Keyword | Pass::Positional | Pass::OnlyPositional => {}
            }
            text.push_str(&param.name);
            if let Some(default) = &param.default {
                text.push('=');
                match param.no_default {
                    true => text.push('…'),
                    false => text.push_str(&default.to_string()),
                }
            }
        }
        text.push(')');
        text
    }
}

/// All operations, and the reasons of those that are refused.
#[derive(Debug)]
pub(crate) struct Table {
    polars: String,
    operations: Vec<Operation>,
    places: HashMap<(Kind, String), usize>,
    unsupported: BTreeMap<Kind, BTreeMap<String, String>>,
}

impl Table {
    /// The table that is built in.
    pub(crate) fn get() -> &'static Self {
        static TABLE: LazyLock<Table> = LazyLock::new(Table::read);
        &TABLE
    }

    fn read() -> Self {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            polars: String,
            operations: Vec<Operation>,
        }
        let file: File = serde_json::from_str(include_str!("operations.json")).expect("the generated table is part of the program, and the tests read it");
        let unsupported = serde_json::from_str(include_str!("unsupported.json")).expect("the list is part of the program, and the tests read it");
        let places = file.operations.iter().enumerate().map(|(at, operation)| ((operation.kind, operation.name.clone()), at)).collect();
        Self { polars: file.polars, operations: file.operations, places, unsupported }
    }

    /// The version of Python Polars whose names these are.
    pub(crate) fn polars(&self) -> &str {
        &self.polars
    }

    /// The operation of that name, whether supported or not.
    pub(crate) fn find(&self, kind: Kind, name: &str) -> Option<&Operation> {
        // A tuple key cannot be looked up by parts, so the name is copied; names are short.
        self.places.get(&(kind, name.to_owned())).map(|&at| &self.operations[at])
    }

    /// Why an operation is refused; nothing when it is supported.
    pub(crate) fn refusal(&self, kind: Kind, name: &str) -> Option<&str> {
        self.unsupported.get(&kind)?.get(name).map(String::as_str)
    }

    /// Every operation, in the order of the data.
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The names of a kind, to suggest from.
    pub(crate) fn names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.operations.iter().filter(move |operation| operation.kind == kind).map(|operation| operation.name.as_str())
    }
}

/// A default that is null is a default all the same.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
