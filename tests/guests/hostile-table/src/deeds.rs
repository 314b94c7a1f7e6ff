//! What it can do, by name.

use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::abi::{self, Allocator, Answer, Batch, List, host, tables};
use crate::script::{self, BatchScript, FieldScript, Text};

/// The handles that the call came with.
pub(crate) struct Tables {
    pub(crate) input: u32,
    pub(crate) output: u32,
}

type Deed = fn(&Tables, &Value) -> serde_json::Result<*const Answer>;

const DEEDS: &[(&str, Deed)] = &[
    ("none", |tables, _| Ok(tables.copy(0))),
    ("copy-by", |tables, params| Ok(tables.copy(number(params, "max_rows") as u32))),
    // time
    ("spin-run", |_, _| abi::spin()),
    ("spin-fill", |_, _| spin_fill()),
    ("spin-copy", |_, _| spin_copy()),
    ("spin-afterwards", |tables, _| {
        abi::spin_afterwards();
        Ok(tables.copy(0))
    }),
    ("spin-for", |tables, params| {
        for turn in 0..number(params, "turns") {
            black_box(turn);
        }
        Ok(tables.copy(0))
    }),
    ("call-host", |tables, params| {
        for done in 0..number(params, "times") {
            // SAFETY: numbers alone.
            unsafe { host::progress(done, 0, 0) }
        }
        Ok(tables.copy(0))
    }),
    ("recurse-through-a-table", |tables, params| {
        recurse(Itself(recurse), number(params, "depth"));
        Ok(tables.copy(0))
    }),
    ("swallow", |tables, params| {
        let _ = push(tables, params);
        abi::log("still here");
        Ok(tables.copy(0))
    }),
    // memory
    ("grow", |tables, params| {
        for _ in 0..number(params, "mb") {
            std::arch::wasm32::memory_grow::<0>(16);
        }
        Ok(tables.copy(0))
    }),
    ("grow-at-once", |tables, params| {
        let got = std::arch::wasm32::memory_grow::<0>(number(params, "mb") as usize * 16);
        abi::log(if got == usize::MAX { "memory.grow said no" } else { "memory.grow said yes" });
        Ok(tables.copy(0))
    }),
    ("overflow-the-stack", |tables, params| {
        deep(number(params, "depth"));
        Ok(tables.copy(0))
    }),
    ("allocator", |tables, params| {
        abi::set_allocator(match text(params, "how") {
            "spins" => Allocator::Spins,
            "calls-the-host" => Allocator::CallsTheHost,
            "out-of-bounds" => Allocator::OutOfBounds,
            "misaligned" => Allocator::Misaligned,
            "traps" => Allocator::Traps,
            _ => Allocator::Honest,
        });
        Ok(tables.copy(0))
    }),
    // what comes out
    ("push", |tables, params| push(tables, params)),
    ("push-first", |tables, _| {
        // SAFETY: an empty batch.
        unsafe { tables::push(tables.output, 0, std::ptr::null(), 0) };
        Ok(abi::fine())
    }),
    ("start-twice", |tables, params| {
        start(tables, params)?;
        start(tables, params)?;
        Ok(abi::fine())
    }),
    ("start-never", |_, _| Ok(abi::fine())),
    ("start-forged", |tables, params| {
        let fields = List::forged(number(params, "at") as u32, number(params, "len") as u32);
        // SAFETY: it is not; the host must see to it.
        unsafe { tables::start(tables.output, fields.at.cast(), fields.len) };
        Ok(abi::fine())
    }),
    // text
    ("error", |_, params| {
        let said: Said = read(params)?;
        let context: Vec<List> = said.context.iter().map(Text::list).collect();
        Ok(abi::error(said.code.list(), said.message.list(), List::of(context.repeat(said.times))))
    }),
    ("error-forged", |_, params| {
        let message = List::forged(number(params, "at") as u32, number(params, "len") as u32);
        Ok(abi::error(List::text("forged"), message, List::EMPTY))
    }),
    ("error-not-utf8", |_, _| Ok(abi::error(List::text("utf8"), List::of(b"\xff\xfe".to_vec()), List::EMPTY))),
    ("log", |tables, params| {
        let said: Said = read(params)?;
        let message = said.message.list();
        for _ in 0..said.times {
            // SAFETY: the text is there.
            unsafe { host::log(2, message.at, message.len) }
        }
        Ok(tables.copy(0))
    }),
    ("log-forged", |tables, params| {
        let message = List::forged(number(params, "at") as u32, number(params, "len") as u32);
        // SAFETY: it is not; the host must see to it.
        unsafe { host::log(number(params, "level") as u32, message.at, message.len) };
        Ok(tables.copy(0))
    }),
    ("log-not-utf8", |tables, _| {
        let message = b"\xff\xfe";
        // SAFETY: bytes that are there.
        unsafe { host::log(2, message.as_ptr(), message.len()) };
        Ok(tables.copy(0))
    }),
    ("answer-forged", |_, params| Ok(std::ptr::without_provenance(number(params, "at") as usize))),
    ("answer-of-no-case", |_, _| {
        let odd = Answer { tag: 7, code: List::EMPTY, message: List::EMPTY, context: List::EMPTY };
        Ok(Box::leak(Box::new(odd)))
    }),
    ("trap", |_, _| std::arch::wasm32::unreachable()),
    // handles
    ("handle-forged", |tables, params| {
        let handle = number(params, "handle") as u32;
        // SAFETY: numbers alone; the host must see to it.
        unsafe {
            match text(params, "call") {
                "push" => tables::push(handle, 0, std::ptr::null(), 0),
                "drop-input" => tables::drop_input(handle),
                "drop-output" => tables::drop_output(handle),
                _ => {
                    let _ = pull(handle, 0);
                }
            }
        }
        Ok(tables.copy(0))
    }),
    ("handle-of-the-other-kind", |tables, _| {
        let _ = pull(tables.output, 0);
        Ok(abi::fine())
    }),
    ("handle-dropped-twice", |tables, _| {
        // SAFETY: numbers alone.
        unsafe {
            tables::drop_input(tables.input);
            tables::drop_input(tables.input);
        }
        Ok(abi::fine())
    }),
    ("handle-used-after-drop", |tables, _| {
        // SAFETY: numbers alone.
        unsafe { tables::drop_input(tables.input) };
        Ok(tables.copy(0))
    }),
    ("output-used-after-drop", |tables, params| {
        // SAFETY: numbers alone.
        unsafe { tables::drop_output(tables.output) };
        push(tables, params)
    }),
    ("output-dropped-well", |tables, params| {
        let answer = push(tables, params)?;
        // SAFETY: numbers alone.
        unsafe { tables::drop_output(tables.output) };
        Ok(answer)
    }),
    ("handles-kept", |tables, _| {
        static KEPT: AtomicU64 = AtomicU64::new(0);
        abi::log(&format!("kept from before: {}", KEPT.swap(u64::from(tables.input), Ordering::Relaxed)));
        Ok(tables.copy(0))
    }),
    ("pull-after-the-end", |tables, _| {
        while pull(tables.input, 0).is_some() {}
        let again = (0..1000).filter_map(|_| pull(tables.input, u32::MAX)).count();
        abi::log(&format!("{again} batches after the end"));
        Ok(tables.copy(0))
    }),
    // isolation
    ("count", |tables, _| {
        static CALLS: AtomicU64 = AtomicU64::new(0);
        abi::log(&format!("calls seen by this instance: {}", CALLS.fetch_add(1, Ordering::Relaxed) + 1));
        Ok(tables.copy(0))
    }),
    ("leave-a-secret", |tables, params| {
        let room = vec![0_u64; number(params, "mb") as usize * MIB / 8].leak();
        room.fill(black_box(SECRET));
        black_box(&room);
        if params["then"] == "trap" {
            std::arch::wasm32::unreachable()
        }
        Ok(tables.copy(0))
    }),
    ("look-for-its-own-secret", |tables, params| {
        let room = vec![0_u64; number(params, "mb") as usize * MIB / 8 + MIB / 8].leak();
        let above = room.iter().position(|place| std::ptr::from_ref(place).addr() >= MIB * 2).unwrap_or(0);
        room[above..][..number(params, "mb") as usize * MIB / 8].fill(black_box(SECRET));
        abi::log(&format!("places that hold the secret: {}", count_secrets()));
        Ok(tables.copy(0))
    }),
    ("look-for-a-secret", |tables, params| {
        std::arch::wasm32::memory_grow::<0>(number(params, "mb") as usize * 16);
        abi::log(&format!("places that hold the secret: {}", count_secrets()));
        Ok(tables.copy(0))
    }),
];

