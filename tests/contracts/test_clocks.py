"""Every clock of a contract, as tables at the edges and as properties over generated contracts."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from franchise_portal.contracts.enums import RenewalMode
from franchise_portal.contracts.rules.clocks import Clocks, ContractDates, clocks
from franchise_portal.contracts.rules.terms import Notice, Renewal, Terms
from franchise_portal.kit.calendars import Holidays, WorkingCalendar
from franchise_portal.kit.durations import Duration, Unit
from franchise_portal.law import pack, packs

DAY = timedelta(days=1)
SIX_MONTHS, YEAR = Duration.parse("6 months"), Duration.parse("1 year")


def contract(law="cn", start=date(2026, 3, 1), term="5 years", **facts):
    """A contract in order under China's law, with whatever a test changes."""
    terms = {
        "length": None if term in {None, "indefinite"} else Duration.parse(term),
        "is_indefinite": term == "indefinite",
        "renewal": Renewal(count=2, each=Duration.parse("5 years"), mode=RenewalMode.BY_AGREEMENT),
        "notice": Notice(at_least=SIX_MONTHS, at_most=YEAR),
    }
    terms |= {key: facts.pop(key) for key in list(facts) if key in Terms.__slots__}
    days = {"disclosed_on": date(2026, 1, 5), "signed_on": date(2026, 2, 10), "is_first": True}
    return ContractDates(pack=pack(law), terms=Terms(starts_on=start, **terms), **(days | facts))


def broken(dates):
    return [one.rule for one in clocks(dates).violations]


def renewed(count, each):
    return Renewal(count=count, each=Duration.parse(each), mode=RenewalMode.AUTOMATIC)


# ---- the contract of the reference


def test_the_contract_of_the_reference_gives_these_days():
    assert clocks(contract(outlets_opening=(date(2026, 6, 1),))) == Clocks(
        ends_on=date(2031, 2, 28),
        last_possible_end=date(2041, 2, 28),
        notice_from=date(2030, 2, 28),
        notice_until=date(2030, 8, 31),
        earliest_signing=date(2026, 2, 4),
        cooling_off_until=date(2026, 3, 12),
        filing_until=date(2026, 2, 25),
        yearly_report_on=date(2027, 3, 31),
        violations=(),
    )


# ---- ends


@pytest.mark.parametrize(
    ("start", "term", "ends_on"),
    [
        (date(2026, 3, 1), "5 years", date(2031, 2, 28)),
        (date(2023, 3, 1), "5 years", date(2028, 2, 29)),
        (date(2026, 1, 31), "1 month", date(2026, 2, 27)),
        (date(2026, 8, 31), "18 months", date(2028, 2, 28)),
        (date(2024, 2, 29), "5 years", date(2029, 2, 27)),
        (date(2024, 2, 29), "4 years", date(2028, 2, 28)),
        (date(2026, 10, 3), "90 days", date(2026, 12, 31)),
        (date(2026, 10, 3), "1 day", date(2026, 10, 3)),
        (date(2020, 8, 1), "36 months", date(2023, 7, 31)),
    ],
)
def test_a_term_ends_on_its_last_day_included(start, term, ends_on):
    assert clocks(contract(start=start, term=term)).ends_on == ends_on


@pytest.mark.parametrize(
    ("start", "term", "renewal", "last"),
    [
        (date(2026, 3, 1), "5 years", None, date(2031, 2, 28)),
        (date(2026, 3, 1), "5 years", renewed(0, "5 years"), date(2031, 2, 28)),
        (date(2026, 3, 1), "10 years", renewed(4, "10 years"), date(2076, 2, 29)),
        (date(2026, 1, 31), "1 month", renewed(1, "1 month"), date(2026, 3, 30)),
        (date(2026, 1, 31), "1 month", renewed(3, "1 month"), date(2026, 5, 30)),
        (date(2024, 2, 29), "1 year", renewed(3, "1 year"), date(2028, 2, 28)),
        (date(2026, 3, 1), "5 years", renewed(2, "90 days"), date(2031, 8, 27)),
        (date(2026, 3, 1), "5 years", renewed(None, "5 years"), None),
        (date(2026, 3, 1), "indefinite", renewed(2, "5 years"), None),
    ],
)
def test_renewals_are_counted_from_the_first_day_on(start, term, renewal, last):
    assert clocks(contract(start=start, term=term, renewal=renewal)).last_possible_end == last


