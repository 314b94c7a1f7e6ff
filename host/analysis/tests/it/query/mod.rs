//! Query plans.

mod clean;
mod differential;
mod errors;
mod filters;
mod flights;
mod groups;
mod joins;
mod outputs;
