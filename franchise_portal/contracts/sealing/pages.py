"""Appending pages to a finished PDF without touching a byte of it.

An incremental update, as later signatures are. The document stays tagged (PDF/UA): the appended
pages bring their part of the structure tree along, under numbers that the document does not use.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

PAGES: Final = pdf_name("/Pages")
KIDS: Final = pdf_name("/Kids")
NUMS: Final = pdf_name("/Nums")
TREE: Final = pdf_name("/StructTreeRoot")
PARENT_TREE: Final = pdf_name("/ParentTree")
K: Final = pdf_name("/K")
P: Final = pdf_name("/P")


def append_pages(document: bytes, appendix: bytes) -> IncrementalPdfFileWriter:
    """A writer that adds the pages of one of our PDFs behind those of another.

    Both come from the portal's own engine: one flat list of pages, one structure tree.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    source = PdfFileReader(io.BytesIO(appendix))
    shift = _next_number(writer.root[TREE][PARENT_TREE])
    _loosen(source, shift)
    tree = source.root[TREE]
    # Copied in one go, so that pages and structure keep pointing at each other.
    parts = generic.ArrayObject([source.root[PAGES][KIDS], tree[K], tree[PARENT_TREE][NUMS]])
    parts.container_ref = source.root.container_ref
    imported: Any = writer.import_object(parts)
    pages, elements, numbers = _each(imported)
    _add_pages(writer, pages)
    _add_structure(writer, elements, numbers)
    return writer


def page_count(document: bytes) -> int:
    """How many pages one of our PDFs has."""
    return int(PdfFileReader(io.BytesIO(document)).root[PAGES][pdf_name("/Count")])


def _next_number(parent_tree: generic.DictionaryObject) -> int:
    numbers = parent_tree[NUMS]
    return max((int(numbers[place]) for place in range(0, len(numbers), 2)), default=-1) + 1


def _loosen(source: PdfFileReader, shift: int) -> None:
    """Cut what leads from the pages back to their old document, and shift their numbers."""
    for page in _each(source.root[PAGES][KIDS]):
        del page[pdf_name("/Parent")]
        _shift(page, "/StructParents", shift)
        for annotation in _each(page.get(pdf_name("/Annots"), ())):
            _shift(annotation, "/StructParent", shift)
    tree = source.root[TREE]
    for element in _each(tree[K]):
        del element[P]
        element[pdf_name("/S")] = pdf_name("/Sect")
    numbers = tree[PARENT_TREE][NUMS]
    for place in range(0, len(numbers), 2):
        numbers[place] = generic.NumberObject(int(numbers[place]) + shift)


def _each(array: Sequence[generic.PdfObject]) -> Iterator[Any]:
    """The things themselves: iterating over a PDF's array gives references to them."""
    return (array[place] for place in range(len(array)))


def _shift(holder: generic.DictionaryObject, key: str, shift: int) -> None:
    name = pdf_name(key)
    if name in holder:
        holder[name] = generic.NumberObject(int(holder[name]) + shift)


def _add_pages(writer: IncrementalPdfFileWriter, pages: generic.ArrayObject) -> None:
    root = writer.root.raw_get(PAGES)
    held = root.get_object()
    for place in range(len(pages)):
        reference = pages.raw_get(place)
        reference.get_object()[pdf_name("/Parent")] = root
        held[KIDS].append(reference)
    count = pdf_name("/Count")
    held[count] = generic.NumberObject(int(held[count]) + len(pages))
    writer.update_container(held[KIDS])
    writer.mark_update(root)


def _add_structure(
    writer: IncrementalPdfFileWriter,
    elements: generic.ArrayObject,
    numbers: generic.ArrayObject,
) -> None:
    tree = writer.root[TREE]
    top = tree[K].raw_get(0)
    for place in range(len(elements)):
        reference = elements.raw_get(place)
        reference.get_object()[P] = top
        top.get_object()[K].append(reference)
    writer.update_container(top.get_object()[K])
    writer.mark_update(top)
    held = tree[PARENT_TREE][NUMS]
    for place in range(len(numbers)):
        held.append(numbers.raw_get(place))
    writer.update_container(held)
