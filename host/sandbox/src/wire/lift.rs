//! Arrow arrays out of what a guest gave. Nothing of it is believed.
//!
//! Each buffer is copied once, into memory that is aligned for any type, and only as much of it as the rows need.
//! Everything else goes through arrow's checked constructors: offsets, UTF-8, views, bitmaps, children. For values of
//! a fixed width that checks lengths and counts nulls, which costs nothing beside the copy.

use std::sync::atomic::AtomicU64;

use arrow::array::{ArrayData, ArrayRef, Decimal128Array, RecordBatch, RecordBatchOptions, make_array};
use arrow::buffer::{BooleanBuffer, Buffer, MutableBuffer, NullBuffer};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use sandtable_core::text;

use crate::Failure;
use crate::watch::Watch;

#[cfg(test)]
#[path = "lift_tests.rs"]
mod tests;

/// The alignment that the widest values want.
const ALIGNMENT: usize = 16;
/// The most buffers of one array: what a view array may spread its bytes over.
pub(crate) const MAX_BUFFERS: usize = 4096;
/// The most buffers of all arrays of a batch: six for each field of the widest schema.
pub(crate) const MAX_BATCH_BUFFERS: usize = 64 << 10;

/// One array as the guest gave it. `B` is a buffer in the guest's memory, or one that has been copied already.
pub(crate) struct RawArray<B> {
    pub(crate) length: u32,
    pub(crate) null_count: u32,
    pub(crate) buffers: Vec<B>,
}

/// Bytes that a guest gave.
pub(crate) trait RawBuffer {
    fn len(&self) -> usize;

    /// The first `bytes` of it, aligned. `bytes` is at most its length.
    fn take(self, bytes: usize) -> Buffer;
}

impl RawBuffer for &[u8] {
    fn len(&self) -> usize {
        <[u8]>::len(self)
    }

    fn take(self, bytes: usize) -> Buffer {
        let mut copy = MutableBuffer::new(bytes);
        copy.extend_from_slice(&self[..bytes]);
        copy.into()
    }
}

impl RawBuffer for Vec<u8> {
    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn take(self, bytes: usize) -> Buffer {
        // Allocators align what they give to 16 bytes as a rule, not as a promise.
        if self.as_ptr().align_offset(ALIGNMENT) != 0 {
            return self.as_slice().take(bytes);
        }
        Buffer::from_vec(self).slice_with_length(0, bytes)
    }
}

/// What of the output is still allowed, charged before a buffer is copied.
pub(crate) struct Budget<'a> {
    pub(crate) watch: &'a Watch,
}

impl Budget<'_> {
    fn spend(&self, bytes: usize) -> Result<(), Failure> {
        let counter: &AtomicU64 = &self.watch.bytes_out;
        self.watch.spend(counter, "output_bytes", self.watch.limits.output_bytes, bytes as u64)
    }
}

/// Rows out of a guest's arrays, which come in the order of the fields, depth first.
///
/// `place` says which batch it is, for messages.
///
/// # Errors
/// `BadOutput` naming the column, or the limit of output bytes.
pub(crate) fn rebuild<B: RawBuffer>(
    schema: &SchemaRef,
    rows: usize,
    arrays: impl ExactSizeIterator<Item = RawArray<B>>,
    budget: &Budget<'_>,
    place: &str,
) -> Result<RecordBatch, Failure> {
    let mut lifting = Lifting { arrays, budget };
    let mut columns = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        let at = |wrong| match wrong {
            Wrong::Stop(failure) => failure,
            Wrong::Bad(why) => Failure::bad_output(format!("{place}, column {}", text::quote(field.name())), why),
        };
        columns.push(lifting.array(field, Some(rows)).and_then(|data| finished(data, field)).map_err(at)?);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(SchemaRef::clone(schema), columns, &options).map_err(|error| Failure::bad_output(place, error.to_string()))
}

/// Why an array could not be rebuilt: it is no valid array, or the call is over.
enum Wrong {
    Bad(String),
    Stop(Failure),
}

impl From<String> for Wrong {
    fn from(why: String) -> Self {
        Self::Bad(why)
    }
}

