//! Lines: brackets that do not fit are opened, an item a line, as Python's formatters do.

/// The widest line that is not broken, in characters.
const WIDTH: usize = 100;
const INDENT: usize = 4;

/// Source that is not laid out yet.
#[derive(Debug, Clone)]
pub(super) enum Code {
    /// Never broken.
    Text(String),
    /// One after the other.
    Seq(Vec<Code>),
    /// Operands with operators between; inside brackets an operator may begin a line.
    Chain { first: Box<Code>, rest: Vec<(&'static str, Code)> },
    /// Brackets around items.
    Group { open: &'static str, items: Vec<Code>, close: &'static str, has_commas: bool },
}

impl Code {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Parts in a row; sequences among them are taken apart, so that the last bracket of all is found.
    pub(super) fn seq(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::Seq(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        Self::Seq(flat)
    }

    pub(super) fn group(open: &'static str, items: Vec<Self>, close: &'static str) -> Self {
        Self::Group { open, items, close, has_commas: true }
    }

    /// An operation; one that goes on from another of the same strength is one chain with it.
    pub(super) fn chain(left: Self, operator: &'static str, right: Self, goes_on: bool) -> Self {
        match left {
            Self::Chain { first, mut rest } if goes_on => {
                rest.push((operator, right));
                Self::Chain { first, rest }
            }
            left => Self::Chain { first: Box::new(left), rest: vec![(operator, right)] },
        }
    }

    /// Brackets for precedence: a comma would make a tuple of it.
    pub(super) fn brackets(inner: Self) -> Self {
        Self::Group { open: "(", items: vec![inner], close: ")", has_commas: false }
    }
}

/// A statement, over as many lines as it takes.
pub(super) fn render(code: &Code) -> String {
    let mut out = String::new();
    pretty(code, 0, 0, &mut out);
    out
}

/// Writes `code` at `indent`; `tail` characters follow it on its last line.
fn pretty(code: &Code, indent: usize, tail: usize, out: &mut String) {
    let column = out.chars().rev().take_while(|c| *c != '\n').count();
    if fits(code, WIDTH.saturating_sub(column + tail)) {
        return flat(code, out);
    }
    match code {
        Code::Text(text) => out.push_str(text),
        Code::Chain { first, rest } => {
            pretty(first, indent, 0, out);
            for (number, (operator, operand)) in rest.iter().enumerate() {
                newline(indent, out);
                out.push_str(operator);
                out.push(' ');
                pretty(operand, indent, if number + 1 == rest.len() { tail } else { 0 }, out);
            }
        }
        Code::Group { open, items, close, has_commas } => {
            out.push_str(open);
            for item in items {
                newline(indent + INDENT, out);
                pretty(item, indent + INDENT, 1, out);
                if *has_commas {
                    out.push(',');
                }
            }
            newline(indent, out);
            out.push_str(close);
        }
        Code::Seq(parts) => {
            let last = parts.iter().rposition(|part| matches!(part, Code::Group { items, .. } if !items.is_empty()));
            let Some(last) = last else { return flat(code, out) };
            let before = &parts[..last];
            if before.iter().map(width).sum::<usize>() + column < WIDTH {
                before.iter().for_each(|part| flat(part, out));
            } else {
                pretty(&Code::Seq(before.to_vec()), indent, 1, out);
            }
            let after = parts[last + 1..].iter().map(width).sum::<usize>();
            pretty(&parts[last], indent, tail + after, out);
            parts[last + 1..].iter().for_each(|part| flat(part, out));
        }
    }
}

fn newline(indent: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

fn flat(code: &Code, out: &mut String) {
    match code {
        Code::Text(text) => out.push_str(text),
        Code::Seq(parts) => parts.iter().for_each(|part| flat(part, out)),
        Code::Chain { first, rest } => {
            flat(first, out);
            for (operator, operand) in rest {
                out.push(' ');
                out.push_str(operator);
                out.push(' ');
                flat(operand, out);
            }
        }
        Code::Group { open, items, close, .. } => {
            out.push_str(open);
            for (number, item) in items.iter().enumerate() {
                if number > 0 {
                    out.push_str(", ");
                }
                flat(item, out);
            }
            out.push_str(close);
        }
    }
}

fn fits(code: &Code, room: usize) -> bool {
    width(code) <= room
}

/// The characters of a piece on one line.
fn width(code: &Code) -> usize {
    match code {
        Code::Text(text) => text.chars().count(),
        Code::Seq(parts) => parts.iter().map(width).sum(),
        Code::Chain { first, rest } => width(first) + rest.iter().map(|(operator, operand)| operator.len() + 2 + width(operand)).sum::<usize>(),
        Code::Group { open, items, close, .. } => open.len() + close.len() + items.iter().map(width).sum::<usize>() + 2 * items.len().saturating_sub(1),
    }
}
