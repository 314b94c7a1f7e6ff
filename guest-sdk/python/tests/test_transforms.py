"""Transforms: what their signatures say, and what becomes of what they return and raise."""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any, Literal, NotRequired, TypedDict

import pytest
from sandtable_guest import Batch, Error, Frame, Output, Schema, Table, doing, log, progress, row_transform, table_transform
from sandtable_guest import dtypes as dt
from sandtable_guest import preload
from sandtable_guest.testing import describe, run


class Flight(TypedDict):
    """One row a flight."""

    carrier: str
    delay: Annotated[float | None, "minutes"]
    when: NotRequired[datetime.datetime]
    seats: Annotated[int, dt.Int16]


class Late(TypedDict):
    carrier: Annotated[str, "the airline"]
    delays: list[float]
    rank: Annotated[int, dt.UInt32]


@dataclass
class Window:
    start: int
    end: int = 5


@table_transform(version="1.2.3")
def late_flights(
    flights: Table[Flight],
    airlines: Annotated[Table, "names"],
    *,
    least: Annotated[float, "minutes", {"minimum": 0}] = 15,
    by: Literal["carrier", "delay"],
    window: Window | None = None,
    name: str | None = None,
    only: list[str] = [],
) -> Iterator[Late]:
    """Lists late flights.

    More of it.
    """
    log.info(f"{least!r} {by} {window} {only}")
    names = airlines.to_dict()["name"]
    for rank, row in enumerate(flights.rows("carrier", "delay")):
        progress(rank, flights.row_count)
        if row["delay"] is not None and row["delay"] >= least:
            yield Late(carrier=names[rank], delays=[row["delay"]], rank=rank)


FLIGHTS = {"carrier": ["UA", "AA", "UA"], "delay": [20, None, 15.0]}
TABLES = {"flights": FLIGHTS, "airlines": {"name": ["a", "b", "c"]}}


def test_a_description_is_derived() -> None:
    found = describe(late_flights)
    assert (found.name, found.version, found.summary, found.features, found.extra) == (
        "late-flights", "1.2.3", "Lists late flights.", [], [("language", "python")],
    )  # fmt: skip
    flights, airlines = found.inputs
    assert (flights.description, airlines.description, airlines.columns) == ("One row a flight.", "names", [])
    assert [(c.name, c.type, c.required, c.description) for c in flights.columns] == [
        ("carrier", "string", True, ""), ("delay", "number", True, "minutes"), ("when", "datetime", False, ""), ("seats", "int16", True, ""),
    ]  # fmt: skip
    assert [(c.name, c.type, c.description) for c in found.output] == [("carrier", "string", "the airline"), ("delays", "list", ""), ("rank", "uint32", "")]
    assert json.loads(found.params) == {
        "type": "object",
        "additionalProperties": False,
        "required": ["by"],
        "properties": {
            "least": {"type": "number", "description": "minutes", "minimum": 0, "default": 15},
            "by": {"enum": ["carrier", "delay"]},
            "window": {
                "anyOf": [
                    {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}},
                        "required": ["start"],
                    },
                    {"type": "null"},
                ],
                "default": None,
            },
            "name": {"type": ["string", "null"], "default": None},
            "only": {"type": "array", "items": {"type": "string"}, "default": []},
        },
    }


@pytest.mark.parametrize("batch_rows", [0, 1, 2])
def test_rows_come_out_with_the_declared_types(batch_rows: int) -> None:
    outcome = run(late_flights, TABLES, {"by": "delay", "least": 16, "window": {"start": 1}}, batch_rows)
    assert outcome.rows == [{"carrier": "a", "delays": [20.0], "rank": 0}]
    assert outcome.schema == {"carrier": str, "delays": dt.List(float), "rank": dt.UInt32}
    assert outcome.logs == [("info", "16.0 delay Window(start=1, end=5) []")]
    assert outcome.progress == [(0, 3), (1, 3), (2, 3)]
    assert run(late_flights, TABLES, {"by": "delay", "least": 99}).schema.names == ["carrier", "delays", "rank"]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({}, "the parameter 'by' is missing"),
        ({"by": "x"}, "by is \"x\"; allowed: 'carrier' or 'delay'"),
        ({"by": "delay", "most": 1}, "there is no parameter 'most'; there are: least, by, window, name, only"),
        ({"by": "delay", "least": "9"}, 'least is "9"; allowed: number'),
        ({"by": "delay", "least": True}, "least is true; allowed: number"),
        ({"by": "delay", "window": {"end": 1}}, "window.start is missing; window is"),
        ({"by": "delay", "window": {"start": 1, "x": 1}}, "window has no field 'x'; there are: start, end"),
        ({"by": "delay", "only": ["a", 1]}, "only[1] is 1; allowed: string"),
        ({"by": "delay", "only": {}}, "only is {}; allowed: an array"),
    ],
)
def test_bad_parameters_are_named(params: dict[str, Any], message: str) -> None:
    with pytest.raises(Error) as raised:
        run(late_flights, TABLES, params)
    assert raised.value.code == "bad-parameter"
    assert message in raised.value.message


