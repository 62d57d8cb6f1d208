"""What is wrong with a draft: every reason at once, each with what can be done about it.

Some findings keep a draft from being sent out (`is_blocking`), the others want to be read. What
only a law asks of a new contract does not keep a contract from being entered that was signed on
paper: it is as it is (`ASKED_BEFORE_SIGNING`).
"""

from collections.abc import Callable, Iterator, Sequence

from ...findings import Finding
from ..clauses import ClauseText
from ..surroundings import Surroundings
from ..terms import Terms
from .places import development, outlets, outlets_outside, territory
from .time import cooling_off, notice, renewal, replaced, term
from .wording import guarantors, whole_clauses, wordless

__all__ = ["ASKED_BEFORE_SIGNING", "PROMISED_TWICE", "findings", "outlets_outside"]

#: Findings that say that somebody else was promised the same: asked again with each signature, and
#: when a version takes effect.
PROMISED_TWICE = frozenset(
    {"outlets.covered", "outlets.promised", "territory.overlap", "territory.promised"}
)

#: Findings that a contract signed long ago may well have.
ASKED_BEFORE_SIGNING = frozenset(
    {
        "term.missing",
        "term.under_minimum",
        "cooling_off.too_short",
        "cooling_off.missing",
        "clauses.none",
        "clauses.empty",
        "clauses.required",
        "guarantors.missing",
        "renewal.none_left",
        "territory.compare_by_hand",
        "territory.likely_overlap",
    }
)

Check = Callable[[Terms, Sequence[ClauseText], Surroundings], Iterator[Finding]]

_CHECKS: tuple[Check, ...] = (
    term,
    replaced,
    renewal,
    notice,
    cooling_off,
    territory,
    outlets,
    development,
    guarantors,
    wordless,
    whole_clauses,
)


def findings(
    terms: Terms, clauses: Sequence[ClauseText], around: Surroundings
) -> tuple[Finding, ...]:
    """Everything that is wrong, in the order of the terms, the clauses last."""
    return tuple(finding for check in _CHECKS for finding in check(terms, clauses, around))
