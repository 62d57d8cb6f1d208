"""The terms in words, for page, comparison and PDF alike: templates with their values.

Nothing is translated or formatted here; `contracts.words` does that for whoever reads.
"""

from collections.abc import Callable, Iterator, Mapping

from ...kit.i18n import N_
from . import term_duty_lines as duties
from . import term_money_lines as money
from .term_phrases import VALUE, Phrase, TermGroup, TermLine, alone
from .terms import DevelopmentStep, Notice, Renewal, Terms, TerritoryGrant

__all__ = ["VALUE", "Phrase", "TermGroup", "TermLine", "labels", "term_lines"]


def term_lines(terms: Terms) -> tuple[TermLine, ...]:
    """What was agreed, in the order in which a contract says it; what was not is left out."""
    return tuple(
        TermLine(section, group, label, phrases)
        for section, group, label, say in _SECTIONS
        if (phrases := tuple(say(terms)))
    )


def labels() -> Mapping[str, str]:
    """What each part is called, untranslated, by section."""
    return {section: label for section, _group, label, _say in _SECTIONS}


def _term(terms: Terms) -> Iterator[Phrase]:
    last = None if terms.is_indefinite else _end_of(terms)
    first = terms.starts_on
    if terms.length and first and last:
        yield Phrase(
            N_("%(length)s, from %(first)s to %(last)s, both included"),
            {"length": terms.length, "first": first, "last": last},
        )
    elif terms.length:
        yield alone(terms.length)
    elif first and last:
        yield Phrase(
            N_("From %(first)s to %(last)s, both included"), {"first": first, "last": last}
        )
    elif last:
        yield Phrase(N_("Until %(last)s, included"), {"last": last})
    elif first and terms.is_indefinite:
        yield Phrase(N_("From %(first)s, without an end"), {"first": first})
    elif terms.is_indefinite:
        yield Phrase(N_("Without an end"))
    elif first:
        yield Phrase(N_("From %(first)s"), {"first": first})
    if terms.term_consent:
        yield Phrase(N_("The franchisee agreed to this length in writing."))


def _end_of(terms: Terms) -> object:
    try:
        return terms.term_end()
    except OverflowError:
        return None


def _renewal(terms: Terms) -> Iterator[Phrase]:
    renewal = terms.renewal
    if renewal is None:
        return
    if renewal.count is None:
        yield Phrase(N_("Without a limit, %(each)s each time"), {"each": renewal.each})
    elif renewal.count == 0:
        yield Phrase(N_("None"))
        return
    elif renewal.count == 1:
        yield Phrase(N_("Once, for %(each)s"), {"each": renewal.each})
    else:
        yield Phrase(
            N_("%(count)s times, %(each)s each time"),
            {"count": renewal.count, "each": renewal.each},
        )
    yield from _renewal_manner(renewal)


def _renewal_manner(renewal: Renewal) -> Iterator[Phrase]:
    yield alone(renewal.mode)
    if renewal.is_on_same_terms:
        yield Phrase(N_("On the same terms"))
    else:
        yield Phrase(N_("On the terms then in use for new contracts"))
    if renewal.fee:
        yield Phrase(N_("Fee for a renewal: %(fee)s"), {"fee": renewal.fee})
    if renewal.fee_share is not None:
        yield Phrase(
            N_("Fee for a renewal: %(share)s of the initial fee then in use"),
            {"share": renewal.fee_share},
        )
    if renewal.royalty_cap is not None:
        yield Phrase(
            N_("Royalty after a renewal: at most %(share)s"), {"share": renewal.royalty_cap}
        )
    if renewal.answer_within:
        yield Phrase(
            N_("The franchisor says within %(time)s of the wish what stands against it"),
            {"time": renewal.answer_within},
        )
    for requirement in renewal.requires:
        yield Phrase(N_("Condition: %(condition)s"), {"condition": requirement})
    for condition in renewal.conditions:
        yield Phrase(N_("Condition: %(condition)s"), {"condition": condition})


