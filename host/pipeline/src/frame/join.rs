//! Two frames become one.

use polars::prelude::{
    AsOfOptions, AsofStrategy, Expr, JoinCoalesce, JoinType, JoinValidation, LazyFrame, MaintainOrderJoin, Scalar, by_name, coalesce, col, lit, when,
};
use polars_ops::frame::JoinBuildSide;
use serde_json::Value;

use super::{Call, Frame, Table};
use crate::fault::{Fault, Result};

impl Call<'_> {
    fn validation(&self) -> Result<JoinValidation> {
        Ok(match self.bound.one_of("validate")? {
            "1:1" => JoinValidation::OneToOne,
            "1:m" => JoinValidation::OneToMany,
            "m:1" => JoinValidation::ManyToOne,
            _ => JoinValidation::ManyToMany,
        })
    }
}

pub(super) fn maintained(word: Option<&str>) -> MaintainOrderJoin {
    match word {
        Some("left") => MaintainOrderJoin::Left,
        Some("right") => MaintainOrderJoin::Right,
        Some("left_right") => MaintainOrderJoin::LeftRight,
        Some("right_left") => MaintainOrderJoin::RightLeft,
        _ => MaintainOrderJoin::None,
    }
}

pub(super) fn join(call: &Call<'_>) -> Result<Frame> {
    let other = call.frame("other")?;
    let (on, left_on, right_on) = (call.exprs("on")?, call.exprs("left_on")?, call.exprs("right_on")?);
    let (how, forced) = match call.bound.one_of("how")? {
        "inner" => (JoinType::Inner, None),
        "left" => (JoinType::Left, None),
        "right" => (JoinType::Right, None),
        "full" | "outer" => (JoinType::Full, None),
        "outer_coalesce" => (JoinType::Full, Some(true)),
        "semi" => (JoinType::Semi, None),
        "anti" => (JoinType::Anti, None),
        _ => (JoinType::Cross, None),
    };
    let maintain_order = maintained(call.bound.one_of_opt("maintain_order")?);
    let validation = call.validation()?;
    let build_side = match call.bound.operation().param("build_side").and_then(|_| call.bound.value("build_side")).and_then(Value::as_str) {
        Some("prefer_left") => Some(JoinBuildSide::PreferLeft),
        Some("prefer_right") => Some(JoinBuildSide::PreferRight),
        Some("force_left") => Some(JoinBuildSide::ForceLeft),
        Some("force_right") => Some(JoinBuildSide::ForceRight),
        _ => None,
    };
    let coalesce = match forced.or(call.bound.bool_opt("coalesce")?) {
        None => JoinCoalesce::JoinSpecific,
        Some(true) => JoinCoalesce::CoalesceColumns,
        Some(false) => JoinCoalesce::KeepColumns,
    };
    let cross = matches!(how, JoinType::Cross);
    let (left, right) = match (on, left_on, right_on) {
        (Some(_), Some(_), _) | (Some(_), _, Some(_)) => {
            return Err(Fault::new("cannot use 'on' in conjunction with 'left_on' or 'right_on'").argument("kwargs.on"));
        }
        (None, Some(_), None) | (None, None, Some(_)) => return Err(Fault::new("'left_on' requires corresponding 'right_on'").argument("kwargs.left_on")),
        (None, None, None) if cross => (Vec::new(), Vec::new()),
        _ if cross => return Err(Fault::new("cross join should not pass join keys").argument("kwargs.on")),
        (Some(on), None, None) => (on.clone(), on),
        (None, Some(left), Some(right)) => (left, right),
        (None, None, None) => return Err(Fault::new("must specify `on` OR `left_on` and `right_on`").argument("kwargs.on")),
    };
    let suffix = call.bound.str("suffix")?;
    let plan = call
        .plan()
        .join_builder()
        .with(other.plan)
        .left_on(left)
        .right_on(right)
        .join_nulls(call.bound.bool("nulls_equal")?)
        .how(how)
        .suffix(suffix)
        .validate(validation)
        .coalesce(if cross { JoinCoalesce::JoinSpecific } else { coalesce })
        .maintain_order(maintain_order)
        .build_side(build_side)
        .finish();
    known(call, plan, other.known)
}

