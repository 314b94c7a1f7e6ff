//! Arrow arrays to bare buffers, without copying where Arrow allows it.
//!
//! The boundary knows no offsets: the first value is at the start of each buffer, and bit 0 of a bitmap is row 0. An
//! array that begins in the middle of its buffers is cut to them; only misaligned bitmaps and offsets that do not begin
//! at 0 are rewritten.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{BinaryViewType, ByteViewType, StringViewType};
use arrow_array::{Array, ArrayRef, GenericByteViewArray, OffsetSizeTrait, RecordBatch};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer};
use arrow_schema::DataType;

use crate::{Context as _, Error, Result, bail};

/// One array, ready to leave.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) length: u32,
    pub(crate) null_count: u32,
    pub(crate) buffers: Vec<Buffer>,
}

/// The batch's arrays, depth first.
pub(crate) fn batch(batch: &RecordBatch) -> Result<Vec<Column>> {
    let mut out = Vec::with_capacity(batch.num_columns());
    for (field, array) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        lower(array, &mut out).with_context(|| format!("column `{}`", field.name()))?;
    }
    Ok(out)
}

fn lower(array: &dyn Array, out: &mut Vec<Column>) -> Result<()> {
    use DataType as T;
    let mut children: Vec<ArrayRef> = Vec::new();
    let mut buffers = Vec::with_capacity(3);
    if !matches!(array.data_type(), T::Null) {
        buffers.push(validity(array.nulls()));
    }
    match array.data_type() {
        T::Null => {}
        T::Boolean => buffers.push(array.as_boolean().values().sliced()),
        T::Utf8 => byte_buffers(array.as_string::<i32>().offsets(), array.as_string::<i32>().values(), &mut buffers),
        T::LargeUtf8 => {
            byte_buffers(array.as_string::<i64>().offsets(), array.as_string::<i64>().values(), &mut buffers);
        }
        T::Binary => byte_buffers(array.as_binary::<i32>().offsets(), array.as_binary::<i32>().values(), &mut buffers),
        T::LargeBinary => {
            byte_buffers(array.as_binary::<i64>().offsets(), array.as_binary::<i64>().values(), &mut buffers);
        }
        T::Utf8View => view_buffers(array.as_byte_view::<StringViewType>(), &mut buffers),
        T::BinaryView => view_buffers(array.as_byte_view::<BinaryViewType>(), &mut buffers),
        T::List(_) => {
            let list = array.as_list::<i32>();
            children.push(list_values(list.offsets(), list.values(), &mut buffers));
        }
        T::LargeList(_) => {
            let list = array.as_list::<i64>();
            children.push(list_values(list.offsets(), list.values(), &mut buffers));
        }
        T::FixedSizeList(_, size) => {
            let list = array.as_fixed_size_list();
            children.push(list.values().slice(0, list.len() * *size as usize));
        }
        T::Struct(_) => children.extend(array.as_struct().columns().iter().cloned()),
        T::FixedSizeBinary(width) => buffers.push(fixed_values(array, *width as usize)),
        other => match other.primitive_width() {
            Some(width) => buffers.push(fixed_values(array, width)),
            None => bail!("unsupported-type", "type {other} does not cross the boundary; cast it to a plain type first"),
        },
    }
    let null_count = if matches!(array.data_type(), T::Null) { array.len() } else { array.null_count() };
    out.push(Column { length: count(array.len())?, null_count: count(null_count)?, buffers });
    children.iter().try_for_each(|child| lower(child, out))
}

/// A number of rows or values as the boundary counts them. Too many are only possible outside of wasm.
pub(crate) fn count(found: usize) -> Result<u32> {
    u32::try_from(found).map_err(|_| Error::new("bad-output", format!("{found} values in one batch; {} are allowed", u32::MAX)))
}

fn validity(nulls: Option<&NullBuffer>) -> Buffer {
    match nulls {
        Some(nulls) if nulls.null_count() > 0 => nulls.inner().sliced(),
        _ => Buffer::default(),
    }
}

fn fixed_values(array: &dyn Array, width: usize) -> Buffer {
    let data = array.to_data();
    data.buffers()[0].slice_with_length(data.offset() * width, data.len() * width)
}

fn byte_buffers<O: OffsetSizeTrait>(offsets: &OffsetBuffer<O>, values: &Buffer, buffers: &mut Vec<Buffer>) {
    let (first, last) = range(offsets);
    buffers.push(from_zero(offsets));
    buffers.push(values.slice_with_length(first, last - first));
}

fn list_values<O: OffsetSizeTrait>(offsets: &OffsetBuffer<O>, values: &ArrayRef, buffers: &mut Vec<Buffer>) -> ArrayRef {
    let (first, last) = range(offsets);
    buffers.push(from_zero(offsets));
    values.slice(first, last - first)
}

/// Where the values of the first row begin, and where those of the last end.
fn range<O: OffsetSizeTrait>(offsets: &OffsetBuffer<O>) -> (usize, usize) {
    // An offset buffer has at least one element, by its type's own promise.
    (offsets[0].as_usize(), offsets[offsets.len() - 1].as_usize())
}

fn from_zero<O: OffsetSizeTrait>(offsets: &OffsetBuffer<O>) -> Buffer {
    let first = offsets[0];
    if first == O::zero() {
        return offsets.inner().inner().clone();
    }
    offsets.iter().map(|offset| *offset - first).collect::<Vec<O>>().into()
}

fn view_buffers<T: ByteViewType>(array: &GenericByteViewArray<T>, buffers: &mut Vec<Buffer>) {
    // A few rows cut out of a large table still hold all its text; the boundary would carry it all.
    let held: usize = array.data_buffers().iter().map(Buffer::len).sum();
    let compacted;
    let array = if held / 2 > array.total_buffer_bytes_used() {
        compacted = array.gc();
        &compacted
    } else {
        array
    };
    buffers.push(array.views().inner().clone());
    buffers.extend(array.data_buffers().iter().cloned());
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
