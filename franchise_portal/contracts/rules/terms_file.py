"""The terms of a contract as a TOML file names them, for clocks alone.

Read strictly: every problem at once, each with its key and line. What could be meant in two ways:

- `term` and `ends_on` may both stand there if they agree. `term = "indefinite"` has no `ends_on`.
- `first_contract` (true if it is left out) means the franchisor's first under this law, and no
  renewal: then a filing may be due. A contract that is not the first may be a renewal or one with
  a new franchisee; `is_renewal` says which. Where it does not, no rule that exempts renewals is
  called broken (the minimum term), and no right that renewals lack is taken away (cooling-off).
- `same_terms` says that a renewal changes nothing but the days; some laws then ask for no
  disclosure. It makes the contract a renewal.
- `final_agreement_on` is written only if the franchisor changed the agreement by itself after
  disclosing it.
- A renewal or notice of a contract without an end is read and has no effect.
- `holidays` is a list of days or a country such as `country:CN`; without it no deadline moves.
"""

from collections.abc import Callable
from datetime import date

from ...kit.calendars import Holidays
from ...kit.durations import Duration
from ...kit.errors import BadInput
from ...kit.i18n import N_
from ...kit.toml_text import KeyPath
from ..enums import RenewalMode
from .contract_dates import ContractDates
from .term_values import (
    INDEFINITE,
    UNLIMITED,
    Table,
    TermReader,
    as_count,
    as_day,
    as_days,
    as_duration,
    as_flag,
    as_pack,
    as_term,
)
from .terms import Notice, Renewal, Terms

HEADLINE = N_("The terms have mistakes and cannot be used.")

_KEYS = (
    "pack", "first_contract", "is_renewal", "same_terms", "disclosed_on", "final_agreement_on",
    "signed_on", "starts_on", "term", "ends_on", "term_consent", "renewal", "notice",
    "cooling_off", "outlets_opening", "own_outlets", "holidays",
)  # fmt: skip
_RENEWAL_KEYS = ("count", "each", "automatic")
_NOTICE_KEYS = ("at_least", "at_most")


def nowhere(_path: KeyPath) -> int | None:
    """Terms that did not come from a file have no lines."""
    return None


def read_terms(
    values: Table, *, place: str, locate: Callable[[KeyPath], int | None] = nowhere
) -> ContractDates:
    """Make the clocks' input from a file's mapping; `place` is the file's name in messages.

    Raises:
        BadInput: with every problem, its key and its line.
    """
    reader = TermReader(place, locate)
    reader.unknown(values, _KEYS)
    found = _read(reader, values)
    if reader.problems or found is None:
        raise BadInput(HEADLINE, problems=sorted(reader.problems, key=lambda one: one.row or 0))
    return found


def _read(reader: TermReader, values: Table) -> ContractDates | None:
    law = reader.needed(values, "pack", as_pack)
    terms = _terms(reader, values)
    is_first, is_renewal, is_same = _which_contract(reader, values)
    consent = reader.given(values, "term_consent", as_flag, otherwise=False)
    disclosed_on = reader.maybe(values, "disclosed_on", as_day)
    final_agreement_on = reader.maybe(values, "final_agreement_on", as_day)
    signed_on = reader.maybe(values, "signed_on", as_day)
    opening = reader.maybe(values, "outlets_opening", as_days)
    own = reader.maybe(values, "own_outlets", as_days)
    holidays = reader.maybe(values, "holidays", Holidays.parse)
    if law is None or terms is None or reader.problems:
        return None
    return ContractDates(
        pack=law,
        terms=terms,
        disclosed_on=disclosed_on,
        final_agreement_on=final_agreement_on,
        signed_on=signed_on,
        is_first=is_first,
        is_renewal=is_renewal,
        is_on_same_terms=is_same,
        has_term_consent=consent,
        outlets_opening=opening or (),
        own_outlets=own,
        holidays=holidays,
    )


def _which_contract(reader: TermReader, values: Table) -> tuple[bool, bool | None, bool]:
    """Whether it is the franchisor's first, whether it is a renewal, and on the same terms."""
    is_same = reader.given(values, "same_terms", as_flag, otherwise=False)
    is_renewal = reader.maybe(values, "is_renewal", as_flag)
    if is_renewal is None and is_same:
        is_renewal = True
    is_first = reader.given(values, "first_contract", as_flag, otherwise=not is_renewal)
    if is_first and is_renewal:
        reader.report(
            ("first_contract",),
            N_("A franchisor's first contract is no renewal."),
            N_("Write false for first_contract, or for is_renewal and same_terms."),
        )
    if is_same and is_renewal is False:
        reader.report(
            ("same_terms",),
            N_("Only a renewal can be on the same terms."),
            N_("Write true for is_renewal, or leave same_terms out."),
        )
    return is_first, False if is_first else is_renewal, is_same


