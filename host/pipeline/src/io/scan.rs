//! `scan_*` and the `read_*` of the same formats: plans over open files.

use std::num::NonZeroUsize;
use std::sync::Arc;

use polars::prelude::{
    CsvEncoding, DataFrame, DataType, Expr, HiveOptions, IntoLazy, IpcScanOptions, LazyCsvReader, LazyFileListReader, LazyFrame, LazyJsonLineReader,
    NullValues, ParallelStrategy, ParquetOptions, PlSmallStr, Schema, SchemaRef, Selector, UnionArgs, lit,
};
use polars_io::RowIndex;
use polars_plan::dsl::{CastColumnsPolicy, DslBuilder, ExtraColumnsPolicy, MissingColumnsPolicy, ScanSources, UnifiedScanArgs};
use polars_utils::slice_enum::Slice;
use serde_json::Value;

use super::hive::{self, Parts};
use super::{Format, Found, Opened, Wanted};
use crate::fault::{Fault, Result, show};
use crate::frame::{Call, Frame, Table};

/// Arguments that reach out of the pipeline.
const OUTSIDE: [&str; 4] = ["storage_options", "credential_provider", "retries", "file_cache_ttl"];
/// The most files that one step reads.
const MAX_FILES: usize = 100_000;

/// What a scan gives, kept while checking so that the run opens no file again.
pub(super) fn source(call: &Call<'_>, eager: bool, open: impl FnOnce() -> Result<LazyFrame>) -> Result<Frame> {
    // One step may make several frames on the spot, each with arguments of its own.
    let key = (call.context.step.get(), call.bound.fingerprint());
    if let Some(table) = call.context.sources.borrow().get(&key) {
        return Ok(Frame::Table(table.clone()));
    }
    let table = Table { plan: open()?, eager, known: true };
    call.context.sources.borrow_mut().insert(key, table.clone());
    Ok(Frame::Table(table))
}

/// Opens what `source` names: one path or several.
pub(super) fn open(call: &Call<'_>, format: Format) -> Result<Vec<(Opened, Option<usize>)>> {
    refuse_outside(call)?;
    let place = || call.bound.place("source");
    let glob = match call.bound.operation().param("glob") {
        Some(_) => call.bound.bool("glob")?,
        None => true,
    };
    let paths: Vec<&str> = match call.bound.value("source") {
        Some(Value::String(path)) => vec![path],
        Some(Value::Array(_)) => call.bound.strings("source")?,
        _ => return Err(call.bound.wrong("source", "a path or a list of paths")),
    };
    let hidden = match call.bound.operation().param("hidden_file_prefix") {
        Some(_) => call.bound.strings_opt("hidden_file_prefix")?.unwrap_or_default(),
        None => Vec::new(),
    };
    let mut opened = Vec::new();
    for path in paths {
        let Found { files, folder } = call.context.env.files.open(Wanted { path, glob, format }).map_err(|error| Fault::from(error).argument(place()))?;
        let files: Vec<Opened> = files.into_iter().filter(|file| !is_hidden(&file.path, &hidden)).collect();
        // Only a folder's own path is in front of its hive folders.
        let from = folder.then_some(path.trim_end_matches('/').len());
        opened.extend(files.into_iter().map(|file| (file, from)));
        if opened.len() > MAX_FILES {
            return Err(Fault::cap("files of a scan", opened.len(), MAX_FILES).argument(place()));
        }
    }
    if opened.is_empty() {
        return Err(Fault::of(sandtable_core::Code::IoError, "there is no such file")
            .argument(place())
            .given(call.bound.value("source").map(show).unwrap_or_default()));
    }
    Ok(opened)
}

fn is_hidden(path: &str, prefixes: &[&str]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    prefixes.iter().any(|prefix| name.starts_with(prefix))
}

fn refuse_outside(call: &Call<'_>) -> Result<()> {
    let there = |name: &&str| call.bound.operation().param(name).is_some();
    let names: Vec<&str> = OUTSIDE.iter().copied().filter(|name| there(name)).collect();
    call.bound.refuse(&names, "files are opened by the server alone, which knows the stores and their secrets")?;
    let python: Vec<&str> = ["use_pyarrow", "pyarrow_options", "with_column_names", "read_options"].into_iter().filter(|name| there(name)).collect();
    call.bound.refuse(&python, "it runs in Python alone")
}

