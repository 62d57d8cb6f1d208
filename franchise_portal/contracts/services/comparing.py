"""A person's word where no rule can tell whether two exclusive areas overlap."""

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from .. import queries
from ..enums import ContractAction
from ..models import ContractVersion
from ..rules.territory_conflicts import incomparable
from .soundness import around
from .versions import lock_of, name_of, require_draft


def note_comparison(
    actor: Actor, version: ContractVersion, *, reason: str, seen: int | None = None
) -> ContractVersion:
    """Keep that somebody compared on a map what no rule can compare, and why nothing overlaps.

    It holds for the pairs of areas of now; another contract's area asks anew.

    Raises:
        NotADraft: when it is out for signature, executed or withdrawn.
        ChangedMeanwhile: when somebody else saved the draft after `seen` was read.
        Refused: without a reason, or when there is nothing to compare.
    """
    contract = lock_of(version)
    if seen is not None and version.version != seen:
        raise ChangedMeanwhile
    require_draft(contract, version)
    if not reason.strip():
        raise Refused(N_("Write down why the areas do not overlap."), field="reason")
    terms = queries.terms_of(version)
    pairs = incomparable(terms, around(contract, version, terms))
    if not pairs:
        raise Refused(N_("There are no areas here to be compared by hand."), field="reason")
    known = set((version.comparison or {}).get("pairs", ()))
    version.comparison = {
        "pairs": sorted(known | {pair.key for pair in pairs}),
        "reason": reason.strip(),
        "by": actor.name,
        "on": clock.today().isoformat(),
    }
    audit.record(
        actor,
        ContractAction.AREAS_COMPARED,
        contract,
        version=name_of(version),
        others=sorted({f"{pair.other.area.code} ({pair.other.number})" for pair in pairs}),
        reason=reason.strip(),
    )
    db.session.flush()
    return version
