//! What a pipeline's doors tell, as JSON.

use polars::prelude::SchemaRef;
use sandtable_core::{Error, Result};
use sandtable_frames::{FieldInfo, bridge, describe_schema};
use sandtable_pipeline::{Checked, Explained, Ran};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

pub(super) fn checked(checked: &Checked) -> Result<Box<RawValue>> {
    let steps = checked.steps.iter().map(|step| {
        Ok(json!({ "step": step.step, "operation": step.operation, "frame": step.frame, "kind": step.kind, "schema": columns(step.schema.as_ref())? }))
    });
    let outputs = checked
        .outputs
        .iter()
        .map(|output| Ok(json!({ "name": output.name, "frame": output.frame, "path": output.path, "schema": columns(output.schema.as_ref())? })));
    let returned = checked.returned.as_ref().map(|(name, schema)| Ok::<_, Error>(json!({ "frame": name, "schema": columns(schema.as_ref())? })));
    raw(&json!({
        "steps": steps.collect::<Result<Vec<Value>>>()?,
        "outputs": outputs.collect::<Result<Vec<Value>>>()?,
        "returned": returned.transpose()?,
    }))
}

pub(super) fn explained(plans: &[Explained]) -> Result<Box<RawValue>> {
    let plans: Vec<Value> = plans.iter().map(|plan| json!({ "name": plan.name, "plan": plan.plan, "optimized": plan.optimized })).collect();
    raw(&json!({ "plans": plans }))
}

pub(super) fn ran(ran: &Ran) -> Result<Box<RawValue>> {
    let steps: Vec<Value> = ran
        .steps()
        .iter()
        .map(|step| json!({ "step": step.step, "operation": step.operation, "frame": step.frame, "rows": step.rows, "ms": step.ms, "usage": step.usage }))
        .collect();
    let outputs: Vec<Value> = ran
        .outputs
        .iter()
        .map(|output| json!({ "name": output.name, "step": output.step, "path": output.path, "rows": output.rows, "bytes": output.bytes, "ms": output.ms }))
        .collect();
    let returned = ran.returned.as_ref().map(|returned| returned.name.as_deref());
    raw(&json!({ "steps": steps, "outputs": outputs, "frame": returned }))
}

/// The columns as every door shows them. What Arrow has no type for is told by Polars' own name.
fn columns(schema: Option<&SchemaRef>) -> Result<Value> {
    let Some(schema) = schema else { return Ok(Value::Null) };
    match bridge::arrow_schema(schema, false) {
        Ok(schema) => serde_json::to_value(describe_schema(&schema) as Vec<FieldInfo>).map_err(Error::internal),
        Err(_) => Ok(schema.iter().map(|(name, dtype)| json!({ "name": name.as_str(), "type": dtype.to_string(), "nullable": true })).collect()),
    }
}

fn raw(value: &Value) -> Result<Box<RawValue>> {
    to_raw_value(value).map_err(Error::internal)
}
