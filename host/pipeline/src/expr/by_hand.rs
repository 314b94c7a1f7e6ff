//! Functions of the module that no template can say: their shape follows the number of their arguments, or what they take is no leaf of a tree.

use polars::prelude::{
    DataType, DataTypeExpr, Expr, PlSmallStr, PlanCallback, SchemaExt as _, Series, SortMultipleOptions, arg_sort_by, as_struct, col, format_str, lit, repeat,
    when,
};
use polars_plan::dsl::functions::{cum_fold_exprs, sum_horizontal};
use polars_plan::utils::expr_output_name;
use serde_json::Value;
use sqlparser::dialect::GenericDialect;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, Tokenizer};

use super::{Builder, Made, StrAs, custom, duration, literal, methods, names, selector, template};
use crate::bind::Bound;
use crate::fault::{Fault, Result};
use crate::table::Kind;

const FUNCTIONS: [&str; 22] = [
    "arg_sort_by",
    "col",
    "cum_fold",
    "cum_reduce",
    "cum_sum_horizontal",
    "dtype_of",
    "escape_regex",
    "exclude",
    "field",
    "fold",
    "format",
    "lit",
    "map_batches",
    "map_groups",
    "ones",
    "reduce",
    "repeat",
    "sql_expr",
    "struct",
    "struct_with_fields",
    "when",
    "zeros",
];

/// Whether an operation without a template is written here or among the methods and selectors.
pub(crate) fn is_supported(kind: Kind, name: &str) -> bool {
    match kind {
        Kind::Function => FUNCTIONS.contains(&name),
        Kind::Expr => methods::METHODS.contains(&name),
        Kind::Selector => {
            ["array", "by_dtype", "by_index", "by_name", "contains", "datetime", "duration", "ends_with", "exclude", "list", "matches", "starts_with"]
                .contains(&name)
        }
        Kind::When | Kind::Then | Kind::ChainedWhen | Kind::ChainedThen | Kind::Dtype => true,
        Kind::DtypeExpr => name == "matches",
        Kind::LazyFrame | Kind::DataFrame | Kind::LazyGroupBy | Kind::GroupBy | Kind::DynamicGroupBy | Kind::RollingGroupBy => false,
    }
}

/// A function of the module.
pub(super) fn function(builder: &Builder, bound: &Bound) -> Result<Made> {
    let made = lazy_function(builder, bound)?;
    if bound.operation().param("eager").is_some() && bound.bool("eager")? {
        // Python makes a series at once, which it can do without a frame alone. The plan makes the same later.
        let needs_frame = match &made {
            Made::Expr(expr) => expr.into_iter().any(|node| matches!(node, Expr::Column(_) | Expr::Selector(_) | Expr::Len)),
            _ => false,
        };
        if needs_frame || matches!(bound.operation().name.as_str(), "arg_where" | "coalesce") {
            return Err(bound.wrong("eager", "false, unless all arguments are values"));
        }
    }
    Ok(made)
}

fn lazy_function(builder: &Builder, bound: &Bound) -> Result<Made> {
    let name = bound.operation().name.as_str();
    let expr = match name {
        "arg_sort_by" => {
            let exprs = builder.bound_exprs(bound, Some("exprs"))?;
            let Some(first) = exprs.first() else { return Err(Fault::new("arg_sort_by() needs at least one expression")) };
            // What Polars would panic about.
            expr_output_name(first)?;
            let options = sort_options(bound, exprs.len(), "exprs")?;
            arg_sort_by(exprs, options)
        }
        "col" => selector::col(builder, bound)?,
        "cum_fold" | "cum_reduce" | "fold" | "reduce" => custom::fold(builder, bound)?,
        "cum_sum_horizontal" => {
            let exprs = builder.bound_exprs(bound, None)?;
            let zero = lit(0).strict_cast(DataTypeExpr::OfExpr(Box::new(sum_horizontal(&exprs, true)?)));
            let add = PlanCallback::new(|(left, right): (Series, Series)| &left + &right);
            cum_fold_exprs(zero, add, exprs, false, None, false).alias("cum_sum")
        }
        "dtype_of" => return Ok(Made::Dtype(DataTypeExpr::OfExpr(Box::new(column_or_expr(builder, bound, "col_or_expr")?)))),
        "escape_regex" => return Ok(Made::Text(selector::escape(bound.str("s")?))),
        "exclude" => {
            let all = polars::prelude::Selector::Wildcard;
            Expr::Selector(selector::exclude(builder, all, bound)?)
        }
        "field" => Expr::Field(names(&bound.strings("name")?).into()),
        "format" => {
            let args = builder_each(builder, bound)?;
            format_str(bound.str("f_string")?, &args)?
        }
        "lit" => literal_of(builder, bound)?,
        "map_batches" | "map_groups" => custom::map_many(builder, bound)?,
        "repeat" => repeated(builder, bound)?,
        "ones" | "zeros" => filled(builder, bound, i32::from(name == "ones"))?.alias(name),
        "sql_expr" => match bound.get("sql") {
            Some(Value::Array(_)) => return Ok(Made::Many(bound.strings("sql")?.into_iter().map(|text| sql_expr(bound, text)).collect::<Result<_>>()?)),
            _ => sql_expr(bound, bound.str("sql")?)?,
        },
        "struct" => structure(builder, bound)?,
        "struct_with_fields" => {
            let Some(Value::Object(fields)) = bound.get("mapping") else { return Err(bound.wrong("mapping", "names to data types")) };
            let fields = fields
                .iter()
                .map(|(name, dtype)| Ok((PlSmallStr::from_str(name), builder.dtype_expr(dtype).map_err(|fault| fault.argument(format!("mapping.{name}")))?)));
            return Ok(Made::Dtype(DataTypeExpr::StructWithFields(fields.collect::<Result<_>>()?)));
        }
        "when" => return Ok(Made::When(when(builder.condition(bound)?))),
        _ => {
            check_interval(bound)?;
            return template::function(builder, bound);
        }
    };
    Ok(Made::Expr(expr))
}

