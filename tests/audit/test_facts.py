from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from franchise_portal.access.roles import Role
from franchise_portal.audit.facts import pack
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period


@pytest.mark.parametrize(
    ("value", "packed"),
    [
        (None, None),
        ("x", "x"),
        (3, 3),
        (True, True),
        (Role.FINANCE, {"value": "finance", "label": "Finance"}),
        (Money(123, "EUR"), {"minor": 123, "currency": "EUR"}),
        (date(2026, 10, 1), {"date": "2026-10-01"}),
        (datetime(2026, 10, 1, tzinfo=UTC), {"moment": "2026-10-01T00:00:00+00:00"}),
        (Period.of_month(2026, 10), {"first": "2026-10-01", "last": "2026-10-31"}),
        (Decimal("0.05"), "0.05"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ((1, Role.OWNER), [1, {"value": "owner", "label": "Network owner"}]),
        ({"a": date(2026, 1, 1)}, {"a": {"date": "2026-01-01"}}),
    ],
)
def test_facts_are_packed_with_what_is_needed_to_show_them(value, packed):
    assert pack(value) == packed


@pytest.mark.parametrize("value", [0.1, object()])
def test_what_could_not_be_shown_later_is_refused(value):
    with pytest.raises(TypeError):
        pack(value)
