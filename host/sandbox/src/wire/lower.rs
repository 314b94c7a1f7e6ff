//! Arrow arrays on their way into the guest: buffers are shared where they are, never copied.
//!
//! The boundary knows no offsets. A slice that begins inside a byte of a bitmap, or whose offsets do not begin at zero,
//! is the one thing that is made anew here: a bit or eight bytes a value.

use arrow::array::{
    Array, ArrayRef, ArrowNativeTypeOp, AsArray, GenericByteArray, GenericByteViewArray, GenericListArray, OffsetSizeTrait, RecordBatch, StructArray,
};
use arrow::buffer::{Buffer, NullBuffer, OffsetBuffer};
use arrow::datatypes::{BinaryType, BinaryViewType, ByteArrayType, ByteViewType, DataType, LargeBinaryType, LargeUtf8Type, StringViewType, Utf8Type};
use bytes::Bytes;
use sandtable_core::{Code, Error, text};

use super::{ArrayIn, BatchIn};

/// Rows for the guest, and how many bytes of buffers they are.
///
/// # Errors
/// `VALIDATION_ERROR` for a type that does not cross; the schema has been refused before, so it is a source's fault.
pub(crate) fn lower(batch: &RecordBatch) -> Result<(BatchIn, u64), Error> {
    let mut lowering = Lowering { arrays: Vec::with_capacity(batch.num_columns()), bytes: 0 };
    for (column, field) in batch.columns().iter().zip(batch.schema_ref().fields()) {
        lowering.array(column).map_err(|why| Error::new(Code::ValidationError, format!("column {}: {why}", text::quote(field.name()))))?;
    }
    let rows = count(batch.num_rows()).map_err(|why| Error::new(Code::ValidationError, why))?;
    Ok((BatchIn { rows, arrays: lowering.arrays }, lowering.bytes))
}

struct Lowering {
    arrays: Vec<ArrayIn>,
    bytes: u64,
}

impl Lowering {
    /// Adds the array, then its children.
    fn array(&mut self, array: &ArrayRef) -> Result<(), String> {
        match array.data_type() {
            DataType::Null => self.push(array, vec![])?,
            DataType::Boolean => {
                let values = array.as_boolean().values().sliced();
                self.push(array, vec![validity(array.nulls()), share(values)])?;
            }
            DataType::Utf8 => self.bytes_array(array.as_bytes::<Utf8Type>())?,
            DataType::LargeUtf8 => self.bytes_array(array.as_bytes::<LargeUtf8Type>())?,
            DataType::Binary => self.bytes_array(array.as_bytes::<BinaryType>())?,
            DataType::LargeBinary => self.bytes_array(array.as_bytes::<LargeBinaryType>())?,
            DataType::Utf8View => self.views(array.as_byte_view::<StringViewType>())?,
            DataType::BinaryView => self.views(array.as_byte_view::<BinaryViewType>())?,
            DataType::List(_) => self.list(array.as_list::<i32>())?,
            DataType::LargeList(_) => self.list(array.as_list::<i64>())?,
            DataType::FixedSizeList(_, length) => {
                let list = array.as_fixed_size_list();
                let length = usize::try_from(*length).map_err(|_| "a fixed-size list of a negative length".to_owned())?;
                self.push(array, vec![validity(array.nulls())])?;
                // Slicing such a list slices its values too.
                self.array(&list.values().slice(0, list.len() * length))?;
            }
            DataType::Struct(_) => {
                let structure: &StructArray = array.as_struct();
                self.push(array, vec![validity(array.nulls())])?;
                structure.columns().iter().try_for_each(|child| self.array(child))?;
            }
            other => self.fixed(array, other)?,
        }
        Ok(())
    }

    /// Values of a fixed number of bytes.
    fn fixed(&mut self, array: &ArrayRef, data_type: &DataType) -> Result<(), String> {
        let width = match data_type {
            DataType::FixedSizeBinary(width) => usize::try_from(*width).ok(),
            other => other.primitive_width(),
        };
        let data = array.to_data();
        let (Some(width), [values]) = (width, data.buffers()) else {
            return Err(format!("type {data_type} cannot be handed to a transform"));
        };
        let values = values.slice_with_length(data.offset() * width, data.len() * width);
        self.push(array, vec![validity(array.nulls()), share(values)])
    }

