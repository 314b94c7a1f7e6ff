"""Programs run by the language as it is here, without a component."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import sandtable_language
from sandtable_guest import Batch, Schema, boundary
from sandtable_guest.testing.memory import MemoryInput, MemoryOutput, Recorder, batches_of


@dataclass
class Wire:
    """The record `program`."""

    source: str
    library: list[tuple[str, str]] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Ran:
    """What a call gave."""

    output: MemoryOutput
    logs: list[tuple[str, str]]

    @property
    def schema(self) -> Schema:
        return Schema.from_wire(self.output.fields)

    @property
    def batches(self) -> list[Batch]:
        return self.output.batches()

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [row for batch in self.batches for row in batch.rows()]


class Failed(Exception):
    """The record `error`."""

    def __init__(self, error: Any) -> None:
        super().__init__(error.message)
        self.code: str = error.code
        self.message: str = error.message
        self.context: list[str] = error.context


def wire(source: str, library: dict[str, str] | None = None, options: dict[str, str] | None = None) -> Wire:
    return Wire(source, list((library or {}).items()), list((options or {}).items()))


def describe(source: str, library: dict[str, str] | None = None, options: dict[str, str] | None = None) -> boundary.Description:
    try:
        return sandtable_language.SourceTransform().describe(wire(source, library, options))
    except boundary.Err as error:
        raise Failed(error.value) from None


def run(
    source: str,
    inputs: dict[str, Any] | None = None,
    params: dict[str, Any] | None = None,
    library: dict[str, str] | None = None,
    options: dict[str, str] | None = None,
) -> Ran:
    output = MemoryOutput()
    tables: list[tuple[str, boundary.HostInput]] = [(name, MemoryInput(batches_of(table))) for name, table in (inputs or {}).items()]
    with Recorder(with_frames=True) as recorder:
        try:
            sandtable_language.SourceTransform().run(wire(source, library, options), tables, json.dumps(params or {}), output)
        except boundary.Err as error:
            raise Failed(error.value) from None
        return Ran(output, recorder.logs)


def failure(source: str, *args: Any, **kwargs: Any) -> Failed:
    """What goes wrong."""
    try:
        ran = run(source, *args, **kwargs)
    except Failed as failed:
        return failed
    raise AssertionError(f"nothing went wrong: {ran.rows}")
