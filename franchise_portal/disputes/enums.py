"""The words of disputes: why, where they stand, what was done about them."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class DisputeReason(LabeledEnum):
    """What is wrong with a line, in the franchisee's eyes."""

    SALES = "sales", N_("The sales are wrong")
    RATE = "rate", N_("The rate or the tier is wrong")
    PLACE = "place", N_("The outlet or the period is wrong")
    PAID = "paid", N_("It was paid already")
    NOT_AGREED = "not_agreed", N_("The contract does not say so")
    OTHER = "other", N_("Another reason")


class DisputeStatus(LabeledEnum):
    """Where a dispute stands."""

    OPEN = "open", N_("Waits for the franchisor's answer"), Tone.INFO
    ACCEPTED = "accepted", N_("Accepted"), Tone.SUCCESS
    PARTLY = "partly", N_("Accepted in part"), Tone.SUCCESS
    REJECTED = "rejected", N_("Not accepted"), Tone.NEUTRAL
    MEDIATION = "mediation", N_("In mediation"), Tone.WARNING
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL

    @property
    def is_open(self) -> bool:
        """Whether the amount is still in dispute."""
        return self in {DisputeStatus.OPEN, DisputeStatus.MEDIATION}

    @property
    def is_granted(self) -> bool:
        """Whether something was given back."""
        return self in {DisputeStatus.ACCEPTED, DisputeStatus.PARTLY}


class Remedy(LabeledEnum):
    """By what an accepted dispute is put right."""

    CREDIT = "credit", N_("A credit note on the line")
    REPORT = "report", N_("A corrected sales report")
    PAYMENT = "payment", N_("A payment that was found")


class Fit(LabeledEnum):
    """Why money may be what a dispute speaks of."""

    NAMED = "named", N_("It names the invoice."), Tone.SUCCESS
    OWNER = "owner", N_("It comes from this franchisee."), Tone.SUCCESS
    AMOUNT = "amount", N_("It is of exactly this amount."), Tone.INFO
    FREE = "free", N_("Something of it has settled nothing yet."), Tone.INFO


class Step(LabeledEnum):
    """What can be done about a dispute."""

    SAY = "say", N_("Say something")
    ACCEPT = "accept", N_("Accept it")
    ACCEPT_PARTLY = "accept_partly", N_("Accept in part")
    REJECT = "reject", N_("Reject it")
    WITHDRAW = "withdraw", N_("Withdraw")
    MEDIATE = "mediate", N_("Ask for mediation")


class DisputeEntryKind(LabeledEnum):
    """What was said or done about a dispute."""

    OPENED = "opened", N_("disputed the line")
    SAID = "said", N_("wrote")
    ASKED = "asked", N_("proposed a decision that takes a second person")
    ACCEPTED = "accepted", N_("accepted the dispute")
    PARTLY = "partly", N_("accepted a part of the dispute")
    PAID = "paid", N_("found the payment: the invoice had been paid")
    REJECTED = "rejected", N_("did not accept the dispute")
    WITHDRAWN = "withdrawn", N_("withdrew the dispute")
    MEDIATION = "mediation", N_("asked for mediation")
    REMINDED = "reminded", N_("reminded both sides of the day for the answer")
    LATE = "late", N_("told both sides and the network's owners that the answer is late")


class DisputeAction(LabeledEnum):
    """What people do about disputes, as the audit notes it."""

    OPENED = (
        "disputes.dispute.opened",
        N_("%(actor)s disputed %(amount)s of invoice %(invoice)s: %(subject)s"),
    )
    SAID = "disputes.dispute.said", N_("%(actor)s wrote about the dispute %(subject)s")
    ASKED = (
        "disputes.dispute.asked",
        N_("%(actor)s proposed to give %(amount)s back in the dispute %(subject)s"),
    )
    ACCEPTED = (
        "disputes.dispute.accepted",
        N_("%(actor)s accepted the dispute %(subject)s: %(amount)s back by %(correction)s"),
    )
    PAID = (
        "disputes.dispute.paid",
        N_("%(actor)s found the payment in the dispute %(subject)s: %(amount)s settle %(invoice)s"),
    )
    REJECTED = (
        "disputes.dispute.rejected",
        N_("%(actor)s did not accept the dispute %(subject)s: %(reason)s"),
    )
    WITHDRAWN = "disputes.dispute.withdrawn", N_("%(actor)s withdrew the dispute %(subject)s")
    MEDIATION = (
        "disputes.dispute.mediation",
        N_("%(actor)s asked for mediation in the dispute %(subject)s"),
    )
    FILE_OPENED = (
        "disputes.file.opened",
        N_("%(actor)s opened %(document)s of the dispute %(subject)s"),
    )
    LATE = "disputes.dispute.late", N_("The answer to the dispute %(subject)s is late")
