"""python -m oracle: writes what real pandas gives for each case into `fixtures/TOPIC.json`."""

import os
import sys

# The width of repr's lines is the terminal's, where there is one.
os.environ |= {"COLUMNS": "80", "LINES": "24"}

import caselist
import numpy
import pandas
import snapshot

WANTED = {"pandas": "2.2.3", "numpy": "2.2.6"}


def main():
    have = {"pandas": pandas.__version__, "numpy": numpy.__version__}
    if have != WANTED:
        sys.exit(f"the oracle is {WANTED}; this environment has {have}")
    count = 0
    for topic in caselist.TOPICS:
        answers = {case.name: snapshot.of_case(case) for case in caselist.cases(topic) if not case.refused}
        lines = [f" {snapshot.as_text(name)}: {snapshot.as_text(answer)}" for name, answer in answers.items()]
        text = "{\n" + ",\n".join(lines) + "\n}\n"
        (caselist.FOLDER / "fixtures" / f"{topic}.json").write_text(text, encoding="utf-8")
        count += len(answers)
    print(f"{count} cases of {len(caselist.TOPICS)} topics")


main()
