"""The clauses of a version as values, and the plain JSON in which a version keeps them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..enums import ClauseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseText:
    """One clause as it stands in a version."""

    number: str
    title: str
    body: str
    kind: ClauseKind = ClauseKind.GENERAL
    key: str = ""
    """The clause of the library that it was taken from; empty when it was written here."""
    library_version: int | None = None
    source: str = ""
    """The words with their places before these were filled from the terms; empty without any."""


def clauses_to_json(clauses: Iterable[ClauseText]) -> list[Any]:
    """Clauses as JSON, in their order."""
    return [
        {
            "kind": clause.kind.value,
            "number": clause.number,
            "title": clause.title,
            "body": clause.body,
            **({"key": clause.key, "version": clause.library_version} if clause.key else {}),
            **({"source": clause.source} if clause.source else {}),
        }
        for clause in clauses
    ]


def clauses_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[ClauseText, ...]:
    """Clauses as they were kept."""
    return tuple(
        ClauseText(
            number=clause["number"],
            title=clause["title"],
            body=clause["body"],
            kind=ClauseKind(clause["kind"]),
            key=clause.get("key", ""),
            library_version=clause.get("version"),
            source=clause.get("source", ""),
        )
        for clause in data
    )


def clause_number_order(number: str) -> tuple[tuple[int, int, str], ...]:
    """What to sort clause numbers by: 6.2 before 6.10."""
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in number.split(".")
    )
