//! Manifests: what the columns of a table are, in the caller's words.

use std::collections::BTreeMap;

use sandtable_core::{Error, Result, text};
use sandtable_frames::{FieldInfo, Format, ReadOptions};
use serde_json::{Map, Value, json};

/// The most columns that a manifest may have: as many as a table.
const MAX_FIELDS: usize = 10_000;

/// What is passed on of a column that comes out as it went in.
const CARRIED: [&str; 4] = ["database_type", "root_type", "semantic_type", "effective_type"];

/// The manifest of an input.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Manifest {
    /// As it came.
    whole: Value,
    fields: Vec<ManifestField>,
    format: Option<Format>,
}

#[derive(Debug, Clone, PartialEq)]
struct ManifestField {
    name: String,
    base_type: String,
    whole: Map<String, Value>,
}

impl Manifest {
    /// Reads one.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` with the field that is wrong.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self> {
        let wrong = |why: String| Error::invalid("manifest", format!("the manifest is not acceptable: {why}"));
        let whole: Value = serde_json::from_slice(bytes).map_err(|error| wrong(format!("it is not JSON: {error}")))?;
        match whole.get("schema_version") {
            None | Some(Value::Null) => {}
            Some(version) if version.as_u64() == Some(1) => {}
            Some(version) => return Err(wrong(format!("schema_version is {}, only 1 is known", text::sanitize(&version.to_string(), 50)))),
        }
        let format = match whole.get("data_format") {
            None | Some(Value::Null) => None,
            Some(Value::String(format)) => Some(format.parse::<Format>().map_err(|error| wrong(format!("data_format: {}", error.message)))?),
            Some(_) => return Err(wrong("data_format is not a string".to_owned())),
        };
        let fields = whole.get("fields").and_then(Value::as_array).ok_or_else(|| wrong("it has no list of fields".to_owned()))?;
        if fields.len() > MAX_FIELDS {
            return Err(wrong(format!("it has {} fields, at most {MAX_FIELDS} are allowed", fields.len())));
        }
        let field = |(index, field): (usize, &Value)| {
            let part = |name: &str| field.get(name).and_then(Value::as_str).map(str::to_owned);
            let name = part("name").ok_or_else(|| wrong(format!("fields[{index}] has no name")))?;
            let base_type = part("base_type").unwrap_or_default().trim_start_matches("type/").to_owned();
            let whole = field.as_object().cloned().unwrap_or_default();
            Ok(ManifestField { name, base_type, whole })
        };
        let fields = fields.iter().enumerate().map(field).collect::<Result<_>>()?;
        Ok(Self { fields, format, whole })
    }

    /// What the table's bytes are, when it says so.
    pub(super) fn format(&self) -> Option<Format> {
        self.format
    }

    /// How the table is read: in the manifest's types and its order of columns.
    pub(super) fn options(&self) -> ReadOptions {
        let columns: BTreeMap<String, String> =
            self.fields.iter().filter_map(|field| column_type(&field.base_type).map(|column| (field.name.clone(), column.to_owned()))).collect();
        ReadOptions { columns, order: self.fields.iter().map(|field| field.name.clone()).collect(), ..ReadOptions::default() }
    }
}

/// How a base type is read; none where the values tell best.
fn column_type(base_type: &str) -> Option<&'static str> {
    Some(match base_type {
        "Integer" | "BigInteger" => "int64",
        "Float" => "float64",
        "Boolean" => "boolean",
        "Text" => "string",
        "Date" => "date",
        "DateTime" => "timestamp[us]",
        "DateTimeWithTZ" | "DateTimeWithLocalTZ" => "timestamp_tz[us,UTC]",
        _ => return None,
    })
}

/// The base type of a column that came out.
fn base_type(field: &FieldInfo) -> &'static str {
    match field.data_type.as_str() {
        "int8" | "int16" | "int32" | "uint8" | "uint16" => "Integer",
        "int64" | "uint32" | "uint64" => "BigInteger",
        "float16" | "float32" | "float64" | "decimal" => "Float",
        "boolean" => "Boolean",
        "date" => "Date",
        "timestamp" => "DateTime",
        "timestamp_tz" => "DateTimeWithTZ",
        _ => "Text",
    }
}

/// Whether values of a base type come out as a column of that type when nothing is done to them.
fn is_still(manifest: &str, field: &FieldInfo) -> bool {
    match base_type(field) {
        "Integer" | "BigInteger" => matches!(manifest, "Integer" | "BigInteger"),
        "Float" => matches!(manifest, "Float" | "Decimal"),
        "DateTimeWithTZ" => matches!(manifest, "DateTimeWithTZ" | "DateTimeWithLocalTZ"),
        "Text" => manifest == "Text" || field.data_type == "string" && column_type(manifest).is_none(),
        other => manifest == other,
    }
}

