"""The faults of files as wholes: each says what is wrong and what to do in the program at hand."""

from typing import NoReturn

from ..kit.errors import BadInput, Problem, Unreadable
from ..kit.i18n import N_

SAVE_AGAIN = N_("Open it in your spreadsheet program and save it as .xlsx or as “CSV UTF-8”.")
SAVE_AS_UTF8 = N_(
    "In your spreadsheet program choose “Save as” and the type “CSV UTF-8”, or save it as .xlsx."
)


def refuse(place: str, row: int | None, message: str, remedy: str, /, **params: object) -> NoReturn:
    """Refuse the whole file for one reason.

    Raises:
        BadInput: always.
    """
    problem = Problem(place, row, None, None, message, remedy, params)
    raise BadInput(message, problems=[problem], **params)


def refuse_for(place: str, trouble: Unreadable) -> NoReturn:
    """Refuse the whole file for trouble found where its name was not known.

    Raises:
        BadInput: always.
    """
    refuse(place, None, trouble.message, trouble.remedy, **trouble.params)
