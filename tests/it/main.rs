//! Behaviour tests, through the public doors: the command, the HTTP API, the structure of the repository itself.

mod command;
mod conformance;
mod deploy;
mod hostile;
mod http;
mod runner;
mod service;
mod structure;
