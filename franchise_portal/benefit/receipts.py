"""What this feature knows for the page two of a statement: promises kept, answers, savings, funds.

Later features register sections of their own (support, visits, trainings) beside this one.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from ..contracts.duty_words import duty_title
from ..fees.receipts import Got, Section, Source
from ..fees.reports.words import local_name
from ..kit.money import Money
from ..kit.period import Period
from ..web import filters
from .models import PurchaseSaving
from .queries import given
from .queries.burdens import burdens_beside
from .queries.fund import fund_has_spent, spent_in
from .queries.given import NoticeGiven, Promise
from .queries.stress import limits
from .queries.supply import savings_in
from .words import price_words, share_words

MOST_NAMED = 8
"""Promises or purchases that are named one by one; the rest in one line."""


def sections_of(franchisee_id: UUID, month: Period) -> Sequence[Section]:
    """What a franchisee got in a month, as far as it is on record."""
    found = [
        _promises(franchisee_id, month),
        _answers(franchisee_id, month),
        _savings(franchisee_id, month),
        _fund(franchisee_id, month),
        _beside_others(franchisee_id, month),
    ]
    return [section for section in found if section is not None]


def _promises(franchisee_id: UUID, month: Period) -> Section | None:
    """What the franchisor had promised by contract for the month; None where nothing ever was."""
    if not given.has_promises(franchisee_id, month.last):
        return None
    promises = given.promises_in(franchisee_id, month)
    rows = [_promise(one, month) for one in promises[:MOST_NAMED]]
    more = len(promises) - len(rows)
    if more:
        rows.append(Got(words=ngettext("and %(num)s thing more", "and %(num)s things more", more)))
    late = sum(one.is_missed(month) for one in promises)
    return Section(
        title=_("What the contract promises you"),
        note=_("Services and duties of the franchisor."),
        rows=tuple(rows),
        said=_promised_in_all(len(promises), late),
    )


def _promise(one: Promise, month: Period) -> Got:
    day = filters.short_date(one.act_by)
    if one.done_on is not None and one.done_on <= month.last:
        done = filters.short_date(one.done_on)
        note = (
            _("due %(day)s, done %(done)s", day=day, done=done)
            if one.done_on <= one.act_by
            else _("due %(day)s, done late on %(done)s", day=day, done=done)
        )
        figure = _("kept") if one.done_on <= one.act_by else _("kept late")
    else:
        note, figure = _("due %(day)s, not done by the end of the month", day=day), _("missed")
    return Got(words=duty_title(one), note=note, figure=figure, is_missed=one.is_missed(month))


def _promised_in_all(count: int, late: int) -> str:
    if not count:
        return _("Nothing was due from the franchisor this month.")
    if not late:
        return ngettext(
            "%(num)d promise was due, and kept in time.",
            "%(num)d promises were due, and all were kept in time.",
            count,
        )
    return ngettext(
        "%(num)d promise was due; %(late)s was late or is missing.",
        "%(num)d promises were due; %(late)s of them late or missing.",
        count,
        late=filters.number(late),
    )


def _answers(franchisee_id: UUID, month: Period) -> Section | None:
    """Notices that the franchisee gave, and whether the franchisor answered."""
    notices = given.notices_in(franchisee_id, month)
    if not notices:
        return None
    return Section(
        title=_("Answers to your notices"), rows=tuple(_answer(one) for one in notices[:MOST_NAMED])
    )


def _answer(one: NoticeGiven) -> Got:
    given_on = filters.short_date(one.given_on)
    if one.answered_on is None:
        return Got(
            words=one.number,
            note=_("given %(day)s, not answered yet", day=given_on),
            figure=_("open"),
            is_missed=one.is_late,
        )
    days = (one.answered_on - one.given_on).days
    return Got(
        words=one.number,
        note=_(
            "given %(day)s, answered %(answered)s",
            day=given_on,
            answered=filters.short_date(one.answered_on),
        ),
        figure=ngettext("%(num)d day", "%(num)d days", days),
        is_missed=one.is_late,
    )


def _savings(franchisee_id: UUID, month: Period) -> Section | None:
    """What buying together saved, or cost more, currency by currency."""
    rows = savings_in(franchisee_id, month.text)
    if not rows:
        return None
    return Section(
        title=_("Bought together"),
        note=_("The price elsewhere less the network’s, for what you bought."),
        rows=tuple(_saving(row) for row in rows[:MOST_NAMED]),
        said=" ".join(_totals(rows)),
    )


def _saving(row: PurchaseSaving) -> Got:
    saved = Money(row.saved_minor, row.currency)
    quantity = filters.number(row.quantity)
    note = _(
        "%(quantity)s at %(network)s instead of %(market)s",
        quantity=quantity,
        network=price_words(row.network_price),
        market=price_words(row.market_price),
    )
    return Got(
        words=_("%(item)s, %(outlet)s", item=row.item, outlet=row.outlet.code),
        note=note,
        figure=filters.money(saved, sign=True),
        is_missed=saved.minor < 0,
    )


def _totals(rows: Sequence[PurchaseSaving]) -> Iterator[str]:
    for currency in sorted({row.currency for row in rows}):
        total = sum(row.saved_minor for row in rows if row.currency == currency)
        if total < 0:
            yield _(
                "Buying through the network cost %(amount)s more than elsewhere.",
                amount=filters.money(Money(-total, currency)),
            )
        else:
            yield _(
                "Buying through the network saved %(amount)s.",
                amount=filters.money(Money(total, currency)),
            )


def _fund(franchisee_id: UUID, month: Period) -> Section | None:
    """What the fund spent where the franchisee has outlets, and whether its statement came.

    None where it keeps no book here.
    """
    statements = given.fund_statements_in(franchisee_id, month)
    has_spent = fund_has_spent(month)
    if not has_spent and not statements:
        return None
    spent = spent_in(franchisee_id, month) if has_spent else ()
    is_near = any(one.region for one in spent)
    return Section(
        title=_("Advertising fund"),
        note=_("Spent in the month where your outlets are, and for all."),
        rows=(
            *(
                Got(
                    words=local_name(one.region, one.region_local)
                    if one.region
                    else _("For the whole network"),
                    figure=filters.money(one.amount),
                )
                for one in spent
            ),
            *(_promise(one, month) for one in statements),
        ),
        said="" if is_near else _("Nothing was spent for your region alone this month."),
    )


def _beside_others(franchisee_id: UUID, month: Period) -> Section | None:
    """How the month's fees weigh beside the network's middle; None while that is not known."""
    burdens = burdens_beside(franchisee_id, month.text)
    if not burdens:
        return None
    points = limits().points
    return Section(
        title=_("Your fees beside the network’s"),
        note=_("Fees and fund of the month as a share of net sales."),
        rows=tuple(
            Got(
                words=_(
                    "%(code)s %(name)s", code=one.code, name=local_name(one.name, one.name_local)
                ),
                note=_(
                    "the middle of %(outlets)s outlets is %(share)s",
                    outlets=filters.number(one.median.outlets),
                    share=share_words(one.median.rate),
                ),
                figure=share_words(one.burden.share),
                is_missed=(one.burden.share or 0) > one.median.rate + points,
            )
            for one in burdens
        ),
    )


RECEIPTS = (Source(key="benefit", sections_of=sections_of),)
