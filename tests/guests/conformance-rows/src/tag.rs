//! Text and bytes.

use sandtable_guest::arrow_array::LargeBinaryArray;
use sandtable_guest::prelude::*;

#[derive(serde::Deserialize)]
pub(crate) struct Tag {
    prefix: String,
    needle: String,
}

impl Tag {
    pub(crate) fn apply(&self, batch: &RecordBatch) -> Result<RecordBatch> {
        let (text, bytes) = (batch.strings("text")?, batch.column_as::<LargeBinaryArray>("bytes")?);
        let tagged: LargeStringArray = text.iter().map(|text| text.map(|text| format!("{}{text}", self.prefix))).collect();
        let found: BooleanArray = text.iter().map(|text| text.map(|text| text.contains(&self.needle))).collect();
        let length: Int64Array = text.iter().map(|text| text.map(|text| text.chars().count() as i64)).collect();
        let backwards: LargeBinaryArray = bytes.iter().map(|bytes| bytes.map(|bytes| bytes.iter().rev().copied().collect::<Vec<u8>>())).collect();
        batch.with_column("tagged", tagged)?.with_column("found", found)?.with_column("length", length)?.with_column("backwards", backwards)
    }
}
