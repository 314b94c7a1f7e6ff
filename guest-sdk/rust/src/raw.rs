//! The canonical ABI by hand, for the two calls that carry columns out of a guest: `output.push` and what `apply`
//! returns. Generated bindings would copy every buffer into a `Vec`; here the host reads Arrow's own memory.
//!
//! wasm32 only: pointers and sizes have 4 bytes.

use std::mem::{align_of, offset_of, size_of};

use crate::bindings::{Output, types};
use crate::lower::Column;
use crate::{Error, Result};

/// `list<u8>`.
#[repr(C)]
pub(crate) struct RawList {
    bytes: *const u8,
    len: usize,
}

/// `record array`.
#[repr(C)]
pub struct RawArray {
    length: u32,
    null_count: u32,
    buffers: *const RawList,
    buffer_count: usize,
}

const _: () = assert!(size_of::<RawList>() == 8 && align_of::<RawList>() == 4);
const _: () = assert!(size_of::<RawArray>() == 16 && align_of::<RawArray>() == 4);
const _: () = assert!(offset_of!(RawArray, buffers) == 8 && offset_of!(RawArray, buffer_count) == 12);

/// A list of arrays whose buffers stay where they are. Valid as long as the columns that it was made from.
struct RawColumns {
    arrays: Vec<RawArray>,
    /// What `arrays` points into: never touched after `new`.
    _lists: Vec<RawList>,
}

impl RawColumns {
    fn new(columns: &[Column]) -> Self {
        let lists: Vec<RawList> =
            columns.iter().flat_map(|column| &column.buffers).map(|buffer| RawList { bytes: buffer.as_ptr(), len: buffer.len() }).collect();
        let mut rest = lists.as_slice();
        let mut arrays = Vec::with_capacity(columns.len());
        for column in columns {
            let (own, after) = rest.split_at(column.buffers.len());
            rest = after;
            arrays.push(RawArray { length: column.length, null_count: column.null_count, buffers: own.as_ptr(), buffer_count: own.len() });
        }
        Self { arrays, _lists: lists }
    }
}

/// `output.push`: the host has copied the columns when this returns.
pub(crate) fn push(output: &Output, rows: u32, columns: &[Column]) {
    #[link(wasm_import_module = "sandtable:transform/tables@1.0.0")]
    unsafe extern "C" {
        #[link_name = "[method]output.push"]
        fn push(output: u32, rows: u32, arrays: *const RawArray, count: usize);
    }
    let raw = RawColumns::new(columns);
    // SAFETY: the handle is live, `raw` and `columns` outlive the call, and the host only reads.
    unsafe { push(output.handle(), rows, raw.arrays.as_ptr(), raw.arrays.len()) }
}

/// Takes over the argument of `apply`.
///
/// # Safety
/// `arrays` and `count` must be a list that the host passed to this guest, and not be used again.
pub(crate) unsafe fn lift_batch(rows: u32, arrays: *mut RawArray, count: usize) -> types::Batch {
    // SAFETY: lists and lists in lists were allocated by `cabi_realloc` with their elements' alignment and exactly
    // their length, which is what a `Vec` of that capacity frees.
    let arrays = unsafe { owned(arrays, count) };
    let arrays = arrays.into_iter().map(|array| {
        // SAFETY: as above.
        let lists = unsafe { owned(array.buffers.cast_mut(), array.buffer_count) };
        // SAFETY: as above.
        let buffers = lists.into_iter().map(|list| unsafe { owned(list.bytes.cast_mut(), list.len) });
        types::Array { length: array.length, null_count: array.null_count, buffers: buffers.collect() }
    });
    types::Batch { rows, arrays: arrays.collect() }
}

/// # Safety
/// `ptr` must be an allocation of `len` elements with the layout of a `[T]`, or `len` must be 0.
unsafe fn owned<T>(ptr: *mut T, len: usize) -> Vec<T> {
    if len == 0 {
        // An empty list has no allocation, and its pointer may be anything.
        return Vec::new();
    }
    // SAFETY: as the caller promises.
    unsafe { Vec::from_raw_parts(ptr, len, len) }
}

/// `result<batch, error>` where the ABI wants it, followed by what it points into.
#[repr(C)]
pub struct Applied {
    /// 0 for a batch, 1 for an error; the rest of the first four bytes is padding.
    tag: u32,
    payload: Payload,
    _columns: Vec<Column>,
    _raw: Option<RawColumns>,
    _error: Option<Box<(types::Error, Vec<RawList>)>>,
}

#[repr(C)]
union Payload {
    batch: RawBatch,
    error: RawError,
}

#[repr(C)]
#[derive(Clone, Copy)]
struct RawBatch {
    rows: u32,
    arrays: *const RawArray,
    count: usize,
}

#[repr(C)]
#[derive(Clone, Copy)]
struct RawError {
    code: *const u8,
    code_len: usize,
    message: *const u8,
    message_len: usize,
    context: *const RawList,
    context_len: usize,
}

const _: () = assert!(offset_of!(Applied, payload) == 4);
const _: () = assert!(size_of::<RawBatch>() == 12 && size_of::<RawError>() == 24);

/// Lays out what `apply` returns. The host reads it and then calls [`free_applied`].
pub(crate) fn applied(result: Result<(u32, Vec<Column>)>) -> *mut Applied {
    let applied = match result {
        Ok((rows, columns)) => {
            let raw = RawColumns::new(&columns);
            let batch = RawBatch { rows, arrays: raw.arrays.as_ptr(), count: raw.arrays.len() };
            Applied { tag: 0, payload: Payload { batch }, _columns: columns, _raw: Some(raw), _error: None }
        }
        Err(error) => applied_error(error),
    };
    Box::into_raw(Box::new(applied))
}

fn applied_error(error: Error) -> Applied {
    let error = error.into_wire();
    let context: Vec<RawList> = error.context.iter().map(|text| RawList { bytes: text.as_ptr(), len: text.len() }).collect();
    let kept = Box::new((error, context));
    let error = RawError {
        code: kept.0.code.as_ptr(),
        code_len: kept.0.code.len(),
        message: kept.0.message.as_ptr(),
        message_len: kept.0.message.len(),
        context: kept.1.as_ptr(),
        context_len: kept.1.len(),
    };
    Applied { tag: 1, payload: Payload { error }, _columns: Vec::new(), _raw: None, _error: Some(kept) }
}

/// Frees what [`applied`] gave.
///
/// # Safety
/// `applied` must come from [`applied`], and not be used again.
pub unsafe fn free_applied(applied: *mut Applied) {
    // SAFETY: made by `Box::into_raw` in `applied`, as the caller promises.
    drop(unsafe { Box::from_raw(applied) });
}
