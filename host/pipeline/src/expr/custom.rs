//! Custom functions inside expressions: `map_batches`, `map_elements`, and the folds.
//!
//! Rows go in as a table with a column for each expression, and one column comes out, under the name of the first.

use std::sync::Arc;

use polars::prelude::{Column, DataFrame, DataType, DataTypeExpr, Expr, Field, PlSmallStr, PlanCallback, PolarsResult, Schema, Series};
use polars_plan::dsl::functions::{cum_fold_exprs, cum_reduce_exprs, fold_exprs, reduce_exprs};
use polars_plan::dsl::{BaseColumnUdf, UserDefinedFunction, new_column_udf};
use polars_plan::prelude::FunctionOptions;
use serde_json::Value;

use super::{Builder, StrAs};
use crate::bind::Bound;
use crate::custom::{Function, Manner};
use crate::fault::{Fault, Result, list, through_polars};
use crate::frame::reference;

/// The columns that a fold hands over: what there is so far, and the next one.
const SO_FAR: &str = "acc";
const NEXT: &str = "item";

/// The column in which names are handed over.
const NAME: &str = "name";

/// `expr.map_batches(function)`, `expr.map_elements(function)` and `expr.pipe(function)`.
pub(super) fn map(builder: &Builder, subject: Expr, bound: &Bound) -> Result<Expr> {
    let function = find(builder, bound)?;
    if bound.operation().name == "pipe" {
        return Ok(called(function, vec![subject], None, options(true, false)));
    }
    // A function sees rows by batches and none of its neighbours, so each row stands for itself.
    let elements = bound.operation().name == "map_elements";
    let options = options(elements || bound.bool("is_elementwise")?, bound.bool("returns_scalar")? && !elements);
    Ok(called(function, vec![subject], return_dtype(builder, bound)?, options))
}

/// `expr.name.map(function)` and `expr.name.map_fields(function)`: the function takes the column `name` with one row.
pub(super) fn rename(builder: &Builder, bound: &Bound) -> Result<PlanCallback<PlSmallStr, PlSmallStr>> {
    let function = find(builder, bound)?;
    Ok(PlanCallback::new(move |name: PlSmallStr| {
        let made = one_column(&function, vec![Column::new(NAME.into(), [name.as_str()])])?;
        match made.get(0)?.get_str() {
            Some(name) => Ok(name.into()),
            None => Err(through_polars(Fault::new(format!("{} gives no name for {name:?}", function.signature().reference)))),
        }
    }))
}

/// `pl.map_batches(exprs, function)` and `pl.map_groups(exprs, function)`.
pub(super) fn map_many(builder: &Builder, bound: &Bound) -> Result<Expr> {
    let function = find(builder, bound)?;
    let exprs = builder.bound_exprs(bound, Some("exprs"))?;
    if exprs.is_empty() {
        return Err(bound.wrong("exprs", "at least one expression"));
    }
    let groups = bound.operation().name == "map_groups";
    let options = options(bound.bool("is_elementwise")? && !groups, bound.bool("returns_scalar")?);
    Ok(called(function, exprs, return_dtype(builder, bound)?, options))
}

/// `pl.fold`, `pl.reduce` and their cumulative kin: the function takes the columns `acc` and `item`.
pub(super) fn fold(builder: &Builder, bound: &Bound) -> Result<Expr> {
    let function = find(builder, bound)?;
    let exprs = builder.bound_exprs(bound, Some("exprs"))?;
    let dtype = return_dtype(builder, bound)?;
    let scalar = bound.bool("returns_scalar")?;
    let step = PlanCallback::new(move |(so_far, next): (Series, Series)| {
        let name = so_far.name().clone();
        // What a fold begins with is often one value for all rows.
        let so_far = if so_far.len() == 1 && next.len() != 1 { so_far.new_from_index(0, next.len()) } else { so_far };
        let inputs = vec![so_far.with_name(SO_FAR.into()).into(), next.with_name(NEXT.into()).into()];
        let column = one_column(&function, inputs)?;
        Ok(column.as_materialized_series().clone().with_name(name))
    });
    Ok(match bound.operation().name.as_str() {
        "fold" => fold_exprs(builder.argument(bound, "acc", StrAs::Literal)?, step, exprs, scalar, dtype),
        "cum_fold" => {
            cum_fold_exprs(builder.argument(bound, "acc", StrAs::Literal)?, step, exprs, scalar, dtype, bound.bool("include_init")?).alias("cum_fold")
        }
        "reduce" => reduce_exprs(step, exprs, scalar, dtype),
        _ => cum_reduce_exprs(step, exprs, scalar, dtype).alias("cum_reduce"),
    })
}

fn find(builder: &Builder, bound: &Bound) -> Result<Arc<dyn Function>> {
    let value = bound.value("function").unwrap_or(&Value::Null);
    let (name, mut params) = reference(value).map_err(|fault| fault.argument(bound.place("function")))?;
    if let Value::Object(params) = &mut params {
        // Those of pipe are the function's own.
        params.extend(bound.varkwargs().iter().map(|(name, value)| ((*name).to_owned(), (*value).clone())));
    }
    let function = builder.functions.find(&name, &params).map_err(|error| Fault::from(error).argument(bound.place("function")))?;
    match function.signature().manner {
        Manner::Rows => Ok(function),
        Manner::Table => {
            Err(Fault::new(format!("{} takes whole tables, and an expression has only columns", function.signature().reference))
                .argument(bound.place("function")))
        }
    }
}

