//! Dates, times of day, moments with a zone and without, durations: as counts, so that no year and no unit is out of reach.

use sandtable_guest::arrow_array::types::{Date32Type, DurationMicrosecondType};
use sandtable_guest::arrow_array::{
    Date32Array, DurationMicrosecondArray, Int8Array, Time64NanosecondArray, TimestampMicrosecondArray, TimestampNanosecondArray,
};
use sandtable_guest::prelude::*;

const HOUR_NS: i64 = 3_600_000_000_000;
const DAY_US: i64 = 86_400_000_000;

#[derive(serde::Deserialize)]
pub(crate) struct Times {
    days: i32,
}

impl Times {
    pub(crate) fn apply(&self, batch: &RecordBatch) -> Result<RecordBatch> {
        let (date, time) = (batch.column_as::<Date32Array>("date")?, batch.column_as::<Time64NanosecondArray>("time")?);
        let (moment, local) = (batch.column_as::<TimestampMicrosecondArray>("moment")?, batch.column_as::<TimestampNanosecondArray>("local")?);
        let span = batch.column_as::<DurationMicrosecondArray>("span")?;
        let later = date.unary::<_, Date32Type>(|date| date + self.days);
        let hour: Int8Array = time.iter().map(|time| time.map(|time| (time / HOUR_NS) as i8)).collect();
        let day: TimestampMicrosecondArray = moment.iter().map(|moment| moment.map(|moment| moment.div_euclid(DAY_US) * DAY_US)).collect();
        let day = day.with_timezone_opt(moment.timezone());
        let rest = moment.unary::<_, DurationMicrosecondType>(|moment| moment.rem_euclid(DAY_US));
        let next: TimestampNanosecondArray = local.iter().map(|local| local.map(|local| local + 1)).collect();
        let seconds: Float64Array = span.iter().map(|span| span.map(|span| span as f64 / 1e6)).collect();
        let batch = batch.with_column("later", later)?.with_column("hour", hour)?.with_column("day", day)?;
        batch.with_column("rest", rest)?.with_column("next", next)?.with_column("seconds", seconds)
    }
}
