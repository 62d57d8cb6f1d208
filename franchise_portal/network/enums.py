"""The states of franchisees and outlets, what people are to them, and what can be noted."""

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


class OutletStatus(LabeledEnum):
    """What the dates of an outlet say on a day; it is never stored."""

    PLANNED = "planned", N_("Planned"), Tone.INFO
    OPEN = "open", N_("Trading"), Tone.SUCCESS
    CLOSED = "closed", N_("Closed"), Tone.NEUTRAL


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


class SearchKind(LabeledEnum):
    """What a word in the search index leads to."""

    FRANCHISEE = "franchisee", N_("Franchisees")
    OUTLET = "outlet", N_("Outlets")
    PERSON = "person", N_("People")
    TERRITORY = "territory", N_("Territories")


class TaxCategory(LabeledEnum):
    """Why no tax stands on an invoice; the values are those of UN/CEFACT code list 5305."""

    NOT_SUBJECT = "O", N_("Not subject to VAT")
    EXEMPT = "E", N_("Exempt from VAT")
    REVERSE_CHARGE = "AE", N_("Reverse charge: the recipient owes the VAT")
    ZERO = "Z", N_("VAT at zero per cent")


class ImportKind(LabeledEnum):
    """What a file of master data holds."""

    FRANCHISEES = "franchisees", N_("Franchisees")
    PEOPLE = "people", N_("People")
    OUTLETS = "outlets", N_("Outlets")


class ImportStatus(LabeledEnum):
    """What became of a file of master data."""

    CHECKED = "checked", N_("Nothing saved yet"), Tone.INFO
    RUNNING = "running", N_("Being imported"), Tone.INFO
    POSTED = "posted", N_("Imported"), Tone.SUCCESS
    DISCARDED = "discarded", N_("Discarded"), Tone.NEUTRAL
    FAILED = "failed", N_("Not imported"), Tone.WARNING


class Fact(LabeledEnum):
    """The facts that can change, named as a sentence in the history names them."""

    ACCOUNTS = "accounts", N_("bank accounts")
    ADDRESS = "address", N_("address")
    AREA = "area", N_("area")
    BIRTHDAY = "birthday", N_("birthday")
    BRAND = "brand", N_("brand")
    CITY = "city", N_("town")
    CLOSED_ON = "closed_on", N_("closing day")
    CODE = "code", N_("code")
    COUNTRY = "country", N_("country")
    CURRENCY = "currency", N_("currency")
    DAYS = "days", N_("days for payment and dispute")
    EMAIL = "email", N_("e-mail address")
    EXCLUSIVE = "exclusive", N_("exclusivity")
    FORMAT = "format", N_("format")
    FRANCHISEE = "franchisee", N_("franchisee")
    LANGUAGE = "language", N_("language")
    LANGUAGES = "languages", N_("languages")
    LEGAL_NAME = "legal_name", N_("legal name")
    NAME = "name", N_("name")
    NAME_LOCAL = "name_local", N_("name in its own script")
    NOTE = "note", N_("note")
    OPENED_ON = "opened_on", N_("opening day")
    PHONE = "phone", N_("telephone number")
    POSTCODE = "postcode", N_("postcode")
    REGION = "region", N_("region")
    REGISTRATION = "registration", N_("registration number")
    ROLE = "role", N_("role")
    SINCE = "since", N_("first day")
    STATE = "state", N_("state or province")
    STATUS = "status", N_("status")
    TAX = "tax", N_("tax facts")
    ZONE = "zone", N_("time zone")


class NetworkAction(LabeledEnum):
    """What the audit notes about the network."""

    FOUNDED = "network.network.founded", N_("%(actor)s set up the network %(subject)s")
    SETTINGS_CHANGED = (
        "network.network.changed",
        N_("%(actor)s changed the network's settings: %(facts)s"),
    )
    BRAND_ADDED = "network.brand.added", N_("%(actor)s added the brand %(subject)s")
    BRAND_CHANGED = (
        "network.brand.changed",
        N_("%(actor)s changed the brand %(subject)s: %(facts)s"),
    )
    REGION_ADDED = "network.region.added", N_("%(actor)s added the region %(subject)s")
    REGION_CHANGED = (
        "network.region.changed",
        N_("%(actor)s changed the region %(subject)s: %(facts)s"),
    )
    FRANCHISEE_ADDED = "network.franchisee.added", N_("%(actor)s added the franchisee %(subject)s")
    FRANCHISEE_CHANGED = (
        "network.franchisee.changed",
        N_("%(actor)s changed the franchisee %(subject)s: %(facts)s"),
    )
    STATUS_CHANGED = (
        "network.franchisee.status",
        N_("%(actor)s moved %(subject)s from %(before)s to %(after)s"),
    )
    CARE_ASSIGNED = (
        "network.care.assigned",
        N_("%(actor)s gave %(subject)s into the care of %(person)s from %(day)s: %(kind)s"),
    )
    CARE_ENDED = (
        "network.care.ended",
        N_("%(actor)s ended the care of %(person)s for %(subject)s on %(day)s: %(kind)s"),
    )
    PERSON_ADDED = "network.person.added", N_("%(actor)s added %(subject)s: %(role)s")
    PERSON_CHANGED = "network.person.changed", N_("%(actor)s changed %(subject)s: %(facts)s")
    PERSON_REMOVED = "network.person.removed", N_("%(actor)s removed %(subject)s")
    OUTLET_ADDED = "network.outlet.added", N_("%(actor)s added the outlet %(subject)s")
    OUTLET_CHANGED = (
        "network.outlet.changed",
        N_("%(actor)s changed the outlet %(subject)s: %(facts)s"),
    )
    OUTLET_TRANSFERRED = (
        "network.outlet.transferred",
        N_("%(actor)s transferred the outlet %(subject)s from %(before)s to %(after)s on %(day)s"),
    )
    OUTLET_TAKEN_OVER = (
        "network.outlet.taken_over",
        N_("%(actor)s took over the outlet %(subject)s from %(before)s on %(day)s"),
    )
    OUTLET_SOLD = (
        "network.outlet.sold",
        N_("%(actor)s sold the outlet %(subject)s to %(after)s on %(day)s"),
    )
    TERRITORY_ADDED = "network.territory.added", N_("%(actor)s added the territory %(subject)s")
    TERRITORY_CHANGED = (
        "network.territory.changed",
        N_("%(actor)s changed the territory %(subject)s: %(facts)s"),
    )
    FRANCHISEES_IMPORTED = (
        "network.franchisees.imported",
        N_("%(actor)s imported %(file)s: %(added)s franchisees added, %(changed)s changed"),
    )
    PEOPLE_IMPORTED = (
        "network.people.imported",
        N_("%(actor)s imported %(file)s: %(added)s people added, %(changed)s changed"),
    )
    OUTLETS_IMPORTED = (
        "network.outlets.imported",
        N_("%(actor)s imported %(file)s: %(added)s outlets added, %(changed)s changed"),
    )
    EXPORTED = "network.list.exported", N_("%(actor)s exported %(kind)s: %(rows)s rows")
