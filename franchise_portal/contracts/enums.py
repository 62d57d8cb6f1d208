"""The states of a contract, the facts that can change, and what the audit notes."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class ContractStatus(LabeledEnum):
    """From draft to its end. The next issue adds the steps between draft and in force."""

    DRAFT = "draft", N_("Draft"), Tone.INFO
    IN_FORCE = "in_force", N_("In force"), Tone.SUCCESS
    ENDED = "ended", N_("Ended"), Tone.NEUTRAL
    TERMINATED = "terminated", N_("Terminated"), Tone.WARNING


class ContractFact(LabeledEnum):
    """What can change in a contract of the first cut."""

    NUMBER = "number", N_("Number")
    STATUS = "status", N_("Status")
    SIGNED_ON = "signed_on", N_("Signed on")
    STARTS_ON = "starts_on", N_("First day")
    ENDS_ON = "ends_on", N_("Last day")
    NOTE = "note", N_("Note")


class ContractAction(LabeledEnum):
    """What the audit notes about contracts."""

    ADDED = "contracts.contract.added", N_("%(actor)s added the contract %(subject)s")
    IMPORTED = (
        "contracts.contract.imported",
        N_("%(actor)s imported %(count)s contracts from %(file)s"),
    )
    CHANGED = (
        "contracts.contract.changed",
        N_("%(actor)s changed the contract %(subject)s: %(facts)s"),
    )
    DOCUMENT_ADDED = (
        "contracts.document.added",
        N_("%(actor)s attached %(document)s to the contract %(subject)s"),
    )
    DOCUMENT_OPENED = (
        "contracts.document.opened",
        N_("%(actor)s opened %(document)s of the contract %(subject)s"),
    )
