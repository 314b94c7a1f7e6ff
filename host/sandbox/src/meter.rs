//! Memory: linear memories and tables together, charged before they grow.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sandtable_core::units::MIB;
use wasmtime::ResourceLimiter;

use crate::Failure;
use crate::engine::{MAX_CORE_INSTANCES, MAX_MEMORIES, MAX_TABLES};
use crate::guest::Stopped;

/// What an element of a table costs: a pointer.
const TABLE_ELEMENT_BYTES: u64 = 8;

/// The memory of one call, over all its instances.
#[derive(Debug)]
pub(crate) struct Ledger {
    limit: u64,
    current: AtomicU64,
    peak: AtomicU64,
}

impl Ledger {
    /// Nothing is in use.
    pub(crate) fn new(limit: u64) -> Self {
        Self { limit, current: AtomicU64::new(0), peak: AtomicU64::new(0) }
    }

    /// The most that was in use at once.
    pub(crate) fn peak(&self) -> u64 {
        self.peak.load(Ordering::Relaxed)
    }

    fn charge(&self, bytes: u64) -> Result<(), Failure> {
        let before = self.current.fetch_add(bytes, Ordering::Relaxed);
        let after = before.saturating_add(bytes);
        if after > self.limit {
            self.current.fetch_sub(bytes, Ordering::Relaxed);
            // In the unit of the limit's name; what was asked for is rounded up, so that it is never zero.
            return Err(Failure::limit("memory_mb", self.limit / MIB, before / MIB, bytes.div_ceil(MIB)));
        }
        self.peak.fetch_max(after, Ordering::Relaxed);
        Ok(())
    }

    fn release(&self, bytes: u64) {
        self.current.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// The memory of one store. Attached before instantiation, so that the initial memory counts too.
pub(crate) struct Meter {
    ledger: Arc<Ledger>,
    charged: u64,
    /// The last charge, taken back when the growth itself then fails.
    last: u64,
    table_elements: u64,
    max_table_elements: u64,
    /// Why a growth was refused. The guest has trapped then.
    pub(crate) cause: Option<Failure>,
}

impl Meter {
    /// Charges to `ledger`.
    pub(crate) fn new(ledger: Arc<Ledger>, max_table_elements: u64) -> Self {
        Self { ledger, charged: 0, last: 0, table_elements: 0, max_table_elements, cause: None }
    }

    fn charge(&mut self, bytes: u64) -> wasmtime::Result<bool> {
        match self.ledger.charge(bytes) {
            Ok(()) => {
                self.charged += bytes;
                self.last = bytes;
                Ok(true)
            }
            Err(failure) => self.refuse(failure),
        }
    }

    /// A trap, not a -1: a guest that is out of memory mostly aborts, and then nobody would know why.
    fn refuse(&mut self, failure: Failure) -> wasmtime::Result<bool> {
        self.cause.get_or_insert(failure);
        Err(wasmtime::Error::new(Stopped))
    }

    fn take_back(&mut self) {
        self.ledger.release(self.last);
        self.charged -= self.last;
        self.last = 0;
    }
}

impl ResourceLimiter for Meter {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        // The guest's own maximum makes the growth fail by itself, which a guest may expect.
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        self.charge(desired.saturating_sub(current) as u64)
    }

    fn memory_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.take_back();
        Ok(())
    }

    fn table_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        let more = desired.saturating_sub(current) as u64;
        if self.table_elements.saturating_add(more) > self.max_table_elements {
            return self.refuse(Failure::limit("table_elements", self.max_table_elements, self.table_elements, more));
        }
        self.table_elements += more;
        self.charge(more * TABLE_ELEMENT_BYTES)
    }

    fn table_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.table_elements -= self.last / TABLE_ELEMENT_BYTES;
        self.take_back();
        Ok(())
    }

    fn instances(&self) -> usize {
        MAX_CORE_INSTANCES as usize
    }

    fn tables(&self) -> usize {
        MAX_TABLES as usize
    }

    fn memories(&self) -> usize {
        MAX_MEMORIES as usize
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.ledger.release(self.charged);
    }
}
