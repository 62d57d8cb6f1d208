"""The letter of a notice: its words as they were given, its days, and how to answer."""

from dataclasses import dataclass

from flask_babel import gettext as _

from ...access.roles import Side
from ...law import disclaimer
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...web import filters
from ..enums import NoticeKind
from ..models import Notice
from ..services.laws import pack_of

TEMPLATE = "contracts/notices/pdf/letter.html"
STYLESHEETS = ("css/pdf/statement.css", "css/pdf/contract.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The letter itself, in finished words."""

    kind: str
    title: str
    to: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    answer: str
    skipped: str
    """Which steps were left out, and why; empty when none were."""
    given: str
    disclaimer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDocument:
    """All that the template sees."""

    issuer: Issuer
    margin: Margin
    letter: Letter


def build(notice: Notice) -> LetterDocument:
    """The document, in the language that is spoken now: the addressee's."""
    kind = filters.label(notice.kind)
    return LetterDocument(
        issuer=_issuer(notice),
        margin=Margin(
            number=notice.number,
            legal=_("%(kind)s, contract %(number)s", kind=kind, number=notice.contract.number),
        ),
        letter=Letter(
            kind=kind,
            title=notice.words.get("title", ""),
            to=_addressee(notice),
            facts=_facts(notice),
            sections=_sections(notice),
            answer=_answer(notice),
            skipped=_skipped(notice),
            given=_(
                "Given by %(name)s on %(day)s through the portal, where it stays on file with "
                "every answer.",
                name=notice.given_by_name,
                day=filters.date(notice.given_on),
            ),
            disclaimer=_(disclaimer(pack_of(notice.contract))),
        ),
    )


def _issuer(notice: Notice) -> Issuer:
    whole = founded()
    if notice.giver is Side.FRANCHISOR:
        return Issuer(name=whole.legal_name or whole.name, address=whole.address, email=whole.email)
    business = notice.franchisee
    return Issuer(name=business.name, address=business.address, email=business.email)


def _addressee(notice: Notice) -> tuple[str, ...]:
    if notice.addressee is Side.FRANCHISEE:
        business = notice.franchisee
        lines = (business.name, business.name_local, business.address)
    else:
        whole = founded()
        lines = (whole.legal_name or whole.name, "", whole.address)
    return tuple(line for line in lines if line)


def _facts(notice: Notice) -> tuple[tuple[str, str], ...]:
    rows = [
        (_("Number"), notice.number),
        (_("Contract"), notice.contract.number),
        (_("Given on"), filters.date(notice.given_on)),
    ]
    if notice.answer_until:
        rows.append((_("Please answer by"), filters.date(notice.answer_until)))
    if notice.until and notice.act_by:
        rows.append((until_label(notice.kind), filters.date(notice.until)))
        if notice.act_by != notice.until:
            rows.append((_("Act by"), filters.date(notice.act_by)))
    if notice.basis:
        rows.append((_("Days by"), notice.basis))
    return tuple(rows)


def until_label(kind: NoticeKind) -> str:
    """What the day of a notice is."""
    if kind is NoticeKind.DEFAULT:
        return _("Put right by")
    if kind.is_about_term:
        return _("The term ends on")
    return _("Takes effect on")


def _sections(notice: Notice) -> tuple[Section, ...]:
    titles = {
        "what": _("What has happened"),
        "why": _("Why it matters"),
        "how": _("How to put it right"),
        "help": _("What help there is"),
        "next": _("What happens next"),
    }
    if notice.kind.is_friendly or notice.kind.is_about_term:
        titles |= {"what": _("What this says"), "how": _("What you can do")}
    return tuple(
        Section(title=title, paragraphs=tuple(text.splitlines()))
        for name, title in titles.items()
        if (text := notice.words.get(name, "").strip())
    )


def _answer(notice: Notice) -> str:
    if notice.kind.is_friendly:
        return ""
    return _(
        "Answer on the page of this notice in the portal: say how you see it, attach what shows "
        "it, ask for time. Your answer stays on file beside this letter."
    )


def _skipped(notice: Notice) -> str:
    if not notice.skip_reason:
        return ""
    return _(
        "Steps that usually come first were left out by %(name)s for this reason: %(reason)s",
        name=notice.skip_by_name,
        reason=notice.skip_reason,
    )
