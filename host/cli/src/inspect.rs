//! `sandtable check` and `sandtable inspect`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use sandtable_core::description::{ColumnSpec, Description, Kind};
use sandtable_core::{Error, Limits, Result, text};
use sandtable_sandbox::Report;
use sandtable_tasks::TaskHost;

use crate::args::ComponentArgs;
use crate::{local, script};

/// Prints every problem, or that there is none.
///
/// # Errors
/// `VALIDATION_ERROR` when the component is not acceptable.
pub(crate) fn check(args: ComponentArgs) -> Result<()> {
    if script::language(&args.component, &args.script).is_some() {
        let description = ask(&args)?;
        let acceptable = format!("{} is acceptable\n", args.component.display());
        return if args.json { print_json(&description) } else { print(&acceptable) };
    }
    let report = local::check(&args.component)?;
    if args.json {
        print_json(&report)?;
    }
    refuse_problems(&args.component, &report)?;
    if args.json { Ok(()) } else { print(&format!("{} is acceptable\n", args.component.display())) }
}

/// Refuses a component that has problems.
///
/// # Errors
/// `VALIDATION_ERROR` with all of them.
pub(crate) fn refuse_problems(path: &Path, report: &Report) -> Result<()> {
    let problems: Vec<String> = report.problems.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect();
    let count = problems.len();
    if count == 0 {
        return Ok(());
    }
    let error = Error::invalid("component", format!("{} is not acceptable, {count} problem{}", path.display(), if count == 1 { "" } else { "s" }));
    Err(error.with("problems", problems))
}

/// Prints what a component is.
///
/// # Errors
/// `VALIDATION_ERROR` when it is not one that could be asked.
pub(crate) fn inspect(args: ComponentArgs) -> Result<()> {
    let mut out = String::new();
    if script::language(&args.component, &args.script).is_some() {
        let description = ask(&args)?;
        // Writing to a string cannot fail.
        let _ = describe(&mut out, &description);
        return if args.json { print_json(&description) } else { print(&out) };
    }
    let report = local::check(&args.component)?;
    if args.json {
        return print_json(&report);
    }
    // Writing to a string cannot fail.
    let _ = match &report.description {
        Some(description) => describe(&mut out, description),
        None => writeln!(out, "no description could be had"),
    };
    let _ = writeln!(out, "\nsize      {} bytes, {} compiled in {:.0} ms", report.size_bytes, report.compiled_bytes, report.compile_ms);
    for (title, names) in [("imports", &report.imports), ("exports", &report.exports)] {
        for (index, name) in names.iter().enumerate() {
            let _ = writeln!(out, "{:<9} {}", if index == 0 { title } else { "" }, text::sanitize(name, 200));
        }
    }
    for problem in &report.problems {
        let _ = writeln!(out, "problem   {}: {}", problem.code, text::sanitize(&problem.message, 400));
    }
    print(&out)
}

/// What a script says of itself.
fn ask(args: &ComponentArgs) -> Result<Description> {
    let sandbox = local::sandbox(Limits::default().memory_bytes)?;
    let host = TaskHost::new(sandbox.clone());
    script::ready(&sandbox, &host, &args.component, &args.script, args.data_dir.clone()).map(|runnable| runnable.description)
}

fn describe(out: &mut String, description: &Description) -> std::fmt::Result {
    let Description { kind, name, version, summary, inputs, params, output, features, extra } = description;
    let kind = match kind {
        Kind::Table => "sees whole tables",
        Kind::Rows => "row by row",
        Kind::Language => "runs source code",
    };
    writeln!(out, "{name} {version}, {kind}\n{summary}")?;
    for input in inputs {
        writeln!(out, "\ninput {}  {}", input.name, input.description)?;
        columns(out, &input.columns)?;
    }
    if !output.is_empty() {
        writeln!(out, "\noutput")?;
        columns(out, output)?;
    }
    if let Some(params) = params {
        writeln!(out, "\nparameters\n{}", serde_json::to_string_pretty(params).unwrap_or_default())?;
    }
    if !features.is_empty() {
        writeln!(out, "\nfeatures  {}", features.join(", "))?;
    }
    for (key, value) in extra {
        writeln!(out, "{key}  {value}")?;
    }
    Ok(())
}

fn columns(out: &mut String, columns: &[ColumnSpec]) -> std::fmt::Result {
    for ColumnSpec { name, data_type, required, description } in columns {
        let optional = if *required { "" } else { " (optional)" };
        writeln!(out, "  {name:<20} {data_type}{optional}  {description}")?;
    }
    Ok(())
}

fn print_json<T: serde::Serialize>(report: &T) -> Result<()> {
    let text = serde_json::to_string_pretty(report).map_err(Error::internal)?;
    print(&format!("{text}\n"))
}

fn print(text: &str) -> Result<()> {
    std::io::stdout().lock().write_all(text.as_bytes()).map_err(|error| Error::io(format!("stdout: {error}")))
}
