//! Looks up each flight's airline, airport or plane in a second table.
//!
//! Two inputs: `lookup` is read whole into a hash table, `flights` streams past it. Each flight gets the columns of the
//! row whose key equals its own: `{"on": "carrier"}` joins the airlines, `{"on": "dest", "lookup_on": "faa"}` the
//! airports. A column that flights have too is called `lookup_` and its name.

use std::collections::HashMap;

use sandtable_guest::prelude::*;
use sandtable_guest::{Place, info, progress};

struct EnrichFlights;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The string column of `flights` to look up.
    on: String,
    /// The string column of `lookup` that holds the same; by default of the same name.
    lookup_on: Option<String>,
    /// Whether flights that find nothing are left out. By default they stay, with nulls.
    #[serde(default)]
    drop_unmatched: bool,
}

impl TableTransform for EnrichFlights {
    type Params = Params;

    fn describe() -> Description {
        Description::new()
            .input(InputSpec::new("flights").about("the table that streams"))
            .input(InputSpec::new("lookup").about("airlines, airports or planes: read whole, its keys unique"))
            .params(
                r#"{"type": "object", "required": ["on"], "additionalProperties": false, "properties": {
                    "on": {"type": "string", "description": "the column of flights to look up"},
                    "lookup_on": {"type": "string", "description": "the column of lookup that holds the same"},
                    "drop_unmatched": {"type": "boolean", "default": false}}}"#,
            )
    }

    fn run(mut inputs: Inputs, params: Params, mut output: Output) -> Result<()> {
        let flights = inputs.take("flights")?;
        let lookup = Lookup::read(inputs.take("lookup")?, params.lookup_on.as_deref().unwrap_or(&params.on))?;
        let schema = lookup.joined_schema(flights.schema());
        output.start(&schema)?;

        let (mut done, mut unmatched, total) = (0, 0, flights.rows());
        for batch in flights {
            let mut batch = batch?;
            done += batch.num_rows() as u64;
            let mut places = lookup.places(&batch, &params.on)?;
            unmatched += places.iter().filter(|place| place.is_none()).count();
            if params.drop_unmatched {
                let found: Vec<_> = places.iter().enumerate().filter_map(|(row, place)| place.map(|_| Some((0, row)))).collect();
                batch = gather(&batch.schema(), &[&batch], &found)?;
                places.retain(Option::is_some);
            }
            output.push(&lookup.join(&schema, &batch, &places)?)?;
            progress(done, total);
        }
        info!("{unmatched} of {done} flights found nothing in {} rows", lookup.places.len());
        Ok(())
    }
}

/// The second table, and where each key stands in it.
struct Lookup {
    /// All columns but the key, batch by batch.
    batches: Vec<RecordBatch>,
    schema: SchemaRef,
    places: HashMap<String, Place>,
}

impl Lookup {
    fn read(input: Input, key: &str) -> Result<Self> {
        let key_at = index_of(input.schema(), key).context("input `lookup`")?;
        let rest: Vec<usize> = (0..input.schema().fields().len()).filter(|at| *at != key_at).collect();
        // Nullable whatever it was: a flight may find nothing.
        let nullable = |at: &usize| Field::clone(input.schema().field(*at)).with_nullable(true);
        let schema = Arc::new(Schema::new(rest.iter().map(nullable).collect::<Vec<_>>()));
        let mut batches = Vec::new();
        let mut places = HashMap::new();
        for batch in input {
            let batch = batch?;
            for (row, text) in batch.strings(key).context("input `lookup`")?.iter().enumerate() {
                let Some(text) = text else { continue };
                if places.insert(text.to_owned(), (batches.len(), row)).is_some() {
                    bail!("duplicate-key", "input `lookup` has `{text}` twice in column `{key}`; keys must be unique");
                }
            }
            batches.push(batch.project(&rest)?);
        }
        Ok(Self { batches, schema, places })
    }

