//! The functions of `frames`, as guests call them.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use arrow::array::{Array, RecordBatch};
use arrow::datatypes::{DataType, Schema, SchemaRef};
use sandtable_core::{Code, Error, text};
use serde_json::Value;
use wasmtime::StoreContextMut;
use wasmtime::component::{ComponentType, Linker, Lower, Resource, ResourceType, WasmList, WasmStr};

use super::{FrameHost, FrameId, Pulse};
use crate::guest::Guest;
use crate::reader::Reader;
use crate::table::{Input, Output, batch_there, no_such_table, schema_there};
use crate::watch::nanos;
use crate::wire::{self, BatchThere, WireField};
use crate::{Failure, TableSource, linker};

/// The most bytes of a refusal's message.
const MAX_MESSAGE_BYTES: usize = 4096;
/// The most bytes of its details; larger ones are left out.
const MAX_DETAILS_BYTES: usize = 64 << 10;
/// The longest name of an operation, in bytes.
const MAX_NAME_BYTES: usize = 128;
/// The most bytes of one call's arguments.
const MAX_ARGUMENT_BYTES: usize = 1 << 20;
/// The most frames that one operation takes beside its own.
const MAX_FRAMES: usize = 256;
/// The most bytes of a plan in words.
const MAX_EXPLAINED_BYTES: usize = 256 << 10;
/// Rows that are written at once.
const PUSHED_ROWS: usize = 64 << 10;

/// The host's side of `resource frame`.
pub(crate) struct Frame;

/// `record refusal`.
#[derive(Debug, ComponentType, Lower)]
#[component(record)]
pub(crate) struct Refusal {
    code: String,
    message: String,
    details: String,
}

/// What a function returns: an answer or a refusal. What ends the call is the error around it.
type Answer<T> = wasmtime::Result<(Result<T, Refusal>,)>;

/// Defines `frames`.
pub(crate) fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    let mut frames = linker.instance(&linker::interface("frames"))?;
    frames.resource("frame", ResourceType::host::<Frame>(), |mut store, frame| {
        let guest: &mut Guest = store.data_mut();
        guest.enter()?;
        if let Some(host) = &mut guest.frames {
            host.release(frame);
        }
        Ok(())
    })?;
    frames.func_wrap("[static]frame.from-input", from_input)?;
    frames.func_wrap("[static]frame.from-batches", from_batches)?;
    frames.func_wrap("[static]frame.make", make)?;
    frames.func_wrap("[method]frame.apply", apply)?;
    frames.func_wrap("[method]frame.schema", |mut store: StoreContextMut<'_, Guest>, (frame,): (Resource<Frame>,)| -> Answer<Vec<WireField>> {
        let schema = ask(&mut store, |host| host.schema(frame.rep()))?;
        Ok((schema.and_then(|schema| wire::to_fields(&schema).map_err(|error| refusal(&error))),))
    })?;
    frames.func_wrap("[method]frame.collect", collect)?;
    frames.func_wrap("[method]frame.explain", |mut store: StoreContextMut<'_, Guest>, (frame,): (Resource<Frame>,)| -> Answer<String> {
        let plan = ask(&mut store, |host| host.explain(frame.rep()))?;
        Ok((plan.map(|plan| text::sanitize_lines(&plan, MAX_EXPLAINED_BYTES)),))
    })?;
    frames.func_wrap("push", push)
}

fn from_input(mut store: StoreContextMut<'_, Guest>, (input,): (Resource<Input>,)) -> Answer<Resource<Frame>> {
    store.data_mut().enter()?;
    let reader = store.data_mut().tables.as_mut().and_then(|tables| tables.take_input(input.rep()));
    let Some(reader) = reader else { return Err(store.data_mut().stop(no_such_table())) };
    let Some((_, source)) = reader.into_source() else {
        let error = Error::invalid("table", "rows of this input have been taken already; a frame is made of a whole one");
        return Ok((Err(refusal(&error)),));
    };
    let frame = work(&mut store, |host| host.take_input(source))?;
    Ok((frame.map(own),))
}

fn from_batches(mut store: StoreContextMut<'_, Guest>, (fields, batches): (WasmList<WireField>, WasmList<BatchThere>)) -> Answer<Resource<Frame>> {
    store.data_mut().enter()?;
    let schema = match schema_there(&mut store, &fields)? {
        Ok(schema) => SchemaRef::new(schema),
        Err(why) => return Err(store.data_mut().stop(Failure::bad_output("schema of a frame", why))),
    };
    // Each of them is looked at for the whole call: a list of millions that are empty is no use to anyone.
    let most = store.data().watch.limits.handles as usize;
    if batches.len() > most {
        return Err(store.data_mut().stop(Failure::bad_output("rows of a frame", format!("{} batches, at most {most} are taken", batches.len()))));
    }
    let mut rows = Vec::with_capacity(batches.len());
    for index in 0..batches.len() {
        let Some(batch) = batches.get(&mut store, index).transpose()? else { break };
        match batch_there(&mut store, &schema, &batch, &format!("batch {} of a frame", index + 1))? {
            Ok(batch) => rows.push(batch),
            Err(failure) => return Err(store.data_mut().stop(failure)),
        }
    }
    let frame = work(&mut store, |host| host.take_batches(schema, rows))?;
    Ok((frame.map(own),))
}

