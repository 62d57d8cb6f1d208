"""Sales for tests of pure rules: plain defaults for everything."""

from typing import Any

from franchise_portal.fees.rules.sales import Sales
from franchise_portal.kit.period import Period


def a_sales(period: str = "2026-10", *, gross: int = 10_000, **more: Any) -> Sales:
    """What an outlet sold in a period, in minor units."""
    return Sales("TL-001", Period.parse(period), "EUR", gross, **more)
