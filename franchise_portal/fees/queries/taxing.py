"""Which tax stands on which line when invoices are written."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property

from sqlalchemy import select

from ...contracts.models import Contract
from ...database import db
from ..models import Tax, TaxRate, TaxRule
from ..rules.taxes import Rate, Rule, Scope, tax_for
from ..tax_enums import TaxKind
from .raw_ids import RawId, raw


class Taxes:
    """The taxes and rules as they stand, asked line by line; nothing is read without a rule."""

    def __init__(self) -> None:
        """Read the rules and the rates; there are few of either."""
        self.rules = tuple(
            Rule(Scope(fee, brand, franchisee), starts_on, tax)
            for fee, brand, franchisee, starts_on, tax in db.session.execute(
                select(
                    TaxRule.fee,
                    raw(TaxRule.brand_id),
                    raw(TaxRule.franchisee_id),
                    TaxRule.starts_on,
                    raw(TaxRule.tax_id),
                ).order_by(TaxRule.starts_on, TaxRule.id)
            )
        )
        self._found: dict[tuple[Scope, date], Rate | None] = {}

    @cached_property
    def _rates(self) -> dict[object, list[tuple[date, Rate]]]:
        rates: dict[object, list[tuple[date, Rate]]] = defaultdict(list)
        for rate_id, tax_id, starts_on, rate, kind, label, reason in db.session.execute(
            select(
                raw(TaxRate.id),
                raw(TaxRate.tax_id),
                TaxRate.starts_on,
                TaxRate.rate,
                Tax.kind,
                Tax.label,
                Tax.reason,
            )
            .join(Tax, Tax.id == TaxRate.tax_id)
            .order_by(TaxRate.starts_on)
        ):
            rates[tax_id].append((starts_on, as_rate(rate_id, kind, rate, label, reason)))
        return rates

    @cached_property
    def _brands(self) -> dict[RawId, RawId]:
        rows = db.session.execute(select(raw(Contract.id), raw(Contract.brand_id)))
        return dict(rows.all())

    def on(self, fee: str, contract_id: RawId, franchisee_id: RawId, day: date) -> Rate | None:
        """The tax of a fee of a contract on a day; None where no rule speaks of it."""
        if not self.rules:
            return None
        brand = None
        if any(rule.scope.brand for rule in self.rules):
            brand = self._brands[contract_id]
        key = (Scope(fee, brand, franchisee_id), day)
        if key not in self._found:
            tax = tax_for(self.rules, key[0], on=day)
            begun = [rate for starts_on, rate in self._rates[tax] if starts_on <= day]
            self._found[key] = begun[-1] if begun else None
        return self._found[key]


def as_rate(rate_id: object, kind: TaxKind, rate: Decimal, label: str, reason: str) -> Rate:
    """A rate as the rules read it, however many zeros the database keeps behind it."""
    return Rate(rate_id, kind, rate.normalize() if rate else Decimal(0), label, reason)


def rates_of(rate_ids: Iterable[RawId | None]) -> dict[RawId, Rate]:
    """Rates by their id."""
    ids = {rate_id for rate_id in rate_ids if rate_id is not None}
    if not ids:
        return {}
    rows = db.session.execute(
        select(raw(TaxRate.id), Tax.kind, TaxRate.rate, Tax.label, Tax.reason).join(
            Tax, Tax.id == TaxRate.tax_id
        )
    )
    return {row[0]: as_rate(*row) for row in rows if row[0] in ids}
