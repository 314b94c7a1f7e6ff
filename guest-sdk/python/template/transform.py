"""Adds up a column by group. Change it to what you need: the signature says what the transform wants."""

from collections.abc import Iterator
from typing import Annotated, TypedDict

from sandtable_guest import Error, Table, log, table_transform


class Total(TypedDict):
    group: Annotated[str | None, "a value of the grouping column, as text"]
    rows: Annotated[int, "how many rows have it"]
    total: Annotated[float, "their sum"]


@table_transform(name="{{name}}", version="0.1.0")
def totals(
    table: Annotated[Table, "any table with the two columns"],
    *,
    by: Annotated[str, "the column that groups"],
    of: Annotated[str, "the column that is added up"],
) -> Iterator[Total]:
    """Adds up a column by group."""
    if of not in table.schema:
        raise Error("bad-parameter", f"there is no column {of!r}; there are: {', '.join(table.names)}")
    groups: dict[str | None, Total] = {}
    for group, value in table.tuples(by, of):
        name = None if group is None else str(group)
        total = groups.setdefault(name, Total(group=name, rows=0, total=0.0))
        total["rows"] += 1
        total["total"] += value or 0
    log.info(f"{len(groups)} groups")
    yield from groups.values()