/// Flags for sorting, one for each key.
pub(super) fn sort_options(bound: &Bound, keys: usize, of: &str) -> Result<SortMultipleOptions> {
    Ok(SortMultipleOptions {
        descending: flags(bound, "descending", keys, of)?,
        nulls_last: flags(bound, "nulls_last", keys, of)?,
        multithreaded: bound.bool("multithreaded")?,
        maintain_order: bound.bool("maintain_order")?,
        limit: None,
    })
}

/// One flag for all keys, or one for each.
pub(super) fn flags(bound: &Bound, name: &str, keys: usize, of: &str) -> Result<Vec<bool>> {
    match bound.get(name) {
        Some(Value::Array(_)) => {
            let flags = bound.bools(name)?;
            if flags.len() != keys {
                return Err(
                    Fault::new(format!("the length of '{name}' ({}) does not match the length of '{of}' ({keys})", flags.len())).argument(bound.place(name))
                );
            }
            Ok(flags)
        }
        _ => Ok(vec![bound.bool(name)?; keys]),
    }
}

/// The positions as expressions, each by itself: a list is a literal here.
fn builder_each(builder: &Builder, bound: &Bound) -> Result<Vec<Expr>> {
    bound.varargs().iter().enumerate().map(|(at, value)| builder.expr(value, StrAs::Column).map_err(|fault| fault.argument(bound.vararg_place(at)))).collect()
}

/// A column's name or an expression, and nothing else.
fn column_or_expr(builder: &Builder, bound: &Bound, name: &str) -> Result<Expr> {
    match bound.get(name) {
        Some(Value::String(column)) => Ok(col(column.as_str())),
        Some(Value::Object(object)) if object.contains_key("expr") => builder.argument(bound, name, StrAs::Column),
        _ => Err(bound.wrong(name, "the name of a column or an expression")),
    }
}

fn literal_of(builder: &Builder, bound: &Bound) -> Result<Expr> {
    let value = bound.get("value").unwrap_or(&Value::Null);
    let at = |fault: Fault| fault.argument(bound.place("value"));
    if let Value::Object(object) = value
        && object.contains_key("expr")
    {
        return match builder.made(object).map_err(at)? {
            Made::Series(series) => Ok(lit(series)),
            Made::Text(text) => Ok(lit(text)),
            _ => Err(bound.wrong("value", "a value, not an expression")),
        };
    }
    match bound.value("dtype") {
        None => literal::lit(value).map_err(at),
        Some(dtype) => match builder.dtype_expr(dtype).map_err(|fault| fault.argument(bound.place("dtype")))? {
            DataTypeExpr::Literal(dtype) => literal::typed(value, &dtype).map_err(at),
            other => Ok(literal::lit(value).map_err(at)?.strict_cast(other)),
        },
    }
}

