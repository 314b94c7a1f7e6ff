//! A host of row-by-row guests on bare wasmtime: the floor that Sandtable's own calls stand beside. No threads, no
//! checks of what comes out, no usage; the same pool, and as much metering as is asked for.

mod wire;

use anyhow::{Result, anyhow, bail};
use arrow::array::RecordBatch;
use wasmtime::component::{Component, ComponentExportIndex, InstancePre, Linker, TypedFunc};
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Store, StoreLimits, StoreLimitsBuilder};

use wire::{BatchIn, BatchOut, Field, Refused};
pub(crate) use wire::{borrow, cut};

/// What the engine's code checks while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Metering {
    Off,
    Epochs,
    Fuel,
    Both,
}

impl Metering {
    fn fuel(self) -> bool {
        matches!(self, Self::Fuel | Self::Both)
    }

    fn epochs(self) -> bool {
        matches!(self, Self::Epochs | Self::Both)
    }
}

/// A component on an engine of its own.
pub(crate) struct Bare {
    engine: Engine,
    metering: Metering,
    pre: InstancePre<StoreLimits>,
    prepare: ComponentExportIndex,
    apply: ComponentExportIndex,
}

/// An instance that has been prepared.
pub(crate) struct Instance<'a> {
    store: Store<StoreLimits>,
    apply: TypedFunc<(&'a BatchIn<'a>,), (Result<BatchOut, Refused>,)>,
}

impl Bare {
    pub(crate) fn new(guest: &str, metering: Metering) -> Result<Self> {
        Self::load(&sandtable_tests::guest(guest), metering).map_err(plain)
    }

    fn load(wasm: &[u8], metering: Metering) -> wasmtime::Result<Self> {
        let mut pool = PoolingAllocationConfig::new();
        pool.total_component_instances(16).total_core_instances(64).total_memories(32).total_tables(64).total_stacks(1);
        // As the sandbox has it, so that the same pages are zeroed and given back.
        pool.linear_memory_keep_resident(64 << 10).table_keep_resident(64 << 10).pagemap_scan(Enabled::Auto).max_unused_warm_slots(2);
        let mut config = Config::new();
        config.consume_fuel(metering.fuel()).epoch_interruption(metering.epochs());
        config.wasm_component_model_async(false).concurrency_support(false).wasm_gc(false).wasm_exceptions(false);
        config.wasm_function_references(false).wasm_threads(false).native_unwind_info(false);
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
        let engine = Engine::new(&config)?;
        let component = Component::from_binary(&engine, wasm)?;
        let mut linker = Linker::new(&engine);
        linker.define_unknown_imports_as_traps(&component)?;
        let export = |name: &str| {
            let interface = component.get_export_index(None, "sandtable:transform/row-transform@1.0.0");
            let function = interface.and_then(|interface| component.get_export_index(Some(&interface), name));
            function.ok_or_else(|| wasmtime::Error::msg(format!("no export {name}")))
        };
        let (prepare, apply) = (export("prepare")?, export("apply")?);
        Ok(Self { pre: linker.instantiate_pre(&component)?, engine, metering, prepare, apply })
    }

    /// A fresh store and instance, prepared for tables of this schema.
    pub(crate) fn start<'a>(&self, like: &RecordBatch, params: &str) -> Result<Instance<'a>> {
        let refused = self.try_start(like, params).map_err(plain)?;
        refused.map_err(|Refused { code, message, context }| anyhow!("{code}: {message} {context:?}"))
    }

    fn try_start<'a>(&self, like: &RecordBatch, params: &str) -> wasmtime::Result<Result<Instance<'a>, Refused>> {
        let limits = StoreLimitsBuilder::new().memory_size(1 << 30).build();
        let mut store = Store::new(&self.engine, limits);
        store.limiter(|limits| limits);
        if self.metering.fuel() {
            store.set_fuel(1 << 50)?;
        }
        if self.metering.epochs() {
            store.set_epoch_deadline(1 << 50);
        }
        // As high as the sandbox sets it while batches come out.
        store.set_hostcall_fuel(1 << 30);
        let instance = self.pre.instantiate(&mut store)?;
        type Prepare<'a> = TypedFunc<(&'a [Field], &'a str), (Result<Vec<Field>, Refused>,)>;
        let prepare: Prepare<'_> = instance.get_typed_func(&mut store, self.prepare)?;
        let fields = wire::fields(like)?;
        if let (Err(refused),) = prepare.call(&mut store, (&fields, params))? {
            return Ok(Err(refused));
        }
        let apply = instance.get_typed_func(&mut store, self.apply)?;
        Ok(Ok(Instance { store, apply }))
    }
}

impl<'a> Instance<'a> {
    /// Hands a batch over and takes the answer.
    pub(crate) fn apply(&mut self, batch: &'a BatchIn<'a>) -> Result<BatchOut> {
        let (answer,) = self.apply.call(&mut self.store, (batch,)).map_err(plain)?;
        match answer {
            Ok(batch) => Ok(batch),
            Err(Refused { code, message, .. }) => bail!("{code}: {message}"),
        }
    }
}

fn plain(error: wasmtime::Error) -> anyhow::Error {
    anyhow!("{error:#}")
}
