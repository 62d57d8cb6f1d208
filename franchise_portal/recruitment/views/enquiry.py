"""The public page: a stranger asks about becoming a franchisee.

What a stranger learns is the same whoever asks: a page, and a mail to the address given.
"""

from datetime import timedelta

from babel.dates import format_timedelta
from flask import current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from itsdangerous import BadSignature, SignatureExpired, TimestampSigner

from ...access.guards import public
from ...accounts.errors import TooManyTries
from ...kit import clock
from ...kit.errors import NotFound
from ...network import queries as network
from ...web.filters import currency_symbol
from ...web.languages import chosen_language
from ...web.rendering import render, see
from .. import queries, services
from ..forms import EnquiryForm
from ..rules.consent import CONSENT, LONGEST_OPEN, QUICKEST
from .blueprint import bp

STAMP = b"enquiry"


@bp.get("/enquiry")
@public
def enquiry() -> ResponseReturnValue:
    """The form."""
    _require_open()
    return _page(_form())


@bp.post("/enquiry")
@public
def send_enquiry() -> ResponseReturnValue:
    """Keep an enquiry, unless a program sent it."""
    _require_open()
    form = _form()
    if form.website.data:
        # Whoever filled a field that nobody sees is told what everybody is told.
        return see(".enquiry_sent")
    if not form.validate() or not _was_read(form):
        return _page(form)
    try:
        services.note_try(email=str(form.email.data), address=request.remote_addr or "")
    except TooManyTries as error:
        wait = format_timedelta(timedelta(seconds=error.seconds), threshold=1, locale=get_locale())
        form.form_errors.append(
            _(
                "We have just received enquiries from here. Wait %(wait)s, then send yours.",
                wait=wait,
            )
        )
        text, _status = _page(form)
        return text, 429, {"Retry-After": str(error.seconds)}
    services.receive_enquiry(_written(form))
    return see(".enquiry_sent")


@bp.get("/enquiry/sent")
@public
def enquiry_sent() -> ResponseReturnValue:
    """What happens next."""
    _require_open()
    return render("recruitment/public/sent.html")


@bp.app_template_global()
def may_enquire() -> bool:
    """Whether strangers can ask; the page of signing in leads to the form only then."""
    return network.the_network() is not None and queries.settings().is_open


def _require_open() -> None:
    if not may_enquire():
        raise NotFound


def _form() -> EnquiryForm:
    brands = [(str(brand.id), brand.name) for brand in network.brands()]
    whole = network.founded()
    return EnquiryForm().offer(brands, currency=whole.currency, any_brand=_("Any of your brands"))


def _page(form: EnquiryForm) -> tuple[str, int]:
    form.stamp.data = form.stamp.raw_data = None
    form.stamp.process_data(_signer().sign(STAMP).decode())
    return render(
        "recruitment/public/enquiry.html",
        form=form,
        enquiry_form=form,
        consent=_consent(),
        symbol=currency_symbol(network.founded().currency),
    )


def _was_read(form: EnquiryForm) -> bool:
    """Whether the page was open for as long as a person needs, and not for a day."""
    try:
        _value, at = _signer().unsign(
            str(form.stamp.data or ""),
            max_age=int(LONGEST_OPEN.total_seconds()),
            return_timestamp=True,
        )
    except SignatureExpired:
        form.form_errors.append(_("This page was open for very long. Send it once more."))
        return False
    except BadSignature:
        form.form_errors.append(_("Something went wrong on the way. Send it once more."))
        return False
    if clock.wall() - at < QUICKEST:
        form.form_errors.append(_("That was quick. Look through it once more, then send it again."))
        return False
    return True


def _written(form: EnquiryForm) -> services.Enquiry:
    brands = {str(brand.id): brand.id for brand in network.brands()}
    return services.Enquiry(
        language=chosen_language(),
        brand_id=brands.get(form.brand_id.data),
        consent_version=CONSENT.version,
        consent_text=_consent(),
        **form.facts,
    )


def _consent() -> str:
    return _(
        CONSENT.text,
        network=network.founded().name,
        days=queries.settings().retention_days,
    )


def _signer() -> TimestampSigner:
    return TimestampSigner(str(current_app.secret_key), salt="recruitment.enquiry")