/// The name and start of a column of row numbers.
fn row_index(call: &Call<'_>) -> Result<Option<RowIndex>> {
    let Some(name) = call.bound.str_opt("row_index_name")? else { return Ok(None) };
    let offset = call.bound.size("row_index_offset")?;
    let offset = polars_utils::IdxSize::try_from(offset).map_err(|_| call.bound.wrong("row_index_offset", "an integer below 4294967296"))?;
    Ok(Some(RowIndex { name: name.into(), offset }))
}

/// Files with what goes around the rows of each.
struct Parted {
    files: Vec<Opened>,
    parts: Vec<Parts>,
    hive: Schema,
    /// The column that tells the path.
    paths: Option<PlSmallStr>,
    index: Option<RowIndex>,
    rows: Option<usize>,
}

impl Parted {
    /// Reads the arguments that all formats share.
    fn new(call: &Call<'_>, opened: Vec<(Opened, Option<usize>)>) -> Result<Self> {
        let has = |name: &str| call.bound.operation().param(name).is_some();
        let paths = if has("include_file_paths") { call.bound.str_opt("include_file_paths")?.map(Into::into) } else { None };
        let single_folder = opened.iter().all(|(_, from)| from.is_some());
        let wants_hive = has("hive_partitioning") && call.bound.bool_opt("hive_partitioning")?.unwrap_or(single_folder);
        let parts: Vec<Parts> = match wants_hive {
            true => opened.iter().map(|(file, from)| hive::parts(&file.path, from.unwrap_or(0))).collect(),
            false => Vec::new(),
        };
        let given = match has("hive_schema").then(|| call.bound.value("hive_schema")).flatten() {
            Some(value) => Some(call.build.schema(value).map_err(|fault| fault.argument(call.bound.place("hive_schema")))?),
            None => None,
        };
        let try_dates = has("try_parse_hive_dates") && call.bound.bool("try_parse_hive_dates")?;
        let hive = hive::schema(&parts, given.as_ref(), try_dates)?;
        let rows = if has("n_rows") { call.bound.size_opt("n_rows")? } else { None };
        Ok(Self { files: opened.into_iter().map(|(file, _)| file).collect(), parts, hive, paths, index: row_index(call)?, rows })
    }

    /// One plan over all files. `scan` gets the sources, the columns to expect, the row numbers and the row limit; where
    /// something of the path goes to the rows, files of equal paths are scanned together and the scans stacked.
    fn plan(self, scan: impl Fn(ScanSources, Option<SchemaRef>, Option<RowIndex>, Option<usize>) -> Result<LazyFrame>) -> Result<LazyFrame> {
        let Self { files, parts, hive, paths, index, rows } = self;
        if hive.is_empty() && paths.is_none() {
            let sources = ScanSources::Files(files.into_iter().map(|file| file.file).collect());
            return scan(sources, None, index, rows);
        }
        // The first file tells the columns of all, so that what is missing in another is a fault there too.
        let mut expected: Option<SchemaRef> = None;
        let mut plans = Vec::new();
        let mut at = 0;
        let mut files: Vec<Option<Opened>> = files.into_iter().map(Some).collect();
        while at < files.len() {
            let mut end = at + 1;
            while end < files.len() && paths.is_none() && parts.get(end) == parts.get(at) {
                end += 1;
            }
            let group: Vec<Opened> = files[at..end].iter_mut().filter_map(Option::take).collect();
            let path = group.first().map(|file| file.path.clone()).unwrap_or_default();
            let sources = ScanSources::Files(group.into_iter().map(|file| file.file).collect());
            let mut plan = scan(sources, expected.clone(), None, None)?;
            if expected.is_none() {
                expected = Some(plan.clone().collect_schema()?);
            }
            if let Some(parts) = parts.get(at) {
                plan = hive::add(plan, parts, &hive);
            }
            if let Some(column) = &paths {
                plan = plan.with_columns([lit(path).alias(column.clone())]);
            }
            plans.push(plan);
            at = end;
        }
        let mut plan = match plans.len() {
            1 => plans.remove(0),
            _ => polars::prelude::concat(plans, UnionArgs { from_partitioned_ds: true, ..Default::default() })?,
        };
        if let Some(rows) = rows {
            plan = plan.limit(polars_utils::IdxSize::try_from(rows).unwrap_or(polars_utils::IdxSize::MAX));
        }
        if let Some(RowIndex { name, offset }) = index {
            plan = plan.with_row_index(name, Some(offset));
        }
        Ok(plan)
    }
}

