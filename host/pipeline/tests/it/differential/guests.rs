//! The callables of the fixtures (`oracle/functions.py`), in Rust behind the trait that uploaded components stand behind.

use std::sync::Arc;

use polars::prelude::{AnyValue, Column, DataFrame, DataType, IntoColumn, LazyFrame, NamedFrom, Schema, SchemaRef, Series, concat};
use sandtable_core::{Code, Error, Usage};
use sandtable_pipeline::custom::{Function, Functions, Manner, Signature};
use serde_json::Value;

use super::answer::hex;

pub(super) struct Guests;

const NAMES: [(&str, Manner); 15] = [
    ("double", Manner::Rows),
    ("multiply_by_two", Manner::Rows),
    ("double_series", Manner::Rows),
    ("shout", Manner::Rows),
    ("is_even", Manner::Rows),
    ("hash_row", Manner::Rows),
    ("format_name", Manner::Rows),
    ("change_to_constant", Manner::Rows),
    ("add_two", Manner::Rows),
    ("add_all", Manner::Rows),
    ("fails", Manner::Rows),
    ("with_total", Manner::Rows),
    ("length_of_series", Manner::Rows),
    ("first_two_rows", Manner::Table),
    ("upper_name", Manner::Rows),
];

impl Functions for Guests {
    fn find(&self, reference: &str, _params: &Value) -> Result<Arc<dyn Function>, Error> {
        let (name, manner) = NAMES.iter().find(|(name, _)| *name == reference).ok_or_else(|| Error::not_found(format!("no custom function {reference:?}")))?;
        let signature = Signature { reference: format!("{name}@1.0.0"), manner: *manner, inputs: Vec::new() };
        Ok(Arc::new(Guest { name, signature }))
    }
}

struct Guest {
    name: &'static str,
    signature: Signature,
}

impl Guest {
    fn apply(&self, frame: &DataFrame) -> Result<DataFrame, Error> {
        let columns = frame.columns();
        let one = |column: Column| DataFrame::new(frame.height(), vec![column]).map_err(Error::internal);
        let first = columns.first().ok_or_else(|| Error::internal("no column"))?;
        match self.name {
            "double" | "multiply_by_two" | "double_series" => {
                let doubled: Vec<Column> = columns.iter().map(twice).collect::<Result<_, _>>()?;
                DataFrame::new(frame.height(), doubled).map_err(Error::internal)
            }
            "add_two" | "add_all" => one((first + &columns[1]).map_err(Error::internal)?.with_name(first.name().clone())),
            "shout" => one(texts(first, |value| value.get_str().map(|text| format!("{}!", text.to_uppercase())))),
            "upper_name" => one(texts(first, |value| value.get_str().map(str::to_uppercase))),
            "is_even" => {
                let flags: Vec<Option<bool>> = first.as_materialized_series().iter().map(|value| value.extract::<i64>().map(|n| n % 2 == 0)).collect();
                one(Series::new(first.name().clone(), flags).into_column())
            }
            "hash_row" => one(texts(first, |value| Some(hex(&sha256(row_text(value).as_bytes()))))),
            "format_name" => one(texts(first, |value| Some(fields(value).iter().map(|(_, text)| title(text)).collect::<Vec<_>>().join(" ")))),
            "change_to_constant" => one(texts(first, |value| (!value.is_null()).then(|| "constant".to_owned()))),
            "with_total" => {
                let sum = (frame.column("j").map_err(Error::internal)? + frame.column("k").map_err(Error::internal)?).map_err(Error::internal)?;
                frame.clone().with_column(sum.with_name("total".into())).map_err(Error::internal).cloned()
            }
            "length_of_series" => {
                let length = i64::try_from(frame.height()).map_err(Error::internal)?;
                DataFrame::new(1, vec![Series::new(first.name().clone(), [length]).into_column()]).map_err(Error::internal)
            }
            "first_two_rows" => Ok(frame.head(Some(2))),
            "fails" => Err(Error::new(Code::GuestError, "this function always fails")),
            other => Err(Error::internal(other)),
        }
    }
}

impl Function for Guest {
    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn schema(&self, inputs: &[(String, SchemaRef)]) -> Result<Option<Schema>, Error> {
        if self.name == "fails" {
            return Ok(inputs.first().map(|(_, schema)| (**schema).clone()));
        }
        let Some((_, schema)) = inputs.first() else { return Ok(None) };
        let empty = self.apply(&DataFrame::empty_with_schema(schema))?;
        Ok(Some((**empty.schema()).clone()))
    }

