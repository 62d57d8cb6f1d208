"""What the terms say about duties, transfer and law, in words."""

from collections.abc import Iterator

from ...kit.i18n import N_
from ..enums import Party
from ..term_enums import Assurance, CoverMeasure
from .term_phrases import Phrase, alone
from .terms import (
    AuditRight,
    CureTime,
    Guarantor,
    Insurance,
    NonCompete,
    Terms,
    TransferTerms,
)


def audit(terms: Terms) -> Iterator[Phrase]:
    """The right to look into the books, and what follows from it."""
    agreed: AuditRight | None = terms.audit
    if agreed is None:
        return
    if agreed.notice:
        yield Phrase(
            N_("The franchisor may look, with notice of %(time)s"), {"time": agreed.notice}
        )
    else:
        yield Phrase(N_("The franchisor may look, without notice"))
    if agreed.times_a_year:
        yield Phrase(N_("Times a year: at most %(count)s"), {"count": agreed.times_a_year})
    yield from _shortfall(agreed)
    if agreed.records_kept:
        yield Phrase(N_("Books are kept for %(time)s"), {"time": agreed.records_kept})


def _shortfall(agreed: AuditRight) -> Iterator[Phrase]:
    if agreed.trigger_rate is not None:
        message = (
            N_("Who pays once sales were reported short by more than %(share)s: %(payer)s")
            if agreed.is_above
            else N_("Who pays once sales were reported short by %(share)s: %(payer)s")
        )
        yield Phrase(message, {"share": agreed.trigger_rate, "payer": agreed.payer})
    if agreed.counts_missing:
        yield Phrase(N_("The same once reports are missing or late"))
    if agreed.interest_rate is not None:
        yield Phrase(
            N_("Interest on what is missing: at most %(share)s a month"),
            {"share": agreed.interest_rate},
        )
    if agreed.asks_audited:
        yield Phrase(N_("Audited statements may be asked for every year from then on"))


def reports(terms: Terms) -> Iterator[Phrase]:
    """What the franchisee reports again and again."""
    for report in terms.reports:
        params = {
            "kind": report.kind,
            "every": report.every,
            "time": report.within,
            "assurance": report.assurance,
        }
        if report.assurance is Assurance.NONE:
            yield Phrase(N_("%(kind)s: %(every)s, within %(time)s after its end"), params)
        else:
            yield Phrase(
                N_("%(kind)s: %(every)s, within %(time)s after its end, %(assurance)s"), params
            )


def cures(terms: Terms) -> Iterator[Phrase]:
    """How long either side has to put something right."""
    for cure in terms.cures:
        if not cure.is_at_once:
            yield _failure(cure)
    at_once = tuple(cure.kind for cure in terms.cures if cure.is_at_once)
    if at_once:
        yield Phrase(N_("Without time to put it right: %(kinds)s"), {"kinds": at_once})


def _failure(cure: CureTime) -> Phrase:
    params = {"kind": cure.kind, "time": cure.within, "times": cure.times, "span": cure.span}
    if cure.times and cure.span:
        message = N_("%(kind)s: %(times)s times within %(span)s, then no time to put it right")
    elif cure.times:
        message = N_("%(kind)s: %(times)s times in all, then no time to put it right")
    elif cure.within is None:
        message = N_("%(kind)s on the franchisor's side: the contract can be ended at once")
    elif cure.party is Party.FRANCHISOR:
        message = N_("%(kind)s on the franchisor's side: %(time)s to put it right")
    else:
        message = N_("%(kind)s: %(time)s to put it right")
    return Phrase(message, params)


