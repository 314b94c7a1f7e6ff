//! Bare buffers to Arrow arrays, without copying.
//!
//! The one exception is alignment: a list of bytes may begin anywhere, and a buffer that begins where its values may
//! not (128-bit values want 16 bytes, the allocator gives 8) is copied.
//!
//! Each array is built by its own type's constructor. Arrow's `make_array` would do, but it brings the code of every
//! type that does not cross the boundary into every guest.

use std::sync::Arc;

use arrow_array::types::*;
use arrow_array::{
    ArrayRef, ArrowPrimitiveType, BooleanArray, FixedSizeBinaryArray, FixedSizeListArray, GenericByteArray, GenericByteViewArray, GenericListArray, NullArray,
    OffsetSizeTrait, PrimitiveArray, RecordBatch, RecordBatchOptions, StructArray,
};
use arrow_buffer::{ArrowNativeType, BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_data::ArrayData;
use arrow_schema::{DataType, SchemaRef, TimeUnit};

use crate::bindings::types;
use crate::{Context as _, Error, Result, bail, schema};

const CODE: &str = "bad-batch";

/// Builds the batch whose buffers the host passed.
///
/// Fails with code `bad-batch` when arrays or buffers are missing or too short. What the host has checked already
/// (offsets, UTF-8, view ranges) is not checked again.
pub(crate) fn batch(schema: &SchemaRef, batch: types::Batch) -> Result<RecordBatch> {
    let mut arrays = batch.arrays.into_iter();
    let mut columns = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        columns.push(lift(field.data_type(), &mut arrays).with_context(|| format!("column `{}`", field.name()))?);
    }
    if arrays.next().is_some() {
        bail!(CODE, "the batch has more arrays than the schema has fields");
    }
    let options = RecordBatchOptions::new().with_row_count(Some(batch.rows as usize));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options).map_err(|error| Error::new(CODE, error))
}

fn lift(data_type: &DataType, arrays: &mut std::vec::IntoIter<types::Array>) -> Result<ArrayRef> {
    let Some(array) = arrays.next() else { bail!(CODE, "the batch has fewer arrays than the schema has fields") };
    let mut parts = Parts::new(data_type, array)?;
    let mut children = Vec::new();
    for child in schema::children(data_type) {
        children.push(lift(child.data_type(), arrays)?);
    }
    parts.build(data_type, children)
}

/// Builds the array of what an Arrow kernel made: like `make_array`, for the types of the boundary. The data must have no
/// offset, which is how `MutableArrayData` leaves it.
pub(crate) fn from_data(data: &ArrayData) -> Result<ArrayRef> {
    if data.offset() != 0 {
        bail!(CODE, "array data of type {} begins at row {}; 0 is allowed", data.data_type(), data.offset());
    }
    let children = data.child_data().iter().map(from_data).collect::<Result<Vec<_>>>()?;
    let buffers = data.buffers().to_vec().into_iter();
    Parts { rows: data.len(), nulls: data.nulls().cloned(), buffers }.build(data.data_type(), children)
}

/// What one array is made of.
struct Parts {
    rows: usize,
    nulls: Option<NullBuffer>,
    buffers: std::vec::IntoIter<Buffer>,
}

impl Parts {
    fn new(data_type: &DataType, array: types::Array) -> Result<Self> {
        let rows = array.length as usize;
        let mut buffers = array.buffers.into_iter().map(Buffer::from_vec).collect::<Vec<_>>().into_iter();
        let validity = match data_type {
            DataType::Null => None,
            _ => buffers.next().filter(|bits| array.null_count > 0 && !bits.is_empty()),
        };
        let nulls = match validity {
            Some(bits) => Some(NullBuffer::new(bitmap(bits, rows)?)),
            None => None,
        };
        Ok(Self { rows, nulls, buffers })
    }

