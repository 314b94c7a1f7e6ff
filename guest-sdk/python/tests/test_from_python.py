"""The SDK and the pipelines read the same Python: executed here, it asks the host for the steps of the document that
`/v1/pipelines/from-python` makes of it.

The texts are those of the pipelines' own cases: every operation of Polars, in the forms that its documentation has.
"""

from __future__ import annotations

import ast
import datetime
import http.client
import json
from collections import Counter
from typing import Any

import pytest
import recording
from conftest import ROOT
from sandtable_guest import boundary
from sandtable_guest import frames as pl
from sandtable_guest.frames import selectors as cs
from sandtable_guest.frames._operations import OPERATIONS, REFUSED

FIXTURES = ROOT / "host/pipeline/tests/fixtures"
FILES = ("expr", "namespaces", "functions", "selectors", "frames", "random", "examples", "documents")
SOURCES = ("scan_", "read_", "DataFrame", "LazyFrame", "SQLContext")


class Doors:
    """The server's two ways between documents and Python."""

    def __init__(self, address: str) -> None:
        self.connection = http.client.HTTPConnection(address)

    def ask(self, door: str, body: Any) -> Any:
        """The answer, or None for a refusal."""
        self.connection.request("POST", f"/v1/pipelines/{door}", json.dumps(body), {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        text = response.read()
        return json.loads(text) if response.status == 200 else None


class Sources:
    """Stands for `pl`: what opens files gives frames that are there already, all else is the SDK's."""

    selectors = cs

    def __init__(self) -> None:
        self.made = 0

    def __getattr__(self, name: str) -> Any:
        if not name.startswith(SOURCES):
            return getattr(pl, name)

        def source(*_args: Any, **_kwargs: Any) -> Any:
            self.made += 1
            return recording.source(f"source{self.made}", name.startswith(("read_", "DataFrame")))

        return source


def cases(file: str) -> list[dict[str, Any]]:
    lines = (FIXTURES / f"{file}.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def differs(there: list[dict[str, Any]], here: list[dict[str, Any]]) -> str:
    """What is not the same; empty when nothing is. Sources are left out, and frames count by the order they are made in."""
    names: dict[str, str] = {}
    left = list(here)
    sources = 0
    for step in there:
        made = step["dataframe_out"]
        if step["operation"].startswith(SOURCES):
            sources += 1
            names[made] = f"{recording.MARK}source{sources}"
            continue
        if not left:
            return f"here is no {step}"
        asked = left.pop(0)
        for part in ("operation", "args", "kwargs", "dataframe_in"):
            if not same(step.get(part), asked.get(part), names):
                return f"there {json.dumps(step)}\nhere  {json.dumps(asked)}"
        names[made] = names[f"{made}[0]"] = names[f"{made}[1]"] = asked["dataframe_out"]
    return f"only here is {left[0]}" if left else ""


def same(there: Any, here: Any, names: dict[str, str]) -> bool:
    match there, here:
        case str(), str():
            # Text that begins with a dollar is escaped there, since there a dollar begins a variable.
            return names.get(there) == here if here.startswith(recording.MARK) else there.removeprefix("$" * there.startswith("$$")) == here
        case dict(), dict():
            return there.keys() == here.keys() and all(same(there[key], here[key], names) for key in there)
        case list(), list():
            return len(there) == len(here) and all(same(left, right, names) for left, right in zip(there, here))
    return type(there) is type(here) and bool(there == here)


def executed(text: str) -> list[dict[str, Any]]:
    """The steps that the SDK asks for when the text runs."""
    recording.Handle.steps = []
    before, boundary.frames = boundary.frames, type("Host", (), {"Frame": recording.Handle})
    module = Sources()
    try:
        code = ast.parse(text)
        code.body = [part for part in code.body if not isinstance(part, ast.Import | ast.ImportFrom)]
        scope = {"pl": module, "cs": cs, **{name: getattr(datetime, name) for name in ("date", "datetime", "time", "timedelta")}}
        exec(compile(code, "case", "exec"), scope)
    finally:
        boundary.frames = before
    return recording.Handle.steps


@pytest.mark.parametrize("file", FILES)
def test_what_runs_here_is_the_document_that_is_read_there(file: str, server: str) -> None:
    doors, counts, wrong = Doors(server), Counter[str](), []
    for case in cases(file):
        printed = doors.ask("to-python", {"document": case["document"]})
        text = printed and printed["source"]
        document = text and doors.ask("from-python", {"source": text})
        if not document or "variables" in document["document"] or any(part in text for part in ("__", "transforms import")):
            counts["cannot be executed here"] += 1
            continue
        try:
            made = executed(text)
        except (AttributeError, TypeError) as error:
            # What is not here says why, and what Python's own signature refuses the host refuses too.
            if " here: " not in str(error) and "error" not in case["answer"]:
                wrong.append((case["id"], text, str(error)))
            counts["refused"] += 1
            continue
        if what := differs(document["document"]["steps"], made):
            wrong.append((case["id"], text, what))
        counts["equal"] += 1
    print(file, dict(counts), len(wrong))
    assert not wrong, "\n\n".join(f"{id}\n{text}\n{what}" for id, text, what in wrong[:5])
    assert counts["equal"] > 10


def test_every_name_of_the_table_is_there_or_says_why_not() -> None:
    for kind, names in REFUSED.items():
        for name, reason in names.items():
            assert name not in OPERATIONS[kind]
            assert reason
