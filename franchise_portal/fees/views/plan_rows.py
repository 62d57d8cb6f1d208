"""Rows of the plan form that come and go by buttons, without scripts."""

from wtforms import FieldList

from ..plan_forms import MOST_FEES, MOST_ROWS, FeeForm, PlanForm


def act_on(form: PlanForm, act: str) -> bool:
    """Do what a button such as `add-tier:0` says; False when it is none of these.

    Numbers are the places of the fee and, for tiers of later months, of the step.
    """
    verb, *numbers = act.split(":")
    places = [int(number) for number in numbers if number.isdigit()]
    if verb == "add-fee":
        return _add(form.fees, MOST_FEES)
    if not places or places[0] >= len(form.fees):
        return False
    if verb == "remove-fee":
        return _remove(form.fees, places[0])
    if verb == "up-fee":
        return _swap(form.fees, places[0])
    return _add_row(form.fees[places[0]].form, verb, places[1:])


def _add_row(fee: FeeForm, verb: str, places: list[int]) -> bool:
    if verb == "add-tier":
        return _add(fee.tiers, MOST_ROWS)
    if verb == "add-step":
        return _add(fee.schedule, MOST_ROWS)
    if verb == "add-step-tier" and places and places[0] < len(fee.schedule):
        return _add(fee.schedule[places[0]].form.tiers, MOST_ROWS)
    return False


def _add(rows: FieldList, most: int) -> bool:
    if len(rows) < most:
        rows.append_entry()
    return True


def _remove(rows: FieldList, place: int) -> bool:
    """Take a fee away; those after it move up, and what they hold moves with them."""
    kept = [row.data for number, row in enumerate(rows) if number != place]
    _fill(rows, kept)
    return True


def _swap(rows: FieldList, place: int) -> bool:
    kept = [row.data for row in rows]
    if place:
        kept[place - 1], kept[place] = kept[place], kept[place - 1]
    _fill(rows, kept)
    return True


def _fill(rows: FieldList, values: list[dict[str, object]]) -> None:
    while len(rows):
        rows.pop_entry()
    rows.last_index = -1
    for value in values:
        rows.append_entry(value)
    if not values:
        rows.append_entry()
