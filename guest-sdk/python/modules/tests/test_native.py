"""The host's Polars and plain Python give the same rows in the same order."""

import random
import sys
from pathlib import Path

import caselist
import pytest

sys.path.insert(0, str(Path(caselist.FOLDER).parents[1] / "src"))

import pandas as pd
from pandas._core import kernels, native
from sandtable_guest.testing.memory import Recorder

SIZES = (10, 3000)
ORDERS = (["i"], ["s"], ["f"], ["b"], ["t"], ["s", "f"], ["b", "t", "i"])


@pytest.fixture(autouse=True)
def _few_rows_are_enough(monkeypatch):
    monkeypatch.setattr(native, "LEAST", 1)


def table(size, seed):
    chance = random.Random(seed)
    return pd.DataFrame(
        {
            "i": [chance.randrange(-2, max(size // 3, 2)) for _ in range(size)],
            "s": [f"k{chance.randrange(40)}é" for _ in range(size)],
            "f": [chance.choice([1.5, None, -2.0, 0.0, -0.0, float("inf"), chance.random()]) for _ in range(size)],
            "b": [chance.random() < 0.5 for _ in range(size)],
            "t": pd.to_datetime([chance.choice([None, "2024-01-01", "1923-05-05"]) for _ in range(size)]),
        }
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("by", ORDERS, ids="+".join)
@pytest.mark.parametrize("na_position", ["first", "last"])
def test_rows_are_sorted_alike(size, by, na_position):
    columns = [table(size, 1)[name]._values for name in by]
    for up in ([True] * len(by), [False] * len(by), [at % 2 == 0 for at in range(len(by))]):
        plain = kernels.argsort(columns, up, na_position)
        with Recorder(with_frames=True):
            assert list(native.argsort(columns, up, na_position)) == plain


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("on", [["i"], ["s", "i"], ["i", "t"], ["b", "i"]], ids="+".join)
@pytest.mark.parametrize("how", ["inner", "left", "right"])
def test_rows_are_joined_alike(size, on, how):
    left, right = ([table(rows, seed)[name]._values for name in on] for rows, seed in ((size, 1), (size // 2, 2)))
    plain = kernels.join(kernels.row_keys(left), kernels.row_keys(right), how)
    with Recorder(with_frames=True):
        assert [list(rows) for rows in native.join(left, right, how)] == [list(rows) for rows in plain]


def test_rows_that_stay_as_they_stand_are_a_range():
    numbers, few = pd.Series(range(50))._values, pd.Series([3, 1, 2])._values
    with Recorder(with_frames=True):
        assert native.argsort([numbers], [True], "last") == range(50)
        assert native.argsort([few], [True], "last") == [1, 2, 0]
        assert native.join([numbers], [few], "left") == (range(50), [row if row is not None else -1 for row in map({3: 0, 1: 1, 2: 2}.get, range(50))])


def test_what_the_host_would_do_otherwise_is_not_asked_of_it():
    mixed = pd.Series(["a", 1, None])._values
    floats = pd.Series([1.0, None, 2.0])._values
    with Recorder(with_frames=True):
        assert native.argsort([mixed], [True], "last") is None
        assert native.join([floats], [floats], "inner") is None


def test_without_a_host_nothing_is_asked():
    assert native.argsort([pd.Series([2, 1])._values], [True], "last") is None


def test_a_merge_and_a_sort_go_through_the_host(monkeypatch):
    left, right = table(500, 3), table(200, 4)
    plain = left.merge(right, on=["i", "s"], how="left").sort_values(["f_x", "i"], ascending=[False, True])
    asked = []
    monkeypatch.setattr(native, "_rows", lambda *given, own=native._rows: asked.append(given) or own(*given))
    with Recorder(with_frames=True):
        made = left.merge(right, on=["i", "s"], how="left").sort_values(["f_x", "i"], ascending=[False, True])
    assert made.equals(plain)
    assert len(asked) == 2


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", sorted(native.EXACT))
@pytest.mark.parametrize("by", ["s", ["b", "s"], "t"], ids=str)
def test_groups_are_aggregated_alike(size, name, by):
    frame = table(size, 5)
    frame["f"] = frame["f"].where(frame["f"] != 0)
    frame["d"] = frame["t"] - pd.Timestamp("2020-01-01")
    frame["small"] = frame["i"].astype("int8")
    wanted = ["i", "small", "b"] if name == "sum" else ["b"] if name in ("any", "all") else ["i", "small", "f", "d", *(["t"] if by != "t" else [])]
    wanted = [one for one in wanted if one != by and one not in by]
    plain = getattr(frame.groupby(by)[wanted], name)()
    asked = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "_placed", lambda *given, own=native._placed: asked.append(given[0]) or own(*given))
        with Recorder(with_frames=True):
            made = getattr(frame.groupby(by)[wanted], name)()
    assert made.equals(plain)
    assert asked or not wanted