    fn joined_schema(&self, flights: &SchemaRef) -> SchemaRef {
        let mut fields = flights.fields().to_vec();
        for field in self.schema.fields() {
            let clash = index_of(flights, field.name()).is_ok();
            let name = if clash { format!("lookup_{}", field.name()) } else { field.name().clone() };
            fields.push(Arc::new(Field::clone(field).with_name(name)));
        }
        Arc::new(Schema::new(fields))
    }

    /// For each row its place in the table, if any.
    fn places(&self, batch: &RecordBatch, on: &str) -> Result<Vec<Option<Place>>> {
        let keys = batch.strings(on).context("input `flights`")?;
        Ok(keys.iter().map(|key| self.places.get(key?).copied()).collect())
    }

    fn join(&self, schema: &SchemaRef, batch: &RecordBatch, places: &[Option<Place>]) -> Result<RecordBatch> {
        let batches: Vec<&RecordBatch> = self.batches.iter().collect();
        let found = gather(&self.schema, &batches, places).context("look up")?;
        let columns = batch.columns().iter().chain(found.columns()).map(Arc::clone).collect();
        Ok(RecordBatch::try_new(SchemaRef::clone(schema), columns)?)
    }
}

sandtable_guest::register!(table EnrichFlights);

#[cfg(test)]
mod tests {
    use super::*;
    use sandtable_guest::testing::{Outcome, run_table};

    fn texts(values: &[Option<&str>]) -> ArrayRef {
        Arc::new(StringArray::from(values.to_vec()))
    }

    fn flights() -> RecordBatch {
        let names = texts(&[Some("f1"), Some("f2"), Some("f3"), Some("f4")]);
        let carriers = texts(&[Some("UA"), Some("XX"), None, Some("AA")]);
        RecordBatch::try_from_iter([("name", names), ("carrier", carriers)]).expect("columns of one length")
    }

    fn airlines(second: &str) -> RecordBatch {
        let codes = texts(&[Some("AA"), Some(second)]);
        let planes = Arc::new(Int64Array::from(vec![1, 2])) as ArrayRef;
        let names = texts(&[Some("American"), Some("United")]);
        RecordBatch::try_from_iter([("code", codes), ("name", names), ("planes", planes)]).expect("columns of one length")
    }

    fn run(params: &str, second: &str) -> Result<Outcome> {
        let (flights, lookup) = (flights(), airlines(second));
        let halves = vec![flights.slice(0, 3), flights.slice(3, 1)];
        run_table::<EnrichFlights>(params, &[("flights", flights.schema(), halves), ("lookup", lookup.schema(), vec![lookup])])
    }

    #[test]
    fn flights_that_find_nothing_stay_with_nulls() {
        let outcome = run(r#"{"on": "carrier", "lookup_on": "code"}"#, "UA").unwrap();
        let names = |batch: &RecordBatch| batch.strings("lookup_name").unwrap().iter().map(|name| name.map(str::to_owned)).collect::<Vec<_>>();
        assert_eq!(names(&outcome.batches[0]), [Some("United".to_owned()), None, None]);
        assert_eq!(names(&outcome.batches[1]), [Some("American".to_owned())]);
        assert_eq!(outcome.logs[0].message, "2 of 4 flights found nothing in 2 rows");
    }

    #[test]
    fn flights_that_find_nothing_are_left_out_when_asked() {
        let outcome = run(r#"{"on": "carrier", "lookup_on": "code", "drop_unmatched": true}"#, "UA").unwrap();
        assert_eq!(outcome.rows(), 2);
        assert_eq!(outcome.batches[0].strings("name").unwrap().get(0), Some("f1"));
    }

    #[test]
    fn a_key_that_stands_twice_is_refused() {
        let error = run(r#"{"on": "carrier", "lookup_on": "code"}"#, "AA").unwrap_err().to_string();
        let expected = "input `lookup` has `AA` twice in column `code`; keys must be unique (duplicate-key)";
        assert_eq!(error, expected);
    }

    #[test]
    fn the_key_must_be_there() {
        let error = run(r#"{"on": "carrier"}"#, "UA").unwrap_err().to_string();
        let expected = "input `lookup`: there is no column `carrier`; there are: code, name, planes (bad-column)";
        assert_eq!(error, expected);
    }
}
