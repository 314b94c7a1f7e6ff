//! `sandtable pipeline …`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use sandtable_core::units::parse_duration;
use sandtable_frames::Format;

use super::LanguagesArgs;

#[derive(Debug, Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct PipelineCommand {
    #[command(subcommand)]
    pub(crate) command: PipelineVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PipelineVerb {
    /// Run a document.
    Run(Box<PipelineArgs>),
    /// Check a document and show the columns after each step. Nothing runs.
    Check(Box<PipelineArgs>),
    /// Show the plan of a document, as written and as it runs.
    Explain(Box<PipelineArgs>),
    /// Run one SQL query over files, as in: select * from "flights.csv".
    Sql(Box<SqlArgs>),
    /// Turn template blocks and a graph into a document.
    Compile(TranslateArgs),
    /// Turn Polars code in Python into a document. It is parsed, not run.
    FromPython(TranslateArgs),
    /// Turn a document into Polars code in Python.
    ToPython(TranslateArgs),
    /// List every operation, or those whose name contains a word.
    Operations(OperationsArgs),
}

#[derive(Debug, Args)]
pub(crate) struct PipelineArgs {
    /// The document; `-` is standard input.
    #[arg(value_name = "DOC.json")]
    pub(crate) document: PathBuf,
    /// A variable, as KEY=VALUE. A value that is JSON is taken as JSON, anything else as a string.
    #[arg(long = "var", short = 'v', value_name = "KEY=VALUE")]
    pub(crate) variables: Vec<String>,
    /// The frame to give back; by default the one without a name, or the last, of a document without outputs.
    #[arg(long = "return", short, value_name = "FRAME")]
    pub(crate) returned: Option<String>,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SqlArgs {
    /// The query.
    pub(crate) query: String,
    /// A file under the base path by the name that the query has for it.
    #[arg(long = "table", short, value_name = "NAME=FILE")]
    pub(crate) tables: Vec<String>,
    /// A field of CSV files that means null, such as NA; may be given several times.
    #[arg(long, value_name = "TEXT")]
    pub(crate) null_value: Vec<String>,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
}

/// What a pipeline may reach, and where its frame goes.
#[derive(Debug, Args)]
pub(crate) struct PlaceArgs {
    /// The directory whose files may be read.
    #[arg(long, env = "SANDTABLE_BASE_PATH", value_name = "DIR", default_value = ".")]
    pub(crate) base_path: PathBuf,
    /// The directory that may be written below.
    #[arg(long, env = "SANDTABLE_OUTPUT_PATH", value_name = "DIR", default_value = ".")]
    pub(crate) output_path: PathBuf,
    /// A transform that the document names, as NAME=X.wasm, or a script, as NAME=X.py.
    #[arg(long = "transform", value_name = "NAME=X.wasm")]
    pub(crate) transforms: Vec<String>,
    #[command(flatten)]
    pub(crate) languages: LanguagesArgs,
    /// Where the returned frame goes; its extension tells the format. Without it: a preview on a terminal, else CSV on
    /// stdout.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The format of the returned frame: csv, jsonl, json, parquet, arrow.
    #[arg(long, value_parser = |given: &str| given.parse::<Format>())]
    pub(crate) format: Option<Format>,
    /// Give at most so many rows.
    #[arg(long, value_name = "ROWS")]
    pub(crate) limit: Option<u64>,
    /// Memory of each transform, in mebibytes.
    #[arg(long, value_name = "MIB")]
    pub(crate) memory_mb: Option<u64>,
    /// Wall time of each transform, such as 30s.
    #[arg(long, value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) timeout: Option<Duration>,
    /// Say nothing but errors on stderr.
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Where compiled code is kept. [default: $XDG_DATA_HOME/sandtable]
    #[arg(long, env = "SANDTABLE_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct TranslateArgs {
    /// The file to read; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct OperationsArgs {
    /// Only names that contain this.
    pub(crate) word: Option<String>,
    /// All that is known of each, as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