/// The arguments of a scan as Polars takes them; all that a path gives is added by us.
fn scan_args(call: &Call<'_>, index: Option<RowIndex>, rows: Option<usize>) -> Result<UnifiedScanArgs> {
    let has = |name: &str| call.bound.operation().param(name).is_some();
    let missing = match has("allow_missing_columns").then(|| call.bound.bool_opt("allow_missing_columns")).transpose()?.flatten() {
        Some(true) => MissingColumnsPolicy::Insert,
        Some(false) => MissingColumnsPolicy::Raise,
        None if has("missing_columns") && call.bound.one_of("missing_columns")? == "insert" => MissingColumnsPolicy::Insert,
        None => MissingColumnsPolicy::Raise,
    };
    let extra = match has("extra_columns") && call.bound.one_of("extra_columns")? == "ignore" {
        true => ExtraColumnsPolicy::Ignore,
        false => ExtraColumnsPolicy::Raise,
    };
    Ok(UnifiedScanArgs {
        hive_options: HiveOptions::new_disabled(),
        rechunk: has("rechunk") && call.bound.bool("rechunk")?,
        cache: false,
        glob: false,
        row_index: index,
        pre_slice: rows.map(|len| Slice::Positive { offset: 0, len }),
        cast_columns_policy: CastColumnsPolicy::ERROR_ON_MISMATCH,
        missing_columns_policy: missing,
        extra_columns_policy: extra,
        ..Default::default()
    })
}

fn schema(call: &Call<'_>, name: &str) -> Result<Option<SchemaRef>> {
    let read = |value| call.build.schema(value).map(Arc::new).map_err(|fault| fault.argument(call.bound.place(name)));
    call.bound.value(name).map(read).transpose()
}

pub(crate) fn scan_csv(call: &Call<'_>) -> Result<Frame> {
    source(call, false, || csv(call))
}

pub(crate) fn read_csv(call: &Call<'_>) -> Result<Frame> {
    if !call.bound.value("source").is_some_and(Value::is_string) {
        return Err(call.bound.wrong("source", "one path; `scan_csv` takes several"));
    }
    source(call, true, || chosen(call, csv(call)?))
}

