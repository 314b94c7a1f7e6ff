//! Looking at an upload before anything is kept of it.
//!
//! In order, each step only when those before found nothing: its size and what it is ([`layout`]); which features it
//! uses, what it imports and exports; whether it fits the pools; whether it compiles, links and starts; what it says of
//! itself ([`describe`]). Within a step everything wrong is told at once.

pub(crate) mod describe;
mod layout;
mod nesting;

use std::sync::Arc;
use std::time::{Duration, Instant};

use sandtable_core::description::Kind;
use sandtable_core::{Description, Limits, text};
use serde::{Deserialize, Serialize};
use wasmtime::component::Component;

use crate::engine::{MAX_MEMORIES, MAX_TABLE_ELEMENTS, MAX_TABLES};
use crate::transform::{Engine, Transform};
use crate::watch::millis;
use crate::{Call, SandboxConfig};

/// What an upload's own description may burn.
const DESCRIBE_FUEL: u64 = 2_000_000_000;
/// How long it may take.
const DESCRIBE_WALL: Duration = Duration::from_secs(10);
/// Problems that are told; more of them help nobody.
const MAX_PROBLEMS: usize = 50;

/// An upload that was looked at.
#[derive(Debug)]
pub struct Checked {
    /// What was found.
    pub report: Report,
    /// The compiled code, when nothing was wrong: for [`crate::Sandbox::load`], by this machine alone.
    pub compiled: Option<Vec<u8>>,
    /// Ready to run, when nothing was wrong.
    pub transform: Option<Transform>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Of the component.
    pub size_bytes: u64,
    /// Which world it was built for.
    pub kind: Option<Kind>,
    /// What it says of itself.
    pub description: Option<Description>,
    /// What it imports: the first of them, fit for a terminal.
    pub imports: Vec<String>,
    /// What it exports, likewise.
    pub exports: Vec<String>,
    /// What is wrong; nothing, when it is acceptable.
    pub problems: Vec<Problem>,
    /// What compiling took.
    pub compile_ms: u64,
    /// Of the compiled code.
    pub compiled_bytes: u64,
}

/// One thing that is wrong with an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable word: `not-wasm core-module refused-feature refused-import wrong-version wrong-type missing-export
    /// too-large too-complex invalid describe-failed describe-invalid undeclared-feature`.
    pub code: String,
    /// What was found, and what is allowed.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(code: &str, message: impl AsRef<str>) -> Self {
        Self { code: code.to_owned(), message: text::sanitize(message.as_ref(), 2000) }
    }
}

/// Looks at an upload.
pub(crate) fn check(engine: &Arc<Engine>, config: &SandboxConfig, wasm: &[u8], limits: &Limits) -> Checked {
    let mut report = Report { size_bytes: wasm.len() as u64, ..Report::default() };
    let result = steps(engine, config, wasm, limits, &mut report);
    report.problems.truncate(MAX_PROBLEMS);
    let (compiled, transform) = match result {
        Some((compiled, transform)) if report.problems.is_empty() => (Some(compiled), Some(transform)),
        _ => (None, None),
    };
    Checked { report, compiled, transform }
}

fn steps(engine: &Arc<Engine>, config: &SandboxConfig, wasm: &[u8], limits: &Limits, report: &mut Report) -> Option<(Vec<u8>, Transform)> {
    report.problems = layout::look(wasm, config, report);
    let kind = report.kind.filter(|_| report.problems.is_empty())?;
    let start = Instant::now();
    let component = Component::from_binary(&engine.wasmtime, wasm);
    report.compile_ms = millis(start.elapsed());
    let component = match component {
        Ok(component) => component,
        Err(error) => {
            report.problems.push(Problem::new("invalid", format!("it does not compile: {error:#}")));
            return None;
        }
    };
    report.problems = fits(&component, limits);
    if !report.problems.is_empty() {
        return None;
    }
    let compiled = match component.serialize() {
        Ok(compiled) => compiled,
        Err(error) => {
            report.problems.push(Problem::new("invalid", format!("its compiled code cannot be kept: {error:#}")));
            return None;
        }
    };
    report.compiled_bytes = compiled.len() as u64;
    let transform = match Transform::link(engine, &component, kind) {
        Ok(transform) => transform,
        Err(error) => {
            report.problems.push(Problem::new("wrong-type", error.message));
            return None;
        }
    };
    match describe::describe(&transform, describe_call(limits)) {
        Ok(description) => {
            report.problems.extend(layout::undeclared(&report.imports, &description.features));
            report.description = Some(description);
        }
        Err(problems) => report.problems = problems,
    }
    Some((compiled, transform))
}

/// Whether an instance fits the pools and the limits, before one is tried.
fn fits(component: &Component, limits: &Limits) -> Vec<Problem> {
    let Some(needs) = component.resources_required() else {
        return vec![Problem::new("refused-import", "it imports modules or components")];
    };
    let memory_bytes = needs.max_initial_memory_size.unwrap_or(0).saturating_mul(64 << 10);
    let checks = [
        ("memories", u64::from(needs.num_memories), u64::from(MAX_MEMORIES)),
        ("tables", u64::from(needs.num_tables), u64::from(MAX_TABLES)),
        ("elements in a table", needs.max_initial_table_size.unwrap_or(0), limits.table_elements.min(MAX_TABLE_ELEMENTS as u64)),
        ("bytes of memory at its start", memory_bytes, limits.memory_bytes),
    ];
    let over = checks.into_iter().filter(|(_, needed, most)| needed > most);
    over.map(|(what, needed, most)| Problem::new("too-large", format!("it needs {needed} {what}, at most {most} are given"))).collect()
}

/// A description is small work, whatever the call limits are.
fn describe_call(limits: &Limits) -> Call {
    let limits = Limits {
        fuel: Some(limits.fuel.unwrap_or(DESCRIBE_FUEL).min(DESCRIBE_FUEL)),
        wall: limits.wall.min(DESCRIBE_WALL),
        cpu: limits.cpu.min(DESCRIBE_WALL),
        log_bytes: limits.log_bytes.min(16 << 10),
        host_calls: limits.host_calls.min(100_000),
        handles: limits.handles.min(100),
        ..limits.clone()
    };
    // The same answer every time: clocks and random numbers stand still.
    Call { limits, deterministic: true, ..Call::new("") }
}
