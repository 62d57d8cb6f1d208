"""The mails about the life of a contract and about approvals, each in its reader's language."""

from collections.abc import Iterable
from datetime import date

from ... import mail
from ...access.actor import Actor
from ...access.roles import Side
from ...accounts.models import User
from ...database import db
from ..event_enums import LifeNews
from ..models import Approval, Contract
from ..queries.recipients import Recipient
from .letters import other, write_to


def tell(
    actor: Actor,
    contract: Contract,
    news: LifeNews,
    *,
    words: str = "",
    day: date | None = None,
) -> None:
    """Tell the other side what somebody did; what the portal did by itself, the franchisee."""
    side = other(actor.side) if actor.user_id else Side.FRANCHISEE
    context = {
        "news": news,
        "by": actor.name if actor.user_id else "",
        "number": contract.number,
        "contract_id": contract.id,
        "words": words.strip(),
        "day": day,
    }
    write_to(contract.franchisee_id, side, kind="contracts/life_event", context=context)


def ask_deciders(approval: Approval, deciders: Iterable[User]) -> None:
    """Tell everybody who may decide that something waits."""
    for user in deciders:
        mail.send_to(_reader(user), kind="contracts/approval_asked", context={"approval": approval})


def tell_asker(approval: Approval, words: str = "") -> None:
    """Tell whoever asked what has become of it, if they still have an account."""
    user = db.session.get(User, approval.asked_by)
    if user is not None and user.is_active:
        context = {"approval": approval, "words": words.strip()}
        mail.send_to(_reader(user), kind="contracts/approval_told", context=context)


def _reader(user: User) -> Recipient:
    return Recipient(user.id, user.email, user.name, user.language)
