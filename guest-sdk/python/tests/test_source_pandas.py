"""Programs that take and give data frames of pandas, with the package of the component in pandas' place."""

from __future__ import annotations

import datetime
import decimal
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT
from sandtable_guest import Batch, Schema
from sandtable_guest import dtypes as dt
from source import describe, failure, run

MODULES = ROOT / "guest-sdk/python/modules"
PANDAS = {"tables": "pandas"}

pytestmark = pytest.mark.skipif(not (MODULES / "pandas").exists(), reason="the package pandas is not among the modules")

UTC = datetime.timezone.utc
VALUES: dict[str, list[Any]] = {
    "whole": [1, 2, 3],
    "float": [1.5, None, 2.0],
    "text": ["a", None, "c"],
    "flag": [True, None, False],
    "day": [datetime.date(2024, 1, 1), None, datetime.date(2024, 1, 3)],
    "moment": [datetime.datetime(2024, 1, 1, 5), None, datetime.datetime(2024, 1, 3)],
    "zoned": [datetime.datetime(2024, 1, 1, 5, tzinfo=UTC), None, None],
    "decimal": [decimal.Decimal("1.25"), None, decimal.Decimal("2.00")],
    "list": [[1], None, [2, 3]],
}
SCHEMA = {"whole": dt.Int64, "float": dt.Float64, "text": dt.String, "moment": dt.Datetime("us"), "zoned": dt.Datetime("us", "UTC"), "day": dt.Date}


@pytest.fixture(autouse=True)
def pandas() -> Iterator[None]:
    # Behind all others: Polars itself stands in for the host's.
    sys.path.append(str(MODULES))
    yield
    sys.path.remove(str(MODULES))


def test_a_table_goes_in_and_comes_out() -> None:
    source = "def transform(orders):\n    assert type(orders).__name__ == 'DataFrame'\n    return orders\n"
    ran = run(source, {"orders": VALUES}, options=PANDAS)
    assert ran.rows == [dict(zip(VALUES, row)) for row in zip(*VALUES.values())]
    assert [repr(dtype) for dtype in ran.schema.to_dict().values()][:3] == ["Int64", "Float64", "String"]
    # For many rows, pandas stands on native frames.
    assert describe(source, options=PANDAS).features == ["frames"]


def test_integers_with_holes_stay_exact() -> None:
    big = {"id": [2**60 + 1, None, 5]}
    ran = run("def transform(orders):\n    return orders\n", {"orders": big}, options=PANDAS)
    assert (ran.rows[0]["id"], ran.rows[1]["id"]) == (2**60 + 1, None)


@pytest.mark.parametrize(
    ("dtype", "values", "own", "back"),
    [
        (dt.Int8, [1, -2], "int64", [1, -2]),
        (dt.UInt32, [1, None], "float64", [1.0, None]),
        (dt.Int64, [-(2**63), 2**63 - 1], "int64", [-(2**63), 2**63 - 1]),
        (dt.Int64, [2**53, None], "float64", [float(2**53), None]),
        (dt.Int64, [None, -(2**53) - 1], "Int64", [None, -(2**53) - 1]),
        (dt.UInt64, [2**64 - 1, 0], "uint64", [2**64 - 1, 0]),
        (dt.Float32, [0.5, None], "float64", [0.5, None]),
        (dt.Float64, [float("nan"), 1.0], "float64", [None, 1.0]),
        (dt.Float64, [None, None], "float64", [None, None]),
        (dt.String, ["ä", "", "😀"], "object", ["ä", "", "😀"]),
    ],
)
def test_numbers_and_text_cross_as_pandas_has_them(dtype: dt.DataType, values: list[Any], own: str, back: list[Any]) -> None:
    table = Batch.from_dict({"x": values}, Schema({"x": dtype}))
    source = f"def transform(orders):\n    assert orders['x'].dtype == {own!r}, orders['x'].dtype\n    return orders\n"
    ran = run(source, {"orders": table}, options=PANDAS)
    assert [row["x"] for row in ran.rows] == back


def test_an_empty_table_is_a_table() -> None:
    empty = Batch.from_dict({name: [] for name in SCHEMA}, Schema(SCHEMA))
    source = "def transform(orders):\n    assert len(orders) == 0\n    print(orders['float'].mean())\n    return orders\n"
    ran = run(source, {"orders": empty}, options=PANDAS)
    assert (ran.rows, ran.schema.names) == ([], list(SCHEMA))
    types = ran.schema.to_dict()
    assert [types[name] for name in ("whole", "float", "moment", "zoned")] == [SCHEMA[name] for name in ("whole", "float", "moment", "zoned")]


def test_an_annotation_asks_for_a_data_frame_too() -> None:
    source = "import pandas as pd\ndef transform(orders: pd.DataFrame, *, least: float = 2):\n    return orders[orders['whole'] >= least][['whole']]\n"
    assert run(source, {"orders": VALUES}).rows == [{"whole": 2}, {"whole": 3}]
    assert describe(source).features == []


def test_a_series_is_a_table_of_one_column() -> None:
    source = "import pandas as pd\ndef transform(orders: pd.DataFrame):\n    return orders['whole']\n"
    assert run(source, {"orders": VALUES}).rows == [{"whole": 1}, {"whole": 2}, {"whole": 3}]


@pytest.mark.parametrize(("result", "kind"), [("'text'", "str"), ("[1]", "list"), ("None", "NoneType"), ("{'a': [1]}", "dict")])
def test_the_result_must_be_a_data_frame(result: str, kind: str) -> None:
    found = failure(f"def transform():\n    return {result}\n", options=PANDAS)
    assert (found.code, found.message) == ("bad-result", f"Transform function must return a pandas DataFrame, got <class '{kind}'>")


def test_labels_that_are_no_texts_are_names() -> None:
    assert run("import pandas as pd\ndef transform():\n    return pd.DataFrame([[1, 'x']])\n", options=PANDAS).rows == [{"0": 1, "1": "x"}]
