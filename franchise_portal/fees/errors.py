"""What can go wrong with fees."""

from ..kit.errors import DomainError
from ..kit.i18n import N_


class MissingFigure(DomainError):
    """A report lacks the number that a fee is counted on; charging nothing would hide it."""

    status = 422
    template = N_(
        "The fee “%(fee)s” of outlet %(outlet)s for %(period)s is counted on %(figure)s, "
        "which were not reported. Report them first; write 0 when there were none."
    )