def _notice(terms: Terms) -> Iterator[Phrase]:
    notice: Notice | None = terms.notice
    if notice and notice.at_most:
        yield Phrase(
            N_("At least %(at_least)s and at most %(at_most)s before the last day"),
            {"at_least": notice.at_least, "at_most": notice.at_most},
        )
    elif notice:
        yield Phrase(N_("At least %(at_least)s before the last day"), {"at_least": notice.at_least})
    if notice and notice.by_franchisor:
        yield Phrase(
            N_("The franchisor: at least %(at_least)s before the last day"),
            {"at_least": notice.by_franchisor},
        )


def _cooling_off(terms: Terms) -> Iterator[Phrase]:
    if terms.cooling_off:
        yield Phrase(N_("%(time)s after signing"), {"time": terms.cooling_off})


def _territory(terms: Terms) -> Iterator[Phrase]:
    grant: TerritoryGrant | None = terms.territory
    if grant is None:
        return
    if not grant.codes:
        yield Phrase(N_("The premises alone; no area is protected"))
    elif grant.is_exclusive:
        yield Phrase(N_("%(codes)s, exclusively"), {"codes": grant.codes})
    else:
        yield Phrase(N_("%(codes)s, not exclusively"), {"codes": grant.codes})
    if grant.excepted:
        yield Phrase(N_("Not part of it: %(sites)s"), {"sites": grant.excepted})
    if grant.channels:
        yield Phrase(N_("Kept by the franchisor: %(what)s"), {"what": grant.channels})
    if grant.is_delivery_divided:
        yield Phrase(
            N_("The franchisor delivers nothing into the area, the franchisee nothing out of it")
        )
    if grant.reserved:
        yield Phrase(N_("Kept by the franchisor: %(what)s"), {"what": grant.reserved})


def _outlets(terms: Terms) -> Iterator[Phrase]:
    if terms.outlets_permitted is not None:
        yield Phrase(N_("At most: %(count)s"), {"count": terms.outlets_permitted})


def _development(terms: Terms) -> Iterator[Phrase]:
    for step in terms.development:
        yield _step(step)


def _step(step: DevelopmentStep) -> Phrase:
    params = {"number": step.number, "outlets": step.outlets_open, "day": step.due_on}
    if step.grace is None:
        return Phrase(N_("Step %(number)s: outlets open by %(day)s: %(outlets)s"), params)
    return Phrase(
        N_("Step %(number)s: outlets open by %(day)s: %(outlets)s, with %(grace)s of grace"),
        {**params, "grace": step.grace},
    )


_Say = Callable[[Terms], Iterator[Phrase]]
_SECTIONS: tuple[tuple[str, TermGroup, str, _Say], ...] = (
    ("term", TermGroup.TIME, N_("Term"), _term),
    ("renewal", TermGroup.TIME, N_("Renewal"), _renewal),
    ("notice", TermGroup.TIME, N_("Notice"), _notice),
    ("cooling_off", TermGroup.TIME, N_("Cooling-off"), _cooling_off),
    ("territory", TermGroup.PLACE, N_("Territory"), _territory),
    ("outlets_permitted", TermGroup.PLACE, N_("Outlets permitted"), _outlets),
    ("development", TermGroup.PLACE, N_("Development schedule"), _development),
    ("deposit", TermGroup.MONEY, N_("Deposit"), money.deposit),
    ("minimum_purchase", TermGroup.MONEY, N_("Minimum purchase"), money.purchase),
    ("advertising", TermGroup.MONEY, N_("Own advertising"), money.advertising),
    ("late", TermGroup.MONEY, N_("Late payment"), money.late),
    ("payments", TermGroup.MONEY, N_("Days of payment"), money.payments),
    ("charges", TermGroup.MONEY, N_("Single charges"), money.charges),
    ("reports", TermGroup.DUTIES, N_("Reports"), duties.reports),
    ("audit", TermGroup.DUTIES, N_("Audit"), duties.audit),
    ("insurance", TermGroup.DUTIES, N_("Insurance"), duties.insurance),
    ("non_compete", TermGroup.DUTIES, N_("Non-compete"), duties.non_compete),
    ("guarantors", TermGroup.DUTIES, N_("Guarantors"), duties.guarantors),
    ("cures", TermGroup.OTHER, N_("Time to put right"), duties.cures),
    ("transfer", TermGroup.OTHER, N_("Transfer"), duties.transfer),
    ("governing_law", TermGroup.OTHER, N_("Governing law"), duties.law),
)
