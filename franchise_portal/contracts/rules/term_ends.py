"""Which last day a version gives the contract."""

from datetime import date, timedelta

from ..enums import VersionKind
from .terms import NO_END, Renewal, Terms


def end_agreed(
    terms: Terms,
    *,
    kind: VersionKind,
    before: Terms | None,
    present_end: date,
    term_number: int,
) -> date:
    """The last day of the term once a version holds, included.

    `before` are the terms it replaces, `present_end` the contract's last day until now, and
    `term_number` that of the term in which it holds: 1 in the first, one more after each renewal.

    - An original says it itself: by its last day, or by its length.
    - An amendment that leaves the term alone leaves the end alone, also after renewals; one that
      writes another last day means the present term's.
    - A renewal that writes another last day means the new term's. Otherwise the new term has the
      length that `renewal.each` says, and terms tile.

    A term that says nothing leaves the present end.
    """
    if kind is VersionKind.AMENDMENT and before is not None and _same_term(terms, before):
        return present_end
    if kind is VersionKind.RENEWAL:
        return _renewed(terms, before, present_end, term_number)
    if terms.ends_on is not None:
        return terms.ends_on
    return terms.term_end(term_number) or terms.term_end() or present_end


def next_end(terms: Terms, renewal: Renewal, *, term_number: int, ends_on: date) -> date:
    """The last day of the term after the present one, included.

    While the present term ends where the terms say, months are counted from the first day on, so
    that terms tile and do not drift; once an amendment moved the end, they are counted from there.
    """
    if terms.term_end(term_number) == ends_on:
        end = terms.term_end(term_number + 1)
        if end is not None:
            return end
    return renewal.each.last_day(ends_on + timedelta(days=1))


def _renewed(terms: Terms, before: Terms | None, present_end: date, term_number: int) -> date:
    """A renewal's own last day where it writes one, else the end that the next term has anyway."""
    if terms.ends_on is not None and (before is None or terms.ends_on != before.ends_on):
        return terms.ends_on
    if terms.renewal is None or terms.is_indefinite or present_end == NO_END:
        return present_end if terms.ends_on else terms.term_end(term_number) or present_end
    return next_end(terms, terms.renewal, term_number=term_number - 1, ends_on=present_end)


def _same_term(terms: Terms, before: Terms) -> bool:
    def term(of: Terms) -> tuple[object, ...]:
        return of.starts_on, of.length, of.ends_on, of.is_indefinite

    return term(terms) == term(before)
