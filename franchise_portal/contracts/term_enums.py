"""What the terms of a contract can name: conditions, places, channels, occasions, reports."""

from ..kit.enums import LabeledEnum
from ..kit.i18n import N_


class RenewalRequirement(LabeledEnum):
    """What has to be fulfilled before a term is renewed, each checked off by itself."""

    COMPLIANCE = "compliance", N_("Has kept to the contract through the whole term")
    PAID_UP = "paid_up", N_("Owes nothing, and has paid in time")
    PREMISES = "premises", N_("The premises are brought to the standard then in use")
    POSSESSION = "possession", N_("May stay in the premises for the new term")
    CURRENT_FORM = "current_form", N_("Signs the form of contract then in use")
    TRAINING = "training", N_("Meets the qualification and training then asked for")
    RELEASE = "release", N_("Releases the franchisor from claims")


class SpecialSite(LabeledEnum):
    """Places inside an area that are not part of what is granted."""

    TRANSPORT = "transport", N_("airports and stations")
    MILITARY = "military", N_("military bases")
    SPORTS = "sports", N_("sports grounds and race tracks")
    AMUSEMENT = "amusement", N_("amusement and theme parks")
    CAMPUS = "campus", N_("schools and universities")
    HOSPITAL = "hospital", N_("hospitals")
    WORKPLACE = "workplace", N_("canteens of employers")
    MALL = "mall", N_("shopping centres")


class Channel(LabeledEnum):
    """Ways of selling that the franchisor keeps for itself inside an area."""

    INTERNET = "internet", N_("sales over the internet")
    WHOLESALE = "wholesale", N_("wholesale for resale by others")
    EVENTS = "events", N_("sales at special events")
    MAIL = "mail", N_("sales by post")
    OTHER_MARKS = "other_marks", N_("businesses under other marks")
    SAME_MARK = "same_mark", N_("further outlets under the same mark")


class DistanceUnit(LabeledEnum):
    """In what a distance is measured."""

    KILOMETRE = "km", N_("kilometres")
    MILE = "mile", N_("miles")


class ChargeOccasion(LabeledEnum):
    """What may happen that costs the franchisee a sum of its own."""

    RELOCATION = "relocation", N_("Moving the outlet")
    BREACH = "breach", N_("Each breach of the contract")
    BOUNCED = "bounced", N_("A payment that the bank returns")
    LATE_REPORT = "late_report", N_("A report that is late or wrong")
    MISSED_TRAINING = "missed_training", N_("Training that was missed")
    UNAPPROVED_GOODS = "unapproved_goods", N_("Selling goods that are not approved")
    MANAGEMENT = "management", N_("The franchisor runs the outlet for a time")
    TERMINATION = "termination", N_("The contract is ended for a breach")
    RUNNING_ON = "running_on", N_("Running on after the end")


class ShareOf(LabeledEnum):
    """Of what a charge is a share."""

    INITIAL_FEE = "initial_fee", N_("of the initial fee then in use")
    GROSS_SALES = "gross_sales", N_("of gross sales")


class Counted(LabeledEnum):
    """How often a charge falls due."""

    ONCE = "once", N_("once")
    DAY = "day", N_("for each day")


class FeeKind(LabeledEnum):
    """Fees by what they are for, where their days of payment differ."""

    ROYALTY = "royalty", N_("Royalty")
    FUND = "fund", N_("Advertising fund")
    SERVICE = "service", N_("Software and services")
    OTHER = "other", N_("Other fees")


class ReportKind(LabeledEnum):
    """What the franchisee reports."""

    SALES = "sales", N_("Gross sales")
    RESULT = "result", N_("Profit and loss statement")
    STATEMENTS = "statements", N_("Financial statements")
    MARKETING = "marketing", N_("Local advertising spent")


class Assurance(LabeledEnum):
    """Who has looked at a report before it comes."""

    NONE = "none", N_("by the franchisee itself")
    REVIEWED = "reviewed", N_("reviewed by an accountant")
    AUDITED = "audited", N_("audited by an accountant")


class CoverMeasure(LabeledEnum):
    """How the sum of a policy is found."""

    AMOUNT = "amount", N_("the amounts named")
    REPLACEMENT = "replacement", N_("full replacement value")
    STATUTORY = "statutory", N_("as the law asks")
    MANUAL = "manual", N_("as the manual says")


class DefaultKind(LabeledEnum):
    """What one side may have failed to do, for the time in which it can be put right."""

    PAYMENT = "payment", N_("Money not paid")
    INSURANCE = "insurance", N_("Insurance missing")
    LICENCE = "licence", N_("Licence lost")
    GOODS = "goods", N_("Goods or services that are not approved")
    ADVERTISING = "advertising", N_("Local advertising not spent")
    EFFORT = "effort", N_("The area not worked with best efforts")
    TRAINING = "training", N_("Training not completed")
    NOT_OPENED = "not_opened", N_("Not opened in time")
    ABANDONED = "abandoned", N_("Outlet abandoned")
    TRANSFER = "transfer", N_("Transfer without approval")
    MISSTATEMENT = "misstatement", N_("Untrue application")
    UNDERREPORTING = "underreporting", N_("Sales reported too low")
    INSOLVENCY = "insolvency", N_("Insolvency")
    CRIME = "crime", N_("Crime that harms the brand")
    SAFETY = "safety", N_("Danger to health or safety")
    SECRETS = "secrets", N_("Secrets or marks misused")
    LEASE = "lease", N_("Lease lost or broken")
    REPEATED = "repeated", N_("Repeated defaults")
    OTHER = "other", N_("Anything else")