def insurance(terms: Terms) -> Iterator[Phrase]:
    """The policies that the franchisee keeps."""
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
    if policy.measure is not CoverMeasure.AMOUNT:
        yield Phrase(N_("%(kind)s: %(measure)s"), {**kind, "measure": policy.measure})
    elif not policy.cover and not policy.aggregate:
        yield alone(policy.kind)
    if policy.where_used:
        yield Phrase(N_("%(kind)s: only where there is such a risk"), kind)
    if policy.lasts:
        yield Phrase(N_("%(kind)s: pays for at least %(time)s"), {**kind, "time": policy.lasts})
    yield from _evidence(policy)


def _evidence(policy: Insurance) -> Iterator[Phrase]:
    kind = {"kind": policy.kind}
    if policy.names_franchisor:
        yield Phrase(N_("%(kind)s: the franchisor is insured too"), kind)
    if policy.evidence_every:
        yield Phrase(N_("%(kind)s: evidence %(every)s"), {**kind, "every": policy.evidence_every})
    if policy.cancellation:
        yield Phrase(
            N_("%(kind)s: the insurer tells the franchisor %(time)s before it ends or changes"),
            {**kind, "time": policy.cancellation},
        )
    if policy.rating:
        yield Phrase(
            N_("%(kind)s: insurer rated %(rating)s or better"), {**kind, "rating": policy.rating}
        )


def non_compete(terms: Terms) -> Iterator[Phrase]:
    """What the franchisee may not run, how long and how far around."""
    agreed: NonCompete | None = terms.non_compete
    if agreed is None:
        return
    if agreed.is_during:
        yield Phrase(N_("No competing business while the contract runs"))
    if agreed.after:
        yield Phrase(N_("None for %(time)s after it ends"), {"time": agreed.after})
    if agreed.radius:
        message = (
            N_("Within %(number)s %(unit)s of the outlet and of every other of the network")
            if agreed.around_all
            else N_("Within %(number)s %(unit)s of the outlet")
        )
        yield Phrase(message, {"number": agreed.radius, "unit": agreed.unit})
    if agreed.area:
        yield Phrase(N_("Where: %(area)s"), {"area": agreed.area})


def guarantors(terms: Terms) -> Iterator[Phrase]:
    """Who stands in for the franchisee."""
    for guarantor in terms.guarantors:
        yield _guarantor(guarantor)
        if guarantor.after_end:
            yield Phrase(
                N_("%(name)s: until %(time)s after the franchisee has left"),
                {"name": guarantor.name, "time": guarantor.after_end},
            )


def _guarantor(guarantor: Guarantor) -> Phrase:
    name = {"name": ", ".join(filter(None, (guarantor.name, guarantor.address)))}
    if guarantor.limit:
        return Phrase(N_("%(name)s, up to %(limit)s"), {**name, "limit": guarantor.limit})
    return Phrase(N_("%(name)s, without a limit"), name)


def transfer(terms: Terms) -> Iterator[Phrase]:
    """What a transfer asks for."""
    agreed: TransferTerms | None = terms.transfer
    if agreed is None:
        return
    yield Phrase(N_("Only with the franchisor's approval"))
    if agreed.fee:
        yield Phrase(N_("Fee for a transfer: %(fee)s"), {"fee": agreed.fee})
    if agreed.fee_share is not None:
        yield Phrase(
            N_("Fee for a transfer: %(share)s of the initial fee then in use"),
            {"share": agreed.fee_share},
        )
    if agreed.first_refusal:
        yield Phrase(
            N_("The franchisor may buy on the same terms within %(time)s"),
            {"time": agreed.first_refusal},
        )
    if agreed.allows_parts:
        yield Phrase(N_("Single outlets may go while the contract stays with the others"))
    if agreed.control is not None:
        yield Phrase(
            N_("A change of owners counts as a transfer from %(share)s on"),
            {"share": agreed.control},
        )
    if agreed.on_death:
        yield Phrase(N_("Heirs take over or sell within %(time)s"), {"time": agreed.on_death})


def law(terms: Terms) -> Iterator[Phrase]:
    """Which law holds."""
    if terms.governing_law:
        yield alone(terms.governing_law)
