//! Methods of expressions that no template can say.

use std::borrow::Cow;

use polars::prelude::{ChunkApply as _, Column, DataType, Expr, Field, IntoColumn, PolarsResult, SortOptions, WindowMapping, all_horizontal, concat_list};
use serde_json::{Map, Value};

use super::{Builder, Made, StrAs, by_hand, custom, found, literal, selector, template};
use crate::bind::{Bound, bind};
use crate::fault::{Fault, Result};
use crate::table::Kind;

pub(super) const METHODS: [&str; 26] = [
    "and_",
    "bottom_k_by",
    "exclude",
    "ext.storage",
    "filter",
    "list.concat",
    "map_batches",
    "map_elements",
    "meta.as_expression",
    "meta.as_selector",
    "meta.undo_aliases",
    "name.map",
    "name.map_fields",
    "or_",
    "over",
    "pipe",
    "replace",
    "replace_strict",
    "reshape",
    "sort_by",
    "str.extract_groups",
    "str.strptime",
    "str.to_titlecase",
    "struct.field",
    "top_k_by",
    "where",
];

/// A method of an expression.
pub(super) fn method(builder: &Builder, subject: Expr, bound: &Bound) -> Result<Made> {
    let name = bound.operation().name.as_str();
    let expr = match name {
        "and_" | "or_" => bound.varargs().iter().enumerate().try_fold(subject, |left, (at, value)| {
            let right = builder.expr(value, StrAs::Column).map_err(|fault| fault.argument(bound.vararg_place(at)))?;
            Ok::<_, Fault>(if name == "and_" { left.and(right) } else { left.or(right) })
        })?,
        "bottom_k_by" | "top_k_by" => {
            let k = builder.argument(bound, "k", StrAs::Column)?;
            let by = builder.bound_exprs(bound, Some("by"))?;
            let reverse = by_hand::flags(bound, "reverse", by.len(), "by")?;
            if name == "top_k_by" { subject.top_k_by(k, by, reverse) } else { subject.bottom_k_by(k, by, reverse) }
        }
        "exclude" => Expr::Selector(selector::exclude(builder, subject.try_into_selector()?, bound)?),
        // No column here has an extension type, and each other type is its own storage.
        "ext.storage" => subject,
        "filter" => subject.filter(builder.condition(bound)?),
        "list.concat" => list_concat(builder, subject, bound)?,
        "list.to_struct" if bound.value("fields").is_none() && bound.value("upper_bound").is_some() => return numbered_fields(builder, subject, bound),
        "map_batches" | "map_elements" | "pipe" => custom::map(builder, subject, bound)?,
        "meta.as_expression" => subject,
        "meta.as_selector" => return Ok(Made::Selector(subject.try_into_selector()?)),
        "meta.undo_aliases" => subject.meta().undo_aliases(),
        "name.map" => subject.name().map(custom::rename(builder, bound)?),
        "name.map_fields" => subject.name().map_fields(custom::rename(builder, bound)?),
        "over" => over(builder, subject, bound)?,
        "qcut" if bound.value("quantiles").is_some_and(Value::is_u64) => return qcut_uniform(builder, subject, bound),
        "replace" => replace(builder, subject, bound)?,
        "replace_strict" => replace_strict(builder, subject, bound)?,
        "reshape" => reshape(subject, bound)?,
        "sort_by" => {
            let by = builder.bound_exprs(bound, Some("by"))?;
            let options = by_hand::sort_options(bound, by.len(), "by")?;
            subject.sort_by(by, options)
        }
        "str.replace_many" if is_mapping(bound.get("patterns")) && bound.get("replace_with").is_none() => return replace_many(builder, subject, bound),
        "str.extract_groups" => subject.str().extract_groups(bound.str("pattern")?).map_err(|error| Fault::from(error).argument(bound.place("pattern")))?,
        "str.strptime" => return strptime(builder, subject, bound),
        "str.to_titlecase" => subject.map(title_column, |_, field| Ok(Field::new(field.name().clone(), DataType::String))),
        "struct.field" => {
            let mut names = bound.strings("name")?;
            for more in bound.varargs() {
                names.push(more.as_str().ok_or_else(|| Fault::new("struct.field() takes names").argument("args"))?);
            }
            match (bound.get("name"), names.as_slice()) {
                (Some(Value::String(_)), [one]) => subject.struct_().field_by_name(one),
                _ => subject.struct_().field_by_names(names),
            }
        }
        "where" => {
            let predicates = builder.exprs(&[bound.get("predicate").unwrap_or(&Value::Null)]).map_err(|fault| fault.argument(bound.place("predicate")))?;
            subject.filter(if let [one] = predicates.as_slice() { one.clone() } else { all_horizontal(predicates)? })
        }
        _ => return template::on_expr(builder, bound, &subject),
    };
    Ok(Made::Expr(expr))
}

