//! A transform that is ready to run: compiled, linked, its exports found.

use std::fmt;
use std::sync::Arc;

use sandtable_core::description::Kind;
use sandtable_core::{Code, Error};
use wasmtime::component::{Component, ComponentExportIndex, InstancePre, Linker};

use crate::guest::Guest;
use crate::threads::Threads;
use crate::watch::Watch;
use crate::{Call, Failure, Outcome, TableSink, TableSource, linker, rows, table, wasi};

/// What every transform of a process shares.
pub(crate) struct Engine {
    pub(crate) wasmtime: wasmtime::Engine,
    pub(crate) linker: Linker<Guest>,
    pub(crate) threads: Threads,
    pub(crate) max_instances: u32,
}

/// A transform that is ready to run. Clones are the same one.
#[derive(Clone)]
pub struct Transform(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) engine: Arc<Engine>,
    pub(crate) kind: Kind,
    pub(crate) pre: InstancePre<Guest>,
    pub(crate) exports: Exports,
}

/// Where the functions are, looked up once.
pub(crate) struct Exports {
    pub(crate) describe: ComponentExportIndex,
    pub(crate) main: MainExport,
}

pub(crate) enum MainExport {
    Table { run: ComponentExportIndex },
    Rows { prepare: ComponentExportIndex, apply: ComponentExportIndex },
}

impl Transform {
    /// Links a component.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when it does not fit: an import that is not there or has another type, a missing export.
    pub(crate) fn link(engine: &Arc<Engine>, component: &Component, kind: Kind) -> Result<Self, Error> {
        let wrong = |error: wasmtime::Error| Error::new(Code::ValidationError, format!("the component does not link: {error:#}"));
        let mut linker = engine.linker.clone();
        wasi::refuse(&mut linker, component).map_err(wrong)?;
        let pre = linker.instantiate_pre(component).map_err(wrong)?;
        let find = |interface: &str, function: &str| {
            let interface_index = component.get_export_index(None, linker::interface(interface).as_str());
            interface_index
                .and_then(|index| component.get_export_index(Some(&index), function))
                .ok_or_else(|| Error::new(Code::ValidationError, format!("the component does not export {interface}.{function}")))
        };
        let main = match kind {
            Kind::Table => MainExport::Table { run: find("table-transform", "run")? },
            Kind::Rows => MainExport::Rows { prepare: find("row-transform", "prepare")?, apply: find("row-transform", "apply")? },
        };
        let exports = Exports { describe: find("metadata", "describe")?, main };
        Ok(Self(Arc::new(Inner { engine: Arc::clone(engine), kind, pre, exports })))
    }

    /// Whole tables or row by row.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Runs it: a fresh instance, every limit on, thrown away at the end. Blocks until the guest has ended; the
    /// sources and the sink are dropped by then.
    ///
    /// `inputs` are the tables by name, in the order of the description; a row-by-row transform has exactly one.
    pub fn run(&self, call: Call, inputs: Vec<(String, Box<dyn TableSource>)>, sink: Box<dyn TableSink>) -> Outcome {
        let workers = call.workers;
        let watch = Arc::new(Watch::new(call));
        let work = {
            let (inner, watch) = (Arc::clone(&self.0), Arc::clone(&watch));
            move || {
                let given = watch.params.len() as u64;
                if given > watch.limits.params_bytes {
                    return Err(Failure::limit("params_bytes", watch.limits.params_bytes, 0, given));
                }
                watch.check()?;
                match &inner.exports.main {
                    MainExport::Table { run } => table::run(&inner, run, &watch, inputs, sink),
                    MainExport::Rows { prepare, apply } => rows::run(&inner, (*prepare, *apply), &watch, inputs, sink, workers),
                }
            }
        };
        let result = self.0.engine.threads.run(work).unwrap_or_else(|error| Err(Failure::Host(error)));
        let (logs, logs_dropped) = watch.take_log();
        Outcome { result, usage: watch.usage(), logs, logs_dropped }
    }

    pub(crate) fn inner(&self) -> &Arc<Inner> {
        &self.0
    }
}

impl fmt::Debug for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transform").field("kind", &self.0.kind).finish_non_exhaustive()
    }
}
