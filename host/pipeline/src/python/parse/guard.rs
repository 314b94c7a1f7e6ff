//! Bounds on a source before it is parsed.
//!
//! The parser grows its stack as it needs, but the tree that it makes is dropped by plain recursion. So the tokens are looked
//! at first: the lexer does not recurse, and a tree is no deeper than the tokens that can deepen it.

use std::collections::HashSet;

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Mode;
use ruff_python_parser::lexer::lex;

use super::place::Places;
use crate::fault::Result;

/// Two for each call of the longest chain that a document can hold, and some. Dropping a tree takes about 300 bytes of stack a level.
const MAX_TREE_DEPTH: usize = 2_200;
/// Brackets in brackets.
const MAX_BRACKETS: usize = 100;
/// Blocks in blocks.
const MAX_INDENT: usize = 20;

/// Refuses a source whose tree could be too deep to handle.
pub(super) fn check(source: &str) -> Result<()> {
    if !is_too_deep(source) {
        return Ok(());
    }
    // The lexer keeps its positions to itself, so the line is the first one that makes the difference.
    let ends: Vec<usize> = source.match_indices('\n').map(|(at, _)| at + 1).chain([source.len()]).collect();
    let number = ends.partition_point(|end| !is_too_deep(&source[..*end])) + 1;
    Err(Places::of(source).line_fault(number.min(ends.len()), None, "this nests too deep"))
}

/// Every identifier of the source.
pub(super) fn names(source: &str) -> HashSet<String> {
    // Strings and comments count too: a name more that is avoided does no harm.
    source.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// One level of brackets.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    /// Tokens since the last comma that can each add a level to the tree.
    here: usize,
    /// The deepest bracket since the last comma.
    inside: usize,
    /// The deepest part before the last comma.
    before: usize,
}

impl Level {
    fn depth(self) -> usize {
        self.before.max(self.here + self.inside)
    }
}

fn is_too_deep(source: &str) -> bool {
    let mut lexer = lex(source, Mode::Module);
    let mut levels = vec![Level::default()];
    let mut indent = 0_usize;
    loop {
        let kind = lexer.next_token();
        let is_outermost = levels.len() == 1;
        let Some(level) = levels.last_mut() else { return false };
        match kind {
            TokenKind::EndOfFile => return levels.iter().map(|level| level.depth() + 1).sum::<usize>() > MAX_TREE_DEPTH,
            TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline => {}
            TokenKind::Indent => {
                indent += 1;
                if indent > MAX_INDENT {
                    return true;
                }
            }
            TokenKind::Dedent => indent = indent.saturating_sub(1),
            TokenKind::Comma => *level = Level { here: 0, inside: 0, before: level.depth() },
            TokenKind::Newline | TokenKind::Semi if is_outermost => *level = Level::default(),
            // A logical line ends only outside brackets; should the lexer recover from an open one, nothing is forgotten.
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                level.here += 1;
                levels.push(Level::default());
                if levels.len() > MAX_BRACKETS {
                    return true;
                }
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace if !is_outermost => {
                let inside = level.depth();
                levels.pop();
                if let Some(level) = levels.last_mut() {
                    level.inside = level.inside.max(inside);
                }
            }
            _ => level.here += 1,
        }
        if levels.last().is_some_and(|level| level.depth() > MAX_TREE_DEPTH) {
            return true;
        }
    }
}
