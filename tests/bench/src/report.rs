//! What is printed: markdown, a table for each bench, and at the end what was wanted and whether it was met.

use std::time::Duration;

use crate::measure::Timing;

/// What a figure should be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wanted {
    AtMost(f64),
    AtLeast(f64),
}

struct Verdict {
    what: String,
    wanted: String,
    measured: String,
    met: bool,
}

/// Everything that was measured in one run.
pub(crate) struct Report {
    smoke: bool,
    verdicts: Vec<Verdict>,
}

impl Report {
    /// Names the machine.
    pub(crate) fn start(smoke: bool) -> Self {
        if smoke {
            println!("Smoke run: tiny data, a few repetitions. The figures mean nothing.\n");
        }
        let cpu = read("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned());
        let memory = read("/proc/meminfo", "MemTotal").unwrap_or_else(|| "unknown".to_owned());
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        println!("Machine: {cpu}, {cores} cores, memory {memory}. Load before: {}.", load());
        Self { smoke, verdicts: Vec::new() }
    }

    /// Begins a bench, which `scripts/bench NAME` runs again.
    pub(crate) fn section(&self, name: &str, title: &str, how: &str) {
        println!("\n## {title}\n\n{how}\n\nAgain: `scripts/bench {name}`\n");
    }

    /// Contestants, beside one of them.
    pub(crate) fn timings(&self, floor: &Timing, timings: &[&Timing]) {
        println!("| | median | p10 to p90 | beside {} |\n|---|---|---|---|", floor.name);
        for timing in timings {
            let (low, high) = (show(timing.at(0.1)), show(timing.at(0.9)));
            println!("| {} | {} | {low} to {high} | {:.2} |", timing.name, show(timing.median()), timing.over(floor));
        }
        println!();
    }

    /// One figure in words.
    pub(crate) fn note(&self, text: impl AsRef<str>) {
        println!("{}\n", text.as_ref());
    }

    /// A figure that has a target.
    pub(crate) fn target(&mut self, what: &str, measured: f64, unit: &str, wanted: Wanted) {
        let (met, wanted) = match wanted {
            Wanted::AtMost(most) => (measured <= most, format!("at most {most}{unit}")),
            Wanted::AtLeast(least) => (measured >= least, format!("at least {least}{unit}")),
        };
        self.verdicts.push(Verdict { what: what.to_owned(), wanted, measured: format!("{measured:.2}{unit}"), met });
    }

    /// Prints what was wanted and what came of it.
    pub(crate) fn end(self) {
        println!("\n## Targets\n");
        if self.smoke {
            println!("{} figures were measured; none is judged in a smoke run.", self.verdicts.len());
            return;
        }
        println!("| | wanted | measured | |\n|---|---|---|---|");
        for Verdict { what, wanted, measured, met } in &self.verdicts {
            println!("| {what} | {wanted} | {measured} | {} |", if *met { "met" } else { "**missed**" });
        }
        println!("\nLoad after: {}.", load());
    }
}

/// A time in the unit that suits it.
pub(crate) fn show(time: Duration) -> String {
    let us = time.as_secs_f64() * 1e6;
    match us {
        ..1_000.0 => format!("{us:.1} µs"),
        ..1_000_000.0 => format!("{:.2} ms", us / 1e3),
        _ => format!("{:.2} s", us / 1e6),
    }
}

/// A time in milliseconds.
pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").map_or_else(|_| "unknown".to_owned(), |text| text.split(' ').take(3).collect::<Vec<_>>().join(" "))
}

fn read(path: &str, key: &str) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
