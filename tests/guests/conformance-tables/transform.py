"""The conformance suite's transforms of whole tables, in Python. `src` and `index.js` beside it are the same ones."""

import decimal
from typing import Any, Literal

from sandtable_guest import Batch, Error, Output, Schema, Table, doing, log, progress, table_transform
from sandtable_guest.dtypes import Decimal, Float64, Int32, Int64, String


@table_transform(name="conformance-tables-python", features=["views"])
def tables(
    left: Table,
    right: Table,
    output: Output,
    *,
    transform: Literal["explode", "lookup", "reverse", "running", "totals"],
    strict: bool = False,
) -> None:
    """The transforms of whole tables."""
    match transform:
        case "explode":
            explode(left, output)
        case "lookup":
            lookup(left, right, output, strict)
        case "reverse":
            reverse(left, output)
        case "running":
            running(left, output)
        case "totals":
            totals(left, output)


def reverse(table: Table, output: Output) -> None:
    """The last row first, whatever the columns are."""
    output.start(table.schema)
    for batch in reversed(list(table)):
        output.push(batch.take(range(len(batch) - 1, -1, -1)))


def totals(table: Table, output: Output) -> None:
    """Exact sums by key, in the order in which keys come first."""
    groups: dict[str | None, list[int]] = {}
    done, total = 0, table.row_count
    for batch in table:
        for key, amount in zip(batch["key"], batch["amount"].physical()):
            group = groups.setdefault(key, [0, 0])
            group[0] += 1
            group[1] += amount or 0
        done += len(batch)
        progress(done, total)
    log.info(f"{len(groups)} groups of {done} rows")
    if None in groups:
        log.warn(f"{groups[None][0]} rows have no key")
    output.start({"key": String, "rows": Int64, "total": Decimal(38, 4)})
    output.push_rows([(key, rows, scaled(total)) for key, (rows, total) in groups.items()])


def scaled(total: int) -> decimal.Decimal:
    """A sum of the fourth place, of however many digits: Python's own context would round to 28."""
    return decimal.Decimal((int(total < 0), tuple(map(int, str(abs(total)))), -4))


def lookup(left: Table, right: Table, output: Output, strict: bool) -> None:
    """A column of another table, by key."""
    known: dict[str, tuple[Any, Any]] = {}
    for key, *found in right.tuples("key", "name", "price"):
        if key is not None:
            known.setdefault(key, tuple(found))
    done = 0
    output.start(Schema(left.schema.to_dict() | {name: right.schema[name] for name in ("name", "price")}))
    for batch in left:
        names, prices = [], []
        for row, key in enumerate(batch["key"]):
            if strict and key is not None and key not in known:
                with doing(f"looking up row {done + row}"):
                    raise Error("unknown-key", f'there is no key "{key}"')
            name, price = known.get(key, (None, None))
            names.append(name)
            prices.append(price)
        batch = batch.with_column("name", names, right.schema["name"])
        output.push(batch.with_column("price", prices, right.schema["price"]))
        done += len(batch)


def explode(table: Table, output: Output) -> None:
    """A row for each item of a list of structs; one of nulls where there is none."""
    output.start({"id": Int64, "position": Int64, "name": String, "score": Float64, "x": Int64, "tag": Int32})
    for batch in table:
        rows = []
        for id, items, info, tags in batch.tuples("id", "items", "info", "tags"):
            x, tag = info and info["x"], tags and tags[0]
            for position, item in enumerate(items or [None]):
                item = item or {"name": None, "score": None}
                rows.append((id, position if items else None, item["name"], item["score"], x, tag))
        output.push_rows(rows)


def running(table: Table, output: Output) -> None:
    """What has come so far, row by row over a whole table."""
    schema = Schema({"n": Int64, "total": Float64, "seen": Int64})
    output.start(schema)
    total, seen = 0.0, 0
    for batch in table:
        totals, counts = [], []
        for x in batch["x"]:
            if x is not None:
                total += x
                seen += 1
            totals.append(total)
            counts.append(seen)
        output.push(Batch.from_dict({"n": batch["n"], "total": totals, "seen": counts}, schema))