def returned(result: Any) -> Any:
    """A transform that returns this."""

    @table_transform
    def transform(table: Table) -> Any:
        return result(table) if callable(result) else result

    return transform


@pytest.mark.parametrize(
    "result",
    [
        {"a": [1, 2], "b": ["x", None]},
        [{"a": 1, "b": "x"}, {"a": 2}],
        Batch.from_dict({"a": [1, 2], "b": ["x", None]}),
        [Batch.from_dict({"a": [1], "b": ["x"]}), Batch.from_dict({"a": [2], "b": [None]}, Schema({"a": int, "b": str}))],
        lambda table: (row for row in [{"a": 1, "b": "x"}, {"a": 2, "b": None}]),
    ],
)
def test_whatever_is_returned_is_written(result: Any) -> None:
    assert run(returned(result), {"x": [1]}).rows == [{"a": 1, "b": "x"}, {"a": 2, "b": None}]


@pytest.mark.parametrize(
    ("result", "message"),
    [
        (None, "there are no rows, and nothing says what the columns are"),
        ([], "there are no rows"),
        (7, "the transform returned int; allowed: rows"),
        ("text", "the transform returned str"),
        ([1], "a row is int"),
        ([Batch.from_dict({"a": [1]}), Batch.from_dict({"b": [1]})], "the batch has the columns {'b': Int64}, and the output {'a': Int64}"),
    ],
)
def test_what_cannot_be_written_is_refused(result: Any, message: str) -> None:
    with pytest.raises(Error) as raised:
        run(returned(result), {"x": [1]})
    assert message in raised.value.message


def test_a_transform_may_write_its_output_by_itself() -> None:
    @table_transform(output={"a": int, "b": dt.Float32})
    def writes(table: Table, output: Output, *, rows: int) -> None:
        for row in range(rows):
            output.push_rows([(row, None)])
            output.push_dict({"b": [0.5]})

    assert run(writes, {"x": []}, {"rows": 1}).rows == [{"a": 0, "b": None}, {"a": None, "b": 0.5}]
    assert run(writes, {"x": []}, {"rows": 0}).schema == {"a": int, "b": dt.Float32}


def test_errors_keep_their_code_and_what_was_being_done() -> None:
    @table_transform
    def fails(table: Table) -> Any:
        with doing("grouping"), doing("reading row 3"):
            raise Error("bad-row", "it is empty")

    with pytest.raises(Error) as raised:
        run(fails, {"x": [1]})
    assert str(raised.value) == "grouping: reading row 3: it is empty (bad-row)"


def test_other_exceptions_name_the_lines_of_the_transform() -> None:
    def helper(values: dict[str, int]) -> int:
        return values["x"]

    @table_transform
    def fails(table: Table) -> Any:
        for _ in table.rows():
            helper({})

    with pytest.raises(Error) as raised:
        run(fails, {"x": [1]})
    assert (raised.value.code, raised.value.message) == ("exception", "KeyError: 'x'")
    places = [line.partition(" in ")[2] for line in raised.value.doing]
    assert places == ["fails: helper({})", 'helper: return values["x"]']


class Odd(Exception):
    def __str__(self) -> str:
        raise ValueError("no text")


@pytest.mark.parametrize(
    ("raised", "message"),
    [
        (SystemExit(3), "SystemExit: 3"),
        (KeyboardInterrupt(), "KeyboardInterrupt"),
        (Odd(), "Odd: <a Odd whose text fails with ValueError>"),
        (ValueError("\ud800"), "ValueError: \\ud800"),
        (Error(7, None), "None"),  # type: ignore[arg-type]
        (StopIteration(), "StopIteration"),
        (ExceptionGroup("two", [ValueError()]), "ExceptionGroup: two (1 sub-exception)"),
    ],
    ids=repr,
)
def test_whatever_is_raised_is_told(raised: BaseException, message: str) -> None:
    @table_transform
    def fails(table: Table) -> Any:
        raise raised

    with pytest.raises(Error) as told:
        run(fails, {"x": [1]})
    assert told.value.message == message


