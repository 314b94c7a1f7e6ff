//! What the file-analytics service does with tables: schema inference, previews, query plans, profiles.
//!
//! [`request`] holds the JSON that callers send, [`work`] what an executor is told: the same, with every data set's place
//! found by whoever knows the folders. [`perform`](work::perform) does it. Files come through
//! [`io::Files`](sandtable_pipeline::io::Files); nothing here opens a path.

mod analyze;
mod attempt;
mod cast;
mod column;
mod count;
mod estimate;
mod fault;
mod guard;
mod infer;
mod preview;
mod query;
pub mod request;
mod rows;
mod run;
mod source;
pub mod work;
