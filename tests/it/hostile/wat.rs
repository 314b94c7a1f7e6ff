//! Components by hand: `wat/rows.wat`, a guest that means well, and what a test changes in it.

use sandtable_core::Limits;
use sandtable_sandbox::{Checked, Transform};

use super::harness::{SANDBOX, assert_serving};

/// A component as text.
pub(crate) struct Wat(String);

impl Wat {
    /// A row-by-row transform that gives back what it gets.
    pub(crate) fn rows() -> Self {
        Self(include_str!("wat/rows.wat").to_owned())
    }

    /// Puts text in at a mark: `;;[mark]`.
    pub(crate) fn put(self, mark: &str, text: &str) -> Self {
        let mark = format!(";;[{mark}]\n");
        assert!(self.0.contains(&mark), "there is no {mark}");
        Self(self.0.replacen(&mark, &format!("{text}\n{mark}"), 1))
    }

    /// With WASI to call: see `wat/wasi.wat` for the names.
    pub(crate) fn wasi(self) -> Self {
        let parts = include_str!("wat/wasi.wat").split("\n;;== ").skip(1);
        parts.fold(self, |wat, part| {
            let (mark, text) = part.split_once('\n').expect("a part begins with its mark");
            wat.put(mark, text)
        })
    }

    pub(crate) fn copy(&self) -> Self {
        Self(self.0.clone())
    }

    /// Replaces the limits of its memory, which are `32` otherwise.
    pub(crate) fn memory(self, limits: &str) -> Self {
        self.swap("(;[memory];) 32 (;[];)", limits)
    }

    /// Replaces a piece of it.
    pub(crate) fn swap(self, piece: &str, text: &str) -> Self {
        assert!(self.0.contains(piece), "there is no {piece}");
        Self(self.0.replace(piece, text))
    }

    /// The component. It need not be valid.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        wat::parse_str(&self.0).unwrap_or_else(|error| panic!("{error}"))
    }

    /// What the sandbox says of it.
    pub(crate) fn check(&self) -> Checked {
        SANDBOX.check(&self.bytes(), &Limits::default())
    }

    /// Ready to run.
    pub(crate) fn load(&self) -> Transform {
        let checked = self.check();
        checked.transform.unwrap_or_else(|| panic!("{:?}", checked.report.problems))
    }
}

/// What is wrong with an upload, a line each; and the host serves.
pub(crate) fn problems(wasm: &[u8]) -> String {
    problems_under(wasm, &Limits::default())
}

/// As [`problems`], under limits.
pub(crate) fn problems_under(wasm: &[u8], limits: &Limits) -> String {
    let checked = SANDBOX.check(wasm, limits);
    assert_eq!(checked.compiled.is_some(), checked.report.problems.is_empty(), "only what is acceptable is kept");
    assert_eq!(checked.transform.is_some(), checked.report.problems.is_empty(), "only what is acceptable is loaded");
    assert_serving();
    let lines: Vec<String> = checked.report.problems.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect();
    if lines.is_empty() { "fine".to_owned() } else { without_offsets(&lines.join("\n")) }
}

/// Where in the bytes something is depends on every other line of the component.
fn without_offsets(text: &str) -> String {
    let mut pieces = text.split(" (at offset 0x");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str(piece.split_once(')').map_or(piece, |(_, rest)| rest));
    }
    out
}
