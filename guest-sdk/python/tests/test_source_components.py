"""Programs in the component `python`: the same there as here, and what only a component can show."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from typing import Any

import pytest
from source import Failed
from source import run as run_here

Call = Callable[..., dict[str, Any]]

ORDERS = [{"id": n, "customer": n % 3, "amount": n * 1.5, "day": f"2024-01-{n + 1:02}"} for n in range(6)]
CUSTOMERS = [{"customer": 0, "name": "Ann"}, {"customer": 1, "name": "Bob"}]
INPUTS = {"orders": ORDERS, "customers": CUSTOMERS}

PROGRAMS = r"""
import json, re
from collections import Counter
def transform(orders: list):
    text = json.dumps(orders)
    return [{"word": word, "n": n} for word, n in sorted(Counter(re.findall(r"[a-z]+", text)).items())]
---
from dataclasses import dataclass, asdict, field
from datetime import date, timedelta
@dataclass(order=True)
class Invoice:
    due: date
    id: int = field(compare=False)
    paid: bool = False
def transform(orders: list):
    return sorted(Invoice(date.fromisoformat(o["day"]) + timedelta(days=30), o["id"]) for o in orders)
---
from decimal import Decimal, ROUND_HALF_UP
def transform(orders: list):
    return [{"net": (Decimal(str(o["amount"])) / Decimal("1.19")).quantize(Decimal("0.01"), ROUND_HALF_UP)} for o in orders]
---
import statistics, math
def transform(orders: list):
    xs = [o["amount"] for o in orders]
    return {"mean": [statistics.mean(xs)], "sd": [round(statistics.stdev(xs), 6)], "gamma": [math.gamma(5.5)]}
---
import csv, io, textwrap
DATA = "name,qty\napple,3\n\"pear, green\",4\n"
def transform():
    for row in csv.DictReader(io.StringIO(DATA)):
        yield {"name": textwrap.shorten(row["name"], 8), "qty": int(row["qty"])}
---
from itertools import groupby, accumulate
from operator import itemgetter
def transform(orders: list):
    for customer, group in groupby(sorted(orders, key=itemgetter("customer")), key=itemgetter("customer")):
        yield from ({"customer": customer, "running": total} for total in accumulate(row["amount"] for row in group))
---
def transform(orders, customers):
    return orders.join(customers, on="customer", how="left", maintain_order="left").select("id", "name")
---
import sandtable_guest.frames as pl
def transform(orders: pl.DataFrame):
    print(orders.head(2))
    return orders[["id", "amount"]][1:3].with_columns(big=pl.col("amount") > 2)
---
import functools, heapq, bisect, fractions, string, base64, zlib, hashlib, uuid, unicodedata, difflib, calendar, html, urllib.parse, pprint, copy, enum
def transform():
    return [{
        "heap": heapq.nlargest(2, [3, 1, 2]), "bisect": bisect.bisect([1, 3], 2), "fraction": str(fractions.Fraction(1, 3) + 1), "zlib": zlib.crc32(b"x"),
        "sha": hashlib.sha256(b"x").hexdigest(), "b64": base64.b64encode(b"x").decode(), "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, "x")),
        "name": unicodedata.name("ä"), "ratio": difflib.SequenceMatcher(None, "abc", "abd").ratio(), "month": calendar.monthrange(2024, 2)[1],
        "html": html.escape("<"), "url": urllib.parse.quote("a b"), "pretty": pprint.pformat({"a": [1]}), "punctuation": string.punctuation,
        "reduce": functools.reduce(lambda a, b: a * b, range(1, 9)),
    }]
---
import datetime
from zoneinfo import ZoneInfo
def transform():
    here = datetime.datetime(2024, 7, 1, 12, tzinfo=ZoneInfo("Europe/Zurich"))
    return [{"utc": here.astimezone(datetime.timezone.utc).isoformat(), "parsed": str(datetime.datetime.strptime("01 Feb 2024", "%d %b %Y")), "name": here.tzname()}]
