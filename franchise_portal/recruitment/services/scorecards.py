"""Writing the next version of the scorecard, and publishing it for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...access.actor import Actor
from ...audit import record
from ...database import db
from ...kit.i18n import N_
from ...network.services import require_version, save
from .. import queries
from ..enums import RecruitmentAction
from ..errors import Refused
from ..models import DraftCriterion, ScorecardCriterion, ScorecardDraft, ScorecardVersion

FEWEST_CRITERIA = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionWords:
    """A criterion as it is typed; `anchors` say what a 1 is, what a 2 is, up to 5."""

    name: str
    question: str
    weight: int
    fail_below: int
    anchors: tuple[str, str, str, str, str]


def begin_draft(actor: Actor, *, starter: Sequence[CriterionWords]) -> ScorecardDraft:
    """Begin the next version from the published one; the first from `starter`.

    Begun already, it is the one that there is.
    """
    present = queries.draft()
    if present is not None:
        return present
    current = queries.current_version()
    draft = ScorecardDraft(lock=1, begun_by_name=actor.name, criteria=[])
    if current is not None:
        draft.pass_mark = current.pass_mark
        starter = [_words_of(one) for one in current.criteria]
    db.session.add(draft)
    db.session.flush()
    for position, words in enumerate(starter):
        draft.criteria.append(_new(words, position))
    record(actor, RecruitmentAction.SCORECARD_BEGUN, draft)
    db.session.flush()
    return draft


def change_draft(
    actor: Actor, draft: ScorecardDraft, *, pass_mark: Decimal, remark: str, version: int | None
) -> None:
    """Change the pass mark and what is said about the version.

    Raises:
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
    """
    del actor
    require_version(draft, version)
    draft.pass_mark, draft.note = pass_mark, remark
    save()


def add_criterion(actor: Actor, draft: ScorecardDraft, words: CriterionWords) -> DraftCriterion:
    """Add a criterion at the end.

    Raises:
        Refused: when another has the name.
    """
    _require_name(draft, words.name)
    position = max((one.position for one in draft.criteria), default=-1) + 1
    criterion = _new(words, position)
    draft.criteria.append(criterion)
    db.session.flush()
    record(actor, RecruitmentAction.CRITERION_ADDED, criterion)
    return criterion


def change_criterion(
    actor: Actor,
    draft: ScorecardDraft,
    criterion: DraftCriterion,
    words: CriterionWords,
    *,
    version: int | None,
) -> None:
    """Change a criterion of the draft.

    Raises:
        Refused: when another has the name.
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
    """
    require_version(criterion, version)
    _require_name(draft, words.name, besides=criterion)
    criterion.name, criterion.question = words.name, words.question
    criterion.weight, criterion.fail_below = words.weight, words.fail_below
    criterion.anchors = list(words.anchors)
    save()
    record(actor, RecruitmentAction.CRITERION_CHANGED, criterion)


def move_criterion(draft: ScorecardDraft, criterion: DraftCriterion, *, by: int) -> None:
    """Move a criterion up (-1) or down (1); at the ends it stays."""
    order = sorted(draft.criteria, key=lambda one: one.position)
    place = order.index(criterion)
    target = min(max(place + by, 0), len(order) - 1)
    order.insert(target, order.pop(place))
    for position, one in enumerate(order):
        one.position = position
    save()


def remove_criterion(actor: Actor, draft: ScorecardDraft, criterion: DraftCriterion) -> None:
    """Take a criterion out of the draft."""
    record(actor, RecruitmentAction.CRITERION_REMOVED, criterion)
    draft.criteria.remove(criterion)
    db.session.flush()


def discard_draft(actor: Actor, draft: ScorecardDraft) -> None:
    """Give the draft up; the published version stays."""
    record(actor, RecruitmentAction.SCORECARD_DISCARDED, draft)
    db.session.delete(draft)
    db.session.flush()


def publish_draft(actor: Actor, draft: ScorecardDraft, *, version: int | None) -> ScorecardVersion:
    """Publish the draft. From now on nobody changes it, and new assessments score by it.

    Raises:
        Refused: when there are too few criteria, or none of them is hard.
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
    """
    require_version(draft, version)
    criteria = sorted(draft.criteria, key=lambda one: one.position)
    _require_publishable(criteria)
    published = ScorecardVersion(
        number=queries.version_number() + 1,
        pass_mark=draft.pass_mark,
        note=draft.note,
        published_by_name=actor.name,
    )
    db.session.add(published)
    db.session.flush()
    for position, one in enumerate(criteria):
        words = _words_of(one)
        db.session.add(
            ScorecardCriterion(
                version_id=published.id,
                position=position,
                name=words.name,
                question=words.question,
                weight=words.weight,
                fail_below=words.fail_below,
                anchors=list(words.anchors),
            )
        )
    db.session.delete(draft)
    record(actor, RecruitmentAction.SCORECARD_PUBLISHED, published, name=str(published.number))
    save()
    return published


def _require_publishable(criteria: Sequence[DraftCriterion]) -> None:
    if len(criteria) < FEWEST_CRITERIA:
        raise Refused(
            N_("A scorecard has at least %(count)s criteria. Add some first."),
            field="criteria",
            count=FEWEST_CRITERIA,
        )
    if not any(one.fail_below for one in criteria):
        raise Refused(
            N_(
                "At least one criterion must fail an applicant below a score, such as own funds, "
                "law or references. Set it there."
            ),
            field="criteria",
        )


def _require_name(draft: ScorecardDraft, name: str, besides: DraftCriterion | None = None) -> None:
    if any(one.name == name for one in draft.criteria if one is not besides):
        raise Refused(N_("Another criterion is called so. Choose another name."), field="name")


def _new(words: CriterionWords, position: int) -> DraftCriterion:
    return DraftCriterion(
        position=position,
        name=words.name,
        question=words.question,
        weight=words.weight,
        fail_below=words.fail_below,
        anchors=list(words.anchors),
    )


def _words_of(criterion: DraftCriterion | ScorecardCriterion) -> CriterionWords:
    first, second, third, fourth, fifth = criterion.anchors
    return CriterionWords(
        name=criterion.name,
        question=criterion.question,
        weight=criterion.weight,
        fail_below=criterion.fail_below,
        anchors=(first, second, third, fourth, fifth),
    )
