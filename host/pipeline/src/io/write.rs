//! `sink_*`, `write_*` and the outputs of a document.

use std::io::Write as _;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use polars::prelude::{
    CompatLevel, CsvWriterOptions, DataFrame, Engine, IntoLazy, IpcCompression, IpcStreamWriter, IpcWriterOptions, JsonFormat, JsonWriter, LazyFrame,
    NDJsonWriterOptions, ParquetCompression, ParquetWriteOptions, PlSmallStr, QuoteStyle, SerWriter, SerializeOptions, StatisticsOptions,
};
use polars_io::ExternalCompression;
use polars_io::avro::{AvroCompression, AvroWriter};
use polars_plan::dsl::{FileWriteFormat, SinkDestination, UnifiedSinkArgs};
use polars_plan::frame::OptFlags;
use serde_json::{Map, Value};

use super::Format;
use super::target::Target;
use crate::bind::{Bound, bind};
use crate::custom::for_each_batch;
use crate::document::Output;
use crate::fault::{Fault, Result, quote, through_polars};
use crate::frame::{Call, Context, Frame, SMALL_ROWS, Written, is_small};
use crate::guard::streamed_or_whole;
use crate::table::{Kind, Table as Operations};

/// How rows become bytes.
pub(crate) enum Writer {
    /// Polars' streaming engine writes.
    Engine(FileWriteFormat),
    /// A list of objects, batch by batch.
    Json,
    /// Whole, since its blocks need the rows at once.
    Avro { compression: Option<AvroCompression>, name: String },
    /// Whole.
    IpcStream { compression: Option<IpcCompression>, compat: CompatLevel },
}

