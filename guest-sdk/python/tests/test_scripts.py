"""Scripts over frames, in a component with the host's Polars and here with Python's: both give the same rows."""

from __future__ import annotations

import http.client
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from sandtable_guest.testing import run

LEFT = {
    "id": [1, 2, 3, None, 5],
    "g": ["a", "b", "a", None, "b"],
    "x": [1.5, None, -2.0, 4.0, 0.0],
    "s": ["Foo bar", "", None, "baz-1", "ä"],
    "l": [[1, 2], [], None, [3], [4, None]],
    "st": [{"p": 1, "q": "x"}, {"p": None, "q": None}, {"p": 3, "q": "z"}, {"p": 4, "q": "w"}, {"p": 5, "q": "v"}],
}
RIGHT = {"id": [1, 3, 3, 9], "name": ["one", "three", "drei", "nine"], "day": ["2024-01-31", "2024-02-29", None, "1999-12-31"]}

SCRIPTS = r"""
result = left
---
result = left.collect().to_dicts()
---
result = left.filter(pl.col("x") > 0, g="a").select("id", "x")
---
result = left.with_columns(pl.col("x") * 2, y=pl.col("id") // 2, z=pl.when(pl.col("x") > 1).then(pl.lit("big")).otherwise(pl.lit("small"))).drop("l", "st")
---
result = left.group_by("g", maintain_order=True).agg(pl.len(), pl.col("x").sum().alias("sum"), first=pl.col("id").first())
---
result = left.join(right, on="id", how="left", maintain_order="left_right").select("id", "name")
---
result = left.join(right.with_columns(pl.col("day").str.to_date()), on="id").filter(pl.col("day") >= datetime.date(2024, 2, 1)).select("id", "day")
---
result = pl.concat([left.select("id"), right.select("id")]).sort("id", descending=True, nulls_last=True)
---
one, two = pl.align_frames(left.select("id", "g"), right.select("id", "name"), on="id")
result = one.join(two, on="id", nulls_equal=True).sort("id", "name", nulls_last=True)
---
one, two = pl.collect_all([left.select("id"), right.select("name")])
result = [{"rows": one.height, "more": two.height}]
---
result = left.sql("select g, count(*) as n from self where x is not null group by g order by g nulls last")
---
result = pl.sql("select l.id, r.name from l join r on l.id = r.id order by r.name", l=left, r=right)
---
result = left.select(cs.numeric() - cs.by_name("id"), cs.string().str.to_uppercase())
---
result = left.select(pl.col("l").list.sum(), pl.col("l").list.eval(pl.element() * 2).alias("m"), pl.col("st").struct.field("q"))
---
result = left.select(pl.col("s").str.replace_all("[a-z]", "_").alias("r"), pl.col("s").str.len_bytes().alias("n"), pl.col("s").str.split(" ").alias("p"))
---
result = left.select("id", rank=pl.col("x").rank("dense", descending=True), over=pl.col("x").sum().over("g"), up=pl.col("x").shift(1, fill_value=9.5))
---
data = left.collect()
result = {"height": [data.height], "width": [data.width], "item": [data.select(pl.col("id").max()).item()], "row": [str(data.row(1)[:2])]}
---
data = left.select("g", "x").collect()
result = data.pivot("g", index="x", values="x").select(pl.all()).sort("x", nulls_last=True)
---
result = left.select("id", "x").collect().transpose(include_header=True).select("column", "column_0")
---
result = left.collect().select("id").to_series().to_list() and left.collect().to_series(0).to_frame()
---
result = left.collect().group_by("g", maintain_order=True).agg(pl.col("id")).lazy()
---
result = right.with_columns(pl.col("day").str.to_date()).drop_nulls().sort("day").group_by_dynamic("day", every="1mo").agg(pl.len())
---
result = pl.DataFrame({"a": [1, None], "d": [datetime.date(2024, 1, 1), None]}, {"a": pl.Int8, "d": pl.Date})
---
result = pl.LazyFrame([(1, "x"), (2, None)], {"a": pl.UInt16, "b": str}).with_columns(t=pl.lit(datetime.timedelta(seconds=5)))
---
batches = list(left.select("id", "g").batches(2))
result = pl.DataFrame([batch.filter(lambda row: row["g"] == "a") for batch in batches])
---
result = [batch.with_column("twice", [None if value is None else value * 2 for value in batch["id"]], int) for batch in left.select("id").batches()]
---
result = [left.select("id"), left.select("id").filter(pl.col("id") > 2), Batch.from_dict({"id": [7]})]
---
result = pl.select(a=pl.int_range(3), b=pl.lit("x"))
---
result = pl.from_dicts([{"a": 1, "b": "x"}, {"a": 2}])
---
result = left.rename({"id": "key"}).head(2).tail(1).select("key").cast({"key": pl.String})
---
result = left.unpivot(on=["id", "x"], index="g").sort("g", "variable", "value", nulls_last=True)
---
result = left.describe().select("statistic", "x")
---
result = left.with_row_index("n", offset=10).gather_every(2).select("n")
---
result = left.explode("l", empty_as_null=True).select("id", "l")
---
result = left.unnest("st").select("p", "q")
---
result = left.select(pl.col("id").replace_strict({1: "one", 2: "two"}, default="many"), n=pl.col("id").is_in([1, 3]), b=pl.col("id").is_between(2, 3))
---
result = right.select(pl.col("day").str.to_date().is_in([datetime.date(2024, 1, 31), None]), m=pl.col("day").str.to_date().dt.month())
---
result = [{"columns": ",".join(left.columns), "types": str(left.select("id", "g", "x", "l").dtypes)}]
---
try:
    left.select("nosuch").collect()
except pl.Refusal as error:
    result = [{"code": error.code, "named": "nosuch" in error.message}]
---
result = left.filter(pl.col("id").is_in([2, 3])).select(pl.col("s").fill_null("none"), pl.lit(float("inf")).alias("inf") > 5)
"""


