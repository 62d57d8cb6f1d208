"""Outlets, territories and the development schedule."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ....kit.i18n import N_
from ....network.rules.areas import covers
from ...findings import Finding
from ..clauses import ClauseText
from ..surroundings import AreaGranted, Place, Surroundings
from ..terms import Terms
from ..territory_conflicts import days_of, incomparable, territory_conflicts


def outlets(
    terms: Terms, _clauses: Sequence[ClauseText], around: Surroundings
) -> Iterator[Finding]:
    starts_on, ends_on = days_of(terms, around)
    names = {place.id: place.name for place in around.places}
    for rule, message, remedy, coverings in (
        ("outlets.covered", _COVERED, _RELEASE, around.coverings),
        ("outlets.promised", _PROMISED, _TAKE_BACK, around.promised),
    ):
        for covering in coverings:
            if covering.outlet_id in names and covering.overlaps(starts_on, ends_on):
                yield Finding(
                    rule=rule,
                    section="outlets_permitted",
                    message=message,
                    remedy=remedy,
                    params={
                        "outlet": names[covering.outlet_id],
                        "number": covering.number,
                        "first": max(starts_on, covering.starts_on),
                        "last": min(ends_on, covering.ends_on),
                    },
                )
    if terms.outlets_permitted is not None and len(around.places) > terms.outlets_permitted:
        yield Finding(
            rule="outlets.too_many",
            section="outlets_permitted",
            message=N_("The contract covers %(count)s outlets and permits %(most)s."),
            remedy=N_("Permit more outlets, or take some out of the contract."),
            params={"count": len(around.places), "most": terms.outlets_permitted},
        )


_COVERED = N_("%(outlet)s is covered by the contract %(number)s from %(first)s to %(last)s.")
_PROMISED = N_(
    "%(outlet)s is promised from %(first)s to %(last)s by the contract %(number)s, which is out "
    "for signature."
)
_RELEASE = N_("Change the term, take the outlet out, or end that contract first.")
_TAKE_BACK = N_("Take that contract back first, or wait until it is decided.")


def territory(
    terms: Terms, _clauses: Sequence[ClauseText], around: Surroundings
) -> Iterator[Finding]:
    grant = terms.territory
    if grant is None:
        return
    for code in grant.codes:
        area = around.areas.get(code)
        if area is None:
            yield Finding(
                rule="territory.unknown",
                section="territory",
                message=N_("The network has no territory with the code %(code)s."),
                remedy=N_("Add the territory first, or choose another."),
                params={"code": code},
            )
        elif area.brand_id != around.brand_id:
            yield Finding(
                rule="territory.other_brand",
                section="territory",
                message=N_("The territory %(code)s belongs to another brand."),
                remedy=N_("Choose a territory of the contract's brand."),
                params={"code": code},
            )
    for conflict in territory_conflicts(terms, around):
        is_promised = conflict.other.is_promised
        yield Finding(
            rule="territory.promised" if is_promised else "territory.overlap",
            section="territory",
            message=_PROMISED_AREA if is_promised else _GRANTED_AREA,
            remedy=N_("Grant another area, not exclusively, or for other days."),
            params={
                "code": f"{conflict.area.code} {conflict.area.name}",
                "other": f"{conflict.other.area.code} {conflict.other.area.name}",
                "number": conflict.other.number,
                "first": conflict.starts_on,
                "last": conflict.ends_on,
            },
        )
    yield from _on_the_map(terms, around)


_GRANTED_AREA = N_(
    "%(code)s overlaps %(other)s, which the contract %(number)s holds exclusively, from %(first)s "
    "to %(last)s."
)
_PROMISED_AREA = N_(
    "%(code)s overlaps %(other)s, which the contract %(number)s promises exclusively from "
    "%(first)s to %(last)s; it is out for signature, or agreed from a later day on."
)


def _on_the_map(terms: Terms, around: Surroundings) -> Iterator[Finding]:
    by_hand = [pair for pair in incomparable(terms, around) if pair.key not in around.compared]
    plain = [pair for pair in by_hand if not pair.inside]
    if plain:
        yield Finding(
            rule="territory.compare_by_hand",
            section="territory",
            message=N_(
                "Some exclusive areas are drawn and others are lists of postcodes, so they cannot "
                "be compared here: %(codes)s."
            ),
            remedy=_BY_HAND,
            params={"codes": tuple(sorted({pair.other.area.code for pair in plain}))},
        )
    for pair in by_hand:
        if pair.inside:
            yield Finding(
                rule="territory.likely_overlap",
                section="territory",
                message=N_(
                    "%(code)s and %(other)s of the contract %(number)s most probably overlap: one "
                    "is drawn, and outlets of its contract have postcodes of the other: "
                    "%(outlets)s."
                ),
                remedy=_BY_HAND,
                params={
                    "code": f"{pair.area.code} {pair.area.name}",
                    "other": f"{pair.other.area.code} {pair.other.area.name}",
                    "number": pair.other.number,
                    "outlets": tuple(f"{one.name} ({one.postcode})" for one in pair.inside),
                },
            )
    for place in outlets_outside(terms, around.places, around.areas):
        yield Finding(
            rule="territory.outlet_outside",
            section="territory",
            message=N_("%(outlet)s, postcode %(postcode)s, lies outside the territory."),
            remedy=N_("Check the postcode, or grant the area that it lies in."),
            params={"outlet": place.name, "postcode": place.postcode},
            is_blocking=False,
        )


_BY_HAND = N_("Compare them on a map, then write down below why they do not overlap.")


def outlets_outside(
    terms: Terms, places: Sequence[Place], areas: Mapping[str, AreaGranted]
) -> tuple[Place, ...]:
    """The outlets whose postcodes lie outside the territory, as far as postcodes can tell.

    Where an area of it is drawn, or unknown, nobody can.
    """
    granted = [areas.get(code) for code in (terms.territory.codes if terms.territory else ())]
    if not granted or not all(one and one.postcodes and not one.polygon for one in granted):
        return ()
    held = [code for one in granted if one for code in one.postcodes]
    return tuple(place for place in places if place.postcode and not covers(held, place.postcode))


def development(
    terms: Terms, _clauses: Sequence[ClauseText], around: Surroundings
) -> Iterator[Finding]:
    steps = terms.development
    _first, ends_on = days_of(terms, around)
    for before, after in pairwise(steps):
        if not (
            before.number < after.number
            and before.due_on < after.due_on
            and before.outlets_open < after.outlets_open
        ):
            yield Finding(
                rule="development.out_of_order",
                section="development",
                message=N_(
                    "Step %(after)s of the development schedule does not follow step %(before)s: "
                    "each step is later and asks for more outlets."
                ),
                remedy=N_("Put the steps in order."),
                params={"before": before.number, "after": after.number},
            )
    for step in steps:
        if step.due_on > ends_on or (terms.starts_on and step.due_on < terms.starts_on):
            yield Finding(
                rule="development.outside_term",
                section="development",
                message=N_("Step %(number)s is due on %(day)s, outside the term."),
                remedy=N_("Choose a day of the term."),
                params={"number": step.number, "day": step.due_on},
            )
    most = max((step.outlets_open for step in steps), default=0)
    if terms.outlets_permitted is not None and most > terms.outlets_permitted:
        yield Finding(
            rule="development.more_than_permitted",
            section="development",
            message=N_(
                "The development schedule asks for %(count)s outlets, the contract permits "
                "%(most)s."
            ),
            remedy=N_("Permit as many outlets as the schedule asks for."),
            params={"count": most, "most": terms.outlets_permitted},
        )
