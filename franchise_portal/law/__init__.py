"""Law packs: what a country's law asks of franchise contracts, as data with a source for each rule.

A pack answers with days and the rules that gave them: when signing becomes possible, until when
the franchisee may withdraw, when something must be filed or reported, how long notices are. The
data stands in `packs/*.toml`; a value that was not checked against its source says so. None of it
is legal advice, and every page that shows it says that too.
"""

from .clocks import (
    CoolingOff,
    Disclosure,
    Duty,
    MinimumTerm,
    Notice,
    OwnOutlets,
    RequiredClauses,
    Rule,
    SigningClock,
)
from .enums import Cause, Document, NoticeKind, Owner, Trigger
from .pack import Pack
from .reading import SLUGS, LawPackError, pack, packs
from .words import disclaimer, duty_title, pack_title, rule_title

__all__ = [
    "SLUGS",
    "Cause",
    "CoolingOff",
    "Disclosure",
    "Document",
    "Duty",
    "LawPackError",
    "MinimumTerm",
    "Notice",
    "NoticeKind",
    "OwnOutlets",
    "Owner",
    "Pack",
    "RequiredClauses",
    "Rule",
    "SigningClock",
    "Trigger",
    "disclaimer",
    "duty_title",
    "pack",
    "pack_title",
    "packs",
    "rule_title",
]
