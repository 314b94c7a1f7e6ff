//! One plan over all files of a data set.

use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, LazyFrame, ScanArgsParquet, Schema, SchemaRef, UnionArgs, lit};
use polars_io::HiveOptions;
use sandtable_core::{Error, Result, text};
use sandtable_frames::{Format, ReadOptions};

use super::merge::{Difference, merge};
use super::{DataFile, DataSet, csv, hive, jsonl, sources};
use crate::cast::cast;
use crate::column::column;
use crate::count::Lines;
use crate::fault;
use crate::run::schema_of;

/// Text of up to so many bytes is looked at as a whole to find its types: it takes no time worth saving.
const LOOKED_AT_BYTES: u64 = 2 << 20;
/// The rows that tell the types stand in the first part of a file.
const REACH_BYTES: usize = 64 << 20;
/// Of more text files than this, fewer rows of each are looked at.
const MANY_FILES: usize = 16;
const ROWS_OF_MANY: u32 = 1_000;

/// Which rows of text files tell the types of their columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Types {
    /// The first ones, as many as the options say.
    First,
    /// All of them.
    All,
}

/// The table that the files are.
pub(crate) struct Scanned {
    pub(crate) plan: LazyFrame,
    pub(crate) schema: SchemaRef,
    /// Where files are not like the whole.
    pub(crate) differences: Vec<Difference>,
    /// Whether a look at more rows could find other types.
    pub(crate) may_differ: bool,
}

/// The columns of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    /// As the reader reads them.
    pub(super) read: Schema,
    /// As they are cast to afterwards.
    pub(super) become_: Schema,
    /// Text that is parsed as dates afterwards.
    pub(super) dates: Vec<(String, super::text_dates::Format)>,
    /// A file that can only be read whole.
    pub(super) held: bool,
}

impl Columns {
    pub(super) fn plain(schema: Schema) -> Self {
        Self { become_: schema.clone(), read: schema, dates: Vec::new(), held: false }
    }
}

impl DataSet {
    /// The plan. Files whose columns differ are brought into one table: missing columns are null, types are widened
    /// where nothing is lost.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for damaged files, for types that no type holds both of (with both files), and for options that
    /// name no column.
    pub(crate) fn scan(&self, options: &ReadOptions, types: Types, memory_bytes: u64) -> Result<Scanned> {
        let size = self.size()?;
        let looked_at = match types {
            Types::First if size > LOOKED_AT_BYTES && self.files.len() > MANY_FILES => Some(options.infer_rows.min(ROWS_OF_MANY)),
            Types::First if size > LOOKED_AT_BYTES => Some(options.infer_rows),
            Types::First | Types::All => None,
        };
        let mut left = memory_bytes;
        let mut held = Vec::with_capacity(self.files.len());
        let mut columns = Vec::with_capacity(self.files.len());
        for file in &self.files {
            let looked_at = in_reach(file, options, looked_at)?;
            let (found, frame) = columns_of(file, options, looked_at, &mut left).map_err(|error| self.explain(file, error))?;
            columns.push(found);
            held.push(frame);
        }
        check_given(options, &columns)?;
        let logical: Vec<Schema> = columns.iter().map(|columns| columns.become_.clone()).collect();
        let (mut merged, differences) = merge(&self.files, &logical)?;
        let mut plans = Vec::new();
        let mut at = 0;
        while at < self.files.len() {
            let alike = |other: usize| {
                let (one, other_file) = (&self.files[at], &self.files[other]);
                !columns[at].held
                    && one.format == other_file.format
                    && one.parts == other_file.parts
                    && one.is_head() == other_file.is_head()
                    && csv::is_tabbed(one) == csv::is_tabbed(other_file)
                    && columns[at] == columns[other]
            };
            let mut end = at + 1;
            while end < self.files.len() && alike(end) {
                end += 1;
            }
            let plan = match held[at].take() {
                Some(frame) => frame.lazy(),
                None => plan_of(&self.files[at..end], &mut columns[at], &merged, options)?,
            };
            let mut unified = unify(plan, &columns[at], &merged)?;
            let parts = hive::columns(&self.files[at].parts, &self.hive);
            if !parts.is_empty() {
                unified = unified.with_columns(parts);
            }
            plans.push(unified);
            at = end;
        }
        for (name, dtype) in self.hive.iter() {
            merged.with_column(name.clone(), dtype.clone());
        }
        let plan = match plans.len() {
            1 => plans.remove(0),
            _ => polars::prelude::concat(plans, UnionArgs { from_partitioned_ds: true, ..UnionArgs::default() }).map_err(fault::polars)?,
        };
        let schema = schema_of(&plan)?;
        Ok(Scanned { plan, schema, differences, may_differ: looked_at.is_some() && self.is_text() })
    }

    fn explain(&self, file: &DataFile, error: Error) -> Error {
        if error.details.contains_key("file") { error } else { file.explain(error) }
    }
}