/// Arguments that reach out of the pipeline, or hold Python objects.
fn refuse(bound: &Bound<'_>) -> Result<()> {
    let there = |names: &[&'static str]| names.iter().copied().filter(|name| bound.operation().param(name).is_some()).collect::<Vec<_>>();
    bound.refuse(
        &there(&["storage_options", "credential_provider", "retries"]),
        "files are written by the server alone, which knows the stores and their secrets",
    )?;
    bound.refuse(&there(&["use_pyarrow", "pyarrow_options", "arrow_schema"]), "it needs Python objects")?;
    bound.refuse(&there(&["partition_by"]), "one step writes one file; filter and write each part")?;
    bound.refuse(&there(&["lazy"]), "a sink runs where it stands; use an output of the document for the end")
}

fn level(bound: &Bound<'_>) -> Result<Option<u32>> {
    bound.size_opt("compression_level")?.map(|level| u32::try_from(level).map_err(|_| bound.wrong("compression_level", "a small integer"))).transpose()
}

fn external(bound: &Bound<'_>, path: &str) -> Result<ExternalCompression> {
    let compression = ExternalCompression::try_from(bound.one_of("compression")?, level(bound)?)?;
    if bound.bool("check_extension")? {
        let suffixed = [".gz", ".zst", ".zstd"].iter().any(|suffix| path.ends_with(suffix));
        match compression.file_suffix() {
            Some(suffix) if !path.ends_with(suffix) => {
                return Err(Fault::new(format!("the path {} does not end in {suffix}, set check_extension to false if it need not", quote(path)))
                    .given(path)
                    .allowed(suffix));
            }
            None if suffixed => {
                return Err(Fault::new(format!("the path {} names a compression that `compression` does not", quote(path)))
                    .given(path)
                    .allowed("compression gzip or zstd, or check_extension false"));
            }
            _ => {}
        }
    }
    Ok(compression)
}

fn csv(bound: &Bound<'_>, path: &str) -> Result<Writer> {
    let text = |name: &str| -> Result<Option<PlSmallStr>> { Ok(bound.str_opt(name)?.map(Into::into)) };
    let byte = |name: &str| -> Result<u8> { bound.byte_opt(name)?.ok_or_else(|| bound.wrong(name, "a single byte")) };
    let quote_style = match bound.one_of_opt("quote_style")? {
        Some("always") => QuoteStyle::Always,
        Some("non_numeric") => QuoteStyle::NonNumeric,
        Some("never") => QuoteStyle::Never,
        _ => QuoteStyle::Necessary,
    };
    let serialize = SerializeOptions {
        date_format: text("date_format")?,
        time_format: text("time_format")?,
        datetime_format: text("datetime_format")?,
        float_scientific: bound.bool_opt("float_scientific")?,
        float_precision: bound.size_opt("float_precision")?,
        decimal_comma: bound.bool("decimal_comma")?,
        separator: byte("separator")?,
        quote_char: byte("quote_char")?,
        null: text("null_value")?.unwrap_or_default(),
        line_terminator: bound.str("line_terminator")?.into(),
        quote_style,
    };
    Ok(Writer::Engine(FileWriteFormat::Csv(CsvWriterOptions {
        include_bom: bound.bool("include_bom")?,
        compression: external(bound, path)?,
        // Checked above: Polars does not know the path.
        check_extension: false,
        include_header: bound.bool("include_header")?,
        batch_size: NonZeroUsize::new(bound.size("batch_size")?).ok_or_else(|| bound.wrong("batch_size", "an integer above 0"))?,
        serialize_options: Arc::new(serialize),
    })))
}

fn ndjson(bound: &Bound<'_>, path: &str) -> Result<Writer> {
    Ok(Writer::Engine(FileWriteFormat::NDJson(NDJsonWriterOptions { compression: external(bound, path)?, check_extension: false })))
}

fn parquet(bound: &Bound<'_>) -> Result<Writer> {
    let level = bound.int_opt("compression_level")?;
    let wrong = |allowed: &str| bound.wrong("compression_level", allowed);
    let small = |allowed: &'static str| level.map(|level| u32::try_from(level).map_err(|_| wrong(allowed))).transpose();
    let compression = match bound.str("compression")? {
        "uncompressed" => ParquetCompression::Uncompressed,
        "snappy" => ParquetCompression::Snappy,
        "lz4" => ParquetCompression::Lz4Raw,
        "gzip" => ParquetCompression::Gzip(
            small("an integer from 0 to 9")?
                .map(|level| {
                    u8::try_from(level)
                        .ok()
                        .and_then(|level| polars_utils::compression::GzipLevel::try_new(level).ok())
                        .ok_or_else(|| wrong("an integer from 0 to 9"))
                })
                .transpose()?,
        ),
        "brotli" => ParquetCompression::Brotli(
            small("an integer from 0 to 11")?
                .map(|level| polars_utils::compression::BrotliLevel::try_new(level).map_err(|_| wrong("an integer from 0 to 11")))
                .transpose()?,
        ),
        "zstd" => ParquetCompression::Zstd(
            level
                .map(|level| {
                    i32::try_from(level)
                        .ok()
                        .and_then(|level| polars_utils::compression::ZstdLevel::try_new(level).ok())
                        .ok_or_else(|| wrong("an integer from 1 to 22"))
                })
                .transpose()?,
        ),
        _ => return Err(bound.wrong("compression", "one of uncompressed, snappy, gzip, brotli, lz4, zstd")),
    };
    let usual = || StatisticsOptions { min_value: true, max_value: true, distinct_count: false, null_count: true, ..StatisticsOptions::empty() };
    let statistics = match bound.value("statistics") {
        None | Some(Value::Bool(false)) => StatisticsOptions::empty(),
        Some(Value::Bool(true)) => usual(),
        Some(Value::String(word)) if word == "full" => StatisticsOptions { distinct_count: true, ..usual() },
        Some(Value::Object(fields)) => {
            let mut statistics = StatisticsOptions::empty();
            for (key, value) in fields {
                let flag = value.as_bool().ok_or_else(|| bound.wrong("statistics", "an object of flags"))?;
                match key.as_str() {
                    "min" => statistics.min_value = flag,
                    "max" => statistics.max_value = flag,
                    "distinct_count" => statistics.distinct_count = flag,
                    "null_count" => statistics.null_count = flag,
                    other => return Err(Fault::unknown("statistic", other, ["min", "max", "distinct_count", "null_count"]).argument(bound.place("statistics"))),
                }
            }
            statistics
        }
        Some(_) => return Err(bound.wrong("statistics", "true, false, \"full\", or an object of flags")),
    };
    let metadata = match bound.value("metadata") {
        None => None,
        Some(Value::Object(fields)) => {
            let pairs = fields
                .iter()
                .map(|(key, value)| value.as_str().map(|value| (key.clone(), value.to_owned())).ok_or_else(|| bound.wrong("metadata", "an object of strings")));
            Some(polars_io::parquet::write::KeyValueMetadata::from_static(pairs.collect::<Result<_>>()?))
        }
        Some(_) => return Err(bound.wrong("metadata", "an object of strings")),
    };
    Ok(Writer::Engine(FileWriteFormat::Parquet(Arc::new(ParquetWriteOptions {
        compression,
        statistics,
        row_group_size: bound.size_opt("row_group_size")?.filter(|size| *size > 0),
        data_page_size: bound.size_opt("data_page_size")?,
        key_value_metadata: metadata,
        arrow_schema: None,
        compat_level: None,
    }))))
}

fn ipc_compression(bound: &Bound<'_>) -> Result<Option<IpcCompression>> {
    Ok(match bound.one_of_opt("compression")? {
        Some("lz4") => Some(IpcCompression::LZ4),
        Some("zstd") => Some(IpcCompression::ZSTD(Default::default())),
        _ => None,
    })
}

fn compat(bound: &Bound<'_>) -> Result<CompatLevel> {
    match bound.value("compat_level").map(Value::as_str) {
        None | Some(Some("newest")) => Ok(CompatLevel::newest()),
        Some(Some("oldest")) => Ok(CompatLevel::oldest()),
        Some(_) => Err(bound.wrong("compat_level", "newest or oldest")),
    }
}

fn ipc(bound: &Bound<'_>) -> Result<Writer> {
    Ok(Writer::Engine(FileWriteFormat::Ipc(IpcWriterOptions {
        compression: ipc_compression(bound)?,
        compat_level: compat(bound)?,
        record_batch_size: bound.size_opt("record_batch_size")?.filter(|size| *size > 0),
        ..Default::default()
    })))
}

fn avro(bound: &Bound<'_>) -> Result<Writer> {
    let compression = match bound.one_of("compression")? {
        "snappy" => Some(AvroCompression::Snappy),
        "deflate" => Some(AvroCompression::Deflate),
        _ => None,
    };
    Ok(Writer::Avro { compression, name: bound.str("name")?.to_owned() })
}

fn ipc_stream(bound: &Bound<'_>) -> Result<Writer> {
    Ok(Writer::IpcStream { compression: ipc_compression(bound)?, compat: compat(bound)? })
}

/// One step that writes its frame.
fn write(call: &Call<'_>, argument: &str, writer: impl Fn(&Bound<'_>, &str) -> Result<Writer>) -> Result<Frame> {
    refuse(&call.bound)?;
    let path = match call.bound.value(argument) {
        Some(Value::String(path)) => path,
        None => return Err(Fault::new("a path is needed: a step has no buffer to give back").argument(call.bound.place(argument))),
        Some(_) => return Err(call.bound.wrong(argument, "a path")),
    };
    let place = |fault: Fault| fault.argument(call.bound.place(argument));
    let writer = writer(&call.bound, path)?;
    let files = &*call.context.env.files;
    if call.context.is_check() {
        files.may_create(path).map_err(|error| place(Fault::from(error)))?;
        return Ok(Frame::Written(call.input.clone()));
    }
    let target = Target::create(files, path).map_err(place)?;
    let job = Job { writer, plan: call.plan(), target };
    for (rows, path, bytes) in run(call.context, vec![job])? {
        let step = call.context.step.get();
        call.context.rows.borrow_mut().insert(step, rows);
        call.context.written.borrow_mut().push(Written { step: Some(step), path, bytes });
    }
    Ok(Frame::Written(call.input.clone()))
}

