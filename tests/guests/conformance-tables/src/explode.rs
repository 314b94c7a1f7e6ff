//! A row for each item of a list of structs; one of nulls where there is none.

use sandtable_guest::arrow_array::cast::AsArray;
use sandtable_guest::arrow_array::types::Int32Type;
use sandtable_guest::arrow_array::{FixedSizeListArray, Int32Array, LargeListArray, StructArray};
use sandtable_guest::prelude::*;

pub(crate) fn run(table: Input, output: &mut Output) -> Result<()> {
    let mut started = false;
    for batch in table {
        let batch = exploded(&batch?)?;
        if !started {
            output.start(&batch.schema())?;
        }
        started = true;
        output.push(&batch)?;
    }
    if !started {
        output.start(&schema(DataType::LargeUtf8))?;
    }
    Ok(())
}

fn schema(name: DataType) -> SchemaRef {
    let field = |name: &str, data_type: DataType| Field::new(name, data_type, true);
    let fields = [
        ("id", DataType::Int64),
        ("position", DataType::Int64),
        ("name", name),
        ("score", DataType::Float64),
        ("x", DataType::Int64),
        ("tag", DataType::Int32),
    ];
    Arc::new(Schema::new(fields.into_iter().map(|(name, data_type)| field(name, data_type)).collect::<Vec<_>>()))
}

fn exploded(batch: &RecordBatch) -> Result<RecordBatch> {
    let (ids, items) = (batch.column_as::<Int64Array>("id")?, batch.column_as::<LargeListArray>("items")?);
    let (infos, tags) = (batch.column_as::<StructArray>("info")?, batch.column_as::<FixedSizeListArray>("tags")?);
    let structs = items.values().as_struct();
    let members = RecordBatch::from(StructArray::new(structs.fields().clone(), structs.columns().to_vec(), None));
    let x = infos.column_by_name("x").map(|x| x.as_primitive::<Int64Type>());
    let (mut rows, mut positions, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for row in 0..batch.num_rows() {
        let offsets = items.value_offsets();
        let range = if items.is_valid(row) { offsets[row] as usize..offsets[row + 1] as usize } else { 0..0 };
        if range.is_empty() {
            rows.push(row);
            positions.push(None);
            places.push(None);
        }
        for (position, at) in range.enumerate() {
            rows.push(row);
            positions.push(Some(position as i64));
            places.push(structs.is_valid(at).then_some((0, at)));
        }
    }
    let found = gather(&members.schema(), &[&members], &places)?;
    let id: Int64Array = rows.iter().map(|row| ids.is_valid(*row).then(|| ids.value(*row))).collect();
    let of_info = |row: &usize| x.filter(|x| infos.is_valid(*row) && x.is_valid(*row)).map(|x| x.value(*row));
    let first = |row: &usize| {
        let pair = tags.is_valid(*row).then(|| tags.value(*row))?;
        let pair = pair.as_primitive::<Int32Type>();
        pair.is_valid(0).then(|| pair.value(0))
    };
    let (name, score) = (found.column_named("name")?.clone(), found.column_named("score")?.clone());
    let columns: Vec<ArrayRef> = vec![
        Arc::new(id),
        Arc::new(Int64Array::from(positions)),
        name.clone(),
        score,
        Arc::new(rows.iter().map(of_info).collect::<Int64Array>()),
        Arc::new(rows.iter().map(first).collect::<Int32Array>()),
    ];
    Ok(RecordBatch::try_new(schema(name.data_type().clone()), columns)?)
}
