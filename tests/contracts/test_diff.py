"""Comparing versions: nothing is lost, nothing is invented, and the same is the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.contracts.rules.clauses import ClauseText
from franchise_portal.contracts.rules.diff import (
    Change,
    Mark,
    Run,
    clause_changes,
    line_changes,
    word_changes,
)
from tests.contracts.strategies import clauses

texts = st.text(alphabet="ab ,.\n合同期限\u3000é𠮷", max_size=40)


def text(runs: tuple[Run, ...], *marks: Mark) -> str:
    return "".join(run.text for run in runs if run.mark in marks)


@given(texts, texts)
def test_a_comparison_holds_both_texts_whole(before: str, after: str) -> None:
    runs = word_changes(before, after)
    assert text(runs, Mark.KEPT, Mark.REMOVED) == before
    assert text(runs, Mark.KEPT, Mark.ADDED) == after


@given(texts)
def test_the_same_text_has_nothing_marked(same: str) -> None:
    assert word_changes(same, same) == ((Run(Mark.KEPT, same),) if same else ())


def test_words_are_marked_as_words_and_han_characters_one_by_one() -> None:
    runs = word_changes("six per cent", "five per cent")
    assert [(run.mark.value, run.text) for run in runs] == [
        ("removed", "six"),
        ("added", "five"),
        ("kept", " per cent"),
    ]
    runs = word_changes("合同期限三年", "合同期限五年")
    assert [(run.mark.value, run.text) for run in runs] == [
        ("kept", "合同期限"),
        ("removed", "三"),
        ("added", "五"),
        ("kept", "年"),
    ]


@given(clauses, clauses)
def test_every_clause_of_both_versions_stands_in_the_comparison_once(
    before: list[ClauseText], after: list[ClauseText]
) -> None:
    changes = clause_changes(before, after)
    assert [change.after for change in changes if change.after] == after
    found = [change.before for change in changes if change.before]
    assert sorted(found, key=before.index) == before
    for change in changes:
        assert change.before or change.after
        old, new = (one.body if one else "" for one in (change.before, change.after))
        assert text(change.body, Mark.KEPT, Mark.REMOVED) == old
        assert text(change.body, Mark.KEPT, Mark.ADDED) == new


@given(clauses)
def test_the_same_clauses_are_unchanged(same: list[ClauseText]) -> None:
    assert {change.change for change in clause_changes(same, same)} <= {Change.KEPT}


def clause(number: str, title: str, body: str = "Words.", key: str = "") -> ClauseText:
    return ClauseText(number=number, title=title, body=body, key=key)


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ([clause("1", "A")], [clause("1", "A")], [Change.KEPT]),
        ([clause("1", "A")], [clause("1", "A", "Other.")], [Change.CHANGED]),
        ([clause("1", "A")], [clause("2", "A")], [Change.RENUMBERED]),
        ([clause("1", "A")], [], [Change.REMOVED]),
        ([], [clause("1", "A")], [Change.ADDED]),
        # By its key a clause is found again although number and title are others.
        (
            [clause("1", "A", key="k")],
            [clause("1", "B", "New."), clause("2", "C", key="k")],
            [Change.ADDED, Change.CHANGED],
        ),
        # A removed clause stands where it stood.
        (
            [clause("1", "A"), clause("2", "B"), clause("3", "C")],
            [clause("1", "A"), clause("3", "C")],
            [Change.KEPT, Change.REMOVED, Change.KEPT],
        ),
        (
            [clause("1", "A"), clause("2", "B")],
            [clause("2", "B")],
            [Change.REMOVED, Change.KEPT],
        ),
    ],
)
def test_what_became_of_each_clause(
    before: list[ClauseText], after: list[ClauseText], changes: list[Change]
) -> None:
    assert [change.change for change in clause_changes(before, after)] == changes


lines = st.dictionaries(
    st.sampled_from(["term", "notice", "deposit", "audit"]),
    st.lists(texts.filter(lambda text: "\n" not in text), min_size=1, max_size=2),
)


@given(lines, lines)
def test_every_part_of_the_terms_stands_in_the_comparison_once(
    before: dict[str, list[str]], after: dict[str, list[str]]
) -> None:
    def rows(of: dict[str, list[str]]) -> list[tuple[str, str, list[str]]]:
        return [(section, section.title(), words) for section, words in of.items()]

    changes = line_changes(rows(before), rows(after))
    assert sorted(change.section for change in changes) == sorted({*before, *after})
    for change in changes:
        assert change.label == change.section.title()
        old, new = before.get(change.section), after.get(change.section)
        assert text(change.runs, Mark.KEPT, Mark.REMOVED) == "\n".join(old or [])
        assert text(change.runs, Mark.KEPT, Mark.ADDED) == "\n".join(new or [])
        expected = {
            (True, True): Change.KEPT if old == new else Change.CHANGED,
            (False, True): Change.ADDED,
            (True, False): Change.REMOVED,
        }
        assert change.change is expected[old is not None, new is not None]
