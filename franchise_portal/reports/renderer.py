"""One PDF engine for the whole portal: HTML and style sheets in, a tagged PDF (PDF/UA-1) out.

What makes it fast: fonts and parsed style sheets are made once a process (`warm`, in the worker's
parent, so that its forks inherit them), the fonts are small ones cut at set-up, and the garbage
collector rests while a document is made. What makes it safe: it fetches nothing but our own style
sheets and fonts.
"""

import atexit
import gc
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import ParseError, fromstring

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from flask import current_app
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from ..web.languages import TAGS
from . import kinds, lasting
from .documents import Embedded
from .stylesheets import tokens_in, written_out

#: Where style sheets and documents believe they stand. No such host exists (RFC 2606); our own
#: fetcher answers for it, and the scheme is one that relative addresses work with.
ORIGIN: Final = "http://portal.invalid/"
#: What every PDF is set in; a kind of report adds its own.
STYLESHEETS: Final = ("css/pdf/fonts.css", "css/pdf/document.css")
TOKENS: Final = "css/tokens.css"
ELEMENTS: Final = "css/pdf/elements.css"
VARIANT: Final = "pdf/ua-1"

_CONTENT_TYPES = {
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


_VOID = re.compile(r"<(meta|link|br|hr|img|col)\b([^>]*?)\s*/?>")
#: Characters that neither HTML nor XML has a place for; somebody may have pasted one.
_CONTROLS = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n\r")
_DOCTYPE = re.compile(r"\s*<!doctype[^>]*>\s*", re.IGNORECASE)


class Refused(ValueError):
    """An address that documents may not read from."""


class OurFilesOnly(URLFetcher):  # type: ignore[misc]
    """Reads our own static files below `ORIGIN`; every other address is refused.

    Documents hold what people typed. Were an address among it ever followed, it could read files
    of the server or speak to its neighbours.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._folder = folder.resolve()

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
        """The file's bytes.

        Raises:
            Refused: for another scheme, host, folder or kind of file.
        """
        path = (self._folder / unquote(urlsplit(url).path).lstrip("/")).resolve()
        content_type = _CONTENT_TYPES.get(path.suffix)
        inside = path.is_relative_to(self._folder)
        if not url.startswith(ORIGIN) or not inside or not content_type:
            raise Refused(f"documents may not read {url[:80]!r}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF."""

    data: bytes
    pages: int


class Source(HTML):  # type: ignore[misc]
    """A document of ours: read as XML, which is many times faster, and with our own first sheet.

    The engine asks `_ua_stylesheets` what elements are before they are styled.
    """

    def __init__(self, html: str, *, fetcher: URLFetcher, elements: CSS) -> None:
        self._elements = elements
        html = html.translate(_CONTROLS)
        try:
            root = fromstring(_as_xml(html))  # noqa: S314 - our own template's text
        except ParseError:
            super().__init__(string=html, base_url=ORIGIN, url_fetcher=fetcher)
            return
        self.base_url = ORIGIN
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: ARG002, FBT001, FBT002
        return [self._elements]


class Engine:
    """The fonts and the parsed style sheets of a process."""

    def __init__(self, static_folder: Path) -> None:
        self._folder = static_folder
        self._fetcher = OurFilesOnly(static_folder)
        self._fonts = FontConfiguration()
        self._tokens = tokens_in(self._read(TOKENS))
        self._sheets: dict[tuple[str, ...], CSS] = {}

    def write(
        self,
        html: str,
        stylesheets: tuple[str, ...] = (),
        embedded: Embedded | None = None,
    ) -> Rendered:
        """Lay out and write a document; `stylesheets` are paths below the static folder.

        With a file inside it is PDF/A-3 as well.
        """
        with _no_garbage_collection():
            return self._write(html, STYLESHEETS + stylesheets, embedded)

    def _write(
        self, html: str, stylesheets: tuple[str, ...], embedded: Embedded | None
    ) -> Rendered:
        variant = lasting.VARIANT if embedded else VARIANT
        elements, sheet = self._sheet((ELEMENTS,)), self._sheet(stylesheets)
        document = Source(html, fetcher=self._fetcher, elements=elements).render(
            font_config=self._fonts, stylesheets=[sheet], pdf_variant=variant
        )
        if embedded:
            return Rendered(lasting.written(document, embedded), len(document.pages))
        return Rendered(document.write_pdf(pdf_variant=variant), len(document.pages))

    def _sheet(self, paths: tuple[str, ...]) -> CSS:
        """Several files parsed as one, so that their cascade layers are ordered together."""
        if paths not in self._sheets:
            self._sheets[paths] = CSS(
                string="\n".join(written_out(self._read(path), self._tokens) for path in paths),
                base_url=f"{ORIGIN}css/pdf/",
                url_fetcher=self._fetcher,
                font_config=self._fonts,
            )
        return self._sheets[paths]

    def _read(self, path: str) -> str:
        return (self._folder / path).read_text("utf-8")

    def forget_font_folder(self) -> None:
        """In a fork: leave the folder of fonts to the parent, which still reads from it."""
        self._fonts._folder = None  # noqa: SLF001 - it would remove the folder when collected


_engine: Engine | None = None
_lock = threading.Lock()


def engine() -> Engine:
    """The engine of this process, made at the first call. Needs an application context."""
    global _engine  # noqa: PLW0603 - one a process is the point
    with _lock:
        if _engine is None:
            _engine = Engine(Path(str(current_app.static_folder)))
        return _engine


def warm() -> None:
    """Make the engine ready before the first document: called by the worker's parent.

    Style sheets are parsed for every kind, and fonts looked up for both scripts: a fork that had
    to do it would spend more time on that than on a document.
    """
    sheets = {kind.stylesheets for kind in kinds.all_kinds()}
    for tag in TAGS.values():
        html = f'<html lang="{tag}"><title>Warm</title><h1>Warm 对账单 對帳單</h1><p>€ 1,234.50'
        for stylesheets in sheets or {()}:
            engine().write(html, stylesheets)
    gc.collect()
    # What exists now lives as long as the process; the collector of a fork need not look at it,
    # and memory shared with the parent stays shared.
    gc.freeze()


def _as_xml(html: str) -> str:
    """What our templates write, closed as XML wants it."""
    text = _VOID.sub(r"<\1\2/>", html)
    text = _DOCTYPE.sub("", text, count=1)
    return text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """A document is a large graph that dies at once: look for garbage after it, not during it.

    All that it made is still young then; collecting the young keeps memory flat and takes a
    fiftieth of the time that collecting in between would.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        gc.enable()


def _after_fork() -> None:
    if _engine is not None:
        _engine.forget_font_folder()


def _discard() -> None:
    """Free the fonts while the libraries that hold them are still there."""
    global _engine  # noqa: PLW0603
    _engine = None


os.register_at_fork(after_in_child=_after_fork)
atexit.register(_discard)
