"""Putting a contract's particulars right, and its outlets in and out."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...network.models import Outlet
from .. import queries
from ..enums import ContractAction, ContractFact
from ..errors import NumberTaken, TermFromVersion
from ..models import Contract, ContractOutlet
from ..rules import require_term
from .carrying import cover
from .contracts import language_of, require_pack, require_uncovered, write_known_terms
from .lifecycle import lock

_FACTS = {
    "number": ContractFact.NUMBER,
    "signed_on": ContractFact.SIGNED_ON,
    "starts_on": ContractFact.STARTS_ON,
    "ends_on": ContractFact.ENDS_ON,
    "pack": ContractFact.PACK,
    "is_first": ContractFact.IS_FIRST,
    "note": ContractFact.NOTE,
}


def change_contract(
    actor: Actor,
    contract: Contract,
    *,
    changes: Mapping[str, object],
    version: int | None = None,
) -> tuple[ContractFact, ...]:
    """Change facts of a contract; returns those that differ. Its outlets follow a changed term.

    First and last day can be put right as long as all that is known of the terms was entered with
    the contract; the terms that were agreed in a version change by an amendment.

    Raises:
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
        EndsBeforeStart, NumberTaken, OutletCovered, TermFromVersion: nothing is written.
    """
    # The contract before the brand, as everybody takes them: see `lifecycle.hold_promises`.
    contract = lock(contract)
    if version is not None and contract.version != version:
        raise ChangedMeanwhile
    before = {name: getattr(contract, name) for name in _FACTS}
    changed = {
        name: value for name, value in changes.items() if name in _FACTS and value != before[name]
    }
    if not changed:
        return ()
    _require_sound(contract, changed)
    for name, value in changed.items():
        setattr(contract, name, value)
    if "starts_on" in changed or "ends_on" in changed:
        cover(contract, began_on=before["starts_on"], ended_on=before["ends_on"])
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    if ("starts_on" in changed or "ends_on" in changed) and contract.status.is_binding:
        _correct_terms(actor, contract)
    facts = tuple(_FACTS[name] for name in changed)
    audit.record(
        actor,
        ContractAction.CHANGED,
        contract,
        facts=facts,
        before={name: before[name] for name in changed},
        after=changed,
    )
    return facts


def _require_sound(contract: Contract, changed: Mapping[str, object]) -> None:
    if "number" in changed and queries.numbers_taken([str(changed["number"])]):
        raise NumberTaken(str(changed["number"]))
    if "pack" in changed:
        require_pack(str(changed["pack"]))
    if "starts_on" not in changed and "ends_on" not in changed:
        return
    starts_on = changed.get("starts_on", contract.starts_on)
    ends_on = changed.get("ends_on", contract.ends_on)
    assert isinstance(starts_on, date)  # noqa: S101 - as the form and the callers give them
    assert isinstance(ends_on, date)  # noqa: S101
    require_term(starts_on, ends_on)
    if contract.status.is_binding:
        if not queries.is_from_particulars(contract.id):
            raise TermFromVersion(contract.number)
        outlets = [covered.outlet for covered in contract.outlets]
        require_uncovered(outlets, starts_on, ends_on, contract=contract)


def _correct_terms(actor: Actor, contract: Contract) -> None:
    """Write the version anew: of two from one day the later counts, and the earlier is kept."""
    known = queries.in_force_version(contract.id, date.max)
    clauses = queries.clauses_of(known) if known else ()
    write_known_terms(
        actor, contract, clauses, language=known.language if known else language_of(contract)
    )


def cover_outlet(actor: Actor, contract: Contract, outlet: Outlet, *, starts_on: date) -> None:
    """Let a contract cover a further outlet from a day on, until the contract's last day.

    Raises:
        Refused: when the day lies outside the term, or the contract covers the outlet then already.
        OutletCovered: when another contract does.
    """
    contract = lock(contract)
    if not contract.starts_on <= starts_on <= contract.ends_on:
        raise Refused(
            N_("The contract %(number)s runs from %(first)s to %(last)s. Choose a day of these."),
            field="starts_on",
            number=contract.number,
            first=contract.starts_on,
            last=contract.ends_on,
        )
    name = f"{outlet.code} {outlet.name}"
    for covered in queries.outlets_covered(contract.id):
        if covered.outlet_id == outlet.id and covered.ends_on >= starts_on:
            raise Refused(
                N_("The contract %(number)s covers %(outlet)s on that day already."),
                field="outlet",
                number=contract.number,
                outlet=name,
            )
    if contract.status.is_binding:
        require_uncovered([outlet], starts_on, contract.ends_on, contract=contract)
    db.session.add(
        ContractOutlet(
            contract_id=contract.id,
            outlet_id=outlet.id,
            starts_on=starts_on,
            ends_on=contract.ends_on,
        )
    )
    audit.record(actor, ContractAction.OUTLET_COVERED, contract, outlet=name, day=starts_on)
    db.session.flush()


def cover_outlet_named(actor: Actor, contract: Contract, code: str, *, starts_on: date) -> Outlet:
    """Let a contract cover the outlet with a code that people know.

    Raises:
        Refused: when nobody has the code, or as `cover_outlet` does.
    """
    outlet = queries.find_outlets(actor, [code]).get(code)
    if outlet is None:
        raise Refused(N_("No outlet has the code “%(code)s”."), field="outlet", code=code)
    cover_outlet(actor, contract, outlet, starts_on=starts_on)
    return outlet


def release_outlet(actor: Actor, contract: Contract, outlet: Outlet, *, ends_on: date) -> None:
    """Let a contract no longer cover an outlet after a day.

    Raises:
        Refused: when it does not cover the outlet then.
    """
    contract = lock(contract)
    for covered in queries.outlets_covered(contract.id):
        if covered.outlet_id != outlet.id or covered.ends_on <= ends_on:
            continue
        if covered.starts_on > ends_on + timedelta(days=1):
            continue
        if covered.starts_on > ends_on:
            db.session.delete(covered)
        else:
            covered.ends_on = ends_on
        audit.record(
            actor,
            ContractAction.OUTLET_RELEASED,
            contract,
            outlet=f"{outlet.code} {outlet.name}",
            day=ends_on,
        )
        db.session.flush()
        return
    raise Refused(
        N_("The contract %(number)s does not cover %(outlet)s after that day."),
        field="ends_on",
        number=contract.number,
        outlet=f"{outlet.code} {outlet.name}",
    )
