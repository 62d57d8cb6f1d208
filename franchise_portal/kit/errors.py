"""What can go wrong in the trade itself, said once and translated at the edge.

A message is an English template marked with `N_`, with named placeholders (`%(name)s`); its
parameters travel beside it, so that the handler can translate the template and fill it in.
`str(error)` is the English sentence, for logs and commands.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from .enums import LabeledEnum
from .i18n import N_

LONGEST_SHOWN_VALUE = 60


class DomainError(Exception):
    """The trade says no. Subclasses set `status` (HTTP) and may set a `template` of their own."""

    status: ClassVar[int] = 409
    template: ClassVar[str] = N_("This cannot be done now.")

    def __init__(self, message: str | None = None, /, **params: object) -> None:
        self.message = self.template if message is None else message
        self.params = params
        super().__init__(self.message)

    def __str__(self) -> str:
        return filled(self.message, self.params)


class NotFound(DomainError):
    """There is no such thing, or none that this person may see."""

    status = 404
    template = N_("There is nothing here.")


class NotAllowed(DomainError):
    """The thing may be seen, but this may not be done to it by this person."""

    status = 403
    template = N_("You may not do this.")


class Refused(DomainError):
    """Input that a person can put right; `field` says where in a form it stands."""

    status = 422

    def __init__(self, message: str, /, *, field: str, **params: object) -> None:
        self.field = field
        super().__init__(message, **params)


class ChangedMeanwhile(DomainError):
    """Somebody else saved the same object after it was opened here."""

    template = N_("Somebody else changed this while you were working on it.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with input, where it stands and how to put it right.

    `place` is the file's name (or the name of a form), `row` the line in it counted from 1 with
    the header, `column` the column or key, `value` what stood there. `message` and `remedy` are
    whole sentences as `N_` templates; both are filled from `params`.
    """

    place: str
    row: int | None
    column: str | None
    value: str | None
    message: str
    remedy: str = ""
    params: dict[str, object] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """Where it stands, as commands write it: `FILE:LINE: column`."""
        spot = self.place if self.row is None else f"{self.place}:{self.row}"
        return f"{spot}: {self.column}" if self.column else spot

    def __str__(self) -> str:
        texts = (filled(text, self.params) for text in (self.message, self.remedy) if text)
        return f"{self.where}: {' '.join(texts)}"


class BadInput(DomainError):
    """Input that a person can put right: every problem at once, not only the first."""

    status = 422
    template = N_("Some of this cannot be read. Nothing was changed.")

    def __init__(
        self,
        message: str | None = None,
        /,
        *,
        problems: Iterable[Problem] = (),
        **params: object,
    ) -> None:
        super().__init__(message, **params)
        self.problems = tuple(problems)


class Unreadable(ValueError):
    """Text that is not the value it should be; becomes a `Problem` once its place is known."""

    def __init__(self, message: str, remedy: str = "", /, **params: object) -> None:
        self.message = message
        self.remedy = remedy
        self.params = params
        super().__init__(message)

    def __str__(self) -> str:
        texts = (filled(text, self.params) for text in (self.message, self.remedy) if text)
        return " ".join(texts)

    def at(self, place: str, row: int | None, column: str | None, value: str | None) -> Problem:
        """The same trouble with its place."""
        return Problem(place, row, column, value, self.message, self.remedy, self.params)


def filled(template: str, params: dict[str, object]) -> str:
    """Fill a template; one without parameters is left alone, so that it may contain a per cent."""
    return (
        template % {name: _plain(value) for name, value in params.items()} if params else template
    )


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return ", ".join(str(_plain(part)) for part in value)
    return value.label if isinstance(value, LabeledEnum) else value


def shown(value: object) -> str:
    """A value as it may stand in a message: on one line, printable, not too long."""
    text = "".join(char if char.isprintable() else " " for char in str(value))
    text = " ".join(text.split())
    if len(text) > LONGEST_SHOWN_VALUE:
        return text[: LONGEST_SHOWN_VALUE - 1] + "…"
    return text
