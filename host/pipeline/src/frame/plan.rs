//! What a plan weighs, and how many rows it can hold at most: read off the plan, before it runs.

use std::collections::HashMap;
use std::fs::File;
use std::os::unix::fs::FileExt;

use polars::prelude::{DslPlan, JoinType, ParquetReader, Selector, SerReader};
use polars_plan::dsl::{FileScanDsl, ScanSources};
use polars_plan::plans::DslFunction;

use crate::fault::Result;

/// The most nodes of a plan. A frame that joins itself doubles its plan each time, and Polars walks every branch; a
/// scan of many files with a column of their paths has three nodes for each.
const MOST_NODES: usize = 400_000;
/// From so many nodes on, an eager frame is run before it goes on: that is what Python does at each step.
const MANY_NODES: usize = 2_000;
/// Files up to this size, all together, are read by the engine that works in memory.
const SMALL_BYTES: u64 = 64 << 20;
/// How many Parquet files are asked for their rows.
const ASKED_FILES: usize = 64;
/// What an explode, or another operation whose rows only the data tell, may make of a row.
const SPREAD: u64 = 1_000;

/// The inputs of a node.
fn inputs(plan: &DslPlan) -> Vec<&DslPlan> {
    match plan {
        DslPlan::Filter { input, .. }
        | DslPlan::Cache { input, .. }
        | DslPlan::Select { input, .. }
        | DslPlan::GroupBy { input, .. }
        | DslPlan::HStack { input, .. }
        | DslPlan::MatchToSchema { input, .. }
        | DslPlan::Pivot { input, .. }
        | DslPlan::Distinct { input, .. }
        | DslPlan::Sort { input, .. }
        | DslPlan::Slice { input, .. }
        | DslPlan::MapFunction { input, .. }
        | DslPlan::Sink { input, .. } => vec![input],
        DslPlan::Join { input_left, input_right, .. } | DslPlan::MergeSorted { input_left, input_right, .. } => vec![input_left, input_right],
        DslPlan::Gather { input, idxs, .. } => vec![input, idxs],
        DslPlan::PipeWithSchema { input, .. } => input.iter().collect(),
        DslPlan::Union { inputs, .. } | DslPlan::HConcat { inputs, .. } | DslPlan::SinkMultiple { inputs } => inputs.iter().collect(),
        DslPlan::ExtContext { input, contexts } => std::iter::once(&**input).chain(contexts).collect(),
        DslPlan::IR { dsl, .. } => vec![dsl],
        DslPlan::Scan { .. } | DslPlan::DataFrameScan { .. } => Vec::new(),
    }
}

/// Whether a plan has more nodes than any may have.
pub(crate) fn is_heavy(plan: &DslPlan) -> bool {
    has_more(plan, MOST_NODES)
}

/// Whether an eager frame should be run before it goes on.
pub(crate) fn is_long(plan: &DslPlan) -> bool {
    has_more(plan, MANY_NODES)
}

fn has_more(plan: &DslPlan, nodes: usize) -> bool {
    let mut left = nodes;
    let mut open = vec![plan];
    while let Some(node) = open.pop() {
        let Some(fewer) = left.checked_sub(1) else { return true };
        left = fewer;
        open.extend(inputs(node));
    }
    false
}

/// Whether all that a plan holds on its way is certainly small: few bytes of files, and no more than `most` rows anywhere.
/// Such a plan runs in memory, which keeps the order that Python has; others stream.
pub(crate) fn is_small(plan: &DslPlan, most: u64) -> bool {
    !has_more(plan, MANY_NODES * 10) && rows(plan).is_some_and(|rows| rows <= most)
}

