"""Regular expressions over texts: contains, replace, extract and their kin."""

import re

from .._core import columns as cols
from .mapping import objects

ABSENT = object()


def compiled(pat, case=None, flags=0):
    """A pattern, as `case` and `flags` ask for it."""
    if isinstance(pat, re.Pattern):
        if case is not None or flags:
            raise ValueError("case and flags cannot be set when pat is a compiled regex")
        return pat
    if not isinstance(pat, (str, bytes)):
        raise TypeError("first argument must be string or compiled pattern")
    return re.compile(pat, flags | (re.IGNORECASE if case is False else 0))


def flag_of(texts, function, na):
    """Truth values; `na` where one is missing, if it is given."""
    return texts.flags(function, na, na is not ABSENT and na is not None)


def contains(texts, pat, case, flags, na, regex):
    texts.refuse_other("contains")
    if not regex:
        if not isinstance(pat, str):
            raise TypeError(f"'in <string>' requires string as left operand, not {type(pat).__name__}")
        folded = pat if case else pat.upper()
        return flag_of(texts, (lambda text: folded in text) if case else (lambda text: folded in text.upper()), na)
    pattern = pat if isinstance(pat, re.Pattern) else compiled(pat, case, flags)
    return flag_of(texts, lambda text: pattern.search(text) is not None, na)


def match(texts, pat, case, flags, na, whole):
    texts.refuse_other("fullmatch" if whole else "match")
    pattern = pat if isinstance(pat, re.Pattern) else compiled(pat, case, flags)
    find = pattern.fullmatch if whole else pattern.match
    return flag_of(texts, lambda text: find(text) is not None, na)


def replace(texts, pat, repl, n, case, flags, regex):
    texts.refuse_other("replace")
    if isinstance(pat, dict):
        raise AttributeError("'dict' object has no attribute 'upper'")
    if not (isinstance(repl, str) or callable(repl)):
        raise TypeError("repl must be a string or callable")
    if isinstance(pat, re.Pattern):
        if regex is False:
            raise ValueError("Cannot use a compiled regex as replacement pattern with regex=False")
        if case is not None:
            raise ValueError("case and flags cannot be set when pat is a compiled regex")
        if flags:
            raise ValueError("case and flags cannot be set when pat is a compiled regex")
    elif not regex and callable(repl):
        raise ValueError("Cannot use a callable replacement when regex=False")
    if regex or case is False or flags or callable(repl) or isinstance(pat, re.Pattern):
        pattern = pat if isinstance(pat, re.Pattern) else re.compile(pat if regex else re.escape(pat), flags | (re.IGNORECASE if case is False else 0))
        count = max(n, 0)
        return texts.texts(lambda text: pattern.sub(repl, text, count=count))
    return texts.texts(lambda text: text.replace(pat, repl, n))


def group_names(pattern):
    """What the groups of a pattern are called: their names, else their places."""
    by_place = {place: name for name, place in pattern.groupindex.items()}
    return [by_place.get(place + 1, place) for place in range(pattern.groups)]


def groups_of(found, size):
    return [cols.nan] * size if found is None else [cols.nan if part is None else part for part in found.groups()]


def extract(texts, pat, flags, expand):
    texts.refuse_other("extract")
    if not isinstance(expand, bool):
        raise ValueError("expand must be True or False")
    pattern = re.compile(pat, flags)
    if not pattern.groups:
        raise ValueError("pattern contains no capture groups")
    if not expand and pattern.groups > 1 and texts.is_index:
        raise ValueError("only one regex group is supported with Index")

    def first(text):
        return groups_of(pattern.search(text), 1)[0]

    names = group_names(pattern)
    if not expand and pattern.groups == 1:
        return texts.wrap(texts.column(texts.map(first)), names[0] if isinstance(names[0], str) else None)
    from .._core.frame import DataFrame
    from .._core.index import Index

    rows = [groups_of(pattern.search(value), pattern.groups) if isinstance(value, str) else [cols.nan] * pattern.groups for value in texts.values]
    made = {
        place: objects([row[place] for row in rows]) if not texts.nullable else texts.column([row[place] for row in rows]) for place in range(pattern.groups)
    }
    frame = DataFrame(made, index=texts.index)
    frame.columns = Index(names)
    return frame


def extractall(texts, pat, flags):
    texts.refuse_other("extractall")
    pattern = re.compile(pat, flags)
    if not pattern.groups:
        raise ValueError("pattern contains no capture groups")
    from .._core.frame import DataFrame
    from .._core.index import Index
    from .._core.multiindex import MultiIndex

    index = Index(range(len(texts.values))) if texts.is_index else texts.index
    labels, rows = [], []
    for label, value in zip(index, texts.values, strict=True):
        if isinstance(value, str):
            for number, found in enumerate(pattern.finditer(value)):
                labels.append((*(label if isinstance(label, tuple) else (label,)), number))
                rows.append([cols.nan if part is None or part == "" else part for part in found.groups()])
    frame = DataFrame({place: objects([row[place] for row in rows]) for place in range(pattern.groups)})
    frame.columns = Index(group_names(pattern))
    frame.index = MultiIndex.from_tuples(labels, names=[*index.names, "match"])
    return frame


def split(texts, pat, n, expand, regex, reverse):
    texts.refuse_other("rsplit" if reverse else "split")
    if not isinstance(expand, bool):
        raise ValueError("expand must be True or False")
    if regex is False and isinstance(pat, re.Pattern):
        raise ValueError("Cannot use a compiled regex as replacement pattern with regex=False")
    if pat is not None and not isinstance(pat, (str, re.Pattern)):
        raise TypeError(f"expected a string or a compiled regex, not {type(pat).__name__}")
    most = -1 if n is None or n == 0 else n
    if pat == "":
        raise ValueError("empty separator")
    if pat is None or reverse:
        work = (lambda text: text.rsplit(pat, most)) if reverse else (lambda text: text.split(pat, most))
    elif isinstance(pat, re.Pattern) or regex or (regex is None and len(pat) > 1):
        pattern = pat if isinstance(pat, re.Pattern) else re.compile(pat)
        work = lambda text: pattern.split(text, maxsplit=max(most, 0))  # noqa: E731
    else:
        work = lambda text: text.split(pat, most)  # noqa: E731
    found = texts.map(work)
    return texts.table(found) if expand else texts.wrap(objects(found))
