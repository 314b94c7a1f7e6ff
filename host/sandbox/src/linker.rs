//! What guests may import: our own interfaces, and WASI interface by interface. Nothing else exists for them.

use wasmtime::StoreContextMut;
use wasmtime::component::{ComponentType, Lift, Linker, WasmStr};

use crate::guest::Guest;
use crate::{LogLevel, LogSource, frames, table, wasi};

/// Our package's name, up to the interface.
pub(crate) const PACKAGE: &str = "sandtable:transform/";
/// The version that this host speaks: guests of any patch of it link, and of any minor version up to it.
pub(crate) const VERSION: &str = "1.0.0";
/// Interfaces of ours that a guest may import.
pub(crate) const OWN_IMPORTS: [&str; 4] = ["frames", "host", "tables", "types"];

/// Everything, once for an engine.
///
/// # Errors
/// None but a bug in the definitions.
pub(crate) fn new(engine: &wasmtime::Engine) -> wasmtime::Result<Linker<Guest>> {
    let mut linker = Linker::new(engine);
    host(&mut linker)?;
    table::link(&mut linker)?;
    frames::link(&mut linker)?;
    linker.instance(&interface("types"))?;
    wasi::link(&mut linker)?;
    Ok(linker)
}

/// `sandtable:transform/NAME@VERSION`.
pub(crate) fn interface(name: &str) -> String {
    format!("{PACKAGE}{name}@{VERSION}")
}

#[derive(Clone, Copy, ComponentType, Lift)]
#[expect(dead_code, reason = "lifting makes them from their numbers")]
#[component(enum)]
#[repr(u8)]
enum Level {
    #[component(name = "trace")]
    Trace,
    #[component(name = "debug")]
    Debug,
    #[component(name = "info")]
    Info,
    #[component(name = "warn")]
    Warn,
    #[component(name = "error")]
    Error,
}

fn host(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    let mut host = linker.instance(&interface("host"))?;
    host.func_wrap("log", |mut store: StoreContextMut<'_, Guest>, (level, message): (Level, WasmStr)| {
        store.data_mut().enter()?;
        let level = match level {
            Level::Trace => LogLevel::Trace,
            Level::Debug => LogLevel::Debug,
            Level::Info => LogLevel::Info,
            Level::Warn => LogLevel::Warn,
            Level::Error => LogLevel::Error,
        };
        let text = message.to_str(&store)?;
        let watch = &store.data().watch;
        watch.log(|book, at_ms| book.line(at_ms, LogSource::Guest, level, &text).into_iter().collect());
        Ok(())
    })?;
    host.func_wrap("progress", |mut store: StoreContextMut<'_, Guest>, (done, total): (u64, Option<u64>)| {
        store.data_mut().enter()?;
        store.data().watch.observer.progress(done, total);
        Ok(())
    })
}