def test_a_contract_with_a_last_day_instead_of_a_length_is_counted_from_it():
    found = clocks(contract(term=None, ends_on=date(2031, 2, 28)))
    assert (found.ends_on, found.last_possible_end) == (date(2031, 2, 28), date(2041, 2, 28))
    assert found.notice_until == date(2030, 8, 31)


def test_a_contract_without_an_end_has_neither_last_days_nor_a_window_for_notice():
    found = clocks(contract(term="indefinite"))
    assert found.ends_on is found.last_possible_end is None
    assert found.notice_from is found.notice_until is None
    assert found.filing_until == date(2026, 2, 25)
    assert found.violations == ()


# ---- notice


@pytest.mark.parametrize(
    ("ends_on", "at_least", "until"),
    [
        (date(2031, 2, 28), "6 months", date(2030, 8, 31)),
        (date(2032, 2, 29), "6 months", date(2031, 8, 31)),
        (date(2032, 2, 28), "6 months", date(2031, 8, 28)),
        (date(2031, 3, 31), "1 month", date(2031, 2, 28)),
        (date(2032, 3, 31), "1 month", date(2032, 2, 29)),
        (date(2031, 3, 30), "1 month", date(2031, 2, 28)),
        (date(2031, 4, 30), "3 months", date(2031, 1, 31)),
        (date(2031, 5, 31), "3 months", date(2031, 2, 28)),
        (date(2031, 6, 15), "6 months", date(2030, 12, 15)),
        (date(2031, 2, 28), "180 days", date(2030, 9, 1)),
        (date(2031, 2, 28), "26 weeks", date(2030, 8, 30)),
        (date(2031, 12, 31), "1 year", date(2030, 12, 31)),
    ],
)
def test_notice_is_in_time_as_long_as_the_whole_period_fits_before_the_end(
    ends_on, at_least, until
):
    notice = Notice(at_least=Duration.parse(at_least))
    found = clocks(contract(term=None, ends_on=ends_on, notice=notice))
    assert (found.notice_from, found.notice_until) == (None, until)


def test_the_window_may_be_as_short_as_a_day():
    notice = Notice(at_least=Duration.parse("90 days"), at_most=Duration.parse("90 days"))
    found = clocks(contract(notice=notice))
    assert found.notice_from == found.notice_until == date(2030, 11, 30)


def test_without_an_agreed_notice_there_is_no_window():
    found = clocks(contract(notice=None))
    assert (found.notice_from, found.notice_until) == (None, None)


def test_notice_on_a_holiday_is_due_on_the_working_day_before():
    facts = {"term": None, "ends_on": date(2031, 4, 3)}
    plain = clocks(contract(**facts))
    assert plain.notice_until == date(2030, 10, 3)
    berlin = clocks(contract(**facts, holidays=Holidays.parse("country:DE-BE")))
    assert berlin.notice_until == date(2030, 10, 2)
    assert berlin.notice_from == plain.notice_from
    assert berlin.ends_on == plain.ends_on


def test_a_window_of_nothing_but_holidays_keeps_its_last_day():
    off = Holidays.of(date(2030, 11, 25) + DAY * n for n in range(10))
    notice = Notice(at_least=Duration.parse("90 days"), at_most=Duration.parse("92 days"))
    found = clocks(contract(notice=notice, holidays=off))
    assert found.notice_until == date(2030, 11, 30)


def test_a_notice_longer_than_the_term_is_found():
    dates = contract("none", term="90 days", notice=Notice(at_least=SIX_MONTHS))
    assert broken(dates) == ["terms.notice_longer_than_term"]


# ---- signing


@pytest.mark.parametrize(
    ("law", "signed_on", "possible_from"),
    [
        ("cn", date(2026, 2, 3), date(2026, 2, 4)),
        ("cn", date(2026, 2, 4), None),
        ("us-ftc", date(2026, 1, 19), date(2026, 1, 20)),
        ("us-ftc", date(2026, 1, 20), None),
        ("au", date(2026, 1, 18), date(2026, 1, 19)),
        ("au", date(2026, 1, 19), None),
        ("none", date(2026, 1, 1), None),
    ],
)
def test_signing_too_early_says_why_and_when_it_becomes_possible(law, signed_on, possible_from):
    violations = clocks(contract(law, signed_on=signed_on)).violations
    assert [one.possible_from for one in violations] == [possible_from] * bool(possible_from)
    for one in violations:
        assert one.rule == f"{law}.disclosure"
        for said in (signed_on, date(2026, 1, 5), possible_from):
            assert str(said) in one.why


