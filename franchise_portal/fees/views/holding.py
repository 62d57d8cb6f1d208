"""Why something open is not asked for, in words, for the pages on which it stands."""

from collections.abc import Sequence
from uuid import UUID

from ...kit import clock
from ...web.wording import sentence
from ..holds import holds_of


def held_words(invoice_ids: Sequence[UUID]) -> tuple[str, ...]:
    """A sentence for each reason, each once."""
    found = holds_of(list(dict.fromkeys(invoice_ids)), clock.today())
    words = [sentence(hold.why, hold.params) for holds in found.values() for hold in holds]
    return tuple(dict.fromkeys(words))
