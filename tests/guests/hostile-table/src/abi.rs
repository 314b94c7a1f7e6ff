//! The canonical ABI by hand, with nothing in between that would keep a guest honest: any pointer, any length, any
//! handle can be handed to the host.

#![expect(dead_code, reason = "each of the two hostile guests uses a part of it")]

use std::alloc::{Layout, alloc};
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};

/// `list<_>` and `string`: where, and how many.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct List {
    pub(crate) at: *const u8,
    pub(crate) len: usize,
}

/// `record field`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: List,
    pub(crate) format: List,
    pub(crate) nullable: u8,
    pub(crate) children: u32,
    pub(crate) metadata: List,
}

/// `record array`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Array {
    pub(crate) length: u32,
    pub(crate) null_count: u32,
    pub(crate) buffers: List,
}

/// `record error`, and `result<_, error>` around it.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Answer {
    pub(crate) tag: u32,
    pub(crate) code: List,
    pub(crate) message: List,
    pub(crate) context: List,
}

/// `option<batch>` and `result<batch, error>`, whose second case starts at the same place.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Batch {
    pub(crate) tag: u32,
    pub(crate) rows: u32,
    pub(crate) arrays: List,
}

const _: () = assert!(size_of::<Field>() == 32 && size_of::<Array>() == 16 && size_of::<Answer>() == 28 && size_of::<Batch>() == 16);

/// What `describe` gives: eight lists.
pub(crate) type Description = [List; 8];

impl List {
    pub(crate) const EMPTY: Self = Self { at: ptr::null(), len: 0 };

    /// The slice, which is never freed: an instance lives for one call.
    pub(crate) fn of<T>(items: Vec<T>) -> Self {
        let items = items.leak();
        Self { at: items.as_ptr().cast(), len: items.len() }
    }

    pub(crate) fn text(text: &str) -> Self {
        Self::of(text.as_bytes().to_vec())
    }

    /// A list that is wherever its maker says.
    pub(crate) fn forged(at: u32, len: u32) -> Self {
        Self { at: ptr::without_provenance(at as usize), len: len as usize }
    }
}

/// The imports, handles and pointers as bare numbers.
pub(crate) mod host {
    #[link(wasm_import_module = "sandtable:transform/host@1.0.0")]
    unsafe extern "C" {
        pub(crate) fn log(level: u32, at: *const u8, len: usize);
        pub(crate) fn progress(done: u64, has_total: u32, total: u64);
    }
}

/// As [`host`].
pub(crate) mod tables {
    use super::{Array, Batch, Field, List};

    #[link(wasm_import_module = "sandtable:transform/tables@1.0.0")]
    unsafe extern "C" {
        #[link_name = "[method]input.schema"]
        pub(crate) fn schema(input: u32, answer: *mut List);
        #[link_name = "[method]input.rows"]
        pub(crate) fn rows(input: u32, answer: *mut [u64; 2]);
        #[link_name = "[method]input.next"]
        pub(crate) fn next(input: u32, max_rows: u32, answer: *mut Batch);
        #[link_name = "[method]output.start"]
        pub(crate) fn start(output: u32, fields: *const Field, count: usize);
        #[link_name = "[method]output.push"]
        pub(crate) fn push(output: u32, rows: u32, arrays: *const Array, count: usize);
        #[link_name = "[resource-drop]input"]
        pub(crate) fn drop_input(input: u32);
        #[link_name = "[resource-drop]output"]
        pub(crate) fn drop_output(output: u32);
    }
}

/// Says something.
pub(crate) fn log(text: &str) {
    // SAFETY: the host reads a string that is there.
    unsafe { host::log(2, text.as_ptr(), text.len()) }
}

/// `result::ok`, where it holds nothing.
pub(crate) fn fine() -> *const Answer {
    answer(0, List::EMPTY, List::EMPTY, List::EMPTY)
}

/// `result::err`.
pub(crate) fn error(code: List, message: List, context: List) -> *const Answer {
    answer(1, code, message, context)
}

fn answer(tag: u32, code: List, message: List, context: List) -> *const Answer {
    Box::leak(Box::new(Answer { tag, code, message, context }))
}

/// What `cabi_realloc` does from now on: the host calls it for each thing that it hands over.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Allocator {
    Honest = 0,
    Spins,
    CallsTheHost,
    OutOfBounds,
    Misaligned,
    Traps,
}

static ALLOCATOR: AtomicU32 = AtomicU32::new(0);
/// What it does after a call has given its answer: spin, when this is not 0.
static AFTERWARDS: AtomicU32 = AtomicU32::new(0);

pub(crate) fn set_allocator(behaviour: Allocator) {
    ALLOCATOR.store(behaviour as u32, Ordering::Relaxed);
}

pub(crate) fn spin_afterwards() {
    AFTERWARDS.store(1, Ordering::Relaxed);
}

/// For the exports' `cabi_post_…`.
pub(crate) fn afterwards() {
    if AFTERWARDS.load(Ordering::Relaxed) != 0 {
        spin()
    }
}

/// Never ends, and does nothing that would be noticed.
pub(crate) fn spin() -> ! {
    let mut turns = 0_u64;
    loop {
        turns = std::hint::black_box(turns.wrapping_add(1));
    }
}

#[unsafe(export_name = "cabi_realloc")]
extern "C" fn cabi_realloc(_old: *mut u8, _old_size: usize, align: usize, size: usize) -> *mut u8 {
    match ALLOCATOR.load(Ordering::Relaxed) {
        1 => spin(),
        2 => log("from inside the allocator"),
        3 => return ptr::without_provenance_mut(0xffff_fff0),
        4 => return ptr::without_provenance_mut(1),
        5 => std::arch::wasm32::unreachable(),
        _ => {}
    }
    // More room than was asked for: the host must not care.
    let layout = Layout::from_size_align(size.max(1), align.max(16)).unwrap_or(Layout::new::<u128>());
    // SAFETY: the size is not 0.
    unsafe { alloc(layout) }
}

/// A description with one input of any shape.
pub(crate) fn description(name: &str) -> *const Description {
    let input = vec![[List::text("input"), List::EMPTY, List::EMPTY]];
    Box::leak(Box::new([List::text(name), List::text("0.1.0"), List::text("means harm"), List::of(input), List::EMPTY, List::EMPTY, List::EMPTY, List::EMPTY]))
}
