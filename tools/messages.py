"""Brings the catalogues of both Chinese languages up to date with the words in code and templates.

    make messages                        write the catalogues, say what has no translation yet
    python tools/messages.py --check     write nothing, fail when anything is missing

A catalogue is written so that a change of code makes a small difference: messages stand by file
and then by alphabet, without line numbers and dates. Nothing is guessed: a changed English text is
a new message, and the old one goes. `.pot` files are not kept, `.mo` files are made at set-up.
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "franchise_portal" / "translations"
LANGUAGES = {"zh_Hans": "简体中文", "zh_Hant": "繁體中文"}

#: Calls that mark text, with the arguments that hold it; None is the first one.
KEYWORDS = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}

HEADER = """\
# {name}
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def main() -> int:
    """Write the catalogues, or only look."""
    parser = argparse.ArgumentParser(description="Bring the catalogues up to date.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail on what lacks")
    check = parser.parse_args().check
    words = extracted()
    lacking = 0
    for language in LANGUAGES:
        catalogue = brought_up_to_date(words, known(language))
        untranslated = [message for message in catalogue if message.id and not is_done(message)]
        if not check:
            write(catalogue, language)
        print(f"{language}: {len(catalogue)} messages, {len(untranslated)} without translation")
        for message in untranslated:
            print(f"  {message.locations[0][0]}: {english(message)}")
        lacking += len(untranslated)
    return 1 if check and lacking else 0


def extracted() -> Catalog:
    """All messages that code and templates hold, by file and alphabet."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = Catalog()
    for path, line, text, comments, context in extract_from_dir(
        ROOT, methods, options, KEYWORDS, comment_tags=("i18n:",), strip_comment_tags=True
    ):
        found.add(text, None, [(path, line)], auto_comments=comments, context=context)
    return arranged(found)


def known(language: str) -> Catalog:
    """The catalogue as it is on disk; an empty one when there is none."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def brought_up_to_date(words: Catalog, before: Catalog) -> Catalog:
    """The messages of today with the translations that are known."""
    catalogue = Catalog(before.locale)
    for message in messages(words):
        old = before.get(message.id, message.context)
        catalogue.add(
            message.id,
            old.string if old and not old.fuzzy else None,
            message.locations,
            auto_comments=message.auto_comments,
            user_comments=old.user_comments if old else (),
            context=message.context,
        )
    return catalogue


def write(catalogue: Catalog, language: str) -> None:
    """Write a catalogue, and compile it for the portal that runs here."""
    body = BytesIO()
    write_po(body, catalogue, width=100, omit_header=True, include_lineno=False)
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    head = HEADER.format(name=LANGUAGES[language], language=language)
    text = head + body.getvalue().decode("utf-8").strip() + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def is_done(message: Message) -> bool:
    """Whether every form of a message has a translation that nobody doubts."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(forms) and not message.fuzzy


def english(message: Message) -> str:
    """The English text; of a plural, the form for many."""
    return message.id[-1] if isinstance(message.id, (tuple, list)) else str(message.id)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The messages without the header, which is a message to its format only."""
    return (message for message in catalogue if message.id)


def arranged(catalogue: Catalog) -> Catalog:
    """The same messages by the first file that holds them, then by alphabet."""
    result = Catalog()
    for message in sorted(
        messages(catalogue), key=lambda one: (min(one.locations)[0], english(one))
    ):
        files = sorted({path: (path, line) for path, line in reversed(message.locations)}.values())
        result.add(
            message.id,
            None,
            files,
            auto_comments=message.auto_comments,
            context=message.context,
        )
    return result


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    sys.exit(main())
