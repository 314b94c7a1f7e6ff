"""Calls while the component is made: what Python finds out at a first time (specialised code, caches of classes and types,
tables of the compiler) is then found out already, in memory that all instances share."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from sandtable_guest import Batch, Schema, boundary

from .calls import SourceTransform

PROGRAMS = (
    """
import json
from sandtable_guest import Table, log
from rehearsed import double


def transform(orders: Table, *, least: int = 1):
    for row in orders.rows():
        if row["amount"] > least:
            yield {"id": double(row["id"]), "amount": row["amount"], "name": row["name"], "text": json.dumps(row)}
""",
    """
def transform(orders):
    return orders.filter(amount=1).select("id").sort("id")
""",
    """
from sandtable_guest import Batch


def transform(orders: Batch):
    return {"id": orders["id"].to_list(), "name": [name.upper() for name in orders["name"]]}
""",
    """
import pandas as pd


def transform(orders: pd.DataFrame):
    orders["twice"] = orders["amount"] * 2
    both = orders[orders["twice"] > 0].merge(orders[["id", "name"]], on="id", how="left").sort_values("id")
    return both.groupby("id", as_index=False)["amount"].sum().reset_index(drop=True)
""",
    "import pandas as pd\n\n\ndef transform():\n    return pd.DataFrame({'id': [1, 2, 3], 'name': ['a', 'b', None]})\n",
    "def transform(orders: list):\n    raise ValueError(len(orders))\n",
    "def transform(orders:\n",
    "import not_there\n",
)

OPTIONS: tuple[list[tuple[str, str]], ...] = ([], [("tables", "pandas"), ("filename", "script.py")])
"""None, and those of the runner."""

TIMES = 12
"""Python specialises code that has run some times."""


@dataclass
class Program:
    """The record of the boundary."""

    source: str
    library: list[tuple[str, str]] = field(default_factory=lambda: [("rehearsed", "def double(value):\n    return value * 2\n")])
    options: list[tuple[str, str]] = field(default_factory=list)


class Nowhere:
    """A table of a few rows, an output that takes anything, and a plan that does nothing."""

    def __init__(self) -> None:
        self.batch: Batch | None = Batch.from_dict({"id": [1, 2], "amount": [0.5, 2.5], "name": ["a", "b"]})
        self.fields = self.batch.schema.to_wire()

    def schema(self) -> list[boundary.Field]:
        """The columns."""
        return self.fields

    def rows(self) -> int | None:
        """How many rows there are."""
        return 2

    def next(self, max_rows: int) -> boundary.Batch | None:
        """All rows, once."""
        batch, self.batch = self.batch, None
        return batch.to_wire() if batch is not None else None

    def start(self, schema: list[boundary.Field]) -> None:
        """Takes the columns."""
        Schema.from_wire(schema)

    def push(self, batch: Any, output: Any = None) -> Any:
        """Takes rows, or a plan."""
        return 0

    def apply(self, operation: str, arguments: str, frames: list[Any]) -> Nowhere:
        """Gives a plan, which is this one."""
        return self

    def from_input(self, table: Any) -> Nowhere:
        """Gives a plan, which is this one."""
        return self

    @property
    def Frame(self) -> Nowhere:  # noqa: N802
        """The class of plans."""
        return self


def rehearse() -> None:
    """Runs them all."""
    frames, boundary.frames = boundary.frames, Nowhere()
    try:
        for _, source, options in product(range(TIMES), PROGRAMS, OPTIONS):
            inputs: list[tuple[str, Any]] = [("orders", Nowhere())] if "orders" in source else []
            with suppress(boundary.Err):
                SourceTransform().describe(Program(source, options=options))
            with suppress(boundary.Err):
                SourceTransform().run(Program(source, options=options), inputs, "{}", Nowhere())
    finally:
        boundary.frames = frames