---
import sqlite3
def transform(orders: list):
    with sqlite3.connect(":memory:") as db:
        db.execute("create table t (id, amount)")
        db.executemany("insert into t values (:id, :amount)", orders)
        return [{"sum": db.execute("select sum(amount) from t where id > 2").fetchone()[0]}]
---
import asyncio
async def double(x):
    await asyncio.sleep(0)
    return x * 2
async def everything(rows):
    return await asyncio.gather(*(double(row["id"]) for row in rows))
def transform(orders: list):
    return {"double": asyncio.run(everything(orders))}
---
def transform(orders: list):
    match orders:
        case [{"id": first}, *_, {"id": last}]:
            return [{"first": first, "last": last}]
---
import xml.etree.ElementTree as tree, email.message, configparser, tomllib, ipaddress, shlex, gzip, pickle, secrets, types, ast, inspect
def transform():
    parser = configparser.ConfigParser()
    parser.read_string("[a]\nb = 1\n")
    return [{
        "xml": tree.fromstring("<a><b>1</b></a>").findtext("b"), "ini": parser["a"]["b"], "toml": tomllib.loads("a = 1")["a"], "ip": str(ipaddress.ip_network("10.0.0.0/8")),
        "words": shlex.split("a 'b c'"), "gzip": gzip.decompress(gzip.compress(b"x")).decode(), "pickle": pickle.loads(pickle.dumps({"a": 1}))["a"],
        "ast": ast.literal_eval("[1, 2]"), "source": inspect.getsource(transform).count("\n") > 5,
    }]
---
def transform(orders: list):
    for row in orders:
        yield {"share": row["amount"] / (row["id"] - 3)}
---
class Broken(Exception):
    pass
def check(row):
    if row["id"] > 2:
        raise Broken(f"row {row['id']}") from KeyError("x")
def transform(orders: list):
    for row in orders:
        check(row)
---
import helpers
def transform():
    return helpers.fail()