impl From<Failure> for Wrong {
    fn from(failure: Failure) -> Self {
        Self::Stop(failure)
    }
}

struct Lifting<'a, I> {
    arrays: I,
    budget: &'a Budget<'a>,
}

impl<B: RawBuffer, I: ExactSizeIterator<Item = RawArray<B>>> Lifting<'_, I> {
    /// The next array and its children. `length` is what it must have; of a list's child the list says it later.
    fn array(&mut self, field: &Field, length: Option<usize>) -> Result<ArrayData, Wrong> {
        let RawArray { length: given, null_count, buffers } = self.arrays.next().ok_or_else(|| "its arrays are missing".to_owned())?;
        let rows = given as usize;
        if let Some(length) = length.filter(|length| *length != rows) {
            return Err(format!("{rows} values, {length} expected").into());
        }
        let data_type = field.data_type();
        let mut buffers = Taking { buffers: buffers.into_iter(), budget: self.budget };
        let nulls = if data_type == &DataType::Null { None } else { buffers.validity(rows, null_count)? };
        if nulls.is_some() && !field.is_nullable() {
            return Err(format!("nulls in field {}, which is not nullable", text::quote(field.name())).into());
        }
        let mut children = Vec::new();
        let values = match data_type {
            // Values without bytes cost something all the same: a list of 2^32 nulls would be free otherwise.
            DataType::Null => {
                buffers.budget.spend(rows)?;
                vec![]
            }
            DataType::Boolean => vec![buffers.next(rows.div_ceil(8), "values")?],
            DataType::Utf8 | DataType::Binary => buffers.offsets_and_bytes::<i32>(rows)?,
            DataType::LargeUtf8 | DataType::LargeBinary => buffers.offsets_and_bytes::<i64>(rows)?,
            DataType::Utf8View | DataType::BinaryView => buffers.views(rows)?,
            DataType::List(child) => {
                let (offsets, last) = buffers.offsets::<i32>(rows)?;
                children.push(self.child(child, last)?);
                vec![offsets]
            }
            DataType::LargeList(child) => {
                let (offsets, last) = buffers.offsets::<i64>(rows)?;
                children.push(self.child(child, last)?);
                vec![offsets]
            }
            DataType::FixedSizeList(child, length) => {
                buffers.budget.spend(rows)?;
                let all = rows.checked_mul(*length as usize).ok_or_else(|| "a fixed-size list of too many values".to_owned())?;
                children.push(self.array(child, Some(all))?);
                vec![]
            }
            DataType::Struct(fields) => {
                buffers.budget.spend(rows)?;
                for child in fields {
                    children.push(self.array(child, Some(rows))?);
                }
                vec![]
            }
            other => {
                let width = width(other).ok_or_else(|| format!("type {other} is not taken"))?;
                let bytes = rows.checked_mul(width).ok_or_else(|| "an array of too many values".to_owned())?;
                vec![buffers.next(bytes, "values")?]
            }
        };
        buffers.end()?;
        ArrayData::builder(data_type.clone()).len(rows).nulls(nulls).buffers(values).child_data(children).build().map_err(|error| Wrong::Bad(error.to_string()))
    }

    /// A list's child: at least as long as the offsets say, and what is beyond them is cut.
    fn child(&mut self, field: &Field, length: usize) -> Result<ArrayData, Wrong> {
        let child = self.array(field, None)?;
        if child.len() < length {
            return Err(format!("offsets up to {length}, the child has {} values", child.len()).into());
        }
        Ok(if child.len() > length { child.slice(0, length) } else { child })
    }
}

/// The buffers of one array, one after the other.
struct Taking<'a, B> {
    buffers: std::vec::IntoIter<B>,
    budget: &'a Budget<'a>,
}

