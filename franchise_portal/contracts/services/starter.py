"""The starter library: clauses and templates of our own to begin from, in three languages."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import audit
from ...access.actor import Actor
from ..enums import ClauseKind, LibraryAction
from ..queries import library as queries
from ..rules.template_clauses import TemplateClause
from ..rules.terms_json import terms_from_json
from .library import add_clause, add_template

FOLDER = Path(__file__).parent.parent / "starter"
LANGUAGES = ("en", "zh_Hans", "zh_Hant")


@dataclass(frozen=True, slots=True)
class Planted:
    """How much was added."""

    clauses: int
    templates: int


def plant_library(actor: Actor) -> Planted:
    """Add what the library lacks of the starter clauses and templates; the rest is left alone."""
    structure = _read("structure")
    clauses = templates = 0
    for language in LANGUAGES:
        words = _read(language)
        clauses += sum(
            _plant_clause(actor, key, language, kind, words[key])
            for key, kind in structure["kinds"].items()
        )
        templates += sum(
            _plant_template(actor, key, language, words["titles"][key], facts)
            for key, facts in structure["templates"].items()
        )
    if clauses or templates:
        audit.record(actor, LibraryAction.LIBRARY_PLANTED, clauses=clauses, templates=templates)
    return Planted(clauses, templates)


def _plant_clause(actor: Actor, key: str, language: str, kind: str, words: dict[str, str]) -> bool:
    if queries.find_library_clause(key, language) is not None:
        return False
    add_clause(
        actor,
        key=key,
        language=language,
        kind=ClauseKind(kind),
        title=words["title"],
        body=words["body"].strip(),
    )
    return True


def _plant_template(
    actor: Actor, key: str, language: str, title: str, facts: dict[str, Any]
) -> bool:
    if queries.find_template(key, language) is not None:
        return False
    latest = {one.clause.key: one.words.number for one in queries.library(language=language)}
    add_template(
        actor,
        key=key,
        language=language,
        pack=facts["pack"],
        brand=None,
        title=title,
        clauses=[
            TemplateClause(number=number, key=clause, version=latest[clause])
            for number, clause in facts["clauses"].items()
            if clause in latest
        ],
        terms=terms_from_json(facts["terms"]),
    )
    return True


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
