"""The words of signing: how far a round has come, who has done what, and how a signer was known."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class RoundStatus(LabeledEnum):
    """How far the signing of a version has come."""

    OPEN = "open", N_("Out for signature"), Tone.WARNING
    COMPLETED = "completed", N_("Signed by all"), Tone.SUCCESS
    DECLINED = "declined", N_("Declined"), Tone.WARNING
    EXPIRED = "expired", N_("Ended without all signatures"), Tone.NEUTRAL
    CANCELLED = "cancelled", N_("Stopped"), Tone.NEUTRAL


class SigningOrder(LabeledEnum):
    """Who is asked when."""

    SEQUENTIAL = "sequential", N_("One after the other, in their order")
    PARALLEL = "parallel", N_("All at once")


class SignatoryStatus(LabeledEnum):
    """What one signer has done."""

    WAITING = "waiting", N_("Not yet their turn"), Tone.NEUTRAL
    ASKED = "asked", N_("Asked to sign"), Tone.INFO
    SIGNED = "signed", N_("Signed"), Tone.SUCCESS
    DECLINED = "declined", N_("Declined"), Tone.WARNING
    REPLACED = "replaced", N_("Replaced"), Tone.NEUTRAL

    @property
    def is_pending(self) -> bool:
        """Whether a signature may still come."""
        return self in {SignatoryStatus.WAITING, SignatoryStatus.ASKED}

    @property
    def has_signed(self) -> bool:
        """Whether there is a signature."""
        return self is SignatoryStatus.SIGNED

    @property
    def is_gone(self) -> bool:
        """Whether somebody else has taken the place."""
        return self is SignatoryStatus.REPLACED


class SigningMethod(LabeledEnum):
    """How the portal knew who signed."""

    ACCOUNT = "account", N_("Signed in with e-mail address and password")
    LINK = "link", N_("One-time link sent by e-mail")


class SealLevel(LabeledEnum):
    """Which baseline of PAdES the seal reaches."""

    B_B = "b_b", N_("PAdES B-B, without a time stamp")
    B_T = "b_t", N_("PAdES B-T, with a time stamp")


class SigningAction(LabeledEnum):
    """What the audit notes about signing. The subject is the contract."""

    STARTED = (
        "contracts.signing.started",
        N_("%(actor)s asked %(signers)s to sign “%(version)s” of the contract %(subject)s"),
    )
    READ = (
        "contracts.signing.read",
        N_("%(signer)s opened “%(version)s” of the contract %(subject)s to sign it"),
    )
    SIGNED = (
        "contracts.signing.signed",
        N_("%(signer)s signed “%(version)s” of the contract %(subject)s (%(party)s)"),
    )
    DECLINED = (
        "contracts.signing.declined",
        N_("%(signer)s declined to sign “%(version)s” of the contract %(subject)s: %(reason)s"),
    )
    REPLACED = (
        "contracts.signing.replaced",
        N_(
            "%(actor)s asked %(after)s to sign “%(version)s” of the contract %(subject)s "
            "instead of %(before)s: %(reason)s"
        ),
    )
    REMINDED = (
        "contracts.signing.reminded",
        N_("%(actor)s reminded %(signer)s to sign “%(version)s” of the contract %(subject)s"),
    )
    CANCELLED = (
        "contracts.signing.cancelled",
        N_(
            "%(actor)s stopped the signing of “%(version)s” of the contract %(subject)s: %(reason)s"
        ),
    )
    EXPIRED = (
        "contracts.signing.expired",
        N_(
            "The time to sign “%(version)s” of the contract %(subject)s ended on %(day)s "
            "without all signatures"
        ),
    )
    SEALED = (
        "contracts.signing.sealed",
        N_("The signed file of “%(version)s” of the contract %(subject)s was sealed and kept"),
    )
    FILE_OPENED = (
        "contracts.signing.file_opened",
        N_("%(signer)s opened the signed file of the contract %(subject)s"),
    )
