"""Terms read from a file: what they say, and every mistake with its key and line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.contracts.enums import RenewalMode
from franchise_portal.contracts.rules.clocks import clocks
from franchise_portal.contracts.rules.terms import Notice, Renewal
from franchise_portal.contracts.rules.terms_file import read_terms
from franchise_portal.kit.calendars import Holidays
from franchise_portal.kit.durations import Duration
from franchise_portal.kit.errors import BadInput
from franchise_portal.kit.toml_text import read_toml

SMALL = 'pack = "cn"\nstarts_on = 2026-03-01\n'
TERM = 'term = "5 years"\n'
REFERENCE = """\
pack = "cn"
first_contract = true
disclosed_on = 2026-01-05
signed_on = 2026-02-10
starts_on = 2026-03-01
term = "5 years"
term_consent = false
renewal = { count = 2, each = "5 years", automatic = false }
notice = { at_least = "6 months", at_most = "12 months" }
outlets_opening = ["2026-06-01"]
"""


def read(text):
    file = read_toml(text.encode(), place="t.toml", headline="Wrong.")
    return read_terms(file.values, place="t.toml", locate=file.lines.of)


def problems(text):
    with pytest.raises(BadInput) as trouble:
        read(text)
    return [str(problem) for problem in trouble.value.problems]


def test_the_terms_of_the_reference_are_read():
    dates = read(REFERENCE)
    assert dates.pack.slug == "cn"
    assert (dates.is_first, dates.is_renewal, dates.has_term_consent) == (True, False, False)
    assert (dates.disclosed_on, dates.signed_on) == (date(2026, 1, 5), date(2026, 2, 10))
    assert dates.terms.starts_on == date(2026, 3, 1)
    assert dates.terms.length == Duration.parse("5 years")
    assert dates.terms.renewal == Renewal(
        count=2, each=Duration.parse("5 years"), mode=RenewalMode.BY_AGREEMENT
    )
    assert dates.terms.notice == Notice(
        at_least=Duration.parse("6 months"), at_most=Duration.parse("12 months")
    )
    assert dates.outlets_opening == (date(2026, 6, 1),)
    assert dates.holidays is None


def test_a_contract_needs_three_keys_only():
    dates = read(SMALL + TERM)
    assert dates.is_first
    assert dates.is_renewal is False
    assert dates.terms.renewal is dates.terms.notice is None
    assert clocks(dates).last_possible_end == date(2031, 2, 28)


def test_tables_may_stand_on_their_own():
    dates = read(
        SMALL + TERM + '[renewal]\ncount = "unlimited"\neach = "1 year"\nautomatic = true\n'
        '[notice]\nat_least = "90 days"\n'
    )
    assert dates.terms.renewal.count is None
    assert dates.terms.renewal.mode is RenewalMode.AUTOMATIC
    assert dates.terms.notice.at_most is None


def test_days_may_be_texts_and_lists():
    dates = read(
        SMALL.replace("2026-03-01", '"2026-03-01"')
        + TERM
        + 'own_outlets = [2020-01-01, "2021-01-01"]\n'
        'cooling_off = "15 days"\nholidays = ["2026-10-01"]\nfinal_agreement_on = 2026-02-01\n'
    )
    assert dates.starts_on == date(2026, 3, 1)
    assert dates.own_outlets == (date(2020, 1, 1), date(2021, 1, 1))
    assert dates.terms.cooling_off == Duration.parse("15 days")
    assert dates.holidays == Holidays.of([date(2026, 10, 1)])
    assert dates.final_agreement_on == date(2026, 2, 1)
    assert read(SMALL + TERM + 'holidays = "country:CN"').holidays.country == "CN"


@pytest.mark.parametrize(
    ("keys", "is_first", "is_renewal"),
    [
        ("", True, False),
        ("first_contract = true", True, False),
        ("first_contract = false", False, None),
        ("first_contract = false\nis_renewal = false", False, False),
        ("first_contract = false\nis_renewal = true", False, True),
        ("is_renewal = true", False, True),
        ("is_renewal = false", True, False),
        ("same_terms = true", False, True),
        ("first_contract = false\nsame_terms = true", False, True),
    ],
)
def test_a_later_contract_may_be_a_renewal_unless_it_says(keys, is_first, is_renewal):
    dates = read(SMALL + TERM + keys)
    assert (dates.is_first, dates.is_renewal) == (is_first, is_renewal)


def test_a_last_day_does_instead_of_a_length_and_both_may_agree():
    end = "ends_on = 2031-02-28\n"
    assert read(SMALL + end).terms.ends_on == date(2031, 2, 28)
    both = read(SMALL + TERM + end).terms
    assert (both.length, both.ends_on) == (Duration.parse("5 years"), None)
    assert read(SMALL + "ends_on = 2026-03-01\n").terms.ends_on == date(2026, 3, 1)


def test_a_contract_without_an_end_is_read_with_whatever_waits_for_one():
    dates = read(REFERENCE.replace('"5 years"\nterm_', '"Indefinite"\nterm_'))
    assert dates.terms.is_indefinite
    assert clocks(dates).ends_on is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["t.toml:1: pack: ", "t.toml:1: starts_on: ", "t.toml:1: term: The term is missing."]),
        (SMALL, ["t.toml:1: term: The term is missing."]),
        (SMALL.replace("cn", "fr") + TERM, ["t.toml:1: pack: There is no law pack “fr”."]),
        (SMALL.replace('"cn"', "5") + TERM, ["t.toml:1: pack: There is no law pack “5”."]),
        (SMALL + 'term = "soon"', ["t.toml:3: term: “soon” is not a duration."]),
        (SMALL + "term = 5", ["t.toml:3: term: “5” is not a duration."]),
        (SMALL + 'term = "0 days"', ["t.toml:3: term: “0 days” cannot be right."]),
        (
            SMALL + "ends_on = 2026-02-28",
            ["t.toml:3: ends_on: The last day 2026-02-28 lies before"],
        ),
        (
            SMALL + TERM + "ends_on = 2031-03-01",
            ["t.toml:4: ends_on: 5 years from 2026-03-01 end on 2031-02-28, not on 2031-03-01."],
        ),
        (
            SMALL + 'term = "indefinite"\nends_on = 2031-03-01',
            ["t.toml:4: ends_on: A contract without an end has no last day."],
        ),
        (SMALL + TERM + 'signed_on = "2026-02-30"', ["t.toml:4: signed_on: “2026-02-30” is not a"]),
        (SMALL + TERM + "signed_on = 2026-02-10T10:00:00", ["t.toml:4: signed_on: “2026-02-10 10"]),
        (SMALL + TERM + "signed_on = 10:00:00", ["t.toml:4: signed_on: “10:00:00” is not a day."]),
        (
            SMALL + TERM + "signed_on = 0206-02-10",
            ["t.toml:4: signed_on: The year of “0206-02-10”"],
        ),
        (
            SMALL + TERM + "signed_on = 9999-12-31",
            ["t.toml:4: signed_on: The year of “9999-12-31”"],
        ),
        (SMALL + TERM + 'first_contract = "yes"', ["t.toml:4: first_contract: “yes” is neither"]),
        (SMALL + TERM + "term_consent = 1", ["t.toml:4: term_consent: “1” is neither true nor"]),
        (
            SMALL + TERM + "first_contract = true\nis_renewal = true",
            ["t.toml:4: first_contract: A franchisor's first contract is no renewal."],
        ),
        (
            SMALL + TERM + "first_contract = false\nis_renewal = false\nsame_terms = true",
            ["t.toml:6: same_terms: Only a renewal can be on the same terms."],
        ),
        (SMALL + TERM + "sign_on = 2026-01-01", ["t.toml:4: sign_on: “sign_on” is not a key of"]),
        (SMALL + TERM + "colour = 1", ["t.toml:4: colour: “colour” is not a key of these terms."]),
        (
            SMALL + TERM + "renewal = { count = -1, every = 5 }",
            [
                "t.toml:4: renewal.every: “every” is not a key of these terms.",
                "t.toml:4: renewal.count: “-1” is no number of renewals.",
                "t.toml:4: renewal.each: “each” is missing.",
            ],
        ),
        (SMALL + TERM + "renewal = 2", ["t.toml:4: renewal: “2” is not a table."]),
        (
            SMALL + TERM + 'renewal = { count = true, each = "1 year" }',
            ["t.toml:4: renewal.count: “True” is no number of renewals."],
        ),
        (
            SMALL + TERM + 'renewal = { count = 1001, each = "1 day" }',
            ["t.toml:4: renewal.count: “1001” is no number of renewals."],
        ),
        (
            SMALL + TERM + '[renewal]\ncount = 900\neach = "10 years"',
            ["t.toml:4: renewal: The last renewal leads beyond the calendar's last year, 9999."],
        ),
        (
            SMALL + TERM + '[notice]\nat_most = "3 months"',
            ["t.toml:4: notice.at_least: “at_least” is missing."],
        ),
        (
            SMALL + TERM + '[notice]\nat_least = "6 months"\nat_most = "3 months"',
            ["t.toml:6: notice.at_most: Notice at most 3 months before the end is shorter than"],
        ),
        (
            SMALL + TERM + '[notice]\nat_least = "1 month"\nat_most = "27 days"',
            ["t.toml:6: notice.at_most: Notice at most 27 days before the end"],
        ),
        (
            SMALL + 'term = "indefinite"\n[notice]\nat_least = "2 months"\nat_most = "1 month"',
            ["t.toml:6: notice.at_most: Notice at most 1 month before the end"],
        ),
        (
            SMALL + TERM + "outlets_opening = 2026-06-01",
            ["t.toml:4: outlets_opening: “2026-06-01” is"],
        ),
        (
            SMALL + TERM + 'outlets_opening = ["June"]',
            ["t.toml:4: outlets_opening: “June” is not a"],
        ),
        (SMALL + TERM + 'holidays = "country:XX"', ["t.toml:4: holidays: There is no calendar of"]),
        (
            'pack = "cn"\nstarts_on = 2026-03-01\nends_on = 2026-01-01\nsigned = 1\nnotice = 3\n',
            [
                "t.toml:4: signed: “signed” is not a key of these terms. Did you mean “signed_on”?",
                "t.toml:5: notice: “3” is not a table.",
            ],
        ),
    ],
)
def test_every_mistake_is_named_with_its_line_and_key(text, expected):
    found = problems(text)
    assert len(found) == len(expected)
    for problem, start in zip(found, expected, strict=True):
        assert problem.startswith(start)
        assert problem.count(". ") >= 1, "a remedy follows"


def test_durations_are_compared_where_the_term_ends():
    month = SMALL + '[notice]\nat_least = "1 month"\nat_most = "28 days"'
    ends_in_march = month.replace("[notice]", "ends_on = 2031-03-28\n[notice]")
    assert read(ends_in_march).terms.notice
    assert problems(month.replace("[notice]", "ends_on = 2031-04-28\n[notice]"))


keys = st.sampled_from(
    ["pack", "first_contract", "is_renewal", "same_terms", "disclosed_on", "signed_on", "starts_on",
     "term", "ends_on", "term_consent", "renewal", "notice", "cooling_off", "outlets_opening",
     "own_outlets", "holidays", "x"]
)  # fmt: skip
plain = (
    st.booleans()
    | st.integers(-5, 5000)
    | st.dates()
    | st.sampled_from(["cn", "au", "none", "5 years", "1000 years", "indefinite", "unlimited", ""])
    | st.text("ab1- ", max_size=8)
)
values = (
    plain
    | st.lists(plain, max_size=3)
    | st.dictionaries(
        st.sampled_from(["count", "each", "automatic", "at_least", "at_most"]), plain, max_size=3
    )
)


@given(st.dictionaries(keys, values, max_size=10))
def test_whatever_stands_in_a_file_gives_clocks_or_a_refusal(table):
    table = {"pack": "cn", "starts_on": date(2026, 3, 1), "term": "5 years"} | table
    try:
        dates = read_terms(table, place="t.toml")
    except BadInput as refusal:
        said = [str(problem) for problem in refusal.problems]
    else:
        ends_on, said = clocks(dates).ends_on, ["t.toml: "]
        assert ends_on is None or ends_on >= dates.starts_on
    assert said
    assert all(line.startswith("t.toml: ") for line in said)
