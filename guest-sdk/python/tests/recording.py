"""A host that runs nothing and writes down what it is asked, as the steps of a document."""

from __future__ import annotations

import json
from typing import Any

from sandtable_guest.frames.frame import DataFrame, Frame

MARK = "\0"
"""Begins the names of frames, which no text does."""


class Handle:
    """The resource `frame`, as the name of a frame."""

    steps: list[dict[str, Any]] = []

    def __init__(self, name: str) -> None:
        self.name = name

    def apply(self, operation: str, arguments: str, frames: list[Handle]) -> Handle:
        """Writes a method's call down. One without even empty arguments is the SDK's own."""
        if not arguments:
            return self
        return self.step(operation, arguments, frames, {"dataframe_in": self.name})

    def collect(self) -> Handle:
        """No rows."""
        return self

    @classmethod
    def from_input(cls, table: Handle) -> Handle:
        """The frame that they would be of."""
        return table

    @classmethod
    def make(cls, function: str, arguments: str, frames: list[Handle]) -> list[Handle]:
        """Writes a function's call down."""
        made = cls.step(function, arguments, frames, {})
        return [made, made] if function in ("align_frames", "collect_all") else [made]

    @classmethod
    def step(cls, operation: str, arguments: str, frames: list[Handle], subject: dict[str, str]) -> Handle:
        """Writes a step down, frames by their names."""
        given = json.loads(arguments) if arguments else {"args": [], "kwargs": {}}
        named = _named({"args": given["args"], "kwargs": given["kwargs"]}, [frame.name for frame in frames])
        made = Handle(f"{MARK}frame{len(cls.steps)}")
        cls.steps.append({"operation": operation, **named, **subject, "dataframe_out": made.name})
        return made


def source(name: str, eager: bool) -> Any:
    """A frame that is there already."""
    return (DataFrame if eager else Frame)(Handle(MARK + name))


def _named(value: Any, names: list[str]) -> Any:
    match value:
        case {"frame": int(number)}:
            return names[number]
        case dict():
            return {key: _named(item, names) for key, item in value.items()}
        case list():
            return [_named(item, names) for item in value]
    return value
