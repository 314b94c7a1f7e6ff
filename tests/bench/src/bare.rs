//! A host of row-by-row guests on bare wasmtime: the floor that Sandtable's own calls stand beside. No threads, no
//! checks of what comes out, no usage; the same pool, and as much metering as is asked for.

use anyhow::{Result, anyhow, bail};
use arrow::array::{Array, RecordBatch};
use arrow::datatypes::DataType;
use wasmtime::component::{Component, ComponentExportIndex, ComponentType, InstancePre, Lift, Linker, Lower, TypedFunc};
use wasmtime::{Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Store, StoreLimits, StoreLimitsBuilder};

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

#[derive(ComponentType, Lower, Lift)]
#[component(record)]
struct Field {
    name: String,
    format: String,
    nullable: bool,
    children: u32,
    metadata: Vec<(String, String)>,
}

#[derive(ComponentType, Lower)]
#[component(record)]
struct ArrayIn<'a> {
    length: u64,
    #[component(name = "null-count")]
    null_count: u64,
    buffers: Vec<&'a [u8]>,
}

/// Rows as they cross, borrowed from arrow's arrays.
#[derive(ComponentType, Lower)]
#[component(record)]
pub(crate) struct BatchIn<'a> {
    rows: u64,
    arrays: Vec<ArrayIn<'a>>,
}

#[derive(ComponentType, Lift)]
#[component(record)]
struct ArrayOut {
    length: u64,
    #[component(name = "null-count")]
    null_count: u64,
    buffers: Vec<Vec<u8>>,
}

/// Rows as they come out.
#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct BatchOut {
    pub(crate) rows: u64,
    arrays: Vec<ArrayOut>,
}

#[derive(ComponentType, Lift)]
#[component(record)]
struct Refused {
    code: String,
    message: String,
    context: Vec<String>,
}

impl Bare {
    pub(crate) fn new(guest: &str, metering: Metering) -> Result<Self> {
        Self::load(&sandtable_tests::guest(guest), metering).map_err(plain)
    }

    fn load(wasm: &[u8], metering: Metering) -> wasmtime::Result<Self> {
        let mut pool = PoolingAllocationConfig::new();
        pool.total_component_instances(16).total_core_instances(64).total_memories(32).total_tables(64).total_stacks(1);
        // As the sandbox has it, so that the same pages are zeroed and given back.
        pool.linear_memory_keep_resident(1 << 20).table_keep_resident(64 << 10).max_unused_warm_slots(2);
        let mut config = Config::new();
        config.consume_fuel(metering.fuel()).epoch_interruption(metering.epochs());
        config.wasm_component_model_async(false).concurrency_support(false);
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
        let engine = Engine::new(&config)?;
        let component = Component::from_binary(&engine, wasm)?;
        let mut linker = Linker::new(&engine);
        linker.define_unknown_imports_as_traps(&component)?;
        let export = |name: &str| {
            let interface = component.get_export_index(None, "sandtable:transform/row-transform@0.1.0");
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
        let prepare: Prepare<'_> = instance.get_typed_func(&mut store, &self.prepare)?;
        let fields = fields(like)?;
        if let (Err(refused),) = prepare.call(&mut store, (&fields, params))? {
            return Ok(Err(refused));
        }
        let apply = instance.get_typed_func(&mut store, &self.apply)?;
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

fn fields(batch: &RecordBatch) -> wasmtime::Result<Vec<Field>> {
    let field = |field: &std::sync::Arc<arrow::datatypes::Field>| {
        let format = match field.data_type() {
            DataType::Float64 => "g",
            DataType::Int64 => "l",
            DataType::LargeUtf8 => "U",
            other => return Err(wasmtime::Error::msg(format!("no benchmark has a column of {other}"))),
        };
        Ok(Field { name: field.name().clone(), format: format.to_owned(), nullable: field.is_nullable(), children: 0, metadata: vec![] })
    };
    batch.schema_ref().fields().iter().map(field).collect()
}

/// A batch as it crosses. Columns without nulls that begin at the start of their buffers.
pub(crate) fn borrow(batch: &RecordBatch) -> BatchIn<'_> {
    let arrays = batch.columns().iter().map(|column| {
        // The validity is left out: nothing is null.
        let buffers = std::iter::once(&[][..]).chain(buffers(column.as_ref())).collect();
        ArrayIn { length: column.len() as u64, null_count: 0, buffers }
    });
    BatchIn { rows: batch.num_rows() as u64, arrays: arrays.collect() }
}

fn buffers(column: &dyn Array) -> Vec<&[u8]> {
    use arrow::array::AsArray;
    use arrow::datatypes::{Float64Type, Int64Type};
    match column.data_type() {
        DataType::Float64 => vec![column.as_primitive::<Float64Type>().values().inner().as_slice()],
        DataType::Int64 => vec![column.as_primitive::<Int64Type>().values().inner().as_slice()],
        _ => {
            let text = column.as_string::<i64>();
            vec![text.offsets().inner().inner().as_slice(), text.values().as_slice()]
        }
    }
}

/// Cuts a batch into batches of their own, each beginning at the start of its buffers.
pub(crate) fn cut(batch: &RecordBatch, rows: usize) -> Result<Vec<RecordBatch>> {
    use arrow::array::{AsArray, Float64Array, Int64Array, LargeStringArray};
    use arrow::datatypes::{Float64Type, Int64Type};
    let starts = (0..batch.num_rows()).step_by(rows);
    let piece = |start: usize| -> Result<RecordBatch> {
        let slice = batch.slice(start, rows.min(batch.num_rows() - start));
        let own = |column: &arrow::array::ArrayRef| -> arrow::array::ArrayRef {
            match column.data_type() {
                DataType::Float64 => std::sync::Arc::new(Float64Array::from(column.as_primitive::<Float64Type>().values().to_vec())),
                DataType::Int64 => std::sync::Arc::new(Int64Array::from(column.as_primitive::<Int64Type>().values().to_vec())),
                _ => std::sync::Arc::new(column.as_string::<i64>().iter().collect::<LargeStringArray>()),
            }
        };
        Ok(RecordBatch::try_new(slice.schema(), slice.columns().iter().map(own).collect())?)
    };
    starts.map(piece).collect()
}

fn plain(error: wasmtime::Error) -> anyhow::Error {
    anyhow!("{error:#}")
}