macro_rules! steps {
    ($($name:ident $argument:literal $writer:expr;)*) => {
        $(pub(crate) fn $name(call: &Call<'_>) -> Result<Frame> {
            write(call, $argument, $writer)
        })*
    };
}

steps! {
    sink_csv "path" csv;
    sink_ipc "path" |bound, _| ipc(bound);
    sink_ndjson "path" ndjson;
    sink_parquet "path" |bound, _| parquet(bound);
    write_avro "file" |bound, _| avro(bound);
    write_csv "file" csv;
    write_ipc "file" |bound, _| ipc(bound);
    write_ipc_stream "file" |bound, _| ipc_stream(bound);
    write_json "file" |_, _| Ok(Writer::Json);
    write_ndjson "file" ndjson;
    write_parquet "file" |bound, _| parquet(bound);
}

/// The writer of an output: its path's extension names the format, its options are those of the sink of that format.
pub(crate) fn of_output(output: &Output, path: &str) -> Result<Writer> {
    let format = Format::of_path(path).ok_or_else(|| {
        let extension = path.rsplit('.').next().unwrap_or(path);
        Fault::new(format!("the extension of {} names no format", quote(path)))
            .given(path)
            .allowed(Format::EXTENSIONS)
            .did_you_mean(super::near_format(extension))
    })?;
    let (kind, operation, argument) = match format {
        Format::Csv => (Kind::LazyFrame, "sink_csv", "path"),
        Format::Parquet => (Kind::LazyFrame, "sink_parquet", "path"),
        Format::NdJson => (Kind::LazyFrame, "sink_ndjson", "path"),
        Format::Ipc => (Kind::LazyFrame, "sink_ipc", "path"),
        Format::Json => (Kind::DataFrame, "write_json", "file"),
        Format::IpcStream => (Kind::DataFrame, "write_ipc_stream", "file"),
        Format::Avro => (Kind::DataFrame, "write_avro", "file"),
        Format::Lines => return Err(Fault::new("lines of text are not written").given(path)),
    };
    let signature = Operations::get().find(kind, operation).ok_or_else(|| Fault::new(format!("the table of operations lacks {operation}")))?;
    let mut kwargs: Map<String, Value> = output
        .format_options
        .iter()
        .map(|(key, value)| {
            let key = match (format, key.as_str()) {
                (Format::Csv, "delimiter") => "separator",
                (Format::Csv, "quote") => "quote_char",
                (Format::Csv, "has_header") => "include_header",
                (_, key) => key,
            };
            (key.to_owned(), value.clone())
        })
        .collect();
    kwargs.insert(argument.to_owned(), Value::from(path));
    let lower = path.to_ascii_lowercase();
    if format == Format::Csv && lower.ends_with(".tsv") {
        kwargs.entry("separator").or_insert_with(|| Value::from("\t"));
    }
    // The extension of a compression says it, unless the options do.
    if matches!(format, Format::Csv | Format::NdJson) {
        for (suffix, compression) in [(".gz", "gzip"), (".zst", "zstd")] {
            if lower.ends_with(suffix) {
                kwargs.entry("compression").or_insert_with(|| Value::from(compression));
            }
        }
    }
    let bound = bind(signature, &[], &kwargs)?;
    refuse(&bound)?;
    match format {
        Format::Csv => csv(&bound, path),
        Format::NdJson => ndjson(&bound, path),
        Format::Parquet => parquet(&bound),
        Format::Ipc => ipc(&bound),
        Format::IpcStream => ipc_stream(&bound),
        Format::Avro => avro(&bound),
        Format::Json | Format::Lines => Ok(Writer::Json),
    }
}

