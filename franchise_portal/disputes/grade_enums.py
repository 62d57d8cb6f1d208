"""The words of grades of credit."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class Grade(LabeledEnum):
    """How reliably a franchisee pays, the best first."""

    AAA = "AAA", N_("AAA"), Tone.SUCCESS
    AA = "AA", N_("AA"), Tone.SUCCESS
    A = "A", N_("A"), Tone.SUCCESS
    B = "B", N_("B"), Tone.INFO
    C = "C", N_("C"), Tone.WARNING
    D = "D", N_("D"), Tone.DANGER


class Measured(LabeledEnum):
    """What a grade is worked out from."""

    LATE = "late", N_("Days late on average, weighted by amount")
    RETURNED = "returned", N_("Payments that came back")
    BROKEN = "broken", N_("Promises to pay that were broken")
    COVER = "cover", N_("Months of fees covered by the deposit")
    AGE = "age", N_("Years as a franchisee")


class AppealStatus(LabeledEnum):
    """Where an appeal against a grade stands."""

    OPEN = "open", N_("Waits for a decision"), Tone.INFO
    CHANGED = "changed", N_("Grade changed for a time"), Tone.SUCCESS
    KEPT = "kept", N_("Grade kept"), Tone.NEUTRAL
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL


class GradeAction(LabeledEnum):
    """What people do about grades, as the audit notes it."""

    CHANGED = (
        "disputes.grade.changed",
        N_("%(actor)s worked out the credit grade of %(subject)s: %(grade)s, before %(before)s"),
    )
    APPEALED = (
        "disputes.grade.appealed",
        N_("%(actor)s appealed against the credit grade %(grade)s of %(subject)s"),
    )
    OVERRIDDEN = (
        "disputes.grade.overridden",
        N_("%(actor)s set the credit grade of %(subject)s to %(grade)s until %(day)s: %(reason)s"),
    )
    KEPT = (
        "disputes.grade.kept",
        N_("%(actor)s kept the credit grade of %(subject)s: %(reason)s"),
    )
    APPEAL_WITHDRAWN = (
        "disputes.grade.appeal_withdrawn",
        N_("%(actor)s withdrew the appeal against the credit grade of %(subject)s"),
    )
    ADOPTED = (
        "disputes.terms.adopted",
        N_("%(actor)s adopted for %(subject)s: %(days)s days to pay from %(day)s"),
    )
