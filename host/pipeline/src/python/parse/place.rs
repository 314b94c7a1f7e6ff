//! Lines and columns.

use ruff_text_size::TextRange;

use crate::fault::Fault;

/// How much of a line an error repeats, in characters.
const SHOWN_CHARS: usize = 120;

/// The source with the beginnings of its lines.
#[derive(Debug)]
pub(super) struct Places<'s> {
    source: &'s str,
    lines: Vec<usize>,
}

impl<'s> Places<'s> {
    pub(super) fn of(source: &'s str) -> Self {
        let lines = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { source, lines }
    }

    pub(super) fn source(&self) -> &'s str {
        self.source
    }

    /// An error at the beginning of a range.
    pub(super) fn fault(&self, at: TextRange, message: impl Into<String>) -> Fault {
        let mut offset = at.start().to_usize().min(self.source.len());
        while !self.source.is_char_boundary(offset) {
            offset -= 1;
        }
        let number = self.lines.partition_point(|start| *start <= offset);
        let column = self.source[self.lines[number - 1]..offset].chars().count() + 1;
        self.line_fault(number, Some(column), message)
    }

    /// An error somewhere in a line, counted from 1.
    pub(super) fn line_fault(&self, number: usize, column: Option<usize>, message: impl Into<String>) -> Fault {
        let start = self.lines[number - 1];
        let end = self.lines.get(number).map_or(self.source.len(), |next| next - 1);
        let line: String = self.source[start..end].trim_end_matches('\r').chars().take(SHOWN_CHARS).collect();
        let place = match column {
            Some(column) => format!("line {number}, column {column}"),
            None => format!("line {number}"),
        };
        let fault = Fault::new(format!("{place}: {} (in `{}`)", message.into(), line.trim())).detail("line", number).detail("source", line);
        match column {
            Some(column) => fault.detail("column", column),
            None => fault,
        }
    }
}
