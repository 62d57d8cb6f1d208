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

    @property
    def is_first(self) -> bool:
        """Whether a contract begins with it: then it holds from the contract's first day on."""
        return self in {VersionKind.ORIGINAL, VersionKind.TRANSFER}


class VersionStatus(LabeledEnum):
    """How far a version has come. What was executed never changes again."""

    DRAFT = "draft", N_("Draft"), Tone.INFO
    OUT_FOR_SIGNATURE = "out_for_signature", N_("Out for signature"), Tone.WARNING
    EXECUTED = "executed", N_("Executed"), Tone.SUCCESS
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL

    @property
    def is_draft(self) -> bool:
        """Whether its words can still change."""
        return self is VersionStatus.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether it is not finished: a contract has one such version at most."""
        return self in {VersionStatus.DRAFT, VersionStatus.OUT_FOR_SIGNATURE}


class RenewalMode(LabeledEnum):
    """How a renewal comes about."""

    AUTOMATIC = "automatic", N_("By itself, unless one side gives notice")
    BY_REQUEST = "by_request", N_("On the franchisee's request")
    BY_AGREEMENT = "by_agreement", N_("By agreement of both sides")


class Rhythm(LabeledEnum):
    """How often something recurs."""

    WEEK = "week", N_("every week")
    MONTH = "month", N_("every month")
    QUARTER = "quarter", N_("every quarter")
    YEAR = "year", N_("every year")


class InsuranceKind(LabeledEnum):
    """What a policy insures against."""

    LIABILITY = "liability", N_("General liability")
    PRODUCT = "product", N_("Product liability")
    PROPERTY = "property", N_("Property")
    INTERRUPTION = "interruption", N_("Business interruption")
    WORKERS = "workers", N_("Workers' compensation")
    EMPLOYMENT = "employment", N_("Employment practices")
    VEHICLE = "vehicle", N_("Vehicles")
    PROFESSIONAL = "professional", N_("Professional liability")
    MALPRACTICE = "malpractice", N_("Medical malpractice")
    LIQUOR = "liquor", N_("Liability for alcohol")
    CYBER = "cyber", N_("Data and cyber risks")
    CRIME = "crime", N_("Theft and dishonesty")
    CONSTRUCTION = "construction", N_("Building works")
    UMBRELLA = "umbrella", N_("Umbrella above the others")


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
    SIGNED_ON = "signed_on", N_("Signed on")
    STARTS_ON = "starts_on", N_("First day")
    ENDS_ON = "ends_on", N_("Last day")
    PACK = "pack", N_("Law pack")
    IS_FIRST = "is_first", N_("The franchisor's first contract")
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
    MOVED_ON = (
        "contracts.contract.moved_on",
        N_("%(actor)s moved the contract %(subject)s from %(before)s to %(after)s"),
    )
    OUTLET_COVERED = (
        "contracts.contract.outlet_covered",
        N_("%(actor)s let the contract %(subject)s cover %(outlet)s from %(day)s"),
    )
    OUTLET_RELEASED = (
        "contracts.contract.outlet_released",
        N_("%(actor)s let the contract %(subject)s cover %(outlet)s only until %(day)s"),
    )
    DISCLOSED = (
        "contracts.contract.disclosed",
        N_("%(actor)s recorded that %(document)s was given for %(subject)s on %(day)s"),
    )
    VERSION_DRAFTED = (
        "contracts.version.drafted",
        N_("%(actor)s drafted “%(version)s” of the contract %(subject)s"),
    )
    VERSION_CHANGED = (
        "contracts.version.changed",
        N_("%(actor)s changed the draft “%(version)s” of the contract %(subject)s"),
    )
    AREAS_COMPARED = (
        "contracts.version.areas_compared",
        N_(
            "%(actor)s compared the areas of “%(version)s” of the contract %(subject)s with "
            "%(others)s by hand: %(reason)s"
        ),
    )
    VERSION_SENT = (
        "contracts.version.sent",
        N_("%(actor)s sent “%(version)s” of the contract %(subject)s out for signature"),
    )
    VERSION_TAKEN_BACK = (
        "contracts.version.taken_back",
        N_("%(actor)s took “%(version)s” of the contract %(subject)s back: %(reason)s"),
    )
    VERSION_WITHDRAWN = (
        "contracts.version.withdrawn",
        N_("%(actor)s withdrew “%(version)s” of the contract %(subject)s: %(reason)s"),
    )
    VERSION_EXECUTED = (
        "contracts.version.executed",
        N_("“%(version)s” of the contract %(subject)s was executed, in force from %(day)s"),
    )
    VERSION_ENTERED = (
        "contracts.version.entered",
        N_("%(actor)s entered “%(version)s” of the contract %(subject)s from paper"),
    )
    VERSION_IN_FORCE = (
        "contracts.version.in_force",
        N_("“%(version)s” of the contract %(subject)s came into force"),
    )
    DOCUMENT_ADDED = (
        "contracts.document.added",
        N_("%(actor)s attached %(document)s to the contract %(subject)s"),
    )
    DOCUMENT_OPENED = (
        "contracts.document.opened",
        N_("%(actor)s opened %(document)s of the contract %(subject)s"),
    )


class DutyKind(LabeledEnum):
    """What one side owes the other, or an authority."""

    INSURANCE = "insurance", N_("Evidence of insurance")
    SALES_REPORT = "sales_report", N_("Sales report")
    FEE_PAYMENT = "fee_payment", N_("Payment of fees")
    TRAINING = "training", N_("Training course")
    VISIT = "visit", N_("Visit")
    SUPPORT = "support", N_("Support")
    DISCLOSURE = "disclosure", N_("Update of the disclosure document")
    FILING = "filing", N_("Filing")
    YEARLY_REPORT = "yearly_report", N_("Yearly report")
    DEPOSIT_RETURN = "deposit_return", N_("Return of the deposit")
    DEVELOPMENT = "development", N_("Development step")
    MINIMUM_PURCHASE = "minimum_purchase", N_("Minimum purchase")
    AUDIT = "audit", N_("Audit of the books")
    NOTICE_WINDOW = "notice_window", N_("Time for notice")
    OTHER = "other", N_("Other")

    @property
    def is_choice(self) -> bool:
        """Whether it is a right that may be used until a day, so that nobody is ever late."""
        return self in {DutyKind.AUDIT, DutyKind.NOTICE_WINDOW}


class DueRule(LabeledEnum):
    """How the days of a duty are found."""

    ON = "on", N_("once, on a day")
    EVERY = "every", N_("again and again, from a day on")
    AFTER = "after", N_("after something has happened")
    BEFORE_END = "before_end", N_("before the end of the term")


class DutyEvent(LabeledEnum):
    """What a duty can come after."""

    SIGNED = "signed", N_("the signing of the contract")
    STARTED = "started", N_("the first day of the contract")
    ENDED = "ended", N_("the last day of the contract")
    OTHER = "other", N_("another day")


class DutySource(LabeledEnum):
    """Where a duty was found."""

    TERMS = "terms", N_("Terms of the contract")
    PACK = "pack", N_("Law")
    CLAUSE = "clause", N_("Clause")
    HAND = "hand", N_("Entered by hand")


class DutyStatus(LabeledEnum):
    """What has become of a duty. How late it is stands on the ladder, not here."""

    OPEN = "open", N_("Open"), Tone.INFO
    GIVEN = "given", N_("To be checked"), Tone.WARNING
    DONE = "done", N_("Done"), Tone.SUCCESS
    WAIVED = "waived", N_("Waived"), Tone.NEUTRAL
    LAPSED = "lapsed", N_("No longer owed"), Tone.NEUTRAL

    @property
    def is_open(self) -> bool:
        """Whether something is still to happen."""
        return self in {DutyStatus.OPEN, DutyStatus.GIVEN}


class LadderStep(LabeledEnum):
    """The steps that a duty climbs while nobody fulfils it, in their order; for both sides alike.

    The clock takes it up to `OVERDUE` and over the end of a cure period; the other steps are taken
    by people of the other side.
    """

    AHEAD = "ahead", N_("Ahead"), Tone.NEUTRAL
    REMINDED = "reminded", N_("Soon due"), Tone.INFO
    DUE = "due", N_("Fallen due"), Tone.WARNING
    OVERDUE = "overdue", N_("Overdue"), Tone.DANGER
    CURING = "curing", N_("Time to put it right"), Tone.WARNING
    CURE_OVER = "cure_over", N_("Not put right in time"), Tone.DANGER
    CONSEQUENCE = "consequence", N_("Consequence proposed"), Tone.DANGER

    @property
    def place(self) -> int:
        """How high it stands, from 0."""
        return list(LadderStep).index(self)

    @property
    def is_late(self) -> bool:
        """Whether the day has passed without the duty being done."""
        return self.place >= LadderStep.OVERDUE.place


class DutyEntryKind(LabeledEnum):
    """What the two sides say about a duty, kept for good."""

    GIVEN = "given", N_("Evidence given")
    ACCEPTED = "accepted", N_("Accepted")
    RETURNED = "returned", N_("Returned")
    REPORTED = "reported", N_("Reported as not delivered")
    ANSWERED = "answered", N_("Answered")
    MOVED = "moved", N_("Given more time")
    WAIVED = "waived", N_("Waived")
    SKIPPED = "skipped", N_("Steps left out, with the reason")
    PROPOSED = "proposed", N_("Consequence proposed")


class ConsequenceKind(LabeledEnum):
    """What one side proposes when the other did not put right what was asked for."""

    TALK = "talk", N_("A talk within ten days")
    PLAN = "plan", N_("A written plan with dates")
    COMPENSATION = "compensation", N_("A compensation in money")
    SUSPENSION = "suspension", N_("A pause of some rights")
    TERMINATION = "termination", N_("The end of the contract")


class NoticeKind(LabeledEnum):
    """What one side formally tells the other."""

    DEFAULT = "default", N_("Notice of default")
    CURE = "cure", N_("Notice that it is put right")
    RENEWAL = "renewal", N_("Notice of renewal")
    NON_RENEWAL = "non_renewal", N_("Notice of non-renewal")
    SUSPENSION = "suspension", N_("Notice of suspension")
    LIFTING = "lifting", N_("Notice that the suspension ends")
    TERMINATION = "termination", N_("Notice of termination")

    @property
    def is_about_term(self) -> bool:
        """Whether it says what becomes of the contract after the present term."""
        return self in {NoticeKind.RENEWAL, NoticeKind.NON_RENEWAL}

    @property
    def is_friendly(self) -> bool:
        """Whether it tells good news, so that nothing has to be put right."""
        return self in {NoticeKind.CURE, NoticeKind.RENEWAL, NoticeKind.LIFTING}


class NoticeStatus(LabeledEnum):
    """What has become of a notice."""

    GIVEN = "given", N_("Notice given"), Tone.INFO
    ANSWERED = "answered", N_("Answered"), Tone.INFO
    SETTLED = "settled", N_("Resolved"), Tone.SUCCESS
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL

    @property
    def is_standing(self) -> bool:
        """Whether it still says what it said."""
        return self is not NoticeStatus.WITHDRAWN


class NoticeEntryKind(LabeledEnum):
    """What happened to a notice, kept for good."""

    READ = "read", N_("Read")
    REPLY = "reply", N_("Reply")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    SETTLED = "settled", N_("Resolved")


class DutyAction(LabeledEnum):
    """What the audit notes about duties, notices and calendars."""

    OBLIGATION_ADDED = (
        "contracts.obligation.added",
        N_("%(actor)s added the duty “%(subject)s” for the %(owner)s"),
    )
    OBLIGATION_CHANGED = (
        "contracts.obligation.changed",
        N_("%(actor)s changed the duty “%(subject)s”"),
    )
    OBLIGATION_ENDED = (
        "contracts.obligation.ended",
        N_("%(actor)s ended the duty “%(subject)s”: %(reason)s"),
    )
    DUTIES_READ = (
        "contracts.obligation.read",
        N_("%(count)s duties were read from the terms of the contract %(subject)s"),
    )
    EVIDENCE_GIVEN = (
        "contracts.duty.given",
        N_("%(actor)s gave evidence for “%(subject)s”, due on %(day)s"),
    )
    EVIDENCE_ACCEPTED = (
        "contracts.duty.accepted",
        N_("%(actor)s accepted “%(subject)s”, due on %(day)s, as done"),
    )
    EVIDENCE_RETURNED = (
        "contracts.duty.returned",
        N_("%(actor)s returned the evidence for “%(subject)s”, due on %(day)s: %(reason)s"),
    )
    NOT_DELIVERED = (
        "contracts.duty.reported",
        N_("%(actor)s reported “%(subject)s”, due on %(day)s, as not delivered: %(reason)s"),
    )
    ANSWERED = (
        "contracts.duty.answered",
        N_("%(actor)s answered about “%(subject)s”, due on %(day)s"),
    )
    MOVED = (
        "contracts.duty.moved",
        N_("%(actor)s gave time for “%(subject)s” until %(day)s: %(reason)s"),
    )
    WAIVED = (
        "contracts.duty.waived",
        N_("%(actor)s waived “%(subject)s”, due on %(day)s: %(reason)s"),
    )
    STEP_SKIPPED = (
        "contracts.duty.skipped",
        N_("%(actor)s left out steps for “%(subject)s”, due on %(day)s: %(reason)s"),
    )
    CONSEQUENCE_PROPOSED = (
        "contracts.duty.consequence",
        N_("%(actor)s proposed for “%(subject)s”: %(consequence)s"),
    )
    NOTICE_GIVEN = (
        "contracts.notice.given",
        N_("%(actor)s gave %(subject)s: %(kind)s"),
    )
    NOTICE_SKIPPED = (
        "contracts.notice.skipped",
        N_("%(actor)s gave %(subject)s without the steps before it: %(reason)s"),
    )
    NOTICE_READ = ("contracts.notice.read", N_("%(actor)s read %(subject)s"))
    NOTICE_ANSWERED = ("contracts.notice.answered", N_("%(actor)s answered %(subject)s"))
    NOTICE_WITHDRAWN = (
        "contracts.notice.withdrawn",
        N_("%(actor)s withdrew %(subject)s: %(reason)s"),
    )
    NOTICE_SETTLED = (
        "contracts.notice.settled",
        N_("%(actor)s settled %(subject)s: it is put right"),
    )
    FEED_MADE = ("contracts.feed.made", N_("%(actor)s made a calendar address"))
    FEED_ENDED = ("contracts.feed.ended", N_("%(actor)s ended a calendar address"))


class LibraryAction(LabeledEnum):
    """What the audit notes about clauses and templates."""

    CLAUSE_ADDED = "contracts.clause.added", N_("%(actor)s added the clause %(subject)s")
    CLAUSE_WRITTEN = (
        "contracts.clause.written",
        N_("%(actor)s wrote version %(number)s of the clause %(subject)s"),
    )
    CLAUSE_RETIRED = "contracts.clause.retired", N_("%(actor)s retired the clause %(subject)s")
    CLAUSE_RESTORED = (
        "contracts.clause.restored",
        N_("%(actor)s offered the clause %(subject)s again"),
    )
    TEMPLATE_ADDED = "contracts.template.added", N_("%(actor)s added the template %(subject)s")
    TEMPLATE_WRITTEN = (
        "contracts.template.written",
        N_("%(actor)s wrote version %(number)s of the template %(subject)s"),
    )
    TEMPLATE_RETIRED = (
        "contracts.template.retired",
        N_("%(actor)s retired the template %(subject)s"),
    )
    TEMPLATE_RESTORED = (
        "contracts.template.restored",
        N_("%(actor)s offered the template %(subject)s again"),
    )
    LIBRARY_PLANTED = (
        "contracts.library.planted",
        N_("%(actor)s took over the starter library: clauses %(clauses)s, templates %(templates)s"),
    )