def test_an_agreement_that_the_franchisor_changed_waits_on_its_own():
    facts = {"disclosed_on": date(2026, 1, 5), "final_agreement_on": date(2026, 2, 3)}
    found = clocks(contract("us-ftc", **facts))
    assert found.earliest_signing == date(2026, 2, 11)
    assert [one.rule for one in found.violations] == ["us-ftc.final_agreement"]
    assert clocks(contract("cn", **facts)).earliest_signing == date(2026, 2, 4)


def test_signing_without_a_day_of_disclosure_is_found():
    violations = clocks(contract(disclosed_on=None)).violations
    assert [(one.rule, one.possible_from) for one in violations] == [("cn.disclosure", None)]
    assert broken(contract("none", disclosed_on=None)) == []


def test_what_is_not_signed_yet_only_says_from_when_it_can_be():
    found = clocks(contract(signed_on=None))
    assert found.earliest_signing == date(2026, 2, 4)
    assert found.cooling_off_until is found.filing_until is found.yearly_report_on is None
    assert found.violations == ()
    assert clocks(contract(signed_on=None, disclosed_on=None)).earliest_signing is None


def test_a_renewal_on_the_same_terms_needs_no_disclosure_where_the_law_says_so():
    facts = {"is_first": False, "is_renewal": True, "disclosed_on": None}
    assert broken(contract("cn", **facts, is_on_same_terms=True)) == []
    assert broken(contract("cn", **facts)) == ["cn.disclosure"]
    assert broken(contract("au", **facts, is_on_same_terms=True)) == ["au.disclosure"]


def test_a_contract_that_starts_before_it_is_signed_is_found():
    found = clocks(contract(signed_on=date(2026, 3, 2)))
    assert [(one.rule, one.possible_from) for one in found.violations] == [
        ("terms.starts_before_signing", date(2026, 3, 2))
    ]
    assert broken(contract(signed_on=date(2026, 3, 1))) == []


# ---- cooling-off, filing, report


@pytest.mark.parametrize(
    ("law", "agreed", "is_renewal", "until"),
    [
        ("cn", None, False, date(2026, 3, 12)),
        ("cn", "15 days", False, date(2026, 2, 25)),
        ("cn", "3 months", False, date(2026, 5, 10)),
        ("au", None, False, date(2026, 2, 24)),
        ("au", "7 days", False, date(2026, 2, 24)),
        ("au", "1 month", False, date(2026, 3, 10)),
        ("au", None, True, None),
        ("au", None, None, date(2026, 2, 24)),
        ("us-ftc", None, False, None),
        ("us-ftc", "10 days", False, date(2026, 2, 20)),
        ("none", None, False, None),
    ],
)
def test_the_franchisee_may_withdraw_as_law_and_contract_say(law, agreed, is_renewal, until):
    cooling_off = Duration.parse(agreed) if agreed else None
    dates = contract(law, cooling_off=cooling_off, is_renewal=is_renewal)
    assert clocks(dates).cooling_off_until == until


def test_only_the_first_contract_is_filed():
    assert clocks(contract(is_first=False)).filing_until is None
    assert clocks(contract("us-ftc")).filing_until is None


def test_deadlines_of_the_law_move_off_holidays_as_the_law_says():
    facts = {"signed_on": date(2026, 2, 6), "holidays": Holidays.parse("country:CN")}
    assert clocks(contract(**facts)).filing_until == date(2026, 2, 24)
    assert clocks(contract(**facts | {"holidays": None})).filing_until == date(2026, 2, 21)
    report = {"signed_on": date(2028, 2, 6), "start": date(2028, 3, 1)}
    weekend = clocks(contract(**report, holidays=Holidays())).yearly_report_on
    assert weekend == date(2029, 4, 2)
    assert clocks(contract(**report)).yearly_report_on == date(2029, 3, 31)


# ---- the minimum term


