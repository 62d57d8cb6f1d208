"""Tables that come in and go out as files: CSV and XLSX.

`read_table` looks at a file's content, not at its name, names every fault by the row and column a
person sees, and never holds more than the limits allow. `write_csv` and `write_xlsx` never write a
text that a spreadsheet program would run as a formula.
"""

from .limits import MAX_BYTES, MAX_ROWS
from .reading import Columns, Row, read_table
from .writing import write_csv, write_xlsx

__all__ = ["MAX_BYTES", "MAX_ROWS", "Columns", "Row", "read_table", "write_csv", "write_xlsx"]
