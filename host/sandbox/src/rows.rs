//! World `rows`: the host hands a batch in and takes as many rows back, on one instance or on several.
//!
//! Every worker takes the next batch, applies the transform, and waits for its turn to hand the result on. So the
//! order is kept, nobody runs ahead by more than one batch, and the first failure is that of the first batch that
//! fails, however many threads there are. The same holds for fuel: a batch's is counted when its turn comes.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use sandtable_core::{Code, Error};
use wasmtime::Store;
use wasmtime::component::{ComponentExportIndex, TypedFunc};

use crate::engine::MAX_FUEL;
use crate::guest::{self, Guest};
use crate::reader::Reader;
use crate::table::{count_rows, place};
use crate::transform::Inner;
use crate::watch::Watch;
use crate::wire::{self, BatchIn, BatchOut, Budget, GuestError, RawArray, WireField};
use crate::{Failure, TableSink, TableSource};

type Exports = (ComponentExportIndex, ComponentExportIndex);
type Prepare<'a> = TypedFunc<(&'a [WireField], &'a str), (Result<Vec<WireField>, GuestError>,)>;
type Apply = TypedFunc<(BatchIn,), (Result<BatchOut, GuestError>,)>;

/// Whether an instance's functions have the types that calls will want.
pub(crate) fn has_types(
    store: &mut Store<Guest>,
    instance: &wasmtime::component::Instance,
    prepare: &ComponentExportIndex,
    apply: &ComponentExportIndex,
) -> wasmtime::Result<()> {
    let _: Prepare<'_> = instance.get_typed_func(&mut *store, prepare)?;
    let _: Apply = instance.get_typed_func(&mut *store, apply)?;
    Ok(())
}

/// What the workers of one call share.
struct Job {
    transform: Arc<Inner>,
    exports: Exports,
    watch: Arc<Watch>,
    input: Vec<WireField>,
    schema: SchemaRef,
    feed: Mutex<Feed>,
    drain: Mutex<Drain>,
    turn: Condvar,
}

/// Where batches come from.
struct Feed {
    reader: Reader,
    taken: u64,
}

/// Where results go, in order.
struct Drain {
    sink: Box<dyn TableSink>,
    /// Whose turn it is.
    next: u64,
    failure: Option<Failure>,
}

/// Runs a row-by-row transform over its only input.
pub(crate) fn run(
    transform: &Arc<Inner>,
    exports: Exports,
    watch: &Arc<Watch>,
    inputs: Vec<(String, Box<dyn TableSource>)>,
    mut sink: Box<dyn TableSink>,
    workers: usize,
) -> Result<(), Failure> {
    let count = inputs.len();
    let Some((name, source)) = inputs.into_iter().next().filter(|_| count == 1) else {
        return Err(Failure::Host(Error::new(Code::ValidationError, format!("a row-by-row transform has one input, {count} were given"))));
    };
    let reader = Reader::new(name, source);
    let input = reader.fields()?;
    let mut instance = Instance::new(transform, exports, watch)?;
    let prepared = instance.prepare(&input);
    // Getting ready counts once, however many instances the host then chooses: the same call uses the same fuel.
    watch.fuel.fetch_add(instance.fuel_used(), Ordering::Relaxed);
    let schema = SchemaRef::new(prepared?);
    if let Some(limit) = watch.limits.fuel.filter(|limit| watch.fuel.load(Ordering::Relaxed) > *limit) {
        return Err(Failure::OutOfFuel { limit });
    }
    sink.start(SchemaRef::clone(&schema)).map_err(Failure::Host)?;
    let job = Arc::new(Job {
        transform: Arc::clone(transform),
        exports,
        watch: Arc::clone(watch),
        input,
        schema,
        feed: Mutex::new(Feed { reader, taken: 0 }),
        drain: Mutex::new(Drain { sink, next: 0, failure: None }),
        turn: Condvar::new(),
    });
    let guard = Unwound(&job);
    let (done, all_done) = mpsc::channel::<()>();
    let mut helpers = Some((done, workers));
    job.work(&mut instance, |job| {
        // Only once there is a second batch: most calls are small, and a helper costs an instance.
        if let Some((done, workers)) = helpers.take() {
            job.call_helpers(workers, &done);
        }
    });
    drop(helpers);
    drop(guard);
    instance.finish();
    // Every helper holds a sender; none is left when the last has ended.
    let _ = all_done.recv();
    match lock(&job.drain).failure.take() {
        Some(failure) => Err(failure),
        None => watch.check(),
    }
}