/// What nobody else may read. A constant of the code, and nowhere in the data.
const SECRET: u64 = 0x5ec2_e7a1_1234_5678;

const MIB: usize = 1 << 20;

fn count_secrets() -> usize {
    let end = std::arch::wasm32::memory_size::<0>() * (64 << 10);
    let mut found = 0;
    // Above the stack and the data of this guest itself.
    let mut at = MIB * 2;
    while at + 8 <= end {
        // SAFETY: every address below the memory's size can be read.
        found += usize::from(unsafe { std::ptr::without_provenance::<u64>(at).read_volatile() } == SECRET);
        at += 8;
    }
    found
}

/// Does what `params` ask for.
pub(crate) fn perform(tables: &Tables, params: &Value) -> serde_json::Result<*const Answer> {
    let name = params["evil"].as_str().unwrap_or("none");
    match DEEDS.iter().find(|(known, _)| *known == name) {
        Some((_, deed)) => deed(tables, params),
        None => Ok(abi::error(List::text("no-such-deed"), List::text(name), List::EMPTY)),
    }
}

impl Tables {
    /// The input as it is: what an honest guest does.
    fn copy(&self, max_rows: u32) -> *const Answer {
        let mut fields = List::EMPTY;
        // SAFETY: what the host gave is given back while it lasts.
        unsafe {
            tables::schema(self.input, &mut fields);
            tables::start(self.output, fields.at.cast(), fields.len);
            while let Some(batch) = pull(self.input, max_rows) {
                tables::push(self.output, batch.rows, batch.arrays.at.cast(), batch.arrays.len);
            }
        }
        abi::fine()
    }
}

