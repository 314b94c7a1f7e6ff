//! Native frames: plans of Polars' operations, built here and run by the host, without the rows entering the guest.
//!
//! ```
//! use sandtable_guest::frames::{col, lit};
//! use sandtable_guest::prelude::*;
//!
//! struct Delays;
//!
//! impl TableTransform for Delays {
//!     type Params = ();
//!
//!     fn describe() -> Description {
//!         Description::new().input(InputSpec::new("flights")).feature("frames")
//!     }
//!
//!     fn run(mut inputs: Inputs, (): (), mut output: Output) -> Result<()> {
//!         let late = inputs.take("flights")?.lazy().filter(col("dep_delay").gt(0));
//!         let by_carrier = late.group_by(["carrier"]).agg([col("arr_delay").mean().alias("mean"), col("arr_delay").len().alias("flights")]);
//!         by_carrier.sort("mean").push(&mut output)?;
//!         Ok(())
//!     }
//! }
//! # let _ = lit(1);
//! ```
//!
//! A transform that uses them says so with the feature `frames` in its description, and is granted them when it is
//! uploaded. Names and arguments are those of Python's Polars; what has no method here is called by its name:
//! [`Frame::apply`], [`Expr::call`], [`function`].
//!
//! Nothing runs until the end of a chain ([`Frame::push`], [`Frame::collect`]), and nothing fails before it: what the host
//! refused on the way is told there. [`Frame::refusal`] tells it at once, to a transform that can do something about it.

mod args;
pub mod cs;
mod expr;
mod frame;
mod group;

pub use args::{Arg, Args};
pub use expr::{Expr, Names, Then, When, col, element, function, len, lit, when};
pub use frame::{Frame, Refusal, concat, make};
pub use group::GroupBy;