impl<B: RawBuffer> Taking<'_, B> {
    /// The first `bytes` of the next buffer, charged before they are copied.
    fn next(&mut self, bytes: usize, what: &str) -> Result<Buffer, Wrong> {
        let buffer = self.buffers.next().ok_or_else(|| format!("the buffer of {what} is missing"))?;
        if buffer.len() < bytes {
            return Err(format!("the buffer of {what} has {} bytes, {bytes} are needed", buffer.len()).into());
        }
        self.budget.spend(bytes)?;
        Ok(buffer.take(bytes))
    }

    /// The bitmap of what is there; an empty one says that everything is.
    fn validity(&mut self, rows: usize, announced: u32) -> Result<Option<NullBuffer>, Wrong> {
        let buffer = self.buffers.next().ok_or_else(|| "the buffer of validity is missing".to_owned())?;
        if buffer.len() == 0 {
            return if announced == 0 || rows == 0 { Ok(None) } else { Err(format!("{announced} nulls announced, and no validity").into()) };
        }
        let bytes = rows.div_ceil(8);
        if buffer.len() < bytes {
            return Err(format!("the buffer of validity has {} bytes, {bytes} are needed", buffer.len()).into());
        }
        self.budget.spend(bytes)?;
        // Counted here: the guest's count is its own.
        let nulls = NullBuffer::new(BooleanBuffer::new(buffer.take(bytes), 0, rows));
        Ok(Some(nulls).filter(|nulls| nulls.null_count() > 0))
    }

    /// Offsets, and the last of them. Whether they rise is looked at when the array is built.
    fn offsets<O: Offset>(&mut self, rows: usize) -> Result<(Buffer, usize), Wrong> {
        // Arrow lets an array of no values go without its one offset.
        if rows == 0 && self.buffers.as_slice().first().is_some_and(|buffer| buffer.len() == 0) {
            self.buffers.next();
            return Ok((Buffer::from_vec(vec![O::default()]), 0));
        }
        let bytes = (rows + 1).checked_mul(size_of::<O>()).ok_or_else(|| "an array of too many values".to_owned())?;
        let buffer = self.next(bytes, "offsets")?;
        let last = O::last(&buffer[bytes - size_of::<O>()..]);
        let last = last.and_then(|last| usize::try_from(last).ok()).ok_or_else(|| "the last offset is negative".to_owned())?;
        Ok((buffer, last))
    }

    fn offsets_and_bytes<O: Offset>(&mut self, rows: usize) -> Result<Vec<Buffer>, Wrong> {
        let (offsets, last) = self.offsets::<O>(rows)?;
        if rows == 0 && self.buffers.len() == 0 {
            return Ok(vec![offsets, Buffer::default()]);
        }
        Ok(vec![offsets, self.next(last, "bytes")?])
    }

    /// Views, and then as many buffers of bytes as there are.
    fn views(&mut self, rows: usize) -> Result<Vec<Buffer>, Wrong> {
        let bytes = rows.checked_mul(16).ok_or_else(|| "an array of too many values".to_owned())?;
        let mut all = vec![self.next(bytes, "views")?];
        for buffer in self.buffers.by_ref() {
            let bytes = buffer.len();
            self.budget.spend(bytes)?;
            all.push(buffer.take(bytes));
        }
        Ok(all)
    }

    fn end(mut self) -> Result<(), Wrong> {
        match self.buffers.next() {
            None => Ok(()),
            // A null array has none in the C data interface; some writers give an empty validity.
            Some(buffer) if buffer.len() == 0 && self.buffers.len() == 0 => Ok(()),
            Some(_) => Err(format!("{} buffers too many", self.buffers.len() + 1).into()),
        }
    }
}

trait Offset: arrow::datatypes::ArrowNativeType {
    fn last(bytes: &[u8]) -> Option<i64>;
}

impl Offset for i32 {
    fn last(bytes: &[u8]) -> Option<i64> {
        Some(i64::from(Self::from_le_bytes(bytes.try_into().ok()?)))
    }
}

impl Offset for i64 {
    fn last(bytes: &[u8]) -> Option<i64> {
        Some(Self::from_le_bytes(bytes.try_into().ok()?))
    }
}

fn width(data_type: &DataType) -> Option<usize> {
    match data_type {
        DataType::FixedSizeBinary(width) => usize::try_from(*width).ok(),
        other => other.primitive_width(),
    }
}

