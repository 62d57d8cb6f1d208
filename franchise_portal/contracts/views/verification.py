"""The page on which anybody learns whether a PDF is the one that was signed."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.guards import public
from ...database import release
from ...web.rendering import render
from ..documents import LARGEST
from ..forms.signing import VerifyForm
from ..services import verification as services

bp = Blueprint("verification", __name__)

MEBIBYTE = 1024 * 1024


@bp.get("")
@public
def show() -> ResponseReturnValue:
    """Bring a file."""
    return render("contracts/signing/verify.html", form=VerifyForm(), verdict=None)


@bp.post("")
@public
def check() -> ResponseReturnValue:
    """What the file is. It is looked at and forgotten."""
    release()
    services.note_upload(request.remote_addr or "")
    form = VerifyForm()
    if not form.validate():
        return render("contracts/signing/verify.html", form=form, verdict=None)
    # Closed at once: a large file waits on the disk, and nobody keeps it.
    with form.file.data.stream as upload:
        data = upload.read(LARGEST + 1)
    if len(data) > LARGEST:
        form.file.errors = [
            _(
                "This file is larger than %(limit)s MB, and no file that was signed here is.",
                limit=LARGEST // MEBIBYTE,
            )
        ]
        return render("contracts/signing/verify.html", form=form, verdict=None)
    verdict = services.verify(data)
    return render(
        "contracts/signing/verify.html",
        form=VerifyForm(formdata=None),
        verdict=verdict,
        name=form.file.data.filename,
    )
