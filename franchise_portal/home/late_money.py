"""What late money asks of somebody today: plans to answer, reminders, accounts to decide about."""

from collections.abc import Iterator
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from ..access.actor import Actor
from ..access.permissions import Permission
from ..access.scope import Everything, OwnBusiness
from ..dunning.queries.accounts import account_for, all_steps_said, standing_reminder
from ..dunning.queries.plans import waiting_plans
from ..kit.enums import Tone
from ..kit.money import Money
from ..web import filters
from .waiting import Group, Item


def groups(actor: Actor, each: int, today: date) -> Iterator[Group]:
    """The groups of one person."""
    if actor.may(Permission.DUNNING_PLAN_PROPOSE):
        yield from _plans(actor, each)
    if isinstance(actor.scope, OwnBusiness) and actor.may(Permission.DUNNING_ACCOUNT_READ):
        yield from _own_reminder(actor, actor.scope, today)
    if isinstance(actor.scope, Everything) and actor.may(Permission.DUNNING_ACCOUNT_WRITE):
        yield from _to_decide(actor, each)


def _plans(actor: Actor, each: int) -> Iterator[Group]:
    waiting, count = waiting_plans(actor, limit=each)
    items = [
        Item(
            who=one.franchisee.name,
            other=one.franchisee.name_local,
            url=url_for("dunning.show_plan", payment_plan_id=one.id),
            what=_(
                "Payment plan over %(amount)s",
                amount=filters.money(Money(one.total_minor, one.currency)),
            ),
            when=_("since %(day)s", day=filters.short_date(one.proposed_at.date())),
            act=_("Answer"),
        )
        for one in waiting
    ]
    yield Group(_("Payment plans"), count, items, url_for("dunning.plans"))


def _own_reminder(actor: Actor, scope: OwnBusiness, today: date) -> Iterator[Group]:
    letter = standing_reminder(scope.franchisee_id)
    if letter is None:
        return
    account = account_for(actor, scope.franchisee_id).account
    asked = account.asked
    if not asked or account.pause is not None:
        return
    item = Item(
        who=letter.number,
        url=url_for("dunning.show_account", franchisee_id=scope.franchisee_id),
        what=ngettext("%(num)d invoice is overdue", "%(num)d invoices are overdue", len(asked)),
        when=_("next step %(day)s", day=filters.short_date(letter.next_on))
        if letter.next_on > today
        else "",
        tone=Tone.DANGER,
        act=_("Look at it"),
    )
    yield Group(_("Reminders"), 1, [item], url_for("dunning.index"))


def _to_decide(actor: Actor, each: int) -> Iterator[Group]:
    waiting, count = all_steps_said(actor, limit=each)
    items = [
        Item(
            who=row.franchisee.name,
            other=row.franchisee.name_local,
            url=url_for("dunning.show_account", franchisee_id=row.franchisee.id),
            what=_("Every reminder was said"),
            when=ngettext("%(num)d day late", "%(num)d days late", row.account.days_late),
            tone=Tone.DANGER,
            act=_("Decide"),
        )
        for row in waiting
    ]
    yield Group(_("Overdue accounts"), count, items, url_for("dunning.index"))
