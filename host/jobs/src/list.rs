//! Lists of jobs, newest first.

use crate::{Job, State, Token};

/// Which jobs a list has. The default is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only jobs in one of these states; empty means any.
    pub states: Vec<State>,
    /// Only jobs of this type.
    pub job_type: Option<String>,
    /// Only jobs older than this one: where the page before ended.
    pub before: Option<Token>,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The jobs, newest first.
    pub jobs: Vec<Job>,
    /// What [`Filter::before`] is for the next page; none when there is no more.
    pub next: Option<Token>,
}

impl Page {
    /// Makes a page of one job more than was asked for, if there were that many.
    pub(crate) fn cut(mut jobs: Vec<Job>, limit: u32) -> Self {
        let limit = limit as usize;
        let next = if jobs.len() > limit {
            jobs.truncate(limit);
            jobs.last().map(|job| job.token)
        } else {
            None
        };
        Self { jobs, next }
    }
}
