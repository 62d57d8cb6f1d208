"""What the rows of a contracts file name; of a wrong code the nearest is named."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ....contracts.queries import coverings, numbers_taken
from ....contracts.rules import Covering
from ....database import db
from ....kit.errors import Unreadable, shown
from ....kit.i18n import N_
from ....kit.lookalikes import Lookalikes
from ....network.models import Brand, Franchisee, Outlet, OutletOwnership
from ....sheets import Row

PORTION = 5_000


class Known:
    """The franchisees, brands, outlets and contracts that some rows name."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Look up what the rows name."""
        codes = {code for row in rows for code in _codes(row.values["outlets"])}
        self._franchisees = _by_code(Franchisee, {row.values["franchisee"] for row in rows})
        self._outlets = _by_code(Outlet, codes)
        brands = db.session.scalars(select(Brand)).all()
        self._brands = {name: brand for brand in brands for name in (brand.name, brand.code)}
        ids = [outlet.id for outlet in self._outlets.values()]
        self._owned: dict[UUID, list[OutletOwnership]] = defaultdict(list)
        for start in range(0, len(ids), PORTION):
            for owned in db.session.scalars(
                select(OutletOwnership).where(
                    OutletOwnership.outlet_id.in_(ids[start : start + PORTION])
                )
            ):
                self._owned[owned.outlet_id].append(owned)
        self.covers: dict[UUID, list[Covering]] = defaultdict(list)
        for covering in coverings(ids):
            self.covers[covering.outlet_id].append(covering)
        self.taken = numbers_taken(row.values["number"] for row in rows)
        self._similar: dict[type[Any], Lookalikes] = {}

    def franchisee(self, code: str) -> Franchisee:
        """The franchisee with a code."""
        found: Franchisee | None = self._franchisees.get(code)
        if found is None:
            raise self._unknown(Franchisee, code, N_("No franchisee has the code “%(code)s”."))
        return found

    def brand(self, name: str) -> Brand:
        """The brand with a code or a name."""
        found = self._brands.get(name)
        if found is None:
            raise Unreadable(
                N_("There is no brand “%(name)s”."),
                N_("Write one of: %(known)s."),
                name=shown(name),
                known=", ".join(sorted({brand.code for brand in self._brands.values()})),
            )
        return found

    def outlets_named(self, text: str) -> list[Outlet]:
        """The outlets with the codes in a cell."""
        codes = _codes(text)
        if not codes:
            raise Unreadable(
                N_("A contract covers at least one outlet."),
                N_("Write their codes with semicolons between them."),
            )
        unknown = next((code for code in codes if code not in self._outlets), None)
        if unknown is not None:
            raise self._unknown(Outlet, unknown, N_("No outlet has the code “%(code)s”."))
        return [self._outlets[code] for code in codes]

    def not_theirs(
        self, outlet: Outlet, franchisee: Franchisee, brand: Brand, term: tuple[date, date]
    ) -> Unreadable | None:
        """What is wrong with an outlet of another brand, or that the party never owns."""
        if outlet.brand_id != brand.id:
            return Unreadable(
                N_("%(outlet)s does not trade under %(brand)s."),
                N_("Write the outlet's brand, or leave the outlet out."),
                outlet=outlet.code,
                brand=brand.name,
            )
        first, last = term
        if any(
            owned.franchisee_id == franchisee.id
            and owned.starts_on <= last
            and (owned.ends_on is None or owned.ends_on >= first)
            for owned in self._owned[outlet.id]
        ):
            return None
        return Unreadable(
            N_("%(outlet)s does not belong to %(franchisee)s in the term."),
            N_("Check the outlet, or transfer it first."),
            outlet=outlet.code,
            franchisee=franchisee.name,
        )

    def _unknown(self, model: type[Any], code: str, message: str) -> Unreadable:
        if model not in self._similar:
            self._similar[model] = Lookalikes(db.session.scalars(select(model.code)).all())
        nearest = self._similar[model].nearest(code)
        remedy = N_("Did you mean %(nearest)s?") if nearest else N_("Check the code.")
        return Unreadable(message, remedy, code=shown(code), nearest=nearest)


def _by_code(model: type[Any], codes: set[str]) -> dict[str, Any]:
    wanted, found = sorted(codes), {}
    for start in range(0, len(wanted), PORTION):
        here = model.code.in_(wanted[start : start + PORTION])
        found.update({row.code: row for row in db.session.scalars(select(model).where(here))})
    return found


def _codes(text: str) -> list[str]:
    return list(dict.fromkeys(code.strip() for code in text.split(";") if code.strip()))
