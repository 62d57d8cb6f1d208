"""Finding the code that somebody meant: TL-O18 is TL-018 with a letter for the zero."""

from collections.abc import Collection
from difflib import get_close_matches

_CONFUSED = str.maketrans("oqilzsb", "0011258")
_MOST_COMPARED = 2000
_SIMILAR = 0.7


class Lookalikes:
    """The known codes, arranged for finding the one that was meant. Made for codes, not names."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._by_look: dict[str, str] | None = None
        self._found: dict[str, str | None] = {}

    def nearest(self, code: str) -> str | None:
        """The known code that looks most like this one, or None if none does."""
        if code not in self._found:
            self._found[code] = self._search(code)
        return self._found[code]

    def _search(self, code: str) -> str | None:
        if self._by_look is None:
            self._by_look = {_look(known): known for known in self._known}
        look = _look(code)
        if look in self._by_look:
            return self._by_look[look]
        # Comparing with each of a hundred thousand codes would take seconds for one slip.
        near = [known for known in self._by_look if abs(len(known) - len(look)) <= 1]
        if len(near) > _MOST_COMPARED:
            near = [known for known in near if known[:2] == look[:2]][:_MOST_COMPARED]
        found = get_close_matches(look, near, n=1, cutoff=_SIMILAR)
        return self._by_look[found[0]] if found else None


def _look(code: str) -> str:
    """What is left of a code when confusable characters are the same and marks are dropped."""
    folded = code.casefold().translate(_CONFUSED)
    return "".join(char for char in folded if char.isalnum())