@pytest.mark.parametrize(
    ("law", "term", "consent", "is_renewal", "rules"),
    [
        ("cn", "3 years", False, False, []),
        ("cn", "35 months", False, False, ["cn.minimum_term"]),
        ("cn", "35 months", True, False, []),
        ("cn", "35 months", False, True, []),
        ("cn", "35 months", False, None, []),
        ("cn", "indefinite", False, False, []),
        ("us-ftc", "1 year", False, False, []),
        ("none", "1 year", False, False, []),
    ],
)
def test_a_term_under_the_minimum_needs_consent_unless_it_renews(
    law, term, consent, is_renewal, rules
):
    dates = contract(law, term=term, has_term_consent=consent, is_renewal=is_renewal)
    assert broken(dates) == rules


def test_the_minimum_term_names_the_day_that_would_do():
    (one,) = clocks(contract(term="2 years")).violations
    assert "2029-02-28" in one.why
    assert one.possible_from is None


# ---- outlets


@pytest.mark.parametrize(
    ("opens_on", "rules", "possible_from"),
    [
        (date(2026, 2, 28), ["terms.outlet_opens_before_start"], date(2026, 3, 1)),
        (date(2026, 3, 1), [], None),
        (date(2031, 2, 28), [], None),
        (date(2031, 3, 1), ["terms.outlet_opens_after_end"], None),
    ],
)
def test_outlets_open_while_the_contract_runs(opens_on, rules, possible_from):
    violations = clocks(contract(outlets_opening=(opens_on,))).violations
    assert [one.rule for one in violations] == rules
    assert all(one.possible_from == possible_from for one in violations)


@pytest.mark.parametrize(
    ("own", "rules", "possible_from"),
    [
        (None, [], None),
        ((date(2020, 1, 1), date(2025, 2, 9)), [], None),
        (
            (date(2020, 1, 1), date(2025, 2, 10)),
            ["cn.own_outlets"],
            date(2026, 2, 11),
        ),
        ((date(2020, 1, 1),), ["cn.own_outlets"], None),
        ((), ["cn.own_outlets"], None),
    ],
)
def test_china_asks_for_own_outlets_once_somebody_says_which_there_are(own, rules, possible_from):
    violations = clocks(contract(own_outlets=own)).violations
    assert [one.rule for one in violations] == rules
    assert all(one.possible_from == possible_from for one in violations)
    assert broken(contract("us-ftc", own_outlets=own)) == []


def test_clocks_need_a_first_day_and_a_term():
    with pytest.raises(ValueError, match="first day and a term"):
        ContractDates(pack=pack("none"), terms=Terms(starts_on=date(2026, 1, 1)))
    with pytest.raises(ValueError, match="first day and a term"):
        ContractDates(pack=pack("none"), terms=Terms(length=YEAR))


# ---- over generated contracts, counted a second time without the code under test


