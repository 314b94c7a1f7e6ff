//! Talking to the host during a call: log lines and progress.

use std::fmt;

use crate::host;

/// How much a log line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Every step.
    Trace,
    /// For whoever looks for a fault.
    Debug,
    /// Worth telling.
    Info,
    /// Odd, but the call goes on.
    Warn,
    /// The call fails, or its result is not to be trusted.
    Error,
}

/// Writes a line to the log of this call. The macros [`info!`](crate::info) and its like are shorter.
pub fn log(level: Level, message: fmt::Arguments<'_>) {
    match message.as_str() {
        Some(text) => host::log(level, text),
        None => host::log(level, &message.to_string()),
    }
}

/// Tells how far a long call has come, in a unit of your choosing.
pub fn progress(done: u64, total: Option<u64>) {
    host::progress(done, total);
}

/// Logs at level trace; text as for `format!`.
#[macro_export]
macro_rules! trace {
    ($($text:tt)+) => { $crate::log($crate::Level::Trace, ::std::format_args!($($text)+)) };
}

/// Logs at level debug; text as for `format!`.
#[macro_export]
macro_rules! debug {
    ($($text:tt)+) => { $crate::log($crate::Level::Debug, ::std::format_args!($($text)+)) };
}

/// Logs at level info; text as for `format!`.
#[macro_export]
macro_rules! info {
    ($($text:tt)+) => { $crate::log($crate::Level::Info, ::std::format_args!($($text)+)) };
}

/// Logs at level warn; text as for `format!`.
#[macro_export]
macro_rules! warn {
    ($($text:tt)+) => { $crate::log($crate::Level::Warn, ::std::format_args!($($text)+)) };
}

/// Logs at level error; text as for `format!`.
#[macro_export]
macro_rules! error {
    ($($text:tt)+) => { $crate::log($crate::Level::Error, ::std::format_args!($($text)+)) };
}
