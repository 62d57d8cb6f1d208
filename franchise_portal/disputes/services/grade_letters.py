"""The mails about grades of credit, each reader in their own language."""

from typing import Any

from ...access.roles import Side
from ...contracts.services.letters import write_to
from ...network.models import Franchisee
from ..grade_enums import Grade
from ..models import AdoptedTerms, CreditGrade, GradeAppeal


def tell_changed(franchisee: Franchisee, row: CreditGrade, before: Grade) -> None:
    """Tell the franchisee that its grade is another one."""
    _write(franchisee, Side.FRANCHISEE, "changed", grade=row.grade, before=before)


def tell_appealed(franchisee: Franchisee, row: GradeAppeal, grade: Grade) -> None:
    """Tell the office that somebody appeals."""
    _write(
        franchisee,
        Side.FRANCHISOR,
        "appealed",
        grade=grade,
        words=row.words,
        day=row.answer_until,
    )


def tell_decided(row: GradeAppeal) -> None:
    """Tell the franchisee what was decided."""
    news = "kept" if row.override_grade is None else "overridden"
    _write(
        row.franchisee,
        Side.FRANCHISEE,
        news,
        grade=row.override_grade or row.grade.grade,
        words=row.decision_words,
        day=row.override_until,
    )


def tell_adopted(franchisee: Franchisee, row: AdoptedTerms) -> None:
    """Tell the franchisee which terms hold from when."""
    _write(
        franchisee,
        Side.FRANCHISEE,
        "adopted",
        days=row.due_days,
        is_prepaid=row.is_prepaid,
        words=row.reason,
        day=row.starts_on,
    )


def _write(franchisee: Franchisee, side: Side, news: str, **facts: Any) -> None:  # noqa: ANN401
    context: dict[str, Any] = {
        "news": news,
        "business": franchisee.name,
        "franchisee_id": franchisee.id,
        "grade": None,
        "before": None,
        "words": "",
        "day": None,
        "days": 0,
        "is_prepaid": False,
        **facts,
    }
    write_to(franchisee.id, side, kind="disputes/grade", context=context)
