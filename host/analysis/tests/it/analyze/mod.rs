//! Analyses: statistics, issues, rules.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod frames;
mod issues;
mod options;
mod profile;
mod rules;
mod statistics;
mod support;
