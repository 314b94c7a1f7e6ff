//! A transform that is ready to run: compiled, linked, its exports found.

use std::fmt;
use std::sync::Arc;

use sandtable_core::description::Kind;
use sandtable_core::{Code, Description, Error};
use wasmtime::component::{Component, ComponentExportIndex, InstancePre, Linker};

use crate::check::describe;
use crate::guest::Guest;
use crate::table::Main;
use crate::threads::Threads;
use crate::watch::Watch;
use crate::{Call, Failure, Outcome, TableSink, TableSource, language, linker, rows, table, wasi};

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
    Language { describe: ComponentExportIndex, run: ComponentExportIndex },
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
            Kind::Language => MainExport::Language { describe: find("source-transform", "describe")?, run: find("source-transform", "run")? },
        };
        let exports = Exports { describe: find("metadata", "describe")?, main };
        Ok(Self(Arc::new(Inner { engine: Arc::clone(engine), kind, pre, exports })))
    }

    /// Whole tables, row by row, or a language.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Runs it: a fresh instance, every limit on, thrown away at the end. Blocks until the guest has ended; the
    /// sources and the sink are dropped by then.
    ///
    /// `inputs` are the tables by name, in the order of the description; a row-by-row transform has exactly one. A language
    /// runs the call's program.
    pub fn run(&self, call: Call, inputs: Vec<(String, Box<dyn TableSource>)>, sink: Box<dyn TableSink>) -> Outcome {
        let (workers, program) = (call.workers, call.program.clone());
        self.on_own_thread(call, move |inner, watch| {
            let given = watch.params.len() as u64;
            if given > watch.limits.params_bytes {
                return Err(Failure::limit("params_bytes", watch.limits.params_bytes, 0, given));
            }
            watch.check()?;
            match (&inner.exports.main, program.as_deref()) {
                (MainExport::Table { run }, None) => table::run(inner, Main::Table(run), watch, inputs, sink),
                (MainExport::Rows { prepare, apply }, None) => rows::run(inner, (*prepare, *apply), watch, inputs, sink, workers),
                (MainExport::Language { run, .. }, Some(program)) => table::run(inner, Main::Program(run, program), watch, inputs, sink),
                (_, program) => Err(mismatch(program.is_some())),
            }
        })
    }

    /// Asks a language what the call's program is: a fresh instance, every limit on. Runs the top level of its module.
    ///
    /// What is no acceptable description is [`Failure::BadOutput`].
    pub fn describe_program(&self, call: Call) -> Outcome<Description> {
        let program = call.program.clone();
        self.on_own_thread(call, move |inner, watch| {
            watch.check()?;
            let (MainExport::Language { describe, .. }, Some(program)) = (&inner.exports.main, program.as_deref()) else {
                return Err(mismatch(program.is_some()));
            };
            let answer = language::describe(inner, describe, watch, program)?;
            // The top level may have passed its deadline, or been cancelled, inside its last host call.
            watch.check()?;
            describe::checked(answer, Kind::Table).map_err(|problems| {
                let messages: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
                Failure::bad_output("description", messages.join("; "))
            })
        })
    }

    /// Does a call's work where guests run, and tells what came of it.
    fn on_own_thread<T: Send + 'static>(&self, call: Call, work: impl FnOnce(&Arc<Inner>, &Arc<Watch>) -> Result<T, Failure> + Send + 'static) -> Outcome<T> {
        let watch = Arc::new(Watch::new(call));
        let (inner, watched) = (Arc::clone(&self.0), Arc::clone(&watch));
        let result = self.0.engine.threads.run(move || work(&inner, &watched)).unwrap_or_else(|error| Err(Failure::Host(error)));
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

/// A fault of who calls: a program is for languages, and they have nothing else to run.
fn mismatch(given: bool) -> Failure {
    let what = if given { "a program was given to a transform that is no language" } else { "a language was called without a program" };
    Failure::Host(Error::internal(what))
}
