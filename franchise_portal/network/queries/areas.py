"""Which outlets lie in which territories, by postcode."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from ...access.actor import Actor
from ...database import db
from ..enums import SearchKind
from ..models import Outlet, SearchWord, Territory
from ..rules import search_words
from ..rules.areas import covers
from .scope import visible_outlets, visible_territories

MOST_SHOWN = 100
_MOST_CODES = 500


def territories_around(actor: Actor, outlet: Outlet) -> Sequence[Territory]:
    """The territories of the outlet's brand that hold its postcode, as far as the actor sees."""
    words = search_words([outlet.postcode]) if outlet.postcode else ()
    beginnings = {word[:length] for word in words for length in range(1, len(word) + 1)}
    if not beginnings:
        return ()
    # Postcodes are words of the index; beginnings of this one are the only candidates.
    candidates = select(SearchWord.subject_id).where(
        SearchWord.kind == SearchKind.TERRITORY, SearchWord.word.in_(beginnings)
    )
    query = visible_territories(actor).where(
        Territory.brand_id == outlet.brand_id, Territory.id.in_(candidates)
    )
    found = db.session.scalars(query.order_by(Territory.code))
    return [territory for territory in found if covers(territory.postcodes, outlet.postcode)]


def outlets_inside(actor: Actor, territory: Territory) -> Sequence[Outlet]:
    """The outlets of the territory's brand whose postcodes it holds, by code."""
    exact = [code for code in territory.postcodes if not code.endswith("*")][:_MOST_CODES]
    begun = [code[:-1] for code in territory.postcodes if code.endswith("*")][:_MOST_CODES]
    conditions = [Outlet.postcode.startswith(code, autoescape=True) for code in begun]
    if exact:
        conditions.append(Outlet.postcode.in_(exact))
    if not conditions:
        return ()
    query = (
        visible_outlets(actor)
        .where(Outlet.brand_id == territory.brand_id, or_(*conditions))
        .order_by(Outlet.code)
        .limit(MOST_SHOWN)
    )
    return db.session.scalars(query).all()