fn return_dtype(builder: &Builder, bound: &Bound) -> Result<Option<DataTypeExpr>> {
    bound.value("return_dtype").map(|dtype| builder.dtype_expr(dtype).map_err(|fault| fault.argument(bound.place("return_dtype")))).transpose()
}

fn options(elementwise: bool, scalar: bool) -> FunctionOptions {
    match (elementwise, scalar) {
        (_, true) => FunctionOptions::aggregation(),
        (true, false) => FunctionOptions::elementwise(),
        (false, false) => FunctionOptions::groupwise(),
    }
}

fn called(function: Arc<dyn Function>, inputs: Vec<Expr>, dtype: Option<DataTypeExpr>, options: FunctionOptions) -> Expr {
    let name = function.signature().reference.clone();
    let shape = Arc::clone(&function);
    let wanted = dtype.clone();
    let field = move |schema: &Schema, fields: &[Field]| output(&shape, schema, fields, wanted.as_ref());
    let run = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let made = one_column(&function, columns.iter_mut().map(std::mem::take).collect())?;
        match &dtype {
            Some(DataTypeExpr::Literal(dtype)) if made.dtype() != dtype => made.strict_cast(dtype),
            _ => Ok(made),
        }
    };
    Expr::AnonymousFunction { input: inputs, function: new_column_udf(BaseColumnUdf::new(run, field)), options, fmt_str: Box::new(name.into()) }
}

/// One column out of several of the same length: the only one that comes out, or the only one that is new.
fn one_column(function: &Arc<dyn Function>, columns: Vec<Column>) -> PolarsResult<Column> {
    let name = columns.first().map(|column| column.name().clone()).unwrap_or_default();
    let given: Vec<PlSmallStr> = columns.iter().map(|column| column.name().clone()).collect();
    let made = function.rows(DataFrame::new_infer_height(columns)?).map_err(|error| through_polars(Fault::from(error)))?;
    let chosen = the_one(function, made.get_column_names(), &given)?;
    Ok(made.columns()[chosen].clone().with_name(name))
}

/// Which of the columns that came out an expression is. A transform often adds a column to those that it was given.
fn the_one<'a>(function: &Arc<dyn Function>, made: impl IntoIterator<Item = &'a PlSmallStr>, given: &[PlSmallStr]) -> PolarsResult<usize> {
    let made: Vec<&PlSmallStr> = made.into_iter().collect();
    let mut new = made.iter().enumerate().filter(|(_, name)| !given.contains(name));
    match (made.len(), new.next(), new.next()) {
        (1, _, _) => Ok(0),
        (_, Some((index, _)), None) => Ok(index),
        _ => {
            let names: Vec<&str> = made.iter().map(|name| name.as_str()).collect();
            let reference = &function.signature().reference;
            Err(through_polars(
                Fault::new(format!("{reference} gives the columns {}, and an expression is one", list(&names))).allowed("one column, or one new one"),
            ))
        }
    }
}

/// The column that comes out, known before it runs.
fn output(function: &Arc<dyn Function>, schema: &Schema, fields: &[Field], dtype: Option<&DataTypeExpr>) -> PolarsResult<Field> {
    let name = fields.first().map(|field| field.name().clone()).unwrap_or_default();
    if let Some(dtype) = dtype {
        let own = fields.first().map_or(DataType::Null, |field| field.dtype().clone());
        return Ok(Field::new(name, dtype.clone().into_datatype_with_self(schema, &own)?));
    }
    let input = Arc::new(Schema::from_iter(fields.iter().cloned()));
    let inputs = [(function.signature().inputs.first().cloned().unwrap_or_else(|| "input".to_owned()), input)];
    let known = function.schema(&inputs).map_err(|error| through_polars(Fault::from(error)))?;
    let dtype = match known {
        Some(made) => {
            let given: Vec<PlSmallStr> = fields.iter().map(|field| field.name().clone()).collect();
            made.get_at_index(the_one(function, made.iter_names(), &given)?).map(|(_, dtype)| dtype.clone())
        }
        // What it makes of no rows has the type of what it makes of some.
        None => Some(one_column(function, fields.iter().map(|field| Column::new_empty(field.name().clone(), field.dtype())).collect())?.dtype().clone()),
    };
    Ok(Field::new(name, dtype.unwrap_or(DataType::Null)))
}

/// A custom function as SQL calls it: columns in, one column out.
pub(crate) fn sql_function(name: &str, function: Arc<dyn Function>) -> UserDefinedFunction {
    let shape = Arc::clone(&function);
    let field = move |schema: &Schema, fields: &[Field]| output(&shape, schema, fields, None);
    let run = move |columns: &mut [Column]| one_column(&function, columns.iter_mut().map(std::mem::take).collect());
    let mut made = UserDefinedFunction::new(name.into(), BaseColumnUdf::new(run, field));
    made.options = FunctionOptions::elementwise();
    made
}
