"""What law packs distinguish."""

from enum import StrEnum

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class NoticeKind(LabeledEnum):
    """A step of the ladder, or a word about the end of the term."""

    DEFAULT = "default", N_("Notice of default"), Tone.WARNING
    """From here the other side has so long to answer."""

    CURE = "cure", N_("Notice to cure"), Tone.WARNING
    """From here it has so long to put things right."""

    TERMINATION = "termination", N_("Notice of termination"), Tone.DANGER
    """The contract ends so long after it."""

    RENEWAL = "renewal", N_("Notice of non-renewal"), Tone.INFO
    """It must be given so long before the term ends."""


class Cause(LabeledEnum):
    """Why a notice is given; some laws and contracts have other periods for some causes."""

    PAYMENT = "payment", N_("Money not paid")
    INSURANCE = "insurance", N_("Insurance missing")
    REPEATED = "repeated", N_("The same again within twelve months")
    ABANDONMENT = "abandonment", N_("Outlet not operated")
    OTHER = "other", N_("Another cause")


class Trigger(LabeledEnum):
    """What starts the clock of a duty."""

    FIRST_CONTRACT = "first_contract", N_("The first contract is signed")
    CHANGE = "change", N_("Something that was filed changes")
    AUTHORITY_ASKS = "authority_asks", N_("The authority asks for more")
    YEAR_END = "year_end", N_("The calendar year ends")
    FISCAL_YEAR_END = "fiscal_year_end", N_("The franchisor's financial year ends")
    QUARTER_END = "quarter_end", N_("A quarter of the financial year ends")
    STATEMENT_MADE = "statement_made", N_("The statement is made")
    COOLING_OFF_USED = (
        "cooling_off_used",
        N_("The franchisee withdraws within the cooling-off period"),
    )
    COMPLAINT = "complaint", N_("A written complaint arrives")


class Owner(LabeledEnum):
    """Whose duty it is."""

    FRANCHISOR = "franchisor", N_("Franchisor")
    FRANCHISEE = "franchisee", N_("Franchisee")


class Document(LabeledEnum):
    """What must lie with the franchisee for a while before signing."""

    DISCLOSURE = "disclosure", N_("Disclosure document")
    FINAL_AGREEMENT = "final_agreement", N_("Agreement as changed by the franchisor")


class Counting(StrEnum):
    """How days before signing are counted."""

    DAYS_BEFORE = "days_before"
    """The day of signing lies so many days after the day of delivery: 5 January, 30 days,
    4 February."""

    CLEAR_DAYS = "clear_days"
    """So many whole days lie between the two, and neither counts: 1 March, 14 days, 16 March."""
