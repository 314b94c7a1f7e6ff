//! Analyses: statistics, issues, rules.

mod frames;
mod issues;
mod options;
mod profile;
mod rules;
mod statistics;
mod support;
