"""The first generation of the runner's contract, small and honest: a process for each run, with the pandas that is found.

With real pandas it writes `fixtures/`: what each script of `scripts/` prints, saves and fails with.

    python reference.py            writes the fixtures
    python reference.py NAME       runs one script over `tables/`, its output in the current folder
"""

import importlib.util
import inspect
import json
import logging
import os
import signal
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
SCRIPTS = {path.stem: path for path in sorted((HERE / "scripts").glob("*.py"))}
TABLES = {path.stem: path for path in sorted((HERE / "tables").glob("*.jsonl"))}
TIMEOUT_S = {"timeout_test": 1}


class Stop(Exception):
    """The run ends with an `ERROR:` line."""


def load(script):
    """The user's `transform`."""
    spec = importlib.util.spec_from_file_location("script", script)
    module = importlib.util.module_from_spec(spec)
    sys.modules["script"] = module
    spec.loader.exec_module(module)
    if not callable(getattr(module, "transform", None)):
        raise Stop("ERROR: User script must define a 'transform()' function")
    return module.transform


def call(transform, tables):
    """What `transform` gives for the tables that its parameters name."""
    wanted = [name for name in inspect.signature(transform).parameters if name in tables]
    frames = {name: pd.read_json(tables[name], lines=True) for name in wanted}
    try:
        result = transform(**frames)
    except Exception as error:
        raise Stop(f"ERROR: Transform function failed: {error}") from error
    if not isinstance(result, pd.DataFrame):
        raise Stop(f"ERROR: Transform function must return a pandas DataFrame, got {type(result)}")
    return result


def work(script, tables, told):
    """One run in the current folder: its exit code. `told` receives what a caller of the runner cannot see."""
    try:
        result = call(load(script), tables)
        result.to_csv("output.csv", index=False)
        told |= {"rows": len(result), "dtypes": [[str(name), str(dtype)] for name, dtype in result.dtypes.items()]}
        print(f"Successfully saved {len(result)} rows to output.csv")
        return 0
    except Stop as stop:
        print(stop, file=sys.stderr)
        told["error_line"] = str(stop)
        if stop.__cause__ is not None:
            failed(stop.__cause__, told)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 1
    except Exception as error:
        failed(error, told)
    return 1


def failed(error, told):
    traceback.print_exception(error)
    told |= {"exception": type(error).__name__, "message": str(error)}


def run(name, folder, timeout_s=60):
    """Runs a script in a process of its own, in `folder`: exit code, what it told, stdout and stderr."""
    folder.joinpath("script.py").write_bytes(SCRIPTS[name].read_bytes())
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        in_child(folder)
    deadline = time.monotonic() + TIMEOUT_S.get(name, timeout_s)
    while (ended := os.waitpid(child, os.WNOHANG))[0] == 0:
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return {"exit_code": -1, "timeout": True, "stdout": (folder / "stdout.log").read_text(encoding="utf-8")}
        time.sleep(0.002)
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    stdout, stderr = ((folder / f"{log}.log").read_text(encoding="utf-8") for log in ("stdout", "stderr"))
    result = {"exit_code": os.waitstatus_to_exitcode(ended[1]), "timeout": False, **told, "stdout": stdout}
    # A traceback is the Python version's; what a run says that ends well is its own.
    return result if "exception" in told or "error_line" in told else {**result, "stderr": stderr}


def in_child(folder):
    code, told = 70, {}
    try:
        os.chdir(folder)
        for number, log in ((1, "stdout.log"), (2, "stderr.log")):
            os.dup2(os.open(log, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o644), number)
        sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
        warnings.simplefilter("ignore")
        logging.root.handlers.clear()
        code = work(Path("script.py"), TABLES, told)
        Path("told.json").write_text(json.dumps(told), encoding="utf-8")
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def write_fixtures():
    for name in SCRIPTS:
        with tempfile.TemporaryDirectory() as folder:
            result = run(name, Path(folder))
            text = json.dumps(result, indent=1, ensure_ascii=False) + "\n"
            (HERE / "fixtures" / f"{name}.json").write_text(text, encoding="utf-8")
            output = Path(folder, "output.csv")
            if output.exists():
                (HERE / "fixtures" / f"{name}.csv").write_bytes(output.read_bytes())
    print(f"{len(SCRIPTS)} scripts")


if __name__ == "__main__":
    os.environ |= {"COLUMNS": "80", "LINES": "24"}
    if sys.argv[1:]:
        sys.exit(work(SCRIPTS[sys.argv[1]], TABLES, {}))
    write_fixtures()
