"""`rank`."""

from __future__ import annotations

import math
from typing import Any

from . import columns as cols
from . import kernels


def ranks(col: Any, method: str, ascending: bool = True, na_option: str = "keep", pct: bool = False) -> list[float]:
    """The place of each value in their order, from 1; NaN for what is missing, unless it is put at an end."""
    if method not in ("average", "min", "max", "first", "dense"):
        raise ValueError(f"'{method}'")
    if na_option not in ("keep", "top", "bottom"):
        raise ValueError("na_option must be one of 'keep', 'top', or 'bottom'")
    flags = cols.flags_missing(col)
    data = kernels.sortable(col)
    rows = [row for row in range(len(col)) if not flags[row]]
    if ascending:
        rows.sort(key=data.__getitem__)
    else:
        rows.reverse()
        rows.sort(key=data.__getitem__)
        rows.reverse()
    groups: list[list[int]] = []
    for row in rows:
        if groups and data[groups[-1][0]] == data[row]:
            groups[-1].append(row)
        else:
            groups.append([row])
    absent = [row for row in range(len(col)) if flags[row]]
    if absent and na_option != "keep":
        groups = [absent, *groups] if na_option == "top" else [*groups, absent]
    made = [math.nan] * len(col)
    done = 0
    for number, group in enumerate(groups, 1):
        for at, row in enumerate(group, 1):
            match method:
                case "average":
                    made[row] = done + (len(group) + 1) / 2
                case "min":
                    made[row] = float(done + 1)
                case "max":
                    made[row] = float(done + len(group))
                case "first":
                    made[row] = float(done + at)
                case _:
                    made[row] = float(number)
        done += len(group)
    if pct:
        total = len(groups) if method == "dense" else done
        made = [value / total for value in made]
    return made
