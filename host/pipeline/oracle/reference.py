"""Runs the tests of polars-as-config 1.2.1 and writes down what they asked and were answered.

The tests are in the package's source distribution; SANDTABLE_REFERENCE names the folder it was unpacked into. Without it
the fixtures that are there stay as they are.
"""

import copy
import importlib
import json
import os
import shutil
import sys
import types
from contextlib import contextmanager
from pathlib import Path

import canonical
import interpreter
from cases import loose
from polars_as_config import config as package

# Those that run documents. What turns Python into documents and back has its tests in `tests/it/python/reference.rs`.
MODULES = ("test_arguments", "test_attributes_as_arguments", "test_custom_functions", "test_multiple_dataframes", "test_operations",
           "test_variables", "test_parsers.test_parsing")


class Recorder:
    def __init__(self):
        self.test, self.depth, self.runs, self.ran = "", 0, [], 0

    def patch(self):
        run, step = package.Config.run_config, package.Config.handle_step
        recorder = self

        def run_config(config, document):
            try:
                given = json.loads(json.dumps(document))
            except TypeError:  # a document that a first run has filled with expressions
                with recorder.inside():
                    return run(config, document)
            with recorder.inside():
                try:
                    result = run(config, document)
                except Exception as error:
                    recorder.runs.append((recorder.test, given, None, canonical.failure(error)))
                    raise
            for name, frame in result.items():
                try:
                    answer = canonical.answer(interpreter.frame_of(frame))
                except Exception as error:
                    answer = canonical.failure(error)
                recorder.runs.append((recorder.test, given, name, answer))
            return result

        def handle_step(config, current, one, variables):
            if recorder.depth:
                return step(config, current, one, variables)
            given = copy.deepcopy(one)
            with recorder.inside() as outer:
                result = step(config, current, one, variables)
            if outer and current is not None:
                data = interpreter.frame_of(current).to_dict(as_series=False)
                steps = [{"operation": "DataFrame", "args": [data]}, {"operation": "lazy"}, given]
                recorder.runs.append((recorder.test, {"steps": steps}, None, canonical.answer(interpreter.frame_of(result))))
            return result

        package.Config.run_config, package.Config.handle_step = run_config, handle_step

    @contextmanager
    def inside(self):
        self.depth += 1
        try:
            yield self.depth == 1
        finally:
            self.depth -= 1


def stand_in_for_pytest():
    """What the tests use of pytest."""

    @contextmanager
    def raises(kind, match=None):
        try:
            yield types.SimpleNamespace(value=None)
        except kind:
            return
        raise AssertionError(f"{kind} was not raised")

    module = types.ModuleType("pytest")
    module.raises = raises
    module.fixture = lambda f=None, **_: f if f else (lambda g: g)
    sys.modules["pytest"] = module


def tests_of(module):
    for name, item in vars(module).items():
        if name.startswith("test_") and callable(item):
            yield name, item
        if name.startswith("Test") and isinstance(item, type):
            for method in [m for m in dir(item) if m.startswith("test_")]:
                this = item()
                if hasattr(this, "setup_method"):
                    this.setup_method()
                yield f"{name}.{method}", getattr(this, method)


def write(folder):
    source = os.environ.get("SANDTABLE_REFERENCE")
    if not source:
        return
    source = Path(source)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source / "tests/test_data", folder / "tests/test_data")
    stand_in_for_pytest()
    sys.path.insert(0, str(source))
    recorder = Recorder()
    recorder.patch()
    back = os.getcwd()
    os.chdir(source)
    failed = []
    try:
        for name in MODULES:
            module = importlib.import_module(f"tests.{name}")
            for test, function in tests_of(module):
                recorder.test = f"{name}.{test}"
                recorder.ran += 1
                try:
                    function()
                except Exception as error:
                    failed.append(f"{recorder.test}: {error!r}")
    finally:
        os.chdir(back)
        sys.path.remove(str(source))
    with (folder / "documents.jsonl").open("w") as out:
        for test, document, name, answer in recorder.runs:
            line = {"id": f"reference:{test}:{name}", "name": "document.reference", "document": document, "return": name, "answer": answer}
            if loose(document):
                line["unordered"] = True
                answer.get("rows", []).sort(key=json.dumps)
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{recorder.ran} tests of polars-as-config ran, {len(recorder.runs)} answers", file=sys.stderr)
    for text in failed:
        print(f"reference test failed: {text}", file=sys.stderr)
