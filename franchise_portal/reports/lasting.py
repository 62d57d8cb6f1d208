"""Documents that are made to last (PDF/A-3), with a file inside that says the same to machines.

PDF/A wants every property in the metadata that it does not know itself to be described there.
"""

import warnings
from typing import Any, Final
from xml.sax.saxutils import escape

from weasyprint import Attachment

from .documents import Embedded, Schema

VARIANT: Final = "pdf/a-3a"
_END: Final = b"</rdf:RDF>"
_PDFUA: Final = "http://www.aiim.org/pdfua/ns/id/"


#: That the document is also made for everybody (PDF/UA-1), which its tags are.
_FOR_EVERYBODY: Final = Schema(
    name="PDF/UA identification schema",
    prefix="pdfuaid",
    uri=_PDFUA,
    properties=(("part", "1", "The part of ISO 14289 to which the document conforms"),),
)


def written(document: Any, embedded: Embedded) -> bytes:  # noqa: ANN401 - WeasyPrint's document
    """A document that was laid out, written with a file inside."""
    _embed(document, embedded)
    with warnings.catch_warnings():
        # The engine leaves closing the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        data: bytes = document.write_pdf(pdf_variant=VARIANT)
    return data


def _embed(document: Any, embedded: Embedded) -> None:  # noqa: ANN401
    """Attach the file, and say in the document's metadata what it is."""
    document.metadata.attachments = [
        Attachment(
            string=embedded.data,
            name=embedded.name,
            description=embedded.description,
            created=embedded.made_at,
            modified=embedded.made_at,
            relationship=embedded.relationship,
        )
    ]
    own = () if embedded.schema is None else (embedded.schema,)
    schemas = (_FOR_EVERYBODY, *own)
    plain = document.metadata.generate_rdf_metadata

    def with_schemas(*args: Any, **kwargs: Any) -> bytes:  # noqa: ANN401
        # What the engine adds by itself would stand beside the metadata, not inside.
        rdf: bytes = plain(*args, **kwargs)
        further = "".join(_values(schema) for schema in schemas) + _described(schemas)
        return rdf.replace(_END, further.encode() + _END)

    document.metadata.generate_rdf_metadata = with_schemas


def _values(schema: Schema) -> str:
    values = "".join(
        f"<{schema.prefix}:{name}>{escape(value)}</{schema.prefix}:{name}>"
        for name, value, _words in schema.properties
    )
    return (
        f'<rdf:Description rdf:about="" xmlns:{schema.prefix}="{schema.uri}">'
        f"{values}</rdf:Description>"
    )


def _described(schemas: tuple[Schema, ...]) -> str:
    return (
        '<rdf:Description rdf:about=""'
        ' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f"<pdfaExtension:schemas><rdf:Bag>{''.join(map(_schema, schemas))}</rdf:Bag>"
        "</pdfaExtension:schemas></rdf:Description>"
    )


def _schema(schema: Schema) -> str:
    is_ua = schema.uri == _PDFUA
    properties = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{'Integer' if is_ua else 'Text'}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{'internal' if is_ua else 'external'}</pdfaProperty:category>"
        f"<pdfaProperty:description>{escape(words)}</pdfaProperty:description>"
        "</rdf:li>"
        for name, _value, words in schema.properties
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{escape(schema.name)}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{schema.uri}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{schema.prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>"
        "</rdf:li>"
    )
