"""Finds arguments that make no difference: every keyword of a case's outermost call is left out once, and the answers
are compared. For the authors of cases: what it lists is a parameter that no case tests.

    python sensitivity.py [FILE…]
"""

import copy
import os
import sys
import warnings
from collections import defaultdict

import canonical
import cases
import interpreter
from generate import FILES, FIXTURES


def result(case, document):
    try:
        return canonical.answer(interpreter.run(document, case.variables, case.returned))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return canonical.failure(error)["error"]["type"]


def calls(value):
    if isinstance(value, list):
        for item in value:
            yield from calls(item)
    if isinstance(value, dict):
        if ("expr" in value or "operation" in value) and isinstance(value.get("kwargs"), dict):
            yield value
        for item in value.values():
            yield from calls(item)


def main():
    warnings.simplefilter("ignore")
    os.chdir(FIXTURES)
    felt, given = defaultdict(set), defaultdict(set)
    for file in sys.argv[1:] or [f"{f}.txt" for f in FILES]:
        for case in cases.read(file):
            if case.fails:
                continue
            whole = result(case, case.document)
            document = copy.deepcopy(case.document)
            for call in list(calls(document)):
                name = call.get("operation") or call["expr"]
                for key in list(call["kwargs"]):
                    kept = call["kwargs"].pop(key)
                    given[name].add(key)
                    if result(case, document) != whole:
                        felt[name].add(key)
                    call["kwargs"][key] = kept
    for name in sorted(given):
        idle = given[name] - felt[name]
        if idle:
            print(name, *sorted(idle))


if __name__ == "__main__":
    main()
