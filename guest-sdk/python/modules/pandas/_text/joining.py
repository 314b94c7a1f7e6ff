"""`str.cat`: texts put together, in a column or across columns."""

from .._core import columns as cols
from .._core.missing import is_missing
from .mapping import Texts, objects

LENGTHS = "If `others` contains arrays or lists (or other list-likes without an index), these must all be of the same length as the calling Series/Index."


def cat(texts, others, sep, na_rep, join):
    """One text of all, or each with those of others in its row."""
    texts.refuse_other("cat", ("bytes", "mixed", "mixed-integer"))
    if isinstance(others, str):
        raise ValueError("Did you mean to supply a `sep` keyword?")
    sep = "" if sep is None else sep
    if others is None:
        if na_rep is None:
            return sep.join(value for value, gone in zip(texts.values, texts.missing, strict=True) if not gone)
        return sep.join(na_rep if gone else value for value, gone in zip(texts.values, texts.missing, strict=True))
    from .._core.series import Series

    owner = Series(objects(texts.values), index=texts.owner if texts.is_index else texts.owner.index, name=texts.name)
    parts = aligned(owner, listed(others, owner), join)
    rows = []
    for values in zip(*parts, strict=True):
        if na_rep is not None:
            values = [na_rep if is_missing(value) else value for value in values]
        if any(is_missing(value) for value in values):
            rows.append(cols.nan)
        else:
            wrong = next((value for value in values if not isinstance(value, str)), None)
            if wrong is not None:
                raise TypeError(
                    f"Concatenation requires list-likes containing only strings (or missing values). Offending values found in column {inferred_name(wrong)}"
                )
            rows.append(sep.join(values))
    if texts.is_index:
        from .._core.index import Index

        return Index._of(objects(rows), texts.name)
    made = Series(objects(rows), index=parts[0].index if hasattr(parts[0], "index") and not isinstance(parts[0], list) else owner.index, name=texts.name)
    return made.astype("string") if texts.nullable else made


def inferred_name(value):
    return {int: "integer", float: "floating", bool: "boolean"}.get(type(value), "mixed")


def listed(others, owner):
    """Others as a list of Series and lists."""
    if getattr(others, "ndim", 1) == 2:
        if hasattr(others, "columns"):
            return [others.iloc[:, place] for place in range(len(others.columns))]
        return [list(column) for column in zip(*others.tolist(), strict=True)]
    if getattr(type(others), "_sandtable_ranked", False):
        return [others]
    if hasattr(others, "_values") or hasattr(others, "dtype"):
        return [list(others)]
    if not hasattr(others, "__iter__"):
        raise TypeError(
            "others must be Series, Index, DataFrame, np.ndarray or list-like (either containing only strings or containing only objects of type Series/Index/np.ndarray[1-dim])"
        )
    items = list(others)
    if items and any(hasattr(item, "__iter__") and not isinstance(item, str) for item in items):
        found = []
        for item in items:
            found += listed(item, owner) if not isinstance(item, list) else [item]
        return found
    return [items]


def aligned(owner, others, join):
    """Values row by row: Series by their labels, lists by their places."""
    series = [other for other in others if getattr(type(other), "_sandtable_ranked", False)]
    if any(not other.index.equals(owner.index) for other in series):
        if join != "left":
            raise NotImplementedError(f"Series.str.cat(join={join!r}) of other labels is not there in the sandbox; join='left' is")
        others = [other.reindex(owner.index) if getattr(type(other), "_sandtable_ranked", False) else other for other in others]
    for other in others:
        if len(other) != len(owner):
            raise ValueError(LENGTHS)
    return [owner, *others]


__all__ = ["Texts", "cat"]
