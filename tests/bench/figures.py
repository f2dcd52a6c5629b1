"""What a run of the benchmark found: figures, as a table and as JSON."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

CORES = os.cpu_count() or 1


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measurement: its value, and beside what it was measured in the same run.

    ``ratio`` is the value over the yardstick's. ``aim`` says what should be reached,
    by the ratio or by the value; ``holds`` is None when no aim was set.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    aim: str | None = None
    holds: bool | None = None


def at_least(
    name: str, value: float, unit: str, *, aim: float, yardstick: float | None = None
) -> Figure:
    """Return a figure whose value should be so high, whatever the machine."""
    return Figure(
        name=name,
        value=value,
        unit=unit,
        ratio=None if yardstick is None else value / yardstick,
        aim=f">= {aim:,.10g} {unit}",
        holds=value >= aim,
    )


def at_most(name: str, value: float, unit: str, *, aim: float) -> Figure:
    """Return a figure whose value should be no higher."""
    return Figure(
        name=name, value=value, unit=unit, aim=f"<= {aim:,.10g} {unit}", holds=value <= aim
    )


def beside(
    name: str, value: float, unit: str, *, yardstick: float, aim: float | None = None
) -> Figure:
    """Return a figure over a yardstick of the same run, in the same unit."""
    ratio = value / yardstick
    return Figure(
        name=name,
        value=value,
        unit=unit,
        ratio=ratio,
        aim=None if aim is None else f"ratio >= {aim:g}",
        holds=None if aim is None else ratio >= aim,
    )


def format_table(figures: Sequence[Figure]) -> str:
    """Return the figures as aligned lines; the number of cores stands beside each ratio."""
    rows = [("", "value", "unit", "ratio", "aim", ""), *map(_row, figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _row(figure: Figure) -> tuple[str, str, str, str, str, str]:
    word = {None: "", True: "holds", False: "MISSED"}[figure.holds]
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f} on {CORES} cores"
    return figure.name, _number(figure.value), figure.unit, ratio, figure.aim or "", word


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, value, *others = row
    cells = [name.ljust(widths[0]), value.rjust(widths[1])]
    cells += [cell.ljust(width) for cell, width in zip(others, widths[2:], strict=True)]
    return "  ".join(cells).rstrip()


def save_figures(path: Path, figures: Iterable[Figure]) -> None:
    """Write the figures as a list of objects."""
    path.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n")