impl Job {
    /// Takes batches until there are none. `more` is called when there is work for others.
    fn work(self: &Arc<Self>, instance: &mut Instance, mut more: impl FnMut(&Arc<Self>)) {
        while let Some((turn, batch)) = self.take() {
            if turn == 1 {
                more(self);
            }
            let result = batch.and_then(|(batch, rows)| instance.apply(self, batch, rows, turn));
            if !self.hand_on(turn, result, instance.fuel_used()) {
                return;
            }
        }
    }

    /// The next batch and its number.
    #[expect(clippy::type_complexity, reason = "a number with a result")]
    fn take(&self) -> Option<(u64, Result<(BatchIn, usize), Failure>)> {
        let mut feed = lock(&self.feed);
        let batch = feed.reader.next(0, &self.watch).transpose()?;
        let turn = feed.taken;
        feed.taken += 1;
        Some((turn, batch))
    }

    /// Waits for its turn, then gives the rows to the sink. Whether to go on.
    fn hand_on(&self, turn: u64, result: Result<RecordBatch, Failure>, fuel: u64) -> bool {
        let mut drain = lock(&self.drain);
        while drain.next != turn && drain.failure.is_none() {
            drain = self.turn.wait(drain).unwrap_or_else(PoisonError::into_inner);
        }
        if drain.failure.is_some() {
            return false;
        }
        let limit = self.watch.limits.fuel.unwrap_or(MAX_FUEL);
        let used = self.watch.fuel.fetch_add(fuel, Ordering::Relaxed).saturating_add(fuel);
        let enough = if used > limit { Err(Failure::OutOfFuel { limit }) } else { Ok(()) };
        let handed = result.and_then(|rows| enough.and_then(|()| drain.sink.push(rows).map_err(Failure::Host)));
        drain.next += 1;
        let go_on = handed.is_ok();
        if let Err(failure) = handed {
            drain.failure = Some(failure);
            // Those that are inside the guest are stopped at the next tick.
            self.watch.stop();
        }
        self.turn.notify_all();
        go_on
    }

    /// Calls as many more workers as there is work, room and memory for.
    fn call_helpers(self: &Arc<Self>, workers: usize, done: &mpsc::Sender<()>) {
        let limits = &self.watch.limits;
        // Each instance warms up by itself, and burns some fuel over it: with one of them the fuel is always the same.
        if self.watch.deterministic {
            return;
        }
        // Four times what the first one takes leaves each of them room to grow.
        let by_memory = limits.memory_bytes / (4 * self.watch.ledger.peak()).max(1);
        let by_rows = {
            let feed = lock(&self.feed);
            let batches = |rows: u64| rows.div_ceil(feed.reader.batch_rows() as u64);
            feed.reader.rows().map_or(u64::MAX, batches)
        };
        let most = by_memory.min(by_rows).min(u64::from(limits.instances)).min(u64::from(self.transform.engine.max_instances));
        for _ in 1..(workers as u64).min(most) {
            let (job, done) = (Arc::clone(self), done.clone());
            let help = move || {
                let guard = Unwound(&job);
                job.help();
                drop((guard, done));
            };
            if self.transform.engine.threads.start(help).is_err() {
                // Without a thread there is no help; the work is done all the same.
                return;
            }
        }
    }

    /// A helper's life. One that cannot get ready leaves the work to the others, unless the guest is at fault.
    fn help(self: &Arc<Self>) {
        let Ok(mut instance) = Instance::new(&self.transform, self.exports, &self.watch) else { return };
        match instance.prepare(&self.input) {
            Ok(schema) if schema == *self.schema => {
                instance.fuel_used();
                self.work(&mut instance, |_| ());
            }
            Ok(_) => self.fail(Failure::bad_output("output schema", "prepare gave another schema than on the first instance")),
            Err(_) => {}
        }
        instance.finish();
    }

