"""`python -m pytest` tests the transform as it is, without a component."""

import pytest
from sandtable_guest import Error
from sandtable_guest.testing import run
from transform import totals

TABLE = {"carrier": ["UA", "AA", "UA", None], "delay": [1.5, 2, None, 4]}


def test_a_column_is_added_up_by_group() -> None:
    outcome = run(totals, TABLE, {"by": "carrier", "of": "delay"})
    assert outcome.rows == [
        {"group": "UA", "rows": 2, "total": 1.5},
        {"group": "AA", "rows": 1, "total": 2.0},
        {"group": None, "rows": 1, "total": 4.0},
    ]


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(Error, match="there is no column 'x'; there are: carrier, delay"):
        run(totals, TABLE, {"by": "carrier", "of": "x"})
