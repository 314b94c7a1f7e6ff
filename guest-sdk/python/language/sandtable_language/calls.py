"""The exports of the component `python`."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from sandtable_guest import Error, Output, Schema, boundary, exports, results
from sandtable_guest.transforms import Transform

from .failures import Told, failures
from .loading import installed, load
from .program import Program, of_wire
from .reading import data_frame, transform_of


class Metadata:
    """`metadata`: which language this is."""

    def describe(self) -> boundary.Description:
        """The same every time."""
        version = ".".join(map(str, sys.version_info[:3]))
        summary = f"Runs source code in Python {version}"
        return boundary.Description("python", version, summary, [], "", [], ["frames"], [("language", "python")])


class SourceTransform:
    """`source-transform`."""

    def describe(self, program: Any) -> boundary.Description:
        """Runs the program's top level, and reads its `transform`."""
        try:
            return _describe(program)
        except Told as told:
            raise boundary.Err(told.error) from told.__cause__

    def run(self, program: Any, inputs: list[tuple[str, boundary.HostInput]], params: str, output: boundary.HostOutput) -> None:
        """Runs the program's top level, then its `transform`, and writes what that returns."""
        try:
            _run(program, inputs, params, output)
        except Told as told:
            raise boundary.Err(told.error) from told.__cause__


def _describe(program: Any) -> boundary.Description:
    with failures():
        checked = of_wire(program)
    with _surroundings(), installed(checked), failures(checked):
        return transform_of(load(checked), checked).describe()


def _run(program: Any, inputs: list[tuple[str, boundary.HostInput]], params: str, output: boundary.HostOutput) -> None:
    with failures():
        checked = of_wire(program)
    with _surroundings(), installed(checked), failures(checked), ExitStack() as around:
        transform = transform_of(load(checked), checked)
        tables = _tables(transform, inputs)
        if "frames" not in transform.features:
            # Nobody was asked to grant them: what can do without does.
            around.enter_context(_no_frames())
        if transform.by_rows:
            exports.call_by_rows(transform, tables[transform.inputs[0].name], params, output)
            return
        target = Output(output, Schema(transform.output) if transform.output else None)
        # A script that finds nothing has done nothing wrong.
        target.may_be_nothing = True
        result = exports.result_of(transform, tables, params, target)
        _check(result, checked, target)
        results.write(result, target)


def _tables(transform: Transform, inputs: list[tuple[str, boundary.HostInput]]) -> dict[str, boundary.HostInput]:
    """The inputs by name. Raises `Error` unless they are those that the transform takes."""
    tables = dict(inputs)
    wanted = [given.name for given in transform.inputs]
    if sorted(tables) != sorted(wanted) or len(tables) != len(inputs):
        given = ", ".join(name for name, _ in inputs) or "none"
        raise Error("bad-input", f"'transform' takes the inputs {', '.join(wanted) or 'none'}; given: {given}")
    return tables


def _check(result: Any, program: Program, target: Output) -> None:
    """Raises `Error` for a result that is none, which a transform that writes rows of a declared table may have."""
    if program.tables == "pandas" and not isinstance(result, data_frame()):
        raise Error("bad-result", f"Transform function must return a pandas DataFrame, got {type(result)}")
    if result is None and target.schema is None and target.declared is None:
        raise Error("bad-result", f"the transform returned None; allowed: {results.ALLOWED}")


@contextmanager
def _no_frames() -> Iterator[None]:
    frames, boundary.frames = boundary.frames, None
    try:
        yield
    finally:
        boundary.frames = frames


@contextmanager
def _surroundings() -> Iterator[None]:
    """What a call finds: random numbers of its own, where those of the component's making would be the same in all; and what
    it printed is told before it ends."""
    random.seed()
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):
                stream.flush()