    fn fail(&self, failure: Failure) {
        lock(&self.drain).failure.get_or_insert(failure);
        self.watch.stop();
        self.turn.notify_all();
    }
}

/// Fails the call when its worker panics: the others would wait for its turn for ever.
struct Unwound<'a>(&'a Arc<Job>);

impl Drop for Unwound<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.fail(Failure::Host(Error::internal("a worker of a row-by-row transform panicked")));
        }
    }
}

/// One instance of a row-by-row transform.
struct Instance {
    store: Store<Guest>,
    instance: wasmtime::component::Instance,
    prepare: ComponentExportIndex,
    apply: Apply,
    /// What the tank held when it was last looked at.
    fuel: u64,
}

impl Instance {
    fn new(transform: &Inner, (prepare, apply): Exports, watch: &Arc<Watch>) -> Result<Self, Failure> {
        let mut store = guest::store(&transform.engine, Arc::clone(watch), None);
        let fuel = store.get_fuel().unwrap_or(0);
        let start = |store: &mut Store<Guest>| {
            let instance = transform.pre.instantiate(&mut *store)?;
            let apply = instance.get_typed_func(&mut *store, apply)?;
            Ok((instance, apply))
        };
        match start(&mut store) {
            Ok((instance, apply)) => {
                watch.instances.fetch_add(1, Ordering::Relaxed);
                Ok(Self { store, instance, prepare, apply, fuel })
            }
            Err(error) => {
                guest::finish(&store);
                Err(guest::failure(&mut store, &error))
            }
        }
    }

    /// Tells the guest what comes; gets what will come out.
    fn prepare(&mut self, input: &[WireField]) -> Result<arrow::datatypes::Schema, Failure> {
        let watch = Arc::clone(&self.store.data().watch);
        let mut go = || {
            let prepare: Prepare<'_> = self.instance.get_typed_func(&mut self.store, self.prepare)?;
            prepare.call(&mut self.store, (input, &watch.params))
        };
        match go() {
            Err(error) => Err(guest::failure(&mut self.store, &error)),
            Ok((Err(GuestError { code, message, context }),)) => Err(Failure::guest(&code, &message, &context)),
            Ok((Ok(fields),)) => wire::from_fields(fields).map_err(|why| Failure::bad_output("output schema", why)),
        }
    }

    fn apply(&mut self, job: &Job, batch: BatchIn, rows: usize, turn: u64) -> Result<RecordBatch, Failure> {
        let watch = &job.watch;
        watch.check()?;
        self.fill(watch);
        match self.apply.call(&mut self.store, (batch,)) {
            Err(error) => Err(guest::failure(&mut self.store, &error)),
            Ok((Err(GuestError { code, message, context }),)) => Err(Failure::guest(&code, &message, &context)),
            Ok((Ok(batch),)) => {
                let place = place(turn);
                if batch.rows as usize != rows {
                    return Err(Failure::bad_output(place, format!("{} rows for {rows} rows", batch.rows)));
                }
                wire::expect_arrays(&job.schema, batch.arrays.len(), &place)?;
                count_rows(watch, batch.rows)?;
                let raw = batch.arrays.into_iter().map(|array| RawArray { length: array.length, null_count: array.null_count, buffers: array.buffers });
                wire::rebuild(&job.schema, rows, raw, &Budget { watch }, &place)
            }
        }
    }

    /// Before a batch: what of the call's fuel is left, and how much it may give back. Its bytes are copied as it
    /// returns, so that what it returns cannot be more than its memory holds.
    fn fill(&mut self, watch: &Watch) {
        if let Some(limit) = watch.limits.fuel {
            self.fuel = guest::tank(Some(Watch::left(&watch.fuel, limit)));
            self.store.set_fuel(self.fuel).expect("the engine counts fuel");
        }
        self.store.set_hostcall_fuel(guest::batch_bytes(&watch.limits));
    }

    /// What was burnt since it was last asked.
    fn fuel_used(&mut self) -> u64 {
        let now = self.store.get_fuel().unwrap_or(0);
        std::mem::replace(&mut self.fuel, now).saturating_sub(now)
    }

    fn finish(self) {
        guest::finish(&self.store);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A worker that panicked has not handed its batch on; the call is failed by whoever waits for it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
