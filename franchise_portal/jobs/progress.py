"""How far a running job says it is."""

from dataclasses import dataclass


class Lost(Exception):
    """Somebody else has taken the job over: this process was believed dead. It must stop."""


@dataclass(slots=True)
class Progress:
    """Call it as often as you like: `progress(done, total, now_doing="")`.

    It only remembers; the job's pulse writes it into the row about once a second. So it costs
    nothing, and may be called inside an open transaction.
    """

    done: int = 0
    total: int = 0
    now_doing: str = ""
    is_lost: bool = False

    def __call__(self, done: int, total: int, now_doing: str = "") -> None:
        """Remember how far the job is.

        Raises:
            Lost: when another process has taken the job over.
        """
        if self.is_lost:
            raise Lost
        self.done, self.total, self.now_doing = done, total, now_doing[:300]

    @property
    def words(self) -> tuple[int, int, str]:
        """What is written into the row."""
        return self.done, self.total, self.now_doing
