"""The blueprint, and what these pages have in common."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from ... import storage
from ...kit.errors import DomainError, NotFound, Refused
from ...kit.period import Period
from ...network.forms.fields import FactsForm
from ...storage import StoredFile
from ...storage.documents import content_type
from ...web import filters
from ...web.errors import translated
from ..enums import ClockState
from ..rules.years import StatementClock

bp = Blueprint("fund", __name__)
SECTION = "fund.index"
CONFLICT = 409
EARLIEST, LATEST = 1990, 2200


def asked_year() -> int | None:
    """The year of an address; nonsense counts as none.

    Raises:
        NotFound: for a year that no calendar of ours has.
    """
    text = request.args.get("year", "").strip()
    if not text.isdigit():
        return None
    if not EARLIEST <= int(text[:6]) <= LATEST:
        raise NotFound
    return int(text)


def asked_id(name: str) -> UUID | None:
    """An id in the address; nonsense counts as none."""
    try:
        return UUID(request.args.get(name, ""))
    except ValueError:
        return None


def asked_day(name: str) -> date | None:
    """A day in the address; nonsense counts as none."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def year_menu(years: Sequence[int], chosen: int) -> dict[str, object]:
    """The filter for a year."""
    return {
        "name": "year",
        "label": _("Year"),
        "options": [(str(year), str(year)) for year in years],
        "selected": [str(chosen)],
        "single": True,
    }


def uploaded(form: FactsForm) -> StoredFile | None:
    """The file that a form carries, kept; None without one.

    Raises:
        Refused: when it is empty, too large, or none of the kinds that can be attached.
    """
    upload: FileStorage | None = form.file.data
    if upload is None or not getattr(upload, "filename", ""):
        return None
    data = upload.read()
    name = upload.filename or _("file")
    kind = content_type(data[:16], filename=name, size=len(data))
    return storage.put(data, name=name, content_type=kind)


def at_fault(form: Any, error: DomainError) -> Any:  # noqa: ANN401 - any of the forms
    """Say at its field what was refused, or at the form."""
    if isinstance(error, Refused):
        return form.fault(error)
    form.form_errors.append(translated(error))
    return form


@bp.app_template_filter("span_words")
def span_words(period: Period) -> str:
    """A period by its first and last day."""
    return _(
        "%(first)s to %(last)s", first=filters.date(period.start), last=filters.date(period.last)
    )


@bp.app_template_filter("clock_words")
def clock_words(clock: StatementClock) -> str:
    """How a year's statement stands, with the days left or late, as a sentence."""
    facts = {"year": clock.year, "due": filters.date(clock.due_on)}
    match clock.state:
        case ClockState.RUNNING:
            return _("The year %(year)s still runs. Its statement is due by %(due)s.", **facts)
        case ClockState.IN_TIME:
            return _(
                "The statement of %(year)s was published in time; it was due by %(due)s.", **facts
            )
        case ClockState.AFTER:
            return ngettext(
                "The statement of %(year)s was published %(num)d day late; it was due by %(due)s.",
                "The statement of %(year)s was published %(num)d days late; it was due by %(due)s.",
                -clock.days,
                **facts,
            )
        case ClockState.LATE:
            return ngettext(
                "The statement of %(year)s was due by %(due)s and is %(num)d day late.",
                "The statement of %(year)s was due by %(due)s and is %(num)d days late.",
                -clock.days,
                **facts,
            )
        case _:
            return ngettext(
                "The statement of %(year)s is due by %(due)s: %(num)d day is left.",
                "The statement of %(year)s is due by %(due)s: %(num)d days are left.",
                clock.days,
                **facts,
            )
