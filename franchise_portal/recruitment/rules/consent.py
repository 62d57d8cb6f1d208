"""The words by which a stranger agrees to be contacted, and how fast strangers may enquire."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ...accounts.rules import Throttle
from ...kit.i18n import N_


@dataclass(frozen=True, slots=True)
class Consent:
    """A text with the version by which it is kept. Changed words get another version."""

    version: str
    text: str
    """Names `%(network)s` and `%(days)s`."""


CONSENT: Final = Consent(
    "2026-11",
    N_(
        "I agree that %(network)s keeps what I write here and contacts me about becoming a "
        "franchisee. If nothing comes of it, what is personal is forgotten after %(days)s days. "
        "I can ask for that earlier at any time."
    ),
)

QUICKEST: Final = timedelta(seconds=4)
"""Nobody reads and fills the form faster; programs do."""
LONGEST_OPEN: Final = timedelta(hours=12)
"""A form that was open for longer is sent once more, with a fresh stamp."""

ADDRESS_THROTTLE: Final = Throttle(3, timedelta(minutes=5), timedelta(hours=12))
"""Enquiries with one e-mail address: each of them sends a mail there."""
NETWORK_THROTTLE: Final = Throttle(6, timedelta(seconds=30), timedelta(hours=6))
"""Enquiries from one network address: an office or a fair shares one."""