fn csv(call: &Call<'_>) -> Result<LazyFrame> {
    let bound = &call.bound;
    let has = |name: &str| bound.operation().param(name).is_some();
    let separator = bound.byte_opt("separator")?.ok_or_else(|| bound.wrong("separator", "a single byte"))?;
    let eol = bound.byte_opt("eol_char")?.ok_or_else(|| bound.wrong("eol_char", "a single byte"))?;
    let quote = match bound.str_opt("quote_char")? {
        None | Some("") => None,
        Some(_) => bound.byte_opt("quote_char")?,
    };
    let encoding = match bound.value("encoding").and_then(Value::as_str) {
        Some("utf8") => CsvEncoding::Utf8,
        Some("utf8-lossy") => CsvEncoding::LossyUtf8,
        // `read_csv` decodes first, as Python does.
        Some(name) if is_latin(name) && !has("missing_columns") => CsvEncoding::Utf8,
        _ => return Err(bound.wrong("encoding", "utf8 or utf8-lossy")),
    };
    let has_header = bound.bool("has_header")?;
    let schema = schema(call, "schema")?;
    let infer = if bound.bool("infer_schema")? { bound.size_opt("infer_schema_length")? } else { Some(0) };
    let infer_files = match has("infer_schema_files").then(|| bound.get("infer_schema_files")).flatten() {
        None => NonZeroUsize::MAX,
        Some(value) => value
            .as_u64()
            .and_then(|files| NonZeroUsize::new(usize::try_from(files).unwrap_or(usize::MAX)))
            .ok_or_else(|| bound.wrong("infer_schema_files", "an integer above 0"))?,
    };
    let mut by_position: Option<Vec<DataType>> = None;
    let mut by_name: Option<Schema> = None;
    match bound.value("schema_overrides") {
        Some(Value::Array(items)) if items.iter().all(|item| !item.is_array()) => {
            let place = bound.place("schema_overrides");
            by_position = Some(
                items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| call.build.dtype(item).map_err(|fault| fault.argument(format!("{place}[{at}]"))))
                    .collect::<Result<_>>()?,
            );
        }
        Some(value) => by_name = Some(call.build.schema(value).map_err(|fault| fault.argument(bound.place("schema_overrides")))?),
        None => {}
    }
    let missing = match has("missing_columns").then(|| bound.one_of_opt("missing_columns")).transpose()?.flatten() {
        Some("insert") => Some(MissingColumnsPolicy::Insert),
        Some(_) => Some(MissingColumnsPolicy::Raise),
        None if schema.is_some() && has_header => Some(MissingColumnsPolicy::Insert),
        None => None,
    };
    let null_values = null_values(call)?;
    let comment: Option<PlSmallStr> = bound.str_opt("comment_prefix")?.map(Into::into);
    // `read_csv` renames afterwards, `scan_csv` while reading.
    let new_names: Option<Vec<PlSmallStr>> = match has("missing_columns") {
        true => bound.strings_opt("new_columns")?.map(|names| names.into_iter().map(Into::into).collect()),
        false => None,
    };
    let (skip_rows, skip_lines, skip_after) = (bound.size("skip_rows")?, bound.size("skip_lines")?, bound.size("skip_rows_after_header")?);
    let (ignore_errors, try_dates, empty_is_null) = (bound.bool("ignore_errors")?, bound.bool("try_parse_dates")?, bound.bool("empty_string_is_null")?);
    let (low_memory, rechunk) = (bound.bool("low_memory")?, bound.bool("rechunk")?);
    let (raise_if_empty, truncate, decimal_comma) = (bound.bool("raise_if_empty")?, bound.bool("truncate_ragged_lines")?, bound.bool("decimal_comma")?);
    let latin = bound.value("encoding").and_then(Value::as_str).is_some_and(is_latin);
    let parted = Parted::new(call, open(call, Format::Csv)?)?;
    parted.plan(|sources, expected, index, rows| {
        let sources = match &sources {
            ScanSources::Files(files) if latin => {
                let texts: Vec<Vec<u8>> = super::read::buffers(call, files)?;
                ScanSources::Buffers(texts.into_iter().map(|bytes| bytes.iter().copied().map(char::from).collect::<String>().into_bytes().into()).collect())
            }
            _ => sources,
        };
        // Of several scans that are stacked, the first one's columns hold for all.
        let overrides = by_name.clone().map(Arc::new).or_else(|| expected.filter(|_| by_position.is_none()));
        let reader = LazyCsvReader::new_with_sources(sources)
            .with_infer_schema_length(infer)
            .with_infer_schema_files(infer_files)
            .with_separator(separator)
            .with_has_header(has_header)
            .with_ignore_errors(ignore_errors)
            .with_skip_rows(skip_rows)
            .with_skip_lines(skip_lines)
            .with_n_rows(rows)
            .with_cache(false)
            .with_dtype_overwrite(overrides)
            .with_dtype_overwrite_by_position(by_position.clone().map(Arc::new))
            .with_schema(schema.clone())
            .with_low_memory(low_memory)
            .with_comment_prefix(comment.clone())
            .with_quote_char(quote)
            .with_eol_char(eol)
            .with_rechunk(rechunk)
            .with_skip_rows_after_header(skip_after)
            .with_encoding(encoding)
            .with_row_index(index)
            .with_try_parse_dates(try_dates)
            .with_null_values(null_values.clone())
            .with_missing_is_null(empty_is_null)
            .with_truncate_ragged_lines(truncate)
            .with_decimal_comma(decimal_comma)
            .with_glob(false)
            .with_raise_if_empty(raise_if_empty)
            .with_missing_columns_policy(missing);
        let reader = match &new_names {
            Some(names) => reader.with_column_names_overwrite(names.iter().cloned().collect()),
            None => reader,
        };
        Ok(reader.finish()?)
    })
}

