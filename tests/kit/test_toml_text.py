from decimal import Decimal

import pytest

from franchise_portal.kit.errors import BadInput
from franchise_portal.kit.toml_text import LARGEST, read_toml

TEXT = """\
name = "a"

[table]
key = 1.50
list = [
  1,
]

[[fee]]
rate = 1
[[fee]]
rate = 2
[fee.inner]
"quoted key" = 3
dotted.key = 4
"""


def read(data):
    return read_toml(data if isinstance(data, bytes) else data.encode(), place="f", headline="No.")


def test_values_are_read_exactly_and_know_their_lines():
    file = read(TEXT)
    assert file.values["table"] == {"key": Decimal("1.50"), "list": [1]}
    lines = {
        ("name",): 1,
        ("table",): 3,
        ("table", "key"): 4,
        ("table", "list", 0): 5,
        ("fee", 0, "rate"): 10,
        ("fee", 1, "rate"): 12,
        ("fee", 1, "inner", "quoted key"): 14,
        ("fee", 1, "inner", "dotted", "key"): 15,
        ("nowhere",): 1,
    }
    assert {path: file.lines.of(path) for path in lines} == lines


def test_a_byte_order_mark_and_windows_line_ends_change_nothing():
    plain, windows = read(TEXT), read(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert windows.values == plain.values
    assert windows.lines.lines == plain.lines.lines


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("a = 1\nb = \n", "f:2: This is not TOML: Invalid value."),
        ("a = [1,\n", "f:1: This is not TOML: "),
        ("a = 1\na = 2\n", "f:2: This is not TOML: Cannot overwrite a value."),
        (b"a = 1\nb = '\xff'\n", "f:2: The file is not in UTF-8. Save it in UTF-8."),
        ("a = 1\n".encode("utf-16"), "f:1: The file is not in UTF-8."),
        (b"#" * (LARGEST + 1), "f: The file is too large."),
        ("a = " + "[" * 5000 + "]" * 5000, "f:1: This is not TOML: "),
        ("a = " + "9" * 5000, "f:1: This is not TOML: "),
    ],
    ids=["value", "end", "twice", "bytes", "utf-16", "large", "deep", "digits"],
)
def test_what_is_not_toml_is_named_with_its_line(data, problem):
    with pytest.raises(BadInput) as trouble:
        read(data)
    assert str(trouble.value) == "No."
    (found,) = trouble.value.problems
    assert str(found).startswith(problem)
