from franchise_portal.kit.enums import LabeledEnum, Tone
from franchise_portal.kit.errors import (
    BadInput,
    DomainError,
    NotAllowed,
    NotFound,
    Problem,
    Unreadable,
    shown,
)
from franchise_portal.kit.lookalikes import Lookalikes


class DoorClosed(DomainError):
    template = "The door %(door)s is closed."


class Light(LabeledEnum):
    GREEN = "green", "Go", Tone.SUCCESS
    GREY = "grey", "Off"


def test_an_error_is_a_sentence_with_its_facts():
    error = DoorClosed(door="north")
    assert str(error) == "The door north is closed."
    assert (error.message, error.params) == ("The door %(door)s is closed.", {"door": "north"})


def test_a_sentence_may_be_given_and_may_hold_a_per_cent_sign():
    assert str(DomainError("At 100% already.")) == "At 100% already."


def test_errors_know_their_status():
    statuses = [kind().status for kind in (DomainError, NotFound, NotAllowed, BadInput)]
    assert statuses == [409, 404, 403, 422]


def test_a_problem_names_file_line_column_and_remedy():
    problem = Problem("s.csv", 7, "period", "x", "“%(value)s” is wrong.", "Fix it.", {"value": "x"})
    assert str(problem) == "s.csv:7: period: “x” is wrong. Fix it."


def test_a_problem_of_a_whole_file_has_no_line():
    assert str(Problem("s.csv", None, None, None, "It is empty.")) == "s.csv: It is empty."


def test_bad_input_carries_every_problem():
    problems = [Problem("s.csv", row, "outlet", "", "Missing.") for row in (2, 3)]
    assert BadInput(problems=problems).problems == tuple(problems)


def test_unreadable_text_becomes_a_problem_at_its_place():
    trouble = Unreadable("“%(value)s” is no.", "Write yes.", value="no")
    assert str(trouble) == "“no” is no. Write yes."
    assert str(trouble.at("f", 2, "answer", "no")) == "f:2: answer: “no” is no. Write yes."


def test_a_value_in_a_message_stays_on_one_line_and_short():
    assert shown("a\nb\x00c\u202ed") == "a b c d"
    assert len(shown("x" * 500)) == 60


def test_enumerations_carry_label_and_tone():
    assert (Light.GREEN, Light.GREEN.label, Light.GREEN.tone) == ("green", "Go", Tone.SUCCESS)
    assert Light.GREY.tone is Tone.NEUTRAL
    assert Light("grey") is Light.GREY


def test_the_code_that_was_meant_is_found():
    codes = Lookalikes({"TL-018", "TL-019", "MX-100"})
    assert codes.nearest("TL-O18") == "TL-018"
    assert codes.nearest("tl 019") == "TL-019"
    assert codes.nearest("MX-10O") == "MX-100"
    assert codes.nearest("MX-1100") == "MX-100"
    assert codes.nearest("nothing like it") is None


def test_a_code_is_found_among_very_many():
    codes = Lookalikes({f"S-{number:06d}" for number in range(50_000)})
    assert codes.nearest("S-O12345") == "S-012345"
    assert codes.nearest("Q") is None
