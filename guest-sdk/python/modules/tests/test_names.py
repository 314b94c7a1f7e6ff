"""The page says what is there."""

import names
import pytest


def test_the_page_names_what_is_there():
    text = names.PAGE.read_text(encoding="utf-8")
    assert names.page(text) == text, "run guest-sdk/python/modules/tests/names.py"


@pytest.mark.parametrize("owner", ["DataFrame", "Series"])
def test_a_name_of_pandas_that_is_not_there_says_so(owner):
    import json

    import pandas as pd

    thing = pd.DataFrame({"a": [1]}) if owner == "DataFrame" else pd.Series([1])
    absent = [name for name in json.loads(names.NAMES.read_text())[owner] if not names.has(names.owner(owner), name)]
    assert absent
    for name in absent:
        with pytest.raises((NotImplementedError, AttributeError)) as caught:
            getattr(thing, name)()
        assert name in str(caught.value)
