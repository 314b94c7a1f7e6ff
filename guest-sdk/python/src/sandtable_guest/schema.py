"""The columns of a table: names, data types, whether nulls are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from . import boundary
from .arrow.build import codec_of, codecs, dtype_of
from .arrow.codec import Codec
from .dtypes import DataType, data_type
from .errors import no_column


class Schema:
    """Columns in order. `Schema({"carrier": String, "delay": float})` makes one whose columns take nulls."""

    def __init__(self, columns: Mapping[str, DataType | type] | None = None) -> None:
        self.codecs: list[Codec] = [codec_of(name, data_type(dtype)) for name, dtype in (columns or {}).items()]

    @classmethod
    def of(cls, codecs: Iterable[Codec]) -> Schema:
        """A schema of columns that are there already, with all that their fields say."""
        schema = cls()
        schema.codecs = list(codecs)
        return schema

    @classmethod
    def from_wire(cls, fields: Iterable[boundary.Field]) -> Schema:
        """A schema as it crosses the boundary."""
        return cls.of(codecs(fields))

    def to_wire(self) -> list[boundary.Field]:
        """The schema as it crosses the boundary."""
        return [field for codec in self.codecs for field in codec.fields()]

    @property
    def names(self) -> list[str]:
        """The columns' names, in order."""
        return [codec.field.name for codec in self.codecs]

    def index(self, name: str) -> int:
        """The position of a column. Raises `Error` with the names that are there."""
        for position, codec in enumerate(self.codecs):
            if codec.field.name == name:
                return position
        raise no_column(name, self.names)

    def metadata(self, name: str) -> dict[str, str]:
        """The metadata of a column's field."""
        return dict(self.codecs[self.index(name)].field.metadata)

    def to_dict(self) -> dict[str, DataType]:
        """Names to data types."""
        return {codec.field.name: dtype_of(codec) for codec in self.codecs}

    def __getitem__(self, name: str) -> DataType:
        return dtype_of(self.codecs[self.index(name)])

    def __contains__(self, name: object) -> bool:
        return any(codec.field.name == name for codec in self.codecs)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.codecs)

    def __eq__(self, other: object) -> bool:
        """Whether names and types are the same, in order; nulls and metadata do not matter."""
        if isinstance(other, Mapping):
            other = Schema(other)
        if not isinstance(other, Schema):
            return NotImplemented
        return list(self.to_dict().items()) == list(other.to_dict().items())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Schema({self.to_dict()!r})"
