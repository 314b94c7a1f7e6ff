"""The table of operations that the pipelines use, and what of it a component may say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FRAMES = ("lazy_frame", "data_frame", "lazy_group_by", "group_by", "dynamic_group_by", "rolling_group_by")
_RESULTS = {
    "Expr": "Expr", "pl.Expr": "Expr", "Expr | Series": "Expr", "Series | Expr": "Expr", "Expr | bool | None": "Expr",
    "Expr | list[Expr]": "Expr", "pl.Selector": "Selector", "Selector": "Selector", "pl.When": "When", "ChainedWhen": "When",
    "Then": "Then", "ChainedThen": "Then", "DataTypeExpr": "DataTypeExpr", "pl.DataTypeExpr": "DataTypeExpr",
    "LazyFrame": "Frame", "DataFrame": "DataFrame", "DataFrame | InProcessQuery": "DataFrame", "Series": "Series",
    "Series | Any": "Series", "LazyGroupBy": "LazyGroupBy", "GroupBy": "GroupBy", "DynamicGroupBy": "DynamicGroupBy",
    "RollingGroupBy": "RollingGroupBy", "PolarsType": "Same", "list[FrameType]": "ListOfSame",
    "list[DataFrame] | LazyFrame": "ListOfDataFrame", "DataFrame | LazyFrame": "ByEager",
}  # fmt: skip

BY_HAND = {
    ("lazy_frame", "collect_schema"), ("data_frame", "collect_schema"), ("lazy_frame", "pipe"), ("data_frame", "pipe"), ("expr", "pipe"),
    ("function", "sql"),
}  # fmt: skip
"""What `sandtable_guest.frames` writes itself."""


@dataclass
class Operation:
    """One name of Polars."""

    kind: str
    name: str
    doc: str
    params: list[dict[str, Any]]
    renamed: list[str]
    result: str
    """What it gives: a class of `sandtable_guest.frames`, or a rule of `frames.frame`."""
    refused: str
    """Why a component cannot say it; empty when it can."""
    deprecated: bool


def load(pipeline: Path) -> tuple[str, list[Operation]]:
    """The version of Polars and all operations, from `host/pipeline/src`."""
    table = json.loads((pipeline / "operations.json").read_text())
    unsupported = json.loads((pipeline / "unsupported.json").read_text())
    operations = []
    for raw in table["operations"]:
        kind, name = raw["kind"], raw["name"]
        if kind == "dtype":
            continue
        refused = unsupported.get(kind, {}).get(name) or _refused(kind, raw)
        result = _RESULTS.get(raw["returns"], "")
        if not refused and not result and (kind, name) not in BY_HAND:
            refused = "it gives no frame and no expression"
        operations.append(Operation(kind, name, raw["doc"], raw["params"], list(raw.get("renamed", {})), result, refused, raw.get("deprecated", False)))
    return table["polars"], operations


def _refused(kind: str, raw: dict[str, Any]) -> str:
    name = raw["name"]
    if kind == "function" and name.startswith(("read_", "scan_")):
        return "a transform opens no files: its tables are its inputs"
    if kind in _FRAMES and name.startswith(("sink_", "write_")):
        return "a transform writes no files: return the frame"
    calls = any(param["type"] == "callable" and "default" not in param for param in raw["params"])
    if calls and (kind, name) not in BY_HAND:
        return "its function would have to run inside the plan: pull the rows, or put it in expressions"
    return ""
