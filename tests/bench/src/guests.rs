//! The same transforms in Rust, Python and JavaScript: by native frames, and row by row.

mod frames;
mod idle;
mod rows;

pub(crate) use frames::bench as frames;
pub(crate) use rows::bench as rows;

use crate::setup::Setup;

/// Languages, and what their guests' names end with.
const LANGUAGES: [(&str, &str); 3] = [("Rust", ""), ("JavaScript", "-js"), ("Python", "-python")];

/// Those that are measured: a smoke run is over in seconds, and Python takes ten to compile.
fn languages(setup: &Setup) -> &'static [(&'static str, &'static str)] {
    if setup.smoke { &LANGUAGES[..2] } else { &LANGUAGES }
}