    fn build(&mut self, data_type: &DataType, mut children: Vec<ArrayRef>) -> Result<ArrayRef> {
        use {DataType as T, TimeUnit as U};
        let built: ArrayRef = match data_type {
            T::Null => Arc::new(NullArray::new(self.rows)),
            T::Boolean => {
                let bits = self.next()?;
                Arc::new(BooleanArray::new(bitmap(bits, self.rows)?, self.nulls.take()))
            }
            T::Int8 => self.primitive::<Int8Type>(data_type)?,
            T::Int16 => self.primitive::<Int16Type>(data_type)?,
            T::Int32 => self.primitive::<Int32Type>(data_type)?,
            T::Int64 => self.primitive::<Int64Type>(data_type)?,
            T::UInt8 => self.primitive::<UInt8Type>(data_type)?,
            T::UInt16 => self.primitive::<UInt16Type>(data_type)?,
            T::UInt32 => self.primitive::<UInt32Type>(data_type)?,
            T::UInt64 => self.primitive::<UInt64Type>(data_type)?,
            T::Float16 => self.primitive::<Float16Type>(data_type)?,
            T::Float32 => self.primitive::<Float32Type>(data_type)?,
            T::Float64 => self.primitive::<Float64Type>(data_type)?,
            T::Decimal32(_, _) => self.primitive::<Decimal32Type>(data_type)?,
            T::Decimal64(_, _) => self.primitive::<Decimal64Type>(data_type)?,
            T::Decimal128(_, _) => self.primitive::<Decimal128Type>(data_type)?,
            T::Decimal256(_, _) => self.primitive::<Decimal256Type>(data_type)?,
            T::Date32 => self.primitive::<Date32Type>(data_type)?,
            T::Date64 => self.primitive::<Date64Type>(data_type)?,
            T::Time32(U::Second) => self.primitive::<Time32SecondType>(data_type)?,
            T::Time32(U::Millisecond) => self.primitive::<Time32MillisecondType>(data_type)?,
            T::Time64(U::Microsecond) => self.primitive::<Time64MicrosecondType>(data_type)?,
            T::Time64(U::Nanosecond) => self.primitive::<Time64NanosecondType>(data_type)?,
            T::Timestamp(U::Second, _) => self.primitive::<TimestampSecondType>(data_type)?,
            T::Timestamp(U::Millisecond, _) => self.primitive::<TimestampMillisecondType>(data_type)?,
            T::Timestamp(U::Microsecond, _) => self.primitive::<TimestampMicrosecondType>(data_type)?,
            T::Timestamp(U::Nanosecond, _) => self.primitive::<TimestampNanosecondType>(data_type)?,
            T::Duration(U::Second) => self.primitive::<DurationSecondType>(data_type)?,
            T::Duration(U::Millisecond) => self.primitive::<DurationMillisecondType>(data_type)?,
            T::Duration(U::Microsecond) => self.primitive::<DurationMicrosecondType>(data_type)?,
            T::Duration(U::Nanosecond) => self.primitive::<DurationNanosecondType>(data_type)?,
            T::Utf8 => self.bytes::<Utf8Type>()?,
            T::LargeUtf8 => self.bytes::<LargeUtf8Type>()?,
            T::Binary => self.bytes::<BinaryType>()?,
            T::LargeBinary => self.bytes::<LargeBinaryType>()?,
            T::Utf8View => self.views::<StringViewType>()?,
            T::BinaryView => self.views::<BinaryViewType>()?,
            T::FixedSizeBinary(width) => {
                let values = sized(self.next()?, self.rows, *width as usize)?;
                let nulls = self.nulls.take();
                Arc::new(FixedSizeBinaryArray::try_new_with_len(*width, values, nulls, self.rows)?)
            }
            T::List(_) => self.list::<i32>(data_type, children.pop())?,
            T::LargeList(_) => self.list::<i64>(data_type, children.pop())?,
            T::FixedSizeList(field, size) => {
                let items = children.pop().ok_or_else(no_child)?;
                let nulls = self.nulls.take();
                Arc::new(FixedSizeListArray::try_new_with_length(Arc::clone(field), *size, items, nulls, self.rows)?)
            }
            T::Struct(fields) => {
                let nulls = self.nulls.take();
                Arc::new(StructArray::try_new_with_length(fields.clone(), children, nulls, self.rows)?)
            }
            other => bail!("unsupported-type", "type {other} does not cross the boundary"),
        };
        match self.buffers.len() {
            0 => Ok(built),
            n => bail!(CODE, "an array of type {data_type} has {n} buffers too many"),
        }
    }

