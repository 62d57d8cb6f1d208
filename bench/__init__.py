"""What the performance figures come from. Every figure is a ratio of two measurements of one run.

python -m bench [assessment] [statements] [clocks] [payments] [web] [crash] [--quick]
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure beside what it is to reach."""

    what: str
    value: float
    at_most: float | None = None
    at_least: float | None = None
    digits: int = 2
    note: str = ""
    """What it is made of, in absolute terms: an indication only."""

    @property
    def is_met(self) -> bool:
        """Whether it reaches its target; true when it has none."""
        high = self.at_most is None or self.value <= self.at_most
        return high and (self.at_least is None or self.value >= self.at_least)

    @property
    def target(self) -> str:
        """The target in words."""
        if self.at_most is not None:
            return f"at most {self.at_most:g}"
        return f"at least {self.at_least:g}" if self.at_least is not None else ""

    @property
    def verdict(self) -> str:
        """`met`, `NOT MET`, or nothing without a target."""
        if not self.target:
            return ""
        return "met" if self.is_met else "NOT MET"


def table(title: str, command: str, figures: Iterable[Figure]) -> str:
    """The figures of one measurement as a Markdown section, ready for the documentation."""
    lines = [
        f"### {title}",
        "",
        f"`{command}`",
        "",
        "| figure | measured | target | | made of |",
        "| --- | ---: | --- | --- | --- |",
    ]
    lines += [
        f"| {one.what} | {one.value:.{one.digits}f} | {one.target} | {one.verdict} | {one.note} |"
        for one in figures
    ]
    return "\n".join([*lines, ""])
