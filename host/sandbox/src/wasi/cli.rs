//! `wasi:cli`: no environment, no arguments, no terminal; standard streams, and an exit that is a failure.

use wasmtime::StoreContextMut;
use wasmtime::component::{Linker, Resource, ResourceType};

use super::io::{Input, Output, Standard};
use super::{refused, versioned};
use crate::Failure;
use crate::guest::Guest;

struct TerminalInput;
struct TerminalOutput;

pub(super) fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    environment(linker)?;
    exit(linker)?;
    streams(linker)?;
    terminals(linker)?;
    let mut preopens = linker.instance(&versioned("wasi:filesystem/preopens"))?;
    preopens.func_wrap("get-directories", |mut store: StoreContextMut<'_, Guest>, ()| {
        store.data_mut().enter()?;
        Ok((Vec::<(Resource<refused::Refused>, String)>::new(),))
    })
}

fn environment(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    let mut environment = linker.instance(&versioned("wasi:cli/environment"))?;
    environment.func_wrap("get-environment", |mut store: StoreContextMut<'_, Guest>, ()| {
        store.data_mut().enter()?;
        Ok((Vec::<(String, String)>::new(),))
    })?;
    environment.func_wrap("get-arguments", |mut store: StoreContextMut<'_, Guest>, ()| {
        store.data_mut().enter()?;
        Ok((Vec::<String>::new(),))
    })?;
    environment.func_wrap("initial-cwd", |mut store: StoreContextMut<'_, Guest>, ()| {
        store.data_mut().enter()?;
        Ok((None::<String>,))
    })
}

/// A transform has no business ending by itself: a result is what ends it.
fn exit(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    fn leave(mut store: StoreContextMut<'_, Guest>, code: u8) -> wasmtime::Result<()> {
        let message = format!("the transform called exit with code {code} in the middle of a call");
        Err(store.data_mut().stop(Failure::Trap { message, backtrace: vec![] }))
    }
    let mut exit = linker.instance(&versioned("wasi:cli/exit"))?;
    exit.func_wrap("exit", |store: StoreContextMut<'_, Guest>, (status,): (Result<(), ()>,)| leave(store, u8::from(status.is_err())))?;
    exit.func_wrap("exit-with-code", |store: StoreContextMut<'_, Guest>, (code,): (u8,)| leave(store, code))
}

fn streams(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    linker.instance(&versioned("wasi:cli/stdin"))?.func_wrap("get-stdin", |mut store: StoreContextMut<'_, Guest>, ()| {
        store.data_mut().enter()?;
        Ok((Resource::<Input>::new_own(0),))
    })?;
    for (name, stream) in [("stdout", Standard::Out), ("stderr", Standard::Err)] {
        let mut instance = linker.instance(&versioned(&format!("wasi:cli/{name}")))?;
        instance.func_wrap(&format!("get-{name}"), move |mut store: StoreContextMut<'_, Guest>, ()| {
            store.data_mut().enter()?;
            Ok((Resource::<Output>::new_own(stream as u32),))
        })?;
    }
    Ok(())
}

fn terminals(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    linker.instance(&versioned("wasi:cli/terminal-input"))?.resource("terminal-input", ResourceType::host::<TerminalInput>(), |_, _| Ok(()))?;
    linker.instance(&versioned("wasi:cli/terminal-output"))?.resource("terminal-output", ResourceType::host::<TerminalOutput>(), |_, _| Ok(()))?;
    linker.instance(&versioned("wasi:cli/terminal-stdin"))?.func_wrap("get-terminal-stdin", |mut store: StoreContextMut<'_, Guest>, ()| {
        store.data_mut().enter()?;
        Ok((None::<Resource<TerminalInput>>,))
    })?;
    for name in ["stdout", "stderr"] {
        let mut instance = linker.instance(&versioned(&format!("wasi:cli/terminal-{name}")))?;
        instance.func_wrap(&format!("get-terminal-{name}"), |mut store: StoreContextMut<'_, Guest>, ()| {
            store.data_mut().enter()?;
            Ok((None::<Resource<TerminalOutput>>,))
        })?;
    }
    Ok(())
}
