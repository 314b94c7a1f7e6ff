"""The Python side of the bench: a request a line on stdin, an answer a line on stdout, both JSON.

    {"pipeline": "groups-few", "how": "document" | "in-memory" | "streaming", "document": …, "out": PATH, "keep": PATH}

`document` goes through polars-as-config, the others are the hand-written plan on one of Polars' two engines. The answer
is {"nanos": …, "cpu_nanos": …}, or {"error": …}. With `keep` the frame is written there afterwards, to be compared. `--once REQUEST`
does a single one: what a whole process takes.
"""

import copy
import json
import os
import pathlib
import sys
import time

import polars as pl
from polars_as_config.config import Config

import plans


def run(request):
    if request["how"] != "document":
        plan = getattr(plans, request["pipeline"].replace("-", "_"))(request.get("out"))
        return plan.collect(engine=request["how"]) if plan is not None else None
    # It changes what it reads.
    document = copy.deepcopy(request["document"])
    if "out" in document.get("variables", {}):
        document["variables"]["out"] = request["out"]
    frame = list(Config().run_config(document).values())[-1]
    # Without an engine, as whoever runs a configuration would.
    return frame.collect() if frame is not None else None


def answer(request):
    start, before = time.perf_counter_ns(), time.process_time_ns()
    frame = run(request)
    nanos, cpu_nanos = time.perf_counter_ns() - start, time.process_time_ns() - before
    if request.get("keep"):
        frame.write_ipc(request["keep"])
    return {"nanos": nanos, "cpu_nanos": cpu_nanos}


def profile(path):
    """For each line on stdin one profile by pandas, and the nanoseconds that it took: `whole` from the file on, else of a
    frame that is there."""
    sys.path.append(str(pathlib.Path(__file__).resolve().parents[3] / "host" / "analysis" / "oracle"))
    import generate
    import pandas as pd

    def read():
        return pd.read_csv(path, na_values=["NA", ""], keep_default_na=False, parse_dates=["time_hour"])

    held = read()
    for line in sys.stdin:
        start = time.perf_counter_ns()
        generate.profile(read() if line.strip() == "whole" else held)
        print(time.perf_counter_ns() - start, flush=True)


def main():
    if sys.argv[1:2] == ["--profile"]:
        return profile(pathlib.Path(sys.argv[2]))
    if sys.argv[1:2] == ["--once"]:
        frame = run(json.loads(sys.argv[2]))
        sys.stdout.write(frame.write_csv())
        return
    os.chdir(sys.argv[1])
    hello = {"polars": pl.__version__, "threads": pl.thread_pool_size()}
    print(json.dumps(hello), flush=True)
    for line in sys.stdin:
        try:
            told = answer(json.loads(line))
        except Exception as error:  # noqa: BLE001: whatever it is, the bench is to say so
            told = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(told), flush=True)


main()
