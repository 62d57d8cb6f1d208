"""What a law pack's rules, and good sense, do not allow in a contract's terms and days.

These are findings, not bad input: such a contract may have been signed, and whoever keeps it needs
to see what is wrong with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ...kit.errors import filled
from ...kit.i18n import N_
from ...law import Document
from .contract_dates import ContractDates


@dataclass(frozen=True, slots=True)
class Violation:
    """Something in these terms that a rule does not allow."""

    rule: str
    """The id of a law pack's rule, or `terms.…`."""

    message: str
    """Why, as an `N_` template filled from `params`."""

    params: Mapping[str, object] = field(default_factory=dict)
    possible_from: date | None = None
    """From which day on it would be in order; None where waiting does not help."""

    @property
    def why(self) -> str:
        """The English sentence."""
        return filled(self.message, dict(self.params))


def violations(
    dates: ContractDates, ends_on: date | None, notice_until: date | None
) -> Iterator[Violation]:
    """What the rules do not allow, given the last day and the last day for notice."""
    yield from _signed_too_early(dates)
    yield from _not_disclosed(dates)
    yield from _without_own_outlets(dates)
    yield from _too_short(dates, ends_on)
    yield from _started_unsigned(dates)
    yield from _opening_outside(dates, ends_on)
    if notice_until is not None and notice_until < dates.starts_on:
        yield Violation(
            "terms.notice_longer_than_term",
            N_(
                "Notice would have to be given by %(until)s, before the contract starts on "
                "%(starts_on)s. Agree on a shorter notice or a longer term."
            ),
            {"until": notice_until, "starts_on": dates.starts_on},
        )


def _signed_too_early(dates: ContractDates) -> Iterator[Violation]:
    if dates.signed_on is None:
        return
    for wait in dates.signing_clocks:
        if dates.signed_on < wait.possible_from:
            yield Violation(
                wait.rule.id,
                _TOO_EARLY[wait.disclosure.document],
                {
                    "signed_on": dates.signed_on,
                    "given_on": wait.given_on,
                    "days": wait.disclosure.days,
                    "possible_from": wait.possible_from,
                    "source": wait.rule.source,
                },
                wait.possible_from,
            )


def _not_disclosed(dates: ContractDates) -> Iterator[Violation]:
    if dates.signed_on is None:
        return
    missing = dates.pack.missing_disclosure(
        dates.disclosed_on, is_renewal_on_same_terms=dates.is_same_again
    )
    if missing:
        yield Violation(
            missing.rule.id,
            N_(
                "The contract was signed on %(signed_on)s, and no day is written on which the "
                "franchisee got the disclosure document. It must lie with the franchisee for "
                "%(days)s days before signing (%(source)s)."
            ),
            {
                "signed_on": dates.signed_on,
                "days": missing.days,
                "source": missing.rule.source,
            },
        )


_TOO_EARLY = {
    Document.DISCLOSURE: N_(
        "The contract was signed on %(signed_on)s. The disclosure document was given on "
        "%(given_on)s and must lie with the franchisee for %(days)s days first (%(source)s): "
        "signing is possible from %(possible_from)s."
    ),
    Document.FINAL_AGREEMENT: N_(
        "The contract was signed on %(signed_on)s. The agreement that the franchisor had changed "
        "was given on %(given_on)s and must lie with the franchisee for %(days)s days first "
        "(%(source)s): signing is possible from %(possible_from)s."
    ),
}


def _without_own_outlets(dates: ContractDates) -> Iterator[Violation]:
    asked = dates.pack.own_outlets
    if asked is None or dates.own_outlets is None or dates.signed_on is None:
        return
    met_from = asked.met_from(dates.own_outlets)
    if met_from is None or dates.signed_on < met_from:
        yield Violation(
            asked.rule.id,
            N_(
                "The franchisor must have run at least %(count)s outlets of its own for more than "
                "%(running_for)s before it franchises (%(source)s)."
            ),
            {"count": asked.count, "running_for": asked.running_for, "source": asked.rule.source},
            met_from,
        )


def _too_short(dates: ContractDates, ends_on: date | None) -> Iterator[Violation]:
    minimum = dates.pack.minimum_term
    if minimum is None or minimum.is_kept(
        dates.starts_on,
        ends_on,
        consent=dates.has_term_consent,
        is_renewal=dates.is_renewal is not False,
    ):
        return
    yield Violation(
        minimum.rule.id,
        N_(
            "The term ends on %(ends_on)s and is shorter than %(term)s (%(source)s). Let it run "
            "to %(first_allowed_end)s at least, or keep the franchisee's written agreement to a "
            "shorter term."
        ),
        {
            "ends_on": ends_on,
            "term": minimum.term,
            "first_allowed_end": minimum.first_allowed_end(dates.starts_on),
            "source": minimum.rule.source,
        },
    )


def _started_unsigned(dates: ContractDates) -> Iterator[Violation]:
    if dates.signed_on is not None and dates.signed_on > dates.starts_on:
        yield Violation(
            "terms.starts_before_signing",
            N_(
                "The contract starts on %(starts_on)s, before it was signed on %(signed_on)s. "
                "Let it start on the day of signing or later."
            ),
            {"starts_on": dates.starts_on, "signed_on": dates.signed_on},
            dates.signed_on,
        )


def _opening_outside(dates: ContractDates, ends_on: date | None) -> Iterator[Violation]:
    for opens_on in dates.outlets_opening:
        if opens_on < dates.starts_on:
            yield Violation(
                "terms.outlet_opens_before_start",
                N_("An outlet opens on %(opens_on)s, before the contract starts on %(starts_on)s."),
                {"opens_on": opens_on, "starts_on": dates.starts_on},
                dates.starts_on,
            )
        elif ends_on is not None and opens_on > ends_on:
            yield Violation(
                "terms.outlet_opens_after_end",
                N_("An outlet opens on %(opens_on)s, after the contract ends on %(ends_on)s."),
                {"opens_on": opens_on, "ends_on": ends_on},
            )
