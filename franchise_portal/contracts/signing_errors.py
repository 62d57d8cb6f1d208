"""What is refused while a contract is signed."""

from datetime import date, datetime

from ..kit.errors import DomainError, Refused
from ..kit.i18n import N_


class TooEarly(DomainError):
    """A signature before the law pack's clock has run out."""

    template = N_(
        "The contract %(number)s can be signed from %(day)s on. Until then the franchisee has time "
        "to read what was given on %(given)s (%(source)s). Come back on that day."
    )

    def __init__(self, number: str, *, day: date, given: date, source: str) -> None:
        super().__init__(None, number=number, day=day, given=given, source=source)
        self.possible_from = day


class NotDisclosed(DomainError):
    """A signature without the disclosure that the law pack asks for."""

    template = N_(
        "The law pack of the contract %(number)s asks for a disclosure before anybody signs, and "
        "none is recorded. Give the disclosure document to the franchisee and record the day."
    )


class NotReceived(DomainError):
    """A signature before the receipt of the disclosure is confirmed."""

    template = N_(
        "The disclosure for the contract %(number)s was sent, but its receipt is not confirmed, so "
        "its time has not begun. Ask the franchisee to confirm it."
    )


class RoundExists(DomainError):
    """A second round for the same version."""

    template = N_(
        "“%(version)s” is out for signature already. Stop that signing first, or wait for it."
    )


class NotAParty(Refused):
    """A signer who is neither side of the contract nor a guarantor."""

    def __init__(self, number: str) -> None:
        super().__init__(
            N_(
                "Somebody chosen here is not a party to the contract %(number)s, so nothing was "
                "sent. Choose people who sign for the franchisor, the franchisee's own people, or "
                "guarantors that the terms name."
            ),
            field="signers",
            number=number,
        )


class PartyMissing(Refused):
    """A round in which one side would not sign."""

    def __init__(self, party: str) -> None:
        super().__init__(
            N_("Nobody is chosen for “%(party)s”. Choose at least one signer of each party."),
            field="signers",
            party=party,
        )


class GuarantorMissing(Refused):
    """A round without a guarantor that the terms name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("The terms name %(name)s as guarantor, so %(name)s has to sign too. Add them."),
            field="signers",
            name=name,
        )


class InTwoRoles(Refused):
    """One person in two roles without anybody having said so."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_(
                "%(name)s would sign twice. If the same person really signs for two parties, say "
                "so below; otherwise choose somebody else."
            ),
            field="signers",
            name=name,
        )


class TwiceForOneParty(Refused):
    """One person twice for the same party."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("%(name)s is chosen twice for the same party. Choose each person once."),
            field="signers",
            name=name,
        )


class AddressMissing(Refused):
    """A signer whom no mail can reach."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("%(name)s has no e-mail address here. Write one, so that the link can be sent."),
            field="signers",
            name=name,
        )


class EndsTooSoon(Refused):
    """A last day for signing that leaves no time."""

    def __init__(self, day: date) -> None:
        super().__init__(
            N_("The last day for signing must be %(day)s or later. Choose such a day."),
            field="expires_on",
            day=day,
        )


class RoundOver(DomainError):
    """Something that needs an open round, after it has ended."""

    template = N_(
        "This signing has ended: %(status)s. Nothing more can be signed in it. The franchisor can "
        "send the contract out again."
    )


class TimeIsUp(DomainError):
    """A signature after the last day for it."""

    template = N_(
        "The time for signing ended on %(day)s. Ask the franchisor to send the contract out again."
    )

    def __init__(self, day: date) -> None:
        super().__init__(None, day=day)


class NotTheirTurn(DomainError):
    """A signature before those who sign first."""

    template = N_("Others sign before you. You will get a mail when it is your turn.")


class NotReady(DomainError):
    """A signature before there is a document to sign."""

    template = N_("The document is still being prepared. Try again in a minute.")


class AnotherDocument(DomainError):
    """A signature under a document that is not the one on the page."""

    template = N_(
        "The document on your page is not the one to be signed any more. Load the page again and "
        "read it before you sign."
    )


class SignedAlready(DomainError):
    """A second signature of the same person in the same role."""

    template = N_("%(name)s has signed already; nothing more is needed.")

    def __init__(self, name: str, at: datetime | None = None) -> None:
        super().__init__(None, name=name)
        self.at = at


class NotPending(DomainError):
    """Reminding or replacing somebody who has signed, declined or been replaced."""

    template = N_("%(name)s is not waiting to sign any more, so nothing was changed.")


class NameDiffers(Refused):
    """A typed name that is not the signer's."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_(
                "Type your name as it stands in this document: %(name)s. If that is not your name, "
                "do not sign, and tell the franchisor."
            ),
            field="typed_name",
            name=name,
        )


class SigningLinkSpent(DomainError):
    """A link that is unknown, replaced by a newer one, or too old."""

    status = 410
    template = N_("This link no longer works. The newest mail about this contract has another one.")


class NothingToSealAgain(DomainError):
    """Asking for another attempt where none is needed."""

    template = N_("There is nothing to try again here: the work is done, or still under way.")


class TooManyFiles(DomainError):
    """More files to be checked than one address may bring."""

    status = 429
    template = N_(
        "Many files were brought from your network in a short time. Wait %(seconds)s seconds, "
        "then try again."
    )


class TooManyLinks(DomainError):
    """More wrong links than one address may try."""

    status = 429
    template = N_(
        "Many links that lead nowhere were opened from your network. Wait %(seconds)s seconds, "
        "then open the newest mail again."
    )