/// The rows of a large text file that are looked at: no more than end within a part of it. The reader looks for the end of
/// a line from its beginning again and again, which never ends for one of a gigabyte.
fn in_reach(file: &DataFile, options: &ReadOptions, looked_at: Option<u32>) -> Result<Option<u32>> {
    let Some(lines) = Lines::new(file.format, options).filter(|_| !file.is_head()) else { return Ok(looked_at) };
    if file.size()? <= REACH_BYTES as u64 {
        return Ok(looked_at);
    }
    match lines.rows_at_start(file.file()?, u64::from(looked_at.unwrap_or(1)), REACH_BYTES)? {
        0 => {
            let message = format!("{}: the first row does not end within {} MiB; is a quote left open?", text::quote(&file.path), REACH_BYTES >> 20);
            Err(fault::cap("row_bytes", message, REACH_BYTES as u64).with("file", file.path.clone()))
        }
        rows => Ok(looked_at.map(|_| u32::try_from(rows).unwrap_or(u32::MAX))),
    }
}

/// A file's columns, and its rows when it had to be read for them.
fn columns_of(file: &DataFile, options: &ReadOptions, looked_at: Option<u32>, left: &mut u64) -> Result<(Columns, Option<DataFrame>)> {
    Ok(match file.format {
        Format::Csv => (csv::columns(file, options, looked_at)?, None),
        Format::Jsonl => (jsonl::columns(file, options, looked_at)?, None),
        Format::Parquet => {
            let plan = LazyFrame::scan_parquet_sources(sources([file])?, parquet(None)).map_err(fault::polars)?;
            (Columns::plain(schema_of(&plan)?.as_ref().clone()), None)
        }
        Format::Json | Format::Arrow | Format::ArrowFile => {
            // What is read needs about twice the bytes of its file.
            let size = file.size()?.saturating_mul(2);
            *left = left.checked_sub(size).ok_or_else(|| {
                fault::cap(
                    "memory_bytes",
                    format!("{} files are read whole, and this one does not fit into memory; parquet is read in parts", file.format),
                    *left,
                )
            })?;
            let frame = file.table(options)?.into_frame()?;
            (Columns { held: true, ..Columns::plain(frame.schema().as_ref().clone()) }, Some(frame))
        }
    })
}

fn parquet(schema: Option<SchemaRef>) -> ScanArgsParquet {
    ScanArgsParquet { schema, glob: false, cache: false, hive_options: HiveOptions::new_disabled(), ..ScanArgsParquet::default() }
}

/// A scan of files that are alike.
fn plan_of(files: &[DataFile], columns: &mut Columns, merged: &Schema, options: &ReadOptions) -> Result<LazyFrame> {
    match files[0].format {
        Format::Csv => {
            // Text is read in the type that it ends up in: a number that was read and then made text is not the text.
            for (name, dtype) in merged.iter() {
                if columns.become_.get(name).is_some_and(|own| own != dtype) && csv::reads(dtype) {
                    columns.read.set_dtype(name, dtype.clone());
                    columns.become_.set_dtype(name, dtype.clone());
                }
            }
            csv::plan(sources(files)?, &columns.read, &csv::of_file(&files[0], options))
        }
        Format::Jsonl => jsonl::plan(sources(files)?, &columns.read),
        Format::Parquet => LazyFrame::scan_parquet_sources(sources(files)?, parquet(Some(columns.read.clone().into()))).map_err(fault::polars),
        Format::Json | Format::Arrow | Format::ArrowFile => Err(Error::internal("a file that is read whole was not")),
    }
}

/// The columns of the whole table, in its order, out of those of some files.
fn unify(plan: LazyFrame, columns: &Columns, merged: &Schema) -> Result<LazyFrame> {
    if columns.read == *merged && columns.dates.is_empty() {
        return Ok(plan);
    }
    let exprs: Vec<Expr> = merged
        .iter()
        .map(|(name, dtype)| {
            let Some(read) = columns.read.get(name) else { return Ok(lit(polars::prelude::NULL).cast(dtype.clone()).alias(name.clone())) };
            let column = match columns.dates.iter().find(|(date, _)| date == name.as_str()) {
                Some((_, format)) => return Ok(step(format.parse(column(name)), &format.dtype, dtype).alias(name.clone())),
                None => column(name),
            };
            let between = columns.become_.get(name).unwrap_or(dtype);
            let column = if between == read { column } else { cast(column, name, read, between)? };
            Ok(step(column, between, dtype).alias(name.clone()))
        })
        .collect::<Result<_>>()?;
    Ok(plan.select(exprs))
}

fn step(column: Expr, from: &DataType, to: &DataType) -> Expr {
    if from == to { column } else { column.strict_cast(to.clone()) }
}

/// Columns whose types are given must be there.
fn check_given(options: &ReadOptions, columns: &[Columns]) -> Result<()> {
    for name in options.columns.keys() {
        if !columns.iter().any(|columns| columns.read.contains(name)) {
            let first = columns.first().map(|columns| columns.read.clone()).unwrap_or_default();
            return Err(fault::unknown_column(&format!("options.columns.{}", text::sanitize(name, 200)), name, &first));
        }
    }
    Ok(())
}
