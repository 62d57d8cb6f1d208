"""Rows in bulk go through the same column types as everywhere else, on both databases."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from franchise_portal import Portal
from franchise_portal.database import db
from franchise_portal.fees.models import Allocation, Assessment, Invoice, SalesReport
from franchise_portal.kit import clock
from franchise_portal.kit.ids import new_id, new_row_id
from franchise_portal.network.models import Franchisee, Region
from franchise_portal.rows import Among, insert_rows
from tests.support.people import SmallNetwork

COLUMNS = (
    "id",
    "outlet_id",
    "starts_on",
    "ends_on",
    "month",
    "version",
    "is_current",
    "currency",
    "gross_minor",
    "sales_tax_minor",
    "refunds_minor",
    "discounts_minor",
    "excluded_minor",
    "cost_of_goods_minor",
    "units",
    "source",
    "reported_at",
    "reported_by_name",
)


def a_row(network, identity, units, day=date(2026, 10, 1)):
    outlet = network.outlets["TL-001"].id
    money = ("EUR", 1, 0, 0, 0, 0, 0)
    told = (units, "file", clock.now(), "阮 = 'x'\t\\N")
    return (identity, outlet, day, day, "2026-10", 1, True, *money, *told)


def test_ids_and_numbers_may_be_objects_or_text(network):
    as_object = [a_row(network, new_id(), Decimal("1.5"))]
    as_text = [a_row(network, new_row_id(), "2.25", date(2026, 10, 2))]
    insert_rows(SalesReport, COLUMNS, as_object)
    insert_rows(SalesReport, COLUMNS, as_text)
    rows = db.session.scalars(select(SalesReport).order_by(SalesReport.starts_on)).all()
    assert [row.units for row in rows] == [Decimal("1.5"), Decimal("2.25")]
    assert [row.id.version for row in rows] == [7, 7]


def test_text_of_any_kind_arrives_as_it_was(network):
    insert_rows(SalesReport, COLUMNS, [a_row(network, new_id(), None)])
    [row] = db.session.scalars(select(SalesReport)).all()
    assert (row.reported_by_name, row.units) == ("阮 = 'x'\t\\N", None)
    assert row.reported_at.tzinfo is not None


def test_one_mapping_may_serve_many_rows(network):
    shared = [{"outlet": "TL-001", "name": "码头"}]
    names = ("id", "month", "started_at", "requested_by_name", "invoices", "lines", "totals",
             "skipped", "skipped_count")  # fmt: skip
    rows = [(new_id(), "2026-10", clock.now(), "", 0, 0, [], shared, 1) for _ in range(2_500)]
    insert_rows(Assessment, names, rows)
    found = db.session.scalars(select(Assessment.skipped)).all()
    assert len(found) == 2_500
    assert all(skipped == shared for skipped in found)


TEXTS = ("", "\\", "\\N", "\\.", "a\tb", "a\nb", "a\r\nb", "\\t\t", "'\"", "阮 𠀀", " ")


def test_texts_that_a_copy_could_mistake_arrive_as_they_were(network):
    insert_rows(
        Region,
        ("id", "code", "name", "name_local"),
        [(new_id(), f"X{place}", f"Region {place}", text) for place, text in enumerate(TEXTS)],
    )
    rows = db.session.scalars(select(Region).where(Region.code.startswith("X"))).all()
    assert {row.code: row.name_local for row in rows} == {
        f"X{place}": text for place, text in enumerate(TEXTS)
    }


def test_no_rows_are_no_statement(network):
    insert_rows(Invoice, ("id",), [])
    assert db.session.scalars(select(Invoice)).all() == []


def test_rows_are_found_by_any_number_of_ids(network: SmallNetwork) -> None:
    statement = (
        select(Franchisee.code)
        .where(Among(Franchisee.id, "ids"), Franchisee.code != "F-002")
        .order_by(Franchisee.code)
    )
    ids = [one.id for one in network.franchisees.values()]

    def found(asked: list[UUID]) -> list[str]:
        return list(db.session.connection().execute(statement, {"ids": asked}).scalars())

    assert found(ids) == ["F-001"]
    assert found([network.franchisees["F-002"].id]) == []
    assert found([]) == []


def test_an_index_finds_the_rows_of_ids(app: Portal) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads small tables whole")
    statement = select(Allocation.book).where(Among(Allocation.payment_id, "ids"))
    compiled = statement.compile(db.engine)
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", ('["a"]',))
    assert "SEARCH allocations USING INDEX ix_allocations_payment" in str(plan.all())
