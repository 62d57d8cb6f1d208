"""How we recruit, and the franchisor's own checklist."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import NotFound
from ...law import Pack, packs
from ...network import queries as network
from ...network.models import Brand
from ...network.views.saving import saved_or_shown
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, services, words
from ..forms import RecordForm, SettingsForm
from ..models import ComplianceRecord
from .blueprint import bp

SECTION = "recruitment.checklist"


@bp.get("/settings")
@requires(Permission.RECRUITMENT_SETTINGS_WRITE)
@section("recruitment.applicants")
def settings() -> ResponseReturnValue:
    """The form."""
    kept = queries.settings()
    form = SettingsForm(obj=kept).offer(words.pack_choices())
    return render(
        "recruitment/settings/edit.html", form=form, subject=kept, conflict=None, words=words
    )


@bp.post("/settings")
@requires(Permission.RECRUITMENT_SETTINGS_WRITE)
@section("recruitment.applicants")
def change_settings() -> ResponseReturnValue:
    """Change them."""
    kept = queries.settings()
    form = SettingsForm().offer(words.pack_choices())

    def done() -> ResponseReturnValue:
        flash(_("Saved."))
        return see(".settings")

    return saved_or_shown(
        form,
        lambda: services.change_settings(current_actor, kept, form.facts, version=form.seen),
        done=done,
        template="recruitment/settings/edit.html",
        subject=kept,
        fresh=lambda: SettingsForm(formdata=None, obj=kept).offer(words.pack_choices()),
        words=words,
    )


@bp.get("/checklist")
@requires(Permission.RECRUITMENT_APPLICANT_READ)
def checklist() -> ResponseReturnValue:
    """What the law packs ask of ourselves, brand by brand."""
    found = [
        (brand, law_pack, queries.points_of(brand.id, law_pack, on=clock.today()))
        for law_pack in _asking()
        for brand in network.brands()
    ]
    return render(
        "recruitment/checklists/index.html",
        found=found,
        packs=_asking(),
        usual=queries.settings().pack,
        words=words,
    )


@bp.get("/checklist/<string:slug>/<uuid:brand_id>")
@requires(Permission.RECRUITMENT_SETTINGS_WRITE)
@section(SECTION)
def edit_record(slug: str, brand_id: UUID) -> ResponseReturnValue:
    """The form for what we have shown for a brand."""
    brand, law_pack = network.brand_by_id(brand_id), _asked(slug)
    record = queries.record_of(brand.id, law_pack)
    return _record_page(brand, law_pack, record)


@bp.post("/checklist/<string:slug>/<uuid:brand_id>")
@requires(Permission.RECRUITMENT_SETTINGS_WRITE)
@section(SECTION)
def change_record(slug: str, brand_id: UUID) -> ResponseReturnValue:
    """Change it."""
    brand, law_pack = network.brand_by_id(brand_id), _asked(slug)
    record = queries.record_of(brand.id, law_pack)
    form = RecordForm()

    def done() -> ResponseReturnValue:
        flash(_("Saved."))
        return see(".checklist")

    return saved_or_shown(
        form,
        lambda: services.change_record(current_actor, brand, record, form.facts, version=form.seen),
        done=done,
        template="recruitment/checklists/edit.html",
        subject=record,
        fresh=lambda: RecordForm(formdata=None, obj=record),
        brand=brand,
        law_pack=law_pack,
        words=words,
    )


def _record_page(brand: Brand, law_pack: Pack, record: ComplianceRecord) -> ResponseReturnValue:
    return render(
        "recruitment/checklists/edit.html",
        form=RecordForm(obj=record),
        subject=record,
        conflict=None,
        brand=brand,
        law_pack=law_pack,
        words=words,
    )


def _asking() -> tuple[Pack, ...]:
    """The law packs that ask a franchisor to prove something about itself."""
    return tuple(law_pack for law_pack in packs() if law_pack.own_outlets is not None)


def _asked(slug: str) -> Pack:
    found = next((law_pack for law_pack in _asking() if law_pack.slug == slug), None)
    if found is None:
        raise NotFound
    return found
