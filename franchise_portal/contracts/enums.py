"""The states of a contract and its versions, the facts that can change, what the audit notes."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class ContractStatus(LabeledEnum):
    """From draft to its end. Which may follow which stands in `rules.lifecycle`."""

    DRAFT = "draft", N_("Draft"), Tone.INFO
    DISCLOSED = "disclosed", N_("Disclosed"), Tone.INFO
    OUT_FOR_SIGNATURE = "out_for_signature", N_("Out for signature"), Tone.WARNING
    SIGNED = "signed", N_("Signed"), Tone.SUCCESS
    IN_FORCE = "in_force", N_("In force"), Tone.SUCCESS
    RENEWED = "renewed", N_("Renewed"), Tone.SUCCESS
    SUSPENDED = "suspended", N_("Suspended"), Tone.WARNING
    TRANSFERRED = "transferred", N_("Transferred"), Tone.NEUTRAL
    TERMINATED = "terminated", N_("Terminated"), Tone.WARNING
    EXPIRED = "expired", N_("Expired"), Tone.NEUTRAL
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL

    @property
    def is_binding(self) -> bool:
        """Whether both sides have signed: it binds, or bound them until it ended."""
        return self not in {
            ContractStatus.DRAFT,
            ContractStatus.DISCLOSED,
            ContractStatus.OUT_FOR_SIGNATURE,
            ContractStatus.WITHDRAWN,
        }

    @property
    def is_running(self) -> bool:
        """Whether both sides owe their duties today."""
        return self in {ContractStatus.IN_FORCE, ContractStatus.RENEWED, ContractStatus.SUSPENDED}

    @property
    def is_over(self) -> bool:
        """Whether it has ended, one way or another."""
        return self in {
            ContractStatus.TRANSFERRED,
            ContractStatus.TERMINATED,
            ContractStatus.EXPIRED,
            ContractStatus.WITHDRAWN,
        }


class VersionKind(LabeledEnum):
    """Why a contract has another version of its words and terms."""

    ORIGINAL = "original", N_("Original")
    AMENDMENT = "amendment", N_("Amendment")
    RENEWAL = "renewal", N_("Renewal")
    TRANSFER = "transfer", N_("Transfer")


class VersionStatus(LabeledEnum):
    """How far a version has come. What was executed never changes again."""

    DRAFT = "draft", N_("Draft"), Tone.INFO
    OUT_FOR_SIGNATURE = "out_for_signature", N_("Out for signature"), Tone.WARNING
    EXECUTED = "executed", N_("Executed"), Tone.SUCCESS
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL


class RenewalMode(LabeledEnum):
    """How a renewal comes about."""

    AUTOMATIC = "automatic", N_("By itself, unless one side gives notice")
    BY_REQUEST = "by_request", N_("On the franchisee's request")
    BY_AGREEMENT = "by_agreement", N_("By agreement of both sides")


class Rhythm(LabeledEnum):
    """How often something recurs."""

    MONTH = "month", N_("every month")
    QUARTER = "quarter", N_("every quarter")
    YEAR = "year", N_("every year")


class Party(LabeledEnum):
    """One of the two sides of a contract, or somebody who stands in for the franchisee."""

    FRANCHISOR = "franchisor", N_("Franchisor")
    FRANCHISEE = "franchisee", N_("Franchisee")
    GUARANTOR = "guarantor", N_("Guarantor")


class ClauseKind(LabeledEnum):
    """What a clause is about. Law packs name the kinds that a contract must have."""

    TERM = "term", N_("Term")
    RENEWAL = "renewal", N_("Renewal")
    NOTICE = "notice", N_("Notice")
    TERRITORY = "territory", N_("Territory")
    DEVELOPMENT = "development", N_("Development schedule")
    FEES = "fees", N_("Fees")
    FUND = "fund", N_("Advertising fund")
    DEPOSIT = "deposit", N_("Deposit")
    PURCHASING = "purchasing", N_("Purchasing")
    SUPPORT = "support", N_("Support and training")
    STANDARDS = "standards", N_("Standards and manual")
    MARKS = "marks", N_("Marks and know-how")
    REPORTING = "reporting", N_("Reporting")
    AUDIT = "audit", N_("Audit")
    INSURANCE = "insurance", N_("Insurance")
    NON_COMPETE = "non_compete", N_("Non-compete")
    CONFIDENTIALITY = "confidentiality", N_("Confidentiality")
    GUARANTEE = "guarantee", N_("Guarantee")
    TRANSFER = "transfer", N_("Transfer")
    COOLING_OFF = "cooling_off", N_("Cooling-off")
    DEFAULT = "default", N_("Default and cure")
    TERMINATION = "termination", N_("Termination")
    EXIT = "exit", N_("End and return of materials")
    DISPUTES = "disputes", N_("Disputes")
    GENERAL = "general", N_("General")


class ContractFact(LabeledEnum):
    """What can change in a contract that was entered from paper."""

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
    MOVED = (
        "contracts.contract.moved",
        N_("%(actor)s moved the contract %(subject)s from %(before)s to %(after)s: %(reason)s"),
    )
    DOCUMENT_ADDED = (
        "contracts.document.added",
        N_("%(actor)s attached %(document)s to the contract %(subject)s"),
    )
    DOCUMENT_OPENED = (
        "contracts.document.opened",
        N_("%(actor)s opened %(document)s of the contract %(subject)s"),
    )
