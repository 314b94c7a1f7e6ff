//! `wasi:io`: pollables that are moments in time, an input at its end, outputs that are the log.

use std::thread;
use std::time::Duration;

use wasmtime::StoreContextMut;
use wasmtime::component::{ComponentType, Lift, Linker, LinkerInstance, Lower, Resource, ResourceType, WasmList};

use super::versioned;
use crate::guest::Guest;
use crate::{Failure, LogSource};

/// What a stream says it will take at once.
const WRITE_BYTES: u64 = 64 << 10;
/// How long a wait goes before it looks whether the call was cancelled.
const NAP: Duration = Duration::from_millis(10);

/// `wasi:io/error`: no stream fails, so none is ever made.
struct IoError;
pub(super) struct Input;
pub(super) struct Output;
pub(super) struct Pollable;

/// The handle of an output says which stream it is.
#[derive(Clone, Copy)]
#[repr(u32)]
pub(super) enum Standard {
    Out = 1,
    Err = 2,
}

#[derive(ComponentType, Lower, Lift)]
#[component(variant)]
enum StreamError {
    #[component(name = "last-operation-failed")]
    // Part of the interface's type; no stream of ours fails.
    LastOperationFailed(Resource<IoError>),
    #[component(name = "closed")]
    Closed,
}

/// When each pollable is ready, on the monotonic clock. At most as many as a call may have handles.
#[derive(Default)]
pub(super) struct Pollables {
    moments: Vec<u64>,
    free: Vec<u32>,
}

impl Pollables {
    pub(super) fn add(&mut self, moment: u64) -> Resource<Pollable> {
        let index = self.free.pop().unwrap_or_else(|| {
            self.moments.push(0);
            (self.moments.len() - 1) as u32
        });
        self.moments[index as usize] = moment;
        Resource::new_own(index)
    }

    fn get(&self, pollable: &Resource<Pollable>) -> u64 {
        // A handle that is alive has its place.
        self.moments[pollable.rep() as usize]
    }
}

pub(super) fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    let mut error = linker.instance(&versioned("wasi:io/error"))?;
    error.resource("error", ResourceType::host::<IoError>(), |_, _| Ok(()))?;
    error.func_wrap("[method]error.to-debug-string", |mut store: StoreContextMut<'_, Guest>, (_,): (Resource<IoError>,)| {
        store.data_mut().enter()?;
        Ok(("error".to_owned(),))
    })?;
    poll(&mut linker.instance(&versioned("wasi:io/poll"))?)?;
    let mut streams = linker.instance(&versioned("wasi:io/streams"))?;
    input(&mut streams)?;
    output(&mut streams)
}

fn poll(poll: &mut LinkerInstance<'_, Guest>) -> wasmtime::Result<()> {
    poll.resource("pollable", ResourceType::host::<Pollable>(), |mut store, index| {
        let guest: &mut Guest = store.data_mut();
        guest.enter()?;
        guest.wasi.pollables.free.push(index);
        Ok(())
    })?;
    poll.func_wrap("[method]pollable.ready", |mut store: StoreContextMut<'_, Guest>, (pollable,): (Resource<Pollable>,)| {
        let guest = store.data_mut();
        guest.enter()?;
        let now = guest.wasi.clock.now();
        Ok((guest.wasi.pollables.get(&pollable) <= now,))
    })?;
    poll.func_wrap("[method]pollable.block", |mut store: StoreContextMut<'_, Guest>, (pollable,): (Resource<Pollable>,)| {
        let guest = store.data_mut();
        guest.enter()?;
        let moment = guest.wasi.pollables.get(&pollable);
        wait(guest, moment)
    })?;
    poll.func_wrap("poll", |mut store: StoreContextMut<'_, Guest>, (list,): (Vec<Resource<Pollable>>,)| {
        let guest = store.data_mut();
        guest.enter()?;
        let moments: Vec<u64> = list.iter().map(|pollable| guest.wasi.pollables.get(pollable)).collect();
        let Some(first) = moments.iter().min() else {
            let message = "poll was called with nothing to wait for".to_owned();
            return Err(guest.stop(Failure::Trap { message, backtrace: vec![] }));
        };
        wait(guest, *first)?;
        let now = guest.wasi.clock.now();
        let ready = (0_u32..).zip(&moments).filter(|(_, moment)| **moment <= now).map(|(index, _)| index);
        Ok((ready.collect::<Vec<u32>>(),))
    })
}

