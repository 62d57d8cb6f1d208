"""Keeping tables of rates. What was entered is never changed: a later row follows it."""

import re
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.period import Period
from ...law import SLUGS
from ..enums import DunningAction, RateUse
from ..errors import RateCharged, RateKnown, TableKnown
from ..models import BaseRate, RateTable
from ..queries.late import latest_run

HIGHEST = Decimal(1)
KEY = re.compile(r"[a-z][a-z0-9-]{1,39}")


def add_table(actor: Actor, *, key: str, name: str, use: RateUse, source: str = "") -> RateTable:
    """Add a table of rates, empty at first.

    Raises:
        TableKnown: when there is one with this key.
        Refused: without a name, for a key that is none, or a ceiling for a law that is not known.
    """
    actor.require(Permission.DUNNING_RATE_WRITE)
    key = key.strip().lower()
    if not name.strip():
        raise Refused(N_("Write the name of the table."), field="name")
    if use is RateUse.CEILING and key not in SLUGS:
        raise Refused(N_("Write the key of a law pack, such as au."), field="key")
    if not KEY.fullmatch(key):
        raise Refused(N_("Write from 2 to 40 small letters, digits and hyphens."), field="key")
    if db.session.scalar(select(RateTable.id).where(RateTable.key == key)):
        raise TableKnown
    table = RateTable(
        id=new_id(),
        key=key,
        name=name.strip(),
        use=use,
        source=source.strip(),
        made_by_name=actor.name,
        made_at=clock.now(),
    )
    db.session.add(table)
    audit.record(actor, DunningAction.RATE_TABLE_ADDED, table, name=table.name)
    db.session.flush()
    return table


def add_rate(actor: Actor, table: RateTable, *, starts_on: date, rate: Decimal) -> BaseRate:
    """Enter a rate from a day on, for a year, as a share of one; a base rate may be below zero.

    Raises:
        RateKnown: when one begins on that day already.
        RateCharged: for days of months that were posted: what was charged stays explained.
        Refused: for a rate that cannot be.
    """
    actor.require(Permission.DUNNING_RATE_WRITE)
    if not -HIGHEST < rate < HIGHEST or (table.use is RateUse.CEILING and rate <= 0):
        raise Refused(N_("Write a rate for a year, in per cent, such as 2.27."), field="rate")
    known = select(BaseRate.id).where(
        BaseRate.table_id == table.id, BaseRate.starts_on == starts_on
    )
    if db.session.scalar(known):
        raise RateKnown(day=starts_on)
    _require_uncharged(table, starts_on)
    row = BaseRate(
        id=new_id(),
        table_id=table.id,
        starts_on=starts_on,
        rate=rate,
        made_by_name=actor.name,
        made_at=clock.now(),
    )
    db.session.add(row)
    audit.record(
        actor, DunningAction.RATE_ADDED, table, name=table.name, rate=_words(rate), day=starts_on
    )
    db.session.flush()
    return row


def _require_uncharged(table: RateTable, starts_on: date) -> None:
    """A table that is younger than what was posted has charged nobody yet."""
    run = latest_run()
    if run is None or table.made_at > run.posted_at:
        return
    last = Period.parse_month(run.month).last
    if starts_on <= last:
        raise RateCharged(day=last)


def _words(rate: Decimal) -> str:
    return f"{format((rate * 100).normalize(), 'f')} %"
