"""An applicant's assessment put into words for paper: all scores beside each other."""

from collections.abc import Iterator
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from ...access.actor import SYSTEM
from ...kit.money import Money
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...web import filters
from .. import queries, words
from ..enums import InterviewState
from ..models import Applicant, Decision, Expectation, Reference, ScorecardVersion
from ..queries import Standing
from ..queries.assessments import Filled
from ..rules import Combined, Compared
from .documents import (
    AssessmentDocument,
    AssessmentReport,
    Opinion,
    Ruling,
    ScoreRow,
    Talk,
    Voice,
)


def build(applicant_id: UUID) -> AssessmentDocument:
    """The paper of an applicant whose assessment is closed."""
    applicant = queries.applicant_for(SYSTEM, applicant_id)
    network = founded()
    title = _("Assessment, %(reference)s", reference=applicant.reference)
    return AssessmentDocument(
        issuer=Issuer(name=network.name, address=network.address, email=network.email),
        margin=Margin(number=title, legal=_("Confidential: about a person. For the office.")),
        report=_report(applicant, queries.standing(SYSTEM, applicant)),
    )


def _report(applicant: Applicant, standing: Standing) -> AssessmentReport:
    combined, comparison = standing.combined, standing.comparison
    return AssessmentReport(
        reference=applicant.reference,
        name=applicant.name,
        name_other=applicant.name_local,
        facts=tuple(_facts(applicant)),
        headline=_headline(combined),
        mean=words.mark(combined.mean) if combined else "",
        beside_mean=_beside(standing),
        hard_fails=tuple(words.hard_fail(fail) for fail in combined.hard_fails) if combined else (),
        scorecard=_scorecard(standing.version),
        assessors=comparison.assessors if comparison else (),
        rows=tuple(_row(row) for row in comparison.rows) if comparison else (),
        totals=tuple(
            _("%(total)s of %(most)s", total=one.total, most=one.most) for one in combined.results
        )
        if combined
        else (),
        agreement=words.share(comparison.agreement) if comparison else "",
        differences=tuple(words.difference(row) for row in comparison.largest)
        if comparison
        else (),
        opinions=tuple(_opinion(card, standing) for card in standing.cards),
        expectation=tuple(_expectation(next(iter(queries.expectations_of(applicant)), None))),
        interviews=tuple(_talks(applicant)),
        references=tuple(_voice(one) for one in queries.references_of(applicant)),
        decisions=tuple(_ruling(one) for one in queries.decisions_of(applicant)),
        deposit=words.deposit(applicant),
    )


def _facts(applicant: Applicant) -> Iterator[tuple[str, str]]:
    yield _("Application number"), applicant.reference
    yield _("Stage"), filters.label(applicant.stage)
    if applicant.brand:
        yield _("Brand"), applicant.brand.name
    if applicant.place:
        yield _("Place"), applicant.place
    yield _("Applied on"), filters.date(applicant.created_at.date())
    if applicant.own_funds:
        yield _("Own funds"), filters.money(applicant.own_funds)
    if applicant.keeper:
        yield _("Responsible"), applicant.keeper.name


def _headline(combined: Combined | None) -> str:
    if combined is None:
        return _("No assessment was submitted")
    return ngettext(
        "Mean of %(num)s assessor, from 1 to 5",
        "Mean of %(num)s assessors, from 1 to 5",
        len(combined.results),
    )


def _beside(standing: Standing) -> str:
    if standing.combined is None or standing.version is None:
        return ""
    if standing.combined.has_failed:
        return _("Failed on a hard criterion, whatever the mean")
    mark = words.mark(standing.version.pass_mark)
    if standing.is_above_mark:
        return _("The pass mark of %(mark)s is reached", mark=mark)
    return _("Below the pass mark of %(mark)s", mark=mark)


def _scorecard(version: ScorecardVersion | None) -> str:
    if version is None:
        return ""
    return _(
        "Scorecard version %(number)s, published %(day)s",
        number=version.number,
        day=filters.date(version.published_at.date()),
    )


def _row(row: Compared) -> ScoreRow:
    threshold = row.criterion.fail_below
    return ScoreRow(
        name=row.criterion.name,
        weight=filters.number(row.criterion.weight),
        hard=_("fails below %(threshold)s", threshold=threshold) if row.criterion.is_hard else "",
        marks=tuple(filters.number(score) for score in row.scores),
        fails=tuple(row.criterion.is_hard and score < threshold for score in row.scores),
        mean=words.mark(row.mean),
        spread=filters.number(row.spread),
        is_apart=row.is_apart,
    )


def _opinion(card: Filled, standing: Standing) -> Opinion:
    criteria = standing.version.criteria if standing.version else ()
    results = standing.combined.results if standing.combined else ()
    name = card.assessment.assessor_name
    submitted = card.assessment.submitted_at
    return Opinion(
        assessor=name,
        submitted=filters.moment(submitted) if submitted else "",
        result=next((words.mark(one.mean) for one in results if one.assessor == name), ""),
        summary=card.assessment.summary,
        notes=tuple(
            (criterion.name, card.scores[criterion.id].note)
            for criterion in criteria
            if criterion.id in card.scores and card.scores[criterion.id].note
        ),
    )


def _expectation(expectation: Expectation | None) -> Iterator[tuple[str, str]]:
    if expectation is None:
        return
    sales: Money | None = expectation.monthly_sales
    yield _("Stated on"), filters.date(expectation.stated_on)
    if sales:
        yield _("Sales expected in a month"), filters.money(sales)
    if expectation.payback_months:
        yield _("Months until the money is back"), filters.number(expectation.payback_months)
    if expectation.support:
        yield _("Support expected from us"), expectation.support
    if expectation.reason:
        yield _("Reason for joining"), expectation.reason


def _talks(applicant: Applicant) -> Iterator[Talk]:
    for one in queries.interviews_of(applicant):
        if one.state is InterviewState.HELD:
            yield Talk(
                when=filters.moment(one.at),
                who=one.people,
                learned=one.learned,
                concluded=one.concluded,
                decided=one.decided,
            )


def _voice(reference: Reference) -> Voice:
    answered = reference.answered_on
    return Voice(
        name=reference.name,
        relation=reference.relation,
        days=_(
            "asked %(asked)s, answered %(answered)s",
            asked=filters.date(reference.asked_on),
            answered=filters.date(answered),
        )
        if answered
        else _("asked %(asked)s, not answered yet", asked=filters.date(reference.asked_on)),
        verdict=filters.label(reference.verdict),
        said=reference.said,
    )


def _ruling(decision: Decision) -> Ruling:
    rested_on = ""
    if decision.mean is not None:
        rested_on = ngettext(
            "on a mean of %(mean)s by %(num)s assessor, round %(round)s",
            "on a mean of %(mean)s by %(num)s assessors, round %(round)s",
            decision.assessors,
            mean=words.mark(decision.mean),
            round=decision.assessment_round,
        )
    return Ruling(
        outcome=filters.label(decision.outcome),
        when=filters.moment(decision.decided_at),
        by=decision.decided_by_name,
        reason=decision.reason,
        rested_on=rested_on,
    )
