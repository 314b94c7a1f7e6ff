//! Rows in groups, which wait to be aggregated.

use super::expr::expr;
use super::{Args, Expr, Frame, Names};

/// What `group_by` gives.
#[derive(Clone, Debug)]
pub struct GroupBy(Frame);

impl GroupBy {
    pub(super) fn new(frame: Frame) -> Self {
        Self(frame)
    }

    /// One row a group, with these columns behind those of the keys.
    pub fn agg(&self, exprs: impl Names) -> Frame {
        self.apply("agg", exprs.names().into_iter().fold(Args::new(), Args::arg))
    }

    /// Only groups for which a condition holds.
    #[must_use]
    pub fn having(&self, condition: impl Into<Expr>) -> GroupBy {
        Self(self.apply("having", Args::new().arg(expr(condition))))
    }

    /// The rows of each group, in a column `len`.
    pub fn len(&self) -> Frame {
        self.apply("len", Args::new())
    }

    /// The first rows of each group.
    pub fn head(&self, rows: usize) -> Frame {
        self.apply("head", Args::new().arg(rows))
    }

    /// Another method of a group-by, by its name.
    pub fn apply(&self, operation: &str, args: Args) -> Frame {
        self.0.apply(operation, args)
    }
}
