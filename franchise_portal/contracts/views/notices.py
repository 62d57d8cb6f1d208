"""Notices: the list, the page of one with its answers, and what can be done about it."""

from collections.abc import Callable
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import audit, law, storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.roles import Side
from ...audit.queries import history
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, NotFound, Refused
from ...network.forms import FactsForm
from ...web import lists
from ...web.filters import label
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..enums import ContractAction, NoticeEntryKind, NoticeKind, NoticeStatus
from ..forms.notices import SECTIONS, ReplyForm, SettleForm, WithdrawForm
from ..models import Notice
from ..queries import notices as queries
from ..services import notices as services
from ..services.laws import pack_of
from ..services.reading import note_reading
from .blueprint import bp
from .duty_acts import uploaded


@bp.get("/notices")
@requires(Permission.CONTRACTS_NOTICE_READ)
def notices() -> ResponseReturnValue:
    """The list of notices, the latest first."""
    asked = lists.ask(
        (
            lists.Filter("kind", _("Kind"), [(k.value, label(k)) for k in NoticeKind]),
            lists.Filter("giver", _("Given by"), [(s.value, label(s)) for s in Side], single=True),
            lists.Filter("status", _("State"), [(s.value, label(s)) for s in NoticeStatus]),
        ),
        sorts=tuple(queries.ORDERS),
        default="-given_on",
    )
    headings = (
        lists.Heading("number", _("Number"), sorts=True, phone="bare"),
        lists.Heading("kind", _("Kind"), phone="title"),
        lists.Heading("franchisee", _("Franchisee"), sorts=True, phone="bare"),
        lists.Heading("giver", _("Given by")),
        lists.Heading("given_on", _("Given on"), sorts=True),
        lists.Heading("until", _("Until"), sorts=True),
        lists.Heading("status", _("State")),
    )
    is_latest = asked.order.key == "-given_on"
    wanted = queries.WantedNotices(
        text=asked.text,
        kinds=asked.chosen("kind"),
        givers=asked.chosen("giver"),
        statuses=asked.chosen("status"),
        order="given_on" if is_latest else asked.order.key,
        is_descending=asked.order.is_descending or is_latest,
        page=asked_page(),
    )
    return render(
        "contracts/notices/index.html",
        listing=queries.listed_notices(current_actor, wanted),
        asked=asked,
        columns=lists.columns(headings, asked.order),
    )


@bp.get("/notices/<uuid:notice_id>")
@requires(Permission.CONTRACTS_NOTICE_READ)
@section("contracts.notices")
def show_notice(notice_id: UUID) -> ResponseReturnValue:
    """One notice: its words, its days, who read it and what was answered."""
    notice = queries.notice_for(current_actor, notice_id)
    known = {entry.by_id for entry in queries.notice_entries(notice.id) if entry.kind == "read"}
    if current_actor.user_id not in known:
        note_reading(current_actor, notice)
    return _page(notice)


@bp.get("/notices/<uuid:notice_id>/letter")
@requires(Permission.CONTRACTS_NOTICE_READ)
def open_letter(notice_id: UUID) -> ResponseReturnValue:
    """Download the letter."""
    notice = queries.notice_for(current_actor, notice_id)
    if notice.letter is None:
        raise NotFound
    audit.record_access(
        current_actor, ContractAction.DOCUMENT_OPENED, notice.contract, document=notice.number
    )
    return storage.send(notice.letter)


@bp.get("/notices/entries/<uuid:notice_entry_id>/file")
@requires(Permission.CONTRACTS_NOTICE_READ)
def open_notice_file(notice_entry_id: UUID) -> ResponseReturnValue:
    """Download what was attached to an answer."""
    notice, entry = queries.notice_entry_for(current_actor, notice_entry_id)
    if entry.file is None:
        raise NotFound
    audit.record_access(
        current_actor, ContractAction.DOCUMENT_OPENED, notice.contract, document=entry.file.name
    )
    return storage.send(entry.file)


@bp.post("/notices/<uuid:notice_id>/replies")
@requires(Permission.CONTRACTS_NOTICE_REPLY)
@section("contracts.notices")
def reply_to_notice(notice_id: UUID) -> ResponseReturnValue:
    """Put an answer on file."""
    form = ReplyForm(prefix="reply-")

    def act(notice: Notice) -> object:
        words, file = str(form.words.data or ""), uploaded(form)
        return services.reply(current_actor, notice, words=words, file=file)

    return _done(notice_id, form, act, _("Your answer is on file; the other side is told."))


@bp.post("/notices/<uuid:notice_id>/withdrawal")
@requires(Permission.CONTRACTS_NOTICE_GIVE)
@section("contracts.notices")
def withdraw_notice(notice_id: UUID) -> ResponseReturnValue:
    """Take a notice back."""
    form = WithdrawForm(prefix="withdraw-")

    def act(notice: Notice) -> object:
        reason = str(form.words.data)
        return services.withdraw_notice(current_actor, notice, reason=reason, version=form.seen)

    return _done(notice_id, form, act, _("Withdrawn. The other side is told."))


@bp.post("/notices/<uuid:notice_id>/settlement")
@requires(Permission.CONTRACTS_NOTICE_GIVE)
@section("contracts.notices")
def settle_notice(notice_id: UUID) -> ResponseReturnValue:
    """Say that nothing more follows from it."""
    form = SettleForm(prefix="settle-")

    def act(notice: Notice) -> object:
        words = str(form.words.data or "")
        return services.settle_notice(current_actor, notice, words=words, version=form.seen)

    return _done(notice_id, form, act, _("Settled. The other side is told."))


def _done(
    notice_id: UUID, form: FactsForm, act: Callable[[Notice], object], words: str
) -> ResponseReturnValue:
    notice = queries.notice_for(current_actor, notice_id)
    if not form.validate():
        return _page(notice, form)
    try:
        act(notice)
    except Refused as refusal:
        return _page(notice, form.fault(refusal))
    except ChangedMeanwhile as refusal:
        fresh = queries.notice_for(current_actor, notice_id)
        form.version.data = form.version.raw_data = None
        form.version.process_data(str(fresh.version))
        return _page(fresh, form, status=refusal.status)
    flash(words)
    return see(".show_notice", notice_id=notice_id)


def _page(
    notice: Notice, form: FactsForm | None = None, *, status: int | None = None
) -> ResponseReturnValue:
    entries = queries.notice_entries(notice.id)
    forms: dict[str, FactsForm] = {
        "reply": ReplyForm(prefix="reply-", formdata=None),
        "withdraw": WithdrawForm(prefix="withdraw-", formdata=None),
        "settle": SettleForm(prefix="settle-", formdata=None),
    }
    for one in forms.values():
        one.version.data = str(notice.version)
    if form is not None:
        forms[form._prefix.removesuffix("-")] = form  # noqa: SLF001 - WTForms' own name
    is_open = notice.status in {NoticeStatus.GIVEN, NoticeStatus.ANSWERED}
    is_giver = current_actor.side is notice.giver
    pack = pack_of(notice.contract)
    return render(
        "contracts/notices/show.html",
        notice=notice,
        sections=SECTIONS,
        readings=[entry for entry in entries if entry.kind is NoticeEntryKind.READ],
        entries=[entry for entry in entries if entry.kind is not NoticeEntryKind.READ],
        forms=forms,
        form=form,
        status=status,
        changed_meanwhile=status is not None,
        may_withdraw=is_giver and is_open and current_actor.may(Permission.CONTRACTS_NOTICE_GIVE),
        history_entries=history(notice),
        disclaimer=law.disclaimer(pack),
        today=clock.today(),
    )
