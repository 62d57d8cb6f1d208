"""What a disputed line is called, in the language in hand."""

from flask_babel import gettext

from ..fees.reports.words import named_fee
from ..fees.single_enums import SingleKind


def line_called(words: str, *, is_single: bool) -> str:
    """A fee's name, or the kind of a charge that comes from no report."""
    return gettext(SingleKind(words).label) if is_single else named_fee(words)
