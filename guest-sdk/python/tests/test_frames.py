"""Frames, with Polars in the host's place: what goes in, what comes out, what is refused."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from sandtable_guest import Batch, Error, Frame, Schema, Table
from sandtable_guest import dtypes as dt
from sandtable_guest import frames as pl
from sandtable_guest.frames import selectors as cs
from sandtable_guest.testing.memory import Recorder

ROWS = {"g": ["a", "b", "a"], "n": [1, 2, None], "day": [datetime.date(2024, 1, 1)] * 3}


@pytest.fixture(autouse=True)
def host() -> Iterator[Recorder]:
    with Recorder(with_frames=True) as recorder:
        yield recorder


@pytest.fixture
def frame() -> Frame:
    return Frame(ROWS)


def test_rows_go_in_and_come_out(frame: Frame) -> None:
    data = frame.collect()
    assert (data.shape, data.columns, data.schema) == ((3, 3), ["g", "n", "day"], {"g": str, "n": int, "day": dt.Date})
    assert data.to_dict(as_series=False) == ROWS
    assert data.rows() == [("a", 1, ROWS["day"][0]), ("b", 2, ROWS["day"][1]), ("a", None, ROWS["day"][2])]
    assert data.row(1, named=True) == data.to_dicts()[1] == {"g": "b", "n": 2, "day": datetime.date(2024, 1, 1)}
    assert [len(batch) for batch in frame.batches(2)] == [2, 1]
    assert isinstance(frame.to_table(), Table)
    assert data.select(pl.len()).item() == 3
    assert data.item(1, "n") == data.item(1, 1) == 2
    assert (data.is_empty(), data.clear().is_empty(), len(data)) == (False, True, 3)


@pytest.mark.parametrize(
    "data",
    [
        {"a": [1, None], "b": ["x", "y"]},
        [{"a": 1, "b": "x"}, {"b": "y"}],
        Batch.from_dict({"a": [1, None], "b": ["x", "y"]}),
        [Batch.from_dict({"a": [1], "b": ["x"]}), Batch.from_dict({"a": [None], "b": ["y"]}, Schema({"a": int, "b": str}))],
    ],
)
def test_a_frame_is_made_of_rows(data: Any) -> None:
    assert pl.DataFrame(data).rows() == [(1, "x"), (None, "y")]
    assert Frame(data).collect().rows() == [(1, "x"), (None, "y")]


def test_a_frame_is_made_of_tuples_with_a_schema() -> None:
    made = pl.DataFrame([(1, None)], {"a": pl.Int8, "b": str})
    assert (made.rows(), made.schema) == ([(1, None)], {"a": dt.Int8, "b": str})
    assert pl.DataFrame({}, {"a": pl.Int8}).rows() == []


def test_operations_are_those_of_polars(frame: Frame) -> None:
    made = (
        frame.with_columns(twice=pl.col("n") * 2, later=pl.col("day") + datetime.timedelta(days=1))
        .filter(pl.col("day") == datetime.date(2024, 1, 1), g="a")
        .sort("n", nulls_last=True)
        .select(cs.numeric(), cs.temporal().exclude("day"))
    )
    assert made.collect().rows() == [(1, 2, datetime.date(2024, 1, 2)), (None, None, datetime.date(2024, 1, 2))]
    assert "FILTER" in made.explain()
    assert made.columns == ["n", "twice", "later"]


def test_groups_are_aggregated(frame: Frame) -> None:
    groups = frame.group_by("g", maintain_order=True)
    assert type(groups).__name__ == "LazyGroupBy"
    assert groups.agg(pl.col("n").sum(), rows=pl.len()).collect().rows() == [("a", 1, 2), ("b", 2, 1)]
    assert groups.len("rows").collect().columns == ["g", "rows"]
    eager = frame.collect().group_by("g", maintain_order=True).agg(pl.col("n").max())
    assert (type(eager).__name__, eager.rows()) == ("DataFrame", [("a", 1), ("b", 2)])
    windows = frame.collect().group_by_dynamic("day", every="1d").agg(pl.len())
    assert windows.rows() == [(datetime.date(2024, 1, 1), 3)]


def test_frames_meet(frame: Frame) -> None:
    other = Frame({"g": ["a"], "name": ["Ann"]})
    assert frame.join(other, on="g", how="inner").select("name").collect().rows() == [("Ann",), ("Ann",)]
    assert frame.join(other.select("g", x=pl.lit(1)), left_on="g", right_on="g").collect().height == 2
    both = pl.concat([frame.select("g"), other.select("g")])
    assert (type(both).__name__, both.collect().height) == ("Frame", 4)
    assert type(pl.concat([frame.collect(), frame.collect()])).__name__ == "DataFrame"
    left, right = pl.align_frames(frame.select("g", "n"), other, on="g")
    assert left.collect().height == right.collect().height == 3
    assert [data.height for data in pl.collect_all([frame, other])] == [3, 1]
    assert pl.select(a=1).rows() == [(1,)]


def test_frames_are_asked_in_sql(frame: Frame) -> None:
    assert frame.sql("select g, n from self where n > 1").collect().rows() == [("b", 2)]
    other = Frame({"g": ["a"], "name": ["Ann"]})
    asked = pl.sql("select name, count(*) as n from left_ join right_ using (g) group by name", left_=frame, right_=other)
    assert asked.collect().rows() == [("Ann", 2)]
    asked = pl.sql("with x as (select g from t) select count(*) as n from x", eager=True, t=frame)
    assert asked.rows() == [(3,)]


def test_one_column_by_itself(frame: Frame) -> None:
    series = frame.collect().to_series(1)
    assert (series.to_list(), len(series), list(series)) == ([1, 2, None], 3, [1, 2, None])
    assert series.to_frame().columns == ["n"]
    assert frame.with_columns(s=pl.Series([7, 8, 9])).collect().to_dict(as_series=False)["s"] == [7, 8, 9]
    assert pl.Series("x", [1], pl.Int8).to_frame().schema == {"x": dt.Int8}
    assert frame.collect().to_dict()["n"].to_list() == [1, 2, None]
    with pytest.raises(TypeError, match="a series that the host holds cannot stand in an expression"):
        frame.filter(pl.col("n").is_in(series))


def test_what_is_refused_can_be_handled(frame: Frame) -> None:
    with pytest.raises(pl.Refusal) as raised:
        frame.select("nosuch").collect()
    assert (raised.value.code, isinstance(raised.value, Error)) == ("VALIDATION_ERROR", True)
    assert "nosuch" in raised.value.message
    assert raised.value.details["operation"] == "collect"


def test_what_is_wrong_with_a_call_is_said_where_it_is_written(frame: Frame) -> None:
    for call, error, message in (
        (lambda: frame.flter(), AttributeError, "Frame has no 'flter'; did you mean 'filter'?"),  # type: ignore[attr-defined]
        (lambda: frame.sink_csv("x"), AttributeError, "Frame has no 'sink_csv' here: a transform writes no files: return the frame"),  # type: ignore[attr-defined]
        (lambda: frame.map_batches(len), AttributeError, "its function would have to run inside the plan"),  # type: ignore[attr-defined]
        (lambda: frame.join(frame, onn="g"), TypeError, "join() got an unexpected keyword argument 'onn'; did you mean 'on'?"),  # type: ignore[call-arg]
        (lambda: frame.collect().item(), Error, "item() wants one row and one column; the frame has 3 columns"),
        (lambda: frame.filter(pl.col("g").is_in(frame)), TypeError, "a frame cannot stand in an expression"),
        (lambda: bool(frame), TypeError, "the truth of a frame is not known"),
    ):
        with pytest.raises(error) as raised:
            call()
        assert message in str(raised.value)


def test_a_plan_runs_once_however_often_its_rows_are_asked_for(frame: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    from sandtable_guest.testing import polars_host

    asked: list[polars_host.Frame] = []
    collect = polars_host.Frame.collect

    def noted(self: polars_host.Frame) -> Any:
        asked.append(self)
        return collect(self)

    monkeypatch.setattr(polars_host.Frame, "collect", noted)
    data = frame.sort("n").collect()
    plan = asked[0]
    assert (data.height, data.rows()[0][1]) == (3, None)
    assert asked.count(plan) == 1, "what comes after it goes out from its rows"
    twice = data.sort("n", descending=True)
    plan = twice.__sandtable_frame__()
    assert (twice.height, len(twice.rows())) == (3, 3)
    assert asked.count(plan) == 1


def test_a_function_is_piped(frame: Frame) -> None:
    assert frame.pipe(lambda given, rows: given.head(rows), rows=1).collect().height == 1


def test_without_a_host_there_are_no_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandtable_guest.boundary.frames", None)
    with pytest.raises(Error, match="there are no frames here: a component has them in the world table-frames"):
        Frame(ROWS)


def test_a_data_frame_is_asked_by_brackets(frame: Frame) -> None:
    data = frame.collect()
    assert data["n"].to_list() == [1, 2, None]
    assert (data["n"].name, data["n"].dtype, data["n"][1], data["n"][:2]) == ("n", dt.Int64, 2, [1, 2])
    assert data[["n", "g"]].columns == ["n", "g"]
    assert data[1:].rows() == data.rows()[1:]
    assert data[::2].rows() == data.rows()[::2]
    assert data[::-1].rows() == data.rows()[::-1]
    assert data[-1].rows() == data[[2]].rows() == data.rows()[2:]
    assert data[1, "g"] == data[1, 0] == "b"
    assert [series.name for series in data] == data.columns
    with pytest.raises(TypeError, match="allowed: a column's name"):
        data[1.5]


def test_a_plan_says_how_to_come_to_its_rows(frame: Frame) -> None:
    with pytest.raises(TypeError, match=r"collect\(\)\.iter_rows\(named=True\)"):
        list(frame)
    with pytest.raises(TypeError, match=r"collect\(\)\['n'\]"):
        frame["n"]


def test_frames_are_printed(frame: Frame) -> None:
    assert repr(frame) == "Frame(g: String, n: Int64, day: Date), a plan: collect() gives its rows"
    assert str(frame.collect().select("g", "n")).splitlines() == [
        "shape: (3, 2)",
        "g       n",
        "String  Int64",
        "------  -----",
        "a       1",
        "b       2",
        "a       null",
    ]
    wide = pl.DataFrame({f"c{at}": ["long " * 20] * 12 for at in range(14)})
    lines = str(wide).splitlines()
    assert (len(lines), lines[-1], lines[1].split()[-1]) == (15, "…", "…")
    assert max(map(len, lines)) < 450


def test_a_series_has_the_methods_of_expressions(frame: Frame) -> None:
    data = frame.collect()
    series = data["n"]
    assert (series.sum(), series.max(), series.mean(), series.null_count(), series.n_unique()) == (3, 2, 1.5, 1, 3)
    assert series.fill_null(0).sort(descending=True).to_list() == [2, 1, 0]
    assert ((series * 2).to_list(), (10 - series).to_list(), (series > 1).to_list()) == ([2, 4, None], [9, 8, None], [False, True, None])
    assert data["g"].str.to_uppercase().to_list() == ["A", "B", "A"]
    assert data["day"].dt.year().unique().to_list() == [2024]
    assert pl.Series("x", [1, 2]).cum_sum().to_list() == [1, 3]
    with pytest.raises(AttributeError, match="Series has no 'summ'; did you mean 'sum'"):
        series.summ()
    with pytest.raises(TypeError, match="two series cannot be combined here"):
        series + series


def test_what_never_changes_says_so(frame: Frame) -> None:
    with pytest.raises(TypeError, match="with_columns gives another one"):
        frame.collect()["x"] = 5
    with pytest.raises(TypeError, match="groups are not gone through here"):
        list(frame.collect().group_by("g"))
