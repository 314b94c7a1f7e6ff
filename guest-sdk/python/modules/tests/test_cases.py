"""Our pandas on each case: what it gives is what real pandas gave, to the letter, or it is refused by name."""

import json
from pathlib import Path

import caselist
import pandas
import pytest
import snapshot

FIXTURES = {topic: json.loads((caselist.FOLDER / "fixtures" / f"{topic}.json").read_text(encoding="utf-8")) for topic in caselist.TOPICS}
CASES = [case for topic in caselist.TOPICS for case in caselist.cases(topic)]
ANSWERED = [case for case in CASES if not case.refused]
REFUSED = [case for case in CASES if case.refused]


def label(case):
    return f"{case.topic}: {case.name}"


def test_the_pandas_here_is_ours():
    assert Path(pandas.__file__).is_relative_to(caselist.FOLDER.parent)


@pytest.mark.parametrize("case", ANSWERED, ids=label)
def test_it_gives_what_pandas_gives(case):
    assert case.name in FIXTURES[case.topic], "scripts/pandas-oracle has not been run since this case was written"
    want = FIXTURES[case.topic][case.name]
    have = snapshot.of_case(case)
    if snapshot.as_text(have) != snapshot.as_text(want):
        pytest.fail(difference(want, have), pytrace=False)


@pytest.mark.parametrize("case", REFUSED, ids=label)
def test_it_is_refused_by_name(case):
    with pytest.raises(NotImplementedError) as caught:
        case.run()
    assert case.refused in str(caught.value)


@pytest.mark.parametrize("topic", caselist.TOPICS)
def test_no_fixture_is_left_over(topic):
    assert set(FIXTURES[topic]) == {case.name for case in ANSWERED if case.topic == topic}


def difference(want, have):
    """The parts that differ, each on two lines."""
    lines = []
    for part in [*want, *(part for part in have if part not in want)] if isinstance(want, dict) and isinstance(have, dict) else []:
        texts = [snapshot.as_text(side[part]) if part in side else "(absent)" for side in (want, have)]
        if texts[0] != texts[1]:
            lines += [f"{part}: pandas gives {texts[0]}", f"{part}: this gives    {texts[1]}"]
            if part == "repr" and all(isinstance(side.get(part), str) for side in (want, have)):
                lines += [want[part], "  but this prints", have[part]]
    return "\n".join(lines) or f"pandas gives {want}\nthis gives    {have}"
