"""The states of franchisees and outlets, and what people are to them."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class FranchiseeStatus(LabeledEnum):
    """Where a franchisee stands on the way from applicant to alumni."""

    APPLICANT = "applicant", N_("Applicant"), Tone.INFO
    SIGNED = "signed", N_("Signed, not yet open"), Tone.INFO
    ACTIVE = "active", N_("Active"), Tone.SUCCESS
    LEAVING = "leaving", N_("Leaving"), Tone.WARNING
    ENDED = "ended", N_("Ended"), Tone.NEUTRAL
    ALUMNI = "alumni", N_("Alumni"), Tone.NEUTRAL


class OutletFormat(LabeledEnum):
    """What kind of place an outlet is."""

    STREET = "street", N_("Street")
    MALL = "mall", N_("Shopping centre")
    STATION = "station", N_("Station or airport")
    KIOSK = "kiosk", N_("Kiosk")
    DRIVE = "drive", N_("Drive-through")
    DELIVERY = "delivery", N_("Delivery only")
    OTHER = "other", N_("Other")


class PersonRole(LabeledEnum):
    """What a person is in a franchisee's business."""

    OWNER = "owner", N_("Owner")
    PARTNER = "partner", N_("Partner")
    MANAGER = "manager", N_("Manager")
    STAFF = "staff", N_("Staff")
    FAMILY = "family", N_("Family")
    OTHER = "other", N_("Other")


class CareKind(LabeledEnum):
    """Who at the franchisor looks after a franchisee."""

    MANAGER = "manager", N_("Relationship manager")
    DEPUTY = "deputy", N_("Deputy")
