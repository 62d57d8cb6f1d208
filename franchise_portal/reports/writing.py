"""Writing a document as HTML, in its recipient's language and zone.

Templates see a document's fields and nothing else, and refuse to print what is not there.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, Final

from flask import current_app, g
from flask_babel import force_locale, gettext, refresh

from ..kit import clock
from ..web.languages import TAGS

#: Families for inline SVG, which would otherwise take a font of its own and embed it.
FONTS: Final = {
    "en": "Inter PDF, Portal Han SC, Portal Han TC, Noto Sans CJK SC",
    "zh_Hans": "Inter Han, Portal Han SC, Portal Han TC, Noto Sans CJK SC",
    "zh_Hant": "Inter Han, Portal Han TC, Portal Han SC, Noto Sans CJK TC",
}


#: In Chinese documents quotes are those of the Han font, as wide as a character. The apostrophe of
#: a Latin word, which is the same character, would tear it apart; this one looks as it should.
APOSTROPHE: Final = "\N{MODIFIER LETTER APOSTROPHE}"
HAN: Final = {language for language, tag in TAGS.items() if tag.startswith("zh")}
_LATIN_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\N{RIGHT SINGLE QUOTATION MARK}(?=[A-Za-z ])")


@contextmanager
def speaking(language: str, zone: str) -> Iterator[None]:
    """Within: gettext and the filters use a recipient's language and zone, not the worker's."""
    with force_locale(language):
        g.document_zone = zone
        refresh()
        try:
            yield
        finally:
            del g.document_zone
            refresh()


def warm() -> None:
    """Compile the templates of PDFs and read the catalogues, in the worker's parent."""
    environment = current_app.jinja_env
    for name in environment.list_templates(filter_func=_is_of_pdfs):
        environment.get_template(name)
    for language in TAGS:
        with force_locale(language):
            gettext("Statement")


def _is_of_pdfs(name: str) -> bool:
    return "/pdf/" in name or name in {"layouts/print.html", "components/chart.html"}


def html_of(template: str, document: object, language: str) -> str:
    """The document as HTML. Call it within `speaking`.

    Args:
        template: path of the template.
        document: a frozen dataclass; its fields are all that the template sees.
        language: locale name of the recipient.
    """
    html = current_app.jinja_env.get_template(template).render(
        _fields(document),
        document_language=TAGS[language],
        document_font=FONTS[language],
        document_stylesheets=(),
        document_made_at=clock.now().isoformat(timespec="seconds"),
    )
    return _LATIN_APOSTROPHE.sub(APOSTROPHE, html) if language in HAN else html


def _fields(document: object) -> Mapping[str, Any]:
    return {field.name: getattr(document, field.name) for field in fields(document)}  # type: ignore[arg-type]
