"""The terms in words, for page, comparison and PDF alike: templates with their values.

Nothing is translated or formatted here; `contracts.words` does that for whoever reads.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ...kit.enums import LabeledEnum
from ...kit.i18n import N_
from .terms import (
    AuditRight,
    Deposit,
    DevelopmentStep,
    Guarantor,
    Insurance,
    MinimumPurchase,
    NonCompete,
    Notice,
    Renewal,
    Terms,
    TerritoryGrant,
    TransferTerms,
)

VALUE = "%(value)s"
"""A value alone, which needs no words around it."""


class TermGroup(LabeledEnum):
    """Under which heading terms stand together."""

    TIME = "time", N_("Term, renewal, notice")
    PLACE = "place", N_("Territory and outlets")
    MONEY = "money", N_("Money")
    DUTIES = "duties", N_("Duties")
    OTHER = "other", N_("Transfer and law")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence as an `N_` template, or a value alone."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TermLine:
    """One part of the terms: what it is called, and what was agreed."""

    section: str
    """Its field in `Terms`, or the key of a part that a feature above knows."""
    group: TermGroup
    label: str
    phrases: tuple[Phrase, ...]


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


def _value(value: object) -> Phrase:
    return Phrase(VALUE, {"value": value})


def _term(terms: Terms) -> Iterator[Phrase]:
    last = None if terms.is_indefinite else _end_of(terms)
    first = terms.starts_on
    if terms.length and first and last:
        yield Phrase(
            N_("%(length)s, from %(first)s to %(last)s, both included"),
            {"length": terms.length, "first": first, "last": last},
        )
    elif terms.length:
        yield _value(terms.length)
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
    yield _value(renewal.mode)
    if renewal.is_on_same_terms:
        yield Phrase(N_("On the same terms"))
    else:
        yield Phrase(N_("On the terms then in use for new contracts"))
    if renewal.fee:
        yield Phrase(N_("Fee for a renewal: %(fee)s"), {"fee": renewal.fee})
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


def _cooling_off(terms: Terms) -> Iterator[Phrase]:
    if terms.cooling_off:
        yield Phrase(N_("%(time)s after signing"), {"time": terms.cooling_off})


def _territory(terms: Terms) -> Iterator[Phrase]:
    grant: TerritoryGrant | None = terms.territory
    if grant is None:
        return
    if grant.is_exclusive:
        yield Phrase(N_("%(codes)s, exclusively"), {"codes": grant.codes})
    else:
        yield Phrase(N_("%(codes)s, not exclusively"), {"codes": grant.codes})
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


def _deposit(terms: Terms) -> Iterator[Phrase]:
    deposit: Deposit | None = terms.deposit
    if deposit is None:
        return
    yield _value(deposit.amount)
    if deposit.return_within:
        yield Phrase(
            N_("Returned within %(time)s after the contract ends"), {"time": deposit.return_within}
        )
    for condition in deposit.conditions:
        yield Phrase(N_("Condition: %(condition)s"), {"condition": condition})


def _purchase(terms: Terms) -> Iterator[Phrase]:
    least: MinimumPurchase | None = terms.minimum_purchase
    if least:
        yield Phrase(
            N_("At least %(amount)s, %(every)s"), {"amount": least.amount, "every": least.every}
        )


def _audit(terms: Terms) -> Iterator[Phrase]:
    audit: AuditRight | None = terms.audit
    if audit is None:
        return
    if audit.notice:
        yield Phrase(N_("The franchisor may look, with notice of %(time)s"), {"time": audit.notice})
    else:
        yield Phrase(N_("The franchisor may look, without notice"))
    if audit.times_a_year:
        yield Phrase(N_("Times a year: at most %(count)s"), {"count": audit.times_a_year})
    if audit.trigger_rate is not None:
        yield Phrase(
            N_("Who pays once sales were reported short by %(share)s: %(payer)s"),
            {"share": audit.trigger_rate, "payer": audit.payer},
        )


def _insurance(terms: Terms) -> Iterator[Phrase]:
    for policy in terms.insurance:
        yield from _policy(policy)


def _policy(policy: Insurance) -> Iterator[Phrase]:
    kind = {"kind": policy.kind}
    if policy.cover:
        yield Phrase(N_("%(kind)s: %(amount)s for each event"), {**kind, "amount": policy.cover})
    if policy.aggregate:
        yield Phrase(
            N_("%(kind)s: %(amount)s for all events of a year"),
            {**kind, "amount": policy.aggregate},
        )
    if not policy.cover and not policy.aggregate:
        yield _value(policy.kind)
    if policy.names_franchisor:
        yield Phrase(N_("%(kind)s: the franchisor is insured too"), kind)
    if policy.evidence_every:
        yield Phrase(N_("%(kind)s: evidence %(every)s"), {**kind, "every": policy.evidence_every})


def _non_compete(terms: Terms) -> Iterator[Phrase]:
    non_compete: NonCompete | None = terms.non_compete
    if non_compete is None:
        return
    if non_compete.is_during:
        yield Phrase(N_("No competing business while the contract runs"))
    if non_compete.after:
        yield Phrase(N_("None for %(time)s after it ends"), {"time": non_compete.after})
    if non_compete.area:
        yield Phrase(N_("Where: %(area)s"), {"area": non_compete.area})


def _guarantors(terms: Terms) -> Iterator[Phrase]:
    for guarantor in terms.guarantors:
        yield _guarantor(guarantor)


def _guarantor(guarantor: Guarantor) -> Phrase:
    name = {"name": ", ".join(filter(None, (guarantor.name, guarantor.address)))}
    if guarantor.limit:
        return Phrase(N_("%(name)s, up to %(limit)s"), {**name, "limit": guarantor.limit})
    return Phrase(N_("%(name)s, without a limit"), name)


def _transfer(terms: Terms) -> Iterator[Phrase]:
    transfer: TransferTerms | None = terms.transfer
    if transfer is None:
        return
    yield Phrase(N_("Only with the franchisor's approval"))
    if transfer.fee:
        yield Phrase(N_("Fee for a transfer: %(fee)s"), {"fee": transfer.fee})
    if transfer.first_refusal:
        yield Phrase(
            N_("The franchisor may buy on the same terms within %(time)s"),
            {"time": transfer.first_refusal},
        )


def _law(terms: Terms) -> Iterator[Phrase]:
    if terms.governing_law:
        yield _value(terms.governing_law)


_Say = Callable[[Terms], Iterator[Phrase]]
_SECTIONS: tuple[tuple[str, TermGroup, str, _Say], ...] = (
    ("term", TermGroup.TIME, N_("Term"), _term),
    ("renewal", TermGroup.TIME, N_("Renewal"), _renewal),
    ("notice", TermGroup.TIME, N_("Notice"), _notice),
    ("cooling_off", TermGroup.TIME, N_("Cooling-off"), _cooling_off),
    ("territory", TermGroup.PLACE, N_("Territory"), _territory),
    ("outlets_permitted", TermGroup.PLACE, N_("Outlets permitted"), _outlets),
    ("development", TermGroup.PLACE, N_("Development schedule"), _development),
    ("deposit", TermGroup.MONEY, N_("Deposit"), _deposit),
    ("minimum_purchase", TermGroup.MONEY, N_("Minimum purchase"), _purchase),
    ("audit", TermGroup.DUTIES, N_("Audit"), _audit),
    ("insurance", TermGroup.DUTIES, N_("Insurance"), _insurance),
    ("non_compete", TermGroup.DUTIES, N_("Non-compete"), _non_compete),
    ("guarantors", TermGroup.DUTIES, N_("Guarantors"), _guarantors),
    ("transfer", TermGroup.OTHER, N_("Transfer"), _transfer),
    ("governing_law", TermGroup.OTHER, N_("Governing law"), _law),
)