def test_an_import_in_the_middle_of_a_call_says_what_to_do() -> None:
    @table_transform
    def imports(table: Table) -> Any:
        import nosuch  # type: ignore[import-not-found]  # noqa: F401

    with pytest.raises(Error, match="No module named 'nosuch'; a component holds what was imported when it was built"):
        run(imports, {"x": [1]})


def test_modules_that_the_library_imports_by_itself_are_there() -> None:
    for name in preload.HIDDEN:
        import_module(name)


def test_a_deep_recursion_tells_its_ends() -> None:
    @table_transform
    def deep(table: Table, *, depth: int = 0) -> Any:
        return deep(table, depth=depth + 1)

    with pytest.raises(Error) as raised:
        run(deep, {"x": [1]})
    assert raised.value.message.startswith("RecursionError: ")
    assert len(raised.value.doing) == 41
    assert raised.value.doing[20].endswith(" more …")


class Km(TypedDict):
    km: Annotated[float, "kilometres"]
    far: bool


class Leg(TypedDict):
    miles: float | None


@row_transform
def kilometres(leg: Leg, *, far_from: float = 100.0) -> Km:
    """Adds kilometres."""
    assert leg.keys() == {"miles"}, "only what it asks for is read"
    if leg["miles"] is None:
        return {}  # type: ignore[typeddict-item]
    km = leg["miles"] * 1.609344
    return {"km": km, "far": km >= far_from}


@row_transform(output={"doubled": float}, keep=False)
def doubled(row: dict) -> dict:  # type: ignore[type-arg]
    return {"doubled": row["miles"] * 2}


@row_transform
def batched(batch: Batch, *, name: str) -> Batch:
    return batch.with_column(name, [None if value is None else value + 1 for value in batch["miles"]], dt.Int64)


@pytest.mark.parametrize("batch_rows", [0, 1])
def test_row_transforms_give_a_row_for_each(batch_rows: int) -> None:
    legs = {"id": [1, 2], "miles": [100, None]}
    outcome = run(kilometres, legs, batch_rows=batch_rows)
    assert outcome.columns == {"id": [1, 2], "miles": [100, None], "km": [160.9344, None], "far": [True, None]}
    assert run(batched, legs, {"name": "more"}, batch_rows).columns["more"] == [101, None]
    assert run(doubled, {"miles": [1.5]}).rows == [{"doubled": 3.0}]
    assert [(column.name, column.type) for column in describe(kilometres).output] == [("km", "float64"), ("far", "boolean")]
    assert describe(batched).inputs[0].columns == []


def test_a_row_transform_keeps_to_its_rows_and_columns() -> None:
    @row_transform
    def drops(batch: Batch) -> Batch:
        return batch.take([])

    @row_transform
    def changes(batch: Batch) -> Batch:
        return batch.with_column("new", [1] * len(batch), dt.Int64 if len(batch) else dt.Int8)

    for transform, message in ((drops, "gave 0 rows for 1"), (changes, "gave the columns")):
        with pytest.raises(Error, match=message):
            run(transform, {"a": [1]})


def test_signatures_that_say_nothing_are_refused_when_they_are_decorated() -> None:
    with pytest.raises(TypeError, match="the argument x is <class 'int'>; an input is a Table"):

        @table_transform
        def no_input(x: int) -> Any: ...

    with pytest.raises(TypeError, match="say what columns it gives"):

        @row_transform
        def no_output(row: dict) -> dict: ...  # type: ignore[type-arg]

    with pytest.raises(TypeError, match="a row transform has one input"):

        @row_transform
        def two(a: Batch, b: Batch) -> Batch: ...

    with pytest.raises(TypeError, match=r"\*more cannot be told to a host"):

        @table_transform
        def rest(table: Table, *more: int) -> Any: ...

    with pytest.raises(TypeError, match="a parameter cannot be <class 'object'>"):

        @table_transform
        def anything(table: Table, *, x: object) -> Any: ...


def test_logging_reaches_the_host() -> None:
    @table_transform
    def talks(table: Table) -> dict[str, list[int]]:
        log.listen()
        logging.getLogger("mine").warning("careful, %s", 7)
        logging.getLogger("mine").critical("worse")
        log.trace("quiet")
        return {"a": [1]}

    assert run(talks, {"x": []}).logs == [("warn", "careful, 7"), ("error", "worse"), ("trace", "quiet")]
    logging.getLogger().handlers = [handler for handler in logging.getLogger().handlers if not isinstance(handler, log.Handler)]


def test_a_frame_asks_for_the_feature() -> None:
    @table_transform
    def framed(table: Frame) -> Frame:
        return table

    assert describe(framed).features == ["frames"]