/// Until then, or until the call is over: fuel and epochs stand still here, so the wait looks itself.
fn wait(guest: &mut Guest, moment: u64) -> wasmtime::Result<()> {
    loop {
        if let Err(failure) = guest.watch.check() {
            return Err(guest.stop(failure));
        }
        let left = moment.saturating_sub(guest.wasi.clock.now());
        if left == 0 || guest.wasi.clock.jump(moment) {
            return Ok(());
        }
        thread::sleep(Duration::from_nanos(left).min(NAP).min(guest.watch.time_left()));
    }
}

fn input(streams: &mut LinkerInstance<'_, Guest>) -> wasmtime::Result<()> {
    streams.resource("input-stream", ResourceType::host::<Input>(), |mut store, _| store.data_mut().enter())?;
    for name in ["read", "blocking-read"] {
        let name = format!("[method]input-stream.{name}");
        streams.func_wrap(&name, |mut store: StoreContextMut<'_, Guest>, (_, _): (Resource<Input>, u64)| {
            store.data_mut().enter()?;
            Ok((Err::<Vec<u8>, _>(StreamError::Closed),))
        })?;
    }
    for name in ["skip", "blocking-skip"] {
        let name = format!("[method]input-stream.{name}");
        streams.func_wrap(&name, |mut store: StoreContextMut<'_, Guest>, (_, _): (Resource<Input>, u64)| {
            store.data_mut().enter()?;
            Ok((Err::<u64, _>(StreamError::Closed),))
        })?;
    }
    streams.func_wrap("[method]input-stream.subscribe", |mut store: StoreContextMut<'_, Guest>, (_,): (Resource<Input>,)| {
        store.data_mut().enter()?;
        Ok((store.data_mut().wasi.pollables.add(0),))
    })
}

fn output(streams: &mut LinkerInstance<'_, Guest>) -> wasmtime::Result<()> {
    type Done = Result<(), StreamError>;
    streams.resource("output-stream", ResourceType::host::<Output>(), |mut store, _| store.data_mut().enter())?;
    streams.func_wrap("[method]output-stream.check-write", |mut store: StoreContextMut<'_, Guest>, (_,): (Resource<Output>,)| {
        store.data_mut().enter()?;
        Ok((Ok::<_, StreamError>(WRITE_BYTES),))
    })?;
    for name in ["write", "blocking-write-and-flush"] {
        let name = format!("[method]output-stream.{name}");
        streams.func_wrap(&name, |mut store: StoreContextMut<'_, Guest>, (stream, bytes): (Resource<Output>, WasmList<u8>)| {
            store.data_mut().enter()?;
            write(&store.data().watch, &stream, bytes.as_le_slice(&store));
            Ok((Done::Ok(()),))
        })?;
    }
    for name in ["flush", "blocking-flush"] {
        let name = format!("[method]output-stream.{name}");
        streams.func_wrap(&name, |mut store: StoreContextMut<'_, Guest>, (_,): (Resource<Output>,)| {
            store.data_mut().enter()?;
            Ok((Done::Ok(()),))
        })?;
    }
    for name in ["write-zeroes", "blocking-write-zeroes-and-flush"] {
        let name = format!("[method]output-stream.{name}");
        streams.func_wrap(&name, |mut store: StoreContextMut<'_, Guest>, (stream, count): (Resource<Output>, u64)| {
            store.data_mut().enter()?;
            // As many as one write may bring: the rest would not be kept either.
            let zeroes = [0; WRITE_BYTES as usize];
            write(&store.data().watch, &stream, &zeroes[..count.min(WRITE_BYTES) as usize]);
            Ok((Done::Ok(()),))
        })?;
    }
    for name in ["splice", "blocking-splice"] {
        let name = format!("[method]output-stream.{name}");
        streams.func_wrap(&name, |mut store: StoreContextMut<'_, Guest>, (_, _, _): (Resource<Output>, Resource<Input>, u64)| {
            store.data_mut().enter()?;
            Ok((Err::<u64, _>(StreamError::Closed),))
        })?;
    }
    streams.func_wrap("[method]output-stream.subscribe", |mut store: StoreContextMut<'_, Guest>, (_,): (Resource<Output>,)| {
        store.data_mut().enter()?;
        Ok((store.data_mut().wasi.pollables.add(0),))
    })
}

fn write(watch: &crate::watch::Watch, stream: &Resource<Output>, bytes: &[u8]) {
    let source = if stream.rep() == Standard::Err as u32 { LogSource::Stderr } else { LogSource::Stdout };
    watch.log(|book, at_ms| book.write(at_ms, source, bytes));
}
