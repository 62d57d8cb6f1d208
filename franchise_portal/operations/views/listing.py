"""What an address asks for, and the filter bar that asks it."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _

from ...kit.enums import LabeledEnum
from ...web.filters import label
from ...web.paging import asked_page, list_url
from ..job_words import kind_of
from ..queries import Wanted


def wanted() -> Wanted:
    """What the address asks for; unknown values find nothing."""
    return Wanted(
        text=request.args.get("q", "").strip()[:100],
        statuses=request.args.getlist("status"),
        names=request.args.getlist("job"),
        page=asked_page(),
    )


def status_filter(enumeration: type[LabeledEnum]) -> dict[str, Any]:
    """The menu of states."""
    options = [(member.value, label(member)) for member in enumeration]
    return _menu("status", _("State"), options)


def name_filter(names: Sequence[str]) -> dict[str, Any]:
    """The menu of kinds of job."""
    return _menu("job", _("Job"), [(name, kind_of(name)) for name in names])


def chips(filters: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """The filters in force, each with the address without it."""
    shown = []
    for one in filters:
        names = [words for value, words in one["options"] if value in one["selected"]]
        if names:
            text = _("%(filter)s: %(values)s", filter=one["label"], values=_(", ").join(names))
            shown.append((text, list_url(**{one["name"]: "", "page": ""})))
    return shown


def _menu(name: str, words: str, options: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "name": name,
        "label": words,
        "options": options,
        "selected": request.args.getlist(name),
    }
