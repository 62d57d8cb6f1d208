"""What is earned on goods, as the franchisee reads it; and what buying together saved."""

from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from ... import audit, storage
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...kit.period import Period
from ..enums import BenefitAction, TakingKind
from ..errors import SavingGone
from ..models import PurchaseSaving, Taking
from ..queries import supply as queries
from ..queries.accounts import Place
from ..rules.savings import Purchase


def enter_taking(
    actor: Actor,
    *,
    place: Place,
    month: Period,
    kind: TakingKind,
    amount: Money,
    note: str = "",
    file_id: UUID | None = None,
) -> Taking:
    """Say what was earned on the goods of an outlet in a month; a second time corrects it.

    Raises:
        Refused: below zero, in another currency, for a month to come, or when nothing differs.
        ChangedMeanwhile: when somebody else entered the same at the same moment.
    """
    actor.require(Permission.BENEFIT_SUPPLY_WRITE)
    _require_amount(place, month, amount)
    current = queries.current_taking(place.outlet.id, month.text, kind)
    if current is not None:
        if (current.amount_minor, current.note) == (amount.minor, note.strip()):
            raise Refused(
                N_("This is what was entered already. Nothing was changed."), field="amount"
            )
        current.is_current = False
        db.session.flush()  # one row stands for a month: the old one goes first
    row = Taking(
        id=new_id(),
        outlet_id=place.outlet.id,
        franchisee_id=place.franchisee.id,
        month=month.text,
        kind=kind,
        version=current.version + 1 if current else 1,
        amount_minor=amount.minor,
        currency=amount.currency,
        note=note.strip(),
        file_id=file_id,
        recorded_at=clock.now(),
        recorded_by=actor.user_id,
        recorded_by_name=actor.name,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    if file_id is None:  # of a file's rows the file's own entry tells
        audit.record(
            actor,
            BenefitAction.TAKING_ENTERED,
            place.outlet,
            franchisee_id=place.franchisee.id,
            month=month,
            amount=amount,
        )
    return row


def _require_amount(place: Place, month: Period, amount: Money) -> None:
    if amount.minor < 0:
        raise Refused(N_("Write an amount of zero or more."), field="amount")
    if amount.currency != place.currency:
        raise Refused(
            N_("Fees here are counted in %(currency)s. Write the amount in %(currency)s."),
            field="amount",
            currency=place.currency,
        )
    _require_begun(month)


def _require_begun(month: Period) -> None:
    if month.start > clock.today():
        raise Refused(N_("This month has not begun. Choose an earlier one."), field="month")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows the price elsewhere: words, a file, or both."""

    words: str = ""
    file: BinaryIO | None = None
    filename: str = ""


def enter_saving(
    actor: Actor,
    *,
    place: Place,
    month: Period,
    item: str,
    purchase: Purchase,
    evidence: Evidence,
) -> PurchaseSaving:
    """Note what goods would have cost elsewhere. What was dearer is noted like what was cheaper.

    Raises:
        Refused: without goods, quantity, prices or evidence, or for a month to come.
    """
    actor.require(Permission.BENEFIT_SUPPLY_WRITE)
    _require_purchase(place, month, item, purchase)
    if not evidence.words.strip() and evidence.file is None:
        raise Refused(
            N_("Write whose price it is and of which day, or bring the quote as a file."),
            field="evidence",
        )
    stored = None
    if evidence.file is not None:
        stored = storage.put(
            evidence.file, name=evidence.filename, content_type="application/octet-stream"
        )
    row = PurchaseSaving(
        id=new_id(),
        outlet_id=place.outlet.id,
        franchisee_id=place.franchisee.id,
        month=month.text,
        item=item.strip()[:200],
        quantity=purchase.quantity,
        market_price=purchase.market_price,
        network_price=purchase.network_price,
        currency=purchase.currency,
        saved_minor=purchase.saved.minor,
        evidence=evidence.words.strip(),
        file_id=stored.id if stored else None,
        recorded_at=clock.now(),
        recorded_by=actor.user_id,
        recorded_by_name=actor.name,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        actor,
        BenefitAction.SAVING_ENTERED,
        place.outlet,
        franchisee_id=place.franchisee.id,
        month=month,
        amount=purchase.saved,
    )
    return row


def _require_purchase(place: Place, month: Period, item: str, purchase: Purchase) -> None:
    if not item.strip():
        raise Refused(N_("Write what was bought."), field="item")
    if purchase.quantity <= 0:
        raise Refused(N_("Write a number above zero."), field="quantity")
    for name in ("market_price", "network_price"):
        if getattr(purchase, name) <= 0:
            raise Refused(N_("Write a price above zero."), field=name)
    if purchase.currency != place.currency:
        raise Refused(
            N_("Fees here are counted in %(currency)s. Write the amount in %(currency)s."),
            field="market_price",
            currency=place.currency,
        )
    _require_begun(month)


def withdraw_saving(actor: Actor, *, row: PurchaseSaving, reason: str) -> None:
    """Take a saving back; it stays to be read, with the reason, and counts no longer.

    Raises:
        SavingGone: when it was withdrawn before.
        Refused: without a reason.
    """
    actor.require(Permission.BENEFIT_SUPPLY_WRITE)
    db.session.refresh(row, attribute_names=["withdrawn_at"])
    if row.withdrawn_at is not None:
        raise SavingGone
    if not reason.strip():
        raise Refused(N_("Write why it is withdrawn."), field="reason")
    row.withdrawn_at, row.withdrawn_by_name = clock.now(), actor.name
    row.withdrawn_reason = reason.strip()
    audit.record(
        actor,
        BenefitAction.SAVING_WITHDRAWN,
        row.outlet,
        franchisee_id=row.franchisee_id,
        reason=row.withdrawn_reason,
    )
