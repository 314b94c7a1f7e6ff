//! Arrow IPC, as a stream or as a file. Types are written as they come, strings with 64-bit offsets unless the batches
//! have views; one message a batch.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use polars::prelude::{ArrowField, ArrowSchema};
use polars_arrow::array::Array;
use polars_arrow::io::ipc::write;
use polars_arrow::record_batch::RecordBatchT;
use sandtable_core::{Error, Result};

use super::Encoder;
use super::sink::{Closed, Sink};
use crate::bridge::{import_array, polars_arrow_type};
use crate::fault::{from_polars, guard_ours, ours};
use crate::options::{Compression, WriteOptions};

pub(super) struct Ipc {
    compression: Option<write::Compression>,
    is_stream: bool,
    state: State,
    schema: Arc<ArrowSchema>,
}

enum State {
    New(Sink),
    Stream(write::StreamWriter<Sink>),
    File(write::FileWriter<Sink>),
    Between,
}

impl Ipc {
    pub(super) fn stream(sink: Sink, options: &WriteOptions) -> Result<Self> {
        Self::new(sink, options, true)
    }

    pub(super) fn file(sink: Sink, options: &WriteOptions) -> Result<Self> {
        Self::new(sink, options, false)
    }

    fn new(sink: Sink, options: &WriteOptions, is_stream: bool) -> Result<Self> {
        let compression = match options.compression {
            None | Some(Compression::Uncompressed) => None,
            Some(Compression::Lz4) => Some(write::Compression::LZ4),
            Some(Compression::Zstd) => Some(write::Compression::ZSTD(Default::default())),
            Some(Compression::Snappy | Compression::Gzip) => {
                return Err(Error::invalid("compression", "arrow is compressed with lz4, zstd or not at all (uncompressed)"));
            }
        };
        Ok(Self { compression, is_stream, state: State::New(sink), schema: Arc::default() })
    }
}

impl Encoder for Ipc {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        let State::New(sink) = std::mem::replace(&mut self.state, State::Between) else { return Err(ours("a table was started twice")) };
        let fields = schema.fields().iter().map(|field| {
            let metadata = field.metadata().iter().map(|(key, value)| (key.as_str().into(), value.as_str().into())).collect();
            Ok(ArrowField::new(field.name().as_str().into(), polars_arrow_type(field.name(), field.data_type())?, field.is_nullable()).with_metadata(metadata))
        });
        self.schema = Arc::new(fields.collect::<Result<Vec<_>>>()?.into_iter().map(|field| (field.name.clone(), field)).collect());
        let options = write::WriteOptions { compression: self.compression };
        self.state = guard_ours(|| {
            if self.is_stream {
                let mut writer = write::StreamWriter::new(sink, options);
                writer.start(&self.schema, None).map_err(|error| from_polars("arrow", error))?;
                Ok(State::Stream(writer))
            } else {
                write::FileWriter::try_new(sink, self.schema.clone(), None, options).map(State::File).map_err(|error| from_polars("arrow_file", error))
            }
        })?;
        Ok(())
    }

    fn push(&mut self, batch: RecordBatch) -> Result<()> {
        let arrays = batch.columns().iter().zip(self.schema.iter_values()).map(|(column, field)| import_array(column, field.dtype().clone()));
        let arrays: Vec<Box<dyn Array>> = arrays.collect::<Result<_>>()?;
        let batch = RecordBatchT::try_new(batch.num_rows(), self.schema.clone(), arrays).map_err(ours)?;
        guard_ours(|| {
            match &mut self.state {
                State::Stream(writer) => writer.write(&batch, None),
                State::File(writer) => writer.write(&batch, None),
                State::New(_) | State::Between => return Err(ours("a table was not started")),
            }
            .map_err(|error| from_polars("arrow", error))
        })
    }

    fn finish(self: Box<Self>) -> Result<Closed> {
        let done = |done: polars::prelude::PolarsResult<()>| done.map_err(|error| from_polars("arrow", error));
        match self.state {
            State::Stream(mut writer) => {
                done(writer.finish())?;
                writer.into_inner().close()
            }
            State::File(mut writer) => {
                done(writer.finish())?;
                writer.into_inner().close()
            }
            State::New(_) | State::Between => Err(ours("a table was not started")),
        }
    }
}
