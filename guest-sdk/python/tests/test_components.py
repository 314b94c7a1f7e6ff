"""Components that componentize-py made, in the built command: what a transform gives there it gives here."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import polars
import pytest
from conftest import ROOT
from sandtable_guest.testing import run


def example(name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module of an example."""
    monkeypatch.syspath_prepend(str(ROOT / "guest-examples" / name))
    monkeypatch.delitem(sys.modules, "transform", raising=False)
    return import_module("transform")


def sandtable(tmp_path_factory: pytest.TempPathFactory, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the command, with one folder of compiled code for all."""
    folder = tmp_path_factory.getbasetemp() / "compiled"
    environment = {**os.environ, "SANDTABLE_DATA_DIR": str(folder)}
    return subprocess.run([os.environ["SANDTABLE_BIN"], *arguments], capture_output=True, text=True, env=environment, check=False)


def test_rows_give_in_a_component_what_they_give_here(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    late_streaks = example("python-late-streaks", monkeypatch).late_streaks
    component = str(Path(os.environ["SANDTABLE_GUESTS"]) / "python-late-streaks.wasm")
    flights = Path(os.environ["SANDTABLE_DATA"]) / "flights.csv"

    call = ("run", component, "--input", str(flights), "--null-value", "NA")
    answer = sandtable(tmp_path_factory, *call, "--param", "at_least=8")
    assert answer.returncode == 0, answer.stderr
    assert "info 4037 aircraft in 336776 flights" in answer.stderr
    there = list(csv.DictReader(answer.stdout.splitlines()))

    with flights.open() as file:
        rows = [(row["tailnum"], row["arr_delay"]) for row in csv.DictReader(file)]
    table = {
        "tailnum": [None if tail == "NA" else tail for tail, _ in rows],
        "arr_delay": [None if delay == "NA" else int(delay) for _, delay in rows],
    }
    here = run(late_streaks, table, {"at_least": 8}).rows
    assert len(here) > 50
    assert [{name: str(value) for name, value in row.items()} for row in here] == there

    refused = sandtable(tmp_path_factory, *call, "--param", "at_least=0")
    assert refused.returncode == 2
    failed = sandtable(tmp_path_factory, "run", component, "--input", str(flights))
    assert (failed.returncode, "arr_delay" in failed.stderr) == (2, True), failed.stderr


def test_frames_give_in_a_component_what_they_give_here(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    carrier_report = example("python-carrier-report", monkeypatch).carrier_report
    component = str(Path(os.environ["SANDTABLE_GUESTS"]) / "python-carrier-report.wasm")
    files = {name: Path(os.environ["SANDTABLE_DATA"]) / f"{name}.csv" for name in ("flights", "airlines")}
    given = [part for name, file in files.items() for part in ("--input", f"{name}={file}")]
    answer = sandtable(tmp_path_factory, "run", component, *given, "--null-value", "NA", "--param", "season=summer")
    assert answer.returncode == 0, answer.stderr
    assert "info 16 airlines, the worst of them AirTran Airways Corporation" in answer.stderr
    there = polars.read_csv(answer.stdout.encode())

    columns = ["month", "carrier", "arr_delay", "origin", "dest"]
    tables = {
        "flights": polars.read_csv(files["flights"], columns=columns, null_values="NA").to_dict(as_series=False),
        "airlines": polars.read_csv(files["airlines"]).to_dict(as_series=False),
    }
    here = run(carrier_report, tables, {"season": "summer"})
    assert there.to_dict(as_series=False) == here.columns
