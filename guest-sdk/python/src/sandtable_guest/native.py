"""The records of the boundary (`wit/types.wit`) for plain Python, where no host is there to bring them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Field:
    """One field of a schema; `children` direct children follow it."""

    name: str
    format: str
    nullable: bool
    children: int
    metadata: list[tuple[str, str]]


@dataclass
class Array:
    """One array: its buffers in the order of Arrow's C data interface."""

    length: int
    null_count: int
    buffers: list[bytes]


@dataclass
class Batch:
    """Rows: one array a field of the schema, in the same depth-first order."""

    rows: int
    arrays: list[Array]


@dataclass
class Error:
    """Why a guest gives up."""

    code: str
    message: str
    context: list[str]


@dataclass
class ColumnSpec:
    """A column that a transform wants or gives."""

    name: str
    type: str
    required: bool
    description: str


@dataclass
class InputSpec:
    """A table that a transform wants."""

    name: str
    description: str
    columns: list[ColumnSpec]


@dataclass
class Description:
    """What a transform is."""

    name: str
    version: str
    summary: str
    inputs: list[InputSpec]
    params: str
    output: list[ColumnSpec]
    features: list[str]
    extra: list[tuple[str, str]]


@dataclass(frozen=True)
class Err(Exception):
    """What a function of the boundary raises: a record in `value`. It never changes, as componentize-py's."""

    value: object
