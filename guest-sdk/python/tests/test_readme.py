"""The examples of the READMEs run, in order, as one module."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT


@pytest.mark.parametrize(("path", "count"), [("guest-sdk/python/README.md", 4), ("README.md", 1)])
def test_the_examples_run(path: str, count: int) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / path).read_text(), re.DOTALL | re.MULTILINE)
    assert len(blocks) == count
    scope: dict[str, object] = {"__name__": "readme"}
    for number, block in enumerate(blocks):
        exec(compile(block, f"{path}, example {number + 1}", "exec", dont_inherit=True), scope)
