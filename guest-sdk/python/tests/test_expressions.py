"""Expressions: the objects that they are, and what is wrong with a call, said where it is written."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars
import polars.selectors
import pytest
from sandtable_guest import frames as pl
from sandtable_guest.frames import selectors as cs
from sandtable_guest.frames import values
from sandtable_guest.testing.polars_host import evaluate

# Texts that Polars and the SDK read alike: what Polars makes of the SDK's objects is what it makes of the text.
ALIKE = """
pl.col("a") > 1
1 < pl.col("a")
(pl.col("a") + 1) * 2 - pl.col.b / 3 // 4 % 5
2 ** pl.col("a") ** 2
"x" + pl.col("s")
pl.col("s") + "x"
10 - pl.col("a")
(pl.col("a") > 1) & (pl.col("b") < 2) | ~pl.col("c") ^ True
-pl.col("a")
+pl.col("a")
pl.col("a") == pl.col("b")
pl.col("a", "b").sum()
pl.col(["a", "b"]).mean()
pl.col(pl.Int64).max()
pl.col(pl.Int64, pl.String).first()
pl.col([pl.Float64, pl.Date]).len()
pl.col("a").cast(pl.List(pl.Datetime("us", time_zone="UTC")))
pl.col("a").cast(float)
pl.col("a").is_in([1, 2, None])
pl.col("a").is_between(1, 5, closed="left")
pl.col("t") + pl.duration(days=1, hours=2)
pl.when(pl.col("a") > 1).then(pl.lit("big")).otherwise(pl.lit("small")).alias("size")
pl.when(pl.col("a") > 1, b=2).then("b").when(pl.col("a") < 0).then(pl.lit(None)).otherwise("c")
pl.when(pl.col("a").is_null()).then(1).alias("x")
pl.col("s").str.to_lowercase().str.replace_all("a", "b", literal=True)
pl.col("s").str.strptime(pl.Date, "%Y-%m-%d", strict=False)
pl.col("t").dt.truncate("1h").dt.strftime("%H")
pl.col("l").list.eval(pl.element() + 1).list.join("-")
pl.col("l").list.get(0, null_on_oob=True)
pl.col("st").struct.field("a")
pl.col("ar").arr.sum()
pl.col("bi").bin.encode("hex")
pl.col("a").name.suffix("_x")
pl.struct("a", b=pl.col("c"))
pl.concat_str(["a", "b"], separator="-")
pl.coalesce("a", "b", 0)
pl.sum_horizontal("a", "b")
pl.all().exclude("a")
pl.len()
pl.col("a").sum().over("g", order_by="t")
pl.col("a").sort_by("b", descending=True).head(3)
pl.col("a").rolling_mean(3, min_samples=1)
pl.col("s").replace({"x": "y"})
pl.col("s").replace_strict({"x": 1}, default=0, return_dtype=pl.Int8)
pl.col("a").qcut([0.5], labels=["low", "high"])
pl.int_range(0, pl.len())
pl.lit(5, pl.Int8)
pl.lit("x")
pl.format("{}-{}", "a", pl.col("b"))
cs.numeric()
cs.numeric() - cs.by_name("a")
cs.starts_with("a") | cs.ends_with("b")
cs.numeric() & cs.matches("^a")
~cs.string()
cs.numeric() * 2
cs.numeric().as_expr() - 1
cs.by_dtype(pl.Int64, pl.Date)
cs.temporal().dt.year()
cs.all().exclude("a")
"""


@pytest.mark.parametrize("text", ALIKE.strip().splitlines())
def test_polars_makes_the_same_of_the_object_and_of_the_text(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "BARE_TYPES_ARE_OBJECTS", True)
    ours = eval(text, {"pl": pl, "cs": cs, "datetime": datetime})
    theirs = eval(text, {"pl": polars, "cs": polars.selectors, "datetime": datetime})
    made = evaluate(ours.to_json(), [])
    assert _tree(made) == _tree(theirs)


def _tree(expr: Any) -> str:
    return expr.meta.serialize(format="json") if isinstance(expr, polars.Expr) else str(expr)


UTC = datetime.timezone.utc
MOMENTS = [
    datetime.date(2024, 1, 31),
    datetime.time(12, 30, 0, 1),
    datetime.datetime(1969, 1, 31, 12, 30, 0, 1),
    datetime.datetime(2024, 1, 31, 12, 30, tzinfo=UTC),
    datetime.timedelta(days=-1, microseconds=5),
    Decimal("1.50"),
    float("inf"),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=repr)
def test_times_are_literals_of_the_same_value_name_and_type(moment: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "BARE_TYPES_ARE_OBJECTS", True)
    made = polars.select(evaluate(pl.lit(moment).to_json(), []))
    assert made["literal"].to_list() == polars.select(polars.lit(moment))["literal"].to_list()
    assert str(made.schema) == str(polars.select(polars.lit(moment)).schema) or isinstance(moment, Decimal)
    if isinstance(moment, values.TIMES):
        assert polars.select(evaluate(values.to_json([moment, None]), [])).to_series().to_list() == [moment, None]


def test_constants_become_what_json_has() -> None:
    json = values.to_json
    assert json(float("inf")) == {"expr": "lit", "args": ["inf", "Float64"], "kwargs": {}}
    assert json(math.pi) == math.pi
    assert json((1, {2})) == [1, [2]]
    assert json(range(3)) == [0, 1, 2]
    assert json({"a": pl.col("b")}) == {"a": {"expr": "col", "args": ["b"], "kwargs": {}}}
    assert json(datetime.date(1970, 1, 2)) == {"expr": "lit", "args": [1, "Date"], "kwargs": {}}
    assert pl.lit(datetime.date(1970, 1, 2), dtype=pl.String).to_json() == {**values.call("cast", json(datetime.date(1970, 1, 2)), ["String"])}
    assert pl.lit(pl.col("a")).to_json() == pl.col("a").to_json()
    zoned = datetime.datetime(1970, 1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
    assert json(zoned)["args"] == [0, {"expr": "Datetime", "args": ["us", "UTC"], "kwargs": {}}]
    assert json(pl.Series("a", [1, None], pl.Int8)) == {"expr": "Series", "args": ["a", [1, None]], "kwargs": {"dtype": "Int8"}}
    assert (json(pl.List), json(pl.List(pl.Int8)), json(int)) == ("List", {"expr": "List", "args": ["Int8"], "kwargs": {}}, "Int64")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pl.col("a").str.head(1, 2), "str.head() takes 1 positional arguments but 2 were given"),
        (lambda: pl.col("a").str.head(1, n=2), "str.head() got multiple values for argument 'n'"),
        (lambda: pl.col("a").is_between(1, 2, close="left"), "is_between() got an unexpected keyword argument 'close'; did you mean 'closed'?"),
        (lambda: pl.col("a").is_between(1), "is_between() missing required argument: 'upper_bound'"),
        (lambda: bool(pl.col("a") > 1), "the truth of an expression is not known: use & | ~ instead of and, or, not"),
        (lambda: pl.col("a") + {"b": 1}, "dict cannot be an operand of an expression"),
        (lambda: pl.col("a").pow(b"x"), "bytes cannot be an argument"),
        (lambda: pl.col("a").pow(2**64), "integers from -2^63 to 2^64 - 1 are allowed"),
        (lambda: pl.col("a").pow(len), "a function cannot be an argument"),
        (lambda: pl.col("a", pl.Int8), "col takes names or data types, not both"),
        (lambda: pl.lit({1: 2}), "a key of a dict is 1"),
        (lambda: pl.col("a").is_in([datetime.date(2024, 1, 1), datetime.time(1)]), "a list of times holds one type, and this one holds Date, Time"),
    ],
)
def test_what_is_wrong_with_a_call_is_a_type_error(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(TypeError) as raised:
        call()
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ('pl.col("a").nosuch', "Expr has no 'nosuch'"),
        ('pl.col("a").str.to_lower', "Expr has no 'str.to_lower'; did you mean 'str.to_lowercase'?"),
        ('pl.col("a").map_elements', "Expr has no 'map_elements' here: its function would have to run inside the plan"),
        ('pl.col("a").inspect', "Expr has no 'inspect' here: it prints from within a query"),
        ("pl.read_csv", "polars has no 'read_csv' here: a transform opens no files: its tables are its inputs"),
        ("pl.set_random_seed", "polars has no 'set_random_seed' here: it sets a state of the whole process"),
        ("cs.numbers", "selectors has no 'numbers'"),
        ("pl.LazyFrame.sink_csv", "type object 'Frame' has no attribute"),
        ('pl.when(pl.col("a")).otherwise', "When has no 'otherwise'"),
    ],
)
def test_a_name_that_is_not_there_says_why(name: str, message: str) -> None:
    with pytest.raises(AttributeError) as raised:
        eval(name, {"pl": pl, "cs": cs})
    assert message in str(raised.value)


def test_old_names_of_parameters_are_still_taken() -> None:
    assert pl.col("a").rolling_mean(3, min_periods=1).to_json()["kwargs"] == {"min_periods": 1}


def test_namespaces_and_signatures_can_be_looked_up() -> None:
    assert "to_lowercase" in dir(pl.col("a").str)
    assert "self" not in str(pl.Expr.head.__signature__)
    assert repr(pl.col("a").str.head(n=3) > 1) == "pl.col('a').str.head(n=3).gt(1)"
    assert (pl.col("st").struct["x"]).to_json() == pl.col("st").struct.field("x").to_json()
    assert pl.col("a").pipe(lambda expr, by: expr * by, 2).to_json() == (pl.col("a") * 2).to_json()
