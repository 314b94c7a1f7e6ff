"""Passes a table through, value by value: what comes out was Python objects in between, row by row."""

from typing import Annotated

from sandtable_guest import Batch, Column, Error, Output, Table, doing, log, progress, table_transform


@table_transform(name="roundtrip-python")
def roundtrip(
    table: Annotated[Table, "any table"],
    output: Output,
    *,
    batch_rows: Annotated[int, "rows a batch; 0 leaves it to the host", {"minimum": 0, "maximum": 2**32 - 1}] = 0,
    fail: Annotated[str, "fails with this message"] = "",
) -> None:
    """Passes a table through Python values, unchanged."""
    if fail:
        with doing("reading the parameters"):
            raise Error("asked-to-fail", fail)
    output.start(table.schema)
    done, total = 0, table.row_count
    for batch in table.batches(batch_rows):
        # Times as counts: Python's own types hold no nanoseconds and not every year.
        rows = list(zip(*(column.physical() for column in batch.columns)))
        columns = zip(batch.columns, map(list, zip(*rows)))
        output.push(Batch([Column.encoded(column.codec, values, physical=True) for column, values in columns], len(batch)))
        done += len(batch)
        progress(done, total)
    log.info(f"roundtrip-python: {done} rows")
