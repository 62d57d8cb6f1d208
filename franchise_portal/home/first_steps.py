"""What a network that has just begun does next, until its first month of sales is in."""

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import ColumnElement, false, func, select

from ..access.guards import may_open
from ..accounts.models import User
from ..contracts.models import Contract
from ..database import db
from ..fees.models import FeePlan
from ..kit.i18n import N_
from ..network.models import Brand, Outlet
from ..web.speech import gettext as _


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and whether it was begun."""

    title: str
    note: str
    url: str
    is_done: bool


#: What is there once a step is done, the page that does it, and its words.
STEPS: tuple[tuple[ColumnElement[bool], str, str, str], ...] = (
    (
        select(Brand.id).exists(),
        "network.settings",
        N_("Brands and regions"),
        N_("What outlets trade under, and how the network is divided."),
    ),
    (
        select(Outlet.id).exists(),
        "network.new_import",
        N_("Franchisees and outlets"),
        N_("Franchisees first, then their outlets: from a file, or by hand in their lists."),
    ),
    (
        select(FeePlan.id).exists(),
        "fees.plans",
        N_("A fee plan"),
        N_("What is charged, by which clause and from which day."),
    ),
    (
        select(Contract.id).exists(),
        "contracts.index",
        N_("Contracts"),
        N_("Each with its outlets and its fee plan: fees follow from them."),
    ),
    (
        select(func.count(User.id) > 1).scalar_subquery(),
        "accounts.users",
        N_("Users"),
        N_("Invite your colleagues, and franchisees to see their own account."),
    ),
    (
        false(),  # once it is done, figures stand in the place of these steps
        "fees.new_import",
        N_("The first month’s sales"),
        N_("The file is checked first. Then the month can be assessed and invoiced."),
    ),
)


def first_steps() -> tuple[Step, ...]:
    """The steps whose pages the person looking may open, in the order of doing."""
    done = db.session.execute(select(*(there for there, *_words in STEPS))).one()
    return tuple(
        Step(_(title), _(note), url_for(endpoint), bool(is_done))
        for is_done, (_there, endpoint, title, note) in zip(done, STEPS, strict=True)
        if may_open(endpoint)
    )
