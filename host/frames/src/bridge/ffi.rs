//! The one place where the two libraries' arrays meet.

use std::ffi::c_void;
use std::mem;

use arrow::array::{Array, ArrayRef, make_array};
use arrow::datatypes::DataType;
use arrow::ffi::{FFI_ArrowArray, from_ffi_and_data_type};
use polars_arrow::array::Array as PolarsArray;
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::ffi::{ArrowArray, export_array_to_c, import_array_from_c};
use sandtable_core::Result;

use crate::fault::ours;

// All are the ArrowArray struct of Arrow's C data interface; if one of them ever were not, this would not compile.
const _: () = assert!(size_of::<ArrowArray>() == size_of::<PlainArray>());
const _: () = assert!(align_of::<ArrowArray>() == align_of::<PlainArray>());
const _: () = assert!(size_of::<ArrowArray>() == size_of::<FFI_ArrowArray>());
const _: () = assert!(align_of::<ArrowArray>() == align_of::<FFI_ArrowArray>());

/// A Polars array as an arrow-rs array that shares its buffers. `data_type` must be the array's own type as
/// [`super::crossing_type`] gives it.
pub(crate) fn export_array(array: Box<dyn PolarsArray>, data_type: &DataType) -> Result<ArrayRef> {
    let exported = export_array_to_c(array);
    // SAFETY: all three structs are `#[repr(C)]` with the ten fields of the C data interface's ArrowArray, in its order
    // (polars-arrow `ffi/generated.rs`, arrow-data `ffi.rs`, and below). The value is moved: its release callback runs
    // once, in the last owner.
    let exported = unsafe {
        let mut plain = mem::transmute::<ArrowArray, PlainArray>(exported);
        drop_null_buffers(&mut plain, data_type);
        mem::transmute::<PlainArray, FFI_ArrowArray>(plain)
    };
    // SAFETY: the array was exported a line ago by Polars' own exporter from an array that upholds Arrow's rules, and
    // `data_type` is its type: the callers convert the array to exactly that type first.
    let data = unsafe { from_ffi_and_data_type(exported, data_type.clone()) }.map_err(ours)?;
    Ok(make_array(data))
}

/// An arrow-rs array as an array of Polars' Arrow library, sharing its buffers. `data_type` must be the array's own
/// type as [`super::polars_arrow_type`] gives it.
pub(crate) fn import_array(array: &dyn Array, data_type: ArrowDataType) -> Result<Box<dyn PolarsArray>> {
    let exported = FFI_ArrowArray::new(&array.to_data());
    // SAFETY: as above, the same struct by another name, moved with its release callback.
    let exported = unsafe { mem::transmute::<FFI_ArrowArray, ArrowArray>(exported) };
    // SAFETY: the array was exported a line ago by arrow-rs from an array that upholds Arrow's rules (safe code cannot
    // make another), and `data_type` is its type.
    unsafe { import_array_from_c(exported, data_type) }.map_err(ours)
}

/// The struct of the C data interface with its fields in sight.
#[repr(C)]
struct PlainArray {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *mut *const c_void,
    children: *mut *mut PlainArray,
    dictionary: *mut PlainArray,
    release: Option<unsafe extern "C" fn(*mut PlainArray)>,
    private_data: *mut c_void,
}

/// Polars exports arrays of nulls with one buffer, an absent validity. The interface says none, and arrow-rs insists.
///
/// # Safety
/// `array` is an exported array of type `data_type` that nobody else uses.
unsafe fn drop_null_buffers(array: &mut PlainArray, data_type: &DataType) {
    let child = |index: i64| {
        debug_assert!(index < array.n_children);
        // SAFETY: an exported array of this type has that many children, each of them owned by it, as the caller says.
        unsafe { &mut **array.children.add(index as usize) }
    };
    match data_type {
        DataType::Null => array.n_buffers = 0,
        DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            // SAFETY: the child is the item's array, and `array` is ours alone.
            unsafe { drop_null_buffers(child(0), item.data_type()) }
        }
        DataType::Struct(fields) => {
            for (index, field) in (0_i64..).zip(fields) {
                // SAFETY: children stand in the order of the fields, and `array` is ours alone.
                unsafe { drop_null_buffers(child(index), field.data_type()) }
            }
        }
        _ => {}
    }
}
