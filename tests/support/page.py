"""A client that reads each page it fetches the way a careful reviewer would.

Whatever a test asks for, the page must also be sound: language, title, one heading, labels,
captions, tokens in forms, nothing inline.
"""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from franchise_portal import Portal

SEE_OTHER = 303
VOID = {"input", "meta", "link", "img", "br", "hr", "col", "source", "path", "circle", "rect"}


class Page(HTMLParser):
    """A parsed page, with what is wrong with it in `faults`."""

    def __init__(self, html: str) -> None:
        """Parse and inspect."""
        super().__init__(convert_charrefs=True)
        self.html = html
        self.faults: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self.headings: list[str] = []
        self.words: list[str] = []
        self._stack: list[str] = []
        self._in_table: list[bool] = []
        self.feed(html)
        self._inspect()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; complain about what no element may have."""
        values = dict(attrs)
        self.elements.append((tag, values))
        if tag not in VOID:
            self._stack.append(tag)
        if "style" in values:
            self.faults.append(f"<{tag}> has an inline style")
        self.faults.extend(f"<{tag}> has {name}" for name in values if name.startswith("on"))
        if tag == "script" and not values.get("src"):
            self.faults.append("a script stands in the page itself")
        if tag == "style":
            self.faults.append("a style sheet stands in the page itself")
        if tag == "img" and values.get("alt") is None:
            self.faults.append("an image has no alt text")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Treat `<path/>` as an element without content."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._stack.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element of that name."""
        if tag in self._stack:
            while self._stack.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Collect the title, the headings and the words."""
        if not self._stack:
            return
        if self._stack[-1] == "title" and "svg" not in self._stack:
            self.title += data
        if "h1" in self._stack:
            self.headings.append(data)
        if self._stack[-1] not in {"script", "style"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words of the page, white space folded."""
        return re.sub(r"\s+", " ", " ".join(self.words)).strip()

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of a kind."""
        return [values for name, values in self.elements if name == tag]

    def _inspect(self) -> None:
        if not self.html.lstrip().lower().startswith("<!doctype html>"):
            self.faults.append("no doctype")
        if not (self.all("html") and self.all("html")[0].get("lang")):
            self.faults.append("<html> names no language")
        if not self.title.strip():
            self.faults.append("no title")
        if len(self.all("h1")) != 1:
            self.faults.append(f"{len(self.all('h1'))} first headings instead of one")
        self._inspect_ids()
        self._inspect_forms()
        for number, _table in enumerate(self.all("table")):
            if len(self.all("caption")) <= number:
                self.faults.append("a table has no caption")
                break
        if "%(" in self.text:
            self.faults.append("a placeholder was not filled in")

    def _inspect_ids(self) -> None:
        ids = Counter(values["id"] for _, values in self.elements if values.get("id"))
        twice = sorted(name for name, count in ids.items() if name and count > 1)
        if twice:
            self.faults.append(f"ids stand twice: {twice}")
        for tag, values in self.elements:
            for attribute in ("for", "aria-describedby", "aria-labelledby"):
                for target in (values.get(attribute) or "").split():
                    if target not in ids:
                        self.faults.append(f"<{tag} {attribute}={target}> points nowhere")

    def _inspect_forms(self) -> None:
        labelled = {values.get("for") for values in self.all("label")}
        for tag in ("input", "select", "textarea"):
            for values in self.all(tag):
                if values.get("type") in {"hidden", "submit", "checkbox", "radio"}:
                    continue
                if values.get("id") not in labelled and not values.get("aria-label"):
                    self.faults.append(f"<{tag} name={values.get('name')}> has no label")
        posts = [f for f in self.all("form") if (f.get("method") or "").lower() == "post"]
        tokens = [v for v in self.all("input") if v.get("name") == "csrf_token"]
        if len(tokens) < len(posts):
            self.faults.append("a form that posts has no token")


class ForgetfulClient(FlaskClient):
    """Begins each request with an empty `g`, as a server does; a test's own context is shared."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request as if it were the first of its context."""
        for key in list(g):
            g.pop(key)
        return super().open(*args, **kwargs)


class Browser:
    """Fetches pages and inspects them; signs people in through the real page."""

    def __init__(self, app: Portal) -> None:
        """Start signed out."""
        self.app = app
        app.test_client_class = ForgetfulClient
        self.client: FlaskClient = app.test_client()
        self._page: Page | None = None
        self._token: str | None = None
        self._ahead: str | None = None

    @property
    def page(self) -> Page | None:
        """The page that was fetched last. After signing in it is fetched when somebody looks."""
        if self._ahead is not None:
            self.get(self._ahead)
        return self._page

    def get(self, url: str, *, status: int = 200, **kwargs: Any) -> TestResponse:
        """Fetch a page, follow redirects, and insist on its status and soundness."""
        response = self.client.get(url, follow_redirects=True, **kwargs)
        return self._checked(response, status)

    def post(
        self,
        url: str,
        data: dict[str, Any] | None = None,
        *,
        status: int = 200,
        **kwargs: Any,
    ) -> TestResponse:
        """Send a form with a token, as the page would."""
        values = {"csrf_token": self.token(), **(data or {})}
        response = self.client.post(url, data=values, follow_redirects=True, **kwargs)
        return self._checked(response, status)

    def token(self) -> str:
        """A token for this session."""
        from flask_wtf.csrf import generate_csrf  # noqa: PLC0415

        with self.client.session_transaction() as session:
            stored = dict(session)
        with self.app.test_request_context():
            from flask import session as request_session  # noqa: PLC0415

            request_session.update(stored)
            g.pop("csrf_token", None)
            token = generate_csrf()
            fresh = dict(request_session)
        with self.client.session_transaction() as session:
            session.update(fresh)
        return token

    def lasting_token(self) -> str:
        """A token for many posts in a row: it holds as long as the session does."""
        if self._token is None:
            self._token = self.token()
        return self._token

    def sign_in(self, who: str, password: str = "demo-network") -> None:
        """Sign in as `hanna`, `omar` …, or with a whole address."""
        email = who if "@" in who else f"{who}@demo.test"
        values = {"csrf_token": self.token(), "email": email, "password": password}
        answer = self.client.post("/sign-in", data=values)
        if answer.status_code != SEE_OTHER:
            self._checked(answer, 200)
        self._token = None
        self._ahead = answer.location

    def sign_out(self) -> None:
        """Forget the session."""
        self._ahead = None
        self.client = self.app.test_client()
        self._token = None

    def _checked(self, response: TestResponse, status: int) -> TestResponse:
        assert response.status_code == status, (
            f"{response.request.path} answered {response.status_code}, not {status}:\n"
            + response.get_data(as_text=True)[:2000]
        )
        self._page = self._ahead = None
        if response.mimetype == "text/html" and not response.request.headers.get("HX-Request"):
            page = self._page = Page(response.get_data(as_text=True))
            assert not page.faults, f"{response.request.path}: {page.faults}"
            if status == 422:
                assert page.title.startswith(("Error", "错误", "錯誤")), page.title
        return response