    fn next(&mut self) -> Result<Buffer> {
        self.buffers.next().ok_or_else(|| Error::new(CODE, "an array lacks a buffer"))
    }

    fn primitive<T: ArrowPrimitiveType>(&mut self, data_type: &DataType) -> Result<ArrayRef> {
        let values = scalars::<T::Native>(self.next()?, self.rows)?;
        Ok(Arc::new(PrimitiveArray::<T>::new(values, self.nulls.take()).with_data_type(data_type.clone())))
    }

    fn bytes<T: ByteArrayType>(&mut self) -> Result<ArrayRef> {
        let offsets = offsets::<T::Offset>(self.next()?, self.rows)?;
        let values = self.next()?;
        reaches(&offsets, values.len())?;
        // SAFETY: the offsets end within the values (checked), rise and cut valid UTF-8: only checked columns enter a
        // guest, and the validity has as many bits as there are rows.
        let array = unsafe { GenericByteArray::<T>::new_unchecked(offsets, values, self.nulls.take()) };
        Ok(Arc::new(array))
    }

    fn views<T: ByteViewType>(&mut self) -> Result<ArrayRef> {
        let views = scalars::<u128>(self.next()?, self.rows)?;
        let data: Arc<[Buffer]> = self.buffers.by_ref().collect();
        // SAFETY: the views lie in the data and name valid UTF-8, since only checked columns enter a guest, and the
        // validity has as many bits as there are rows.
        let array = unsafe { GenericByteViewArray::<T>::new_unchecked(views, data, self.nulls.take()) };
        Ok(Arc::new(array))
    }

    fn list<O: OffsetSizeTrait>(&mut self, data_type: &DataType, items: Option<ArrayRef>) -> Result<ArrayRef> {
        let offsets = offsets::<O>(self.next()?, self.rows)?;
        let (Some(items), [field]) = (items, schema::children(data_type)) else { return Err(no_child()) };
        Ok(Arc::new(GenericListArray::<O>::try_new(Arc::clone(field), offsets, items, self.nulls.take())?))
    }
}

fn bitmap(bits: Buffer, rows: usize) -> Result<BooleanBuffer> {
    if bits.len() < rows.div_ceil(8) {
        bail!(CODE, "a bitmap of {rows} rows has {} bytes; {} are needed", bits.len(), rows.div_ceil(8));
    }
    Ok(BooleanBuffer::new(bits, 0, rows))
}

fn scalars<T: ArrowNativeType>(bytes: Buffer, rows: usize) -> Result<ScalarBuffer<T>> {
    let buffer = sized(bytes, rows, size_of::<T>())?;
    let aligned = if buffer.as_ptr().cast::<T>().is_aligned() { buffer } else { Buffer::from_slice_ref(&*buffer) };
    Ok(ScalarBuffer::new(aligned, 0, rows))
}

fn sized(bytes: Buffer, rows: usize, width: usize) -> Result<Buffer> {
    let needed = rows.saturating_mul(width);
    if bytes.len() < needed {
        bail!(CODE, "a buffer of {rows} values has {} bytes; {needed} are needed", bytes.len());
    }
    Ok(bytes.slice_with_length(0, needed))
}

fn offsets<O: OffsetSizeTrait>(bytes: Buffer, rows: usize) -> Result<OffsetBuffer<O>> {
    // Without rows there may be no offsets at all.
    if rows == 0 {
        return Ok(OffsetBuffer::new_empty());
    }
    let offsets = scalars::<O>(bytes, rows.saturating_add(1))?;
    // SAFETY: there is at least one; the host passes only columns whose offsets begin at 0 or later and never fall.
    Ok(unsafe { OffsetBuffer::new_unchecked(offsets) })
}

fn reaches<O: OffsetSizeTrait>(offsets: &OffsetBuffer<O>, len: usize) -> Result<()> {
    let end = offsets[offsets.len() - 1].as_usize();
    if end > len {
        bail!(CODE, "offsets end at {end}; the values have {len} bytes");
    }
    Ok(())
}

fn no_child() -> Error {
    Error::new(CODE, "a list lacks its items")
}
