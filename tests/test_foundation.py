"""The ground that everything stands on: the edge, append-only tables, moments and decimals."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import delete, func, insert, literal, select, text, update
from sqlalchemy.exc import DBAPIError, StatementError

from franchise_portal import Portal
from franchise_portal.audit.models import Entry
from franchise_portal.database import after_commit, db, edge
from franchise_portal.fees.models import SalesReport
from franchise_portal.network.models import Region
from tests.support.people import SmallNetwork


def regions() -> int:
    return db.session.scalar(select(func.count()).select_from(Region)) or 0


def test_an_edge_commits_at_its_end(app: Portal) -> None:
    with edge():
        db.session.add(Region(code="X", name="X"))
    db.session.rollback()
    assert regions() == 1


def test_an_edge_that_fails_leaves_nothing(app: Portal) -> None:
    def add_and_fail() -> None:
        db.session.add(Region(code="X", name="X"))
        db.session.flush()
        raise LookupError

    with pytest.raises(LookupError), edge():
        add_and_fail()
    assert regions() == 0


def test_a_reading_edge_never_writes(app: Portal) -> None:
    with edge(write=False):
        db.session.add(Region(code="X", name="X"))
        db.session.flush()
    assert regions() == 0


def test_what_waits_for_the_commit_does_not_run_on_a_savepoint(app: Portal) -> None:
    rung: list[int] = []
    with edge():
        with db.session.begin_nested():
            db.session.add(Region(code="X", name="X"))
            after_commit(lambda: rung.append(1))
        assert rung == []
    assert rung == [1]


def test_what_waits_for_the_commit_is_forgotten_on_rollback(app: Portal) -> None:
    rung: list[int] = []
    after_commit(lambda: rung.append(1))
    db.session.rollback()
    with edge():
        regions()
    assert rung == []


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_history(app: Portal, change: str) -> None:
    db.session.add(Entry(actor_name="Hanna", action="test.thing.done"))
    db.session.commit()
    statement = update(Entry).values(actor_name="Somebody") if change == "update" else delete(Entry)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(statement)
    db.session.rollback()


def test_a_row_of_history_is_not_replaced_by_another_either(app: Portal) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite replaces a row while it inserts one")
    db.session.add(Entry(actor_name="Hanna", action="test.thing.done"))
    db.session.commit()
    values = {column.name: column for column in Entry.__table__.columns}
    values["actor_name"] = literal("Somebody")
    same = select(*values.values())
    statement = insert(Entry).prefix_with("OR REPLACE").from_select(list(values), same)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(statement)
    db.session.rollback()


def test_history_is_not_emptied_at_a_stroke(app: Portal) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL empties a table without looking at its rows")
    db.session.add(Entry(actor_name="Hanna", action="test.thing.done"))
    db.session.commit()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(f"TRUNCATE {Entry.__tablename__}"))
    db.session.rollback()


def test_a_moment_comes_back_in_utc(app: Portal) -> None:
    east = timezone(timedelta(hours=8))
    db.session.add(Entry(actor_name="A", action="a", at=datetime(2026, 1, 1, 6, tzinfo=east)))
    db.session.commit()
    db.session.expire_all()
    assert db.session.scalars(select(Entry)).one().at == datetime(2025, 12, 31, 22, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused(app: Portal) -> None:
    db.session.add(Entry(actor_name="A", action="a", at=datetime(2026, 1, 1)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a zone"):
        db.session.flush()
    db.session.rollback()


def test_a_decimal_keeps_every_digit(app: Portal, network: SmallNetwork) -> None:
    day = datetime(2026, 1, 1, tzinfo=UTC).date()
    db.session.add(
        SalesReport(
            outlet_id=network.outlets["TL-001"].id,
            starts_on=day,
            ends_on=day,
            month="2026-01",
            currency="EUR",
            gross_minor=1,
            units=Decimal("0.100001"),
        )
    )
    db.session.commit()
    db.session.expire_all()
    assert db.session.scalars(select(SalesReport)).one().units == Decimal("0.100001")
