"""Charts of a few pixels: the course of a figure, and the parts of a whole."""

from collections.abc import Sequence

from .shapes import Amount, Chart, Dot, Polyline, Rect, Shape, coordinate


def sparkline(values: Sequence[Amount], *, alt: str, width: int = 88, height: int = 28) -> Chart:
    """Draw the course of a figure, the last value marked; fewer than two values draw nothing."""
    edge = 3.0
    if len(values) < 2:  # noqa: PLR2004 - a line needs two ends
        return Chart(str(width), str(height), (), alt)
    low, high = float(min(values)), float(max(values))
    span = (high - low) or 1.0
    stride = (width - 2 * edge) / (len(values) - 1)
    middle = height / 2 if high == low else None
    points = [
        (
            edge + stride * index,
            middle or height - edge - (float(value) - low) / span * (height - 2 * edge),
        )
        for index, value in enumerate(values)
    ]
    course = Polyline("line", " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in points))
    x, y = points[-1]
    return Chart(
        str(width), str(height), (course, Dot("dot", coordinate(x), coordinate(y), "2.5")), alt
    )


def shares(
    parts: Sequence[tuple[str, Amount]], *, alt: str, width: int = 288, height: int = 8
) -> Chart:
    """Draw parts of one whole side by side.

    A part is (tone, amount); the tone is one of info, success, danger, neutral.
    """
    shown = [(tone, float(amount)) for tone, amount in parts if amount > 0]
    whole = sum(amount for _tone, amount in shown)
    gap = 2.0
    room = width - gap * max(len(shown) - 1, 0)
    shapes: list[Shape] = []
    x = 0.0
    for tone, amount in shown:
        part = room * amount / whole
        shapes.append(
            Rect(f"part-{tone}", coordinate(x), "0", coordinate(part), str(height), radius="2")
        )
        x += part + gap
    return Chart(str(width), str(height), tuple(shapes), alt)
