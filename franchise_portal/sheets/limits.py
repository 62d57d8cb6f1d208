"""How much a file may hold. Larger files are refused with a sentence, not with a timeout."""

MEBIBYTE = 1024 * 1024

MAX_BYTES = 32 * MEBIBYTE
"""The file as it is sent."""
MAX_ROWS = 250_000
"""Rows below the header, blank ones not counted."""
MAX_COLUMNS = 200

MAX_PARTS = 1_000
"""Entries in the archive that an XLSX file is."""
MAX_UNPACKED = 320 * MEBIBYTE
"""All entries of the archive together, unpacked: 250,000 rows of 15 columns need about half."""
MAX_TEXTS = 96 * MEBIBYTE
"""The list of texts that the cells of a workbook share, unpacked; it is held in memory."""
MAX_SMALL_PART = 8 * MEBIBYTE
"""The parts of a workbook that are read whole: its list of sheets, its styles."""

MAX_PROBLEMS = 200
"""Where a reader that does not collect faults stops looking for more."""
