"""The clauses: which there must be, and whether they say what the terms say."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ....kit.i18n import N_
from ...enums import ClauseKind
from ...findings import Finding
from ..clauses import ClauseText
from ..placeholders import placeholders_in
from ..surroundings import Surroundings
from ..terms import Terms


def guarantors(
    terms: Terms, clauses: Sequence[ClauseText], _around: Surroundings
) -> Iterator[Finding]:
    if terms.guarantors or not any(clause.kind is ClauseKind.GUARANTEE for clause in clauses):
        return
    yield Finding(
        rule="guarantors.missing",
        section="guarantors",
        message=N_("A clause asks for a guarantee, but nobody is named who gives it."),
        remedy=N_("Name the guarantor, or take the clause out."),
    )


def whole_clauses(
    _terms: Terms, clauses: Sequence[ClauseText], around: Surroundings
) -> Iterator[Finding]:
    if not clauses:
        yield Finding(
            rule="clauses.none",
            section="clauses",
            message=N_("The draft has no clause yet."),
            remedy=N_("Take clauses from the library, or write them."),
        )
    for number, count in Counter(clause.number for clause in clauses).items():
        if count > 1:
            yield Finding(
                rule="clauses.twice",
                section="clauses",
                message=N_("The number %(number)s stands before more than one clause."),
                remedy=N_("Give each clause a number of its own."),
                params={"number": number},
            )
    for clause in clauses:
        yield from _words_of(clause)
    kinds = {clause.kind for clause in clauses}
    for required in around.pack.clauses:
        for kind in map(ClauseKind, required.kinds):
            if kind not in kinds:
                yield Finding(
                    rule="clauses.required",
                    section="clauses",
                    message=N_("The law asks for a clause about “%(kind)s” (%(source)s)."),
                    remedy=N_("Add such a clause from the library, or write one."),
                    params={"kind": kind, "source": required.rule.source},
                )


def _words_of(clause: ClauseText) -> Iterator[Finding]:
    if not clause.body.strip():
        yield Finding(
            rule="clauses.empty",
            section="clauses",
            message=N_("Clause %(number)s, %(title)s, has no words."),
            remedy=N_("Write its words, or take it out."),
            params={"number": clause.number, "title": clause.title},
        )
    left = placeholders_in(clause.body)
    if left:
        yield Finding(
            rule="clauses.unfilled",
            section="clauses",
            message=N_("Clause %(number)s still holds places to be filled: %(names)s."),
            remedy=N_("Add what is missing to the terms and fill the clauses again, or write it."),
            params={"number": clause.number, "names": tuple(f"{{{name}}}" for name in left)},
        )


#: Terms that want to be said in words too, and the kinds of clauses that may say them.
_WORDS_FOR: dict[str, tuple[ClauseKind, ...]] = {
    "renewal": (ClauseKind.RENEWAL, ClauseKind.TERM),
    "notice": (ClauseKind.NOTICE, ClauseKind.TERM, ClauseKind.TERMINATION, ClauseKind.RENEWAL),
    "territory": (ClauseKind.TERRITORY,),
    "development": (ClauseKind.DEVELOPMENT,),
    "deposit": (ClauseKind.DEPOSIT, ClauseKind.FEES),
    "minimum_purchase": (ClauseKind.PURCHASING,),
    "audit": (ClauseKind.AUDIT, ClauseKind.REPORTING),
    "non_compete": (ClauseKind.NON_COMPETE,),
    "insurance": (ClauseKind.INSURANCE,),
    "guarantors": (ClauseKind.GUARANTEE,),
    "transfer": (ClauseKind.TRANSFER,),
    "cooling_off": (ClauseKind.COOLING_OFF,),
}


def wordless(
    terms: Terms, clauses: Sequence[ClauseText], _around: Surroundings
) -> Iterator[Finding]:
    if not clauses:
        return
    kinds = {clause.kind for clause in clauses}
    for section, enough in _WORDS_FOR.items():
        if getattr(terms, section) and not kinds.intersection(enough):
            yield Finding(
                rule="terms.without_clause",
                section=section,
                message=N_("The terms hold this, but no clause is about “%(kind)s”."),
                remedy=N_("Add a clause, so that the words say what the terms say."),
                params={"kind": enough[0]},
                is_blocking=False,
            )
