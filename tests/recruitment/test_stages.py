"""The table of steps, all of it: what is possible, by what, and that nothing else is."""

from itertools import product

import pytest

from franchise_portal.recruitment.enums import Stage, Way
from franchise_portal.recruitment.errors import StepNotAllowed
from franchise_portal.recruitment.rules import (
    STEPS,
    find_step,
    require_step,
    steps_by_hand,
    steps_from,
)

S, W = Stage, Way
OPEN = (S.ENQUIRY, S.CONTACTED, S.QUALIFIED, S.ASSESSED, S.APPROVED, S.DISCLOSED)

#: (before, after) → (what makes the step, whether it needs a reason)
EXPECTED = {
    (S.ENQUIRY, S.CONTACTED): (W.BY_HAND, False),
    (S.CONTACTED, S.QUALIFIED): (W.BY_HAND, False),
    (S.QUALIFIED, S.ASSESSED): (W.BY_ASSESSMENT, False),
    (S.ASSESSED, S.QUALIFIED): (W.BY_HAND, True),
    (S.ASSESSED, S.APPROVED): (W.BY_DECISION, True),
    (S.APPROVED, S.DISCLOSED): (W.BY_DISCLOSURE, False),
    (S.APPROVED, S.SIGNED): (W.BY_SIGNATURE, False),
    (S.DISCLOSED, S.SIGNED): (W.BY_SIGNATURE, False),
    (S.REJECTED, S.CONTACTED): (W.BY_HAND, True),
    (S.WITHDRAWN, S.CONTACTED): (W.BY_HAND, True),
    **{(stage, S.REJECTED): (W.BY_DECISION, True) for stage in OPEN},
    **{(stage, S.WITHDRAWN): (W.BY_HAND, True) for stage in OPEN},
}


@pytest.mark.parametrize(("before", "after"), list(product(Stage, Stage)))
def test_a_step_is_possible_exactly_where_the_table_says_so(before: Stage, after: Stage) -> None:
    step = find_step(before, after)
    if (before, after) not in EXPECTED:
        assert step is None
        with pytest.raises(StepNotAllowed) as refusal:
            require_step(before, after)
        assert before.label in str(refusal.value)
        assert after.label in str(refusal.value)
        return
    assert step is not None
    assert (step.way, step.needs_reason) == EXPECTED[before, after]
    assert require_step(before, after) is step


def test_no_step_stands_in_the_table_twice() -> None:
    assert len({(step.before, step.after) for step in STEPS}) == len(STEPS) == len(EXPECTED)


def test_nobody_leaves_a_signed_contract_by_a_step() -> None:
    assert steps_from(Stage.SIGNED) == ()


def test_there_is_one_way_to_an_approval_and_it_is_a_decision_on_an_assessment() -> None:
    ways = [step for step in STEPS if step.after is Stage.APPROVED]
    assert [(step.before, step.way) for step in ways] == [(Stage.ASSESSED, Way.BY_DECISION)]


def test_by_hand_nobody_is_assessed_approved_disclosed_or_signed() -> None:
    reached = {step.after for stage in Stage for step in steps_by_hand(stage)}
    assert reached == {Stage.CONTACTED, Stage.QUALIFIED, Stage.WITHDRAWN}


def test_from_every_open_stage_there_is_a_kind_way_out() -> None:
    for stage in OPEN:
        assert {step.after for step in steps_from(stage)} >= {Stage.REJECTED, Stage.WITHDRAWN}