type Frames = WasmList<Resource<Frame>>;

fn make(mut store: StoreContextMut<'_, Guest>, (function, arguments, frames): (WasmStr, WasmStr, Frames)) -> Answer<Vec<Resource<Frame>>> {
    store.data_mut().enter()?;
    let (function, arguments, frames) = given(&mut store, &function, &arguments, &frames)?;
    let made = work(&mut store, |host| host.make(&function, &arguments, &frames))?;
    Ok((made.map(|made| made.into_iter().map(own).collect()),))
}

fn apply(mut store: StoreContextMut<'_, Guest>, (frame, operation, arguments, frames): (Resource<Frame>, WasmStr, WasmStr, Frames)) -> Answer<Resource<Frame>> {
    store.data_mut().enter()?;
    let (operation, arguments, frames) = given(&mut store, &operation, &arguments, &frames)?;
    let made = work(&mut store, |host| host.apply(frame.rep(), &operation, &arguments, &frames))?;
    Ok((made.map(own),))
}

fn collect(mut store: StoreContextMut<'_, Guest>, (frame,): (Resource<Frame>,)) -> Answer<Resource<Input>> {
    let source = ask(&mut store, |host| host.collect(frame.rep()))?;
    let source = match source {
        Ok(source) => source,
        Err(refusal) => return Ok((Err(refusal),)),
    };
    let guest = store.data_mut();
    guest.watch.native_rows.fetch_add(source.rows().unwrap_or(0), Ordering::Relaxed);
    let Some(tables) = guest.tables.as_mut() else { return Err(guest.stop(no_such_table())) };
    Ok((Ok(tables.add_input(Reader::new("of a frame".to_owned(), source))),))
}

fn push(mut store: StoreContextMut<'_, Guest>, (plan, _output): (Resource<Frame>, Resource<Output>)) -> Answer<u64> {
    let begun = Instant::now();
    let source = ask(&mut store, |host| host.stream(plan.rep()))?;
    let source = match source {
        Ok(source) => source,
        Err(refusal) => return Ok((Err(refusal),)),
    };
    let guest = store.data_mut();
    let result = stream(guest, source);
    guest.watch.native_ns.fetch_add(nanos(begun.elapsed()), Ordering::Relaxed);
    match result {
        Ok(rows) => Ok((Ok(rows),)),
        Err(Ended::Refused(error)) => Ok((Err(refusal(&error)),)),
        Err(Ended::Over(failure)) => Err(guest.stop(failure)),
    }
}

/// How a stream of rows did not end well.
enum Ended {
    Refused(Error),
    Over(Failure),
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        Self::Over(failure)
    }
}

/// From the plan to the output, batch by batch.
fn stream(guest: &mut Guest, mut source: Box<dyn TableSource>) -> Result<u64, Ended> {
    let watch = Arc::clone(&guest.watch);
    let tables = guest.tables.as_mut().ok_or_else(no_such_table)?;
    let schema = source.schema();
    if let Some(there) = tables.output_schema() {
        fits(&schema, there).map_err(Ended::Refused)?;
    }
    let mut rows = 0;
    loop {
        watch.check()?;
        let batch = match source.next(PUSHED_ROWS) {
            Ok(batch) => batch,
            Err(error) if rows == 0 && is_refusal(&error) => return Err(Ended::Refused(error)),
            Err(error) => return Err(over(&watch, error).into()),
        };
        // Only when it is known that the plan runs: a guest may then still begin its output otherwise.
        if tables.output_schema().is_none() {
            tables.start(SchemaRef::clone(&schema))?;
        }
        let Some(batch) = batch else { return Ok(rows) };
        let count = batch.num_rows() as u64;
        watch.spend(&watch.rows_out, "output_rows", watch.limits.output_rows, count)?;
        watch.spend(&watch.bytes_out, "output_bytes", watch.limits.output_bytes, bytes(&batch))?;
        watch.native_rows.fetch_add(count, Ordering::Relaxed);
        rows += count;
        tables.push(batch)?;
    }
}

/// Bytes of the buffers that a batch's rows take.
fn bytes(batch: &RecordBatch) -> u64 {
    let of = |column: &Arc<dyn Array>| column.to_data().get_slice_memory_size().unwrap_or_else(|_| column.get_array_memory_size()) as u64;
    batch.columns().iter().map(of).sum()
}

