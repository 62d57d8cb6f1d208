"""The bytes of a contract's document, for those who show, hash and seal them."""

from uuid import UUID

from ...access.actor import SYSTEM
from ...network import queries as network
from ...reports import writing
from .. import queries
from . import contract, kinds


def contract_document(version_id: UUID) -> bytes:
    """A version as a tagged PDF (PDF/UA-1), in the version's own language.

    Two calls give the same words, but not always the same bytes: keep what was shown.
    """
    from ...reports import renderer  # noqa: PLC0415 - it takes a second to load; pages do without

    language = queries.version_for(SYSTEM, version_id).language
    with writing.speaking(language, network.founded().zone):
        document = contract.build(version_id)
        html = writing.html_of(kinds.CONTRACT.template, document, language)
    return renderer.engine().write(html, kinds.CONTRACT.stylesheets).data
