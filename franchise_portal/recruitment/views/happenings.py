"""One timeline of an applicant: what the audit knows, and what people wrote down."""

from markupsafe import Markup, escape

from ...audit.queries import history
from ...audit.sentences import plain_sentence
from ...network.additions import Happening
from ...web.context import initials
from ...web.filters import label
from .. import queries
from ..models import Applicant, Note

MOST = 60


def of(applicant: Applicant) -> list[Happening]:
    """Everything that happened, the newest first."""
    entries = [
        Happening(
            at=entry.at,
            initials=initials(entry.actor_name) if entry.actor_id else "",
            sentence=escape(plain_sentence(entry)),
        )
        for entry in history(applicant, limit=MOST)
    ]
    notes = [_told(note) for note in queries.notes_of(applicant)]
    return sorted([*entries, *notes], key=lambda one: one.at, reverse=True)[:MOST]


def _told(note: Note) -> Happening:
    lines = Markup("<br>").join(escape(line) for line in note.text.splitlines())
    words = Markup("<b>{}</b> {}").format(label(note.kind), note.by_name)
    return Happening(
        at=note.at,
        initials=initials(note.by_name) if note.by_id else "",
        sentence=words + Markup("<br>") + lines,
    )
