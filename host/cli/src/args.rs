//! What the command line takes. Every flag `--x-y` has the variable `SANDTABLE_X_Y`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use sandtable_core::LimitsRequest;
use sandtable_core::units::parse_duration;
use sandtable_frames::Format;

use crate::project::Language;

mod pipelines;
mod server;

pub(crate) use pipelines::*;
pub(crate) use server::*;

/// Runs data transforms, compiled to WebAssembly, in a sandbox.
#[derive(Debug, Parser)]
#[command(name = "sandtable", version, about, propagate_version = true, arg_required_else_help = true, args_override_self = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the HTTP API.
    Serve(Box<ServeArgs>),
    /// Run a transform or a script over files, here and now, without a server.
    Run(Box<RunArgs>),
    /// Check a component or a script: every problem that an upload would be refused for.
    Check(ComponentArgs),
    /// Show what a component or a script is: its description, what it imports and exports.
    Inspect(ComponentArgs),
    /// Make a project of a transform: code, a test, cases.
    New(NewArgs),
    /// Build a project: find or install the toolchain, build, check.
    Build(ProjectArgs),
    /// Build a project and run its cases.
    Test(TestArgs),
    /// Check, run, explain, compile and translate pipelines.
    Pipeline(PipelineCommand),
    /// Do the jobs of a server, on this machine or another, without serving anything.
    Worker(Box<SharedArgs>),
    /// Be an executor. Started by the server, over a socket on standard input.
    #[command(hide = true)]
    Exec(ExecArgs),
}

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// The component, or a script: its extension (.py, .js, .mjs) tells the language.
    #[arg(value_name = "X.wasm|SCRIPT")]
    pub(crate) component: PathBuf,
    /// A table, as NAME=FILE, or FILE alone when the transform has one input. CSV, JSONL, JSON, Parquet or Arrow.
    #[arg(long, short, value_name = "NAME=FILE")]
    pub(crate) input: Vec<String>,
    /// A parameter, as KEY=VALUE. A value that is JSON is taken as JSON, anything else as a string.
    #[arg(long, short, value_name = "KEY=VALUE")]
    pub(crate) param: Vec<String>,
    /// All parameters, as a JSON object.
    #[arg(long, value_name = "JSON")]
    pub(crate) params: Option<String>,
    /// Where the table goes; its extension tells the format. Without it: a preview on a terminal, else CSV on stdout.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) script: ScriptArgs,
    /// The format of the output: csv, jsonl, json, parquet, arrow.
    #[arg(long, value_parser = |given: &str| given.parse::<Format>())]
    pub(crate) format: Option<Format>,
    /// Write at most so many rows.
    #[arg(long, value_name = "ROWS")]
    pub(crate) limit: Option<u64>,
    /// A CSV field that means null, such as NA; may be given several times.
    #[arg(long, value_name = "TEXT")]
    pub(crate) null_value: Vec<String>,
    /// What stands between the fields of a CSV input.
    #[arg(long, value_name = "CHARACTER")]
    pub(crate) separator: Option<char>,
    /// Guest memory in mebibytes.
    #[arg(long, value_name = "MIB")]
    pub(crate) memory_mb: Option<u64>,
    /// Fuel: about one unit an instruction.
    #[arg(long, value_name = "UNITS")]
    pub(crate) fuel: Option<u64>,
    /// Wall time, such as 30s.
    #[arg(long, value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) timeout: Option<Duration>,
    /// CPU time, such as 30s.
    #[arg(long, value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) cpu: Option<Duration>,
    /// Rows that the transform may give.
    #[arg(long, value_name = "ROWS")]
    pub(crate) output_rows: Option<u64>,
    /// Fixed clocks and random numbers.
    #[arg(long)]
    pub(crate) deterministic: bool,
    /// Say nothing but errors on stderr.
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Where compiled code is kept. [default: $XDG_DATA_HOME/sandtable]
    #[arg(long, env = "SANDTABLE_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
}

impl RunArgs {
    /// The limits that the flags ask for.
    pub(crate) fn limits(&self) -> LimitsRequest {
        let ms = |duration: Option<Duration>| duration.map(|duration| duration.as_millis() as u64);
        LimitsRequest {
            memory_mb: self.memory_mb,
            fuel: self.fuel,
            timeout_ms: ms(self.timeout),
            cpu_ms: ms(self.cpu),
            output_rows: self.output_rows,
            ..LimitsRequest::default()
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ComponentArgs {
    /// The component, or a script: its extension (.py, .js, .mjs) tells the language.
    #[arg(value_name = "X.wasm|SCRIPT")]
    pub(crate) component: PathBuf,
    #[command(flatten)]
    pub(crate) script: ScriptArgs,
    /// Where compiled code is kept. [default: $XDG_DATA_HOME/sandtable]
    #[arg(long, env = "SANDTABLE_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// The report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What a script needs beside itself.
#[derive(Debug, Default, Args)]
pub(crate) struct ScriptArgs {
    /// What a script is written in, when its extension does not tell.
    #[arg(long, value_name = "NAME")]
    pub(crate) language: Option<String>,
    /// A module that the script may import, as NAME=FILE; may be given several times.
    #[arg(long, value_name = "NAME=FILE")]
    pub(crate) library: Vec<String>,
    /// An option of the language, as NAME=VALUE; may be given several times.
    #[arg(long = "option", value_name = "NAME=VALUE")]
    pub(crate) options: Vec<String>,
    #[command(flatten)]
    pub(crate) folder: LanguagesArgs,
}

/// Where the components are that run source code.
#[derive(Debug, Default, Args)]
pub(crate) struct LanguagesArgs {
    /// The folder of languages, components that run source code. [default: `languages` beside the command, or
    /// ../share/sandtable/languages from there]
    #[arg(long, env = "SANDTABLE_LANGUAGES", value_name = "FOLDER")]
    pub(crate) languages: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// The folder to make; its name is the transform's.
    #[arg(value_name = "NAME")]
    pub(crate) path: PathBuf,
    /// What it is written in.
    #[arg(long, value_enum, default_value = "rust")]
    pub(crate) lang: Language,
}

#[derive(Debug, Args)]
pub(crate) struct ProjectArgs {
    /// The project's folder.
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    #[command(flatten)]
    pub(crate) project: ProjectArgs,
    /// Only cases whose name contains this.
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Try what was built last.
    #[arg(long)]
    pub(crate) no_build: bool,
    /// Where compiled code is kept. [default: $XDG_DATA_HOME/sandtable]
    #[arg(long, env = "SANDTABLE_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
}
