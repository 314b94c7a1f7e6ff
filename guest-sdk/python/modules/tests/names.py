"""Which of pandas' names are there: those that real pandas has, beside those that ours answers.

`python -m oracle.names`, in the oracle's environment, writes `fixtures/names.json`; `python names.py` writes the tables of
`docs/pandas.md` from it and from our pandas.
"""

import ast
import inspect
import json
import sys
import textwrap
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAMES = HERE / "fixtures" / "names.json"
PAGE = HERE.parents[3] / "docs" / "pandas.md"
BEGIN, END = "<!-- names: begin -->", "<!-- names: end -->"
OWNERS = {
    "pandas": "pd",
    "DataFrame": "pd.DataFrame",
    "Series": "pd.Series",
    "Index": "pd.Index",
    "MultiIndex": "pd.MultiIndex",
    "DataFrameGroupBy": "type(pd.DataFrame({'a': [1]}).groupby('a'))",
    "SeriesGroupBy": "type(pd.Series([1]).groupby([1]))",
    "Series.str": "type(pd.Series(['a']).str)",
    "Series.cat": "type(pd.Series(['a'], dtype='category').cat)",
    "Rolling": "type(pd.Series([1]).rolling(1))",
}


def owner(name):
    """The object whose names are meant."""
    import pandas as pd

    return eval(OWNERS[name], {"pd": pd})


def public(thing):
    """The names of an object that are pandas' face."""
    return sorted(name for name in dir(thing) if not name.startswith("_") and name not in ("annotations",))


def refuses(found):
    """Whether a function does nothing but say that it is not there."""
    if not inspect.isfunction(found):
        return False
    try:
        (function,) = ast.parse(textwrap.dedent(inspect.getsource(found))).body
    except (OSError, ValueError, SyntaxError):
        return False
    body = [line for line in function.body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))]
    return len(body) == 1 and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Call) and getattr(body[0].value.func, "id", "") == "missing"


def has(thing, name):
    """Whether ours has it."""
    try:
        found = inspect.getattr_static(thing, name)
    except AttributeError:
        try:
            found = getattr(thing, name)
        except (AttributeError, NotImplementedError):
            return False
    return not refuses(found)


def tables():
    """The tables of the page."""
    wanted = json.loads(NAMES.read_text(encoding="utf-8"))
    lines = []
    for name, names in wanted.items():
        thing = owner(name)
        there = [one for one in names if has(thing, one)]
        absent = [one for one in names if one not in there]
        lines += [f"### {name}: {len(there)} of {len(names)}", "", "There: " + " ".join(f"`{one}`" for one in there) + ".", ""]
        if absent:
            lines += ["Not there: " + " ".join(f"`{one}`" for one in absent) + ".", ""]
    return "\n".join(lines)


def page(text):
    """The page with its tables as they are now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables()}{END}{after}"


if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent)]
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
