"""What every form of the network does when it is sent: refuse, warn of somebody else, or save."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

from ...access.actor import current_actor
from ...audit.models import Entry
from ...audit.queries import history
from ...kit.errors import ChangedMeanwhile, Refused, shown
from ...kit.i18n import N_
from ...kit.money import Money
from ...web.filters import date as long_date
from ...web.filters import money
from ...web.rendering import render
from .. import queries
from ..forms import FactsForm
from ..models import Franchisee

Made = TypeVar("Made")
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that somebody else saved otherwise than it stands in the form."""

    label: str
    now: str
    yours: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else saved meanwhile: who, when, and what differs from the form."""

    last: Entry | None
    differences: list[Difference]


def franchisee_named(code: str, *, field: str = "franchisee") -> Franchisee:
    """The franchisee of a code that stands in a form, within what this person sees.

    Raises:
        Refused: when there is none.
    """
    found = queries.find_franchisee(current_actor, code)
    if found is None:
        raise Refused(
            N_("No franchisee has the code “%(code)s”. The list of franchisees shows the codes."),
            field=field,
            code=shown(code),
        )
    return found


def attempt(form: FactsForm, act: Callable[[], Made]) -> Made | None:
    """Do what the form asks for; None when it cannot be, with the reason at its field."""
    if not form.validate():
        return None
    try:
        return act()
    except Refused as refusal:
        form.fault(refusal)
        return None


def saved_or_shown(
    form: FactsForm,
    act: Callable[[], object],
    *,
    done: Callable[[], ResponseReturnValue],
    template: str,
    subject: Any,  # noqa: ANN401 - any mapped object with a version
    fresh: Callable[[], FactsForm],
    **context: Any,  # noqa: ANN401 - templates take anything
) -> ResponseReturnValue:
    """Save a form, or show it again: with its faults, or beside what somebody else saved.

    `fresh` gives the same form filled from the object as it is now. Nothing that was typed is lost:
    the form keeps it, and remembers the newest version, so that sending it again replaces theirs
    knowingly.
    """
    try:
        if form.validate():
            act()
            return done()
    except Refused as refusal:
        form.fault(refusal)
    except ChangedMeanwhile:
        conflict = Conflict(next(iter(history(subject, limit=1)), None), differences(form, fresh()))
        form.version.data = str(subject.version)
        return render(
            template, form=form, conflict=conflict, status=CONFLICT, subject=subject, **context
        )
    return render(template, form=form, conflict=None, subject=subject, **context)


def differences(form: FactsForm, fresh: FactsForm) -> list[Difference]:
    """The fields in which what was typed is not what is saved now."""
    return [
        Difference(str(field.label.text), _words(fresh[name]), _words(field))
        for name, field in form._fields.items()
        if name in fresh
        and field.type not in {"HiddenField", "CSRFTokenField"}
        and _words(field) != _words(fresh[name])
    ]


def _words(field: Field) -> str:
    """A field's value as a person reads it."""
    value = field.data
    choices = getattr(field, "choices", None)
    if choices:
        chosen = value if isinstance(value, list) else [value]
        texts = {str(key or ""): str(words) for key, words in choices}
        return _(", ").join(texts.get(_key(one), "") for one in chosen) or _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, Money):
        return money(value)
    return str(value) if value not in (None, "") else _("nothing")


def _key(value: object) -> str:
    return "" if value is None else str(getattr(value, "value", value))