/// The result's columns are known when those of both sides are.
fn known(call: &Call<'_>, plan: LazyFrame, other: bool) -> Result<Frame> {
    Ok(Frame::Table(Table { plan, eager: call.input.eager, known: call.input.known && other }))
}

pub(super) fn join_where(call: &Call<'_>) -> Result<Frame> {
    let other = call.frame("other")?;
    let predicates = call.build.exprs(call.bound.varargs()).map_err(|fault| fault.argument("args"))?;
    let suffix = call.bound.str("suffix")?;
    let plan = call.plan().join_builder().with(other.plan).suffix(suffix).join_where(predicates);
    known(call, plan, other.known)
}

pub(super) fn join_asof(call: &Call<'_>) -> Result<Frame> {
    let other = call.frame("other")?;
    let one = |name: &str| call.expr(name);
    let (mut left_on, mut right_on) = (one("left_on")?, one("right_on")?);
    if let Some(on) = one("on")? {
        (left_on, right_on) = (Some(on.clone()), Some(on));
    }
    let (Some(left_on), Some(right_on)) = (left_on, right_on) else {
        return Err(Fault::new("you should pass the column to join on as an argument").argument("kwargs.on"));
    };
    let names = |name: &str| -> Result<Option<Vec<polars::prelude::PlSmallStr>>> {
        Ok(call.bound.strings_opt(name)?.map(|names| names.into_iter().map(Into::into).collect()))
    };
    let (left_by, right_by) = match names("by")? {
        Some(by) => (Some(by.clone()), Some(by)),
        None => (names("by_left")?, names("by_right")?),
    };
    let strategy = match call.bound.one_of("strategy")? {
        "forward" => AsofStrategy::Forward,
        "nearest" => AsofStrategy::Nearest,
        _ => AsofStrategy::Backward,
    };
    let (tolerance, tolerance_str): (Option<Scalar>, Option<polars::prelude::PlSmallStr>) = match call.bound.value("tolerance") {
        None => (None, None),
        Some(Value::Number(number)) => (Some(scalar(number)), None),
        Some(Value::String(text)) => (None, Some(text.as_str().into())),
        Some(_) => {
            let duration = crate::expr::duration(&call.bound, "tolerance")?;
            (None, duration.map(|duration| duration.to_string().into()))
        }
    };
    if let Some(text) = &tolerance_str {
        let _: polars::prelude::Duration =
            polars::prelude::Duration::try_parse(text).map_err(|error| Fault::from(error).argument(call.bound.place("tolerance")))?;
    }
    let coalesce = if call.bound.bool("coalesce")? { JoinCoalesce::CoalesceColumns } else { JoinCoalesce::KeepColumns };
    let suffix = call.bound.str("suffix")?;
    let plan = call
        .plan()
        .join_builder()
        .with(other.plan)
        .left_on([left_on])
        .right_on([right_on])
        .coalesce(coalesce)
        .how(JoinType::AsOf(Box::new(AsOfOptions {
            strategy,
            left_by,
            right_by,
            tolerance,
            tolerance_str,
            allow_eq: call.bound.bool("allow_exact_matches")?,
            check_sortedness: call.bound.bool("check_sortedness")?,
        })))
        .suffix(suffix)
        .finish();
    known(call, plan, other.known)
}

fn scalar(number: &serde_json::Number) -> Scalar {
    match number.as_i64() {
        Some(integer) => Scalar::from(integer),
        None => Scalar::from(number.as_f64().unwrap_or(f64::NAN)),
    }
}

pub(super) fn merge_sorted(call: &Call<'_>) -> Result<Frame> {
    let other = call.frame("other")?;
    let key = call.bound.strings("key")?;
    let plan = call.plan().merge_sorted(other.plan, key, call.bound.bool("maintain_order")?)?;
    known(call, plan, other.known)
}

