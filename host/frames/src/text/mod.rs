//! Values as text, for JSON and CSV alike.
//!
//! | type | text |
//! |---|---|
//! | boolean, integers | `true`, `-7` |
//! | floats | the shortest digits that read back equal; JSON has null for NaN and the infinities, CSV `NaN inf -inf` |
//! | decimal | all its digits, `12.50`; text in JSON, since JSON's numbers are floats to most readers |
//! | string | as it is |
//! | binary | base64; text in JSON, refused in CSV |
//! | date, time | `2013-01-31`, `23:59:59.5` |
//! | timestamp | `2013-01-31T23:59:59`, as many of 3, 6 or 9 digits of the second as it needs |
//! | timestamp_tz | the instant in UTC, `2013-01-31T23:59:59Z` |
//! | duration | ISO 8601, `P1DT2H3M4.5S` |
//! | list, struct | JSON arrays and objects; refused in CSV |

mod cells;
mod temporal;

pub(crate) use cells::{Cell, Decimals, Value, json_name, json_object};
pub(crate) use temporal::{date, time};
