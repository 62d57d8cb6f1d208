"""Stages, ways and kinds of recruitment, and what can be noted about it."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class Stage(LabeledEnum):
    """Where an applicant stands."""

    ENQUIRY = "enquiry", N_("Enquiry"), Tone.INFO
    CONTACTED = "contacted", N_("Contacted"), Tone.INFO
    QUALIFIED = "qualified", N_("Qualified"), Tone.INFO
    ASSESSED = "assessed", N_("Assessment done"), Tone.INFO
    APPROVED = "approved", N_("Approved"), Tone.SUCCESS
    DISCLOSED = "disclosed", N_("Disclosed"), Tone.SUCCESS
    SIGNED = "signed", N_("Contract signed"), Tone.SUCCESS
    REJECTED = "rejected", N_("Rejected"), Tone.NEUTRAL
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL

    @property
    def is_open(self) -> bool:
        """Whether the applicant still waits for something from us."""
        return self not in {Stage.SIGNED, Stage.REJECTED, Stage.WITHDRAWN}


class Way(LabeledEnum):
    """What makes a step from one stage to the next."""

    BY_HAND = "by_hand", N_("by hand")
    BY_ASSESSMENT = "by_assessment", N_("by closing the assessment")
    BY_DECISION = "by_decision", N_("by a decision with its reason")
    BY_DISCLOSURE = "by_disclosure", N_("by giving the disclosure document")
    BY_SIGNATURE = "by_signature", N_("by the signed contract")


class Horizon(LabeledEnum):
    """When an applicant would like to open."""

    QUARTER = "quarter", N_("Within three months")
    HALF_YEAR = "half_year", N_("Within half a year")
    YEAR = "year", N_("Within a year")
    LATER = "later", N_("Later, or not known yet")


class Source(LabeledEnum):
    """How an applicant heard of the brand."""

    FRANCHISEE = "franchisee", N_("From a franchisee")
    CUSTOMER = "customer", N_("As a customer of an outlet")
    WEBSITE = "website", N_("On our website")
    SEARCH = "search", N_("By searching the web")
    SOCIAL = "social", N_("On social media")
    FAIR = "fair", N_("At a fair")
    PRESS = "press", N_("In the press")
    OTHER = "other", N_("Otherwise")


class Concern(LabeledEnum):
    """What an applicant worries about most."""

    FEES = "fees", N_("Fees")
    BRAND = "brand", N_("Strength of the brand")
    SUPPORT = "support", N_("Support")
    SUPPLY = "supply", N_("Supply prices")
    TERRITORY = "territory", N_("Territory")
    PAYBACK = "payback", N_("Payback")
    STAFF = "staff", N_("Finding staff")
    SITE = "site", N_("Finding a site")
    FINANCE = "finance", N_("Financing")
    FAMILY = "family", N_("Family")


class NoteKind(LabeledEnum):
    """What a note records."""

    NOTE = "note", N_("Note")
    CALL = "call", N_("Telephone call")
    MAIL = "mail", N_("Mail")
    MEETING = "meeting", N_("Meeting")
    VISIT = "visit", N_("Visit to an outlet")
    STEP = "step", N_("Reason for a step")

    @property
    def is_typed(self) -> bool:
        """Whether people choose it; the others come with an act."""
        return self is not NoteKind.STEP


class Statement(LabeledEnum):
    """When an expectation was stated."""

    ENQUIRY = "enquiry", N_("With the enquiry")
    INTERVIEW = "interview", N_("In an interview")
    BEFORE_SIGNING = "before_signing", N_("Before signing")


class InterviewState(LabeledEnum):
    """What has become of an interview."""

    PLANNED = "planned", N_("Arranged"), Tone.INFO
    HELD = "held", N_("Held"), Tone.SUCCESS
    CANCELLED = "cancelled", N_("Cancelled"), Tone.NEUTRAL


class Verdict(LabeledEnum):
    """What a reference comes to."""

    WAITING = "waiting", N_("Not answered yet"), Tone.INFO
    GOOD = "good", N_("Good"), Tone.SUCCESS
    MIXED = "mixed", N_("Mixed"), Tone.WARNING
    BAD = "bad", N_("Bad"), Tone.WARNING


class Proof(LabeledEnum):
    """What a document of an applicant proves."""

    IDENTITY = "identity", N_("Identity")
    FUNDS = "funds", N_("Proof of funds")
    COMPANY = "company", N_("Company register")
    RECORD = "record", N_("Extract from a legal register")
    PLAN = "plan", N_("Business plan")
    CURRICULUM = "curriculum", N_("Curriculum vitae")
    REFERENCE = "reference", N_("Letter of reference")
    OTHER = "other", N_("Other")


class AssessmentState(LabeledEnum):
    """How far an assessor is."""

    STARTED = "started", N_("Not submitted yet"), Tone.INFO
    SUBMITTED = "submitted", N_("Submitted"), Tone.SUCCESS
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL


class Outcome(LabeledEnum):
    """What was decided about an applicant."""

    APPROVED = "approved", N_("Approved"), Tone.SUCCESS
    REJECTED = "rejected", N_("Rejected"), Tone.NEUTRAL


class Delivery(LabeledEnum):
    """How a disclosure document reached the applicant."""

    LINK = "link", N_("By a link in a mail from this portal")
    HAND = "hand", N_("By hand")
    POST = "post", N_("By post or courier")
    MAIL = "mail", N_("As an attachment of a mail")


class Point(LabeledEnum):
    """What a franchisor must be able to show before it discloses."""

    ENTERPRISE = "enterprise", N_("The franchisor is a registered enterprise")
    OUTLETS = "outlets", N_("Own outlets, long enough in operation")
    SUPPORT = "support", N_("A mature model, and the ability to guide, support and train")
    DOCUMENT = "document", N_("A disclosure document looked through within the last year")
    CLAIMS = "claims", N_("Advertising that promises no earnings")
    FILING = "filing", N_("Filed with the authority after the first contract")
    YEARLY_REPORT = "yearly_report", N_("Last year's contracts reported to the authority")


class PointState(LabeledEnum):
    """Whether a point is met."""

    MET = "met", N_("Met"), Tone.SUCCESS
    NOT_DUE = "not_due", N_("Not due yet"), Tone.NEUTRAL
    OPEN = "open", N_("Open"), Tone.WARNING


class Measure(LabeledEnum):
    """How an outcome is counted."""

    SHARE = "share", N_("Share")
    NUMBER = "number", N_("Plain number")


class ApplicantFact(LabeledEnum):
    """The facts of an applicant that can change, named as a sentence in the history names them."""

    BRAND = "brand", N_("brand")
    BUSINESSES = "businesses", N_("existing businesses")
    COMPANY = "company", N_("company")
    COMPETITORS = "competitors", N_("other brands considered")
    CONCERNS = "concerns", N_("concerns")
    DEPOSIT = "deposit", N_("deposit")
    EMAIL = "email", N_("e-mail address")
    EXPERIENCE = "experience", N_("experience")
    FAMILY = "family", N_("support of the family")
    FORMATS = "formats", N_("formats")
    FUNDS = "funds", N_("funds")
    HORIZON = "horizon", N_("opening wished")
    INTERESTS = "interests", N_("interests")
    KEEPER = "keeper", N_("responsible person")
    LANGUAGE = "language", N_("language")
    MOTIVE = "motive", N_("motive")
    NAME = "name", N_("full name")
    PACK = "pack", N_("law pack")
    PHONE = "phone", N_("telephone number")
    PLACE = "place", N_("place")
    REGION = "region", N_("region")
    SOURCE = "source", N_("source")
    TIMES = "times", N_("best times to call")
    VISIT = "visit", N_("visit to an outlet")


class RecruitmentAction(LabeledEnum):
    """What the audit notes. Sentences name the reference alone, so that people can be forgotten."""

    ENQUIRED = "recruitment.applicant.enquired", N_("%(actor)s enquired: %(subject)s")
    ADDED = "recruitment.applicant.added", N_("%(actor)s added the applicant %(subject)s")
    CHANGED = (
        "recruitment.applicant.changed",
        N_("%(actor)s changed the applicant %(subject)s: %(facts)s"),
    )
    MOVED = (
        "recruitment.applicant.moved",
        N_("%(actor)s moved %(subject)s from %(before)s to %(after)s"),
    )
    PURGED = "recruitment.applicant.purged", N_("%(actor)s forgot what was personal in %(subject)s")
    PERSON_ADDED = "recruitment.person.added", N_("%(actor)s added a person to %(subject)s")
    PERSON_REMOVED = "recruitment.person.removed", N_("%(actor)s took a person out of %(subject)s")
    EXPECTATION_STATED = (
        "recruitment.expectation.stated",
        N_("%(actor)s recorded what %(subject)s expects"),
    )
    EXPECTATION_COUNTERSIGNED = (
        "recruitment.expectation.countersigned",
        N_("%(actor)s countersigned the expectations of %(subject)s"),
    )
    INTERVIEW_PLANNED = (
        "recruitment.interview.planned",
        N_("%(actor)s planned an interview with %(subject)s on %(moment)s"),
    )
    INTERVIEW_CHANGED = (
        "recruitment.interview.changed",
        N_("%(actor)s changed an interview with %(subject)s: %(state)s"),
    )
    REFERENCE_ADDED = (
        "recruitment.reference.added",
        N_("%(actor)s asked for a reference about %(subject)s"),
    )
    REFERENCE_CHANGED = (
        "recruitment.reference.changed",
        N_("%(actor)s noted a reference about %(subject)s: %(verdict)s"),
    )
    DOCUMENT_ADDED = (
        "recruitment.document.added",
        N_("%(actor)s added a document to %(subject)s: %(kind)s"),
    )
    DOCUMENT_OPENED = (
        "recruitment.document.opened",
        N_("%(actor)s opened a document of %(subject)s: %(kind)s"),
    )
    DOCUMENT_REMOVED = (
        "recruitment.document.removed",
        N_("%(actor)s removed a document from %(subject)s: %(kind)s"),
    )
    ASSESSMENT_STARTED = (
        "recruitment.assessment.started",
        N_("%(actor)s began to assess %(subject)s"),
    )
    ASSESSMENT_SUBMITTED = (
        "recruitment.assessment.submitted",
        N_("%(actor)s submitted an assessment of %(subject)s"),
    )
    ASSESSMENT_WITHDRAWN = (
        "recruitment.assessment.withdrawn",
        N_("%(actor)s withdrew the assessment of %(subject)s by %(assessor)s"),
    )
    DECIDED = (
        "recruitment.applicant.decided",
        N_("%(actor)s decided about %(subject)s: %(outcome)s"),
    )
    LINKED = (
        "recruitment.applicant.linked",
        N_("%(actor)s made %(subject)s the franchisee %(code)s"),
    )
    DISCLOSED = (
        "recruitment.disclosure.given",
        N_("%(actor)s gave %(subject)s the disclosure document on %(day)s: %(way)s"),
    )
    DISCLOSURE_LINK_SENT = (
        "recruitment.disclosure.linked",
        N_("%(actor)s sent %(subject)s a link to acknowledge the disclosure document"),
    )
    DISCLOSURE_OPENED = (
        "recruitment.disclosure.opened",
        N_("%(actor)s opened the disclosure document of %(subject)s"),
    )
    DISCLOSURE_ACKNOWLEDGED = (
        "recruitment.disclosure.acknowledged",
        N_("%(subject)s acknowledged the disclosure document"),
    )
    CRITERION_ADDED = (
        "recruitment.criterion.added",
        N_("%(actor)s added the criterion %(subject)s to the draft of the scorecard"),
    )
    CRITERION_CHANGED = (
        "recruitment.criterion.changed",
        N_("%(actor)s changed the criterion %(subject)s in the draft of the scorecard"),
    )
    CRITERION_REMOVED = (
        "recruitment.criterion.removed",
        N_("%(actor)s removed the criterion %(subject)s from the draft of the scorecard"),
    )
    SCORECARD_BEGUN = (
        "recruitment.scorecard.begun",
        N_("%(actor)s began a draft of the scorecard"),
    )
    SCORECARD_DISCARDED = (
        "recruitment.scorecard.discarded",
        N_("%(actor)s discarded the draft of the scorecard"),
    )
    SCORECARD_PUBLISHED = (
        "recruitment.scorecard.published",
        N_("%(actor)s published version %(subject)s of the scorecard"),
    )
    COMPLIANCE_CHANGED = (
        "recruitment.compliance.changed",
        N_("%(actor)s changed the franchisor's checklist for %(brand)s"),
    )
    SETTINGS_CHANGED = (
        "recruitment.settings.changed",
        N_("%(actor)s changed the settings of recruitment"),
    )
