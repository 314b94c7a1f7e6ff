"""`python -m pytest` tests the transform as it is, without a component."""

import pytest
from sandtable_guest import Error
from sandtable_guest.testing import describe, run
from transform import late_streaks

FLIGHTS = {
    "tailnum": ["N1", "N2", "N1", "N1", "N2", "N1", "N1", None, "N1"],
    "arr_delay": [20, 5, 30, None, 2, 4, 40, 99, 15],
}


@pytest.mark.parametrize("batch_rows", [0, 1, 2])
def test_the_longest_run_of_each_aircraft_is_found(batch_rows: int) -> None:
    outcome = run(late_streaks, FLIGHTS, batch_rows=batch_rows)
    assert outcome.rows == [{"tailnum": "N1", "flights": 5, "late": 4, "longest": 2, "worst": 40.0}]
    assert outcome.logs == [("info", "2 aircraft in 9 flights")]
    assert outcome.progress[-1] == (9, 9)


def test_no_rows_give_no_rows_with_columns() -> None:
    outcome = run(late_streaks, {"tailnum": [], "arr_delay": []})
    assert outcome.rows == []
    assert outcome.schema.names == ["tailnum", "flights", "late", "longest", "worst"]


def test_bad_parameters_are_refused() -> None:
    with pytest.raises(Error, match="at_least is 0; at least 1 is allowed") as raised:
        run(late_streaks, FLIGHTS, {"at_least": 0})
    assert raised.value.code == "bad-parameter"
    with pytest.raises(Error, match="there is no parameter 'late'; there are: late_after, at_least"):
        run(late_streaks, FLIGHTS, {"late": 3})


def test_it_says_what_it_wants() -> None:
    description = describe(late_streaks)
    assert (description.name, description.version) == ("late-streaks", "1.0.0")
    assert [(column.name, column.type) for column in description.inputs[0].columns] == [("tailnum", "string"), ("arr_delay", "number")]
    assert [(column.name, column.type) for column in description.output][:2] == [("tailnum", "string"), ("flights", "int64")]
