"""What a browser would send for the forms on a page, without anybody touching them."""

from html.parser import HTMLParser
from typing import Any

from tests.support.page import Browser


def sent(browser: Browser) -> dict[str, Any]:
    """The fields of the page as they stand; a name that stands several times gives a list."""
    assert browser.page
    reader = _Reader()
    reader.feed(browser.page.html)
    reader.values.pop("csrf_token", None)
    return {name: value if len(value) > 1 else value[0] for name, value in reader.values.items()}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select = self._area = self._text = ""
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        name, value = at.get("name") or "", at.get("value")
        if tag == "input" and at.get("type") in {"checkbox", "radio"}:
            if "checked" in at:
                self._add(name, value or "y")
        elif tag == "input" and name and at.get("type") != "submit":
            self._add(name, value or "")
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option":
            self._options.append((value or "", "selected" in at))
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            chosen = [value for value, is_selected in self._options if is_selected]
            self._add(self._select, (chosen or [self._options[0][0]])[0])
        if tag == "textarea" and self._area:
            # A browser leaves out the line break right after the tag.
            text = self._text.removeprefix("\r\n").removeprefix("\n")
            self._add(self._area, text)
            self._area = ""

    def _add(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)