/// How many times: a number or an expression, but no name of a column.
fn times(builder: &Builder, bound: &Bound) -> Result<Expr> {
    match bound.get("n") {
        Some(n @ (Value::Number(_) | Value::Bool(_))) if !n.is_f64() => literal::lit(n),
        Some(Value::Object(_)) => builder.argument(bound, "n", StrAs::Column),
        _ => Err(bound.wrong("n", "an integer or an expression")),
    }
}

fn repeated(builder: &Builder, bound: &Bound) -> Result<Expr> {
    let n = times(builder, bound)?;
    let value = bound.get("value").unwrap_or(&Value::Null);
    let Some(dtype) = bound.value("dtype") else {
        return Ok(repeat(builder.argument(bound, "value", StrAs::Literal)?, n));
    };
    let dtype = builder.dtype(dtype).map_err(|fault| fault.argument(bound.place("dtype")))?;
    let value = match value {
        Value::Object(object) if object.contains_key("expr") => builder.argument(bound, "value", StrAs::Literal)?,
        value => literal::typed(value, &dtype).map_err(|fault| fault.argument(bound.place("value")))?,
    };
    Ok(repeat(value.cast(dtype), n))
}

/// `pl.zeros` and `pl.ones`.
fn filled(builder: &Builder, bound: &Bound, number: i32) -> Result<Expr> {
    let n = times(builder, bound)?;
    let dtype = bound.value("dtype").ok_or_else(|| bound.wrong("dtype", "a data type"))?;
    let dtype = builder.dtype(dtype).map_err(|fault| fault.argument(bound.place("dtype")))?;
    let value = filling(number, &dtype).ok_or_else(|| bound.wrong("dtype", "a numeric type, Boolean, String, or lists of those"))?;
    Ok(repeat(literal::typed(&value, &dtype)?.cast(dtype), n))
}

fn filling(number: i32, dtype: &DataType) -> Option<Value> {
    match dtype {
        DataType::Boolean => Some((number == 1).into()),
        DataType::String => Some(number.to_string().into()),
        DataType::List(inner) => Some(Value::Array(vec![filling(number, inner)?])),
        DataType::Array(inner, width) => Some(Value::Array(vec![filling(number, inner)?; *width])),
        dtype if dtype.is_float() => Some(f64::from(number).into()),
        dtype if dtype.is_integer() || dtype.is_decimal() => Some(number.into()),
        _ => None,
    }
}

fn structure(builder: &Builder, bound: &Bound) -> Result<Expr> {
    let mut exprs = builder.bound_exprs(bound, None)?;
    let schema = bound.value("schema").map(|schema| builder.schema(schema).map_err(|fault| fault.argument(bound.place("schema")))).transpose()?;
    let schema = schema.filter(|schema| !schema.is_empty());
    if exprs.is_empty()
        && let Some(schema) = &schema
    {
        exprs.extend(schema.iter_names().map(|name| col(name.clone())));
    }
    if exprs.is_empty() {
        return Err(Fault::new("struct() needs at least one expression"));
    }
    let made = as_struct(exprs);
    Ok(match schema {
        Some(schema) => made.cast(DataType::Struct(schema.iter_fields().collect())),
        None => made,
    })
}

/// An expression in SQL. A query inside it could name tables and files, so there is none.
fn sql_expr(bound: &Bound, text: &str) -> Result<Expr> {
    let tokens = Tokenizer::new(&GenericDialect {}, text).tokenize().map_err(|error| Fault::new(error.to_string()).argument(bound.place("sql")))?;
    let query = [Keyword::SELECT, Keyword::TABLE, Keyword::VALUES, Keyword::WITH];
    if tokens.iter().any(|token| matches!(token, Token::Word(word) if query.contains(&word.keyword))) {
        return Err(Fault::new("sql_expr() takes an expression without a query").argument(bound.place("sql")).given(text));
    }
    polars_sql::sql_expr(text).map_err(|error| Fault::from(error).argument(bound.place("sql")))
}

/// Ranges of days take whole days, those of times nothing longer than a week's parts: Polars says so when they are made.
fn check_interval(bound: &Bound) -> Result<()> {
    let name = bound.operation().name.as_str();
    if !matches!(name, "date_range" | "date_ranges" | "time_range" | "time_ranges") {
        return Ok(());
    }
    let Some(interval) = duration(bound, "interval")? else { return Ok(()) };
    if name.starts_with("date") && !interval.is_full_days() {
        return Err(bound.wrong("interval", "full days"));
    }
    if name.starts_with("time") && (interval.months() != 0 || interval.weeks() != 0 || interval.days() != 0) {
        return Err(bound.wrong("interval", "hours, minutes, seconds or parts of them"));
    }
    Ok(())
}
