//! An engine that does what the code says, one word a line: `takes NAME…`, `print TEXT`, `complain TEXT`, `wait` until a gate
//! opens, `rows N`, `fail CODE MESSAGE`.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use sandtable_core::{Code as ErrorCode, Error, LimitsRequest, Result, Usage};
use sandtable_executor::{Event, Events, InputBody, TableBytes};
use sandtable_frames::FieldInfo;
use sandtable_runner::{Code, Done, Engine, Held, Made, Takes, Wanted};
use sandtable_sandbox::{LogLevel, LogLine, LogSource};

/// What the engine has seen.
#[derive(Default)]
pub(crate) struct Seen {
    running: AtomicUsize,
    /// The most runs at once.
    pub(crate) most: AtomicUsize,
    pub(crate) runs: AtomicUsize,
    pub(crate) ended_early: AtomicUsize,
    /// The text of the tables that came, by name.
    pub(crate) tables: Mutex<Vec<(String, String)>>,
    pub(crate) limits: Mutex<Vec<LimitsRequest>>,
    open: Mutex<bool>,
    opened: Condvar,
}

impl Seen {
    /// Lets all runs that wait go on.
    pub(crate) fn open_gate(&self) {
        *self.open.lock().unwrap() = true;
        self.opened.notify_all();
    }

    pub(crate) fn running(&self) -> usize {
        self.running.load(Ordering::SeqCst)
    }
}

#[derive(Clone, Default)]
pub(crate) struct Told(pub(crate) Arc<Seen>);

struct Stop(Arc<AtomicBool>, Arc<Seen>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
        self.1.opened.notify_all();
    }
}

fn source(code: &Code) -> &str {
    match code {
        Code::Source { source, .. } => source,
        Code::Stored { .. } => "",
    }
}

fn words(line: &str) -> (&str, &str) {
    line.split_once(' ').unwrap_or((line, ""))
}

impl Engine for Told {
    fn ready(&self, _: &Code) -> Result<()> {
        Ok(())
    }

    fn takes(&self, code: &Code, _: &LimitsRequest, _: Events, done: Done<Takes>) -> Result<Held> {
        let taken = source(code).lines().map(words).find(|(verb, _)| *verb == "takes").map(|(_, names)| names.split(' ').map(str::to_owned).collect());
        done(Ok(Takes { inputs: taken.unwrap_or_default() }));
        Ok(Box::new(()))
    }

    fn run(&self, wanted: Wanted, events: Events, done: Done<Made>) -> Result<Held> {
        let (seen, stopped) = (Arc::clone(&self.0), Arc::new(AtomicBool::new(false)));
        let held = Stop(Arc::clone(&stopped), Arc::clone(&seen));
        std::thread::spawn(move || {
            let running = seen.running.fetch_add(1, Ordering::SeqCst) + 1;
            seen.most.fetch_max(running, Ordering::SeqCst);
            seen.runs.fetch_add(1, Ordering::SeqCst);
            seen.limits.lock().unwrap().push(wanted.limits.clone());
            for input in wanted.inputs {
                let InputBody::Spooled(mut file) = input.body else { panic!("the runner spools tables") };
                let mut text = String::new();
                std::io::Read::read_to_string(&mut file, &mut text).unwrap();
                seen.tables.lock().unwrap().push((input.name.unwrap_or_default(), text));
            }
            let result = perform(source(&wanted.code), &seen, &stopped, &events);
            seen.running.fetch_sub(1, Ordering::SeqCst);
            done(result);
        });
        Ok(Box::new(held))
    }
}

fn perform(code: &str, seen: &Seen, stopped: &AtomicBool, events: &Events) -> Result<Made> {
    let say = |source, text: &str| events(Event::Log(LogLine { at_ms: 0, source, level: LogLevel::Info, message: text.to_owned() }));
    let mut rows = 1;
    for (verb, rest) in code.lines().map(words) {
        match verb {
            "print" => say(LogSource::Stdout, rest),
            "complain" => say(LogSource::Stderr, rest),
            "rows" => rows = rest.parse().unwrap(),
            "wait" => {
                let mut open = seen.open.lock().unwrap();
                while !*open && !stopped.load(Ordering::SeqCst) {
                    open = seen.opened.wait_timeout(open, Duration::from_millis(20)).unwrap().0;
                }
                if stopped.load(Ordering::SeqCst) {
                    seen.ended_early.fetch_add(1, Ordering::SeqCst);
                    return Err(Error::new(ErrorCode::Cancelled, "cancelled"));
                }
            }
            "fail" => {
                let (code, message) = words(rest);
                let context = vec!["Traceback (most recent call last):", "ValueError: boom"];
                return Err(Error::new(ErrorCode::GuestError, message).with("guest_code", code).with("guest_message", message).with("traceback", context));
            }
            "limit" => return Err(Error::new(ErrorCode::ResourceCap, "limit memory_mb of 1024 reached").with("limit", rest)),
            _ => {}
        }
    }
    let text = (0..rows).fold("x\n".to_owned(), |text, row| format!("{text}{row}\n"));
    let schema: Vec<FieldInfo> = serde_json::from_str(r#"[{"name": "x", "type": "int64", "nullable": true}]"#).unwrap();
    Ok(Made { table: TableBytes::Held(text.into_bytes()), rows, schema, usage: Usage::default() })
}
