"""Entries in words: the action's sentence in the reader's language, with its facts filled in."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache, partial
from typing import Any, Protocol
from uuid import UUID

from markupsafe import Markup, escape

from ..access.guards import may_open
from ..kit.money import Money
from ..web import filters
from ..web.lists import around_row
from ..web.speech import gettext
from . import actions


class Told(Protocol):
    """An entry, or a row with what its sentence needs."""

    @property
    def actor_id(self) -> UUID | str | None:
        """Whose account it was."""

    @property
    def actor_name(self) -> str:
        """Who it was, by the name of then."""

    @property
    def action(self) -> str:
        """The code of what was done."""

    @property
    def subject_type(self) -> str:
        """What kind of thing it was done to."""

    @property
    def subject_id(self) -> UUID | str | None:
        """Which one."""

    @property
    def subject_name(self) -> str:
        """Its name of then."""

    @property
    def data(self) -> Mapping[str, Any]:
        """The facts."""


def sentence(entry: Told) -> Markup:
    """The sentence, its subject leading to its page where there is one."""
    return sentences([entry])[0]


def sentences(entries: Iterable[Told]) -> list[Markup]:
    """The sentences of a list: what its subjects' addresses have in common is looked up once."""
    way = cache(_way_to)
    return [_told(entry, partial(_subject_link, way=way)) for entry in entries]


def plain_sentence(entry: Told) -> str:
    """The sentence as text, for exports and mails."""
    return _told(entry, lambda one: escape(subject_words(one))).unescape()


def heading(code: str) -> str:
    """An action as a choice in a filter: its sentence without the particulars."""
    template = gettext(actions.sentence_of(code))
    blanks = _Facts({"actor": "…", "subject": "…"}, missing="…")
    return (template % blanks).strip(" …:：").strip()


def _told(entry: Told, subject: Callable[[Told], Markup]) -> Markup:
    facts = _Facts({key: words(key, value) for key, value in entry.data.items()})
    facts["actor"] = actor_words(entry)
    facts["subject"] = subject(entry) or gettext("something")
    # The operator of Markup escapes every fact that is not markup itself.
    return escape(gettext(actions.sentence_of(entry.action))) % facts


def actor_words(entry: Told) -> str:
    """Who it was; the portal itself has no account, and a stranger no name."""
    if entry.actor_id is None:
        return gettext("The portal") if entry.actor_name else gettext("Somebody")
    return entry.actor_name


def subject_words(entry: Told) -> str:
    """What it was done to: its title where one is kept for every language, else its name."""
    title = entry.data.get("title")
    return words("title", title) if title else entry.subject_name


def words(key: str, value: Any) -> str:  # noqa: ANN401, PLR0911 - JSON; one line a kind
    """One packed fact in the reader's language."""
    if isinstance(value, dict):
        return _special(value)
    if isinstance(value, list):
        return gettext(", ").join(words(key, part) for part in value) or gettext("none")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int):
        return filters.number(value)
    if value is None or value == "":
        return gettext("nothing")
    if key in {"month", "period"} and _is_month(value):
        return filters.month(value)
    return str(value)


def _special(value: dict[str, Any]) -> str:
    if "label" in value:
        text = filters.label(value["label"])
        params = value.get("params", {})
        return text % {key: words(key, part) for key, part in params.items()} if params else text
    if "currency" in value:
        return filters.money(Money(value["minor"], value["currency"]))
    if "moment" in value:
        return filters.moment(datetime.fromisoformat(value["moment"]))
    if "date" in value:
        return filters.date(date.fromisoformat(value["date"]))
    if "first" in value:
        first, last = (date.fromisoformat(value[key]) for key in ("first", "last"))
        return gettext("%(first)s to %(last)s", first=filters.date(first), last=filters.date(last))
    pairs = (f"{key}: {words(key, part)}" for key, part in value.items())
    return gettext(", ").join(pairs)


def _is_month(value: str) -> bool:
    year, _, month = value.partition("-")
    return len(year) == 4 and len(month) == 2 and (year + month).isdigit()  # noqa: PLR2004


def _way_to(subject_type: str) -> tuple[str, str] | None:
    """What stands around the id in the address of such a subject; None without a page to open."""
    page = actions.page_of(subject_type)
    return around_row(*page) if page is not None and may_open(page[0]) else None


def _subject_link(entry: Told, way: Callable[[str], tuple[str, str] | None]) -> Markup:
    subject = escape(subject_words(entry))
    if not subject:
        return subject
    around = way(entry.subject_type) if entry.subject_id is not None else None
    if around is None:
        return Markup(f"<b>{subject}</b>")  # noqa: S704 - escaped above
    before, after = around
    url = escape(f"{before}{entry.subject_id}{after}")
    return Markup(f'<a href="{url}">{subject}</a>')  # noqa: S704 - escaped above


class _Facts(dict[str, Any]):
    """Facts for a sentence; a fact that an old entry lacks becomes a dash, not a crash."""

    def __init__(self, values: dict[str, Any], missing: str = "–") -> None:
        super().__init__(values)
        self._missing = missing

    def __missing__(self, key: str) -> str:
        return self._missing
