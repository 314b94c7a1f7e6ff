//! The engine of the process: what wasm may use, how big the pools are, and the tick.

use std::num::NonZeroUsize;
use std::thread;
use std::time::Duration;

use sandtable_core::Error;
use wasmtime::{Config, Enabled, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig, Strategy, WasmBacktraceDetails};

use crate::SandboxConfig;

/// Core instances of one component. A Python component has about 40.
pub(crate) const MAX_CORE_INSTANCES: u32 = 60;
/// Linear memories of one component.
pub(crate) const MAX_MEMORIES: u32 = 8;
/// Tables of one component.
pub(crate) const MAX_TABLES: u32 = 60;
/// Elements of one table, as the pool lays it out.
pub(crate) const MAX_TABLE_ELEMENTS: usize = 100_000;
/// What the host's bookkeeping of one instance may take. That of CPython takes some 2 MiB.
const MAX_INSTANCE_BYTES: usize = 8 << 20;
/// Frames in a guest's backtrace.
const MAX_FRAMES: usize = 32;
/// As good as no limit, and the counter cannot wrap.
pub(crate) const MAX_FUEL: u64 = u64::MAX >> 1;
/// What a tank holds above its limit. Fuel is looked at when a function or a loop begins, so that a guest can end a
/// little over the limit unseen; with this to spare the overrun shows, and the limit is exact.
pub(crate) const FUEL_OVERRUN: u64 = 1 << 21;
/// Of a slot's memory, what is written back by hand rather than given back to the kernel: page faults cost more. With
/// the kernel telling which pages were written (Linux 6.7), a warm trivial call took 28 us, and 39 without (60 when a mebibyte is kept).
const KEEP_RESIDENT_BYTES: usize = 64 << 10;
/// The same where the kernel tells which pages were written: only those count, so that guests which write more, such as a
/// language with its interpreter, find them there again.
const KEEP_WRITTEN_BYTES: usize = 1 << 20;

/// Makes the engine and starts its tick.
///
/// # Errors
/// `INTERNAL` when the machine cannot hold the pools.
pub(crate) fn new(config: &SandboxConfig) -> Result<wasmtime::Engine, Error> {
    let engine = wasmtime::Engine::new(&settings(config)).map_err(|error| Error::internal(format!("engine: {error:#}")))?;
    tick(&engine, config.tick)?;
    Ok(engine)
}

fn settings(config: &SandboxConfig) -> Config {
    let mut settings = Config::new();
    settings
        .strategy(Strategy::Cranelift)
        .cranelift_opt_level(OptLevel::Speed)
        .consume_fuel(true)
        .epoch_interruption(true)
        .max_wasm_stack(config.stack_bytes)
        // Nothing runs on wasmtime's own stacks, but it wants them no smaller.
        .async_stack_size(config.stack_bytes)
        .memory_init_cow(true)
        .wasm_backtrace_max_frames(NonZeroUsize::new(MAX_FRAMES))
        .wasm_backtrace_details(WasmBacktraceDetails::Disable)
        // Only native debuggers read it, and registering it makes loading slow.
        .native_unwind_info(false)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pools(config)));
    // Switched off here rather than as cargo features of wasmtime: the rarer builds had bugs of their own.
    settings
        .wasm_component_model(true)
        .wasm_component_model_async(false)
        .concurrency_support(false)
        .wasm_gc(false)
        .wasm_function_references(false)
        .wasm_exceptions(false)
        .wasm_threads(false)
        .wasm_memory64(false)
        // Refused in uploads (see `check::layout`), but wasmtime's own adapters between nested components are modules
        // with two memories: without it components of JavaScript do not compile.
        .wasm_multi_memory(true)
        .wasm_stack_switching(false)
        .wasm_custom_page_sizes(false)
        .wasm_wide_arithmetic(false)
        // Its results depend on the processor.
        .wasm_relaxed_simd(false);
    settings
}

fn pools(config: &SandboxConfig) -> PoolingAllocationConfig {
    let instances = config.max_instances;
    let mut pools = PoolingAllocationConfig::new();
    pools
        .total_component_instances(instances)
        .total_core_instances(instances * MAX_CORE_INSTANCES)
        // Most guests have one memory and one table; all the room of one large guest must be there too.
        .total_memories(instances * 2 + MAX_MEMORIES)
        .total_tables(instances * 2 + MAX_TABLES)
        .total_stacks(1)
        .total_gc_heaps(1)
        .max_core_instances_per_component(MAX_CORE_INSTANCES)
        .max_memories_per_component(MAX_MEMORIES)
        .max_tables_per_component(MAX_TABLES)
        .max_memories_per_module(1)
        .max_tables_per_module(MAX_TABLES)
        .table_elements(MAX_TABLE_ELEMENTS)
        .max_core_instance_size(MAX_INSTANCE_BYTES)
        .max_component_instance_size(MAX_INSTANCE_BYTES)
        .max_memory_size(usize::try_from(config.max_memory_bytes).unwrap_or(usize::MAX))
        .linear_memory_keep_resident(if PoolingAllocationConfig::is_pagemap_scan_available() { KEEP_WRITTEN_BYTES } else { KEEP_RESIDENT_BYTES })
        .table_keep_resident(64 << 10)
        .pagemap_scan(Enabled::Auto)
        // The few slots that are in use are used again, so that what an idle process holds stays small.
        .max_unused_warm_slots(2);
    pools
}

/// Moves the epoch until the engine is gone. It knows no call: each store has its own deadline.
fn tick(engine: &wasmtime::Engine, every: Duration) -> Result<(), Error> {
    let weak = engine.weak();
    let tick = move || {
        loop {
            thread::sleep(every);
            match weak.upgrade() {
                Some(engine) => engine.increment_epoch(),
                None => return,
            }
        }
    };
    thread::Builder::new()
        .name("sandbox-tick".to_owned())
        .stack_size(64 << 10)
        .spawn(tick)
        .map(drop)
        .map_err(|error| Error::internal(format!("the ticker's thread: {error}")))
}
