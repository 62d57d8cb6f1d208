"""Telling how far it is, in whole per cent."""

from ..seeds import Tell

HUNDRED = 100


class Progress:
    """Counts units of very different steps, and says each per cent once."""

    def __init__(self, say: Tell, *, units: int) -> None:
        """Nothing is done yet of so many units."""
        self._say = say
        self._units = units
        self._done = 0
        self._said = 0
        self._what = ""

    def turn_to(self, what: str) -> None:
        """Name what is done from now on."""
        self._what = what
        self._say(self._said, HUNDRED, what)

    def step(self, units: int) -> None:
        """Count units that are done."""
        self._done += units
        # The last per cent is said by `finish`, when all is really done.
        now = min(HUNDRED * self._done // self._units, HUNDRED - 1)
        while self._said < now:
            self._said += 1
            self._say(self._said, HUNDRED, self._what)

    def finish(self) -> None:
        """Say that all is done."""
        self._say(HUNDRED, HUNDRED, "")
