"""The shorter way to words, numbers and days says the same as Babel and Flask-Babel say."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import flask_babel
import pytest
from babel import dates, numbers
from babel.support import Translations
from flask import current_app

from franchise_portal import Portal
from franchise_portal.kit.money import Money
from franchise_portal.web import filters
from franchise_portal.web.languages import LANGUAGES
from franchise_portal.web.speech import Speech, speech

pytestmark = pytest.mark.any_database

AMOUNTS = (0, 1, 99, 100, 12_345, 99_999_99, 123_456_789_01, -1, -1_000_00)


@pytest.fixture(params=LANGUAGES)
def language(application: Portal, request: pytest.FixtureRequest) -> Iterator[str]:
    with application.app_context(), flask_babel.force_locale(request.param):
        yield request.param


def test_amounts_are_written_as_babel_writes_them(language: str) -> None:
    for currency, digits in (("EUR", ".00"), ("JPY", ""), ("KWD", ".000")):
        for minor in AMOUNTS:
            amount = Money(minor, currency)
            by_babel = numbers.format_decimal(
                abs(amount.to_decimal()), format="#,##0" + digits, locale=language
            )
            assert filters.amount(amount).removeprefix(filters.MINUS) == by_babel
            assert filters.money(amount).endswith(f"\u00a0{filters.amount(amount)}")


@pytest.mark.parametrize("digits", [None, 0, 1, 4])
def test_numbers_are_written_as_babel_writes_them(language: str, digits: int | None) -> None:
    pattern = "#,##0.######" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    for value in (0, 7, 1_000, 1_234_567, Decimal("0.5"), Decimal("1234567.125"), Decimal("2.25")):
        by_babel = numbers.format_decimal(value, format=pattern, locale=language)
        assert filters.number(value, digits) == by_babel
        assert filters.number(-value, digits) == (filters.MINUS if value else "") + by_babel


def test_days_are_written_as_babel_writes_them(language: str) -> None:
    pattern = {"en": "d MMMM y"}.get(language, "y年M月d日")
    for day in (date(2026, 11, 2), date(2024, 2, 29), date(1999, 12, 31)):
        by_babel = dates.format_date(day, format=pattern, locale=language)
        assert filters.date(day) == filters.date(day) == by_babel


def test_a_forced_language_counts_at_once_and_ends_at_once(application: Portal) -> None:
    november = date(2026, 11, 2)
    with application.app_context():
        assert filters.date(november) == "2 November 2026"
        with flask_babel.force_locale("zh_Hant"):
            assert filters.date(november) == "2026年11月2日"
            assert speech().language == "zh"
        assert filters.date(november) == "2 November 2026"


def test_outside_an_application_pages_speak_english() -> None:
    assert speech().language == "en"
    assert speech().say("Outlets") == "Outlets"


def test_english_words_have_the_apostrophe_of_print(application: Portal) -> None:
    with application.app_context(), flask_babel.force_locale("en"):
        assert speech().say("The fund's book") == "The fund’s book"
        assert flask_babel.gettext("You see the others'.") == "You see the others’."
        assert str(flask_babel.lazy_gettext("It's %(day)s's.", day="'")) == "It’s '’s."
        assert flask_babel.pgettext("book", "The fund's") == "The fund’s"
        assert flask_babel.ngettext("%(num)s day's", "%(num)s days'", 2) == "2 days’"
        assert flask_babel.npgettext("day", "a day's", "%(num)s days'", 1) == "a day’s"
        assert rendered('{{ _("%(name)s\'s book", name="O\'Neill") }}') == "O&#39;Neill’s book"
        with flask_babel.force_locale("zh_Hans"):
            assert flask_babel.gettext("Nobody's book") == "Nobody's book"


def rendered(template: str) -> str:
    return current_app.jinja_env.from_string(template).render()


@pytest.fixture
def words(application: Portal) -> Iterator[AbstractContextManager[None]]:
    """A catalogue of two words that no other test sees."""
    speeches = application.extensions["speeches"]
    kept, speeches._known = speeches._known, {}
    catalogue = Translations()
    catalogue._catalog = {
        "Outlets": "门店",
        "%(num)s rows": "%(num)s 行",
        "for %(name)s": "为 %(name)s 申请",
        ("for %(name)s", 0): "为 %(name)s 申请",
        "Half (50%%) of <b>": "一半 (50%%) <b>",
    }
    with application.app_context():
        locale = flask_babel.Locale.parse("zh_Hans")
        speeches._known["zh_Hans"] = Speech(locale, catalogue)
        yield flask_babel.force_locale("zh_Hans")
    speeches._known = kept


def test_templates_and_views_speak_from_the_same_catalogue(
    words: AbstractContextManager[None],
) -> None:
    with words:
        assert flask_babel.gettext("Outlets") == "门店"
        assert rendered('{{ _("Outlets") }} {{ gettext("Outlets") }}') == "门店 门店"
        assert rendered("{% trans %}Outlets{% endtrans %}") == "门店"
    assert flask_babel.gettext("Outlets") == "Outlets"


@pytest.mark.parametrize(
    ("name", "said"),
    [("河湾店", "为河湾店申请"), ("Riverside", "为 Riverside 申请"), ("河湾 2", "为河湾 2 申请")],
)
def test_what_is_han_itself_is_not_set_off_by_spaces(
    words: AbstractContextManager[None], name: str, said: str
) -> None:
    with words:
        assert flask_babel.gettext("for %(name)s", name=name) == said
        assert flask_babel.ngettext("for %(name)s", "for all", 1, name=name) == said
        assert rendered(f"{{{{ _('for %(name)s', name='{name}') }}}}") == said
        assert rendered(f"{{{{ ngettext('for %(name)s', 'for all', 1, name='{name}') }}}}") == said
    assert flask_babel.gettext("for %(name)s", name="河湾 河") == "for 河湾 河"


def test_what_fills_a_message_is_escaped_and_the_message_is_not(
    words: AbstractContextManager[None],
) -> None:
    with words:
        filled = rendered('{{ _("%(num)s rows", num="<i>") }}')
        bare = rendered('{{ _("Half (50%%) of <b>") }}')
    assert filled == "&lt;i&gt; 行"
    assert bare == "一半 (50%) <b>"
