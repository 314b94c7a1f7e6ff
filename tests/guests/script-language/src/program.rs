//! What programs may say.
//!
//! Told by `describe`: `summary TEXT`, `input NAME`, `params SCHEMA`, `feature NAME`. Done by `run`, in order: `log TEXT`,
//! `log-params`, `use MODULE`, `copy INPUT`, `frame INPUT`, `fail CODE MESSAGE`, `spin`, `trap`, `allocate`. `top …` is done
//! by both.

use std::collections::BTreeMap;

use crate::abi::{self, Description, List};
use crate::exports::abi_slice;
use crate::tables::Tables;

/// Why a program cannot go on.
pub(crate) struct Fault {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) context: Vec<String>,
}

impl Fault {
    fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), context: Vec::new() }
    }

    fn at(mut self, file: &str, number: usize, line: &str) -> Self {
        if self.context.is_empty() {
            self.context.push(self.message.clone());
        }
        self.context.splice(..0, [format!("  File \"{file}\", line {}", number + 1), format!("    {line}")]);
        self
    }
}

/// A program, as it came.
pub(crate) struct Program {
    source: String,
    library: BTreeMap<String, String>,
    file: String,
}

const TOLD: [&str; 4] = ["summary", "input", "params", "feature"];
const DONE: [&str; 10] = ["top", "log", "log-params", "use", "copy", "frame", "fail", "spin", "trap", "allocate"];

impl Program {
    /// # Safety
    /// All of it is the host's.
    pub(crate) unsafe fn read(source: (*const u8, usize), library: (*const [List; 2], usize), options: (*const [List; 2], usize)) -> Result<Self, Fault> {
        // SAFETY: as the caller promises.
        let (source, library, mut options) = unsafe { (text(source.0, source.1), pairs(library), pairs(options)) };
        let file = options.remove("filename").unwrap_or_else(|| "script.txt".to_owned());
        match options.into_keys().next() {
            Some(name) => Err(Fault::new("bad-option", format!("there is no option {name}; there is filename"))),
            None => Ok(Self { source, library, file }),
        }
    }

    pub(crate) fn describe(&self) -> Result<Description, Fault> {
        let (mut summary, mut params) = (List::EMPTY, List::EMPTY);
        let (mut inputs, mut features) = (Vec::new(), Vec::new());
        let mut does = false;
        for (number, line) in lines(&self.source) {
            match line.split_once(' ').unwrap_or((line, "")) {
                ("summary", text) => summary = List::text(text),
                ("input", name) => inputs.push([List::text(name), List::EMPTY, List::EMPTY]),
                ("params", schema) => params = List::text(schema),
                ("feature", name) => features.push(List::text(name)),
                ("top", action) => self.perform(action, None).map_err(|fault| fault.at(&self.file, number, line))?,
                (word, _) if DONE.contains(&word) => does = true,
                (word, _) => return Err(Fault::new("syntax", format!("SyntaxError: there is no command {word}")).at(&self.file, number, line)),
            }
        }
        if !does {
            return Err(Fault::new("no-transform", "the program does nothing"));
        }
        Ok([List::text("program"), List::text("0.1.0"), summary, List::of(inputs), params, List::EMPTY, List::of(features), List::EMPTY])
    }

    pub(crate) fn run(&self, tables: &mut Tables, params: &str) -> Result<(), Fault> {
        self.describe()?;
        self.module(&self.source, &self.file, Some((tables, params)))
    }

    fn module(&self, source: &str, file: &str, mut with: Option<(&mut Tables, &str)>) -> Result<(), Fault> {
        for (number, line) in lines(source) {
            let word = line.split(' ').next().unwrap_or_default();
            if !TOLD.contains(&word) && word != "top" {
                let with = with.as_mut().map(|(tables, params)| (&mut **tables, *params));
                self.perform(line, with).map_err(|fault| fault.at(file, number, line))?;
            }
        }
        Ok(())
    }

    fn perform(&self, action: &str, with: Option<(&mut Tables, &str)>) -> Result<(), Fault> {
        match (action.split_once(' ').unwrap_or((action, "")), with) {
            (("log", text), _) => abi::log(text),
            (("use", name), with) => match self.library.get(name) {
                Some(source) => self.module(source, &format!("{name}.txt"), with)?,
                None => return Err(Fault::new("exception", format!("ModuleNotFoundError: no module named {name}"))),
            },
            (("fail", text), _) => {
                let (code, message) = text.split_once(' ').unwrap_or((text, ""));
                return Err(Fault::new(code, message));
            }
            (("spin", _), _) => abi::spin(),
            (("trap", _), _) => std::arch::wasm32::unreachable(),
            (("allocate", _), _) => loop {
                std::hint::black_box(vec![1_u8; 1 << 20].leak());
            },
            (("log-params", _), Some((_, params))) => abi::log(params),
            (("copy", name), Some((tables, _))) => tables.copy(name).map_err(|message| Fault::new("bad-input", message))?,
            (("frame", name), Some((tables, _))) => tables.frame(name).map_err(|message| Fault::new("exception", message))?,
            ((word, _), _) => return Err(Fault::new("exception", format!("{word} cannot be done here"))),
        }
        Ok(())
    }
}

fn lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    source.lines().enumerate().map(|(number, line)| (number, line.trim())).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// # Safety
/// It is text of the host's.
pub(crate) unsafe fn text(at: *const u8, len: usize) -> String {
    // SAFETY: as the caller promises.
    String::from_utf8_lossy(unsafe { abi_slice(at, len) }).into_owned()
}

/// # Safety
/// They are texts of the host's.
unsafe fn pairs(list: (*const [List; 2], usize)) -> BTreeMap<String, String> {
    // SAFETY: as the caller promises.
    let pairs = unsafe { abi_slice(list.0, list.1) };
    // SAFETY: likewise.
    pairs.iter().map(|[name, value]| unsafe { (text(name.at, name.len), text(value.at, value.len)) }).collect()
}
