//! The data of a store: one instance of a guest, and what the host keeps for it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use sandtable_core::Limits;
use wasmtime::{Store, StoreContextMut, UpdateDeadline};

use crate::Failure;
use crate::engine::{FUEL_OVERRUN, MAX_FUEL};
use crate::frames::FrameHost;
use crate::meter::Meter;
use crate::table::Tables;
use crate::transform::Engine;
use crate::wasi::Wasi;
use crate::watch::{CpuClock, Watch};

/// The most that a guest may hand over at once where only names, schemas and messages cross.
pub(crate) const TEXT_BYTES: usize = 16 << 20;

/// The most that a guest may hand over at once where batches cross: no more than its memory holds, text and all. A line
/// for the log fits whatever its length, and is cut there.
pub(crate) fn batch_bytes(limits: &Limits) -> usize {
    usize::try_from(limits.memory_bytes.saturating_add(TEXT_BYTES as u64)).unwrap_or(usize::MAX)
}

/// What the host keeps for one instance.
pub(crate) struct Guest {
    pub(crate) watch: Arc<Watch>,
    /// The tables of a whole-table call.
    pub(crate) tables: Option<Tables>,
    /// The native frames of a whole-table call, from the first use on.
    pub(crate) frames: Option<Box<dyn FrameHost>>,
    pub(crate) wasi: Wasi,
    meter: Meter,
    clock: CpuClock,
    cause: Option<Failure>,
}

/// What a host function returns to end a call. It says nothing: the cause is kept beside it, where no guest gets at it.
#[derive(Debug)]
pub(crate) struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped by the host")
    }
}

impl std::error::Error for Stopped {}

impl Guest {
    /// Remembers why the call ends and gives the trap for it. The first cause stays.
    pub(crate) fn stop(&mut self, failure: Failure) -> wasmtime::Error {
        self.cause.get_or_insert(failure);
        wasmtime::Error::new(Stopped)
    }

    /// Begins a host call: counts it, and looks whether the call may go on.
    pub(crate) fn enter(&mut self) -> wasmtime::Result<()> {
        match self.watch.host_call() {
            Ok(()) => Ok(()),
            Err(failure) => Err(self.stop(failure)),
        }
    }
}

/// A store for one instance: limiter, fuel, epochs and handles are set before anything of the guest runs.
pub(crate) fn store(engine: &Engine, watch: Arc<Watch>, tables: Option<Tables>) -> Store<Guest> {
    let meter = Meter::new(Arc::clone(&watch.ledger), watch.limits.table_elements);
    let fuel = tank(watch.limits.fuel);
    let handles = watch.limits.handles as usize;
    let guest = Guest { wasi: Wasi::default(), watch, tables, frames: None, meter, clock: CpuClock::start(), cause: None };
    let mut store = Store::new(&engine.wasmtime, guest);
    store.limiter(|guest| &mut guest.meter);
    store.set_fuel(fuel).expect("the engine counts fuel");
    store.set_epoch_deadline(1);
    store.epoch_deadline_callback(on_tick);
    store.set_hostcall_fuel(TEXT_BYTES);
    store.set_max_component_handles(handles);
    store
}

/// What to fill in for a limit of fuel.
pub(crate) fn tank(limit: Option<u64>) -> u64 {
    limit.unwrap_or(MAX_FUEL).saturating_add(FUEL_OVERRUN).min(MAX_FUEL)
}

/// Every tick that the guest is running.
fn on_tick(mut store: StoreContextMut<'_, Guest>) -> wasmtime::Result<UpdateDeadline> {
    let guest = store.data_mut();
    match guest.watch.check_cpu(&guest.clock) {
        Ok(()) => Ok(UpdateDeadline::Continue(1)),
        Err(failure) => Err(guest.stop(failure)),
    }
}

/// Does something with the guest and counts the fuel of it.
pub(crate) fn metered<R>(store: &mut Store<Guest>, work: impl FnOnce(&mut Store<Guest>) -> wasmtime::Result<R>) -> Result<R, Failure> {
    let fuel = store.get_fuel().unwrap_or(0);
    let result = work(store);
    let used = fuel - store.get_fuel().unwrap_or(0);
    let watch = &store.data().watch;
    let limit = watch.limits.fuel.unwrap_or(MAX_FUEL);
    watch.fuel.fetch_add(used, Ordering::Relaxed);
    match result {
        Ok(_) if used > limit => Err(Failure::OutOfFuel { limit }),
        Ok(given) => Ok(given),
        Err(error) => Err(failure(store, &error)),
    }
}

/// Why a call of the guest ended, from what wasmtime says and from what the host remembers: the latter first.
pub(crate) fn failure(store: &mut Store<Guest>, error: &wasmtime::Error) -> Failure {
    let hostcall_bytes = store.hostcall_fuel() as u64;
    let guest = store.data_mut();
    let watch = &guest.watch;
    let read = || Failure::from_trap(error, watch, hostcall_bytes);
    guest.cause.take().or_else(|| guest.meter.cause.take()).unwrap_or_else(read)
}

/// Counts what a store used of the CPU, at the end of its life.
pub(crate) fn finish(store: &Store<Guest>) {
    let guest = store.data();
    guest.watch.add_cpu(&guest.clock);
}