/// As Python builds it out of a join and a coalescing.
pub(super) fn update(call: &Call<'_>) -> Result<Frame> {
    const INDEX: &str = "__POLARS_ROW_INDEX";
    const RIGHT: &str = "__POLARS_RIGHT";
    const VALIDITY: &str = "__POLARS_VALIDITY";
    let other = call.frame("other")?;
    let known_columns = call.input.known && other.known;
    let how = match call.bound.value("how").and_then(Value::as_str) {
        Some("left") => JoinType::Left,
        Some("inner") => JoinType::Inner,
        Some("full" | "outer" | "outer_coalesce") => JoinType::Full,
        _ => return Err(call.bound.wrong("how", "one of left, inner, full")),
    };
    let include_nulls = call.bound.bool("include_nulls")?;
    let maintain_order = maintained(call.bound.one_of_opt("maintain_order")?);
    let names = |name: &str| -> Result<Option<Vec<String>>> { Ok(call.bound.strings_opt(name)?.map(|names| names.into_iter().map(str::to_owned).collect())) };
    let (mut left, mut right) = (call.plan(), other.plan);
    let mut by_index = false;
    let (left_on, right_on) = match (names("on")?, names("left_on")?, names("right_on")?) {
        (Some(on), _, _) => (on.clone(), on),
        (None, Some(left_on), Some(right_on)) => (left_on, right_on),
        (None, None, Some(_)) => return Err(Fault::new("missing join columns for left frame").argument("kwargs.left_on")),
        (None, Some(_), None) => return Err(Fault::new("missing join columns for right frame").argument("kwargs.right_on")),
        (None, None, None) => {
            by_index = true;
            left = left.with_row_index(INDEX, None);
            right = right.with_row_index(INDEX, None);
            (vec![INDEX.to_owned()], vec![INDEX.to_owned()])
        }
    };
    let (left_schema, right_schema) = (super::call::schema_of(&left)?, super::call::schema_of(&right)?);
    for (on, schema) in [(&left_on, &left_schema), (&right_on, &right_schema)] {
        if let Some(name) = on.iter().find(|name| !schema.contains(name)) {
            return Err(Fault::missing_column(name, schema.iter_names().map(|name| name.as_str())));
        }
    }
    let drop = |plan: LazyFrame, names: Vec<String>| plan.drop(by_name(names, true, false));
    if !matches!(how, JoinType::Full) && right_schema.len() == right_on.len() {
        return known(call, call.plan(), known_columns);
    }
    let shared: Vec<String> =
        right_schema.iter_names().map(|name| name.to_string()).filter(|name| left_schema.contains(name) && !right_on.contains(name)).collect();
    let mut taken: Vec<Expr> = right_on.iter().chain(&shared).map(|name| col(name.as_str())).collect();
    if include_nulls {
        right = right.with_columns([lit(true).alias(VALIDITY)]);
        taken.push(col(VALIDITY));
    }
    let exprs = |names: &[String]| names.iter().map(|name| col(name.as_str())).collect::<Vec<_>>();
    let joined = left
        .join_builder()
        .with(right.select(taken))
        .left_on(exprs(&left_on))
        .right_on(exprs(&right_on))
        .how(how)
        .suffix(RIGHT)
        .coalesce(JoinCoalesce::CoalesceColumns)
        .maintain_order(maintain_order)
        .finish();
    let updated: Vec<Expr> = shared
        .iter()
        .map(|name| {
            let (old, new) = (col(name.as_str()), col(format!("{name}{RIGHT}")));
            let value = match include_nulls {
                true => when(col(VALIDITY).is_null()).then(old).otherwise(new),
                false => coalesce(&[new, old]),
            };
            value.alias(name.as_str())
        })
        .collect();
    let mut dropped: Vec<String> = shared.iter().map(|name| format!("{name}{RIGHT}")).collect();
    if include_nulls {
        dropped.push(VALIDITY.to_owned());
    }
    if by_index {
        dropped.push(INDEX.to_owned());
    }
    let plan = if updated.is_empty() { joined } else { joined.with_columns(updated) };
    known(call, drop(plan, dropped), known_columns)
}