/// A frame on its way to a file.
pub(crate) struct Job {
    pub(crate) writer: Writer,
    pub(crate) plan: LazyFrame,
    pub(crate) target: Target,
}

/// A file that rows go to.
struct Sink {
    /// What the streaming engine still has to write.
    left: Option<(LazyFrame, FileWriteFormat)>,
    rows: Arc<AtomicU64>,
    target: Target,
}

/// Writes frames; those that Polars writes go in one query, so that what they share is read once. Gives rows, path and
/// bytes of each, in order.
pub(crate) fn run(context: &Context<'_>, jobs: Vec<Job>) -> Result<Vec<(u64, String, u64)>> {
    let sinks = jobs.into_iter().map(|job| begin(context, job)).collect::<Result<Vec<Sink>>>()?;
    let begun = || sinks.iter().any(|sink| sink.left.is_some() && sink.target.bytes() > 0);
    streamed_or_whole(|| stream(context, &sinks, false), begun, || stream(context, &sinks, true))?;
    sinks
        .into_iter()
        .map(|Sink { left: _, rows, target }| {
            let path = target.path().to_owned();
            Ok((rows.load(Ordering::Relaxed), path, target.finish()?))
        })
        .collect()
}

/// Writes what the streaming engine does not.
fn begin(context: &Context<'_>, job: Job) -> Result<Sink> {
    let Job { writer, plan, target } = job;
    let mut sink = Sink { left: None, rows: Arc::default(), target };
    match writer {
        Writer::Engine(format) => {
            let plan = if is_small(&plan.logical_plan, SMALL_ROWS) { context.collect(plan)?.lazy() } else { plan };
            sink.left = Some((plan, format));
        }
        Writer::Json => json(counting(plan, &sink.rows, context.env.limits.output_rows), &sink.target)?,
        Writer::Avro { compression, name } => {
            let mut frame = context.collect(plan)?;
            // The writer makes a block of each chunk, and cannot read back one without rows.
            frame.rechunk_mut();
            AvroWriter::new(sink.target.writer()).with_compression(compression).with_name(name).finish(&mut frame)?;
            sink.rows.store(frame.height() as u64, Ordering::Relaxed);
        }
        Writer::IpcStream { compression, compat } => {
            let mut frame = context.collect(plan)?;
            IpcStreamWriter::new(sink.target.writer()).with_compression(compression).with_compat_level(compat).finish(&mut frame)?;
            sink.rows.store(frame.height() as u64, Ordering::Relaxed);
        }
    }
    Ok(sink)
}