fn list_concat(builder: &Builder, subject: Expr, bound: &Bound) -> Result<Expr> {
    let other = bound.get("other").unwrap_or(&Value::Null);
    let at = |fault: Fault| fault.argument(bound.place("other"));
    let others = match other {
        Value::Array(items) if items.first().is_some_and(|first| first.is_string() || first.get("expr").is_some()) => builder.exprs(&[other]).map_err(at)?,
        Value::Array(_) => vec![literal::series_lit(std::slice::from_ref(other)).map_err(at)?],
        _ => vec![builder.argument(bound, "other", StrAs::Column)?],
    };
    let mut all = vec![subject];
    all.extend(others);
    Ok(concat_list(all)?)
}

fn over(builder: &Builder, subject: Expr, bound: &Bound) -> Result<Expr> {
    let partition_by = match bound.value("partition_by") {
        Some(_) => Some(builder.bound_exprs(bound, Some("partition_by"))?),
        None => None,
    };
    let order_by = match bound.value("order_by") {
        Some(value) => Some(builder.exprs(&[value]).map_err(|fault| fault.argument(bound.place("order_by")))?),
        None => None,
    };
    let options = SortOptions { descending: bound.bool("descending")?, nulls_last: bound.bool("nulls_last")?, maintain_order: false, ..SortOptions::default() };
    let mapping = match bound.one_of("mapping_strategy")? {
        "join" => WindowMapping::Join,
        "explode" => WindowMapping::Explode,
        _ => WindowMapping::GroupsToRows,
    };
    Ok(subject.over_with_options(partition_by, order_by.map(|exprs| (exprs, options)), mapping)?)
}

fn is_mapping(value: Option<&Value>) -> bool {
    value.and_then(Value::as_object).is_some_and(|object| !object.contains_key("expr"))
}

/// Old and new values: from one mapping, or from two arguments.
fn old_and_new(builder: &Builder, bound: &Bound, lists: fn(&[Value]) -> Result<Expr>) -> Result<(Expr, Expr)> {
    let side = |name: &str| match bound.get(name) {
        Some(Value::Array(items)) => lists(items).map_err(|fault| fault.argument(bound.place(name))),
        _ => builder.argument(bound, name, StrAs::Literal),
    };
    if bound.get("new").is_some() {
        return Ok((side("old")?, side("new")?));
    }
    match bound.get("old") {
        Some(Value::Object(mapping)) if is_mapping(bound.get("old")) => {
            let keys: Vec<Value> = mapping.keys().map(|key| key.as_str().into()).collect();
            let values: Vec<Value> = mapping.values().cloned().collect();
            Ok((literal::lit(&Value::Array(keys))?, literal::lit(&Value::Array(values)).map_err(|fault| fault.argument(bound.place("old")))?))
        }
        _ => Err(Fault::new(format!("{}(): 'new' is required unless 'old' is an object", bound.operation().name)).argument(bound.place("old"))),
    }
}

fn replace(builder: &Builder, subject: Expr, bound: &Bound) -> Result<Expr> {
    if bound.get("default").is_some() {
        return replace_strict(builder, subject, bound);
    }
    let (old, new) = old_and_new(builder, bound, literal::series_lit)?;
    let replaced = subject.replace(old, new);
    match bound.value("return_dtype") {
        Some(dtype) => Ok(replaced.strict_cast(builder.dtype_expr(dtype).map_err(|fault| fault.argument(bound.place("return_dtype")))?)),
        None => Ok(replaced),
    }
}

fn replace_strict(builder: &Builder, subject: Expr, bound: &Bound) -> Result<Expr> {
    let (old, new) = old_and_new(builder, bound, |items| literal::lit(&Value::Array(items.to_vec())))?;
    let default = match bound.get("default") {
        Some(_) => Some(builder.argument(bound, "default", StrAs::Literal)?),
        None => None,
    };
    let dtype = bound.value("return_dtype").map(|dtype| builder.dtype_expr(dtype).map_err(|fault| fault.argument(bound.place("return_dtype")))).transpose()?;
    Ok(subject.replace_strict(old, new, default, dtype))
}