fn pull(input: u32, max_rows: u32) -> Option<Batch> {
    let mut batch = Batch { tag: 0, rows: 0, arrays: List::EMPTY };
    // SAFETY: the host writes a batch.
    unsafe { tables::next(input, max_rows, &mut batch) };
    (batch.tag as u8 == 1).then_some(batch)
}

/// Text to say.
#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    code: Text,
    #[serde(default)]
    message: Text,
    #[serde(default)]
    context: Vec<Text>,
    #[serde(default = "once")]
    times: usize,
}

/// A table to give.
#[derive(Deserialize)]
struct Given {
    schema: Vec<FieldScript>,
    #[serde(default)]
    batches: Vec<BatchScript>,
}

fn once() -> usize {
    1
}

fn read<T: DeserializeOwned>(params: &Value) -> serde_json::Result<T> {
    T::deserialize(params)
}

fn number(params: &Value, name: &str) -> u64 {
    params[name].as_u64().unwrap_or(0)
}

fn text<'a>(params: &'a Value, name: &str) -> &'a str {
    params[name].as_str().unwrap_or("")
}

fn start(tables: &Tables, params: &Value) -> serde_json::Result<Given> {
    let given: Given = read(params)?;
    let fields = script::schema(&given.schema);
    // SAFETY: a list of fields, whatever they say.
    unsafe { tables::start(tables.output, fields.at.cast(), fields.len) };
    Ok(given)
}

/// The table that the test wrote down.
fn push(tables: &Tables, params: &Value) -> serde_json::Result<*const Answer> {
    let given = start(tables, params)?;
    for batch in &given.batches {
        let arrays = script::arrays(batch);
        for _ in 0..batch.times {
            // SAFETY: it need not be; the host must see to it.
            unsafe { tables::push(tables.output, batch.rows, arrays.at.cast(), arrays.len) };
        }
    }
    Ok(abi::fine())
}

fn spin_fill() -> ! {
    let room = vec![0_u8; 16 * MIB].leak();
    loop {
        room.fill(black_box(7));
        black_box(&room);
    }
}

fn spin_copy() -> ! {
    let room = vec![0_u8; 16 * MIB].leak();
    loop {
        room.copy_within(black_box(1).., 0);
        black_box(&room);
    }
}

#[derive(Clone, Copy)]
struct Itself(fn(Itself, u64) -> u64);

/// Calls itself through the table of functions.
fn recurse(itself: Itself, depth: u64) -> u64 {
    if depth == 0 { 0 } else { 1 + black_box((black_box(itself).0)(itself, depth - 1)) }
}

fn deep(depth: u64) -> u64 {
    let room = black_box([depth; 64]);
    let answer = if depth == 0 { 0 } else { 1 + deep(depth - 1) };
    black_box(room);
    answer
}
