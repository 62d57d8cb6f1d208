"""What of a deposit has come, when it stands on a document together with other lines."""

from collections.abc import Sequence


def received_of(
    paid: int, *, total: int, lines: Sequence[int], credited: Sequence[int]
) -> tuple[int, ...]:
    """What of each deposit on a debit note was received, in minor units.

    `paid` is what settled the note, `total` what it asks for, `lines` what of it are deposits, and
    `credited` what was taken back of each of them, above zero. Whatever else the note asks for, tax
    included, is paid first: security that is in doubt is none.

    >>> received_of(700, total=1_000, lines=[600], credited=[0])
    (300,)
    """
    left = paid - (total - sum(lines))
    found = []
    for minor, back in zip(lines, credited, strict=True):
        came = min(max(left, 0), minor)
        left -= came
        found.append(max(0, min(came, minor - back)))
    return tuple(found)
