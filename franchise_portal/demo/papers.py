"""Small PDFs that people of the story attach: one page, a title and a few lines."""

PDF = "application/pdf"
LEFT, TOP, STEP = 72, 760, 22


def page(title: str, *lines: str) -> bytes:
    """A page with a title and lines, in letters of Western Europe; the same for the same words."""
    rows = [f"BT /F2 18 Tf {LEFT} {TOP} Td ({_escaped(title)}) Tj ET"]
    rows += [
        f"BT /F1 11 Tf {LEFT} {TOP - STEP * (2 + place)} Td ({_escaped(line)}) Tj ET"
        for place, line in enumerate(lines)
    ]
    content = "\n".join(rows).encode("cp1252", "replace")
    return _document(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        _font("Helvetica"),
        _font("Helvetica-Bold"),
    )


def _font(name: str) -> bytes:
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
    ).encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _document(*objects: bytes) -> bytes:
    """The objects in a file, with the table of where each begins."""
    data, begins = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        begins.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % begin for begin in begins)
    count = len(objects) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n" % count
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(data))
    )
