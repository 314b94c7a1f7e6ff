"""Whether the documents that sources are read into mean what the sources say: `tests/it/python/expressions.json` holds both,
the Rust tests hold reading to it, and here Python evaluates the source and the interpreter the document. Polars' own
serialisation of the two must be equal. Prints what differs; exits with 1 then."""

import datetime as dt  # noqa: F401, sources name it
import json
import sys
import warnings
from datetime import date, datetime, timedelta  # noqa: F401
from pathlib import Path

import polars as pl
import polars.selectors as cs
from interpreter import Interpreter

FIXTURE = Path(__file__).resolve().parent.parent / "tests/it/python/expressions.json"


def serialised(expression):
    is_selector = cs.is_selector(expression)
    return is_selector, (expression.as_expr() if is_selector else expression).meta.serialize(format="json")


def main():
    warnings.simplefilter("ignore")
    cases = json.loads(FIXTURE.read_text())
    wrong = 0
    for case in cases:
        told = eval(case["source"])  # noqa: S307, our own sources
        read = Interpreter().expression(case["expression"])
        if serialised(told) != serialised(read):
            wrong += 1
            print(f"{case['source']}\n  says  {told}\n  reads {read}")
    print(f"{len(cases)} sources, {wrong} differ", file=sys.stderr)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
