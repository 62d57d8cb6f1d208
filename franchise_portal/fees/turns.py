"""What lets a part of an invoice be settled at another turn than its due day says.

Features above fees know what is in dispute and what was agreed to be paid in instalments; each
hands over a source in the manner of `fees.holds`, and `features.py` installs them once. Whoever
spreads money over open invoices asks here, once for many franchisees.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from .rules.allocation import Terms

TermsOf = Callable[[Collection[UUID]], Mapping[UUID, Terms]]
"""The terms of some franchisees; those without any are left out."""

_sources: list[TermsOf] = []


def install(sources: Sequence[TermsOf]) -> None:
    """Keep what the features above answer; called once by the composition root."""
    _sources[:] = sources


def terms_of(franchisee_ids: Collection[UUID]) -> Mapping[UUID, Terms]:
    """What all sources say together of some franchisees; those without any are left out."""
    found: dict[UUID, Terms] = {}
    if franchisee_ids:
        for source in _sources:
            for franchisee_id, terms in source(franchisee_ids).items():
                found[franchisee_id] = _together(found.get(franchisee_id), terms)
    return found


def _together(one: Terms | None, other: Terms) -> Terms:
    if one is None:
        return other
    contested = dict(one.contested)
    for part, minor in other.contested.items():
        contested[part] = contested.get(part, 0) + minor
    return Terms(contested, (*one.plans, *other.plans))