    fn bytes_array<T: ByteArrayType>(&mut self, array: &GenericByteArray<T>) -> Result<(), String> {
        let (offsets, first, last) = rebased(array.offsets());
        let values = array.values().slice_with_length(first, last - first);
        self.push(array, vec![validity(array.nulls()), share(offsets), share(values)])
    }

    fn views<T: ByteViewType + ?Sized>(&mut self, array: &GenericByteViewArray<T>) -> Result<(), String> {
        // A slice of a long column still holds all of the column's bytes. What it does not show stays here.
        let held: usize = array.data_buffers().iter().map(Buffer::len).sum();
        let compact = (held > 2 * array.total_buffer_bytes_used() + array.len() * 16).then(|| array.gc());
        let array = compact.as_ref().unwrap_or(array);
        let mut buffers = vec![validity(array.nulls()), share(array.views().inner().clone())];
        buffers.extend(array.data_buffers().iter().cloned().map(share));
        self.push(array, buffers)
    }

    fn list<O: OffsetSizeTrait + ArrowNativeTypeOp>(&mut self, array: &GenericListArray<O>) -> Result<(), String> {
        let (offsets, first, last) = rebased(array.offsets());
        self.push(array, vec![validity(array.nulls()), share(offsets)])?;
        self.array(&array.values().slice(first, last - first))
    }

    fn push(&mut self, array: &dyn Array, buffers: Vec<Bytes>) -> Result<(), String> {
        self.bytes += buffers.iter().map(|buffer| buffer.len() as u64).sum::<u64>();
        let null_count = if array.data_type() == &DataType::Null { array.len() } else { array.null_count() };
        self.arrays.push(ArrayIn { length: count(array.len())?, null_count: count(null_count)?, buffers });
        Ok(())
    }
}

/// A number of rows or values, which the boundary counts with 32 bits. Rows are always fewer; the items of lists may not be.
fn count(found: usize) -> Result<u32, String> {
    u32::try_from(found).map_err(|_| format!("{found} values in one batch, at most {} can be handed to a transform", u32::MAX))
}

/// Offsets that begin at zero, and which part of the values they speak of.
fn rebased<O: OffsetSizeTrait>(offsets: &OffsetBuffer<O>) -> (Buffer, usize, usize) {
    // An offset buffer holds at least one offset, and they are non-negative.
    let first = offsets[0];
    let last = offsets[offsets.len() - 1];
    let buffer =
        if first == O::zero() { offsets.inner().inner().clone() } else { Buffer::from_vec(offsets.iter().map(|offset| *offset - first).collect::<Vec<O>>()) };
    (buffer, first.as_usize(), last.as_usize())
}

/// A bitmap whose first bit is row 0, or nothing where nothing is null.
fn validity(nulls: Option<&NullBuffer>) -> Bytes {
    match nulls {
        Some(nulls) if nulls.null_count() > 0 => share(nulls.inner().sliced()),
        _ => Bytes::new(),
    }
}

/// The same bytes, kept alive by whoever holds them.
fn share(buffer: Buffer) -> Bytes {
    if buffer.is_empty() { Bytes::new() } else { Bytes::from_owner(buffer) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{FixedSizeListArray, NullArray};
    use arrow::datatypes::{Field, Schema};

    use super::*;

    #[test]
    fn more_than_32_bits_can_count_are_refused() {
        let batch = |values: usize| {
            let values: ArrayRef = Arc::new(NullArray::new(values));
            let list = FixedSizeListArray::new(Arc::new(Field::new("item", DataType::Null, true)), 1 << 16, values, None);
            let schema = Schema::new(vec![Field::new("wide", list.data_type().clone(), true)]);
            RecordBatch::try_new(Arc::new(schema), vec![Arc::new(list)]).unwrap()
        };
        let most = lower(&batch((1 << 32) - (1 << 16))).unwrap().0;
        assert_eq!((most.rows, most.arrays[1].length, most.arrays[1].null_count), ((1 << 16) - 1, u32::MAX - (1 << 16) + 1, u32::MAX - (1 << 16) + 1));
        let error = lower(&batch(1 << 32)).unwrap_err();
        assert_eq!(error.message, "column \"wide\": 4294967296 values in one batch, at most 4294967295 can be handed to a transform");
    }
}