/// The names of ISO 8859-1, whose bytes are the first characters of Unicode.
fn is_latin(encoding: &str) -> bool {
    matches!(encoding.to_ascii_lowercase().replace('_', "-").as_str(), "latin1" | "latin-1" | "iso-8859-1" | "iso8859-1" | "l1")
}

fn null_values(call: &Call<'_>) -> Result<Option<NullValues>> {
    let wrong = || call.bound.wrong("null_values", "a string, a list of strings, or an object of columns and strings");
    let text = |value: &Value| value.as_str().map(PlSmallStr::from_str).ok_or_else(wrong);
    Ok(match call.bound.value("null_values") {
        None => None,
        Some(Value::String(one)) => Some(NullValues::AllColumnsSingle(one.as_str().into())),
        Some(Value::Array(items)) => Some(NullValues::AllColumns(items.iter().map(text).collect::<Result<_>>()?)),
        Some(Value::Object(fields)) => {
            Some(NullValues::Named(fields.iter().map(|(name, value)| Ok((name.as_str().into(), text(value)?))).collect::<Result<_>>()?))
        }
        Some(_) => return Err(wrong()),
    })
}

/// The `columns` and `new_columns` of a `read_*`.
fn chosen(call: &Call<'_>, plan: LazyFrame) -> Result<LazyFrame> {
    let has = |name: &str| call.bound.operation().param(name).is_some();
    let mut plan = match has("columns").then(|| call.bound.value("columns")).flatten() {
        None => plan,
        Some(Value::Array(items)) if items.iter().all(Value::is_i64) && !items.is_empty() => {
            let positions: Vec<i64> = items.iter().filter_map(Value::as_i64).collect();
            plan.select([Expr::Selector(Selector::ByIndex { indices: positions.into(), strict: true })])
        }
        Some(_) => {
            let mut names = call.bound.strings("columns")?;
            // Of IPC files, Polars numbers the rows whatever columns are chosen.
            if call.bound.operation().name == "read_ipc" {
                names.splice(0..0, call.bound.str_opt("row_index_name")?);
            }
            plan.select(names.into_iter().map(polars::prelude::col).collect::<Vec<_>>())
        }
    };
    if has("new_columns")
        && let Some(new) = call.bound.strings_opt("new_columns")?
    {
        let schema = plan.clone().collect_schema()?;
        if new.len() > schema.len() {
            return Err(call.bound.wrong("new_columns", format!("at most {} names", schema.len())));
        }
        let old: Vec<String> = schema.iter_names().take(new.len()).map(|name| name.to_string()).collect();
        plan = plan.rename(old, new, true);
    }
    Ok(plan)
}

pub(crate) fn scan_parquet(call: &Call<'_>) -> Result<Frame> {
    source(call, false, || parquet(call))
}

pub(crate) fn read_parquet(call: &Call<'_>) -> Result<Frame> {
    source(call, true, || chosen(call, parquet(call)?))
}

fn parquet(call: &Call<'_>) -> Result<LazyFrame> {
    let bound = &call.bound;
    if bound.operation().param("cast_options").is_some() {
        bound.refuse(&["cast_options"], "it is an object of Python; cast in a step of its own")?;
    }
    let parallel = match bound.one_of("parallel")? {
        "columns" => ParallelStrategy::Columns,
        "row_groups" => ParallelStrategy::RowGroups,
        "prefiltered" => ParallelStrategy::Prefiltered,
        "none" => ParallelStrategy::None,
        _ => ParallelStrategy::Auto,
    };
    let schema = schema(call, "schema")?;
    let (low_memory, use_statistics) = (bound.bool("low_memory")?, bound.bool("use_statistics")?);
    let parted = Parted::new(call, open(call, Format::Parquet)?)?;
    parted.plan(|sources, expected, index, rows| {
        let options = ParquetOptions { schema: schema.clone().or(expected), parallel, low_memory, use_statistics };
        Ok(DslBuilder::scan_parquet(sources, options, scan_args(call, index, rows)?)?.build().into())
    })
}

