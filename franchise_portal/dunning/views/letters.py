"""One reminder: its words, its PDF."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import SYSTEM, current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.enums import Tone
from ...network.queries import founded
from ...reports import queries as reports
from ...reports.services import request_paper
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import letter_words
from ..queries.accounts import letter_for
from ..services.reminding import LETTER
from .accounts import SECTION
from .blueprint import bp


@bp.get("/letters/<uuid:letter_id>")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_READ)
def show_letter(letter_id: UUID) -> ResponseReturnValue:
    """One reminder as it was said."""
    letter = letter_for(current_actor, letter_id)
    rows = letter_words.rows_of(letter)
    paper = reports.current_paper(current_actor, LETTER, letter.id)
    # Runs are the office's affair, but whoever sees the letter may know that its PDF is under way.
    run = None if paper else reports.latest_paper_run(SYSTEM, LETTER, letter.id)
    return render(
        "dunning/letters/show.html",
        letter=letter,
        title=letter_words.title_of(letter.manner),
        greeting=letter_words.greeting_of(letter.manner),
        rows=rows,
        totals=letter_words.totals_of(rows),
        sections=letter_words.sections_of(letter, email=founded().email),
        paper=paper,
        is_running=bool(run and run.is_running),
    )


@bp.post("/letters/<uuid:letter_id>/paper")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_READ)
def make_letter_paper(letter_id: UUID) -> ResponseReturnValue:
    """Have the PDF made."""
    request_paper(current_actor, LETTER, letter_for(current_actor, letter_id).id)
    flash(_("The PDF is being made."), Tone.INFO)
    return see(".show_letter", letter_id=letter_id)
