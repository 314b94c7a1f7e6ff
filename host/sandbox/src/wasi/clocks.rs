//! `wasi:clocks`: real, or a clock that only moves when it is looked at.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use wasmtime::StoreContextMut;
use wasmtime::component::{ComponentType, Linker, Lower};

use super::versioned;
use crate::guest::Guest;

/// What a look at the fixed clock takes. Long enough that a guest which waits for time to pass gets somewhere.
const LOOK_NS: u64 = 100_000;
/// When a fixed call takes place: 2020-01-01.
const FIXED_EPOCH_S: u64 = 1_577_836_800;
const SECOND_NS: u64 = 1_000_000_000;

/// A monotonic clock and a calendar.
pub(super) enum Clock {
    /// Since the instance was made.
    Real(Instant),
    /// Nanoseconds that have been made to pass.
    Fixed(u64),
}

#[derive(ComponentType, Lower)]
#[component(record)]
struct Datetime {
    seconds: u64,
    nanoseconds: u32,
}

impl Clock {
    pub(super) fn new(deterministic: bool) -> Self {
        if deterministic { Self::Fixed(0) } else { Self::Real(Instant::now()) }
    }

    /// Nanoseconds since the beginning.
    pub(super) fn now(&mut self) -> u64 {
        match self {
            Self::Real(start) => u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX),
            Self::Fixed(now) => {
                *now = now.saturating_add(LOOK_NS);
                *now
            }
        }
    }

    /// A fixed clock does not wait: it jumps. Whether it did.
    pub(super) fn jump(&mut self, to: u64) -> bool {
        match self {
            Self::Real(_) => false,
            Self::Fixed(now) => {
                *now = to.max(*now);
                true
            }
        }
    }

    fn calendar(&mut self) -> Datetime {
        let (seconds, nanoseconds) = match self {
            Self::Real(_) => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                (since.as_secs(), since.subsec_nanos())
            }
            Self::Fixed(_) => {
                let now = self.now();
                (FIXED_EPOCH_S + now / SECOND_NS, (now % SECOND_NS) as u32)
            }
        };
        Datetime { seconds, nanoseconds }
    }
}

pub(super) fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    let mut monotonic = linker.instance(&versioned("wasi:clocks/monotonic-clock"))?;
    monotonic.func_wrap("now", |mut store: StoreContextMut<'_, Guest>, ()| {
        store.data_mut().enter()?;
        Ok((store.data_mut().wasi.clock.now(),))
    })?;
    monotonic.func_wrap("resolution", |mut store: StoreContextMut<'_, Guest>, ()| {
        store.data_mut().enter()?;
        Ok((1_u64,))
    })?;
    monotonic.func_wrap("subscribe-instant", |mut store: StoreContextMut<'_, Guest>, (when,): (u64,)| {
        store.data_mut().enter()?;
        Ok((store.data_mut().wasi.pollables.add(when),))
    })?;
    monotonic.func_wrap("subscribe-duration", |mut store: StoreContextMut<'_, Guest>, (duration,): (u64,)| {
        store.data_mut().enter()?;
        let wasi = &mut store.data_mut().wasi;
        let when = wasi.clock.now().saturating_add(duration);
        Ok((wasi.pollables.add(when),))
    })?;
    let mut wall = linker.instance(&versioned("wasi:clocks/wall-clock"))?;
    wall.func_wrap("now", |mut store: StoreContextMut<'_, Guest>, ()| {
        store.data_mut().enter()?;
        Ok((store.data_mut().wasi.clock.calendar(),))
    })?;
    wall.func_wrap("resolution", |mut store: StoreContextMut<'_, Guest>, ()| {
        store.data_mut().enter()?;
        Ok((Datetime { seconds: 0, nanoseconds: 1 },))
    })
}
