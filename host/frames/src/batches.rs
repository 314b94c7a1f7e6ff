//! Tables as a run of Arrow batches.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use polars::prelude::DataFrame;
use sandtable_core::Result;

use crate::bridge::Slices;
use crate::bridge::slice_to_batch;
use crate::cast::Casts;
use crate::formats::FrameReader;

/// A table that is read batch by batch, in order, once. Dropping it stops the reading.
pub trait BatchSource: Send {
    /// The same for every batch.
    fn schema(&self) -> SchemaRef;

    /// How many rows there are in all, when that is known beforehand.
    fn rows(&self) -> Option<u64>;

    /// The next rows: at least one, at most `max_rows`, or none at the table's end. `0` leaves the size to the table.
    ///
    /// # Errors
    /// What is wrong with the file, with its place. After an error there are no more batches.
    fn next(&mut self, max_rows: usize) -> Result<Option<RecordBatch>>;
}

/// What a table's rows come from, one frame after the other.
pub(crate) enum Frames {
    /// All there is.
    Whole(Option<DataFrame>),
    /// A file that is read piece by piece.
    Read(Box<dyn FrameReader>),
}

impl Frames {
    pub(crate) fn next(&mut self) -> Result<Option<DataFrame>> {
        match self {
            Self::Whole(frame) => Ok(frame.take()),
            Self::Read(reader) => reader.next(),
        }
    }
}

/// The batches of a table.
pub(crate) struct Batches {
    pub(crate) frames: Frames,
    pub(crate) casts: Casts,
    pub(crate) schema: SchemaRef,
    pub(crate) rows: Option<u64>,
    pub(crate) views: bool,
    pub(crate) batch_rows: usize,
    /// The frame that is being cut up, and where it stands.
    pub(crate) current: Option<(DataFrame, Slices)>,
    pub(crate) ended: bool,
}

impl BatchSource for Batches {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn rows(&self) -> Option<u64> {
        self.rows
    }

    fn next(&mut self, max_rows: usize) -> Result<Option<RecordBatch>> {
        if self.ended {
            return Ok(None);
        }
        let next = self.cut(if max_rows == 0 { self.batch_rows } else { max_rows.min(self.batch_rows) });
        // A reader that failed is in no known state.
        self.ended = !matches!(next, Ok(Some(_)));
        next
    }
}

impl Batches {
    fn cut(&mut self, max_rows: usize) -> Result<Option<RecordBatch>> {
        loop {
            if let Some((frame, slices)) = &mut self.current {
                if let Some((offset, rows)) = slices.next(max_rows) {
                    return slice_to_batch(frame, offset, rows, &self.schema, self.views).map(Some);
                }
                self.current = None;
            }
            match self.frames.next()? {
                None => return Ok(None),
                Some(frame) => {
                    let frame = self.casts.apply(frame)?;
                    let slices = Slices::new(&frame);
                    self.current = Some((frame, slices));
                }
            }
        }
    }
}
