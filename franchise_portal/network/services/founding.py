"""Setting the network up: its one row, its brands, its regions."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.exc import IntegrityError

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.i18n import N_
from .. import queries
from ..enums import Fact, NetworkAction
from ..errors import AlreadyFounded, Refused
from ..models import USUAL_PAYMENT_DAYS, Brand, Network, Region
from .editing import change, require_free, require_version

_FACTS = {
    "name": Fact.NAME,
    "legal_name": Fact.LEGAL_NAME,
    "address": Fact.ADDRESS,
    "postcode": Fact.ADDRESS,
    "city": Fact.ADDRESS,
    "country": Fact.COUNTRY,
    "email": Fact.EMAIL,
    "registration": Fact.REGISTRATION,
    "vat_number": Fact.TAX,
    "tax_number": Fact.TAX,
    "tax_category": Fact.TAX,
    "tax_reason": Fact.TAX,
    "currency": Fact.CURRENCY,
    "zone": Fact.ZONE,
    "languages": Fact.LANGUAGES,
    "payment_days": Fact.DAYS,
    "grace_days": Fact.DAYS,
    "dispute_days": Fact.DAYS,
    "dispute_answer_days": Fact.DAYS,
    "fees_account": Fact.ACCOUNTS,
    "fees_bic": Fact.ACCOUNTS,
    "fees_creditor": Fact.ACCOUNTS,
    "fund_account": Fact.ACCOUNTS,
    "fund_bic": Fact.ACCOUNTS,
    "fund_creditor": Fact.ACCOUNTS,
}
PROVISIONAL_NAME = "Franchise network"
PROVISIONAL_CURRENCY = "EUR"
_NAMES = {"code": Fact.CODE, "name": Fact.NAME, "name_local": Fact.NAME_LOCAL}


def found_network(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    *,
    name: str,
    currency: str,
    zone: str = "UTC",
    languages: Sequence[str] = ("en", "zh_Hans", "zh_Hant"),
    legal_name: str = "",
    address: str = "",
    postcode: str = "",
    city: str = "",
    country: str = "",
    registration: str = "",
    email: str = "",
    payment_days: int = USUAL_PAYMENT_DAYS,
    dispute_days: int = 28,
    fees_account: str = "",
    fund_account: str = "",
    is_demo: bool = False,
    stands_on: date | None = None,
) -> Network:
    """Set up the one network; business time follows its zone at once.

    A provisional network is the same network under its real name.

    Raises:
        AlreadyFounded: when it has been set up.
    """
    existing = queries.the_network()
    if existing is not None and not existing.is_provisional:
        raise AlreadyFounded
    network = existing or Network()
    network.name, network.legal_name = name, legal_name
    network.address, network.postcode, network.city = address, postcode, city
    network.country, network.registration, network.email = country, registration, email
    network.currency, network.zone, network.languages = currency, zone, list(languages)
    network.payment_days, network.dispute_days = payment_days, dispute_days
    network.fees_account, network.fund_account = fees_account, fund_account
    network.is_demo, network.stands_on, network.is_provisional = is_demo, stands_on, False
    try:
        with db.session.begin_nested():
            db.session.add(network)
    except IntegrityError as error:
        # Somebody else sent the first-run page at the same moment.
        raise AlreadyFounded from error
    clock.set_network(zone=zone, stands_on=stands_on)
    audit.record(actor, NetworkAction.FOUNDED, network)
    return network


def provide_network(actor: Actor) -> Network:
    """The one network, or a provisional one: commands work before anybody opens the portal.

    Its currency is that of the first fee plan (`adopt_currency`).
    """
    network = queries.the_network()
    if network is None:
        network = found_network(actor, name=PROVISIONAL_NAME, currency=PROVISIONAL_CURRENCY)
        network.is_provisional = True
        db.session.flush()
    return network


def adopt_currency(currency: str) -> None:
    """Let a provisional network count in the currency of its first plan."""
    network = queries.the_network()
    if network is not None and network.is_provisional and not queries.has_money():
        network.currency = currency
        db.session.flush()


def change_settings(
    actor: Actor, network: Network, *, changes: Mapping[str, object], version: int | None = None
) -> tuple[Fact, ...]:
    """Change the network's settings. Returns what changed.

    Raises:
        Refused: for another currency once amounts are counted in the present one.
        ChangedMeanwhile: when the version seen is not the present one.
    """
    require_version(network, version)
    new_currency = changes.get("currency", network.currency)
    if new_currency != network.currency and queries.has_money():
        raise Refused(
            N_("Plans, sales or payments are already kept in %(currency)s, so it stays."),
            field="currency",
            currency=network.currency,
        )
    return change(actor, NetworkAction.SETTINGS_CHANGED, network, changes, _FACTS)


def create_brand(actor: Actor, *, code: str, name: str, name_local: str = "") -> Brand:
    """Add a brand.

    Raises:
        Taken: when the code or the name belongs to another brand.
    """
    brand = Brand(code=code, name=name, name_local=name_local)
    _require_free_names(brand)
    db.session.add(brand)
    db.session.flush()
    audit.record(actor, NetworkAction.BRAND_ADDED, brand)
    return brand


def update_brand(actor: Actor, brand: Brand, *, changes: Mapping[str, object]) -> None:
    """Rename a brand.

    Raises:
        Taken: when the code or the name belongs to another brand.
    """
    _require_free_names(brand, changes)
    change(actor, NetworkAction.BRAND_CHANGED, brand, changes, _NAMES)


def create_region(actor: Actor, *, code: str, name: str, name_local: str = "") -> Region:
    """Add a region.

    Raises:
        Taken: when the code or the name belongs to another region.
    """
    region = Region(code=code, name=name, name_local=name_local)
    _require_free_names(region)
    db.session.add(region)
    db.session.flush()
    audit.record(actor, NetworkAction.REGION_ADDED, region)
    return region


def update_region(actor: Actor, region: Region, *, changes: Mapping[str, object]) -> None:
    """Rename a region.

    Raises:
        Taken: when the code or the name belongs to another region.
    """
    _require_free_names(region, changes)
    change(actor, NetworkAction.REGION_CHANGED, region, changes, _NAMES)


def _require_free_names(one: Brand | Region, changes: Mapping[str, object] | None = None) -> None:
    kind = type(one)
    values = changes or {"code": one.code, "name": one.name}
    for field in ("code", "name"):
        if field in values:
            require_free(
                getattr(kind, field),
                str(values[field]),
                N_("“%(value)s” is already used. Choose another."),
                field=field,
                besides=one.id if changes else None,
            )