/// The manifest of a table that came out. A column has what its caller said of it where one input, and only one, has a
/// column of its name and kind; when all columns are of one input, that input's own manifest stands beside them.
pub(super) fn of_output(schema: &[FieldInfo], inputs: &[(String, Manifest)], format: Format) -> Value {
    let sources: Vec<Option<(usize, &ManifestField)>> = schema.iter().map(|field| source(field, inputs)).collect();
    let fields = schema.iter().zip(&sources).map(|(field, source)| {
        let mut told = Map::from_iter([("name".to_owned(), json!(field.name))]);
        match source {
            None => drop(told.insert("base_type".to_owned(), json!(base_type(field)))),
            Some((_, known)) => {
                told.insert("base_type".to_owned(), json!(known.base_type));
                let carried = CARRIED.iter().filter_map(|name| known.whole.get(*name).map(|value| ((*name).to_owned(), value.clone())));
                told.extend(carried);
            }
        }
        Value::Object(told)
    });
    let mut manifest = json!({"schema_version": 1, "data_format": format.as_str(), "data_version": 1, "fields": fields.collect::<Vec<_>>()});
    let first = sources.first().copied().flatten().map(|(input, _)| input);
    if let Some(input) = first.filter(|first| sources.iter().all(|source| source.is_some_and(|(input, _)| input == *first))) {
        manifest["source_metadata"] = inputs[input].1.whole.clone();
    }
    manifest
}

/// The one input whose column this is.
fn source<'a>(field: &FieldInfo, inputs: &'a [(String, Manifest)]) -> Option<(usize, &'a ManifestField)> {
    let named =
        |(index, (_, manifest)): (usize, &'a (String, Manifest))| manifest.fields.iter().find(|known| known.name == field.name).map(|known| (index, known));
    let mut found = inputs.iter().enumerate().filter_map(named);
    let only = found.next()?;
    (found.next().is_none() && is_still(&only.1.base_type, field)).then_some(only)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(fields: Value) -> Manifest {
        Manifest::parse(
            json!({"schema_version": 1, "data_format": "jsonl", "data_version": 1, "table_metadata": {"table_id": 7}, "fields": fields}).to_string().as_bytes(),
        )
        .unwrap()
    }

    fn field(name: &str, data_type: &str) -> FieldInfo {
        serde_json::from_value(json!({"name": name, "type": data_type, "nullable": true})).unwrap()
    }

    fn orders() -> Manifest {
        manifest(json!([
            {"name": "id", "base_type": "BigInteger", "semantic_type": "PK", "database_type": "int8", "root_type": "BigInteger", "effective_type": "BigInteger", "field_id": 3},
            {"name": "day", "base_type": "type/Date", "database_type": "date"},
            {"name": "doc", "base_type": "JSON", "database_type": "jsonb"},
        ]))
    }

    #[test]
    fn columns_are_read_in_the_types_and_the_order_of_the_manifest() {
        let options = orders().options();
        assert_eq!(options.order, ["id", "day", "doc"]);
        assert_eq!((options.columns["id"].as_str(), options.columns["day"].as_str(), options.columns.get("doc")), ("int64", "date", None));
    }

    #[test]
    fn a_frame_passed_through_keeps_what_was_said_of_it() {
        let inputs = [("orders".to_owned(), orders())];
        let out = of_output(&[field("id", "int64"), field("day", "date")], &inputs, Format::Jsonl);
        assert_eq!(out["source_metadata"]["table_metadata"]["table_id"], 7);
        assert_eq!(
            out["fields"][0],
            json!({"name": "id", "base_type": "BigInteger", "database_type": "int8", "root_type": "BigInteger", "semantic_type": "PK", "effective_type": "BigInteger"})
        );
        let out = of_output(&[field("id", "string"), field("new", "float64")], &inputs, Format::Jsonl);
        assert_eq!(out["fields"], json!([{"name": "id", "base_type": "Text"}, {"name": "new", "base_type": "Float"}]));
        assert!(out.get("source_metadata").is_none());
    }

    #[test]
    fn a_column_of_two_inputs_is_nobodys() {
        let out = of_output(&[field("id", "int64")], &[("a".to_owned(), orders()), ("b".to_owned(), orders())], Format::Csv);
        assert_eq!((&out["fields"], &out["data_format"]), (&json!([{"name": "id", "base_type": "BigInteger"}]), &json!("csv")));
    }

    #[test]
    fn what_is_no_manifest_says_why() {
        for (bytes, why) in [
            (&b"x"[..], "not JSON"),
            (b"{}", "no list of fields"),
            (br#"{"fields": [{}]}"#, "fields[0] has no name"),
            (br#"{"fields": [], "schema_version": 2}"#, "only 1 is known"),
            (br#"{"fields": [], "data_format": "xls"}"#, "data_format"),
        ] {
            let error = Manifest::parse(bytes).unwrap_err();
            assert!(error.message.contains(why), "{}", error.message);
        }
    }
}
