"""Weights and times of charts as Markdown."""

import gzip
import json
from dataclasses import dataclass
from statistics import median

MAPS = ("hex", "tile", "map")


@dataclass
class Weight:
    raw: int
    packed: int


@dataclass
class Chart:
    name: str
    mark: str
    rows: int
    wide: Weight
    narrow: Weight
    file: Weight
    vega: Weight | None
    plain: Weight | None
    ours_ms: float
    vega_ms: float | None

    @property
    def both(self):
        """What a page holds: the drawing for wide screens and that for narrow ones."""
        return Weight(self.wide.raw + self.narrow.raw, self.wide.packed + self.narrow.packed)


def weight(path):
    if not path.exists():
        return None
    text = path.read_bytes()
    return Weight(len(text), len(gzip.compress(text, 9, mtime=0)))


def read(work, gallery, figures):
    """The charts of the gallery in their order; tables are no pictures and are left out."""
    drawn = {each["id"]: each for each in json.loads((work / "ours/drawn.json").read_text())}
    times = json.loads((work / "vega-plain/drawn.json").read_text())
    charts = []
    for name in gallery:
        if figures[name]["mark"] == "table":
            continue
        ours = [weight(work / f"ours/{name}.{layout}.svg") for layout in ("wide", "narrow", "file")]
        charts.append(Chart(
            name, figures[name]["mark"], len(figures[name]["rows"]), *ours,
            weight(work / f"vega/{name}.svg"), weight(work / f"vega-plain/{name}.svg"),
            drawn[name]["microseconds"] / 1000, times.get(name),
        ))
    return charts


def ratios(charts, ours, theirs, part):
    """Ours over theirs, chart by chart."""
    pairs = [(getattr(chart, ours), getattr(chart, theirs)) for chart in charts]
    return [getattr(one, part) / getattr(other, part) for one, other in pairs]


def summary(charts):
    compared = [chart for chart in charts if chart.plain]
    flat = [chart for chart in compared if chart.mark not in MAPS]
    maps = [chart for chart in compared if chart.mark in MAPS]
    lines = [
        "| median of | charts | wide | both layouts | file | Vega | Vega, no ARIA"
        " | wide ÷ Vega no ARIA | both ÷ Vega no ARIA | file ÷ Vega no ARIA"
        " | ours ms | Vega ms |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, group in (("all", compared), ("charts", flat), ("maps", maps)):
        middle = lambda field: " ".join([
            f"{median(getattr(chart, field).raw for chart in group):,.0f}",
            f"({median(getattr(chart, field).packed for chart in group):,.0f})",
        ])
        ratio = lambda field: " ".join([
            f"{median(ratios(group, field, 'plain', 'raw')):.2f}",
            f"({median(ratios(group, field, 'plain', 'packed')):.2f})",
        ])
        lines.append(
            f"| {name} | {len(group)} | {middle('wide')} | {middle('both')} | {middle('file')}"
            f" | {middle('vega')} | {middle('plain')}"
            f" | {ratio('wide')} | {ratio('both')} | {ratio('file')}"
            f" | {median(chart.ours_ms for chart in group):.2f}"
            f" | {median(chart.vega_ms for chart in group):.1f} |"
        )
    return "\n".join(lines)


def each(charts):
    lines = [
        "| figure | mark | rows | wide | narrow | file | Vega | Vega, no ARIA"
        " | wide ÷ Vega no ARIA | ours ms | Vega ms |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for chart in charts:
        sizes = [chart.wide, chart.narrow, chart.file, chart.vega, chart.plain]
        cells = [f"{size.raw:,} ({size.packed:,})" if size else "–" for size in sizes]
        ratio = f"{chart.wide.raw / chart.plain.raw:.2f}" if chart.plain else "–"
        theirs = f"{chart.vega_ms:.1f}" if chart.vega_ms else "–"
        lines.append(
            f"| {chart.name} | {chart.mark} | {chart.rows:,} | {' | '.join(cells)} | {ratio}"
            f" | {chart.ours_ms:.2f} | {theirs} |"
        )
    return "\n".join(lines)


def whole(charts, facts, rounds):
    return "\n".join([
        "# Charts side by side",
        "",
        "Written by `bench/charts`; see [README.md](README.md) for what is compared and how the two"
        f" differ. Times are medians of {rounds} rounds after one that is not counted.",
        "",
        *(f"- {name}: {fact}" for name, fact in facts),
        "",
        "Bytes as they are and, in brackets, under gzip; ratios are medians of the charts' own"
        " ratios. *Wide* and *narrow* stand on the page, *file* is the SVG to take away.",
        "",
        summary(charts),
        "",
        "## Chart by chart",
        "",
        each(charts),
        "",
    ])