def months_later(day, months):
    """By the calendar: the same day, or the last that the month has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def later(day, duration):
    if duration.unit in {Unit.DAYS, Unit.WEEKS}:
        return day + DAY * duration.count * (7 if duration.unit is Unit.WEEKS else 1)
    return months_later(day, duration.count * (12 if duration.unit is Unit.YEARS else 1))


starts = st.dates(date(2000, 1, 1), date(2100, 1, 1)) | st.builds(
    lambda year, month: date(year, month, monthrange(year, month)[1]),
    st.integers(2000, 2100),
    st.sampled_from([1, 2, 2, 3, 8, 12]),
)
lengths = st.builds(Duration, st.integers(1, 60), st.sampled_from(Unit))
short = st.builds(Duration, st.integers(1, 18), st.just(Unit.MONTHS)) | st.builds(
    Duration, st.integers(1, 400), st.just(Unit.DAYS)
)
holidays = st.sets(st.dates(date(2000, 1, 1), date(2200, 1, 1)), max_size=20).map(Holidays.of)


@st.composite
def contracts(draw):
    start = draw(starts)
    length = draw(st.none() | lengths)
    at_least, at_most = draw(short), draw(st.none() | short)
    end = (later(start, length) if length else start) - DAY
    assume(at_most is None or at_most.before(end) <= at_least.before(end))
    terms = Terms(
        starts_on=start,
        length=length,
        is_indefinite=length is None,
        renewal=draw(
            st.none()
            | st.builds(
                Renewal,
                count=st.none() | st.integers(0, 6),
                each=lengths,
                mode=st.sampled_from(RenewalMode),
            )
        ),
        notice=draw(st.none() | st.just(Notice(at_least=at_least, at_most=at_most))),
        cooling_off=draw(st.none() | short),
    )
    near = st.dates(start - DAY * 200, start + DAY * 50)
    return ContractDates(
        pack=draw(st.sampled_from(packs())),
        terms=terms,
        disclosed_on=draw(st.none() | near),
        final_agreement_on=draw(st.none() | near),
        signed_on=draw(st.none() | near),
        is_first=draw(st.booleans()),
        is_renewal=draw(st.sampled_from([True, False, None])),
        is_on_same_terms=draw(st.booleans()),
        has_term_consent=draw(st.booleans()),
        outlets_opening=tuple(draw(st.lists(near, max_size=3))),
        own_outlets=draw(st.none() | st.lists(near, max_size=3).map(tuple)),
    )


@given(contracts())
def test_the_last_day_is_included(dates):
    ends_on, length = clocks(dates).ends_on, dates.terms.length
    assert (ends_on is None) == (length is None)
    if length:
        assert later(dates.starts_on, length) == ends_on + DAY
        assert ends_on >= dates.starts_on


@given(contracts())
def test_all_renewals_tile_from_the_first_day_to_the_last_possible_end(dates):
    found, renewal, length = clocks(dates), dates.terms.renewal, dates.terms.length
    if length is None or (renewal and renewal.count is None):
        assert found.last_possible_end is None
        return
    ends = [dates.terms.term_end(n + 1) for n in range((renewal.count if renewal else 0) + 1)]
    assert ends[0] == found.ends_on
    assert ends[-1] == found.last_possible_end
    assert ends == sorted(set(ends))
    if renewal and {length.unit, renewal.each.unit} <= {Unit.MONTHS, Unit.YEARS}:
        months = [
            one.count * (12 if one.unit is Unit.YEARS else 1) for one in (length, renewal.each)
        ]
        whole = months[0] + months[1] * renewal.count
        assert found.last_possible_end == months_later(dates.starts_on, whole) - DAY


@given(contracts())
def test_notice_on_its_last_day_is_in_time_and_a_day_later_it_is_not(dates):
    found, notice = clocks(dates), dates.terms.notice
    if found.notice_until is None:
        assert notice is None or found.ends_on is None
        return
    assert later(found.notice_until, notice.at_least) <= found.ends_on
    assert later(found.notice_until + DAY, notice.at_least) > found.ends_on
    if notice.at_most is None:
        assert found.notice_from is None
    else:
        assert found.notice_from <= found.notice_until
        assert later(found.notice_from - DAY, notice.at_most) < found.ends_on


@given(contracts(), holidays)
def test_holidays_move_notice_to_a_working_day_before_and_nothing_else_of_the_terms(dates, off):
    plain, moved = clocks(dates), clocks(replace(dates, holidays=off))
    for same in ("ends_on", "last_possible_end", "notice_from", "earliest_signing"):
        assert getattr(plain, same) == getattr(moved, same)
    if moved.notice_until is not None:
        assert moved.notice_until <= plain.notice_until
        calendar = WorkingCalendar(holidays=off)
        assert calendar.is_working(moved.notice_until) or moved.notice_until == plain.notice_until
        days = (plain.notice_until - moved.notice_until).days
        skipped = [plain.notice_until - DAY * n for n in range(days)]
        assert not any(calendar.is_working(day) for day in skipped)
    for law in ("filing_until", "yearly_report_on"):
        one, other = getattr(plain, law), getattr(moved, law)
        assert (one is None) == (other is None)
        assert one is None or one <= other


@given(contracts())
def test_who_signs_when_the_clock_says_signs_in_time_and_a_day_earlier_too_early(dates):
    earliest = clocks(dates).earliest_signing
    if earliest is None:
        return
    rules = {one.rule.id for one in dates.signing_clocks}
    in_time = clocks(replace(dates, signed_on=earliest)).violations
    assert not [one for one in in_time if one.rule in rules and one.possible_from]
    too_early = clocks(replace(dates, signed_on=earliest - DAY)).violations
    assert earliest in [one.possible_from for one in too_early if one.rule in rules]


@given(contracts())
def test_every_finding_says_why(dates):
    for one in clocks(dates).violations:
        assert one.why.endswith(".")
        assert "%(" not in one.why
        assert one.possible_from is None or str(one.possible_from) in one.why or "own" in one.why
