"""The interface `frames`, done by the Polars that is installed. For tests: it holds nobody to any limit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import polars as pl

from .. import boundary, dtypes
from ..batch import Batch
from ..schema import Schema
from .memory import MemoryInput


@dataclass
class Refusal:
    """The record `refusal`."""

    code: str
    message: str
    details: str


class Frame:
    """The resource `frame`."""

    def __init__(self, plan: Any) -> None:
        self.plan = plan

    @classmethod
    def from_input(cls, table: boundary.HostInput) -> Frame:
        """All rows of an input."""
        schema = table.schema()
        batches = []
        while (batch := table.next(0)) is not None:
            batches.append(batch)
        return cls.from_batches(schema, batches)

    @classmethod
    def from_batches(cls, schema: list[boundary.Field], rows: list[boundary.Batch]) -> Frame:
        """Rows."""
        columns = Schema.from_wire(schema)
        types = {name: to_polars(dtype) for name, dtype in columns.to_dict().items()}
        frames = [pl.DataFrame(Batch.from_wire(columns, batch).to_dict(), schema=types) for batch in rows]
        return cls((pl.concat(frames) if frames else pl.DataFrame(schema=types)).lazy())

    @classmethod
    def make(cls, function: str, arguments: str, frames: list[Frame]) -> list[Frame]:
        """A function of the module."""
        with _refusals(function):
            args, kwargs = _arguments(arguments, frames)
            if function == "sql":
                context = pl.SQLContext({f"frame{at}": frame.plan for at, frame in enumerate(frames)})
                made: Any = context.execute(*args, **kwargs)
            else:
                made = getattr(pl, function)(*args, **kwargs)
        return [cls(plan) for plan in (made if isinstance(made, list) else [made])]

    def apply(self, operation: str, arguments: str, frames: list[Frame]) -> Frame:
        """A method."""
        with _refusals(operation):
            args, kwargs = _arguments(arguments, frames)
            return Frame(getattr(self.plan, operation)(*args, **kwargs))

    def schema(self) -> list[boundary.Field]:
        """The columns that will come out."""
        with _refusals("collect_schema"):
            return Schema({name: from_polars(dtype) for name, dtype in self.plan.collect_schema().items()}).to_wire()

    def collect(self) -> MemoryInput:
        """The rows."""
        fields = Schema.from_wire(self.schema())
        with _refusals("collect"):
            frame = self.plan.collect() if isinstance(self.plan, pl.LazyFrame) else self.plan
        return MemoryInput([Batch.from_dict(frame.to_dict(as_series=False), fields)])

    def explain(self) -> str:
        """The plan."""
        return str(self.plan.lazy().explain())


def push(plan: Frame, output: boundary.HostOutput) -> int:
    """Runs a plan into the output."""
    result = plan.collect()
    if not getattr(output, "started", False):
        output.start(result.schema())
    while (batch := result.next(0)) is not None:
        output.push(batch)
    return result.rows() or 0


def evaluate(value: Any, frames: list[Frame]) -> Any:
    """What Polars itself makes of an argument."""
    if isinstance(value, list):
        return [evaluate(item, frames) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"frame"}:
        return frames[value["frame"]].plan
    if "expr" not in value:
        return {key: evaluate(item, frames) for key, item in value.items()}
    args = evaluate(value["args"], frames)
    kwargs = {key: evaluate(item, frames) for key, item in value["kwargs"].items()}
    name = value["expr"]
    subject: Any = pl if value.get("on") is None else evaluate(value["on"], frames)
    for part in name.split("."):
        subject = getattr(subject, part)
    # A type that was written without parameters stands for all of its kind.
    return subject if name[0].isupper() and not args and not kwargs else subject(*args, **kwargs)


def to_polars(dtype: dtypes.DataType) -> Any:
    """Polars' own data type."""
    made = getattr(pl, dtype.name)
    match dtype.name:
        case "List":
            return made(to_polars(dtype.inner))
        case "Array":
            return made(to_polars(dtype.inner), dtype.parameter("shape") or dtype.parameter("width"))
        case "Struct":
            return made({name: to_polars(inner) for name, inner in dtype.fields.items()})
    return made if dtype.args is None else made(*dtype.args, **dtype.kwargs)


def from_polars(dtype: Any) -> dtypes.DataType:
    """The data type of this package."""
    name = dtype.base_type().__name__
    made: dtypes.DataType = getattr(dtypes, name)
    match name:
        case "List":
            return made(from_polars(dtype.inner))
        case "Array":
            return made(from_polars(dtype.inner), dtype.size)
        case "Struct":
            return made({field.name: from_polars(field.dtype) for field in dtype.fields})
        case "Datetime":
            return made(dtype.time_unit, dtype.time_zone)
        case "Duration":
            return made(dtype.time_unit)
        case "Decimal":
            return made(dtype.precision, dtype.scale)
        case "Categorical" | "Enum":
            return dtypes.String
    return made


def _arguments(text: str, frames: list[Frame]) -> tuple[list[Any], dict[str, Any]]:
    given = json.loads(text) if text else {}
    return evaluate(given.get("args", []), frames), evaluate(given.get("kwargs", {}), frames)


@contextmanager
def _refusals(operation: str) -> Iterator[None]:
    try:
        yield
    except (pl.exceptions.PolarsError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise boundary.Err(Refusal("VALIDATION_ERROR", str(error), json.dumps({"operation": operation}))) from error
