"""Term, renewal, notice and cooling-off."""

from collections.abc import Iterator, Sequence
from datetime import date

from ....kit.i18n import N_
from ...enums import VersionKind
from ...findings import Finding
from ..clauses import ClauseText
from ..surroundings import Surroundings
from ..terms import NO_END, Terms
from ..territory_conflicts import days_of


def term(terms: Terms, _clauses: Sequence[ClauseText], around: Surroundings) -> Iterator[Finding]:
    if terms.starts_on is None:
        yield Finding(
            rule="term.without_start",
            section="term",
            message=N_("The terms name no first day."),
            remedy=N_("Write the first day."),
        )
    if not terms.has_term:
        yield Finding(
            rule="term.missing",
            section="term",
            message=N_("The terms do not say how long the contract runs."),
            remedy=N_("Write a length, a last day, or that it has no end."),
        )
    try:
        last = terms.term_end()
    except OverflowError:
        yield Finding(
            rule="term.beyond_calendar",
            section="term",
            message=N_("The term ends after the year 9999."),
            remedy=N_("Write a shorter length, or that it has no end."),
        )
        return
    if terms.starts_on and last and last < terms.starts_on:
        yield Finding(
            rule="term.ends_before_start",
            section="term",
            message=N_("The last day, %(last)s, lies before the first, %(first)s."),
            remedy=N_("Write a last day on or after the first."),
            params={"last": last, "first": terms.starts_on},
        )
    elif terms.starts_on and last:
        yield from _minimum(terms, terms.starts_on, last, around)


def _minimum(terms: Terms, first: date, last: date, around: Surroundings) -> Iterator[Finding]:
    minimum = around.pack.minimum_term
    if minimum is None or minimum.is_kept(
        first,
        None if last == NO_END else last,
        consent=bool(terms.term_consent),
        is_renewal=around.is_renewal,
    ):
        return
    yield Finding(
        rule="term.under_minimum",
        section="term",
        message=N_("The law asks for a term of at least %(term)s (%(source)s)."),
        remedy=N_(
            "Let the term end on %(day)s or later, or attach the franchisee's written agreement "
            "to a shorter one."
        ),
        params={
            "term": minimum.term,
            "source": minimum.rule.source,
            "day": minimum.first_allowed_end(first),
        },
    )


def replaced(
    _terms: Terms, _clauses: Sequence[ClauseText], around: Surroundings
) -> Iterator[Finding]:
    """A version that holds from a later day, and was drafted without what this one changes."""
    if around.replaced_on is not None:
        yield Finding(
            rule="version.replaced",
            section="term",
            message=N_("Another version is in force from %(day)s and replaces this one then."),
            remedy=N_("Repeat in an amendment from that day what shall stay changed."),
            params={"day": around.replaced_on},
            is_blocking=False,
        )


def renewal(
    terms: Terms, _clauses: Sequence[ClauseText], around: Surroundings
) -> Iterator[Finding]:
    if around.kind is VersionKind.RENEWAL:
        renewal = terms.renewal
        if renewal is None or (renewal.count is not None and around.term_number > renewal.count):
            yield Finding(
                rule="renewal.none_left",
                section="renewal",
                message=N_(
                    "The contract cannot be renewed again: it was renewed as often as agreed."
                ),
                remedy=N_(
                    "Make a new contract, or amend the number of renewals first, if both sides "
                    "agree."
                ),
            )
    if terms.is_indefinite and terms.renewal is not None and terms.renewal.count != 0:
        yield Finding(
            rule="renewal.without_end",
            section="renewal",
            message=N_("A contract without an end needs no renewal."),
            remedy=N_("Take the renewal out, or give the contract an end."),
        )


def notice(terms: Terms, _clauses: Sequence[ClauseText], around: Surroundings) -> Iterator[Finding]:
    notice = terms.notice
    if notice is None:
        return
    first, last = days_of(terms, around)
    # Durations have no order of their own: the same end decides which is longer.
    end = last if last != NO_END else date(2400, 12, 31)
    least = notice.at_least.last_start(end)
    if notice.at_most is not None and notice.at_most.before(end) > least:
        yield Finding(
            rule="notice.window",
            section="notice",
            message=N_(
                "Notice is possible at most %(at_most)s before the end but must come at least "
                "%(at_least)s before it: no day is both."
            ),
            remedy=N_("Let the longest time be at least as long as the shortest."),
            params={"at_least": notice.at_least, "at_most": notice.at_most},
        )
    own = notice.by_franchisor
    if own is not None and last != NO_END and own.last_start(end) < first:
        yield Finding(
            rule="notice.franchisor_longer_than_term",
            section="notice",
            message=N_(
                "The franchisor's notice of %(at_least)s would have to be given before the "
                "contract begins."
            ),
            remedy=N_("Agree on a shorter notice, or on a longer term."),
            params={"at_least": own},
        )
    if last != NO_END and least < first:
        yield Finding(
            rule="notice.longer_than_term",
            section="notice",
            message=N_("Notice of %(at_least)s would have to be given before the contract begins."),
            remedy=N_("Agree on a shorter notice, or on a longer term."),
            params={"at_least": notice.at_least},
        )


def cooling_off(
    terms: Terms, _clauses: Sequence[ClauseText], around: Surroundings
) -> Iterator[Finding]:
    rule = around.pack.cooling_off
    if rule is None or (around.is_renewal and not rule.renewals):
        return
    if terms.cooling_off is None:
        yield Finding(
            rule="cooling_off.missing",
            section="cooling_off",
            message=N_(
                "The law asks for a time in which the franchisee may step back (%(source)s)."
            ),
            remedy=N_("Write how long: %(days)s days are usual."),
            params={"source": rule.rule.source, "days": rule.days},
        )
    elif not rule.contract_decides and terms.cooling_off.after(around.effective_from) < rule.until(
        around.effective_from
    ):
        yield Finding(
            rule="cooling_off.too_short",
            section="cooling_off",
            message=N_("The law gives at least %(days)s days to step back (%(source)s)."),
            remedy=N_("Write at least as many."),
            params={"source": rule.rule.source, "days": rule.days},
        )
