"""The module `polars` that programs find in a component: the SDK's frames under Polars' own name."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest
from conftest import ROOT
from sandtable_guest import frames
from sandtable_guest.testing.memory import Recorder


@pytest.fixture(scope="module")
def pl() -> ModuleType:
    """Under another name: here Polars itself stands in for the host's."""
    folder = ROOT / "guest-sdk/python/modules/polars"
    spec = importlib.util.spec_from_file_location("bundled_polars", folder / "__init__.py", submodule_search_locations=[str(folder)])
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bundled_polars"] = module
    spec.loader.exec_module(module)
    return module


def test_its_names_are_those_of_the_frames(pl: ModuleType) -> None:
    assert (pl.LazyFrame, pl.DataFrame, pl.Expr) == (frames.Frame, frames.DataFrame, frames.Expr)
    assert pl.len().to_json() == frames.len().to_json()
    assert pl.col.a.to_json() == pl.col("a").to_json()
    assert pl.Int64 in pl.INTEGER_DTYPES
    assert pl.selectors.numeric().to_json() == frames.selectors.numeric().to_json()
    assert {"concat", "when", "Int64", "sql"} <= set(dir(pl))


def test_what_is_not_there_says_why(pl: ModuleType) -> None:
    with pytest.raises(AttributeError, match="a transform opens no files: its tables are its inputs"):
        pl.read_csv("x.csv")
    with pytest.raises(AttributeError, match="polars has no 'nosuch'"):
        pl.nosuch
    with pytest.raises(AttributeError, match="selectors has no 'numric'; did you mean 'numeric'"):
        pl.selectors.numric


def test_frames_are_made_and_asked_by_sql(pl: ModuleType) -> None:
    with Recorder(with_frames=True):
        orders = pl.from_dict({"id": [1, 2], "amount": [5.0, 7.5]})
        names = pl.from_records([{"id": 1, "name": "Ann"}])
        with pl.SQLContext(orders=orders, eager=True) as context:
            context.register("names", names)
            assert context.tables() == ["names", "orders"]
            joined = context.execute("select name, amount from orders join names using (id)")
        assert joined.to_dicts() == [{"name": "Ann", "amount": 5.0}]
        with pl.Config(tbl_rows=5) as config:
            assert config.set_tbl_rows(3).set_fmt_str_lengths(80) is config
        with pytest.raises(pl.exceptions.ColumnNotFoundError):
            orders.select("nosuch").to_dicts()
