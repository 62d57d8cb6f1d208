"""The words of bank statements, mandates, direct debits and exports."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class BankFileKind(LabeledEnum):
    """What form a file of payments came in."""

    TABLE = "table", N_("Table")
    CAMT = "camt.053", N_("Bank statement, CAMT.053")
    OFX = "ofx", N_("Bank statement, OFX")


class BankEntryStatus(LabeledEnum):
    """What became of money that a bank statement shows."""

    OPEN = "open", N_("To assign"), Tone.WARNING
    BOOKED = "booked", N_("Booked"), Tone.SUCCESS
    ASIDE = "aside", N_("Set aside"), Tone.NEUTRAL


class OpenReason(LabeledEnum):
    """Why money on a bank statement was not booked by itself."""

    UNKNOWN = "unknown", N_("Neither its text nor its account names a franchisee.")
    SEVERAL = "several", N_("Its text names several franchisees.")
    CONTRADICTION = (
        "contradiction",
        N_("Its text names one franchisee, the account it came from belongs to another."),
    )
    CURRENCY = "currency", N_("This franchisee has never been invoiced in this currency.")
    LIKE_ANOTHER = (
        "like_another",
        N_("A payment of this franchisee with the same day and amount is booked already."),
    )
    REVERSAL = "reversal", N_("The bank gave back a debit: it is no new payment.")
    UNDIVIDED = "undivided", N_("It is a sum of several payments that the bank does not list.")


class LeftOut(LabeledEnum):
    """What of a bank statement is not for us."""

    DEBIT = "debit", N_("money that went out")
    RETURNED = "returned", N_("direct debits that came back")
    PENDING = "pending", N_("not booked by the bank yet")
    OTHER_ACCOUNT = "other_account", N_("on another account")
    OTHER_CURRENCY = "other_currency", N_("in a currency that the network does not use")
    KNOWN = "known", N_("read before")


class MandateScheme(LabeledEnum):
    """The two schemes of SEPA direct debits: for everybody, and for businesses only."""

    CORE = "CORE", N_("Core")
    B2B = "B2B", N_("Business to business")


class MandateStatus(LabeledEnum):
    """Whether money may still be collected under a mandate."""

    ACTIVE = "active", N_("Active"), Tone.SUCCESS
    REVOKED = "revoked", N_("Revoked"), Tone.NEUTRAL


class Sequence(LabeledEnum):
    """Whether a collection is the first under its mandate or a later one."""

    FIRST = "FRST", N_("First")
    RECURRENT = "RCUR", N_("Recurrent")


class DebitRunStatus(LabeledEnum):
    """What became of a file of direct debits."""

    OPEN = "open", N_("Under way"), Tone.INFO
    COLLECTED = "collected", N_("Collected"), Tone.SUCCESS
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL


class DebitStatus(LabeledEnum):
    """What became of one direct debit."""

    OPEN = "open", N_("Under way"), Tone.INFO
    COLLECTED = "collected", N_("Collected"), Tone.SUCCESS
    RETURNED = "returned", N_("Returned"), Tone.WARNING
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL


class NoDebit(LabeledEnum):
    """Why a due invoice is not collected."""

    NO_MANDATE = "no_mandate", N_("There is no mandate for this account's creditor.")
    EXPIRED = "expired", N_("The mandate was not used for 36 months and has expired.")
    SIGNED_LATER = "signed_later", N_("The mandate is signed after the day of collection.")
    UNDER_WAY = "under_way", N_("It is being collected already.")
    NOT_EURO = "not_euro", N_("Direct debits are in euros only.")
    HELD = "held", N_("It is in dispute or part of a payment plan, so nobody asks for it now.")


class ExportStatus(LabeledEnum):
    """What became of an export of the books."""

    MAKING = "making", N_("Being made"), Tone.INFO
    READY = "ready", N_("Ready"), Tone.SUCCESS
    FAILED = "failed", N_("Failed"), Tone.WARNING
