//! Parquet, by row group. What is held is a row group's compressed bytes and the rows that are being decoded.

use std::fs::File;
use std::io::{BufReader, Seek};
use std::os::unix::fs::FileExt;

use polars::prelude::{ArrowField, Column, DataFrame, Schema, SchemaExt, Series};
use polars_buffer::Buffer;
use polars_core::runtime::RAYON;
use polars_io::parquet::read::_internal::to_deserializer;
use polars_parquet::read::{ColumnChunkMetadata, FileMetadata, Filter, RowGroupMetadata, infer_schema, read_metadata};
use rayon::prelude::*;
use sandtable_core::{Result, text};

use super::{FrameReader, Opened};
use crate::fault::{damaged, from_io, from_polars, guard, ours};

/// How many bytes are decoded at once, as far as the file's metadata tells.
const DECODED_BYTES: usize = 64 << 20;

/// Fewer rows than this are not worth skipping through the pages before them.
const MIN_ROWS: usize = 65_536;

pub(crate) fn open(file: File, size: u64) -> Result<Opened> {
    // Shorter than its two marks and a footer's length, which the reader expects to be there.
    if size < 12 {
        return Err(damaged("parquet", "the file ends too early"));
    }
    let (metadata, schema) = guard("parquet", || {
        let mut reader = BufReader::new(&file);
        reader.rewind().map_err(|error| from_io("parquet", &error))?;
        let metadata = read_metadata(&mut reader).map_err(|error| from_polars("parquet", error))?;
        let schema = infer_schema(&metadata).map_err(|error| from_polars("parquet", error))?;
        Ok((metadata, schema))
    })?;
    let rows: usize = metadata.row_groups.iter().map(RowGroupMetadata::num_rows).fold(0, usize::saturating_add);
    if rows != metadata.num_rows {
        return Err(damaged("parquet", format!("the footer says {} rows, its row groups {rows}", metadata.num_rows)));
    }
    let fields: Vec<ArrowField> = schema.iter_values().cloned().collect();
    let polars_schema = guard("parquet", || Ok(Schema::from_arrow_schema(&schema)))?;
    Ok(Opened::Reader(Box::new(Reader { file, size, metadata, fields, schema: polars_schema, group: 0, current: None })))
}

struct Reader {
    file: File,
    size: u64,
    metadata: FileMetadata,
    fields: Vec<ArrowField>,
    schema: Schema,
    /// The next row group.
    group: usize,
    current: Option<Group>,
}

/// The row group that is being decoded.
struct Group {
    index: usize,
    /// The bytes of each column chunk of each field.
    chunks: Vec<Vec<Buffer<u8>>>,
    /// Rows that were decoded, and rows that are decoded at once.
    offset: usize,
    step: usize,
}

impl FrameReader for Reader {
    fn schema(&self) -> Schema {
        self.schema.clone()
    }

    fn rows(&self) -> Option<u64> {
        Some(self.metadata.num_rows as u64)
    }

    fn parquet(&self) -> Option<Result<File>> {
        Some(self.file.try_clone().map_err(|error| from_io("parquet", &error)))
    }

    fn next(&mut self) -> Result<Option<DataFrame>> {
        loop {
            if let Some(group) = &mut self.current {
                let rows = self.metadata.row_groups[group.index].num_rows();
                if group.offset < rows {
                    let from = group.offset;
                    group.offset = rows.min(from + group.step);
                    let (index, to) = (group.index, group.offset);
                    return self.decode(index, from, to).map(Some);
                }
                self.current = None;
            }
            if self.group == self.metadata.row_groups.len() {
                return Ok(None);
            }
            self.current = Some(self.load(self.group)?);
            self.group += 1;
        }
    }
}

impl Reader {
    /// Reads a row group's bytes. Read, not mapped: a file that shrinks under a map is a signal, not an error.
    fn load(&self, index: usize) -> Result<Group> {
        let group = &self.metadata.row_groups[index];
        let what = || format!("parquet, row group {}", index + 1);
        let mut chunks = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            let mut buffers = Vec::new();
            for column in columns_of(group, field).ok_or_else(|| damaged(what(), format!("column {} is missing", text::quote(&field.name))))? {
                let range = guard(what(), || Ok(column.byte_range()))?;
                if range.start > range.end || range.end > self.size {
                    return Err(damaged(what(), format!("column {} lies beyond the file's end", text::quote(&field.name))));
                }
                let mut bytes = vec![0; (range.end - range.start) as usize];
                self.file.read_exact_at(&mut bytes, range.start).map_err(|error| from_io(what(), &error))?;
                buffers.push(Buffer::from_vec(bytes));
            }
            chunks.push(buffers);
        }
        let rows = group.num_rows();
        let row_bytes =
            group.parquet_columns().iter().map(|column| usize::try_from(column.uncompressed_size()).unwrap_or(0)).fold(0, usize::saturating_add) / rows.max(1);
        Ok(Group { index, chunks, offset: 0, step: (DECODED_BYTES / row_bytes.max(1)).max(MIN_ROWS) })
    }

    fn decode(&self, index: usize, from: usize, to: usize) -> Result<DataFrame> {
        let group = &self.metadata.row_groups[index];
        let Some(Group { chunks, .. }) = &self.current else { return Err(ours("no row group is loaded")) };
        let what = || format!("parquet, row group {}", index + 1);
        guard(what(), || {
            let decode_field = |(field, buffers): (&ArrowField, &Vec<Buffer<u8>>)| {
                let columns = columns_of(group, field).into_iter().flatten().zip(buffers.iter().cloned()).collect();
                let (arrays, _) = to_deserializer(columns, field.clone(), Some(Filter::new_ranged(from, to)))?;
                let series = Series::try_from((field, arrays))?;
                polars::prelude::PolarsResult::Ok(Column::from(series))
            };
            let fields: Vec<_> = self.fields.iter().zip(chunks).collect();
            let columns: Vec<_> = RAYON.install(|| fields.into_par_iter().map(decode_field).collect());
            let mut decoded = Vec::with_capacity(columns.len());
            for (field, column) in self.fields.iter().zip(columns) {
                let column = column.map_err(|error| from_polars(format_args!("{}, column {}", what(), text::quote(&field.name)), error))?;
                if column.len() != to - from {
                    return Err(damaged(what(), format!("column {} has {} rows where {} are said", text::quote(&field.name), column.len(), to - from)));
                }
                decoded.push(column);
            }
            DataFrame::new(to - from, decoded).map_err(|error| from_polars(what(), error))
        })
    }
}

fn columns_of<'a>(group: &'a RowGroupMetadata, field: &ArrowField) -> Option<Vec<&'a ColumnChunkMetadata>> {
    group.columns_under_root_iter(&field.name).map(Iterator::collect)
}
