"""Enquiries from the public page."""

from dataclasses import dataclass
from uuid import UUID

from ... import mail
from ...access.actor import NOBODY
from ...accounts.rules import address_key, network_key, tidy_email
from ...accounts.services.throttle import count_try
from ...database import db, release
from ...kit import clock
from ...kit.money import Money
from ...network.queries import founded
from ..enums import Horizon, RecruitmentAction, Source, Statement
from ..models import Applicant, Expectation
from ..rules.consent import ADDRESS_THROTTLE, NETWORK_THROTTLE
from .editing import note
from .numbering import add_numbered

DOOR = "enquiry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """What a stranger writes."""

    name: str
    email: str
    language: str
    consent_version: str
    consent_text: str
    """The words agreed to, as they were shown."""
    phone: str = ""
    brand_id: UUID | None = None
    place: str = ""
    horizon: Horizon = Horizon.LATER
    own_funds: Money | None = None
    experience: str = ""
    family_support: str = ""
    source: Source = Source.OTHER
    source_note: str = ""
    monthly_sales: Money | None = None
    payback_months: int | None = None
    support: str = ""
    reason: str = ""


def note_try(*, email: str, address: str) -> None:
    """Count an enquiry before it is answered, by both addresses.

    Raises:
        TooManyTries: when it comes too soon after others.
    """
    release()
    count_try(
        (
            (address_key(DOOR, email), ADDRESS_THROTTLE),
            (network_key(DOOR, address), NETWORK_THROTTLE),
        )
    )


def receive_enquiry(enquiry: Enquiry) -> Applicant:
    """Keep an enquiry and confirm it by mail.

    An address that enquired before is nothing special here: the office sees both applications
    beside each other, the stranger learns nothing.
    """
    network = founded()
    applicant = Applicant(
        name=enquiry.name,
        email=tidy_email(enquiry.email),
        phone=enquiry.phone,
        language=enquiry.language,
        brand_id=enquiry.brand_id,
        place=enquiry.place,
        horizon=enquiry.horizon,
        currency=network.currency,
        own_funds_minor=enquiry.own_funds.minor if enquiry.own_funds else None,
        experience=enquiry.experience,
        family_support=enquiry.family_support,
        motive=enquiry.reason,
        source=enquiry.source,
        source_note=enquiry.source_note,
        consent_version=enquiry.consent_version,
        consent_text=enquiry.consent_text,
        consented_at=clock.now(),
    )
    add_numbered(applicant)
    db.session.add(_expectation(applicant, enquiry))
    db.session.flush()
    note(NOBODY, RecruitmentAction.ENQUIRED, applicant)
    mail.send(
        kind="recruitment/enquiry_received",
        to_address=applicant.email,
        language=applicant.language,
        # Nothing that was typed: a stranger could send it to somebody else in our name.
        context={"reference": applicant.reference},
    )
    return applicant


def _expectation(applicant: Applicant, enquiry: Enquiry) -> Expectation:
    return Expectation(
        applicant_id=applicant.id,
        brand_id=enquiry.brand_id,
        stated_on=clock.today(),
        statement=Statement.ENQUIRY,
        currency=applicant.currency,
        monthly_sales_minor=enquiry.monthly_sales.minor if enquiry.monthly_sales else None,
        payback_months=enquiry.payback_months,
        support=enquiry.support,
        reason=enquiry.reason,
    )
