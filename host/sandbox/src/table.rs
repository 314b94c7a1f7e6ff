//! Whole tables (world `table`, and programs of world `language`): the guest pulls batches from its inputs and pushes
//! batches to its output.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};
use sandtable_core::Program;
use wasmtime::component::{ComponentExportIndex, Linker, Resource, ResourceType, WasmList};
use wasmtime::{Store, StoreContextMut};

use crate::guest::{self, Guest};
use crate::language::WireProgram;
use crate::reader::Reader;
use crate::transform::Inner;
use crate::watch::Watch;
use crate::wire::{self, BatchThere, Budget, GuestError, RawArray, WireField};
use crate::{Failure, TableSink, TableSource, linker};

/// The tables of one call. Handles are places in here: a guest cannot make one up.
pub(crate) struct Tables {
    inputs: Vec<Option<Reader>>,
    output: Box<dyn TableSink>,
    schema: Option<SchemaRef>,
    pushed: u64,
}

impl Tables {
    /// Takes an input out: its handle is the host's now.
    pub(crate) fn take_input(&mut self, index: u32) -> Option<Reader> {
        self.inputs.get_mut(index as usize)?.take()
    }

    /// A place for another input. Those that are gone leave theirs.
    pub(crate) fn add_input(&mut self, reader: Reader) -> Resource<Input> {
        let free = self.inputs.iter().position(Option::is_none);
        let index = free.unwrap_or_else(|| {
            self.inputs.push(None);
            self.inputs.len() - 1
        });
        self.inputs[index] = Some(reader);
        Resource::new_own(u32::try_from(index).expect("there are no more inputs than handles"))
    }

    /// The output's columns, once it was started.
    pub(crate) fn output_schema(&self) -> Option<&SchemaRef> {
        self.schema.as_ref()
    }

    /// Starts the output.
    pub(crate) fn start(&mut self, schema: SchemaRef) -> Result<(), Failure> {
        self.output.start(SchemaRef::clone(&schema)).map_err(Failure::Host)?;
        self.schema = Some(schema);
        Ok(())
    }

    /// Writes rows.
    pub(crate) fn push(&mut self, rows: RecordBatch) -> Result<(), Failure> {
        self.pushed += 1;
        if rows.num_rows() > 0 { self.output.push(rows).map_err(Failure::Host) } else { Ok(()) }
    }
}

/// The host's side of `resource input`.
pub(crate) struct Input;

/// The host's side of `resource output`.
pub(crate) struct Output;

type Handles = Vec<(String, Resource<Input>)>;
type RunParams<'a> = (Handles, &'a str, Resource<Output>);
type ProgramParams<'a> = (WireProgram<'a>, Handles, &'a str, Resource<Output>);
type Ran = (Result<(), GuestError>,);

/// The function that sees the tables.
#[derive(Clone, Copy)]
pub(crate) enum Main<'a> {
    /// A transform's own.
    Table(&'a ComponentExportIndex),
    /// A language's, and what it is to run.
    Program(&'a ComponentExportIndex, &'a Program),
}

/// Whether an instance's `run` has the type that calls will want.
pub(crate) fn has_types(store: &mut Store<Guest>, instance: &wasmtime::component::Instance, run: &ComponentExportIndex) -> wasmtime::Result<()> {
    instance.get_typed_func::<RunParams<'_>, Ran>(store, run).map(drop)
}

/// The same for that of a language.
pub(crate) fn has_program_types(store: &mut Store<Guest>, instance: &wasmtime::component::Instance, run: &ComponentExportIndex) -> wasmtime::Result<()> {
    instance.get_typed_func::<ProgramParams<'_>, Ran>(store, run).map(drop)
}

/// Runs a whole-table transform to its end.
pub(crate) fn run(
    transform: &Inner,
    main: Main<'_>,
    watch: &Arc<Watch>,
    inputs: Vec<(String, Box<dyn TableSource>)>,
    sink: Box<dyn TableSink>,
) -> Result<(), Failure> {
    let mut handles = Vec::with_capacity(inputs.len());
    let mut readers = Vec::with_capacity(inputs.len());
    for (index, (name, source)) in inputs.into_iter().enumerate() {
        let index = u32::try_from(index).map_err(|_| Failure::limit("handles", u64::from(watch.limits.handles), 0, u64::MAX))?;
        handles.push((name.clone(), Resource::new_own(index)));
        readers.push(Some(Reader::new(name, source)));
    }
    let tables = Tables { inputs: readers, output: sink, schema: None, pushed: 0 };
    let mut store = guest::store(&transform.engine, Arc::clone(watch), Some(tables));
    watch.instances.fetch_add(1, Ordering::Relaxed);
    let result = call(transform, main, &mut store, handles, &watch.params);
    guest::finish(&store);
    result
}

