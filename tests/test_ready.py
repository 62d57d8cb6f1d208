"""A statement built once gives what SQLAlchemy gives, in every run and on every database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import BindParameter, Date, bindparam, event, func, literal, select, text, union_all
from sqlalchemy.exc import DBAPIError, InternalError

from franchise_portal import Portal
from franchise_portal.database import db, read_in_portions
from franchise_portal.fees.models import FeePlan, SalesReport
from franchise_portal.network.enums import FranchiseeStatus
from franchise_portal.network.models import Franchisee, Outlet
from franchise_portal.ready import NOTHING, Ready, Statement
from franchise_portal.rows import Among, written
from tests.support.people import SmallNetwork

RUNS = 4
"""The first two go through SQLAlchemy; what is kept of the second serves the third."""

EVERY_KIND = (
    Franchisee.id,
    written(Franchisee.id).label("in_words"),
    Franchisee.code,
    Franchisee.since,
    Franchisee.status,
    Franchisee.created_at,
    literal(None).label("missing"),
    literal(Decimal("1.50")).label("exact"),
    func.count().over().label("many"),
)
STATEMENTS: dict[str, tuple[Statement, Mapping[str, Any]]] = {
    "columns of every kind": (select(*EVERY_KIND).order_by(Franchisee.code), NOTHING),
    "a list that is fixed": (
        select(Franchisee.code, Franchisee.status)
        .where(Franchisee.status.in_([FranchiseeStatus.ACTIVE, FranchiseeStatus.ALUMNI]))
        .order_by(Franchisee.code),
        NOTHING,
    ),
    "a limit and a day": (
        select(Franchisee.code)
        .where(Franchisee.created_at.is_not(None), bindparam("day", type_=Date) > date(2020, 1, 1))
        .order_by(Franchisee.code)
        .limit(bindparam("few")),
        {"day": date(2026, 11, 2), "few": 2},
    ),
    "a union that names a parameter twice": (
        union_all(
            select(Franchisee.code).where(Franchisee.code >= bindparam("code")),
            select(Outlet.code).where(Outlet.code != bindparam("code")),
        ),
        {"code": "A"},
    ),
    "JSON": (select(FeePlan.id, FeePlan.definition), NOTHING),
    "nobody": (select(Franchisee.id).where(Franchisee.code == bindparam("code")), {"code": "?"}),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_each_run_finds_what_the_session_finds(network: SmallNetwork, name: str) -> None:
    statement, values = STATEMENTS[name]
    expected = db.session.execute(statement, dict(values)).all()
    ready = Ready(statement)
    for _ in range(RUNS):
        found = ready.run(values)
        assert found == expected
        assert [row._mapping for row in found] == [row._mapping for row in expected]


def test_each_run_has_its_own_values(network: SmallNetwork) -> None:
    ids = sorted(franchisee.id for franchisee in network.franchisees.values())
    ready = Ready(select(Franchisee.id).where(Among(Franchisee.id, "ids")).order_by(Franchisee.id))
    for some in (ids[:1], ids, [], ids[1:], [str(ids[0])]):
        assert [str(one) for one in ready.scalars({"ids": some})] == [str(one) for one in some]


def test_a_list_of_values_that_would_change_the_statement_is_refused(network: SmallNetwork) -> None:
    codes: BindParameter[Any] = bindparam("codes", expanding=True)
    ready = Ready(select(Franchisee.id).where(Franchisee.code.in_(codes)))
    ready.run({"codes": ["A"]})
    with pytest.raises(TypeError, match="use Among"):
        ready.run({"codes": ["A"]})


def test_what_the_driver_refuses_is_said_as_sqlalchemy_says_it(network: SmallNetwork) -> None:
    wrong: Mapping[str, Any] = {"few": "many"}
    ready = Ready(select(Franchisee.id).limit(bindparam("few")))
    for _ in range(RUNS):
        ready.run({"few": 1})
    with pytest.raises(DBAPIError):
        ready.run(wrong)


def test_it_runs_in_the_sessions_transaction(network: SmallNetwork) -> None:
    ready = Ready(select(func.count()).select_from(SalesReport))
    for _ in range(RUNS):
        ready.run()
    db.session.execute(text("UPDATE franchisees SET name = 'Changed, not committed'"))
    names = Ready(select(Franchisee.name).distinct())
    for _ in range(RUNS):
        assert names.scalars() == ["Changed, not committed"]
    db.session.rollback()
    assert len(names.scalars()) > 1


def test_who_counts_statements_sees_every_run(network: SmallNetwork) -> None:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    ready = Ready(select(Franchisee.code))
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        for _ in range(RUNS):
            ready.run()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len([one for one in seen if one.startswith("SELECT franchisees.code")]) == RUNS


@contextmanager
def page(app: Portal) -> Iterator[None]:
    """What a view finds around it while somebody reads a page."""
    db.session.remove()
    with app.test_request_context("/sign-in"):
        app.preprocess_request()
        yield
        app.process_response(app.make_response("read"))


def test_a_page_that_is_read_cannot_write(app: Portal) -> None:
    """PostgreSQL itself refuses it: a page is read without a transaction that could go back."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite reads in a transaction, which is rolled back")
    with page(app), pytest.raises(InternalError, match="read-only transaction"):
        db.session.execute(text("DELETE FROM networks"))


def held() -> int:
    return int(db.engine.pool.checkedout())  # type: ignore[attr-defined]


def test_a_page_takes_one_connection_and_gives_it_back(network: SmallNetwork, app: Portal) -> None:
    """Whether its statements read rows alone or objects too."""
    ready = Ready(select(func.count()).select_from(Franchisee))
    for _ in range(RUNS):
        with page(app):
            ready.run()
            assert len(db.session.scalars(select(Franchisee)).all()) == len(network.franchisees)
            assert held() == 1
        assert held() == 0


def test_rows_in_portions_come_on_a_page_too(network: SmallNetwork, app: Portal) -> None:
    with page(app):
        codes = db.session.scalars(select(Franchisee.code), execution_options=read_in_portions(2))
        assert len(codes.all()) == len(network.franchisees)
    assert held() == 0
