"""Batches: rows and columns in, rows and columns out."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from sandtable_guest import Batch, Error, Output, Schema, Table, row_transform, table_transform
from sandtable_guest import dtypes as dt
from sandtable_guest.boundary import Field
from sandtable_guest.testing import run

BATCH = Batch.from_dict({"a": [1, 2, None], "b": ["x", None, "z"]})


def test_rows_and_columns_say_the_same() -> None:
    rows = [{"a": 1, "b": "x"}, {"a": 2, "b": None}, {"a": None, "b": "z"}]
    assert list(BATCH.rows()) == rows
    assert list(Batch.from_rows(rows).rows()) == rows
    assert list(BATCH.tuples("b")) == [("x",), (None,), ("z",)]
    assert BATCH.to_dict() == {"a": [1, 2, None], "b": ["x", None, "z"]}
    assert list(Batch.from_rows([(1, "x")], BATCH.schema).rows()) == rows[:1]
    assert BATCH.schema == {"a": int, "b": str}


def test_a_batch_without_columns_has_rows() -> None:
    batch = Batch([], 3)
    assert (len(batch), list(batch.rows()), list(batch.tuples())) == (3, [{}] * 3, [()] * 3)
    assert Batch.from_wire(batch.schema, batch.to_wire()).to_dict() == {}


def test_columns_are_put_in_left_out_and_renamed() -> None:
    assert BATCH.with_column("c", [True, False, None]).schema == {"a": int, "b": str, "c": bool}
    assert BATCH.with_column("a", [None, None, None]).schema["a"] == dt.Int64
    assert BATCH.with_column("a", [1, 2, 3], dt.Int8).schema["a"] == dt.Int8
    assert BATCH.with_columns({"c": [1.5, None, 2], "d": [None] * 3}, {"d": str}).schema.names == ["a", "b", "c", "d"]
    assert BATCH.select(["b", "a"]).names == ["b", "a"]
    assert BATCH.drop("a").names == ["b"]
    assert BATCH.rename({"a": "x"}).to_dict() == {"x": [1, 2, None], "b": ["x", None, "z"]}
    assert BATCH.names == ["a", "b"], "a batch never changes"


def test_rows_are_taken_by_number_and_by_truth() -> None:
    assert BATCH.take([2, 0, 0]).to_dict() == {"a": [None, 1, 1], "b": ["z", "x", "x"]}
    assert BATCH.filter([True, False, True])["a"].to_list() == [1, None]
    assert BATCH.filter(lambda row: row["b"] is None)["a"].to_list() == [2]


def test_what_is_handed_on_is_not_read() -> None:
    # Nanoseconds that no datetime holds: only asking for them fails.
    times = Schema({"t": dt.Datetime("ns")}).codecs[0]
    from sandtable_guest.batch import Column

    batch = Batch([Column.encoded(times, [1], physical=True)]).with_column("a", [7])
    assert batch.to_wire().arrays[0].buffers[1] == b"\x01" + bytes(7)
    with pytest.raises(Error):
        batch["t"].to_list()


def test_metadata_of_fields_is_carried_through() -> None:
    fields = [Field("a", "l", True, 0, [("unit", "mi")])]
    assert Schema.from_wire(fields).metadata("a") == {"unit": "mi"}
    assert Schema.from_wire(fields).to_wire() == fields


def test_types_are_found_from_values() -> None:
    day, moment = datetime.date(2024, 1, 1), datetime.datetime(2024, 1, 1)
    cases = [
        ([1, None], dt.Int64), ([2**63, 1], dt.UInt64), ([1, 1.5], dt.Float64), ([True], dt.Boolean), ([b"x"], dt.Binary), ([day], dt.Date),
        ([moment], dt.Datetime), ([moment.replace(tzinfo=datetime.timezone.utc)], dt.Datetime("us", "UTC")), ([Decimal("1.25"), Decimal(2)], dt.Decimal(38, 2)),
        ([[1], [2.5]], dt.List(dt.Float64)), ([[], [None], ["x"]], dt.List(dt.String)), ([{"a": 1}, {"a": None, "b": "x"}], dt.Struct({"a": dt.Int64, "b": dt.String})),
        ([None], dt.Null), ([], dt.Null), ([datetime.timedelta(1)], dt.Duration), ([datetime.time(1)], dt.Time),
    ]  # fmt: skip
    for values, dtype in cases:
        assert Batch.from_dict({"c": values}).schema["c"] == dtype, values


def test_what_is_wrong_is_named() -> None:
    for message, make in {
        "there is no column 'x'; there are: a, b": lambda: BATCH["x"],
        "column 'b' has 1 rows, and the batch 2": lambda: Batch.from_dict({"a": [1, 2], "b": [1]}),
        "has values of the types Int64 and String; give its type": lambda: Batch.from_dict({"a": [1, "x"]}),
        "a value of the type object": lambda: Batch.from_dict({"a": [object()]}),
        "has no value to tell its type from": lambda: BATCH.with_column("c", [None] * 3),
        "rows that are no dicts need a schema": lambda: Batch.from_rows([(1,)]),
        "a row has 1 values, and there are 2 columns: a, b": lambda: Batch.from_rows([(1,)], BATCH.schema),
        "there is no column 'c'; there are: a, b": lambda: Batch.from_rows([{"c": 1}], BATCH.schema),
        "Int128 does not cross the boundary": lambda: Batch.from_dict({"a": [1]}, Schema({"a": dt.Int128})),
    }.items():
        with pytest.raises(Error) as raised:
            make()
        assert message in raised.value.message


def test_data_types_say_what_they_are() -> None:
    assert repr(dt.List(dt.Datetime("us", time_zone="UTC"))) == "List(Datetime('us', time_zone='UTC'))"
    assert dt.Datetime == dt.Datetime("us") == datetime.datetime
    assert dt.Datetime("us", "UTC").described() == "timestamp_tz"
    assert dt.Array(dt.Int8, 3) == dt.Array(dt.Int8, width=3)
    with pytest.raises(TypeError, match="Datetime takes no parameter 'zone' here"):
        dt.Datetime(zone="UTC")
    with pytest.raises(TypeError, match="is no data type"):
        dt.data_type(object)


def test_one_type_in_another_layout_is_written_as_the_schema_says() -> None:
    fields = [Field("s", "vu", True, 0, []), Field("l", "+l", True, 1, []), Field("item", "vz", True, 0, [])]
    values = {"s": ["a", None, "more than twelve bytes"], "l": [[b"x"], None, [b"", None]]}
    views = Batch.from_dict(values, Schema.from_wire(fields))
    plain = Schema({"s": dt.String, "l": dt.List(dt.Binary)})
    assert views.schema == plain
    crossed = Batch.from_wire(plain, views.laid_out(plain).to_wire())
    assert crossed.to_dict() == values
    assert views.laid_out(views.schema) is views

    @table_transform
    def passes(table: Table, output: Output) -> None:
        output.start(plain)
        for batch in table:
            output.push(batch)

    assert run(passes, [views, views]).columns == {name: twice * 2 for name, twice in values.items()}

    @row_transform
    def changes(batch: Batch) -> Batch:
        return batch if len(batch) else Batch.from_dict({}, plain)

    assert run(changes, [views]).columns == values