fn call(transform: &Inner, main: Main<'_>, store: &mut Store<Guest>, inputs: Handles, params: &str) -> Result<(), Failure> {
    let go = |store: &mut Store<Guest>| -> wasmtime::Result<Ran> {
        let instance = transform.pre.instantiate(&mut *store)?;
        let output = Resource::new_own(0);
        match main {
            Main::Table(run) => instance.get_typed_func::<RunParams<'_>, Ran>(&mut *store, run)?.call(store, (inputs, params, output)),
            Main::Program(run, program) => {
                let run = instance.get_typed_func::<ProgramParams<'_>, Ran>(&mut *store, run)?;
                run.call(store, (WireProgram::from(program), inputs, params, output))
            }
        }
    };
    match (guest::metered(store, go)?, main) {
        ((Ok(()),), _) => finish(store.data_mut()),
        ((Err(GuestError { code, message, context }),), Main::Table(_)) => Err(Failure::guest(&code, &message, &context)),
        ((Err(GuestError { code, message, context }),), Main::Program(..)) => Err(Failure::program(&code, &message, &context)),
    }
}

/// After a guest that is content: a table must have come, if only one without rows.
fn finish(guest: &mut Guest) -> Result<(), Failure> {
    // The call may have passed its deadline or been cancelled inside its last host call.
    guest.watch.check()?;
    match &guest.tables {
        Some(Tables { schema: None, .. }) => Err(Failure::bad_output("output", "run ended well, and start was never called")),
        _ => Ok(()),
    }
}

/// Defines `tables`.
pub(crate) fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    let mut tables = linker.instance(&linker::interface("tables"))?;
    tables.resource("input", ResourceType::host::<Input>(), |mut store, index| {
        let guest: &mut Guest = store.data_mut();
        guest.enter()?;
        // The guest is done with it: what it read from can go.
        if let Some(input) = guest.tables.as_mut().and_then(|tables| tables.inputs.get_mut(index as usize)) {
            *input = None;
        }
        Ok(())
    })?;
    tables.resource("output", ResourceType::host::<Output>(), |mut store, _| store.data_mut().enter())?;
    tables.func_wrap("[method]input.schema", |store: StoreContextMut<'_, Guest>, (input,): (Resource<Input>,)| {
        let fields = with_input(store, &input, |reader, _| reader.fields())?;
        Ok((fields,))
    })?;
    tables.func_wrap("[method]input.rows", |store: StoreContextMut<'_, Guest>, (input,): (Resource<Input>,)| {
        let rows = with_input(store, &input, |reader, _| Ok(reader.rows()))?;
        Ok((rows,))
    })?;
    tables.func_wrap("[method]input.next", |store: StoreContextMut<'_, Guest>, (input, max_rows): (Resource<Input>, u32)| {
        let batch = with_input(store, &input, |reader, watch| reader.next(max_rows as usize, watch))?;
        Ok((batch.map(|(batch, _)| batch),))
    })?;
    tables.func_wrap("[method]output.start", start)?;
    tables.func_wrap("[method]output.push", push)
}

/// Does something with an input; what goes wrong there ends the call.
fn with_input<R>(
    mut store: StoreContextMut<'_, Guest>,
    input: &Resource<Input>,
    work: impl FnOnce(&mut Reader, &Watch) -> Result<R, Failure>,
) -> wasmtime::Result<R> {
    let guest = store.data_mut();
    guest.enter()?;
    let watch = Arc::clone(&guest.watch);
    let reader = guest.tables.as_mut().and_then(|tables| tables.inputs.get_mut(input.rep() as usize)?.as_mut());
    // A handle that is alive has its reader: its destructor is what takes it away.
    let result = reader.map_or_else(|| Err(no_such_table()), |reader| work(reader, &watch));
    result.map_err(|failure| guest.stop(failure))
}

fn start(mut store: StoreContextMut<'_, Guest>, (_output, fields): (Resource<Output>, WasmList<WireField>)) -> wasmtime::Result<()> {
    store.data_mut().enter()?;
    let started = store.data().tables.as_ref().is_some_and(|tables| tables.schema.is_some());
    let schema = if started { Err("start was called twice".to_owned()) } else { schema_there(&mut store, &fields)? };
    // From here on batches come.
    let most = guest::batch_bytes(&store.data().watch.limits);
    store.set_hostcall_fuel(most);
    let guest = store.data_mut();
    let result = schema
        .map_err(|why| Failure::bad_output("output schema", why))
        .and_then(|schema| guest.tables.as_mut().ok_or_else(no_such_table)?.start(SchemaRef::new(schema)));
    result.map_err(|failure| guest.stop(failure))
}