---
def transform(:
---
def transform(orders: list):
    return [1, 2]
"""
LIBRARY = {"helpers": "import json\n\ndef fail():\n    return json.loads('{')\n"}


@pytest.fixture(scope="module")
def call(server: str) -> Call:
    connection = http.client.HTTPConnection(server)

    def call(source: str, **more: Any) -> dict[str, Any]:
        connection.request("POST", "/v1/run", json.dumps({"language": "python", "source": source, **more}), {"Content-Type": "application/json"})
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
        return answer

    return call


def plain(value: Any) -> Any:
    """A value as an answer in JSON has it."""
    match value:
        case list():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case None | bool() | int() | float() | str():
            return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def inputs_of(source: str) -> dict[str, Any]:
    return {name: rows for name, rows in INPUTS.items() if f"({name}" in source or f", {name}" in source}


def lines(context: list[str]) -> list[str]:
    """Without what versions of Python tell differently: what they underline, and how they say why."""
    return [line.split(":")[0] for line in context if set(line.strip()) - set("~^")]


@pytest.mark.parametrize("source", [source.strip("\n") for source in PROGRAMS.split("\n---\n")])
def test_a_program_gives_the_same_there_and_here(source: str, call: Call) -> None:
    inputs = inputs_of(source)
    there = call(source, inputs={name: {"rows": rows} for name, rows in inputs.items()}, library=LIBRARY)
    try:
        assert there.get("rows") == plain(run_here(source, inputs, library=LIBRARY).rows), there
    except Failed as here:
        details = there["error"]["details"]
        assert details["guest_code"] == here.code
        assert details["guest_message"].split(":")[0] == here.message.split(":")[0]
        assert lines(details["traceback"]) == lines(here.context), (details["traceback"], here.context)


def test_what_the_component_holds_is_not_counted_and_what_a_call_makes_is(call: Call) -> None:
    source = """
import functools, json, sys
import pandas
def transform():
    made = [1, 2, 3]
    held = [json, json.dumps, json.dumps.__code__, functools.lru_cache, pandas.DataFrame, pandas.DataFrame.merge]
    return [{"held": min(map(sys.getrefcount, held)), "made": sys.getrefcount(made)}]
"""
    (row,) = call(source)["rows"]
    assert row["held"] >= 2**30 and row["made"] < 10, row


def test_what_the_host_refuses_is_told_with_the_line(call: Call) -> None:
    error = call("def transform(orders):\n    return orders.select('nosuch').collect()\n", inputs={"orders": {"rows": ORDERS}})["error"]
    assert error["details"]["guest_code"] == "VALIDATION_ERROR"
    assert "nosuch" in error["message"]
    assert '  File "script.py", line 2, in transform' in error["details"]["traceback"]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("open('data.csv')", "PermissionError: files are not there: a transform's tables are its arguments: 'data.csv'"),
        ("open('data.csv', 'w')", "PermissionError: files are not there"),
        ("import pathlib; pathlib.Path('x').read_text()", "PermissionError: files are not there: a transform's tables are its arguments: 'x'"),
        ("import os; os.listdir()", "PermissionError: files are not there: a transform's tables are its arguments: '.'"),
        ("import io; io.FileIO('x')", "PermissionError: files are not there"),
        ("import posix; posix.open('/etc/passwd', 0)", "PermissionError: files are not there"),
        ("import shutil; shutil.copy('a', 'b')", "PermissionError: files are not there"),
        ("import sqlite3; sqlite3.connect('x.db')", "OperationalError: unable to open database file"),
        ("import tempfile; tempfile.TemporaryFile()", "FileNotFoundError: [Errno 44] No usable temporary directory found"),
        ("import socket; socket.socket()", "PermissionError: there is no network: a transform's tables are its arguments"),
        ("import socket; socket.create_connection(('localhost', 80))", "PermissionError: there is no network"),
        ("import urllib.request; urllib.request.urlopen('http://localhost')", "URLError: <urlopen error there is no network"),
        ("import subprocess; subprocess.run(['ls'])", "OSError: [Errno 58] wasi does not support processes."),
        ("import threading; threading.Thread(target=print).start()", "RuntimeError: can't start new thread"),
        ("import multiprocessing; multiprocessing.Process(target=print).start()", "AttributeError: module 'os' has no attribute"),
        ("import ctypes", "ModuleNotFoundError: No module named '_ctypes'"),
        ("import requests", "ModuleNotFoundError: No module named 'requests'"),
        ("input()", "EOFError: EOF when reading a line"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("raise MemoryError", "MemoryError"),
        ("return [{1: 2}]", "a column is called 1, which is no text; a name is one"),
        ("(lambda f: f(f))(lambda f: f(f))", "RecursionError: maximum recursion depth exceeded"),
    ],
)
def test_what_is_not_there_fails_as_python_does(statement: str, message: str, call: Call) -> None:
    answer = call(f"def transform():\n    {statement}\n")
    assert answer["error"]["details"]["guest_message"].startswith(message), answer


def test_files_are_not_there_and_may_be_asked_for(call: Call) -> None:
    source = "import os, pathlib, glob\ndef transform():\n    return [{'a': os.path.exists('/etc'), 'b': pathlib.Path('x').is_file(), 'c': len(glob.glob('*')), 'd': len(list(os.walk('/')))}]\n"
    assert call(source)["rows"] == [{"a": False, "b": False, "c": 0, "d": 0}]


def test_calls_share_nothing_and_have_random_numbers_of_their_own(call: Call) -> None:
    source = "import random, uuid, secrets\nimport json as shared\ndef transform():\n    shared.seen = getattr(shared, 'seen', 0) + 1\n    return [{'n': shared.seen, 'r': [str(random.random()), str(uuid.uuid4()), secrets.token_hex()]}]\n"
    first, second = call(source)["rows"][0], call(source)["rows"][0]
    assert first["n"] == second["n"] == 1
    assert not set(first["r"]) & set(second["r"])


def test_all_of_the_standard_library_is_there(call: Call) -> None:
    source = """
import importlib, sys
WITHOUT_WHAT_IS_NOT_PYTHON = {"_ctypes", "_ssl", "_bz2", "_lzma", "_tkinter", "_curses", "_dbm", "_gdbm", "_multiprocessing", "_posixshmem", "_zstd", "_interpreters", "termios", "mmap", "fcntl", "grp", "pwd", "resource", "readline", "syslog", "_uuid", "_scproxy", "winreg", "winsound", "msvcrt", "_winapi", "nt", "_overlapped", "_wmi"}
SKIPPED = {"antigravity", "this", "idlelib", "tkinter", "turtle", "turtledemo", "venv", "ensurepip"}

def transform():
    for name in sorted(sys.stdlib_module_names):
        if name.startswith("_") or name in SKIPPED:
            continue
        try:
            importlib.import_module(name)
            yield {"name": name, "why": "", "missing": ""}
        except ImportError as error:
            if error.name != name and error.name not in WITHOUT_WHAT_IS_NOT_PYTHON:
                yield {"name": name, "why": str(error), "missing": str(error.name)}
            elif error.name == name and name not in WITHOUT_WHAT_IS_NOT_PYTHON:
                yield {"name": name, "why": str(error), "missing": name}
"""
    rows = call(source)["rows"]
    assert len(rows) > 150
    assert [row for row in rows if row["why"]] == []


def test_what_is_printed_and_logged_keeps_its_order(call: Call) -> None:
    source = "import logging, sys\ndef transform():\n    print('a')\n    print('b', file=sys.stderr)\n    logging.getLogger('x').warning('c')\n    print('d', end='')\n    return [{'a': 1}]\n"
    told = [(line["source"], line["level"], line["message"]) for line in call(source)["logs"]]
    assert told == [("stdout", "info", "a"), ("stderr", "warn", "b"), ("guest", "warn", "c"), ("stdout", "info", "d")]


@pytest.mark.parametrize(
    ("source", "features"),
    [
        ("def transform(orders):\n    return orders\n", ["frames"]),
        ("from sandtable_guest import Table\ndef transform(orders: Table):\n    return orders\n", []),
        ("def transform(orders: list):\n    import polars.selectors as cs\n    return orders\n", ["frames"]),
        ("from sandtable_guest import (Batch, Frame)\ndef transform(orders: Batch):\n    return orders\n", ["frames"]),
        (f"from json import {', '.join(f'loads as a{n}' for n in range(300))}\nfrom sandtable_guest.frames import col\ndef transform(): pass\n", ["frames"]),
    ],
)
def test_what_a_program_asks_for_is_found_without_running_it(source: str, features: list[str], server: str) -> None:
    connection = http.client.HTTPConnection(server)
    connection.request("PUT", f"/v1/transforms/asks-{abs(hash(source))}/1.0.0", source, {"Content-Type": "text/x-python"})
    answer = json.loads(connection.getresponse().read())
    assert answer["describe"]["features"] == features, answer


def test_polars_is_there_by_its_own_name(call: Call) -> None:
    source = "import polars as pl\nimport polars.selectors as cs\ndef transform(orders: pl.LazyFrame) -> pl.LazyFrame:\n    return orders.select(cs.numeric().sum(), n=pl.len())\n"
    assert call(source, inputs={"orders": {"rows": ORDERS}})["rows"] == [{"id": 15, "customer": 6, "amount": 22.5, "n": 6}]
    answer = call("import polars as pl\ndef transform():\n    return pl.read_csv('x')\n")
    assert answer["error"]["details"]["guest_message"] == "AttributeError: polars has no 'read_csv' here: a transform opens no files: its tables are its inputs"