class Component:
    """The component, in a server."""

    def __init__(self, address: str) -> None:
        self.connection = http.client.HTTPConnection(address)
        body = (Path(os.environ["SANDTABLE_GUESTS"]) / "script-python.wasm").read_bytes()
        answer = self.ask("PUT", "/v1/transforms/script-python/1.0.0", body, "application/wasm")
        assert "describe" in answer, answer

    def run(self, source: str) -> Any:
        """The answer to a call."""
        inputs = {"left": {"rows": rows_of(LEFT)}, "right": {"rows": rows_of(RIGHT)}}
        body = json.dumps({"inputs": inputs, "params": {"source": source}}).encode()
        return self.ask("POST", "/v1/transforms/script-python/run", body, "application/json")

    def ask(self, method: str, path: str, body: bytes, kind: str) -> Any:
        self.connection.request(method, path, body, {"Content-Type": kind})
        return json.loads(self.connection.getresponse().read())


@pytest.fixture(scope="module")
def component(server: str) -> Component:
    return Component(server)


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "tests/guests/script-python"))
    monkeypatch.delitem(sys.modules, "transform", raising=False)
    import transform

    return transform.script


def rows_of(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row)) for row in zip(*columns.values())]


def plain(value: Any) -> Any:
    """A value as an answer in JSON has it."""
    match value:
        case list():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case None | bool() | int() | float() | str():
            return value
    return value.isoformat() if hasattr(value, "isoformat") else "PT5S"


@pytest.mark.parametrize("source", [source.strip() for source in SCRIPTS.split("\n---\n")])
def test_a_script_gives_the_same_there_and_here(source: str, component: Component, script: Any) -> None:
    here = plain(run(script, {"left": LEFT, "right": RIGHT}, {"source": source}).rows)
    there = component.run(source)
    assert there.get("rows") == here, there
    assert here


def test_a_refusal_that_is_not_handled_is_told(component: Component) -> None:
    error = component.run('result = left.select(pl.col("nosuch"))')["error"]
    assert (error["code"], error["details"]["guest_code"]) == ("GUEST_ERROR", "VALIDATION_ERROR")
    assert "nosuch" in error["message"]


def test_what_python_refuses_names_the_line_of_the_script(component: Component) -> None:
    error = component.run('ok = 1\nresult = left.join(right, onn="id")')["error"]
    assert error["details"]["guest_code"] == "exception"
    assert "join() got an unexpected keyword argument 'onn'; did you mean 'on'?" in error["message"]
    assert any("script:2 in <module>" in line for line in error["details"]["context"]), error