    fn rows(&self, batch: DataFrame) -> Result<DataFrame, Error> {
        self.apply(&batch)
    }

    fn table(&self, inputs: Vec<(String, LazyFrame)>) -> Result<LazyFrame, Error> {
        let plans: Vec<LazyFrame> = inputs.into_iter().map(|(_, plan)| plan).collect();
        let whole = concat(plans, Default::default()).map_err(Error::internal)?.collect().map_err(Error::internal)?;
        Ok(polars::prelude::IntoLazy::lazy(self.apply(&whole)?))
    }

    fn usage(&self) -> Usage {
        Usage::default()
    }
}

fn twice(column: &Column) -> Result<Column, Error> {
    let two = Series::new("two".into(), [2i64]).cast(column.dtype()).map_err(Error::internal)?;
    Ok((column.as_materialized_series() * &two).map_err(Error::internal)?.with_name(column.name().clone()).into_column())
}

fn texts(column: &Column, of: impl Fn(&AnyValue<'_>) -> Option<String>) -> Column {
    let texts: Vec<Option<String>> = column.as_materialized_series().iter().map(|value| of(&value)).collect();
    let mut made = Series::new(column.name().clone(), texts);
    if made.is_empty() {
        made = Series::new_empty(column.name().clone(), &DataType::String);
    }
    made.into_column()
}

/// A struct's fields, as Python's `str` prints their values.
fn fields(value: &AnyValue<'_>) -> Vec<(String, String)> {
    let text = |value: &AnyValue<'_>| match value {
        AnyValue::Null => "None".to_owned(),
        AnyValue::Float64(number) => format!("{number:?}"),
        other => other.get_str().map_or_else(|| other.to_string(), str::to_owned),
    };
    match value {
        AnyValue::Struct(_, _, fields) => value._iter_struct_av().zip(fields.iter()).map(|(value, field)| (field.name().to_string(), text(&value))).collect(),
        AnyValue::StructOwned(owned) => owned.0.iter().zip(&owned.1).map(|(value, field)| (field.name().to_string(), text(value))).collect(),
        _ => Vec::new(),
    }
}

fn row_text(value: &AnyValue<'_>) -> String {
    fields(value).into_iter().map(|(_, text)| text).collect()
}

fn title(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect()).unwrap_or_default()
}

/// SHA-256, for one function of the reference's tests.
fn sha256(message: &[u8]) -> [u8; 32] {
    let mut state: [u32; 8] = std::array::from_fn(|at| root(PRIMES[at], 2));
    let mut bytes = message.to_vec();
    bytes.push(0x80);
    while bytes.len() % 64 != 56 {
        bytes.push(0);
    }
    bytes.extend((message.len() as u64 * 8).to_be_bytes());
    for block in bytes.chunks_exact(64) {
        let mut words = [0u32; 64];
        for (word, bytes) in words.iter_mut().zip(block.chunks_exact(4)) {
            *word = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
        for at in 16..64 {
            let (a, b) = (words[at - 15], words[at - 2]);
            let low = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
            let high = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
            words[at] = words[at - 16].wrapping_add(low).wrapping_add(words[at - 7]).wrapping_add(high);
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
        for at in 0..64 {
            let mixed = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let choice = (e & f) ^ (!e & g);
            let first = h.wrapping_add(mixed).wrapping_add(choice).wrapping_add(root(PRIMES[at], 3)).wrapping_add(words[at]);
            let turned = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let second = turned.wrapping_add((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(first), c, b, a, first.wrapping_add(second));
        }
        for (word, add) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
            *word = word.wrapping_add(add);
        }
    }
    let mut digest = [0; 32];
    for (to, word) in digest.chunks_exact_mut(4).zip(state) {
        to.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

const PRIMES: [u32; 64] = [
    2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157,
    163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223, 227, 229, 233, 239, 241, 251, 257, 263, 269, 271, 277, 281, 283, 293, 307, 311,
];

/// The first 32 bits behind the point of a prime's square or cube root, which is what the constants of SHA-256 are.
fn root(prime: u32, degree: u32) -> u32 {
    let target = u128::from(prime) << (32 * degree);
    let (mut low, mut high) = (0u128, 1u128 << 40);
    while high - low > 1 {
        let middle = (low + high) / 2;
        if middle.pow(degree) <= target { low = middle } else { high = middle }
    }
    u32::try_from(low & 0xffff_ffff).expect("32 bits")
}
