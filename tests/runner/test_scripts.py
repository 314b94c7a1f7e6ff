"""Each script on our pandas: the same output, to the byte, exit code, error line, exception, types and text as on real pandas."""

import json

import pandas
import pytest
import reference
from conftest import MODULES


def test_the_pandas_here_is_ours():
    assert pandas.__file__.startswith(str(MODULES))


def test_there_is_a_fixture_for_each_script():
    assert {path.stem for path in (reference.HERE / "fixtures").glob("*.json")} == set(reference.SCRIPTS)


@pytest.mark.parametrize("name", reference.SCRIPTS)
def test_a_script_gives_what_it_gives_on_pandas(name, tmp_path):
    have = reference.run(name, tmp_path)
    fixtures = reference.HERE / "fixtures"
    want = json.loads((fixtures / f"{name}.json").read_text(encoding="utf-8"))
    log = (tmp_path / "stderr.log").read_text(encoding="utf-8")
    assert have == want, log
    output, wanted = tmp_path / "output.csv", fixtures / f"{name}.csv"
    assert output.exists() == wanted.exists()
    if wanted.exists():
        assert output.read_bytes().decode() == wanted.read_bytes().decode()
