//! World `language`: the guest runs programs, each of which it is given with its call.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use sandtable_core::Program;
use wasmtime::Store;
use wasmtime::component::{ComponentExportIndex, ComponentType, Instance, Lower};

use crate::check::describe::{MAX_BYTES, WireDescription};
use crate::guest::{self, Guest};
use crate::transform::Inner;
use crate::watch::Watch;
use crate::wire::GuestError;
use crate::{Failure, table};

/// A program, as it crosses.
#[derive(ComponentType, Lower)]
#[component(record)]
pub(crate) struct WireProgram<'a> {
    source: &'a str,
    library: Vec<(&'a str, &'a str)>,
    options: Vec<(&'a str, &'a str)>,
}

impl<'a> From<&'a Program> for WireProgram<'a> {
    fn from(program: &'a Program) -> Self {
        let Program { source, library, options } = program;
        let pairs = |(name, value): (&'a String, &'a String)| (name.as_str(), value.as_str());
        Self { source, library: library.iter().map(pairs).collect(), options: options.iter().map(pairs).collect() }
    }
}

type Described = (Result<WireDescription, GuestError>,);

/// Whether an instance's functions have the types that calls will want.
pub(crate) fn has_types(store: &mut Store<Guest>, instance: &Instance, describe: &ComponentExportIndex, run: &ComponentExportIndex) -> wasmtime::Result<()> {
    instance.get_typed_func::<(WireProgram<'_>,), Described>(&mut *store, describe)?;
    table::has_program_types(store, instance, run)
}

/// Asks what a program is. Nothing of the answer is checked yet.
pub(crate) fn describe(language: &Inner, describe: &ComponentExportIndex, watch: &Arc<Watch>, program: &Program) -> Result<WireDescription, Failure> {
    let mut store = guest::store(&language.engine, Arc::clone(watch), None);
    store.set_hostcall_fuel(MAX_BYTES);
    watch.instances.fetch_add(1, Ordering::Relaxed);
    let ask = |store: &mut Store<Guest>| {
        let instance = language.pre.instantiate(&mut *store)?;
        let describe = instance.get_typed_func::<(WireProgram<'_>,), Described>(&mut *store, describe)?;
        describe.call(store, (WireProgram::from(program),))
    };
    let answer = guest::metered(&mut store, ask);
    guest::finish(&store);
    let (answer,) = answer?;
    answer.map_err(|GuestError { code, message, context }| Failure::program(&code, &message, &context))
}
