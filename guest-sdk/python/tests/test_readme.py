"""The examples of the READMEs and pages run: those without a name in order, as one module; scripts, which have one, as
programs, here and in the component."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars
import pytest
from conftest import ROOT
from source import run

PAGE = "docs/guests/python.md"
MODULES = ROOT / "guest-sdk/python/modules"
FLIGHTS: dict[str, list[Any]] = {"carrier": ["UA", "UA", "AA", "B6", "UA", None], "dep_delay": [70.0, 90.5, 61.0, None, 3.0, 16.0]}
AIRLINES = {"carrier": ["AA", "UA"], "name": ["American", "United"]}
GIVEN = {
    "late.py": [{"carrier": "UA", "flights": 2, "worst": 90.5, "name": "United"}, {"carrier": "AA", "flights": 1, "worst": 61.0, "name": "American"}],
    "streaks.py": [{"carrier": "AA", "longest": 1}, {"carrier": "B6", "longest": 0}, {"carrier": "UA", "longest": 2}],
    "mean.py": [{"carrier": "AA", "dep_delay": 61.0}, {"carrier": "UA", "dep_delay": 54.5}],
}
"""What each script gives."""


def blocks(path: str, language: str = "python") -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / path).read_text(), re.DOTALL | re.MULTILINE)


def scripts() -> dict[str, str]:
    """By their names, which their first lines have."""
    return {match[1]: block for block in blocks(PAGE) if (match := re.match(r"# (\S+\.py)\n", block))}


def inputs_of(source: str) -> dict[str, Any]:
    wanted = {"flights": {name: values[:5] for name, values in FLIGHTS.items()}, "airlines": AIRLINES}
    return {name: table for name, table in wanted.items() if re.search(rf"transform\(.*\b{name}\b", source)}


@pytest.mark.parametrize(("path", "count"), [("guest-sdk/python/README.md", 4), ("README.md", 2), (PAGE, 2)])
def test_the_examples_run(path: str, count: int) -> None:
    found = [block for block in blocks(path) if block not in scripts().values()]
    assert len(found) == count
    scope: dict[str, object] = {"__name__": "readme"}
    for number, block in enumerate(found):
        exec(compile(block, f"{path}, example {number + 1}", "exec", dont_inherit=True), scope)


@pytest.mark.parametrize("name", GIVEN)
def test_the_scripts_run_here(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = scripts()[name]
    if "import pandas" in source:
        monkeypatch.setattr(sys, "path", [*sys.path, str(MODULES)])
    # Here Polars itself is imported by that name.
    assert run(source.replace("import polars as pl", "import sandtable_guest.frames as pl"), inputs_of(source)).rows == GIVEN[name]


@pytest.mark.parametrize("name", GIVEN)
def test_the_scripts_run_in_the_component(name: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    source = scripts()[name]
    (tmp_path / name).write_text(source)
    given: list[str] = []
    for table, columns in inputs_of(source).items():
        polars.DataFrame(columns).write_parquet(tmp_path / f"{table}.parquet")
        given += ["--input", f"{table}={tmp_path / table}.parquet"]
    environment = {**os.environ, "SANDTABLE_DATA_DIR": str(tmp_path_factory.getbasetemp() / "compiled")}
    command = [os.environ["SANDTABLE_BIN"], "run", str(tmp_path / name), *given, "--format", "parquet", "--output", str(tmp_path / "given.parquet")]
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert answer.returncode == 0, answer.stderr
    assert polars.read_parquet(tmp_path / "given.parquet").to_dicts() == GIVEN[name]


def test_every_script_of_the_page_is_run() -> None:
    assert set(scripts()) == set(GIVEN)


def test_the_page_of_rust_shows_what_is_tested() -> None:
    tested = [(ROOT / "guest-sdk/rust" / name).read_text() for name in ("template/src/lib.rs", "README.md")]
    shown = blocks("docs/guests/rust.md", "rust")
    assert len(shown) == 3
    for block in shown:
        assert any(block in text for text in tested), block
