"""A plan as the text of a plan file: what `parse_plan` reads back is the same plan."""

from collections.abc import Iterator, Mapping
from typing import Any

from .canonical import plan_to_json
from .plans import FeePlan

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_DAYS = ("opened", "closed")


def plan_to_toml(plan: FeePlan, *, heading: str = "") -> str:
    """The file's text; `heading` becomes a comment at its top, line by line."""
    form = plan_to_json(plan)
    lines = [f"# {line}".rstrip() for line in heading.splitlines()]
    lines += [_pair(key, value) for key, value in form.items() if _is_plain(key, value)]
    if "reporting" in form:
        lines += ["", "[reporting]"]
        lines += [_pair(key, value) for key, value in form["reporting"].items()]
    for fee in form["fee"]:
        lines += ["", "[[fee]]", *_fee(fee)]
    return "\n".join(lines) + "\n"


def _is_plain(key: str, value: object) -> bool:
    return key != "fee" and not isinstance(value, Mapping)


def _fee(fee: Mapping[str, Any]) -> Iterator[str]:
    for key, value in fee.items():
        if key != "schedule":
            yield _pair(key, value)
    for step in fee.get("schedule", ()):
        yield ""
        yield "[[fee.schedule]]"
        for key, value in step.items():
            yield _pair(key, value)


def _pair(key: str, value: Any) -> str:  # noqa: ANN401 - any value of a canonical form
    if key in _DAYS:
        days = ", ".join(f"{_text(outlet)} = {day}" for outlet, day in value.items())
        return f"{key} = {{ {days} }}"
    return f"{key} = {_value(value)}"


def _value(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_pair(key, one) for key, one in value.items())} }}"
    return _text(str(value))


def _text(text: str) -> str:
    """A TOML string; control characters are escaped, as the format demands."""
    return (
        '"'
        + "".join(_ESCAPES.get(char, char) if _may_stand(char) else _code(char) for char in text)
        + '"'
    )


def _may_stand(char: str) -> bool:
    return char in _ESCAPES or (char >= " " and char != "\x7f")


def _code(char: str) -> str:
    return f"\\u{ord(char):04X}"