/// An upper bound of the rows of a node and of all below it; `None` when there is none.
fn rows(plan: &DslPlan) -> Option<u64> {
    let below = inputs(plan).into_iter().map(rows).collect::<Option<Vec<u64>>>()?;
    let largest = below.iter().copied().max().unwrap_or(0);
    let sum = || below.iter().try_fold(0_u64, |sum, rows| sum.checked_add(*rows));
    let product = || below.iter().try_fold(1_u64, |product, rows| product.checked_mul((*rows).max(1)));
    match plan {
        DslPlan::DataFrameScan { df, .. } => Some(df.height() as u64),
        DslPlan::Scan { sources, scan_type, .. } => scanned(sources, scan_type),
        DslPlan::Join { options, .. } => match &options.args.how {
            JoinType::Semi | JoinType::Anti | JoinType::AsOf(_) => Some(largest),
            // Every row may meet every other.
            _ => product(),
        },
        DslPlan::Union { .. } | DslPlan::MergeSorted { .. } => sum(),
        DslPlan::Pivot { .. } => Some(largest),
        DslPlan::MapFunction { function, .. } => match function {
            DslFunction::Explode { .. } => largest.checked_mul(SPREAD),
            DslFunction::Unpivot { args } => match &args.on {
                Some(Selector::ByName { names, .. }) => largest.checked_mul(names.len().max(1) as u64),
                _ => largest.checked_mul(SPREAD),
            },
            // A custom function: it streams in any case.
            DslFunction::FunctionIR(_) => None,
            DslFunction::RowIndex { .. }
            | DslFunction::Rename { .. }
            | DslFunction::Unnest { .. }
            | DslFunction::Stats(_)
            | DslFunction::FillNan(_)
            | DslFunction::Hint(_) => Some(largest),
        },
        // A callback may make any plan.
        DslPlan::PipeWithSchema { .. } => None,
        DslPlan::Filter { .. }
        | DslPlan::Cache { .. }
        | DslPlan::Select { .. }
        | DslPlan::GroupBy { .. }
        | DslPlan::HStack { .. }
        | DslPlan::MatchToSchema { .. }
        | DslPlan::Distinct { .. }
        | DslPlan::Sort { .. }
        | DslPlan::Slice { .. }
        | DslPlan::Gather { .. }
        | DslPlan::Sink { .. }
        | DslPlan::HConcat { .. }
        | DslPlan::SinkMultiple { .. }
        | DslPlan::ExtContext { .. }
        | DslPlan::IR { .. } => Some(largest),
    }
}

/// Finds out how many rows a plan gives, by running it.
pub(crate) type Count<'a> = &'a mut dyn FnMut(&DslPlan) -> Result<u64>;

/// The most rows that a cross join of a plan makes: the product of what goes in, where that is known exactly. Nothing is
/// certain behind a filter, and `count` is asked then, if it is there; what goes into a join is only counted once it is sure
/// that no join before it makes more than `most`. Nothing is said of joins by keys.
pub(crate) fn multiplied(plan: &DslPlan, most: u64, count: Option<Count<'_>>) -> Result<u64> {
    let mut walk = Multiplied { found: 0, most, count, counted: HashMap::new() };
    walk.certain(plan)?;
    Ok(walk.found)
}

struct Multiplied<'a> {
    found: u64,
    most: u64,
    count: Option<Count<'a>>,
    /// By the place of the node: a frame that is joined with itself is counted once.
    counted: HashMap<*const DslPlan, u64>,
}

