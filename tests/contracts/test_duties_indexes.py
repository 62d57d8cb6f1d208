"""A SQLite that nobody analyzed finds duties through the indexes made for each question."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from franchise_portal.access.roles import Side
from franchise_portal.contracts.queries import calendar, clocks
from franchise_portal.database import db
from tests.builders.duties import TODAY, a_duty
from tests.support.people import SmallNetwork

YEAR = date(2027, 11, 2)


def plans(ask: Callable[[], object]) -> list[str]:
    """How SQLite goes through `duties` for each statement that a query sends."""
    sent: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        sent.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", keep)
    try:
        ask()
    finally:
        event.remove(db.engine, "before_cursor_execute", keep)
    cursor = db.session.connection().connection.cursor()
    found = []
    for statement, values in sent:
        rows = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
        found += [row[-1] for row in rows if " duties" in row[-1]]
    return found


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("portions", "ix_duties_next"),
        ("portion", "ix_duties_next"),
        ("late", "ix_duties_late"),
        ("months", "ix_duties_open"),
    ],
)
def test_each_question_has_its_index(network: SmallNetwork, name: str, index: str) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by its own statistics")
    for day in (TODAY, date(2026, 12, 1), date(2027, 1, 1)):
        business = a_duty(network, due_on=day).franchisee_id
    assert business
    hanna = network.actors["hanna"]
    questions: dict[str, Callable[[], object]] = {
        "portions": lambda: clocks.portions(TODAY),
        "portion": lambda: clocks.due_of_businesses(TODAY, business, business),
        "late": lambda: calendar.late_duties(hanna, Side.FRANCHISEE, limit=10),
        "months": lambda: calendar.months_ahead(hanna, TODAY, YEAR),
    }
    found = plans(questions[name])
    assert found
    assert all(index in step for step in found), found
    assert not any(step.startswith("SCAN duties") and "INDEX" not in step for step in found)


def test_a_business_s_own_calendar_goes_through_its_own_duties(network: SmallNetwork) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by its own statistics")
    a_duty(network, due_on=date(2026, 12, 1))
    omar = network.actors["omar"]
    found = plans(lambda: calendar.months_ahead(omar, TODAY, YEAR))
    assert found
    assert all("ix_duties_franchisee" in step for step in found), found
