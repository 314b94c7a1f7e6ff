//! What the test writes down: schemas and batches, right or wrong, in whatever shape.

use serde::Deserialize;

use crate::abi::{Array, Field, List};

/// Text, or a piece of it many times over.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Text {
    Plain(String),
    Repeated { repeat: String, times: usize },
}

impl Text {
    pub(crate) fn list(&self) -> List {
        match self {
            Self::Plain(text) => List::text(text),
            Self::Repeated { repeat, times } => List::text(&repeat.repeat(*times)),
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Plain(String::new())
    }
}

/// One field of a schema.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldScript {
    name: Text,
    format: Text,
    #[serde(default)]
    not_null: bool,
    #[serde(default)]
    children: u32,
    #[serde(default)]
    metadata: Vec<(Text, Text)>,
    /// The metadata's pair stands there as often, all of them the same bytes.
    #[serde(default = "once")]
    metadata_times: usize,
    /// The field stands there as often; `#` in its name is its number.
    #[serde(default = "once")]
    times: usize,
}

/// One array of a batch.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArrayScript {
    length: u32,
    #[serde(default)]
    nulls: u32,
    #[serde(default)]
    buffers: Vec<BufferScript>,
    /// The list of buffers is elsewhere.
    forged: Option<(u32, u32)>,
    /// The last buffer stands there as often, all of them the same bytes.
    #[serde(default = "once")]
    buffers_times: usize,
    /// The array stands there as often, all of them the same bytes.
    #[serde(default = "once")]
    times: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BufferScript {
    Empty,
    Bytes(Vec<u8>),
    I32(Vec<i32>),
    I64(Vec<i64>),
    F64(Vec<f64>),
    I128(Vec<i128>),
    Text(Text),
    Zeroes(usize),
    /// At this address, this long, whatever is there.
    Forged(u32, u32),
}

/// Rows, right or wrong.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchScript {
    pub(crate) rows: u32,
    #[serde(default)]
    arrays: Vec<ArrayScript>,
    /// The list of arrays is elsewhere.
    forged: Option<(u32, u32)>,
    /// A whole table may hold it as often.
    #[serde(default = "once")]
    pub(crate) times: usize,
}

fn once() -> usize {
    1
}

impl BufferScript {
    fn list(&self) -> List {
        match self {
            Self::Empty => List::EMPTY,
            Self::Bytes(bytes) => List::of(bytes.clone()),
            Self::I32(values) => bytes(values.iter().flat_map(|value| value.to_le_bytes())),
            Self::I64(values) => bytes(values.iter().flat_map(|value| value.to_le_bytes())),
            Self::F64(values) => bytes(values.iter().flat_map(|value| value.to_le_bytes())),
            Self::I128(values) => bytes(values.iter().flat_map(|value| value.to_le_bytes())),
            Self::Text(text) => text.list(),
            Self::Zeroes(len) => List::of(vec![0_u8; *len]),
            Self::Forged(at, len) => List::forged(*at, *len),
        }
    }
}

fn bytes(all: impl Iterator<Item = u8>) -> List {
    List::of(all.collect::<Vec<u8>>())
}

/// The schema as the host reads it.
pub(crate) fn schema(script: &[FieldScript]) -> List {
    let mut fields = Vec::new();
    for field in script {
        let pairs: Vec<[List; 2]> = field.metadata.iter().map(|(key, value)| [key.list(), value.list()]).collect();
        let pairs = List::of(pairs.repeat(field.metadata_times));
        for number in 0..field.times {
            let name = match &field.name {
                Text::Plain(name) if field.times > 1 => List::text(&name.replace('#', &number.to_string())),
                name => name.list(),
            };
            let nullable = u8::from(!field.not_null);
            fields.push(Field { name, format: field.format.list(), nullable, children: field.children, metadata: pairs });
        }
    }
    List::of(fields)
}

/// The arrays as the host reads them.
pub(crate) fn arrays(script: &BatchScript) -> List {
    if let Some((at, len)) = script.forged {
        return List::forged(at, len);
    }
    let mut all = Vec::new();
    for array in &script.arrays {
        let mut buffers: Vec<List> = array.buffers.iter().map(BufferScript::list).collect();
        if let Some(last) = buffers.last().copied() {
            buffers.extend(std::iter::repeat_n(last, array.buffers_times.saturating_sub(1)));
        }
        let buffers = array.forged.map_or_else(|| List::of(buffers), |(at, len)| List::forged(at, len));
        let one = Array { length: array.length, null_count: array.nulls, buffers };
        all.extend(std::iter::repeat_n(one, array.times));
    }
    List::of(all)
}
