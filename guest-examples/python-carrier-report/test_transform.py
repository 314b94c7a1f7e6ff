"""`python -m pytest` tests the transform with Polars in the host's place."""

from sandtable_guest.testing import describe, run
from transform import carrier_report

FLIGHTS = {
    "month": [1, 1, 6, 6, 7],
    "carrier": ["UA", "AA", "UA", "UA", "ZZ"],
    "arr_delay": [20.0, -5.0, None, 40.0, 0.0],
    "origin": ["EWR", "JFK", "EWR", "EWR", "LGA"],
    "dest": ["IAH", "MIA", "IAH", "ORD", "ATL"],
}
AIRLINES = {"carrier": ["UA", "AA"], "name": ["United", "American"]}
TABLES = {"flights": FLIGHTS, "airlines": AIRLINES}


def test_airlines_come_by_how_often_they_are_late() -> None:
    outcome = run(carrier_report, TABLES)
    assert outcome.columns["airline"] == ["United", "American", "ZZ"]
    assert outcome.rows[0] == {"airline": "United", "flights": 2, "late_share": 1.0, "median_delay": 30.0, "busiest_route": "EWR-IAH"}
    assert outcome.logs == [("info", "3 airlines, the worst of them United")]


def test_a_season_leaves_months_out() -> None:
    assert run(carrier_report, TABLES, {"season": "summer"}).columns["airline"] == ["United", "ZZ"]
    assert run(carrier_report, TABLES, {"season": "winter"}).columns["airline"] == ["United", "American"]


def test_it_asks_for_frames() -> None:
    assert describe(carrier_report).features == ["frames"]
