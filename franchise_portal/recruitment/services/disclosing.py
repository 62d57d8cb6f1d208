"""Giving the disclosure document, and the receipt that the applicant acknowledges."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import update

from ... import mail
from ...access.actor import NOBODY, Actor
from ...accounts.rules import token_digest
from ...database import db
from ...kit import clock
from ...kit.i18n import N_
from ...law import pack
from ...network.queries import brand_by_id
from ...network.services import save
from ...storage import StoredFile
from .. import queries
from ..enums import Delivery, RecruitmentAction, Stage
from ..errors import LinkSpent, NotReadyToDisclose, Refused, StepNotAllowed
from ..models import Applicant, Disclosure
from ..rules import open_points
from .editing import note, require_kept, set_stage, touch

LINK_LIVES = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody writes who acknowledges a disclosure document."""

    name: str
    address: str
    """The network address it came from."""


def give_disclosure(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    applicant: Applicant,
    *,
    stored: StoredFile,
    title: str,
    slug: str,
    delivery: Delivery,
    delivered_on: date,
    final_agreement_on: date | None = None,
    remark: str = "",
) -> Disclosure:
    """Give an approved applicant the disclosure document under a law pack.

    However it is delivered, the applicant gets a link to acknowledge the receipt. A further
    disclosure takes the place of the one before, and its clock starts anew.

    Raises:
        StepNotAllowed: when the applicant is not approved, or has signed.
        NotReadyToDisclose: when the franchisor's own checklist has an open point.
        Refused: when a day lies in the future, or there is no address for a link.
    """
    require_kept(applicant)
    _require_stage(applicant)
    if applicant.brand_id is None:
        raise Refused(N_("Choose the applicant's brand first."), field="pack")
    today = clock.today()
    for field, day in (
        ("delivered_on", delivered_on),
        ("final_agreement_on", final_agreement_on),
    ):
        if day is not None and day > today:
            raise Refused(
                N_("This day has not come yet. Choose today or an earlier day."), field=field
            )
    if delivery is Delivery.LINK and not applicant.email:
        raise Refused(
            N_("There is no e-mail address to send a link to. Add one, or deliver it otherwise."),
            field="delivery",
        )
    require_checklist(applicant, slug, on=today)
    disclosure = Disclosure(
        applicant_id=applicant.id,
        brand_id=applicant.brand_id,
        pack=slug,
        file_id=stored.id,
        sha256=stored.sha256,
        title=title,
        delivery=delivery,
        delivered_on=delivered_on,
        final_agreement_on=final_agreement_on,
        note=remark,
        given_by_name=actor.name,
    )
    _spend_links(applicant)
    db.session.add(disclosure)
    db.session.flush()
    note(actor, RecruitmentAction.DISCLOSED, applicant, day=delivered_on, way=delivery)
    if applicant.stage is Stage.APPROVED:
        set_stage(actor, applicant, Stage.DISCLOSED)
    else:
        touch(applicant)
    if applicant.email:
        send_link(actor, applicant, disclosure)
    return disclosure


def require_checklist(applicant: Applicant, slug: str, *, on: date) -> None:
    """Refuse to disclose while the franchisor cannot show what the law pack asks of it.

    Raises:
        NotReadyToDisclose: naming the first open point.
    """
    assert applicant.brand_id is not None  # noqa: S101 - the callers have looked
    still_open = open_points(queries.points_of(applicant.brand_id, pack(slug), on=on))
    if still_open:
        raise NotReadyToDisclose(
            N_(
                "%(count)s points of our own checklist for %(brand)s are open; until they are "
                "closed we may not disclose. The first: %(point)s."
            ),
            count=len(still_open),
            brand=brand_by_id(applicant.brand_id).name,
            point=still_open[0].point.label,
        )


def send_link(actor: Actor, applicant: Applicant, disclosure: Disclosure) -> str:
    """Mail a fresh link to acknowledge the receipt; the earlier one stops working.

    Returns:
        The link's secret, which is kept nowhere.

    Raises:
        LinkSpent: when the receipt is acknowledged already.
        Refused: when there is no address.
    """
    if disclosure.acknowledged_at is not None:
        raise LinkSpent(N_("The receipt is acknowledged already."))
    if not applicant.email:
        raise Refused(N_("There is no e-mail address to send a link to."), field="delivery")
    token = secrets.token_urlsafe(32)
    disclosure.token_hash = token_digest(token)
    disclosure.token_expires_at = clock.wall() + LINK_LIVES
    save()
    touch(applicant)
    note(actor, RecruitmentAction.DISCLOSURE_LINK_SENT, applicant)
    mail.send(
        kind="recruitment/disclosure",
        to_address=applicant.email,
        to_name=applicant.name,
        language=applicant.language,
        confidential=True,
        context={
            "name": applicant.name,
            "title": disclosure.title,
            "sha256": disclosure.sha256,
            "token": token,
            "days": LINK_LIVES.days,
        },
    )
    return token


def acknowledge(token: str, receipt: Receipt) -> Disclosure:
    """Note that the applicant has the document: who, when, from where. The link is then spent.

    Raises:
        LinkSpent: unknown, used, replaced or too old.
    """
    disclosure = queries.disclosure_by_token(token_digest(token), locked=True)
    disclosure.acknowledged_at = clock.now()
    disclosure.acknowledged_on = clock.today()
    disclosure.acknowledged_by_name = receipt.name
    disclosure.acknowledged_from = receipt.address
    disclosure.token_hash = disclosure.token_expires_at = None
    save()
    touch(disclosure.applicant)
    note(NOBODY, RecruitmentAction.DISCLOSURE_ACKNOWLEDGED, disclosure.applicant)
    return disclosure


def _require_stage(applicant: Applicant) -> None:
    if applicant.stage not in {Stage.APPROVED, Stage.DISCLOSED}:
        raise StepNotAllowed(
            N_("The disclosure document is given to approved applicants; this one is “%(now)s”."),
            now=applicant.stage.label,
        )


def _spend_links(applicant: Applicant) -> None:
    """Links to documents that a later one replaces stop working."""
    db.session.execute(
        update(Disclosure)
        .where(Disclosure.applicant_id == applicant.id, Disclosure.token_hash.is_not(None))
        .values(token_hash=None, token_expires_at=None)
        .execution_options(synchronize_session=False)
    )