def _terms(reader: TermReader, values: Table) -> Terms | None:
    """The first day, the term, and what follows from it; None once anything is wrong with it."""
    before = len(reader.problems)
    starts_on = reader.needed(values, "starts_on", as_day)
    length, ends_on = _length_and_end(reader, values)
    renewal = reader.table(values, "renewal", _renewal)
    notice = reader.table(values, "notice", _notice)
    cooling_off = reader.maybe(values, "cooling_off", as_duration)
    if starts_on is None or len(reader.problems) > before:
        return None
    end = _end(reader, starts_on, length, ends_on)
    if notice is not None:
        _require_window(reader, notice, end or starts_on)
    if len(reader.problems) > before:
        return None
    return _bounded(
        reader,
        Terms(
            starts_on=starts_on,
            length=length if isinstance(length, Duration) else None,
            ends_on=None if length is not None else ends_on,
            is_indefinite=length == INDEFINITE,
            renewal=renewal,
            notice=notice,
            cooling_off=cooling_off,
        ),
    )


def _length_and_end(reader: TermReader, values: Table) -> tuple[Duration | str | None, date | None]:
    if "term" not in values and "ends_on" not in values:
        reader.report(
            ("term",),
            N_("The term is missing."),
            N_("Write term, such as “5 years” or “indefinite”, or ends_on."),
        )
    return reader.maybe(values, "term", as_term), reader.maybe(values, "ends_on", as_day)


def _end(
    reader: TermReader, starts_on: date, length: Duration | str | None, ends_on: date | None
) -> date | None:
    """The last day, once `term` and `ends_on` have been found to agree."""
    if ends_on is not None and ends_on < starts_on:
        reader.report(
            ("ends_on",),
            N_("The last day %(ends_on)s lies before the first day %(starts_on)s."),
            N_("Write a last day on or after the first."),
            ends_on=ends_on,
            starts_on=starts_on,
        )
        return None
    if not isinstance(length, Duration):
        if length == INDEFINITE and ends_on is not None:
            reader.report(
                ("ends_on",),
                N_("A contract without an end has no last day."),
                N_("Leave ends_on out, or write a term that ends."),
            )
        return ends_on
    last = length.last_day(starts_on)
    if ends_on is not None and ends_on != last:
        reader.report(
            ("ends_on",),
            N_("%(term)s from %(starts_on)s end on %(last)s, not on %(ends_on)s."),
            N_("Write only one of term and ends_on, or let them agree."),
            term=length,
            starts_on=starts_on,
            last=last,
            ends_on=ends_on,
        )
    return last


def _renewal(reader: TermReader, table: Table) -> Renewal | None:
    reader.unknown(table, _RENEWAL_KEYS)
    count = reader.needed(table, "count", as_count)
    each = reader.needed(table, "each", as_duration)
    automatic = reader.given(table, "automatic", as_flag, otherwise=False)
    if count is None or each is None:
        return None
    return Renewal(
        count=None if count == UNLIMITED else int(count),
        each=each,
        mode=RenewalMode.AUTOMATIC if automatic else RenewalMode.BY_AGREEMENT,
    )


def _notice(reader: TermReader, table: Table) -> Notice | None:
    reader.unknown(table, _NOTICE_KEYS)
    at_least = reader.needed(table, "at_least", as_duration)
    at_most = reader.maybe(table, "at_most", as_duration)
    return None if at_least is None else Notice(at_least=at_least, at_most=at_most)


def _require_window(reader: TermReader, notice: Notice, on: date) -> None:
    """Durations have no order of their own: both are counted back from the end of the term."""
    is_upside_down = notice.at_most and notice.at_most.before(on) > notice.at_least.before(on)
    if is_upside_down:
        reader.report(
            ("notice", "at_most"),
            N_("Notice at most %(at_most)s before the end is shorter than at least %(at_least)s."),
            N_("Let at_most be as long as at_least or longer."),
            at_most=notice.at_most,
            at_least=notice.at_least,
        )


def _bounded(reader: TermReader, terms: Terms) -> Terms | None:
    """The terms, unless their last renewal leads out of the calendar."""
    try:
        _ = terms.last_possible_end
    except OverflowError:
        reader.report(
            ("renewal",),
            N_("The last renewal leads beyond the calendar's last year, 9999."),
            N_("Write fewer or shorter renewals."),
        )
        return None
    return terms