impl Multiplied<'_> {
    /// The rows of a node, where they are certain.
    fn certain(&mut self, plan: &DslPlan) -> Result<Option<u64>> {
        let below = inputs(plan).into_iter().map(|input| self.certain(input)).collect::<Result<Vec<_>>>()?;
        Ok(match (plan, below.as_slice()) {
            (DslPlan::DataFrameScan { df, .. }, _) => Some(df.height() as u64),
            (DslPlan::Scan { sources: ScanSources::Files(files), scan_type, unified_scan_args, .. }, _)
                if matches!(**scan_type, FileScanDsl::Parquet { .. }) && unified_scan_args.pre_slice.is_none() && files.len() <= ASKED_FILES =>
            {
                files.iter().try_fold(0_u64, |sum, file| Some(sum + parquet_rows(file)?))
            }
            (DslPlan::Join { input_left, input_right, options, .. }, [left, right]) if matches!(options.args.how, JoinType::Cross) => {
                match (self.rows(input_left, *left)?, self.rows(input_right, *right)?) {
                    (Some(left), Some(right)) => {
                        let rows = left.saturating_mul(right);
                        self.found = self.found.max(rows);
                        Some(rows)
                    }
                    _ => None,
                }
            }
            (DslPlan::HStack { .. } | DslPlan::Sort { slice: None, .. } | DslPlan::Cache { .. }, [rows]) => *rows,
            (DslPlan::MapFunction { function: DslFunction::RowIndex { .. } | DslFunction::Rename { .. }, .. }, [rows]) => *rows,
            (DslPlan::Union { .. }, below) => below.iter().copied().try_fold(0_u64, |sum, rows| sum.checked_add(rows?)),
            // The inner plan is what runs.
            (DslPlan::IR { .. }, [rows]) => *rows,
            _ => None,
        })
    }

    /// The rows of what goes into a cross join: as known, or counted.
    fn rows(&mut self, plan: &DslPlan, known: Option<u64>) -> Result<Option<u64>> {
        let at = std::ptr::from_ref(plan);
        match (known, self.counted.get(&at), &mut self.count) {
            (Some(rows), ..) | (None, Some(&rows), _) => Ok(Some(rows)),
            (None, None, Some(count)) if self.found <= self.most => {
                let rows = count(plan)?;
                self.counted.insert(at, rows);
                Ok(Some(rows))
            }
            (None, None, _) => Ok(None),
        }
    }
}

/// Rows of files: a row of text takes a byte at least, Parquet tells its number.
fn scanned(sources: &ScanSources, format: &FileScanDsl) -> Option<u64> {
    let bytes = match sources {
        ScanSources::Files(files) => files.iter().try_fold(0_u64, |sum, file| Some(sum + file.metadata().ok()?.len()))?,
        ScanSources::Buffers(buffers) => buffers.iter().map(|buffer| buffer.len() as u64).sum(),
        ScanSources::Paths(_) => return None,
    };
    if bytes > SMALL_BYTES {
        return None;
    }
    match (format, sources) {
        (FileScanDsl::Parquet { .. }, ScanSources::Files(files)) if files.len() <= ASKED_FILES => {
            files.iter().try_fold(0_u64, |sum, file| Some(sum + parquet_rows(file)?))
        }
        (FileScanDsl::Parquet { .. }, _) => None,
        (FileScanDsl::Csv { .. } | FileScanDsl::NDJson { .. } | FileScanDsl::Lines { .. }, ScanSources::Files(files)) => {
            match files.iter().any(is_compressed) {
                true => bytes.checked_mul(SPREAD),
                false => Some(bytes),
            }
        }
        (FileScanDsl::Csv { .. } | FileScanDsl::NDJson { .. } | FileScanDsl::Lines { .. }, _) => Some(bytes),
        // A row of flags takes a bit.
        (FileScanDsl::Ipc { .. }, _) => bytes.checked_mul(8),
        _ => None,
    }
}

/// Whether a file of text begins as gzip, zlib or Zstandard do.
fn is_compressed(file: &File) -> bool {
    let mut head = [0; 4];
    match file.read_at(&mut head, 0) {
        Ok(read) => {
            read >= 2 && (head[..2] == [0x1f, 0x8b] || head == [0x28, 0xb5, 0x2f, 0xfd] || (head[0] == 0x78 && matches!(head[1], 0x01 | 0x5e | 0x9c | 0xda)))
        }
        Err(_) => true,
    }
}

fn parquet_rows(file: &File) -> Option<u64> {
    let mut reader = ParquetReader::new(file.try_clone().ok()?);
    reader.num_rows().ok().map(|rows| rows as u64)
}