/// All of one Parquet file, as a plan.
pub(crate) fn whole_parquet(file: std::fs::File) -> Result<LazyFrame> {
    let args = UnifiedScanArgs { hive_options: HiveOptions::new_disabled(), glob: false, cache: false, ..Default::default() };
    let options = ParquetOptions { schema: None, parallel: ParallelStrategy::Auto, low_memory: false, use_statistics: true };
    Ok(DslBuilder::scan_parquet(ScanSources::Files(std::iter::once(file).collect()), options, args)?.build().into())
}

pub(crate) fn scan_ndjson(call: &Call<'_>) -> Result<Frame> {
    source(call, false, || ndjson(call))
}

pub(crate) fn read_ndjson(call: &Call<'_>) -> Result<Frame> {
    source(call, true, || ndjson(call))
}

fn ndjson(call: &Call<'_>) -> Result<LazyFrame> {
    let bound = &call.bound;
    let (schema, overrides) = (schema(call, "schema")?, schema(call, "schema_overrides")?);
    let infer = bound.size_opt("infer_schema_length")?.and_then(NonZeroUsize::new);
    let batch = bound.size_opt("batch_size")?.and_then(NonZeroUsize::new);
    let (low_memory, rechunk, ignore_errors) = (bound.bool("low_memory")?, bound.bool("rechunk")?, bound.bool("ignore_errors")?);
    let parted = Parted::new(call, open(call, Format::NdJson)?)?;
    parted.plan(|sources, expected, index, rows| {
        let reader = LazyJsonLineReader::new_with_sources(sources)
            .with_infer_schema_length(infer)
            .with_batch_size(batch)
            .with_n_rows(rows)
            .low_memory(low_memory)
            .with_rechunk(rechunk)
            .with_schema(schema.clone().or(expected))
            .with_schema_overwrite(overrides.clone())
            .with_row_index(index)
            .with_ignore_errors(ignore_errors);
        Ok(reader.finish()?)
    })
}

pub(crate) fn scan_lines(call: &Call<'_>) -> Result<Frame> {
    source(call, false, || lines(call))
}

pub(crate) fn read_lines(call: &Call<'_>) -> Result<Frame> {
    source(call, true, || lines(call))
}

fn lines(call: &Call<'_>) -> Result<LazyFrame> {
    let name = call.bound.str("name")?;
    let parted = Parted::new(call, open(call, Format::Lines)?)?;
    parted.plan(|sources, _, index, rows| Ok(DslBuilder::scan_lines(sources, scan_args(call, index, rows)?, name.into())?.build().into()))
}

pub(crate) fn scan_ipc(call: &Call<'_>) -> Result<Frame> {
    ipc_frame(call, false)
}

pub(crate) fn read_ipc(call: &Call<'_>) -> Result<Frame> {
    ipc_frame(call, true)
}

/// IPC files are read into memory: Polars would map them, and trusts what a mapped file says. While checking, the
/// columns come from the file's own schema.
fn ipc_frame(call: &Call<'_>, eager: bool) -> Result<Frame> {
    let parted = Parted::new(call, open(call, Format::Ipc)?)?;
    let check = call.context.is_check();
    let plan = parted.plan(|sources, _, index, rows| {
        let ScanSources::Files(files) = &sources else { return Err(Fault::new("the files of a scan are not open")) };
        if check {
            let mut empty = ipc_schema(files)?.lazy();
            if let Some(RowIndex { name, offset }) = index {
                empty = empty.with_row_index(name, Some(offset));
            }
            return Ok(empty);
        }
        let buffers = super::read::buffers(call, files)?;
        Ok(LazyFrame::scan_ipc_sources(ScanSources::Buffers(buffers.into()), IpcScanOptions::default(), scan_args(call, index, rows)?)?)
    })?;
    let plan = if eager { chosen(call, plan)? } else { plan };
    Ok(Frame::Table(Table { plan, eager, known: true }))
}

fn ipc_schema(files: &[std::fs::File]) -> Result<DataFrame> {
    use polars_arrow::io::ipc::read::read_file_metadata;
    let Some(file) = files.first() else { return Ok(DataFrame::empty()) };
    let metadata = read_file_metadata(&mut std::io::BufReader::new(file))?;
    Ok(DataFrame::empty_with_schema(&Schema::from_iter(metadata.schema.iter().map(|(name, field)| (name.clone(), DataType::from_arrow_field(field))))))
}