/// The array, when its values are ones that its type has.
fn finished(data: ArrayData, field: &Field) -> Result<ArrayRef, Wrong> {
    let array = make_array(data);
    values_in_range(&array, field.data_type())?;
    Ok(array)
}

/// Values that arrow itself takes, and that those behind us (formatting, calendars) would stumble over.
fn values_in_range(array: &ArrayRef, data_type: &DataType) -> Result<(), Wrong> {
    use arrow::array::AsArray;
    use arrow::datatypes as types;
    const DAY_S: i64 = 86_400;
    // The years that chrono's calendar has, rounded to days that are safe at both ends.
    const DAYS: i64 = 95_000_000;
    match data_type {
        DataType::Decimal128(precision, _) => {
            let decimals: &Decimal128Array = array.as_primitive();
            decimals.validate_decimal_precision(*precision).map_err(|error| Wrong::Bad(error.to_string()))
        }
        DataType::Date32 => range::<types::Date32Type>(array, -DAYS, DAYS, "days since 1970"),
        DataType::Date64 => range::<types::Date64Type>(array, -DAYS * DAY_S * 1000, DAYS * DAY_S * 1000, "milliseconds since 1970"),
        DataType::Time32(TimeUnit::Second) => range::<types::Time32SecondType>(array, 0, DAY_S - 1, "seconds of a day"),
        DataType::Time32(_) => range::<types::Time32MillisecondType>(array, 0, DAY_S * 1000 - 1, "milliseconds of a day"),
        DataType::Time64(TimeUnit::Microsecond) => range::<types::Time64MicrosecondType>(array, 0, DAY_S * 1_000_000 - 1, "microseconds of a day"),
        DataType::Time64(_) => range::<types::Time64NanosecondType>(array, 0, DAY_S * 1_000_000_000 - 1, "nanoseconds of a day"),
        DataType::Timestamp(TimeUnit::Second, _) => range::<types::TimestampSecondType>(array, -DAYS * DAY_S, DAYS * DAY_S, "seconds since 1970"),
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            range::<types::TimestampMillisecondType>(array, -DAYS * DAY_S * 1000, DAYS * DAY_S * 1000, "milliseconds since 1970")
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            range::<types::TimestampMicrosecondType>(array, -DAYS * DAY_S * 1_000_000, DAYS * DAY_S * 1_000_000, "microseconds since 1970")
        }
        DataType::List(child) => values_in_range(array.as_list::<i32>().values(), child.data_type()),
        DataType::LargeList(child) => values_in_range(array.as_list::<i64>().values(), child.data_type()),
        DataType::FixedSizeList(child, _) => values_in_range(array.as_fixed_size_list().values(), child.data_type()),
        DataType::Struct(fields) => array.as_struct().columns().iter().zip(fields).try_for_each(|(column, field)| values_in_range(column, field.data_type())),
        _ => Ok(()),
    }
}

/// Every value that is not null lies between `least` and `most`.
fn range<T: arrow::array::ArrowPrimitiveType>(array: &ArrayRef, least: i64, most: i64, what: &str) -> Result<(), Wrong>
where
    T::Native: Into<i64>,
{
    use arrow::array::AsArray;
    let array = array.as_primitive::<T>();
    let fine = |value: T::Native| (least..=most).contains(&value.into());
    // Nulls may hide anything, so that only a stray value makes the slow look necessary.
    if array.values().iter().fold(true, |all, value| all & fine(*value)) {
        return Ok(());
    }
    match array.iter().flatten().find(|value| !fine(*value)) {
        None => Ok(()),
        Some(value) => Err(format!("{} is out of range for {what}: {least} to {most}", value.into()).into()),
    }
}

/// A schema's arrays, counted: what a batch must have.
pub(crate) fn expect_arrays(schema: &Schema, given: usize, place: &str) -> Result<(), Failure> {
    let expected = super::count_fields(schema);
    if given == expected { Ok(()) } else { Err(Failure::bad_output(place, format!("{given} arrays, the schema has {expected} fields"))) }
}