/// A mapping stands for its keys and its values.
fn replace_many(builder: &Builder, subject: Expr, bound: &Bound) -> Result<Made> {
    let Some(Value::Object(mapping)) = bound.get("patterns") else { return Err(bound.wrong("patterns", "an object")) };
    if mapping.is_empty() {
        return Ok(Made::Expr(subject));
    }
    let mut kwargs = Map::new();
    kwargs.insert("patterns".to_owned(), mapping.keys().map(|key| Value::from(key.as_str())).collect());
    kwargs.insert("replace_with".to_owned(), mapping.values().cloned().collect());
    for name in ["ascii_case_insensitive", "leftmost"] {
        kwargs.insert(name.to_owned(), bound.bool(name)?.into());
    }
    template::on_expr(builder, &bind(bound.operation(), &[], &kwargs)?, &subject)
}

/// A number of quantiles stands for as many parts of the same size.
fn qcut_uniform(builder: &Builder, subject: Expr, bound: &Bound) -> Result<Made> {
    /// A document could ask for more quantiles than memory holds.
    const MOST_QUANTILES: u64 = 100_000;
    let parts = bound
        .value("quantiles")
        .and_then(Value::as_u64)
        .filter(|parts| *parts <= MOST_QUANTILES)
        .ok_or_else(|| bound.wrong("quantiles", "at most 100000 quantiles"))?;
    let mut kwargs = Map::new();
    let quantiles = (1..parts).map(|part| Value::from(part as f64 / parts as f64)).collect();
    kwargs.insert("quantiles".to_owned(), quantiles);
    for name in ["labels", "left_closed", "allow_duplicates", "include_breaks"] {
        kwargs.insert(name.to_owned(), bound.get(name).cloned().unwrap_or(Value::Null));
    }
    template::on_expr(builder, &bind(bound.operation(), &[], &kwargs)?, &subject)
}

/// An upper bound stands for as many fields with numbered names.
fn numbered_fields(builder: &Builder, subject: Expr, bound: &Bound) -> Result<Made> {
    /// A document could ask for more fields than memory holds.
    const MOST_FIELDS: i64 = 10_000;
    let fields = bound.int("upper_bound")?;
    if fields > MOST_FIELDS {
        return Err(bound.wrong("upper_bound", format!("at most {MOST_FIELDS} fields")));
    }
    let mut kwargs = Map::new();
    kwargs.insert("fields".to_owned(), (0..fields).map(|at| Value::from(format!("field_{at}"))).collect());
    template::on_expr(builder, &bind(bound.operation(), &[], &kwargs)?, &subject)
}

fn reshape(subject: Expr, bound: &Bound) -> Result<Expr> {
    let dimensions = match bound.get("dimensions") {
        Some(Value::Array(items)) => items.iter().map(Value::as_i64).collect::<Option<Vec<_>>>(),
        _ => None,
    };
    match dimensions {
        Some(dimensions) if !dimensions.is_empty() => Ok(subject.reshape(&dimensions)),
        _ => Err(bound.wrong("dimensions", "a list of integers")),
    }
}

/// Parsing to a date, a time or a date with time: three operations with templates of their own.
fn strptime(builder: &Builder, subject: Expr, bound: &Bound) -> Result<Made> {
    let dtype = builder.dtype(bound.get("dtype").unwrap_or(&Value::Null)).map_err(|fault| fault.argument(bound.place("dtype")))?;
    let mut kwargs = Map::new();
    let mut copy = |names: &[&str]| {
        for name in names {
            kwargs.insert((*name).to_owned(), bound.get(name).cloned().unwrap_or(Value::Null));
        }
    };
    let name = match &dtype {
        DataType::Date => {
            copy(&["format", "strict", "exact", "cache"]);
            "str.to_date"
        }
        DataType::Time => {
            copy(&["format", "strict", "cache"]);
            "str.to_time"
        }
        DataType::Datetime(unit, zone) => {
            copy(&["format", "strict", "exact", "cache", "ambiguous"]);
            kwargs.insert("time_unit".to_owned(), unit.to_ascii().into());
            kwargs.insert("time_zone".to_owned(), zone.as_ref().map(|zone| zone.as_str()).into());
            "str.to_datetime"
        }
        _ => return Err(bound.wrong("dtype", "Date, Datetime or Time")),
    };
    let operation = found(Kind::Expr, name, "method")?;
    template::on_expr(builder, &bind(operation, &[], &kwargs)?, &subject)
}

/// Polars has this one for unstable compilers alone; it is done here as there.
fn title_column(column: Column) -> PolarsResult<Column> {
    Ok(column.str()?.apply_values(|text| Cow::Owned(title(text))).into_column())
}

fn title(text: &str) -> String {
    let mut titled = String::with_capacity(text.len());
    let mut begins = true;
    for char in text.to_lowercase().chars() {
        if begins {
            titled.extend(char.to_uppercase());
        } else {
            titled.push(char);
        }
        begins = !char.is_alphabetic();
    }
    titled
}
