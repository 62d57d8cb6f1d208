"""The network as a whole, its brands and its regions."""

from uuid import UUID

from babel import Locale
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...accounts.forms import zone_choices
from ...kit.money import EXPONENTS
from ...web.languages import LANGUAGES
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, services
from ..forms import NamesForm, SettingsForm
from ..models import Network
from . import bp
from .saving import attempt, saved_or_shown

SECTION = "network.settings"


@bp.get("/settings")
@requires(Permission.NETWORK_SETTINGS_WRITE)
def settings() -> ResponseReturnValue:
    """What holds for the whole network."""
    network = queries.founded()
    return render(
        "network/settings/show.html",
        settings=network,
        is_currency_fixed=queries.has_money(),
        brands=queries.brands(),
        regions=queries.regions(),
        outlets_by_brand=queries.outlets_by_brand(),
        franchisees_by_region=queries.franchisees_by_region(),
        languages=[LANGUAGES[code] for code in network.languages if code in LANGUAGES],
    )


@bp.get("/settings/particulars")
@requires(Permission.NETWORK_SETTINGS_WRITE)
@section(SECTION)
def edit_settings() -> ResponseReturnValue:
    """The form for it."""
    network = queries.founded()
    return render(
        "network/settings/edit.html",
        form=_filled(network),
        subject=network,
        conflict=None,
        is_currency_fixed=queries.has_money(),
    )


@bp.post("/settings/particulars")
@requires(Permission.NETWORK_SETTINGS_WRITE)
@section(SECTION)
def update_settings() -> ResponseReturnValue:
    """Save it."""
    network = queries.founded()
    form = _offered(SettingsForm())
    is_fixed = queries.has_money()
    if is_fixed:
        del form.currency

    def act() -> None:
        services.change_settings(current_actor, network, changes=form.facts, version=form.seen)
        flash(_("Saved."))

    return saved_or_shown(
        form,
        act,
        done=lambda: see(".settings"),
        template="network/settings/edit.html",
        subject=network,
        fresh=lambda: _filled(network),
        is_currency_fixed=is_fixed,
    )


def _filled(network: Network) -> SettingsForm:
    form = _offered(SettingsForm(formdata=None, obj=network))
    if queries.has_money():
        del form.currency
    return form


def _offered(form: SettingsForm) -> SettingsForm:
    names = (get_locale() or Locale("en")).currencies
    currencies = [(code, f"{code} · {names.get(code, code)}") for code in sorted(EXPONENTS)]
    return form.offer(currencies, zone_choices(), LANGUAGES.items())


@bp.get("/brands/new")
@requires(Permission.NETWORK_SETTINGS_WRITE)
@section(SECTION)
def new_brand() -> ResponseReturnValue:
    """The form for another brand."""
    return render("network/settings/brand.html", form=NamesForm(), brand=None)


@bp.post("/brands")
@requires(Permission.NETWORK_SETTINGS_WRITE)
@section(SECTION)
def create_brand() -> ResponseReturnValue:
    """Add a brand."""
    form = NamesForm()
    brand = attempt(form, lambda: services.create_brand(current_actor, **form.facts))
    if brand is None:
        return render("network/settings/brand.html", form=form, brand=None)
    flash(_("The brand %(name)s is added.", name=brand.name))
    return see(".settings")


@bp.get("/brands/<uuid:brand_id>")
@requires(Permission.NETWORK_SETTINGS_WRITE)
@section(SECTION)
def edit_brand(brand_id: UUID) -> ResponseReturnValue:
    """The form for a brand's names."""
    brand = queries.brand_by_id(brand_id)
    return render("network/settings/brand.html", form=NamesForm(obj=brand), brand=brand)


@bp.post("/brands/<uuid:brand_id>")
@requires(Permission.NETWORK_SETTINGS_WRITE)
@section(SECTION)
def update_brand(brand_id: UUID) -> ResponseReturnValue:
    """Rename a brand."""
    brand = queries.brand_by_id(brand_id)
    form = NamesForm()

    def act() -> bool:
        services.update_brand(current_actor, brand, changes=form.facts)
        return True

    if not attempt(form, act):
        return render("network/settings/brand.html", form=form, brand=brand)
    flash(_("Saved."))
    return see(".settings")


@bp.get("/regions/new")
@requires(Permission.NETWORK_SETTINGS_WRITE)
@section(SECTION)
def new_region() -> ResponseReturnValue:
    """The form for another region."""
    return render("network/settings/region.html", form=NamesForm(), region=None)


@bp.post("/regions")
@requires(Permission.NETWORK_SETTINGS_WRITE)
@section(SECTION)
def create_region() -> ResponseReturnValue:
    """Add a region."""
    form = NamesForm()
    region = attempt(form, lambda: services.create_region(current_actor, **form.facts))
    if region is None:
        return render("network/settings/region.html", form=form, region=None)
    flash(_("The region %(name)s is added.", name=region.name))
    return see(".settings")


@bp.get("/regions/<uuid:region_id>")
@requires(Permission.NETWORK_SETTINGS_WRITE)
@section(SECTION)
def edit_region(region_id: UUID) -> ResponseReturnValue:
    """The form for a region's names."""
    region = queries.region_by_id(region_id)
    return render("network/settings/region.html", form=NamesForm(obj=region), region=region)


@bp.post("/regions/<uuid:region_id>")
@requires(Permission.NETWORK_SETTINGS_WRITE)
@section(SECTION)
def update_region(region_id: UUID) -> ResponseReturnValue:
    """Rename a region."""
    region = queries.region_by_id(region_id)
    form = NamesForm()

    def act() -> bool:
        services.update_region(current_actor, region, changes=form.facts)
        return True

    if not attempt(form, act):
        return render("network/settings/region.html", form=form, region=region)
    flash(_("Saved."))
    return see(".settings")