/// Whether a plan's columns are those that the output was started with.
fn fits(plan: &Schema, output: &Schema) -> Result<(), Error> {
    let names = |schema: &Schema| schema.fields().iter().map(|field| format!("{} {}", field.name(), field.data_type())).collect::<Vec<_>>();
    let same = plan.fields().len() == output.fields().len()
        && plan.fields().iter().zip(output.fields()).all(|(plan, output)| plan.name() == output.name() && same_type(plan.data_type(), output.data_type()));
    if same {
        return Ok(());
    }
    let (plan, output) = (names(plan), names(output));
    let message = format!(
        "the plan gives {}, the output was started with {}",
        text::list(plan.iter().map(String::as_str), 30),
        text::list(output.iter().map(String::as_str), 30)
    );
    Err(Error::invalid("output", message))
}

/// Fields in fields are not compared by their names alone: what is nullable is of no matter here.
fn same_type(a: &DataType, b: &DataType) -> bool {
    a.equals_datatype(b)
}

/// The text and the frames of a call, within their bounds.
fn given(store: &mut StoreContextMut<'_, Guest>, name: &WasmStr, arguments: &WasmStr, frames: &Frames) -> wasmtime::Result<(String, String, Vec<FrameId>)> {
    let (name, arguments) = (name.to_str(&*store)?, arguments.to_str(&*store)?);
    let over = [
        ("frame_operation_bytes", MAX_NAME_BYTES, name.len()),
        ("frame_argument_bytes", MAX_ARGUMENT_BYTES, arguments.len()),
        ("frames_of_an_operation", MAX_FRAMES, frames.len()),
    ]
    .into_iter()
    .find(|(_, most, given)| given > most);
    let (name, arguments) = match over {
        None => (name.into_owned(), arguments.into_owned()),
        Some((limit, most, given)) => {
            let failure = Failure::limit(limit, most as u64, 0, given as u64);
            drop((name, arguments));
            return Err(store.data_mut().stop(failure));
        }
    };
    let mut ids = Vec::with_capacity(frames.len());
    for index in 0..frames.len() {
        let Some(frame) = frames.get(&mut *store, index).transpose()? else { break };
        ids.push(frame.rep());
    }
    Ok((name, arguments, ids))
}

/// A host call that asks for something.
fn ask<T>(store: &mut StoreContextMut<'_, Guest>, act: impl FnOnce(&mut dyn FrameHost) -> Result<T, Error>) -> wasmtime::Result<Result<T, Refusal>> {
    store.data_mut().enter()?;
    work(store, act)
}

/// Has something done, and counts the time that the guest waits for it.
fn work<T>(store: &mut StoreContextMut<'_, Guest>, act: impl FnOnce(&mut dyn FrameHost) -> Result<T, Error>) -> wasmtime::Result<Result<T, Refusal>> {
    let guest = store.data_mut();
    let begun = Instant::now();
    let result = host(guest).and_then(|host| act(host).map_err(Done::Said));
    guest.watch.native_ns.fetch_add(nanos(begun.elapsed()), Ordering::Relaxed);
    match result {
        Ok(answer) => Ok(Ok(answer)),
        Err(Done::Said(error)) if is_refusal(&error) => Ok(Err(refusal(&error))),
        Err(Done::Said(error)) => {
            let failure = over(&guest.watch, error);
            Err(guest.stop(failure))
        }
        Err(Done::NotGranted) => Err(guest.stop(Failure::Refused { capability: "frames".to_owned() })),
    }
}

/// Why there is no answer.
enum Done {
    NotGranted,
    Said(Error),
}

/// The call's frames, begun when they are first asked for.
fn host(guest: &mut Guest) -> Result<&mut dyn FrameHost, Done> {
    if guest.frames.is_none() {
        let frames = guest.watch.frames.as_ref().ok_or(Done::NotGranted)?;
        guest.frames = Some(frames.start(&guest.watch.limits, Pulse(Arc::clone(&guest.watch))).map_err(Done::Said)?);
    }
    match &mut guest.frames {
        Some(host) => Ok(&mut **host),
        None => Err(Done::NotGranted),
    }
}

/// Whether an error is told to the guest.
fn is_refusal(error: &Error) -> bool {
    matches!(error.code, Code::ValidationError | Code::NotFound)
}

/// Why a call ends: what the call itself has run into comes first.
fn over(watch: &crate::watch::Watch, error: Error) -> Failure {
    match watch.check() {
        Err(failure) => failure,
        Ok(()) => Failure::Host(error),
    }
}

fn refusal(error: &Error) -> Refusal {
    let details = Value::Object(error.details.clone()).to_string();
    Refusal {
        code: error.code.to_string(),
        message: text::sanitize_lines(&error.message, MAX_MESSAGE_BYTES),
        details: if details.len() <= MAX_DETAILS_BYTES { details } else { "{}".to_owned() },
    }
}

fn own(frame: FrameId) -> Resource<Frame> {
    Resource::new_own(frame)
}
