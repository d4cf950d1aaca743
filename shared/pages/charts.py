"""Charts as SVG: what the macro in `templates/charts.html` draws. Geometry only, no colours.

A plot is 100 high and as wide as it has places, stretched to whatever space the page has; labels
stand beside it as text, so that they are as large on a phone as on a desk.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Series:
    """One kind of value at each place; None where there is none."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Mark:
    """A bar or a point, in the plot's units, and the words that name it."""

    x: float
    y: float
    height: float
    title: str


@dataclass(frozen=True)
class Chart:
    """What is drawn. `labels` name the places, in the order of the axis."""

    name: str  # an id within the page
    title: str
    meaning: str
    labels: Sequence[str]
    series: Sequence[Series]
    kind: Literal["bars", "lines"] = "bars"
    unit: str = ""  # stands after each value

    @property
    def ticks(self) -> list[float]:
        """Round numbers from 0 to the top of the axis, lowest first."""
        return round_ticks(self._highest)

    @property
    def top(self) -> float:
        """Where the axis ends."""
        return self.ticks[-1]

    @property
    def shown_labels(self) -> list[str]:
        """At most six labels, the first and the last among them."""
        count = len(self.labels)
        if count <= 6:
            return list(self.labels)
        return [self.labels[round(place * (count - 1) / 4)] for place in range(5)]

    def marks(self, series: Series) -> list[Mark]:
        """Bars stacked on those of the series before, or points of a line."""
        before = self.series[: list(self.series).index(series)] if self.kind == "bars" else ()
        marks: list[Mark] = []
        for place, value in enumerate(series.values):
            if value is None:
                continue
            below = sum(one.values[place] or 0 for one in before)
            high = 100 - (below + value) / self.top * 100
            title = f"{self.labels[place]}: {written(value)}{self.unit} {series.name}"
            marks.append(Mark(place + 0.5, round(high, 2), round(value / self.top * 100, 2), title))
        return marks

    def line(self, series: Series) -> str:
        """The path through a series' points, interrupted where there is no value."""
        path: list[str] = []
        pen = "M"
        for place, value in enumerate(series.values):
            if value is None:
                pen = "M"
                continue
            path.append(f"{pen}{place + 0.5:g} {100 - value / self.top * 100:.2f}")
            pen = "L"
        return " ".join(path)

    @property
    def _highest(self) -> float:
        if self.kind == "lines":
            return max((v for one in self.series for v in one.values if v is not None), default=0)
        sums = [sum(one.values[p] or 0 for one in self.series) for p in range(len(self.labels))]
        return max(sums, default=0)


def round_ticks(highest: float) -> list[float]:
    """0 and up to five multiples of 1, 2 or 5 times a power of ten, the last at least `highest`."""
    if highest <= 0:
        return [0, 1]
    step = 10 ** math.floor(math.log10(highest / 4))
    for factor in (1, 2, 5, 10):
        if step * factor * 5 >= highest:
            step *= factor
            break
    count = max(1, math.ceil(round(highest / step, 9)))
    return [round(step * number, 9) for number in range(count + 1)]


def written(value: float) -> str:
    """A number as people read it: thousands apart, one decimal only where it says something."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.1f}" if value >= 1 else f"{value:.2f}"


__all__ = ["Chart", "Mark", "Series", "round_ticks", "written"]
