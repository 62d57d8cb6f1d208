"""The kinds of reports that features declare, and who receives them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask, current_app

from ..access.actor import Actor
from ..access.permissions import Permission
from ..kit.period import Period
from .errors import UnknownKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom one report is about and for."""

    key: str
    """The franchisee's code, or the kind's slug when there is only one report."""
    name: str
    name_local: str = ""
    franchisee_id: UUID | None = None
    language: str = "en"
    """Locale name in which it is written."""
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKind:
    """A report that can be asked for."""

    slug: str
    title: str
    """What one of them is called, marked for translation."""
    run_title: str
    """What all of a month are called, with `%(month)s`."""
    permission: Permission
    """What somebody must hold to read it; of franchisees' own reports they see only theirs."""
    template: str
    stylesheets: tuple[str, ...]
    subjects: Callable[[Period, UUID | None], Sequence[Subject]]
    """Who receives one for a month, in the order of making; one of them when an id is given."""
    build: Callable[[Period, UUID | None], Any]
    """The frozen document that the template prints. Called in the recipient's language."""
    is_per_franchisee: bool = True


def init_app(app: Flask, kinds: Sequence[ReportKind]) -> None:
    """Make the kinds known; features.py does it once at the start."""
    app.extensions["report_kinds"] = {kind.slug: kind for kind in kinds}


def all_kinds() -> tuple[ReportKind, ...]:
    """Every kind, in the order in which it is offered."""
    return tuple(current_app.extensions["report_kinds"].values())


def kinds_for(actor: Actor) -> tuple[ReportKind, ...]:
    """The kinds that an actor may read."""
    return tuple(kind for kind in all_kinds() if actor.may(kind.permission))


def find(slug: str) -> ReportKind:
    """The kind of that slug.

    Raises:
        UnknownKind: when nobody declares it.
    """
    kind: ReportKind | None = current_app.extensions["report_kinds"].get(slug)
    if kind is None:
        raise UnknownKind
    return kind
