"""Both Chinese catalogues say everything, keep every blank, and are set as Chinese is set."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.catalog import Catalog

from franchise_portal.web.languages import LANGUAGES
from franchise_portal.web.speech import EnglishWords
from tools import messages

TEMPLATES = messages.ROOT / "templates"
#: Read when a test asks, not when tests are collected: each process collects all of them.
extracted = cache(messages.extracted)
known = cache(messages.known)

BLANK = re.compile(r"%\(\w+\)[a-z]|%%")
HAN = "[\u3400-\u9fff\uf900-\ufaff]"
DATE = re.compile(r"\d+年(?:\d+月)?(?:\d+日)?|\d+月(?:\d+日)?|\d+日")
FAULTS = {
    "a sign of ASCII beside a Han character": re.compile(
        rf"{HAN}[,;:!?()]|[,;:!?(]{HAN}|{HAN}\.(?!\w)"
    ),
    "a space between Han characters or signs": re.compile(
        rf"(?:{HAN}|[，。：；？！、」』”）]) +(?:{HAN}|[，。：；？！、「『“（])"
    ),
    "a space inside a date": re.compile(r"\d +[年月日]|[年月] +\d"),
    "no space between Han and Latin": re.compile(rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}"),
}
#: What stands for a blank while a fault is looked for; a blank may hold either script.
STAND_INS = {"a sign of ASCII beside a Han character": "中"}
QUOTES = {"zh_Hans": "「」『』", "zh_Hant": "“”‘’"}
#: For each script a charset that holds its characters and hardly one of the other's.
CHARSETS = {"zh_Hans": "gb2312", "zh_Hant": "big5"}


def translations(language: str) -> Iterator[tuple[str, str]]:
    """Each English text (of a plural, the form for many) with its translation."""
    for message in messages.messages(known(language)):
        forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        for form in forms:
            yield messages.english(message), form


def listed(lines: list[str]) -> str:
    """One a line, as a translator reads them."""
    return "\n".join(["", *lines])


@pytest.fixture(params=messages.LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def test_the_catalogue_can_be_compiled(language: str) -> None:
    """What `pybabel compile` refuses: a blank that the text for one does not have, among others."""
    wrong = [str(fault) for _, faults in known(language).check() for fault in faults]
    assert not wrong, listed(wrong)


def test_every_language_but_the_source_has_a_catalogue() -> None:
    assert set(LANGUAGES) - {"en"} == set(messages.LANGUAGES)


def test_no_english_text_is_shown_with_the_apostrophe_of_the_keyboard() -> None:
    english = EnglishWords()
    texts = map(messages.english, messages.messages(extracted()))
    shown = [english.gettext(text) for text in texts]
    typed = [text for text in shown if "'" in text]
    assert not typed, listed(typed)


def test_every_text_is_in_the_catalogue(language: str) -> None:
    new = names(extracted()) - names(known(language))
    assert not new, listed(["run `make messages` and translate", *sorted(new)])


def test_the_catalogue_holds_no_text_that_nobody_shows(language: str) -> None:
    old = names(known(language)) - names(extracted())
    assert not old, listed(["run `make messages`", *sorted(old)])


def names(catalogue: Catalog) -> set[str]:
    """The English texts of a catalogue, each with its context where it has one."""
    return {
        f"{message.context}: {messages.english(message)}"
        if message.context
        else messages.english(message)
        for message in messages.messages(catalogue)
    }


def test_every_text_has_a_translation_that_nobody_doubts(language: str) -> None:
    lacking = [
        messages.english(message)
        for message in messages.messages(known(language))
        if not messages.is_done(message)
    ]
    assert not lacking, listed(lacking)


def test_a_plural_has_the_one_form_that_chinese_has(language: str) -> None:
    wrong = [
        messages.english(message)
        for message in messages.messages(known(language))
        if message.pluralizable and len(message.string) != 1
    ]
    assert not wrong, listed(wrong)
    assert known(language).num_plurals == 1


def test_every_translation_keeps_the_blanks_of_its_text(language: str) -> None:
    wrong = [
        f"{text} | {translation}"
        for text, translation in translations(language)
        if translation and sorted(BLANK.findall(text)) != sorted(BLANK.findall(translation))
    ]
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_typography_is_chinese(language: str, fault: str) -> None:
    stand_in = STAND_INS.get(fault, "\ufffc")
    wrong = [
        text
        for _, text in translations(language)
        if FAULTS[fault].search(DATE.sub(stand_in, BLANK.sub(stand_in, text)))
    ]
    assert not wrong, listed(wrong)


def test_quotation_marks_are_those_of_the_script(language: str) -> None:
    foreign = QUOTES[language]
    wrong = [text for _, text in translations(language) if any(sign in text for sign in foreign)]
    assert not wrong, listed(wrong)


def test_no_character_of_the_other_script_slips_in(language: str) -> None:
    wrong = [
        f"{char} in {text}"
        for _, text in translations(language)
        for char in re.findall(HAN, text)
        if not fits(char, CHARSETS[language])
    ]
    assert not wrong, listed(wrong)


def fits(char: str, charset: str) -> bool:
    """Whether a charset holds a character."""
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def test_no_template_has_words_of_its_own() -> None:
    wrong = [
        f"{path.relative_to(TEMPLATES)}: {words}"
        for path in sorted(TEMPLATES.rglob("*.*"))
        if path.parent.name != "styleguide"
        for words in bare_words(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, listed(wrong)


def bare_words(source: str) -> Iterator[str]:
    """Text, and attributes that are read out, which no call brings into the reader's language."""
    for pattern in (r"(?s)\{#.*?#\}", r"(?s)\{%.*?%\}|\{\{.*?\}\}", r"(?s)<(style|code)\b.*?</\1>"):
        source = re.sub(pattern, "", source)
    for name in ("alt", "title", "aria-label", "placeholder"):
        yield from re.findall(rf'\s{name}="([^"]*[A-Za-z]{{2,}}[^"]*)"', source)
    between = re.findall(r">([^<>]*[A-Za-z]{2,}[^<>]*)<", source)
    yield from (" ".join(words.split()) for words in between)
