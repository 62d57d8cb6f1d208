"""Territories."""

from collections.abc import Mapping, Sequence

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit.i18n import N_
from ..enums import Fact, NetworkAction
from ..errors import Refused
from ..models import Brand, Franchisee, Region, Territory
from ..rules import polygon_of, postcodes_of
from .editing import change, require_free, require_version
from .indexing import index_territory

_FACTS = {
    "code": Fact.CODE,
    "name": Fact.NAME,
    "name_local": Fact.NAME_LOCAL,
    "brand_id": Fact.BRAND,
    "region_id": Fact.REGION,
    "franchisee_id": Fact.FRANCHISEE,
    "is_exclusive": Fact.EXCLUSIVE,
    "postcodes": Fact.AREA,
    "polygon": Fact.AREA,
    "note": Fact.NOTE,
}
_TAKEN = N_("Another territory has the code “%(value)s”. Choose another.")


def create_territory(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    *,
    code: str,
    name: str,
    brand: Brand,
    name_local: str = "",
    region: Region | None = None,
    franchisee: Franchisee | None = None,
    is_exclusive: bool = True,
    postcodes: str = "",
    polygon: str = "",
    note: str = "",
) -> Territory:
    """Add a territory. `postcodes` and `polygon` are texts as people write them.

    Raises:
        Taken: when another has the code.
        Refused: when the area is unreadable, or there is none.
    """
    require_free(Territory.code, code, _TAKEN, field="code")
    territory = Territory(
        code=code,
        name=name,
        name_local=name_local,
        brand_id=brand.id,
        brand=brand,
        region_id=region.id if region else None,
        franchisee_id=franchisee.id if franchisee else None,
        is_exclusive=is_exclusive,
        note=note,
        **_area(postcodes, polygon),
    )
    db.session.add(territory)
    db.session.flush()
    audit.record(actor, NetworkAction.TERRITORY_ADDED, territory)
    index_territory(territory)
    return territory


def update_territory(
    actor: Actor,
    territory: Territory,
    *,
    changes: Mapping[str, object],
    version: int | None = None,
) -> tuple[Fact, ...]:
    """Change a territory; `postcodes` and `polygon` are texts as people write them.

    Raises:
        Taken: when another has the new code.
        Refused: when the area is unreadable, or there is none.
        ChangedMeanwhile: when the version seen is not the present one.
    """
    require_version(territory, version)
    facts = dict(changes)
    if "code" in facts:
        code = str(facts["code"])
        require_free(Territory.code, code, _TAKEN, field="code", besides=territory.id)
    if "postcodes" in facts or "polygon" in facts:
        facts |= _area(str(facts.get("postcodes", "")), str(facts.get("polygon", "")))
    changed = change(
        actor,
        NetworkAction.TERRITORY_CHANGED,
        territory,
        facts,
        _FACTS,
        franchisee_id=territory.franchisee_id,
    )
    index_territory(territory)
    return changed


def _area(postcodes: str, polygon: str) -> dict[str, list[object]]:
    codes: Sequence[str] = postcodes_of(postcodes)
    corners = polygon_of(polygon)
    if not codes and not corners:
        raise Refused(N_("Give postcodes, or draw the area corner by corner."), field="postcodes")
    return {
        "postcodes": list(codes),
        # As text: what was typed comes back as it was typed.
        "polygon": [[format(x, "f"), format(y, "f")] for x, y in corners],
    }
