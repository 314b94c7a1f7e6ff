"""Which world a component of a module is built for."""

from __future__ import annotations

from types import ModuleType

import pytest
from sandtable_guest.world import world

HEAD = "from sandtable_guest import Batch, Frame, Table, row_transform, table_transform\n"


def module(source: str) -> ModuleType:
    made = ModuleType("transform")
    exec(compile(HEAD + source, "transform.py", "exec", dont_inherit=True), made.__dict__)
    return made


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("@table_transform\ndef f(t: Table) -> dict: ...", "table"),
        ("@table_transform\ndef f(): ...", "table"),
        ("@table_transform\ndef f(t: Table, u: Frame) -> Frame: ...", "table-frames"),
        ("@table_transform(features=['frames'])\ndef f(t: Table): ...", "table-frames"),
        ("@row_transform\ndef f(b: Batch) -> Batch: ...\nsame = f", "rows"),
        ("@row_transform(output={'x': int})\ndef f(row: dict) -> dict: ...", "rows"),
    ],
)
def test_the_signature_says_it(source: str, wanted: str) -> None:
    assert world(module(source)) == wanted


@pytest.mark.parametrize(
    ("source", "held"),
    [("x = 1", "none"), ("@table_transform\ndef f(t: Table): ...\n@row_transform\ndef g(b: Batch) -> Batch: ...", "f, g")],
)
def test_a_module_holds_one_transform(source: str, held: str) -> None:
    with pytest.raises(TypeError, match=f"transform holds {held}: one function"):
        world(module(source))