/// One query of all that is left; with `whole` each frame is made in memory before.
fn stream(context: &Context<'_>, sinks: &[Sink], whole: bool) -> Result<()> {
    let mut plans = Vec::with_capacity(sinks.len());
    for Sink { left, rows, target } in sinks {
        let Some((plan, format)) = left else { continue };
        rows.store(0, Ordering::Relaxed);
        let plan = if whole { context.collect(plan.clone())?.lazy() } else { plan.clone() };
        let plan = counting(plan, rows, context.env.limits.output_rows);
        plans.push(plan.sink(SinkDestination::File { target: target.sink() }, format.clone(), UnifiedSinkArgs::default())?);
    }
    match plans.len() {
        0 => {}
        1 => drop(plans.remove(0).collect_with_engine(Engine::Streaming)?),
        _ => {
            let flags = plans[0].get_current_optimizations();
            LazyFrame::collect_all_with_engine(plans.into_iter().map(|plan| plan.logical_plan).collect(), Engine::Streaming, flags)?;
        }
    }
    Ok(())
}

/// Counts the rows that pass, up to a limit.
fn counting(plan: LazyFrame, rows: &Arc<AtomicU64>, most: u64) -> LazyFrame {
    let count = Arc::clone(rows);
    let pass = move |batch: DataFrame| {
        let before = count.fetch_add(batch.height() as u64, Ordering::Relaxed);
        match before + batch.height() as u64 {
            now if now > most => Err(through_polars(Fault::cap("rows of an output", format!("more than {most}"), most))),
            _ => Ok(batch),
        }
    };
    plan.map(pass, OptFlags::STREAMING | OptFlags::PROJECTION_PUSHDOWN, None, Some("count rows"))
}

/// A JSON list, batch by batch: Polars writes each as a list of its own, whose brackets are taken off.
fn json(plan: LazyFrame, target: &Target) -> Result<()> {
    let mut out = std::io::BufWriter::new(target.writer());
    out.write_all(b"[").map_err(unwritable)?;
    let shared = Arc::new(std::sync::Mutex::new((out, false)));
    let sink = Arc::clone(&shared);
    for_each_batch(plan, move |mut batch| {
        if batch.height() == 0 {
            return Ok(ControlFlow::Continue(()));
        }
        let mut bytes = Vec::new();
        JsonWriter::new(&mut bytes).with_json_format(JsonFormat::Json).finish(&mut batch).map_err(Fault::from)?;
        let text = bytes.trim_ascii();
        let inner = text.strip_prefix(b"[").and_then(|text| text.strip_suffix(b"]")).unwrap_or(text);
        let mut state = sink.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (out, begun) = &mut *state;
        let comma: &[u8] = if std::mem::replace(begun, true) { b"," } else { b"" };
        out.write_all(comma).and_then(|()| out.write_all(inner)).map_err(unwritable)?;
        Ok(ControlFlow::Continue(()))
    })?;
    let mut state = shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    state.0.write_all(b"]").and_then(|()| state.0.flush()).map_err(unwritable)
}

fn unwritable(error: std::io::Error) -> Fault {
    Fault::of(sandtable_core::Code::IoError, format!("the file cannot be written: {error}"))
}
