"""The months of a large network: sold, reported, assessed and mostly paid, through the services."""

import random
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from sqlalchemy import select

from ...access.actor import Actor
from ...database import db, edge
from ...fees import services as fees
from ...fees.models import Invoice
from ...kit import clock
from ...kit.period import Period
from ...network.models import Franchisee
from .. import story
from ..money import Transfer, as_file, bank_file
from ..seeds import Told
from ..tills import HEADER, sales_lines
from .cast import habit_of, places
from .founding import gather_statistics
from .progress import Progress

REPORTS_AT_ONCE = 25_000
INVOICES_AT_ONCE = 2_000
PATIENCE_ENDS = "2026-07"
"""From this month on, late payers have not paid at all."""


def months_lived(count: int) -> list[Period]:
    """The last months of the story, the first of them first."""
    months = [Period.parse_month(story.LAST_MONTH)]
    while len(months) < count:
        months.insert(0, months[0].preceding())
    return months


def live_through(told: Told, month: Period, *, outlets: int, progress: Progress) -> None:
    """Report a month's sales, assess it on the second of the next, and take in the money."""
    felix = told.acting("felix@demo.test")
    following = month.following()
    reported_at = datetime.combine(following.start, time(7, 40), UTC)
    progress.turn_to(f"sales of {month.text}")
    with clock.fixed(reported_at):
        _report(felix, month, outlets=outlets, seed=told.seed, progress=progress)
    gather_statistics()
    progress.turn_to(f"fees of {month.text}")
    with clock.fixed(reported_at.replace(day=2, hour=8)):
        _assess(felix, month, outlets=outlets, progress=progress)
    progress.turn_to(f"payments for {month.text}")
    _take_in_money(felix, month, seed=told.seed)
    progress.step(outlets)


def _report(felix: Actor, month: Period, *, outlets: int, seed: int, progress: Progress) -> None:
    lines = sales_lines(places(outlets=outlets, seed=seed), month, seed=seed)
    portions = iter(lambda: list(islice(lines, REPORTS_AT_ONCE)), [])
    left = outlets
    for number, portion in enumerate(portions, start=1):
        data = "\n".join([HEADER, *portion]).encode()
        with edge():
            fees.import_sales(
                felix, file=as_file(data), filename=f"sales-{month.text}-{number}.csv"
            )
        progress.step(len(portion))
        left -= len(portion)
    progress.step(left)  # outlets that had not opened yet


def _assess(felix: Actor, month: Period, *, outlets: int, progress: Progress) -> None:
    with edge():
        run = fees.MonthRun(felix, month=month)
    told = 0
    is_over = False
    while not is_over:
        with edge():
            is_over = not run.next_portion()
        progress.step(run.done - told)
        told = run.done
    with edge():
        run.finish()
    progress.step(outlets - told)


def _take_in_money(felix: Actor, month: Period, *, seed: int) -> None:
    """Most pay by the fifteenth, some later in the month, some only in the month after."""
    following = month.following()
    before = month.preceding()
    payers = [
        (following.start.replace(day=17), month, {"prompt", "short"}),
        (following.last, month, {"slow"}),
    ]
    if before.text < PATIENCE_ENDS:
        payers.append((following.last, before, {"late"}))
    for day, invoiced, habits in payers:
        with clock.fixed(datetime.combine(day, time(15, 10), UTC)):
            _book(felix, invoiced, habits, day=day, seed=seed)


def _book(felix: Actor, month: Period, habits: Collection[str], *, day: date, seed: int) -> None:
    for number, transfers in enumerate(_transfers(month, habits, seed), start=1):
        name = f"bank-{day}-{'-'.join(sorted(habits))}-{number}.csv"
        with edge():
            fees.import_payments(felix, file=as_file(bank_file(transfers)), filename=name)


def _transfers(month: Period, habits: Collection[str], seed: int) -> Iterator[list[Transfer]]:
    """What payers with these habits transfer for the invoices of a month, in portions."""
    after = ""
    while True:
        with edge(write=False):
            rows = db.session.execute(
                select(Invoice.number, Invoice.total_minor, Invoice.due_on, Franchisee.code)
                .join(Franchisee, Franchisee.id == Invoice.franchisee_id)
                .where(Invoice.month == month.text, Invoice.number > after)
                .order_by(Invoice.number)
                .limit(INVOICES_AT_ONCE)
            ).all()
        if not rows:
            return
        after = rows[-1].number
        found = [
            _transfer(row.number, row.total_minor, row.due_on, row.code, habit, seed)
            for row in rows
            if (habit := habit_of(row.code, seed=seed)) in habits
        ]
        if found:
            yield found


def _transfer(  # noqa: PLR0917
    number: str, cents: int, due_on: date, code: str, habit: str, seed: int
) -> Transfer:
    dice = random.Random(f"{seed}-{number}-transfer")  # noqa: S311 - not a secret
    days = {"slow": (3, 11), "late": (17, 38)}.get(habit, (-6, 0))
    if habit == "short":
        cents -= cents // 8
    return Transfer(due_on + timedelta(days=dice.randint(*days)), code, cents, number)
