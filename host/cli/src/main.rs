//! The `sandtable` command.

mod args;
mod config;
mod cpu;
mod exit;
mod inspect;
mod local;
mod pipeline;
mod preview;
mod project;
mod run;
mod runner;
mod script;
mod serve;
mod stores;

use std::process::ExitCode;

use clap::Parser;
use sandtable_executor::cap::CappedAllocator;

use args::{Cli, Command};

#[global_allocator]
static ALLOCATOR: CappedAllocator = CappedAllocator;

fn main() -> ExitCode {
    if let Err(error) = cpu::check() {
        return exit::report(&error);
    }
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Serve(args) => serve::serve(args),
        Command::Worker(args) => serve::work(args),
        Command::Run(args) => run::run(args),
        Command::Check(args) => inspect::check(args),
        Command::Inspect(args) => inspect::inspect(args),
        Command::New(args) => project::create(&args),
        Command::Build(args) => project::build(&args),
        Command::Test(args) => project::test(&args),
        Command::Pipeline(command) => pipeline::pipeline(command.command),
        Command::Exec(args) => serve::execute(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => exit::report(&error),
    }
}
