//! `wasi:io/poll`: the library's pollables, waited for without its runtime.

use std::pin::{Pin, pin};
use std::time::Duration;

use wasmtime::component::{Resource, ResourceTable};
use wasmtime_wasi::p2::DynPollable;
use wasmtime_wasi::p2::bindings::io::poll as futures;
use wasmtime_wasi::p2::bindings::sync::io::poll;
use wasmtime_wasi::runtime::poll_noop;

use super::Context;
use crate::Failure;
use crate::guest::Guest;

/// How long a wait goes before it looks whether the call was cancelled.
const NAP: Duration = Duration::from_millis(10);

impl poll::Host for Guest {
    fn poll(&mut self, list: Vec<Resource<DynPollable>>) -> wasmtime::Result<Vec<u32>> {
        self.enter()?;
        if list.is_empty() {
            let message = "poll was called with nothing to wait for".to_owned();
            return Err(self.stop(Failure::Trap { message, backtrace: vec![] }));
        }
        self.wait(|table| Box::pin(futures::Host::poll(table, list)))
    }
}

impl poll::HostPollable for Guest {
    fn ready(&mut self, pollable: Resource<DynPollable>) -> wasmtime::Result<bool> {
        self.enter()?;
        self.clock().look();
        let ready = pin!(futures::HostPollable::ready(self.table(), pollable));
        // It says at once that something is not ready.
        poll_noop(ready).unwrap_or(Ok(false))
    }

    fn block(&mut self, pollable: Resource<DynPollable>) -> wasmtime::Result<()> {
        self.enter()?;
        self.wait(|table| Box::pin(futures::HostPollable::block(table, pollable)))
    }

    fn drop(&mut self, pollable: Resource<DynPollable>) -> wasmtime::Result<()> {
        self.enter()?;
        poll::HostPollable::drop(self.table(), pollable)
    }
}

type Waiting<'a, T> = Pin<Box<dyn Future<Output = wasmtime::Result<T>> + Send + 'a>>;

impl Guest {
    /// Until it is ready, or until the call is over: fuel and epochs stand still here, so the wait looks itself. Nothing
    /// wakes it, because all that a guest can wait for is a moment of its clock.
    fn wait<T>(&mut self, start: impl FnOnce(&mut ResourceTable) -> Waiting<'_, T>) -> wasmtime::Result<T> {
        let Context { table, clock, ctx: _ } = self.wasi.context(&self.watch);
        let mut waiting = start(table);
        let failure = loop {
            if let Err(failure) = self.watch.check() {
                break failure;
            }
            clock.look();
            if let Some(done) = poll_noop(Pin::new(&mut waiting)) {
                return done;
            }
            clock.pass(NAP.min(self.watch.time_left()));
        };
        drop(waiting);
        Err(self.stop(failure))
    }
}
