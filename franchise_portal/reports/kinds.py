"""The kinds of reports that features declare, and who receives them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask, current_app

from ..access.actor import Actor
from ..access.permissions import Permission
from ..kit.period import Period
from .documents import Embedded
from .errors import UnknownKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom one report is about and for."""

    key: str
    """The franchisee's code, the thing's own reference, or the kind's slug when there is only one.
    Lists, audit and the file's name show it."""
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
    embed: Callable[[Period, UUID | None], Embedded | None] | None = None
    """The file that the PDF carries beside its pages, where this one has any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    """A report about one thing, such as an applicant or a contract, asked for on its page.

    It belongs to no month: of a thing there is one current paper of a kind, the newest.
    """

    slug: str
    title: str
    """What one of them is called, marked for translation."""
    permission: Permission
    """What somebody must hold to read it; franchisees see only those that name them."""
    template: str
    stylesheets: tuple[str, ...]
    subject: Callable[[Actor, UUID], Subject]
    """The thing, asked for by somebody: raises `NotFound` outside what the actor may see."""
    build: Callable[[UUID], Any]
    """The frozen document that the template prints. Called in the paper's language."""
    is_per_franchisee: bool = False
    """Written in the subject's language, not in that of who asks."""
    embed: Callable[[UUID], Embedded | None] | None = None
    """The file that the PDF carries beside its pages, where this one has any."""


Kind = ReportKind | PaperKind


def init_app(app: Flask, kinds: Sequence[Kind]) -> None:
    """Make the kinds known; features.py does it once at the start."""
    app.extensions["report_kinds"] = {kind.slug: kind for kind in kinds}


def all_kinds() -> tuple[Kind, ...]:
    """Every kind, in the order in which it is offered."""
    return tuple(current_app.extensions["report_kinds"].values())


def kinds_for(actor: Actor) -> tuple[Kind, ...]:
    """The kinds that an actor may read."""
    return tuple(kind for kind in all_kinds() if actor.may(kind.permission))


def monthly_kinds_for(actor: Actor) -> tuple[ReportKind, ...]:
    """The kinds that an actor may ask for by month."""
    return tuple(kind for kind in kinds_for(actor) if isinstance(kind, ReportKind))


def find(slug: str) -> Kind:
    """The kind of that slug.

    Raises:
        UnknownKind: when nobody declares it.
    """
    kind: Kind | None = current_app.extensions["report_kinds"].get(slug)
    if kind is None:
        raise UnknownKind
    return kind


def find_monthly(slug: str) -> ReportKind:
    """The kind of that slug, when it is reported by month; raises `UnknownKind` otherwise."""
    kind = find(slug)
    if not isinstance(kind, ReportKind):
        raise UnknownKind
    return kind


def find_paper(slug: str) -> PaperKind:
    """The kind of that slug, when it is about one thing; raises `UnknownKind` otherwise."""
    kind = find(slug)
    if not isinstance(kind, PaperKind):
        raise UnknownKind
    return kind