fn push(mut store: StoreContextMut<'_, Guest>, (_output, batch): (Resource<Output>, BatchThere)) -> wasmtime::Result<()> {
    store.data_mut().enter()?;
    let tables = store.data().tables.as_ref();
    let place = place(tables.map_or(0, |tables| tables.pushed));
    let rebuilt = match tables.and_then(|tables| tables.schema.clone()) {
        Some(schema) => match count_rows(&store.data().watch, batch.rows) {
            Ok(_) => batch_there(&mut store, &schema, &batch, &place)?,
            Err(failure) => Err(failure),
        },
        None => Err(Failure::bad_output(place, "push was called before start")),
    };
    let guest = store.data_mut();
    let result = rebuilt.and_then(|rows| guest.tables.as_mut().ok_or_else(no_such_table)?.push(rows));
    result.map_err(|failure| guest.stop(failure))
}

/// A schema that the guest gives. It is looked at and counted before it is read: a list of a billion fields is refused
/// unseen.
pub(crate) fn schema_there(store: &mut StoreContextMut<'_, Guest>, fields: &WasmList<WireField>) -> wasmtime::Result<Result<Schema, String>> {
    if fields.len() > wire::MAX_FIELDS {
        return Ok(Err(format!("{} fields, at most {} are taken", fields.len(), wire::MAX_FIELDS)));
    }
    let fields = fields.iter(&mut *store)?.collect::<wasmtime::Result<Vec<_>>>()?;
    Ok(wire::from_fields(fields))
}

/// Rows that the guest gives, rebuilt; their bytes are charged to the output.
pub(crate) fn batch_there(
    store: &mut StoreContextMut<'_, Guest>,
    schema: &SchemaRef,
    batch: &BatchThere,
    place: &str,
) -> wasmtime::Result<Result<RecordBatch, Failure>> {
    Ok(there(store, schema, batch, place)?.and_then(|arrays| rebuild(store, schema, batch, &arrays, place)))
}

type ArraysThere = Vec<RawArray<WasmList<u8>>>;

/// Where the batch's buffers are in the guest's memory. Counts are looked at before anything is made for them.
fn there(store: &mut StoreContextMut<'_, Guest>, schema: &SchemaRef, batch: &BatchThere, place: &str) -> wasmtime::Result<Result<ArraysThere, Failure>> {
    if let Err(failure) = wire::expect_arrays(schema, batch.arrays.len(), place) {
        return Ok(Err(failure));
    }
    let mut arrays = Vec::with_capacity(batch.arrays.len());
    // A list of buffers is read with a full tank each time, and many arrays may name the same one: the sum is ours to keep.
    let mut buffers_left = wire::MAX_BATCH_BUFFERS;
    for index in 0..batch.arrays.len() {
        let Some(array) = batch.arrays.get(&mut *store, index).transpose()? else { break };
        let count = array.buffers.len();
        if count > wire::MAX_BUFFERS {
            return Ok(Err(Failure::bad_output(place, format!("an array of {count} buffers, at most {} are taken", wire::MAX_BUFFERS))));
        }
        let Some(left) = buffers_left.checked_sub(count) else {
            return Ok(Err(Failure::bad_output(place, format!("more than {} buffers in all its arrays", wire::MAX_BATCH_BUFFERS))));
        };
        buffers_left = left;
        let buffers = array.buffers.iter(&mut *store)?.collect::<wasmtime::Result<Vec<_>>>()?;
        arrays.push(RawArray { length: array.length, null_count: array.null_count, buffers });
    }
    Ok(Ok(arrays))
}

fn rebuild(store: &StoreContextMut<'_, Guest>, schema: &SchemaRef, batch: &BatchThere, arrays: &ArraysThere, place: &str) -> Result<RecordBatch, Failure> {
    let watch = &store.data().watch;
    let raw = arrays.iter().map(|array| RawArray {
        length: array.length,
        null_count: array.null_count,
        buffers: array.buffers.iter().map(|buffer| buffer.as_le_slice(store)).collect(),
    });
    wire::rebuild(schema, batch.rows as usize, raw, &Budget { watch }, place)
}

/// Charges the rows of a batch, before any of it is looked at.
pub(crate) fn count_rows(watch: &Watch, rows: u32) -> Result<usize, Failure> {
    watch.spend(&watch.rows_out, "output_rows", watch.limits.output_rows, u64::from(rows))?;
    Ok(rows as usize)
}

/// Which batch it is, for people.
pub(crate) fn place(pushed: u64) -> String {
    format!("output batch {}", pushed + 1)
}

pub(crate) fn no_such_table() -> Failure {
    Failure::Host(sandtable_core::Error::internal("a table's handle without its table"))
}
