"""Writes the fixtures: frames, documents with the oracle's answers, and the coverage by name. See README.md."""

import copy
import inspect
import json
import os
import shutil
import sys
import warnings
from pathlib import Path

import canonical
import cases
import examples
import frames
import interpreter
import pipelines
import reference
import surface
import writes
from polars_as_config.config import Config
from functions import FUNCTIONS

FIXTURES = Path(__file__).resolve().parent.parent / "tests/fixtures"
FILES = ("expr", "namespaces", "functions", "selectors", "frames", "io")


def answered(case):
    """The line of a fixture, and whether the answer is what the case's author meant."""
    try:
        answer = canonical.answer(interpreter.run(case.document, case.variables, case.returned))
    except BaseException as error:  # Polars' panics are no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        answer = canonical.failure(error)
    if case.unordered and "rows" in answer:
        answer["rows"].sort(key=json.dumps)
    line = {"id": case.id, "name": case.name, "document": case.document, "return": case.returned}
    if case.variables:
        line["variables"] = case.variables
    if case.unordered:
        line["unordered"] = True
    return {**line, "answer": answer}


def same_in_reference(case, answer):
    """Whether polars-as-config itself gives this answer; None where it cannot be asked."""
    document = copy.deepcopy(case.document)
    if "steps" not in document or "error" in answer:
        return None
    document["variables"] = interpreter.variables_of(document, case.variables)
    try:
        found = Config().add_custom_functions(FUNCTIONS).run_config(document)
        theirs = canonical.answer(interpreter.frame_of(found[case.returned]))
    except BaseException:
        return False
    if case.unordered:
        theirs["rows"], answer = sorted(theirs["rows"], key=json.dumps), {**answer, "rows": sorted(answer["rows"], key=json.dumps)}
    return json.dumps(theirs) == json.dumps(answer)


def write_lines(file, lines):
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def given_parameters(document, found):
    """Which parameters of which names a document gives, by the names' own signatures."""

    def walk(value, kind):
        if isinstance(value, list):
            for item in value:
                walk(item, kind)
        if not isinstance(value, dict):
            return
        for item in value.values():
            walk(item, kind)
        operation = value.get("operation") or value.get("expr")
        if not isinstance(operation, str):
            return
        if "expr" in value:
            names = [operation] if "." in operation else ["Expr." + operation] if value.get("on") else ["pl." + operation]
        else:
            names = [k + "." + operation for k in ("LazyFrame", "DataFrame", "LazyGroupBy", "GroupBy", "RollingGroupBy", "DynamicGroupBy", "pl")]
        for name in names:
            if name in signatures:
                found.setdefault(name, set()).update(used(signatures[name], value))

    walk(document, None)


def used(params, call):
    kinds = inspect.Parameter
    positional = [p.name for p in params if p.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD)]
    rest = [p.name for p in params if p.kind == kinds.VAR_POSITIONAL]
    named = {p.name for p in params if p.kind in (kinds.KEYWORD_ONLY, kinds.POSITIONAL_OR_KEYWORD)}
    keywords = [p.name for p in params if p.kind == kinds.VAR_KEYWORD]
    count = len(call.get("args") or [])
    yield from positional[:count]
    if count > len(positional):
        yield from rest
    for key in call.get("kwargs") or {}:
        yield key if key in named else keywords[0] if keywords else key


signatures = {}


def coverage(lines, tried):
    names = surface.surface()
    table, ok, failing = {}, {}, {}
    for line in lines:
        counts = failing if "error" in line["answer"] else ok
        counts[line["name"]] = counts.get(line["name"], 0) + 1
    for name in sorted(names):
        entry = {"ok": ok.get(name, 0), "failing": failing.get(name, 0)}
        if entry["ok"]:
            missing = [p.name for p in signatures.get(name, []) if p.name not in tried.get(name, set())]
            if missing:
                entry["parameters_not_given"] = missing
        else:
            entry["reason"] = surface.REASONS.get(name, "")
        table[name] = entry
    for name in sorted((set(ok) | set(failing)) - set(names)):
        table[name] = {"ok": ok.get(name, 0), "failing": failing.get(name, 0), "beside": "the surface"}
    return table


def main():
    warnings.simplefilter("ignore")
    shutil.rmtree(FIXTURES / "frames", ignore_errors=True)
    frames.write(FIXTURES / "frames")
    os.chdir(FIXTURES)
    for name, function in surface.surface().items():
        signatures[name] = [p for p in interpreter.parameters(function) if p.name != "self"]
    everything, tried, wrong, differing = [], {}, [], 0
    groups = {f: list(cases.read(f"{f}.txt")) for f in FILES} | {"examples": list(examples.cases()), "documents": list(cases.documents()), "random": list(pipelines.cases())}
    for file, found in groups.items():
        lines = []
        for case in found:
            line = answered(case)
            failed = "error" in line["answer"]
            if case.fails is not None and failed != case.fails:
                wrong.append(f"{case.id}: {case.name}: {'fails: ' + line['answer']['error']['message'] if failed else 'does not fail'}")
            if same_in_reference(case, line["answer"]) is False:
                line["reference_differs"] = True
                differing += 1
            if not failed:
                given_parameters(case.document, tried)
            lines.append(line)
        write_lines(FIXTURES / f"{file}.jsonl", lines)
        if file not in ("documents", "random"):
            everything += lines
    written = list(writes.lines())
    write_lines(FIXTURES / "writes.jsonl", written)
    for line in written:
        given_parameters(line["document"], tried)
    reference.write(FIXTURES / "reference")
    table = coverage(everything + written, tried)
    (FIXTURES / "coverage.json").write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n")
    bare = [name for name, entry in table.items() if not entry["ok"] and not entry.get("reason") and "beside" not in entry]
    print(f"{len(everything)} cases by name; {sum(1 for e in table.values() if e['ok'])} names succeed; "
          f"{differing} documents go beyond polars-as-config", file=sys.stderr)
    for text in wrong + [f"no case and no reason: {name}" for name in bare]:
        print(text, file=sys.stderr)
    sys.exit(bool(wrong or bare))


if __name__ == "__main__":
    main()
