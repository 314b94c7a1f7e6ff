//! Tables as pandas 2.2 reads and writes them, for callers whose scripts and files come from there: the types that
//! `read_json(lines=True)` finds, and the bytes of `to_csv(index=False)`.

mod moments;
mod numbers;
mod read_json;
mod repr;
mod to_csv;
mod zones;

pub(crate) use read_json::retype;
pub(crate) use to_csv::ToCsv;
