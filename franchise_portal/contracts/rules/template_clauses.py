"""Which clauses a template holds, as values and as the JSON in which a version of it keeps them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .clauses import clause_number_order


@dataclass(frozen=True, slots=True, kw_only=True, order=False)
class TemplateClause:
    """A clause of the library in a template: under which number, in which of its versions."""

    number: str
    key: str
    version: int


def template_clauses_to_json(clauses: Iterable[TemplateClause]) -> list[Any]:
    """As JSON, sorted by their numbers."""
    ordered = sorted(clauses, key=lambda clause: clause_number_order(clause.number))
    return [
        {"number": clause.number, "key": clause.key, "version": clause.version}
        for clause in ordered
    ]


def template_clauses_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[TemplateClause, ...]:
    """As they were kept."""
    return tuple(TemplateClause(**clause) for clause in data)
